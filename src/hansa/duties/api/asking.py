"""Who asks the API of duties, in whose name, and how a duty stands now."""

from uuid import UUID

from django.http import HttpRequest

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.directory.reads.accounts import refuse_public
from hansa.directory.services.behalf import act_for
from hansa.duties.api.schemas import ActIn, ReturnIn
from hansa.duties.reads import duties as reads
from hansa.duties.terms.duties import DutyLine, Reckoning


def reader(request: HttpRequest) -> Actor:
    """Give who asks, once signed in.

    Raises:
        Forbidden: nobody is signed in.
    """
    actor = actor_of(request)
    refuse_public(actor)
    return actor


def reckoned(actor: Actor, league: str) -> Reckoning:
    """Count what duties are compared with on the day of an act."""
    return reads.reckon(league, actor.at.astimezone(LEAGUE_ZONE).date())


def line_now(actor: Actor, league: str, duty_id: UUID) -> DutyLine:
    """Give a duty as it stands on the day of an act.

    Raises:
        Missing: there is none that the actor may know of.
    """
    return reads.get_duty(actor, league, duty_id, reckoned(actor, league)).line


def acting(
    actor: Actor, league: str, duty_id: UUID, content: ActIn | ReturnIn
) -> Actor:
    """Give the actor that enters what an office did, where one is named (代录)."""
    scan = content.upload()
    return entering(actor, league, duty_id, content.office, content.evidence, scan)


def entering(
    actor: Actor,
    league: str,
    duty_id: UUID,
    office: str,
    evidence: str,
    scan: Upload | None = None,
) -> Actor:
    """Give the actor for an office and its paper; without either, who asks."""
    if not (office or evidence):
        return actor
    member = line_now(actor, league, duty_id).member
    return act_for(actor, league, member, office, evidence, scan)
