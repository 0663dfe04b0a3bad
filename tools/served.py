"""Serve the demonstration from a folder of its own, for browser tests and pictures."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_S_MAX = 480
ASK_AGAIN_S = 0.2


@contextmanager
def served_demo(folder: Path) -> Iterator[str]:
    """Build and serve the demonstration until the caller is done; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "HANSA_FILES": str(folder / "files"),
        "HANSA_CLEARING": str(folder / "clearing"),
        "HANSA_ADDRESS": address,
        "HANSA_SECRET_KEY": "k" * 50,
    }
    command = [sys.executable, "-m", "hansa.site.command", "demo", "--port", str(port)]
    with (folder / "served.log").open("wb") as log:
        served = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(address, served, folder)
            yield address
        finally:
            served.terminate()
            served.wait(30)


def _wait(address: str, served: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + START_S_MAX
    while time.monotonic() < until:
        if served.poll() is not None:
            said = (folder / "served.log").read_text(encoding="utf-8")
            raise RuntimeError(f"the demonstration ended by itself:\n{said}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(ASK_AGAIN_S)
    raise RuntimeError("the demonstration did not answer in time")
