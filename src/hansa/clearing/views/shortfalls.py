"""What if a city does not pay: who would bear what, before anything is done."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import day_of
from hansa.clearing.forms.shortfalls import UnpaidForm
from hansa.clearing.reads import batches
from hansa.clearing.reads import shortfalls as reads
from hansa.clearing.reads.shortfalls import Remedy
from hansa.clearing.terms.house import BatchLine
from hansa.clearing.views.asked import batch_asked
from hansa.clearing.views.frames import framed, reader

OK, INVALID = 200, 422


@require_safe
def unpaid(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Say what becomes of everybody if one city does not pay; nothing is changed."""
    actor = reader(request)
    batch = batches.get_batch(actor, league, slug, batch_asked(request))
    frame = framed(actor, league, day_of(request))
    net = reads.list_left(actor, league, slug, batch.line.number)
    debtors = sorted((one for one in net if net[one] < 0), key=lambda one: net[one])
    given = request.GET.copy()
    if debtors:
        given.setdefault("party", debtors[0])
    form = UnpaidForm(debtors, frame["names"], given)
    context: dict[str, Any] = {
        **frame,
        "batch": batch,
        "window_slug": slug,
        "form": form,
        "debtors": debtors,
        "caps": reads.list_caps(actor, league, slug, batch.line.number),
    }
    status = OK
    if debtors:
        status = OK if form.is_valid() else INVALID
        context |= (
            _answered(actor, league, batch.line, form, net) if status == OK else {}
        )
    return render(request, "clearing/unpaid.html", context, status=status)


def _answered(
    actor: Actor, league: str, line: BatchLine, form: UnpaidForm, net: Mapping[str, int]
) -> dict[str, Any]:
    party = form.cleaned_data["party"]
    owed = -net[party]
    fund = owed if form.fund_fen is None else form.fund_fen
    asked = (actor, league, line.window, party)
    out = reads.unpaid_by(*asked, Remedy.UNWIND, number=line.number)
    shown = {"party": party, "owed_fen": owed, "out": out}
    shown |= {"out_lines": reads.touched(net, out)}
    if reads.has_guarantee(league, actor):
        paid = reads.unpaid_by(*asked, Remedy.GUARANTEE, fund, line.number)
        shown |= {"paid": paid, "paid_lines": reads.touched(net, paid)}
    return shown
