"""What the commands of sessions share: who acts, which session is meant, and refusals."""

from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.directory.reads import people
from hansa.directory.services.behalf import act_for
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.session_wire import wire_session
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import SessionSheet
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Text, text

SessionName = Annotated[
    str, typer.Argument(help=_("body/year, such as symposium/2026, or the id"))
]
ItemName = Annotated[int, typer.Argument(help=_("place of the item on the docket"))]


def speaking(
    actor: Actor,
    league: str,
    member: str,
    office: str,
    evidence: str,
    scan: Upload | None = None,
) -> Actor:
    """Give who speaks for a city: the actor, or the actor with the city's paper."""
    if not office and not evidence:
        return actor
    return act_for(actor, league, member, office, evidence, scan)


def the_session(actor: Actor, league: str, named: str) -> SessionSheet:
    """Find the session that is meant.

    Raises:
        Missing: there is no such session.
    """
    return reads.get_session(actor, league, reads.find_session(actor, league, named))


def unit_from(actor: Actor, league: str, written: str) -> str:
    """Find a unit by its id or by its name.

    Raises:
        Missing: the directory has no such unit.
    """
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    for unit in people.list_units(actor, league, day):
        if written in {unit.id, unit.name.zh, unit.name.en}:
            return unit.id
    raise Missing(
        "unit-missing",
        text("The directory has no unit “{unit}”.", unit=written[:60]),
        text("Choose a unit of the directory, or enter it there first."),
    )


def days_from(first: str, last: str | None) -> Period:
    """Read the days of a session, both included.

    Raises:
        typer.BadParameter: they run backwards.
    """
    start, end = terminal.day_from(first), terminal.day_from(last or first)
    assert start is not None  # Only an absent option gives None.
    assert end is not None
    if end < start:
        raise typer.BadParameter(_("It ends before it starts."))
    return days_through(start, end)


def id_from(written: str | None) -> UUID | None:
    """Read an id of an option.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return UUID(written) if written else None
    except ValueError as error:
        message = _("“{written}” is no id.").format(written=written)
        raise typer.BadParameter(message) from error


def tell(sentence: Text, sheet: SessionSheet, as_json: bool) -> None:
    """Say what happened: a sentence for people, the session for programs."""
    if as_json:
        wired: dict[str, Any] = wire_session(sheet)
        terminal.print_json(wired)
    else:
        terminal.say(sentence)
