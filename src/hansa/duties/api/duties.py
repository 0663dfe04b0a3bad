"""API of duties: lists, one duty, what happens to it, and what waits for whom."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor
from hansa.chassis.asked import refuse_strange
from hansa.chassis.clock import LEAGUE_ZONE, today
from hansa.chassis.paging import Paging, paged_rows
from hansa.chassis.wire import LINE, PROBLEMS
from hansa.directory.reads import people
from hansa.directory.reads.places import places
from hansa.duties.api import handing, requests
from hansa.duties.api.asking import acting, line_now, reader
from hansa.duties.api.schemas import (
    Day,
    DutyOut,
    DutySheetOut,
    EventIn,
    InboxOut,
    MatrixOut,
    RecordedOut,
    Revision,
    StateCountOut,
    duty_wire,
    inbox_wire,
    matrix_wire,
    recorded_wire,
    sheet_wire,
)
from hansa.duties.reads import duties as reads
from hansa.duties.reads import inboxes
from hansa.duties.services import acts
from hansa.duties.services.acts import (
    Decision,
    Done,
    Escalation,
    Extension,
    Recorded,
)
from hansa.duties.terms.duties import DutyState, EventKind, Filters, Source
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

router = Router(tags=["duties"])
router.add_router("", handing.router)
router.add_router("", requests.router)

AsOf = Annotated[Day | None, Query()]


class FiltersIn(Schema):
    """Which duties a list shows; what is left out shows all."""

    state: list[DutyState] = Field(default_factory=list, max_length=20)
    member: str | None = Field(None, max_length=60, pattern=LINE)
    unit: UUID | None = None
    body: str | None = Field(None, max_length=60, pattern=LINE)
    domain: str | None = Field(None, max_length=60, pattern=LINE)
    modality: Modality | None = None
    source: Source | None = None
    series: str | None = Field(None, max_length=200, pattern=LINE)
    request: UUID | None = None
    words: str = Field("", max_length=200, pattern=LINE)
    due_from: Day | None = None
    due_to: Day | None = None
    without_unit: bool = False

    def filters(self, league: str) -> Filters:
        """Give them as terms.

        Raises:
            Refused: the league never had such a city, body, field or unit.
        """
        known = places(league)
        refuse_strange(
            {
                "member": (self.member, known.members),
                "body": (self.body, known.bodies),
                "domain": (self.domain, known.domains),
            }
        )
        asked = self.dict(exclude={"state", "unit"})
        unit = str(self.unit) if self.unit else None
        if unit is not None and unit not in people.unit_names(league, today()):
            raise Refused(
                "unit-unknown",
                text("No unit has the id “{written}”.", written=unit),
                text("GET /leagues/{league}/units lists them.", league=league),
            )
        return Filters(states=frozenset(self.state), unit=unit, **asked)


@router.get("/leagues/{league}/duties", response={200: list[DutyOut], **PROBLEMS})
def list_duties(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    asked: Query[FiltersIn],
    as_of: AsOf = None,
) -> Any:
    """List the duties that one may see, by the due day in force."""
    reckoning = reads.reckon(league, as_of or today())
    page = reads.page_duties(
        reader(request), league, reckoning, asked.filters(league), paging
    )
    return [duty_wire(line) for line in paged_rows(request, response, page)]


@router.get(
    "/leagues/{league}/duty-states", response={200: list[StateCountOut], **PROBLEMS}
)
def count_states(
    request: HttpRequest, league: str, asked: Query[FiltersIn], as_of: AsOf = None
) -> Any:
    """Count the duties that one may see in each state."""
    reckoning = reads.reckon(league, as_of or today())
    counts = reads.count_states(
        reader(request), league, reckoning, asked.filters(league)
    )
    return [
        {"state": state, "count": counts[state]}
        for state in DutyState
        if state in counts
    ]


@router.get("/leagues/{league}/inbox", response={200: InboxOut, **PROBLEMS})
def inbox(request: HttpRequest, league: str, as_of: AsOf = None) -> Any:
    """Say what waits for whoever asks."""
    reckoning = reads.reckon(league, as_of or today())
    return inbox_wire(inboxes.inbox(reader(request), league, reckoning))


@router.get("/leagues/{league}/matrix", response={200: MatrixOut, **PROBLEMS})
def matrix(request: HttpRequest, league: str, as_of: AsOf = None) -> Any:
    """Say who owes what, as far as one may see it."""
    reckoning = reads.reckon(league, as_of or today())
    return matrix_wire(inboxes.who_owes_what(reader(request), league, reckoning))


@router.get(
    "/leagues/{league}/duties/{duty_id}", response={200: DutySheetOut, **PROBLEMS}
)
def get_duty(
    request: HttpRequest, league: str, duty_id: UUID, as_of: AsOf = None
) -> Any:
    """Give one duty: its state and why, and all that happened to it."""
    reckoning = reads.reckon(league, as_of or today())
    return sheet_wire(reads.get_duty(reader(request), league, duty_id, reckoning))


@router.post(
    "/leagues/{league}/duties/{duty_id}/events",
    response={200: RecordedOut, **PROBLEMS},
)
def add_event(
    request: HttpRequest, league: str, duty_id: UUID, content: EventIn
) -> Any:
    """Record something that happened to a duty."""
    actor = acting(reader(request), league, duty_id, content)
    if content.kind not in RECORDED:
        raise Refused(
            "kind-not-recorded",
            text(
                "Events of the kind “{kind}” come about otherwise.",
                kind=content.kind.value,
            ),
            text(
                "These are recorded: {kinds}.",
                kinds=tuple(kind.value for kind in RECORDED),
            ),
        )
    recorded = RECORDED[content.kind](actor, league, duty_id, content)
    return recorded_wire(recorded, line_now(actor, league, duty_id))


@router.delete(
    "/leagues/{league}/duties/{duty_id}/events/{number}",
    response={200: RecordedOut, **PROBLEMS},
)
def withdraw_event(
    request: HttpRequest,
    league: str,
    duty_id: UUID,
    number: int,
    revision: Annotated[Revision | None, Query()] = None,
) -> Any:
    """Take back an event that was entered in error and that nobody answered."""
    actor = reader(request)
    event = min(number, 2**31 - 1)
    acts.withdraw_event(actor, league, duty_id, event, revision=revision)
    return recorded_wire(Recorded(number=number), line_now(actor, league, duty_id))


def _on(actor: Actor, content: EventIn) -> date:
    return content.on or actor.at.astimezone(LEAGUE_ZONE).date()


def _done(actor: Actor, content: EventIn) -> Done:
    return Done(
        on=_on(actor, content),
        note=content.note,
        document=content.document,
        file=content.upload(),
    )


def _decision(actor: Actor, content: EventIn) -> Decision:
    return Decision(
        on=_on(actor, content),
        note=content.note,
        document=content.document,
        file=content.upload(),
    )


def _extension(content: EventIn) -> Extension:
    if content.until is None:
        raise Refused(
            "until-missing",
            text("The day is missing up to which it is extended."),
            text("Give it as until."),
        )
    return Extension(
        until=content.until,
        reason=content.note,
        document=content.document,
        file=content.upload(),
    )


def _number(content: EventIn) -> int:
    if content.number is None:
        raise Refused(
            "number-missing",
            text("The number of the event is missing that this one answers."),
            text("Give it as number."),
        )
    return content.number


Record = Callable[[Actor, str, UUID, EventIn], Recorded]
RECORDED: Mapping[EventKind, Record] = {
    EventKind.EVIDENCE: lambda actor, league, duty, said: acts.record_evidence(
        actor, league, duty, said.revision, _done(actor, said)
    ),
    EventKind.EVIDENCE_RETURNED: lambda actor, league, duty, said: acts.return_evidence(
        actor, league, duty, said.revision, _number(said), said.note
    ),
    EventKind.WAIVED: lambda actor, league, duty, said: acts.waive(
        actor, league, duty, said.revision, _decision(actor, said)
    ),
    EventKind.TRIGGERED: lambda actor, league, duty, said: acts.trigger(
        actor, league, duty, said.revision, _decision(actor, said)
    ),
    EventKind.EXTENSION_REQUESTED: lambda actor, league, duty, said: (
        acts.request_extension(actor, league, duty, said.revision, _extension(said))
    ),
    EventKind.EXTENSION_GRANTED: lambda actor, league, duty, said: acts.grant_extension(
        actor, league, duty, said.revision, _extension(said)
    ),
    EventKind.EXTENSION_REFUSED: lambda actor, league, duty, said: (
        acts.refuse_extension(actor, league, duty, said.revision, said.note)
    ),
    EventKind.ESCALATED: lambda actor, league, duty, said: acts.escalate(
        actor,
        league,
        duty,
        said.revision,
        Escalation(level=said.level, proposal=said.note),
    ),
    EventKind.ANSWERED: lambda actor, league, duty, said: acts.answer(
        actor, league, duty, said.revision, _number(said), _done(actor, said)
    ),
    EventKind.SIGNED_FOR: lambda actor, league, duty, said: acts.sign_for(
        actor, league, duty, said.revision, _number(said)
    ),
    EventKind.NOTED: lambda actor, league, duty, said: acts.note(
        actor, league, duty, said.note
    ),
}
"""The kinds that people record, and the service that keeps each."""
