"""Whose reply counts, what replies sum up to, and what a slip must say."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.rules.rights import ANSWER_INVITATIONS
from hansa.governance.terms import Seat
from hansa.governance.terms.invitations import (
    Invitation,
    NoticeState,
    Replies,
    ReplyDraft,
    ReplyStance,
    SeatReply,
)
from hansa.governance.terms.sessions import (
    SESSION_STATE_NAMES,
    Mark,
    Presence,
    SessionState,
    Step,
    StepKind,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text

CALL_AHEAD = timedelta(minutes=5)  # Clocks of two offices differ a little.
PHONE = re.compile(r"[0-9+(][0-9 ()+\-]{4,28}[0-9]")
CHANGING = frozenset({StepKind.MOVED, StepKind.CANCELLED})
PRESENCES = {
    ReplyStance.COMING: Presence.PRESENT,
    ReplyStance.EXCUSED: Presence.EXCUSED,
    ReplyStance.ALTERNATE: Presence.ALTERNATE,
}


def may_answer(actor: Actor, league: str, member: str | None, lead: str | None) -> bool:
    """Tell whether an actor replies for a city, or for the group that a unit leads."""
    if member is None and lead is None:
        return False
    return may(actor, ANSWER_INVITATIONS, Over(league=league, member=member, unit=lead))


def require_answer(
    actor: Actor, league: str, member: str | None, lead: str | None
) -> None:
    """Refuse somebody who does not reply for a seat; arguments as ``may_answer``.

    Raises:
        Forbidden: naming who may.
    """
    over = Over(league=league, member=member, unit=lead)
    require(actor, ANSWER_INVITATIONS, over)


def standing(replies: Sequence[SeatReply], days: Period) -> SeatReply | None:
    """Give the reply that holds: the last one, if it was given for these days."""
    last = next((one for one in reversed(replies) if one.replaced_at is None), None)
    return last if last is not None and last.days == days else None


def summed(invitations: Iterable[Invitation]) -> Replies:
    """Count what was answered."""
    known = tuple(invitations)
    said = [one.reply.stance if one.reply else None for one in known]
    return Replies(
        invited=len(known),
        coming=said.count(ReplyStance.COMING),
        alternates=said.count(ReplyStance.ALTERNATE),
        excused=said.count(ReplyStance.EXCUSED),
        awaited=said.count(None),
    )


def sequence_of(steps: Iterable[Step], issued: int) -> int:
    """Count how often an invitation changed: moves, cancelling, a notice issued anew."""
    return sum(step.kind in CHANGING for step in steps) + max(issued - 1, 0)


def state_of(state: SessionState, steps: Sequence[Step], issued: int) -> NoticeState:
    """Say what a notice tells: it is held, was moved since, or is called off.

    What was moved before anybody was told is simply when the session is.
    """
    if state is SessionState.CANCELLED:
        return NoticeState.CANCELLED
    kinds = [step.kind for step in steps]
    told = kinds.index(StepKind.INVITED) if StepKind.INVITED in kinds else len(kinds)
    moved = StepKind.MOVED in kinds[told:] or issued > 1
    return NoticeState.MOVED if moved else NoticeState.CALLED


def as_replied(
    invitations: Iterable[Invitation], marks: Iterable[Mark]
) -> tuple[Mark, ...]:
    """Give the attendance that replies foretell, of whom nothing is recorded yet.

    An alternate whose paper is not known is left out: the service would refuse it.
    """
    known = tuple(marks)
    seats = {mark.seat for mark in known if mark.seat}
    invitees = {mark.invitee for mark in known if mark.invitee}
    return tuple(
        mark
        for one in invitations
        if (mark := foretold(one)) is not None
        and mark.seat not in seats
        and mark.invitee not in invitees
        and (mark.presence is not Presence.ALTERNATE or mark.document)
    )


def foretold(invitation: Invitation) -> Mark | None:
    """Give how a seat or an invitee will stand by its reply; None while it is awaited."""
    reply = invitation.reply
    if reply is None or not (invitation.seat or invitation.invitee):
        return None
    who = reply.alternate if reply.stance is ReplyStance.ALTERNATE else reply.name
    return Mark(
        presence=PRESENCES[reply.stance],
        seat=invitation.seat,
        invitee=invitation.invitee,
        who=who if reply.stance is not ReplyStance.EXCUSED else "",
        document=reply.document,
    )


def refuse_begun(state: SessionState) -> None:
    """Refuse to invite or to reply once a session has begun or is called off.

    Raises:
        Conflict: naming the state.
    """
    if state is not SessionState.CONVENED:
        raise Conflict(
            "session-begun",
            text(
                "The session is “{state}”; replies are no longer taken.",
                state=SESSION_STATE_NAMES[state],
            ),
            text("Tell the office; who came is recorded with the attendance."),
        )


def refuse_slip(draft: ReplyDraft) -> None:
    """Refuse a slip that does not say who comes instead, or whose number is none.

    Raises:
        Refused: naming what to write.
    """
    instead = draft.stance is ReplyStance.ALTERNATE
    if instead and not draft.alternate.strip():
        raise Refused(
            "alternate-missing",
            text("The slip does not say who comes instead."),
            text("Write the office of the alternate."),
        )
    if draft.alternate.strip() and not instead:
        raise Refused(
            "alternate-unasked",
            text("An alternate is named, but the answer is another one."),
            text("Choose “sends an alternate”, or leave the alternate empty."),
        )
    if draft.phone.strip() and not PHONE.fullmatch(draft.phone.strip()):
        raise Refused(
            "phone-unlikely",
            text("“{phone}” is no telephone number.", phone=draft.phone.strip()[:40]),
            text("Write digits, with + and - where needed; or leave it empty."),
        )


def refuse_call(at: datetime, issued_at: datetime, now: datetime) -> None:
    """Refuse a call that lies ahead, or was before anybody was invited.

    Raises:
        Refused: naming which.
    """
    if at < issued_at - CALL_AHEAD:
        raise Refused(
            "call-before-notice",
            text("The call lies before the notice was issued."),
            text("Enter when you spoke of this notice."),
        )
    if at > now + CALL_AHEAD:
        raise Refused(
            "call-in-the-future",
            text("The call lies in the future."),
            text("Enter when you spoke; a planned call confirms nothing."),
        )


def invited_seats(
    seats: Sequence[Seat], parties: Sequence[str]
) -> tuple[tuple[str, str, str], ...]:
    """List member, body and office of everybody to be invited, in charter order.

    Seats stand in the order of the charter's cities. Where the text prints no seats, each
    city is invited as such.
    """
    place = {member: number for number, member in enumerate(parties)}
    ordered = sorted(seats, key=lambda seat: place.get(seat.member or "", len(place)))
    if not ordered:
        return tuple((member, "", "") for member in parties)
    return tuple((s.member or "", s.body or "", s.office.value) for s in ordered)


def digest_of(token: str) -> str:
    """Give the hash under which the secret part of a link is kept.

    It has 256 random bits and cannot be guessed, so a fast hash is enough.
    """
    return hashlib.sha256(token.encode()).hexdigest()
