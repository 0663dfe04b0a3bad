"""The list of windows, one window with its latest batch, and the acts that it offers."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.http import status_of
from hansa.chassis.lists import Column, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.rights import Over, may
from hansa.chassis.toasts import say_done
from hansa.clearing.forms import FileForm, StepForm
from hansa.clearing.reads import batches as batch_reads
from hansa.clearing.reads import windows as reads
from hansa.clearing.reads.offers import APPROVING, PREPARING, offered
from hansa.clearing.services import publishing, running, sealing, settling
from hansa.clearing.services.windows import Stated, register_file
from hansa.clearing.terms.house import STATE_NAMES, Cause, State, WindowLine
from hansa.clearing.terms.taps import CODE_NAMES, Code
from hansa.clearing.views.frames import framed, light_of, yuan
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422
Act = Callable[[Actor, str, str, str], object]

ACTS: Mapping[str, tuple[Text, Act]] = {
    "seal": (text("Seal"), sealing.seal_window),
    "run": (
        text("Clear"),
        lambda actor, league, slug, _reason: running.run_batch(actor, league, slug),
    ),
    "approve": (
        text("Approve and publish"),
        lambda actor, league, slug, _reason: publishing.approve(actor, league, slug),
    ),
    "instruct": (
        text("Order payments"),
        lambda actor, league, slug, _reason: settling.instruct(actor, league, slug),
    ),
    "late": (
        text("Make an adjustment batch"),
        lambda actor, league, slug, reason: sealing.make_delta(
            actor, league, slug, Cause.LATE_FILE, reason
        ),
    ),
    "hold": (text("Hold"), settling.hold),
    "reconcile": (
        text("Reconcile"),
        lambda actor, league, slug, _reason: settling.reconcile(actor, league, slug),
    ),
}


@require_safe
def windows(request: HttpRequest, league: str) -> HttpResponse:
    """List the windows of a league, the latest first."""
    lines = reads.list_windows(actor_of(request), league)
    missing = sum(bool(line.gaps) and line.state is State.COLLECTING for line in lines)
    listing = Listing(
        slug="windows",
        title=text("Clearing windows"),
        columns=_columns(),
        rows=Given(lines, _columns()),
        filters=(),
        empty=text(
            "Windows will stand here, one for each day that is cleared. Open the first "
            "with “hansa clearing window open”."
        ),
    )
    shown = {
        "count": len(lines),
        "missing": missing,
        "lights": {line.slug: light_of(line.state) for line in lines},
    }
    frame = framed(league, day_of(request))
    return answer(request, listing, "clearing/windows.html", {**frame, **shown})


def _columns() -> tuple[Column[WindowLine], ...]:
    order = list(State)
    return (
        Column(
            key="window",
            label=text("Clearing window"),
            value=lambda line: line.slug,
            order=lambda line: line.start_at,
            template="clearing/cell_window.html",
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: STATE_NAMES[line.state],
            order=lambda line: order.index(line.state),
            template="clearing/cell_state.html",
        ),
        Column(
            key="missing",
            label=text("Missing files"),
            value=lambda line: tuple(gap.sender for gap in line.gaps),
            order=lambda line: len(line.gaps),
        ),
        Column(
            key="files",
            label=text("Files"),
            value=lambda line: line.files,
            order=lambda line: line.files,
            number=True,
        ),
        Column(
            key="waiting",
            label=text("Not sealed yet"),
            value=lambda line: line.waiting,
            order=lambda line: line.waiting,
            number=True,
        ),
        Column(
            key="batches",
            label=text("Batches"),
            value=lambda line: line.batches,
            order=lambda line: line.batches,
            number=True,
        ),
    )


@require_safe
def window(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Show one window and its latest batch."""
    return _page(request, league, slug, StepForm(), OK)


@require_POST
def act(request: HttpRequest, league: str, slug: str, name: str) -> HttpResponse:
    """Take one step; what is refused is shown with its reason."""
    if name not in ACTS:
        raise Missing(
            "act-missing",
            text("There is no such act."),
            text("Open the window and choose one of its forms."),
        )
    title, do = ACTS[name]
    form = StepForm(request.POST)
    status = INVALID
    try:
        if form.is_valid():
            do(actor_of(request), league, slug, form.cleaned_data["reason"])
            say_done(request, text("{act}: done for {window}.", act=title, window=slug))
            return redirect("clearing:window", league, slug)
    except HansaError as error:
        show_refusal(form, error)
        status = status_of(error)
    return _page(request, league, slug, form, status)


@require_POST
def bring(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Register a card file that somebody drops on the page of a window."""
    form = FileForm(request.POST, request.FILES)
    status = INVALID
    try:
        if form.is_valid():
            say_done(request, _registered(request, league, slug, form))
            return redirect("clearing:window", league, slug)
    except HansaError as error:
        show_refusal(form, error)
        status = status_of(error)
    return _page(request, league, slug, StepForm(), status, form)


def _registered(request: HttpRequest, league: str, slug: str, form: FileForm) -> Text:
    upload = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        # The name is stated, never a path: a sender may write anything into it.
        place = Path(folder) / "brought"
        with place.open("wb") as kept:
            for part in upload.chunks():
                kept.write(part)
        stated = Stated(name=upload.name, window=slug)
        found = register_file(actor_of(request), league, place, stated)
    if found.unchanged:
        return text("{file} was registered before.", file=found.file.name)
    if found.file.refused:
        return text(
            "{file} is refused: {code}", file=found.file.name, code=found.file.refused
        )
    return text(
        "{file} is registered, {rows} rows.", file=found.file.name, rows=found.file.rows
    )


def _page(
    request: HttpRequest,
    league: str,
    slug: str,
    form: StepForm,
    status: int,
    dropped: FileForm | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    detail = reads.get_window(actor, league, slug)
    frame = framed(league, day_of(request))
    over = Over(league=league)
    acts = [
        {"name": name, "title": ACTS[name][0]}
        for name in offered(detail.line)
        if may(actor, APPROVING if name == "approve" else PREPARING, over)
    ]
    context = {
        **frame,
        "detail": detail,
        "light": light_of(detail.line.state),
        "acts": acts,
        "form": form,
        "drop": dropped or FileForm(),
        "brings": may(actor, PREPARING, over),
        **_batch(actor, league, slug, frame["parties"]),
    }
    return render(request, "clearing/window.html", context, status=status)


def _batch(
    actor: Actor, league: str, slug: str, parties: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the latest batch as the page shows it; nothing where none is sealed."""
    try:
        batch = batch_reads.get_batch(actor, league, slug)
    except Missing:
        return {"batch": None, "lines": batch_reads.list_batches(actor, league, slug)}
    netted = bool(batch.line.net)
    exceptions = batch_reads.list_exceptions(actor, league, slug) if netted else ()
    pairs = {(one.debtor, one.creditor): one.amount_fen for one in batch.pairs}
    order = [party for party in parties if party in batch.line.net]
    odd = {
        code: count
        for code, count in batch.line.counts.get("codes", {}).items()
        if code != Code.ACCEPTED.value
    }
    return {
        "batch": batch,
        "lines": batch_reads.list_batches(actor, league, slug),
        "exceptions": exceptions,
        "odd": sum(odd.values()),
        "codes": [
            {"code": code, "name": CODE_NAMES[Code(code)], "count": count}
            for code, count in odd.items()
        ],
        "order": order,
        "matrix": [
            {
                "party": debtor,
                "cells": [
                    yuan(pairs[debtor, creditor]) if (debtor, creditor) in pairs else ""
                    for creditor in order
                ],
                "net": yuan(abs(batch.line.net[debtor])),
                "receives": batch.line.net[debtor] > 0,
                "pays": batch.line.net[debtor] < 0,
            }
            for debtor in order
        ],
        "gross": yuan(batch.funnel.gross_fen),
        "moved": yuan(batch.funnel.moved_fen),
        "payments": [
            {"line": one, "amount": yuan(one.amount_fen)} for one in batch.payments
        ],
    }
