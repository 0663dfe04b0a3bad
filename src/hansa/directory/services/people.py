"""Writes of the directory: units, people and postings.

What happened outside is recorded as it is; only what cannot be meant is refused. Nothing
is deleted: units close, people leave, postings end or are marked as entered in error.
"""

from dataclasses import replace
from datetime import date

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload, journal_name, take
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.directory.models import Person, Posting, Unit
from hansa.directory.reads import people, rows
from hansa.directory.reads.namesakes import borne_by_unit
from hansa.directory.rules import entries as entry_rules
from hansa.directory.rules import people as rules
from hansa.directory.rules.register.names import word_of
from hansa.directory.services import entries, namesakes
from hansa.directory.terms.people import (
    Closing,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    PostingLine,
    UnitDetails,
    UnitDraft,
    UnitNameLine,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def open_unit(actor: Actor, league: str, draft: UnitDraft) -> str:
    """Record a unit and give its id.

    Raises:
        Forbidden: the actor may not keep that city.
        Missing: there is no such league, or no such parent.
        Refused: the entry cannot be meant, or its city has a unit of that name.
    """
    entries.require_keeper(actor, league, draft.member or "")
    with transaction.atomic():
        journal.lock()
        row = entries.write_unit(actor, league, draft)
        entries.refuse_borrowed(actor, league, row.member, "name", draft.name)
        namesakes.refuse_second_unit(row)
        journal.record(
            actor, "directory.open_unit", league, [f"unit:{row.pk}"], plain(draft)
        )
    return str(row.pk)


def edit_unit(
    actor: Actor, league: str, unit_id: str, details: UnitDetails, revision: int
) -> None:
    """Change what is recorded of a unit beside its names and its end.

    Args:
        actor: secretariat, or the liaison of its city.
        league: slug.
        unit_id: which unit.
        details: what is to stand.
        revision: the one that the editor saw.

    Raises:
        Forbidden: the actor may not keep its city.
        Missing: there is no such unit or parent.
        Conflict: somebody changed it meanwhile.
        Refused: the entry cannot be meant.
    """
    with transaction.atomic():
        row = _held_unit(actor, league, unit_id, revision)
        before = borne_by_unit(row)
        entries.write_edited_unit(actor, row, details)
        namesakes.refuse_second_unit(row, "opened_on", before)
        journal.record(
            actor, "directory.edit_unit", league, [f"unit:{unit_id}"], plain(details)
        )


def _held_unit(actor: Actor, league: str, unit_id: str, revision: int) -> Unit:
    """Give a unit that the actor may change, as it stood when the actor saw it."""
    journal.lock()
    row = rows.unit_row(league, unit_id)
    entries.require_keeper(actor, league, row.member)
    entries.refuse_stale(row.revision, revision)
    return row


def rename_unit(
    actor: Actor, league: str, unit_id: str, named: UnitNameLine, revision: int
) -> None:
    """Call a unit otherwise from a day on, past or future; its id and duties stay.

    Another name from the same day replaces the first.

    Raises:
        Forbidden: the actor may not keep its city.
        Missing: there is no such unit.
        Conflict: somebody changed it meanwhile.
        Refused: the name cannot be meant, the unit was not open yet, or its city has
            another unit of that name.
    """
    with transaction.atomic():
        row = _held_unit(actor, league, unit_id, revision)
        before = borne_by_unit(row)
        entries.write_name(row, named)
        entries.refuse_borrowed(actor, league, row.member, "name", named.name)
        namesakes.refuse_second_unit(row, "name_zh", before)
        journal.record(
            actor, "directory.rename_unit", league, [f"unit:{unit_id}"], plain(named)
        )


def close_unit(
    actor: Actor, league: str, unit_id: str, closing: Closing, revision: int
) -> None:
    """Record that a unit is no more from a day on, and who took over.

    Raises:
        Forbidden: the actor may not keep its city.
        Missing: there is no such unit or successor.
        Conflict: somebody changed it meanwhile.
        Refused: it would end before it began, or take over from itself.
    """
    with transaction.atomic():
        row = _held_unit(actor, league, unit_id, revision)
        entries.write_closing(actor, row, closing)
        journal.record(
            actor, "directory.close_unit", league, [f"unit:{unit_id}"], plain(closing)
        )


def reopen_unit(actor: Actor, league: str, unit_id: str, revision: int) -> None:
    """Take back that a unit was closed.

    Raises:
        Forbidden: the actor may not keep its city.
        Missing: there is no such unit.
        Conflict: somebody changed it meanwhile.
        Refused: its city has another unit of its name by now.
    """
    with transaction.atomic():
        row = _held_unit(actor, league, unit_id, revision)
        before = borne_by_unit(row)
        entries.write_reopening(row)
        namesakes.refuse_second_unit(row, "name_zh", before)
        journal.record(actor, "directory.reopen_unit", league, [f"unit:{unit_id}"], {})


def add_person(actor: Actor, league: str, draft: PersonDraft) -> str:
    """Record somebody reachable and give the id.

    Raises:
        Forbidden: the actor may not keep that city.
        Missing: there is no such league or unit.
        Refused: the entry cannot be meant, or its city has somebody of that title and
            nothing says that it is another.
    """
    entries.require_keeper(actor, league, draft.member or "")
    with transaction.atomic():
        journal.lock()
        row = entries.write_person(actor, league, draft)
        title = draft.details.title
        entries.refuse_borrowed(actor, league, row.member, "title", title)
        namesakes.refuse_second_person(actor, row, draft.details)
        journal.record(
            actor, "directory.add_person", league, [f"person:{row.pk}"], plain(draft)
        )
    return str(row.pk)


def edit_person(
    actor: Actor, league: str, person_id: str, details: PersonDetails, revision: int
) -> None:
    """Change title, unit or contact of a person.

    Raises:
        Forbidden: the actor may not keep that city.
        Missing: there is no such person or unit.
        Conflict: somebody changed it meanwhile.
        Refused: the entry cannot be meant, or its city has somebody of that title and
            nothing says that it is another.
    """
    with transaction.atomic():
        row = _held_person(actor, league, person_id, revision)
        retitled, word = entries.is_retitled(row, details.title), word_of(row.title_zh)
        entries.write_edited_person(actor, row, details)
        if retitled:
            entries.refuse_borrowed(actor, league, row.member, "title", details.title)
        if word_of(row.title_zh) != word:
            namesakes.refuse_second_person(actor, row, details)
        journal.record(
            actor,
            "directory.edit_person",
            league,
            [f"person:{person_id}"],
            plain(details),
        )


def _held_person(actor: Actor, league: str, person_id: str, revision: int) -> Person:
    journal.lock()
    row = entries.seen_person(actor, league, person_id)
    entries.require_keeper(actor, league, row.member)
    entries.refuse_stale(row.revision, revision)
    return row


def record_leaving(
    actor: Actor, league: str, person_id: str, on: date | None, revision: int
) -> None:
    """Record the first day without a person, and end what the person held.

    Postings that were to begin later are marked as never taken up. None takes a leaving
    back; what it ended stays ended, and is recorded anew where it goes on.

    Raises:
        Forbidden: the actor may not keep that city.
        Missing: there is no such person.
        Conflict: somebody changed it meanwhile.
        Refused: the day can only be a slip.
    """
    with transaction.atomic():
        row = _held_person(actor, league, person_id, revision)
        entries.write_leaving(actor, row, on)
        payload = {"on": on}
        journal.record(
            actor,
            "directory.record_leaving",
            league,
            [f"person:{person_id}"],
            plain(payload),
        )


def add_posting(
    actor: Actor, league: str, draft: PostingDraft, paper: Upload | None = None
) -> str:
    """Record who stands where from when to when, and give the id.

    Numbers are not judged: a third secondee and two in one office are recorded.

    Args:
        actor: secretariat, or the liaison of every city concerned; who leads a body is
            recorded by the secretariat alone.
        league: slug.
        draft: the posting.
        paper: the scan of what it rests on; None for none.

    Raises:
        Forbidden: the actor may not keep every city concerned.
        Missing: there is no such league, person or unit.
        Refused: the entry cannot be meant, or stands there already.
    """
    entries.require_posting_keeper(actor, league, draft.kind, draft.member)
    with transaction.atomic():
        journal.lock()
        row = entries.write_posting(actor, league, draft)
        _refuse_twice(league, draft, str(row.pk))
        objects = [f"posting:{row.pk}"]
        if paper is not None:
            file = take(actor, league, draft.member, paper)
            row.file_id = file.id
            row.save()
            objects.append(journal_name(file))
        journal.record(actor, "directory.add_posting", league, objects, plain(draft))
    return str(row.pk)


def _refuse_twice(league: str, draft: PostingDraft | PostingLine, made: str) -> None:
    """Refuse a posting where the same holder has the same post already."""
    held = people.posting_history(
        league, person=draft.person, unit=None if draft.person else draft.unit
    )
    others = [one for one in held if one.id != made and one.withdrawn_at is None]
    entries.refuse_faults(entry_rules.same_posting_faults(draft, others))


def end_posting(actor: Actor, league: str, posting_id: str, on: date | None) -> None:
    """Record the first day after a posting; None says that it lasts after all.

    Raises:
        Forbidden: the actor may not keep every city concerned.
        Missing: there is no such posting.
        Refused: it would end before it began, was entered in error, lasts anyway, or
            would last into the same posting that was recorded after it.
    """
    with transaction.atomic():
        row = _held_posting(actor, league, posting_id)
        standing = people.get_posting(
            league, posting_id, actor.at.astimezone(LEAGUE_ZONE).date()
        )
        if on is None and standing.to_on is None:
            raise Refused(
                "posting-without-end",
                text(
                    "No day is given, and no end is recorded that could be taken back."
                ),
                text("Give the day on which it ends."),
            )
        if standing.to_on is not None and (on is None or on > standing.to_on):
            _refuse_twice(league, replace(standing, to_on=on), posting_id)
        entries.write_end(actor, row, on)
        payload = {"on": on}
        journal.record(
            actor,
            "directory.end_posting",
            league,
            [f"posting:{posting_id}"],
            plain(payload),
        )


def withdraw_posting(actor: Actor, league: str, posting_id: str) -> None:
    """Mark a posting as entered in error; it is kept, and counts no more.

    Raises:
        Forbidden: the actor may not keep every city concerned.
        Missing: there is no such posting.
        Refused: it was marked already.
    """
    with transaction.atomic():
        row = _held_posting(actor, league, posting_id)
        row.withdrawn_at = actor.at
        row.save()
        journal.record(
            actor, "directory.withdraw_posting", league, [f"posting:{posting_id}"], {}
        )


def _held_posting(actor: Actor, league: str, posting_id: str) -> Posting:
    journal.lock()
    require(actor, rules.READ_PEOPLE, Over(league=league))
    row = rows.posting_row(league, posting_id)
    person = row.person
    entries.require_posting_keeper(actor, league, PostingKind(row.kind), row.member)
    entries.require_keeper(actor, league, *([person.member] if person else []))
    if row.withdrawn_at is not None:
        raise Refused(
            "posting-withdrawn",
            text("This posting was marked as entered in error and counts no more."),
            text("Record it anew with what is right."),
        )
    return row
