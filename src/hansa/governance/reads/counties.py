"""Bodies of neighbouring counties under a league, and the borders that are declared.

Source: GOV-24 of huaihai.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.plain import plain
from hansa.governance.reads.calendars import (
    first_year,
    list_bodies,
    list_coming,
    list_names,
    why,
)
from hansa.governance.terms.counties import Border, ChildLine

DAYS_AHEAD = 400  # A body that meets once a year has a meeting within these.


def list_children(league: str, day: date) -> tuple[ChildLine, ...]:
    """List the charters of counties under a league, with whose turn it is on a day."""
    return tuple(_child(one, day) for one in charter_reads.list_children(league))


def _child(latest: Version, day: date) -> ChildLine:
    versions = charter_reads.get_versions(latest.league)
    agreement = latest.charter.agreement
    assert agreement.parent is not None  # Only such charters are listed.
    opened = day.year >= first_year(versions)
    coming = list_coming(versions, day, DAYS_AHEAD) if opened else ()
    bodies = {body.id: body.name for body in list_bodies(latest)}
    return ChildLine(
        league=latest.league,
        name=agreement.name,
        clause=agreement.parent.clause,
        since=versions[0].effective_from,
        counties=tuple(member.name for member in agreement.members),
        codes=tuple(member.division_code for member in agreement.members),
        host=list_names(versions).get(why(versions, day).member) if opened else None,
        next_=coming[0] if coming else None,
        next_body=bodies.get(coming[0].body) if coming else None,
    )


def list_borders(version: Version, children: Sequence[ChildLine]) -> tuple[Border, ...]:
    """List the pairs of counties that share a border, as the charter declares them."""
    geography = version.charter.geography
    if geography is None:
        return ()
    counties = {county.code: county for county in geography.counties}
    return tuple(
        Border(
            one=counties[pair[0]],
            other=counties[pair[1]],
            children=tuple(c.league for c in children if set(pair) <= set(c.codes)),
        )
        for pair in geography.county_neighbours
    )


def wire_child(line: ChildLine) -> dict[str, Any]:
    """Give a charter of counties; the period of its next meeting is half-open."""
    return {
        "league": line.league,
        "name": plain(line.name),
        "clause": line.clause,
        "since": plain(line.since),
        "counties": [
            {"code": code, "name": plain(name)}
            for code, name in zip(line.codes, line.counties, strict=True)
        ],
        "host": plain(line.host),
        "next": line.next_.id if line.next_ else None,
        "window": plain(line.next_.window) if line.next_ else None,
    }


def wire_border(border: Border) -> dict[str, Any]:
    """Give a pair of neighbouring counties."""
    return {
        "one": plain(border.one),
        "other": plain(border.other),
        "children": list(border.children),
    }
