"""The vocabulary of supervision inside a city: ladders, papers, bulletins, desks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from hansa.duties.terms.notices import NoticeKind, Receipt
from hansa.kernel.findings import Position
from hansa.kernel.text import Bilingual, Text, text


class RungKind(StrEnum):
    """What a rung issues: an urging (催办) or an order (督办单)."""

    URGING = "urging"
    ORDER = "order"


RUNG_NAMES: Mapping[RungKind, Text] = {
    RungKind.URGING: text("urging inside a city"),
    RungKind.ORDER: text("supervision order"),
}
NOTICES: Mapping[RungKind, NoticeKind] = {
    RungKind.URGING: NoticeKind.DEMAND,
    RungKind.ORDER: NoticeKind.ORDER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of a ladder.

    Attributes:
        receipt_days, answer_days: working days after it is issued, by whose end it is
            signed for and answered.
        urgent: whether an urgent matter may begin here, with a reason.
        words: what its paper asks; how the matter stands is written from the record.
    """

    id: str
    name: Bilingual
    kind: RungKind
    receipt_days: int
    answer_days: int
    urgent: bool
    words: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The levels by which a city supervises its own units; data of the charter.

    Attributes:
        example: whether nobody has agreed on it yet.
        bulletin: what its last word is called, such as 督查通报.
    """

    id: str
    name: Bilingual
    example: bool
    note: Bilingual | None
    rungs: tuple[Rung, ...]
    bulletin: Bilingual
    at: Position = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionBook:
    """What ``supervision.yaml`` holds."""

    ladders: tuple[Ladder, ...]


class PaperState(StrEnum):
    """How a paper of supervision stands on a day."""

    UNSIGNED = "unsigned"
    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"
    CLOSED = "closed"
    LAPSED = "lapsed"


STATE_NAMES: Mapping[PaperState, Text] = {
    PaperState.UNSIGNED: text("to be signed for"),
    PaperState.OPEN: text("being dealt with"),
    PaperState.LATE: text("answer overdue"),
    PaperState.ANSWERED: text("answer to be verified"),
    PaperState.CLOSED: text("struck off"),
    PaperState.LAPSED: text("ended with its matter"),
}


class Lapse(StrEnum):
    """Why a paper ended by itself: nothing is asked of its unit any more."""

    TAKEN_BACK = "taken-back"
    WAIVED = "waived"
    SUPERSEDED = "superseded"


LAPSE_NAMES: Mapping[Lapse, Text] = {
    Lapse.TAKEN_BACK: text("The city took the part back from the unit."),
    Lapse.WAIVED: text("The duty was withdrawn or waived."),
    Lapse.SUPERSEDED: text("Another duty took the place of this one."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionUnit:
    """The unit that supervises inside a city, and the ladder it works by.

    Attributes:
        ladder: None where the charter knows it no longer.
    """

    member: str
    unit: str
    name: Bilingual
    ladder: Ladder | None
    named_at: datetime
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """An urging or an order, with its receipt and its answer.

    Attributes:
        name: what its rung is called.
        unit: whom it addresses.
        part, duty: what it is about.
        title: of the duty.
        reason: why the matter began at a later rung; empty for the usual order.
        provisional: whether its days rest on a year whose working days are not published.
        sent_back_words: what the answer lacked; empty where none was sent back.
        lapse: why it ended by itself; None while its matter stands, or once struck off.
    """

    id: UUID
    league: str
    member: str
    kind: RungKind
    rung: str
    name: Bilingual
    notice: UUID
    reference: Bilingual
    words: Bilingual
    unit: str
    unit_name: Bilingual
    part: UUID
    duty: UUID
    title: Bilingual
    reason: str
    receipt_by: date
    answer_by: date
    provisional: bool
    issued_at: datetime
    authority: str
    receipt: Receipt | None
    answered_at: datetime | None
    answer_words: str
    answer_file: UUID | None
    sent_back_words: str
    closed_at: datetime | None
    closing_words: str
    lapse: Lapse | None
    state: PaperState
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervised:
    """A part of a unit that is not returned yet, and what may be issued about it.

    Attributes:
        due_on: the unit's day, or the duty's own; None for an undated one.
        days_late: how long it is past; None where it is not.
        last: the last paper about it that is not struck off; None for none.
        offered: rungs that may be issued now, the usual one first.
    """

    part: UUID
    duty: UUID
    title: Bilingual
    unit: str
    unit_name: Bilingual
    due_on: date | None
    days_late: int | None
    last: PaperLine | None
    offered: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinRow:
    """One order past its day, as a bulletin lists it."""

    unit: str
    unit_name: Bilingual
    reference: Bilingual
    title: Bilingual
    answer_by: date
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A bulletin as it was frozen; ``words`` is what its issuer adds to the list."""

    id: UUID
    league: str
    member: str
    reference: Bilingual
    title: Bilingual
    office: Bilingual
    rows: tuple[BulletinRow, ...]
    words: str
    authority: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What supervision of one city shows its reader.

    Attributes:
        office: None until the city names its unit.
        ladders: of the charter that governs the day.
        papers: all that the reader may see, the newest first.
        parts: what may be followed up; empty for whoever issues nothing.
    """

    member: str
    office: SupervisionUnit | None
    ladders: tuple[Ladder, ...]
    papers: tuple[PaperLine, ...]
    parts: tuple[Supervised, ...]
    bulletins: tuple[Bulletin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDraft:
    """Which rung is issued; ``reason`` says why a matter begins at a later one."""

    rung: str
    reason: str = ""
