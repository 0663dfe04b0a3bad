"""JSON Lines: one object in each line, whatever the lines beside it are."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.clearing.terms.taps import COLUMNS, OPTIONAL, FileCode
from hansa.clearing.tests.formats.card_files import (
    FULL,
    TAP,
    faults_in,
    jsonl_of,
    rows_in,
    sha256,
    take,
    typed,
)

LAW = settings(deadline=None, max_examples=60)
TYPED: dict[str, Any] = {
    **FULL,
    "counter": 7,
    "amount_fen": 200,
    "list_fen": 250,
    "balance_before_fen": -100,
    "tac_ok": True,
    "test": False,
    "original_record_id": None,
}


@pytest.mark.parametrize("row", [FULL, TYPED, {**TYPED, "tac_ok": 1, "test": 0}])
@pytest.mark.parametrize("packed", [False, True])
def test_every_column_is_typed(
    tmp_path: Path, row: dict[str, Any], packed: bool
) -> None:
    """Values may be texts or of their types; the row is the same."""
    content = jsonl_of(row, row)
    taken = take(tmp_path, gzip.compress(content) if packed else content)
    for found in rows_in(tmp_path):
        assert {name: found[name] for name in COLUMNS} == typed(FULL)
    assert taken.columns == frozenset(OPTIONAL)
    assert (taken.rows, taken.amount_fen) == (2, 400)


# one line in JSON, and its fault or None
LINES: list[tuple[str, str | None]] = [
    (json.dumps(TAP), None),
    (f"  {json.dumps(TAP)}  ", None),
    (json.dumps({**TAP, "more": {"deep": [1, {"x": 2}]}}), None),
    (json.dumps({**TAP, "card": 6231}), None),
    (json.dumps({**TAP, "card": True}), "text:card"),
    (json.dumps({**TAP, "card": [1]}), "text:card"),
    (json.dumps({**TAP, "card": "\ud800"}), "text:card"),
    (json.dumps({**TAP, "card": "a\0"}), "text:card"),
    (json.dumps({**TAP, "card": "\x1f"}), "text:card"),
    (json.dumps({**TAP, "card": None}), "empty:card"),
    (json.dumps({**TAP, "amount_fen": 2.0}), "number:amount_fen"),
    (json.dumps({**TAP, "amount_fen": True}), "number:amount_fen"),
    (json.dumps({**TAP, "amount_fen": {"fen": 2}}), "number:amount_fen"),
    (json.dumps({**TAP, "amount_fen": -2}), "range:amount_fen"),
    (json.dumps({**TAP, "amount_fen": 2**63}), "range:amount_fen"),
    (json.dumps({**TAP, "amount_fen": "２"}), None),
    (json.dumps({**TAP, "amount_fen": float("nan")}), "number:amount_fen"),
    (json.dumps(TAP).replace('"200"', "2e2"), "number:amount_fen"),
    (json.dumps(TAP).replace('"200"', "0200"), "line"),
    (json.dumps(TAP).replace('"200"', "9" * 5000), "line"),
    (json.dumps({**TAP, "test": "maybe"}), "flag:test"),
    (json.dumps({**TAP, "occurred_at": 1767571200}), "instant:occurred_at"),
    (json.dumps({**TAP, "occurred_at": "2026-01-05T08:00:00"}), "instant:occurred_at"),
    (json.dumps(TAP)[:-1], "line"),
    (json.dumps(TAP) + json.dumps(TAP), "line"),
    (json.dumps([TAP]), "line"),
    ("[" * 60_000, "line"),
    ('{"x":' + "[" * 900 + "]" * 900 + "," + json.dumps(TAP)[1:], "line"),
    (json.dumps(TAP)[:-1] + ', "card": "other"}', "line"),
    ("null", "line"),
    ('"text"', "line"),
    (json.dumps({**TAP, "card": "x" * 70_000}), "long"),
]


@pytest.mark.parametrize(("line", "fault"), LINES)
@pytest.mark.parametrize("beside", [json.dumps(TAP), "{", json.dumps(TYPED)])
def test_a_line_does_not_depend_on_others(
    tmp_path: Path, line: str, fault: str | None, beside: str
) -> None:
    """A line is read or has its fault, whatever stands above and below."""
    content = f"{json.dumps(TAP)}\n{beside}\n{line}\n\n{beside}"
    taken = take(tmp_path, content.encode())
    assert taken.refused is None
    assert [row["line"] for row in rows_in(tmp_path)] == [1, 2, 3, 5]
    row = rows_in(tmp_path)[2]
    assert row["fault"] == fault
    assert row["raw_hash"] == (sha256(line) if fault else None)


def test_objects_over_several_lines_are_no_rows(tmp_path: Path) -> None:
    """As many objects as lines are not enough; each must have its line."""
    row = json.dumps(TAP)
    take(tmp_path, f"{row}{row}\n{row[:-1]}\n}}".encode())
    assert [fault for _, fault in faults_in(tmp_path)] == ["line"] * 3


@pytest.mark.parametrize("damaged", [b"\xff", "学".encode()[:2]])
def test_single_damaged_lines_spoil_themselves(tmp_path: Path, damaged: bytes) -> None:
    """Bytes that are no characters fault their line only."""
    lines = jsonl_of(*[FULL] * 4).split(b"\n")
    lines[1] = lines[1].replace("学".encode(), damaged)
    take(tmp_path, b"\n".join(lines))
    assert [fault for _, fault in faults_in(tmp_path)] == [None, "encoding", None, None]


def test_gb18030_is_read(tmp_path: Path) -> None:
    """JSON in GB18030, which the standard does not know, is read all the same."""
    take(tmp_path, jsonl_of(FULL).decode().encode("gb18030"))
    assert rows_in(tmp_path)[0]["category"] == "学生"


def test_columns_are_those_with_values(tmp_path: Path) -> None:
    """An optional column without a value is absent; a required one is named at least."""
    row = {**TAP, "tac_ok": None, "terminal": "T1"}
    del row["original_record_id"]
    taken = take(tmp_path, jsonl_of(row, {**row, "category": "x"}))
    assert taken.refused is None
    assert taken.columns == frozenset({"terminal", "category"})
    nobody = take(tmp_path, jsonl_of({**row, "card": None}))
    assert (nobody.refused, nobody.faulted) == (None, 1)
    del row["card"]
    without = take(tmp_path, jsonl_of(row))
    assert without.refused is FileCode.COLUMNS
    assert without.message is not None
    assert without.message.parameters == {"columns": ("card",)}


def test_a_trailer_is_checked(tmp_path: Path) -> None:
    """A trailer may end JSON Lines too."""
    assert take(tmp_path, jsonl_of(TAP) + b"#trailer,1,200").refused is None
    assert take(tmp_path, jsonl_of(TAP) + b"#trailer,1,2").refused is FileCode.COUNT


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\x1f"), min_size=1, max_size=9
)
NUMBERS = st.integers(0, 2**63 - 1)
ROWS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("record_id", "acquirer", "issuer", "card", "service"), TEXTS),
        "counter": NUMBERS | NUMBERS.map(str),
        "kind": st.sampled_from(["purchase", "refund", "reversal"]),
        "original_record_id": TEXTS | st.none(),
        "amount_fen": NUMBERS | NUMBERS.map(str),
        "occurred_at": st.just("2026-01-05T08:00:00+08:00"),
    }
)


@LAW
@given(rows=st.lists(ROWS, max_size=40), ascii_only=st.booleans())
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, Any]],
    ascii_only: bool,
) -> None:
    """Any taps come through JSON Lines unchanged, escaped or not, in mixed types."""
    folder = tmp_path_factory.mktemp("law")
    content = "".join(f"{json.dumps(row, ensure_ascii=ascii_only)}\n" for row in rows)
    taken = take(folder, content.encode())
    if rows:
        found = [{name: row[name] for name in TAP} for row in rows_in(folder)]
        assert (taken.refused, taken.faulted) == (None, 0)
        assert found == [typed(row) for row in rows]
    else:
        assert taken.refused is FileCode.BROKEN
