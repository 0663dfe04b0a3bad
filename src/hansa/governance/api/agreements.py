"""API of agreements: drafting, rounds of signature, signing, publication, verification."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, FileIn
from hansa.directory.services.behalf import act_for
from hansa.governance.api.minutes import SeenIn
from hansa.governance.api.session_schemas import LackOut, Line, Reason, Words
from hansa.governance.api.sessions import BodyAsked, YearAsked
from hansa.governance.formats import agreement_files
from hansa.governance.reads import agreements as reads
from hansa.governance.reads import records as record_reads
from hansa.governance.reads.agreement_wire import (
    export_of,
    wire_agreement,
    wire_agreement_line,
    wire_verified,
)
from hansa.governance.reads.calendars import list_names
from hansa.governance.services.agreements import drafting, publishing, rounds, signing
from hansa.governance.terms import Level
from hansa.governance.terms.agreements import AgreementState, Rewording

router = Router(tags=["governance"])

AGREEMENTS = "/leagues/{league}/agreements"
AGREEMENT = f"{AGREEMENTS}/{{agreement_id}}"
Number = Annotated[int, Field(ge=1, le=32767)]


class AgreementLineOut(Schema):
    """An agreement as lists give it."""

    id: UUID
    league: str
    session: UUID
    body: str
    level: Level | None
    year: int
    title: str
    title_en: str
    state: AgreementState
    version: int
    digest: str
    round: int
    circulated_at: datetime | None
    due_on: date | None
    provisional: bool
    signed: int
    asked: int
    sealed_at: datetime | None
    seal: str
    number: int | None
    reference: str
    published_at: datetime | None
    revision: int


class ArticleOut(Schema):
    """One article, with the item that was decided."""

    number: int
    item: UUID
    heading: str
    words: str


class AgreementPartyOut(Schema):
    """A party, as the text names it."""

    member: str
    name: str


class TextOut(Schema):
    """The text that the parties sign."""

    title: str
    title_en: str
    preamble: str
    articles: list[ArticleOut]
    closing: str
    parties: list[AgreementPartyOut]


class AgreementVersionOut(Schema):
    """A version of the text; ``reason`` is why its round was ended."""

    number: int
    digest: str
    authority: str
    made_at: datetime
    circulated_at: datetime | None
    withdrawn_at: datetime | None
    reason: str


class AgreementSignatureOut(Schema):
    """A signature, bound to the fingerprint of one version."""

    member: str
    version: int
    digest: str
    authority: str
    evidence: str | None
    file: UUID | None
    signed_at: datetime
    signed_on: date


class AgreementOut(AgreementLineOut):
    """An agreement whole; ``intact`` tells whether all fingerprints hold still."""

    text: TextOut
    versions: list[AgreementVersionOut]
    signatures: list[AgreementSignatureOut]
    unsigned: list[str]
    lacks: list[LackOut]
    intact: bool


class DifferenceOut(Schema):
    """A place where a file says something else than the record."""

    place: str
    at: int
    recorded: str
    written: str


class VerifiedOut(Schema):
    """What a file was found to be."""

    holds: bool
    version: int
    recorded: str
    computed: str
    intact: bool
    differences: list[DifferenceOut]


class DraftIn(Schema, extra="forbid"):
    """The session whose decisions become articles."""

    session: UUID


class RewordIn(SeenIn, extra="forbid"):
    """What is worded anew; a part that is left out stays as it stands."""

    title: Line | None = None
    title_en: Line | None = None
    preamble: Words | None = None
    closing: Words | None = None
    articles: dict[Number, Words] = Field(default_factory=dict, max_length=200)


class SignIn(Schema, extra="forbid"):
    """A signature; ``office`` and ``evidence`` enter it on behalf (代录)."""

    member: Line
    digest: Annotated[str, Field(max_length=80)]
    office: Line = ""
    evidence: Line = ""
    file: FileIn | None = None


class AgreementFileIn(Schema, extra="forbid"):
    """A file for programs, as it was given; nothing in it need be true."""

    kind: str
    id: str
    league: str
    body: str
    year: int
    version: Number
    reference: str
    published_on: str | None
    text: dict[str, Any]
    signatures: list[dict[str, Any]]
    digest: str
    seal: str


class WithdrawIn(SeenIn, extra="forbid"):
    """Why the text is withdrawn."""

    reason: Reason


@router.get(AGREEMENTS, response={200: list[AgreementLineOut], **PROBLEMS})
def list_agreements(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    body: BodyAsked = None,
    state: AgreementState | None = None,
) -> Any:
    """List agreements, the latest first."""
    named = record_reads.bodies_named(charter_reads.get_versions(league))
    refuse_strange({"body": (body, named)})
    found = reads.list_agreements(actor_of(request), league, year, body, state)
    page = paged(request, response, found, paging, key=lambda one: str(one.id))
    return [wire_agreement_line(line) for line in page]


@router.post(AGREEMENTS, response={201: AgreementOut, **PROBLEMS})
def draft_agreement(request: HttpRequest, league: str, content: DraftIn) -> Any:
    """Draft an agreement from the decisions of a session that stand."""
    actor = actor_of(request)
    made = drafting.draft_agreement(actor, league, content.session)
    return Status(201, _now(actor, league, made))


@router.get(AGREEMENT, response={200: AgreementOut, **PROBLEMS})
def get_agreement(request: HttpRequest, league: str, agreement_id: UUID) -> Any:
    """Give an agreement with its text, versions, signatures and what is missing."""
    return _now(actor_of(request), league, agreement_id)


@router.put(f"{AGREEMENT}/text", response={200: AgreementOut, **PROBLEMS})
def reword(
    request: HttpRequest, league: str, agreement_id: UUID, content: RewordIn
) -> Any:
    """Word parts of the text anew, as a version of its own."""
    actor = actor_of(request)
    rewording = Rewording(**content.dict(exclude={"revision"}))
    drafting.reword(actor, league, agreement_id, content.revision, rewording)
    return _now(actor, league, agreement_id)


@router.post(f"{AGREEMENT}/assemblies", response={200: AgreementOut, **PROBLEMS})
def assemble(
    request: HttpRequest, league: str, agreement_id: UUID, content: SeenIn
) -> Any:
    """Take the articles anew from the decisions that stand."""
    actor = actor_of(request)
    drafting.assemble(actor, league, agreement_id, content.revision)
    return _now(actor, league, agreement_id)


@router.post(f"{AGREEMENT}/circulations", response={200: AgreementOut, **PROBLEMS})
def circulate(
    request: HttpRequest, league: str, agreement_id: UUID, content: SeenIn
) -> Any:
    """Send the text to every party for signature."""
    actor = actor_of(request)
    rounds.circulate(actor, league, agreement_id, content.revision)
    return _now(actor, league, agreement_id)


@router.post(f"{AGREEMENT}/signatures", response={200: AgreementOut, **PROBLEMS})
def sign(request: HttpRequest, league: str, agreement_id: UUID, content: SignIn) -> Any:
    """Sign the text of a fingerprint for a party; the last signature seals it."""
    actor = signer = actor_of(request)
    paper = content.file.upload() if content.file else None
    if content.office or content.evidence:
        signer = act_for(
            actor, league, content.member, content.office, content.evidence, paper
        )
    signing.sign(signer, league, agreement_id, content.digest, content.member, paper)
    return _now(actor, league, agreement_id)


@router.post(f"{AGREEMENT}/withdrawals", response={200: AgreementOut, **PROBLEMS})
def withdraw(
    request: HttpRequest, league: str, agreement_id: UUID, content: WithdrawIn
) -> Any:
    """End a round with its reason; signatures stay with the text that was signed."""
    actor = actor_of(request)
    rounds.withdraw(actor, league, agreement_id, content.revision, content.reason)
    return _now(actor, league, agreement_id)


@router.post(f"{AGREEMENT}/publications", response={200: AgreementOut, **PROBLEMS})
def publish(
    request: HttpRequest, league: str, agreement_id: UUID, content: SeenIn
) -> Any:
    """Number and publish what every party has signed."""
    actor = actor_of(request)
    publishing.publish(actor, league, agreement_id, content.revision)
    return _now(actor, league, agreement_id)


@router.get(
    f"{AGREEMENT}/versions/{{version}}/file", response={200: dict[str, Any], **PROBLEMS}
)
def export(request: HttpRequest, league: str, agreement_id: UUID, version: int) -> Any:
    """Give a version as a file for programs, from which its fingerprint follows."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    return export_of(sheet, reads.version_at(sheet, version))


@router.post(f"{AGREEMENT}/verifications", response={200: VerifiedOut, **PROBLEMS})
def verify(
    request: HttpRequest,
    league: str,
    agreement_id: UUID,
    content: AgreementFileIn,
) -> Any:
    """Compare a file for programs with the record; nothing of it is kept."""
    sheet = reads.get_agreement(actor_of(request), league, agreement_id)
    names = list_names(charter_reads.get_versions(league))
    return wire_verified(agreement_files.verify_export(sheet, content.dict(), names))


def _now(actor: Actor, league: str, agreement_id: UUID) -> Any:
    return wire_agreement(reads.get_agreement(actor, league, agreement_id))
