"""Schemes with their dated rules, the difference between versions, and what-if."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import day_of
from hansa.chassis.drawing import Difference, line_pairs, position_chart
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.clearing.forms.what_if import WhatIfForm
from hansa.clearing.reads import batches
from hansa.clearing.reads import schemes as reads
from hansa.clearing.reads.schemes import RuleLine
from hansa.clearing.views.asked import batch_asked
from hansa.clearing.views.frames import framed, reader
from hansa.clearing.views.rule_words import Names, in_words
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422


@require_safe
def schemes(request: HttpRequest, league: str) -> HttpResponse:
    """List the schemes with the versions of their rules."""
    actor, day = reader(request), day_of(request)
    found = reads.list_schemes(actor, league, day)
    context = {
        **framed(actor, league, day),
        "schemes": found,
        "rule_count": sum(len(one.rules) for one in found),
        "example_count": sum(rule.rule.example for one in found for rule in one.rules),
    }
    return render(request, "clearing/schemes.html", context)


@require_safe
def scheme(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Show one scheme; two of its versions stand beside each other."""
    actor, day = reader(request), day_of(request)
    found = reads.get_scheme(actor, league, slug, day)
    before = _version(found.rules, request.GET.get("before"), -2)
    after = _version(found.rules, request.GET.get("after"), -1)
    frame = framed(actor, league, day)
    names = {**frame["services"], **frame["institutions"], **frame["names"]}
    context = {
        **frame,
        "scheme": found,
        "before": before,
        "after": after,
        "difference": _difference(before, after, names),
        "words": in_words(after, names) if after else "",
    }
    return render(request, "clearing/scheme.html", context)


def _version(rules: Sequence[RuleLine], id_: str | None, place: int) -> RuleLine | None:
    if not id_:
        return rules[place] if len(rules) >= -place else None
    found = next((one for one in rules if one.rule.id == id_), None)
    if found is None:
        raise Missing(
            "rule-missing",
            text("There is no version “{id}”.", id=id_[:60]),
            meant(id_, [one.rule.id for one in rules]),
        )
    return found


def _difference(
    before: RuleLine | None, after: RuleLine | None, names: Names
) -> Difference | None:
    if before is None or after is None:
        return None
    lines = line_pairs(in_words(before, names), in_words(after, names))
    drawn = Difference(
        title="",
        before=_headed(before),
        after=_headed(after),
        lines=lines,
    )
    title = text(
        "{after} differs from {before} in {count} lines",
        after=after.rule.id,
        before=before.rule.id,
        count=drawn.changes,
    )
    return Difference(title=title, before=drawn.before, after=drawn.after, lines=lines)


def _headed(line: RuleLine) -> Text:
    return text(
        "{id}, from {day} on",
        id=line.rule.id,
        day=line.rule.effective_at.date().isoformat(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Replay a window under other rules (方案测算); nothing is kept."""
    actor, day = reader(request), day_of(request)
    batch = batches.get_batch(actor, league, slug, batch_asked(request))
    kinds = [(one.slug, one.title) for one in reads.list_schemes(actor, league, day)]
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WhatIfForm(charter_reads.get_versions(league), kinds, *sent)
    context: dict[str, Any] = {
        **framed(actor, league, day),
        "batch": batch,
        "window_slug": slug,
        "form": form,
    }
    status = OK
    if form.is_bound:
        shown, status = _replayed(request, league, slug, form)
        context |= shown
    return render(request, "clearing/what_if.html", context, status=status)


def _replayed(
    request: HttpRequest, league: str, slug: str, form: WhatIfForm
) -> tuple[dict[str, Any], int]:
    from hansa.clearing.services import answers  # noqa: PLC0415 -- the engine takes a second to start

    if not form.is_valid():
        return {}, INVALID
    other = answers.OtherRules(day=form.day, files=form.replaced())
    number = batch_asked(request)
    try:
        found = answers.what_if_batch(reader(request), league, slug, number, other)
    except HansaError as error:
        show_refusal(form, error, {"rules-refused": "file"})
        return {"findings": error.findings}, status_of(error)
    gains = {one.party: one.gain_fen for one in found.changes if one.gain_fen}
    return {
        "found": found,
        "winners": [one for one in found.changes if one.gain_fen > 0],
        "losers": [one for one in found.changes if one.gain_fen < 0],
        "gains": position_chart(
            text("What each party would receive more, or pay more"),
            text("Source: the window replayed; nothing of it is kept"),
            gains,
        ),
    }, OK
