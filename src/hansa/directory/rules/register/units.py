"""The sheet of units: which rows open, change or close one."""

from dataclasses import replace
from datetime import date

from hansa.directory.rules import entries
from hansa.directory.rules.people import would_circle
from hansa.directory.rules.register.names import is_present, word_of
from hansa.directory.rules.register.review import (
    Review,
    differing,
    is_new,
)
from hansa.directory.terms.people import (
    NO_CONTACT,
    Closing,
    UnitDetails,
    UnitLine,
    UnitNameLine,
)
from hansa.directory.terms.register import Sheet, Step, UnitRow, UnitStep
from hansa.kernel.findings import Finding, Position
from hansa.kernel.text import mark

ENDING = frozenset({"closed_on", "successor"})
NAMING = frozenset({"name_en"})


def match_units(review: Review, rows: tuple[UnitRow, ...]) -> tuple[str | None, ...]:
    """Find which unit each row is about; None where that is not clear."""
    seen: dict[str, Position] = {}
    matched = []
    for row in rows:
        there = [
            unit
            for unit in review.present.units
            if unit.member == row.member
            and word_of(unit.name.zh) == word_of(row.name.zh)
        ]
        current = [u.id for u in there if is_present(u.closed_on, review.today)]
        ended = [u.id for u in there if u.closed_on and u.closed_on == row.closed_on]
        id_ = review.match(row, row.name, current or ended, seen)
        if id_ and is_new(id_):
            if _called_otherwise(review, row):
                id_ = None
            else:
                review.units.add((row.member, row.name, id_))
                review.owners[id_] = row.member
        matched.append(id_)
    return tuple(matched)


def _called_otherwise(review: Review, row: UnitRow) -> bool:
    """Log a row that calls a unit by a name that is not today's."""
    for unit in review.present.units:
        names = {
            word_of(line.name.zh) for line in review.present.names.get(unit.id, ())
        }
        if (
            unit.member == row.member
            and word_of(row.name.zh) in names
            and is_present(unit.closed_on, review.today)
        ):
            review.log.error(
                "unit-called-otherwise",
                row.at["name_zh"],
                mark("That unit is called {name} today."),
                mark("Write today's name; a unit is renamed on its own page."),
                name=unit.name,
            )
            return True
    return False


def plan_units(
    review: Review, rows: tuple[UnitRow, ...], matched: tuple[str | None, ...]
) -> tuple[UnitStep, ...]:
    """Plan the rows of the sheet; faults go to the log."""
    there = {unit.id: unit for unit in review.present.units}
    above = {unit.id: unit.parent for unit in review.present.units}
    after = {unit.id: unit.successor for unit in review.present.units}
    wanted = []
    for row, id_ in zip(rows, matched, strict=True):
        parent, parent_sound = review.refer(review.units, row, "parent", row.parent)
        heir, heir_sound = review.refer(review.units, row, "successor", row.successor)
        sound = row.sound and parent_sound and heir_sound
        if sound and id_ and not review.report(row, _faults(row)):
            above[id_], after[id_] = parent, heir
            wanted.append(_step(row, id_, parent, heir))
    steps = []
    for row, step in wanted:
        assert step.details is not None  # Every row is read with its details.
        heir = step.closing.successor if step.closing else None
        if would_circle(step.id, step.details.parent, above.get):
            review.report(row, [entries.own_superior()])
        elif would_circle(step.id, heir, after.get):
            review.report(row, [entries.own_successor()])
        elif (taken := _taken(review, row, step, there.get(step.id))) is not None:
            steps.append(taken)
    return tuple(steps)


def _faults(row: UnitRow) -> list[Finding]:
    found = [
        *entries.name_faults(row.name),
        *entries.contact_faults(row.contact),
        *entries.day_faults("opened_on", row.opened_on),
        *entries.day_faults("closed_on", row.closed_on),
    ]
    if row.kind is None:
        found.append(entries.cell_empty("kind"))
    if row.opened_on is None:
        found.append(entries.cell_empty("opened_on"))
    else:
        found += entries.order_faults("closed_on", row.opened_on, row.closed_on)
    if row.successor and row.closed_on is None:
        found.append(entries.cell_empty("closed_on"))
    return found


def _step(
    row: UnitRow, id_: str, parent: str | None, heir: str | None
) -> tuple[UnitRow, UnitStep]:
    """Give the step that writes all that a row says."""
    assert row.kind is not None  # ``_faults`` lets no such row through.
    assert row.opened_on is not None  # As above.
    details = UnitDetails(
        kind=row.kind,
        parent=parent,
        body=row.body,
        domain=row.domain,
        contact=row.contact,
        opened_on=row.opened_on,
    )
    step = UnitStep(
        id=id_,
        is_new=is_new(id_),
        member=row.member,
        name=row.name,
        details=details,
        named=None,
        closing=Closing(on=row.closed_on, successor=heir) if row.closed_on else None,
        reopens=False,
    )
    return row, step


def _taken(
    review: Review, row: UnitRow, step: UnitStep, unit: UnitLine | None
) -> UnitStep | None:
    """Reduce a step to what it changes; None where that is nothing, or not allowed."""
    assert step.details is not None  # As ``_step`` gives it.
    heir = step.closing.successor if step.closing else None
    changed = _changed(unit, step) if unit else ()
    if unit and not changed:
        review.unchanged += 1
        return None
    if not review.allows(row, step.details.parent, heir):
        return None
    if (unit is None or NAMING & set(changed)) and review.report(
        row, review.name_faults("name", row.member, row.name)
    ):
        return None
    if unit is None:
        review.note(Sheet.UNITS, Step.ADD, row, row.name.zh)
        return step
    ends = step.closing is not None and set(changed) <= ENDING
    review.note(Sheet.UNITS, Step.END if ends else Step.EDIT, row, row.name.zh, changed)
    moved = bool(ENDING & set(changed))
    since = _named_since(review, unit)
    return replace(
        step,
        details=step.details if set(changed) - ENDING - NAMING else None,
        named=UnitNameLine(name=row.name, from_on=since)
        if NAMING & set(changed)
        else None,
        closing=step.closing if moved else None,
        reopens=moved and step.closing is None,
    )


def _changed(unit: UnitLine, step: UnitStep) -> tuple[str, ...]:
    details, closing = step.details, step.closing
    assert details is not None  # As ``_step`` gives it.
    was = unit.contact or NO_CONTACT
    return differing(
        {
            "name_en": (unit.name.en, step.name.en or step.name.zh),
            "kind": (unit.kind, details.kind),
            "parent": (unit.parent, details.parent),
            "body": (unit.body, details.body),
            "domain": (unit.domain, details.domain),
            "phone": (was.phone, details.contact.phone),
            "mail": (was.mail, details.contact.mail),
            "opened_on": (unit.opened_on, details.opened_on),
            "closed_on": (unit.closed_on, closing.on if closing else None),
            "successor": (unit.successor, closing.successor if closing else None),
        }
    )


def _named_since(review: Review, unit: UnitLine) -> date:
    """Give the day since when a unit bears today's name, so as to correct it from there."""
    borne = review.present.names.get(unit.id, ())
    days = [line.from_on for line in borne if line.from_on <= review.today]
    return max(days, default=unit.opened_on)
