"""People with accounts, signed in or with a key, for the tests of the directory."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import now
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import (
    grants,
    keeping,
    keys,
    passwords,
    sessions,
)
from hansa.directory.terms.accounts import (
    AccountDraft,
    Browser,
    GrantDraft,
    KeyDraft,
    Scope,
)

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PASSWORD = "three-plain-words"


@pytest.fixture
def clock(settings: Settings) -> datetime:
    """Let the ways in read the same instant as the tests."""
    settings.HANSA_CLOCK = NOW
    return NOW


@pytest.fixture
def fast_passwords(settings: Settings) -> None:
    """Hash passwords fast in one test; the settings themselves never do."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def shell(clock: datetime) -> Actor:
    """The actor of the command, from whom the first accounts come."""
    return Actor(
        person="shell:test",
        authority="administrator",
        member=None,
        roles=OPERATOR_ROLES,
        at=clock,
    )


@pytest.fixture
def huaihai(db: None, shell: Actor) -> str:
    """Put the charter of Huaihai in force."""
    folder = configured.HANSA_CHARTERS / "huaihai"
    charter_services.apply_version(shell, folder, charter_services.Terms())
    return "huaihai"


Staff = Callable[..., int]


@pytest.fixture
def staff(db: None, shell: Actor) -> Staff:
    """Make an account, give it a role and, where asked, a password; give its id."""

    def make(
        username: str,
        role: Role | None = None,
        league: str | None = None,
        member: str | None = None,
        password: str = "",
        mail: str = "",
    ) -> int:
        account = keeping.make_account(
            shell, AccountDraft(username=username, mail=mail)
        )
        if role is not None:
            draft = GrantDraft(role=role, league=league, member=member)
            grants.give_role(shell, account, draft)
        if password:
            link = passwords.make_link(shell, account)
            passwords.use_link(reads.public(shell.at), link.secret, password)
        return account

    return make


Enter = Callable[..., Client]


@pytest.fixture
def enter() -> Enter:
    """Give a browser in which an account is signed in."""

    def sign_in(account: int, *, enforce_csrf_checks: bool = False) -> Client:
        client = Client(
            enforce_csrf_checks=enforce_csrf_checks, headers={"accept-language": "en"}
        )
        client.force_login(
            get_user_model().objects.get(pk=account),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        key = client.session.session_key
        assert key is not None
        sessions.begin_session(
            reads.actor_of_account(account, None, now()),
            Browser(session_key=key, agent="test", network_address="127.0.0.1"),
        )
        return client

    return sign_in


KeyFor = Callable[..., str]


@pytest.fixture
def key_for() -> KeyFor:
    """Give a key with which a program acts for an account."""

    def make(account: int, *scopes: Scope) -> str:
        draft = KeyDraft(name="test", scopes=frozenset(scopes or Scope))
        return keys.make_key(reads.actor_of_account(account, None, now()), draft)

    return make


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody is signed in, and that reads English."""
    return Client(headers={"accept-language": "en"})
