"""Rows of duties, events and parts as terms; nothing outside turns a row into one."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from hansa.charter.terms import Modality
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.models import Duty, DutyEvent, HandOn
from hansa.duties.rules.rights import Owed
from hansa.duties.rules.states import (
    Standing,
    Terms,
    days_late,
    days_left,
    is_provisional,
    months_between,
    state_from,
)
from hansa.duties.terms.duties import (
    LIGHTS,
    SETTLED,
    DutyFinding,
    DutyLine,
    Event,
    EventKind,
    Part,
    Reckoning,
    Source,
)
from hansa.kernel.text import Bilingual, Text, unpack


def terms_of(row: Duty) -> Terms:
    """Give what a duty's state is computed from."""
    return Terms(
        modality=Modality(row.modality),
        window_start=row.window_start,
        due_on=row.due_on,
    )


def owed_of(row: Duty, part_units: Iterable[str] = ()) -> Owed:
    """Give whose a duty is; ``part_units`` have a part of it."""
    own = [str(row.unit_id)] if row.unit_id else []
    return Owed(
        league=row.league,
        member=row.member or None,
        owed_to=row.owed_to,
        body=row.body or None,
        units=frozenset([*own, *part_units]),
    )


def event_of(row: DutyEvent) -> Event:
    """Give an event."""
    return Event(
        number=row.number,
        kind=EventKind(row.kind),
        on=row.on_date,
        recorded_at=row.recorded_at,
        actor=row.actor,
        authority=row.authority,
        unit=str(row.unit_id) if row.unit_id else None,
        note=row.note,
        until=row.until,
        document=row.document,
        file=row.file_id,
        answers=row.answers,
        content=row.content,
        withdrawn_at=row.withdrawn_at,
    )


def opening_of(row: Duty) -> Event:
    """Give the opening of a duty as the event before all others."""
    return Event(
        number=0,
        kind=EventKind.OPENED,
        on=row.opened_at.astimezone(LEAGUE_ZONE).date(),
        recorded_at=row.opened_at,
    )


def part_of(row: HandOn) -> Part:
    """Give what was handed on to one unit."""
    return Part(
        id=row.id,
        duty=row.duty_id,
        unit=str(row.unit_id),
        words=row.words,
        due_on=row.due_on,
        handed_by=row.handed_by,
        handed_at=row.handed_at,
        signed_at=row.signed_at,
        returned_at=row.returned_at,
        returned_by=row.returned_by,
        returned_words=row.returned_words,
        returned_file=row.returned_file_id,
        sent_back_words=row.sent_back_words,
        taken_back_at=row.taken_back_at,
        revision=row.revision,
    )


def finding_of(stored: Mapping[str, Any]) -> DutyFinding:
    """Give a finding that was kept with a duty."""
    message = unpack(stored["message"])
    assert isinstance(message, Text)  # Only texts are packed into findings.
    return DutyFinding(code=stored["code"], message=message)


def standing_now(row: Duty, reckoning: Reckoning) -> Standing:
    """Sum up a duty's events from its columns, which repeat them.

    ``row`` carries ``due_day``, the due day in force on the day asked, as
    ``states.with_state`` annotates it.
    """
    as_of = reckoning.as_of

    def by_then(day: Any) -> Any:
        return day if day is not None and day <= as_of else None

    return Standing(
        done_on=by_then(row.done_on),
        waived_on=by_then(row.waived_on),
        superseded_on=by_then(row.superseded_on),
        triggered_on=by_then(row.triggered_on),
        due_on=cast(Any, row).due_day,
        extended=row.extended,
    )


def line_of(row: Duty, reckoning: Reckoning) -> DutyLine:
    """Give a duty as lists show it, from an annotated row."""
    return line_from(row, standing_now(row, reckoning), reckoning)


def line_from(row: Duty, standing: Standing, reckoning: Reckoning) -> DutyLine:
    """Give a duty as lists show it, from its row and what its events come to."""
    state = state_from(terms_of(row), standing, reckoning)
    title = unpack(row.title)
    assert isinstance(title, Text | Bilingual | str)  # Drafts hold nothing else.
    begins = row.window_start or row.opened_at.astimezone(LEAGUE_ZONE).date()
    ageless = standing.due_on is not None or state in SETTLED
    return DutyLine(
        id=row.id,
        league=row.league,
        key=row.key,
        generation=row.generation,
        source=Source(row.source),
        series=row.series,
        request=row.request_id,
        title=title,
        member=row.member or None,
        unit=str(row.unit_id) if row.unit_id else None,
        body=row.body or None,
        domain=row.domain or None,
        owed_to=row.owed_to,
        modality=Modality(row.modality),
        clauses=tuple(row.clauses),
        assumptions=tuple(row.assumptions),
        findings=tuple(finding_of(stored) for stored in row.findings),
        window_start=row.window_start,
        due_on=standing.due_on,
        original_due_on=row.due_on,
        due_time=row.due_time,
        done_on=standing.done_on,
        state=state,
        light=LIGHTS[state],
        days_late=days_late(state, standing, reckoning),
        days_left=days_left(state, standing.due_on, reckoning),
        age_months=None if ageless else months_between(begins, reckoning.as_of),
        provisional=is_provisional(state, standing.due_on, reckoning),
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        revision=row.revision,
    )
