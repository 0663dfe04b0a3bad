"""The page of named systems counts what is here, and nothing else."""

import re

import pytest
from django.test import Client

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
    assert realises("huaihai", "EXC-02") is None
    assert realises("huaihai", "GOV-11") is not None
