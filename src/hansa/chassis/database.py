"""Whether the database is there, and bringing it up to date on first use."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from hansa.chassis import workdays
from hansa.chassis.clock import now

LOCK = 20181209  # Any number that nothing else on the server locks.
LOCK_S_MAX = 120  # Longer than any migration; a process that dies lets go at once.


def _file() -> Path | None:
    """Name the database file; None where records are not in a file."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith(("file:", ":memory:")):
        return None
    return Path(name)


def is_there() -> bool:
    """Tell whether the database exists and holds tables, without making it."""
    file = _file()
    if file is not None and not file.exists():
        return False
    try:
        return "django_migrations" in connection.introspection.table_names()
    except DatabaseError:
        return False


def bring_up_to_date() -> None:
    """Create or migrate the database where needed, and seed the working days.

    Processes that start together, such as pages and worker, wait for the first of them.
    """
    file = _file()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    # Even opening a file for the first time switches its mode, and needs it alone.
    if file is not None or _lags():
        with _alone(file):
            if _lags():
                call_command("migrate", interactive=False, verbosity=0)
    workdays.seed(now())


def _lags() -> bool:
    return bool(_shipped() - MigrationRecorder(connection).applied_migrations().keys())


@cache
def _shipped() -> frozenset[tuple[str, str]]:
    """Name every migration of the program; they do not change while it runs."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for m in loader.disk_migrations.values() for name in m.replaces}
    return frozenset(loader.disk_migrations.keys() - replaced)


@contextmanager
def _alone(file: Path | None) -> Iterator[None]:
    """Keep other processes from making tables at the same time.

    On SQLite the lock is an empty database beside the file: unlike the locks of operating
    systems it is the same everywhere.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    elif file is not None:
        lock = sqlite3.connect(f"{file}-lock", LOCK_S_MAX, isolation_level=None)
        with closing(lock):
            lock.execute("BEGIN EXCLUSIVE")
            yield
    else:
        yield
