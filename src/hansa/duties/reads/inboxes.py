"""What waits for whom: inboxes, the office's morning list, and who owes what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import end_of
from hansa.chassis.rights import Over, may
from hansa.duties.models import Duty as DutyRow
from hansa.duties.models import HandOn
from hansa.duties.reads.matters import unanswered
from hansa.duties.reads.rows import event_of, line_of, part_of
from hansa.duties.reads.states import existing, with_due_day, with_state
from hansa.duties.reads.visibility import day_of, visible
from hansa.duties.rules.rights import DISPATCH, EXTEND
from hansa.duties.terms.duties import (
    DUE,
    LIGHTS,
    PRESSING,
    SETTLED,
    Cell,
    DutyLine,
    DutyState,
    Event,
    Inbox,
    Matrix,
    MatrixRow,
    Morning,
    Part,
    Reckoning,
)
from hansa.kernel.text import Bilingual, Text, text, unpack

LINES_TODAY = 30  # More than anybody does in a day; the list page has the rest.
LINES_NEXT = 8
ROWS_SHOWN = 20
MATTERS_SAID = 3  # A sentence that names more is read by nobody.
LOOK_AHEAD = timedelta(days=60)
REMINDED_MOST = 50  # As many as an address of a page holds.

_DUE = [state.value for state in DutyState if state in DUE]
_PRESSING = [state.value for state in DutyState if state in PRESSING]
# What was never owed here is neither done nor missing.
_NOT_OWED = [DutyState.SUPERSEDED.value, DutyState.NOT_RECORDED.value]
_COMING = [DutyState.OPEN.value, DutyState.UPCOMING.value]


def inbox(actor: Actor, league: str, reckoning: Reckoning) -> Inbox:
    """Gather what waits for an actor: as liaison, unit officer, leader or the office."""
    rows = with_state(existing(visible(actor, league), reckoning), reckoning)
    mine = _mine(actor, league, rows)
    due = mine.filter(state__in=_PRESSING).order_by("ends_on", "pk")
    today, own = _lines(due[:LINES_TODAY], reckoning), due.count()
    matrix = who_owes_what(actor, league, reckoning)
    parts = _parts(actor, league, reckoning)
    day = _other_day(actor, reckoning)
    office = may_dispatch(actor, league)
    gaps = _gaps(matrix) if office else ()
    next_gaps = _next_gaps(matrix, reckoning) if office else ()
    own_next = _coming(mine, reckoning).exclude(
        series__in=[row.series for row in next_gaps]
    )
    return Inbox(
        sentence=_office_sentence(gaps, own, day)
        if office
        else _sentence(today, own, len(parts), day),
        gaps=gaps,
        today=today,
        total=own + len(gaps),
        next=_lines(own_next[:LINES_NEXT], reckoning),
        next_gaps=next_gaps,
        parts=parts,
        to_merge=_to_merge(actor, rows, reckoning),
        to_answer=_to_answer(actor, league, rows, reckoning),
        matrix=matrix,
    )


def count_waiting(actor: Actor, league: str, reckoning: Reckoning) -> int:
    """Count what an inbox holds, for the rail: one question, for the office two."""
    known = existing(visible(actor, league), reckoning)
    rows = with_state(known, reckoning).filter(state__in=_PRESSING)
    own = _mine(actor, league, rows).count()
    if not may_dispatch(actor, league):
        return own
    of_cities = rows.exclude(member="").order_by().values("series").distinct()
    return own + min(of_cities.count(), ROWS_SHOWN)


def may_dispatch(actor: Actor, league: str) -> bool:
    """Tell whether an actor is of the office, which asks the cities."""
    return may(actor, DISPATCH, Over(league=league))


def _mine(actor: Actor, league: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what the actor himself is to do.

    The office does what is the league's own, and what falls to it for want of a unit;
    whoever else is owed something can only wait for it.
    """
    if may_dispatch(actor, league):
        return rows.filter(Q(member="") | Q(unit_id=None))
    if actor.roles & {Role.CITY_LIAISON, Role.LEADER} and actor.member:
        return rows.filter(member=actor.member)
    return rows.filter(unit_id=actor.unit)


def _lines(rows: Iterable[DutyRow], reckoning: Reckoning) -> tuple[DutyLine, ...]:
    return tuple(line_of(row, reckoning) for row in rows)


def _coming(rows: QuerySet[Any], reckoning: Reckoning) -> QuerySet[Any]:
    until = reckoning.as_of + LOOK_AHEAD
    coming = rows.filter(state__in=_COMING, due_day__lte=until)
    return coming.order_by("ends_on", "pk")


def _other_day(actor: Actor, reckoning: Reckoning) -> str | None:
    """Give the day asked where it is another than that of the question."""
    today = day_of(actor)
    return None if reckoning.as_of == today else reckoning.as_of.isoformat()


def _to_do(count: int, matters: Sequence[Text], day: str | None) -> Text:
    if day is not None:
        return text(
            "{count} to do on {day}: {matters}.",
            count=count,
            day=day,
            matters=tuple(matters),
        )
    return text("{count} to do today: {matters}.", count=count, matters=tuple(matters))


def _sentence(today: Sequence[DutyLine], own: int, parts: int, day: str | None) -> Text:
    """Answer “what do I do this morning?” in one sentence."""
    if not own + parts:
        if day is not None:
            return text("Nothing waits for you on {day}.", day=day)
        return text("Nothing waits for you today.")
    counts = Counter(line.state for line in today)
    late = [line.due_on for line in today if line.state is DutyState.OVERDUE]
    said: list[Text] = []
    if late:
        oldest = min(due for due in late if due is not None)
        said.append(
            text(
                "{count} overdue, the oldest since {day}",
                count=len(late),
                day=oldest.isoformat(),
            )
        )
    if lapsed := counts[DutyState.LAPSED]:
        said.append(text("{count} to be reminded of", count=lapsed))
    if soon := counts[DutyState.DUE_SOON]:
        said.append(text("{count} due soon", count=soon))
    if parts:
        said.append(text("{count} handed on to your unit", count=parts))
    return _to_do(own + parts, said, day)


def _parts(
    actor: Actor, league: str, reckoning: Reckoning
) -> tuple[tuple[Part, DutyLine], ...]:
    """List what was handed on to the actor's unit and is neither returned nor settled."""
    if actor.unit is None:
        return ()
    end = end_of(reckoning.as_of)
    parts = list(
        HandOn.objects.filter(
            Q(returned_at=None) | Q(returned_at__gte=end),
            Q(taken_back_at=None) | Q(taken_back_at__gte=end),
            duty__league=league,
            unit_id=actor.unit,
            handed_at__lt=end,
        ).order_by("handed_at", "pk")
    )
    lines = _lines_by_id(actor, league, reckoning, [part.duty_id for part in parts])
    open_ = {pk: line for pk, line in lines.items() if line.state not in SETTLED}
    return tuple(
        (part_of(part), open_[part.duty_id]) for part in parts if part.duty_id in open_
    )


def _lines_by_id(
    actor: Actor, league: str, reckoning: Reckoning, ids: Sequence[UUID]
) -> Mapping[UUID, DutyLine]:
    rows = with_due_day(visible(actor, league), reckoning.as_of).filter(pk__in=ids)
    return {row.pk: line_of(row, reckoning) for row in rows}


def _to_merge(
    actor: Actor, rows: QuerySet[Any], reckoning: Reckoning
) -> tuple[DutyLine, ...]:
    """List duties of the actor's city with returns that no answer was made of yet."""
    if actor.member is None or Role.CITY_LIAISON not in actor.roles:
        return ()
    returned = HandOn.objects.filter(
        duty=OuterRef("pk"),
        taken_back_at=None,
        returned_at__lt=end_of(reckoning.as_of),
    )
    waiting = rows.filter(Exists(returned), member=actor.member, state__in=_DUE)
    return _lines(waiting.order_by("ends_on", "pk")[:LINES_TODAY], reckoning)


def _to_answer(
    actor: Actor, league: str, rows: QuerySet[Any], reckoning: Reckoning
) -> tuple[tuple[Event, DutyLine], ...]:
    """List extensions asked for and matters put higher that nobody has answered."""
    if not may(actor, EXTEND, Over(league=league)):
        return ()
    asked = list(unanswered(league, reckoning)[:LINES_TODAY])
    found = rows.filter(pk__in=[event.duty_id for event in asked])
    lines = {row.pk: line_of(row, reckoning) for row in found}
    return tuple(
        (event_of(event), lines[event.duty_id])
        for event in asked
        if event.duty_id in lines
    )


def who_owes_what(actor: Actor, league: str, reckoning: Reckoning) -> Matrix:
    """Set series against cities: what is due now, and who has done it.

    Only what the actor may see is counted, so a city's liaison sees his own column. Four
    questions, whatever the number of duties.
    """
    rows = with_state(existing(visible(actor, league), reckoning), reckoning)
    owed = rows.exclude(member="").exclude(state__in=_NOT_OWED).order_by()
    due = owed.filter(state__in=_DUE)
    soonest = due.values("series").annotate(due=Min("ends_on"))
    series = {row["series"]: row["due"] for row in soonest}
    shown = sorted(series, key=lambda one: (series[one], one))[:ROWS_SHOWN]
    counted = (
        owed.filter(series__in=shown)
        .values("series", "member", "state")
        .annotate(count=Count("pk"), due=Min("due_day"), key=Min("key"))
    )
    by_series: dict[str, list[dict[str, Any]]] = {one: [] for one in shown}
    for group in counted:
        by_series[group["series"]].append(group)
    names = charter_reads.names_of(charter_reads.get_versions(league)[-1])
    members = _columns(names, by_series)
    said = _said(league, by_series)
    pressing = _pressing(due, shown)
    made = [
        _row(groups, members, said[one], pressing[one], reckoning)
        for one, groups in by_series.items()
    ]
    return Matrix(members=members, rows=tuple(made))


def _columns(
    names: Mapping[str, Bilingual], by_series: Mapping[str, list[dict[str, Any]]]
) -> tuple[str, ...]:
    owing = {group["member"] for groups in by_series.values() for group in groups}
    return (*(m for m in names if m in owing), *sorted(owing - names.keys()))


def _said(
    league: str, by_series: Mapping[str, list[dict[str, Any]]]
) -> Mapping[str, DutyRow]:
    """Find one duty of each series, whose title and clauses stand for it."""
    keys = [min(group["key"] for group in groups) for groups in by_series.values()]
    rows = DutyRow.objects.filter(league=league, key__in=keys).order_by("generation")
    return {row.series: row for row in rows}


def _pressing(
    due: QuerySet[Any], shown: Sequence[str]
) -> Mapping[str, tuple[UUID, ...]]:
    found: dict[str, list[UUID]] = {one: [] for one in shown}
    rows = due.filter(series__in=shown).order_by("series", "member", "pk")
    for series, pk in rows.values_list("series", "pk"):
        found[series].append(pk)
    return {series: tuple(ids[:REMINDED_MOST]) for series, ids in found.items()}


def _row(
    groups: Sequence[dict[str, Any]],
    members: Sequence[str],
    said: DutyRow,
    pressing: tuple[UUID, ...],
    reckoning: Reckoning,
) -> MatrixRow:
    cells = tuple(
        _cell(member, [group for group in groups if group["member"] == member])
        for member in members
    )
    owed = [cell for cell in cells if cell is not None]
    missing = [cell.member for cell in owed if cell.done < cell.total]
    due = [g["due"] for g in groups if g["state"] in _DUE and g["due"]]
    due_on = min(due, default=None)
    days = (due_on - reckoning.as_of).days if due_on else None
    title: Any = unpack(said.title)
    return MatrixRow(
        series=said.series,
        title=title,
        request=said.request_id,
        clauses=tuple(said.clauses),
        assumptions=tuple(said.assumptions),
        due_on=due_on,
        days_late=-days if days is not None and days < 0 else None,
        days_left=days if days is not None and days >= 0 else None,
        cells=cells,
        done=len(owed) - len(missing),
        total=len(owed),
        missing=tuple(missing),
        pressing=pressing,
    )


def _cell(member: str, groups: Sequence[dict[str, Any]]) -> Cell | None:
    if not groups:
        return None
    counts = {DutyState(group["state"]): group["count"] for group in groups}
    worst = next(state for state in DutyState if state in counts)
    return Cell(
        member=member,
        state=worst,
        light=LIGHTS[worst],
        done=sum(count for state, count in counts.items() if state in SETTLED),
        total=sum(counts.values()),
    )


def morning(actor: Actor, league: str, reckoning: Reckoning) -> Morning:
    """Say what is missing from whom: a sentence, then the series with gaps."""
    gaps = _gaps(who_owes_what(actor, league, reckoning))
    day = _other_day(actor, reckoning)
    return Morning(sentence=_office_sentence(gaps, 0, day), rows=gaps)


def _gaps(matrix: Matrix) -> tuple[MatrixRow, ...]:
    """Pick the series in which something pressing is missing."""
    return tuple(
        row
        for row in matrix.rows
        if any(cell is not None and cell.state in PRESSING for cell in row.cells)
    )


def _next_gaps(matrix: Matrix, reckoning: Reckoning) -> tuple[MatrixRow, ...]:
    """Pick the series that cities owe within two months and that do not press yet."""
    # By equality: a title with parameters has no hash.
    until, pressing = reckoning.as_of + LOOK_AHEAD, _gaps(matrix)
    return tuple(
        row
        for row in matrix.rows
        if row.missing
        and row not in pressing
        and row.due_on is not None
        and reckoning.as_of <= row.due_on <= until
    )[:LINES_NEXT]


def _office_sentence(gaps: Sequence[MatrixRow], own: int, day: str | None) -> Text:
    """Answer “what do I do this morning?” for the office: gaps first, then its own."""
    if not (gaps or own):
        if day is not None:
            return text("Nothing is missing from any city on {day}.", day=day)
        return text("Nothing is missing from any city this morning.")
    said: list[Text] = [
        text("{title}: {count} missing", title=row.title, count=len(row.missing))
        for row in gaps[:MATTERS_SAID]
    ]
    if len(gaps) > MATTERS_SAID:
        said.append(text("and {count} more", count=len(gaps) - MATTERS_SAID))
    if own:
        said.append(text("{count} of the office's own", count=own))
    return _to_do(len(gaps) + own, said, day)
