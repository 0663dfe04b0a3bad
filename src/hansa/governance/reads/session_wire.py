"""Sessions, items and decisions as JSON: the form that commands and the API share."""

from collections.abc import Iterable
from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.terms.dockets import Delivery, Item, Lack, Position
from hansa.governance.terms.sessions import (
    Decision,
    Mark,
    Round,
    SessionLine,
    SessionSheet,
    Weighed,
)


def wire_line(line: SessionLine) -> dict[str, Any]:
    """Give a session as lists give it; half-open as all periods are."""
    return {
        "id": str(line.id),
        "league": line.league,
        "body": line.body,
        "level": plain(line.level),
        "year": line.year,
        "entry": line.entry,
        "ad_hoc": line.ad_hoc,
        "start": plain(line.days.start),
        "end": plain(line.days.end),
        "host": line.host,
        "place": plain(line.place),
        "chair": plain(line.chair),
        "document": line.document,
        "reason": line.reason,
        "state": line.state.value,
        "opened_by": plain(line.opened_by),
        "opened_document": line.opened_document,
        "opened_at": plain(line.opened_at),
        "closed_at": plain(line.closed_at),
        "record": plain(line.record),
        "convened_by": line.convened_by,
        "authority": line.authority,
        "convened_at": plain(line.convened_at),
        "revision": line.revision,
    }


def wire_session(sheet: SessionSheet) -> dict[str, Any]:
    """Give a session with its docket, its seats and what is missing."""
    attendance = sheet.attendance
    return {
        **wire_line(sheet.line),
        "parties": list(sheet.parties),
        "seats": plain(sheet.seats),
        "invitees": plain(sheet.invitees),
        "items": [wire_weighed(one) for one in sheet.items],
        "classes": [
            {"id": one.id, "title": plain(one.title), "items": count}
            for one, count in sheet.classes
        ],
        "attendance": {
            "named": attendance.named,
            "there": attendance.there,
            "vacant": plain(attendance.vacant),
            "marks": [_wire_mark(mark) for mark in attendance.marks],
        },
        "reports": [
            {
                "decision": str(one.decision.id),
                "number": one.decision.number,
                "title": plain(one.decision.title),
                "progress": plain(one.progress),
                "words": one.words,
            }
            for one in sheet.reports
        ],
        "lacks": wire_lacks(sheet.lacks),
        "remarks": wire_lacks(sheet.remarks),
        "steps": plain(sheet.steps),
        "current": plain(sheet.current),
    }


def _wire_mark(mark: Mark) -> dict[str, Any]:
    return {
        "seat": plain(mark.seat),
        "invitee": mark.invitee,
        "presence": mark.presence.value,
        "who": mark.who,
        "document": mark.document,
    }


def wire_lacks(lacks: Iterable[Lack]) -> list[dict[str, Any]]:
    """Give what is missing as programs read it."""
    return [plain(lack) for lack in lacks]


def wire_item(item: Item) -> dict[str, Any]:
    """Give one item with every position that was ever given on it."""
    delivery: Delivery = item.delivery
    return {
        "id": str(item.id),
        "session": plain(item.session),
        "body": item.body,
        "level": plain(item.level),
        "place": item.place,
        "class_id": item.class_id,
        "act": item.act.value,
        "title": plain(item.title),
        "title_en": item.title_en,
        "words": item.words,
        "source": item.source,
        "proposer": item.proposer,
        "cities": list(item.cities),
        "standing": plain(item.standing),
        "cleared_by": plain(item.cleared_by),
        "urgent": plain(item.urgent),
        "carried_from": plain(item.carried_from),
        "wording": item.wording,
        "outcome": plain(item.outcome),
        "outcome_words": item.outcome_words,
        "outcome_words_en": item.outcome_words_en,
        "lead": delivery.lead,
        "units": list(delivery.units),
        "due_on": plain(delivery.due_on),
        "principle_only": delivery.principle_only,
        "number": item.number,
        "withdrawn": item.withdrawn,
        "withdrawn_at": plain(item.withdrawn_at),
        "revision": item.revision,
        "positions": [_wire_position(position) for position in item.positions],
    }


def _wire_position(position: Position) -> dict[str, Any]:
    wired: dict[str, Any] = plain(position)
    return wired


def wire_round(one: Round) -> dict[str, Any]:
    """Give how an earlier session left a matter."""
    return {"session": wire_line(one.session), "item": wire_item(one.item)}


def wire_weighed(weighed: Weighed) -> dict[str, Any]:
    """Give an item with what the members said to it and whether its decision stands."""
    tally = weighed.tally
    return {
        **wire_item(weighed.item),
        "consensus_asked": tally.asked,
        "consents": list(tally.consents),
        "objections": list(tally.objections),
        "reserves": list(tally.reserves),
        "missing": list(tally.missing),
        "adopted": weighed.adopted,
    }


def wire_decision(decision: Decision) -> dict[str, Any]:
    """Give a decision that stands."""
    return {**wire_item(decision.item), "on": plain(decision.on)}
