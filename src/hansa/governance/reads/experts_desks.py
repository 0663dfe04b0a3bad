"""What the pages of experts and studies offer whom; the services judge anew."""

from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.governance.models import Session
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.reads.dockets import get_session_row
from hansa.governance.reads.sessions import room_of
from hansa.governance.reads.studies import decision_rows
from hansa.governance.rules import sessions as rules
from hansa.governance.rules.expert_rights import KEEP_EXPERTS
from hansa.governance.terms import BodyType
from hansa.governance.terms.experts import AdviceAct, AdviceSheet, DrawState
from hansa.governance.terms.sessions import LIVE, SessionState
from hansa.governance.terms.studies import StudyAct, StudyLine

HEARD = (SessionState.OPEN.value, SessionState.CLOSED.value)


def offers(actor: Actor, league: str, sheet: AdviceSheet) -> frozenset[AdviceAct]:
    """Give what the page of an item's experts offers an actor; two queries."""
    item, advice = sheet.item, sheet.advice
    keeps = may(actor, KEEP_EXPERTS, Over(league=league))
    row = get_session_row(league, item.session) if item.session else None
    live = row is None or SessionState(row.state) in LIVE
    asked = keeps and live and item.stands and item.standing is None
    asked = asked and item.outcome is None
    state = advice.draw.state if advice.draw else None
    drawn = state is DrawState.REVEALED
    heard = any(one.draw for one in advice.opinions)
    may_do = {
        AdviceAct.DRAW: asked and state is None,
        AdviceAct.REVEAL: keeps and state is DrawState.SEALED,
        AdviceAct.OPINE: asked and (drawn or bool(list_conferences(league))),
        AdviceAct.TREAT: row is not None
        and live
        and bool(advice.opinions)
        and rules.may_hold(actor, room_of(row)),
        AdviceAct.STAND_DOWN: keeps and live and drawn and bool(advice.awaited),
        AdviceAct.ANNUL: keeps and state is not None and not heard,
    }
    return frozenset(act for act, allowed in may_do.items() if allowed)


def require_act(actor: Actor, league: str, sheet: AdviceSheet, act: AdviceAct) -> None:
    """Refuse somebody who may never do an act, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    if act is not AdviceAct.TREAT:
        require(actor, KEEP_EXPERTS, Over(league=league))
    elif sheet.item.session is not None:
        row = get_session_row(league, sheet.item.session)
        rules.require_hold(actor, room_of(row))
    else:
        room = rules.Room(league=league, host=None, lead=None)
        rules.require_hold(actor, room)


def list_conferences(league: str) -> tuple[tuple[UUID, str], ...]:
    """List the sessions at which advisers were heard, the latest first; one query."""
    names = {
        body.id: body.name.zh
        for version in charter_reads.get_versions(league)
        for body in list_bodies(version)
        if body.type is BodyType.ADVISORY
    }
    rows = Session.objects.filter(league=league, body__in=names, state__in=HEARD)
    return tuple(
        (row.pk, f"{row.start_on.isoformat()} {names[row.body]}")
        for row in rows.order_by("-start_on", "pk")
    )


def list_decisions(league: str) -> tuple[tuple[UUID, str], ...]:
    """List the decisions to which a study may be linked, the latest first; one query."""
    return tuple(
        (row.pk, f"{row.year}-{row.number} {row.title}")
        for row in reversed(list(decision_rows(league)))
    )


def study_offers(line: StudyLine) -> frozenset[StudyAct]:
    """Give what may be done to a study where it stands."""
    given_up = line.given_up_on is not None
    may_do = {
        StudyAct.FINISH: not given_up,
        StudyAct.LINK: not given_up,
        StudyAct.UNLINK: any(use.linked for use in line.uses),
        StudyAct.AMEND: True,
        StudyAct.GIVE_UP: not given_up and line.finished_on is None,
    }
    return frozenset(act for act, allowed in may_do.items() if allowed)
