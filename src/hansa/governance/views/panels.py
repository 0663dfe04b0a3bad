"""What governance shows on the home page of a league."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.governance import reads
from hansa.governance.reads.records import bodies_named as bodies_over
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, Body
from hansa.governance.views.calendars import counted_in_year, names_over
from hansa.kernel.text import Text, text

TURNS_BEFORE, TURNS_AFTER = 8, 4
TURNS_BEFORE_ON_PHONE = 2
NEXT_MOST = 7
DAYS_AHEAD = 366


def turns_panel(versions: Sequence[Version], day: date) -> dict[str, Any]:
    """Give the home page whose turn it was, is and will be."""
    version = charter_reads.governing(versions, day)
    opens, year = reads.first_year(versions), day.year
    return {
        "league": version.league,
        "rotation": reads.statute_of(version).rotation,
        "reason": reads.why(versions, day),
        "inputs": reads.list_inputs(versions, day),
        "founding": reads.founding_session(versions, day),
        "turns": reads.list_turns(
            versions, max(opens, year - TURNS_BEFORE), year + TURNS_AFTER
        ),
        "year": year,
        "near_from": year - TURNS_BEFORE_ON_PHONE,
        "names": names_over(versions),
    }


def next_panel(versions: Sequence[Version], day: date) -> dict[str, Any]:
    """Give the home page what may still be held or sent, the soonest end first."""
    return {
        "league": versions[0].league,
        "entries": reads.list_coming(versions, day, DAYS_AHEAD)[:NEXT_MOST],
        "bodies": bodies_over(versions),
        "names": names_over(versions),
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
    }


def bodies_panel(versions: Sequence[Version], day: date) -> dict[str, Any]:
    """Give the home page the bodies by tier, with what each held of what is asked."""
    version = charter_reads.governing(versions, day)
    listed = reads.list_bodies(version)
    counted = counted_in_year(versions, day)
    return {
        "league": version.league,
        "year": day.year,
        "tiers": [
            {
                "layer": layer,
                "lines": [
                    {
                        "body": body,
                        "waiting": not reads.is_alive(body, day),
                        "rhythm": _rhythm(body),
                        "counted": counted.get(body.id),
                    }
                    for body in listed
                    if body.layer == layer.id
                ],
            }
            for layer in version.charter.agreement.layers
        ],
    }


MONTH_NAMES = (
    text("January"),
    text("February"),
    text("March"),
    text("April"),
    text("May"),
    text("June"),
    text("July"),
    text("August"),
    text("September"),
    text("October"),
    text("November"),
    text("December"),
)


def _rhythm(body: Body) -> Text | None:
    """Say how often a body must meet, or what its creation waits for."""
    meetings = [c for c in body.cadences if c.kind.value == "meeting"]
    if not meetings:
        return reads.status_of(body) if body.condition else None
    first = meetings[0]
    times = sum(cadence.times for cadence in meetings)
    if first.month is not None:
        return text("every {month}", month=MONTH_NAMES[first.month - 1])
    per = {
        "year": text("a year"),
        "half": text("a half-year"),
        "quarter": text("a quarter"),
    }
    return text("meetings {per}: {times}", times=times, per=per[first.every.value])


def readings_of_year(versions: Sequence[Version], day: date) -> list[str]:
    """List the readings that the calendar of a day's year rests on."""
    entries = reads.list_entries(versions, range(day.year, day.year + 1), day)
    return sorted({id_ for entry in entries for id_ in entry.assumptions})


def sentence(versions: Sequence[Version], day: date) -> Text:
    """Answer whose turn it is in one sentence, with the next one's."""
    opens = reads.first_year(versions)
    year = max(day.year, opens)
    now, after = reads.list_turns(versions, year, year + 1)
    names = names_over(versions)
    version = charter_reads.governing(versions, day)
    return text(
        "{year}: {member} ({role}); {next} follows in {next_year}",
        year=str(year),
        member=names[now.member],
        role=reads.statute_of(version).rotation.name,
        next=names[after.member],
        next_year=str(after.year),
    )
