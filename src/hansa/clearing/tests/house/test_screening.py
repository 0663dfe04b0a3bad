"""Cards that are stopped and terminals that are known, as the house keeps them."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.chassis.models import JournalEntry
from hansa.clearing.models import ScreeningList
from hansa.clearing.reads import batches
from hansa.clearing.services import screening, sealing, windows
from hansa.clearing.terms.house import Cause, ScreeningLine
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    HEADER,
    LEAGUE,
    OPERATOR,
    Account,
    Bring,
    Enter,
    finished,
    open_window,
    published,
    tap,
)
from hansa.kernel.errors import Forbidden, Missing, Refused

STOPPED = "card,from,to\ncard-2,2026-11-01T00:00:00+08:00,\n"
PAGE = f"/{LEAGUE}/clearing/lists/"
API = f"/api/v1/leagues/{LEAGUE}/clearing/lists"


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """A list that stops the card of the second tap."""
    path = tmp_path / "stopped.csv"
    path.write_text(STOPPED, encoding="utf-8")
    return path


def brought(path: Path, kind: str = "denylist") -> ScreeningLine:
    """Bring a list as the operator."""
    return screening.bring_list(OPERATOR, LEAGUE, kind, path, path.name)


def codes() -> Counter[str]:
    """Count what was not accepted of the latest batch, by code."""
    return Counter(one.code for one in batches.list_exceptions(OPERATOR, LEAGUE, DAY))


def test_a_stopped_card_is_suspended(house: None, bring: Bring, stopped: Path) -> None:
    """What is sealed after the list is screened by it; what was sealed before is not."""
    open_window()
    bring("changsha-card.csv", tap("1"), tap("2"), tap("3"))
    published()
    assert codes() == {}
    brought(stopped)
    sealing.make_delta(
        OPERATOR, LEAGUE, DAY, Cause.RULE_AMENDMENT, "list of stopped cards"
    )
    finished()
    assert codes() == {"DENYLIST": 1}
    screening.lift_list(OPERATOR, LEAGUE, "denylist")
    sealing.make_delta(
        OPERATOR, LEAGUE, DAY, Cause.RULE_AMENDMENT, "the list was lifted"
    )
    finished()
    assert codes() == {}


def test_a_late_file_is_judged_by_the_lists_of_its_window(
    house: None, bring: Bring, stopped: Path
) -> None:
    """A delta for a late file takes the rules of the batch before, its lists among them."""
    brought(stopped)
    open_window()
    bring("changsha-card.csv", tap("1"))
    published()
    screening.lift_list(OPERATOR, LEAGUE, "denylist")
    bring("changsha-card-2.csv", tap("2"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE, "")
    finished()
    assert codes() == {"DENYLIST": 1}


def test_an_unknown_terminal_is_suspended(house: None, tmp_path: Path) -> None:
    """Where terminals are listed, a tap of any other is suspended."""
    path = tmp_path / "terminals.csv"
    path.write_text("terminal\nT1\n", encoding="utf-8")
    assert brought(path, "terminals").rows == 1
    open_window()
    rows = [f"{HEADER},terminal", f"{tap('1')},T1", f"{tap('2')},T2"]
    taps = tmp_path / "changsha-card.csv"
    taps.write_text("\n".join(rows) + "\n", encoding="utf-8")
    stated = windows.Stated(name=taps.name, window=DAY)
    windows.register_file(OPERATOR, LEAGUE, taps, stated)
    published()
    assert codes() == {"KEY_UNKNOWN": 1}


def test_the_same_bytes_again_change_nothing(house: None, stopped: Path) -> None:
    """One version, one entry of the journal; other bytes make the next version."""
    assert brought(stopped) == brought(stopped)
    assert JournalEntry.objects.filter(service="clearing.bring_list").count() == 1
    stopped.write_text(
        STOPPED + "card-9,2026-11-01T00:00:00+08:00,\n", encoding="utf-8"
    )
    assert (brought(stopped).number, brought(stopped).rows) == (2, 2)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (b"card,from\nc,2026-11-01T00:00:00+08:00\n", "list-columns-missing"),
        (b"card,from,to\nc,yesterday,\n", "list-row-unreadable"),
        (b"card,from,to\n,2026-11-01T00:00:00+08:00,\n", "list-row-unreadable"),
        (b"\xff\xfe\x00", "wrong-encoding"),
        (b"", "list-columns-missing"),
    ],
)
def test_a_list_with_a_fault_is_refused_whole(
    house: None, tmp_path: Path, written: bytes, code: str
) -> None:
    """Each fault is named at its line, and nothing is taken."""
    path = tmp_path / "list.csv"
    path.write_bytes(written)
    with pytest.raises(Refused) as refused:
        brought(path)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert not ScreeningList.objects.exists()


def test_who_may_keep_lists(house: None, stopped: Path) -> None:
    """The operator; whoever approves may not, and what is not there is said."""
    with pytest.raises(Forbidden):
        screening.bring_list(APPROVER, LEAGUE, "denylist", stopped, "x.csv")
    with pytest.raises(Forbidden):
        screening.lift_list(APPROVER, LEAGUE, "denylist")
    with pytest.raises(Missing, match="list-kind-unknown"):
        brought(stopped, "friends")
    with pytest.raises(Missing, match="file-not-there"):
        brought(stopped.with_name("other.csv"))
    with pytest.raises(Refused, match="list-not-there"):
        screening.lift_list(OPERATOR, LEAGUE, "denylist")


def upload(name: str, words: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, words.encode())


def test_lists_on_their_page(house: None, enter: Enter) -> None:
    """Brought, shown with its version, refused at its line, lifted; readers see no form."""
    operator = enter(Role.CLEARING_OPERATOR)
    sent = {
        "kind": "denylist",
        "brought": upload("<b>.csv", STOPPED),
    }
    assert operator.post(PAGE, sent).status_code == 302
    html = operator.get(PAGE).content.decode()
    assert "Taps are screened by 1 list<" in html
    assert "holds now" in html
    assert "<b>.csv" not in html
    faulty = {"kind": "denylist", "brought": upload("x.csv", "card,from,to\nc,,\n")}
    refused = operator.post(PAGE, faulty)
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "This row names no card" in said
    assert "denylist.csv:2" in said
    reader = enter(Role.APPROVER)
    shown = reader.get(PAGE).content.decode()
    assert 'type="file"' not in shown
    assert reader.post(PAGE, {"kind": "denylist"}).status_code == 403
    assert reader.post(f"{PAGE}denylist/lift/").status_code == 403
    assert operator.post(f"{PAGE}denylist/lift/").status_code == 302
    assert ScreeningList.objects.get(number=2).sha256 == ""


def test_lists_by_command(
    house: None, account: Account, hansa: Hansa, stopped: Path
) -> None:
    """Brought, listed and lifted from a shell."""
    operator = ("--as", account(Role.CLEARING_OPERATOR))
    bring = ("clearing", "list", "bring", LEAGUE, "denylist")
    made = hansa(*bring, stopped, *operator, "--json")
    assert made.code == 0, made.out
    assert json.loads(made.out)["rows"] == 1
    assert hansa(*bring, stopped).code == 1
    assert "stopped.csv" in hansa("clearing", "list", "show", LEAGUE, *operator).out
    lift = ("clearing", "list", "lift", LEAGUE, "denylist", *operator)
    assert [hansa(*lift).code for _ in range(2)] == [0, 1]
    assert hansa(*bring, stopped.with_name("none.csv"), *operator).code == 1


def test_lists_by_programs(house: None, program: Callable[..., Client]) -> None:
    """Brought, listed and lifted through the API, with the rights of the page."""
    operator = program(Role.CLEARING_OPERATOR)
    made = operator.post(f"{API}/denylist", {"file": upload("stopped.csv", STOPPED)})
    assert made.status_code == 200, made.content
    assert made.json()["rows"] == 1
    assert [one["number"] for one in operator.get(API).json()] == [1]
    assert operator.delete(f"{API}/denylist").json()["sha256"] == ""
    assert operator.delete(f"{API}/denylist").status_code == 422
    other = operator.post(f"{API}/friends", {"file": upload("stopped.csv", STOPPED)})
    assert other.status_code == 404
    assert program(Role.APPROVER).delete(f"{API}/denylist").status_code == 403
    assert program(Role.CITY_LIAISON, "zhuzhou").get(API).status_code == 403
