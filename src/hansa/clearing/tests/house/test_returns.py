"""Return files: every row of a sender with its outcome, and nobody else's rows."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.clearing.models import CardFile
from hansa.clearing.reads.returns import list_returns
from hansa.clearing.services import publishing, running, sealing
from hansa.clearing.services.returning import write_return_file
from hansa.clearing.terms.house import Cause, ReturnLayout
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Account,
    Bring,
    Enter,
    actor,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Missing, Refused

CHANGSHA = actor(Role.CITY_LIAISON, "changsha")
ZHUZHOU = actor(Role.CITY_LIAISON, "zhuzhou")


def returned(
    folder: Path, who: Any = OPERATOR, number: int | None = None
) -> list[dict[str, str]]:
    """Give the rows of Changsha's return file."""
    folder.mkdir(exist_ok=True)
    place = write_return_file(
        who, LEAGUE, DAY, number, "changsha-card", ReturnLayout.CSV, folder
    )
    return list(csv.DictReader(io.StringIO(place.read_bytes().decode("utf-8-sig"))))


@pytest.fixture
def brought(house: None, bring: Bring) -> None:
    """Two files of Changsha and one of Zhuzhou, with a row of each kind of outcome."""
    open_window()
    bring(
        "changsha-card_1.csv",
        tap("A1"),
        tap("A2", service="ferry"),
        tap("A3", amount_fen="2.5"),
        tap("A4", issuer="zhuzhou-card", card="one", counter=1),
    )
    bring("changsha-card_2.csv", tap("A1"), tap("A5", card="one", counter=5))
    bring("zhuzhou-card_1.csv", tap("B1", acquirer="zhuzhou-card"))


def test_every_row_comes_back_once_in_the_order_of_its_file(
    brought: None, tmp_path: Path
) -> None:
    """Accepted with its remark, suspended, rejected, a copy, and one that is unreadable."""
    published()
    rows = returned(tmp_path)
    said = [(r["file"], r["line"], r["record_id"], r["code"], r["note"]) for r in rows]
    first, second = "changsha-card_1.csv", "changsha-card_2.csv"
    copies = {said[0][3], said[4][3]}
    assert copies == {"ACCEPTED", "DUP_EXACT"}
    assert said[1:4] == [
        (first, "3", "A2", "RULE_NONE", ""),
        (first, "4", "A3", "ROW_BAD", ""),
        (first, "5", "A4", "ACCEPTED", ""),
    ]
    assert said[4][:3] == (second, "2", "A1")
    assert said[5] == (second, "3", "A5", "ACCEPTED", "CTR_GAP")
    assert rows[2]["fault"] == "number:amount_fen"
    assert {r["acquirer"] for r in rows} == {"changsha-card"}


def test_a_house_at_a_relative_place_gives_whole_files_back(
    house: None,
    bring: Bring,
    tmp_path: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each row names its file, and the copy in the file that comes first is kept."""
    monkeypatch.chdir(tmp_path)
    settings.HANSA_CLEARING = Path("clearing")
    open_window()
    bring("changsha-card_1.csv", tap("A1"), tap("A2"))
    bring("changsha-card_2.csv", tap("A1"), tap("A3"))
    published()
    assert (tmp_path / "clearing" / "canonical").is_dir()
    rows = returned(tmp_path / "back")
    assert [(r["file"], r["record_id"]) for r in rows] == [
        ("changsha-card_1.csv", "A1"),
        ("changsha-card_1.csv", "A2"),
        ("changsha-card_2.csv", "A1"),
        ("changsha-card_2.csv", "A3"),
    ]
    kept = min(CardFile.objects.all(), key=lambda file: file.sha256).name
    codes = {r["file"]: r["code"] for r in rows if r["record_id"] == "A1"}
    assert codes.pop(kept) == "ACCEPTED"
    assert [*codes.values()] == ["DUP_EXACT"]


def test_a_city_gets_its_rows_once_they_are_published(
    brought: None, tmp_path: Path
) -> None:
    """The operator has them from netting on, and is told before what to do first."""
    sealing.seal_window(OPERATOR, LEAGUE, DAY)
    assert list_returns(OPERATOR, LEAGUE, DAY) == ()
    with pytest.raises(Missing):
        returned(tmp_path)
    running.run_batch(OPERATOR, LEAGUE, DAY)
    assert len(returned(tmp_path / "netted")) == 6
    assert list_returns(CHANGSHA, LEAGUE, DAY) == ()
    with pytest.raises(Missing) as missing:
        returned(tmp_path, CHANGSHA)
    assert missing.value.code == "return-missing"
    publishing.approve(APPROVER, LEAGUE, DAY)
    assert returned(tmp_path / "own", CHANGSHA) == returned(tmp_path / "again")
    lines = {
        who: [one.sender for one in list_returns(who, LEAGUE, DAY)]
        for who in (OPERATOR, CHANGSHA, ZHUZHOU, APPROVER, OFFICE)
    }
    assert lines == {
        OPERATOR: ["changsha-card", "zhuzhou-card"],
        CHANGSHA: ["changsha-card"],
        ZHUZHOU: ["zhuzhou-card"],
        APPROVER: [],
        OFFICE: [],
    }


def test_a_folder_that_is_not_there_is_made(
    brought: None, account: Account, hansa: Hansa, tmp_path: Path
) -> None:
    """One that cannot be is refused with a sentence."""
    published()
    asked = ("clearing", "return", LEAGUE, DAY, "changsha-card", "--json")
    words = (*asked, "--as", account(Role.CLEARING_OPERATOR), "--out")
    ran = hansa(*words, tmp_path / "new" / "folder")
    assert ran.code == 0, ran.err
    assert Path(json.loads(ran.out)["out"]).is_file()
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for wrong in (tmp_path / "file", tmp_path / "file" / "inner"):
        refused = hansa(*words, wrong)
        assert refused.code == 1
        assert json.loads(refused.out)["code"] == "out-unwritable"


def test_a_delta_returns_the_late_rows_too(
    brought: None, bring: Bring, tmp_path: Path
) -> None:
    """What the first batch said stays as it was."""
    published()
    before = returned(tmp_path / "before")
    bring("changsha-card_3.csv", tap("A6", card="late"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    finished()
    assert returned(tmp_path / "first", number=0) == before
    late = returned(tmp_path / "late")
    assert late[:-1] == before
    assert (late[-1]["record_id"], late[-1]["code"]) == ("A6", "ACCEPTED")


def test_a_layout_of_fixed_width_says_what_does_not_fit(
    brought: None, tmp_path: Path
) -> None:
    """An institution with a longer name than the layout has room for gets a table."""
    published()
    with pytest.raises(Refused) as refused:
        write_return_file(
            OPERATOR, LEAGUE, DAY, None, "changsha-card", ReturnLayout.FB, tmp_path
        )
    assert refused.value.code == "does-not-fit"
    (line,) = list_returns(CHANGSHA, LEAGUE, DAY)
    assert (line.files, line.rows, line.layouts) == (2, 6, (ReturnLayout.CSV,))


def test_the_command_and_the_page_give_the_same_file(
    brought: None, account: Account, hansa: Hansa, tmp_path: Path
) -> None:
    """A city takes it from its statement; in a shell it goes into a folder."""
    published()
    ran = hansa(
        "clearing", "return", LEAGUE, DAY, "changsha-card", "--out", tmp_path,
        "--as", account(Role.CLEARING_OPERATOR), "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    place = Path(json.loads(ran.out)["out"])
    assert place.name == f"changsha-card_{DAY}_0_return.csv"
    rows = returned(tmp_path / "other")
    assert list(csv.DictReader(io.StringIO(place.read_text("utf-8-sig")))) == rows
    refused = hansa(
        "clearing", "return", LEAGUE, DAY, "changsha-card",
        "--as", account(Role.APPROVER), "--json",
    )  # fmt: skip
    assert json.loads(refused.out)["code"] == "right-missing"


def test_a_statement_lists_the_files_of_its_own_city(
    brought: None, enter: Enter
) -> None:
    """An operator may take every sender's; beside one city's statement stand its own."""
    published()
    operator = enter(Role.CLEARING_OPERATOR)
    place = f"/{LEAGUE}/clearing/windows/{DAY}/"
    assert f"{place}returns/zhuzhou-card/" in operator.get(place).content.decode()
    html = operator.get(f"{place}statements/changsha/").content.decode()
    assert f"{place}returns/changsha-card/" in html
    assert f"{place}returns/zhuzhou-card/" not in html


def test_a_program_takes_the_file_with_the_same_rights(
    brought: None, program: Callable[..., Client], tmp_path: Path
) -> None:
    """At the API too: an operator's any, a city's own, and nobody else's."""
    published()
    at = f"/api/v1/leagues/{LEAGUE}/clearing/windows/{DAY}/batches/0/returns"
    liaison = program(Role.CITY_LIAISON, "changsha")
    assert [one["sender"] for one in liaison.get(at).json()] == ["changsha-card"]
    answer = liaison.get(f"{at}/changsha-card")
    assert answer["content-disposition"].endswith('_return.csv"')
    written = b"".join(answer).decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(written))) == returned(tmp_path)
    assert liaison.get(f"{at}/zhuzhou-card").status_code == 403
    assert program(Role.APPROVER).get(at).status_code == 403
    assert program(Role.SECRETARIAT).get(f"{at}/changsha-card").status_code == 403
    operator = program(Role.CLEARING_OPERATOR)
    assert operator.get(f"{at}/none").status_code == 404
    assert operator.get(f"{at}/changsha-card?layout=FB").status_code == 422
