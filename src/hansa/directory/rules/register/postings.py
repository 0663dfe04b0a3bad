"""The sheet of postings: which rows record one, or end one that is there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from hansa.directory.rules import entries
from hansa.directory.rules.people import kept_by
from hansa.directory.rules.register.review import (
    STAND_IN,
    Changed,
    Review,
    differing,
    filled,
)
from hansa.directory.terms.people import PostingDraft, PostingLine
from hansa.directory.terms.register import PostingRow, PostingStep, RowStep, Sheet
from hansa.kernel.findings import Position
from hansa.kernel.text import mark

Key = tuple[object, ...]
Said = PostingDraft | PostingLine


def plan_postings(
    review: Review, rows: tuple[PostingRow, ...]
) -> tuple[PostingStep, ...]:
    """Plan the rows of the sheet; faults go to the log."""
    there = {_key(posting): posting for posting in review.present.postings}
    seen: dict[Key, Position] = {}
    drafts = [(row, _draft(review, row)) for row in rows]
    held = _Held(review, [draft for _, draft in drafts if draft is not None])
    steps = []
    for row, draft in drafts:
        if draft is None:
            continue
        key = _key(draft)
        if key in seen:
            review.log.error(
                "row-twice",
                row.at["row"],
                mark("This stands on row {line} already: {name}."),
                mark("Keep one of the two rows."),
                line=seen[key].line,
                name=row.person or row.unit,
            )
            continue
        seen[key] = row.at["row"]
        if _lasts_longer(draft, there.get(key)) and review.report(
            row, entries.same_posting_faults(draft, held.beside(draft))
        ):
            continue
        step = _taken(review, row, draft, there.get(key))
        if step is not None:
            steps.append(step)
    return tuple(steps)


class _Held:
    """Who holds what by the records and by the workbook, its ends already taken."""

    def __init__(self, review: Review, drafts: Iterable[PostingDraft]) -> None:
        # A row says of a posting that is there only when it ends.
        said: tuple[Said, ...] = (*review.present.postings, *drafts)
        told = {_key(one): one for one in said}
        self.held: dict[tuple[str | None, str | None], list[Said]] = {}
        for one in told.values():
            self.held.setdefault(_holder(one), []).append(one)

    def beside(self, draft: PostingDraft) -> list[Said]:
        """Give what else the holder of a posting holds."""
        own = _key(draft)
        return [one for one in self.held[_holder(draft)] if _key(one) != own]


def _holder(posting: Said) -> tuple[str | None, str | None]:
    return posting.person, None if posting.person else posting.unit


def _lasts_longer(draft: PostingDraft, posting: PostingLine | None) -> bool:
    """Tell whether a row records a posting, or lets one that is there last longer."""
    if posting is None or posting.to_on is None:
        return posting is None
    return draft.to_on is None or draft.to_on > posting.to_on


def _key(posting: Said) -> Key:
    """Give all that says which posting it is; its end and its paper may change."""
    return (
        posting.kind,
        posting.member,
        posting.person,
        posting.unit,
        posting.office,
        posting.body,
        posting.domain,
        posting.delegated_by,
        posting.from_on,
    )


def _draft(review: Review, row: PostingRow) -> PostingDraft | None:
    """Give the posting that a row records; None where it has faults."""
    person, one = review.refer(review.people, row, "person", row.person)
    chief, two = review.refer(review.people, row, "delegated_by", row.delegated_by)
    unit, three = review.refer(review.units, row, "unit", row.unit)
    missing = [
        entries.cell_empty(column)
        for column, value in (("kind", row.kind), ("from_on", row.from_on))
        if value is None and row.sound
    ]
    review.report(row, missing)
    if row.kind is None or row.from_on is None:
        return None
    draft = PostingDraft(
        kind=row.kind,
        member=row.member,
        person=person,
        unit=unit,
        office=row.office,
        body=row.body,
        domain=row.domain,
        full_time=row.full_time,
        delegated_by=chief,
        from_on=row.from_on,
        to_on=_end(row.to_on, review.left.get(person) if person else None),
        document=row.document,
    )
    sound = row.sound and one and two and three
    if not sound or review.report(row, entries.posting_faults(draft)):
        return None
    return draft


def _end(written: date | None, left_on: date | None) -> date | None:
    """Give the end of a posting: as it is written, or when the person leaves before."""
    return min((day for day in (written, left_on) if day), default=None)


def _taken(
    review: Review, row: PostingRow, draft: PostingDraft, posting: PostingLine | None
) -> PostingStep | None:
    """Say what a row changes; None where that is nothing, or not allowed."""
    name, points = (
        row.person or row.unit,
        (draft.person, draft.unit, draft.delegated_by),
    )
    concerned = replace(row, member=kept_by(draft.kind, draft.member))
    if posting is None:
        left_on = review.left.get(draft.person) if draft.person else None
        late = review.report(row, entries.after_leaving(left_on, draft.from_on))
        if late or not review.allows(concerned, *points):
            return None
        review.note(Sheet.POSTINGS, RowStep.ADD, row, name, filled(_pairs(draft)))
        return PostingStep(id=STAND_IN + row.at["row"].path, is_new=True, draft=draft)
    fixed = differing(
        {
            "full_time": (posting.full_time, draft.full_time),
            "document": (posting.document, draft.document),
        }
    )
    for column in fixed:
        review.log.error(
            "posting-stands",
            row.at[column],
            mark("The directory has this posting with other content here."),
            mark("Mark that one as entered in error on its page, then bring this row."),
        )
    if fixed:
        return None
    if posting.to_on == draft.to_on:
        review.unchanged += 1
        return None
    if not review.allows(concerned, *points):
        return None
    step = RowStep.END if draft.to_on else RowStep.EDIT
    moved = {"to_on": (posting.to_on, draft.to_on)}
    review.note(Sheet.POSTINGS, step, row, name, moved)
    return PostingStep(id=posting.id, is_new=False, draft=draft)


def _pairs(draft: PostingDraft) -> Changed:
    """Give what each column of a new posting says."""
    names = (
        *("kind", "person", "unit", "office", "body", "domain", "full_time"),
        *("delegated_by", "from_on", "to_on", "document"),
    )
    return {name: (None, getattr(draft, name)) for name in names}
