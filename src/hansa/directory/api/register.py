"""API of the register: a workbook is brought, looked over, and taken whole."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from hansa.chassis.asked import actor_of
from hansa.chassis.files import FileLine, Upload
from hansa.chassis.language import finding_fields, render
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS
from hansa.directory.api.shapes import RegisterOut, SealIn
from hansa.directory.services import register as services
from hansa.directory.terms.register import RegisterChange, RegisterPlan

router = Router(tags=["directory"])


def _fields(file: FileLine, planned: RegisterPlan) -> dict[str, Any]:
    return {
        "file": file.id,
        "name": file.name,
        "seal": services.seal_of(planned),
        "changes": [_change(change) for change in planned.changes],
        "unchanged": planned.unchanged,
        "findings": [finding_fields(found) for found in planned.findings],
    }


def _change(change: RegisterChange) -> dict[str, Any]:
    values = [
        {
            "field": one.field,
            "was": render(one.was),
            "will_be": render(one.will_be),
        }
        for one in change.values
    ]
    return {**plain(change), "values": values}


@router.post("/leagues/{league}/registers", response={201: RegisterOut, **PROBLEMS})
def bring_register(request: HttpRequest, league: str, file: File[UploadedFile]) -> Any:
    """Bring a workbook and say what taking it would do; nothing is taken yet."""
    actor = actor_of(request)
    upload = Upload(name=file.name or "", content=file.read())
    brought = services.bring_register(actor, league, upload)
    return Status(201, _fields(*services.preview_brought(actor, league, brought.id)))


@router.get(
    "/leagues/{league}/registers/{file}", response={200: RegisterOut, **PROBLEMS}
)
def preview_register(request: HttpRequest, league: str, file: UUID) -> Any:
    """Say what taking a workbook would do now."""
    return _fields(*services.preview_brought(actor_of(request), league, file))


@router.post(
    "/leagues/{league}/registers/{file}/taking",
    response={200: RegisterOut, **PROBLEMS},
)
def take_register(request: HttpRequest, league: str, file: UUID, given: SealIn) -> Any:
    """Take a workbook whole, exactly as its preview said."""
    actor = actor_of(request)
    return _fields(*services.take_brought(actor, league, file, given.seal))
