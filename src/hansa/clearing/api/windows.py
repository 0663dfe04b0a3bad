"""API of clearing: institutions, windows and files."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, Day
from hansa.clearing.api.schemas import (
    ClearingWindowOut,
    CoverageOut,
    DeltaIn,
    FromIn,
    InstitutionIn,
    InstitutionOut,
    ReasonIn,
    RegisteredOut,
    SealedOut,
    WindowDetailOut,
    WindowIn,
    Word,
)
from hansa.clearing.reads import participants as participant_reads
from hansa.clearing.reads import windows as reads
from hansa.clearing.services import participants, sealing
from hansa.clearing.terms.house import InstitutionDraft, WindowDraft
from hansa.kernel.text import Bilingual

router = Router(tags=["clearing"])

HOUSE = "/leagues/{league}/clearing"
INSTITUTIONS = HOUSE + "/institutions"
WINDOWS = HOUSE + "/windows"
ONE = WINDOWS + "/{window}"
AsOf = Annotated[Day | None, Query()]


@router.get(INSTITUTIONS, response={200: list[InstitutionOut], **PROBLEMS})
def list_institutions(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List the institutions that take part, or apply to."""
    lines = participant_reads.list_institutions(actor_of(request), league)
    page = paged(request, response, lines, paging, key=lambda line: line.slug)
    return [plain(line) for line in page]


@router.post(INSTITUTIONS, response={201: InstitutionOut, **PROBLEMS})
def add_institution(request: HttpRequest, league: str, content: InstitutionIn) -> Any:
    """Record that an institution applies."""
    draft = InstitutionDraft(
        slug=content.slug,
        name=Bilingual(content.name.zh, content.name.en),
        party=content.party,
        categories=tuple(content.categories),
    )
    line = participants.add_institution(actor_of(request), league, draft)
    return Status(201, plain(line))


@router.post(
    INSTITUTIONS + "/{slug}/activation", response={200: InstitutionOut, **PROBLEMS}
)
def activate_institution(
    request: HttpRequest, league: str, slug: str, content: FromIn
) -> Any:
    """Let an institution take part that another person entered."""
    actor = actor_of(request)
    return plain(
        participants.activate_institution(actor, league, slug, content.from_on)
    )


@router.post(
    INSTITUTIONS + "/{slug}/suspension", response={200: InstitutionOut, **PROBLEMS}
)
def suspend_institution(
    request: HttpRequest, league: str, slug: str, content: FromIn
) -> Any:
    """Take an institution out."""
    actor = actor_of(request)
    return plain(participants.suspend_institution(actor, league, slug, content.from_on))


@router.get(HOUSE + "/coverage", response={200: CoverageOut, **PROBLEMS})
def coverage(request: HttpRequest, league: str, as_of: AsOf = None) -> Any:
    """Count the categories and cities in which the card is taken."""
    day = as_of or today()
    return plain(participant_reads.coverage(actor_of(request), league, day))


@router.get(WINDOWS, response={200: list[ClearingWindowOut], **PROBLEMS})
def list_windows(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: AsOf = None,
) -> Any:
    """List windows, the latest first, as they stand or stood at the end of a day."""
    lines = reads.list_windows(actor_of(request), league, as_of)
    page = paged(request, response, lines, paging, key=lambda line: line.slug)
    return [plain(line) for line in page]


@router.post(WINDOWS, response={201: WindowDetailOut, **PROBLEMS})
def open_window(request: HttpRequest, league: str, content: WindowIn) -> Any:
    """Open a window."""
    from hansa.clearing.services import windows  # noqa: PLC0415 -- reads files, which takes a moment to start

    actor = actor_of(request)
    draft = WindowDraft(slug=content.slug, expected=content.expected)
    slug = windows.open_window(actor, league, draft)
    return Status(201, plain(reads.get_window(actor, league, slug)))


@router.get(ONE, response={200: WindowDetailOut, **PROBLEMS})
def get_window(
    request: HttpRequest, league: str, window: str, as_of: AsOf = None
) -> Any:
    """Show a window with its files, as it stands or stood at the end of a day."""
    return plain(reads.get_window(actor_of(request), league, window, as_of))


@router.post(ONE + "/files", response={200: RegisteredOut, **PROBLEMS})
def register_file(
    request: HttpRequest,
    league: str,
    window: str,
    file: File[UploadedFile],
    sender: Annotated[Word | None, Query()] = None,
) -> Any:
    """Register a card file; the same bytes again change nothing."""
    from hansa.clearing.services import windows  # noqa: PLC0415 -- as above

    stated = windows.Stated(name=file.name or "", window=window, sender=sender)
    with tempfile.NamedTemporaryFile() as brought:
        for chunk in file.chunks():
            brought.write(chunk)
        brought.flush()
        place = Path(brought.name)
        return plain(windows.register_file(actor_of(request), league, place, stated))


@router.post(ONE + "/seal", response={201: SealedOut, **PROBLEMS})
def seal(request: HttpRequest, league: str, window: str, content: ReasonIn) -> Any:
    """Seal a window as its first batch."""
    actor = actor_of(request)
    number = sealing.seal_window(actor, league, window, content.reason)
    return Status(201, {"window": window, "number": number})


@router.post(ONE + "/deltas", response={201: SealedOut, **PROBLEMS})
def make_delta(request: HttpRequest, league: str, window: str, content: DeltaIn) -> Any:
    """Seal what came later, with its cause."""
    actor = actor_of(request)
    number = sealing.make_delta(actor, league, window, content.cause, content.reason)
    return Status(201, {"window": window, "number": number})
