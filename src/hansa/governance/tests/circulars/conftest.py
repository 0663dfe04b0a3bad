"""Chang-Zhu-Tan in service since 2025, with the duties of its calendar opened."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from hansa.charter import services as charter_services
from hansa.chassis import workdays
from hansa.chassis.actor import Actor
from hansa.governance import services
from hansa.governance.tests.circulars.desk import C, at


@pytest.fixture
def in_force(db: None, administrator: Actor) -> None:
    """Apply the charter before the year that tests tell of, as its calendar begins."""
    workdays.seed(administrator.at)
    stated = charter_services.Terms(in_service_since=date(2025, 1, 1))
    early = replace(administrator, at=datetime(2025, 1, 2, tzinfo=UTC))
    charter_services.apply_version(early, settings.HANSA_CHARTERS / C, stated)
    services.open_calendar_duties(at(date(2026, 1, 2)), C)
