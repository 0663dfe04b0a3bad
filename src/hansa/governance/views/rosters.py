"""Pages of one body and of the rosters: who was lent, who sits where, what is vacant."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.asked import actor_of, day_of
from hansa.delivery.terms import STAGE_NAMES
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.overview import before_service
from hansa.governance import reads
from hansa.governance.reads import bodies as body_reads
from hansa.governance.reads import rosters as roster_reads
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads.compliance import hidden as hidden_from
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.minutes import list_unpublished
from hansa.governance.reads.records import bodies_named, body_of, may_read_rosters
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES, Body, Entry, EntryKind
from hansa.governance.terms.minutes import MinutesLine
from hansa.governance.terms.rosters import (
    FocalRoster,
    RosterLack,
    SeatLine,
    SeatRoster,
    SecondmentRoster,
)
from hansa.governance.terms.studies import STUDY_STATE_NAMES
from hansa.kernel.errors import Forbidden, Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Text, text

YEARS_SHOWN = 3  # Last year, this one and the next tell how a body meets.


@require_safe
def body(request: HttpRequest, league: str, body: str) -> HttpResponse:
    """Show one body: what it is for, who sits in it, when it meets, what is vacant."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    found = _found(version, body)
    opens = reads.first_year(versions)
    years = range(max(opens, day.year - 1), max(opens, day.year - 1) + YEARS_SHOWN)
    entries = [
        entry
        for entry in reads.list_entries(versions, years, day)
        if entry.body == body
    ]
    hidden = hidden_from(actor_of(request), versions, entries, day)
    life = body_reads.get_life(actor_of(request), versions, body, day)
    return render(
        request,
        "governance/body.html",
        {
            "room": "league",
            **_words(versions, version),
            "body": found,
            "life": life,
            "stage_names": STAGE_NAMES,
            "study_states": STUDY_STATE_NAMES,
            "county_clauses": _county_clauses(version, found),
            "alive": reads.is_alive(found, day),
            "status": reads.status_of(found),
            "sentence": _body_sentence(found, entries, day),
            "under": [b for b in reads.list_bodies(version) if b.parent == body],
            "entries": [entry for entry in entries if entry.id not in hidden],
            "meetings": [
                record
                for record in reversed(list_meetings(league, as_of=day))
                if record.facts.body == body
            ],
            "tables": _seats(request, versions, found),
            "insider": may_read_rosters(actor_of(request), league),
            "unpublished": _unpublished(request, league, body),
            "resting_on": found.assumptions,
            "page_clauses": found.clauses,
        },
    )


def _county_clauses(version: Version, body: Body) -> set[str]:
    """Give the clauses of a body that let counties have bodies of their own."""
    geography = version.charter.geography
    return set(geography.county_clauses) & set(body.clauses) if geography else set()


def _unpublished(
    request: HttpRequest, league: str, body: str
) -> list[tuple[MinutesLine, bool]]:
    """Give minutes that are not published, and whether late; none to who may not see."""
    if not desks.may_read(actor_of(request), league):
        return []
    day = day_of(request)
    return [(one, one.is_overdue(day)) for one in list_unpublished(league, body)]


def _found(version: Version, wanted: str) -> Body:
    found = body_of(version, wanted)
    if found is None:
        raise Missing(
            "body-missing",
            text("There is no body “{body}”.", body=wanted[:60]),
            meant(wanted, [each.id for each in reads.list_bodies(version)]),
        )
    return found


def _body_sentence(body: Body, entries: Sequence[Entry], day: date) -> Text:
    """Answer how many of the year's meetings a body held, and when the next is due."""
    counted = reads.count_year(entries, day.year).get(body.id)
    if counted is None or not reads.is_alive(body, day):
        return text("{body}: {status}", body=body.name, status=reads.status_of(body))
    said = text(
        "{body}: meetings of {year} held: {held} of {asked}",
        body=body.name,
        held=counted.held,
        asked=counted.asked,
        year=str(day.year),
    )
    coming = [
        entry.window.end
        for entry in entries
        if entry.kind is EntryKind.MEETING
        and entry.actual is None
        and entry.window.end > day
    ]
    if not coming:
        return said
    last = min(coming) - timedelta(days=1)
    return text("{said}; the next one by {day}", said=said, day=last.isoformat())


def _seats(
    request: HttpRequest, versions: Sequence[Version], body: Body
) -> list[dict[str, Any]]:
    """Give who holds the seats as tables; none to who may not see it."""
    actor, day = actor_of(request), day_of(request)
    try:
        found = roster_reads.list_seats(actor, versions, day, body.id)
    except Forbidden:
        return []
    return [_table(each) for each in found]


def _table(roster: SeatRoster) -> dict[str, Any]:
    """Lay the seats of a body out: a row for each city or group, a column each office."""
    offices = tuple(dict.fromkeys(line.seat.office for line in roster.lines))
    held: dict[str | None, dict[Office, SeatLine]] = {}
    for line in roster.lines:
        place = line.seat.member or line.seat.body
        held.setdefault(place, {})[line.seat.office] = line
    return {
        "roster": roster,
        "offices": offices,
        "rows": [
            {"place": place, "lines": [(o, lines.get(o)) for o in offices]}
            for place, lines in held.items()
        ],
    }


@require_safe
def roster(request: HttpRequest, league: str) -> HttpResponse:
    """Show who is lent to the office, whom one reaches, and which seats are vacant."""
    actor, day = actor_of(request), day_of(request)
    versions = charter_reads.get_versions(league)
    lent = roster_reads.secondment_roster(actor, versions, day)
    reached = roster_reads.focal_roster(actor, versions, day)
    seats = roster_reads.list_seats(actor, versions, day)
    return render(
        request,
        "governance/roster.html",
        {
            "room": "directory",
            **_words(versions, charter_reads.governing(versions, day)),
            "lent": lent,
            "reached": reached,
            "tables": [_table(each) for each in seats],
            "sentence": _sentence(
                lent, reached, seats, charter_reads.service_ahead(versions, day)
            ),
        },
    )


def _sentence(
    lent: SecondmentRoster | None,
    reached: FocalRoster | None,
    seats: Sequence[SeatRoster],
    service_from: date | None,
) -> Text:
    """Answer in one sentence whether everybody stands where the agreement wants them."""
    if service_from is not None:
        return before_service(service_from)
    lacks = [finding.code for finding in lent.findings] if lent else []
    above = lacks.count(RosterLack.ABOVE_MOST)
    gaps = (
        len(lacks)
        - above
        + (reached.asked - reached.ready if reached else 0)
        + sum(len(each.findings) for each in seats)
    )
    if not gaps and not above:
        return text("Every post that the agreement asks for is filled")
    others = (
        *(lent.findings if lent else ()),
        *(reached.findings if reached else ()),
    )
    filled, asked = (
        sum(each.filled for each in seats),
        sum(each.asked for each in seats),
    )
    held = (
        text("All {asked} seats are held", asked=asked)
        if filled == asked
        else text("Seats held: {filled} of {asked}", filled=filled, asked=asked)
    )
    if len(others) == 1 and filled == asked:
        return text("{held}; {gap}", held=held, gap=others[0].message)
    said = text("{held}; gaps: {gaps}", held=held, gaps=gaps) if gaps else held
    if not above:
        return said
    return text(
        "{said}; cities that lend more people than agreed: {count}",
        said=said,
        count=above,
    )


def _words(versions: Sequence[Version], version: Version) -> dict[str, Any]:
    bodies = bodies_named(versions)
    names = reads.list_names(versions)
    return {
        "version": version,
        "agreement": version.charter.agreement,
        "bodies": bodies,
        "names": names,
        "places": {**bodies, **names},
        "offices": OFFICE_NAMES,
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
    }
