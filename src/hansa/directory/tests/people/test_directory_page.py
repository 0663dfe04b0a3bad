"""The directory at a glance stays a page that a slow line can carry."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.directory.views.people.pages import SHOWN_OF_A_CITY
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")
SINCE = date(2020, 1, 1)


def test_a_city_with_many_units_shows_some_and_leads_to_all(
    secretariat: Actor, staff: Any, enter: Callable[[int], Any]
) -> None:
    """Twelve of each stand there; the others are one link away, on their list."""
    for number in range(SHOWN_OF_A_CITY + 2):
        unit = Bilingual(f"菏泽市第{number}局", f"Heze Bureau {number:02}")
        details = UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=SINCE)
        draft = UnitDraft(member="heze", name=unit, details=details)
        people.open_unit(secretariat, "huaihai", draft)
        title = Bilingual(f"菏泽市经办人{number}", f"Heze officer {number:02}")
        post = PersonDraft(member="heze", details=PersonDetails(title=title))
        people.add_person(secretariat, "huaihai", post)
    client = enter(staff("office", Role.SECRETARIAT, "huaihai", None))
    address = reverse("directory:directory", args=["huaihai"])
    page = client.get(address).content.decode()
    assert page.count("Heze Bureau") == SHOWN_OF_A_CITY
    assert page.count("Heze officer") == SHOWN_OF_A_CITY
    for name, words in (("units", "All 14 units"), ("people", "All 14 people")):
        everything = reverse(f"directory:{name}", args=["huaihai"])
        assert f'<a href="{everything}?city=heze">{words}</a>' in page
        assert client.get(f"{everything}?city=heze").status_code == 200
