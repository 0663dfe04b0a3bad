"""Whose turn it is on any day, over any history of charter versions.

The rotation is a pointer and not a modulus. A formula over the year would move every
later turn when a member joins or leaves; the pointer only remembers who served last and
walks on from there in whatever order is then in force. Three cases need care:

* A changed order states who begins under it, or else the member after the last host
  begins. If that host has left, the first of its successors in the old order who is
  still a member begins.
* A member that leaves in its own year is followed at once by the next one, which serves
  the rest of that year and its own.
* A version that repeats an order (and its ``next``) unchanged must not begin it again.

Known limit: the day of the year on which the turn passes on is taken from the first
version and does not change.

Source: contracts, section 5; clauses GOV-10 and GOV-11 of huaihai, GOV-04 of changzhutan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hansa.governance.terms import Rotation, StatuteInForce, Stint, TurnYear
from hansa.kernel.errors import Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text


def stints(timeline: Sequence[StatuteInForce], until: date) -> tuple[Stint, ...]:
    """Lay out every turn from the first day on, without gap or overlap.

    Args:
        timeline: statutes in force one after another, by effective date, at least one.
        until: the layout covers every day before this one; it may end later.
    """
    first = timeline[0].statute.rotation
    walk = _Walk.begin(first)
    laid: list[Stint] = []
    start, year = first.opens_on, _term_year(first, first.opens_on)
    while start < until or not laid:
        end = date(year + 1, first.turns_month, first.turns_day)
        laid.extend(_term(timeline, walk, start, end))
        start, year = end, year + 1
    return tuple(laid)


def _term_year(rotation: Rotation, day: date) -> int:
    """Name the year in which the term that holds a day began."""
    begins = date(day.year, rotation.turns_month, rotation.turns_day)
    return day.year if begins <= day else day.year - 1


@dataclass(slots=True)
class _Walk:
    """Where the pointer stands: who served last, in which order."""

    order: tuple[str, ...]
    next: str | None
    # None before the first member of the cycle has served.
    last: str | None
    founding: str | None
    # A member that took over a term early still has its own one to come.
    owed: str | None = None

    @classmethod
    def begin(cls, rotation: Rotation) -> "_Walk":
        return cls(rotation.order, rotation.next, None, rotation.founding)

    def turn_to(self, rotation: Rotation) -> str | None:
        """Take up the order of a version; give the member it says begins, if any."""
        if (rotation.order, rotation.next) == (self.order, self.next):
            return None
        begins = rotation.next or _follower(self.order, self.last, rotation.order)
        self.order, self.next = rotation.order, rotation.next
        return begins


def _follower(old: tuple[str, ...], last: str | None, new: tuple[str, ...]) -> str:
    """Find who comes after the last host in a new order."""
    if last is None:
        return new[0]
    if last in new:
        return new[(new.index(last) + 1) % len(new)]
    at = old.index(last) if last in old else -1
    successors = (*old[at + 1 :], *old[: at + 1])
    return next((member for member in successors if member in new), new[0])


def _term(
    timeline: Sequence[StatuteInForce], walk: _Walk, start: date, end: date
) -> list[Stint]:
    """Lay out one term: one stint, or more where its member leaves within it."""
    begun = [s for s in timeline if s.effective_from <= start] or [timeline[0]]
    begins = walk.turn_to(begun[-1].statute.rotation)
    member, founding = _holder(walk, begins)
    laid: list[Stint] = []
    for statute in timeline:
        if not start < statute.effective_from < end:
            continue
        order = statute.statute.rotation.order
        if member in order or (founding and member in statute.members):
            continue
        laid.append(
            Stint(
                period=Period(start, statute.effective_from),
                member=member,
                founding=founding,
            )
        )
        walk.last = member
        begins = walk.turn_to(statute.statute.rotation)
        member = begins or _follower(walk.order, member, order)
        start, founding = statute.effective_from, False
        walk.owed = member
    laid.append(Stint(period=Period(start, end), member=member, founding=founding))
    if not founding:
        walk.last = member
    return laid


def _holder(walk: _Walk, begins: str | None) -> tuple[str, bool]:
    """Choose the member of a term that starts; tell whether it is the founding one."""
    if walk.founding is not None:
        member, walk.founding = walk.founding, None
        return member, True
    owed, walk.owed = walk.owed, None
    if owed is not None and owed in walk.order:
        return owed, False
    return begins or _follower(walk.order, walk.last, walk.order), False


def in_turn(timeline: Sequence[StatuteInForce], day: date) -> Stint:
    """Find the one stint that holds a day.

    Raises:
        Refused: the day lies before the first that has a member in turn.
    """
    opens_on = timeline[0].statute.rotation.opens_on
    if day < opens_on:
        raise Refused(
            "before-first-conference",
            text(
                "{day} lies before the first conference; turns are defined from "
                "{opens_on} on.",
                day=day.isoformat(),
                opens_on=opens_on.isoformat(),
            ),
            text("Ask for {opens_on} or a later day.", opens_on=opens_on.isoformat()),
        )
    laid = stints(timeline, date(day.year + 1, 12, 31))
    return next(stint for stint in laid if day in stint.period)


def turn_years(
    timeline: Sequence[StatuteInForce], first: int, last: int
) -> tuple[TurnYear, ...]:
    """List who is in turn at the end of each year, both years included.

    The end of the year and not its start, because the ordinary session comes late in
    the year and a founding term may begin in the middle of it.
    """
    laid = stints(timeline, date(last + 1, 1, 1))
    rows = []
    for year in range(first, last + 1):
        stint = next(s for s in laid if date(year, 12, 31) in s.period)
        rows.append(TurnYear(year=year, member=stint.member, founding=stint.founding))
    return tuple(rows)
