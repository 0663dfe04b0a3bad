"""Bodies, their changes and what is before them as JSON: for commands and the API."""

from collections.abc import Iterable
from typing import Any

from hansa.chassis.language import finding_fields
from hansa.chassis.plain import plain
from hansa.governance.terms.changes import BodyEvent, ChangePlan
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import SessionLine
from hansa.governance.terms.silence import Docketed, Silent


def wire_change(planned: ChangePlan) -> dict[str, Any]:
    """Give a change: what it is, what it rests on, and what it does."""
    findings = [finding_fields(one) for one in planned.plan.findings]
    return {
        "kind": planned.kind.value,
        "authority": planned.authority,
        "decision": str(planned.draft.decision),
        "version": planned.plan.number,
        "effective_from": plain(planned.plan.effective_from),
        "changes": plain(planned.plan.changes),
        "rehomed": [{**wire_open(one.item), "to": one.body} for one in planned.rehomed],
        "findings": findings,
    }


def wire_open(item: Item) -> dict[str, Any]:
    """Give an open matter in short."""
    return {
        "item": str(item.id),
        "session": plain(item.session),
        "title": item.title.zh,
        "class_id": item.class_id,
        "proposer": item.proposer,
    }


def wire_next(line: SessionLine | None) -> dict[str, Any] | None:
    """Give the session that a body is convened for, in short."""
    if line is None:
        return None
    return {"session": str(line.id), "days": plain(line.days), "host": line.host}


def wire_life(
    events: Iterable[BodyEvent], before: Docketed, silent: Iterable[Silent]
) -> dict[str, Any]:
    """Give what a body came from, when it meets next and what is open before it."""
    return {
        "history": [plain(event) for event in events],
        "next": wire_next(before.next_),
        "open": [wire_open(item) for item in before.open_] if before.visible else None,
        "silent": [plain(one.period) for one in silent],
    }
