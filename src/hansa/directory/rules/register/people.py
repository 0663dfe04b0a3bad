"""The sheet of people: which rows add, change or see off somebody."""

from dataclasses import replace

from hansa.directory.rules import entries
from hansa.directory.rules.register.names import is_present, word_of
from hansa.directory.rules.register.review import (
    Changed,
    Review,
    differing,
    filled,
    is_new,
)
from hansa.directory.terms.people import NO_CONTACT, PersonDetails, PersonLine
from hansa.directory.terms.register import PersonRow, PersonStep, RowStep, Sheet
from hansa.kernel.findings import Position

LEAVING = frozenset({"left_on"})


def match_people(review: Review, rows: tuple[PersonRow, ...]) -> tuple[str | None, ...]:
    """Find whom each row is about; None where that is not clear."""
    seen: dict[str, Position] = {}
    called: dict[tuple[str | None, str], list[PersonLine]] = {}
    for person in review.present.people:
        called.setdefault((person.member, word_of(person.title.zh)), []).append(person)
    matched = []
    for row in rows:
        there = called.get((row.member, word_of(row.title.zh)), [])
        current = [p.id for p in there if is_present(p.left_on, review.today)]
        gone = [p.id for p in there if p.left_on and p.left_on == row.left_on]
        id_ = review.match(row, row.title, current or gone, seen)
        if id_ is not None:
            review.left[id_] = row.left_on
        if id_ and is_new(id_):
            review.people.add((row.member, row.title, id_))
            review.owners[id_] = row.member
            review.names[id_] = row.title
        matched.append(id_)
    return tuple(matched)


def plan_people(
    review: Review, rows: tuple[PersonRow, ...], matched: tuple[str | None, ...]
) -> tuple[PersonStep, ...]:
    """Plan the rows of the sheet; faults go to the log."""
    there = {person.id: person for person in review.present.people}
    steps = []
    for row, id_ in zip(rows, matched, strict=True):
        unit, unit_sound = review.refer(review.units, row, "unit", row.unit)
        found = (
            *entries.title_faults(row.title),
            *entries.contact_faults(row.contact),
            *entries.day_faults("left_on", row.left_on),
        )
        faulty = review.report(row, found)
        if faulty or not (row.sound and unit_sound and id_):
            continue
        step = PersonStep(
            id=id_,
            is_new=is_new(id_),
            member=row.member,
            details=PersonDetails(title=row.title, unit=unit, contact=row.contact),
            leaves=row.left_on is not None,
            left_on=row.left_on,
        )
        taken = _taken(review, row, step, there.get(id_))
        if taken is not None:
            steps.append(taken)
    return tuple(steps)


def _taken(
    review: Review, row: PersonRow, step: PersonStep, person: PersonLine | None
) -> PersonStep | None:
    """Reduce a step to what it changes; None where that is nothing, or not allowed."""
    assert step.details is not None  # Every row is read with its details.
    pairs = _pairs(person, step)
    changed = differing(pairs) if person else filled(pairs)
    if person and not changed:
        review.unchanged += 1
        return None
    if not review.allows(row, step.details.unit):
        return None
    if (person is None or "title_en" in changed) and review.report(
        row, review.name_faults("title", row.member, row.title)
    ):
        return None
    if person is None:
        review.note(Sheet.PEOPLE, RowStep.ADD, row, row.title.zh, changed)
        return step
    ends = row.left_on is not None and set(changed) <= LEAVING
    review.note(
        Sheet.PEOPLE, RowStep.END if ends else RowStep.EDIT, row, row.title.zh, changed
    )
    return replace(
        step,
        details=step.details if set(changed) - LEAVING else None,
        leaves=bool(LEAVING & set(changed)),
    )


def _pairs(person: PersonLine | None, step: PersonStep) -> Changed:
    """Give what each column says so far, and what the row says."""
    details = step.details
    assert details is not None  # As in ``_taken``.
    was = (person and person.contact) or NO_CONTACT
    return {
        "title_en": (person and person.title.en, details.title.en or details.title.zh),
        "unit": (person and person.unit, details.unit),
        "phone": (was.phone, details.contact.phone),
        "mail": (was.mail, details.contact.mail),
        "left_on": (person and person.left_on, step.left_on),
    }
