"""API of minutes: their text, rounds of comments, approval, publication, correction."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS, FileIn
from hansa.directory.services.behalf import act_for
from hansa.governance.api.calendars import HolderOut
from hansa.governance.api.records import HolderIn
from hansa.governance.api.session_schemas import LackOut, Line, Reason, Revision, Words
from hansa.governance.api.sessions import ONE, BodyAsked, YearAsked
from hansa.governance.reads import minutes as reads
from hansa.governance.reads import records as record_reads
from hansa.governance.reads.minutes_wire import wire_minutes, wire_minutes_line
from hansa.governance.services.minutes import drafting, publishing, rounds
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import (
    CommentDraft,
    CommentStance,
    MinutesState,
    Reply,
)

router = Router(tags=["governance"])

MINUTES = f"{ONE}/minutes"
Place = Annotated[int, Field(ge=0, le=32767)]
Edition = Annotated[int | None, Field(ge=1, le=32767)]


class MinutesLineOut(Schema):
    """Minutes as lists give them."""

    id: UUID
    league: str
    session: UUID
    body: str
    year: int
    edition: int
    corrects: UUID | None
    reason: str
    state: MinutesState
    due_on: date | None
    round: int
    circulated_at: datetime | None
    comments_due_on: date | None
    provisional: bool
    number: int | None
    reference: str
    published_at: datetime | None
    digest: str
    revision: int


class SectionOut(Schema):
    """One section: the opening, or what is said of one item."""

    place: int
    item: UUID | None
    heading: str
    words: str
    revision: int


class CommentOut(Schema):
    """What a city said in one round, and how it was answered."""

    member: str
    round: int
    stance: CommentStance
    words: str
    section: int | None
    authority: str
    evidence: str | None
    given_at: datetime
    replaced_at: datetime | None
    answer: str
    adopted: bool | None


class ApprovalOut(Schema):
    """An approval; ``counts`` tells whether it is of the wording that stands."""

    holder: HolderOut
    document: str
    counts: bool
    authority: str
    given_at: datetime


class MinutesOut(MinutesLineOut):
    """Minutes whole; ``intact`` tells whether the text has its fingerprint still."""

    sections: list[SectionOut]
    comments: list[CommentOut]
    answered: list[str]
    silent: list[str]
    missing: list[str]
    approvers: list[HolderOut]
    approvals: list[ApprovalOut]
    lacks: list[LackOut]
    intact: bool | None


class SeenIn(Schema, extra="forbid"):
    """The revision that the asker saw."""

    revision: Revision


class WordingIn(SeenIn, extra="forbid"):
    """A section as it is to read; the revision is that of the section."""

    words: Words


class CommentIn(SeenIn, extra="forbid"):
    """What a city says; ``office`` and ``evidence`` enter it on behalf (代录)."""

    member: Line
    stance: CommentStance
    words: Words = ""
    section: Place | None = None
    office: Line = ""
    evidence: Line = ""
    file: FileIn | None = None


class AnswerIn(SeenIn, extra="forbid"):
    """How the comment of a city was treated."""

    member: Line
    adopted: bool
    words: Words = ""


class ApprovalIn(SeenIn, extra="forbid"):
    """Who approves, and the signed paper."""

    holder: HolderIn
    document: Line


class CorrectionIn(SeenIn, extra="forbid"):
    """Why published minutes are corrected."""

    reason: Reason


@router.get(
    "/leagues/{league}/minutes", response={200: list[MinutesLineOut], **PROBLEMS}
)
def list_minutes(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    body: BodyAsked = None,
) -> Any:
    """List minutes, those of the latest session first."""
    named = record_reads.bodies_named(charter_reads.get_versions(league))
    refuse_strange({"body": (body, named)})
    found = reads.list_minutes(actor_of(request), league, year, body)
    page = paged(request, response, found, paging, key=lambda one: str(one.id))
    return [wire_minutes_line(line) for line in page]


@router.get(MINUTES, response={200: MinutesOut, **PROBLEMS})
def get_minutes(
    request: HttpRequest, league: str, session_id: UUID, edition: Edition = None
) -> Any:
    """Give the minutes of a session: an edition, or the last one."""
    sheet = reads.minutes_of(actor_of(request), league, session_id, edition)
    return wire_minutes(sheet)


@router.put(f"{MINUTES}/sections/{{place}}", response={200: MinutesOut, **PROBLEMS})
def word_section(
    request: HttpRequest,
    league: str,
    session_id: UUID,
    place: Place,
    content: WordingIn,
) -> Any:
    """Word a section anew; approvals of the former wording no longer count."""
    actor = actor_of(request)
    drafting.word_section(
        actor, league, session_id, place, content.revision, content.words
    )
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/circulations", response={200: MinutesOut, **PROBLEMS})
def circulate(
    request: HttpRequest, league: str, session_id: UUID, content: SeenIn
) -> Any:
    """Send the draft to every city for comments; again begins another round."""
    actor = actor_of(request)
    rounds.circulate(actor, league, session_id, content.revision)
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/comments", response={200: MinutesOut, **PROBLEMS})
def comment(
    request: HttpRequest, league: str, session_id: UUID, content: CommentIn
) -> Any:
    """Record what a city says to the draft; what it said before is kept."""
    actor = speaker = actor_of(request)
    paper = content.file.upload() if content.file else None
    if content.office or content.evidence:
        speaker = act_for(
            actor, league, content.member, content.office, content.evidence, paper
        )
    said = CommentDraft(
        member=content.member,
        stance=content.stance,
        words=content.words,
        place=content.section,
    )
    rounds.comment(speaker, league, session_id, content.revision, said, paper)
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/answers", response={200: MinutesOut, **PROBLEMS})
def answer(
    request: HttpRequest, league: str, session_id: UUID, content: AnswerIn
) -> Any:
    """Answer the comment of a city: adopted or not, and why."""
    actor = actor_of(request)
    reply = Reply(adopted=content.adopted, words=content.words)
    rounds.answer(actor, league, session_id, content.revision, content.member, reply)
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/approvals", response={200: MinutesOut, **PROBLEMS})
def approve(
    request: HttpRequest, league: str, session_id: UUID, content: ApprovalIn
) -> Any:
    """Record that somebody who must has approved the wording that stands."""
    actor, asked = actor_of(request), content.holder
    holder = Holder(member=asked.member, office=asked.office)
    publishing.approve(
        actor, league, session_id, content.revision, holder, content.document
    )
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/publications", response={200: MinutesOut, **PROBLEMS})
def publish(
    request: HttpRequest, league: str, session_id: UUID, content: SeenIn
) -> Any:
    """Number the minutes and fix their text with its fingerprint."""
    actor = actor_of(request)
    publishing.publish(actor, league, session_id, content.revision)
    return _now(actor, league, session_id)


@router.post(f"{MINUTES}/corrections", response={200: MinutesOut, **PROBLEMS})
def correct(
    request: HttpRequest, league: str, session_id: UUID, content: CorrectionIn
) -> Any:
    """Begin an edition that corrects published minutes, which stay as they are."""
    actor = actor_of(request)
    drafting.correct(actor, league, session_id, content.revision, content.reason)
    return _now(actor, league, session_id)


def _now(actor: Actor, league: str, session_id: UUID) -> Any:
    return wire_minutes(reads.minutes_of(actor, league, session_id))
