"""API of supervision inside a city: its unit, its papers, its bulletins."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from ninja.responses import Status

from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import LINE, PROBLEMS, FileIn, NameOut, SentIn
from hansa.directory.services.behalf import act_for
from hansa.duties.api.asking import reader
from hansa.duties.api.schemas import Line, ReturnIn, Revision, Word, Words
from hansa.duties.reads import supervision as reads
from hansa.duties.services import bulletins
from hansa.duties.services import supervision as services
from hansa.duties.services.handing import Return
from hansa.duties.terms.supervision import Lapse, PaperDraft, PaperState, RungKind

router = Router(tags=["duties"])

CITY = "/leagues/{league}/supervision/{member}"
PAPERS = f"{CITY}/papers"
PAPER = f"{PAPERS}/{{paper_id}}"
BULLETINS = f"{CITY}/bulletins"


class RungOut(Schema):
    """One level of a ladder, with its working days."""

    id: str
    name: NameOut
    kind: RungKind
    receipt_days: int
    answer_days: int
    urgent: bool
    words: NameOut


class LadderOut(Schema):
    """The levels by which a city supervises; ``example`` says that nobody agreed yet."""

    id: str
    name: NameOut
    example: bool
    note: NameOut | None
    rungs: list[RungOut]
    bulletin: NameOut


class SupervisionUnitOut(Schema):
    """The unit that supervises inside a city, and the ladder it works by."""

    member: str
    unit: UUID
    name: NameOut
    ladder: LadderOut | None
    named_at: datetime
    authority: str


class SignedOut(Schema):
    """That a paper was signed for."""

    at: datetime
    by: str
    office: str


class SupervisionPaperOut(Schema):
    """An urging or an order, with its receipt and its answer."""

    id: UUID
    member: str
    kind: RungKind
    rung: str
    name: NameOut
    notice: UUID
    reference: NameOut
    words: NameOut
    unit: UUID
    unit_name: NameOut
    part: UUID
    duty: UUID
    title: NameOut
    reason: str
    receipt_by: date
    answer_by: date
    provisional: bool
    issued_at: datetime
    authority: str
    receipt: SignedOut | None
    answered_at: datetime | None
    answer_words: str
    answer_file: UUID | None
    sent_back_words: str
    closed_at: datetime | None
    closing_words: str
    lapse: Lapse | None
    state: PaperState
    revision: int


class SupervisedOut(Schema):
    """A part of a unit that is not returned, and the rungs that may be issued now."""

    part: UUID
    duty: UUID
    title: NameOut
    unit: UUID
    unit_name: NameOut
    due_on: date | None
    days_late: int | None
    last: SupervisionPaperOut | None
    offered: list[RungOut]


class SupervisionOut(Schema):
    """Supervision of a city: its unit, the ladders of the charter, what is open."""

    member: str
    office: SupervisionUnitOut | None
    ladders: list[LadderOut]
    parts: list[SupervisedOut]


class BulletinRowOut(Schema):
    """One order past its day."""

    unit: UUID
    unit_name: NameOut
    reference: NameOut
    title: NameOut
    answer_by: date
    days_late: int


class BulletinOut(Schema):
    """A bulletin as it was frozen."""

    id: UUID
    member: str
    reference: NameOut
    title: NameOut
    office: NameOut
    rows: list[BulletinRowOut]
    words: str
    authority: str
    issued_at: datetime


class UnitNamedIn(SentIn):
    """Which unit supervises, by which ladder of the charter."""

    unit: UUID
    ladder: Word


class ForUnit(SentIn):
    """What is entered on behalf of a unit (代录) names its office and paper.

    Without a number the file is the scan of that unit's paper.
    """

    office: Line = ""
    evidence: Line = ""
    file: FileIn | None = None

    def upload(self) -> Upload | None:
        """Give the scan of the unit's paper, if one was sent."""
        return self.file.upload() if self.file else None


class PaperIn(ForUnit):
    """About which part which rung is issued."""

    part: UUID
    rung: Word
    reason: Annotated[str, Field(max_length=400, pattern=LINE)] = ""


class PaperReceiptIn(ForUnit):
    """A receipt has nothing of its own."""


class ObjectionIn(ForUnit):
    """What an answer lacks."""

    revision: Revision
    words: Words


class StrikingOffIn(ForUnit):
    """How an answer was verified."""

    revision: Revision
    words: Words = ""


class BulletinIn(ForUnit):
    """What a bulletin says beside its list."""

    words: Annotated[str, Field(max_length=400, pattern=LINE)] = ""


def _who(actor: Actor, league: str, member: str, content: ForUnit | ReturnIn) -> Actor:
    """Give the actor that enters what a unit did, where one is named (代录)."""
    if not (content.office or content.evidence):
        return actor
    paper = content.upload()
    return act_for(actor, league, member, content.office, content.evidence, paper)


@router.get(CITY, response={200: SupervisionOut, **PROBLEMS})
def get_supervision(request: HttpRequest, league: str, member: str) -> Any:
    """Give supervision of one's own city: its unit, ladders and open parts."""
    return plain(reads.get_desk(reader(request), league, member))


@router.put(f"{CITY}/unit", response={200: SupervisionOut, **PROBLEMS})
def name_supervision_unit(
    request: HttpRequest, league: str, member: str, content: UnitNamedIn
) -> Any:
    """Name the supervision unit of one's own city, and its ladder."""
    actor = reader(request)
    services.name_unit(actor, league, member, str(content.unit), content.ladder)
    return plain(reads.get_desk(actor, league, member))


@router.get(PAPERS, response={200: list[SupervisionPaperOut], **PROBLEMS})
def list_supervision_papers(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    member: str,
    paging: Query[Paging],
) -> Any:
    """List the papers of one's own city that one may see, the newest first."""
    found = reads.get_desk(reader(request), league, member).papers
    return plain(paged(request, response, found, paging, key=lambda one: str(one.id)))


@router.post(PAPERS, response={201: SupervisionPaperOut, **PROBLEMS})
def issue_supervision_paper(
    request: HttpRequest, league: str, member: str, content: PaperIn
) -> Any:
    """Issue the next paper about a part of a unit of one's own city."""
    actor = reader(request)
    reads.require_issuer(actor, league, member)
    who = _who(actor, league, member, content)
    draft = PaperDraft(rung=content.rung, reason=content.reason)
    made = services.issue(who, league, member, content.part, draft, content.upload())
    return Status(201, _paper(actor, league, member, made))


@router.get(PAPER, response={200: SupervisionPaperOut, **PROBLEMS})
def get_supervision_paper(
    request: HttpRequest, league: str, member: str, paper_id: UUID
) -> Any:
    """Give one paper."""
    return _paper(reader(request), league, member, paper_id)


@router.post(f"{PAPER}/receipts", response={200: SupervisionPaperOut, **PROBLEMS})
def sign_supervision_paper(
    request: HttpRequest,
    league: str,
    member: str,
    paper_id: UUID,
    content: PaperReceiptIn,
) -> Any:
    """Sign for a paper as the unit that it addresses."""
    actor = reader(request)
    _paper(actor, league, member, paper_id)
    who = _who(actor, league, member, content)
    services.sign(who, league, paper_id, content.upload())
    return _paper(actor, league, member, paper_id)


@router.post(f"{PAPER}/answers", response={200: SupervisionPaperOut, **PROBLEMS})
def answer_supervision_paper(
    request: HttpRequest, league: str, member: str, paper_id: UUID, content: ReturnIn
) -> Any:
    """Answer a paper as the unit that it addresses."""
    actor = reader(request)
    _paper(actor, league, member, paper_id)
    given = Return(words=content.words, file=content.upload())
    who = _who(actor, league, member, content)
    services.answer(who, league, paper_id, content.revision, given)
    return _paper(actor, league, member, paper_id)


@router.post(f"{PAPER}/objections", response={200: SupervisionPaperOut, **PROBLEMS})
def send_answer_back(
    request: HttpRequest,
    league: str,
    member: str,
    paper_id: UUID,
    content: ObjectionIn,
) -> Any:
    """Send an answer back for completion."""
    actor = reader(request)
    _paper(actor, league, member, paper_id)
    who = _who(actor, league, member, content)
    scan = content.upload()
    services.send_back(who, league, paper_id, content.revision, content.words, scan)
    return _paper(actor, league, member, paper_id)


@router.post(f"{PAPER}/closings", response={200: SupervisionPaperOut, **PROBLEMS})
def close_supervision_paper(
    request: HttpRequest,
    league: str,
    member: str,
    paper_id: UUID,
    content: StrikingOffIn,
) -> Any:
    """Strike a paper off once its answer is verified."""
    actor = reader(request)
    _paper(actor, league, member, paper_id)
    who = _who(actor, league, member, content)
    scan = content.upload()
    services.close(who, league, paper_id, content.revision, content.words, scan)
    return _paper(actor, league, member, paper_id)


@router.get(BULLETINS, response={200: list[BulletinOut], **PROBLEMS})
def list_supervision_bulletins(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    member: str,
    paging: Query[Paging],
) -> Any:
    """List the bulletins of one's own city, the newest first."""
    found = reads.get_desk(reader(request), league, member).bulletins
    return plain(paged(request, response, found, paging, key=lambda one: str(one.id)))


@router.post(BULLETINS, response={201: BulletinOut, **PROBLEMS})
def publish_supervision_bulletin(
    request: HttpRequest, league: str, member: str, content: BulletinIn
) -> Any:
    """Publish a bulletin of the units whose orders are past their day."""
    actor = reader(request)
    reads.require_issuer(actor, league, member)
    who = _who(actor, league, member, content)
    made = bulletins.publish(who, league, member, content.words, content.upload())
    return Status(201, plain(reads.get_bulletin(actor, league, made)))


@router.get(f"{BULLETINS}/{{bulletin_id}}", response={200: BulletinOut, **PROBLEMS})
def get_supervision_bulletin(
    request: HttpRequest, league: str, member: str, bulletin_id: UUID
) -> Any:
    """Give one bulletin of one's own city."""
    found = reads.get_bulletin(reader(request), league, bulletin_id)
    if found.member != member:
        raise reads.paper_missing()
    return plain(found)


def _paper(actor: Actor, league: str, member: str, paper_id: UUID) -> Any:
    line, _notice = reads.get_paper(actor, league, paper_id)
    if line.member != member:
        raise reads.paper_missing()
    return plain(line)
