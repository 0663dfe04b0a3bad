"""Prices the rows of a statement bundle anew, and checks that each counts once.

It shares the pure rules with the pipeline and none of its tables.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from hansa.clearing.rules.classes import class_id_of
from hansa.clearing.rules.content import EPOCH, content_hash_of, microseconds_of
from hansa.clearing.rules.pricing import (
    Lookup,
    Shares,
    given_back,
    lookup_in,
    shares_of,
)
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.services.differing import (
    UNREADABLE,
    Differs,
    LegKey,
    Row,
    Rows,
    Serial,
    Words,
    number_in,
    on_line,
    whole,
)
from hansa.clearing.services.given_back import GivenBack, Unproved
from hansa.clearing.services.journeys import Journeys
from hansa.clearing.services.row_facts import check_facts
from hansa.clearing.services.row_marks import FIRST_LINE, Found, Key, Marks
from hansa.clearing.terms.rulebook import Bounds, Rulebook, Version
from hansa.clearing.terms.schemes import ACQUIRER, ISSUER, Column, Fact
from hansa.clearing.terms.taps import Kind
from hansa.kernel.text import mark, text

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Repriced:
    """What the rows of a bundle come to.

    Attributes:
        legs: what the party owes and is owed, in fen.
        leg_rows: how many rows each leg is of.
        words: the rule of each class.
        rows: how many rows there are.
        purchases_fen: what purchases among them charged.
        given_back_fen: what refunds and reversals among them gave back.
        found: those that have a mark against them.
        unproved: refunds and reversals that the rows do not show the right of.
    """

    legs: dict[LegKey, int]
    leg_rows: dict[LegKey, int]
    words: dict[str, Words]
    rows: int
    purchases_fen: int
    given_back_fen: int
    found: Found
    unproved: Unproved


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of rows until all are read."""

    given_back: GivenBack = field(default_factory=GivenBack)
    journeys: Journeys = field(default_factory=Journeys)
    legs: dict[LegKey, int] = field(default_factory=dict)
    leg_rows: dict[LegKey, int] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)


def legs_from(
    rows: Rows,
    rulebook: Rulebook,
    bounds: Bounds,
    party: str,
    released: Collection[Key],
) -> Repriced:
    """Price every row anew, and add up what the party owes and is owed.

    Args:
        rows: of the bundle.
        rulebook: of its rules.
        bounds: of its window.
        party: whose statement it is.
        released: rows that cases released, as far as the bundle names them.

    Raises:
        Differs: a row is not what the rules make of it, or counts more than once.
    """
    pricer = _Pricer(rulebook, lookup_in(rulebook.versions), {}, {})
    taken, seen = _taken_by(bounds), _Seen()
    last: Serial | None = None
    count = purchases_fen = given_back_fen = 0
    for line, row in enumerate(rows(), FIRST_LINE):
        try:
            serial = (row["acquirer"], row["record_id"])
            _check_row(line, row, last, taken)
            _add(seen, line, row, pricer, party)
            if row["kind"] == Kind.PURCHASE:
                purchases_fen += whole(row["amount_fen"])
            else:
                given_back_fen += whole(row["amount_fen"])
        except UNREADABLE as error:
            message = text("Line {line} of the rows cannot be read.", line=line)
            raise Differs(message) from error
        last, count = serial, count + 1
    seen.journeys.check()
    unproved = seen.given_back.check(rows, rulebook.participants.parties)
    marked = seen.marks.unsigned or seen.marks.repeated
    return Repriced(
        legs=seen.legs,
        leg_rows=seen.leg_rows,
        words=pricer.words,
        found=seen.marks.found_in(rows(), released) if marked else Found(),
        rows=count,
        purchases_fen=purchases_fen,
        given_back_fen=given_back_fen,
        unproved=unproved,
    )


def parties_in(row: Row, rulebook: Rulebook) -> frozenset[str]:
    """Give the parties of an accepted row: of its institutions, and of its legs."""
    pricer = _Pricer(rulebook, lookup_in(rulebook.versions), {}, {})
    legs = pricer.legs_of(row) or ()
    ends = {end for debtor, creditor, _ in legs for end in (debtor, creditor)}
    return frozenset({row["issuer_party"], row["acquirer_party"], *ends})


def _taken_by(bounds: Bounds) -> range:
    """Give the microseconds that a window takes."""
    assert bounds.start_at is not None  # Whoever read window.yaml demanded both.
    assert bounds.end_at is not None
    first_us = microseconds_of(bounds.start_at) - bounds.late_days * DAY_US
    return range(first_us, microseconds_of(bounds.end_at))


def _check_row(line: int, row: Row, last: Serial | None, taken: range) -> None:
    """Look at what needs no rule: the content, that it counts once, and when it was."""
    if content_hash_of(row) != row["content_hash"]:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: its content is not what "
                "its hash says."
            ),
            line,
            row,
        )
    serial = (row["acquirer"], row["record_id"])
    if serial == last:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: it is counted once more."
            ),
            line,
            row,
        )
    if last is not None and serial < last:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: it is out of order; rows "
                "go by acquirer and serial, so that none counts twice unseen."
            ),
            line,
            row,
        )
    if row["test"] == "1":
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: it is marked as a test, and "
                "counts all the same."
            ),
            line,
            row,
        )
    if whole(row["occurred_at"]) not in taken:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: it lies outside what the "
                "window takes."
            ),
            line,
            row,
        )


def _add(seen: _Seen, line: int, row: Row, pricer: "_Pricer", party: str) -> None:
    found = pricer.legs_of(row)
    if found is None:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: the rules give another "
                "class than is stated."
            ),
            line,
            row,
        )
    words = (row["scheme"], row["rule_version"], row["clause"])
    if words != pricer.words[row["class_id"]]:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: its rule has another "
                "scheme, version or clause than is stated."
            ),
            line,
            row,
        )
    keys: set[LegKey] = set()
    for debtor, creditor, amount_fen in found:
        if party in (debtor, creditor):
            key = (debtor, creditor, row["class_id"])
            seen.legs[key] = seen.legs.get(key, 0) + amount_fen
            keys.add(key)
    for key in keys:  # Roles may fall on one party; the row counts once.
        seen.leg_rows[key] = seen.leg_rows.get(key, 0) + 1
    seen.marks.take(row)
    parties = pricer.rulebook.participants.parties
    seen.given_back.take(line, row, party, parties)
    version = pricer.versions[row["class_id"]]
    check_facts(line, row, version, _fact_in(row, version), parties)
    if Column.JOURNEY_LEG in pricer.reads:
        seen.journeys.take(line, row, party)
    own = (row["issuer_party"], row["acquirer_party"])
    if party not in own and not pricer.names(party, row["class_id"]):
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: this party has no part in "
                "it."
            ),
            line,
            row,
        )


@dataclass(frozen=True)
class _Pricer:
    """Prices rows as they stand in a bundle; each class once."""

    rulebook: Rulebook
    lookup: Lookup
    known: dict[str, Shares]
    words: dict[str, Words]
    versions: dict[str, Version] = field(default_factory=dict)

    @cached_property
    def reads(self) -> frozenset[Column]:
        """What any version reads."""
        every = self.rulebook.versions
        return frozenset(column for one in every for column in one.parameters.reads())

    def names(self, party: str, class_id: str) -> bool:
        """Tell whether a class that was priced names a party itself, not by its role."""
        return any(party in pair for pair in self.known[class_id])

    def legs_of(self, row: Mapping[str, str]) -> Iterator[tuple[str, str, int]] | None:
        """Give the legs of a row; None where its class does not follow from it."""
        parties = self.rulebook.participants.parties
        if row["kind"] == Kind.PURCHASE:
            known = parties.get(row["issuer"]), parties.get(row["acquirer"])
            if known != (row["issuer_party"], row["acquirer_party"]):
                return None
        version = self._version_of(row)
        if version is None:
            return None
        fact, part = _fact_in(row, version), _part_in(row)
        class_id = class_id_of(version, fact, part)
        if class_id != row["class_id"] or not _fits(row, fact, part):
            return None
        if class_id not in self.known:
            shares = _shares(version, fact, part)
            if shares is None:
                return None
            self.known[class_id] = shares
            self.versions[class_id] = version
            self.words[class_id] = (version.scheme, version.id, version.clause)
        if row["cancelled"] == "1":
            return iter(())
        return self._resolved(row, self.known[class_id])

    def _version_of(self, row: Mapping[str, str]) -> Version | None:
        if row["kind"] == Kind.PURCHASE:
            at = EPOCH + timedelta(microseconds=whole(row["occurred_at"]))
            found = self.lookup.candidates(row["service"], row["acquirer"], at)
        else:
            # The purchase may lie in an earlier bundle; its version is named.
            found = tuple(
                one
                for one in self.rulebook.versions
                if (one.scheme, one.id) == (row["scheme"], row["rule_version"])
            )
        named = [one for one in found if one.id == row["rule_version"]]
        return named[0] if len(found) == 1 and named else None

    def _resolved(
        self, row: Mapping[str, str], shares: Shares
    ) -> Iterator[tuple[str, str, int]]:
        roles = {ISSUER: row["issuer_party"], ACQUIRER: row["acquirer_party"]}
        for (debtor, creditor), amount_fen in shares.items():
            yield roles.get(debtor, debtor), roles.get(creditor, creditor), amount_fen


def _shares(
    version: Version, fact: Fact, part: tuple[int, int, bool] | None
) -> Shares | None:
    claims = SCHEMES[version.scheme].split(fact, version.parameters)
    if claims is None:
        return None
    if part is None:
        return shares_of(claims, fact.amount_fen, fact.amount_fen)
    return given_back(claims, fact.amount_fen, part)


def _fact_in(row: Mapping[str, str], version: Version) -> Fact:
    reads = version.parameters.reads()
    return Fact(
        amount_fen=whole(row["purchase_fen"]),
        acquirer_party=row["acquirer_party"]
        if Column.ACQUIRER_PARTY in reads
        else None,
        list_fen=number_in(row["purchase_list_fen"]),
        minutes=number_in(row["purchase_minutes"]),
        journey_leg=number_in(row["purchase_leg"]),
    )


def _part_in(row: Mapping[str, str]) -> tuple[int, int, bool] | None:
    if row["kind"] == Kind.PURCHASE:
        return None
    return whole(row["before_fen"]), whole(row["after_fen"]), row["voids"] == "1"


def _fits(
    row: Mapping[str, str], fact: Fact, part: tuple[int, int, bool] | None
) -> bool:
    """Tell whether the fact is that of the row, as far as the row shows it."""
    amount_fen = whole(row["amount_fen"])
    if part is not None:
        before_fen, after_fen, _ = part
        return after_fen - before_fen == amount_fen and after_fen <= fact.amount_fen
    return 0 <= fact.amount_fen == amount_fen
