"""The map of the named works: each line a link with its name, a legend, and the rest."""

import math
import re
from itertools import combinations

import pytest
from django.test import Client

from conftest import ROOT
from hansa.charter import reads as charter_reads
from hansa.chassis.drawing import clear_labels, lay_out
from hansa.delivery import reads
from hansa.delivery.terms import WorkFilter
from hansa.delivery.views.map import BUNDLE_WIDEST, is_drawn, map_of

LEAGUES = ("huaihai", "changzhutan")


@pytest.mark.parametrize("league", LEAGUES)
def test_every_work_is_drawn_or_named_beside(league: str) -> None:
    """Source: contracts, section 7: what is not drawn is listed beside the map."""
    version = charter_reads.folder_version(ROOT / "charters" / league)
    works = reads.list_works(version, WorkFilter(), version.effective_from).works
    sheet = lay_out(charter_reads.centres_of(version), ())
    drawn = map_of(works, sheet, charter_reads.names_of(version))
    lines = [track.work for track in drawn["tracks"]]
    assert lines == [work.id for work in works if is_drawn(work)]
    beside = [line["work"].id for line in drawn["undrawn"]]
    assert sorted(lines + beside) == sorted(work.id for work in works)
    assert sum(line["count"] for line in drawn["legend"]) == len(lines)
    paths = [track.path for track in drawn["tracks"]]
    assert len(set(paths)) == len(paths), "no line hides another"


def test_lines_lead_to_their_works(leagues: None) -> None:
    """Each line is a link that says its name, also without a picture."""
    client = Client(headers={"accept-language": "en"})
    page = client.get("/huaihai/delivery/works/").content.decode()
    lines = re.findall(
        r'<a href="([^"]+)" data-beside="#work" aria-label="([^"]+)"', page
    )
    assert len(lines) > 5
    for address, label in lines:
        assert " · " in label
        assert 'id="work"' in client.get(address).content.decode()
    count = re.search(r"(\d+) works are not drawn", page)
    assert count is not None
    beside = page.split('class="beside-map"', 1)[1].split("</section>")[0]
    assert beside.count("<li>") == int(count[1])
    assert "cities to be confirmed" in beside


def test_a_phone_has_room_for_the_names_at_the_edge() -> None:
    """What lies farthest to the right is named below, where larger letters fit."""
    version = charter_reads.folder_version(ROOT / "charters" / "huaihai")
    sheet = lay_out(charter_reads.centres_of(version), ())
    farthest = max(sheet.spots, key=lambda spot: spot.x)
    assert farthest.at_edge
    nearest = min(sheet.spots, key=lambda spot: spot.x)
    assert not nearest.at_edge
    assert not sheet.is_narrow


@pytest.mark.parametrize("league", LEAGUES)
def test_works_of_two_cities_lie_side_by_side(league: str) -> None:
    """A bundle runs from city to city, each line apart, and is no wider than it may be."""
    version = charter_reads.folder_version(ROOT / "charters" / league)
    works = reads.list_works(version, WorkFilter(), version.effective_from).works
    sheet = lay_out(charter_reads.centres_of(version), ())
    drawn = map_of(works, sheet, charter_reads.names_of(version))
    bundles: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for track in drawn["tracks"]:
        for part in track.path.split("M")[1:]:
            first, one, other, last = part.split("L")
            a, b = ([float(n) for n in point.split()] for point in (one, other))
            middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            bundles.setdefault((first, last), []).append(middle)
    centres = {f"{spot.x} {spot.y}" for spot in sheet.spots}
    assert {end for ends in bundles for end in ends} <= centres
    assert max(len(lines) for lines in bundles.values()) > 3
    for lines in bundles.values():
        gaps = [math.dist(one, other) for one, other in combinations(lines, 2)]
        assert all(gap > 2 for gap in gaps)
        assert max(gaps, default=0) <= BUNDLE_WIDEST + 2


def test_names_move_out_of_the_way_of_lines() -> None:
    """A name whose right side is crossed stands where nothing runs."""
    centres = {"a": (3400, 11700), "b": (3400, 11800), "c": (3300, 11700)}
    sheet = lay_out(centres, ())
    assert {spot.side for spot in sheet.spots} == {"right"}
    cleared = {spot.id: spot for spot in clear_labels(sheet, [("a", "b")]).spots}
    assert cleared["a"].side != "right"
    assert cleared["c"].side == "right"
    assert cleared["b"].side == "right"
