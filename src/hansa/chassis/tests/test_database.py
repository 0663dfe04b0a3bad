"""The database is made on first use, and asking whether it is there makes nothing."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from hansa.chassis import database, workdays

ASK = """
import django
django.setup()
from hansa.chassis import database
print(database.is_there())
"""


def environment_of(file: Path) -> dict[str, str]:
    """Point a process to a database file."""
    return {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{file}",
        "DJANGO_SETTINGS_MODULE": "hansa.site.settings",
    }


def is_there(file: Path) -> bool:
    """Ask in a process of its own whether a file is a database."""
    ran = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment_of(file),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    return {"True\n": True, "False\n": False}[ran.stdout]


def test_asking_makes_no_database(tmp_path: Path) -> None:
    """Where there is no file, neither it nor its folder is made."""
    assert not is_there(tmp_path / "var" / "new.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_file_is_no_database(tmp_path: Path) -> None:
    """A file that holds something else is not there, not an error, and stays as it is."""
    file = tmp_path / "odd.sqlite3"
    file.write_bytes(b"this is no database" * 100)
    assert not is_there(file)
    assert file.read_bytes() == b"this is no database" * 100


def test_first_commands_at_once_make_one_database(tmp_path: Path) -> None:
    """Processes that start together wait for the one that makes the tables."""
    file = tmp_path / "var" / "new.sqlite3"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "hansa.site.command", "journal", "head"],
            env=environment_of(file),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in started:
        out, faults = process.communicate(timeout=300)
        assert (process.returncode, out, faults) == (0, "0:genesis\n", "")
    with closing(sqlite3.connect(file)) as made:
        years = made.execute("SELECT year FROM chassis_workyearnotice").fetchall()
    assert (2026,) in years


def test_the_database_of_these_tests_is_there(db: None) -> None:
    """A migrated database is known as such."""
    assert database.is_there()


def test_bringing_up_to_date_seeds_once(db: None) -> None:
    """The working days are there afterwards, and a second time changes nothing."""
    database.bring_up_to_date()
    seeded = workdays.table()
    assert 2026 in seeded.years
    database.bring_up_to_date()
    assert workdays.table() == seeded
