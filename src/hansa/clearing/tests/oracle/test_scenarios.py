"""The random windows: what they hold, and what must hold of them."""

import hashlib
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from hansa.clearing.tests.oracle import oracle
from hansa.clearing.tests.oracle.drawn_decisions import decide
from hansa.clearing.tests.oracle.oracle import (
    Row,
    Values,
    Window,
    clear,
    judge,
    legs_of,
    shares,
)
from hansa.clearing.tests.oracle.scenarios import scenario

SEEDS = 500


def counted(seed: int) -> set[str]:
    """What one random window and its context hold, by name."""
    drawn = scenario(seed)
    result = clear(drawn.rules, drawn.windows)
    found = {name[4] for name in result.outcomes}
    found |= {note for *_, notes in result.notes for note in notes.split()}
    if len(result.instructions) > 2:
        found.add("three instructions")
    if any(debtor == creditor for debtor, creditor, *_ in result.legs):
        found.add("own leg")
    found |= {f"{name[2]} leg" for name in result.legs}
    if any(fen > 10**10 for fen in result.legs.values()):
        found.add("large leg")
    rows = judge(drawn.rules, drawn.windows)
    last = max(row["window"] for row in rows) if rows else 0
    for row in rows:
        found |= set(kinds_beyond(row, rows))
        if row["window"] == last and "original" in row:
            found |= set(kinds_of_return(drawn.rules, row))
        if row.get("journey_leg", 0) > 1 and (row["list_fen"] or 0) > row["amount_fen"]:
            found.add("transfer")
    return found


def kinds_beyond(row: Row, rows: list[Row]) -> Iterator[str]:
    """Name what an accepted row agrees with that another window rejects."""
    rejected = ("FUTURE", "LATE", "AMOUNT_RANGE")
    if row["code"] == "AMOUNT_RANGE" and row["amount_fen"] <= 200:  # the least maximum
        yield "dear for its price"
    for other in rows if row["code"] == "ACCEPTED" else ():
        elsewhere = other["window"] != row["window"] and other["key"] == row["key"]
        if elsewhere and other["code"] in rejected:
            same = "copy" if other["hash"] == row["hash"] else "other content"
            yield f"{same} rejected {other['code']}"


def kinds_of_return(rules: Values, row: Values) -> Iterator[str]:
    """Name what is special about an accepted refund or reversal."""
    original, kind = row["original"], row["kind"]
    yield kind
    yield f"{kind} of {'this' if original['window'] == row['window'] else 'an earlier'}"
    if row["before"]:
        yield f"{kind} of a rest"
    if row["occurred_at"] < original["occurred_at"]:
        yield f"{kind} before its purchase"
    if 0 < row["amount_fen"] < original["amount_fen"] and kind == "refund":
        yield "partial refund"
    if original.get("reversed_in") != original["window"]:
        sides = (shares(rules, original, row[side]) for side in ("before", "after"))
        if any(old[2] > new[2] for old, new in zip(*sides, strict=True)):
            yield "share that shrinks"
    legs = legs_of(rules, row)
    named = {
        party for debtor, creditor, fen in legs if fen for party in (debtor, creditor)
    }
    if len(named) > 2:
        yield f"{kind} among three"


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    """In how many of the seeds each thing occurs."""
    found: Counter[str] = Counter()
    for seed in range(SEEDS):
        found.update(counted(seed))
    return found


@pytest.mark.parametrize(
    ("name", "least"),
    [
        *((code, 40) for code in ("ACCEPTED", "ROW_BAD", "PARTY_UNKNOWN", "TEST")),
        *((code, 40) for code in ("DUP_EXACT", "DUP_CONFLICT", "AMOUNT_RANGE")),
        *((code, 40) for code in ("FUTURE", "LATE", "TAC_FAIL", "KEY_UNKNOWN")),
        *((code, 40) for code in ("DENYLIST", "CTR_REPEAT", "ORIGINAL_MISSING")),
        *((code, 40) for code in ("REFUND_EXCESS", "RULE_NONE", "RULE_MANY")),
        *((note, 40) for note in ("CTR_GAP", "BAL_BREAK")),
        *((leg, 40) for leg in ("own leg", "transit leg", "parking leg", "large leg")),
        *((form, 40) for form in ("three instructions", "transfer", "partial refund")),
        ("dear for its price", 15),
        ("copy rejected FUTURE", 20),
        *((f"other content rejected {code}", 15) for code in ("FUTURE", "LATE")),
        ("other content rejected AMOUNT_RANGE", 3),
        *((f"refund of {what}", 40) for what in ("this", "an earlier", "a rest")),
        *((f"reversal of {what}", 25) for what in ("this", "an earlier", "a rest")),
        *(("refund before its purchase", 25), ("reversal before its purchase", 15)),
        *(
            ("refund among three", 40),
            ("reversal among three", 5),
            ("share that shrinks", 3),
        ),
    ],
)
def test_random_windows_hold_every_case_often(
    seen: Counter[str], name: str, least: int
) -> None:
    """A case that no window holds would be a case that nobody compares."""
    assert seen[name] >= least, seen


def lines_of(code: CodeType) -> set[int]:
    """The lines of a function's body and of the functions inside it."""
    found = {line for *_, line in code.co_lines() if line is not None}
    found -= {code.co_firstlineno}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= lines_of(inner)
    return found


def test_random_windows_reach_every_line_of_the_oracle() -> None:
    """Each statement of each function is run by the first seeds."""
    path = oracle.__file__
    module = compile(Path(path).read_text("utf-8"), path, "exec")
    bodies = [
        each
        for each in module.co_consts
        if isinstance(each, CodeType) and each.co_name != "Result"
    ]
    reached: set[int] = set()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != path:
            return None
        reached.add(frame.f_lineno)
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        for seed in range(60):
            drawn = scenario(seed)
            clear(drawn.rules, drawn.windows)
            decide(drawn, random.Random(seed))
            clear(drawn.rules, drawn.windows)
    finally:
        sys.settrace(former)
    assert bodies
    assert set().union(*map(lines_of, bodies)) - reached == set()


@pytest.mark.parametrize("seed", range(100))
def test_what_must_hold_of_any_window_holds(seed: int) -> None:
    """Nets sum to zero, counts to what was received, and no order of rows matters."""
    drawn = scenario(seed)
    result = clear(drawn.rules, drawn.windows)
    assert sum(result.net.values()) == 0
    assert len(result.instructions) <= max(len(result.net) - 1, 0)
    counts = Counter(result.counts)
    assert counts.pop("received", 0) == counts.total()
    other: list[Window] = [
        (order, bounds, [(sha, lines[::-1]) for sha, lines in reversed(files)])
        for order, bounds, files in reversed(drawn.windows)
    ]
    assert clear(drawn.rules, other) == result


def test_a_scenario_is_written_as_it_is_handed_over(tmp_path: Path) -> None:
    """The same seed writes the same bytes, and each file holds the lines named."""
    for seed in range(30):
        drawn = scenario(seed)
        assert drawn == scenario(seed)
        rules, incoming = drawn.write(tmp_path / str(seed))
        assert (rules / "participants.yaml").is_file()
        written = {
            hashlib.sha256(path.read_bytes()).hexdigest(): path
            for path in incoming.rglob("*.csv")
        }
        assert set(written) == {file.sha256 for files in drawn.files for file in files}
        for files in drawn.files:
            for file in files:
                text = written[file.sha256].read_text("utf-8-sig")
                lines = [
                    line for line in text.splitlines()[1:] if not line.startswith("#")
                ]
                assert lines == [raw for raw, _ in file.lines]
