"""The page of all minutes of a league: filtered, sorted, exported as every list."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of, choice, day_of, whole_number
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.governance.reads import minutes as reads
from hansa.governance.terms.minutes import (
    MINUTES_STATE_NAMES,
    MinutesLine,
    MinutesState,
)
from hansa.governance.views import session_frames as frames
from hansa.governance.views.minutes import STATE_LIGHTS
from hansa.kernel.text import text


@require_safe
def minutes_list(request: HttpRequest, league: str) -> HttpResponse:
    """List the minutes of every session, those of the latest first."""
    actor, frame = actor_of(request), frames.framed(league)
    year = whole_number(request, "year", 0) or None
    body = request.GET.get("body") or None
    state = choice(request, "state", MINUTES_STATE_NAMES)
    found = reads.list_minutes(actor, league, year, body)
    lines = tuple(one for one in found if state is None or one.state is state)
    columns = _columns(frame)
    listing = Listing(
        slug="minutes",
        title=text("Minutes"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(request, frame),
        row_id=lambda line: str(line.id),
        empty=text("No session has minutes yet; they are drafted when one is closed."),
    )
    context = {**frame, **_shown(lines, day_of(request))}
    return answer(request, listing, "governance/minutes_list.html", context)


def _shown(lines: tuple[MinutesLine, ...], today: date) -> dict[str, Any]:
    published = sum(one.state is MinutesState.PUBLISHED for one in lines)
    return {
        "lines": lines,
        "published": published,
        "overdue": frozenset(one.id for one in lines if one.is_overdue(today)),
        "minutes_lights": STATE_LIGHTS,
    }


def _columns(frame: Mapping[str, Any]) -> tuple[Column[MinutesLine], ...]:
    bodies, order = frame["bodies"], list(MinutesState)
    return (
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: bodies.get(line.body, line.body),
            order=lambda line: line.body,
            template="governance/cell_minutes.html",
        ),
        Column(
            key="year",
            label=text("Year"),
            value=lambda line: str(line.year),
            order=lambda line: line.year,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: MINUTES_STATE_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="governance/cell_minutes_state.html",
        ),
        Column(
            key="reference",
            label=text("Number"),
            value=lambda line: line.reference or None,
            order=lambda line: line.number,
        ),
        Column(
            key="published",
            label=text("Published"),
            value=lambda line: line.published_at,
            order=lambda line: line.published_at,
        ),
        Column(
            key="due",
            label=text("Due"),
            value=lambda line: line.due_on,
            order=lambda line: line.due_on,
        ),
        Column(
            key="edition",
            label=text("Edition"),
            value=lambda line: line.edition,
            order=lambda line: line.edition,
            number=True,
        ),
    )


def _filters(request: HttpRequest, frame: Mapping[str, Any]) -> tuple[Filter, ...]:
    asked = request.GET
    return (
        Filter(
            key="body",
            label=text("Body"),
            choices=tuple(
                Choice(value=id_, label=name) for id_, name in frame["bodies"].items()
            ),
            chosen=asked.get("body", ""),
        ),
        Filter(
            key="state",
            label=text("State"),
            choices=tuple(
                Choice(value=state.value, label=name)
                for state, name in MINUTES_STATE_NAMES.items()
            ),
            chosen=asked.get("state", ""),
        ),
        Filter(
            key="year", label=text("Year"), kind="words", chosen=asked.get("year", "")
        ),
    )
