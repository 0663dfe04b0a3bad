"""Serves the pages with granian."""

import socket

from granian import Granian
from granian.constants import Interfaces

PORTS_TRIED = 20


def free_port(wanted: int) -> int:
    """Give the wanted port, or the next one nobody listens on.

    Raises:
        OSError: none of the ports tried is free.
    """
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {wanted} to {wanted + PORTS_TRIED - 1}")


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
