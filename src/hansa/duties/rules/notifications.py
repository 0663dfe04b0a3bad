"""How soon each kind of notice reaches each role on each way, and what may be chosen.

Supervision inside a city cannot be switched off: it wants a receipt.
Source: peers of governance, section 6: the matrix kind × role × way × digest.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from hansa.chassis.actor import Role
from hansa.chassis.rights import Reach, Right
from hansa.duties.terms.notices import NOTICE_NAMES, NoticeKind
from hansa.duties.terms.notifications import Cell, Hour, Modes, Pace, Way
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

KEEP = Right(
    code="notifications.keep",
    name=text("set how notices reach people by default"),
    held={Role.SECRETARIAT: Reach.LEAGUE},
)
RIGHTS = (KEEP,)

FIXED = frozenset({NoticeKind.DEMAND, NoticeKind.ORDER, NoticeKind.BULLETIN})
"""Kinds that come at once on every way, whatever anybody chose."""
ROLES = (Role.CITY_LIAISON, Role.UNIT_OFFICER, Role.LEADER, Role.SECRETARIAT)
"""Roles that notices reach, in the order of the table."""
OWN_WAYS = (Way.PAGE, Way.MAIL)
"""What people choose for themselves; webhooks belong to cities, units and the office."""
HOURS, WEEKDAYS = 24, 7
_SOONEST = (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.OFF)

_MAIL: Mapping[Role, Mapping[NoticeKind, Pace]] = {
    Role.CITY_LIAISON: {},
    Role.UNIT_OFFICER: {NoticeKind.CIRCULAR: Pace.DAILY},
    Role.LEADER: {
        **dict.fromkeys(NoticeKind, Pace.OFF),
        NoticeKind.LETTER: Pace.WEEKLY,
        NoticeKind.ESCALATION: Pace.WEEKLY,
    },
    Role.SECRETARIAT: dict.fromkeys(NoticeKind, Pace.OFF),
}
"""What is mailed otherwise than at once, where a league says nothing."""


def shipped(role: Role, cell: Cell) -> Pace:
    """Give what holds for a role where its league says nothing."""
    kind, way = cell
    if way is not Way.MAIL or (
        kind in FIXED and role in {Role.CITY_LIAISON, Role.UNIT_OFFICER}
    ):
        return Pace.AT_ONCE
    return _MAIL.get(role, {}).get(kind, Pace.AT_ONCE)


def modes_of(way: Way) -> tuple[Pace, ...]:
    """List the modes of a way; only mails are gathered."""
    if way is Way.MAIL:
        return tuple(Pace)
    return (Pace.AT_ONCE, Pace.OFF)


def soonest(modes: Iterable[Pace]) -> Pace:
    """Give the soonest of some modes; off for none."""
    return min(modes, key=_SOONEST.index, default=Pace.OFF)


def settled(cell: Cell, chosen: Modes, defaults: Modes) -> Pace:
    """Give how a notice reaches somebody: fixed, chosen, or by default."""
    if cell[0] in FIXED:
        return defaults.get(cell, Pace.AT_ONCE)
    return chosen.get(cell, defaults.get(cell, Pace.AT_ONCE))


def refuse_cell(cell: Cell, mode: Pace | None) -> None:
    """Refuse to switch supervision off or to put it off, and a mode that a way has not.

    Raises:
        Refused: naming the kind or the way.
    """
    kind, way = cell
    if kind in FIXED and mode not in {None, Pace.AT_ONCE}:
        raise Refused(
            "supervision-fixed",
            text(
                "“{kind}” cannot be switched off or gathered in a digest: supervision "
                "wants a receipt.",
                kind=NOTICE_NAMES[kind],
            ),
            text("Leave it at once; every other kind may be chosen."),
        )
    if mode is not None and mode not in modes_of(way):
        raise Refused(
            "mode-of-mail",
            text("Only mails are gathered in a digest."),
            text("Choose at once, or not on this way."),
        )


def refuse_own_way(way: Way) -> None:
    """Refuse a person's choice for a way that belongs to an office.

    Raises:
        Refused: webhooks are kept with the channels.
    """
    if way not in OWN_WAYS:
        raise Refused(
            "way-of-office",
            text("Webhooks belong to cities, units and the office, not to persons."),
            text("Close the channel, or ask the office for another default."),
        )


def refuse_hour(hour: Hour) -> None:
    """Refuse an hour that no day has.

    Raises:
        Refused: hour or weekday is out of range.
    """
    if not (0 <= hour.hour < HOURS and 0 <= hour.weekday < WEEKDAYS):
        raise Refused(
            "hour-unknown",
            text("There is no such hour or day of the week."),
            text("Give an hour from 0 to 23, and a weekday from 0, Monday, to 6."),
        )


def next_digest(mode: Pace, hour: Hour, local: datetime) -> datetime:
    """Give the instant of the next digest after another one.

    Args:
        mode: daily or weekly.
        hour: when digests go out.
        local: what is said at this instant goes into the next one; in the zone in which
            the hour counts.
    """
    day = local.date()
    if mode is Pace.WEEKLY:
        day += timedelta(days=(hour.weekday - day.weekday()) % WEEKDAYS)
    found = datetime.combine(day, time(hour.hour), local.tzinfo)
    step = timedelta(days=WEEKDAYS if mode is Pace.WEEKLY else 1)
    return found if found > local else found + step
