"""What serving brings with it: true addresses, and a tick that nobody has to start."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from hansa.site import environment, server, tasks

PATIENCE_S = 60


@pytest.mark.parametrize(
    ("address", "said", "reached"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:8123"),
        ("0.0.0.0", None, "http://127.0.0.1:8123"),
        ("::1", None, "http://[::1]:8123"),
        ("127.0.0.1", "https://hansa.example/", "https://hansa.example"),
    ],
)
def test_links_begin_where_pages_are_served(
    address: str, said: str | None, reached: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to say the port twice; what the operator said holds."""
    monkeypatch.setattr(os, "environ", {"HANSA_ADDRESS": said} if said else {})
    assert environment.reach_at(address, 8123) == reached


def test_a_tick_that_fails_is_told_and_tried_again(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """One fault does not end what runs every minute."""
    stop, ran = Event(), []

    def fail_once() -> None:
        ran.append(1)
        if len(ran) == 1:
            raise RuntimeError("the database is away")
        stop.set()

    tasks.keep_on(fail_once, 0, stop)
    assert len(ran) == 2
    assert "the database is away" in caplog.text


def test_serving_keeps_search_and_addresses_true(tmp_path: Path) -> None:
    """Served alone, what was put in force is found, links have the port, all ends."""
    port = server.free_port(8300)
    environ = {
        **{name: text for name, text in os.environ.items() if name != "HANSA_ADDRESS"},
        "HANSA_DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "HANSA_FILES": str(tmp_path / "files"),
    }
    command = [sys.executable, "-m", "hansa.site.command"]
    applied = [*command, "charter", "apply", "charters/huaihai"]
    subprocess.run(applied, env=environ, check=True, capture_output=True)
    served = subprocess.Popen(
        [*command, "serve", "--port", str(port), "--workers", "1"],
        env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        here = f"http://127.0.0.1:{port}"
        _until(f"{here}/huaihai/search/?q=GOV-11", "/charter/clauses/GOV-11/")
        assert here in _read(f"{here}/huaihai/feeds/")
        children = _children(served.pid)
        assert any("tick" in words for words in children.values())
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(30)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        content: Any = answer.read()
        return str(content, "utf-8")


def _until(address: str, wanted: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            if wanted in _read(address):
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{wanted} is not at {address}")


def _children(pid: int) -> dict[str, str]:
    """Give the processes that one started, with their words."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
    return {
        child: Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8")
        for child in found.split()
    }
