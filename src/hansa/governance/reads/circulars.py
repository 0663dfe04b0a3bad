"""Reads circulars: those of a year with what is still owed, and one with its text."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality, Version
from hansa.chassis.actor import Actor
from hansa.chassis.hashing import agrees, canonical
from hansa.governance.models import Circular as Row
from hansa.governance.reads import circular_receipts as receipts
from hansa.governance.reads.answering import owners
from hansa.governance.reads.calendars import get_entry, list_bodies, list_entries
from hansa.governance.reads.circular_figures import figures, league_day
from hansa.governance.reads.compliance import hidden
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import circular_words as words
from hansa.governance.rules import circulars as rules
from hansa.governance.rules.obligations import title_of
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.circulars import (
    Circular,
    CircularFilter,
    CircularLine,
    CircularSheet,
    CircularState,
    Sending,
    Stated,
)
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text


def circular_of(row: Row) -> Circular:
    """Turn a row into a term."""
    after = Row.objects.filter(corrects=row.pk).values_list("pk", flat=True).first()
    return Circular(
        id=row.pk,
        league=row.league,
        entry=row.entry,
        body=row.body,
        year=row.year,
        period=Period(row.start_on, row.end_on),
        corrects=row.corrects_id,
        corrected_by=after,
        reason=row.reason,
        words=row.words,
        state=CircularState(row.state),
        as_of=row.as_of,
        known_at=row.known_at,
        number=row.number,
        reference=row.reference,
        digest=row.digest,
        record=row.record_id,
        drafted_by=row.drafted_by,
        authority=row.authority,
        drafted_at=row.drafted_at,
        sent_at=row.sent_at,
        revision=row.revision,
    )


def get_row(actor: Actor, league: str, circular_id: UUID) -> Row:
    """Find the row of a circular that an actor may see.

    What is not sent yet is seen by whoever may draft it.

    Raises:
        Forbidden: the actor may not see circulars.
        Missing: there is none, or the actor may not know of it.
    """
    rules.require_reader(actor, league)
    row = Row.objects.filter(league=league, pk=circular_id).first()
    if row is None or not _sees(actor, row):
        raise rules.circular_missing()
    return row


def _sees(actor: Actor, row: Row) -> bool:
    return row.state == CircularState.SENT.value or may_draft(actor, row)


def may_draft(actor: Actor, row: Row) -> bool:
    """Tell whether an actor answers for the entry of a circular."""
    entry = entry_of(row)
    return rules.may_draft(actor, owners(actor, row.league, [entry])[entry.id])


def entry_of(row: Row) -> Entry:
    """Give what the calendar asks for, or what it would ask for a circular beside it."""
    versions = charter_reads.get_versions(row.league)
    if row.entry:
        return get_entry(versions, row.entry)
    period = Period(row.start_on, row.end_on)
    return entry_beside(versions, row.body, period)


def entry_beside(versions: Sequence[Version], body_id: str, period: Period) -> Entry:
    """Give what a circular stands for that the agreement does not ask for.

    Raises:
        Missing: no version has such a body.
    """
    version = charter_reads.governing(versions, period.start)
    bodies = {body.id: body for v in (*versions, version) for body in list_bodies(v)}
    if body_id not in bodies:
        raise Missing(
            "body-missing",
            text("There is no body “{body}”.", body=body_id[:60]),
            meant(body_id, bodies),
        )
    return Entry(
        id="",
        year=period.start.year,
        body=body_id,
        level=None,
        kind=EntryKind.CIRCULAR,
        number=0,
        window=period,
        host=None,
        chair=None,
        convener=None,
        seats=(),
        modality=Modality.NONE,
        clauses=bodies[body_id].clauses,
        assumptions=(),
        actual=None,
    )


def find_circular(actor: Actor, league: str, named: str) -> UUID:
    """Find a circular by its id, or the last one of an entry by body/year/number.

    Raises:
        Forbidden: the actor may not see circulars.
        Missing: there is none, or the actor may not know of it.
    """
    rules.require_reader(actor, league)
    try:
        return get_row(actor, league, UUID(named)).pk
    except ValueError:
        pass
    entry = entry_named(league, named)
    rows = Row.objects.filter(league=league, entry=entry).order_by("-drafted_at")
    for row in rows:
        if _sees(actor, row):
            return row.pk
    raise rules.circular_missing()


def entry_named(league: str, named: str) -> str:
    """Give the id of the entry that body/year/number names; an id stays as it is."""
    body, _slash, rest = named.partition("/")
    year, _slash, number = rest.partition("/")
    if number and "/" not in number:
        return f"{league}/{year}/{body}/{EntryKind.CIRCULAR.value}/{number}"
    return named


def content_of(row: Row, now: datetime) -> dict[str, Any]:
    """Put the text of a circular together anew: as of when it was frozen, or as of now."""
    versions = charter_reads.get_versions(row.league)
    entry = entry_of(row)
    known_at = row.known_at or now
    as_of = row.as_of or _as_of(row, now)
    found = figures(versions, row.body, entry.window, as_of, known_at, entry.id)
    corrected = row.corrects
    name = bodies_named(charter_reads.timeline(versions, known_at))[row.body]
    stated = Stated(
        league=row.league,
        entry=row.entry,
        body=name,
        title=words.title_of(
            entry.window, name, corrected.reference if corrected else ""
        ),
        period=entry.window,
        as_of=as_of,
        known_at=row.known_at,
        words=row.words,
        reference=row.reference,
        issuer=row.issuer,
        issued_on=league_day(row.known_at) if row.known_at else None,
        corrects=corrected.reference if corrected else "",
        reason=row.reason,
        lines=words.told(_kept(corrected)) if corrected else (),
    )
    return words.content_of(stated, found)


def _kept(row: Row) -> Mapping[str, Any]:
    """Give the text that was frozen."""
    content: Mapping[str, Any] | None = row.content
    assert content is not None  # Freezing gives it, and only a draft has none.
    return content


def _as_of(row: Row, now: datetime) -> date:
    """Give the day that a draft tells of: a correction that of what it corrects."""
    if row.corrects is not None and row.corrects.as_of is not None:
        return row.corrects.as_of
    return league_day(now)


def get_circular(actor: Actor, league: str, circular_id: UUID) -> CircularSheet:
    """Show one circular: its text, whether it repeats, and who acknowledged it.

    Raises:
        Forbidden: the actor may not see circulars.
        Missing: there is none, or the actor may not know of it.
    """
    row = get_row(actor, league, circular_id)
    line, entry = circular_of(row), entry_of(row)
    frozen = line.state is not CircularState.DRAFT
    now = content_of(row, actor.at)
    return CircularSheet(
        line=line,
        entry=entry,
        title=title_of(entry, _named(league)[row.body]),
        corrected=row.corrects.reference if row.corrects else "",
        content=_kept(row) if frozen else now,
        intact=agrees(canonical(row.content).encode(), row.digest) if frozen else None,
        repeats=canonical(now) == canonical(row.content) if frozen else None,
        cities=receipts.cities_of(actor, league, row.pk),
        counted=receipts.counts(league, [row.pk])[row.pk],
    )


def _named(league: str) -> Mapping[str, Any]:
    return bodies_named(charter_reads.get_versions(league))


def list_circulars(
    actor: Actor, versions: Sequence[Version], wanted: CircularFilter, day: date
) -> tuple[CircularLine, ...]:
    """List what the calendar of a year asks to be told, with what tells it.

    What a city left untold is seen by that city and by the league's office; corrections
    stand after what they correct.

    Raises:
        Forbidden: the actor may not see circulars.
        Refused: the year lies before the first conference.
    """
    league, year = versions[0].league, wanted.year
    rules.require_reader(actor, league)
    entries = [
        entry
        for entry in list_entries(versions, range(year, year + 1), day)
        if entry.kind is EntryKind.CIRCULAR and wanted.body in (None, entry.body)
    ]
    untold = hidden(actor, versions, entries, day)
    owing, names = owners(actor, league, entries), bodies_named(versions)
    since = charter_reads.governing(versions, day).in_service_since
    rows = _rows(league, [entry.id for entry in entries])
    beside = _beside(actor, wanted, league)
    ids = [row.pk for own in (*rows.values(), beside) for row in own]
    counted = receipts.counts(league, ids)
    found: list[CircularLine] = []
    for entry in sorted(entries, key=lambda one: (one.window.end, one.id)):
        drafts = rules.may_draft(actor, owing[entry.id])
        state = rules.standing_of(entry, day, since)
        bare = replace(
            _bare(
                entry,
                names[entry.body],
                Sending.UNTOLD if entry.id in untold else state,
            ),
            may_draft=drafts and entry.window.start <= day and entry.actual is None,
        )
        own = [row for row in rows.get(entry.id, ()) if drafts or row.sent_at]
        found += [_line(bare, row, counted[row.pk]) for row in own] or [bare]
    for row in beside:
        entry = entry_of(row)
        bare = _bare(entry, names[row.body], Sending.DRAFT)
        found.append(_line(bare, row, counted[row.pk]))
    return tuple(one for one in found if wanted.state in (None, one.state))


def _bare(entry: Entry, name: Bilingual, state: Sending) -> CircularLine:
    """Give the line of an entry of which no circular is drafted here."""
    return CircularLine(
        entry=entry.id,
        body=entry.body,
        year=entry.year,
        title=title_of(entry, name),
        window=entry.window,
        modality=entry.modality,
        clauses=entry.clauses,
        state=state,
        reference=(entry.actual.document or "") if entry.actual else "",
        sent_on=entry.actual.start if entry.actual else None,
    )


def _beside(actor: Actor, wanted: CircularFilter, league: str) -> list[Row]:
    """List the circulars that the agreement does not ask for, as far as one may see."""
    rows = Row.objects.filter(league=league, entry="", year=wanted.year)
    if wanted.body is not None:
        rows = rows.filter(body=wanted.body)
    ordered = rows.order_by("drafted_at", "pk")
    return [row for row in ordered if _sees(actor, row)]


def _rows(league: str, entries: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    rows = Row.objects.filter(league=league, entry__in=entries)
    # A correction may be begun at the instant at which what it corrects was drafted.
    last = F("number").asc(nulls_last=True)
    for row in rows.order_by("drafted_at", last, "pk"):
        found.setdefault(row.entry, []).append(row)
    return found


def _line(bare: CircularLine, row: Row, counted: Any) -> CircularLine:
    """Give the line of a circular; what is late and not sent stays late."""
    own = Sending(row.state)
    late = bare.state in {Sending.OVERDUE, Sending.LAPSED}
    keeps = late and own is not Sending.SENT and row.corrects_id is None
    return replace(
        bare,
        id=row.pk,
        state=bare.state if keeps else own,
        reference=row.reference,
        sent_on=league_day(row.sent_at) if row.sent_at else None,
        acknowledged=counted if row.sent_at else None,
        correction=row.corrects_id is not None,
        may_draft=False,
    )


def titles_of(actor: Actor, league: str, ids: Sequence[str]) -> Mapping[str, Text]:
    """Name circulars that an actor may see, by id."""
    if not ids or not rules.may_read(actor, league):
        return {}
    names = _named(league)
    rows = Row.objects.filter(league=league, pk__in=sorted(set(ids)))
    return {
        str(row.pk): title_of(entry_of(row), names[row.body])
        for row in rows
        if _sees(actor, row)
    }


def paper_name(line: Circular) -> str:
    """Name the file of a circular."""
    part = line.entry.rsplit("/", 1)[-1] or line.period.start.isoformat()
    end = "-correction" if line.corrects else ""
    return f"circular-{line.body}-{line.year}-{part}{end}.docx"


def plain_text(content: Mapping[str, Any]) -> str:
    """Give a circular as one text to copy."""
    head = [content["title"], content["reference"]]
    for one in content["sections"]:
        head += [one["heading"], *words.lines(one)]
    head += [content["issuer"]]
    if content["issued_on"]:
        head.append(content["issued_on"])
    return "\n".join(line for line in head if line)
