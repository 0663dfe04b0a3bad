"""Whether the database is there, and bringing it up to date on first use."""

from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hansa.chassis import workdays
from hansa.chassis.clock import now


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
    """Create or migrate the database where needed, and seed the working days."""
    file = _file()
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    workdays.seed(now())
