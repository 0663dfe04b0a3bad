"""``codes.csv``: files that name institutions by codes, cleared from folders."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Hansa
from hansa.clearing.formats.bundles import pack, unpack
from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.forging import said

EXAMPLE = ROOT / "examples" / "clearing-codes"
STRANGER = "07390000001"
pytestmark = pytest.mark.folders


@pytest.fixture
def window(tmp_path: Path) -> Path:
    """A copy of the example."""
    shutil.copytree(EXAMPLE, tmp_path / "window")
    return tmp_path / "window"


def run(hansa: Hansa, window: Path, out: Path) -> Any:
    """Clear a window, and give what is said of it."""
    asked = ("--rules", window / "rules", "--in", window / "in", "--out", out)
    return json.loads(hansa("clearing", "run", *asked, "--json").out)


def test_the_example_says_what_it_says(hansa: Hansa, window: Path) -> None:
    """Both descriptions show the counts and the hash that there are."""
    told = run(hansa, window, window / "out")
    assert told["counts"]["codes"] == {"ACCEPTED": 4, "PARTY_UNKNOWN": 1}
    assert "codes.csv" in told["rules"]
    for name in ("README.md", "README.zh-CN.md"):
        written = (EXAMPLE / name).read_text("utf-8")
        assert re.findall(r"\b[0-9a-f]{64}\b", written) == [told["result_sha256"]]


def test_a_code_that_is_added_lets_its_rows_count(hansa: Hansa, window: Path) -> None:
    """And without the list every code is an unknown party, unless it is an id."""
    codes = window / "rules" / "codes.csv"
    with codes.open("a") as file:
        file.write(f"{STRANGER},xiangtan-card\n")
    told = run(hansa, window, window / "more")
    assert told["counts"]["codes"] == {"ACCEPTED": 5}
    codes.unlink()
    told = run(hansa, window, window / "none")
    assert told["counts"]["codes"] == {"PARTY_UNKNOWN": 5}
    assert "codes.csv" not in told["rules"]
    people = window / "rules" / "participants.yaml"
    written = people.read_text("utf-8")
    for code in ("07310000001", "07330000001"):
        written += f'  "{code}": changsha\n'
    people.write_text(written, "utf-8")
    told = run(hansa, window, window / "ids")
    assert told["counts"]["codes"] == {"ACCEPTED": 3, "PARTY_UNKNOWN": 2}


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ("0731,changsha-card\n0731,changsha-card\n", "code-twice", 3),
        ("0731,changsha-card\n0731,zhuzhou-card\n", "code-twice", 3),
        ("0731,nobody\n", "code-of-nobody", 2),
        ("0731,\n", "code-of-nobody", 2),
        (",changsha-card\n", "code-unreadable", 2),
        ("0731-1,changsha-card\n", "code-unreadable", 2),
        ("123456789012,changsha-card\n", "code-unreadable", 2),
        ("7,zhuzhou-card\n8,zhuzhou-card\n99,changsha-card\n", "code-is-an-id", 4),
    ],
)
def test_a_faulty_list_is_named_at_its_line(
    window: Path, rows: str, code: str, line: int
) -> None:
    """Nothing of such rules is used."""
    people = window / "rules" / "participants.yaml"
    people.write_text(people.read_text("utf-8") + '  "99": zhuzhou\n', "utf-8")
    (window / "rules" / "codes.csv").write_text("code,participant\n" + rows)
    read = read_rules(window / "rules")
    assert [(one.code, one.at.line) for one in read.findings] == [(code, line)]
    assert read.rulebook is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "list-columns-missing"),
        (b"code,slug\n1,changsha-card\n", "list-columns-missing"),
        (b"\xff\xfe\x00", "wrong-encoding"),
    ],
)
def test_a_list_that_is_none_is_refused(
    window: Path, content: bytes, code: str
) -> None:
    """Another encoding, other columns."""
    (window / "rules" / "codes.csv").write_bytes(content)
    assert [one.code for one in read_rules(window / "rules").findings] == [code]


def test_spreadsheets_marks_and_empty_ends_are_taken(window: Path) -> None:
    """A byte order mark, more columns, spaces, and lines with CRLF."""
    content = "\ufeffparticipant,code,name\r\nchangsha-card , 0731 ,长沙\r\n"
    (window / "rules" / "codes.csv").write_bytes(content.encode())
    rulebook = read_rules(window / "rules").rulebook
    assert rulebook is not None
    assert rulebook.codes == {"0731": "changsha-card"}


def test_a_bundle_holds_the_codes_and_is_checked_by_them(
    hansa: Hansa, window: Path
) -> None:
    """The list stands under the statement; one that was exchanged is a difference."""
    out = window / "bundles"
    made = hansa("clearing", "statements", window, "--out", out)
    assert made.code == 0, made.out
    place = out / "zhuzhou.zip"
    assert (verify(place).difference, verify(place).rows) == (None, 3)
    files = unpack(place)
    name = "rules/codes.csv"
    assert files[name] == (window / name).read_bytes()
    exchanged = window / "exchanged.zip"
    pack({**files, name: files[name].replace(b"xiangtan", b"changsha")}, exchanged)
    assert said(verify(exchanged).difference).startswith("rules/codes.csv is not")
