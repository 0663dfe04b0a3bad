"""The workbook of past meetings and work stages: its sheets, read and written.

Names may be in either language or ids; days in the usual forms. A row that cannot be
understood gives findings at its cells, and the rest is read on.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from django.utils import translation

from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.workbooks import (
    Book,
    Column,
    Filled,
    Row,
    SheetForm,
    choose,
    day_from,
    line_from,
    number_from,
    write_book,
    write_template,
    yes_from,
)
from hansa.delivery.terms import STAGE_NAMES, Stage
from hansa.delivery.terms.stages import StageFacts
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.governance.terms import (
    KIND_NAMES,
    LEVEL_NAMES,
    EntryKind,
    Holder,
    Level,
)
from hansa.governance.terms.history import ColumnCheck, Recorded, RowChecks, Stated
from hansa.governance.terms.records import (
    MeetingFacts,
    MeetingRecord,
    days_through,
)
from hansa.kernel.errors import Refused
from hansa.kernel.findings import Finding, Severity
from hansa.kernel.periods import Period
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Text, mark, text

PLACE_LONGEST = DOCUMENT_LONGEST = 200
REASON_LONGEST = NOTE_LONGEST = 400
DAY = timedelta(days=1)
Word = TypeVar("Word", bound=StrEnum)


def _column(
    key: str, zh: str, en: str, hint: Text, *, required: bool = False
) -> Column:
    heading = Bilingual(zh=zh, en=en)
    return Column(key=key, heading=heading, required=required, hint=hint)


MEETINGS = SheetForm(
    name=Bilingual(zh="会议", en="Meetings"),
    columns=(
        _column("body", "机构", "Body", text("name or id of the body"), required=True),
        _column("kind", "类别", "Kind", text("meeting or circular; empty: meeting")),
        _column("level", "层面", "Level", text("only where the body has levels")),
        _column("year", "计入年份", "Year", text("empty: the year of the first day")),
        _column(
            "start", "开始日期", "First day", text("such as 2024-11-15"), required=True
        ),
        _column("end", "结束日期", "Last day", text("empty: one day only")),
        _column("host", "承办城市", "Host", text("the city that hosted it")),
        _column("chair", "主持人城市", "Chair's city", text("whose office chaired")),
        _column("office", "主持人职务", "Chair's office", text("the office, no name")),
        _column("delegated", "受委托主持", "By delegation", text("yes or no")),
        _column("ad_hoc", "临时会商", "Ad hoc", text("yes or no; empty: no")),
        _column("place", "地点", "Place", text("where it was held")),
        _column("place_en", "地点英文", "Place in English", text("where known")),
        _column("document", "文号", "Document", text("the paper that shows it")),
        _column("reason", "事由说明", "Reason", text("why it was held otherwise")),
    ),
)

STAGES = SheetForm(
    name=Bilingual(zh="项目阶段", en="Stages"),
    columns=(
        _column("work", "项目", "Work", text("id or name of the work"), required=True),
        _column("segment", "区段", "Segment", text("its number; empty: the whole")),
        _column("stage", "阶段", "Stage", text("the stage reached"), required=True),
        _column("day", "日期", "Day", text("the day it was reached"), required=True),
        _column("document", "文号", "Document", text("the paper that shows it")),
        _column("note", "备注", "Note", text("a remark")),
    ),
)

FORMS = (MEETINGS, STAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Names by id of what a workbook may name."""

    bodies: Mapping[str, Bilingual]
    members: Mapping[str, Bilingual]
    works: Mapping[str, Bilingual]


def template() -> bytes:
    """Write the empty workbook, with what to write in each column."""
    return write_template(FORMS)


def read_meetings(
    book: Book, known: Vocabulary, checks: RowChecks, log: Log
) -> tuple[Stated[MeetingFacts], ...]:
    """Read the sheet of meetings; every fault of a row is told, at its cell."""
    found = (_meeting(row, known, checks, log) for row in book.rows(MEETINGS, log))
    return tuple(stated for stated in found if stated is not None)


def _meeting(
    row: Row, known: Vocabulary, checks: RowChecks, log: Log
) -> Stated[MeetingFacts] | None:
    body = choose(row["body"], _words(known.bodies), text("body"), log)
    kind = _word(row, "kind", EntryKind, KIND_NAMES, text("kind"), log)
    level = _word(row, "level", Level, LEVEL_NAMES, text("level"), log)
    year = number_from(row["year"], log)
    days = _days(row, year, checks, log)
    host = choose(row["host"], _cities(known.members), text("member city"), log)
    chair = _chair(row, known, log)
    place = line_from(row["place"], PLACE_LONGEST, log)
    place_en = line_from(row["place_en"], PLACE_LONGEST, log)
    document = line_from(row["document"], DOCUMENT_LONGEST, log)
    reason = line_from(row["reason"], REASON_LONGEST, log)
    delegated, ad_hoc = yes_from(row["delegated"], log), yes_from(row["ad_hoc"], log)
    _demand(row, ("body", "start"), MEETINGS, log)
    if body is None or days is None:
        return None
    facts = MeetingFacts(
        body=body,
        kind=kind or EntryKind.MEETING,
        level=level,
        year=days.start.year if year is None else year,
        days=days,
        host=host,
        chair=chair,
        delegated=bool(delegated),
        ad_hoc=bool(ad_hoc),
        place=Bilingual(zh=place, en=place_en or place) if place else None,
        document=document,
        reason=reason,
    )
    return Stated(facts=facts, at=row["start"].at, host_at=row["host"].at)


def _days(row: Row, year: int | None, checks: RowChecks, log: Log) -> Period | None:
    start, last = day_from(row["start"], log), day_from(row["end"], log)
    if start is None:
        return None
    backwards = last is not None and last < start
    days = days_through(start, start if backwards else last or start)
    refused = checks.meeting(days, start.year if year is None else year)
    if backwards:  # What is said of the last day is then said of the first.
        refused = [("start" if at == "end" else at, check) for at, check in refused]
    _try(refused, row, "start", log)
    if last is not None and last < start:
        log.error(
            "runs-backwards",
            row["end"].at,
            mark("It ends on {last}, before it starts on {start}."),
            mark("Correct one of the two days."),
            last=last.isoformat(),
            start=start.isoformat(),
        )
        return None
    return days


def _try(checks: Iterable[ColumnCheck], row: Row, otherwise: str, log: Log) -> None:
    """Turn each refusal into a fault of its cell, or of another where that is empty."""
    for column, check in checks:
        try:
            check()
        except Refused as error:
            cell = row[column] if row[column].written else row[otherwise]
            log.findings.append(
                Finding(
                    severity=Severity.ERROR,
                    code=error.code,
                    at=cell.at,
                    message=error.message,
                    remedy=error.remedy,
                )
            )


def _chair(row: Row, known: Vocabulary, log: Log) -> Holder | None:
    member = choose(row["chair"], _cities(known.members), text("member city"), log)
    office = _word(row, "office", Office, OFFICE_NAMES, text("office"), log)
    if bool(row["chair"].written) != bool(row["office"].written):
        empty = row["office"] if row["chair"].written else row["chair"]
        log.error(
            "half-a-chair",
            empty.at,
            mark("A chair is a city and an office; one of the two is missing."),
            mark("Fill in both, or leave both empty."),
        )
    return Holder(member=member, office=office) if member and office else None


def read_stages(
    book: Book, known: Vocabulary, checks: RowChecks, log: Log
) -> tuple[Stated[StageFacts], ...]:
    """Read the sheet of work stages; every fault of a row is told, at its cell."""
    found = (_stage(row, known, checks, log) for row in book.rows(STAGES, log))
    return tuple(stated for stated in found if stated is not None)


def _stage(
    row: Row, known: Vocabulary, checks: RowChecks, log: Log
) -> Stated[StageFacts] | None:
    work = choose(row["work"], _words(known.works), text("work"), log)
    segment = number_from(row["segment"], log, most=99)
    stage = _word(row, "stage", Stage, STAGE_NAMES, text("stage"), log)
    day = day_from(row["day"], log)
    document = line_from(row["document"], DOCUMENT_LONGEST, log)
    note = line_from(row["note"], NOTE_LONGEST, log)
    _demand(row, ("work", "stage", "day"), STAGES, log)
    if day is not None:
        _try(checks.reached(day), row, "day", log)
    if work is not None and segment is not None:
        _try(checks.segment(work, segment), row, "segment", log)
    if work is None or stage is None or day is None:
        return None
    facts = StageFacts(
        work=work,
        segment=segment or 0,
        stage=stage,
        reached_on=day,
        document=document,
        note=note,
    )
    return Stated(facts=facts, at=row["day"].at)


def _demand(row: Row, keys: Iterable[str], form: SheetForm, log: Log) -> None:
    headings = {column.key: column.heading for column in form.columns}
    for key in keys:
        if not row[key].written:
            log.error(
                "cell-empty",
                row[key].at,
                mark("“{heading}” is empty."),
                mark("Fill it in, or empty the whole row."),
                heading=headings[key],
            )


def _word(
    row: Row,
    key: str,
    words: type[Word],
    names: Mapping[Word, Text],
    what: Text,
    log: Log,
) -> Word | None:
    choices = {word.value: in_both(names[word]) for word in words}
    chosen = choose(row[key], choices, what, log)
    return words(chosen) if chosen is not None else None


def in_both(name: Text) -> tuple[str, ...]:
    """Write a name of the program in both languages."""
    written = []
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            written.append(render(name))
    return tuple(written)


def _words(names: Mapping[str, Bilingual]) -> dict[str, tuple[str, ...]]:
    return {id_: (name.zh, name.en) for id_, name in names.items()}


def _cities(names: Mapping[str, Bilingual]) -> dict[str, tuple[str, ...]]:
    return {i: (name.zh, f"{name.zh}市", name.en) for i, name in names.items()}


def write_history(recorded: Recorded, known: Vocabulary) -> bytes:
    """Write what stands recorded, in the form in which it is read again."""
    return write_book(
        [
            Filled(
                form=MEETINGS,
                rows=[_meeting_row(each, known) for each in recorded.meetings],
            ),
            Filled(
                form=STAGES,
                # By id, because two works of different modes may share a name.
                rows=[
                    (
                        stage.facts.work,
                        stage.facts.segment or None,
                        STAGE_NAMES[stage.facts.stage],
                        stage.facts.reached_on,
                        stage.facts.document,
                        stage.facts.note,
                    )
                    for stage in recorded.stages
                ],
            ),
        ]
    )


def _meeting_row(record: MeetingRecord, known: Vocabulary) -> Sequence[Any]:
    facts = record.facts
    chair = facts.chair
    return (
        known.bodies.get(facts.body, facts.body),
        KIND_NAMES[facts.kind],
        LEVEL_NAMES[facts.level] if facts.level else None,
        facts.year,
        facts.days.start,
        facts.days.end - DAY,
        known.members.get(facts.host, facts.host) if facts.host else None,
        known.members.get(chair.member, chair.member) if chair else None,
        OFFICE_NAMES[chair.office] if chair else None,
        text("yes") if facts.delegated else None,
        text("yes") if facts.ad_hoc else None,
        facts.place.zh if facts.place else None,
        facts.place.en if facts.place else None,
        facts.document,
        facts.reason,
    )
