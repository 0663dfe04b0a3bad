"""Who may do what: every page for every role, of the own city and of another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.directory.services import people
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
from hansa.site import access
from hansa.site.wiring import RIGHTS

LEAGUE, CITY, OTHER = "huaihai", "suzhou", "xuzhou"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
BY_CODE = {right.code: right for right in RIGHTS}


def test_every_page_has_its_guard() -> None:
    """No page is missing from the table of guards, and none stands there in vain."""
    named = {name for name, _ in access.pages()}
    by_identity = {"accounts:identity", "accounts:identity-return"}
    assert named | by_identity == set(access.GUARDS)


def test_every_guard_is_a_right() -> None:
    """What guards a page is a declared right, and no two rights share a code."""
    assert len(BY_CODE) == len(RIGHTS)
    assert set(access.GUARDS.values()) - access.OPEN <= set(BY_CODE)


def test_rights_never_reach_another_league() -> None:
    """Whatever the role, a right of one league is none in another."""
    for right in RIGHTS:
        for role in Role:
            actor = _actor(role, CITY)
            assert not may(actor, right, Over(league="changzhutan", member=CITY))


def test_the_public_has_no_right() -> None:
    """Nothing that a right guards is open without sign-in."""
    for right in RIGHTS:
        assert Role.PUBLIC not in right.held
        assert Role.RESIDENT not in right.held


def test_the_three_persons_are_apart() -> None:
    """Accounts are kept by one, granted by another, and read by the third."""
    keeps, grants = BY_CODE["accounts.keep"].held, BY_CODE["accounts.grant"].held
    assert set(keeps) == {Role.ADMINISTRATOR}
    assert set(grants) == {Role.SECURITY_OFFICER}
    assert Role.AUDITOR in BY_CODE["accounts.read"].held
    business = [right for right in RIGHTS if right.code.startswith("duties.")]
    for right in business:
        assert right.code == "duties.keep" or Role.ADMINISTRATOR not in right.held


def _actor(role: Role, member: str | None) -> Actor:
    return Actor(
        person=f"test:{role.value}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=NOW,
        league=LEAGUE,
    )


@dataclass(frozen=True)
class World:
    """Something of one city to be asked for."""

    unit: str
    person: str
    posting: str


@pytest.fixture
def world(db: None, settings: pytest.FixtureRequest) -> World:
    """One city's unit, person and post."""
    settings.HANSA_CLOCK = NOW  # type: ignore[attr-defined]  # pytest-django's settings
    operator = Actor(
        person="shell:test",
        authority="administrator",
        member=None,
        roles=OPERATOR_ROLES,
        at=NOW,
    )
    from django.conf import settings as configured

    charter_services.apply_version(
        operator, configured.HANSA_CHARTERS / LEAGUE, charter_services.Terms()
    )
    office = replace(operator, league=LEAGUE)
    unit = people.open_unit(
        office,
        LEAGUE,
        UnitDraft(
            member=CITY,
            name=Bilingual("宿州市交通运输局", "Suzhou Transport Bureau"),
            details=UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=date(2025, 1, 1)),
        ),
    )
    person = people.add_person(
        office,
        LEAGUE,
        PersonDraft(
            member=CITY,
            details=PersonDetails(
                title=Bilingual("宿州市联络员一", "Suzhou liaison 1")
            ),
        ),
    )
    posting = people.add_posting(
        office,
        LEAGUE,
        PostingDraft(
            kind=PostingKind.FOCAL_POINT,
            member=CITY,
            person=person,
            unit=unit,
            from_on=date(2025, 1, 1),
        ),
    )
    return World(unit=unit, person=person, posting=posting)


def _address(name: str, world: World) -> str | None:
    """Give the page's address over the city's things; None for what needs other things."""
    samples: Mapping[str, Mapping[str, str]] = {
        "directory:edit-unit": {"unit": world.unit},
        "directory:rename-unit": {"unit": world.unit},
        "directory:close-unit": {"unit": world.unit},
        "directory:person": {"person": world.person},
        "directory:edit-person": {"person": world.person},
        "directory:leave": {"person": world.person},
        "directory:end-posting": {"posting": world.posting},
        "briefing-of": {"member": CITY},
        "journal": {},
        "directory:people": {},
        "duties:new-request": {},
    }
    if name in samples:
        return reverse(name, kwargs={"league": LEAGUE, **samples[name]})
    installation = {"accounts:list", "accounts:new", "accounts:rights"}
    return reverse(name) if name in installation else None


ROLES = [role for role in Role if role not in {Role.PUBLIC, Role.RESIDENT}]


@pytest.mark.parametrize("member", [CITY, OTHER])
@pytest.mark.parametrize("role", ROLES)
def test_pages_open_as_the_matrix_says(
    role: Role, member: str, world: World, enter_as: Callable[..., Client]
) -> None:
    """Every guarded page opens for a role and city exactly where its right reaches."""
    officer = role is Role.UNIT_OFFICER
    if officer and member != CITY:
        pytest.skip("the unit is of the first city")
    client = enter_as(role, LEAGUE, member, world.unit if officer else None)
    actor = _actor(role, member)
    for name, code in access.GUARDS.items():
        address = _address(name, world)
        if code in access.OPEN or address is None:
            continue
        opened = client.get(address).status_code in {200, 405}
        assert opened == _reaches(actor, BY_CODE[code], address), (name, role, member)


def _reaches(actor: Actor, right: Right, address: str) -> bool:
    if LEAGUE not in address:
        return may(actor, right, Over(league=LEAGUE))
    held = {r for role, r in right.held.items() if role in actor.roles}
    if held == {Reach.UNIT}:
        return False
    return may(actor, right, Over(league=LEAGUE, member=CITY))


def test_the_public_is_led_to_the_door(world: World, client: Client) -> None:
    """Without sign-in every guarded page leads to the sign-in, and back again."""
    for name, code in access.GUARDS.items():
        address = _address(name, world)
        if code in access.OPEN or address is None:
            continue
        answer = client.get(address)
        assert answer.status_code in {302, 404, 405}, name
        if answer.status_code == 302:
            assert answer["location"].startswith(reverse("accounts:sign-in"))
