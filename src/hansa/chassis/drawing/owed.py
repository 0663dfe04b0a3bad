"""Who owes whom: a matrix shaded by amount, and net positions about a zero line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hansa.chassis.drawing.bars import Label
from hansa.chassis.drawing.funnel import SCALE, bar_width

SHADES = 5

Pairs = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedCell:
    """What a debtor owes a creditor, in fen.

    Attributes:
        shade: 0 for nothing, up to ``SHADES`` for the largest amount of the matrix.
        is_self: whether debtor and creditor are one.
    """

    debtor: str
    creditor: str
    amount_fen: int
    shade: int
    is_self: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """What one debtor owes, and where it stands in the end, in fen."""

    party: str
    cells: tuple[OwedCell, ...]
    owes_fen: int
    owed_fen: int

    @property
    def net_fen(self) -> int:
        """Positive where the party receives more than it pays."""
        return self.owed_fen - self.owes_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMatrix:
    """Debtors in rows and creditors in columns, both in the order given."""

    title: Label
    source: Label
    parties: tuple[str, ...]
    rows: tuple[OwedRow, ...]
    gross_fen: int


def owed_matrix(
    title: Label, source: Label, parties: Sequence[str], pairs: Pairs
) -> OwedMatrix:
    """Lay out who owes whom.

    Args:
        title: the finding, as a sentence.
        source: where the numbers come from.
        parties: in their fixed order.
        pairs: amounts in fen by debtor and creditor; what a party owes itself is not shown.
    """
    kept = {pair: fen for pair, fen in pairs.items() if pair[0] != pair[1]}
    most = max(kept.values(), default=0) or 1
    rows = tuple(
        OwedRow(
            party=debtor,
            cells=tuple(
                OwedCell(
                    debtor=debtor,
                    creditor=creditor,
                    amount_fen=(fen := kept.get((debtor, creditor), 0)),
                    shade=-(-fen * SHADES // most),
                    is_self=debtor == creditor,
                )
                for creditor in parties
            ),
            owes_fen=sum(fen for pair, fen in kept.items() if pair[0] == debtor),
            owed_fen=sum(fen for pair, fen in kept.items() if pair[1] == debtor),
        )
        for debtor in parties
    )
    return OwedMatrix(
        title=title,
        source=source,
        parties=tuple(parties),
        rows=rows,
        gross_fen=sum(kept.values()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionBar:
    """A position as a bar that begins at the zero line, in thousandths of the drawing."""

    party: str
    amount_fen: int
    x: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionChart:
    """Positions about a zero line: owed to the right, owing to the left."""

    title: Label
    source: Label
    bars: tuple[PositionBar, ...]
    zero: int

    @property
    def scale(self) -> int:
        """How wide the drawing is."""
        return SCALE


def position_chart(
    title: Label, source: Label, positions: Mapping[str, int]
) -> PositionChart:
    """Lay positions out about zero.

    Args:
        title: the finding, as a sentence.
        source: where the numbers come from.
        positions: fen by party; positive is to be received.
    """
    highest = max([0, *positions.values()])
    span = (highest - min([0, *positions.values()])) or 1
    zero = SCALE - highest * SCALE // span
    bars = []
    for party, fen in positions.items():
        width = bar_width(abs(fen), span)
        x = max(zero - width, 0) if fen < 0 else zero
        bars.append(PositionBar(party=party, amount_fen=fen, x=x, width=width))
    return PositionChart(title=title, source=source, bars=tuple(bars), zero=zero)
