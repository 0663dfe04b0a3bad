"""What a sender may write at its worst: no window is stuck, and no tap is lost by it."""

import csv
import io
from pathlib import Path

from hansa.clearing.services import running, sealing, windows
from hansa.clearing.services.returning import write_return_file
from hansa.clearing.terms.house import ReturnLayout
from hansa.clearing.tests.house.conftest import (
    DAY,
    HEADER,
    LEAGUE,
    OPERATOR,
    Bring,
    open_window,
    published,
    tap,
)

BEFORE = "2026-11-22"
LARGEST = 2**63 - 1


def returned(folder: Path, slug: str) -> dict[str, tuple[str, str]]:
    """Code and note of each row in Changsha's return file."""
    folder.mkdir(exist_ok=True)
    place = write_return_file(
        OPERATOR, LEAGUE, slug, None, "changsha-card", ReturnLayout.CSV, folder
    )
    rows = csv.DictReader(io.StringIO(place.read_bytes().decode("utf-8-sig")))
    return {row["record_id"]: (row["code"], row["note"]) for row in rows}


def test_list_prices_without_limit_stop_no_window(
    house: None, bring: Bring, tmp_path: Path
) -> None:
    """Two of the largest number, which no sum holds, are rejected, and the rest clears."""
    open_window()
    header = f"{HEADER},list_fen"
    rows = [
        f"{tap(f'L{at}', amount_fen=1)},{list_fen}"
        for at, list_fen in enumerate((LARGEST, LARGEST, 10**14, 2_000))
    ]
    bring("changsha-card_1.csv", tap("A1"))
    path = tmp_path / "changsha-card_2.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    stated = windows.Stated(name=path.name, window=DAY)
    windows.register_file(OPERATOR, LEAGUE, path, stated)
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    manifest = running.run_batch(OPERATOR, LEAGUE, DAY)
    assert manifest["counts"]["codes"] == {"AMOUNT_RANGE": 3, "ACCEPTED": 2}
    assert manifest["totals"]["gross_fen"] == 200 + 2_000


def test_counters_at_both_ends_are_returned(
    house: None, bring: Bring, tmp_path: Path
) -> None:
    """A card whose counter leaps over all numbers is remarked on like any gap."""
    open_window()
    counters = (-(2**63), 1 - 2**63, LARGEST)
    rows = [tap(f"A{at}", card="c", counter=one) for at, one in enumerate(counters)]
    bring("changsha-card_1.csv", *rows)
    published()
    assert returned(tmp_path / "back", DAY) == {
        "A0": ("ACCEPTED", ""),
        "A1": ("ACCEPTED", ""),
        "A2": ("ACCEPTED", "CTR_GAP"),
    }


def test_a_tap_that_came_too_early_is_brought_again(
    house: None, bring: Bring, tmp_path: Path
) -> None:
    """The remedy that the return file of its first window names works."""
    early = tap("E1")
    open_window(BEFORE)
    bring(
        "changsha-card_1.csv",
        early,
        tap("A1", at=f"{BEFORE}T08:00:00+08:00"),
        window=BEFORE,
    )
    published(BEFORE)
    assert returned(tmp_path / "first", BEFORE)["E1"][0] == "FUTURE"
    open_window()
    bring("changsha-card_2.csv", early)
    published()
    assert returned(tmp_path / "second", DAY) == {"E1": ("ACCEPTED", "")}
    assert returned(tmp_path / "again", BEFORE)["E1"][0] == "FUTURE"
