"""API of handovers: what a host leaves to the next one, signed by both."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, FileIn, NameOut
from hansa.directory.services.behalf import act_for
from hansa.governance.api.session_schemas import Line
from hansa.governance.reads import handovers as reads
from hansa.governance.reads.handover_paper import wire_handover, wire_handover_line
from hansa.governance.services import handovers
from hansa.governance.terms.handovers import (
    HandoverState,
    LeftKind,
    Side,
    TurnPassing,
)

router = Router(tags=["governance"])

HANDOVERS = "/leagues/{league}/handovers"
ONE = HANDOVERS + "/{on}"


class HandoverSignatureOut(Schema):
    """One side's signature; ``evidence`` is the paper where a clerk entered it."""

    side: Side
    member: str
    authority: str
    evidence: str
    signed_at: datetime


class HandoverLineOut(Schema):
    """A handover; ``finding`` says what is wrong once its day has passed unsigned."""

    on: date
    outgoing: str
    incoming: str
    id: UUID | None
    state: HandoverState
    missing: list[Side]
    signatures: list[HandoverSignatureOut]
    finding: str | None


class LeftOut(Schema):
    """One thing that is left open, with the id of its record."""

    kind: LeftKind
    key: str
    within: str
    title: NameOut
    day: date | None


class HandoverOut(HandoverLineOut):
    """A handover with its pack; frozen, and then with its fingerprint, once signed."""

    digest: str
    frozen_at: datetime | None
    intact: bool | None
    withheld: int
    left: list[LeftOut]


class HandoverSignatureIn(Schema, extra="forbid"):
    """A signature: for which side, of which pack; on behalf (代录) with its paper."""

    side: Side
    digest: Line
    office: Line = ""
    evidence: Line = ""
    file: FileIn | None = None


@router.get(HANDOVERS, response={200: list[HandoverLineOut], **PROBLEMS})
def list_handovers(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List the handovers that one may see, the latest first."""
    actor, versions = actor_of(request), charter_reads.get_versions(league)
    found = reads.list_handovers(actor, versions, _today(actor))
    page = paged(
        request, response, found, paging, key=lambda one: one.turn.on.isoformat()
    )
    return [wire_handover_line(line) for line in page]


@router.get(ONE, response={200: HandoverOut, **PROBLEMS})
def get_handover(request: HttpRequest, league: str, on: date) -> Any:
    """Give a handover: the pack as it was signed, or as it would be signed now."""
    return _now(actor_of(request), league, on)


@router.post(f"{ONE}/signatures", response={200: HandoverOut, **PROBLEMS})
def sign_handover(
    request: HttpRequest, league: str, on: date, content: HandoverSignatureIn
) -> Any:
    """Sign for one side; the outgoing host's signature freezes the pack."""
    actor = signer = actor_of(request)
    paper = content.file.upload() if content.file else None
    if content.office or content.evidence:
        versions = charter_reads.get_versions(league)
        turn = reads.find_passing(versions, on, _today(actor))
        member = _member(turn, content.side)
        signer = act_for(actor, league, member, content.office, content.evidence, paper)
    handovers.sign(signer, league, on, content.side, content.digest, paper)
    return _now(actor, league, on)


def _member(turn: TurnPassing, side: Side) -> str:
    return turn.outgoing if side is Side.OUTGOING else turn.incoming


def _today(actor: Actor) -> date:
    return actor.at.astimezone(LEAGUE_ZONE).date()


def _now(actor: Actor, league: str, on: date) -> Any:
    versions = charter_reads.get_versions(league)
    return wire_handover(reads.get_handover(actor, versions, on, _today(actor)))
