"""A league with its office, and for each city a liaison body, a liaison and two bureaus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from hansa.charter import services as charter_services
from hansa.charter.terms import Modality
from hansa.chassis import workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keys, sessions
from hansa.directory.services.accounts import keeping as keeping_accounts
from hansa.directory.terms.accounts import (
    AccountDraft,
    Browser,
    GrantDraft,
    KeyDraft,
    Scope,
)
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.models import Duty
from hansa.duties.services import keeping
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, Opened, Source
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OPENED_ON = date(2025, 1, 1)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
CITIES = (
    "xuzhou", "lianyungang", "suqian", "huaibei", "suzhou",
    "shangqiu", "zaozhuang", "jining", "linyi", "heze",
)  # fmt: skip


def actor(
    role: Role, member: str | None = None, unit: str | None = None, number: int = 1
) -> Actor:
    """Somebody of the Huaihai league at nine o'clock of the day of the demonstration."""
    return Actor(
        person=f"test:{role.value}:{member or 'league'}:{number}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=AT,
        league="huaihai",
        unit=unit,
    )


OFFICE = actor(Role.SECRETARIAT)


def liaison(member: str, number: int = 1) -> Actor:
    """A city's liaison."""
    return actor(Role.CITY_LIAISON, member, number=number)


def officer(member: str, unit: str) -> Actor:
    """An officer of one unit of a city."""
    return actor(Role.UNIT_OFFICER, member, unit)


def later(someone: Actor, at: datetime) -> Actor:
    """The same person at another time."""
    return replace(someone, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """Ids of one city's units, person and posting of the focal point."""

    body: str
    bureau: str
    other: str
    person: str
    posting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The league's cities by id."""

    cities: Mapping[str, City]


@pytest.fixture
def league(db: None, administrator: Actor) -> None:
    """Both shipped charters in force, in service since 2025, with working days."""
    workdays.seed(AT)
    for slug in ("huaihai", "changzhutan"):
        charter_services.apply_version(
            administrator,
            configured.HANSA_CHARTERS / slug,
            charter_services.Terms(in_service_since=date(2025, 1, 1)),
        )


@pytest.fixture
def house(league: None) -> House:
    """The Huaihai league with its people."""
    return House(cities={member: _city(member) for member in CITIES})


def _city(member: str) -> City:
    body = _unit(member, UnitKind.LIAISON_BODY, "联络机构")
    person = people.add_person(
        OFFICE,
        "huaihai",
        PersonDraft(
            member=member,
            details=PersonDetails(
                title=Bilingual(f"{member}联络员一", f"{member} liaison 1"), unit=body
            ),
        ),
    )
    posting = people.add_posting(
        OFFICE,
        "huaihai",
        PostingDraft(
            kind=PostingKind.FOCAL_POINT,
            member=member,
            person=person,
            unit=body,
            from_on=OPENED_ON,
        ),
    )
    return City(
        body=body,
        bureau=_unit(member, UnitKind.DEPARTMENT, "交通运输局"),
        other=_unit(member, UnitKind.DEPARTMENT, "发展改革委"),
        person=person,
        posting=posting,
    )


def _unit(member: str, kind: UnitKind, name: str) -> str:
    return people.open_unit(
        OFFICE,
        "huaihai",
        UnitDraft(
            member=member,
            name=Bilingual(f"{member}{name}", f"{member} {kind.value} {name}"),
            details=UnitDetails(kind=kind, opened_on=OPENED_ON),
        ),
    )


def draft(key: str, **changed: object) -> DutyDraft:
    """A duty of Xuzhou due by the end of November, with some terms changed."""
    stated = DutyDraft(
        key=key,
        series=key.rpartition("/")[0] or "series",
        title=Bilingual("纪要征求意见", "Comments on the minutes"),
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=("GOV-12",),
        member="xuzhou",
        window=NOVEMBER,
    )
    return replace(stated, **changed)  # type: ignore[arg-type]  # each test names fields


def opened(*drafts: DutyDraft, complete: tuple[str, ...] = ()) -> Opened:
    """Open drafts as the office enters them by hand."""
    return keeping.open_duties(
        OFFICE, "huaihai", Source.MANUAL, drafts, complete=complete
    )


Place = Callable[..., UUID]


@pytest.fixture
def place(league: None) -> Place:
    """Open one duty and give its id."""

    def one(key: str = "series/xuzhou", **changed: object) -> UUID:
        opened(draft(key, **changed))
        return Duty.objects.get(key=key, superseded_on=None).pk

    return one


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


@pytest.fixture
def account(db: None, clock: datetime) -> Account:
    """Make an account with a role in the Huaihai league, and give its id."""

    def make(role: Role, member: str | None = None, unit: str | None = None) -> int:
        name = f"{role.value}-{member or 'league'}-{(unit or '')[:8]}"
        id_ = keeping_accounts.make_account(SHELL, AccountDraft(username=name))
        local = role not in {Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR}
        grants.give_role(
            SHELL,
            id_,
            GrantDraft(
                role=role,
                league="huaihai" if local else None,
                member=member,
                unit=unit,
            ),
        )
        return id_

    return make


Enter = Callable[..., Client]


@pytest.fixture
def enter(account: Account) -> Enter:
    """Give a browser in which somebody of a role is signed in, and that reads English."""

    def sign_in(
        role: Role, member: str | None = None, unit: str | None = None, **named: Any
    ) -> Client:
        id_ = account(role, member, unit)
        client = Client(headers={"accept-language": "en"}, **named)
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

    def with_key(
        role: Role, member: str | None = None, unit: str | None = None
    ) -> Client:
        someone = account_reads.actor_of_account(account(role, member, unit), None, AT)
        secret = keys.make_key(someone, KeyDraft(name="test", scopes=frozenset(Scope)))
        headers = {"authorization": f"Bearer {secret}", "accept-language": "en"}
        return Client(headers=headers)

    return with_key
