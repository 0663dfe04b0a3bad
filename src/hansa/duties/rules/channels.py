"""Who may keep channels, where they may lead, and when a delivery is tried again."""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import urlsplit, urlunsplit

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, require
from hansa.duties.rules.notice_words import one_line
from hansa.duties.terms.channels import Message
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

Address = IPv4Address | IPv6Address
Nets = Sequence[IPv4Network | IPv6Network]

KEEP = Right(
    code="channels.keep",
    name=text("keep the channels that notices are sent on"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
READ = Right(
    code="channels.read",
    name=text("see the channels that notices are sent on"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.AUDITOR: Reach.LEAGUE,
        Role.SECURITY_OFFICER: Reach.LEAGUE,
    },
)
SEND = Right(
    code="notices.send",
    name=text("send what waits, for the whole installation"),
    held={Role.ADMINISTRATOR: Reach.LEAGUE, Role.SECRETARIAT: Reach.LEAGUE},
)
RIGHTS = (KEEP, READ, SEND)

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""How long after each failed attempt the next one follows; then it is given up."""

ADDRESS_LONGEST, NAME_LONGEST, SECRET_LONGEST = 400, 100, 200
FAILURE_LONGEST = 200
ATTEMPT_S_MAX = 15  # Robots answer within a second.
ANSWER_BYTES_MAX = 16_384  # Of an answer only its code is read.
_HEX, _OCTAL, _DECIMAL = map(re.compile, ("0x[0-9a-f]*", "0[0-7]*", "[1-9][0-9]*"))
_OCTETS, _OCTET_MAX = 4, 255
_PORTS = {"https": 443, "http": 80}


def require_keep(actor: Actor, over: Over) -> None:
    """Refuse whoever may not keep channels there.

    The channels of a city's units are kept by the city, as what is sent inside it is.

    Raises:
        Forbidden: the actor may not.
    """
    inside = over.unit is not None and over.member is not None
    right = KEEP if not inside else _KEEP_INSIDE
    require(actor, right, over)


_KEEP_INSIDE = Right(
    code=KEEP.code, name=KEEP.name, held={Role.CITY_LIAISON: Reach.CITY}
)


def next_try_at(tries: int, at: datetime) -> datetime | None:
    """Say when to try again after so many attempts; None where it is given up."""
    return at + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None


def claimed_until(tries: int, at: datetime) -> datetime:
    """Say until when an attempt that has begun keeps others from trying.

    Where the attempt is lost with its process, the next one follows then; also the last
    one is made again, because whether it arrived is not known.
    """
    return next_try_at(tries, at) or at + BACK_OFF[-1]


def refuse_web_address(address: str) -> None:
    """Refuse what is no plain web address, before any name is resolved.

    Raises:
        Refused: no http(s), no host, or a name and password within.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = (
        parts.scheme in _PORTS
        and parts.hostname
        and parts.username is None
        and parts.password is None
        and port != 0
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )
    if not plain:
        raise Refused(
            "address-unusable",
            text("This is no web address that notices can be sent to."),
            text("Give it as https://host/path, without name and password."),
        )


def refuse_destination(scheme: str, found: Sequence[Address], allowed: Nets) -> None:
    """Refuse a host whose addresses lie in networks that nobody opened.

    Every address counts, so that a name that leads to two places leads to none. Plain
    http is only for networks that the operator opened. Whoever tries names learns nothing
    of the network inside: one that nobody has is refused in the same words as one that
    lies there.

    Args:
        scheme: ``https`` or ``http``.
        found: what the name resolved to; nothing where nobody has it.
        allowed: private networks that the operator opened.

    Raises:
        Refused: https is needed, or nothing is sent there.
    """
    opened = [any(_within(address, net) for net in allowed) for address in found]
    if scheme != "https" and not (opened and all(opened)):
        raise Refused(
            "https-needed",
            text("Notices leave only by https."),
            text("Give an https address, or have the operator open the network."),
        )
    reached = [
        is_open or _is_public(address)
        for address, is_open in zip(found, opened, strict=True)
    ]
    if not (reached and all(reached)):
        raise Refused(
            "host-out-of-reach",
            text("This host is unknown, or lies in a private network."),
            text(
                "Check how the address is written; the operator opens private networks "
                "with HANSA_WEBHOOK_NETS."
            ),
        )


def refuse_inside(address: str, allowed: Nets) -> None:
    """Refuse a web address that names a private network itself, when it is written down.

    What a name leads to is judged whenever something is sent.

    Raises:
        Refused: nothing is ever sent there.
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").removesuffix(".").partition("%")[0]
    if host == "localhost" or host.endswith(".localhost"):
        host = "127.0.0.1"
    try:
        found: Address = _as_connected(host) or ip_address(host)
    except ValueError:
        return
    refuse_destination(parts.scheme, [found], allowed)


def _as_connected(host: str) -> IPv4Address | None:
    """Read an IPv4 address as the system does that connects: 127.1, 2130706433, 0x7f.1.

    Up to four numbers, each decimal, octal or hexadecimal; the last fills what is left.
    """
    labels = host.split(".")
    numbers = [_number(label) for label in labels]
    if None in numbers or len(labels) > _OCTETS:
        return None
    *first, last = (number for number in numbers if number is not None)
    if any(number > _OCTET_MAX for number in first):
        return None
    head = sum(number << 8 * (3 - place) for place, number in enumerate(first))
    fits = last < 1 << 8 * (_OCTETS - len(first))
    return IPv4Address(head | last) if fits else None


def _number(label: str) -> int | None:
    for pattern, base in ((_HEX, 16), (_OCTAL, 8), (_DECIMAL, 10)):
        if pattern.fullmatch(label):
            return int(label.removeprefix("0x") or "0", base)
    return None


def _within(address: Address, net: IPv4Network | IPv6Network) -> bool:
    return address.version == net.version and address in net


def _is_public(address: Address) -> bool:
    """Tell whether an address is anybody's; one that wraps an IPv4 one is as that is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address in _NAT64:
            return _is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    if any(_within(address, net) for net in _SPECIAL):
        return False
    return (address.version == 4 or address in _UNICAST) and (  # noqa: PLR2004 -- IPv4
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
    )


_NAT64, _UNICAST = IPv6Network("64:ff9b::/96"), IPv6Network("2000::/3")
_SPECIAL = tuple(
    ip_network(net)
    for net in (
        "192.0.0.0/24",  # protocols of the IETF
        "192.31.196.0/24",  # AS112, for names of private networks
        "192.52.193.0/24",  # multicast tunnels
        "192.88.99.0/24",  # relays of 6to4
        "192.175.48.0/24",  # AS112
        "2001::/23",  # protocols of the IETF, Teredo among them
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
"""What the registries of IANA keep for special purposes and Python calls global."""


def port_of(address: str) -> int:
    """Give the port that a web address leads to."""
    parts = urlsplit(address)
    return parts.port or _PORTS[parts.scheme]


def shown_address(address: str) -> str:
    """Write a web address without its query and most of its path, where keys stand."""
    parts = urlsplit(address)
    path = parts.path if len(parts.path) <= 1 else f"{parts.path[:12]}…"
    shown = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    return f"{shown}?…" if parts.query else shown


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Sign the very bytes of a body together with the time of sending.

    Whoever receives it computes HMAC-SHA256 over ``<timestamp>.<body>`` and refuses what
    is older than a few minutes, so that a copy cannot be sent again later.
    """
    signed = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def chat_words(message: Message) -> str:
    """Write a notice for a chat group: its Chinese text, and where it is signed for."""
    return (
        f"{message.words.zh}\n签收：{message.link}"
        if message.link
        else message.words.zh
    )


def error_in(body: bytes, code: str, words: str) -> str | None:
    """Read from a robot's JSON answer why it did not take a message; None for taken."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or code not in answer:
        return "?"
    if answer[code] == 0:
        return None
    return one_line(f"{answer[code]} {answer.get(words, '')}")[:FAILURE_LONGEST]
