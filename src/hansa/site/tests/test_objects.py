"""What the journal calls the objects of an act, in the reader's language."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from hansa.chassis import files
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.chassis.journal import Entry
from hansa.chassis.language import render
from hansa.clearing.services import sealing
from hansa.clearing.tests.house.conftest import DAY, LEAGUE, OPERATOR, open_window
from hansa.governance.models import Minutes
from hansa.governance.terms.dockets import ItemAct
from hansa.governance.tests.people import actor
from hansa.governance.tests.sessions import scene
from hansa.site.objects import named

AUGUST = date(2026, 8, 20)
OFFICE = actor(Role.SECRETARIAT)
PDF = b"%PDF-1.4\n%%EOF\n"
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def called(
    reader: Actor, *objects: str, league: str = "huaihai"
) -> list[tuple[str, str]]:
    """Name the objects of one act in both languages."""
    entry = Entry(
        number=1,
        recorded_at=OFFICE.at,
        actor="test",
        authority="test",
        service="test",
        league=league,
        objects=objects,
        entry_hash="",
    )
    (found,) = named(reader, league, [entry]).values()
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append([render(each.title) for each in found])
    return list(zip(*said, strict=True))


def test_a_batch_is_called_by_its_window_and_as_people_count() -> None:
    """It is no bare key; a window is its day, and who reads no clearing sees neither."""
    open_window()
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    objects = (f"batch:{DAY}/0", f"window:{DAY}")
    assert called(OPERATOR, *objects, league=LEAGUE) == [
        (f"{DAY}清分周期首批", f"first batch of window {DAY}"),
        (DAY, DAY),
    ]
    liaison = actor(Role.CITY_LIAISON, "heze")
    assert called(liaison, *objects, league=LEAGUE) == [("", ""), ("", "")]


def test_a_file_has_the_name_that_it_was_brought_under() -> None:
    """For who may read it; a city's file is no other city's."""
    with transaction.atomic():
        upload = Upload(name="名单.pdf", content=PDF)
        file = files.take(OFFICE, "huaihai", "heze", upload)
    name = files.journal_name(file)
    assert called(OFFICE, name) == [("名单.pdf", "名单.pdf")]
    assert called(actor(Role.CITY_LIAISON, "heze"), name) == [("名单.pdf", "名单.pdf")]
    assert called(actor(Role.CITY_LIAISON, "linyi"), name) == [("", "")]


def test_sessions_items_and_minutes_say_whose_they_are() -> None:
    """A session by body and day, an item by its title, minutes by body and year."""
    session = scene.convene("consultation", AUGUST)
    item = scene.put(
        session,
        "断头路",
        class_id="issue",
        act=ItemAct.CLEAR,
        title_en="Dead-end roads",
    )
    scene.open_(session)
    for one in scene.sheet(session).items:
        scene.end(one.item.id)
    scene.close(session)
    minutes = Minutes.objects.get().pk
    objects = (f"session:{session}", f"item:{item}", f"minutes:{minutes}")
    body = "Coordinated Development Consultation Meeting"
    assert called(OFFICE, *objects) == [
        ("协同发展协商会议（2026-08-20）", f"{body}, 2026-08-20"),
        ("断头路", "Dead-end roads"),
        ("2026年协同发展协商会议", f"{body}, 2026"),
    ]
