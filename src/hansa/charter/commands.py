"""``hansa charter …``: check, preview, apply, show and compare charters."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from hansa.charter import reads, services
from hansa.charter.formats import child, draft
from hansa.charter.terms import (
    KIND_NAMES,
    MODALITY_NAMES,
    Clause,
    Plan,
    Version,
)
from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE, today
from hansa.chassis.language import finding_fields, render
from hansa.chassis.options import AsJson, AsOf, KnownAt, League, remark_source
from hansa.chassis.plain import plain
from hansa.kernel.errors import HansaError
from hansa.kernel.findings import Severity, errors_in
from hansa.kernel.text import text

app = typer.Typer(
    help=_("The agreement as data: check it, preview it, put it in force, read it."),
    no_args_is_help=True,
)

Folder = Annotated[Path, typer.Argument(help=_("a charter folder"))]
Effective = Annotated[
    str | None, typer.Option(help=_("the day it takes effect; else the folder's own"))
]


@app.command(help=_("Check a charter folder and print every finding at once."))
def check(
    folder: Folder,
    as_json: AsJson = False,
    strict: Annotated[bool, typer.Option(help=_("count warnings as errors"))] = False,
) -> None:
    """Check a folder; exit 1 on errors, and on warnings too with ``--strict``."""
    try:
        charter = reads.read_folder(folder)
        if not errors_in(charter.findings):
            reads.refuse_far_parent(reads.folder_version(folder))
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json([finding_fields(f) for f in charter.findings])
    else:
        terminal.print_findings(charter.findings)
        counts = {
            severity: sum(f.severity is severity for f in charter.findings)
            for severity in Severity
        }
        terminal.say(
            text(
                "Errors: {errors}. Warnings: {warnings}. Notes: {notes}.",
                errors=counts[Severity.ERROR],
                warnings=counts[Severity.WARNING],
                notes=counts[Severity.NOTE],
            )
        )
    warned = any(f.severity is Severity.WARNING for f in charter.findings)
    if errors_in(charter.findings) or (strict and warned):
        raise typer.Exit(terminal.EXIT_REFUSED)


@app.command(help=_("Preview what applying a folder would change; changes nothing."))
def plan(folder: Folder, effective: Effective = None, as_json: AsJson = False) -> None:
    """Preview an application."""
    day = terminal.day_from(effective)
    terminal.with_database()
    try:
        planned = services.plan_version(folder, day)
    except HansaError as error:
        terminal.fail(error, as_json)
    _print_plan(planned, as_json, done=False)


@app.command(help=_("Put a folder in force as the league's next version."))
def apply(
    folder: Folder,
    effective: Effective = None,
    decision: Annotated[
        str, typer.Option(help=_("the decision that an amendment rests on"))
    ] = "",
    in_service_since: Annotated[
        str | None,
        typer.Option(help=_("the first day whose duties count; else today")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Apply a folder."""
    stated = services.Terms(
        effective_from=terminal.day_from(effective),
        decision=decision,
        in_service_since=terminal.day_from(in_service_since),
    )
    terminal.with_database()
    try:
        applied = services.apply_version(terminal.operator(), folder, stated)
    except HansaError as error:
        terminal.fail(error, as_json)
    _print_plan(applied, as_json, done=True)


def _plan_fields(planned: Plan) -> dict[str, Any]:
    findings = [finding_fields(finding) for finding in planned.findings]
    return {**plain(planned), "findings": findings}


def _print_plan(planned: Plan, as_json: bool, *, done: bool) -> None:
    if as_json:
        terminal.print_json(_plan_fields(planned))
        return
    named: dict[str, str | int] = {"league": planned.league, "number": planned.number}
    day = planned.effective_from.isoformat()
    if planned.unchanged:
        terminal.say(
            text(
                "Nothing changes: this is version {number} of “{league}” already.",
                **named,
            )
        )
        return
    if planned.corrects:
        terminal.say(
            text(
                "It corrects version {former}, which has the same effective date.",
                former=planned.corrects,
            )
        )
    if done:
        terminal.say(
            text(
                "Version {number} of “{league}” is in force from {day}.",
                day=day,
                **named,
            )
        )
    else:
        terminal.say(
            text(
                "Applying it would make version {number} of “{league}”, in force from "
                "{day}.",
                day=day,
                **named,
            )
        )
    for change in planned.changes:
        terminal.say(f"  · {render(change.message)}")


@app.command(help=_("Show a league's charter, or one clause of it."))
def show(
    league: League,
    clause: Annotated[str | None, typer.Option(help=_("a clause id"))] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Show a charter as of a day."""
    try:
        version = _version(league, as_of, known_at)
        found = reads.get_clause(version, clause) if clause else None
    except HansaError as error:
        terminal.fail(error, as_json)
    if found is not None:
        if as_json:
            terminal.print_json(plain(reads.cite(version, found)))
        else:
            _print_clause(version, found)
        return
    if as_json:
        terminal.print_json(
            {
                **plain(reads.line_of(version)),
                "sections": plain(version.charter.sections),
            }
        )
    else:
        _print_version(version)


def _version(league: str, as_of: str | None, known_at: str | None) -> Version:
    day = terminal.day_from(as_of) or today()
    instant = terminal.instant_from(known_at)
    versions, folder = reads.find_versions(league)
    remark_source(league, folder)
    return reads.governing(versions, day, instant)


def _print_clause(version: Version, clause: Clause) -> None:
    citation = reads.cite(version, clause)
    terminal.say(f"{clause.id}  {render(clause.title)}")
    terminal.say(
        text(
            "“{phrase}”: {document}, line {line}",
            phrase=clause.phrase,
            document=citation.document,
            line=clause.line,
        )
    )
    terminal.say(
        text(
            "{kind}, {modality}, {domain}",
            kind=KIND_NAMES[clause.kind],
            modality=MODALITY_NAMES[clause.modality],
            domain=citation.domain,
        )
    )
    if not citation.counts:
        terminal.say(text("Cited only; never counted as implemented."))
    for obligation in clause.obligations:
        terminal.say(
            text(
                "· {title} ({modality}): “{phrase}”",
                title=obligation.title,
                modality=MODALITY_NAMES[obligation.modality],
                phrase=obligation.phrase,
            )
        )
    for body in citation.prevailing:
        terminal.say(
            text(
                "The body prevails over this headline: {id} {title} (“{phrase}”)",
                id=body.id,
                title=body.title,
                phrase=body.phrase,
            )
        )
    for reading in citation.readings:
        terminal.say(
            text("Reading {id}: {reading}", id=reading.id, reading=reading.reading)
        )


def _print_version(version: Version) -> None:
    agreement = version.charter.agreement
    terminal.say(f"{render(agreement.name)} ({version.league})")
    number = version.number or 0
    day = version.effective_from.isoformat()
    if version.number is None:
        terminal.say(
            text("A folder that is not applied, in force from {day}.", day=day)
        )
    else:
        terminal.say(
            text("Version {number}, in force from {day}.", number=number, day=day)
        )
    for section in reads.sections():
        if section.name not in version.charter.sections:
            continue
        for table in section.outline(version.charter.sections[section.name], agreement):
            terminal.print_table(
                render(table.title),
                [render(heading) for heading in table.headings],
                ([render(cell) for cell in row] for row in table.rows),
            )


@app.command(help=_("Compare two versions, named by number or by a day."))
def diff(
    league: Annotated[str, typer.Argument(help=_("a league's slug"))],
    one: Annotated[str, typer.Argument(help=_("a version number or a day"))],
    other: Annotated[str, typer.Argument(help=_("a version number or a day"))],
    as_json: AsJson = False,
) -> None:
    """Compare two applied versions."""
    terminal.with_database()
    try:
        changes = reads.compare_versions(
            reads.pick_version(league, one), reads.pick_version(league, other)
        )
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(changes))
        return
    if not changes:
        terminal.say(text("The two versions are equal."))
    for change in changes:
        terminal.say(f"· {render(change.message)}")


@app.command(help=_("List what the instruments name and the text does not print."))
def gaps(league: League, as_json: AsJson = False) -> None:
    """List the gaps of a charter."""
    try:
        version = _version(league, None, None)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(
            [
                {**plain(gap), "status": "text-not-supplied"}
                for gap in version.charter.book.gaps
            ]
        )
        return
    terminal.print_table(
        "",
        (_("Id"), _("What is missing"), _("Clauses"), _("Status")),
        (
            (gap.id, render(gap.title), " ".join(gap.clauses), _("text not supplied"))
            for gap in version.charter.book.gaps
        ),
    )


@app.command("list", help=_("List the leagues and their versions."))
def list_(as_json: AsJson = False) -> None:
    """List leagues: applied ones with their versions, and shipped ones."""
    terminal.with_database()
    lines = [
        reads.line_of(version)
        for versions in reads.versions_by_league().values()
        for version in versions
    ]
    if as_json:
        terminal.print_json(plain(lines))
        return
    if not lines:
        terminal.say(
            text(
                "No charter is applied yet. Begin with: hansa charter apply {folder}",
                folder=str(settings.HANSA_CHARTERS / "huaihai"),
            )
        )
        return
    terminal.print_table(
        "",
        (
            _("League"),
            _("Version"),
            _("In force from"),
            _("Recorded at"),
            _("Rests on"),
        ),
        (
            (
                line.league,
                str(line.number),
                line.effective_from.isoformat(),
                line.recorded_at.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M")
                if line.recorded_at
                else "-",
                line.decision or "-",
            )
            for line in lines
        ),
    )


@app.command(help=_("Print the JSON Schema of charter files, for editors."))
def schema(
    section: Annotated[
        str | None, typer.Argument(help=_("only this file, without .yaml"))
    ] = None,
) -> None:
    """Print JSON Schema; of one section, or of all by name."""
    schemas = {s.name: s.shape.schema() for s in reads.sections()}
    if section is not None and section not in schemas:
        message = _("No such file; choose one of: {names}.")
        raise typer.BadParameter(message.format(names=_(", ").join(schemas)))
    wanted: Any = schemas[section] if section else schemas
    typer.echo(json.dumps(wanted, ensure_ascii=False, indent=2))


@app.command(
    "attach-text", help=_("Keep a document's full text locally, checked by hash.")
)
def attach_text(
    league: Annotated[str, typer.Argument(help=_("a league's slug"))],
    file: Annotated[
        Path, typer.Argument(help=_("the text file"), exists=True, dir_okay=False)
    ],
    document: Annotated[str, typer.Option(help=_("the document's id"))] = "report",
    as_json: AsJson = False,
) -> None:
    """Attach a text."""
    terminal.with_database()
    try:
        found = services.attach_text(
            terminal.operator(), league, document, file.read_bytes()
        )
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"league": league, "document": document, "clauses": found})
    else:
        terminal.say(
            text("The text is attached; clauses found in it: {found}.", found=found)
        )


@app.command(help=_("Write a small commented charter that passes the check."))
def new(
    name: Annotated[str, typer.Argument(help=_("the league's slug; also the folder"))],
    city: Annotated[
        list[str] | None, typer.Option(help=_("a member city; at least two"))
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option(help=_("the league whose neighbouring counties it is for")),
    ] = None,
    county: Annotated[
        list[str] | None,
        typer.Option(help=_("a county of that league by code or name; at least two")),
    ] = None,
    at: Annotated[Path, typer.Option(help=_("where to write the folder"))] = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a new charter folder, of cities or of counties under a league."""
    if (parent is None) != (county is None) or (parent is None) == (city is None):
        raise typer.BadParameter(
            _("Name cities with --city, or a league with --parent and --county.")
        )
    try:
        if parent is not None:
            versions, source = reads.find_versions(parent)
            remark_source(parent, source)
            above = reads.governing(versions, today()).charter
            folder = child.write_child(at, name, above, county or [], today())
        else:
            folder = draft.write_charter(at, name, city or [], today())
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"folder": str(folder)})
        return
    terminal.say(text("Written: {folder}", folder=str(folder)))
    terminal.say(text("Next: hansa charter check {folder}", folder=str(folder)))


@app.command(help=_("Write the files of the version in force into a folder."))
def export(
    league: Annotated[str, typer.Argument(help=_("a league's slug"))],
    at: Annotated[Path, typer.Option(help=_("where to write the folder"))] = Path(),
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write a version as a folder: what a decision amended is in no folder yet."""
    day = terminal.day_from(as_of) or today()
    terminal.with_database()
    try:
        files = reads.get_version(league, day).charter.files
        folder = draft.write_files(at, league, files)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"folder": str(folder)})
        return
    terminal.say(text("Written: {folder}", folder=str(folder)))
