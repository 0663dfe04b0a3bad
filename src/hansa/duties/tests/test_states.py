"""How a duty stands: every line of the contract by cases, laws over random histories."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar.constants as notices
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.charter.terms import Horizons, Modality
from hansa.duties.rules.states import (
    PAST_DUE,
    WHY,
    Terms,
    days_late,
    explain,
    is_provisional,
    months_between,
    opens_duty,
    reckon,
    standing_of,
    state_of,
)
from hansa.duties.terms.duties import (
    DUE,
    EVENT_NAMES,
    LATE,
    LIGHTS,
    SETTLED,
    SOURCE_NAMES,
    STATE_NAMES,
    DutyState,
    Event,
    EventKind,
    Light,
    Reckoning,
    Source,
)
from hansa.kernel.workdays import SATURDAY, WorkTable, WorkYear

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("states.yaml").read_text("utf-8")
)
CHAOS = os.environ.get("HANSA_CHAOS") == "1"
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)

random = settings(
    max_examples=5_000 if CHAOS else 200,
    deadline=None,
    database=None,
    derandomize=not CHAOS,
)


def work_table(*years: int) -> WorkTable:
    """The notices of some years, from the library that seeds the table."""
    return WorkTable(
        years={
            year: WorkYear(
                year=year,
                days_off=frozenset(
                    day
                    for day in notices.holidays
                    if day.year == year and day.weekday() < SATURDAY
                ),
                days_on=frozenset(
                    day
                    for day in notices.workdays
                    if day.year == year and day.weekday() >= SATURDAY
                ),
            )
            for year in years
        }
    )


TABLE = work_table(2024, 2025, 2026)


def terms_in(case: dict[str, Any]) -> Terms:
    """The terms that a case names."""
    duty = case["duty"]
    return Terms(
        modality=Modality(duty["modality"]),
        window_start=duty.get("start"),
        due_on=duty.get("due"),
    )


def events_in(case: dict[str, Any]) -> tuple[Event, ...]:
    """The events that a case names, numbered as they stand there."""
    return tuple(
        event_from(number, *written)
        for number, written in enumerate(case.get("events", ()), start=1)
    )


def event_from(number: int, kind: str, on: date, third: Any = None) -> Event:
    """One event; the third word is the day granted or the number answered."""
    return Event(
        number=number,
        kind=EventKind(kind.removeprefix("~")),
        on=on,
        recorded_at=RECORDED,
        until=third if isinstance(third, date) else None,
        answers=third if isinstance(third, int) else None,
        withdrawn_at=RECORDED if kind.startswith("~") else None,
    )


def asked(as_of: date, since: date | None = None, **named: Any) -> Reckoning:
    """A question of a day."""
    return reckon(TABLE, as_of, since, Horizons(), **named)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_line_of_the_contract(case: dict[str, Any]) -> None:
    """The case's duty stands as its source says."""
    reckoning = asked(case["as_of"], case.get("since"))
    state, standing = state_of(terms_in(case), events_in(case), reckoning)
    assert state.value == case["state"]
    if "days_late" in case:
        assert days_late(state, standing, reckoning) == case["days_late"]
    if "age_months" in case:
        begins = case["duty"]["start"]
        assert months_between(begins, case["as_of"]) == case["age_months"]


def test_every_case_has_its_own_name_and_a_source() -> None:
    """Cases can be told apart, and each cites a line."""
    assert len({case["case"] for case in CASES}) == len(CASES)
    assert all(case["source"] for case in CASES)


def test_every_state_has_a_case() -> None:
    """No state is without one."""
    assert {case["state"] for case in CASES} == {state.value for state in DutyState}


def test_every_word_has_a_name() -> None:
    """Nothing shows a bare code."""
    assert set(STATE_NAMES) == set(LIGHTS) == set(WHY) == set(DutyState)
    assert set(EVENT_NAMES) == set(EventKind)
    assert set(SOURCE_NAMES) == set(Source)
    assert not DUE & SETTLED


def test_red_is_only_for_what_must_be_done() -> None:
    """No other state shows red."""
    red = {state for state, light in LIGHTS.items() if light is Light.RED}
    assert red == {DutyState.OVERDUE}


@pytest.mark.parametrize("modality", [Modality.ENCOURAGE, Modality.NONE])
def test_what_only_encourages_opens_no_duty(modality: Modality) -> None:
    """A clause that encourages or states makes nobody owe anything."""
    assert not opens_duty(modality)


def test_months_are_whole() -> None:
    """A month counts on the day it is full."""
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2026, 1, 28), date(2026, 2, 28)) == 1
    assert months_between(date(2026, 3, 1), date(2026, 2, 1)) == 0


def test_an_unpublished_year_gives_a_provisional_answer() -> None:
    """Without its notice a year counts Monday to Friday, and the answer says so."""
    terms = Terms(
        modality=Modality.MUST, window_start=date(2027, 9, 1), due_on=date(2027, 10, 8)
    )
    late_september = date(2027, 9, 27)
    state, standing = state_of(terms, (), asked(late_september))
    assert state is DutyState.DUE_SOON
    assert is_provisional(state, standing.due_on, asked(late_september))
    published = reckon(work_table(2026), date(2026, 11, 24), None, Horizons())
    settled = replace(terms, due_on=date(2026, 11, 27))
    state, standing = state_of(settled, (), published)
    assert not is_provisional(state, standing.due_on, published)


def test_known_at_hides_what_was_recorded_later() -> None:
    """Evidence recorded in January was not known in December."""
    terms = Terms(
        modality=Modality.MUST,
        window_start=date(2026, 11, 1),
        due_on=date(2026, 11, 30),
    )
    evidence = replace(
        event_from(1, "evidence", date(2026, 11, 20)),
        recorded_at=datetime(2027, 1, 5, tzinfo=UTC),
    )
    december = datetime(2026, 12, 24, tzinfo=UTC)
    before, _ = state_of(
        terms, (evidence,), asked(date(2026, 12, 24), known_at=december)
    )
    after, _ = state_of(terms, (evidence,), asked(date(2026, 12, 24)))
    assert (before, after) == (DutyState.OVERDUE, DutyState.DONE)


def test_known_at_shows_what_was_taken_back_later() -> None:
    """What was withdrawn in January still counted in December."""
    terms = Terms(
        modality=Modality.MUST,
        window_start=date(2026, 11, 1),
        due_on=date(2026, 11, 30),
    )
    evidence = replace(
        event_from(1, "evidence", date(2026, 11, 20)),
        withdrawn_at=datetime(2027, 1, 5, tzinfo=UTC),
    )
    december = datetime(2026, 12, 24, tzinfo=UTC)
    before, _ = state_of(
        terms, (evidence,), asked(date(2026, 12, 24), known_at=december)
    )
    after, _ = state_of(terms, (evidence,), asked(date(2026, 12, 24)))
    assert (before, after) == (DutyState.DONE, DutyState.OVERDUE)


def test_why_names_the_rule_its_inputs_and_the_clauses() -> None:
    """An extension shows both days."""
    terms = Terms(
        modality=Modality.MUST,
        window_start=date(2026, 11, 1),
        due_on=date(2026, 11, 30),
    )
    events = (
        event_from(1, "extension-granted", date(2026, 11, 23), date(2026, 12, 20)),
    )
    reckoning = asked(date(2026, 12, 24), date(2025, 1, 1))
    standing = standing_of(terms, events, reckoning.as_of)
    reason = explain(terms, standing, reckoning, ("GOV-12",), ("A-46",))
    assert reason.sentence == WHY[DutyState.OVERDUE]
    inputs = {label.msgid: value for label, value in reason.inputs}
    assert inputs["Due day in force"] == "2026-12-20"
    assert inputs["Original due day"] == "2026-11-30"
    assert inputs["In service since"] == "2025-01-01"
    assert (reason.clauses, reason.assumptions) == (("GOV-12",), ("A-46",))


days = st.dates(date(2024, 6, 1), date(2027, 12, 31))
binding = st.sampled_from(sorted(PAST_DUE))


@st.composite
def terms_drawn(draw: st.DrawFn) -> Terms:
    """Terms of a duty, dated or not."""
    start = draw(days | st.none())
    length = draw(st.integers(0, 400))
    dated = start is not None and draw(st.booleans())
    due = start + timedelta(days=length) if dated and start else None
    return Terms(modality=draw(binding), window_start=start, due_on=due)


@st.composite
def events_drawn(draw: st.DrawFn) -> tuple[Event, ...]:
    """A history of up to eight events, numbered."""
    kinds = st.sampled_from(sorted(EventKind))
    made = []
    for number in range(1, draw(st.integers(0, 8)) + 1):
        kind = draw(kinds)
        granted = kind is EventKind.EXTENSION_GRANTED
        made.append(
            Event(
                number=number,
                kind=kind,
                on=draw(days),
                recorded_at=RECORDED,
                until=draw(days) if granted else None,
                answers=draw(st.integers(1, number)),
                withdrawn_at=draw(st.none() | st.just(RECORDED)),
            )
        )
    return tuple(made)


@random
@given(terms_drawn(), events_drawn(), days, st.randoms())
def test_order_does_not_matter(
    terms: Terms, events: tuple[Event, ...], day: date, shuffle: Any
) -> None:
    """The same events give the same state, in whatever order they are told."""
    told = list(events)
    shuffle.shuffle(told)
    assert state_of(terms, events, asked(day)) == state_of(terms, told, asked(day))


@random
@given(terms_drawn(), events_drawn(), days)
def test_only_a_must_is_ever_overdue(
    terms: Terms, events: tuple[Event, ...], day: date
) -> None:
    """Nothing that binds less is a breach, whatever happened."""
    state, _ = state_of(terms, events, asked(day))
    assert state is not DutyState.OVERDUE or terms.modality is Modality.MUST


@random
@given(terms_drawn(), events_drawn(), days)
def test_superseded_wins(terms: Terms, events: tuple[Event, ...], day: date) -> None:
    """What the charter dropped is superseded, whatever else happened."""
    dropped = replace(event_from(99, "superseded", day), answers=None)
    state, _ = state_of(terms, (*events, dropped), asked(day))
    assert state is DutyState.SUPERSEDED


@random
@given(terms_drawn(), events_drawn(), days, days)
def test_evidence_never_opens_what_was_settled(
    terms: Terms, events: tuple[Event, ...], day: date, on: date
) -> None:
    """Further evidence leaves a settled duty settled, and only ever settles."""
    before, _ = state_of(terms, events, asked(day))
    more = (*events, event_from(99, "evidence", on))
    after, _ = state_of(terms, more, asked(day))
    if before in SETTLED or on <= day:
        assert after in SETTLED
    else:
        assert after is before


@random
@given(terms_drawn(), events_drawn(), days)
def test_time_never_opens_what_was_settled(
    terms: Terms, events: tuple[Event, ...], day: date
) -> None:
    """Without an event in between, a settled duty is settled the day after."""
    before, _ = state_of(terms, events, asked(day))
    tomorrow = day + timedelta(days=1)
    after, _ = state_of(terms, events, asked(tomorrow))
    if before in SETTLED:
        assert after in SETTLED


@random
@given(terms_drawn(), events_drawn(), days)
def test_a_later_extension_never_makes_late(
    terms: Terms, events: tuple[Event, ...], day: date
) -> None:
    """One granted beyond the day asked leaves nothing past due on that day."""
    granted = event_from(99, "extension-granted", day, day + timedelta(days=30))
    state, standing = state_of(terms, (*events, granted), asked(day))
    assert state not in LATE
    assert standing.due_on == day + timedelta(days=30)


@random
@given(terms_drawn(), events_drawn(), days)
def test_columns_give_what_events_give(
    terms: Terms, events: tuple[Event, ...], day: date
) -> None:
    """Days kept as columns, cut off at a day, are those of the events up to that day."""
    whole, then = standing_of(terms, events), standing_of(terms, events, day)
    for name in ("done_on", "waived_on", "superseded_on", "triggered_on"):
        kept = getattr(whole, name)
        assert getattr(then, name) == (kept if kept and kept <= day else None)
