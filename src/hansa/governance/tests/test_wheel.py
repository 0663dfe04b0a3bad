"""A year as rings: one for each body, with what was held and what the reader may know."""

from datetime import date

import pytest

from conftest import ROOT
from hansa.charter import reads as charter_reads
from hansa.governance import reads
from hansa.governance.reads.compliance import rings
from hansa.governance.rules.compliance import comply, sum_up
from hansa.governance.rules.wheel import ring_parts, tallies_of
from hansa.governance.terms import EntryKind

LEAGUES = ("huaihai", "changzhutan")


@pytest.mark.parametrize("league", LEAGUES)
def test_a_ring_for_each_body(league: str) -> None:
    """Groups of one rhythm are told apart; every entry is counted on its body's ring."""
    versions = (charter_reads.folder_version(ROOT / "charters" / league),)
    entries = reads.list_entries(versions, range(2024, 2025))
    parts = rings(entries, date(2024, 6, 1), None, ())
    owners = {(entry.body, entry.kind) for entry in entries}
    assert {(part.body, part.kind) for part in parts} == owners
    assert len({part.ring for part in parts}) == len(owners)
    assert sum(part.asked for part in parts) == len(entries)
    kinds = [part.kind for part in sorted(parts, key=lambda part: part.ring)]
    assert kinds == sorted(kinds, key=lambda kind: kind is EntryKind.CIRCULAR)
    for part in parts:
        others = [p for p in parts if p.ring == part.ring and p is not part]
        assert not any(part.period.overlaps(other.period) for other in others)


def test_lateness_is_shown_to_whom_it_is_known() -> None:
    """What is over and not held is late, near or merely ended, by what one may know."""
    versions = (charter_reads.folder_version(ROOT / "charters" / "changzhutan"),)
    entries = reads.list_entries(versions, range(2024, 2025))
    closed = date(2025, 1, 1)
    every = {entry.id for entry in entries}

    def lights(as_of: date, late: set[str], hidden: set[str]) -> set[str]:
        return {part.light for part in ring_parts(entries, as_of, late, hidden)}

    assert lights(closed, set(), set()) == {"ended"}
    assert lights(closed, every, set()) == {"late", "near"}
    assert lights(date(2024, 1, 1), set(), set()) == {"open"}
    assert lights(closed, set(), every) == {"open"}
    one = entries[0]
    parts = ring_parts(entries, closed, set(), {one.id})
    (untold,) = [part for part in parts if part.untold]
    assert (untold.body, untold.kind, untold.light) == (one.body, one.kind, "open")
    assert one.window == untold.period


def test_the_numbers_of_a_year_add_up() -> None:
    """Held, to come and missing are all that is asked; who may not know sees no gap."""
    versions = (charter_reads.folder_version(ROOT / "charters" / "changzhutan"),)
    entries = reads.list_entries(versions, range(2024, 2025))
    day, bodies = date(2024, 8, 1), reads.list_bodies(versions[0])
    names = {body.id: body.name for body in bodies}
    owing = {entry.id: None for entry in entries}
    lines = comply(entries, (), day, None, names, owing)
    kept = sum_up("changzhutan", 2024, day, entries, lines, bodies)
    meetings, circulars = tallies_of(entries, day, kept)
    for tally in (meetings, circulars):
        assert tally.held + tally.left + (tally.missing or 0) == tally.asked
    # Two quarters of the directors; the first half of five groups.
    assert (meetings.missing, circulars.missing) == (2, 5)
    assert {tally.missing for tally in tallies_of(entries, day, None)} == {None}
