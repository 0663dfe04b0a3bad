"""Holds refunds and reversals against each other, and against what they give back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hansa.clearing.rules.following import Part, Purchase, first_astray
from hansa.clearing.services.differing import Row, Rows, Serial, on_line, whole
from hansa.clearing.services.row_marks import FIRST_LINE
from hansa.clearing.terms.taps import Kind
from hansa.kernel.text import Text, mark, text

OF_PURCHASE: Mapping[str, Text] = {
    "issuer_party": text("party of the card"),
    "acquirer_party": text("party of the acquirer"),
    "scheme": text("scheme"),
    "rule_version": text("rule version"),
    "purchase_list_fen": text("list price"),
    "purchase_minutes": text("started minutes"),
    "purchase_leg": text("place in the journey"),
}
"""What a refund or reversal has from its purchase."""
OF_CARD = ("card", "issuer")
"""What it has like its purchase, though the rules do not ask for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unproved:
    """Refunds and reversals that a bundle does not show the right of.

    Attributes:
        elsewhere: those whose purchase is not among its rows.
        unlike: those that are earlier than their purchase or of another card or issuer,
            which the rules allow; or of another party than their own issuer's, where the
            purchase is not seen.
    """

    elsewhere: tuple[Serial, ...] = ()
    unlike: tuple[Serial, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What a refund, reversal or purchase says of itself."""

    line: int
    serial: Serial
    at_us: int
    facts: tuple[str, ...]
    card: tuple[str, ...]
    of_issuer: bool


@dataclass(slots=True)
class GivenBack:
    """What is kept of rows until all are read: of givings back, not of purchases."""

    parts: dict[Serial, list[Part]] = field(default_factory=dict)
    said: dict[Serial, list[_Said]] = field(default_factory=dict)
    cancelled: dict[Serial, int] = field(default_factory=dict)
    partial: set[Serial] = field(default_factory=set)

    def take(self, line: int, row: Row, party: str, parties: Mapping[str, str]) -> None:
        """Look at one accepted row of a bundle.

        Args:
            line: of the row.
            row: any that was accepted.
            party: whose bundle it is.
            parties: the party of each institution.
        """
        is_cancelled = row["cancelled"] == "1"
        is_purchase = Kind(row["kind"]) is Kind.PURCHASE
        of = (
            row["acquirer"],
            row["record_id" if is_purchase else "original_record_id"],
        )
        if not is_purchase:
            part = _part(line, row, is_cancelled=is_cancelled)
            self.parts.setdefault(of, []).append(part)
            self.said.setdefault(of, []).append(_said(line, row, parties))
        elif is_cancelled:
            self.cancelled[of] = line
        else:
            return
        if party not in (row["issuer_party"], row["acquirer_party"]):
            self.partial.add(of)

    def check(self, rows: Rows, parties: Mapping[str, str]) -> Unproved:
        """Read the rows once more for the purchases of what was given back.

        Raises:
            Differs: one has other facts than its purchase, or does not follow on what was
                given back before.
        """
        if not self.parts and not self.cancelled:
            return Unproved()
        purchases: dict[Serial, Purchase] = {}
        facts: dict[Serial, _Said] = {}
        for line, row in enumerate(rows(), FIRST_LINE):
            serial = (row["acquirer"], row["record_id"])
            if row["kind"] == Kind.PURCHASE and serial in self.parts:
                purchases[serial] = Purchase(
                    amount_fen=whole(row["amount_fen"]),
                    cancelled=row["cancelled"] == "1",
                )
                facts[serial] = _said(line, row, parties)
        self._check_facts(facts)
        self._check_following(rows, purchases)
        return self._unproved(facts)

    def _check_facts(self, purchases: Mapping[Serial, _Said]) -> None:
        for of, purchase in purchases.items():
            for one in self.said[of]:
                pairs = zip(OF_PURCHASE, one.facts, purchase.facts, strict=True)
                for name, own, given in pairs:
                    if own != given:
                        raise on_line(
                            mark(
                                "Line {line} of the rows, {acquirer} {record}: its "
                                "purchase in line {purchase} has another {what}."
                            ),
                            one.line,
                            {"acquirer": one.serial[0], "record_id": one.serial[1]},
                            purchase=purchase.line,
                            what=OF_PURCHASE[name],
                        )

    def _check_following(
        self, rows: Rows, purchases: Mapping[Serial, Purchase]
    ) -> None:
        astray = [
            part.line
            for of, parts in self.parts.items()
            if (
                part := first_astray(
                    parts, purchases.get(of), whole=of not in self.partial
                )
            )
        ]
        for of, line in self.cancelled.items():
            reversed_here = any(part.voids for part in self.parts.get(of, ()))
            if of not in self.partial and not reversed_here:
                astray.append(line)
        if astray:
            _raise_astray(rows, min(astray))

    def _unproved(self, purchases: Mapping[Serial, _Said]) -> Unproved:
        elsewhere: list[Serial] = []
        unlike: list[Serial] = []
        for of, given in self.said.items():
            purchase = purchases.get(of)
            for one in given:
                if purchase is None:
                    elsewhere.append(one.serial)
                    is_like = one.of_issuer
                else:
                    is_like = one.card == purchase.card and one.at_us >= purchase.at_us
                if not is_like:
                    unlike.append(one.serial)
        return Unproved(
            elsewhere=tuple(sorted(elsewhere)), unlike=tuple(sorted(unlike))
        )


def _said(line: int, row: Row, parties: Mapping[str, str]) -> _Said:
    return _Said(
        line=line,
        serial=(row["acquirer"], row["record_id"]),
        at_us=whole(row["occurred_at"]),
        facts=tuple(row[name] for name in OF_PURCHASE),
        card=tuple(row[name] for name in OF_CARD),
        of_issuer=parties.get(row["issuer"]) == row["issuer_party"],
    )


def _part(line: int, row: Row, *, is_cancelled: bool) -> Part:
    return Part(
        line=line,
        at_us=whole(row["occurred_at"]),
        record=row["record_id"],
        purchase_fen=whole(row["purchase_fen"]),
        before_fen=whole(row["before_fen"]),
        after_fen=whole(row["after_fen"]),
        voids=row["voids"] == "1",
        cancelled=is_cancelled,
    )


def _raise_astray(rows: Rows, astray: int) -> None:
    for line, row in enumerate(rows(), FIRST_LINE):
        if line == astray:
            raise on_line(
                mark(
                    "Line {line} of the rows, {acquirer} {record}: it does not follow on "
                    "what was given back of its purchase before."
                ),
                line,
                row,
            )
