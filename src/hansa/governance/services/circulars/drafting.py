"""Drafts circulars from records, freezes their text, and begins what corrects them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.hashing import canonical, digest
from hansa.chassis.plain import plain
from hansa.governance.models import Circular
from hansa.governance.reads import circulars as reads
from hansa.governance.reads.answering import owners
from hansa.governance.reads.calendars import get_entry
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import circulars as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms import Entry, EntryKind
from hansa.governance.terms.circulars import CircularAct, CircularState
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.periods import Period
from hansa.kernel.text import text


@dataclass(slots=True, kw_only=True)
class Held:
    """A circular that is held for an act, as it stood before it."""

    actor: Actor
    row: Circular
    entry: Entry

    def keep(self, service: str, content: Mapping[str, Any]) -> None:
        """Save it after an act, and tell the journal."""
        self.row.revision += 1
        self.row.save()
        named = [f"circular:{self.row.pk}"]
        journal.record(self.actor, service, self.row.league, named, dict(content))


def hold(
    actor: Actor, league: str, circular_id: UUID, act: CircularAct, revision: int | None
) -> Held:
    """Find and lock a circular for an act, as the actor saw it; rights are the caller's.

    Args:
        actor: who acts.
        league: slug.
        circular_id: the circular.
        act: which has its place only in some states.
        revision: as the actor saw it; None where the act changes nothing of its text.

    Raises:
        Forbidden: the actor may not see circulars.
        Missing: there is none, or the actor may not know of it.
        Conflict: somebody changed it since, or the act has no place now.
    """
    journal.lock()
    found = reads.get_row(actor, league, circular_id)
    row = Circular.objects.select_for_update().get(pk=found.pk)
    held = Held(actor=actor, row=row, entry=reads.entry_of(row))
    if act in {CircularAct.WORD, CircularAct.FREEZE, CircularAct.CORRECT}:
        rules.require_draft(actor, owners(actor, league, [held.entry])[held.entry.id])
    elif act is CircularAct.SEND:
        rules.require_send(actor, league)
    rules.refuse_state(act, CircularState(row.state))
    if revision is not None and row.revision != revision:
        raise session_rules.stale()
    return held


def draft(actor: Actor, league: str, entry_id: str, words: str = "") -> UUID:
    """Draft the circular of a calendar entry; its text follows the records until frozen.

    Args:
        actor: the league's office, the unit that leads the body, or its city's liaison.
        league: slug.
        entry_id: of a circular in the calendar.
        words: what the drafter adds.

    Raises:
        Missing: there is no such league or entry.
        Forbidden: the actor does not answer for that entry.
        Refused: it is no circular, has not begun, or was sent already.
        Conflict: it is drafted already.

    Source: GOV-13 of changzhutan.
    """
    rules.require_reader(actor, league)
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        journal.lock()
        entry = get_entry(versions, reads.entry_named(league, entry_id))
        rules.require_draft(actor, owners(actor, league, [entry])[entry.id])
        _refuse_kind(entry)
        refuse_words({"words": words})
        rules.refuse_entry(entry, day_of(actor))
        if Circular.objects.filter(league=league, entry=entry.id).exists():
            raise Conflict(
                "circular-drafted",
                text("The circular of this period is drafted already."),
                text("Open it from the list of circulars."),
            )
        return _keep_draft(actor, league, entry, words)


def draft_beside(
    actor: Actor, league: str, body: str, period: Period, words: str = ""
) -> UUID:
    """Draft a circular that the agreement does not ask for, of a body and a period.

    Raises:
        Missing: there is no such league or body.
        Forbidden: the actor does not answer for that body.
        Refused: the period has not begun, or is too long, or the words are.
    """
    rules.require_reader(actor, league)
    versions = charter_reads.get_versions(league)
    with transaction.atomic():
        journal.lock()
        entry = reads.entry_beside(versions, body, period)
        rules.require_draft(actor, owners(actor, league, [entry])[entry.id])
        refuse_words({"words": words})
        rules.refuse_period(period)
        rules.refuse_entry(entry, day_of(actor))
        return _keep_draft(actor, league, entry, words)


def _keep_draft(actor: Actor, league: str, entry: Entry, words: str) -> UUID:
    row = Circular(
        id=uuid4(),
        league=league,
        entry=entry.id,
        body=entry.body,
        year=entry.year,
        start_on=entry.window.start,
        end_on=entry.window.end,
        words=words.strip(),
        state=CircularState.DRAFT.value,
        drafted_by=actor.person,
        authority=actor.authority,
        drafted_at=actor.at,
        revision=0,
    )
    held = Held(actor=actor, row=row, entry=entry)
    told = {"entry": entry.id, "body": entry.body, "period": plain(entry.window)}
    held.keep("governance.draft_circular", told)
    return row.pk


def _refuse_kind(entry: Entry) -> None:
    if entry.kind is not EntryKind.CIRCULAR:
        raise Refused(
            "no-circular",
            text("The calendar asks for a meeting here, not for a circular."),
            text("Name a circular by its body, year and number."),
        )


def word(
    actor: Actor, league: str, circular_id: UUID, revision: int, words: str
) -> None:
    """Change what the drafter adds; a frozen text is a draft again by it.

    Raises:
        Missing: there is no such circular.
        Forbidden: the actor does not answer for its entry.
        Conflict: somebody changed it since, it is sent, or nothing changes.
        Refused: the words are too long.
    """
    with transaction.atomic():
        held = hold(actor, league, circular_id, CircularAct.WORD, revision)
        refuse_words({"words": words})
        if held.row.words == words.strip():
            raise Conflict(
                "nothing-changed",
                text("This is what is recorded already."),
                text("Change what is wrong, or leave it."),
            )
        former, held.row.words = held.row.words, words.strip()
        _thaw(held.row)
        told = {"words": held.row.words, "former": former}
        held.keep("governance.word_circular", told)


def _thaw(row: Circular) -> None:
    row.state, row.content, row.digest = CircularState.DRAFT.value, None, ""
    row.as_of = row.known_at = None


def freeze(
    actor: Actor,
    league: str,
    circular_id: UUID,
    revision: int,
    as_of: date | None = None,
) -> str:
    """Fix the text of a circular as of a day and as known now, with its fingerprint.

    Again, before it is sent, it is put together anew. A correction tells of the day of
    what it corrects.

    Returns:
        The reference that it has from now on.

    Raises:
        Missing: there is no such circular.
        Forbidden: the actor does not answer for its entry.
        Conflict: somebody changed it since, or it is sent.
        Refused: the day is to come, or lies before the period.
    """
    with transaction.atomic():
        held = hold(actor, league, circular_id, CircularAct.FREEZE, revision)
        row, today = held.row, day_of(actor)
        corrected = row.corrects.as_of if row.corrects else None
        row.as_of = as_of or corrected or today
        rules.refuse_day(row.as_of, held.entry, today)
        row.known_at, row.issuer = actor.at, actor.authority
        if row.number is None:
            row.number = _next_number(row)
            name = bodies_named(charter_reads.get_versions(league))[row.body]
            row.reference = f"{name.zh}通报〔{row.year}〕{row.number}号"
        row.content = reads.content_of(row, actor.at)
        row.digest = digest(canonical(row.content).encode())
        row.state = CircularState.FROZEN.value
        told = {
            "reference": row.reference,
            "as_of": row.as_of.isoformat(),
            "digest": row.digest,
        }
        held.keep("governance.freeze_circular", told)
    return row.reference


def _next_number(row: Circular) -> int:
    same = Circular.objects.filter(league=row.league, body=row.body, year=row.year)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1


def correct(
    actor: Actor, league: str, circular_id: UUID, revision: int, reason: str
) -> UUID:
    """Draft a circular that puts right one that was sent, which stays as it is.

    Returns:
        The id of the correction.

    Raises:
        Missing: there is no such circular.
        Forbidden: the actor does not answer for its entry.
        Conflict: somebody changed it since, it is not sent, or is corrected already.
        Refused: no reason is given, or one that is too long.
    """
    with transaction.atomic():
        held = hold(actor, league, circular_id, CircularAct.CORRECT, revision)
        refuse_words({"reason": reason})
        if not reason.strip():
            raise Refused(
                "reason-missing",
                text("It is not said why the circular is corrected."),
                text("Write the reason in one sentence; it stands in the correction."),
            )
        former = held.row
        if Circular.objects.filter(corrects=former).exists():
            raise Conflict(
                "corrected-already",
                text("This circular has its correction already."),
                text(
                    "Open the correction; what it says wrong is corrected from there."
                ),
            )
        row = Circular(
            id=uuid4(),
            league=league,
            entry=former.entry,
            body=former.body,
            year=former.year,
            start_on=former.start_on,
            end_on=former.end_on,
            corrects=former,
            reason=reason.strip(),
            words=former.words,
            state=CircularState.DRAFT.value,
            drafted_by=actor.person,
            authority=actor.authority,
            drafted_at=actor.at,
            revision=0,
        )
        held.row = row
        told = {"corrects": former.reference, "reason": row.reason}
        held.keep("governance.correct_circular", told)
    return row.pk
