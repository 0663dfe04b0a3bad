"""Sends one HTTP POST to an address that somebody else named, and nowhere else.

The name is resolved once, every address it has is judged, and the connection goes to the
address that was judged: a name that leads elsewhere a moment later leads nowhere. There
are no redirects and no proxies, and the whole exchange has one time limit and reads
little of the answer.
"""

import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

from hansa.duties.rules import channels as rules
from hansa.duties.terms.channels import Posting
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Text, text

CONNECT_S_MAX = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; ``failure`` says why nothing did, or None."""

    status: int
    body: bytes
    failure: Text | None


def post(posting: Posting) -> Answer:
    """Send a POST and read the beginning of its answer; what fails is said, not raised."""
    try:
        rules.refuse_web_address(posting.address)
        pinned = judged_address(posting.address)
        return _exchange(posting, pinned)
    except HansaError as refused:
        return _failed(refused.message)
    except (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        OSError,
    ) as error:
        return _failed(_reason(error))


def _reason(error: Exception) -> Text:
    """Say in the reader's words why an exchange failed."""
    match error:
        case httpcore.TimeoutException() | TimeoutError():
            return text("There was no answer in time.")
        case httpcore.ConnectError() if "certificate" in str(error).lower():
            return text("The receiver's certificate is not valid for this host.")
        case httpcore.ConnectError():
            return text("Nobody answers at this address.")
        case httpcore.ProtocolError():
            return text("The receiver does not speak HTTP.")
    return text("The connection broke off.")


def _failed(failure: Text) -> Answer:
    return Answer(status=0, body=b"", failure=failure)


def judged_address(address: str) -> str:
    """Resolve the host of a web address once, and give the address to connect to.

    Raises:
        Refused: the name is unknown or one of its addresses may not be reached, which is
            not told apart.
    """
    parts, port = urlsplit(address), rules.port_of(address)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        found = []
    # An IPv6 address may name its network card after a percent sign.
    addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    rules.refuse_destination(parts.scheme, addresses, settings.HANSA_WEBHOOK_NETS)
    return str(addresses[0])


def _exchange(posting: Posting, pinned: str) -> Answer:
    until = time.monotonic() + rules.ATTEMPT_S_MAX
    host = urlsplit(posting.address).netloc
    headers = [("Host", host), ("User-Agent", "Hansa"), *posting.headers.items()]
    with (
        httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            network_backend=_Pinned(pinned, until),
        ) as pool,
        pool.stream(
            "POST",
            posting.address,
            headers=headers,
            content=posting.body,
            extensions={"timeout": {"connect": CONNECT_S_MAX}},
        ) as answer,
    ):
        body = b""
        for chunk in answer.iter_stream():
            body += chunk
            if len(body) >= rules.ANSWER_BYTES_MAX:
                break
        return Answer(
            status=answer.status, body=body[: rules.ANSWER_BYTES_MAX], failure=None
        )


class _Pinned(httpcore.NetworkBackend):
    """Connects to the address that was judged, whatever host is asked for."""

    def __init__(self, address: str, until: float) -> None:
        self._address = address
        self._until = until
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del host
        stream = self._sockets.connect_tcp(
            self._address, port, timeout, local_address, socket_options
        )
        return _Timed(stream, self._until)


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends when the whole exchange has to."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def _left_s(self) -> float:
        left_s = self._until - time.monotonic()
        if left_s <= 0:
            raise httpcore.ReadTimeout
        return left_s

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, self._left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        stream = self._stream.start_tls(ssl_context, server_hostname, self._left_s())
        return _Timed(stream, self._until)
