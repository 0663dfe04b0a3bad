"""Puts items on dockets, amends and withdraws them, and takes what cities say to them."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models import CityPosition, DocketItem, SeatMark, Session
from hansa.governance.reads.calendars import holder_text, is_alive, list_names
from hansa.governance.reads.dockets import cleared_rows, line_of, position_of
from hansa.governance.reads.sessions import Ground, ground_of, require_reader
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.rules import sessions as rules
from hansa.governance.services.sessions.advised import refuse_unheard
from hansa.governance.services.sessions.carrying import next_place
from hansa.governance.services.sessions.convening import demand_reason, not_standing
from hansa.governance.services.sessions.rows import (
    Held,
    HeldItem,
    add_step,
    day_of,
    hold,
    hold_item,
    refuse_elsewhere,
    refuse_ended,
    refuse_stale,
    refuse_words,
    tell,
)
from hansa.governance.terms import Level
from hansa.governance.terms.dockets import Gate, ItemDraft
from hansa.governance.terms.sessions import (
    ItemStep,
    PositionDraft,
    SessionAct,
    SessionState,
    StepKind,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

URGENT = frozenset({"urgent_document", "urgent_reason"})


def put_item(actor: Actor, league: str, session_id: UUID, draft: ItemDraft) -> UUID:
    """Put an item on the docket of a session.

    Raises:
        Missing: there is no such session or city.
        Forbidden: the actor may not put an item for that city, or for the office.
        Conflict: the session is closed or cancelled.
        Refused: nothing is put, another body or level is competent, or what must be
            cleared first was not.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        rules.require_put(actor, held.room, draft.proposer)
        refuse_elsewhere(held, SessionAct.PUT)
        _refuse_draft(held.ground, held.line.level, draft)
        cleared_by = _clearance(held, draft)
        row = DocketItem.objects.create(
            id=uuid4(),
            league=league,
            session=held.row,
            body=held.row.body,
            level=held.row.level,
            year=held.row.year,
            place=next_place(held),
            cleared_by_id=cleared_by,
            put_by=actor.person,
            put_at=actor.at,
            **_written(draft),
        )
        held.named.append(f"item:{row.pk}")
        urgent = draft.urgent.document if draft.urgent and cleared_by is None else ""
        add_step(held, StepKind.PUT, urgent, row)
        tell(held, "governance.put_item", plain(draft))
    return row.pk


def put_waiting(
    actor: Actor, league: str, body: str, level: Level | None, draft: ItemDraft
) -> UUID:
    """Put an item to the next session of a body, whenever it is convened.

    Raises:
        Missing: there is no such league or city.
        Forbidden: the actor may not put an item for that city, or for the office.
        Refused: the body does not stand, or as ``put_item``.

    Source: GOV-15 of changzhutan.
    """
    require_reader(actor, league)
    day = day_of(actor)
    ground = ground_of(league, body, level, day)
    if not is_alive(ground.body, day):
        raise not_standing(ground, day.isoformat())
    rules.require_put(
        actor, rules.Room(league=league, host=None, lead=None), draft.proposer
    )
    _refuse_draft(ground, level, draft)
    with transaction.atomic():
        journal.lock()
        row = DocketItem.objects.create(
            id=uuid4(),
            league=league,
            body=body,
            level=level.value if level else "",
            put_by=actor.person,
            put_at=actor.at,
            **_written(draft),
        )
        content = {"body": body, **plain(draft)}
        journal.record(
            actor, "governance.put_waiting", league, [f"item:{row.pk}"], content
        )
    return row.pk


def _written(draft: ItemDraft) -> dict[str, Any]:
    urgent = draft.urgent
    return {
        "class_id": draft.class_id,
        "act": draft.act.value,
        "title": draft.title.strip(),
        "title_en": draft.title_en.strip(),
        "words": draft.words.strip(),
        "source": draft.source.strip(),
        "proposer": draft.proposer or "",
        "cities": list(draft.cities),
        "urgent_document": urgent.document.strip() if urgent else "",
        "urgent_reason": urgent.reason.strip() if urgent else "",
    }


def _refuse_draft(ground: Ground, level: Level | None, draft: ItemDraft) -> None:
    """Refuse what cannot stand on a docket of this body, whoever puts it."""
    if not draft.title.strip():
        raise Refused(
            "title-missing",
            text("The item has no title."),
            text("Write it in one line, as it will stand in the minutes."),
        )
    urgent = draft.urgent
    refuse_words(
        {
            "line": draft.title,
            "line1": draft.source,
            "line2": urgent.document if urgent else "",
            "line3": draft.title_en,
            "reason": urgent.reason if urgent else "",
            "words": draft.words,
        }
    )
    wrong = [
        member
        for member in (*draft.cities, *((draft.proposer,) if draft.proposer else ()))
        if member not in ground.parties
    ]
    if wrong:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=wrong[0][:60]),
            meant(wrong[0][:60], ground.parties),
        )
    docket_rules.refuse_incompetent(draft.act, ground.body, level, ground.bodies)
    docket_rules.refuse_class(ground.body, level, draft.class_id)


def _clearance(held: Held, draft: ItemDraft) -> UUID | None:
    """Find the item that cleared a draft, or let the gate refuse it.

    Named by id, or found by its title where none is named.

    Source: GOV-19 of huaihai.
    """
    docket = held.ground.body.docket
    gate = docket.gate if docket else None
    if gate is None or not docket_rules.is_gated(gate, draft):
        return None
    cleared = cleared_rows(held.row.league, gate.body, held.row.year)
    found = (
        cleared.filter(pk=draft.cleared_by)
        if draft.cleared_by
        else cleared.filter(title=draft.title.strip())
    )
    first = found.order_by("place").first()
    if first is not None:
        return first.pk
    docket_rules.refuse_uncleared(draft, gate, clearing_of(held, gate))
    return None


def clearing_of(held: Held, gate: Gate) -> docket_rules.Clearing:
    """Give the session that clears, as a refusal names it."""
    names = {body.id: body.name for body in held.ground.bodies}
    row = (
        Session.objects.filter(
            league=held.row.league, body=gate.body, year=held.row.year
        )
        .exclude(entry="")
        .exclude(state=SessionState.CANCELLED.value)
        .first()
    )
    if row is None:
        return docket_rules.Clearing(body=names[gate.body], year=held.row.year)
    line = line_of(row)
    chair = line.opened_by or line.chair
    seats = ground_of(row.league, row.body, line.level, row.start_on).seats
    return docket_rules.Clearing(
        body=names[gate.body],
        year=row.year,
        on=row.start_on.isoformat(),
        chair=holder_text(chair, list_names(held.ground.versions)) if chair else None,
        seats=sum(seat.count or 0 for seat in seats),
    )


def amend_item(
    actor: Actor, league: str, item_id: UUID, revision: int, draft: ItemDraft
) -> None:
    """Change an item; what cities said to another wording is kept and counts no longer.

    Raises:
        Missing: there is no such item or city.
        Forbidden: the actor neither put it nor runs the session.
        Conflict: somebody changed it since; both texts are kept by who sent one.
        Refused: it has ended, came by itself, or as ``put_item``.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        _refuse_change(held, revision, ItemStep.AMEND)
        if draft.proposer != held.item.proposer:
            rules.require_put(actor, held.room, draft.proposer)
        level = held.item.level
        _refuse_draft(held.ground, level, draft)
        row, written = held.row, _written(draft)
        if (written["title"], written["act"]) == (row.title, row.act):
            # What was let in stays let in, with the paper that let it in.
            written = {k: v for k, v in written.items() if v or k not in URGENT}
        elif held.session is not None:
            row.cleared_by_id = _clearance(held.session, draft)
        before = (row.title, row.words, row.act)
        for name, value in written.items():
            setattr(row, name, value)
        if (row.title, row.words, row.act) != before:
            row.wording += 1
        _keep_item(held, "governance.amend_item", StepKind.AMENDED, plain(draft))


def withdraw_item(
    actor: Actor, league: str, item_id: UUID, revision: int, reason: str
) -> None:
    """Take an item off a docket; it stays there, struck out, with the reason.

    Raises:
        As ``amend_item``; Refused also without a reason.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        _refuse_change(held, revision, ItemStep.WITHDRAW)
        refuse_words({"reason": reason})
        demand_reason(reason)
        held.row.withdrawn = reason.strip()
        held.row.withdrawn_at = actor.at
        content = {"reason": reason.strip()}
        _keep_item(held, "governance.withdraw_item", StepKind.WITHDRAWN, content)


def _refuse_change(held: HeldItem, revision: int, act: ItemStep) -> None:
    rules.require_change(held.actor, held.room, held.item)
    refuse_stale(held.row, revision)
    refuse_ended(held.item)
    if held.session is not None:
        refuse_elsewhere(held.session, act)
    if held.item.outcome is not None:
        raise Refused(
            "item-ended",
            text("How this item ended is recorded."),
            text("Record its end anew; its words stay as they were put."),
        )


def _keep_item(
    held: HeldItem, service: str, kind: StepKind, content: dict[str, Any]
) -> None:
    row = held.row
    row.revision += 1
    row.save()
    if held.session is None:
        journal.record(held.actor, service, row.league, [f"item:{row.pk}"], content)
        return
    held.session.named.append(f"item:{row.pk}")
    add_step(held.session, kind, row.withdrawn, row)
    tell(held.session, service, content)


def take_position(
    actor: Actor,
    league: str,
    item_id: UUID,
    revision: int,
    draft: PositionDraft,
    paper: files.Upload | None = None,
) -> None:
    """Record what a city says to an item; what it said before is kept.

    Args:
        actor: the city's liaison, or a clerk with the city's paper as evidence.
        league: slug.
        item_id: the item.
        revision: as the actor saw it: one consents to a wording, not to a title.
        draft: city, stance and words.
        paper: the scan of the city's paper, which is filed with its hash.

    Raises:
        Missing: there is no such item.
        Forbidden: the actor does not speak for that city.
        Conflict: the item was changed since, its session is over, or nothing changes.
        Refused: an invitee is no party, no paper shows what another office said, experts
            were not heard, or the item was withdrawn.

    Source: GOV-06 and GOV-07 of huaihai.
    """
    with transaction.atomic():
        held = hold_item(actor, league, item_id)
        _refuse_stranger(held, draft.member)
        rules.require_position(actor, league, draft.member)
        refuse_stale(held.row, revision)
        refuse_ended(held.item)
        session = held.session
        if session is None or held.item.standing is not None:
            raise Refused(
                "no-position",
                text("No position is taken on this item."),
                text(
                    "Positions are taken on items of a docket that are put to a session."
                ),
            )
        refuse_elsewhere(session, ItemStep.POSITION)
        refuse_unheard(held)
        refuse_words({"words": draft.words})
        _replace_position(held, draft)
        session.named.append(f"item:{held.row.pk}")
        if paper is not None:
            filed = files.take(actor, league, draft.member, paper)
            session.named.append(files.journal_name(filed))
        tell(session, "governance.take_position", plain(draft))


def _replace_position(held: HeldItem, draft: PositionDraft) -> None:
    row, actor = held.row, held.actor
    last = CityPosition.objects.filter(
        item=row, member=draft.member, replaced_at=None
    ).first()
    said = (draft.stance, draft.words.strip(), row.wording)
    if last is not None:
        former = position_of(last)
        if (former.stance, former.words, former.wording) == said:
            raise Conflict(
                "nothing-changed",
                text("This is what is recorded already."),
                text("Change what is wrong, or leave it."),
            )
        last.replaced_at = actor.at
        last.save(update_fields=["replaced_at"])
    CityPosition.objects.create(
        item=row,
        member=draft.member,
        stance=draft.stance.value,
        words=draft.words.strip(),
        wording=row.wording,
        given_by=actor.person,
        authority=actor.authority,
        evidence=actor.evidence or "",
        given_at=actor.at,
    )


def _refuse_stranger(held: HeldItem, member: str) -> None:
    """Refuse a position of somebody who is no party. Source: GOV-06 of huaihai."""
    if member in held.ground.parties:
        return
    invited = {name for one in held.ground.body.invitees for name in (one.zh, one.en)}
    invited |= set(
        SeatMark.objects.filter(session=held.row.session_id)
        .exclude(invitee="")
        .values_list("invitee", flat=True)
    )
    if member in invited:
        raise Refused(
            "invitee-not-party",
            text(
                "{name} is an invitee, not a party: it neither decides nor signs "
                "(clauses {clauses}).",
                name=member[:60],
                clauses=tuple(held.ground.body.clauses),
            ),
            text("Record what it said in the words of the item."),
        )
    raise Missing(
        "member-missing",
        text("“{member}” is no member.", member=member[:60]),
        meant(member[:60], held.ground.parties),
    )
