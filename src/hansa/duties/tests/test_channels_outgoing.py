"""One POST to an address that somebody named: pinned, checked by name, limited in time."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hansa.duties.rules import channels as rules
from hansa.duties.services.outgoing import post
from hansa.duties.terms.channels import Posting

Serve = Callable[[socket.socket], None]
HOST = "hook.linyi.example"


@pytest.fixture
def served(settings: Any) -> Iterator[Callable[[Serve], int]]:
    """Serve one connection of this machine, which the operator opened; gives the port."""
    settings.HANSA_WEBHOOK_NETS = (ip_network("127.0.0.0/8"),)
    threads: list[threading.Thread] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve(talk: Serve) -> int:
        def run() -> None:
            try:
                connection, _address = listener.accept()
            except TimeoutError:
                return  # The test failed before anybody came.
            with connection:
                talk(connection)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return int(listener.getsockname()[1])

    yield serve
    listener.close()
    for thread in threads:
        thread.join()


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every name leads to this machine; gives the names that were asked for."""
    asked: list[str] = []

    def resolver(host: str, port: int, *_args: object, **_named: object) -> list[Any]:
        if host != "127.0.0.1":  # To connect to an address asks for itself as well.
            asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    return asked


def whole_request(connection: socket.socket) -> bytes:
    """Read until the body; whoever closes earlier breaks the connection off."""
    read = b""
    while not read.endswith(b"{}"):
        read += connection.recv(65_536)
    return read


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a certificate that this name signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certified, private = folder / "certificate.pem", folder / "key.pem"
    certified.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certified, private


@pytest.mark.parametrize(
    ("certified", "status", "said"),
    [(HOST, 200, ""), ("other.example", 0, "certificate")],
)
def test_the_certificate_is_that_of_the_name(
    certified: str,
    status: int,
    said: str,
    served: Callable[[Serve], int],
    resolved: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Pinned to an address, TLS still asks for the name and checks it; Host says it too."""
    chain, key = certificate(tmp_path, certified)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    asked: list[str | None] = []
    requests: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        context.sni_callback = lambda _socket, name, _context: asked.append(name)
        try:
            with context.wrap_socket(connection, server_side=True) as secured:
                requests.append(whole_request(secured))
                secured.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except (ssl.SSLError, ConnectionError):
            return

    port = served(talk)
    answer = post(
        Posting(address=f"https://{HOST}:{port}/hook", headers={}, body=b"{}")
    )
    assert answer.status == status
    assert asked == [HOST]
    assert resolved == [HOST]
    if status:
        assert answer.body == b"ok"
        assert f"Host: {HOST}:{port}".encode() in requests[0]
    else:
        assert answer.failure is not None
        assert said in answer.failure.msgid


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b""])
def test_whoever_answers_drop_by_drop(
    begun: bytes, served: Callable[[Serve], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One limit holds for the whole exchange, so a dripping answer keeps nobody waiting."""
    monkeypatch.setattr(rules, "ATTEMPT_S_MAX", 0.3)
    over = threading.Event()

    def talk(connection: socket.socket) -> None:
        connection.sendall(begun)
        while not over.wait(0.05):
            try:
                connection.sendall(b"x")
            except OSError:
                return

    port = served(talk)
    address = f"http://127.0.0.1:{port}/"
    answer = post(Posting(address=address, headers={}, body=b"{}"))
    over.set()
    assert answer.failure is not None
    assert "no answer in time" in answer.failure.msgid


def test_what_is_no_http(served: Callable[[Serve], int]) -> None:
    """A server that speaks something else is a reason, not a crash."""

    def talk(connection: socket.socket) -> None:
        whole_request(connection)
        connection.sendall(b"220 smtp ready\r\n")

    port = served(talk)
    address = f"http://127.0.0.1:{port}/"
    answer = post(Posting(address=address, headers={}, body=b"{}"))
    assert answer.failure is not None
    assert "does not speak HTTP" in answer.failure.msgid


def test_nothing_goes_through_a_proxy(
    served: Callable[[Serve], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy named in the environment is not asked; it could lead anywhere."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    def talk(connection: socket.socket) -> None:
        whole_request(connection)
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    port = served(talk)
    address = f"http://127.0.0.1:{port}/"
    answer = post(Posting(address=address, headers={}, body=b"{}"))
    assert answer.status == 204
