"""What waits for whom: inboxes, the office's morning list, and who owes what."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, may
from hansa.duties.models import Duty as DutyRow
from hansa.duties.models import DutyEvent
from hansa.duties.reads.matters import unanswered
from hansa.duties.reads.pressing import (
    DUE_STATES,
    is_handed_to,
    is_sent_back,
    is_to_merge,
    open_parts,
    presses,
)
from hansa.duties.reads.rows import event_of, line_of, part_of
from hansa.duties.reads.states import existing, with_due_day, with_state
from hansa.duties.reads.visibility import day_of, visible
from hansa.duties.rules.rights import DISPATCH, EXTEND
from hansa.duties.rules.states import months_between
from hansa.duties.terms.duties import (
    LIGHTS,
    SETTLED,
    Cell,
    DutyLine,
    DutyState,
    Event,
    EventKind,
    Inbox,
    Matrix,
    MatrixRow,
    Morning,
    Part,
    Reckoning,
    Source,
)
from hansa.kernel.text import Bilingual, Text, mark, text, unpack

LINES_TODAY = 30  # More than anybody does in a day; the list page has the rest.
LINES_NEXT = 8
ROWS_SHOWN = 20
COUNTED = {
    DutyState.OVERDUE: mark("{count} overdue"),
    DutyState.DUE_SOON: mark("{count} due soon"),
    DutyState.LAPSED: mark("{count} to be reminded of"),
    DutyState.OPEN: mark("{count} in hand"),
}
SEVERAL = 2
LOOK_AHEAD = timedelta(days=60)
REMINDED_MOST = 50  # As many as an address of a page holds.

# What was never owed here is neither done nor missing.
_NOT_OWED = [DutyState.SUPERSEDED.value, DutyState.NOT_RECORDED.value]
_COMING = [DutyState.OPEN.value, DutyState.UPCOMING.value]


def inbox(actor: Actor, league: str, reckoning: Reckoning) -> Inbox:
    """Gather what waits for an actor: as liaison, unit officer, leader or the office."""
    rows = with_state(existing(visible(actor, league), reckoning), reckoning)
    mine = _mine(actor, league, rows)
    wanting = _sent_back(mine, reckoning)
    back = {line.id for _, line in wanting}
    due = mine.filter(presses()).exclude(pk__in=back)
    today = _lines(due.order_by("ends_on", "pk")[:LINES_TODAY], reckoning)
    counts = _counts(due)
    own = sum(counts.values())
    matrix = who_owes_what(actor, league, reckoning)
    parts = _parts(actor, league, reckoning)
    day = _other_day(actor, reckoning)
    office = may_dispatch(actor, league)
    gaps = _gaps(matrix) if office else ()
    next_gaps = _next_gaps(matrix, reckoning) if office else ()
    own_next = (
        _coming(mine, reckoning)
        .exclude(series__in=[row.series for row in next_gaps])
        .exclude(pk__in=back)
    )
    to_merge = _to_merge(actor, rows, reckoning)
    # What presses or came back as well is said once.
    merged = len({line.id for line in to_merge} - {line.id for line in today} - back)
    return Inbox(
        sentence=_office_today(gaps, counts, len(wanting), day)
        if office
        else _sentence(today, own, _others(len(wanting), merged, len(parts)), day),
        gaps=gaps,
        sent_back=wanting,
        today=today,
        total=own + len(wanting) + len(gaps),
        next=_lines(own_next[:LINES_NEXT], reckoning),
        next_gaps=next_gaps,
        parts=parts,
        to_merge=to_merge,
        to_answer=_to_answer(actor, league, rows, reckoning),
        matrix=matrix,
    )


def count_waiting(actor: Actor, league: str, reckoning: Reckoning) -> int:
    """Count what an inbox holds, for the rail: one question, for the office two."""
    known = with_state(existing(visible(actor, league), reckoning), reckoning)
    mine = presses() | is_sent_back(reckoning)
    if not may_dispatch(actor, league):
        asked = is_to_merge(actor, reckoning) | is_handed_to(actor, reckoning)
        owed = known.filter(mine | asked)
        return (_mine(actor, league, owed) | owed.filter(asked)).count()
    own = _mine(actor, league, known.filter(mine)).count()
    of_cities = (
        known.filter(presses())
        .exclude(member="")
        .order_by()
        .values("series")
        .distinct()
    )
    return own + min(of_cities.count(), ROWS_SHOWN)


def may_dispatch(actor: Actor, league: str) -> bool:
    """Tell whether an actor is of the office, which asks the cities."""
    return may(actor, DISPATCH, Over(league=league))


def _mine(actor: Actor, league: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Keep what the actor himself is to do.

    The office does what is the league's own, and what falls to it for want of a unit;
    whoever else is owed something can only wait for it. What a city lacks by an alarm has
    no unit, and is the city's all the same.
    """
    if may_dispatch(actor, league):
        homeless = Q(unit_id=None) & ~Q(source=Source.ALARM.value)
        return rows.filter(Q(member="") | homeless)
    if actor.roles & {Role.CITY_LIAISON, Role.LEADER} and actor.member:
        return rows.filter(member=actor.member)
    return rows.filter(unit_id=actor.unit)


def _counts(rows: QuerySet[Any]) -> Counter[DutyState]:
    grouped = rows.order_by().values("state").annotate(count=Count("pk"))
    return Counter({DutyState(row["state"]): row["count"] for row in grouped})


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
            "{count} to do on {day}: {matters}",
            count=count,
            day=day,
            matters=tuple(matters),
        )
    return text("{count} to do today: {matters}", count=count, matters=tuple(matters))


def _others(sent_back: int, merged: int, parts: int) -> tuple[tuple[int, Text], ...]:
    """Count what waits beside what presses by its own day."""
    told = (
        (sent_back, text("{count} sent back for completion", count=sent_back)),
        (merged, text("{count} returned by your units, to be reported", count=merged)),
        (parts, text("{count} handed on to your unit", count=parts)),
    )
    return tuple((count, said) for count, said in told if count)


def _sentence(
    today: Sequence[DutyLine],
    own: int,
    others: Sequence[tuple[int, Text]],
    day: str | None,
) -> Text:
    """Answer “what do I do this morning?” in one sentence."""
    count = own + sum(waiting for waiting, _ in others)
    if not count:
        if day is not None:
            return text("Nothing waits for you on {day}", day=day)
        return text("Nothing waits for you today")
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
    if in_hand := counts[DutyState.OPEN]:
        said.append(text("{count} in hand", count=in_hand))
    return _to_do(count, [*said, *(words for _, words in others)], day)


def _parts(
    actor: Actor, league: str, reckoning: Reckoning
) -> tuple[tuple[Part, DutyLine], ...]:
    """List what was handed on to the actor's unit and is neither returned nor settled."""
    if actor.unit is None:
        return ()
    handed = open_parts(actor.unit, reckoning).filter(duty__league=league)
    parts = list(handed.order_by("handed_at", "pk"))
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


def _sent_back(
    mine: QuerySet[Any], reckoning: Reckoning
) -> tuple[tuple[Event, DutyLine], ...]:
    """List what was reported and returned for completion: with the latest words of it."""
    found = mine.filter(is_sent_back(reckoning)).order_by("ends_on", "pk")
    lines = {row.pk: line_of(row, reckoning) for row in found[:LINES_TODAY]}
    returned = DutyEvent.objects.filter(
        duty__in=list(lines),
        kind=EventKind.EVIDENCE_RETURNED.value,
        withdrawn_at=None,
        on_date__lte=reckoning.as_of,
    )
    latest = {event.duty_id: event_of(event) for event in returned.order_by("number")}
    return tuple((latest[pk], line) for pk, line in lines.items())


def _to_merge(
    actor: Actor, rows: QuerySet[Any], reckoning: Reckoning
) -> tuple[DutyLine, ...]:
    """List duties of the actor's city with returns that no answer was made of yet."""
    waiting = rows.filter(is_to_merge(actor, reckoning))
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
    due = owed.filter(state__in=DUE_STATES)
    soonest = due.values("series", "source").annotate(due=Min("ends_on"))
    series = {row["series"]: _place(row, reckoning) for row in soonest}
    shown = sorted(series, key=lambda one: (series[one], one))[:ROWS_SHOWN]
    counted = (
        owed.filter(series__in=shown)
        .values("series", "member", "state")
        .annotate(
            count=Count("pk"),
            due=Min("due_day"),
            time=Min("due_time"),
            since=Min("window_start"),
            key=Min("key"),
        )
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


def _place(found: Mapping[str, Any], reckoning: Reckoning) -> date:
    """Put what an alarm says among today's, though no day stands in its clause."""
    day: date = found["due"]
    return min(day, reckoning.as_of) if found["source"] == Source.ALARM.value else day


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
    due = [group for group in groups if group["state"] in DUE_STATES]
    due_on = min((g["due"] for g in due if g["due"]), default=None)
    hours = [g["time"] for g in due if g["time"] and g["due"] == due_on]
    days = (due_on - reckoning.as_of).days if due_on else None
    source = Source(said.source)
    since = min((g["since"] for g in due if g["since"]), default=None)
    return MatrixRow(
        series=said.series,
        source=source,
        title=_title(said, sum(group["count"] for group in due)),
        request=said.request_id,
        clauses=tuple(said.clauses),
        assumptions=tuple(said.assumptions),
        due_on=due_on,
        due_time=min(hours, default=None),
        days_late=-days if days is not None and days < 0 else None,
        days_left=days if days is not None and days >= 0 else None,
        age_months=months_between(since, reckoning.as_of)
        if since and due_on is None
        else None,
        cells=cells,
        done=len(owed) - len(missing),
        total=len(owed),
        missing=tuple(missing),
        pressing=pressing,
    )


def _title(said: DutyRow, due: int) -> Any:
    """Give the title of a row; each alarm has its own, so that one stands for the rest."""
    title: Any = unpack(said.title)
    if said.source != Source.ALARM.value or due < SEVERAL:
        return title
    return text("{title} (and {count} more)", title=title, count=due - 1)


def _cell(member: str, groups: Sequence[dict[str, Any]]) -> Cell | None:
    if not groups:
        return None
    counts = {DutyState(group["state"]): group["count"] for group in groups}
    worst = next(state for state in DutyState if state in counts)
    return Cell(
        member=member,
        state=worst,
        light=LIGHTS[worst],
        due_on=min(
            (g["due"] for g in groups if g["state"] in DUE_STATES and g["due"]),
            default=None,
        ),
        done=sum(count for state, count in counts.items() if state in SETTLED),
        total=sum(counts.values()),
    )


def morning(actor: Actor, league: str, reckoning: Reckoning) -> Morning:
    """Say what is missing from whom: a sentence, then the series with gaps."""
    gaps = _gaps(who_owes_what(actor, league, reckoning))
    day = _other_day(actor, reckoning)
    return Morning(sentence=_office_today(gaps, Counter(), 0, day), rows=gaps)


def _gaps(matrix: Matrix) -> tuple[MatrixRow, ...]:
    """Pick the series in which something pressing is missing."""
    return tuple(row for row in matrix.rows if row.presses)


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


def _office_today(
    gaps: Sequence[MatrixRow],
    own: Counter[DutyState],
    sent_back: int,
    day: str | None,
) -> Text:
    """Answer “what do I do this morning?”: the widest gap by name, the rest counted."""
    count = len(gaps) + sum(own.values()) + sent_back
    if not count:
        if day is not None:
            return text("Nothing is missing from any city on {day}", day=day)
        return text("Nothing is missing from any city this morning")
    widest = max(gaps, key=lambda row: len(row.missing), default=None)
    said = []
    if widest is not None:
        missing = len(widest.missing)
        said.append(text("{title}: {count} missing", title=widest.title, count=missing))
    rest = (row.state for row in gaps if row is not widest)
    counts = own + Counter(state for state in rest if state is not None)
    said += [
        text(words, count=counts[state])
        for state, words in COUNTED.items()
        if counts[state]
    ]
    if sent_back:
        said.append(text("{count} sent back for completion", count=sent_back))
    return _to_do(count, said, day)
