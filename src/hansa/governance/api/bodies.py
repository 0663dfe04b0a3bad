"""API of the life of bodies, and of changes that were decided."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.responses import Status

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.wire import PROBLEMS, Day, FindingOut, NameOut, SentIn
from hansa.governance.api.calendars import WindowOut
from hansa.governance.api.session_schemas import Line, Slug, UnitId
from hansa.governance.reads import bodies as reads
from hansa.governance.reads.bodies_wire import wire_body, wire_change
from hansa.governance.services import bodies as services
from hansa.governance.terms.changes import ChangeDraft, ChangeKind, NewGroup
from hansa.kernel.text import Bilingual

router = Router(tags=["governance"])

CHANGES = "/leagues/{league}/body-changes"


class BodyEventOut(Schema):
    """Something that the charter says of the life of a body."""

    on: date
    message: str
    version: int | None
    authority: str | None
    decision: UUID | None
    session: UUID | None


class NextSessionOut(Schema):
    """The session that a body is convened for."""

    session: UUID
    days: WindowOut
    host: str | None


class OpenMatterOut(Schema):
    """A matter that waits for a body."""

    item: UUID
    session: UUID | None
    title: str
    class_id: str
    proposer: str | None


class PortfolioOut(Schema):
    """A work that a platform studies; ``study`` null where the register has none."""

    work: str
    name: NameOut
    stage: str | None
    study: str | None
    state: str | None
    owner: str
    gate: str
    gate_on: date | None


class BodyLifeOut(Schema):
    """A body with its history; dockets are null for who may not see them."""

    id: str
    name: NameOut
    history: list[BodyEventOut]
    next: NextSessionOut | None
    open: list[OpenMatterOut] | None
    silent: list[WindowOut] | None
    portfolio: list[PortfolioOut] | None


class RehomedOut(OpenMatterOut):
    """An open matter with the body that has it from then on."""

    to: str


class CharterChangeOut(Schema):
    """One difference that an amendment makes."""

    code: str
    message: str


class BodyChangeOut(Schema):
    """A change of bodies: what it rests on, and what it does."""

    kind: ChangeKind
    authority: str
    decision: UUID
    version: int
    effective_from: date
    changes: list[CharterChangeOut]
    rehomed: list[RehomedOut]
    findings: list[FindingOut]


class NewGroupIn(SentIn):
    """A working group that is to begin."""

    id: Slug
    name_zh: Annotated[Line, Field(min_length=1)]
    name_en: Line = ""
    domain: Slug | None = None
    lead: UnitId | None = None


class HomeIn(SentIn):
    """Where one open item goes."""

    item: UUID
    body: Slug


class BodyChangeIn(SentIn):
    """What a decision changes in the bodies of a league."""

    decision: UUID
    from_on: Day
    ends: list[Slug] = Field(default_factory=list, max_length=30)
    begins: list[NewGroupIn] = Field(default_factory=list, max_length=30)
    sets_up: list[Slug] = Field(default_factory=list, max_length=30)
    heir: Slug | None = None
    homes: list[HomeIn] = Field(default_factory=list, max_length=500)

    def draft(self) -> ChangeDraft:
        """Give the draft."""
        return ChangeDraft(
            decision=self.decision,
            from_on=self.from_on,
            ends=tuple(self.ends),
            begins=tuple(
                NewGroup(
                    id=one.id,
                    name=Bilingual(one.name_zh, one.name_en or one.name_zh),
                    domain=one.domain,
                    lead=one.lead,
                )
                for one in self.begins
            ),
            sets_up=tuple(self.sets_up),
            heir=self.heir,
            homes={one.item: one.body for one in self.homes},
        )


@router.get("/leagues/{league}/bodies/{body}", response={200: BodyLifeOut, **PROBLEMS})
def body(
    request: HttpRequest, league: str, body: str, as_of: date | None = None
) -> Any:
    """Give what a body came from, when it meets next and what is open before it."""
    versions, day = charter_reads.get_versions(league), as_of or today()
    return wire_body(reads.get_life(actor_of(request), versions, body, day))


@router.post(f"{CHANGES}/plans", response={200: BodyChangeOut, **PROBLEMS})
def plan_change(request: HttpRequest, league: str, content: BodyChangeIn) -> Any:
    """Say what a change that was decided would do; changes nothing."""
    actor = actor_of(request)
    return wire_change(services.plan_change(actor, league, content.draft()))


@router.post(CHANGES, response={201: BodyChangeOut, **PROBLEMS})
def change_bodies(request: HttpRequest, league: str, content: BodyChangeIn) -> Any:
    """Change bodies as was decided: the charter's next version cites the decision."""
    actor = actor_of(request)
    changed = services.apply_change(actor, league, content.draft())
    return Status(201, wire_change(changed))
