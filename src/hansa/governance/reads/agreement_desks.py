"""What the pages of agreements offer whom; the services judge anew."""

from contextlib import suppress

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.governance.models import Session
from hansa.governance.reads.dockets import line_of
from hansa.governance.reads.minutes_desks import room_of
from hansa.governance.reads.sessions import (
    Ground,
    get_session,
    ground_of_row,
    require_reader,
)
from hansa.governance.reads.sessions import room_of as room_of_row
from hansa.governance.rules import agreements as rules
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.rights import SIGN_AGREEMENTS
from hansa.governance.terms import Level
from hansa.governance.terms.agreements import (
    AgreementAct,
    AgreementSheet,
    Party,
)
from hansa.governance.terms.dockets import ItemAct, Outcome
from hansa.governance.terms.sessions import SessionLine
from hansa.kernel.errors import Refused


def list_draftable(actor: Actor, league: str) -> tuple[SessionLine, ...]:
    """List the sessions from whose decisions an actor may draft an agreement.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    decided = Session.objects.filter(
        league=league,
        state__in=[state.value for state in rules.HELD],
        agreement=None,
        items__outcome=Outcome.DECIDED.value,
    )
    found = []
    for row in decided.distinct().order_by("-start_on", "pk"):
        line = line_of(row)
        if session_rules.may_hold(actor, room_of_row(row)) and _is_competent(
            ground_of_row(row), line.level
        ):
            found.append(line)
    return tuple(found)


def _is_competent(ground: Ground, level: Level | None) -> bool:
    with suppress(Refused):
        docket_rules.refuse_incompetent(ItemAct.SIGN, ground.body, level, ground.bodies)
        return True
    return False


def signs_for(actor: Actor, sheet: AgreementSheet) -> tuple[Party, ...]:
    """Give the parties that have not signed and for which an actor may, the own first."""
    league = sheet.line.league
    found = [
        party for party in sheet.unsigned if rules.may_sign(actor, league, party.member)
    ]
    return tuple(sorted(found, key=lambda party: party.member != actor.member))


def signs_in_person(actor: Actor, member: str) -> bool:
    """Tell whether an actor's own act is the signature of a city."""
    return rules.signs_in_person(actor, member)


def offers(actor: Actor, sheet: AgreementSheet) -> frozenset[AgreementAct]:
    """Give what the page of an agreement offers an actor."""
    line = sheet.line
    runs = session_rules.may_hold(actor, _room(actor, sheet))
    open_text = runs and not line.signed
    codes = {lack.code for lack in sheet.lacks}
    may_do = {
        AgreementAct.WORD: open_text,
        AgreementAct.ASSEMBLE: open_text and "articles-differ" in codes,
        AgreementAct.CIRCULATE: runs and not codes,
        AgreementAct.SIGN: bool(signs_for(actor, sheet)),
        AgreementAct.WITHDRAW: runs,
        AgreementAct.PUBLISH: runs,
    }
    return frozenset(
        act for act in may_do if may_do[act] and line.state in rules.STATES[act]
    )


def _room(actor: Actor, sheet: AgreementSheet) -> session_rules.Room:
    return room_of(get_session(actor, sheet.line.league, sheet.line.session))


def expected(sheet: AgreementSheet) -> AgreementAct | None:
    """Give what an agreement waits for; None once it is published."""
    codes = {lack.code for lack in sheet.lacks}
    if "articles-differ" in codes:
        return AgreementAct.ASSEMBLE
    for act in (AgreementAct.CIRCULATE, AgreementAct.SIGN, AgreementAct.PUBLISH):
        if sheet.line.state in rules.STATES[act]:
            return act
    return None


def require_act(actor: Actor, sheet: AgreementSheet, act: AgreementAct) -> None:
    """Refuse somebody who may never do an act on an agreement, whatever the form says.

    Raises:
        Forbidden: naming who may.
    """
    if act is AgreementAct.SIGN:
        over = Over(league=sheet.line.league, member=actor.member)
        require(actor, SIGN_AGREEMENTS, over)
    else:
        session_rules.require_hold(actor, _room(actor, sheet))
