"""What a city may know: its own statements, and the bundle that it checks by itself."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of, day_of
from hansa.clearing.reads import statements as reads
from hansa.clearing.views.frames import framed, light_of, yuan
from hansa.directory.reads.accounts import refuse_public
from hansa.kernel.errors import Missing
from hansa.kernel.text import text


@require_safe
def mine(request: HttpRequest, league: str) -> HttpResponse:
    """Lead a city's people to their own statements."""
    actor = actor_of(request)
    refuse_public(actor)
    if actor.member is None:
        raise Missing(
            "city-missing",
            text("Your office belongs to no city."),
            text("Open a window and choose a city there."),
        )
    return redirect("clearing:statements", league, actor.member)


@require_safe
def statements(request: HttpRequest, league: str, party: str) -> HttpResponse:
    """List what was published to a party."""
    lines = reads.list_statements(actor_of(request), league, party)
    context = {
        **framed(league, day_of(request)),
        "party": party,
        "lines": [
            {
                "line": line,
                "light": light_of(line.state),
                "amount": yuan(abs(line.net_fen)),
                "receives": line.net_fen > 0,
                "pays": line.net_fen < 0,
            }
            for line in lines
        ],
    }
    return render(request, "clearing/statements.html", context)


@require_safe
def statement(
    request: HttpRequest, league: str, party: str, slug: str, number: int
) -> HttpResponse:
    """Show what one batch says to a party."""
    found = reads.get_statement(actor_of(request), league, slug, number, party)
    context = {
        **framed(league, day_of(request)),
        "party": party,
        "statement": found,
        "net": yuan(abs(found.line.net_fen)),
        "receives": found.line.net_fen > 0,
        "against": [
            {
                "party": one.party,
                "receives": yuan(one.receives_fen),
                "pays": yuan(one.pays_fen),
                "balance": yuan(abs(one.balance_fen)),
                "gains": one.balance_fen > 0,
            }
            for one in found.against
        ],
        "payments": [
            {"line": one, "amount": yuan(one.amount_fen)} for one in found.payments
        ],
    }
    return render(request, "clearing/statement.html", context)


@require_safe
def bundle(
    request: HttpRequest, league: str, party: str, slug: str, number: int
) -> HttpResponseBase:
    """Give the bundle of a statement, to be checked without this server."""
    place = reads.bundle_of(actor_of(request), league, slug, number, party)
    return FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=f"{league}-{slug}-{number}-{party}.zip",
    )
