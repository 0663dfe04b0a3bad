"""How a case stands: a table of days, and laws over random histories."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from hansa.casework.rules.clocks import Frame
from hansa.casework.rules.standing import late_days, play_out, standing_of
from hansa.casework.terms.cases import (
    CaseEvent,
    CaseEventKind,
    CaseState,
    Party,
    PartyStance,
)
from hansa.casework.terms.types import CaseType
from hansa.charter import reads as charter_reads
from hansa.kernel.workdays import WorkTable, WorkYear

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "standing.yaml").read_text(encoding="utf-8")
)
BOOK = charter_reads.read_folder(ROOT / "charters" / "changzhutan").sections["casework"]
TYPES: dict[str, CaseType] = {kind.id: kind for kind in BOOK.types}

YEAR_2026 = WorkYear(
    year=2026,
    days_off=frozenset(
        date(2026, month, day)
        for month, day in (
            (9, 25),
            (10, 1),
            (10, 2),
            (10, 5),
            (10, 6),
            (10, 7),
        )
    ),
    days_on=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
TABLE = WorkTable(years={2026: YEAR_2026})


def frame(type_: str, more: list[str]) -> Frame:
    """A type with one party for each of its roles, and some more."""
    kind = TYPES[type_]
    roles = [role.id for role in kind.roles] + more
    return Frame(
        kind=kind, parties=tuple(Party(role=role) for role in roles), table=TABLE
    )


def event(number: int, **stated: Any) -> CaseEvent:
    """An event with some of its fields."""
    stance = stated.pop("stance", None)
    return CaseEvent(
        number=number,
        kind=CaseEventKind(stated.pop("kind")),
        recorded_at=None,
        stance=PartyStance(stance) if stance else None,
        **stated,
    )


def history(case: dict[str, Any]) -> list[CaseEvent]:
    """The events of a case of the table, the opening first."""
    stated = [{"kind": "opened", "day": case["opened"]}, *case.get("events", ())]
    return [
        event(number, on=one["day"], **_rest(one))
        for number, one in enumerate(stated, start=1)
    ]


def _rest(stated: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in stated.items() if key != "day"}


def check(case: dict[str, Any], day: date, expect: dict[str, Any]) -> None:
    """Compare what the table says of a day with what the rules say."""
    standing = standing_of(
        frame(case["type"], case.get("more", [])), history(case), day
    )
    by_silence = [
        f"{event.decision or event.body} {event.on}"
        for event in standing.events
        if event.clock
    ]
    first = [
        c for c in standing.clocks if c.due_on == standing.due_on and not c.ended_on
    ]
    assert {
        "state": standing.state.value,
        "due": standing.due_on,
        "body": standing.body,
        "silent": by_silence,
        "provisional": any(clock.provisional for clock in first),
    } == {"silent": [], "provisional": False, **expect}


@pytest.mark.parametrize(
    ("case", "day"),
    [
        pytest.param(case, day, id=f"{case['case']} ({day})")
        for case in CASES
        for day in case["asked"]
    ],
)
def test_days_as_written_down(case: dict[str, Any], day: date) -> None:
    """Each case stands on each day as it was worked out by hand."""
    assert case["source"]
    check(case, day, case["asked"][day])


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                {"kind": "replied", "party": 2, "stance": "objects"},
                {"kind": "replied", "party": 2, "stance": "agrees"},
                {"kind": "document"},
                {"kind": "escalated", "body": "conference"},
                {"kind": "prepared", "decision": "upheld"},
                {"kind": "sent-back"},
                {"kind": "decided", "decision": "rejected"},
                {"kind": "closed"},
                {"kind": "withdrawn"},
                {"kind": "reopened"},
            ]
        ),
        st.integers(min_value=0, max_value=12),
    ),
    max_size=8,
)


def told(steps: list[tuple[dict[str, Any], int]]) -> list[CaseEvent]:
    """A history that opens on the second of November and goes on by some days."""
    day, events = date(2026, 11, 2), [event(1, kind="opened", on=date(2026, 11, 2))]
    for number, (stated, days) in enumerate(steps, start=2):
        day += timedelta(days=days)
        events.append(event(number, **dict(stated), on=day))
    return events


@given(
    steps=STEPS,
    after=st.integers(min_value=0, max_value=60),
    type_=st.sampled_from(list(TYPES)),
)
@settings(max_examples=300, deadline=None)
def test_recording_what_silence_did_changes_no_answer(
    steps: list[tuple[dict[str, Any], int]], after: int, type_: str
) -> None:
    """A case stands on a day as it does once a tick recorded its silence."""
    events, judged = told(steps), frame(type_, [])
    day = events[-1].on + timedelta(days=after)
    before = standing_of(judged, events, day)
    played = play_out(judged, events, day).events
    again = standing_of(judged, played, day)
    assert again == before
    assert play_out(judged, played, day).events == played


@given(steps=STEPS, after=st.integers(min_value=0, max_value=60))
@settings(max_examples=300, deadline=None)
def test_what_is_over_asks_for_nothing(
    steps: list[tuple[dict[str, Any], int]], after: int
) -> None:
    """A case that is closed or withdrawn has no running clock, and its rung is real."""
    events, judged = told(steps), frame("dispute", [])
    standing = standing_of(judged, events, events[-1].on + timedelta(days=after))
    if standing.state in {CaseState.CLOSED, CaseState.WITHDRAWN}:
        assert standing.due_on is None
    assert standing.body in judged.kind.ladder


@pytest.mark.parametrize(
    ("about", "opened", "late"),
    [
        (None, date(2026, 11, 2), None),
        (date(2026, 10, 3), date(2026, 11, 2), None),
        (date(2026, 10, 2), date(2026, 11, 2), 1),
        (date(2026, 9, 2), date(2026, 11, 2), 31),
    ],
)
def test_the_limit_counts_calendar_days(
    about: date | None, opened: date, late: int | None
) -> None:
    """The thirtieth day is in time; every day past it is one late."""
    assert late_days(TYPES["dispute"], about, opened) == late


def test_a_type_without_limit_is_never_late() -> None:
    """Where the charter states no limit, none is invented."""
    assert late_days(TYPES["adjustment"], date(2020, 1, 1), date(2026, 1, 1)) is None
