"""The page of named systems counts what is here, and nothing else."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from hansa.charter import reads as charter_reads
from hansa.governance import reads as governance_reads
from hansa.governance.terms import EntryKind
from hansa.site.wiring import PLATFORMS, realises


@pytest.mark.parametrize("league", ["huaihai", "changzhutan"])
def test_named_systems_are_counted_honestly(
    league: str, client: Client, leagues: None
) -> None:
    """A platform has a page here only where a page does its work; the list is none."""
    answer = client.get(f"/{league}/systems/", headers={"accept-language": "en"})
    html = answer.content.decode()
    counted = re.search(r"names (\d+) platforms: (\d+) have a page here", html)
    assert counted is not None
    here = len(PLATFORMS.get(league, {}))
    assert int(counted[2]) == here == html.count("its page")
    assert int(counted[1]) >= 4
    assert html.count("not yet") == int(counted[1]) - here


def test_a_list_of_platforms_realises_none_of_them(leagues: None) -> None:
    """A clause that asks for platforms is open as long as none of them stands."""
    version = charter_reads.get_versions("huaihai")[-1]
    assert realises(version, "EXC-02") is None
    assert realises(version, "GOV-11") is not None


def test_a_work_s_clause_leads_to_the_work(leagues: None) -> None:
    """Its own page, where it names one work; the list where the works are several."""
    version = charter_reads.get_versions("huaihai")[-1]
    assert realises(version, "PRJ-02") == "/huaihai/delivery/works/PRJ-02/"
    assert realises(version, "PRJ-99") == "/huaihai/delivery/works/"


@pytest.mark.parametrize("clause", ["GOV-05", "GOV-15", "GOV-20"])
def test_a_visitor_is_led_to_no_closed_door(
    clause: str, client: Client, leagues: None
) -> None:
    """Where a page asks for a sign-in, the clause leads a visitor to an open one."""
    answer = client.get(
        f"/huaihai/charter/clauses/{clause}/", headers={"accept-language": "en"}
    )
    led = re.search(r'<a href="([^"]+)">See where it runs', answer.content.decode())
    assert led is not None
    assert client.get(led[1]).status_code == 200


def test_residents_read_of_the_soonest_meeting(client: Client, leagues: None) -> None:
    """A group's meeting, which no city hosts, comes before a later hosted one."""
    day = date(2026, 2, 1)
    versions = charter_reads.get_versions("changzhutan")
    coming = governance_reads.list_coming(versions, day, 366)
    first = next(entry for entry in coming if entry.kind is EntryKind.MEETING)
    assert first.host is None
    page = client.get(
        "/changzhutan/resident/?city=changsha&as-of=2026-02-01",
        headers={"accept-language": "en"},
    ).content.decode()
    ends = first.window.end - timedelta(days=1)
    assert f", by {ends.isoformat()}" in page.partition("When the cities meet next")[2]
