"""Serves the pages with granian."""

import socket

from granian import Granian
from granian.constants import Interfaces

PORTS_TRIED = 20


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
