"""Everything Hansa takes from environment variables, typed; all faults at once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

DEFAULT_DATABASE = "sqlite:///var/hansa.sqlite3"


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
    """

    secret_key: str
    debug: bool
    hosts: tuple[str, ...]
    database: Mapping[str, object]
    hash_name: str
    demo: bool
    clock: datetime | None
    behind_tls: bool


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
        secret_key=variables.get("HANSA_SECRET_KEY") or secrets.token_urlsafe(50),
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
    )
    if faults:
        raise EnvironmentFault("; ".join(faults))
    return environment


def _flag(variables: Mapping[str, str], name: str, faults: list[str]) -> bool:
    written = variables.get(name, "0")
    if written not in {"0", "1"}:
        faults.append(f"{name} is {written!r}; use 0 or 1")
    return written == "1"


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
