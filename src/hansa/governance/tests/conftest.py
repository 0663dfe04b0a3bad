"""Both leagues in force, for tests of what rests on applied charters."""

from datetime import date

import pytest
from django.conf import settings

from hansa.charter import services
from hansa.chassis import workdays
from hansa.chassis.actor import Actor


@pytest.fixture
def leagues(db: None, administrator: Actor) -> None:
    """Apply both shipped charters."""
    for league in ("huaihai", "changzhutan"):
        services.apply_version(
            administrator, settings.HANSA_CHARTERS / league, services.Terms()
        )


@pytest.fixture
def served(db: None, administrator: Actor) -> None:
    """Apply both shipped charters, in service since 2019, with working days."""
    workdays.seed(administrator.at)
    stated = services.Terms(in_service_since=date(2019, 1, 1))
    for league in ("huaihai", "changzhutan"):
        services.apply_version(administrator, settings.HANSA_CHARTERS / league, stated)
