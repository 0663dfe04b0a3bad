"""Fixtures of tests that no one context owns."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import now
from hansa.chassis.terminal import OPERATOR_ROLES

LEAGUE = "huaihai"
KEY = "a-key-of-every-role"
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def leagues(db: None, administrator: Actor, settings: Any) -> None:
    """Put both leagues in force."""
    from hansa.charter import services

    for league in ("huaihai", "changzhutan"):
        services.apply_version(
            administrator, settings.HANSA_CHARTERS / league, services.Terms()
        )


@pytest.fixture
def key_of_every_role(
    db: None, administrator: Actor, settings: Any, tmp_path: Path
) -> str:
    """Put a charter in force and make a key of an account with every role in it.

    No service gives one person all roles, which is their point; so rows are written.
    """
    from hansa.charter import services
    from hansa.directory.models import Account, ApiToken, Grant
    from hansa.directory.reads.accounts import digest_of

    settings.HANSA_FILES = tmp_path
    services.apply_version(
        administrator, settings.HANSA_CHARTERS / LEAGUE, services.Terms()
    )
    account = Account.objects.create(username="every-role", created_at=MADE_AT)
    Grant.objects.bulk_create(
        Grant(
            account=account,
            league=LEAGUE,
            role=role.value,
            member="xuzhou",
            from_on=MADE_AT.date(),
            granted_at=MADE_AT,
        )
        for role in Role
        if role not in {Role.PUBLIC, Role.RESIDENT}
    )
    ApiToken.objects.create(
        id=UUID(int=1),
        account=account,
        digest=digest_of(KEY),
        scopes=["read", "write"],
        created_at=MADE_AT,
    )
    return KEY


EnterAs = Callable[..., Client]


@pytest.fixture
def enter_as(db: None) -> EnterAs:
    """Sign somebody in who has one role: ``enter_as(role, league, member, unit=None)``."""
    from django.contrib.auth import get_user_model

    from hansa.directory.reads import accounts as reads
    from hansa.directory.services.accounts import grants, keeping, sessions
    from hansa.directory.terms.accounts import (
        SEPARATED,
        AccountDraft,
        Browser,
        GrantDraft,
    )

    def enter(
        role: Role, league: str, member: str | None, unit: str | None = None
    ) -> Client:
        operator = Actor(
            person="shell:test",
            authority="administrator",
            member=None,
            roles=OPERATOR_ROLES,
            at=now(),
        )
        account = keeping.make_account(
            operator, AccountDraft(username=f"{role.value}-{member}")
        )
        everywhere = role in SEPARATED
        draft = GrantDraft(
            role=role,
            league=None if everywhere else league,
            member=None if everywhere else member,
            unit=unit,
        )
        grants.give_role(operator, account, draft)
        client = Client(headers={"accept-language": "en"})
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

    return enter
