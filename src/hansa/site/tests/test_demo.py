"""The newcomer's demonstration builds, can be built again, and is seen in a browser."""

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

CHROMIUM = shutil.which("chromium")
START_S_MAX = 60


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
    }


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "hansa.site.command", *words]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Build the demonstration twice in one folder; give the folder and what was printed."""
    folder = tmp_path_factory.mktemp("built")
    told = [
        subprocess.run(
            command("demo", "--no-serve", "--lang", "en"),
            env=environment(folder),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    return folder, told


def test_demo_builds_and_builds_again(built: tuple[Path, list[str]]) -> None:
    """Built twice, the demonstration prints the same scene and journals one story."""
    folder, (first, second) = built
    assert first == second
    assert re.search(r"2026 .* Suzhou .* Xiangtan", first)
    assert re.search(r"2018 .* Xuzhou .* Changsha", first)
    journal = subprocess.run(
        command("journal", "verify", "--lang", "en"),
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "sound. Entries: " in journal


def test_nothing_happens_to_a_duty_before_it_is_opened(
    built: tuple[Path, list[str]],
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
