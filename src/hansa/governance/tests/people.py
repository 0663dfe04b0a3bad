"""Who acts in the tests of governance, and who stands where in the directory."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model
from django.test import Client

from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.reads import accounts
from hansa.directory.reads import people as people_reads
from hansa.directory.reads.people import unit_names
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping, keys, sessions
from hansa.directory.terms.accounts import (
    AccountDraft,
    Browser,
    GrantDraft,
    KeyDraft,
    Scope,
)
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.text import Bilingual

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
FROM = date(2019, 1, 1)
HUAIHAI = (
    "xuzhou", "lianyungang", "suqian", "huaibei", "suzhou",
    "shangqiu", "zaozhuang", "jining", "linyi", "heze",
)  # fmt: skip
CHANGZHUTAN = ("changsha", "zhuzhou", "xiangtan")


def actor(
    role: Role,
    member: str | None = None,
    unit: str | None = None,
    league: str | None = "huaihai",
) -> Actor:
    """Somebody of a league on the day of the demonstration."""
    return Actor(
        person=f"test:{role.value}:{member or 'league'}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=AT,
        league=league,
        unit=unit,
    )


OFFICE = actor(Role.SECRETARIAT, league=None)


def add_person(league: str, member: str | None, title: str) -> str:
    """Add somebody, known by the post held; there may be another of that title."""
    details = PersonDetails(title=Bilingual(title, title), namesake=True)
    return people.add_person(
        OFFICE, league, PersonDraft(member=member, details=details)
    )


def add_unit(league: str, member: str | None, kind: UnitKind, name: str) -> str:
    """Open a unit, or give the one that has the name already."""
    for unit in people_reads.list_units(OFFICE, league, AT.date()):
        if (unit.member, unit.name.zh) == (member, name):
            return unit.id
    details = UnitDetails(kind=kind, opened_on=FROM)
    draft = UnitDraft(member=member, name=Bilingual(name, name), details=details)
    return people.open_unit(OFFICE, league, draft)


def lend(
    league: str, member: str, body: str, *, full_time: bool = True, number: int = 1
) -> str:
    """Lend somebody of a city to a body, and give the posting."""
    person = add_person(league, member, f"{member}派驻人员{number}")
    return people.add_posting(
        OFFICE,
        league,
        PostingDraft(
            kind=PostingKind.SECONDMENT,
            member=member,
            person=person,
            body=body,
            full_time=full_time,
            from_on=FROM,
        ),
    )


def hold(league: str, member: str, office: Office, body: str | None = None) -> str:
    """Let somebody hold an office of a city, and give the posting."""
    person = add_person(league, member, f"{member} {office.value} {body or ''}")
    return people.add_posting(
        OFFICE,
        league,
        PostingDraft(
            kind=PostingKind.OFFICE,
            member=member,
            person=person,
            office=office,
            body=body,
            from_on=FROM,
        ),
    )


def lead(league: str, member: str | None, body: str) -> str:
    """Let a unit of a city lead a body, and give the unit."""
    unit = add_unit(league, member, UnitKind.DEPARTMENT, f"{body}牵头单位")
    people.add_posting(
        OFFICE,
        league,
        PostingDraft(
            kind=PostingKind.LEAD, member=member, unit=unit, body=body, from_on=FROM
        ),
    )
    return unit


def reach(league: str, members: Iterable[str]) -> dict[str, str]:
    """Give each city a liaison body and a liaison for all fields; postings by city."""
    found = {}
    there = {name.zh: id_ for id_, name in unit_names(league, FROM).items()}
    for member in members:
        name = f"{member}联络机构"
        unit = there.get(name) or add_unit(league, member, UnitKind.LIAISON_BODY, name)
        person = add_person(league, member, f"{member}联络员一")
        found[member] = people.add_posting(
            OFFICE,
            league,
            PostingDraft(
                kind=PostingKind.FOCAL_POINT,
                member=member,
                person=person,
                unit=unit,
                from_on=FROM,
            ),
        )
    return found


SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)


def account(
    role: Role,
    member: str | None = None,
    unit: str | None = None,
    league: str | None = "huaihai",
) -> int:
    """Make an account with one role, and give its id."""
    name = f"{role.value}-{member or unit or league}"
    id_ = keeping.make_account(SHELL, AccountDraft(username=name))
    draft = GrantDraft(role=role, league=league, member=member, unit=unit)
    grants.give_role(SHELL, id_, draft)
    return id_


def browser(account_id: int, at: datetime = AT) -> Client:
    """Give a browser in which an account signed in at an instant, reading English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        get_user_model().objects.get(pk=account_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    key = client.session.session_key
    assert key is not None
    sessions.begin_session(
        accounts.actor_of_account(account_id, None, at),
        Browser(session_key=key, agent="test", network_address="127.0.0.1"),
    )
    return client


def program(account_id: int) -> Client:
    """Give a client that shows a key of an account, reading English."""
    secret = keys.make_key(
        accounts.actor_of_account(account_id, None, AT),
        KeyDraft(name="test", scopes=frozenset(Scope)),
    )
    return Client(
        headers={"accept-language": "en", "authorization": f"Bearer {secret}"}
    )
