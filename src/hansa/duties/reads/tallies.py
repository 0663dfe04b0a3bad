"""Counts how duties stood as it was known at an instant, for papers that are kept."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from hansa.charter import reads as charter_reads
from hansa.chassis import workdays
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.models import Duty, Notice
from hansa.duties.reads.rows import event_of, terms_of
from hansa.duties.rules import states as rules
from hansa.duties.terms.duties import DONE, DutyState
from hansa.duties.terms.notices import NoticeKind
from hansa.duties.terms.tallies import OpenReminder, Tally
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, unpack

REMINDING = frozenset({NoticeKind.REMINDER, NoticeKind.LETTER, NoticeKind.DEMAND})


def tally(
    league: str,
    bodies: Collection[str],
    due: Period,
    as_of: date,
    known_at: datetime,
    apart_from: str = "",
) -> Tally:
    """Count what had become of the duties of some bodies; asked again, the same.

    Args:
        league: slug.
        bodies: ids.
        due: the days on one of which they fall due, as was known then.
        as_of: the day whose states count.
        known_at: hides what was recorded or taken back later.
        apart_from: key of a duty that is not counted: that of the paper itself.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.timeline(charter_reads.get_versions(league), known_at)[-1]
    reckoning = rules.reckon(
        workdays.table(),
        as_of,
        version.in_service_since,
        version.charter.agreement.horizons,
        known_at,
    )
    rows = Duty.objects.filter(
        league=league, body__in=bodies, opened_at__lte=known_at
    ).prefetch_related("events")
    counted: list[tuple[DutyState, bool]] = []
    for row in rows.exclude(key=apart_from):
        events = [event_of(event) for event in row.events.all()]
        state, standing = rules.state_of(terms_of(row), events, reckoning)
        if standing.due_on is not None and standing.due_on in due:
            counted.append((state, bool(row.member)))
    of_nobody = [state for state, owed_by_city in counted if not owed_by_city]
    return Tally(
        done=sum(state in DONE for state, _ in counted),
        done_late=of_nobody.count(DutyState.DONE_LATE),
        overdue=of_nobody.count(DutyState.OVERDUE),
    )


def receipts_of(
    league: str, subjects: Collection[str]
) -> Mapping[str, tuple[int, int]]:
    """Count for each subject the notices that were signed for, and all; one query."""
    rows = Notice.objects.filter(league=league, subject__in=subjects).order_by()
    counted = rows.values("subject").annotate(
        signed=Count("receipted_at"), every=Count("pk")
    )
    return {one["subject"]: (one["signed"], one["every"]) for one in counted}


def list_open_reminders(league: str, member: str) -> tuple[OpenReminder, ...]:
    """List the reminders and letters to and from a city that nobody signed for.

    In the order in which they were issued; no right is judged, so that a paper which the
    city signs says the same whoever opens it.
    """
    kinds = [kind.value for kind in REMINDING]
    own = Q(member=member, from_member="") | Q(from_member=member)
    rows = Notice.objects.filter(
        own, league=league, kind__in=kinds, receipted_at=None
    ).order_by("issued_at", "pk")
    return tuple(
        OpenReminder(
            id=row.pk,
            reference=_name(row.reference),
            title=_name(row.title),
            issued_on=row.issued_at.astimezone(LEAGUE_ZONE).date(),
        )
        for row in rows
    )


def _name(stored: Any) -> Bilingual:
    name = unpack(stored)
    assert isinstance(name, Bilingual)  # Nothing else is packed into these columns.
    return name
