"""The whole workbook: every sheet judged, and the steps that would take it.

A row is taken as it stands: an empty cell empties the entry. A row that is not there
changes nothing. Units are found by city and name, people by city and title, postings by
all that says who stands where from when.
"""

from collections.abc import Callable
from datetime import date

from hansa.directory.rules.register.doubled import without_doubled
from hansa.directory.rules.register.people import match_people, plan_people
from hansa.directory.rules.register.postings import plan_postings
from hansa.directory.rules.register.review import NameFaults, Review
from hansa.directory.rules.register.units import match_units, plan_units
from hansa.directory.terms.register import Present, RegisterPlan, RegisterRows
from hansa.kernel.findings import Position, in_order
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark

CHANGES_MAX = 1000  # Nobody else can write while they are taken; that is some seconds.


def plan(
    present: Present,
    rows: RegisterRows,
    today: date,
    may_keep: Callable[[str | None], bool],
    name_faults: NameFaults,
    log: Log,
) -> RegisterPlan:
    """Say what taking a workbook would do.

    Args:
        present: what the directory holds.
        rows: what the workbook says.
        today: what has ended by then is found only by its end.
        may_keep: whether whoever brings it may change entries of a city.
        name_faults: gives what is wrong with a name, by its field and its city.
        log: faults of reading, to which those of the rows are added.
    """
    review = Review(present, today, may_keep, name_faults, log)
    rows = without_doubled(review, rows)
    # Every row is known by name before any is judged, as rows may point to later ones.
    unit_ids = match_units(review, rows.units)
    person_ids = match_people(review, rows.people)
    units = plan_units(review, rows.units, unit_ids)
    people = plan_people(review, rows.people, person_ids)
    postings = plan_postings(review, rows.postings)
    _bound(review)
    return RegisterPlan(
        units=units,
        people=people,
        postings=postings,
        changes=tuple(review.changes),
        unchanged=review.unchanged,
        findings=in_order(log.findings),
    )


def _bound(review: Review) -> None:
    """Refuse to change more in one act than others can wait for."""
    count = len(review.changes)
    if count > CHANGES_MAX:
        review.log.error(
            "changes-too-many",
            Position(path=review.changes[CHANGES_MAX].place, line=0, column=0),
            mark("The workbook changes {count} entries; at most {most} are taken."),
            mark("Bring it in several workbooks."),
            count=count,
            most=CHANGES_MAX,
        )
