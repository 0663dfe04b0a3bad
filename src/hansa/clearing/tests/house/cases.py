"""Cases of the clearing house on their way: replies, decisions by two, and delivery."""

from dataclasses import replace
from uuid import UUID

from hansa.casework.models import Case
from hansa.casework.services import acts
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import Reply
from hansa.chassis import outbox
from hansa.chassis.actor import Actor, Role
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    LEAGUE,
    OPERATOR,
    actor,
)
from hansa.site.wiring import HANDLERS

TICK = replace(actor(Role.ADMINISTRATOR), league=None)
SAID = Said(note="按对账结果。")


def deliver() -> None:
    """Let every event be heard; what a handler refuses fails the test."""
    while outbox.pending():
        assert outbox.deliver(TICK, HANDLERS)


def only(type_: str) -> UUID:
    """The one case of a type."""
    return Case.objects.get(type=type_).pk


def revision(case: UUID) -> int:
    """The revision of a case by now."""
    return Case.objects.get(pk=case).revision


def heard(case: UUID, *members: str) -> None:
    """Let the cities that are asked agree, in the order of their places."""
    places = {one.member: one.place for one in Case.objects.get(pk=case).parties.all()}
    for member in members:
        someone = actor(Role.CITY_LIAISON, member)
        answer = Reply(party=places[member])
        acts.reply(someone, LEAGUE, case, revision(case), answer, SAID)


def decided(case: UUID, decision: str, *, second: Actor = APPROVER) -> None:
    """Have a decision prepared and approved, and carried out."""
    acts.decide(OPERATOR, LEAGUE, case, revision(case), decision, SAID)
    if Case.objects.get(pk=case).state == "awaiting-approval":
        acts.approve(second, LEAGUE, case, revision(case), SAID)
    deliver()


def papers(case: UUID, paper: str) -> None:
    """Bring a document that a decision asks for."""
    said = Said(reference="调账表〔2026〕1号")
    acts.add_document(OPERATOR, LEAGUE, case, revision(case), paper, said)
