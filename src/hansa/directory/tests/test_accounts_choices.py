"""Whom an account may be tied to: people by league and city, told apart from namesakes."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.conf import settings as configured
from django.test import Client

from hansa.charter import services as charter_services
from hansa.chassis.actor import Actor, Role
from hansa.directory.services import people
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Contact,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("fast_passwords")
SINCE = date(2020, 1, 1)
TWIN = Bilingual("清分结算平台经办一", "Clearing platform, clerk 1")
GROUP = re.compile(r'<optgroup label="([^"]*)">(.*?)</optgroup>', re.DOTALL)
OPTION = re.compile(r"<option[^>]*>([^<]*)</option>")


@pytest.fixture
def twins(huaihai: str, shell: Actor) -> None:
    """Clerks of one title in both leagues, namesakes in one city, and a mayor."""
    folder = configured.HANSA_CHARTERS / "changzhutan"
    charter_services.apply_version(shell, folder, charter_services.Terms())
    for league, member in (("huaihai", "xuzhou"), ("changzhutan", "changsha")):
        office = replace(shell, roles=frozenset({Role.SECRETARIAT}), league=league)
        unit = UnitDraft(
            member=member,
            name=Bilingual("结算科", "Clearing Section"),
            details=UnitDetails(kind=UnitKind.OFFICE, opened_on=SINCE),
        )
        section = people.open_unit(office, league, unit)
        for title, details in (
            (TWIN, {"unit": section}),
            (Bilingual("联络员", "Liaison"), {"contact": Contact(phone="1", mail="")}),
            (Bilingual("联络员", "Liaison"), {"contact": Contact(phone="2", mail="")}),
            (Bilingual("市长", "Mayor"), {}),
        ):
            told = PersonDetails(title=title, namesake=True, **details)
            person = people.add_person(
                office, league, PersonDraft(member=member, details=told)
            )
        post = PostingDraft(
            kind=PostingKind.OFFICE,
            member=member,
            person=person,
            office=Office.MAYOR,
            from_on=SINCE,
        )
        people.add_posting(office, league, post)


def offered(client: Client) -> dict[str, list[str]]:
    """Give what the page of a new account offers, by the name of each group."""
    page = client.get("/accounts/new/").content.decode()
    select = page.partition('name="person"')[2].partition("</select>")[0]
    return {
        unescape(label): [unescape(one) for one in OPTION.findall(group)]
        for label, group in GROUP.findall(select)
    }


@pytest.mark.usefixtures("twins")
@pytest.mark.parametrize(
    ("language", "xuzhou", "labels"),
    [
        (
            "en",
            "Huaihai Economic Zone · Xuzhou",
            {
                "Clearing platform, clerk 1 · Clearing Section",
                "Liaison · 1",
                "Liaison · 2",
                "Mayor · mayor",
            },
        ),
        (
            "zh-hans",
            "淮海经济区 · 徐州",
            {
                "清分结算平台经办一 · 结算科",
                "联络员 · 1",
                "联络员 · 2",
                "市长 · 市长",
            },
        ),
    ],
)
def test_people_are_offered_by_league_and_city(
    language: str,
    xuzhou: str,
    labels: set[str],
    staff: Callable[..., int],
    enter: Callable[[int], Client],
) -> None:
    """No two of one city read the same, and the group says of which league they are."""
    desk = enter(staff("admin", Role.ADMINISTRATOR))
    desk.cookies["hansa_language"] = language
    groups = offered(desk)
    assert len(groups) == 2
    assert {*groups[xuzhou]} == labels
    for group in groups.values():
        assert len(group) == len(set(group)) == 4
