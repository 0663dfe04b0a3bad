"""Killed, raced, or out of disk: the old state or the new one, and never part of one."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from hansa.clearing.tests.house.conftest import make_house

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
VICTIMS = Path(__file__).parent / "victims.py"
skipped = pytest.mark.skipif(not CHAOS, reason="HANSA_CHAOS is not 1")


def shared_database(folder: Path) -> str:
    """Give the address of a database with our tables that other processes can open.

    On PostgreSQL it is the one of these tests; on SQLite that one is in memory, and a
    copy in a file takes its place.
    """
    if connection.vendor == "postgresql":
        parts = urlsplit(os.environ["HANSA_DATABASE_URL"])
        return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    connection.ensure_connection()
    file = folder / "shared.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # Whoever made the file has switched it; switching needs it alone.
        copy.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{file}"


def suffer(folder: Path, *words: str) -> Any:
    """Make a house, and let its acts suffer in a process of their own."""
    make_house()
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": shared_database(folder),
        "HANSA_CLEARING": str(folder / "clearing"),
        "DJANGO_SETTINGS_MODULE": "hansa.site.settings",
    }
    ran = subprocess.run(
        [sys.executable, VICTIMS, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def survive(folder: Path, *wanted: int) -> None:
    """Kill so many acts of each kind; all days end in one result."""
    found = suffer(folder, "kill", "20181020", *map(str, wanted))
    killed, through = found["killed"], found["through"]
    assert sum(killed.values()) + sum(through.values()) == sum(wanted)
    # How many come through in time hangs on the machine; every kind is tried.
    assert sum(killed.values()) >= sum(wanted) // 3
    assert killed.keys() | through.keys() == {"intake", "seal", "run", "approve"}
    assert len(found["results"]) == 1


def test_killed_at_any_moment(transactional_db: None, tmp_path: Path) -> None:
    """25 kills of intake, seal, run and approval; every day ends as an undisturbed one."""
    survive(tmp_path, 9, 8, 4, 4)


@pytest.mark.chaos
@skipped
def test_killed_five_hundred_times(transactional_db: None, tmp_path: Path) -> None:
    """The same, many times."""
    survive(tmp_path, 170, 130, 100, 100)


def test_sealing_races_put_each_file_in_one_batch(
    transactional_db: None, tmp_path: Path
) -> None:
    """Two bring files and two seal at once, 50 times: one seals, and no file is lost."""
    assert suffer(tmp_path, "race", "20181209", "50")["rounds"] == 50


@pytest.mark.chaos
@skipped
def test_a_thousand_sealing_races(transactional_db: None, tmp_path: Path) -> None:
    """The same a thousand times; some files come late, and some in time."""
    found = suffer(tmp_path, "race", "20181209", "1000")
    assert 0 < found["late"] < 4 * 1000


def test_a_full_disk_changes_nothing(transactional_db: None, tmp_path: Path) -> None:
    """Each act fails whole, leaves no half file, and works once there is room."""
    found = suffer(tmp_path, "full")
    assert found["refused"] == ["intake", "seal", "run", "approve"]
