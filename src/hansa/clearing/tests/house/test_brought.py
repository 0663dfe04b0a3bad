"""What a file may hold and be called: taps of its sender alone, under any name."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hansa.chassis.actor import Role
from hansa.chassis.language import render
from hansa.clearing.models import CardFile
from hansa.clearing.reads import batches, places
from hansa.clearing.services import running, sealing, windows
from hansa.clearing.terms.house import Registered
from hansa.clearing.tests.house.conftest import (
    AUDITOR,
    DAY,
    HEADER,
    LEAGUE,
    OPERATOR,
    Bring,
    Program,
    open_window,
    tap,
)
from hansa.kernel.errors import Refused


def bring_as(
    folder: Path, name: str, *rows: str, sender: str | None = None
) -> Registered:
    """Register rows of a file that lies under another name than it is brought by."""
    path = folder / "rows.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    stated = windows.Stated(name=name, window=DAY, sender=sender)
    return windows.register_file(OPERATOR, LEAGUE, path, stated)


def test_a_file_holds_taps_of_its_sender_alone(house: None, bring: Bring) -> None:
    """Zhuzhou cannot give back what Changsha sold, nor make a conflict of its serials."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    refund = tap("A2", kind="refund", original_record_id="A1")
    own = tap("B1", acquirer="zhuzhou-card", issuer="changsha-card")
    conflict = tap("A1", amount_fen=9)
    file = bring("zhuzhou-card_1.csv", own, refund, conflict).file
    assert (file.refused, file.rows, file.amount_fen) == ("FILE_ACQUIRER", 0, 0)
    assert file.message is not None
    assert file.remedy is not None
    said = render(file.message)
    assert "zhuzhou-card" in said
    assert "2" in said
    assert places.original_of(file.sha256).is_file()
    assert not places.canonical_of(file.sha256).exists()
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    running.run_batch(OPERATOR, LEAGUE, DAY)
    counts = batches.get_batch(AUDITOR, LEAGUE, DAY).line.counts
    assert counts["codes"] == {"ACCEPTED": 1}


def test_rows_without_a_legible_acquirer_are_nobody_elses(
    house: None, bring: Bring
) -> None:
    """They are rejected one by one, and the file is taken; so is one of no known sender."""
    open_window()
    taken = bring("changsha-card_1.csv", tap("A1"), tap("A2", acquirer=""), "torn,row")
    assert (taken.file.refused, taken.file.rows, taken.file.unreadable) == ("", 3, 2)
    unknown = bring("files-of-all.csv", tap("A3"), tap("B1", acquirer="zhuzhou-card"))
    assert (unknown.file.sender, unknown.file.refused) == ("", "")


def test_a_stated_sender_counts_like_that_of_the_name(
    house: None, tmp_path: Path
) -> None:
    """Brought under the right sender the same bytes are taken, until they are sealed."""
    open_window()
    wrong = bring_as(tmp_path, "one.csv", tap("A1"), sender="zhuzhou-card")
    assert wrong.file.refused == "FILE_ACQUIRER"
    again = bring_as(tmp_path, "zhuzhou-card_1.csv", tap("A1"))
    assert again.unchanged
    nobodys = bring_as(tmp_path, "other.csv", tap("A1"))
    assert nobodys.unchanged
    mended = bring_as(tmp_path, "changsha-card_1.csv", tap("A1"))
    assert not mended.unchanged
    assert (mended.file.refused, mended.file.rows) == ("", 1)
    assert mended.file.id == wrong.file.id
    assert CardFile.objects.get().sender == "changsha-card"
    assert places.canonical_of(mended.file.sha256).is_file()
    once_more = bring_as(tmp_path, "zhuzhou-card_1.csv", tap("A1"))
    assert (once_more.unchanged, once_more.file.sender) == (True, "changsha-card")


def test_the_same_file_has_the_same_answer_by_the_api(
    house: None, program: Program
) -> None:
    """Brought once more, the instant is written as it was the first time."""
    open_window()
    client = program(Role.CLEARING_OPERATOR)
    address = f"/api/v1/leagues/{LEAGUE}/clearing/windows/{DAY}/files"
    content = f"{HEADER}\n{tap('A1')}\n".encode()
    answers = [
        client.post(
            address, {"file": SimpleUploadedFile("changsha-card_1.csv", content)}
        ).json()
        for _ in range(2)
    ]
    assert [one["unchanged"] for one in answers] == [False, True]
    assert answers[0]["file"] == answers[1]["file"]
    assert answers[0]["file"]["received_at"] == "2026-11-24T03:00:00Z"


def test_a_sealed_refusal_stays_as_it_is(house: None, tmp_path: Path) -> None:
    """A batch names it, and what a batch names does not change."""
    open_window()
    bring_as(tmp_path, "zhuzhou-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    assert bring_as(tmp_path, "changsha-card_1.csv", tap("A1")).unchanged
    assert CardFile.objects.get().refused == "FILE_ACQUIRER"


@pytest.mark.parametrize(
    "name",
    [
        "canonical.parquet",
        "canonical.parquet.part",
        "canonical.parquet.unpacked",
        "brought",
        "长沙" * 98 + ".csv",
    ],
)
def test_a_file_may_have_any_name(name: str, house: None, tmp_path: Path) -> None:
    """No name meets those of our own folders, or is longer than the disk takes."""
    open_window()
    taken = bring_as(tmp_path, name, tap("A1"), sender="changsha-card").file
    assert (taken.name, taken.refused, taken.rows) == (name, "", 1)
    assert places.canonical_of(taken.sha256).is_file()


def test_an_unknown_sender_is_refused_before_anything_is_kept(
    house: None, tmp_path: Path
) -> None:
    """Nothing is registered."""
    open_window()
    with pytest.raises(Refused) as refused:
        bring_as(tmp_path, "one.csv", tap("A1"), sender="nobody-card")
    assert refused.value.code == "sender-unknown"
    assert not CardFile.objects.exists()
