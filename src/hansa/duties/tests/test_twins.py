"""The rule in Python and its twin in SQL say the same of every duty on every day."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from hansa.charter.terms import Horizons, Modality
from hansa.chassis.actor import Actor, Role
from hansa.duties.models import Duty
from hansa.duties.reads.rows import event_of, line_of, terms_of
from hansa.duties.reads.states import with_state
from hansa.duties.rules.states import PAST_DUE, reckon, state_of
from hansa.duties.services import keeping, rows
from hansa.duties.terms.duties import (
    LEAGUE_OFFICE,
    DutyDraft,
    EventKind,
    Source,
)
from hansa.duties.tests.test_states import CASES, TABLE
from hansa.kernel.periods import Period

DAY = timedelta(days=1)
KEEPER = Actor(
    person="test:tick",
    authority="tick",
    member=None,
    roles=frozenset({Role.ADMINISTRATOR}),
    at=datetime(2026, 1, 1, tzinfo=UTC),
)


def draft(
    key: str, modality: Modality, start: date | None, due: date | None
) -> DutyDraft:
    """A duty of those terms."""
    return DutyDraft(
        key=key,
        series="test",
        title=key,
        owed_to=LEAGUE_OFFICE,
        modality=modality,
        clauses=("GOV-15",),
        window=Period(start or due, due + DAY) if due else None,
        since=start,
    )


def write(row: Duty, events: list[Any]) -> None:
    """Write a history as it came about, and sum it up."""
    for kind, on, *third in events:
        word = third[0] if third else None
        rows.add_event(
            KEEPER,
            row,
            EventKind(kind.removeprefix("~")),
            on_date=on,
            until=word if isinstance(word, date) else None,
            answers=word if isinstance(word, int) else None,
            withdrawn_at=KEEPER.at if kind.startswith("~") else None,
        )
    rows.keep(KEEPER, row)


def agree(as_of: date, since: date | None) -> int:
    """Compare both twins over every duty that is kept, and count them."""
    reckoning = reckon(TABLE, as_of, since, Horizons())
    found = list(with_state(Duty.objects.all(), reckoning).prefetch_related("events"))
    for row in found:
        events = [event_of(event) for event in row.events.all()]
        state, standing = state_of(terms_of(row), events, reckoning)
        line = line_of(row, reckoning)
        assert row.state == state.value == line.state.value, (row.key, as_of)
        assert row.due_day == standing.due_on == line.due_on, (row.key, as_of)
    return len(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_twins(db: None, case: dict[str, Any]) -> None:
    """The case's duty stands in the database as its source says."""
    duty = case["duty"]
    stated = draft(
        "case", Modality(duty["modality"]), duty.get("start"), duty.get("due")
    )
    with transaction.atomic():
        keeping.open_duties(
            KEEPER, "huaihai", Source.MANUAL, [stated], complete=frozenset()
        )
        row = Duty.objects.get()
        write(row, case.get("events", []))
    reckoning = reckon(TABLE, case["as_of"], case.get("since"), Horizons())
    found = with_state(Duty.objects.all(), reckoning).get()
    assert found.state == case["state"]
    assert line_of(found, reckoning).state.value == case["state"]


def test_twins_over_random_histories(db: None) -> None:
    """Two hundred random duties stand alike on days before, within and after them."""
    random = Random(20181209)
    kinds = [
        "evidence", "evidence-returned", "waived", "triggered", "superseded",
        "extension-requested", "extension-granted", "noted",
    ]  # fmt: skip
    first = date(2026, 6, 1)

    def some_day() -> date:
        return first + timedelta(days=random.randrange(300))

    drafts = []
    for number in range(200):
        start = some_day() if random.random() < 0.9 else None
        due = start + timedelta(days=random.randrange(90)) if start else None
        due = due if random.random() < 0.9 else None
        modality = random.choice(sorted(PAST_DUE))
        drafts.append(draft(f"random/{number}", modality, start, due))
    with transaction.atomic():
        keeping.open_duties(
            KEEPER, "huaihai", Source.MANUAL, drafts, complete=frozenset()
        )
        for row in Duty.objects.order_by("key"):
            events: list[Any] = []
            for number in range(random.randrange(5)):
                kind = random.choice(kinds)
                third: Any = some_day()
                if kind == "evidence-returned":
                    third = random.randrange(1, number + 2)
                sign = "~" if random.random() < 0.2 else ""
                events.append((sign + kind, some_day(), third))
            write(row, events)
    for as_of in (first, date(2026, 9, 20), date(2026, 11, 24), date(2027, 5, 1)):
        assert agree(as_of, None) == 200
        assert agree(as_of, date(2026, 8, 1)) == 200
