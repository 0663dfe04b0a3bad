"""Makes the taps and the rules of the benchmark, the same for every contender.

A day of 20 issuers, 20 acquirers and 400 services at 15 fares. Of the rows, 0.25 % are
exact copies, 0.25 % repeat a serial with another amount, 1 % are older than the window
takes, 0.05 % are dated after it, and 0.05 % repeat another tap's card and counter.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

START, END = "2026-11-23 00:00:00+08:00", "2026-11-24 00:00:00+08:00"
LATE_DAYS = 7
SERVICES, INSTITUTIONS, FARES, CARDS = 400, 20, 15, 3_000_000
AMOUNT_MAX_FEN = 100_000
THREADS, MEMORY = 2, "4GB"
DISTRIBUTIONS = ("uniform", "zipf")

MAKE = """
copy (
    with numbered as (
        select i, hash(i * 64) % 10000 as fate, hash(i * 64 + 1) % 2000 as cards_fate,
            case when fate < 50 then i - 1 else i end as j,
            case when cards_fate = 0 then j - 1 else j end as c
        from range(1, {rows} + 1) taps(i)
    )
    select
        printf('20261123%08d', j) as record_id,
        printf('a%02d', {acquirer}) as acquirer,
        printf('i%02d', {issuer}) as issuer,
        printf('3104%012d', hash(c * 64 + 5) % {cards}) as card,
        c as counter,
        printf('line-%03d', {service}) as service,
        'purchase' as kind,
        null::varchar as original_record_id,
        (100 + 50 * {fare} + case when fate < 25 then 50 else 0 end)::bigint
            as amount_fen,
        timestamptz '{start}' + to_seconds((hash(j * 64 + 7) % 86400)::bigint)
            - case when hash(j * 64 + 8) % 100 = 0 then interval 30 day
                when hash(j * 64 + 8) % 2000 = 1 then interval '-1 day'
                else interval 0 day end as occurred_at
    from numbered
) to '{place}' (format parquet, compression zstd)
"""


def make(place: Path, rows: int, distribution: str) -> None:
    """Write taps as canonical Parquet, unless they are there."""
    if place.exists():
        return
    part = place.with_suffix(".part")
    drawn = {
        name: _drawn(distribution, seed, many)
        for seed, (name, many) in enumerate(
            {
                "acquirer": INSTITUTIONS,
                "issuer": INSTITUTIONS,
                "service": SERVICES,
                "fare": FARES,
            }.items(),
            start=10,
        )
    }
    with duckdb.connect() as engine:
        engine.execute(
            MAKE.format(rows=rows, cards=CARDS, start=START, place=part, **drawn)
        )
    part.rename(place)


def _drawn(distribution: str, seed: int, many: int) -> str:
    if distribution == "uniform":
        return f"(hash(j * 64 + {seed}) % {many})"
    # The floor of a power that is drawn evenly is nearly Zipf: rank k has log(1 + 1/k).
    drawn = f"(hash(j * 64 + {seed}) % 1000000007) / 1000000007.0"
    return f"(floor(pow({many} + 1, {drawn}))::bigint - 1)"


def operators(service: int) -> list[tuple[str, int]]:
    """Give the operators of a service, one to four, with their weights."""
    return [
        (f"m{(service * 7 + place * 3) % INSTITUTIONS:02d}", 1 + (service * place) % 5)
        for place in range(1 + service % 4)
    ]


def shares() -> Iterator[tuple[str, int, str, int]]:
    """Give service, place, operator and weight of every rule."""
    for service in range(SERVICES):
        for place, (operator, weight) in enumerate(operators(service)):
            yield f"line-{service:03d}", place, operator, weight


def parties() -> Iterator[tuple[str, str]]:
    """Give institutions with their party."""
    for number in range(INSTITUTIONS):
        yield f"i{number:02d}", f"m{number:02d}"
        yield f"a{number:02d}", f"m{number:02d}"


def bounds_us() -> tuple[int, int]:
    """Give the first microsecond that the window takes, and the first it does not."""
    start, end = (datetime.fromisoformat(instant) for instant in (START, END))
    epoch, step = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)
    late = timedelta(days=LATE_DAYS)
    return (start - late - epoch) // step, (end - epoch) // step
