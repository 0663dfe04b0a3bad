"""What happens at a session: it is opened, attended, ends its items, and is closed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.directory.reads import people
from hansa.governance.models import (
    DecisionReport,
    DocketItem,
    SeatMark,
    SessionStep,
)
from hansa.governance.reads.calendars import holder_text, list_names
from hansa.governance.reads.dockets import seat_key
from hansa.governance.reads.sessions import (
    earlier_rounds,
    last_decisions,
    turn_clauses,
)
from hansa.governance.rules import closing
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.rules import sessions as rules
from hansa.governance.services.sessions.advised import (
    refuse_unadvised,
    refuse_unconsulted,
)
from hansa.governance.services.sessions.rows import (
    Held,
    HeldItem,
    add_step,
    day_of,
    hold,
    hold_item,
    hold_to_run,
    keep,
    refuse_elsewhere,
    refuse_ended,
    refuse_stale,
    refuse_words,
    tell,
)
from hansa.governance.terms import Holder, Level
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    Outcome,
)
from hansa.governance.terms.sessions import (
    ItemStep,
    Mark,
    Opening,
    Presence,
    Progress,
    SessionAct,
    SessionState,
    StepKind,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


def open_session(
    actor: Actor, league: str, session_id: UUID, revision: int, opening: Opening
) -> None:
    """Open a session on its first day or later.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it has begun.
        Refused: it lies ahead, or somebody opens it whose chair it is not, without the
            paper that delegates it.

    Source: GOV-18 of huaihai; GOV-05 of changzhutan.
    """
    with transaction.atomic():
        held = hold_to_run(actor, league, session_id, SessionAct.OPEN, revision)
        refuse_words({"line": opening.document})
        if held.row.start_on > day_of(actor):
            raise Refused(
                "not-yet",
                text("The session begins on {day}.", day=held.row.start_on.isoformat()),
                text("Open it on that day, or move it first."),
            )
        asked = held.line.chair
        chair = opening.chair or asked
        if chair is not None:
            _refuse_chair(held, chair, opening.document)
            held.row.opened_member = chair.member
            held.row.opened_office = chair.office.value
        held.row.opened_document = opening.document.strip()
        held.row.opened_at = actor.at
        held.row.state = SessionState.OPEN.value
        add_step(held, StepKind.OPENED, opening.document.strip())
        keep(held, "governance.open_session", plain(opening))


def _refuse_chair(held: Held, chair: Holder, document: str) -> None:
    asked = held.line.chair
    if asked is None or chair == asked or rules.is_delegated(chair, asked, document):
        return
    names = list_names(held.ground.versions)
    raise Refused(
        "other-chair",
        text(
            "{chair} cannot open this session: the agreement asks for {asked} (clauses "
            "{clauses}).",
            chair=holder_text(chair, names),
            asked=holder_text(asked, names),
            clauses=turn_clauses(held.ground.version)[held.row.body],
        ),
        text(
            "Have {asked} open it, or give the paper by which the chair was delegated.",
            asked=holder_text(asked, names),
        ),
    )


def keep_attendance(
    actor: Actor,
    league: str,
    session_id: UUID,
    revision: int,
    marks: Sequence[Mark],
) -> None:
    """Record replies, then who came: for seats of the body and for invitees.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it is over.
        Refused: a seat is none of this session, or an alternate has no name or paper.

    Source: GOV-05 and GOV-06 of huaihai.
    """
    with transaction.atomic():
        held = hold_to_run(actor, league, session_id, SessionAct.ATTEND, revision)
        for mark in marks:
            _refuse_mark(held, mark)
            member, body, office = seat_key(mark.seat) if mark.seat else ("", "", "")
            SeatMark.objects.update_or_create(
                session=held.row,
                member=member,
                body=body,
                office=office,
                invitee=mark.invitee.strip(),
                defaults={
                    "presence": mark.presence.value,
                    "who": mark.who.strip(),
                    "document": mark.document.strip(),
                },
            )
        add_step(held, StepKind.ATTENDED)
        keep(held, "governance.keep_attendance", {"marks": plain(tuple(marks))})


def _refuse_mark(held: Held, mark: Mark) -> None:
    refuse_words({"line": mark.who, "line1": mark.document, "line2": mark.invitee})
    keys = {seat_key(seat) for seat in held.ground.seats}
    named = seat_key(mark.seat) in keys if mark.seat else bool(mark.invitee.strip())
    if not named:
        raise Refused(
            "seat-unknown",
            text("This seat is none of the session."),
            text("Choose a seat of the body, or name an invitee."),
        )
    alternate = mark.presence is Presence.ALTERNATE
    if alternate and not (mark.who.strip() and mark.document.strip()):
        raise Refused(
            "alternate-incomplete",
            text("An alternate is named, with the paper that sends them."),
            text("Write who came in whose place, and the number of the paper."),
        )


def hear_report(
    actor: Actor,
    league: str,
    session_id: UUID,
    decision_id: UUID,
    progress: Progress,
    words: str,
) -> None:
    """Record how far a decision of the last session is carried out, as this one heard it.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: the session is over.
        Refused: it does not hear of that decision.

    Source: GOV-19 of huaihai.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        rules.require_hold(actor, held.room)
        refuse_elsewhere(held, SessionAct.REPORT)
        refuse_words({"words": words})
        known = {item.id for item in last_decisions(held.row, held.ground)}
        if decision_id not in known:
            raise Refused(
                "decision-unheard",
                text("This session does not hear of such a decision."),
                text("Its page lists the decisions of the last session."),
            )
        DecisionReport.objects.update_or_create(
            session=held.row,
            decision_id=decision_id,
            defaults={
                "progress": progress.value,
                "words": words.strip(),
                "given_by": actor.person,
                "given_at": actor.at,
            },
        )
        held.named.append(f"item:{decision_id}")
        add_step(
            held,
            StepKind.REPORTED,
            words.strip(),
            DocketItem.objects.get(pk=decision_id),
        )
        content = {"progress": progress.value, "words": words.strip()}
        tell(held, "governance.hear_report", content)


def call_item(actor: Actor, league: str, item_id: UUID) -> None:
    """Call an item: it is the current one until another is called.

    Raises:
        Missing: there is no such item.
        Forbidden: the actor does not run the session.
        Conflict: the session is not in session, or the item is the current one.
        Refused: it was withdrawn, or waits for a session.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        rules.require_hold(actor, held.room)
        refuse_ended(held.item)
        session = _in_session(held, ItemStep.CALL)
        last = SessionStep.objects.filter(
            session=session.row, kind=StepKind.CALLED.value
        ).order_by("-number")
        if held.row.pk == last.values_list("item", flat=True).first():
            raise Conflict(
                "nothing-changed",
                text("This is the current item already."),
                text("Call another one when the session comes to it."),
            )
        session.named.append(f"item:{held.row.pk}")
        add_step(session, StepKind.CALLED, item=held.row)
        tell(session, "governance.call_item", {"place": held.row.place})


def dispose(
    actor: Actor, league: str, item_id: UUID, revision: int, disposal: Disposal
) -> None:
    """End an item: decided, deferred, noted, or put to the body above.

    Raises:
        Missing: there is no such item or unit.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed the item since, or the session is not in session.
        Refused: the decision says not who does what by when, experts or the public were
            not heard or not answered, or nobody stands above.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        rules.require_hold(actor, held.room)
        refuse_stale(held.row, revision)
        refuse_ended(held.item)
        session = _in_session(held, ItemStep.DISPOSE)
        refuse_words({"words": disposal.words, "words1": disposal.words_en})
        level = held.item.level
        above = docket_rules.above(held.ground.body, level, held.ground.bodies)
        if disposal.outcome is Outcome.DECIDED:
            closing.refuse_unclassed(held.ground.body, level, held.item)
            refuse_unadvised(held)
            refuse_unconsulted(held)
        closing.refuse_disposal(held.item, disposal, above[0] if above else None)
        _refuse_delivery(held, disposal.delivery)
        goes_to = above if disposal.outcome is Outcome.ESCALATED else None
        if disposal.outcome is Outcome.DEFERRED:
            goes_to = _next_of(held, above) or (held.row.body, level)
        _end(held.row, disposal)
        held.row.goes_to_body = goes_to[0] if goes_to else ""
        held.row.goes_to_level = goes_to[1].value if goes_to and goes_to[1] else ""
        held.row.revision += 1
        held.row.save()
        session.named.append(f"item:{held.row.pk}")
        add_step(session, StepKind.DISPOSED, disposal.words.strip(), held.row)
        tell(session, "governance.dispose", plain(disposal))


def _next_of(
    held: HeldItem, above: tuple[str, Level | None] | None
) -> tuple[str, Level | None] | None:
    """Give the body above, where as many sessions as may have left a matter open."""
    docket = held.ground.body.docket
    if docket is None or docket.unresolved is None:
        return None
    before = earlier_rounds(held.actor, held.row.league, held.item)
    return above if len(before) + 1 >= docket.unresolved.rounds else None


def _in_session(held: HeldItem, act: ItemStep) -> Held:
    if held.session is None:
        raise Refused(
            "item-waits",
            text("This item waits for a session."),
            text("Convene the session; its docket takes it up."),
        )
    refuse_elsewhere(held.session, act)
    return held.session


def _end(row: DocketItem, disposal: Disposal) -> None:
    delivers = disposal.outcome is Outcome.DECIDED
    delivery = disposal.delivery if delivers else Delivery()
    row.outcome = disposal.outcome.value
    row.outcome_words = disposal.words.strip()
    row.outcome_words_en = disposal.words_en.strip()
    row.lead_unit = delivery.lead or ""
    row.units = list(delivery.units)
    row.due_on = delivery.due_on
    row.principle_only = delivery.principle_only


def _refuse_delivery(held: HeldItem, delivery: Delivery) -> None:
    day, league = day_of(held.actor), held.row.league
    known = {unit.id for unit in people.list_units(held.actor, league, day)}
    named = (*((delivery.lead,) if delivery.lead else ()), *delivery.units)
    unknown = [unit for unit in named if unit not in known]
    if unknown:
        raise Missing(
            "unit-missing",
            text("The directory has no unit “{unit}”.", unit=unknown[0][:60]),
            text("Choose a unit of the directory, or enter it there first."),
        )
    session = held.session
    if session and delivery.due_on and delivery.due_on < session.row.start_on:
        raise Refused(
            "due-before",
            text(
                "{day} lies before the session itself.",
                day=delivery.due_on.isoformat(),
            ),
            text("Give a day from the session on."),
        )
