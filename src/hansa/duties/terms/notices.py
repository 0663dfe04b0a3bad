"""The vocabulary of notices: their kinds, what they say, whom they address, receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from hansa.kernel.text import Bilingual, Text, text


class NoticeKind(StrEnum):
    """What a notice is, in the words of the glossary."""

    REMINDER = "reminder"
    LETTER = "letter"
    INVITATION = "invitation"
    DEMAND = "demand"
    WARNING = "warning"
    ESCALATION = "escalation"
    CIRCULAR = "circular"
    ORDER = "order"
    BULLETIN = "bulletin"


class ReceiptHow(StrEnum):
    """How it is known that a notice arrived."""

    LINK = "link"
    SIGN_IN = "sign-in"
    TELEPHONE = "telephone"


NOTICE_NAMES: Mapping[NoticeKind, Text] = {
    NoticeKind.REMINDER: text("reminder notice"),
    NoticeKind.LETTER: text("letter of reminder"),
    NoticeKind.INVITATION: text("notice of meeting"),
    NoticeKind.DEMAND: text("urging inside a city"),
    NoticeKind.WARNING: text("warning notice"),
    NoticeKind.ESCALATION: text("escalation"),
    NoticeKind.CIRCULAR: text("circular of a body"),
    NoticeKind.ORDER: text("supervision order"),
    NoticeKind.BULLETIN: text("supervision bulletin"),
}

HOW_NAMES: Mapping[ReceiptHow, Text] = {
    ReceiptHow.LINK: text("by link"),
    ReceiptHow.SIGN_IN: text("by sign-in"),
    ReceiptHow.TELEPHONE: text("confirmed by telephone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """How an office signs.

    Attributes:
        name: in full, under a letter.
        short: in front of a text message.
        mark: in front of the number of a letter.
    """

    name: Bilingual
    short: Bilingual
    mark: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When and where a meeting is held; ``at`` None where only the day is set."""

    on: date
    at: time | None
    place: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a notice is about, and what it asks for.

    Attributes:
        title: name of the matter.
        is_document: whether the title is that of a document, which Chinese puts in 《》.
        asked: what is to be done: a verb phrase, such as 反馈意见 or “send comments”.
        rider: what follows it, such as 无意见也请回复; None for nothing.
        due_on: the last day; None where none is set.
        due_time: the hour of that day; None for its end.
        occasion: the meeting, in a notice of meeting; None in all others.
        contact: whom to ask; None leaves it out.
    """

    title: Bilingual
    is_document: bool
    asked: Bilingual
    rider: Bilingual | None = None
    due_on: date | None = None
    due_time: time | None = None
    occasion: Occasion | None = None
    contact: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom one notice addresses: a city, or one of its units, or a person.

    Attributes:
        member: the city; None for the league's own units.
        unit, person: ids of the directory; None where it is the city as such.
        duty: the duty that the notice is about; None where it is about none.
    """

    member: str | None
    unit: str | None = None
    person: str | None = None
    duty: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice before it is issued; several addressees make several notices.

    Attributes:
        subject: id of what it is about, such as ``duty:…`` or an entry of the calendar.
        body: paragraphs of the paper form; empty for those that follow from the matter.
        domain: the field whose focal points get it; None for those of all fields.
        clause: the clause it rests on; None for none.
    """

    kind: NoticeKind
    subject: str
    matter: Matter
    to: tuple[Addressee, ...]
    body: tuple[Bilingual, ...] = ()
    domain: str | None = None
    clause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The clause that a notice rests on: printed phrase, our title, and its instrument."""

    clause: str
    phrase: str
    title: Bilingual
    instrument: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The paper form of a notice, in both languages; frozen once it is issued.

    Attributes:
        heading: “关于……的提示函”.
        addressee: the organ it is sent to.
        body: its paragraphs.
        signature: the office that signs, in full.
        contact: whom to ask; None for nobody.
    """

    heading: Bilingual
    addressee: Bilingual
    body: tuple[Bilingual, ...]
    signature: Bilingual
    contact: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One way on which a notice reaches its addressee.

    Attributes:
        channel: None for a mail to an address of the directory.
        kind, name, address: as in a channel's line.
        digest: ``daily`` or ``weekly`` for what is gathered; empty for the others.
        send_at: when the digest goes out; None for at once.
    """

    channel: UUID | None
    kind: str
    name: str
    address: str
    digest: str = ""
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One addressee of a notice that is not issued yet.

    Attributes:
        name: as the text calls it.
        words: the text that only this addressee gets.
        routes: on which it will be sent; none means by hand or by telephone.
    """

    to: Addressee
    name: Bilingual
    words: Bilingual
    paper: Paper
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What issuing would do: the preview, and what the service then does.

    Attributes:
        from_member: the city whose liaison issues it; None for the league's office.
        joint: one text that names every addressee, to be pasted into a group chat.
    """

    kind: NoticeKind
    subject: str
    from_member: str | None
    matter: Matter
    joint: Bilingual
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs for a notice by its link; ``office`` is the unit or post."""

    name: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A telephone call in which somebody confirmed a notice."""

    spoke_to: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That a notice arrived.

    Attributes:
        at: when it was signed, or when the call was.
        by, office: who signed or was spoken to.
        recorded_by, recorded_at: who entered it, and when.
    """

    at: datetime
    by: str
    office: str
    how: ReceiptHow
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice as lists show it.

    Attributes:
        reference: its number as it is cited: 淮海协同提示〔2026〕3号.
        from_member: the city whose liaison issued it; None for the league's office.
        name: whom it addresses.
        words: the text for this addressee.
        joint: the text that names every addressee of the same batch; None for a single,
            and for whoever is not of the office that issued it.
        receipt: None while nobody signed for it.
        failing: deliveries that were given up; somebody must telephone.
    """

    id: UUID
    league: str
    kind: NoticeKind
    year: int
    number: int
    reference: Bilingual
    subject: str
    duty: UUID | None
    from_member: str | None
    member: str | None
    unit: str | None
    person: str | None
    name: Bilingual
    title: Bilingual
    words: Bilingual
    joint: Bilingual | None
    due_on: date | None
    due_time: time | None
    issued_by: str
    authority: str
    issued_at: datetime
    receipt: Receipt | None
    failing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice with its paper form."""

    line: NoticeLine
    paper: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRights:
    """What a reader may do with one notice.

    Attributes:
        manage: confirm it by telephone, make a link, send it again.
        sign: sign for it.
    """

    manage: bool
    sign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFilters:
    """Which notices a list shows; None and empty show all.

    Attributes:
        until: only what was issued by the end of that day, as it then stood.
    """

    kind: NoticeKind | None = None
    member: str | None = None
    subject: str = ""
    duty: UUID | None = None
    unanswered: bool = False
    until: date | None = None


class ReceiptFilter(StrEnum):
    """Which receipts a list of notices may be narrowed to."""

    OPEN = "open"


class NoticeOrder(StrEnum):
    """How a list of notices may be ordered; what has no due day comes last."""

    NEWEST = "-issued"
    OLDEST = "issued"
    DUE_FIRST = "due"
    DUE_LAST = "-due"
