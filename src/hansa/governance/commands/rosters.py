"""``hansa governance roster``, ``seats`` and ``history …``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.chassis.language import finding_fields, render
from hansa.chassis.options import AsJson, League
from hansa.chassis.plain import plain
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.directory.terms.overview import before_service
from hansa.governance import services
from hansa.governance.commands.calendars import app
from hansa.governance.formats import history as formats
from hansa.governance.reads import records as record_reads
from hansa.governance.reads import rosters as reads
from hansa.governance.reads.calendars import list_names
from hansa.governance.terms.history import HistoryPlan
from hansa.governance.terms.rosters import SeatRoster, SecondmentLine, SecondmentRoster
from hansa.kernel.errors import HansaError
from hansa.kernel.findings import errors_in
from hansa.kernel.text import Bilingual, text

history = typer.Typer(
    help=_("The workbook of past meetings and stages of works."), no_args_is_help=True
)
app.add_typer(history, name="history")

On = Annotated[str | None, typer.Option(help=_("on this day; else today"))]


@app.command(help=_("Say who is lent to the office, and which cities can be reached."))
def roster(league: League, on: On = None, as_json: AsJson = False) -> None:
    """Print secondments and focal points of a day."""
    terminal.with_database()
    actor, day = terminal.operator(), terminal.day_from(on) or today()
    try:
        versions = charter_reads.get_versions(league)
        lent = reads.secondment_roster(actor, versions, day)
        reached = reads.focal_roster(actor, versions, day)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(
            {
                "secondment": reads.wire_secondment(lent),
                "focal_points": plain(reached),
            }
        )
        return
    if (since := charter_reads.service_ahead(versions, day)) is not None:
        terminal.say(before_service(since))
    if lent is not None:
        _print_secondment(lent, list_names(versions))
    if reached is not None:
        terminal.say(
            text(
                "Cities that can be reached as agreed: {ready} of {asked}.",
                ready=reached.ready,
                asked=reached.asked,
            )
        )
        for finding in reached.findings:
            terminal.say(finding.message)


def _remark(found: SecondmentRoster, line: SecondmentLine) -> str:
    if line.finding:
        return render(line.finding.message)
    unknown = not found.in_service and line.counted < found.least
    return render(text("not recorded")) if unknown else "-"


def _print_secondment(found: SecondmentRoster, names: Mapping[str, Bilingual]) -> None:
    terminal.print_table(
        "",
        (_("City"), render(found.name), _("Part-time"), _("Remark")),
        (
            (
                render(names[line.member]),
                str(line.counted),
                str(line.part_time or "-"),
                _remark(found, line),
            )
            for line in found.lines
        ),
    )
    terminal.say(
        text(
            "In all {total}; the agreement asks for {least} to {most}.",
            total=found.total,
            least=found.total_least,
            most="-" if found.total_most is None else str(found.total_most),
        )
    )


@app.command(help=_("Say who holds the seats of a body, or is to be invited."))
def seats(
    league: League,
    entry: Annotated[
        str | None, typer.Option(help=_("the invitation list of this entry"))
    ] = None,
    body: Annotated[str | None, typer.Option(help=_("only this body"))] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Print who holds the seats on a day."""
    terminal.with_database()
    actor, day = terminal.operator(), terminal.day_from(on) or today()
    try:
        versions = charter_reads.get_versions(league)
        found = (
            (reads.invitation(actor, versions, entry, day),)
            if entry
            else reads.list_seats(actor, versions, day, body)
        )
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json([reads.wire_seats(each) for each in found])
        return
    bodies = record_reads.bodies_named(versions)
    names = {**bodies, **list_names(versions)}
    for each in found:
        _print_seats(each, names)


def _print_seats(found: SeatRoster, names: Mapping[str, Bilingual]) -> None:
    terminal.print_table(
        f"{render(names[found.body])} {found.filled}/{found.asked}",
        (_("Seat of"), _("Office"), _("Held by"), _("Acting by delegation")),
        (
            (
                render(names.get(line.seat.member or line.seat.body or "")) or "-",
                render(OFFICE_NAMES[line.seat.office]),
                _("vacant")
                if line.vacant
                else render(
                    (line.holder.title or line.holder.unit_name)
                    if line.holder
                    else text("open number")
                    if line.seat.count is None
                    else text("not recorded")
                ),
                render(line.delegate.title) if line.delegate else "-",
            )
            for line in found.lines
        ),
    )
    for finding in found.findings:
        terminal.say(finding.message)


@history.command("template", help=_("Write the empty workbook."))
def template(
    path: Annotated[Path, typer.Argument(help=_("where to write it"))],
) -> None:
    """Write the template."""
    path.write_bytes(formats.template())
    terminal.say(text("Written: {path}.", path=str(path)))


@history.command("export", help=_("Write what stands recorded as a workbook."))
def export(
    league: League,
    path: Annotated[Path, typer.Argument(help=_("where to write it"))],
    as_json: AsJson = False,
) -> None:
    """Write the records of a league."""
    terminal.with_database()
    try:
        written = services.export_history(terminal.operator(), league)
    except HansaError as error:
        terminal.fail(error, as_json)
    path.write_bytes(written)
    terminal.say(text("Written: {path}.", path=str(path)))


@history.command("import", help=_("Take a workbook in: whole, or not at all."))
def import_(
    league: League,
    path: Annotated[Path, typer.Argument(help=_("the workbook"), exists=True)],
    preview: Annotated[
        bool, typer.Option("--preview", help=_("only say what would be recorded"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Preview or take one workbook."""
    terminal.with_database()
    actor = terminal.operator()
    upload = Upload(name=path.name, content=path.read_bytes())
    try:
        plan = services.plan_history(actor, league, upload)
        if preview:
            _say_plan(plan, as_json)
            return
        taken = services.take_history(actor, league, upload)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(taken))
        return
    terminal.print_findings(plan.findings)
    terminal.say(
        text(
            "Recorded: {meetings} meetings and {stages} stages; known already: {known}.",
            meetings=taken.meetings,
            stages=taken.stages,
            known=taken.left_out,
        )
    )


def _say_plan(plan: HistoryPlan, as_json: bool) -> None:
    if as_json:
        terminal.print_json(
            {
                "sound": plan.sound,
                "meetings": len(plan.new_meetings),
                "stages": len(plan.new_stages),
                "findings": [finding_fields(finding) for finding in plan.findings],
            }
        )
    else:
        terminal.print_findings(plan.findings)
        terminal.say(
            text(
                "Would be recorded: {meetings} meetings and {stages} stages.",
                meetings=len(plan.new_meetings),
                stages=len(plan.new_stages),
            )
        )
    if errors_in(plan.findings):
        raise typer.Exit(terminal.EXIT_REFUSED)
