"""API of the lists that taps are screened by."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.clearing.api.schemas import ScreeningOut
from hansa.clearing.reads import screening as reads

router = Router(tags=["clearing"])

LISTS = "/leagues/{league}/clearing/lists"


@router.get(LISTS, response={200: list[ScreeningOut], **PROBLEMS})
def list_screening(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List every version of both lists, the latest first."""
    lines = reads.list_screening(actor_of(request), league)
    page = paged(
        request, response, lines, paging, key=lambda one: f"{one.kind}/{one.number}"
    )
    return [plain(line) for line in page]


@router.post(LISTS + "/{kind}", response={200: ScreeningOut, **PROBLEMS})
def bring_list(
    request: HttpRequest, league: str, kind: str, file: File[UploadedFile]
) -> Any:
    """Bring a list as it is from now on; the same bytes again change nothing."""
    from hansa.clearing.services import screening  # noqa: PLC0415 -- reads files, which takes a moment to start

    with tempfile.NamedTemporaryFile() as brought:
        for chunk in file.chunks():
            brought.write(chunk)
        brought.flush()
        place = Path(brought.name)
        name = file.name or ""
        return plain(screening.bring_list(actor_of(request), league, kind, place, name))


@router.delete(LISTS + "/{kind}", response={200: ScreeningOut, **PROBLEMS})
def lift_list(request: HttpRequest, league: str, kind: str) -> Any:
    """Screen by no list of this kind from now on."""
    from hansa.clearing.services import screening  # noqa: PLC0415 -- as above

    return plain(screening.lift_list(actor_of(request), league, kind))
