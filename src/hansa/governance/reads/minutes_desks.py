"""What the page of minutes offers whom; the services judge anew."""

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.governance.rules import minutes as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.rights import APPROVE_MINUTES, TAKE_POSITIONS
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import CommentStance, MinutesAct, MinutesSheet
from hansa.governance.terms.sessions import SessionSheet


def room_of(session: SessionSheet) -> session_rules.Room:
    """Give the session of minutes as far as rights ask; one query."""
    line = session.line
    lead = people.lead_unit(line.league, line.body, line.days.start)
    return session_rules.Room(
        league=line.league, host=line.host, lead=lead.unit if lead else None
    )


def speaks_for(actor: Actor, sheet: MinutesSheet) -> tuple[str, ...]:
    """Give the cities whose comment an actor may enter, its own first."""
    return session_rules.speaks_for(actor, sheet.line.league, sheet.parties)


def approves_for(actor: Actor, sheet: MinutesSheet) -> tuple[Holder, ...]:
    """Give whose approval an actor may enter and which is still missing."""
    league = sheet.line.league
    return tuple(one for one in awaited(sheet) if rules.may_approve(actor, league, one))


def awaited(sheet: MinutesSheet) -> tuple[Holder, ...]:
    """Give whose approval of the wording that stands is still missing."""
    done = rules.given(sheet.approvers, sheet.approvals, sheet.line.wording)
    return tuple(one for one in sheet.approvers if one not in done)


def offers(
    actor: Actor, session: SessionSheet, sheet: MinutesSheet
) -> frozenset[MinutesAct]:
    """Give what the page of minutes offers an actor; one query."""
    runs = session_rules.may_hold(actor, room_of(session))
    said = sheet.round.said.values()
    codes = {lack.code for lack in sheet.lacks}
    may_do = {
        MinutesAct.WORD: runs,
        MinutesAct.CIRCULATE: runs,
        MinutesAct.COMMENT: bool(speaks_for(actor, sheet)),
        MinutesAct.ANSWER: runs
        and any(one.stance is CommentStance.COMMENT for one in said),
        MinutesAct.APPROVE: not codes - {"approval-missing"}
        and bool(approves_for(actor, sheet)),
        MinutesAct.PUBLISH: runs and not codes,
        MinutesAct.CORRECT: runs,
    }
    state = sheet.line.state
    return frozenset(
        act for act in may_do if may_do[act] and state in rules.STATES[act]
    )


def expected(sheet: MinutesSheet) -> MinutesAct | None:
    """Give what minutes wait for; None once they are published."""
    codes = {lack.code for lack in sheet.lacks}
    if "not-circulated" in codes:
        return MinutesAct.CIRCULATE
    if "comments-missing" in codes:
        return MinutesAct.COMMENT
    if "comment-open" in codes:
        return MinutesAct.ANSWER
    if "approval-missing" in codes:
        return MinutesAct.APPROVE
    return MinutesAct.PUBLISH if sheet.content is None else None


def require_act(
    actor: Actor, session: SessionSheet, sheet: MinutesSheet, act: MinutesAct
) -> None:
    """Refuse somebody who may never do an act on minutes, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    league = sheet.line.league
    match act:
        case MinutesAct.COMMENT:
            require(actor, TAKE_POSITIONS, Over(league=league, member=actor.member))
        case MinutesAct.APPROVE:
            require(actor, APPROVE_MINUTES, Over(league=league, member=actor.member))
        case _:
            session_rules.require_hold(actor, room_of(session))
