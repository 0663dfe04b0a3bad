"""The two lists of what cases decided: written, read back, and refused where unclear."""

from pathlib import Path

import pytest

from hansa.clearing.formats.decided import (
    adjustments_in,
    amounts_text,
    read_decided,
    rows_text,
)
from hansa.clearing.terms.rulebook import (
    Adjustment,
    Decided,
    DecidedRow,
    Participants,
)
from hansa.kernel.shapes import Log

pytestmark = pytest.mark.folders
PARTIES = Participants(
    members=("changsha", "zhuzhou"), accounts=("centre",), parties={}
)


def row(record: str, content: str = "a" * 64, **changed: object) -> DecidedRow:
    """A row that a case released, unless told otherwise."""
    stated = {
        "acquirer": "changsha-card",
        "record_id": record,
        "content_hash": content,
        "is_released": True,
        "case": "2026-3",
    }
    return DecidedRow(**{**stated, **changed})  # type: ignore[arg-type]  # as stated


def amount(**changed: object) -> Adjustment:
    """7.00 yuan from Zhuzhou to Changsha, unless told otherwise."""
    stated = {
        "payer": "zhuzhou",
        "payee": "changsha",
        "amount_fen": 700,
        "clause": "CLR-01",
        "case": "2026-4",
    }
    return Adjustment(**{**stated, **changed})  # type: ignore[arg-type]  # as stated


@pytest.mark.parametrize(
    "record", ["A1", "=1+1", "'A", "a,b", 'say "1"', " A ", "一号", "＝1", "-1"]
)
def test_every_serial_is_read_back(record: str, tmp_path: Path) -> None:
    """Also one that a spreadsheet would compute, and in whatever order it is written."""
    rows = (row(record), row(record, "b" * 64, is_released=False))
    written = rows_text(rows)
    assert written == rows_text(reversed(rows))
    (tmp_path / "decisions.csv").write_bytes(written.encode())
    log = Log()
    assert set(read_decided(tmp_path, log)) == set(rows)
    assert not log.findings


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("a,1,h,released,c\na,1,i,released,c", "decision-twice"),
        ("a,1,h,released,c\na,1,h,refused,c", "decision-twice"),
        ("a,1,h,perhaps,c", "decision-unreadable"),
        ("a,1,,released,c", "decision-unreadable"),
    ],
)
def test_an_unclear_decision_is_refused(rows: str, code: str, tmp_path: Path) -> None:
    """Two contents of one serial are not both released; no row is decided twice."""
    header = "acquirer,record_id,content_hash,decision,case"
    (tmp_path / "decisions.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    log = Log()
    read_decided(tmp_path, log)
    assert [one.code for one in log.findings] == [code]


def test_a_list_without_its_columns_is_refused(tmp_path: Path) -> None:
    """A list of another kind is none of decisions; no list is none at all."""
    log = Log()
    assert read_decided(tmp_path, log) == ()
    assert not log.findings
    (tmp_path / "decisions.csv").write_text("card,from,to\n1,2,3\n", encoding="utf-8")
    assert read_decided(tmp_path, log) == ()
    assert [one.code for one in log.findings] == ["decision-unreadable"]


@pytest.mark.parametrize(
    "changed",
    [
        {"payer": "atlantis"},
        {"payer": "changsha"},
        {"amount_fen": 0},
        {"amount_fen": -7},
        {"amount_fen": 2**63},
        {"case": ""},
    ],
)
def test_an_unfit_amount_is_refused(changed: dict[str, object]) -> None:
    """Two parties that take part, fen above zero, and each case once."""
    log = Log()
    content = amounts_text([amount(**changed)]).encode()
    assert adjustments_in(content, PARTIES, log) == ()
    assert [one.code for one in log.findings] == ["adjustment-unreadable"]


def test_a_case_decides_one_amount() -> None:
    """The same case once more is refused; what stands before is read."""
    log = Log()
    twice = amounts_text([amount(), amount(amount_fen=800)]).encode()
    assert adjustments_in(twice, PARTIES, log) == (amount(),)
    assert len(log.findings) == 1
    both = [amount(), amount(payee="centre", case="2026-5")]
    log = Log()
    assert set(adjustments_in(amounts_text(both).encode(), PARTIES, log)) == set(both)
    assert not log.findings


def test_cases_beside_are_those_of_what_changed() -> None:
    """What is in both is no news; what was taken away is."""
    old = Decided(rows=(row("A1"),), amounts=(amount(),))
    new = Decided(rows=(row("A1"), row("A2", "c" * 64, case="2026-7")), amounts=())
    assert new.cases_beside(old) == ("2026-4", "2026-7")
    assert new.cases_beside(new) == ()
