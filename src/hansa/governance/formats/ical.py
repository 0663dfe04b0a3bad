"""Calendar feeds of governance as iCalendar text, in the language in force."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from hansa.chassis import ical
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.duties.terms.duties import DONE, STATE_NAMES, DutyLine, DutyState
from hansa.governance.rules.feeds import feed_uid
from hansa.governance.terms import KIND_NAMES, EntryKind
from hansa.governance.terms.feeds import FeedContent, KeptLine
from hansa.kernel.text import Bilingual, Parameter, Text, text

REFRESH = timedelta(hours=6)
CALLED_OFF = frozenset({DutyState.WAIVED, DutyState.SUPERSEDED})


def write_content(content: FeedContent) -> bytes:
    """Write a whole feed."""
    return ical.write_feed(
        ical.Feed(
            name=render(content.name),
            description=render(_about()),
            refresh=REFRESH,
            events=(
                *(line_event(kept, content.league) for kept in content.lines),
                *(duty_event(duty, content.members) for duty in content.duties),
            ),
        )
    )


def _about() -> Text:
    if settings.HANSA_DEMO:
        return text("Demonstration: meetings recorded here were invented.")
    return text("Meetings and circulars by the agreement, and as they were recorded.")


def changed_at(content: FeedContent) -> datetime | None:
    """Give the instant of the last change that a feed tells of; None while it is empty."""
    told = [
        *(kept.modified_at for kept in content.lines),
        *(duty.changed_at for duty in content.duties),
    ]
    return max(told, default=None)


def line_event(kept: KeptLine, league: str) -> ical.Event:
    """Give a meeting, a circular or the period for it as an event."""
    line = kept.line
    page = f"{reverse('governance:calendar', args=[league])}?from={line.year}"
    place = f"#{line.entry}" if line.entry else ""
    return ical.Event(
        uid=line.uid,
        title=render(_title(kept)),
        start=line.days.start,
        end=line.days.end,
        status=_status(kept),
        # A period to keep to takes nobody's time, nor does a circular.
        busy=line.recorded and line.kind is EntryKind.MEETING,
        sequence=kept.sequence,
        created_at=kept.created_at,
        modified_at=kept.modified_at,
        description="\n".join(render(sentence) for sentence in line.told),
        place=render(line.place),
        url=f"{settings.HANSA_ADDRESS}{page}{place}",
        categories=(render(KIND_NAMES[line.kind]),),
    )


def _title(kept: KeptLine) -> Text:
    what = kept.line.what
    if kept.cancelled:
        return text("Cancelled: {what}", what=what)
    if kept.line.recorded:
        return what
    if kept.line.kind is EntryKind.CIRCULAR:
        return text("To be sent: {what}", what=what)
    return text("To be held: {what}", what=what)


def _status(kept: KeptLine) -> ical.Status:
    if kept.cancelled:
        return ical.Status.CANCELLED
    return ical.Status.CONFIRMED if kept.line.recorded else ical.Status.TENTATIVE


def duty_event(duty: DutyLine, members: Mapping[str, Bilingual]) -> ical.Event:
    """Give the due day of a duty as an event; lateness is never told in a calendar."""
    assert duty.due_on is not None  # An undated duty has no place in a calendar.
    page = reverse("duties:duty", args=[duty.league, duty.id])
    start: date = duty.due_on
    end: date | None = duty.due_on + timedelta(days=1)
    if duty.due_time is not None:
        start = datetime.combine(duty.due_on, duty.due_time, LEAGUE_ZONE)
        end = None
    called_off = duty.state in CALLED_OFF
    return ical.Event(
        uid=feed_uid(f"{duty.league}/duty/{duty.id}"),
        title=render(_duty_title(duty, members)),
        start=start,
        end=end,
        status=ical.Status.CANCELLED if called_off else ical.Status.CONFIRMED,
        busy=False,
        sequence=duty.revision,
        created_at=duty.opened_at,
        modified_at=duty.changed_at,
        description="\n".join(render(sentence) for sentence in _duty_told(duty)),
        url=f"{settings.HANSA_ADDRESS}{page}",
        categories=(render(text("duty")),),
    )


def _duty_title(duty: DutyLine, members: Mapping[str, Bilingual]) -> Text:
    what: Parameter = duty.title
    if duty.member is not None:
        member = members.get(duty.member, duty.member)
        what = text("{member}, {duty}", member=member, duty=duty.title)
    if duty.state in CALLED_OFF:
        return text("Cancelled: {what}", what=what)
    if duty.state in DONE:
        return text("Done: {what}", what=what)
    return text("Due: {what}", what=what)


def _duty_told(duty: DutyLine) -> tuple[Text, ...]:
    told = [_duty_state(duty)]
    if duty.original_due_on is not None and duty.original_due_on != duty.due_on:
        day = duty.original_due_on.isoformat()
        told.append(text("Original due day: {day}", day=day))
    if duty.clauses:
        told.append(text("Clauses: {clauses}", clauses=duty.clauses))
    return tuple(told)


def _duty_state(duty: DutyLine) -> Text:
    """Say what is recorded of a duty; nothing that changes with the day of reading."""
    if duty.state in CALLED_OFF:
        return text("State: {state}", state=STATE_NAMES[duty.state])
    if duty.state in DONE:
        day = duty.done_on.isoformat() if duty.done_on else ""
        return text("State: done on {day}", day=day)
    return text("State: not done yet")
