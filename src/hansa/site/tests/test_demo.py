"""The newcomer's demonstration builds, can be built again, and is seen in a browser."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hansa.clearing.terms.house import State

CHROMIUM = shutil.which("chromium")
START_S_MAX = 480


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "HANSA_CLEARING": str(folder / "clearing"),
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "hansa.site.command", *words]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Build the demonstration once; gives its folder, and what it printed."""
    folder = tmp_path_factory.mktemp("built")
    return folder, printed(folder, "demo", "--no-serve")


def printed(folder: Path, *words: str) -> str:
    """Give what a command prints on the morning of the demonstration, in English."""
    return subprocess.run(
        command(*words, "--lang", "en"),
        env={**environment(folder), "HANSA_CLOCK": "2026-11-24T09:00+08:00"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_demo_builds_and_builds_again(built: tuple[Path, str]) -> None:
    """Built twice, the demonstration prints the same scene and journals one story."""
    folder, first = built
    assert printed(folder, "demo", "--no-serve") == first
    assert re.search(r"2026 .* Suzhou .* Xiangtan", first)
    assert re.search(r"2018 .* Xuzhou .* Changsha", first)
    assert "sound. Entries: " in printed(folder, "journal", "verify")


@pytest.mark.parametrize("league", ["huaihai", "changzhutan"])
def test_a_month_of_clearing_has_every_state(
    league: str, built: tuple[Path, str]
) -> None:
    """Every state that lasts is there, files are missing of one city, one batch is void."""
    words = ("clearing", "window", "list", league, "--json")
    windows = json.loads(printed(built[0], *words))
    passing = {State.VALIDATED, State.PRICED, State.VOIDED}
    assert {one["state"] for one in windows} == {*State} - passing
    assert len(windows) == 24
    (lacking,) = (one for one in windows if any(g["overdue"] for g in one["gaps"]))
    assert (lacking["slug"], lacking["state"]) == ("2026-11-22", "collecting")
    batches = json.loads(
        printed(built[0], "clearing", "batch", "list", league, "--json")
    )
    assert [one["window"] for one in batches if one["state"] == "voided"] == [
        "2026-11-09"
    ]
    ledger = json.loads(
        printed(built[0], "clearing", "trial-balance", league, "--json")
    )
    assert ledger["balanced"]


def test_cases_of_suspended_rows_stand_at_several_points(
    built: tuple[Path, str],
) -> None:
    """One waits for its city, one is in hand, one for a second person, one is closed."""
    cases = json.loads(printed(built[0], "casework", "list", "changzhutan", "--json"))
    assert [one["state"] for one in cases] == [
        "awaiting-reply", "in-hand", "awaiting-approval", "closed",
    ]  # fmt: skip


def test_acts_follow_each_other_in_time(built: tuple[Path, str]) -> None:
    """From the building of the leagues on, no act is dated before the one before it."""
    words = ("journal", "list", "--most", "5000", "--json")
    entries = json.loads(printed(built[0], *words))
    moments = [one["recorded_at"] for one in reversed(entries)]
    told = moments[moments.index("2025-01-02T01:00:00+00:00", 8) :]
    assert len(told) > 900
    assert told == sorted(told)
    assert told[-1] <= "2026-11-24T01:00:00+00:00"


def test_the_late_files_lie_where_the_demonstration_says(
    built: tuple[Path, str],
) -> None:
    """Their folder is printed, and says that everything in it is invented."""
    (folder,) = re.findall(r"page of 2026-11-23: (.+)", built[1])
    late = (built[0] / folder / "xiangtan-card_20261123_late.csv").read_text("utf-8")
    assert "#trailer,218,130000" in late
    assert "invented" in (built[0] / folder / "README.txt").read_text("utf-8")


def test_what_the_demonstration_publishes_is_signed(built: tuple[Path, str]) -> None:
    """The command that it prints holds for a bundle of its last published batch."""
    folder, first = built
    (key,) = re.findall(r"BUNDLE --key ([0-9a-f]{64})", first)
    assert (folder / "clearing" / "demo-key.pem").stat().st_mode & 0o077 == 0
    bundles = sorted((folder / "clearing").rglob("zhuzhou.zip"))
    verdict = json.loads(
        printed(folder, "clearing", "verify", str(bundles[-1]), "--key", key, "--json")
    )
    assert (verdict["difference"], verdict["trusted"]) == (None, True)


def test_nothing_happens_to_a_duty_before_it_is_opened(
    built: tuple[Path, str],
) -> None:
    """Each duty of the demonstration is opened first, then answered or put higher."""
    folder, _ = built
    with closing(sqlite3.connect(folder / "demo.sqlite3")) as database:
        told = database.execute(
            "SELECT duty.key, event.kind, duty.opened_at <= event.recorded_at"
            " FROM duties_dutyevent event JOIN duties_duty duty"
            " ON duty.id = event.duty_id"
        ).fetchall()
    assert {kind for _, kind, _ in told} >= {"evidence", "escalated", "letter"}
    assert [(key, kind) for key, kind, in_order in told if not in_order] == []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration as a newcomer does, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("demo")
    served = subprocess.Popen(
        command("demo", "--port", str(port)),
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url)
        yield url
    finally:
        os.killpg(served.pid, signal.SIGTERM)
        served.wait(timeout=START_S_MAX)


def _await(url: str) -> None:
    ends = time.monotonic() + START_S_MAX
    while time.monotonic() < ends:
        try:
            with urllib.request.urlopen(url) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
    raise TimeoutError(url)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_pages_work_by_keyboard_and_on_a_phone(address: str) -> None:
    """The skip link comes first; on a phone nothing but tables is wider than it."""
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            locale="en-GB",
            viewport={"width": 390, "height": 800},
            java_script_enabled=True,
        )
        for path in (
            "/",
            "/huaihai/",
            "/huaihai/governance/calendar/",
            "/huaihai/charter/clauses/",
            "/changzhutan/delivery/works/",
        ):
            page.goto(address + path)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, path
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        browser.close()
