"""The sheet of units: which rows open, change or close one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hansa.directory.rules import entries
from hansa.directory.rules.namesakes import borne_by, unit_twice_faults
from hansa.directory.rules.people import would_circle
from hansa.directory.rules.register.names import is_present, word_of
from hansa.directory.rules.register.review import (
    Changed,
    Review,
    differing,
    filled,
    is_new,
)
from hansa.directory.terms.people import (
    NO_CONTACT,
    Closing,
    UnitDetails,
    UnitLine,
    UnitNameLine,
)
from hansa.directory.terms.register import RowStep, Sheet, UnitRow, UnitStep
from hansa.kernel.findings import Finding, Position
from hansa.kernel.text import mark

ENDING = frozenset({"closed_on", "successor"})
NAMING = frozenset({"name_en"})

Called = tuple[str | None, str]
"""City (None for the league's own) and name, as names are compared."""


def match_units(review: Review, rows: tuple[UnitRow, ...]) -> tuple[str | None, ...]:
    """Find which unit each row is about; None where that is not clear."""
    seen: dict[str, Position] = {}
    called: dict[Called, list[UnitLine]] = {}
    for unit in review.present.units:
        called.setdefault((unit.member, word_of(unit.name.zh)), []).append(unit)
    otherwise = _names_of_other_days(review)
    matched = []
    for row in rows:
        there = called.get((row.member, word_of(row.name.zh)), [])
        current = [u.id for u in there if is_present(u.closed_on, review.today)]
        ended = [u.id for u in there if u.closed_on and u.closed_on == row.closed_on]
        id_ = review.match(row, row.name, current or ended, seen)
        if id_ and is_new(id_):
            if _called_otherwise(review, row, otherwise):
                id_ = None
            else:
                review.units.add((row.member, row.name, id_))
                review.owners[id_] = row.member
                review.names[id_] = row.name
        matched.append(id_)
    return tuple(matched)


def _names_of_other_days(review: Review) -> Mapping[Called, UnitLine]:
    """Give the units that stand by every name that they bear on some day."""
    return {
        (unit.member, word_of(line.name.zh)): unit
        for unit in reversed(review.present.units)
        if is_present(unit.closed_on, review.today)
        for line in review.present.names.get(unit.id, ())
    }


def _called_otherwise(
    review: Review, row: UnitRow, otherwise: Mapping[Called, UnitLine]
) -> bool:
    """Log a row that calls a unit by a name that is not today's."""
    unit = otherwise.get((row.member, word_of(row.name.zh)))
    if unit is None:
        return False
    review.log.error(
        "unit-called-otherwise",
        row.at["name_zh"],
        mark("That unit is called {name} today."),
        mark("Write today's name; a unit is renamed on its own page."),
        name=unit.name,
    )
    return True


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
    pairs = _pairs(unit, step)
    changed = differing(pairs) if unit else filled(pairs)
    if unit and not changed:
        review.unchanged += 1
        return None
    if not review.allows(row, step.details.parent, heir):
        return None
    if "successor" in changed or (unit is None and heir):
        elsewhere = heir is not None and review.owners.get(heir) != row.member
        if elsewhere and not review.may_keep(None):
            review.report(row, [entries.successor_elsewhere()])
            return None
    is_named = unit is None or bool(NAMING & set(changed))
    borrowed = review.name_faults("name", row.member, row.name) if is_named else ()
    if review.report(row, (*borrowed, *_twice_faults(review, step, unit))):
        return None
    if unit is None:
        review.note(Sheet.UNITS, RowStep.ADD, row, row.name.zh, changed)
        return step
    ends = step.closing is not None and set(changed) <= ENDING
    review.note(
        Sheet.UNITS, RowStep.END if ends else RowStep.EDIT, row, row.name.zh, changed
    )
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


def _twice_faults(
    review: Review, step: UnitStep, unit: UnitLine | None
) -> tuple[Finding, ...]:
    """Check that a row gives its city no second unit of one name on one day."""
    assert step.details is not None  # As ``_step`` gives it.
    names = review.present.names[unit.id] if unit else ()
    before = borne_by(unit.id, names, unit.closed_on) if unit else ()
    first = names[0].name if unit else step.name
    after = borne_by(
        step.id,
        (UnitNameLine(name=first, from_on=step.details.opened_on), *names[1:]),
        step.closing.on if step.closing else None,
    )
    beside = (
        other
        for name in after
        for other in review.borne.get((step.member, name.word), ())
        if other.unit != step.id
    )
    return unit_twice_faults("name_zh", before, after, beside)


def _pairs(unit: UnitLine | None, step: UnitStep) -> Changed:
    """Give what each column says so far, and what the row says."""
    details, closing = step.details, step.closing
    assert details is not None  # As ``_step`` gives it.
    was = (unit and unit.contact) or NO_CONTACT
    return {
        "name_en": (unit and unit.name.en, step.name.en or step.name.zh),
        "kind": (unit and unit.kind, details.kind),
        "parent": (unit and unit.parent, details.parent),
        "body": (unit and unit.body, details.body),
        "domain": (unit and unit.domain, details.domain),
        "phone": (was.phone, details.contact.phone),
        "mail": (was.mail, details.contact.mail),
        "opened_on": (unit and unit.opened_on, details.opened_on),
        "closed_on": (unit and unit.closed_on, closing.on if closing else None),
        "successor": (unit and unit.successor, closing.successor if closing else None),
    }


def _named_since(review: Review, unit: UnitLine) -> date:
    """Give the day since when a unit bears today's name, so as to correct it from there."""
    borne = review.present.names.get(unit.id, ())
    days = [line.from_on for line in borne if line.from_on <= review.today]
    return max(days, default=unit.opened_on)
