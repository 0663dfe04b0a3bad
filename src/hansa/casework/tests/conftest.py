"""Both leagues in force, people of each kind, and cases to work on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from hansa.casework.reads import cases as reads
from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import CaseDraft, CaseLine, Party
from hansa.charter import services as charter_services
from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import grants, keeping, keys, sessions
from hansa.directory.terms.accounts import (
    SEPARATED,
    AccountDraft,
    Browser,
    GrantDraft,
    KeyDraft,
    Scope,
)

LEAGUE = "changzhutan"
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)


def actor(role: Role, member: str | None = None, number: int = 1) -> Actor:
    """Somebody of the Chang-Zhu-Tan league at nine o'clock of the second of November."""
    return Actor(
        person=f"test:{role.value}:{member or 'league'}:{number}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=AT,
        league=LEAGUE,
    )


OFFICE = actor(Role.SECRETARIAT)
SECOND = actor(Role.SECRETARIAT, number=2)
CHANGSHA = actor(Role.CITY_LIAISON, "changsha")
ZHUZHOU = actor(Role.CITY_LIAISON, "zhuzhou")
XIANGTAN = actor(Role.CITY_LIAISON, "xiangtan")
OPERATOR = actor(Role.CLEARING_OPERATOR)
APPROVER = actor(Role.APPROVER)
TICK = replace(actor(Role.ADMINISTRATOR), league=None)


def on(someone: Actor, day: str) -> Actor:
    """The same person at nine o'clock of another day."""
    at = datetime.fromisoformat(f"{day}T01:00:00+00:00")
    return replace(someone, at=at)


DISPUTE = CaseDraft(
    type="dispute",
    parties=(
        Party(role="claimant", member="changsha", name="长沙公交"),
        Party(role="respondent", member="zhuzhou"),
    ),
    subject="11月1日窗口少计12笔",
    words="对账差异12笔。",
    objects=("window/2026-11-01",),
    amount_fen=2_400,
    about_on=date(2026, 11, 1),
)
UNMATCHED = CaseDraft(
    type="unmatched",
    parties=(Party(role="sender", member="zhuzhou"),),
    subject="11条挂账待查",
    source="window/2026-11-01/suspended",
)
ADJUSTMENT = CaseDraft(
    type="adjustment",
    parties=(
        Party(role="payer", member="changsha"),
        Party(role="payee", member="zhuzhou"),
    ),
    subject="补记差额",
)


@pytest.fixture
def leagues(db: None, administrator: Actor) -> None:
    """Both shipped charters in force, with working days."""
    workdays.seed(AT)
    # In force before the day of the cases, so that these are opened under them.
    earlier = replace(administrator, at=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    for slug in ("huaihai", LEAGUE):
        charter_services.apply_version(
            earlier,
            configured.HANSA_CHARTERS / slug,
            charter_services.Terms(in_service_since=date(2025, 1, 1)),
        )


Opened = Callable[..., UUID]


@pytest.fixture
def opened(leagues: None) -> Opened:
    """Open the dispute, or another draft, and give its id."""

    def one(draft: CaseDraft = DISPUTE, who: Actor = OFFICE, **changed: Any) -> UUID:
        return open_case(who, LEAGUE, replace(draft, **changed))

    return one


def seen(case: UUID, day: str = "2026-11-02", who: Actor = OFFICE) -> CaseLine:
    """The case as somebody sees it on a day."""
    return reads.get_case(who, LEAGUE, str(case), date.fromisoformat(day))


def revision(case: UUID) -> int:
    """The revision of a case by now."""
    row = reads.find_row(LEAGUE, str(case))
    assert row is not None
    return row.revision


SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)


@pytest.fixture
def clock(settings: Settings) -> datetime:
    """Let the ways in read the same instant as the tests."""
    settings.HANSA_CLOCK = AT
    return AT


Account = Callable[..., int]
Enter = Callable[..., Client]


@pytest.fixture
def account(db: None, clock: datetime) -> Account:
    """Make an account with a role in the Chang-Zhu-Tan league, and give its id."""

    def make(role: Role, member: str | None = None) -> int:
        name = f"{role.value}-{member or 'league'}"
        id_ = keeping.make_account(SHELL, AccountDraft(username=name))
        league = None if role in SEPARATED else LEAGUE
        grants.give_role(
            SHELL, id_, GrantDraft(role=role, league=league, member=member)
        )
        return id_

    return make


@pytest.fixture
def enter(account: Account) -> Enter:
    """Give a browser in which somebody of a role is signed in, and that reads English."""

    def sign_in(role: Role, member: str | None = None) -> Client:
        id_ = account(role, member)
        client = Client(headers={"accept-language": "en"})
        client.force_login(
            get_user_model().objects.get(pk=id_),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        key = client.session.session_key
        assert key is not None
        sessions.begin_session(
            account_reads.actor_of_account(id_, None, AT),
            Browser(session_key=key, agent="test", network_address="127.0.0.1"),
        )
        return client

    return sign_in


@pytest.fixture
def program(account: Account) -> Enter:
    """Give a client that shows the key of somebody of a role."""

    def with_key(role: Role, member: str | None = None) -> Client:
        someone = account_reads.actor_of_account(account(role, member), None, AT)
        secret = keys.make_key(someone, KeyDraft(name="test", scopes=frozenset(Scope)))
        headers = {"authorization": f"Bearer {secret}", "accept-language": "en"}
        return Client(headers=headers)

    return with_key
