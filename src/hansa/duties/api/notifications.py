"""API of the notification matrix: one's own choices, and the defaults of a league."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from hansa.chassis.actor import Actor, Role
from hansa.chassis.wire import PROBLEMS, SentIn
from hansa.duties.api.asking import reader
from hansa.duties.reads import notifications as reads
from hansa.duties.services import notifications as services
from hansa.duties.terms.notices import NoticeKind
from hansa.duties.terms.notifications import (
    Choices,
    DefaultsDraft,
    Hour,
    Pace,
    Way,
)

router = Router(tags=["notices"])

OWN = "/leagues/{league}/notifications/own"
DEFAULTS = "/leagues/{league}/notifications/defaults"
Seen = Annotated[int, Field(ge=0, le=2**31 - 1)]


class DigestHourIn(SentIn):
    """When digests go out; ``weekday`` 0 is Monday."""

    hour: int = Field(ge=0, le=23)
    weekday: int = Field(ge=0, le=6)


class DigestHourOut(Schema):
    """When digests go out; ``weekday`` 0 is Monday."""

    hour: int
    weekday: int


class OwnCellOut(Schema):
    """One cell: what was chosen (null for nothing), and what holds by default."""

    kind: NoticeKind
    way: Way
    mode: Pace | None
    default: Pace
    fixed: bool


class OwnMatrixOut(Schema):
    """How notices of a league reach oneself."""

    cells: list[OwnCellOut]
    hour: DigestHourOut | None
    league_hour: DigestHourOut
    revision: int


class OwnCellIn(SentIn):
    """One cell; ``mode`` null goes back to the default."""

    kind: NoticeKind
    way: Way
    mode: Pace | None


class OwnMatrixIn(SentIn):
    """Cells to be kept; those not named stay."""

    revision: Seen
    cells: list[OwnCellIn] = Field(max_length=60)
    hour: DigestHourIn | None = None


class DefaultCellOut(Schema):
    """What holds for a role."""

    role: Role
    kind: NoticeKind
    way: Way
    mode: Pace
    fixed: bool


class DefaultsOut(Schema):
    """What a league says by default."""

    cells: list[DefaultCellOut]
    hour: DigestHourOut
    revision: int


class DefaultCellIn(SentIn):
    """What is to hold for a role."""

    role: Role
    kind: NoticeKind
    way: Way
    mode: Pace


class DefaultsIn(SentIn):
    """Cells to be kept; those not named stay."""

    revision: Seen
    cells: list[DefaultCellIn] = Field(max_length=200)
    hour: DigestHourIn


@router.get(OWN, response={200: OwnMatrixOut, **PROBLEMS})
def get_own_notifications(request: HttpRequest, league: str) -> Any:
    """Give how notices of a league reach oneself."""
    return _own(reader(request), league)


@router.put(OWN, response={200: OwnMatrixOut, **PROBLEMS})
def choose_notifications(
    request: HttpRequest, league: str, content: OwnMatrixIn
) -> Any:
    """Choose how notices of a league reach oneself."""
    actor, hour = reader(request), content.hour
    choices = Choices(
        modes={(cell.kind, cell.way): cell.mode for cell in content.cells},
        hour=Hour(hour=hour.hour, weekday=hour.weekday) if hour else None,
    )
    services.choose(actor, league, content.revision, choices)
    return _own(actor, league)


@router.get(DEFAULTS, response={200: DefaultsOut, **PROBLEMS})
def get_notification_defaults(request: HttpRequest, league: str) -> Any:
    """Give what a league says by default."""
    return _defaults(reader(request), league)


@router.put(DEFAULTS, response={200: DefaultsOut, **PROBLEMS})
def keep_notification_defaults(
    request: HttpRequest, league: str, content: DefaultsIn
) -> Any:
    """Set what a league says by default."""
    actor = reader(request)
    modes: dict[Role, dict[tuple[NoticeKind, Way], Pace]] = {}
    for cell in content.cells:
        modes.setdefault(cell.role, {})[cell.kind, cell.way] = cell.mode
    hour = Hour(hour=content.hour.hour, weekday=content.hour.weekday)
    draft = DefaultsDraft(modes=modes, hour=hour)
    services.keep_defaults(actor, league, content.revision, draft)
    return _defaults(actor, league)


def _own(actor: Actor, league: str) -> Any:
    found = reads.own_matrix(actor, league)
    return {
        "cells": [
            {
                "kind": cell[0],
                "way": cell[1],
                "mode": found.chosen.get(cell),
                "default": default,
                "fixed": reads.is_fixed(cell[0]),
            }
            for cell, default in found.defaults.items()
        ],
        "hour": found.hour,
        "league_hour": found.league_hour,
        "revision": found.revision,
    }


def _defaults(actor: Actor, league: str) -> Any:
    found = reads.get_defaults(actor, league)
    return {
        "cells": [
            {
                "role": role,
                "kind": kind,
                "way": way,
                "mode": mode,
                "fixed": reads.is_fixed(kind),
            }
            for role, modes in found.modes.items()
            for (kind, way), mode in modes.items()
        ],
        "hour": found.hour,
        "revision": found.revision,
    }
