"""``hansa casework open|list|show``: opening a case, and how cases stand."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.casework.commands.asked import CaseName, day_asked, said, the_case, wire
from hansa.casework.reads import cases as reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.reads.words import (
    Naming,
    awaited,
    headline,
    naming_of,
    number_of,
    party_name,
)
from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import (
    CASE_EVENT_NAMES,
    STATE_NAMES,
    CaseDraft,
    CaseLine,
    CaseState,
    Party,
)
from hansa.chassis import terminal
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Paper, Slug, Words
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.shell import acting
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Cases between cities: who must answer whom, and what silence does."),
    no_args_is_help=True,
)


def _party(written: str) -> Party:
    """Read ``role=member`` or ``role=member:institution``.

    Raises:
        BadParameter: there is no equals sign.
    """
    role, sign, whom = written.partition("=")
    if not sign:
        message = _("Write a party as role=city or role=city:institution.")
        raise typer.BadParameter(message)
    member, _colon, name = whom.partition(":")
    return Party(role=role, member=member or None, name=name)


@app.command("open", help=_("Open a case; its clocks run from today."))
def open_(
    league: Slug,
    type_: Annotated[
        str, typer.Argument(metavar="TYPE", help=_("slug of the type of case"))
    ],
    subject: Annotated[str, typer.Argument(help=_("what it is about, in one line"))],
    party: Annotated[
        list[str], typer.Option(help=_("role=city or role=city:institution"))
    ],
    words: Words = "",
    object_: Annotated[
        list[str] | None,
        typer.Option("--object", help=_("id of what it is about, such as a window")),
    ] = None,
    amount_fen: Annotated[
        int | None, typer.Option(help=_("amount in fen; none if not about money"))
    ] = None,
    about: Annotated[
        str | None, typer.Option(help=_("the day of what it is about"))
    ] = None,
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open one case."""
    draft = CaseDraft(
        type=type_,
        parties=tuple(_party(one) for one in party),
        subject=subject,
        words=words,
        objects=tuple(object_ or ()),
        amount_fen=amount_fen,
        about_on=terminal.day_from(about),
    )

    def run() -> CaseLine:
        actor = acting(league, as_)
        return the_case(
            actor, league, str(open_case(actor, league, draft, upload_of(file)))
        )

    line = done(run, as_json)
    naming = naming_of(league)
    said(
        text(
            "Case {number} is open. {headline}.",
            number=number_of(line),
            headline=headline(line, naming),
        ),
        line,
        as_json,
    )


@app.command("list", help=_("List cases as they stand, the newest first."))
def list_(
    league: Slug,
    type_: Annotated[
        str | None, typer.Option("--type", help=_("only of this type"))
    ] = None,
    state: Annotated[CaseState | None, typer.Option(help=_("only this state"))] = None,
    city: Annotated[str | None, typer.Option(help=_("only with this city"))] = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print the cases that one may see."""
    wanted = CaseFilter(type=type_, state=state, member=city)
    lines = done(
        lambda: reads.list_cases(acting(league, as_), league, day_asked(as_of), wanted),
        as_json,
    )
    if as_json:
        terminal.print_json([wire(line) for line in lines])
        return
    naming = naming_of(league)
    terminal.print_table(
        "",
        (
            _("No."),
            _("Case type"),
            _("Subject"),
            _("State"),
            _("Waits for"),
            _("Due day"),
        ),
        (
            (
                number_of(line),
                render(line.kind.title),
                render(line.subject),
                render(STATE_NAMES[line.standing.state]),
                _(", ").join(map(render, awaited(line, naming))) or "-",
                line.standing.due_on.isoformat() if line.standing.due_on else "-",
            )
            for line in lines
        ),
    )


@app.command("show", help=_("Show one case: parties, clocks and what happened."))
def show(
    league: Slug,
    case: CaseName,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print one case."""
    line = done(
        lambda: reads.get_case(acting(league, as_), league, case, day_asked(as_of)),
        as_json,
    )
    if as_json:
        terminal.print_json(wire(line))
        return
    naming = naming_of(league)
    terminal.say(
        text(
            "{type} {number}: {subject}",
            type=line.kind.title,
            number=number_of(line),
            subject=line.subject,
        )
    )
    terminal.say(text("{headline}.", headline=headline(line, naming)))
    if line.kind.example:
        terminal.say(text("The terms of this type are an example, not yet agreed."))
    _print_parties(line, naming)
    _print_clocks(line, naming)
    _print_events(line)


def _print_parties(line: CaseLine, naming: Naming) -> None:
    roles = {role.id: role.name for role in line.kind.roles}
    terminal.print_table(
        _("Parties"),
        (_("No."), _("Role"), _("Party")),
        (
            (str(place), render(roles[party.role]), render(party_name(party, naming)))
            for place, party in enumerate(line.parties, start=1)
        ),
    )


def _print_clocks(line: CaseLine, naming: Naming) -> None:
    terminal.print_table(
        _("Clocks"),
        (_("For what"), _("Waits for"), _("Due day"), _("State")),
        (
            (
                render(clock.name),
                render(
                    party_name(line.parties[clock.party - 1], naming)
                    if clock.party is not None
                    else naming.bodies.get(clock.body or "", clock.body or "-")
                ),
                clock.due_on.isoformat()
                + (f" ({_('provisional')})" if clock.provisional else ""),
                _("ended")
                if clock.ended_on
                else (_("passed") if clock.is_over else _("running")),
            )
            for clock in line.standing.clocks
        ),
    )


def _print_events(line: CaseLine) -> None:
    names = {one.id: one.name for one in line.kind.decisions}
    terminal.print_table(
        _("What happened"),
        (_("Day"), _("Event"), _("Decision"), _("By"), _("Words")),
        (
            (
                event.on.isoformat(),
                render(CASE_EVENT_NAMES[event.kind]),
                render(names.get(event.decision, event.decision)) or "-",
                _("silence") if event.clock else event.authority,
                event.note or event.reference or "-",
            )
            for event in line.standing.events
        ),
    )
