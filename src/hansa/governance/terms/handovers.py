"""The vocabulary of handovers: what one host leaves to the next, signed by both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from hansa.kernel.text import Text, text


class Side(StrEnum):
    """Who signs: the host that goes, or the host that comes."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


SIDE_NAMES: Mapping[Side, Text] = {
    Side.OUTGOING: text("outgoing host"),
    Side.INCOMING: text("incoming host"),
}


class HandoverState(StrEnum):
    """How far a handover is signed."""

    PREPARING = "preparing"
    HALF = "half"
    SIGNED = "signed"
    NOT_RECORDED = "not-recorded"


HANDOVER_STATE_NAMES: Mapping[HandoverState, Text] = {
    HandoverState.PREPARING: text("in preparation"),
    HandoverState.HALF: text("signed by the outgoing host"),
    HandoverState.SIGNED: text("signed by both"),
    HandoverState.NOT_RECORDED: text("not recorded"),
}


class LeftKind(StrEnum):
    """What a host may leave open. A further kind needs its reader in ``reads.left``."""

    ITEM = "item"
    DECISION = "decision"
    MINUTES = "minutes"
    AGREEMENT = "agreement"
    REMINDER = "reminder"
    COMING = "coming"


LEFT_NAMES: Mapping[LeftKind, Text] = {
    LeftKind.ITEM: text("items that wait for a session"),
    LeftKind.DECISION: text("decisions not carried out"),
    LeftKind.MINUTES: text("minutes not published"),
    LeftKind.AGREEMENT: text("agreements not signed by every party"),
    LeftKind.REMINDER: text("reminders that nobody answered"),
    LeftKind.COMING: text("what the incoming host is to hold"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One thing that is left open, in both languages, with the id of its record.

    Attributes:
        within: id of the session that it belongs to; empty for none.
        day: by when, or since when; None where no day is known.
    """

    kind: LeftKind
    key: str
    within: str
    zh: str
    en: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPassing:
    """A day on which the turn passes from one member to the next.

    Attributes:
        begun_on: the first day of the outgoing host's turn.
        until: the day on which the incoming host's turn ends.
    """

    league: str
    on: date
    outgoing: str
    incoming: str
    begun_on: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One side's signature; ``evidence`` is the paper shown where a clerk entered it."""

    side: Side
    member: str
    authority: str
    evidence: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """A handover as lists show it.

    Attributes:
        id: None while nobody signed.
        missing: the sides that have not signed.
        finding: what is wrong: the day has passed, and a side has not signed.
    """

    turn: TurnPassing
    id: UUID | None
    state: HandoverState
    signatures: tuple[Signature, ...]
    missing: tuple[Side, ...]
    finding: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSheet:
    """A handover with its pack.

    Attributes:
        content: the pack as it was signed, or as it would be signed now.
        digest: of that pack.
        left: its lines, as far as the reader may see them.
        withheld: how many lines the reader is not shown before the outgoing host signed.
        intact: whether what is stored still has its fingerprint; None before.
    """

    line: HandoverLine
    content: Mapping[str, Any]
    digest: str
    left: tuple[Left, ...]
    withheld: int
    frozen_at: datetime | None
    intact: bool | None
