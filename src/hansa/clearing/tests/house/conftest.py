"""The clearing house of Chang-Zhu-Tan: people of each kind, institutions, and files."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from conftest import ROOT
from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.clearing.services import participants, publishing, running, sealing, windows
from hansa.clearing.terms.house import InstitutionDraft, Registered, WindowDraft
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
from hansa.kernel.text import Bilingual

LEAGUE = "changzhutan"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = "2026-11-23"
CITIES = ("changsha", "zhuzhou", "xiangtan")
EXAMPLE = ROOT / "examples" / "clearing"
HEADER = (
    "record_id,acquirer,issuer,card,counter,service,kind,original_record_id,"
    "amount_fen,occurred_at"
)
SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)


def actor(role: Role, member: str | None = None, number: int = 1) -> Actor:
    """Somebody of the Chang-Zhu-Tan league at eleven o'clock of the 24th of November."""
    return Actor(
        person=f"test:{role.value}:{member or 'league'}:{number}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=AT,
        league=LEAGUE,
    )


OPERATOR = actor(Role.CLEARING_OPERATOR)
APPROVER = actor(Role.APPROVER)
OFFICE = actor(Role.SECRETARIAT)
AUDITOR = actor(Role.AUDITOR)


def apply_charter(league: str, folder: Path | None = None) -> None:
    """Put a charter in force, long before the days of the tests."""
    operator = replace(SHELL, at=datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    charter_services.apply_version(
        operator, folder or ROOT / "charters" / league, charter_services.Terms()
    )


def take_in(league: str, slug: str, party: str, categories: Sequence[str] = ()) -> None:
    """Let an institution take part from the first of November on."""
    operator, approver = (replace(one, league=league) for one in (OPERATOR, APPROVER))
    draft = InstitutionDraft(
        slug=slug,
        name=Bilingual(f"{party}一卡通", f"{party} card"),
        party=party,
        categories=tuple(categories),
    )
    participants.add_institution(operator, league, draft)
    participants.activate_institution(approver, league, slug, date(2026, 11, 1))


@pytest.fixture
def house(db: None) -> None:
    """The charter in force, and a card institution in each of three cities."""
    make_house()


def make_house() -> None:
    """As the fixture, for tests that make their own database."""
    apply_charter(LEAGUE)
    for city in CITIES:
        take_in(LEAGUE, f"{city}-card", city, ("transit", "parking"))


def open_window(slug: str = DAY, **expected: int) -> None:
    """Open a window that expects no file, or those named."""
    windows.open_window(OPERATOR, LEAGUE, WindowDraft(slug=slug, expected=expected))


def tap(record: str, at: str = f"{DAY}T08:00:00+08:00", **changed: Any) -> str:
    """Write a purchase of 2.00 yuan in Changsha with a card of Zhuzhou, as one row."""
    row = {
        "record_id": record,
        "acquirer": "changsha-card",
        "issuer": "zhuzhou-card",
        "card": f"card-{record}",
        "counter": 1,
        "service": "bus",
        "kind": "purchase",
        "original_record_id": "",
        "amount_fen": 200,
        "occurred_at": at,
        **changed,
    }
    return ",".join(str(row[name]) for name in HEADER.split(","))


Bring = Callable[..., Registered]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Register a file of rows under a name."""

    def one(name: str, *rows: str, window: str | None = DAY) -> Registered:
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        stated = windows.Stated(name=name, window=window)
        return windows.register_file(OPERATOR, LEAGUE, path, stated)

    return one


def published(slug: str = DAY, reason: str = "no file is missed") -> str:
    """Seal, run and approve the first batch of a window; give the hash of its result."""
    sealing.seal_window(OPERATOR, LEAGUE, slug, reason)
    return finished(slug)


def finished(slug: str = DAY) -> str:
    """Run and approve the latest batch of a window; give the hash of its result."""
    result = running.run_batch(OPERATOR, LEAGUE, slug)
    publishing.approve(APPROVER, LEAGUE, slug)
    return str(result["result_sha256"])


@pytest.fixture
def clock(settings: Any) -> datetime:
    """Let the ways in read the same instant as the tests."""
    settings.HANSA_CLOCK = AT
    return AT


Account = Callable[..., str]


@pytest.fixture
def account(db: None, clock: datetime) -> Account:
    """Make an account with a role in a league, and give its name."""

    def make(role: Role, member: str | None = None, league: str = LEAGUE) -> str:
        name = f"{role.value}-{member or 'league'}"
        id_ = keeping.make_account(SHELL, AccountDraft(username=name))
        grants.give_role(
            SHELL, id_, GrantDraft(role=role, league=league, member=member)
        )
        return name

    return make


Enter = Callable[..., Client]


@pytest.fixture
def enter(account: Account) -> Enter:
    """Sign somebody in: ``enter(role, member=None, also=None, language="en")``."""

    def sign_in(
        role: Role,
        member: str | None = None,
        also: Role | None = None,
        language: str = "en",
    ) -> Client:
        found = get_user_model().objects.filter(
            username=f"{role.value}-{member or 'league'}"
        )
        if role in SEPARATED and not found:
            id_ = keeping.make_account(
                SHELL, AccountDraft(username=f"{role.value}-league")
            )
            grants.give_role(SHELL, id_, GrantDraft(role=role))
            name = f"{role.value}-league"
        else:
            name = found[0].username if found else account(role, member)
        user = get_user_model().objects.get(username=name)
        if also is not None:
            draft = GrantDraft(role=also, league=LEAGUE, member=member)
            grants.give_role(SHELL, user.pk, draft)
        client = Client(headers={"accept-language": language})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        key = client.session.session_key
        assert key is not None
        sessions.begin_session(
            account_reads.actor_of_account(user.pk, None, AT),
            Browser(session_key=key, agent="test", network_address="127.0.0.1"),
        )
        return client

    return sign_in


Program = Callable[..., Client]
READER = replace(actor(Role.AUDITOR), league=None, person="shell:test")


@pytest.fixture
def program(account: Account) -> Program:
    """Give a client that shows the key of somebody of a role."""

    def with_key(role: Role, member: str | None = None) -> Client:
        line = account_reads.find_account(READER, account(role, member))
        someone = account_reads.actor_of_account(line.id, None, READER.at)
        secret = keys.make_key(someone, KeyDraft(name="test", scopes=frozenset(Scope)))
        headers = {"authorization": f"Bearer {secret}", "accept-language": "en"}
        return Client(headers=headers)

    return with_key
