"""API of joint legislation: agenda, drafts, concordance, rounds and results."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, refuse_strange
from hansa.chassis.paging import Paging, paged
from hansa.chassis.wire import PROBLEMS
from hansa.governance.api import law_schemas as schemas
from hansa.governance.api.sessions import BodyAsked, YearAsked
from hansa.governance.reads import laws as reads
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.law_wire import (
    wire_draft_text,
    wire_law,
    wire_law_sheet,
    wire_row,
)
from hansa.governance.services.laws import agenda, drafting, results, rounds, table
from hansa.governance.terms.laws import LawEnd, LawState

router = Router(tags=["governance"])

LAWS = "/leagues/{league}/laws"
LAW = LAWS + "/{law_id}"
ANSWER: Any = {200: schemas.LawSheetOut, **PROBLEMS}


@router.get(LAWS, response={200: list[schemas.LawOut], **PROBLEMS})
def list_laws(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    year: YearAsked = None,
    member: BodyAsked = None,
    state: LawState | None = None,
) -> Any:
    """List the rules of the joint agenda, the latest year first."""
    names = list_names(charter_reads.get_versions(league))
    refuse_strange({"member": (member, names)})
    wanted = reads.LawFilter(year=year, member=member, state=state)
    lines = reads.list_laws(actor_of(request), league, wanted)
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_law(line) for line in page]


@router.post(LAWS, response={201: schemas.LawSheetOut, **PROBLEMS})
def add_law(request: HttpRequest, league: str, content: schemas.LawIn) -> Any:
    """Enter a rule in the joint agenda."""
    actor = actor_of(request)
    id_ = agenda.add_law(actor, league, content.agenda())
    return Status(201, _law(actor, league, id_))


@router.get(LAW, response=ANSWER)
def get_law(request: HttpRequest, league: str, law_id: UUID) -> Any:
    """Give one rule with its versions, rounds, corrections and studies."""
    return _law(actor_of(request), league, law_id)


@router.put(LAW, response=ANSWER)
def amend_law(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawChangeIn
) -> Any:
    """Correct what the agenda says of a rule."""
    actor = actor_of(request)
    agenda.amend_law(actor, league, law_id, content.revision, content.agenda())
    return _law(actor, league, law_id)


@router.get(f"{LAW}/drafts", response={200: list[schemas.LawDraftTextOut], **PROBLEMS})
def list_law_drafts(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    law_id: UUID,
    paging: Query[Paging],
) -> Any:
    """Give every version of every city's draft, with its words."""
    sheet = reads.get_law(actor_of(request), league, law_id)
    lines = sheet.versions
    page = paged(request, response, lines, paging, key=lambda line: str(line.id))
    return [wire_draft_text(line) for line in page]


@router.post(f"{LAW}/drafts", response={201: schemas.LawSheetOut, **PROBLEMS})
def bring_draft(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawDraftIn
) -> Any:
    """Bring the own city's draft as text; former versions are kept."""
    actor, said = actor_of(request), content
    drafting.bring_draft(actor, league, law_id, said.member, said.former, said.words)
    return Status(201, _law(actor, league, law_id))


@router.get(f"{LAW}/rows", response={200: list[schemas.LawRowOut], **PROBLEMS})
def list_law_rows(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    law_id: UUID,
    paging: Query[Paging],
    diverging: bool = False,
) -> Any:
    """Give the rows of the concordance table, or those with an open divergence."""
    line = reads.get_law(actor_of(request), league, law_id).line
    rows = tuple(row for row in line.rows if row.open or not diverging)
    page = paged(
        request, response, rows, paging, key=lambda one: f"{one.row.number:04}"
    )
    return [wire_row(one) for one in page]


@router.post(f"{LAW}/pairs", response=ANSWER)
def pair_articles(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawPairIn
) -> Any:
    """Set two articles in one row by hand."""
    actor, left, right = actor_of(request), content.left.ref(), content.right.ref()
    table.pair_articles(actor, league, law_id, content.revision, left, right)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/partings", response=ANSWER)
def part_article(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawPartingIn
) -> Any:
    """Take an article out of its row by hand."""
    actor, article = actor_of(request), content.article.ref()
    table.part_article(actor, league, law_id, content.revision, article)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/corrections/{{fix_id}}/withdrawals", response=ANSWER)
def undo_fix(
    request: HttpRequest,
    league: str,
    law_id: UUID,
    fix_id: UUID,
    content: schemas.LawRevisionIn,
) -> Any:
    """Withdraw a correction by hand; the texts decide again."""
    actor = actor_of(request)
    table.undo_fix(actor, league, law_id, content.revision, fix_id)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/rounds", response={201: schemas.LawSheetOut, **PROBLEMS})
def open_round(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawRoundIn
) -> Any:
    """Open a round in which every city states its position."""
    actor, said = actor_of(request), content
    rounds.open_round(actor, league, law_id, said.revision, said.due_on, said.words)
    return Status(201, _law(actor, league, law_id))


@router.post(f"{LAW}/round-endings", response=ANSWER)
def end_round(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawRevisionIn
) -> Any:
    """End the round that is open."""
    actor = actor_of(request)
    rounds.end_round(actor, league, law_id, content.revision)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/positions", response=ANSWER)
def state_position(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawPositionIn
) -> Any:
    """State the own city's position on a divergence."""
    actor, said = actor_of(request), content
    rounds.state_position(
        actor, league, law_id, said.member, said.divergence, said.stance, said.words
    )
    return _law(actor, league, law_id)


@router.post(f"{LAW}/harmonisations", response=ANSWER)
def harmonise(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawRevisionIn
) -> Any:
    """Declare the drafts harmonised; refused while any divergence remains."""
    actor = actor_of(request)
    results.harmonise(actor, league, law_id, content.revision)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/reopenings", response=ANSWER)
def reopen_law(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawReopeningIn
) -> Any:
    """Take the declaration back, so that drafts may change again."""
    actor = actor_of(request)
    results.reopen_law(actor, league, law_id, content.revision, content.reason)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/closings", response=ANSWER)
def close_law(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawClosingIn
) -> Any:
    """Close a dossier once all agreed articles say the same."""
    actor = actor_of(request)
    end = LawEnd(on=content.on, document=content.document)
    results.close_law(actor, league, law_id, content.revision, end)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/endings", response=ANSWER)
def give_up_law(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawEndingIn
) -> Any:
    """Record that a rule is not pursued together."""
    actor, said = actor_of(request), content
    agenda.give_up_law(actor, league, law_id, said.revision, said.on, said.reason)
    return _law(actor, league, law_id)


@router.post(f"{LAW}/studies", response=ANSWER)
def link_law_study(
    request: HttpRequest, league: str, law_id: UUID, content: schemas.LawStudyIn
) -> Any:
    """Name a study of the register that feeds a rule."""
    actor = actor_of(request)
    agenda.link_study(actor, league, law_id, content.study)
    return _law(actor, league, law_id)


@router.delete(f"{LAW}/studies/{{study_id}}", response=ANSWER)
def unlink_law_study(
    request: HttpRequest, league: str, law_id: UUID, study_id: UUID
) -> Any:
    """Take a study out of a dossier that was named in error."""
    actor = actor_of(request)
    agenda.unlink_study(actor, league, law_id, study_id)
    return _law(actor, league, law_id)


def _law(actor: Actor, league: str, law_id: UUID) -> Any:
    return wire_law_sheet(reads.get_law(actor, league, law_id))
