"""``hansa session …``: a session from its convening to its closing."""

from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Reason, Slug, Words
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import SessionName, days_from, tell, the_session
from hansa.governance.commands.calendars import holder_from
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.session_wire import wire_decision, wire_line
from hansa.governance.services.sessions import closing, convening, sitting
from hansa.governance.terms import Level, Seat
from hansa.governance.terms.sessions import (
    SESSION_STATE_NAMES,
    Mark,
    Move,
    Opening,
    Presence,
    Progress,
    SessionDraft,
    SessionFilter,
    SessionSheet,
)
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import Bilingual, text

app = typer.Typer(
    help=_("Sessions of bodies: convened, prepared, opened, decided, closed."),
    no_args_is_help=True,
)

First = Annotated[str, typer.Option("--on", help=_("its first day"))]
Last = Annotated[str | None, typer.Option("--until", help=_("its last day"))]
Host = Annotated[
    str | None, typer.Option(help=_("the city that hosts; else whose turn it is"))
]
Place = Annotated[str, typer.Option(help=_("where it is held"))]


@app.command(
    help=_("Convene a session; its docket begins with what the last one left.")
)
def convene(
    league: Slug,
    body: Annotated[str, typer.Argument(help=_("the body's id"))],
    on: First,
    until: Last = None,
    level: Annotated[Level | None, typer.Option(help=_("its level"))] = None,
    year: Annotated[int | None, typer.Option(help=_("the year it counts for"))] = None,
    ad_hoc: Annotated[
        bool, typer.Option("--ad-hoc", help=_("called for its own sake"))
    ] = False,
    host: Host = None,
    place: Place = "",
    document: Document = "",
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Convene one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        draft = SessionDraft(
            body=body,
            days=days_from(on, until),
            level=level,
            year=year,
            ad_hoc=ad_hoc,
            host=host,
            place=Bilingual(place, place) if place else None,
            document=document,
            reason=reason,
        )
        return reads.get_session(actor, league, convening.convene(actor, league, draft))

    sheet = done(run, as_json)
    sentence = text(
        "Convened: {body}, {day}. Items on the docket: {count}.",
        body=sheet.body.name,
        day=sheet.line.days.start.isoformat(),
        count=len(sheet.items),
    )
    tell(sentence, sheet, as_json)


@app.command("list", help=_("Sessions, the latest first."))
def list_(
    league: Slug,
    year: Annotated[int | None, typer.Option(help=_("only of this year"))] = None,
    body: Annotated[str | None, typer.Option(help=_("only of this body"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List sessions."""
    wanted = SessionFilter(year=year, body=body)
    lines = done(
        lambda: reads.list_sessions(acting(league, as_), league, wanted), as_json
    )
    if as_json:
        terminal.print_json([wire_line(line) for line in lines])
        return
    terminal.print_table(
        _("Sessions"),
        [_("Day"), _("Body"), _("State"), _("Id")],
        (
            (
                line.days.start.isoformat(),
                line.body,
                render(SESSION_STATE_NAMES[line.state]),
                str(line.id),
            )
            for line in lines
        ),
    )


@app.command(help=_("One session: docket, positions, attendance, what is missing."))
def show(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Show one session."""
    sheet = done(lambda: the_session(acting(league, as_), league, session), as_json)
    sentence = text(
        "{body}, {day}: {state}. Items {count}; missing before closing: {missing}.",
        body=sheet.body.name,
        day=sheet.line.days.start.isoformat(),
        state=SESSION_STATE_NAMES[sheet.line.state],
        count=len(sheet.items),
        missing=len(sheet.lacks),
    )
    tell(sentence, sheet, as_json)
    if not as_json:
        for lack in (*sheet.lacks, *sheet.remarks):
            terminal.say(lack.message)


@app.command(help=_("Move a session to other days, another place or another host."))
def move(
    league: Slug,
    session: SessionName,
    on: First,
    until: Last = None,
    host: Host = None,
    place: Place = "",
    document: Document = "",
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Move one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        to = Move(
            days=days_from(on, until),
            host=host,
            place=Bilingual(place, place) if place else line.place,
            document=document,
            reason=reason,
        )
        convening.move(actor, league, line.id, line.revision, to)
        return the_session(actor, league, str(line.id))

    tell(text("The session is moved."), done(run, as_json), as_json)


@app.command(help=_("Cancel a session; what was put to it waits for the next one."))
def cancel(
    league: Slug,
    session: SessionName,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Cancel one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        convening.cancel(actor, league, line.id, line.revision, reason)
        return the_session(actor, league, str(line.id))

    tell(text("The session is cancelled."), done(run, as_json), as_json)


@app.command("open", help=_("Open a session, by whoever chairs it or by a delegate."))
def open_(
    league: Slug,
    session: SessionName,
    chair: Annotated[
        str | None, typer.Option(help=_("whose office opens, as shangqiu/mayor"))
    ] = None,
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        opening = Opening(chair=holder_from(chair), document=document)
        sitting.open_session(actor, league, line.id, line.revision, opening)
        return the_session(actor, league, str(line.id))

    tell(text("The session is open."), done(run, as_json), as_json)


@app.command(help=_("Record replies, then who came."))
def attend(
    league: Slug,
    session: SessionName,
    seat: Annotated[
        list[str] | None,
        typer.Option(help=_("seat and presence, as suzhou/party-secretary=present")),
    ] = None,
    invitee: Annotated[
        list[str] | None, typer.Option(help=_("invitee and presence, as name=present"))
    ] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help=_("every named seat is present"))
    ] = False,
    who: Annotated[str, typer.Option(help=_("who came, by office"))] = "",
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record who comes, or came, to one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        sheet = the_session(actor, league, session)
        named = [one for one in sheet.seats if one.count] if everybody else []
        marks = [Mark(presence=Presence.PRESENT, seat=one) for one in named]
        for written in seat or ():
            place, presence = _marked(written)
            found = _seat(sheet, place)
            marks.append(
                Mark(presence=presence, seat=found, who=who, document=document)
            )
        for written in invitee or ():
            name, presence = _marked(written)
            marks.append(
                Mark(presence=presence, invitee=name, who=who, document=document)
            )
        line = sheet.line
        sitting.keep_attendance(actor, league, line.id, line.revision, marks)
        return the_session(actor, league, str(line.id))

    sheet = done(run, as_json)
    found = sheet.attendance
    sentence = text(
        "Seats filled: {there}/{named}.", there=found.there, named=found.named
    )
    tell(sentence, sheet, as_json)


def _marked(written: str) -> tuple[str, Presence]:
    place, _sign, presence = written.rpartition("=")
    if not place or presence not in {one.value for one in Presence}:
        message = _("Write it as suzhou/party-secretary=present.")
        raise typer.BadParameter(message)
    return place, Presence(presence)


def _seat(sheet: SessionSheet, written: str) -> Seat:
    for seat in sheet.seats:
        if written == f"{seat.member or seat.body}/{seat.office.value}":
            return seat
    raise Missing(
        "seat-missing",
        text("The session has no seat “{seat}”.", seat=written[:60]),
        text("Write it as city/office; the session shows its seats."),
    )


@app.command(help=_("Record how far a decision of the last session is carried out."))
def report(
    league: Slug,
    session: SessionName,
    number: Annotated[int, typer.Argument(help=_("number of the decision"))],
    progress: Annotated[Progress, typer.Argument(help=_("how far it is carried out"))],
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record what one session heard of an earlier decision."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        sheet = the_session(actor, league, session)
        heard = [
            one.decision.id for one in sheet.reports if one.decision.number == number
        ]
        if not heard:
            raise Refused(
                "decision-unheard",
                text("This session does not hear of such a decision."),
                text("Its page lists the decisions of the last session."),
            )
        sitting.hear_report(actor, league, sheet.line.id, heard[0], progress, words)
        return the_session(actor, league, str(sheet.line.id))

    tell(text("What was heard is recorded."), done(run, as_json), as_json)


@app.command(help=_("Close a session: number its decisions and record the meeting."))
def close(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Close one session."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        closing.close_session(actor, league, line.id, line.revision)
        return the_session(actor, league, str(line.id))

    sheet = done(run, as_json)
    adopted = sum(one.item.number is not None for one in sheet.items)
    tell(text("Closed. Decisions that stand: {count}.", count=adopted), sheet, as_json)


@app.command(help=_("Decisions that stand, of sessions that are closed."))
def decisions(
    league: Slug,
    year: Annotated[int | None, typer.Option(help=_("only of this year"))] = None,
    body: Annotated[str | None, typer.Option(help=_("only of this body"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List decisions."""
    found = done(
        lambda: reads.list_decisions(acting(league, as_), league, year, body), as_json
    )
    if as_json:
        terminal.print_json([wire_decision(decision) for decision in found])
        return
    terminal.print_table(
        _("Decisions"),
        [_("Day"), _("Body"), _("Decision no."), _("Title")],
        (
            (
                one.on.isoformat(),
                one.item.body,
                str(one.item.number),
                render(one.item.title),
            )
            for one in found
        ),
    )
