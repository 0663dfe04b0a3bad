"""Takes the workbook of past meetings and work stages: whole, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar
from uuid import uuid4

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.chassis.workbooks import open_book
from hansa.delivery import services as delivery_services
from hansa.delivery.reads import stages as stage_reads
from hansa.delivery.terms import CharterWork
from hansa.delivery.terms.stages import StageFacts
from hansa.governance.formats import history as formats
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named, judge
from hansa.governance.rules import records as rules
from hansa.governance.rules.rights import IMPORT_HISTORY, READ_RECORDS
from hansa.governance.services import obligations
from hansa.governance.services.records import day_checks, keep_rows
from hansa.governance.terms.history import (
    HistoryPlan,
    HistoryTaken,
    Recorded,
    RowChecks,
    Stated,
)
from hansa.governance.terms.records import Departure, MeetingFacts, MeetingRecord
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.findings import Finding, Position, Severity, errors_in, in_order
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark, text

T = TypeVar("T", MeetingFacts, StageFacts)


def plan_history(actor: Actor, league: str, upload: files.Upload) -> HistoryPlan:
    """Say what a workbook would record and what is wrong with it; nothing is changed.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not take history in.
    """
    plan, _ = _looked_over(actor, league, upload)
    return plan


def _looked_over(
    actor: Actor, league: str, upload: files.Upload
) -> tuple[HistoryPlan, Recorded]:
    """Read and judge a workbook, and give what was recorded when it was judged.

    However long this takes, nobody else waits: nothing is held meanwhile.
    """
    require(actor, IMPORT_HISTORY, Over(league=league))
    versions = charter_reads.get_versions(league)
    held, log = _recorded(league), Log()
    book = open_book(upload.content, upload.name, log)
    meetings: tuple[Stated[MeetingFacts], ...] = ()
    stages: tuple[Stated[StageFacts], ...] = ()
    if book is not None:
        words = _vocabulary(league, versions)
        checks = _checks(actor, delivery_services.works_named(league))
        if not any(book.has(form) for form in formats.FORMS):
            book.rows(formats.MEETINGS, log)  # Says which sheets were looked for.
        else:
            book.judge_sheets(formats.FORMS, log)
        if book.has(formats.MEETINGS):
            meetings = formats.read_meetings(book, words, checks, log)
        if book.has(formats.STAGES):
            stages = formats.read_stages(book, words, checks, log)
    meetings = _marked(meetings, {record.facts for record in held.meetings}, log)
    stages = _marked(stages, {record.facts for record in held.stages}, log)
    log.findings += _departures(actor, versions, held.meetings, meetings)
    plan = HistoryPlan(
        name=upload.name,
        findings=in_order(log.findings),
        meetings=meetings,
        stages=stages,
    )
    return plan, held


def _recorded(league: str) -> Recorded:
    return Recorded(
        meetings=list_meetings(league), stages=stage_reads.list_stages(league)
    )


def take_history(actor: Actor, league: str, upload: files.Upload) -> HistoryTaken:
    """Record every row of a workbook that is not recorded yet, in one transaction.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not take history in.
        Conflict: something was recorded while the workbook was looked over.
        Refused: something is wrong with the workbook; all of it comes as findings.
    """
    plan, held = _looked_over(actor, league, upload)
    if not plan.sound:
        raise Refused(
            "history-faulty",
            text(
                "Nothing was taken: {count} cells cannot be read or cannot be so.",
                count=len(errors_in(plan.findings)),
            ),
            text("Mend the cells named and bring the workbook again."),
            plan.findings,
        )
    with transaction.atomic():
        journal.lock()
        if _recorded(league) != held:
            raise Conflict(
                "history-moved",
                text("Something was recorded since you looked this workbook over."),
                text("Look at what it would do now, and take it then."),
            )
        file = files.take(actor, league, None, upload, files.WORKBOOKS)
        ids = keep_rows(actor, league, plan.new_meetings)
        stages = delivery_services.record_stages(actor, league, plan.new_stages)
        taken = HistoryTaken(
            meetings=len(ids),
            stages=len(stages),
            left_out=len(plan.meetings) + len(plan.stages) - len(ids) - len(stages),
        )
        journal.record(
            actor,
            "governance.take_history",
            league,
            [files.journal_name(file)],
            {
                "meetings": taken.meetings,
                "stages": taken.stages,
                "left_out": taken.left_out,
                "file": str(file.id),
            },
        )
        versions = charter_reads.get_versions(league)
        places = {rules.place_of(facts) for facts in plan.new_meetings}
        obligations.settle_places(actor, versions, places)
    return taken


def export_history(actor: Actor, league: str) -> bytes:
    """Write what stands recorded as the workbook that can be taken in again.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor may not see records.
    """
    require(actor, READ_RECORDS, Over(league=league))
    versions = charter_reads.get_versions(league)
    return formats.write_history(_recorded(league), _vocabulary(league, versions))


def _vocabulary(league: str, versions: Sequence[Version]) -> formats.Vocabulary:
    works = delivery_services.works_named(league)
    return formats.Vocabulary(
        bodies=bodies_named(versions),
        members=list_names(versions),
        works={id_: work.name for id_, work in works.items()},
    )


def _marked(
    stated: Iterable[Stated[T]], known: set[T], log: Log
) -> tuple[Stated[T], ...]:
    """Mark what is recorded already, and what two rows say in the very same words."""
    seen: set[T] = set()
    found = []
    for each in stated:
        if each.facts in known:
            log.note(
                "recorded-already",
                each.at,
                mark("This row is recorded already."),
                mark("It is left out; nothing is recorded twice."),
            )
        elif each.facts in seen:
            log.warning(
                "row-twice",
                each.at,
                mark("An earlier row says the very same."),
                mark("It is taken once."),
            )
        seen.add(each.facts)
        found.append(replace(each, known=each.facts in known))
    return tuple(found)


def _checks(actor: Actor, works: Mapping[str, CharterWork]) -> RowChecks:
    """Give what refuses days and segments that cannot be meant."""
    return RowChecks(
        meeting=partial(day_checks, actor),
        reached=lambda day: (
            ("day", partial(delivery_services.refuse_day, actor, day)),
        ),
        segment=lambda work, number: (
            ("segment", partial(delivery_services.refuse_segment, works[work], number)),
        ),
    )


def _cell_of(stated: Stated[MeetingFacts], code: Departure) -> Position:
    """Give the cell that a departure is about."""
    if code is Departure.OTHER_HOST and stated.host_at is not None:
        return stated.host_at
    return stated.at


def _departures(
    actor: Actor,
    versions: Sequence[Version],
    held: Sequence[MeetingRecord],
    meetings: Sequence[Stated[MeetingFacts]],
) -> list[Finding]:
    """Warn of rows that depart from the agreement; they are recorded all the same."""
    planned = {
        uuid4(): each
        for each in {s.facts: s for s in reversed(meetings) if not s.known}.values()
    }
    records = [
        MeetingRecord(
            id=id_,
            facts=each.facts,
            file=None,
            recorded_by=actor.person,
            authority=actor.authority,
            evidence=actor.evidence,
            recorded_at=actor.at,
            confirmed_at=actor.at,
            withdrawn_at=None,
            replaces=None,
        )
        for id_, each in planned.items()
    ]
    if not records:
        return []
    return [
        Finding(
            severity=remark.severity,
            code=remark.code.value,
            at=_cell_of(planned[line.record.id], remark.code),
            message=remark.message,
            remedy=text("It is recorded as it was; say why, and name the paper."),
        )
        for line in judge(versions, (*held, *records))
        if line.record.id in planned
        for remark in line.remarks
        if remark.severity is Severity.WARNING
    ]
