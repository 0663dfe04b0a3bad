"""How late a city is: on no page that a leader, liaison or unit of another one may open.

Every city of both leagues is late with something of its own, on a day that no other city
missed; the office wrote to it, put it to every layer, and it asked for time. Whoever is
in turn reads what was put to the bodies, and still no day of another city.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import Client, override_settings

from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.charter.terms import Modality
from hansa.chassis import search, workdays
from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping
from hansa.directory.terms.accounts import AccountDraft, GrantDraft
from hansa.directory.terms.people import (
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.models import Duty
from hansa.duties.services import acts, notices, requests
from hansa.duties.services import keeping as duty_keeping
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, Source
from hansa.duties.terms.requests import RequestDraft, Vacancy
from hansa.governance import reads as governance_reads
from hansa.governance.services import obligations
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual
from hansa.site.views.briefing import MATTERS_MOST
from hansa.site.wiring import SEARCHED
from tests.world import AT, SHELL, SINCE, office_of, sign_in

TODAY = AT.date()
LEAGUES = ("huaihai", "changzhutan")
LATE_SINCE = date(2026, 3, 2)
ROLES = (Role.LEADER, Role.CITY_LIAISON, Role.UNIT_OFFICER, Role.GROUP_LEAD)
REQUEST = "派驻人员名单"
LATE_WORDS = re.compile(r"\d+ days? late")
PAGES = (
    "/start/",
    "/account/",
    "/{league}/",
    "/{league}/briefing/",
    "/{league}/briefing/{city}/",
    "/{league}/duties/",
    "/{league}/duties/?sort=-due&column=due&column=state&column=member&column=original",
    "/{league}/duties/?format=csv",
    "/{league}/duties/todo/",
    "/{league}/duties/requests/",
    "/{league}/notices/",
    "/{league}/notices/unanswered/",
    "/{league}/casework/",
    "/{league}/search/?q=" + quote(REQUEST),
    "/{league}/search/?q=" + quote("月报"),
    "/{league}/governance/compliance/?year=2026",
    "/{league}/governance/compliance/?year=2025",
    "/{league}/governance/records/",
    "/{league}/governance/circulars/",
    "/{league}/governance/circulars/?year=2025",
    "/{league}/governance/handovers/",
    "/api/v1/leagues/{league}/circulars",
    "/api/v1/leagues/{league}/handovers",
    "/api/v1/leagues/{league}/duties",
    "/api/v1/leagues/{league}/requests",
    "/api/v1/leagues/{league}/notices",
)
"""Every list, and whatever else might tell of a duty to whoever has a role."""
OF_EVERYBODY = (
    "/",
    "/{league}/resident/",
    "/{league}/systems/",
    "/{league}/governance/bodies/",
    "/{league}/governance/calendar/?from=2025&to=2026",
    "/{league}/directory/",
    "/{league}/directory/units/",
    "/{league}/delivery/works/",
    "/{league}/charter/clauses/",
)
"""What says the same to every role; the page of each body follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What one city is late with.

    Attributes:
        due_on: the day that it missed; no other city's.
        pages: addresses of its duty, its request and the letter about it.
    """

    due_on: date
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities:
    """What the cities of both leagues are late with, and whoever reads for each."""

    late: Mapping[tuple[str, str], Late]
    accounts: Mapping[tuple[str, str, Role], int]
    in_turn: Mapping[str, str]
    bodies: Mapping[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def cities(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cities]:
    """Put both leagues in force, with every city late; undone after the module."""
    with (
        django_db_blocker.unblock(),
        override_settings(HANSA_CLOCK=AT),
        transaction.atomic(),
    ):
        yield _build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(cities: Cities, db: None, settings: Any) -> Iterator[None]:
    """Stand at the hour of the house, without a line of log for each refusal."""
    settings.HANSA_CLOCK = AT
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _build() -> Cities:
    workdays.seed(AT)
    late: dict[tuple[str, str], Late] = {}
    accounts: dict[tuple[str, str, Role], int] = {}
    in_turn, bodies = {}, {}
    for league in LEAGUES:
        charter_services.apply_version(
            SHELL,
            configured.HANSA_CHARTERS / league,
            charter_services.Terms(in_service_since=SINCE),
        )
        versions = charter_reads.get_versions(league)
        in_turn[league] = governance_reads.why(versions, TODAY).member
        bodies[league] = tuple(
            body.id for body in governance_reads.list_bodies(versions[-1])
        )
        names = charter_reads.names_of(versions[-1])
        units = {member: _unit(league, member, name) for member, name in names.items()}
        _lead(league, tuple(names), units)
        obligations.open_calendar_duties(SHELL, league)
        _ask(league, tuple(names), in_turn[league])
        for member in names:
            due_on = LATE_SINCE + timedelta(days=7 * len(late))
            late[league, member] = _late(league, member, units[member], due_on)
            for role in ROLES:
                accounts[league, member, role] = _account(
                    league, member, role, units[member]
                )
        accounts[league, "", Role.SECRETARIAT] = _account(
            league, "", Role.SECRETARIAT, ""
        )
        search.rebuild(league, SEARCHED)
    return Cities(late=late, accounts=accounts, in_turn=in_turn, bodies=bodies)


def _unit(league: str, member: str, name: Bilingual) -> str:
    draft = UnitDraft(
        member=member,
        name=Bilingual(f"{name.zh}市交通运输局", f"{name.en} Transport"),
        details=UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=SINCE),
    )
    return people.open_unit(office_of(league), league, draft)


def _lead(league: str, members: tuple[str, ...], units: Mapping[str, str]) -> None:
    """Let units of cities lead the groups, none of which met in 2025."""
    bodies = governance_reads.list_bodies(charter_reads.get_versions(league)[-1])
    groups = [body.id for body in bodies if body.id.startswith("group-")]
    for group, member in zip(
        groups, members[-len(groups) :] * len(groups), strict=False
    ):
        people.add_posting(
            office_of(league),
            league,
            PostingDraft(
                kind=PostingKind.LEAD,
                member=member,
                unit=units[member],
                body=group,
                from_on=SINCE,
            ),
        )


def _ask(league: str, members: tuple[str, ...], in_turn: str) -> None:
    """Ask all cities for something by a day that is over; only the one in turn answers."""
    asking = replace(office_of(league), at=AT - timedelta(days=60))
    requests.dispatch(
        asking,
        league,
        RequestDraft(
            title=REQUEST,
            words="请报送。",
            members=members,
            due_on=TODAY - timedelta(days=30),
            vacancy=Vacancy.OFFICE,
        ),
    )
    asked = Duty.objects.get(league=league, member=in_turn, request__title=REQUEST)
    done = acts.Done(on=TODAY - timedelta(days=40), note="无变动。")
    acts.record_evidence(
        _liaison(league, in_turn), league, asked.pk, asked.revision, done
    )


def _liaison(league: str, member: str) -> Actor:
    return replace(
        office_of(league),
        person=f"test:liaison:{member}",
        member=member,
        roles=frozenset({Role.CITY_LIAISON}),
    )


def _late(league: str, member: str, unit: str, due_on: date) -> Late:
    """Let one city miss a day, be written to, and be put to every layer."""
    office = office_of(league)
    draft = DutyDraft(
        key=f"report/{member}",
        series="report",
        title=Bilingual("交通月报", "Monthly report"),
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=("GOV-12",),
        member=member,
        unit=unit,
        window=Period(due_on - timedelta(days=9), due_on + timedelta(days=1)),
    )
    duty_keeping.open_duties(office, league, Source.MANUAL, [draft], complete=())
    duty = Duty.objects.get(league=league, key=draft.key)
    asked = Duty.objects.get(league=league, member=member, request__title=REQUEST)
    (letter,) = notices.write_letter(office, league, [duty.pk])
    wanted = acts.Extension(until=TODAY + timedelta(days=9), reason="人员调整。")
    duty.refresh_from_db()
    acts.request_extension(
        _liaison(league, member), league, duty.pk, duty.revision, wanted
    )
    version = charter_reads.get_versions(league)[-1]
    for layer in version.charter.agreement.layers:
        duty.refresh_from_db()
        raised = acts.Escalation(level=layer.id, proposal=f"建议{layer.id}研究。")
        acts.escalate(office, league, duty.pk, duty.revision, raised)
    return Late(
        due_on=due_on,
        pages=(
            f"/{league}/duties/{duty.pk}/",
            f"/{league}/duties/{asked.pk}/",
            f"/{league}/duties/requests/{asked.request_id}/",
            f"/{league}/notices/{letter.id}/",
            f"/{league}/briefing/{member}/",
            f"/api/v1/leagues/{league}/duties/{duty.pk}",
        ),
    )


def _account(league: str, member: str, role: Role, unit: str) -> int:
    name = f"{role.value}-{member or league}"
    made = keeping.make_account(SHELL, AccountDraft(username=name))
    of_unit = unit if role in {Role.UNIT_OFFICER, Role.GROUP_LEAD} else None
    grant = GrantDraft(role=role, league=league, member=member or None, unit=of_unit)
    grants.give_role(SHELL, made, grant)
    return made


def browser(cities: Cities, league: str, member: str, role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, cities.accounts[league, member, role])
    return client


def read(client: Client, address: str) -> str:
    """Give what an address answers; nothing where it is refused."""
    answer = client.get(address, follow=True)
    assert answer.status_code in {200, 403, 404, 422}, (address, answer.status_code)
    return answer.content.decode() if answer.status_code == 200 else ""


def addresses(cities: Cities, league: str, member: str, role: Role) -> Iterator[str]:
    """Give every page that a city's people may try: lists, bodies, two other cities'."""
    for page in PAGES:
        yield page.format(league=league, city=member)
    if role is Role.LEADER:
        for page in OF_EVERYBODY:
            yield page.format(league=league)
        for body in cities.bodies[league]:
            yield f"/{league}/governance/bodies/{body}/"
    places = list(cities.late)
    at = places.index((league, member))
    for place in (places[at - 1], places[at - len(places) // 2]):
        yield from cities.late[place].pages


OF_ALL = [
    (league, member, role)
    for league, members in (
        (
            "huaihai",
            (
                *("xuzhou", "lianyungang", "suqian", "huaibei", "suzhou"),
                *("shangqiu", "zaozhuang", "jining", "linyi", "heze"),
            ),
        ),
        ("changzhutan", ("changsha", "zhuzhou", "xiangtan")),
    )
    for member in members
    for role in ROLES
]


@pytest.mark.parametrize(("league", "member", "role"), OF_ALL)
def test_no_page_tells_how_late_another_city_is(
    cities: Cities, league: str, member: str, role: Role
) -> None:
    """No page has the day that another city missed, nor how many days ago one was."""
    client = browser(cities, league, member, role)
    missed = {late.due_on for where, late in cities.late.items() if where[1] != member}
    own = days_late_of(league, member)
    for address in addresses(cities, league, member, role):
        said = read(client, address)
        assert not [day for day in missed if day.isoformat() in said], address
        assert set(LATE_WORDS.findall(said)) <= own, address


def days_late_of(league: str, member: str) -> set[str]:
    """Say, as pages do, how many days each duty of a city is past its day."""
    rows = Duty.objects.filter(league=league, member=member, done_on=None)
    return {f"{(TODAY - row.due_on).days} days late" for row in rows if row.due_on}


@pytest.mark.parametrize("league", LEAGUES)
def test_who_is_in_turn_reads_what_is_put_to_him(cities: Cities, league: str) -> None:
    """The leader in turn reads what other cities' matters propose, and no day of theirs."""
    member = cities.in_turn[league]
    said = read(browser(cities, league, member, Role.LEADER), f"/{league}/briefing/")
    assert said.count("Put to the next level") == MATTERS_MOST
    assert set(LATE_WORDS.findall(said)) <= days_late_of(league, member)


@pytest.mark.parametrize(
    ("league", "member"), [("huaihai", "linyi"), ("changzhutan", "zhuzhou")]
)
def test_a_city_reads_how_late_it_is_itself(
    cities: Cities, league: str, member: str
) -> None:
    """What is hidden from others is there for the city itself and for the office."""
    late = cities.late[league, member]
    days = f"{(TODAY - late.due_on).days} days late"
    page = f"/{league}/duties/?state=overdue"
    assert days in read(browser(cities, league, member, Role.CITY_LIAISON), page)
    assert days in read(browser(cities, league, "", Role.SECRETARIAT), page)
