"""What calendar feeds say now, and what they last said, as terms."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

from django.db.models import Q

from hansa.charter.terms import Version
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.models import FeedEvent
from hansa.governance.models import MeetingRecord as Row
from hansa.governance.reads.calendars import (
    first_year,
    list_entries,
    list_names,
    statute_of,
)
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import feeds as feed_rules
from hansa.governance.rules.records import attach
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.feeds import FeedContent, FeedLine, KeptLine
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, pack, text, unpack


def years_told(versions: Sequence[Version], at: datetime) -> range:
    """Give the years that feeds tell of at an instant."""
    year = at.astimezone(LEAGUE_ZONE).year
    return feed_rules.years_of_feeds(first_year(versions), year)


def lines_now(versions: Sequence[Version], at: datetime) -> tuple[FeedLine, ...]:
    """Compute what the feeds of a league say now, whatever they said before."""
    years = years_told(versions, at)
    if not years:
        return ()
    names = feed_rules.FeedNames(
        members=list_names(versions),
        bodies=bodies_named(versions),
        turn=statute_of(versions[-1]).rotation.name,
    )
    entries = list_entries(versions, years)
    lines = [feed_rules.feed_line(entry, names) for entry in entries]
    if _is_applied(versions):
        lines += _additional(versions[0].league, years, entries, names)
    return tuple(lines)


def _additional(
    league: str,
    years: range,
    entries: Sequence[Entry],
    names: feed_rules.FeedNames,
) -> Iterator[FeedLine]:
    """Say what was recorded without being asked for."""
    records = list_meetings(league, years=years)
    placed = {record.id for record in attach(entries, records).values()}
    corrects = dict(
        Row.objects.filter(league=league, replaces__isnull=False).values_list(
            "pk", "replaces_id"
        )
    )
    for record in records:
        if record.id in placed or record.confirmed_at is None:
            continue
        first = record.id
        while first in corrects:
            first = corrects[first]
        uid = feed_rules.feed_uid(f"{league}/record/{first}")
        yield feed_rules.record_line(uid, record.facts, names)


def _is_applied(versions: Sequence[Version]) -> bool:
    """Tell whether there can be records; a charter folder has none, and no database."""
    return versions[0].number is not None


def list_lines(versions: Sequence[Version], at: datetime) -> tuple[KeptLine, ...]:
    """List what the feeds of a league say, as last kept.

    A league whose feeds were never kept, such as a charter folder, is computed, with
    every change still uncounted.
    """
    if _is_applied(versions):
        kept = tuple(_kept(row) for row in _told_rows(versions, at))
        if kept:
            return kept
    last = versions[-1]
    since = last.recorded_at or datetime.combine(
        last.effective_from, time.min, LEAGUE_ZONE
    )
    return tuple(
        KeptLine(
            line=line,
            sequence=0,
            created_at=since,
            modified_at=since,
            cancelled=False,
        )
        for line in lines_now(versions, at)
    )


def league_content(versions: Sequence[Version], at: datetime) -> FeedContent:
    """Give the public feed of a league: what it holds and sends."""
    return FeedContent(
        league=versions[0].league,
        name=text("{league}: meetings", league=name_of(versions)),
        lines=list_lines(versions, at),
        duties=(),
        members={},
    )


def body_content(versions: Sequence[Version], body: str, at: datetime) -> FeedContent:
    """Give the public feed of one body.

    Raises:
        Missing: no version has such a body.
    """
    bodies = bodies_named(versions)
    if body not in bodies:
        raise Missing(
            "body-missing",
            text("There is no body “{body}” here.", body=body),
            meant(body, bodies),
        )
    return FeedContent(
        league=versions[0].league,
        name=text("{body} ({league})", body=bodies[body], league=name_of(versions)),
        lines=tuple(k for k in list_lines(versions, at) if k.line.body == body),
        duties=(),
        members={},
    )


def name_of(versions: Sequence[Version]) -> Bilingual:
    """Give what the league calls itself."""
    return versions[-1].charter.agreement.name


def get_line(versions: Sequence[Version], entry_id: str, at: datetime) -> KeptLine:
    """Give what feeds say of one calendar entry.

    Raises:
        Missing: the calendar never asked for such an entry in the years of the feeds.
    """
    found = {kept.line.entry: kept for kept in list_lines(versions, at)}
    if entry_id not in found:
        raise Missing(
            "entry-missing",
            text("The calendar has no entry {id}.", id=entry_id),
            meant(entry_id, [known for known in found if known]),
        )
    return found[entry_id]


def city_content(versions: Sequence[Version], member: str, at: datetime) -> FeedContent:
    """Give the feed of one city: the meetings and circulars that concern it.

    Raises:
        Missing: no version has such a member.
    """
    members = list_names(versions)
    if member not in members:
        raise Missing(
            "member-missing",
            text("There is no member city “{member}” here.", member=member),
            meant(member, members),
        )
    lines = list_lines(versions, at)
    return FeedContent(
        league=versions[0].league,
        name=text(
            "{member} in {league}", member=members[member], league=name_of(versions)
        ),
        lines=tuple(k for k in lines if feed_rules.concerns(k.line, member)),
        duties=(),
        members=members,
    )


def _told_rows(versions: Sequence[Version], at: datetime) -> list[FeedEvent]:
    years = years_told(versions, at)
    rows = FeedEvent.objects.filter(
        Q(cancelled_at=None) | Q(cancelled_at__gt=at - feed_rules.CANCELLED_SHOWN),
        league=versions[0].league,
        year__gte=years.start,
        year__lt=years.stop,
    )
    return list(rows.order_by("uid"))


def content_of(line: FeedLine) -> dict[str, Any]:
    """Write a line as the JSON that is kept of it; uid, year and body are columns."""
    return {
        "kind": line.kind.value,
        "entry": line.entry,
        "what": pack(line.what),
        "start": line.days.start.isoformat(),
        "end": line.days.end.isoformat(),
        "recorded": line.recorded,
        "place": pack(line.place) if line.place else None,
        "told": [pack(sentence) for sentence in line.told],
        "members": list(line.members),
    }


def _kept(row: FeedEvent) -> KeptLine:
    content = row.content
    place = content["place"]
    line = FeedLine(
        uid=row.uid,
        year=row.year,
        body=row.body,
        kind=EntryKind(content["kind"]),
        entry=content["entry"],
        what=_sentence(content["what"]),
        days=Period(
            date.fromisoformat(content["start"]), date.fromisoformat(content["end"])
        ),
        recorded=content["recorded"],
        place=cast("Bilingual", unpack(place)) if place else None,
        told=tuple(_sentence(sentence) for sentence in content["told"]),
        members=tuple(content["members"]),
    )
    return KeptLine(
        line=line,
        sequence=row.sequence,
        created_at=row.created_at.astimezone(UTC),
        modified_at=row.modified_at.astimezone(UTC),
        cancelled=row.cancelled_at is not None,
    )


def _sentence(stored: Any) -> Text:
    sentence = unpack(stored)
    assert isinstance(sentence, Text)  # Only texts are packed there.
    return sentence
