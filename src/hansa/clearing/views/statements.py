"""What a city is told: its statements, one of them, and the bundle that proves it."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import day_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.clearing.reads import desks
from hansa.clearing.reads import returns as return_reads
from hansa.clearing.reads import statements as reads
from hansa.clearing.reads.statements import StatementLine
from hansa.clearing.terms.house import CAUSE_NAMES, STATE_NAMES
from hansa.clearing.views.asked import batch_asked
from hansa.clearing.views.cases import cases_card
from hansa.clearing.views.frames import ORDERED, framed, reader
from hansa.kernel.errors import Missing
from hansa.kernel.money import Money
from hansa.kernel.text import text


@require_safe
def statements(request: HttpRequest, league: str) -> HttpResponse:
    """List what was published to a city; who may read several chooses one."""
    actor = reader(request)
    frame = framed(actor, league, day_of(request))
    mine = desks.parties_for(actor, league, frame["names"])
    party = request.GET.get("party") or (mine or (actor.member or "",))[0]
    lines = reads.list_statements(actor, league, party)
    columns = _columns()
    choices = tuple(Choice(value=one, label=frame["names"][one]) for one in mine)
    listing = Listing(
        slug="clearing-statements",
        title=text("Statements"),
        columns=columns,
        rows=Given(lines, columns),
        filters=(
            Filter(
                key="party",
                label=text("City or account"),
                choices=choices,
                chosen=party,
            ),
        )
        if len(mine) > 1
        else (),
        empty=text(
            "A statement stands here once a second person has approved a batch."
        ),
    )
    shown: dict[str, Any] = {
        "party": party,
        "total_fen": sum(line.net_fen for line in lines),
        "statement_count": len(lines),
    }
    return answer(request, listing, "clearing/statements.html", {**frame, **shown})


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
            value=lambda line: line.number,
            order=lambda line: line.number,
            number=True,
        ),
        Column(
            key="cause",
            label=text("Cause"),
            value=lambda line: CAUSE_NAMES[line.cause] if line.cause else "",
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
    actor = reader(request)
    number = batch_asked(request)
    found = reads.get_statement(actor, league, slug, number, party)
    why = reverse("clearing:why", args=[league, slug])
    context = {
        **framed(actor, league, day_of(request)),
        "statement": found,
        "party": party,
        "window_slug": slug,
        "is_ordered": found.line.state in ORDERED,
        "why": f"{why}?batch={found.line.number}",
        "disputes": desks.may_dispute(actor, league, party),
        "cases": cases_card(actor, league, slug),
        "returns": return_reads.list_returns(actor, league, slug, found.line.number),
    }
    return render(request, "clearing/statement.html", context)


@require_safe
def bundle(request: HttpRequest, league: str, slug: str, party: str) -> FileResponse:
    """Give the bundle that a city checks by itself, without network or server."""
    actor = reader(request)
    number = batch_asked(request)
    line = reads.get_statement(actor, league, slug, number, party).line
    place = reads.bundle_of(actor, league, slug, number, party)
    if not place.is_file():
        raise Missing(
            "bundle-missing",
            text("The bundle of {party} is not where it was kept.", party=party),
            text("Tell the operator of the installation; the journal names its hash."),
        )
    name = f"{league}-{line.window}-{line.number}-{party}.zip"
    return FileResponse(place.open("rb"), as_attachment=True, filename=name)
