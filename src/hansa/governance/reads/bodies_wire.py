"""Bodies, their changes and what is before them as JSON: for commands and the API."""

from typing import Any

from hansa.chassis.language import finding_fields, render
from hansa.chassis.plain import plain
from hansa.governance.terms.changes import BodyEvent, BodyLife, ChangePlan
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import SessionLine
from hansa.governance.terms.studies import PortfolioLine


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


def wire_body(life: BodyLife) -> dict[str, Any]:
    """Give a body with its history; what is before it only to who may see dockets."""
    before = life.before
    return {
        "id": life.body.id,
        "name": plain(life.body.name),
        "history": [wire_event(event) for event in life.history],
        "next": wire_next(before.next_),
        "open": [wire_open(item) for item in before.open_] if before.visible else None,
        "silent": [plain(one.period) for one in life.silent]
        if before.visible
        else None,
        "portfolio": None
        if life.portfolio is None
        else [wire_portfolio(one) for one in life.portfolio],
    }


def wire_event(event: BodyEvent) -> dict[str, Any]:
    """Give one event of the life of a body, in the reader's language."""
    fields: dict[str, Any] = {**plain(event), "message": render(event.message)}
    del fields["cited"]  # Programs have the ids.
    return fields


def wire_portfolio(line: PortfolioLine) -> dict[str, Any]:
    """Give a work that a platform studies, with the study of the register."""
    study = line.study
    return {
        "work": line.work.id,
        "name": plain(line.work.name),
        "stage": plain(line.work.stage),
        "study": study.code if study else None,
        "state": study.state.value if study else None,
        "owner": study.owner if study else "",
        "gate": study.gate if study else "",
        "gate_on": plain(study.gate_on) if study else None,
    }
