"""The vocabulary of the notification matrix: kind, role, way, and how soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hansa.chassis.actor import Role
from hansa.duties.terms.notices import NoticeKind
from hansa.kernel.text import Text, text


class Way(StrEnum):
    """On which way a notice reaches somebody."""

    PAGE = "page"
    MAIL = "mail"
    WEBHOOK = "webhook"


class Pace(StrEnum):
    """How soon a notice goes out, or that it does not."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


WAY_NAMES: Mapping[Way, Text] = {
    Way.PAGE: text("on the to-do page"),
    Way.MAIL: text("by mail"),
    Way.WEBHOOK: text("by webhook or chat robot"),
}
MODE_NAMES: Mapping[Pace, Text] = {
    Pace.AT_ONCE: text("at once"),
    Pace.DAILY: text("in the daily digest"),
    Pace.WEEKLY: text("in the weekly digest"),
    Pace.OFF: text("not on this way"),
}
WEEKDAY_NAMES: tuple[Text, ...] = (
    text("Monday"),
    text("Tuesday"),
    text("Wednesday"),
    text("Thursday"),
    text("Friday"),
    text("Saturday"),
    text("Sunday"),
)

Cell = tuple[NoticeKind, Way]
Modes = Mapping[Cell, Pace]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """When digests go out: an hour of the leagues' zone; ``weekday`` 0 is Monday."""

    hour: int = 8
    weekday: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What a league says by default: for each role and cell, and the hour of digests."""

    modes: Mapping[Role, Modes]
    hour: Hour
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMatrix:
    """What somebody chose in a league, beside what holds where nothing is chosen.

    Attributes:
        defaults: of the account's roles, the soonest where several say something.
        chosen: the cells that were chosen.
        hour: None where the league's holds.
        league_hour: the league's.
    """

    defaults: Modes
    chosen: Modes
    hour: Hour | None
    league_hour: Hour
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What is to be kept: cells with their mode, None for the default; and the hour."""

    modes: Mapping[Cell, Pace | None]
    hour: Hour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultsDraft:
    """What a league is to say by default for some roles."""

    modes: Mapping[Role, Modes]
    hour: Hour
