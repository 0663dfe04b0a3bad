"""The view for the wall of a conference room: it reads from afar and updates by itself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.hashing import digest
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads import sessions as reads
from hansa.governance.terms.dockets import Outcome
from hansa.governance.terms.sessions import SessionSheet, SessionState, Weighed
from hansa.governance.views import session_frames as frames
from hansa.kernel.text import Text, text

UNCHANGED = 204
EVERY_S, UNSCRIPTED_S = 4, 10


@require_safe
def wall(request: HttpRequest, league: str, session_id: UUID) -> HttpResponse:
    """Show a session as its room sees it; whoever has seen this already is told nothing."""
    sheet = reads.get_session(actor_of(request), league, session_id)
    frame = frames.framed(league)
    shown = {**frame, **_shown(sheet), "league_slug": league}
    board = render_to_string("governance/wall_board.html", shown, request)
    seen = digest(board.encode()).partition(":")[2]
    if request.GET.get("seen") == seen:
        return HttpResponse(status=UNCHANGED)
    context = {
        **shown,
        "board": board,
        "seen": seen,
        "every_s": EVERY_S,
        "unscripted_s": UNSCRIPTED_S,
    }
    return render(request, "governance/wall.html", context)


def _shown(sheet: SessionSheet) -> dict[str, Any]:
    standing = [one for one in sheet.items if one.item.stands]
    places = {one.item.id: index for index, one in enumerate(standing)}
    index = places.get(sheet.current) if sheet.current else None
    now = standing[index] if index is not None else None
    part = desks.wall_part(len(standing), index or 0)
    return {
        "sheet": sheet,
        "line": sheet.line,
        "now": _row(now, now) if now else None,
        "cells": _cells(sheet, now),
        "said": _said(now),
        "waiting": _waiting(sheet),
        "agenda": [_row(one, now) for one in standing[part]],
        "before": part.start,
        "after": max(0, len(standing) - part.stop),
        "ended": sum(one.item.outcome is not None for one in standing),
        "decided": sum(_stands(one) for one in standing),
        "count": len(standing),
    }


def _row(one: Weighed, now: Weighed | None) -> dict[str, Any]:
    return {
        "item": one.item,
        "weighed": one,
        "light": frames.outcome_light(one),
        "word": frames.outcome_word(one),
        "current": one is now,
    }


def _cells(sheet: SessionSheet, now: Weighed | None) -> list[tuple[str, str, Text]]:
    """Give what each city says to the current item, in the order of the charter."""
    if now is None or not now.tally.asked:
        return []
    (row,) = (one for one in frames.positions_matrix(sheet) if one["weighed"] is now)
    return list(row["cells"])


def _said(now: Weighed | None) -> int:
    """Count the cities that have said something to the wording that stands."""
    if now is None:
        return 0
    tally = now.tally
    return len(tally.consents) + len(tally.objections) + len(tally.reserves)


def _stands(one: Weighed) -> bool:
    decided = one.item.outcome is Outcome.DECIDED
    return decided and one.adopted is not False and one.item.standing is None


def _waiting(sheet: SessionSheet) -> Text:
    """Say what the room waits for while no item is called."""
    match sheet.line.state:
        case SessionState.CONVENED:
            return text(
                "The session begins on {day}.", day=sheet.line.days.start.isoformat()
            )
        case SessionState.OPEN:
            return text("No item is called yet.")
        case SessionState.CLOSED:
            return text("The session is closed.")
    return text("The session is cancelled.")
