"""Numbers the changes of calendar feeds, so that programs that follow them notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.governance.models import FeedEvent
from hansa.governance.reads import feeds as reads
from hansa.governance.rules.feeds import KEEP_FEEDS
from hansa.governance.terms.feeds import FeedLine

CHANGED_COLUMNS = ("year", "body", "content", "sequence", "modified_at", "cancelled_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChanges:
    """The UIDs of what feeds say anew, otherwise than before, or no longer."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    cancelled: tuple[str, ...]


def keep_feed_events(actor: Actor, league: str) -> FeedChanges:
    """Compare what feeds would say now with what they last said, and number the changes.

    What changed counts one more; what vanished is cancelled and kept; what came back is
    no longer cancelled. Done again, it changes nothing.

    Raises:
        Forbidden: the actor may not do this.
        Missing: there is no such league.
    """
    require(actor, KEEP_FEEDS, Over(league=league))
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        journal.lock()  # A second run must see what this one writes.
        lines = {line.uid: line for line in reads.lines_now(versions, actor.at)}
        rows = {row.uid: row for row in FeedEvent.objects.filter(league=league)}
        changed = [row for row in rows.values() if _says_otherwise(row, lines)]
        years = reads.years_told(versions, actor.at)
        # What lies before or after the years told of was not called off.
        gone = [
            row
            for row in rows.values()
            if row.uid not in lines and row.cancelled_at is None and row.year in years
        ]
        changes = FeedChanges(
            added=tuple(uid for uid in lines if uid not in rows),
            changed=tuple(row.uid for row in changed),
            cancelled=tuple(row.uid for row in gone),
        )
        if changes.added or changes.changed or changes.cancelled:
            _write(actor, league, lines, changes, changed, gone)
    return changes


def follow_charter(actor: Actor, event: Mapping[str, Any]) -> None:
    """Bring feeds up to date when a version is applied, without waiting for a tick.

    Args:
        actor: who delivers the event.
        event: content of ``charter.terms.CharterApplied``.
    """
    keep_feed_events(actor, event["league"])


def _says_otherwise(row: FeedEvent, lines: Mapping[str, FeedLine]) -> bool:
    line = lines.get(row.uid)
    if line is None:
        return False
    return row.cancelled_at is not None or row.content != reads.content_of(line)


def _write(
    actor: Actor,
    league: str,
    lines: Mapping[str, FeedLine],
    changes: FeedChanges,
    changed: Sequence[FeedEvent],
    gone: Sequence[FeedEvent],
) -> None:
    FeedEvent.objects.bulk_create(
        FeedEvent(
            league=league,
            uid=uid,
            year=lines[uid].year,
            body=lines[uid].body,
            content=reads.content_of(lines[uid]),
            created_at=actor.at,
            modified_at=actor.at,
        )
        for uid in changes.added
    )
    for row in changed:
        line = lines[row.uid]
        row.year, row.body = line.year, line.body
        row.content, row.cancelled_at = reads.content_of(line), None
    for row in gone:
        row.cancelled_at = actor.at
    touched = [*changed, *gone]
    for row in touched:
        row.sequence += 1
        row.modified_at = actor.at
    FeedEvent.objects.bulk_update(touched, CHANGED_COLUMNS)
    journal.record(
        actor,
        "governance.keep_feed_events",
        league,
        [f"feeds:{league}"],
        {
            "added": list(changes.added),
            "changed": list(changes.changed),
            "cancelled": list(changes.cancelled),
        },
    )
