"""``hansa duties …``: what is owed, by whom, until when, and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis import terminal
from hansa.chassis.actor import authority_name
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads import people
from hansa.duties.commands import acts, requests
from hansa.duties.commands.asked import DutyName, acting, day_asked, the_duty, wire
from hansa.duties.reads import duties as reads
from hansa.duties.reads import inboxes
from hansa.duties.terms.duties import (
    EVENT_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    Duty,
    DutyLine,
    DutyState,
    Event,
    EventKind,
    Filters,
    MatrixRow,
    Order,
    Source,
)
from hansa.kernel.text import Bilingual, text

LINES_SHOWN = 200  # A terminal shows no more; --json and the export have them all.

app = typer.Typer(
    help=_("What is owed, by whom and until when; and what is missing from whom."),
    no_args_is_help=True,
)
# Without a name of their own, these commands stand beside the ones here.
app.add_typer(acts.app)
app.add_typer(requests.app)


@app.command("list", help=_("List duties by due day."))
def list_(
    league: Slug,
    state: Annotated[
        list[DutyState] | None, typer.Option(help=_("only these states"))
    ] = None,
    city: Annotated[str | None, typer.Option(help=_("only of this city"))] = None,
    series: Annotated[str | None, typer.Option(help=_("only of this series"))] = None,
    source: Annotated[
        Source | None, typer.Option(help=_("only from this source"))
    ] = None,
    words: Annotated[
        str, typer.Option(help=_("only with these words in title or key"))
    ] = "",
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print duties as they stand on a day."""
    filters = Filters(
        states=frozenset(state or ()),
        member=city,
        series=series,
        source=source,
        words=words,
    )

    def ask() -> tuple[tuple[DutyLine, ...], int]:
        actor, reckoning = acting(league, as_), reads.reckon(league, day_asked(as_of))
        part = slice(None) if as_json else slice(LINES_SHOWN)
        lines = reads.list_duties(actor, league, reckoning, filters, Order(), part)
        return lines, reads.count_duties(actor, league, reckoning, filters)

    lines, total = done(ask, as_json)
    if as_json:
        terminal.print_json(wire(lines))
        return
    _print_lines(league, lines)
    terminal.say(
        text("Duties: {total}, shown: {shown}.", total=total, shown=len(lines))
    )


def _print_lines(league: str, lines: Sequence[DutyLine]) -> None:
    names = names_of(league)
    terminal.print_table(
        "",
        (_("Due day"), _("State"), _("City"), _("Duty"), _("Clauses"), _("Key")),
        (
            (
                str(line.due_on or "-"),
                render(STATE_NAMES[line.state]),
                render(names.get(line.member or "", line.member or "-")),
                render(line.title),
                " ".join(line.clauses),
                line.key,
            )
            for line in lines
        ),
    )


def names_of(league: str) -> Mapping[str, Bilingual]:
    """Give the names of the cities."""
    return charter_reads.names_of(charter_reads.get_versions(league)[-1])


@app.command(help=_("Show one duty: its state and why, and all that happened to it."))
def show(
    league: Slug,
    duty: DutyName,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print one duty."""

    def ask() -> Duty:
        actor = acting(league, as_)
        reckoning = reads.reckon(league, day_asked(as_of))
        line = the_duty(actor, league, duty)
        return reads.get_duty(actor, league, line.id, reckoning)

    found = done(ask, as_json)
    if as_json:
        terminal.print_json(wire(found))
    else:
        _print_duty(league, found)


def _said(event: Event, units: Mapping[str, Bilingual]) -> Iterator[str]:
    """Say what happened, to or by which unit, and whether it still counts."""
    yield render(EVENT_NAMES[event.kind])
    kept = event.content
    unit = kept.get("to") or kept.get("unit") or kept.get("from")
    if unit and event.kind is EventKind.UNIT_CHANGED and not kept.get("to"):
        yield render(text("formerly: {unit}", unit=units.get(unit, unit)))
    elif unit:
        yield render(units.get(unit, unit))
    if event.withdrawn_at:
        yield f"({_('taken back')})"


def _print_duty(league: str, duty: Duty) -> None:
    line = duty.line
    units = people.unit_names(league, line.opened_at.astimezone(LEAGUE_ZONE).date())
    facts: list[tuple[str, str]] = [
        (_("Key"), line.key),
        (_("State"), render(STATE_NAMES[line.state])),
        (_("Why"), render(duty.reason.sentence)),
        *((render(label), render(value)) for label, value in duty.reason.inputs),
        (_("City"), render(names_of(league).get(line.member or "", "-"))),
        (_("Unit"), render(units.get(line.unit or "", "-"))),
        (_("Source"), render(SOURCE_NAMES[line.source])),
        (_("Modality"), render(MODALITY_NAMES[line.modality])),
        (_("Clauses"), " ".join(line.clauses) or "-"),
        (_("Extensions granted"), str(duty.extensions)),
        (_("Revision"), str(line.revision)),
        *((_("Finding"), render(finding.message)) for finding in line.findings),
    ]
    terminal.print_table(render(line.title), (_("What"), _("Value")), facts)
    terminal.print_table(
        _("What happened"),
        (_("No."), _("Day"), _("What"), _("By"), _("Words")),
        (
            (
                str(event.number),
                event.on.isoformat(),
                " ".join(_said(event, units)),
                render(authority_name(event.authority)),
                " ".join(part for part in (event.note, event.document) if part),
            )
            for event in duty.events
        ),
    )


@app.command(help=_("Say what is missing from whom this morning."))
def morning(
    league: Slug, as_of: AsOf = None, as_: As = None, as_json: AsJson = False
) -> None:
    """Print the office's morning list."""
    found = done(
        lambda: inboxes.morning(
            acting(league, as_), league, reads.reckon(league, day_asked(as_of))
        ),
        as_json,
    )
    if as_json:
        terminal.print_json(wire(found))
        return
    terminal.say(found.sentence)
    names = names_of(league)
    terminal.print_table(
        "",
        (_("Due day"), _("Duty"), _("Done"), _("Missing")),
        (_row(row, names) for row in found.rows),
    )


def _row(row: MatrixRow, names: Mapping[str, Bilingual]) -> tuple[str, ...]:
    missing = (render(names.get(member, member)) for member in row.missing)
    return (
        str(row.due_on or "-"),
        render(row.title),
        f"{row.done} / {row.total}",
        _(", ").join(missing),
    )


@app.command(help=_("Show what waits for an account."))
def inbox(
    league: Slug, as_of: AsOf = None, as_: As = None, as_json: AsJson = False
) -> None:
    """Print the to-do list of an account, or of the office."""
    found = done(
        lambda: inboxes.inbox(
            acting(league, as_), league, reads.reckon(league, day_asked(as_of))
        ),
        as_json,
    )
    if as_json:
        terminal.print_json(wire(found))
        return
    terminal.say(found.sentence)
    if found.sent_back:
        terminal.print_table(
            _("Sent back for completion"),
            (_("Duty"), _("Day"), _("Words")),
            (
                (render(line.title), event.on.isoformat(), event.note)
                for event, line in found.sent_back
            ),
        )
    _print_lines(league, found.today)
    if found.parts:
        terminal.print_table(
            _("Handed on to your unit"),
            (_("Part"), _("Duty"), _("Words")),
            (
                (str(part.id), render(line.title), part.words)
                for part, line in found.parts
            ),
        )
