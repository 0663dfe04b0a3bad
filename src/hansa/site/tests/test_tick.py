"""The tick does what falls due, once, whatever kills it half-way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import CharterCopy, Hansa

TRIES = 30 if os.environ.get("HANSA_CHAOS") == "1" else 4


def test_tick_delivers_once(hansa: Hansa, db: None) -> None:
    """An applied charter's event is delivered by the first tick and by no later one."""
    hansa("charter", "apply", "charters/huaihai")
    first = json.loads(hansa("tick", "--json").out)
    second = json.loads(hansa("tick", "--json").out)
    quiet = {
        "delivered": 0,
        "waiting": 0,
        "settled": 0,
        "opened": 0,
        "cases": 0,
        "sent": 0,
    }
    assert first["delivered"] == 1
    assert second == quiet


def test_tick_settles_a_provisional_deadline(hansa: Hansa, db: None) -> None:
    """A deadline in a year without notice settles when the notice is recorded."""
    kept = hansa(
        "workdays",
        "due",
        "--from",
        "2027-09-25",
        "--days",
        "6",
        "--keep",
        "k",
        "--json",
    )
    assert json.loads(kept.out) == {"due_on": "2027-10-04", "provisional": True}
    assert json.loads(hansa("tick", "--json").out)["settled"] == 0
    off = [f"2027-10-0{day}" for day in (1, 4, 5, 6, 7)]
    words = [word for day in off for word in ("--off", day)]
    assert hansa("workdays", "publish", "2027", "--source", "notice", *words).code == 0
    assert json.loads(hansa("tick", "--json").out)["settled"] == 1
    assert json.loads(hansa("tick", "--json").out)["settled"] == 0
    acts = json.loads(hansa("journal", "list", "--json").out)
    assert acts[0]["service"] == "workdays.settle"


def test_tick_is_left_to_the_worker(hansa: Hansa, transactional_db: None) -> None:
    """A tick left to the worker runs when the worker does."""
    hansa("charter", "apply", "charters/huaihai")
    assert hansa("tick", "--later").code == 0
    assert hansa("worker", "--once").code == 0
    assert json.loads(hansa("tick", "--json").out)["delivered"] == 0


@pytest.mark.chaos
def test_a_killed_tick_is_completed_by_the_next(
    tmp_path: Path, charter_copy: CharterCopy
) -> None:
    """Killed at any moment, a tick leaves each event undone or done whole."""
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }

    def run(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "hansa.site.command", *words],
            env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    for year, month in ((2018, 11), (2027, 10), (2028, 9)):
        folder = charter_copy(
            "huaihai", {"governance.yaml": [("month: 11", f"month: {month}")]}
        )
        run("charter", "apply", str(folder), "--effective", f"{year}-12-09")
    for _ in range(TRIES):
        tick = subprocess.Popen(
            [sys.executable, "-m", "hansa.site.command", "tick"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(random.uniform(0.2, 1.6))
        tick.send_signal(signal.SIGKILL)
        tick.wait()
        run("journal", "verify")
    run("tick")
    services = [act["service"] for act in json.loads(run("journal", "list", "--json"))]
    assert services.count("governance.keep_calendar_changes") == 2
    assert json.loads(run("tick", "--json"))["delivered"] == 0
