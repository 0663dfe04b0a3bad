"""Return files: every row with its outcome, no text that computes."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hansa.clearing.formats.presets.fb import FB
from hansa.clearing.formats.presets.layout import Heading, read_details
from hansa.clearing.formats.presets.ld import LD
from hansa.clearing.formats.returned import (
    Returned,
    returned_of,
    write_files,
    write_return,
)
from hansa.clearing.formats.senders import sender_of
from hansa.clearing.terms.house import ReturnLayout
from hansa.clearing.terms.taps import REQUIRED, Code
from hansa.clearing.tests.formats.card_files import TAP, csv_of, take, typed
from hansa.kernel.errors import Refused

HEADING = Heading(
    settled_on=date(2026, 1, 5), sender="hub", receiver="cs-card", file_name="返回"
)
CODES = (Code.ACCEPTED, Code.ROW_BAD, Code.DUP_EXACT, Code.TAC_FAIL)


def returned(folder: Path) -> list[Returned]:
    """Bring four rows, one of them bad, and judge them."""
    rows = [{**TAP, "record_id": f"r{at}"} for at in range(4)]
    rows[1]["amount_fen"] = "2.5"
    take(folder, csv_of(*rows))
    table = pq.read_table(folder / "cs-card_1.csv.parquet")
    judged = table.append_column("file", pa.array(["cs-card_1.csv"] * 4))
    judged = judged.append_column("code", pa.array([str(code) for code in CODES]))
    return list(
        returned_of(judged.append_column("note", pa.array(["CTR_GAP", None, "", None])))
    )


def read_csv(place: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(place.read_bytes().decode("utf-8-sig"))))


def test_every_row_is_returned_as_csv(tmp_path: Path) -> None:
    """Each row comes back with file, line, outcome, code, note and fault."""
    place = tmp_path / "return.csv"
    write_return(place, HEADING, returned(tmp_path), ReturnLayout.CSV)
    found = read_csv(place)
    assert [
        (r["line"], r["outcome"], r["code"], r["note"], r["fault"]) for r in found
    ] == [
        ("2", "accepted", "ACCEPTED", "CTR_GAP", ""),
        ("3", "rejected", "ROW_BAD", "", "number:amount_fen"),
        ("4", "rejected", "DUP_EXACT", "", ""),
        ("5", "suspended", "TAC_FAIL", "", ""),
    ]
    assert {r["file"] for r in found} == {"cs-card_1.csv"}
    assert [r["record_id"] for r in found] == ["r0", "r1", "r2", "r3"]
    assert [r["amount_fen"] for r in found] == ["200", "", "200", "200"]
    assert found[0]["occurred_at"] == "2026-01-05T00:00:00+00:00"
    assert set(REQUIRED) <= set(found[0])


def test_every_row_is_returned_as_fb(tmp_path: Path) -> None:
    """FB holds the same rows with numbers for codes, and is taken apart again."""
    place = tmp_path / "return.fb"
    write_return(place, HEADING, returned(tmp_path), ReturnLayout.FB)
    found = read_details(FB, place.read_bytes())
    assert [(r["settOrgNo"], r["errorCode"], r["errorText"]) for r in found] == [
        ("2", "000000", "ACCEPTED"),
        ("3", "100001", "ROW_BAD"),
        ("4", "100004", "DUP_EXACT"),
        ("5", "200009", "TAC_FAIL"),
    ]
    assert {r["fileName"] for r in found} == {"cs-card_1.csv"}
    assert [r["billOrgNo"] for r in found] == ["r0", "r1", "r2", "r3"]
    assert [r["transDate"] + r["transTime"] for r in found] == ["20260105080000"] * 4
    rows, amount = place.read_bytes().split(b"\r\n")[-2][3:15], b"600"
    assert rows == b"000000000004"
    assert place.read_bytes().rstrip().endswith(amount)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
)
def test_no_text_computes(tmp_path: Path, start: str) -> None:
    """Texts that a spreadsheet would compute stand behind an apostrophe, in CSV only."""
    text = f"{start}1+2" if start not in "\r\n\t" else f"{start}=1"
    tap: dict[str, Any] = {**typed(TAP), "card": text, "balance_before_fen": -5}
    row = Returned(
        file=text, line=2, code=Code.ACCEPTED, note=text, fault=None, tap=tap
    )
    write_return(tmp_path / "out.csv", HEADING, [row], ReturnLayout.CSV)
    raw = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    (found,) = csv.DictReader(io.StringIO(raw, newline=""))
    assert [found["card"], found["file"], found["note"]] == [f"'{text}"] * 3
    assert found["amount_fen"] == "200"
    if start not in "\r\n":
        write_return(tmp_path / "out.fb", HEADING, [row], ReturnLayout.FB)
        (back,) = read_details(FB, (tmp_path / "out.fb").read_bytes())
        assert back["cardNo"] == text


def test_a_return_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """A row that does not fit into FB refuses the file and leaves the old one."""
    place = tmp_path / "return.fb"
    place.write_bytes(b"old")
    row = Returned(
        file="f", line=2, code=Code.ACCEPTED, note="", fault=None,
        tap={**typed(TAP), "record_id": "r" * 13},
    )  # fmt: skip
    with pytest.raises(Refused):
        write_return(place, HEADING, [row], ReturnLayout.FB)
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


def test_files_are_listed_with_their_outcome(tmp_path: Path) -> None:
    """LD names each file with its hash, rows and sum, refused ones with their code."""
    good = take(tmp_path, csv_of(TAP), "cs-card_卡.csv")
    bad = take(tmp_path, csv_of(TAP) + b"#trailer,9,9", "cs-card_2.csv")
    write_files(tmp_path / "out.ld", HEADING, [good, bad])
    first, second = read_details(LD, (tmp_path / "out.ld").read_bytes())
    assert first["fileName"] == "cs-card_卡.csv"
    assert (int(first["rows"]), int(first["amount"])) == (1, 200)
    assert (first["sha256"], first["errorCode"]) == (good.sha256, "000000")
    assert (second["errorCode"], second["errorText"]) == ("300003", "FILE_COUNT")
    assert int(second["rows"]) == 0


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("cs-card_20260105.csv", "cs-card"),
        ("cs-card.csv", "cs-card"),
        ("cs-card-2.csv", "cs-card"),
        ("cs-card-north_1.csv", "cs-card-north"),
        ("cs_1.csv", "cs"),
        ("cs-cards.csv", "cs"),
        ("cs", None),
        ("CS_1.csv", None),
        ("x_cs_1.csv", None),
        ("", None),
    ],
)
def test_whose_a_file_is(name: str, sender: str | None) -> None:
    """The longest participant that the name begins with, followed by a mark."""
    assert sender_of(name, {"cs": "a", "cs-card": "b", "cs-card-north": "c"}) == sender
