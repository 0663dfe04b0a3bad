"""Records the stages that works reached, as they were reached."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, refuse_early
from hansa.chassis.lengths import refuse_long
from hansa.chassis.plain import plain
from hansa.delivery.models import StageRecord as Row
from hansa.delivery.reads.stages import get_row, list_stages, record_of
from hansa.delivery.reads.works import library_of
from hansa.delivery.rules.rights import require_record, require_withdraw
from hansa.delivery.terms import CharterWork
from hansa.delivery.terms.stages import StageFacts
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

DOCUMENT_LONGEST = 200
NOTE_LONGEST = 400


def record_stage(
    actor: Actor, league: str, facts: StageFacts, paper: files.Upload | None
) -> str:
    """Record the stage that a work or one of its segments reached, and give its id.

    Args:
        actor: the office, or the liaison or an officer of a city that has a part in it.
        league: slug.
        facts: what was reached, and when.
        paper: the paper that shows it, to be filed; None for none.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not record this work.
        Refused: there is no such work or segment, the day is to come, or something is
            too long.
        Conflict: the very same is recorded already.
    """
    work = find_work(league, facts.work)
    refuse_nonsense(actor, work, facts)
    require_record(actor, league, work.members)
    with transaction.atomic():
        journal.lock()
        _refuse_same(league, facts)
        filed = files.take(actor, league, actor.member, paper) if paper else None
        row = _row(actor, league, facts)
        row.file_id = filed.id if filed else None
        row.save(force_insert=True)
        named = [f"stage:{row.pk}", *([files.journal_name(filed)] if filed else [])]
        content: dict[str, Any] = plain(facts)
        journal.record(actor, "delivery.record_stage", league, named, content)
    return str(row.pk)


def record_stages(
    actor: Actor, league: str, stated: Sequence[StageFacts]
) -> tuple[str, ...]:
    """Record many stages at once, all of them or none.

    What is recorded already in the very same words is left out.

    Raises:
        As ``record_stage``, for the first that cannot be recorded.
    """
    works = works_named(league)
    for facts in stated:
        work = _named_among(works, facts.work)
        refuse_nonsense(actor, work, facts)
        require_record(actor, league, work.members)
    with transaction.atomic():
        journal.lock()
        known = {record.facts for record in list_stages(league)}
        fresh = [facts for facts in dict.fromkeys(stated) if facts not in known]
        rows = Row.objects.bulk_create(_row(actor, league, facts) for facts in fresh)
        if rows:
            journal.record(
                actor,
                "delivery.record_stages",
                league,
                [f"stage:{row.pk}" for row in rows],
                {"stages": plain(tuple(fresh))},
            )
    return tuple(str(row.pk) for row in rows)


def withdraw_stage(actor: Actor, league: str, record_id: str) -> None:
    """Take back a record that was entered in error; it is kept and no longer counts.

    Raises:
        Missing: there is no such league or record.
        Forbidden: another city, or the league's office, recorded it.
        Conflict: somebody withdrew it meanwhile.
    """
    with transaction.atomic():
        journal.lock()
        row = get_row(league, record_id)
        require_withdraw(actor, league, row.member or None)
        if row.withdrawn_at is not None:
            raise Conflict(
                "record-withdrawn",
                text("This record was withdrawn meanwhile."),
                text("Look at the work as it stands now."),
            )
        row.withdrawn_at = actor.at
        row.save(update_fields=["withdrawn_at"])
        content: dict[str, Any] = plain(record_of(row).facts)
        named = [f"stage:{row.pk}"]
        journal.record(actor, "delivery.withdraw_stage", league, named, content)


def find_work(league: str, work_id: str) -> CharterWork:
    """Find a work that any version of the league names, the latest first.

    Raises:
        Missing: there is no such league.
        Refused: no version names it.
    """
    return _named_among(works_named(league), work_id)


def works_named(league: str) -> dict[str, CharterWork]:
    """Give every work that any version of a league names, by its id; the latest counts.

    Raises:
        Missing: there is no such league.
    """
    works: dict[str, CharterWork] = {}
    for version in charter_reads.get_versions(league):
        works |= {work.id: work for work in library_of(version).works}
    return works


def _named_among(works: dict[str, CharterWork], work_id: str) -> CharterWork:
    if work_id not in works:
        raise Refused(
            "work-unknown",
            text("There is no work “{work}”.", work=work_id[:60]),
            meant(work_id, works),
        )
    return works[work_id]


def refuse_nonsense(actor: Actor, work: CharterWork, facts: StageFacts) -> None:
    """Refuse what cannot have happened, and words that no column keeps.

    Raises:
        Refused: a day to come, or a segment that the work does not have.
    """
    refuse_day(actor, facts.reached_on)
    refuse_segment(work, facts.segment)
    refuse_long("document-too-long", facts.document, DOCUMENT_LONGEST)
    refuse_long("note-too-long", facts.note, NOTE_LONGEST)


def refuse_day(actor: Actor, day: date) -> None:
    """Refuse a day on which no stage can have been reached.

    Raises:
        Refused: it is to come, or lies before any agreement.
    """
    refuse_early(day)
    if day > actor.at.astimezone(LEAGUE_ZONE).date():
        raise Refused(
            "not-yet-reached",
            text(
                "{day} is still to come: what has not happened cannot be recorded.",
                day=day.isoformat(),
            ),
            text("Record it on the day or later."),
        )


def refuse_segment(work: CharterWork, segment: int) -> None:
    """Refuse a segment that a work does not have; 0 is the whole work.

    Raises:
        Refused: there is no such segment.
    """
    if not 0 <= segment <= len(work.segments):
        raise Refused(
            "segment-unknown",
            text(
                "{work} has no segment {segment}; it has {count}.",
                work=work.name,
                segment=segment,
                count=len(work.segments),
            ),
            text("Give 0 for the whole work, or the number of a segment."),
        )


def _refuse_same(league: str, facts: StageFacts) -> None:
    if any(record.facts == facts for record in list_stages(league, work=facts.work)):
        raise Conflict(
            "recorded-already",
            text("The very same is recorded already."),
            text("Nothing is left to do."),
        )


def _row(actor: Actor, league: str, facts: StageFacts) -> Row:
    return Row(
        id=uuid4(),
        league=league,
        work=facts.work,
        segment=facts.segment,
        stage=facts.stage.value,
        reached_on=facts.reached_on,
        document=facts.document,
        note=facts.note,
        recorded_by=actor.person,
        member=actor.member or "",
        authority=actor.authority,
        evidence=actor.evidence or "",
        recorded_at=actor.at,
    )
