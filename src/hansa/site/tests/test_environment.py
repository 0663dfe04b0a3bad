"""The environment is read once, typed, and all its faults are named at once."""

import socket
from datetime import UTC, datetime

import pytest

from conftest import Hansa
from hansa.site import environment, server


def test_defaults_suit_a_first_look() -> None:
    """Without any variable records are in var/, debugging is off, no proxy is trusted."""
    read = environment.read({})
    assert read.database["NAME"] == "var/hansa.sqlite3"
    assert not read.debug
    assert not read.behind_tls
    assert read.clock is None
    assert len(read.secret_key) >= 50


def test_postgresql_address_is_taken_apart() -> None:
    """Name, user, password, host and port come from the address, decoded."""
    url = "postgresql://o%40ffice:p%2Fw@db.example:5433/hansa"
    database = environment.read({"HANSA_DATABASE_URL": url}).database
    assert database["USER"] == "o@ffice"
    assert database["PASSWORD"] == "p/w"
    assert (database["HOST"], database["PORT"]) == ("db.example", "5433")
    assert database["OPTIONS"] == {"pool": True}


def test_a_demonstration_clock_stands_still() -> None:
    """The clock is an aware instant."""
    read = environment.read({"HANSA_CLOCK": "2026-11-24T09:00+08:00"})
    assert read.clock == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def test_all_faults_come_at_once() -> None:
    """Every wrong variable is named in one message."""
    wrong = {
        "HANSA_DATABASE_URL": "mysql://x",
        "HANSA_HASH": "md5",
        "HANSA_DEBUG": "yes",
        "HANSA_CLOCK": "noon",
        "HANSA_BEHIND_TLS": "2",
        "HANSA_SECRET_KEY": "short",
        "HANSA_OIDC_ISSUER": "nonsense",
        "HANSA_OIDC_CLIENT_ID": "hansa",
        "HANSA_OIDC_CLIENT_SECRET": "s",
    }
    with pytest.raises(environment.EnvironmentFault) as raised:
        environment.read(wrong)
    for name in wrong:
        if not name.startswith("HANSA_OIDC_CLIENT"):
            assert name in str(raised.value)
    assert "short" not in str(raised.value)


OIDC = {"HANSA_OIDC_CLIENT_ID": "hansa", "HANSA_OIDC_CLIENT_SECRET": "s"}


@pytest.mark.parametrize(
    "issuer",
    [
        "nonsense",
        "http://x",
        "https://",
        "https://id.example.org:port",
        "https://[id",
        "https://id.example.org/?a=1",
        "ftp://id.example.org",
    ],
)
def test_an_issuer_that_cannot_be_one_is_refused(issuer: str) -> None:
    """The setting is named at the start, and not only when somebody signs in."""
    with pytest.raises(environment.EnvironmentFault, match="HANSA_OIDC_ISSUER"):
        environment.read({**OIDC, "HANSA_OIDC_ISSUER": issuer})


@pytest.mark.parametrize(
    "issuer", ["https://id.example.org", "https://id.example.org:8443/realms/hansa"]
)
def test_an_issuer_is_taken_as_it_is_written(issuer: str) -> None:
    """With its port and path, as the provider's own description names it."""
    read = environment.read({**OIDC, "HANSA_OIDC_ISSUER": issuer})
    assert read.oidc is not None
    assert read.oidc.issuer == issuer


@pytest.mark.parametrize(("length", "taken"), [(1, False), (49, False), (50, True)])
def test_a_short_secret_key_is_refused(length: int, taken: bool) -> None:
    """Fifty characters are the least, as the how-to says; the key is never repeated."""
    given = {"HANSA_SECRET_KEY": "k" * length}
    if taken:
        assert environment.read(given).secret_key == "k" * length
    else:
        with pytest.raises(environment.EnvironmentFault, match="at least 50") as raised:
            environment.read(given)
        assert "kkk" not in str(raised.value)


def test_a_busy_port_is_refused(hansa: Hansa, db: None) -> None:
    """Two servers never share a port; the refusal says how to choose another."""
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        ran = hansa("serve", "--port", str(port), "--lang", "en")
        assert ran.code == 2
        assert "--port" in ran.err
        assert not server.is_free("127.0.0.1", port)
    assert server.is_free("127.0.0.1", port)


def test_an_unknown_language_is_refused(hansa: Hansa) -> None:
    """A language that Hansa does not speak is named, and nothing runs."""
    ran = hansa("charter", "list", "--lang", "fr")
    assert ran.code == 2
    assert "fr" in ran.err
