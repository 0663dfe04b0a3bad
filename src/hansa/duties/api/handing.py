"""API of handing on: parts of a duty, their returns, and the merged report."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.duties.api.asking import acting, entering, line_now, reader, reckoned
from hansa.duties.api.schemas import (
    DutySheetOut,
    HandOnIn,
    Line,
    MergeIn,
    PartOut,
    RecordedOut,
    ReturnIn,
    Revision,
    SendBackIn,
    SignPartIn,
    recorded_wire,
    sheet_wire,
)
from hansa.duties.reads import duties as reads
from hansa.duties.services import handing as services
from hansa.duties.services.acts import Done
from hansa.duties.services.handing import Handing, Return

router = Router(tags=["duties"])

Seen = Annotated[Revision, Query()]
Named = Annotated[Line | None, Query()]
PART = "/leagues/{league}/duties/{duty_id}/parts/{part_id}"


@router.post(
    "/leagues/{league}/duties/{duty_id}/parts",
    response={200: list[PartOut], **PROBLEMS},
)
def hand_on(request: HttpRequest, league: str, duty_id: UUID, content: HandOnIn) -> Any:
    """Hand a city's duty on to units of the city."""
    actor = reader(request)
    handings = [
        Handing(unit=str(part.unit), words=part.words, due_on=part.due_on)
        for part in content.parts
    ]
    made = services.hand_on(actor, league, duty_id, content.revision, handings)
    duty = reads.get_duty(actor, league, duty_id, reckoned(actor, league))
    return [plain(part) for part in duty.parts if part.id in made]


@router.post(f"{PART}/receipts", response={200: DutySheetOut, **PROBLEMS})
def sign_part(
    request: HttpRequest,
    league: str,
    duty_id: UUID,
    part_id: UUID,
    revision: Seen,
    office: Named = None,
    evidence: Named = None,
    content: SignPartIn | None = None,
) -> Any:
    """Sign for a part; ``office`` and ``evidence`` enter it on behalf of its unit.

    Without a number the file is the scan of the unit's paper.
    """
    actor = reader(request)
    services.refuse_part_elsewhere(league, duty_id, part_id)
    paper = content.file.upload() if content and content.file else None
    actor = entering(actor, league, duty_id, office or "", evidence or "", paper)
    services.sign_part(actor, league, part_id, revision, paper)
    return _sheet(actor, league, duty_id)


@router.post(f"{PART}/returns", response={200: DutySheetOut, **PROBLEMS})
def return_part(
    request: HttpRequest, league: str, duty_id: UUID, part_id: UUID, content: ReturnIn
) -> Any:
    """Return a part to the city's liaison."""
    actor = reader(request)
    services.refuse_part_elsewhere(league, duty_id, part_id)
    actor = acting(actor, league, duty_id, content)
    given = Return(words=content.words, file=content.upload())
    services.return_part(actor, league, part_id, content.revision, given)
    return _sheet(actor, league, duty_id)


@router.post(f"{PART}/objections", response={200: DutySheetOut, **PROBLEMS})
def send_part_back(
    request: HttpRequest, league: str, duty_id: UUID, part_id: UUID, content: SendBackIn
) -> Any:
    """Send a unit's return back for completion."""
    actor = reader(request)
    services.refuse_part_elsewhere(league, duty_id, part_id)
    services.send_part_back(actor, league, part_id, content.revision, content.words)
    return _sheet(actor, league, duty_id)


@router.delete(PART, response={200: DutySheetOut, **PROBLEMS})
def take_back(
    request: HttpRequest, league: str, duty_id: UUID, part_id: UUID, revision: Seen
) -> Any:
    """Take a part back from its unit."""
    actor = reader(request)
    services.refuse_part_elsewhere(league, duty_id, part_id)
    services.take_back(actor, league, part_id, revision)
    return _sheet(actor, league, duty_id)


@router.post(
    "/leagues/{league}/duties/{duty_id}/merges",
    response={200: RecordedOut, **PROBLEMS},
)
def merge(request: HttpRequest, league: str, duty_id: UUID, content: MergeIn) -> Any:
    """Make one report of the city out of its units' returns."""
    actor = acting(reader(request), league, duty_id, content)
    done = Done(
        on=content.on or actor.at.astimezone(LEAGUE_ZONE).date(),
        note=content.note,
        document=content.document,
        file=content.upload(),
    )
    recorded = services.merge(
        actor, league, duty_id, content.revision, content.parts, done
    )
    return recorded_wire(recorded, line_now(actor, league, duty_id))


def _sheet(actor: Any, league: str, duty_id: UUID) -> Any:
    return sheet_wire(reads.get_duty(actor, league, duty_id, reckoned(actor, league)))
