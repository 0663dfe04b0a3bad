"""Both leagues in force, for tests of what is recorded of works."""

import pytest
from django.conf import settings

from hansa.charter import services
from hansa.chassis.actor import Actor


@pytest.fixture
def leagues(db: None, administrator: Actor) -> None:
    """Apply both shipped charters."""
    for league in ("huaihai", "changzhutan"):
        services.apply_version(
            administrator, settings.HANSA_CHARTERS / league, services.Terms()
        )
