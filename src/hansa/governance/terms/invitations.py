"""The vocabulary of invitations: a session's notice, whom it invites, their replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from hansa.directory.terms.offices import Office
from hansa.duties.terms.notices import ReceiptHow
from hansa.governance.terms import Seat
from hansa.governance.terms.sessions import SessionSheet
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


class ReplyStance(StrEnum):
    """What somebody who is invited answers."""

    COMING = "coming"
    EXCUSED = "excused"
    ALTERNATE = "alternate"


REPLY_NAMES: Mapping[ReplyStance, Text] = {
    ReplyStance.COMING: text("will attend"),
    ReplyStance.EXCUSED: text("asks for leave"),
    ReplyStance.ALTERNATE: text("sends an alternate"),
}

REPLY_HOW_NAMES: Mapping[ReceiptHow, Text] = {
    ReceiptHow.LINK: text("replied by link"),
    ReceiptHow.SIGN_IN: text("replied by sign-in"),
    ReceiptHow.TELEPHONE: text("replied by telephone"),
}

AWAITED = text("reply awaited")


class Answered(StrEnum):
    """What a list of invitations is narrowed to: an answer, or none yet."""

    COMING = "coming"
    EXCUSED = "excused"
    ALTERNATE = "alternate"
    AWAITED = "awaited"


ANSWERED_NAMES: Mapping[Answered, Text] = {
    Answered.AWAITED: AWAITED,
    **{Answered(stance.value): name for stance, name in REPLY_NAMES.items()},
}
OUTDATED = text("replied for the former days")


class NoticeState(StrEnum):
    """What the notice of a session tells: it is held, was moved, or is called off."""

    CALLED = "called"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNoticeDraft:
    """What the notice of a session (会议通知) says beside the session itself.

    Attributes:
        reply_by: the last day for replies; None asks for no reply by a day.
        begins_at: the hour of the first day; None where only the day is set.
        contact: whom to ask; empty leaves it out.
        rider: what else is to be known, such as where to report; empty for nothing.
        invitees: whoever is invited without a seat, beside those of the charter.
    """

    reply_by: date | None = None
    begins_at: time | None = None
    contact: str = ""
    rider: str = ""
    invitees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionNotice:
    """The notice of a session as it was issued last; ``revision`` counts its changes."""

    reply_by: date | None
    begins_at: time | None
    contact: str
    rider: str
    issued_by: str
    authority: str
    first_issued_at: datetime
    issued_at: datetime
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """The slip that somebody sends back.

    Attributes:
        name, phone: of whoever comes; both may stay empty.
        alternate: who comes instead, by office; only with an alternate.
        document: the paper that sends the alternate or asks for leave.
        words: anything else, such as the reason of a leave.
    """

    stance: ReplyStance
    name: str = ""
    phone: str = ""
    alternate: str = ""
    document: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWith:
    """A telephone call in which somebody replied."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReply:
    """A reply as it came.

    Attributes:
        days: of the session when it came; a reply holds for these days only.
        spoke_to: who was on the telephone; empty for the other ways.
        at: when it was given.
        recorded_at: when it was entered; later than ``at`` for a call.
        replaced_at: when another reply took its place; None for the last one.
    """

    stance: ReplyStance
    name: str
    phone: str
    alternate: str
    document: str
    words: str
    days: Period
    how: ReceiptHow
    spoke_to: str
    recorded_by: str
    authority: str
    at: datetime
    recorded_at: datetime
    replaced_at: datetime | None


class MailState(StrEnum):
    """How the mail of an invitation stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNWANTED = "unwanted"
    SUPERSEDED = "superseded"


MAIL_NAMES: Mapping[MailState, Text] = {
    MailState.WAITING: text("mail waits to be sent"),
    MailState.SENT: text("mailed"),
    MailState.FAILED: text("mail given up"),
    MailState.UNWANTED: text("switched off by its addressee"),
    MailState.SUPERSEDED: text("replaced by a later mail"),
}
NOT_MAILED = text("not mailed")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMail:
    """The last mail of an invitation.

    Attributes:
        method: ``REQUEST`` or ``CANCEL``.
        sequence: of its calendar part.
        address: empty for whoever may not see it.
        next_try_at: when it leaves or is tried again; None where it is done.
        failure: why it did not arrive last time; None where it never failed.
    """

    method: str
    sequence: int
    address: str
    state: MailState
    tries: int
    next_try_at: datetime | None
    failure: Text | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationsChanged:
    """Event: the notice of a session was issued, or says something else since."""

    league: str
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is invited: a seat, a city where the text prints no seats, or an invitee.

    Attributes:
        seat: of the charter; None for a city as such and for an invitee.
        member: the city; None for an invitee and for the seat of a group.
        invitee: as it is invited; empty for the others.
        link_made_at: when the last link to reply by was made; None for none.
        replies: all that came, the first one first.
        reply: the one that holds for the days of the session; None while it is awaited.
        outdated: whether the last one was for days that are no longer those.
        mail: the last mail of it; None where none was to be sent.
    """

    id: UUID
    session: UUID
    seat: Seat | None
    member: str | None
    invitee: str
    issued_at: datetime
    link_made_at: datetime | None
    replies: tuple[SeatReply, ...]
    reply: SeatReply | None
    outdated: bool
    mail: InvitationMail | None = None

    @property
    def office(self) -> Office | None:
        """The office that is invited; None for a city as such and for an invitee."""
        return self.seat.office if self.seat else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """How many were invited, and what they answered."""

    invited: int
    coming: int
    alternates: int
    excused: int
    awaited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSheet:
    """A session with its notice, everybody who is invited, and the replies.

    Attributes:
        notice: None until it is issued.
        sequence: how often the notice changed: days, place, host, hour, cancellation.
        changed_at: when it did last.
    """

    session: SessionSheet
    notice: SessionNotice | None
    invitations: tuple[Invitation, ...]
    replies: Replies
    state: NoticeState
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """What the short text of a notice is written from.

    Attributes:
        office: the short name of who convenes.
        title: of the meeting, with its year.
        place: where it is held; None while it is not settled.
        names: whom the text addresses.
    """

    office: Bilingual
    title: Bilingual
    days: Period
    begins_at: time | None
    place: Bilingual | None
    names: Bilingual
    reply_by: date | None
    contact: str
    state: NoticeState
