"""Holds the places that rows state in their journeys against the rows themselves."""

from dataclasses import dataclass, field

from hansa.clearing.services.differing import Row, number_in, on_line, whole
from hansa.clearing.terms.taps import Kind
from hansa.kernel.text import mark

Place = tuple[int, str, str]
"""What orders the rows of a journey: instant, acquirer and record."""


@dataclass(frozen=True, slots=True)
class _Leg:
    at: Place
    line: int
    stated: int | None


@dataclass(slots=True)
class Journeys:
    """The accepted purchases of each journey, as far as a bundle holds them."""

    legs: dict[tuple[str, str, str], list[_Leg]] = field(default_factory=dict)
    partial: set[tuple[str, str, str]] = field(default_factory=set)

    def take(self, line: int, row: Row, party: str) -> None:
        """Look at one accepted row of a bundle."""
        if not row["journey_id"] or row["kind"] != Kind.PURCHASE:
            return
        journey = (row["issuer"], row["card"], row["journey_id"])
        at = (whole(row["occurred_at"]), row["acquirer"], row["record_id"])
        leg = _Leg(at, line, number_in(row["purchase_leg"]))
        self.legs.setdefault(journey, []).append(leg)
        if row["issuer_party"] != party:
            self.partial.add(journey)

    def check(self) -> None:
        """Let each place be the one that the journey's rows give.

        The party of the card is shown every row of a journey, so that its places are
        counted. Another party is shown some of them: their places rise, and none is less
        than the rows shown before it ask for.

        Raises:
            Differs: naming the first row in the bundle whose place is another.
        """
        astray: list[_Leg] = []
        for journey, legs in self.legs.items():
            unseen = 0
            for place, leg in enumerate(sorted(legs, key=lambda one: one.at), 1):
                if leg.stated is None:
                    continue
                more = leg.stated - place
                if more < unseen or (more and journey not in self.partial):
                    astray.append(leg)
                unseen = max(unseen, more)
        if astray:
            first = min(astray, key=lambda one: one.line)
            _, acquirer, record = first.at
            raise on_line(
                mark(
                    "Line {line} of the rows, {acquirer} {record}: place {place} in its "
                    "journey is stated, and the rows of the journey do not give that."
                ),
                first.line,
                {"acquirer": acquirer, "record_id": record},
                place=first.stated or 0,
            )
