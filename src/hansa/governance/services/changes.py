"""Writes of governance: keeping what a new charter version changed in the calendar."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models import CalendarChange
from hansa.governance.rules.calendar import compare_calendars
from hansa.kernel.text import pack


def keep_calendar_changes(actor: Actor, event: Mapping[str, Any]) -> None:
    """Keep what an applied version changed in the calendar; again changes nothing.

    Args:
        actor: who delivers the event.
        event: content of ``charter.terms.CharterApplied``.
    """
    league, number = event["league"], event["number"]
    versions = charter_reads.get_versions(league)
    before = _timeline(versions[: number - 1])
    after = _timeline(versions[:number])
    changes = compare_calendars(before, after)
    if not changes:
        return  # The first version changes no calendar.
    with transaction.atomic():
        if CalendarChange.objects.filter(league=league, version=number).exists():
            return
        CalendarChange.objects.bulk_create(
            CalendarChange(
                league=league,
                version=number,
                position=position,
                code=change.code,
                message=pack(change.message),
                recorded_at=actor.at,
            )
            for position, change in enumerate(changes, start=1)
        )
        journal.record(
            actor,
            "governance.keep_calendar_changes",
            league,
            [f"charter:{league}/{number}"],
            {"changes": len(changes)},
        )


def _timeline(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    return charter_reads.timeline(versions) if versions else ()
