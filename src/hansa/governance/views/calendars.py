"""The calendar of a league, as a page."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality, Version
from hansa.chassis.asked import (
    actor_of,
    day_of,
    optional_day,
    whole_number,
)
from hansa.chassis.lists import (
    Filter,
    Given,
    Listing,
    answer,
    refuse_unknown_words,
)
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance import reads
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads import records as record_reads
from hansa.governance.reads.handovers import may_read_some
from hansa.governance.reads.records import bodies_named as bodies_over
from hansa.governance.terms import KIND_NAMES, Entry
from hansa.governance.terms.compliance import Counted
from hansa.governance.terms.records import DEPARTURE_NAMES, RecordFilter, RecordLine
from hansa.governance.views.calendar_list import (
    EntryLine,
    columns_of,
    filters_of,
    kept_of,
    recorded_of,
)
from hansa.governance.views.calendar_year import year_of
from hansa.kernel.text import text

YEARS_MOST = 30


@require_safe
def calendar(request: HttpRequest, league: str) -> HttpResponse:
    """Show what must be held and sent in some years, and what was."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    first = whole_number(request, "from", day.year)
    last = whole_number(request, "to", first)
    years = reads.years_asked(first, last, YEARS_MOST)
    entries = reads.list_entries(versions, years, optional_day(request))
    filters = filters_of(request, years, bodies_over(versions))
    refuse_unknown_words(request, filters)
    found = _records(request, versions)
    hidden = compliance_reads.hidden(actor_of(request), versions, entries, day)
    listing = _listing(request, versions, entries, found, hidden, filters)
    context = {
        "room": "calendar",
        "first": first,
        "last": last,
        **_words(versions, day),
        **_asked(entries),
        **_recorded(request, league, entries, found),
        **year_of(request, versions, entries, hidden, filters),
    }
    return answer(request, listing, "governance/calendar.html", context)


def _words(versions: Sequence[Version], day: date) -> dict[str, Any]:
    version = charter_reads.governing(versions, day)
    return {
        "version": version,
        "agreement": version.charter.agreement,
        "founding": reads.statute_of(versions[0]).founding_session,
        "opens": reads.first_year(versions),
        "names": names_over(versions),
        "bodies": bodies_over(versions),
        "offices": OFFICE_NAMES,
        "kinds": KIND_NAMES,
        "departures": DEPARTURE_NAMES,
        "changes": reads.list_changes(version.league),
    }


def _asked(entries: Sequence[Entry]) -> dict[str, Any]:
    """Give how many meetings the agreement asks for, and what that rests on."""
    musts = [entry for entry in entries if entry.modality is Modality.MUST]
    return {
        "load": reads.minimum_load(entries),
        "musts": reads.minimum_load(musts),
        "resting_on": sorted({id_ for e in entries for id_ in e.assumptions}),
    }


def _records(
    request: HttpRequest, versions: Sequence[Version]
) -> tuple[RecordLine, ...]:
    """List what was recorded, for who may read records.

    The public sees what was held, and not who recorded it or what departs.
    """
    actor = actor_of(request)
    if not record_reads.may_read_records(actor, versions[0].league):
        return ()
    asked = RecordFilter(as_of=optional_day(request))
    return record_reads.list_records(actor, versions, asked)


def _listing(
    request: HttpRequest,
    versions: Sequence[Version],
    entries: Sequence[Entry],
    found: Sequence[RecordLine],
    hidden: Collection[str],
    filters: tuple[Filter, ...],
) -> Listing[EntryLine]:
    actor, league, day = actor_of(request), versions[0].league, day_of(request)
    by_entry = {line.entry: line for line in found}
    recordable = record_reads.recordable(actor, league, entries, day)
    lines = [
        EntryLine(
            entry=entry,
            line=by_entry.get(entry.id),
            recorded=recorded_of(entry, day, is_hidden=entry.id in hidden),
            may=entry.id in recordable,
        )
        for entry in entries
    ]
    turn = reads.statute_of(charter_reads.governing(versions, day)).rotation.name
    insider = record_reads.may_read_records(actor, league)
    columns = columns_of(turn, bodies_over(versions), names_over(versions), insider)
    return Listing(
        slug="calendar",
        title=text("Calendar"),
        columns=columns,
        rows=Given(kept_of(request, lines), columns),
        filters=filters,
        row_id=lambda line: line.entry.id,
        empty=text("The agreement asks for nothing in these years."),
        region="calendar",
    )


def _recorded(
    request: HttpRequest,
    league: str,
    entries: Sequence[Entry],
    found: Sequence[RecordLine],
) -> dict[str, Any]:
    """Give what was held beside the calendar, and what the reader may do with records."""
    actor, shown = actor_of(request), {entry.year for entry in entries}
    return {
        "beyond": [
            line
            for line in found
            if line.entry is None and line.record.facts.year in shown
        ],
        "insider": record_reads.may_read_records(actor, league),
        "recorder": record_reads.may_record_some(actor, league),
        "importer": record_reads.may_import(actor, league),
        "hands_over": may_read_some(actor, league),
    }


def names_over(versions: Sequence[Version]) -> dict[str, Any]:
    """Name every city that any version names, a former member too."""
    return {i: n for v in versions for i, n in charter_reads.names_of(v).items()}


def counted_in_year(versions: Sequence[Version], day: date) -> Mapping[str, Counted]:
    """Count the meetings of a day's year by body, as they stood on that day."""
    year = max(day.year, reads.first_year(versions))
    entries = reads.list_entries(versions, range(year, year + 1), day)
    return reads.count_year(entries, year)
