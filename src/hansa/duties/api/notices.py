"""API of notices: issuing, reading, receipts, channels and deliveries."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status
from pydantic import AfterValidator

from hansa.chassis.asked import actor_of
from hansa.chassis.language import render
from hansa.chassis.paging import Paging, paged, paged_rows
from hansa.chassis.plain import plain
from hansa.chassis.wire import LINE, PROBLEMS, ClockTime, Day, Instant, NameOut, SentIn
from hansa.duties.reads import channels as channel_reads
from hansa.duties.reads import notice_plans
from hansa.duties.reads import notices as reads
from hansa.duties.services import channels as channel_services
from hansa.duties.services import notices as services
from hansa.duties.services import receipts, sending
from hansa.duties.terms.channels import ChannelDraft, DeliveryState
from hansa.duties.terms.notices import (
    Addressee,
    Call,
    Draft,
    Matter,
    NoticeFilters,
    NoticeKind,
    Occasion,
    ReceiptHow,
)
from hansa.kernel.text import Bilingual

OWN_SUBJECTS = ("duty:", "request:", "circular:", "supervision:")
"""What a subject begins with only where the program found out what it is about."""

router = Router(tags=["notices"])

Duties = Annotated[list[UUID], Field(min_length=1, max_length=200)]


class ChannelNameIn(SentIn):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=2000, pattern=LINE)
    en: str = Field(min_length=1, max_length=2000, pattern=LINE)


class AddresseeIn(SentIn):
    """A city, or one of its units, or a person; ``member`` null is the league's own."""

    member: str | None = Field(None, max_length=60, pattern=LINE)
    unit: UUID | None = None
    person: UUID | None = None


class OccasionIn(SentIn):
    """When and where a meeting is held."""

    on: Day
    at: ClockTime | None = None
    place: ChannelNameIn


def _about_no_duty(subject: str) -> str:
    if subject.strip().casefold().startswith(OWN_SUBJECTS):
        raise ValueError(
            "notices about duties, requests, circulars and orders are issued for them"
        )
    return subject


class NoticeIn(SentIn):
    """A notice about anything; those about duties are issued for their duties."""

    kind: NoticeKind
    subject: Annotated[
        str, Field(max_length=200, pattern=LINE), AfterValidator(_about_no_duty)
    ]
    title: ChannelNameIn
    is_document: bool = False
    asked: ChannelNameIn
    rider: ChannelNameIn | None = None
    due_on: Day | None = None
    due_time: ClockTime | None = None
    occasion: OccasionIn | None = None
    contact: ChannelNameIn | None = None
    to: list[AddresseeIn] = Field(min_length=1, max_length=200)
    body: list[ChannelNameIn] = Field(default_factory=list, max_length=20)


class ForDutiesIn(SentIn):
    """Duties to follow up: ``reminder``, ``letter``, ``demand`` or ``escalation``."""

    kind: NoticeKind = NoticeKind.REMINDER
    duties: Duties


class ReceiptOut(Schema):
    """That a notice arrived."""

    at: datetime
    by: str
    office: str
    how: ReceiptHow
    recorded_by: str
    recorded_at: datetime


class NoticeOut(Schema):
    """A notice; ``joint`` names everybody addressed at once, for its issuer alone."""

    id: UUID
    kind: NoticeKind
    year: int
    number: int
    reference: NameOut
    subject: str
    duty: UUID | None
    from_member: str | None
    member: str | None
    unit: str | None
    person: str | None
    name: NameOut
    title: NameOut
    words: NameOut
    joint: NameOut | None
    due_on: date | None
    due_time: time | None
    issued_by: str
    authority: str
    issued_at: datetime
    receipt: ReceiptOut | None
    failing: int


class PaperOut(Schema):
    """The paper form of a notice."""

    heading: NameOut
    addressee: NameOut
    body: list[NameOut]
    signature: NameOut
    contact: NameOut | None


class NoticeAndPaperOut(Schema):
    """A notice with its paper form."""

    line: NoticeOut
    paper: PaperOut


class RouteOut(Schema):
    """One way on which a notice would travel."""

    channel: UUID | None
    kind: str
    name: str
    address: str
    digest: str
    send_at: datetime | None


class RecipientOut(Schema):
    """One addressee of a notice that is not issued yet."""

    name: NameOut
    words: NameOut
    routes: list[RouteOut]


class PlanOut(Schema):
    """What issuing would do; ``joint`` is the text to copy."""

    kind: NoticeKind
    subject: str
    joint: NameOut
    recipients: list[RecipientOut]


class TelephoneIn(SentIn):
    """A telephone call in which somebody confirmed a notice."""

    spoke_to: str = Field(min_length=1, max_length=200, pattern=LINE)
    office: str = Field(min_length=1, max_length=200, pattern=LINE)
    at: Instant


class LinkOut(Schema):
    """A link to sign by; it is given this once."""

    link: str


class ChannelIn(SentIn):
    """A channel to be added; ``secret`` only where the chat service gave one."""

    member: str | None = Field(None, max_length=60, pattern=LINE)
    unit: UUID | None = None
    kind: str = Field(max_length=40, pattern=LINE)
    name: str = Field(max_length=100, pattern=LINE)
    address: str = Field(max_length=400, pattern=LINE)
    secret: str = Field("", max_length=200, pattern=LINE)


class ChannelOut(Schema):
    """A channel, without what is secret in it."""

    id: UUID
    member: str | None
    unit: str | None
    kind: str
    name: str
    address: str
    created_by: str
    created_at: datetime
    closed_at: datetime | None
    failing: int


class AddedOut(Schema):
    """A new channel; ``secret`` is given this once, empty for none."""

    id: UUID
    secret: str


class TrialOut(Schema):
    """How a trial went; ``failure`` null means the message was taken."""

    taken: bool
    failure: str | None


class DeliveryOut(Schema):
    """One notice on one channel; ``channel`` null is a mail to the directory's address."""

    id: UUID
    notice: UUID
    reference: NameOut
    name: NameOut
    channel: UUID | None
    channel_name: str
    kind: str
    address: str
    digest: str
    state: DeliveryState
    queued_at: datetime
    tries: int
    next_try_at: datetime | None
    failure: str | None
    done_at: datetime | None


@router.get("/leagues/{league}/notices", response={200: list[NoticeOut], **PROBLEMS})
def list_notices(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    kind: NoticeKind | None = None,
    member: Annotated[str | None, Query(max_length=60)] = None,
    subject: Annotated[str, Query(max_length=200)] = "",
    duty: UUID | None = None,
    unanswered: bool = False,
) -> Any:
    """List the notices that one issued or got, the newest first."""
    actor = actor_of(request)
    reads.refuse_strangers(actor, league)
    filters = NoticeFilters(
        kind=kind, member=member, subject=subject, duty=duty, unanswered=unanswered
    )
    page = reads.page_notices(actor, league, filters, paging)
    return plain(paged_rows(request, response, page))


@router.post("/leagues/{league}/notices", response={201: list[NoticeOut], **PROBLEMS})
def issue(request: HttpRequest, league: str, notice: NoticeIn) -> Any:
    """Issue a notice to everybody it names, one numbered notice each."""
    issued = services.issue(actor_of(request), league, _draft(notice))
    return Status(201, plain(issued))


@router.post(
    "/leagues/{league}/notices/for-duties",
    response={201: list[NoticeOut], **PROBLEMS},
)
def issue_for_duties(request: HttpRequest, league: str, asked: ForDutiesIn) -> Any:
    """Follow duties up; what is settled is left out."""
    issued = services.follow_up(actor_of(request), league, asked.kind, asked.duties)
    return Status(201, plain(issued))


@router.post("/leagues/{league}/notices/plan", response={200: PlanOut, **PROBLEMS})
def plan(request: HttpRequest, league: str, notice: NoticeIn) -> Any:
    """Give the texts and recipients of a notice without issuing it."""
    return plain(notice_plans.plan(actor_of(request), league, _draft(notice)))


@router.get(
    "/leagues/{league}/notices/plans-for-duties",
    response={200: list[PlanOut], **PROBLEMS},
)
def plans_for_duties(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    duty: Annotated[list[UUID], Query(min_length=1, max_length=200)],
    kind: NoticeKind = NoticeKind.REMINDER,
) -> Any:
    """Give the text to copy for duties, one for each matter, and whom it names."""
    plans = notice_plans.plan_for_duties(actor_of(request), league, kind, duty)
    return plain(paged(request, response, plans, paging, key=lambda one: one.subject))


@router.get(
    "/leagues/{league}/notices/{notice}",
    response={200: NoticeAndPaperOut, **PROBLEMS},
)
def get_notice(request: HttpRequest, league: str, notice: UUID) -> Any:
    """Give one notice with its paper form."""
    return plain(reads.get_notice(actor_of(request), league, notice))


@router.post(
    "/leagues/{league}/notices/{notice}/receipt",
    response={200: NoticeAndPaperOut, **PROBLEMS},
)
def sign(request: HttpRequest, league: str, notice: UUID) -> Any:
    """Sign for a notice that addresses one's city or unit; again changes nothing."""
    actor = actor_of(request)
    receipts.sign(actor, league, notice)
    return plain(reads.get_notice(actor, league, notice))


@router.post(
    "/leagues/{league}/notices/{notice}/telephone-receipt",
    response={200: NoticeAndPaperOut, **PROBLEMS},
)
def confirm_by_telephone(
    request: HttpRequest, league: str, notice: UUID, call: TelephoneIn
) -> Any:
    """Record that somebody confirmed a notice on the telephone."""
    actor = actor_of(request)
    told = Call(spoke_to=call.spoke_to, office=call.office, at=call.at)
    receipts.confirm_by_telephone(actor, league, notice, told)
    return plain(reads.get_notice(actor, league, notice))


@router.post(
    "/leagues/{league}/notices/{notice}/link", response={201: LinkOut, **PROBLEMS}
)
def make_link(
    request: HttpRequest, response: HttpResponse, league: str, notice: UUID
) -> Any:
    """Make a link by which somebody signs without an account."""
    response["Cache-Control"] = "private, no-store"
    return Status(201, {"link": receipts.make_link(actor_of(request), league, notice)})


@router.get("/leagues/{league}/channels", response={200: list[ChannelOut], **PROBLEMS})
def list_channels(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List the channels that notices are sent on, those in use first."""
    actor = actor_of(request)
    channel_reads.refuse_strangers(actor, league)
    lines = channel_reads.list_channels(actor, league)
    return plain(paged(request, response, lines, paging, key=lambda x: str(x.id)))


@router.post("/leagues/{league}/channels", response={201: AddedOut, **PROBLEMS})
def add_channel(
    request: HttpRequest, response: HttpResponse, league: str, channel: ChannelIn
) -> Any:
    """Add a channel."""
    response["Cache-Control"] = "private, no-store"
    draft = ChannelDraft(
        member=channel.member,
        unit=str(channel.unit) if channel.unit else None,
        kind=channel.kind,
        name=channel.name,
        address=channel.address,
        secret=channel.secret,
    )
    added = channel_services.add_channel(actor_of(request), league, draft)
    return Status(201, plain(added))


@router.delete("/leagues/{league}/channels/{channel}", response={204: None, **PROBLEMS})
def close_channel(request: HttpRequest, league: str, channel: UUID) -> Any:
    """Close a channel; nothing more is sent on it."""
    channel_services.close_channel(actor_of(request), league, channel)
    return Status(204, None)


@router.post(
    "/leagues/{league}/channels/{channel}/trial",
    response={200: TrialOut, **PROBLEMS},
)
def try_channel(request: HttpRequest, league: str, channel: UUID) -> Any:
    """Send a trial message and say how that went."""
    outcome = sending.try_channel(actor_of(request), league, channel)
    failure = render(outcome.failure) if outcome.failure else None
    return {"taken": failure is None, "failure": failure}


@router.get(
    "/leagues/{league}/deliveries", response={200: list[DeliveryOut], **PROBLEMS}
)
def list_deliveries(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    state: DeliveryState | None = None,
) -> Any:
    """List how the notices of one's office travelled, the latest first."""
    actor = actor_of(request)
    reads.require_follower(actor, league)
    page = channel_reads.page_deliveries(actor, league, state, paging)
    return plain(paged_rows(request, response, page))


@router.post(
    "/leagues/{league}/deliveries/{delivery}/again", response={204: None, **PROBLEMS}
)
def send_again(request: HttpRequest, league: str, delivery: UUID) -> Any:
    """Put a delivery into the queue again; its receiver knows it by the same id."""
    sending.send_again(actor_of(request), league, delivery)
    return Status(204, None)


def _draft(sent: NoticeIn) -> Draft:
    occasion = sent.occasion
    return Draft(
        kind=sent.kind,
        subject=sent.subject or "notice",
        matter=Matter(
            title=_name(sent.title),
            is_document=sent.is_document,
            asked=_name(sent.asked),
            rider=_name(sent.rider) if sent.rider else None,
            due_on=sent.due_on,
            due_time=sent.due_time,
            occasion=Occasion(
                on=occasion.on, at=occasion.at, place=_name(occasion.place)
            )
            if occasion
            else None,
            contact=_name(sent.contact) if sent.contact else None,
        ),
        to=tuple(
            Addressee(
                member=one.member,
                unit=str(one.unit) if one.unit else None,
                person=str(one.person) if one.person else None,
            )
            for one in sent.to
        ),
        body=tuple(_name(paragraph) for paragraph in sent.body),
    )


def _name(sent: ChannelNameIn) -> Bilingual:
    return Bilingual(sent.zh, sent.en)
