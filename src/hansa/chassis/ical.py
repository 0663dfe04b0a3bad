"""Writes calendars as iCalendar text (RFC 5545, RFC 7986), for feeds and invitations.

Equal content gives equal bytes: nothing here asks for the time, and ``DTSTAMP`` is the
instant of the last change. It knows no league and no language; texts come rendered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import icalendar

from hansa.chassis.clock import LEAGUE_ZONE

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Hansa//Hansa calendar//EN"
ZONE_OFFSET = timedelta(hours=8)
# What RFC 5545 allows in no text, or what some readers take for the end of a line. The
# line feed is written as an escape.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Status(StrEnum):
    """How settled an event is, in the words of RFC 5545."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event.

    Attributes:
        uid: the same for ever, whatever becomes of the event.
        start, end: half-open; days for an event of whole days, aware instants for a timed
            one. ``end`` is None for a single moment.
        url: where more is written; empty for nowhere.
        busy: whether it takes the time of whoever keeps the calendar.
        sequence: counts the changes; never falls.

    Raises:
        ValueError: the end does not follow the start, or an instant has no zone.
    """

    uid: str
    title: str
    start: date
    end: date | None
    status: Status
    busy: bool
    sequence: int
    created_at: datetime
    modified_at: datetime
    description: str = ""
    place: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        times = [t for t in (self.start, self.end) if isinstance(t, datetime)]
        if any(time.tzinfo is None for time in times):
            raise ValueError("a timed event begins and ends at aware instants")
        if self.end is None:
            if not times:
                raise ValueError("an event of whole days has an end")
        elif len(times) == 1:
            raise ValueError("an event is timed at both ends or at neither")
        elif self.end <= self.start:
            raise ValueError(f"event ends {self.end}, not after {self.start}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A calendar to follow; ``refresh`` is how often a program should ask again."""

    name: str
    description: str
    refresh: timedelta
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who invites or is invited, with the address that answers go to.

    Attributes:
        mail: an address for mail, or a URI with its scheme for whoever has none.
    """

    name: str
    mail: str


def write_feed(feed: Feed) -> bytes:
    """Write a calendar that programs follow, its events in order of their start."""
    calendar = _calendar("PUBLISH")
    for name, value in (
        ("NAME", feed.name),
        ("X-WR-CALNAME", feed.name),
        ("DESCRIPTION", feed.description),
        ("X-WR-CALDESC", feed.description),
        ("X-WR-TIMEZONE", LEAGUE_ZONE.key),
    ):
        calendar.add(name, _text(value))
    calendar.add("REFRESH-INTERVAL", feed.refresh, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", icalendar.vDuration(feed.refresh))
    return _written(calendar, feed.events)


def write_event(event: Event) -> bytes:
    """Write one event, to be put into a calendar by hand."""
    return _written(_calendar("PUBLISH"), [event])


def invitation(event: Event, organizer: Party, attendees: Sequence[Party]) -> bytes:
    """Write the part of a mail that invites to an event or calls it off.

    Mail programs put it into the calendar and offer to accept; one whose status is
    cancelled takes the event out again. The mail's part is ``text/calendar`` with the
    method that ``method_of`` gives.
    """
    calendar = _calendar(method_of(event))
    component = _component(event)
    component.add("ORGANIZER", _address(organizer))
    for attendee in attendees:
        address = _address(attendee)
        address.params["ROLE"] = "REQ-PARTICIPANT"
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
        component.add("ATTENDEE", address)
    return _assembled(calendar, [event], [component])


def method_of(event: Event) -> str:
    """Give the method of an event's invitation: a request, or its cancellation."""
    return "CANCEL" if event.status is Status.CANCELLED else "REQUEST"


def _calendar(method: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _written(calendar: icalendar.Calendar, events: Sequence[Event]) -> bytes:
    ordered = sorted(events, key=lambda event: (_begins_at(event.start), event.uid))
    return _assembled(calendar, ordered, [_component(event) for event in ordered])


def _assembled(
    calendar: icalendar.Calendar,
    events: Sequence[Event],
    components: Sequence[icalendar.Event],
) -> bytes:
    if any(isinstance(event.start, datetime) for event in events):
        calendar.add_component(_zone())
    for component in components:
        calendar.add_component(component)
    written: bytes = calendar.to_ical()
    return written


def _begins_at(start: date) -> datetime:
    """Order days and instants on one line; a day counts from its first instant."""
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime(start.year, start.month, start.day, tzinfo=LEAGUE_ZONE)


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component.add("UID", event.uid)
    component.add("SUMMARY", _text(event.title))
    component.add("DTSTART", _in_zone(event.start))
    if event.end is not None:
        component.add("DTEND", _in_zone(event.end))
    component.add("STATUS", event.status.value)
    # What was called off takes nobody's time, whatever it did before.
    busy = event.busy and event.status is not Status.CANCELLED
    component.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    component.add("SEQUENCE", event.sequence)
    component.add("CREATED", event.created_at.astimezone(UTC))
    component.add("LAST-MODIFIED", event.modified_at.astimezone(UTC))
    component.add("DTSTAMP", event.modified_at.astimezone(UTC))
    if event.description:
        component.add("DESCRIPTION", _text(event.description))
    if event.place:
        component.add("LOCATION", _text(event.place))
    if event.url:
        component.add("URL", event.url)
    if event.categories:
        component.add("CATEGORIES", [_text(word) for word in event.categories])
    return component


def _in_zone(time: date) -> date:
    return time.astimezone(LEAGUE_ZONE) if isinstance(time, datetime) else time


def _text(value: str) -> icalendar.vText:
    """Make a text of a value; the library takes newer properties for no text at all."""
    return icalendar.vText(_writable(value))


def _writable(value: str) -> str:
    return UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def _address(party: Party) -> icalendar.vCalAddress:
    uri = party.mail if ":" in party.mail else f"mailto:{party.mail}"
    address = icalendar.vCalAddress(uri)
    address.params["CN"] = _writable(party.name).replace("\n", " ")
    return address


def _zone() -> icalendar.Timezone:
    """Describe the leagues' zone, which has had one offset since 1991.

    Written here, because what the zone database says of 1940 would change the bytes of
    every feed with each of its releases.
    """
    standard = icalendar.TimezoneStandard()
    standard.add("DTSTART", datetime(1992, 1, 1))  # noqa: DTZ001 -- local by definition
    standard.add("TZOFFSETFROM", ZONE_OFFSET)
    standard.add("TZOFFSETTO", ZONE_OFFSET)
    standard.add("TZNAME", "CST")
    zone = icalendar.Timezone()
    zone.add("TZID", LEAGUE_ZONE.key)
    zone.add_component(standard)
    return zone
