"""Fixtures of tests that no one context owns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from hansa.chassis.actor import Actor, Role

if TYPE_CHECKING:
    from tests.world import World

LEAGUE = "huaihai"
KEY = "a-key-of-every-role"
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


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


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[World]:
    """Build the house with something of everything, once for a module of tests.

    What a test changes is undone after it, and the house itself after the module.
    """
    from django.db import transaction
    from django.test import override_settings

    from tests.world import AT, build

    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(
            HANSA_CLOCK=AT, HANSA_FILES=folder, HANSA_CLEARING=folder / "clearing"
        ),
        transaction.atomic(),
    ):
        yield build(folder)
        transaction.set_rollback(True)
