"""Which changes of bodies may be made, and what they are called.

Source: GOV-22 of huaihai, GOV-10 and GOV-26 of changzhutan; contracts, section 1.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from hansa.charter.terms import Change, Version
from hansa.directory.terms.offices import Office
from hansa.governance.rules.calendar import compare_calendars, is_alive
from hansa.governance.terms import Body, BodyType, Per, Statute
from hansa.governance.terms.changes import ChangeDraft, ChangeKind
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import Decision
from hansa.kernel.errors import Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import Text, text

BEGINS, STANDS, ENDS, LEAVES = "body-begins", "body-stands", "body-ends", "body-leaves"
BY_DECISION = frozenset({BEGINS, STANDS, ENDS, LEAVES})
"""Changes of a charter that only a decision may bring."""

CITED = re.compile(r"([a-z0-9-]+)/([0-9]{4})/([0-9]{1,5})(?: |$)")


def cite(decision: Decision) -> str:
    """Name a decision as a version of the charter cites it: body, year, number, title."""
    item = decision.item
    return f"{item.body}/{item.year}/{item.number} {item.title.zh}"


def cited(authority: str) -> tuple[str, int, int] | None:
    """Give body, year and number of a decision that a version cites; None for others."""
    found = CITED.match(authority)
    return (found[1], int(found[2]), int(found[3])) if found else None


def kind_of(draft: ChangeDraft) -> ChangeKind:
    """Tell what a change is by how many bodies end and begin.

    Raises:
        Refused: nothing ends, begins or is set up.
    """
    ends, begins = len(draft.ends), len(draft.begins)
    if draft.sets_up and not (ends or begins):
        return ChangeKind.SET_UP
    if begins and not ends:
        return ChangeKind.FOUND
    if ends and not begins:
        return ChangeKind.DISSOLVE
    if not ends:
        raise Refused(
            "change-empty",
            text("Nothing begins, ends or is set up."),
            text("Name the bodies that end, or those that begin."),
        )
    if ends == 1 and begins > 1:
        return ChangeKind.SPLIT
    return ChangeKind.MERGE if begins == 1 and ends > 1 else ChangeKind.REFORM


def asks_for_leads(statute: Statute) -> bool:
    """Tell whether groups must have a unit that leads: somewhere its head has a seat.

    Source: GOV-17 and GOV-20 of huaihai.
    """
    return any(
        seat.office is Office.LEAD_UNIT_HEAD and seat.per is Per.GROUP
        for body in statute.all_bodies()
        for seat in body.seats
    )


def refuse_authority(decision: Item, held_on: date, body: Body | None) -> None:
    """Refuse what is no ground for a change: only the deciding body's decision is.

    Raises:
        Refused: it is of another body, or an opinion of principle only.
    """
    if body is None or body.type is not BodyType.DECISION:
        raise Refused(
            "decision-of-other-body",
            text(
                "“{title}” of {day} is no decision of the body that decides.",
                title=decision.title,
                day=held_on.isoformat(),
            ),
            text("Bodies change by its decision alone; put the matter to its session."),
        )
    if decision.delivery.principle_only:
        raise Refused(
            "decision-of-principle",
            text(
                "“{title}” is an opinion of principle and asks nobody for anything yet.",
                title=decision.title,
            ),
            text("Have it decided with a unit that leads and a day."),
        )


def refuse_change(draft: ChangeDraft, statute: Statute, held_on: date) -> None:
    """Refuse a change that cannot be meant.

    Args:
        draft: the change.
        statute: as it governs the day from which the change holds.
        held_on: first day of the session that decided.

    Raises:
        Refused: naming the first fault.
    """
    if draft.from_on < held_on:
        raise Refused(
            "before-decision",
            text(
                "{day} lies before {held}, the day of the decision.",
                day=draft.from_on.isoformat(),
                held=held_on.isoformat(),
            ),
            text("Let it hold from the day of the decision, or later."),
        )
    bodies = {body.id: body for body in statute.all_bodies()}
    _refuse_begins(draft, statute, bodies.keys())
    for id_ in (*draft.ends, *draft.sets_up, *((draft.heir,) if draft.heir else ())):
        if id_ not in bodies:
            raise Refused(
                "body-unknown",
                text("There is no body “{body}”.", body=id_[:60]),
                meant(id_[:60], bodies),
            )
    for id_ in draft.ends:
        _refuse_end(bodies[id_], statute, draft)
    for id_ in draft.sets_up:
        if bodies[id_].condition is None or bodies[id_].established_on is not None:
            raise Refused(
                "body-not-awaited",
                text("{body} waits for no condition.", body=bodies[id_].name),
                text("Choose a body that the agreement leaves for later."),
            )
    _refuse_followers(draft, bodies)


def _refuse_begins(draft: ChangeDraft, statute: Statute, known: Iterable[str]) -> None:
    ids = [group.id for group in draft.begins]
    taken = [id_ for id_ in ids if id_ in set(known) or ids.count(id_) > 1]
    if taken:
        raise Refused(
            "body-exists",
            text("There is a body “{body}” already.", body=taken[0][:60]),
            text("Give each new group a short name of its own."),
        )
    if draft.begins and statute.groups is None:
        raise Refused(
            "groups-absent",
            text("The charter knows no working groups."),
            text("Amend its folder, and apply it with the decision."),
        )
    lacking = [group for group in draft.begins if group.lead is None]
    if lacking and asks_for_leads(statute):
        raise Refused(
            "lead-missing",
            text("{body} has no unit that leads it.", body=lacking[0].name),
            text("Name the unit: its head has a seat in the meetings above."),
        )


def _refuse_end(body: Body, statute: Statute, draft: ChangeDraft) -> None:
    if not is_alive(body, draft.from_on):
        raise Refused(
            "body-not-standing",
            text(
                "{body} does not stand on {day}.",
                body=body.name,
                day=draft.from_on.isoformat(),
            ),
            text("Choose a body that stands on that day."),
        )
    gates = [
        one
        for one in statute.all_bodies()
        if one.docket and one.docket.gate and one.docket.gate.body == body.id
    ]
    groups = statute.groups
    if body.parent is None or gates or (groups and groups.parent == body.id):
        raise Refused(
            "body-carries-others",
            text("Others rest on {body}; it cannot end by itself.", body=body.name),
            text("Amend the charter's folder, and apply it with the decision."),
        )


def _refuse_followers(draft: ChangeDraft, bodies: dict[str, Body]) -> None:
    if not draft.ends:
        return
    heir = bodies.get(draft.heir or "")
    if draft.begins and heir is not None:
        raise Refused(
            "heir-beside-groups",
            text("The new groups take over; no other body does."),
            text("Leave out who takes over."),
        )
    if not draft.begins and heir is None:
        raise Refused(
            "heir-missing",
            text("Nobody is named who takes over what is open."),
            text("Name a body that stands; its docket gets what is open."),
        )
    if heir is not None and (
        heir.id in draft.ends
        or not is_alive(heir, draft.from_on)
        or any(cadence.level for cadence in heir.cadences)
    ):
        raise Refused(
            "heir-unfit",
            text("{body} cannot take over.", body=heir.name),
            text("Choose a body that stands from that day on, and meets at one level."),
        )
    for target in draft.homes.values():
        if target not in draft.followers:
            raise Refused(
                "home-unfit",
                text("“{body}” takes nothing over.", body=target[:60]),
                meant(target[:60], draft.followers),
            )


def compare_statutes(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Say which bodies begin and end, and then what that does to the calendar."""
    if not before or not after:
        return ()
    was, will = (_bodies(timeline[-1]) for timeline in (before, after))
    found: list[Change] = []
    for id_, body in will.items():
        found.extend(_told(was.get(id_), body))
    for id_, body in was.items():
        if id_ not in will and body.dissolved_on is None:
            found.append(
                _change(LEAVES, text("{body}: no longer named", body=body.name))
            )
    return (*found, *compare_calendars(before, after))


def _bodies(version: Version) -> dict[str, Body]:
    statute: Statute = version.charter.sections["governance"]
    return {body.id: body for body in statute.all_bodies()}


def _told(former: Body | None, body: Body) -> Sequence[Change]:
    if former is None:
        return (_change(BEGINS, began(body)),)
    found = []
    if body.established_on != former.established_on and body.established_on is not None:
        found.append(_change(STANDS, began(body)))
    if body.dissolved_on != former.dissolved_on and body.dissolved_on is not None:
        found.append(_change(ENDS, ended(body)))
    return found


def _change(code: str, message: Text) -> Change:
    return Change(code=code, message=message)


def began(body: Body) -> Text:
    """Say that a body begins, and when."""
    if body.established_on is None:
        return text("{body}: named, without a day", body=body.name)
    return text(
        "{body}: begins on {day}", body=body.name, day=body.established_on.isoformat()
    )


def ended(body: Body) -> Text:
    """Say that a body ends, and when."""
    assert body.dissolved_on is not None  # Only of a body that ends.
    return text(
        "{body}: ends on {day}", body=body.name, day=body.dissolved_on.isoformat()
    )


def bodies_before(body: Body, bodies: Sequence[Body]) -> tuple[str, ...]:
    """Give a body and all whose open matters it took over, one after the other.

    What a body leaves open goes to the first that follows it.

    Source: GOV-04 and GOV-22 of huaihai.
    """
    by_id = {one.id: one for one in bodies}
    found = [body.id]
    for id_ in found:
        one = by_id.get(id_, body)
        before = [other.id for other in bodies if other.followed_by[:1] == (id_,)]
        if one.succeeds:
            before.append(one.succeeds)
        found.extend(other for other in before if other not in found)
    return tuple(found)
