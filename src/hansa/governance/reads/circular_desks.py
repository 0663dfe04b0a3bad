"""What the pages of circulars offer whom; the services judge anew."""

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over
from hansa.governance.reads import circular_receipts as receipts
from hansa.governance.reads.answering import owners
from hansa.governance.rules import circulars as rules
from hansa.governance.terms.circulars import CircularAct, CircularSheet, CircularState


def offers(actor: Actor, sheet: CircularSheet) -> frozenset[CircularAct]:
    """Give what the page of a circular offers an actor; the services judge anew."""
    line = sheet.line
    over = owners(actor, line.league, [sheet.entry])[sheet.entry.id]
    drafts, sends = rules.may_draft(actor, over), rules.may_send(actor, line.league)
    open_ = [one for one in sheet.cities if one.at is None]
    may_do = {
        CircularAct.WORD: drafts,
        CircularAct.FREEZE: drafts,
        CircularAct.SEND: sends,
        CircularAct.ACKNOWLEDGE: any(one.own for one in open_),
        CircularAct.CALL: sends and bool(open_),
        CircularAct.CORRECT: drafts and line.corrected_by is None,
    }
    return frozenset(
        act for act in may_do if may_do[act] and line.state in rules.STATES[act]
    )


def may_draft_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor may draft any circular at all, for a button."""
    return rules.may_draft(actor, _own(actor, league))


def require_some_draft(actor: Actor, league: str) -> None:
    """Refuse somebody who may draft no circular at all, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    rules.require_draft(actor, _own(actor, league))


def _own(actor: Actor, league: str) -> Over:
    return Over(league=league, member=actor.member, unit=actor.unit)


def expected(sheet: CircularSheet) -> CircularAct | None:
    """Give what a circular waits for; None once every city has acknowledged it."""
    match sheet.line.state:
        case CircularState.DRAFT:
            return CircularAct.FREEZE
        case CircularState.FROZEN:
            return CircularAct.SEND
    waits = sheet.counted.held < sheet.counted.asked
    return CircularAct.ACKNOWLEDGE if waits else None


def require_act(actor: Actor, sheet: CircularSheet, act: CircularAct) -> None:
    """Refuse somebody who may never do an act on a circular, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    league = sheet.line.league
    match act:
        case CircularAct.SEND | CircularAct.CALL:
            rules.require_send(actor, league)
        case CircularAct.ACKNOWLEDGE:
            receipts.require_signer(actor, league)
        case _:
            rules.require_draft(
                actor, owners(actor, league, [sheet.entry])[sheet.entry.id]
            )
