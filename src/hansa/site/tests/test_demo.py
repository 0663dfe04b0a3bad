"""The newcomer's demonstration builds, can be built again, and is seen in a browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
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


def test_demo_builds_and_builds_again(tmp_path: Path) -> None:
    """Built twice, the demonstration prints the same scene and journals one story."""
    first, second = (
        subprocess.run(
            command("demo", "--no-serve", "--lang", "en"),
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    )
    assert first == second
    assert re.search(r"2026 .* Suzhou .* Xiangtan", first)
    assert re.search(r"2018 .* Xuzhou .* Changsha", first)
    journal = subprocess.run(
        command("journal", "verify", "--lang", "en"),
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "sound. Entries: " in journal


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
