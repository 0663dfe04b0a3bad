"""The leader's page: one sheet for a league and a city, to be read and printed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import matters as matter_reads
from hansa.duties.terms.duties import DONE, SETTLED, DutyState, EventKind, Filters
from hansa.governance import reads as governance_reads
from hansa.governance.terms import EntryKind
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, Text, text
from hansa.site.rights import READ_BRIEFING

MATTERS_MOST = 5
UNSETTLED = frozenset(DutyState) - SETTLED


@require_safe
def briefing(
    request: HttpRequest, league: str, member: str | None = None
) -> HttpResponse:
    """Show three figures and what needs a decision, each with what is proposed.

    A city's page shows what is its own; the city in turn also reads what was put to the
    bodies that it chairs. Without a city it is the page of the whole league.
    """
    actor, day = actor_of(request), day_of(request)
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    city = member or actor.member
    names = charter_reads.names_of(version)
    if city is not None and city not in names:
        raise Missing(
            "member-unknown",
            text("There is no member city “{member}”.", member=city[:40]),
            text("Open the briefing from the rail."),
        )
    require(actor, READ_BRIEFING, Over(league=league, member=city))
    matters = _matters(actor, versions, day)
    return render(
        request,
        "site/briefing.html",
        {
            "room": "leader",
            "version": version,
            "agreement": version.charter.agreement,
            "city": names[city] if city else None,
            "names": names,
            "figures": _figures(actor, versions, city, day),
            "matters": matters[:MATTERS_MOST],
            "holds_back": not all(each["is_own"] for each in matters[:MATTERS_MOST]),
            "matter_count": len(matters),
            "more": max(len(matters) - MATTERS_MOST, 0),
        },
    )


def _matters(
    actor: Actor, versions: Sequence[Version], day: date
) -> list[dict[str, Any]]:
    """List what waits for a decision, with who asks and what is proposed.

    What was put to a body is read by whoever speaks for the city that chairs it today;
    the day that the page shows changes nothing of that.
    """
    version = charter_reads.governing(versions, day)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    chair = governance_reads.why(versions, today).member
    in_turn = may(actor, READ_BRIEFING, Over(league=version.league, member=chair))
    layers = [layer.id for layer in version.charter.agreement.layers]
    reckoning = duty_reads.reckon(version.league, day)
    asked = matter_reads.list_matters(
        actor, version.league, reckoning, layers if in_turn else ()
    )
    ids = [duty.id for _, duty in asked]
    own = {
        line.id for line in duty_reads.list_lines(actor, version.league, reckoning, ids)
    }
    names = {layer.id: layer.name for layer in version.charter.agreement.layers}
    return [
        {
            "event": event,
            "duty": duty,
            # How late another city is, is not told to whoever chairs; the proposal is.
            "is_own": duty.id in own,
            "layer": names.get(event.content.get("level", "")),
            "is_extension": event.kind is EventKind.EXTENSION_REQUESTED,
        }
        for event, duty in asked
    ]


def _figures(
    actor: Actor,
    versions: Sequence[Version],
    city: str | None,
    day: date,
) -> list[dict[str, Any]]:
    league = versions[0].league
    states = duty_reads.count_states(
        actor, league, duty_reads.reckon(league, day), Filters(member=city)
    )
    late, lapsed = (
        states.get(state, 0) for state in (DutyState.OVERDUE, DutyState.LAPSED)
    )
    names = charter_reads.names_of(charter_reads.governing(versions, day))
    name = names[city] if city else None
    done = sum(count for state, count in states.items() if state in DONE)
    owed = sum(count for state, count in states.items() if state in DONE | UNSETTLED)
    entries = governance_reads.list_entries(
        versions, range(day.year, day.year + 1), as_of=day
    )
    meetings = [entry for entry in entries if entry.kind is EntryKind.MEETING]
    held = sum(entry.actual is not None for entry in meetings)
    return [
        _figure(_of(text("Duties done"), name), f"{done} / {owed}", "done"),
        _figure(
            _of(text("Overdue"), name),
            str(late),
            "late" if late else "done",
            text("and {count} to be reminded of", count=lapsed) if lapsed else None,
        ),
        _figure(
            text("Meetings of all cities held in {year}", year=str(day.year)),
            f"{held} / {len(meetings)}",
            "done" if held == len(meetings) else "near",
        ),
    ]


def _of(label: Text, city: Bilingual | None) -> Text:
    """Say whose figure it is; of the whole league where no city is shown."""
    return text("{label} ({city})", label=label, city=city) if city else label


def _figure(
    label: Text, value: str, kind: str, note: Text | None = None
) -> dict[str, Any]:
    return {"label": label, "value": value, "kind": kind, "note": note}
