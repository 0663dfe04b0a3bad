"""A case as the clearing house knows it: its rows, and the batches that carry it out."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hansa.casework.reads.links import CaseLink
from hansa.casework.reads.words import headline, naming_of
from hansa.casework.terms.cases import CaseLine
from hansa.chassis.actor import Actor
from hansa.chassis.asked import day_of
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.cases import SplitForm
from hansa.clearing.reads import cases as reads
from hansa.clearing.reads import desks
from hansa.clearing.reads.cases import ClearingCase
from hansa.clearing.services.disputes import split_case
from hansa.clearing.terms.casework import ROW_DECISION_NAMES, UNMATCHED, CaseBatch
from hansa.clearing.terms.house import CAUSE_NAMES
from hansa.clearing.terms.taps import CODE_NAMES
from hansa.clearing.views.frames import framed, reader
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422
ROWS_SHOWN = 200


@require_safe
def case(request: HttpRequest, league: str, case_id: UUID) -> HttpResponse:
    """Show the rows of a case, and what was decided on each."""
    return _page(request, league, case_id, None, OK)


@require_POST
def split(request: HttpRequest, league: str, case_id: UUID) -> HttpResponse:
    """Take rows out of a case into one of their own."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    found = reads.get_clearing_case(actor, league, str(case_id))
    form, status = SplitForm(_splittable(found), request.POST), INVALID
    try:
        if form.is_valid():
            own = split_case(actor, league, case_id, form.chosen())
            say_done(request, text("The rows have a case of their own now."))
            return redirect("clearing:case", league, own)
    except HansaError as error:
        show_refusal(form, error, {"rows-unfit": "rows"})
        status = status_of(error)
    return _page(request, league, case_id, form, status)


def _splittable(found: ClearingCase) -> tuple[Any, ...]:
    """Give the rows that may get a case of their own, the first of them."""
    if found.line.kind.id != UNMATCHED:
        return ()
    doubted = (row for row in found.rows if row.decision is None)
    return tuple(doubted)[:ROWS_SHOWN]


def _page(
    request: HttpRequest,
    league: str,
    case_id: UUID,
    sent: SplitForm | None,
    status: int,
) -> HttpResponse:
    actor = reader(request)
    found = reads.get_clearing_case(actor, league, str(case_id))
    rows = _splittable(found)
    form = sent or (SplitForm(rows) if desks.may_prepare(actor, league) else None)
    context = {
        **framed(actor, league, day_of(request)),
        "line": found.line,
        "number": reads.number_of(found.line),
        "headline": headline(found.line, naming_of(league)),
        "rows": found.rows[:ROWS_SHOWN],
        "row_count": len(found.rows),
        "form": form if len(found.rows) > 1 and rows else None,
        "links": place_links(actor, found),
        "codes": {code.value: name for code, name in CODE_NAMES.items()},
        "decisions": ROW_DECISION_NAMES,
    }
    return render(request, "clearing/case.html", context, status=status)


def cases_card(actor: Actor, league: str, window: str) -> list[dict[str, Any]]:
    """Give the cases about a window that a reader may see, each in one line."""
    lines = reads.cases_of_window(actor, league, window)
    naming = naming_of(league)
    return [
        {
            "line": line,
            "number": reads.number_of(line),
            "headline": headline(line, naming),
        }
        for line in lines
    ]


def links_of_case(actor: Actor, line: CaseLine) -> tuple[CaseLink, ...]:
    """Lead from a case to its window or statement, its batches, and its rows."""
    found = reads.detail_of(line)
    links = place_links(actor, found)
    if not found.rows:
        return links
    title = text("Rows of the case: {count}", count=len(found.rows))
    address = reverse("clearing:case", args=[line.league, line.id])
    return (*links, CaseLink(title=title, address=address))


def place_links(actor: Actor, found: ClearingCase) -> tuple[CaseLink, ...]:
    """Lead to the batches of a case: the office to the window, a city to its statement."""
    about = (found.about,) if found.about else ()
    return tuple(_links(actor, found.line.league, (*about, *found.batches)))


def _links(
    actor: Actor, league: str, batches: Iterable[CaseBatch]
) -> Iterable[CaseLink]:
    for one in dict.fromkeys(batches):
        asked = f"?batch={one.number}"
        if desks.may_read(actor, league):
            address = reverse("clearing:window", args=[league, one.window])
            yield CaseLink(title=_title(one), address=address + asked)
        elif one.is_published and desks.reads_own(actor, league):
            named = [league, one.window, actor.member]
            address = reverse("clearing:statement", args=named)
            yield CaseLink(title=_title(one), address=address + asked)


def _title(batch: CaseBatch) -> Text:
    if batch.cause is None:
        return text(
            "Window {window}, batch {number}", window=batch.window, number=batch.number
        )
    return text(
        "Window {window}, adjustment batch {number}: {cause}",
        window=batch.window,
        number=batch.number,
        cause=CAUSE_NAMES[batch.cause],
    )
