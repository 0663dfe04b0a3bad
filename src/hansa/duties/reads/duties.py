"""Duties as terms: lists, one duty with all that happened to it, counts and feeds."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Over, may
from hansa.chassis.search import SearchDocument
from hansa.duties.models import Duty as DutyRow
from hansa.duties.models import DutyEvent, HandOn
from hansa.duties.reads.rows import (
    event_of,
    line_from,
    line_of,
    opening_of,
    part_of,
    terms_of,
)
from hansa.duties.reads.states import existing, reckon, with_due_day, with_state
from hansa.duties.reads.visibility import day_of, visible
from hansa.duties.rules import offers as offer_rules
from hansa.duties.rules import rights as right_rules
from hansa.duties.rules.rights import HAND_ON, READ_ALL, READ_OWN
from hansa.duties.rules.states import explain, standing_of
from hansa.duties.rules.ticked import sort_out
from hansa.duties.terms.duties import (
    Act,
    Duty,
    DutyLine,
    DutyState,
    Event,
    EventKind,
    Filters,
    Order,
    Part,
    Reckoning,
    SortKey,
)
from hansa.duties.terms.ticked import Ticked
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, Text, text, unpack

__all__ = [
    "answerable",
    "count_duties",
    "count_states",
    "feed_lines",
    "find_by_keys",
    "get_duty",
    "iter_duties",
    "list_duties",
    "list_lines",
    "may_hand_on",
    "may_look",
    "may_rank",
    "needs_paper",
    "offers",
    "page_duties",
    "reckon",
    "returnable",
    "search_documents",
    "sort_ticked",
    "whose_part",
    "withdrawable",
]

ROWS_A_READ = 2000
KEPT_IN_FEEDS = timedelta(days=400)  # More than a year, so that each rhythm is seen.


def _filtered(
    actor: Actor, league: str, reckoning: Reckoning, filters: Filters
) -> QuerySet[Any]:
    """Narrow what the actor may see to what is asked for, in the database."""
    named = {
        "member": filters.member,
        "unit_id": filters.unit,
        "body": filters.body,
        "domain": filters.domain,
        "modality": filters.modality,
        "source": filters.source,
        "series": filters.series,
        "request": filters.request,
        "due_day__gte": filters.due_from,
        "due_day__lte": filters.due_to,
    }
    asked = Q(**{name: value for name, value in named.items() if value is not None})
    if filters.states:
        asked &= Q(state__in=[state.value for state in filters.states])
    if filters.without_unit:
        asked &= Q(unit_id=None)
    for word in filters.words.casefold().split():
        asked &= Q(words__contains=word) | Q(key__contains=word)
    rows = existing(visible(actor, league), reckoning)
    return with_state(rows, reckoning).filter(asked)


def _ordered(rows: QuerySet[Any], league: str, order: Order) -> QuerySet[Any]:
    match order.key:
        case SortKey.DUE:
            first: Any = "ends_on"
        case SortKey.CHANGED:
            first = "changed_at"
        case SortKey.MEMBER:
            names = charter_reads.names_of(charter_reads.get_versions(league)[-1])
            first = _place("member", names)
        case SortKey.STATE:
            first = _place("state", [state.value for state in DutyState])
    rows = rows.alias(first=first) if not isinstance(first, str) else rows
    name = first if isinstance(first, str) else "first"
    return rows.order_by(f"-{name}" if order.descending else name, "ends_on", "pk")


def _place(column: str, words: Iterable[str]) -> Case:
    """Order a column's words as they are listed, and others after them."""
    places = [When(**{column: word}, then=Value(at)) for at, word in enumerate(words)]
    last = Value(len(places))
    return Case(*places, default=last, output_field=IntegerField())


def list_duties(
    actor: Actor,
    league: str,
    reckoning: Reckoning,
    filters: Filters,
    order: Order,
    part: slice,
) -> tuple[DutyLine, ...]:
    """List some of the duties that an actor may see, in an order.

    Args:
        actor: who asks; a city sees its own rows and what is owed to it.
        league: slug.
        reckoning: from ``reckon(league, as_of)``.
        filters: which duties.
        order: in which order.
        part: which of them, by place.
    """
    rows = _ordered(_filtered(actor, league, reckoning, filters), league, order)
    return tuple(line_of(row, reckoning) for row in rows[part])


def page_duties(
    actor: Actor, league: str, reckoning: Reckoning, filters: Filters, paging: Paging
) -> Slice[DutyLine]:
    """List one page of the API: by due day now in force, then id."""
    rows = _filtered(actor, league, reckoning, filters)
    return rows_after(
        rows, paging, ("ends_on", "id"), lambda row: line_of(row, reckoning)
    )


def iter_duties(
    actor: Actor, league: str, reckoning: Reckoning, filters: Filters, order: Order
) -> Iterator[DutyLine]:
    """Give all of them one after the other, for exports; never all at once in memory."""
    rows = _ordered(_filtered(actor, league, reckoning, filters), league, order)
    return (line_of(row, reckoning) for row in rows.iterator(ROWS_A_READ))


def count_duties(
    actor: Actor, league: str, reckoning: Reckoning, filters: Filters
) -> int:
    """Count the duties that an actor may see."""
    return _filtered(actor, league, reckoning, filters).count()


def count_states(
    actor: Actor, league: str, reckoning: Reckoning, filters: Filters
) -> Mapping[DutyState, int]:
    """Count the duties in each state; one question. States without any are absent."""
    rows = _filtered(actor, league, reckoning, filters).order_by().values("state")
    return {
        DutyState(row["state"]): row["count"]
        for row in rows.annotate(count=Count("pk"))
    }


def list_lines(
    actor: Actor, league: str, reckoning: Reckoning, ids: Collection[UUID]
) -> tuple[DutyLine, ...]:
    """List the duties of some ids that the actor may see, by due day."""
    rows = with_due_day(visible(actor, league), reckoning.as_of)
    named = rows.filter(pk__in=ids).order_by("ends_on", "pk")
    return tuple(line_of(row, reckoning) for row in named)


def find_by_keys(
    actor: Actor, league: str, reckoning: Reckoning, keys: Collection[str]
) -> Mapping[str, DutyLine]:
    """Find the newest duty of each key that the actor may see."""
    known = existing(visible(actor, league), reckoning)
    rows = with_due_day(known, reckoning.as_of)
    newest = rows.filter(key__in=keys).order_by("generation")
    return {row.key: line_of(row, reckoning) for row in newest}


def feed_lines(
    actor: Actor,
    league: str,
    *,
    as_of: date,
    member: str | None = None,
    unit: str | None = None,
    body: str | None = None,
) -> tuple[DutyLine, ...]:
    """List dated duties that an actor may see, for a calendar that he follows.

    What was settled, waived or superseded stays for some time, so that the calendar can
    say so; then it is left out. What was due before the start of service was never owed
    here, and is left out from the first.

    Args:
        actor: who follows the calendar.
        league: slug.
        as_of: the day asked.
        member: only of this city; None for all.
        unit: only of this unit, or with a part handed on to it; None for all.
        body: only of this body; None for all.
    """
    reckoning = reckon(league, as_of)
    wanted = Q()
    if member is not None:
        wanted &= Q(member=member)
    if unit is not None:
        parts = HandOn.objects.filter(unit_id=unit, taken_back_at=None)
        wanted &= Q(unit_id=unit) | Q(pk__in=parts.values("duty"))
    if body is not None:
        wanted &= Q(body=body)
    settled = Q(done_on=None) & Q(waived_on=None) & Q(superseded_on=None)
    wanted &= settled | Q(ends_on__gte=as_of - KEPT_IN_FEEDS)
    if reckoning.in_service_since is not None:
        wanted &= Q(due_day__gte=reckoning.in_service_since)
    rows = with_due_day(visible(actor, league), as_of).filter(wanted)
    dated = rows.exclude(due_on=None).order_by("ends_on", "pk")
    return tuple(line_of(row, reckoning) for row in dated)


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give what the search box finds: duties, also by the papers shown for them.

    A city finds its own, and the office all.
    """
    rows = DutyRow.objects.filter(league=league, superseded_on=None).order_by("pk")
    papers = _papers(league)
    names = charter_reads.names_of(charter_reads.get_versions(league)[-1])
    for row in rows.iterator(ROWS_A_READ):
        title = unpack(row.title)
        assert isinstance(title, Text | Bilingual | str)  # Drafts hold nothing else.
        yield SearchDocument(
            kind="duty",
            key=str(row.pk),
            reach=search.of_city(row.member) if row.member else search.OFFICE,
            title=title,
            under=_under(row, names),
            address=f"/{league}/duties/{row.pk}/",
            words=(row.key, *row.clauses, *papers.get(row.pk, ())),
        )


def _under(row: DutyRow, names: Mapping[str, Bilingual]) -> Bilingual | str:
    """Tell duties of one title apart: by their cities, and by their days."""
    day = row.ends_on.isoformat() if row.due_on else ""
    name = names.get(row.member)
    if name is None:
        return day
    return Bilingual(
        " · ".join(filter(None, (name.zh, day))),
        " · ".join(filter(None, (name.en, day))),
    )


def _papers(league: str) -> Mapping[UUID, list[str]]:
    """List the numbers of the papers that were shown for each duty and stand."""
    found: dict[UUID, list[str]] = {}
    events = DutyEvent.objects.filter(duty__league=league, withdrawn_at=None)
    named = events.filter(~Q(document="") | Q(content__has_key="evidence"))
    for event in named.order_by("duty", "number").iterator(ROWS_A_READ):
        shown = (event.document, event.content.get("evidence", ""))
        found.setdefault(event.duty_id, []).extend(filter(None, shown))
    return found


def get_duty(actor: Actor, league: str, duty_id: UUID, reckoning: Reckoning) -> Duty:
    """Give one duty with what had happened to it by the day asked.

    What a city hands on inside is shown to its own people and the office; a unit sees its
    own part.

    Raises:
        Missing: there is none, or the actor may not know of it; which, is not said.
    """
    seen = visible(actor, league).filter(pk=duty_id)
    row = existing(seen, reckoning).first()
    if row is None:
        raise _missing(reckoning, is_later=seen.exists())
    events = [event_of(event) for event in row.events.order_by("number")]
    standing = standing_of(terms_of(row), events, reckoning.as_of, reckoning.known_at)
    parts = _parts(actor, row, events)
    known = {str(part.id) for part in parts}
    shown = [
        event
        for event in events
        if event.on <= reckoning.as_of and event.content.get("part", "") in {"", *known}
    ]
    line = line_from(row, standing, reckoning)
    before = row.supersedes.order_by("generation").first()
    return Duty(
        line=line,
        reason=explain(
            terms_of(row), standing, reckoning, line.clauses, line.assumptions
        ),
        events=(opening_of(row), *shown),
        parts=parts,
        extensions=_count(shown, EventKind.EXTENSION_GRANTED),
        asked=_asked(shown),
        supersedes=before.pk if before else None,
        superseded_by=row.superseded_by_id,
    )


def whose_part(league: str, part_id: UUID) -> tuple[str, str]:
    """Give the city and the unit of a part, for an act whose rights are judged later.

    Raises:
        Missing: there is no such part.
    """
    part = HandOn.objects.filter(pk=part_id, duty__league=league)
    found = part.values_list("duty__member", "unit_id").first()
    if found is None:
        raise Missing(
            "part-missing",
            text("There is no such part here."),
            text("Open it from the list of what was handed on to you."),
        )
    return found[0], str(found[1])


def _missing(reckoning: Reckoning, *, is_later: bool) -> Missing:
    """Say that there is no such duty, or none yet on the day asked."""
    if is_later:
        day = reckoning.as_of.isoformat()
        return Missing(
            "duty-later",
            text("This duty did not exist yet on {day}.", day=day),
            text("Ask for a later day, or for today."),
        )
    return Missing(
        "duty-missing",
        text("There is no such duty here."),
        text("Open it from the list of duties."),
    )


def _parts(actor: Actor, row: DutyRow, events: Iterable[Event]) -> tuple[Part, ...]:
    """Give the parts that the actor may see, in the order they were handed on."""
    league, member = row.league, row.member or None
    handed = {
        event.content.get("part"): event.number
        for event in events
        if event.kind is EventKind.HANDED_ON
    }
    parts = tuple(
        sorted(map(part_of, row.parts.all()), key=lambda p: handed.get(str(p.id), 0))
    )
    if may(actor, READ_ALL, Over(league=league)):
        return parts
    if may(actor, READ_OWN, Over(league=league, member=member)):
        return parts
    return tuple(part for part in parts if part.unit == actor.unit)


def _count(events: Iterable[Event], kind: EventKind) -> int:
    kinds = Counter(event.kind for event in events if event.withdrawn_at is None)
    return kinds[kind]


def _asked(events: Iterable[Event]) -> Event | None:
    """Find the extension that waits for its answer."""
    valid = [event for event in events if event.withdrawn_at is None]
    answered = {event.answers for event in valid}
    waiting = [
        event
        for event in valid
        if event.kind is EventKind.EXTENSION_REQUESTED and event.number not in answered
    ]
    return waiting[-1] if waiting else None


def offers(actor: Actor, duty: Duty) -> frozenset[Act]:
    """Give what the page of a duty offers an actor to do."""
    return offer_rules.offers(actor, duty)


def withdrawable(actor: Actor, duty: Duty) -> frozenset[int]:
    """Give the numbers of the events that an actor may take back."""
    today, over = day_of(actor), offer_rules.owned_by(duty)
    answered = offer_rules.answered_in(duty.events)
    return frozenset(
        event.number
        for event in duty.events
        if offer_rules.is_withdrawable(event)
        and event.number not in answered
        and offer_rules.may_withdraw(
            actor, event, over, event.recorded_at.astimezone(LEAGUE_ZONE).date(), today
        )
    )


def returnable(duty: Duty) -> Event | None:
    """Find the evidence that may be returned for completion."""
    return offer_rules.standing_evidence(duty)


def answerable(actor: Actor, duty: Duty) -> tuple[Event, ...]:
    """List what was put higher or sent, that nobody has answered and the actor may."""
    return offer_rules.answerable(actor, duty)


def needs_paper(actor: Actor, member: str | None) -> bool:
    """Tell whether an actor speaks for a city only with a paper shown (代录)."""
    return not right_rules.speaks_for(actor, member)


def sort_ticked(
    actor: Actor, league: str, reckoning: Reckoning, ids: Collection[UUID]
) -> Ticked:
    """Part what somebody ticked into what his city still owes, and the rest."""
    return sort_out(list_lines(actor, league, reckoning, ids), actor.member)


def may_hand_on(actor: Actor, league: str) -> bool:
    """Tell whether an actor hands duties of his city on to its units."""
    return may(actor, HAND_ON, Over(league=league, member=actor.member))


def may_look(actor: Actor, league: str) -> bool:
    """Tell whether an actor has a role in a league that sees duties at all."""
    own = Over(league=league, member=actor.member, unit=actor.unit)
    return may(actor, READ_ALL, Over(league=league)) or may(actor, READ_OWN, own)


def may_rank(actor: Actor, league: str, *, has_assessment: bool) -> bool:
    """Tell whether cities may be shown in the order of what they owe."""
    return right_rules.may_rank(actor, league, has_assessment=has_assessment)
