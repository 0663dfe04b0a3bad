"""Which works a question selects, and the one stage each shows.

Source: contracts, section 7; the register, section 3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hansa.charter.terms import Agreement, Change, Clause, Outline, Version
from hansa.delivery.rules import stages
from hansa.delivery.terms import (
    MODE_NAMES,
    CharterWork,
    Library,
    Mention,
    Stage,
    Work,
    WorkFilter,
    WorkList,
)
from hansa.delivery.terms.stages import StageRecord
from hansa.kernel.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of works beside the text.

    Attributes:
        records: standing records of stages up to the day asked, by work.
        signed_on: the day from which undated works age.
        day: the day asked; None leaves ages out.
    """

    records: Mapping[str, Sequence[StageRecord]]
    signed_on: date
    day: date | None


def select(
    library: Library, clauses: Mapping[str, Clause], wanted: WorkFilter, known: Known
) -> WorkList:
    """Select works; a line narrows the mentions too, and shows the stage printed there.

    Args:
        library: the works of one charter version.
        clauses: by id; every mention's clause is among them.
        wanted: the filters.
        known: what is known beside the text.
    """
    selected: list[Work] = []
    mentions = 0
    for printed in library.works:
        work = _with_stage(printed, _work(printed, library, clauses), clauses, known)
        here = tuple(m for m in work.mentions if wanted.line in (None, m.line))
        shown = work if wanted.line is None else replace(work, stage=_stage(here))
        if here and _passes(shown, wanted):
            selected.append(shown)
            mentions += len(here)
    return WorkList(works=tuple(selected), mentions=mentions)


def _passes(work: Work, wanted: WorkFilter) -> bool:
    programme = (
        {work.programme, work.programme_name.zh, work.programme_name.en}
        if work.programme_name
        else {None}
    )
    return (
        wanted.programme in {None, *programme}
        and wanted.stage in (None, work.stage)
        and wanted.kind in (None, work.kind)
        and wanted.mode in (None, work.mode)
        and (wanted.member is None or wanted.member in work.members)
    )


def _with_stage(
    printed: CharterWork, work: Work, clauses: Mapping[str, Clause], known: Known
) -> Work:
    records = known.records.get(printed.id, ())
    whole, parts = stages.reached(records, len(printed.segments))
    stage = whole.stage if whole else work.printed_stage
    age = (
        stages.age_months(printed, clauses, stage, known.signed_on, known.day)
        if known.day
        else None
    )
    return replace(
        work, stage=stage, recorded=whole, segment_stages=parts, age_months=age
    )


def _stage(mentions: Sequence[Mention]) -> Stage | None:
    """Give the stage all mentions agree on; None where they differ."""
    stages = {mention.stage for mention in mentions}
    return stages.pop() if len(stages) == 1 else None


def _work(
    printed: CharterWork, library: Library, clauses: Mapping[str, Clause]
) -> Work:
    """Resolve a work's mentions; what is recorded of it is added by ``_with_stage``."""
    mentions = tuple(
        Mention(
            clause=mention.clause,
            line=clauses[mention.clause].line,
            stage=mention.stage,
            phrase=clauses[mention.clause].phrase,
        )
        for mention in printed.mentions
    )
    programme = next((p for p in library.programmes if p.id == printed.programme), None)
    open_lines = {
        printed_list.line for printed_list in library.lists if printed_list.open
    }
    namesakes = tuple(
        other.id
        for other in library.works
        if other.name.zh == printed.name.zh and other.id != printed.id
    )
    # Either of the two may name the other; a reader of either must see it.
    duplicates = tuple(
        other.id
        for other in library.works
        if other.id in printed.possible_duplicates
        or printed.id in other.possible_duplicates
    )
    return Work(
        id=printed.id,
        kind=printed.kind,
        mode=printed.mode,
        name=printed.name,
        members=printed.members,
        members_confirmed=printed.members_confirmed,
        mentions=mentions,
        stage=None,
        printed_stage=_stage(mentions),
        recorded=None,
        segment_stages=(),
        age_months=None,
        programme=printed.programme,
        programme_name=programme.name if programme else None,
        assumptions=printed.assumptions,
        segments=printed.segments,
        printed_end=printed.printed_end,
        class_change=printed.class_change,
        operating_since=printed.operating_since,
        open_list=any(mention.line in open_lines for mention in mentions),
        namesakes=namesakes,
        possible_duplicates=duplicates,
        findings=_findings(printed, mentions, namesakes, duplicates),
        note=printed.note,
    )


def _findings(
    printed: CharterWork,
    mentions: Sequence[Mention],
    namesakes: Sequence[str],
    duplicates: Sequence[str],
) -> tuple[str, ...]:
    codes = {
        "stage-conflict": len({mention.stage for mention in mentions}) > 1,
        "namesake": bool(namesakes),
        "possible-duplicate": bool(duplicates),
        "members-to-confirm": not printed.members_confirmed,
    }
    return tuple(code for code, holds in codes.items() if holds)


def segment_count(works: Sequence[Work]) -> int:
    """Count segments; a work without segments counts as one."""
    return sum(len(work.segments) or 1 for work in works)


def compare_libraries(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the works that are added, removed or changed."""
    old, new = _works(before), _works(after)
    return (
        tuple(
            Change(
                code="work-added",
                message=text("Work {id} is added: {name}", id=i, name=w.name),
            )
            for i, w in new.items()
            if i not in old
        )
        + tuple(
            Change(
                code="work-removed",
                message=text("Work {id} is removed: {name}", id=i, name=w.name),
            )
            for i, w in old.items()
            if i not in new
        )
        + tuple(
            Change(
                code="work-changed",
                message=text("Work {id} changes: {name}", id=i, name=w.name),
            )
            for i, w in new.items()
            if i in old and old[i] != w
        )
    )


def _works(versions: tuple[Version, ...]) -> dict[str, CharterWork]:
    library = versions[-1].charter.sections.get("projects") if versions else None
    return {work.id: work for work in library.works} if library else {}


def outline_library(library: Library, _: Agreement) -> tuple[Outline, ...]:
    """Sum up ``projects.yaml``: how many works of each mode."""
    modes = sorted({work.mode for work in library.works})
    return (
        Outline(
            title=text("Named works"),
            headings=(text("Mode"), text("Count")),
            rows=tuple(
                (MODE_NAMES[mode], str(sum(w.mode is mode for w in library.works)))
                for mode in modes
            ),
        ),
    )
