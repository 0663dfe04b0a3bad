"""What may stand on a docket: competence of body and level, classes, clearance.

Source: GOV-04, GOV-07 and GOV-19 of huaihai; GOV-03, GOV-06, GOV-14 and GOV-15 of
changzhutan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hansa.governance.terms import LEVEL_NAMES, Act, Body, Level
from hansa.governance.terms.dockets import (
    ITEM_ACT_NAMES,
    Docket,
    DocketClass,
    Gate,
    ItemAct,
    ItemDraft,
    Standing,
)
from hansa.kernel.errors import Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, Parameter, Text, text

COMPETENCES: Mapping[ItemAct, Act] = {
    ItemAct.DECIDE: Act.DECIDE,
    ItemAct.SIGN: Act.SIGN_AGREEMENT,
    ItemAct.CLEAR: Act.SET_DOCKET,
    ItemAct.APPLY: Act.JOINT_APPLICATION,
}
"""Acts that an agreement may give to some bodies or levels alone."""


def refuse_incompetent(
    act: ItemAct, body: Body, level: Level | None, bodies: Sequence[Body]
) -> None:
    """Refuse an act that the agreement gives to another body, or to another level.

    What it gives to nobody is open to every body.

    Raises:
        Refused: naming who is competent.

    Source: GOV-04 of huaihai, GOV-03 and GOV-06 of changzhutan.
    """
    asked = COMPETENCES.get(act)
    competent = [(one, c) for one in bodies for c in one.competences if c.act is asked]
    if asked is None or not competent:
        return
    if any(one.id == body.id and c.level in (None, level) for one, c in competent):
        return
    raise Refused(
        "competence",
        text(
            "“{act}” is not for {here}; competence: {who} (clauses {clauses}).",
            act=ITEM_ACT_NAMES[act],
            here=_at_level(body, level),
            who=tuple(_at_level(one, c.level) for one, c in competent),
            clauses=tuple(clause for _one, c in competent for clause in c.clauses),
        ),
        text("Put the item to the session that is competent for it."),
    )


def _at_level(body: Body, level: Level | None) -> Text | Bilingual:
    if level is None:
        return body.name
    return text("{body} ({level})", body=body.name, level=LEVEL_NAMES[level])


def classes_at(docket: Docket | None, level: Level | None) -> tuple[DocketClass, ...]:
    """List the classes of matters that a body deals with at a level."""
    classes = docket.classes if docket else ()
    return tuple(one for one in classes if one.level in (None, level))


def refuse_class(body: Body, level: Level | None, class_id: str) -> None:
    """Refuse a class of matters that the body does not deal with at this level.

    Raises:
        Refused: no such class, or the class of another level.

    Source: GOV-07 of huaihai; GOV-14, GOV-15 and GOV-25 of changzhutan.
    """
    docket = body.docket
    here = {one.id: one for one in classes_at(docket, level)}
    if class_id in here or (docket is None and not class_id):
        return
    elsewhere = next(
        (one for one in docket.classes if one.id == class_id) if docket else iter(()),
        None,
    )
    if elsewhere is not None and elsewhere.level is not None:
        raise Refused(
            "competence",
            text(
                "“{title}” is not for this session; competence: {who} (clauses "
                "{clauses}).",
                title=elsewhere.title,
                who=_at_level(body, elsewhere.level),
                clauses=tuple(elsewhere.clauses),
            ),
            text("Put the item to the session that is competent for it."),
        )
    raise Refused(
        "class-unknown",
        text(
            "{body} deals with no class of matters “{id}”.",
            body=_at_level(body, level),
            id=class_id[:60],
        ),
        meant(class_id[:60], here),
    )


def is_gated(gate: Gate | None, draft: ItemDraft) -> bool:
    """Tell whether an item must have been cleared. Source: GOV-19 of huaihai."""
    return gate is not None and draft.act in gate.acts


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """The session that clears a docket, as a refusal names it.

    Attributes:
        body: its name.
        on: its first day as ISO text; empty while none was convened.
        chair: who chaired it; None where nobody did yet.
        seats: how many seats of stated number it has.
    """

    body: Bilingual
    year: int
    on: str = ""
    chair: Text | None = None
    seats: int = 0


def refuse_uncleared(draft: ItemDraft, gate: Gate, clearing: Clearing) -> None:
    """Refuse what was not cleared, and offer the urgent route where there is one.

    Raises:
        Refused: ``not-cleared``; ``urgent-incomplete`` where paper or reason is missing.

    Source: GOV-19 of huaihai.
    """
    if draft.urgent is not None and gate.urgent:
        if not draft.urgent.document.strip() or not draft.urgent.reason.strip():
            raise Refused(
                "urgent-incomplete",
                text("The urgent route needs its paper and its reason."),
                text("Give the number of the paper, and say why it cannot wait."),
            )
        return
    remedy = text("Have it cleared there first.")
    if gate.urgent:
        remedy = text(
            "Have it cleared there first, or take the urgent route: give its paper and "
            "its reason."
        )
    raise Refused("not-cleared", _uncleared(draft, gate, clearing), remedy)


def _uncleared(draft: ItemDraft, gate: Gate, clearing: Clearing) -> Text:
    named: dict[str, Parameter] = {
        "title": draft.title.strip()[:60],
        "body": clearing.body,
        "clauses": tuple(gate.clauses),
    }
    if not clearing.on:
        return text(
            "“{title}” was not cleared: {body} has cleared nothing for {year} yet "
            "(clauses {clauses}).",
            year=str(clearing.year),
            **named,
        )
    if clearing.chair is None:
        return text(
            "“{title}” was not cleared by {body} of {day}, {seats} seats (clauses "
            "{clauses}).",
            day=clearing.on,
            seats=clearing.seats,
            **named,
        )
    return text(
        "“{title}” was not cleared by {body} of {day}, chaired by {chair}, {seats} seats "
        "(clauses {clauses}).",
        day=clearing.on,
        chair=clearing.chair,
        seats=clearing.seats,
        **named,
    )


def standing_items(has_session: bool, has_decisions: bool) -> tuple[Standing, ...]:
    """Give what comes first on a docket by itself, by what the last session left."""
    return (
        *((Standing.LAST_MINUTES,) if has_session else ()),
        *((Standing.LAST_DECISIONS,) if has_decisions else ()),
    )


def above(
    body: Body, level: Level | None, bodies: Sequence[Body]
) -> tuple[str, Level | None] | None:
    """Give whom an unsolved matter is put to: the level above, else the body above.

    A matter goes to the mayors first where a conference meets at two levels.

    Source: GOV-06 of changzhutan.
    """
    if level is Level.MAYOR:
        return body.id, Level.SECRETARY
    parent = next((one for one in bodies if one.id == body.parent), None)
    if level is Level.SECRETARY or parent is None:
        return None
    levels = {cadence.level for cadence in parent.cadences} - {None}
    return parent.id, Level.MAYOR if Level.MAYOR in levels else None
