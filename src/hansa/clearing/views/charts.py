"""Drawings of a batch: what became of its rows, who owes whom, who stands where."""

from collections.abc import Mapping, Sequence
from typing import Any

from hansa.chassis.drawing import (
    Funnel,
    OwedMatrix,
    PositionChart,
    Sankey,
    Stage,
    owed_matrix,
    position_chart,
    sankey,
    stage_group,
)
from hansa.chassis.language import render
from hansa.clearing.reads.batches import BatchDetail
from hansa.clearing.reads.windows import FileCount
from hansa.clearing.terms.house import BatchLine
from hansa.clearing.terms.taps import CODE_NAMES, Code, Outcome, outcome_of
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, Text, text

PARTIES_WIDE = 5
"""So many parties stand in a matrix whether or not they have an amount."""
Names = Mapping[str, Bilingual]


def named(party: str, names: Names) -> Bilingual | str:
    """Name a party."""
    return names.get(party, party)


def source_of(line: BatchLine) -> Text:
    """Say where the numbers of a batch come from."""
    return text(
        "Source: batch {number} of {window}, manifest {hash}",
        number=line.number,
        window=line.window,
        hash=line.manifest_sha256[:12],
    )


def codes_of(line: BatchLine, outcome: Outcome) -> str:
    """Name why rows have an outcome, with how many, the most frequent first."""
    counts: Mapping[str, int] = line.counts.get("codes", {})
    found = [
        (count, Code(code))
        for code, count in counts.items()
        if count and outcome_of(Code(code)) is outcome
    ]
    found.sort(key=lambda one: -one[0])
    return " · ".join(f"{render(CODE_NAMES[code])} {count:,}" for count, code in found)


def funnel(
    detail: BatchDetail, files: FileCount, exceptions: str, suspended_fen: int
) -> Funnel:
    """Draw what became of the rows and of the money of a batch.

    Args:
        detail: the batch.
        files: those that it is computed from.
        exceptions: address of the rows that were not accepted.
        suspended_fen: what the rows in doubt amount to.
    """
    line, rows = detail.line, detail.funnel
    doubted = text(
        "{amount} yuan · {codes}",
        amount=str(Money(suspended_fen)),
        codes=codes_of(line, Outcome.SUSPENDED),
    )
    counted = (
        Stage(
            label=text("received"),
            value=rows.received,
            kind="whole",
            note=_brought(files),
        ),
        Stage(label=text("accepted"), value=rows.accepted, kind="done"),
        Stage(
            label=text("suspended (in doubt)"),
            value=rows.suspended,
            kind="near",
            note=doubted if rows.suspended else "",
            address=f"{exceptions}&outcome=suspended" if rows.suspended else "",
        ),
        Stage(
            label=text("rejected"),
            value=rows.rejected,
            kind="late",
            note=codes_of(line, Outcome.REJECTED),
            address=f"{exceptions}&outcome=rejected" if rows.rejected else "",
        ),
    )
    gross = sum(pair.amount_fen for pair in detail.pairs)
    paid = (
        Stage(label=text("owed each other"), value=gross, kind="whole"),
        Stage(label=text("netted, to be moved"), value=rows.moved_fen, kind="done"),
        Stage(
            label=text("instructed"),
            value=rows.instructed_fen,
            kind="done",
            note=text("payments: {count}", count=len(detail.payments)),
        ),
        Stage(label=text("settled"), value=rows.paid_fen, kind="done"),
    )
    refused = rows.suspended + rows.rejected
    return Funnel(
        title=text(
            "{accepted} of {received} rows are accepted, {refused} are not",
            accepted=f"{rows.accepted:,}",
            received=f"{rows.received:,}",
            refused=f"{refused:,}",
        )
        if refused
        else text("All {received} rows are accepted", received=f"{rows.received:,}")
        if rows.received
        else text("No row was received"),
        source=source_of(line),
        groups=(
            stage_group(text("rows"), counted, is_money=False),
            stage_group(text("yuan"), paid, is_money=True),
        ),
    )


def _brought(files: FileCount) -> Text:
    """Say how many files are there, those that nobody expected apart."""
    there, expected = files.there, files.expected
    if not files.more:
        return text("files: {there} of {expected}", there=there, expected=expected)
    return text(
        "files: {there} of {expected} expected, and {more} more",
        there=there,
        expected=expected,
        more=files.more,
    )


def matrix(detail: BatchDetail, names: Names, parties: Sequence[str]) -> OwedMatrix:
    """Draw who owes whom, in the order of the parties."""
    pairs = pairs_of(detail)
    title: Text = text("Nobody owes anything")
    if pairs:
        debtor, creditor = max(pairs, key=lambda pair: pairs[pair])
        title = text(
            "The largest amount: {debtor} owes {creditor} {amount} yuan",
            debtor=named(debtor, names),
            creditor=named(creditor, names),
            amount=str(Money(pairs[debtor, creditor])),
        )
    return owed_matrix(title, source_of(detail.line), parties, pairs)


def flows(detail: BatchDetail, names: Names, parties: Sequence[str]) -> Sankey:
    """Draw the gross flows, the largest in the accent."""
    pairs = pairs_of(detail)
    largest = max(pairs, key=lambda pair: pairs[pair], default=None)
    gross = sum(pairs.values())
    title: Text = text("No money flows")
    if largest is not None:
        title = text(
            "{share} % of {gross} yuan flow from {debtor} to {creditor}",
            share=pairs[largest] * 100 // gross,
            gross=str(Money(gross)),
            debtor=named(largest[0], names),
            creditor=named(largest[1], names),
        )
    return sankey(title, source_of(detail.line), parties, pairs, largest)


def positions(
    detail: BatchDetail, names: Names, parties: Sequence[str]
) -> PositionChart:
    """Draw where each party stands in the end."""
    net = {party: detail.line.net.get(party, 0) for party in parties}
    best = max(net, key=lambda party: net[party], default=None)
    title: Text = text("Every position is zero")
    if best is not None and net[best] > 0:
        title = text(
            "{party} receives most: {amount} yuan; all positions add up to 0.00",
            party=named(best, names),
            amount=str(Money(net[best])),
        )
    return position_chart(title, source_of(detail.line), net)


def parties_of(detail: BatchDetail, names: Names, cities: int) -> Sequence[str]:
    """Name the parties of a batch in charter order; accounts without an amount apart.

    Args:
        detail: the batch.
        names: of every party; cities come first.
        cities: how many of them are cities.
    """
    touched = {party for pair in pairs_of(detail) for party in pair}
    always = list(names)[:cities]
    return [one for one in names if one in always or one in touched]


def without_quiet(detail: BatchDetail, parties: Sequence[str]) -> Sequence[str]:
    """Leave parties without an amount out of a wide matrix, which would not fit a page."""
    touched = {party for pair in pairs_of(detail) for party in pair}
    if len(parties) <= PARTIES_WIDE or not touched:
        return parties
    return [one for one in parties if one in touched]


def pairs_of(detail: BatchDetail) -> Mapping[tuple[str, str], int]:
    """Give what each pair owes."""
    return {(one.debtor, one.creditor): one.amount_fen for one in detail.pairs}


def leads_of(detail: BatchDetail, address: str) -> dict[str, Any]:
    """Give the address of the explanation of each amount, by debtor and creditor."""
    leads: dict[str, dict[str, str]] = {}
    for one in detail.pairs:
        asked = f"{address}&from={one.debtor}&to={one.creditor}"
        leads.setdefault(one.debtor, {})[one.creditor] = asked
    return leads
