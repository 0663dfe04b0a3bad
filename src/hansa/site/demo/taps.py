"""Card files of the demonstration: invented taps whose sums are those of its story.

Changsha, Zhuzhou and Xiangtan bring 412,806 rows for 2026-11-23; what is accepted comes to
the gross amounts of the story to the fen. Everything here is invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hansa.kernel.money import split

HEAD = (
    "record_id", "acquirer", "issuer", "card", "counter", "service", "kind",
    "original_record_id", "amount_fen", "occurred_at",
)  # fmt: skip
FARES = (2, 3, 4, 2, 5, 3, 6, 2, 4, 9)  # Weights, so that fares differ as fares do.
TEN_FEN = 10
TAPS_A_CARD = 3
SECONDS_A_DAY = 86_400
PLACES = 97  # Coprime to the seconds of a day, so that taps spread over it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Taps of one city's cards in another: how many, and what they come to in fen."""

    issuer: str
    acquirer: str
    rows: int
    total_fen: int
    service: str = "bus"


def taps_of(flow: Flow, first: int, day: datetime) -> Iterator[tuple[str, ...]]:
    """Give the rows of a flow; their amounts add up to its total exactly.

    Args:
        flow: its total is a whole number of ten fen.
        first: number of the first serial.
        day: first instant of the window.
    """
    weights = [FARES[at % len(FARES)] for at in range(flow.rows)]
    for at, tens in enumerate(split(flow.total_fen // TEN_FEN, weights)):
        number = first + at
        second = (number * PLACES) % SECONDS_A_DAY
        yield (
            f"{flow.acquirer[:2].upper()}{day:%m%d}{number:07d}",
            f"{flow.acquirer}-card",
            f"{flow.issuer}-card",
            f"{flow.issuer[:2]}{flow.acquirer[:2]}{number // TAPS_A_CARD:07d}",
            str(number % TAPS_A_CARD + 1),
            flow.service,
            "purchase",
            "",
            str(tens * TEN_FEN),
            (day + timedelta(seconds=second)).isoformat(),
        )


def file_of(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Write rows as a sender would, with a trailer that counts them."""
    total_fen = sum(int(row[HEAD.index("amount_fen")]) for row in rows)
    lines = [",".join(HEAD), *(",".join(row) for row in rows)]
    return "\n".join([*lines, f"#trailer,{len(rows)},{total_fen}", ""]).encode()


DAY = datetime(2026, 11, 22, 16, tzinfo=UTC)  # Midnight of 2026-11-23 in Asia/Shanghai.
FLOWS = (
    Flow(issuer="changsha", acquirer="zhuzhou", rows=160_000, total_fen=100_000_000),
    Flow(issuer="xiangtan", acquirer="zhuzhou", rows=18_000, total_fen=10_000_000),
    Flow(issuer="zhuzhou", acquirer="changsha", rows=100_000, total_fen=60_000_000),
    Flow(issuer="xiangtan", acquirer="changsha", rows=70_000, total_fen=40_000_000),
    Flow(issuer="changsha", acquirer="xiangtan", rows=40_790, total_fen=25_000_000),
    Flow(issuer="zhuzhou", acquirer="xiangtan", rows=24_000, total_fen=15_000_000),
)
LATE = Flow(issuer="changsha", acquirer="xiangtan", rows=218, total_fen=130_000)


def changzhutan_day() -> Mapping[str, bytes]:
    """Give the three files of 2026-11-23: 412,790 accepted, 11 suspended, 5 rejected."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    for flow in FLOWS:
        brought = rows.setdefault(flow.acquirer, [])
        brought.extend(taps_of(flow, len(brought) + 1, DAY))
    rows["zhuzhou"] += _odd_rows("zhuzhou", rows["zhuzhou"])
    return {
        f"{acquirer}-card_20261123.csv": file_of(brought)
        for acquirer, brought in rows.items()
    }


def late_file() -> tuple[str, bytes]:
    """Give the file of Xiangtan that arrives when the window is sealed: 218 rows."""
    first = 1 + sum(flow.rows for flow in FLOWS if flow.acquirer == LATE.acquirer)
    name = f"{LATE.acquirer}-card_20261123_late.csv"
    return name, file_of(list(taps_of(LATE, first, DAY)))


def _odd_rows(
    acquirer: str, brought: Sequence[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Give what no day is without: 11 rows to be suspended, 5 to be rejected."""
    flow = Flow(issuer="changsha", acquirer=acquirer, rows=12, total_fen=3_600)
    new = list(taps_of(flow, len(brought) + 1, DAY))
    copies = list(brought[:3])
    unpriced = [_with(row, service="ferry") for row in new[:3]]
    two_contents = [
        content for row in new[3:5] for content in (row, _with(row, amount_fen="990"))
    ]
    one_counter = [_with(row, card="cszz-same", counter="7") for row in new[5:7]]
    one_counter += [_with(row, card="cszz-twin", counter="9") for row in new[7:9]]
    late = _with(new[9], occurred_at=(DAY - timedelta(days=9)).isoformat())
    stranger = _with(new[10], issuer="another-card")
    return [*copies, *unpriced, *two_contents, *one_counter, late, stranger]


def _with(row: tuple[str, ...], **changed: str) -> tuple[str, ...]:
    return tuple(changed.get(name, cell) for name, cell in zip(HEAD, row, strict=True))
