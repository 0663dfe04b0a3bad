"""Card files of the demonstration: invented taps whose sums are those of its story.

Changsha, Zhuzhou and Xiangtan bring 412,806 rows for 2026-11-23; what is accepted comes to
the gross amounts of the story to the fen. Everything here is invented, and every card
number says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from hansa.chassis.clock import LEAGUE_ZONE
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
MEAN_FARE_FEN = 380
COMMON_ROWS = (220, 130, 150, 60, 110, 80)  # Between three cities, on a common day.
UNPRICED_ROWS, UNPRICED_FEN = 2, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Taps of one city's cards in another: how many, and what they come to in fen."""

    issuer: str
    acquirer: str
    rows: int
    total_fen: int
    service: str = "bus"


def taps_of(flow: Flow, first: int, day: date) -> Iterator[tuple[str, ...]]:
    """Give the rows of a flow; their amounts add up to its total exactly.

    Args:
        flow: its total is a whole number of ten fen.
        first: number of the first serial.
        day: of the window.
    """
    weights = [FARES[place % len(FARES)] for place in range(flow.rows)]
    acquirer, issuer = f"{flow.acquirer}-card", f"{flow.issuer}-card"
    serials = f"{flow.acquirer[:2].upper()}{day:%m%d}"
    cards = f"demo{flow.issuer[:2]}{flow.acquirer[:2]}"
    begins = datetime.combine(day, time(), LEAGUE_ZONE).isoformat()
    on, offset = begins[: len("2026-11-23T")], begins[len("2026-11-23T00:00:00") :]
    seconds = _seconds()
    for place, tens in enumerate(split(flow.total_fen // TEN_FEN, weights)):
        number = first + place
        yield (
            f"{serials}{number:06d}",
            acquirer,
            issuer,
            f"{cards}{number // TAPS_A_CARD:06d}",
            str(number % TAPS_A_CARD + 1),
            flow.service,
            "purchase",
            "",
            str(tens * TEN_FEN),
            f"{on}{seconds[(number * PLACES) % SECONDS_A_DAY]}{offset}",
        )


@lru_cache(maxsize=1)
def _seconds() -> tuple[str, ...]:
    """Write every second of a day once; hundreds of thousands of rows share them."""
    return tuple(
        f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        for second in range(SECONDS_A_DAY)
    )


def file_of(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Write rows as a sender would, with a trailer that counts them."""
    total_fen = sum(int(row[HEAD.index("amount_fen")]) for row in rows)
    lines = [",".join(HEAD), *(",".join(row) for row in rows)]
    return "\n".join([*lines, f"#trailer,{len(rows)},{total_fen}", ""]).encode()


def files_of(flows: Sequence[Flow], day: date) -> Mapping[str, bytes]:
    """Give the file of each acquirer of a day, by its name."""
    return {
        file_name(acquirer, day): file_of(rows)
        for acquirer, rows in _brought(flows, day).items()
    }


def file_name(acquirer: str, day: date, mark: str = "") -> str:
    """Give the name under which an acquirer brings its file of a day."""
    return f"{acquirer}-card_{day:%Y%m%d}{mark}.csv"


def _brought(flows: Sequence[Flow], day: date) -> Mapping[str, list[tuple[str, ...]]]:
    rows: dict[str, list[tuple[str, ...]]] = {}
    for flow in flows:
        brought = rows.setdefault(flow.acquirer, [])
        brought.extend(taps_of(flow, len(brought) + 1, day))
    return rows


def flows_on(cities: Sequence[str], day: date) -> tuple[Flow, ...]:
    """Give the flows between all cities on a common day: few, and other ones each day."""
    pairs = [(one, other) for one in cities for other in cities if one != other]
    rows = [
        COMMON_ROWS[place] + (day.day * 53 + place * 37) % 41
        for place in range(len(pairs))
    ]
    return tuple(
        Flow(
            issuer=issuer,
            acquirer=acquirer,
            rows=count,
            total_fen=count * MEAN_FARE_FEN,
        )
        for (issuer, acquirer), count in zip(pairs, rows, strict=True)
    )


def unpriced_flow(issuer: str, acquirer: str) -> Flow:
    """Give a flow of a service that no rule prices: its rows are suspended."""
    return Flow(
        issuer=issuer,
        acquirer=acquirer,
        rows=UNPRICED_ROWS,
        total_fen=UNPRICED_FEN,
        service="ferry",
    )


DAY = date(2026, 11, 23)
FLOWS: Mapping[str, tuple[Flow, ...]] = {
    "changzhutan": (
        Flow(issuer="changsha", acquirer="zhuzhou", rows=160_000, total_fen=10**8),
        Flow(issuer="xiangtan", acquirer="zhuzhou", rows=18_000, total_fen=10**7),
        Flow(issuer="zhuzhou", acquirer="changsha", rows=100_000, total_fen=60_000_000),
        Flow(issuer="xiangtan", acquirer="changsha", rows=70_000, total_fen=40_000_000),
        Flow(issuer="changsha", acquirer="xiangtan", rows=40_790, total_fen=25_000_000),
        Flow(issuer="zhuzhou", acquirer="xiangtan", rows=24_000, total_fen=15_000_000),
    ),
    "huaihai": (
        Flow(issuer="suzhou", acquirer="xuzhou", rows=400, total_fen=160_000),
        Flow(issuer="shangqiu", acquirer="xuzhou", rows=200, total_fen=80_000),
        Flow(issuer="xuzhou", acquirer="suzhou", rows=300, total_fen=120_000),
        Flow(issuer="suzhou", acquirer="shangqiu", rows=100, total_fen=40_000),
    ),
}
"""Who rode where on the day of the story."""
LATE: Mapping[str, Flow] = {
    "changzhutan": Flow(
        issuer="changsha", acquirer="xiangtan", rows=218, total_fen=130_000
    ),
    "huaihai": Flow(issuer="xuzhou", acquirer="shangqiu", rows=36, total_fen=14_000),
}
"""What is brought of that day when its window is sealed."""


def story_files(league: str) -> Mapping[str, bytes]:
    """Give the three files of 2026-11-23.

    Those of Chang-Zhu-Tan hold 412,790 rows to be accepted, 11 to be suspended and 5 to be
    rejected.
    """
    rows = _brought(FLOWS[league], DAY)
    if league == "changzhutan":
        rows["zhuzhou"].extend(_odd_rows("zhuzhou", rows["zhuzhou"]))
    return {
        file_name(acquirer, DAY): file_of(brought) for acquirer, brought in rows.items()
    }


def late_files() -> Mapping[str, bytes]:
    """Give the files that arrive when the window is sealed; Xiangtan's has 218 rows."""
    return {
        file_name(flow.acquirer, DAY, "_late"): _late(FLOWS[league], flow, DAY)
        for league, flow in LATE.items()
    }


def late_file(flows: Sequence[Flow], flow: Flow, day: date) -> tuple[str, bytes]:
    """Give a file of a day that comes after the one with its other flows."""
    return file_name(flow.acquirer, day, "_late"), _late(flows, flow, day)


def _late(flows: Sequence[Flow], flow: Flow, day: date) -> bytes:
    first = 1 + sum(one.rows for one in flows if one.acquirer == flow.acquirer)
    return file_of(list(taps_of(flow, first, day)))


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
    one_counter = [_with(row, card="democszz900001", counter="7") for row in new[5:7]]
    one_counter += [_with(row, card="democszz900002", counter="9") for row in new[7:9]]
    begins = datetime.combine(DAY, time(), LEAGUE_ZONE)
    late = _with(new[9], occurred_at=(begins - timedelta(days=9)).isoformat())
    stranger = _with(new[10], issuer="901234567890")
    return [*copies, *unpriced, *two_contents, *one_counter, late, stranger]


def _with(row: tuple[str, ...], **changed: str) -> tuple[str, ...]:
    return tuple(changed.get(name, cell) for name, cell in zip(HEAD, row, strict=True))
