"""Rows of sessions and dockets, as terms."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from hansa.directory.terms.offices import Office
from hansa.governance.models import (
    CityPosition,
    DocketItem,
    SeatMark,
    Session,
    SessionStep,
)
from hansa.governance.terms import Holder, Level, Seat
from hansa.governance.terms.dockets import (
    ONWARD,
    STANDING_TITLES,
    Delivery,
    Item,
    ItemAct,
    Outcome,
    Position,
    Stance,
    Standing,
    Urgent,
    in_both,
)
from hansa.governance.terms.sessions import (
    Mark,
    Presence,
    SessionLine,
    SessionState,
    Step,
    StepKind,
)
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text


def session_missing() -> Missing:
    """Say that there is no such session."""
    return Missing(
        "session-missing",
        text("There is no such session here."),
        text("Open it from the list of sessions."),
    )


def item_missing() -> Missing:
    """Say that there is no such item."""
    return Missing(
        "item-missing",
        text("There is no such item here."),
        text("Open it from the docket of its session."),
    )


def level_of(written: str) -> Level | None:
    """Give the level of a column."""
    return Level(written) if written else None


def line_of(row: Session) -> SessionLine:
    """Turn the row of a session into a term."""
    place = Bilingual(row.place_zh, row.place_en) if row.place_zh else None
    return SessionLine(
        id=row.pk,
        league=row.league,
        body=row.body,
        level=level_of(row.level),
        year=row.year,
        entry=row.entry or None,
        days=Period(row.start_on, row.end_on),
        host=row.host or None,
        place=place,
        chair=_holder(row.chair_member, row.chair_office),
        document=row.document,
        reason=row.reason,
        state=SessionState(row.state),
        opened_by=_holder(row.opened_member, row.opened_office),
        opened_document=row.opened_document,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        record=row.record_id,
        convened_by=row.convened_by,
        authority=row.authority,
        convened_at=row.convened_at,
        revision=row.revision,
    )


def _holder(member: str, office: str) -> Holder | None:
    return Holder(member=member, office=Office(office)) if member else None


def title_of(row: DocketItem) -> Bilingual:
    """Give what an item is called, in the languages that it has."""
    if row.standing:
        return STANDING_TITLES[Standing(row.standing)]
    return in_both(row.title, row.title_en)


def item_of(row: DocketItem, positions: Iterable[CityPosition]) -> Item:
    """Turn the row of an item into a term, with the positions that go with it."""
    standing = Standing(row.standing) if row.standing else None
    urgent = Urgent(document=row.urgent_document, reason=row.urgent_reason)
    return Item(
        id=row.pk,
        league=row.league,
        session=row.session_id,
        body=row.body,
        level=level_of(row.level),
        year=row.year,
        place=row.place,
        class_id=row.class_id,
        act=ItemAct(row.act),
        title=title_of(row),
        words=row.words,
        source=row.source,
        proposer=row.proposer or None,
        cities=tuple(row.cities),
        standing=standing,
        cleared_by=row.cleared_by_id,
        urgent=urgent if row.urgent_document else None,
        carried_from=row.carried_from_id,
        wording=row.wording,
        outcome=Outcome(row.outcome) if row.outcome else None,
        outcome_words=row.outcome_words,
        delivery=Delivery(
            lead=row.lead_unit or None,
            units=tuple(row.units),
            due_on=row.due_on,
            principle_only=row.principle_only,
        ),
        number=row.number,
        withdrawn=row.withdrawn,
        withdrawn_at=row.withdrawn_at,
        revision=row.revision,
        positions=tuple(position_of(one) for one in positions),
        title_en=row.title_en,
        outcome_words_en=row.outcome_words_en,
    )


def position_of(row: CityPosition) -> Position:
    """Turn the row of a position into a term."""
    return Position(
        member=row.member,
        stance=Stance(row.stance),
        words=row.words,
        wording=row.wording,
        given_by=row.given_by,
        authority=row.authority,
        evidence=row.evidence or None,
        given_at=row.given_at,
        replaced_at=row.replaced_at,
    )


def mark_of(row: SeatMark, seats: Iterable[Seat]) -> Mark:
    """Turn a row of attendance into a term; the seat is that of the charter."""
    key = (row.member, row.body, row.office)
    seat = next((one for one in seats if seat_key(one) == key), None)
    if seat is None and row.office:
        seat = Seat(
            member=row.member or None,
            body=row.body or None,
            office=Office(row.office),
            count=None,
        )
    return Mark(
        presence=Presence(row.presence),
        seat=seat,
        invitee=row.invitee,
        who=row.who,
        document=row.document,
    )


def seat_key(seat: Seat) -> tuple[str, str, str]:
    """Give what tells the seats of a session apart."""
    return seat.member or "", seat.body or "", seat.office.value


def step_of(row: SessionStep) -> Step:
    """Turn the row of a step into a term."""
    return Step(
        number=row.number,
        kind=StepKind(row.kind),
        at=row.at,
        actor=row.actor,
        authority=row.authority,
        evidence=row.evidence or None,
        words=row.words,
        item=row.item_id,
    )


def items(league: str) -> QuerySet[DocketItem]:
    """Give the items of a league with their positions, the oldest first; two queries."""
    said = CityPosition.objects.order_by("given_at", "pk")
    return DocketItem.objects.filter(league=league).prefetch_related(
        Prefetch("positions", queryset=said)
    )


def terms_of(rows: Iterable[DocketItem]) -> tuple[Item, ...]:
    """Turn rows that ``items`` gave into terms."""
    return tuple(item_of(row, row.positions.all()) for row in rows)


def waiting_rows(
    league: str, bodies: Iterable[str], level: Level | None
) -> QuerySet[DocketItem]:
    """Find what waits for the next session of a body: put without one, or left over.

    What stood on the docket of a session that was cancelled waits as well.
    """
    names, at = list(bodies), level.value if level else ""
    put = Q(session=None, body__in=names, level=at)
    left = Q(
        session__state=SessionState.CLOSED.value,
        outcome__in=[outcome.value for outcome in ONWARD],
        goes_to_body__in=names,
        goes_to_level=at,
    )
    cancelled = Q(
        session__state=SessionState.CANCELLED.value,
        body__in=names,
        level=at,
        standing="",
    )
    return (
        items(league)
        .filter(put | left | cancelled, withdrawn_at=None, carried_to=None)
        .order_by("put_at", "place")
    )


def get_session_row(league: str, session_id: UUID) -> Session:
    """Find the row of a session.

    Raises:
        Missing: this league has none of that id.
    """
    row = Session.objects.filter(league=league, pk=session_id).first()
    if row is None:
        raise session_missing()
    return row


def last_closed(
    league: str, body: str, level: Level | None, before: Session
) -> Session | None:
    """Find the last session of a body that was closed before another began."""
    return (
        Session.objects.filter(
            league=league,
            body=body,
            level=level.value if level else "",
            state=SessionState.CLOSED.value,
            start_on__lt=before.start_on,
        )
        .order_by("-start_on", "-closed_at")
        .first()
    )


def cleared_rows(league: str, body: str, year: int) -> QuerySet[DocketItem]:
    """Find what the ordinary session of a body has cleared in a year."""
    return DocketItem.objects.filter(
        league=league,
        body=body,
        year=year,
        act=ItemAct.CLEAR.value,
        outcome=Outcome.DECIDED.value,
        withdrawn_at=None,
        session__state__in=[SessionState.OPEN.value, SessionState.CLOSED.value],
    ).exclude(session__entry="")
