"""What a city is told: its statements, one of them, and the bundle that proves it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import day_of, optional_day
from hansa.chassis.clock import today
from hansa.chassis.lists import (
    Choice,
    Column,
    Filter,
    Given,
    Listing,
    answer,
    refuse_unknown_words,
)
from hansa.clearing.reads import desks
from hansa.clearing.reads import returns as return_reads
from hansa.clearing.reads import statements as reads
from hansa.clearing.reads.statements import StatementLine
from hansa.clearing.terms.house import STATE_NAMES, State
from hansa.clearing.views.asked import batch_asked, day_kept
from hansa.clearing.views.cases import cases_card
from hansa.clearing.views.frames import ORDERED, framed, reader
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, text


@require_safe
def statements(request: HttpRequest, league: str) -> HttpResponse:
    """List what was published to a city; who may read several chooses one."""
    actor = reader(request)
    frame = framed(actor, league, day_of(request))
    mine = desks.parties_for(actor, league, frame["names"])
    party = request.GET.get("party") or (mine or (actor.member or "",))[0]
    filters = _filters(mine, frame["names"], party)
    refuse_unknown_words(request, filters)
    lines = reads.list_statements(actor, league, party, optional_day(request))
    columns = _columns()
    listing = Listing(
        slug="clearing-statements",
        title=text("Statements"),
        columns=columns,
        rows=Given(lines, columns),
        filters=filters,
        empty=text(
            "A statement stands here once a second person has approved a batch."
        ),
        known=("party",),
    )
    shown: dict[str, Any] = {
        "party": party,
        "total_fen": sum(
            line.net_fen for line in lines if line.state is not State.VOIDED
        ),
        "statement_count": len(lines),
    }
    return answer(request, listing, "clearing/statements.html", {**frame, **shown})


def _filters(
    mine: Sequence[str], names: Mapping[str, Bilingual], chosen: str
) -> tuple[Filter, ...]:
    """Offer whose statements are shown, to whoever may read those of several."""
    if len(mine) <= 1:
        return ()
    choices = tuple(Choice(value=one, label=names[one]) for one in mine)
    label = text("City or account")
    return (Filter(key="party", label=label, choices=choices, chosen=chosen),)


def _columns() -> tuple[Column[StatementLine], ...]:
    states = list(STATE_NAMES)
    return (
        Column(
            key="window",
            label=text("Window"),
            value=lambda line: line.window,
            order=lambda line: (line.window, line.number),
            template="clearing/cell_statement.html",
        ),
        Column(
            key="batch",
            label=text("Batch"),
            value=lambda line: line.called,
            order=lambda line: line.number,
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: STATE_NAMES[line.state],
            order=lambda line: states.index(line.state),
        ),
        Column(
            key="net",
            label=text("Net position (yuan)"),
            value=lambda line: str(Money(line.net_fen)),
            order=lambda line: line.net_fen,
            template="clearing/cell_net.html",
            number=True,
        ),
    )


@require_safe
def statement(request: HttpRequest, league: str, slug: str, party: str) -> HttpResponse:
    """Show what a batch says to one city."""
    actor, day, as_of = reader(request), day_of(request), optional_day(request)
    number = batch_asked(request)
    found = reads.get_statement(actor, league, slug, number, party, as_of)
    why = reverse("clearing:why", args=[league, slug])
    context = {
        **framed(actor, league, day),
        "statement": found,
        "party": party,
        "window_slug": slug,
        "is_ordered": found.line.state in ORDERED,
        "why": f"{why}?batch={found.line.number}{day_kept(request)}",
        "is_held": found.line.state is State.HELD,
        "is_voided": found.line.state is State.VOIDED,
        "disputes": day == today()
        and desks.may_dispute(actor, league, party)
        and found.line.state is not State.VOIDED,
        "cases": cases_card(actor, league, slug, day),
        "returns": return_reads.list_returns(
            actor, league, slug, found.line.number, party, as_of
        ),
    }
    return render(request, "clearing/statement.html", context)


@require_safe
def bundle(request: HttpRequest, league: str, slug: str, party: str) -> FileResponse:
    """Give the bundle that a city checks by itself, without network or server."""
    number = batch_asked(request)
    kept = reads.open_bundle(reader(request), league, slug, number, party)
    return FileResponse(kept.content, as_attachment=True, filename=kept.name)
