"""Both leagues in force, and people who act in them, for the tests of people."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from pytest_django.fixtures import Settings

from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MakeActor = Callable[..., Actor]


@pytest.fixture(autouse=True)
def standing_clock(settings: Settings, tmp_path: Path) -> None:
    """Let the ways in read the tests' instant, and keep files in a folder of their own."""
    settings.HANSA_CLOCK = AT
    settings.HANSA_FILES = tmp_path / "files"


@pytest.fixture
def leagues(db: None, administrator: Actor) -> None:
    """Apply both shipped charters."""
    for league in ("huaihai", "changzhutan"):
        charter_services.apply_version(
            administrator,
            configured.HANSA_CHARTERS / league,
            charter_services.Terms(in_service_since=date(2019, 1, 1)),
        )


@pytest.fixture
def acting() -> MakeActor:
    """Make an actor of one role, of a city where one is given."""

    def make(role: Role, member: str | None = None, league: str = "huaihai") -> Actor:
        return Actor(
            person=f"test:{member or 'league'}:{role.value}",
            authority=role.value,
            member=member,
            roles=frozenset({role}),
            at=AT,
            league=league,
        )

    return make


@pytest.fixture
def secretariat(acting: MakeActor) -> Actor:
    """Somebody of the joint office of Huaihai."""
    return acting(Role.SECRETARIAT)


@pytest.fixture
def liaison(acting: MakeActor) -> Actor:
    """The liaison of Heze."""
    return acting(Role.CITY_LIAISON, "heze")
