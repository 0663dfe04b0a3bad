"""Everything Hansa takes from environment variables, typed; all faults at once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

DEFAULT_DATABASE = "sqlite:///var/hansa.sqlite3"
DEFAULT_FILES = "var/files"
DEFAULT_CLEARING = "var/clearing"
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
RECEIPT_DAYS, DAYS_MOST = 30, 365
SECRET_LEAST = 50


class EnvironmentFault(Exception):
    """The environment cannot be used; the message lists every fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the operator decided.

    Attributes:
        secret_key: signs cookies; a random one is made where none is given, so that
            sign-ins then end with the process.
        debug: never in an office.
        hosts: names the pages are served under.
        database: where the records are.
        hash_name: algorithm of the journal and of charter fingerprints.
        demo: whether pages carry the demonstration banner.
        behind_tls: whether a proxy in front speaks TLS and says so.
        clock: the instant at which a demonstration stands still; None for real time.
        files: folder in which the files that people bring are kept.
        clearing: folder in which card files and what was cleared from them are kept.
        clearing_key: private key that signs the heads of batches; None leaves them
            unsigned, and every check of a statement says so.
        address: where people reach the pages, for links in mails; no slash at the end.
        mail: the mail server; None where no mail can be sent.
        mail_from: sender of every mail.
        webhook_nets: private networks that webhooks may reach beside public addresses.
        oidc: the identity provider beside passwords; None where there is none.
        receipt_days: how long a receipt link works.
    """

    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    database: Mapping[str, object]
    hash_name: str
    demo: bool
    clock: datetime | None
    behind_tls: bool
    files: Path
    clearing: Path
    clearing_key: Path | None
    address: str
    mail: "MailServer | None"
    mail_from: str
    webhook_nets: tuple[IPv4Network | IPv6Network, ...]
    oidc: "IdentityProvider | None"
    receipt_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A mail server; ``security`` is ``plain``, ``starttls`` or ``tls``."""

    host: str
    port: int
    user: str
    password: str
    security: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProvider:
    """An OpenID Connect provider; its description stands at its issuer's address."""

    name: str
    issuer: str
    client_id: str
    client_secret: str


def read(variables: Mapping[str, str]) -> Environment:
    """Read the environment.

    Raises:
        EnvironmentFault: with every fault found.
    """
    faults: list[str] = []
    database = _database(variables.get("HANSA_DATABASE_URL", DEFAULT_DATABASE), faults)
    hash_name = variables.get("HANSA_HASH", "sha256")
    if hash_name not in {"sha256", "sha512", "sm3"}:
        faults.append(f"HANSA_HASH is {hash_name!r}; use sha256, sha512 or sm3")
    environment = Environment(
        secret_key=_secret(variables.get("HANSA_SECRET_KEY"), faults),
        debug=_flag(variables, "HANSA_DEBUG", faults),
        hosts=tuple(
            host.strip()
            for host in variables.get("HANSA_HOSTS", "localhost,127.0.0.1,[::1]").split(
                ","
            )
        ),
        database=database,
        hash_name=hash_name,
        demo=_flag(variables, "HANSA_DEMO", faults),
        clock=_instant(variables.get("HANSA_CLOCK"), faults),
        behind_tls=_flag(variables, "HANSA_BEHIND_TLS", faults),
        files=Path(variables.get("HANSA_FILES", DEFAULT_FILES)),
        clearing=Path(variables.get("HANSA_CLEARING", DEFAULT_CLEARING)).absolute(),
        clearing_key=_path(variables.get("HANSA_CLEARING_KEY")),
        address=variables.get("HANSA_ADDRESS", DEFAULT_ADDRESS).rstrip("/"),
        mail=_mail(variables.get("HANSA_MAIL_URL"), faults),
        mail_from=variables.get("HANSA_MAIL_FROM", "hansa@localhost"),
        webhook_nets=_nets(variables.get("HANSA_WEBHOOK_NETS", ""), faults),
        oidc=_provider(variables, faults),
        receipt_days=_days(variables, "HANSA_RECEIPT_DAYS", RECEIPT_DAYS, faults),
    )
    if faults:
        raise EnvironmentFault("; ".join(faults))
    return environment


def _secret(written: str | None, faults: list[str]) -> str:
    if not written:
        return secrets.token_urlsafe(SECRET_LEAST)
    if len(written) < SECRET_LEAST:
        # It is a secret, so it is not repeated.
        faults.append(
            f"HANSA_SECRET_KEY has {len(written)} characters;"
            f" use at least {SECRET_LEAST} random ones"
        )
    return written


def _path(written: str | None) -> Path | None:
    return Path(written) if written else None


def _flag(variables: Mapping[str, str], name: str, faults: list[str]) -> bool:
    written = variables.get(name, "0")
    if written not in {"0", "1"}:
        faults.append(f"{name} is {written!r}; use 0 or 1")
    return written == "1"


def _days(
    variables: Mapping[str, str], name: str, default: int, faults: list[str]
) -> int:
    written = variables.get(name, str(default))
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= DAYS_MOST):
        faults.append(f"{name} is {written!r}; use a number of days, 1 to {DAYS_MOST}")
        return default
    return int(written)


def _instant(written: str | None, faults: list[str]) -> datetime | None:
    if not written:
        return None
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        faults.append(f"HANSA_CLOCK is {written!r}; use 2026-11-24T09:00+08:00")
    return instant


MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
MAIL_SECURITY = {"smtp": "plain", "smtp+starttls": "starttls", "smtps": "tls"}


def _mail(url: str | None, faults: list[str]) -> MailServer | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        # The address may hold a password, so it is not repeated.
        faults.append("HANSA_MAIL_URL is no smtp://, smtp+starttls:// or smtps:// URL")
        return None
    return MailServer(
        host=parts.hostname,
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=MAIL_SECURITY[parts.scheme],
    )


def _nets(written: str, faults: list[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for part in filter(None, map(str.strip, written.split(","))):
        try:
            found.append(ip_network(part))
        except ValueError:
            faults.append(f"HANSA_WEBHOOK_NETS names {part!r}; use 10.0.0.0/8")
    return tuple(found)


OIDC = ("HANSA_OIDC_ISSUER", "HANSA_OIDC_CLIENT_ID", "HANSA_OIDC_CLIENT_SECRET")


def _provider(
    variables: Mapping[str, str], faults: list[str]
) -> IdentityProvider | None:
    given = [name for name in OIDC if variables.get(name)]
    if not given:
        return None
    missing = [name for name in OIDC if name not in given]
    if missing:
        faults.append(f"{', '.join(missing)} must be set beside {given[0]}")
        return None
    issuer, client_id, client_secret = (variables[name] for name in OIDC)
    if not _is_issuer(issuer):
        faults.append(
            f"HANSA_OIDC_ISSUER is {issuer!r}; use an address like"
            " https://id.example.org, without query"
        )
        return None
    return IdentityProvider(
        name=variables.get("HANSA_OIDC_NAME", "OpenID Connect"),
        issuer=issuer,
        client_id=client_id,
        client_secret=client_secret,
    )


def _is_issuer(written: str) -> bool:
    """Tell whether an address may be an issuer's; OpenID Connect demands https."""
    try:
        parts = urlsplit(written)
        named = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # A port or an address in brackets that is none.
        return False
    return named and parts.scheme == "https" and not (parts.query or parts.fragment)


def _database(url: str, faults: list[str]) -> Mapping[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path.removeprefix("/"))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or _socket_folder(parts.query),
            "PORT": str(parts.port or ""),
            # The pool keeps connections, so Django itself must not.
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": True},
        }
    faults.append(
        f"HANSA_DATABASE_URL is {url!r}; use sqlite:///path or postgresql://host/name"
    )
    return {}


def _socket_folder(query: str) -> str:
    named = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    return unquote(named.get("host", ""))


def _sqlite(path: str) -> Mapping[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # Deferred transactions lose concurrent writes; immediate ones queue.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def current() -> Environment:
    """Read the environment of this process."""
    return read(os.environ)


EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared with, not bound


def reach_at(address: str, port: int) -> str:
    """Take where pages are served as where people reach them, unless that was said.

    Processes that this one starts take the same. Gives the address that then holds.
    """
    host = EVERYWHERE.get(address, address)
    written = f"[{host}]" if ":" in host else host
    os.environ.setdefault("HANSA_ADDRESS", f"http://{written}:{port}")
    return current().address
