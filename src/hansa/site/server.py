"""Serves the pages with granian."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

from hansa.site import environment

PORTS_TRIED = 20
TICK_EVERY_S = 60
STOP_S_MAX = 10


def is_free(address: str, port: int) -> bool:
    """Tell whether nobody listens on a port.

    Asked by connecting: the server shares its port among its processes, so binding it
    would succeed beside another server of the same kind.
    """
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((address.replace("0.0.0.0", "127.0.0.1"), port)) != 0  # noqa: S104 -- an address to compare with


def free_port(wanted: int) -> int:
    """Give the wanted port, or the next one nobody listens on.

    Raises:
        OSError: none of the ports tried is free.
    """
    for port in range(wanted, wanted + PORTS_TRIED):
        if is_free("127.0.0.1", port):
            return port
    raise OSError(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


def reach_at(address: str, port: int) -> None:
    """Begin links in mails, notices and calendars with where the pages are served."""
    settings.HANSA_ADDRESS = environment.reach_at(address, port)


@contextmanager
def ticking() -> Iterator[None]:
    """Do what falls due beside the pages, in a process of its own, until the end.

    The server forks, which a thread with a connection to the database would not survive.
    """
    command = [sys.executable, "-m", "hansa.site.command", "tick"]
    ticker = subprocess.Popen(  # noqa: S603 -- our own command, and a number
        [*command, "--every", str(TICK_EVERY_S)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        # Ctrl-C is for the server, which then ends its ticker.
        start_new_session=True,
    )
    try:
        yield
    finally:
        ticker.terminate()
        ticker.wait(STOP_S_MAX)


def serve(address: str, port: int, workers: int) -> None:
    """Serve until interrupted."""
    Granian(
        "hansa.site.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        log_enabled=False,
    ).serve()
