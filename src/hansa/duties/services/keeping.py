"""Opening duties from what other contexts state, and keeping them in step with it.

Every function here may be called again with the same and then changes nothing, so that a
tick that was cut short is completed by the next. No duty is ever deleted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.hashing import canonical, digest
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.lengths import refuse_long
from hansa.chassis.rights import Over, require
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.reads.rows import event_of
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.rights import KEEP
from hansa.duties.rules.states import opens_duty
from hansa.duties.services import rows
from hansa.duties.terms.duties import (
    NO_UNIT,
    UNDATED,
    DutyDraft,
    DutyFinding,
    EventKind,
    Fact,
    Opened,
    Source,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import pack, text

KEY_LONGEST = 200
KEYS_A_QUERY = 500  # Below every database's most parameters.
ROWS_A_WRITE = 500
NAMED_MOST = 50  # A journal entry names so many duties; beyond, the hash attests them.
DAY = timedelta(days=1)

# What somebody owes. Where one of these moves, the duty is another one.
SUBSTANCE = (
    "source",
    "series",
    "member",
    "body",
    "owed_to",
    "modality",
    "clauses",
    "window_start",
    "due_on",
    "due_time",
)
# How it is worded. Where one of these changes, the duty stays and is worded anew.
WORDING = ("title", "words", "domain", "assumptions", "findings", "unit_id")


@dataclass(slots=True)
class Changes:
    """What opening drafts is about to write."""

    opened: list[Duty] = field(default_factory=list)
    superseded: list[tuple[Duty, UUID | None]] = field(default_factory=list)
    reworded: list[Duty] = field(default_factory=list)
    unchanged: int = 0


def open_duties(
    actor: Actor,
    league: str,
    source: Source,
    drafts: Iterable[DutyDraft],
    *,
    complete: Collection[str],
) -> Opened:
    """Open what is not open yet, and supersede what the drafts moved or dropped.

    A duty that is done or waived stays as it is, whatever its source says later.

    Args:
        actor: who keeps the source, or the tick.
        league: slug.
        source: where the drafts come from.
        drafts: no two of one key.
        complete: series that the drafts cover wholly; what is unsettled in them and not
            among the drafts is superseded. Empty only adds.

    Raises:
        Forbidden: the actor may not keep duties.
        Refused: two drafts share a key, or a key is too long.
    """
    require(actor, KEEP, Over(league=league))
    with transaction.atomic():
        # Two ticks at once: the second waits here and then finds everything open.
        journal.lock()
        changes, skipped = write_drafts(actor, league, source, drafts, complete)
        if changes.opened or changes.superseded or changes.reworded:
            journal.record(
                actor,
                "duties.open",
                league,
                _named(league, source, changes),
                _told(source, changes),
            )
    return Opened(
        opened=len(changes.opened),
        superseded=len(changes.superseded),
        unchanged=changes.unchanged,
        not_opened=skipped,
    )


def write_drafts(
    actor: Actor,
    league: str,
    source: Source,
    drafts: Iterable[DutyDraft],
    complete: Collection[str],
) -> tuple[Changes, tuple[str, ...]]:
    """Open drafts in the caller's transaction, which holds the end of the journal.

    Returns:
        What was written, and the keys of drafts whose clause makes nobody owe anything.
    """
    wanted, skipped = _wanted(drafts)
    rows_wanted = _rows_of(actor, league, source, wanted)
    latest = _latest(league, list(rows_wanted))
    changes = Changes()
    for key, row in rows_wanted.items():
        _sort_in(changes, row, latest.get(key))
    changes.superseded += [
        (row, None) for row in _vanished(league, source, complete, rows_wanted)
    ]
    _write(actor, changes)
    return changes, skipped


def _vanished(
    league: str, source: Source, complete: Collection[str], wanted: Collection[str]
) -> list[Duty]:
    """Find what is unsettled in series that are covered wholly, and no longer drafted."""
    unsettled = Duty.objects.filter(
        league=league,
        source=source.value,
        superseded_on=None,
        done_on=None,
        waived_on=None,
    )
    covered = frozenset(complete)
    gone = [
        pk
        for pk, key, series in unsettled.values_list("pk", "key", "series")
        if series in covered and key not in wanted
    ]
    return [
        row
        for start in range(0, len(gone), KEYS_A_QUERY)
        for row in Duty.objects.filter(pk__in=gone[start : start + KEYS_A_QUERY])
    ]


def _wanted(
    drafts: Iterable[DutyDraft],
) -> tuple[dict[str, DutyDraft], tuple[str, ...]]:
    wanted: dict[str, DutyDraft] = {}
    skipped = []
    for draft in drafts:
        refuse_long("duty-key-too-long", draft.key, KEY_LONGEST)
        refuse_long("duty-series-too-long", draft.series, KEY_LONGEST)
        if draft.key in wanted:
            raise Refused(
                "duty-key-twice",
                text("Two duties have the key {key}.", key=draft.key),
                text("Give each its own."),
            )
        if opens_duty(draft.modality):
            wanted[draft.key] = draft
        else:
            skipped.append(draft.key)
    return wanted, tuple(skipped)


def _rows_of(
    actor: Actor, league: str, source: Source, wanted: Mapping[str, DutyDraft]
) -> dict[str, Duty]:
    words = _words_of(wanted.values())
    return {
        draft.key: _row_of(actor, league, source, draft, said)
        for draft, said in zip(wanted.values(), words, strict=True)
    }


def _words_of(drafts: Collection[DutyDraft]) -> list[str]:
    """Write titles in both languages, for search, changing language only twice."""
    said = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said.append([render(draft.title) for draft in drafts])
    return [
        " ".join(dict.fromkeys(pair)).casefold() for pair in zip(*said, strict=True)
    ]


def _row_of(
    actor: Actor, league: str, source: Source, draft: DutyDraft, words: str
) -> Duty:
    due_on = draft.window.end - DAY if draft.window else None
    return Duty(
        id=uuid4(),
        league=league,
        key=draft.key,
        source=source.value,
        series=draft.series,
        request_id=draft.request,
        title=pack(draft.title),
        words=words,
        member=draft.member or "",
        unit_id=UUID(draft.unit) if draft.unit else None,
        body=draft.body or "",
        domain=draft.domain or "",
        owed_to=draft.owed_to,
        modality=draft.modality.value,
        clauses=list(draft.clauses),
        assumptions=list(draft.assumptions),
        findings=[stored(finding) for finding in _findings(draft)],
        window_start=draft.window.start if draft.window else draft.since,
        due_on=due_on,
        due_time=draft.due_time,
        ends_on=due_on or UNDATED,
        opened_at=actor.at,
        changed_at=actor.at,
    )


def _findings(draft: DutyDraft) -> tuple[DutyFinding, ...]:
    """Add that no unit is known, where a city or body owes it and not the office."""
    homeless = draft.unit is None and (draft.member or draft.body)
    return (*draft.findings, NO_UNIT) if homeless else draft.findings


def stored(finding: DutyFinding) -> dict[str, Any]:
    """Give a finding as it is kept with a duty."""
    return {"code": finding.code, "message": pack(finding.message)}


def _latest(league: str, keys: Sequence[str]) -> dict[str, Duty]:
    """Find the newest generation of each key."""
    found: dict[str, Duty] = {}
    for start in range(0, len(keys), KEYS_A_QUERY):
        part = keys[start : start + KEYS_A_QUERY]
        known = Duty.objects.filter(league=league, key__in=part)
        found |= {row.key: row for row in known.order_by("generation")}
    return found


def _sort_in(changes: Changes, row: Duty, before: Duty | None) -> None:
    """Decide what one draft changes, given the newest duty of its key."""
    if before is None:
        changes.opened.append(row)
        return
    row.generation = before.generation + 1
    settled = before.done_on is not None or before.waived_on is not None
    # Who owes it may only be found out, as when a unit is named to lead a group: then the
    # duty is the same, and nothing of the charter has changed.
    learnt = not before.member and bool(row.member)
    moved = _differ((n for n in SUBSTANCE if not learnt or n != "member"), row, before)
    if before.superseded_on is not None and not settled:
        changes.opened.append(row)
    elif settled or not (moved or _reworded(row, before) or learnt):
        changes.unchanged += 1
    elif moved:
        changes.opened.append(row)
        changes.superseded.append((before, row.id))
    else:
        for name in (*WORDING, "member"):
            setattr(before, name, getattr(row, name))
        before.changed_at = row.changed_at
        before.revision += 1
        changes.reworded.append(before)


def _differ(names: Iterable[str], one: Duty, other: Duty) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _reworded(row: Duty, before: Duty) -> bool:
    """Tell whether the wording changed; a unit is taken only where none was known.

    The unit that a duty fell to may have handed it over since; its source, which still
    names the first one, must not fetch it back.
    """
    if before.unit_id is not None:
        row.unit_id = before.unit_id
        row.findings = [f for f in row.findings if f["code"] != NO_UNIT.code]
    return _differ(WORDING, row, before)


def _write(actor: Actor, changes: Changes) -> None:
    Duty.objects.bulk_create(changes.opened, batch_size=ROWS_A_WRITE)
    Duty.objects.bulk_update(
        changes.reworded,
        (*WORDING, "member", "changed_at", "revision"),
        batch_size=ROWS_A_WRITE,
    )
    if not changes.superseded:
        return
    on = day_of(actor)
    numbers = _last_numbers([row.pk for row, _ in changes.superseded])
    DutyEvent.objects.bulk_create(
        (
            DutyEvent(
                duty=row,
                number=numbers.get(row.pk, 0) + 1,
                kind=EventKind.SUPERSEDED.value,
                on_date=on,
                recorded_at=actor.at,
                actor=actor.person,
                authority=actor.authority,
            )
            for row, _ in changes.superseded
        ),
        batch_size=ROWS_A_WRITE,
    )
    for row, successor in changes.superseded:
        row.superseded_on, row.superseded_by_id = on, successor
        row.changed_at = actor.at
        row.revision += 1
    Duty.objects.bulk_update(
        [row for row, _ in changes.superseded],
        ("superseded_on", "superseded_by", "changed_at", "revision"),
        batch_size=ROWS_A_WRITE,
    )


def _last_numbers(ids: Sequence[UUID]) -> dict[UUID, int]:
    numbers: dict[UUID, int] = {}
    for start in range(0, len(ids), KEYS_A_QUERY):
        part = DutyEvent.objects.filter(duty__in=ids[start : start + KEYS_A_QUERY])
        last = part.order_by().values_list("duty").annotate(last=Max("number"))
        numbers |= dict(last)
    return numbers


def _named(league: str, source: Source, changes: Changes) -> list[str]:
    touched = [*changes.opened, *(row for row, _ in changes.superseded)]
    if len(touched) > NAMED_MOST:
        return [f"duties:{league}/{source.value}"]
    return rows.named(*touched, *changes.reworded)


def _told(source: Source, changes: Changes) -> dict[str, Any]:
    """Say what was written; the hash attests each duty where they are too many to list."""
    opened = [
        [row.key, row.generation, str(row.due_on), row.modality]
        for row in changes.opened
    ]
    superseded = [[row.key, row.generation] for row, _ in changes.superseded]
    told: dict[str, Any] = {
        "source": source.value,
        "opened": len(opened),
        "superseded": len(superseded),
        "reworded": len(changes.reworded),
        "hash": digest(canonical([opened, superseded]).encode(), settings.HANSA_HASH),
    }
    if len(opened) + len(superseded) <= NAMED_MOST:
        told |= {"opened_keys": opened, "superseded_keys": superseded}
    return told


def record_evidence_by_key(
    actor: Actor, league: str, source: Source, facts: Iterable[Fact]
) -> int:
    """Settle duties by what another context recorded; again changes nothing.

    A record whose day or document changed replaces what it said before. A fact whose duty
    is not open is left out: open it first, then call again.

    Returns:
        How many facts were new or changed.

    Raises:
        Forbidden: the actor may not keep duties.
    """
    require(actor, KEEP, Over(league=league))
    wanted = {(fact.key, fact.record): fact for fact in facts}
    with transaction.atomic():
        journal.lock()
        keys = list(dict.fromkeys(key for key, _ in wanted))
        duties = {
            key: row
            for key, row in _latest(league, keys).items()
            if row.source == source.value
        }
        known = _events_by_duty([row.pk for row in duties.values()])
        touched: dict[UUID, Duty] = {}
        done = 0
        for (key, _), fact in wanted.items():
            row = duties.get(key)
            if row is None or not _settle(actor, row, fact, known[row.pk]):
                continue
            touched[row.pk] = row
            done += 1
        for row in touched.values():
            rows.sum_up(actor, row, [event_of(event) for event in known[row.pk]])
        Duty.objects.bulk_update(
            list(touched.values()), rows.SUMMED_UP, batch_size=ROWS_A_WRITE
        )
        if done:
            journal.record(
                actor,
                "duties.record_evidence_by_key",
                league,
                rows.named(*islice(touched.values(), NAMED_MOST)),
                {"source": source.value, "facts": _facts_told(wanted.values())},
            )
    return done


def _facts_told(facts: Iterable[Fact]) -> list[list[str]]:
    return [[fact.key, fact.record, fact.on.isoformat()] for fact in facts]


def _events_by_duty(ids: Sequence[UUID]) -> dict[UUID, list[DutyEvent]]:
    events: dict[UUID, list[DutyEvent]] = {pk: [] for pk in ids}
    for start in range(0, len(ids), KEYS_A_QUERY):
        part = DutyEvent.objects.filter(duty__in=ids[start : start + KEYS_A_QUERY])
        for event in part.order_by("number"):
            events[event.duty_id].append(event)
    return events


def _settle(actor: Actor, row: Duty, fact: Fact, events: list[DutyEvent]) -> bool:
    """Add a fact to a duty's events where it says something new."""
    said = next((e for e in events if _is_record(e, fact.record)), None)
    if said is not None:
        if _says(said) == (fact.on, fact.document, fact.note, fact.file_id):
            return False
        said.withdrawn_at = actor.at
        said.save(update_fields=["withdrawn_at"])
    events.append(
        DutyEvent.objects.create(
            duty=row,
            number=events[-1].number + 1 if events else 1,
            kind=EventKind.EVIDENCE.value,
            on_date=fact.on,
            recorded_at=actor.at,
            actor=actor.person,
            authority=actor.authority,
            note=fact.note,
            document=fact.document,
            file_id=fact.file_id,
            content={"record": fact.record},
        )
    )
    return True


def _is_record(event: DutyEvent, record: str) -> bool:
    return (
        event.kind == EventKind.EVIDENCE.value
        and event.withdrawn_at is None
        and event.content.get("record") == record
    )


def _says(event: DutyEvent) -> tuple[Any, ...]:
    return (event.on_date, event.document, event.note, event.file_id)


def withdraw_evidence_by_key(
    actor: Actor, league: str, source: Source, key: str, record: str
) -> bool:
    """Take back what a record settled, as it was entered in error elsewhere.

    Every generation of the key is looked at: the charter may have moved it since.

    Returns:
        Whether there was anything to take back.

    Raises:
        Forbidden: the actor may not keep duties.
    """
    require(actor, KEEP, Over(league=league))
    with transaction.atomic():
        journal.lock()
        duties = Duty.objects.filter(league=league, source=source.value, key=key)
        touched = []
        for row in duties.select_for_update():
            standing = [e for e in row.events.all() if _is_record(e, record)]
            for event in standing:
                event.withdrawn_at = actor.at
                event.save(update_fields=["withdrawn_at"])
            if standing:
                rows.keep(actor, row)
                touched.append(row)
        if touched:
            journal.record(
                actor,
                "duties.withdraw_evidence_by_key",
                league,
                rows.named(*touched),
                {"key": key, "record": record},
            )
    return bool(touched)


def note_notice(
    actor: Actor, duty_id: UUID, *, kind: EventKind, notice_id: UUID, note: str
) -> None:
    """Put a notice that was sent on a duty's timeline, in the transaction that sends it.

    What was sent changes no state, so whoever is writing an answer meets no conflict.
    """
    row = Duty.objects.select_for_update().get(pk=duty_id)
    rows.add_event(actor, row, kind, note=note, content={"notice": str(notice_id)})
