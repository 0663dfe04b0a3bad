"""The to-do page: one sentence that answers, what waits today, and who owes what."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.duties.reads import claims, inboxes, notice_plans, notices, supervision
from hansa.duties.reads import duties as duty_reads
from hansa.duties.terms.duties import Inbox, Matrix, MatrixRow, Reason
from hansa.duties.views.frames import framed, reader, reckoned
from hansa.kernel.text import text


def why_counted(row: MatrixRow) -> Reason:
    """Say how a row of the matrix is counted."""
    return Reason(
        sentence=text(
            "A city counts as done when it owes nothing any more in this row."
        ),
        inputs=(
            (text("Done"), str(row.done)),
            (text("Cities that owed it"), str(row.total)),
            (text("Due day in force"), row.due_on.isoformat() if row.due_on else "-"),
        ),
        clauses=row.clauses,
        assumptions=row.assumptions,
    )


def explained(rows: tuple[MatrixRow, ...]) -> list[dict[str, object]]:
    """Give rows of the matrix, each with why it is counted so."""
    return [{"row": row, "reason": why_counted(row)} for row in rows]


def drawn(matrix: Matrix) -> dict[str, object]:
    """Give the matrix as its template draws it; a row of one city compares nothing."""
    compared = tuple(row for row in matrix.rows if row.total > 1)
    return {"members": matrix.members, "rows": explained(compared)}


def _by_day(inbox: Inbox) -> list[dict[str, object]]:
    """Give what waits by its due day: what cities owe beside what is the reader's own."""
    waiting = explained(inbox.gaps)
    waiting += [{"row": row} for row in inbox.today]
    return sorted(waiting, key=lambda one: (_due(one) is None, _due(one) or date.max))


def _due(one: Mapping[str, Any]) -> date | None:
    due_on: date | None = one["row"].due_on
    return due_on


@require_safe
def todo(request: HttpRequest, league: str) -> HttpResponse:
    """Show what waits for the reader."""
    actor, reckoning = reader(request), reckoned(request, league)
    inbox = inboxes.inbox(actor, league, reckoning)
    shown = {
        "inbox": inbox,
        "looks": duty_reads.may_look(actor, league),
        "waiting": _by_day(inbox),
        "matrix": drawn(inbox.matrix),
        "reminds": notice_plans.may_issue(actor, league),
        "to_sign": notices.list_to_sign(actor, league, reckoning.as_of),
        "claims": claims.list_claims(actor, league, reckoning.as_of),
        "dispatches": inboxes.may_dispatch(actor, league),
        "supervision": supervision.may_look(actor, league),
    }
    context = {**framed(league, reckoning.as_of), **shown}
    return render(request, "duties/todo.html", context)
