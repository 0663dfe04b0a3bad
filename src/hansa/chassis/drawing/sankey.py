"""Flows from those who owe to those who are owed, as bands as wide as their amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hansa.chassis.drawing.bars import Label
from hansa.chassis.drawing.owed import Pairs

SANKEY_WIDTH, NODE_WIDTH, NODE_GAP, SIDE = 720, 12, 14, 210
BANDS_HEIGHT, NODE_LEAST, BAND_LEAST = 260, 20, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A party on one side with what flows out of it, or into it, in fen."""

    party: str
    amount_fen: int
    x: int
    y: int
    height: int
    is_debtor: bool

    @property
    def label_x(self) -> int:
        """Where its label begins, or ends on the left side."""
        return self.x - 8 if self.is_debtor else self.x + NODE_WIDTH + 8

    @property
    def middle(self) -> int:
        """Where the baseline of its label lies."""
        return self.y + self.height // 2 + 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A flow as a filled path; ``is_marked`` where it is the one that the title names."""

    debtor: str
    creditor: str
    amount_fen: int
    path: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """Flows from left to right; the title is the finding."""

    title: Label
    source: Label
    debtors: tuple[Node, ...]
    creditors: tuple[Node, ...]
    bands: tuple[Band, ...]
    height: int

    @property
    def width(self) -> int:
        """How wide the drawing is."""
        return SANKEY_WIDTH

    @property
    def thickness(self) -> int:
        """How wide a party is drawn."""
        return NODE_WIDTH


def sankey(
    title: Label,
    source: Label,
    parties: Sequence[str],
    pairs: Pairs,
    marked: tuple[str, str] | None = None,
) -> Sankey:
    """Lay flows out; bands of one party stand in the order of the other parties.

    Args:
        title: the finding, as a sentence.
        source: where the numbers come from.
        parties: in their fixed order, on both sides.
        pairs: fen by debtor and creditor, above zero; own flows are left out.
        marked: the flow that is drawn in the accent.
    """
    flows = [
        (debtor, creditor, fen)
        for debtor in parties
        for creditor in parties
        if debtor != creditor and (fen := pairs.get((debtor, creditor), 0)) > 0
    ]
    whole = sum(fen for _, _, fen in flows) or 1
    debtors = _side(parties, flows, whole, is_debtor=True)
    creditors = _side(parties, flows, whole, is_debtor=False)
    bottom = max((n.y + n.height for n in (*debtors, *creditors)), default=0)
    return Sankey(
        title=title,
        source=source,
        debtors=debtors,
        creditors=creditors,
        bands=_bands(flows, debtors, creditors, marked),
        height=bottom + 2,
    )


Flow = tuple[str, str, int]


def _side(
    parties: Sequence[str], flows: Sequence[Flow], whole: int, *, is_debtor: bool
) -> tuple[Node, ...]:
    nodes, y = [], 2
    for party in parties:
        total = sum(fen for *pair, fen in flows if pair[not is_debtor] == party)
        if not total:
            continue
        height = max(total * BANDS_HEIGHT // whole, NODE_LEAST)
        x = SIDE if is_debtor else SANKEY_WIDTH - SIDE - NODE_WIDTH
        nodes.append(
            Node(
                party=party,
                amount_fen=total,
                x=x,
                y=y,
                height=height,
                is_debtor=is_debtor,
            )
        )
        y += height + NODE_GAP
    return tuple(nodes)


def _bands(
    flows: Sequence[Flow],
    debtors: Sequence[Node],
    creditors: Sequence[Node],
    marked: tuple[str, str] | None,
) -> tuple[Band, ...]:
    left = {node.party: node for node in debtors}
    right = {node.party: node for node in creditors}
    leaves: Mapping[str, list[int]] = {party: [0] for party in left}
    arrives: Mapping[str, list[int]] = {party: [0] for party in right}
    bands = []
    for debtor, creditor, fen in flows:
        start = _slice(left[debtor], leaves[debtor], fen)
        end = _slice(right[creditor], arrives[creditor], fen)
        bands.append(
            Band(
                debtor=debtor,
                creditor=creditor,
                amount_fen=fen,
                path=_ribbon(
                    left[debtor].x + NODE_WIDTH, start, right[creditor].x, end
                ),
                is_marked=(debtor, creditor) == marked,
            )
        )
    return tuple(bands)


def _slice(node: Node, taken: list[int], fen: int) -> tuple[int, int]:
    """Take the next part of a party's edge for a flow, in pixels from top to bottom."""
    start = node.y + taken[-1] * node.height // node.amount_fen
    taken.append(taken[-1] + fen)
    end = node.y + taken[-1] * node.height // node.amount_fen
    return start, max(end, start + BAND_LEAST)


def _ribbon(x: int, start: tuple[int, int], to_x: int, end: tuple[int, int]) -> str:
    bend = (x + to_x) // 2
    return (
        f"M{x} {start[0]}C{bend} {start[0]} {bend} {end[0]} {to_x} {end[0]}"
        f"V{end[1]}C{bend} {end[1]} {bend} {start[1]} {x} {start[1]}Z"
    )
