"""Every named work of the register is there, by name, mode, stage, cities and line.

A row is checked as registered; what moves a stage (evidence, approvals, cost) is not here.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, Hansa

ROWS: Any = yaml.safe_load(
    Path(__file__).with_name("work_rows.yaml").read_text("utf-8")
)
LETTERS = {"huaihai": "H", "changzhutan": "C"}
WORK_KEYS = {
    "id", "key", "kind", "mode", "name", "members", "members_confirmed", "mentions",
    "programme", "segments", "open_list", "stage", "printed_end", "findings",
}  # fmt: skip


def _cases() -> list[Any]:
    cases = []
    for league, letter in LETTERS.items():
        for row in ROWS[league]:
            id_ = f"{letter}-{row['id']}"
            mark = pytest.mark.row(id_)
            cases.append(pytest.param(league, row, id=id_, marks=mark))
    return cases


@pytest.mark.parametrize(("league", "row"), _cases())
def test_registered_work(hansa: Hansa, league: str, row: Any) -> None:
    """The line names the work at the printed stage, and no other work has its key."""
    folder = ROOT / "charters" / league
    ran = hansa("projects", folder, "--line", str(row["line"]), "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)["works"]
    (work,) = [w for w in found if w["id"] == row.get("work", row["id"])]
    assert work.keys() >= WORK_KEYS
    (mention,) = [m for m in work["mentions"] if m["clause"] == row["id"]]
    assert mention["line"] == row["line"]
    assert mention["stage"] == work["stage"] == row["stage"]
    if "work" in row:
        assert row["name"] in mention["phrase"]
    else:
        assert work["key"] == {"mode": row["mode"], "name": row["name"]}
        assert work["name"]["zh"] == row["name"]
        assert work["name"]["en"]
        assert [w["id"] for w in found if w["key"] == work["key"]] == [work["id"]]
    assert work["mode"] == row["mode"]
    assert work["members"] == row["members"]
    confirm = row.get("confirm", False)
    assert work["members_confirmed"] is not confirm
    assert ("members-to-confirm" in work["findings"]) is confirm
    assert work["programme"] == row.get("programme")


@pytest.mark.parametrize("league", LETTERS)
def test_nothing_else_is_registered(hansa: Hansa, league: str) -> None:
    """The works are those of the rows, no more, and each mention has its row."""
    ran = hansa("projects", ROOT / "charters" / league, "--json")
    works = json.loads(ran.out)["works"]
    rows = ROWS[league]
    assert {w["id"] for w in works} == {row.get("work", row["id"]) for row in rows}
    mentioned = sorted(m["clause"] for w in works for m in w["mentions"])
    assert mentioned == sorted(row["id"] for row in rows)
    assert len(rows) == {"huaihai": 61, "changzhutan": 20}[league]


@pytest.mark.parametrize("league", LETTERS)
def test_mentions_are_numbered_without_gap(league: str) -> None:
    """The data itself holds every row of the register once."""
    numbers = sorted(int(row["id"].removeprefix("PRJ-")) for row in ROWS[league])
    assert numbers == list(range(1, len(ROWS[league]) + 1))
