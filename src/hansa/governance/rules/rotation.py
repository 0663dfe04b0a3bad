"""Whose turn it is on any day, over any history of charter versions.

The rotation is a pointer and not a modulus. A formula over the year would move every
later turn when a member joins or leaves; the pointer only remembers who served last and
walks on from there in whatever order is then in force. Three cases need care:

* A changed order states who begins under it, or else the member after the last host
  begins. If that host has left, the first of its successors in the old order who is
  still a member begins.
* A member that leaves in its own year is followed at once by the next one, which serves
  the rest of that year and its own, unless a later version states who begins. After the
  founding host the next one is the first of the cycle.
* A version that repeats an order (and its ``next``) unchanged must not begin it again.

Versions are taken up one by one, also those in the middle of a term that leave its host
alone: “the old order” of the next one is theirs.

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

LAST_YEAR = 9900  # Dates end with the year 9999, and tables look some decades ahead.


def stints(timeline: Sequence[StatuteInForce], until: date) -> tuple[Stint, ...]:
    """Lay out every turn from the first day on, without gap or overlap.

    Args:
        timeline: statutes in force one after another, by effective date, at least one.
        until: the layout covers every day before this one; it may end later.
    """
    first = timeline[0].statute.rotation
    walk = _Walk.begin(first)
    for statute in timeline:
        if statute.effective_from < first.opens_on:
            walk.turn_to(statute.statute.rotation)
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
    # Serves the first term, outside the cycle.
    founding: str | None
    # Begins the coming term; None for the follower of the last host.
    begins: str | None
    # The host of this term or the last one; None before the cycle begins.
    last: str | None = None
    # A member that took over a term early still has its own one to come.
    owed: str | None = None

    @classmethod
    def begin(cls, rotation: Rotation) -> "_Walk":
        return cls(rotation.order, rotation.next, rotation.founding, rotation.next)

    def turn_to(self, rotation: Rotation) -> None:
        """Take up the order of a version, and find who begins under it."""
        if (rotation.order, rotation.next) == (self.order, self.next):
            return
        left = self.last is not None and self.last not in rotation.order
        successor = _follower(self.order, self.last, rotation.order) if left else None
        self.begins = rotation.next or successor
        if self.begins is not None:
            self.owed = None
        self.order, self.next = rotation.order, rotation.next

    def begin_term(self) -> tuple[str, bool]:
        """Choose the member of a term that starts; tell whether it is founding."""
        if self.founding is not None:
            member, self.founding = self.founding, None
            return member, True
        member = self.owed or self._step()
        self.owed, self.last = None, member
        return member, False

    def take_over(self) -> str:
        """Choose who serves the rest of a term whose member leaves, and its own."""
        self.owed = self.last = self._step()
        return self.last

    def _step(self) -> str:
        begins, self.begins = self.begins, None
        return begins or _follower(self.order, self.last, self.order)


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
    for statute in timeline:
        if statute.effective_from == start:
            walk.turn_to(statute.statute.rotation)
    member, founding = walk.begin_term()
    laid: list[Stint] = []
    for statute in timeline:
        if not start < statute.effective_from < end:
            continue
        rotation = statute.statute.rotation
        walk.turn_to(rotation)
        if member in rotation.order or (founding and member in statute.members):
            continue
        stays = Period(start, statute.effective_from)
        laid.append(Stint(period=stays, member=member, founding=founding))
        member, founding = walk.take_over(), False
        start = statute.effective_from
    laid.append(Stint(period=Period(start, end), member=member, founding=founding))
    return laid


def in_turn(timeline: Sequence[StatuteInForce], day: date) -> Stint:
    """Find the one stint that holds a day.

    Raises:
        Refused: the day lies before the first that has a member in turn, or so late
            that its term would end after the last date there is.
    """
    opens_on = timeline[0].statute.rotation.opens_on
    if day.year > LAST_YEAR:
        raise Refused(
            "too-far-ahead",
            text("Turns are computed up to the year {last}.", last=LAST_YEAR),
            text("Ask for an earlier day."),
        )
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


def turn_before(timeline: Sequence[StatuteInForce], day: date) -> Stint | None:
    """Find the stint before the one that holds a day; None before the second one."""
    laid = stints(timeline, date(day.year + 1, 12, 31))
    ended = [stint for stint in laid if stint.period.end <= day]
    return ended[-1] if ended else None


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
