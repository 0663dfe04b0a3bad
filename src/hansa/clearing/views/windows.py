"""The page of one window: what became of its files, who owes whom, what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from hansa.chassis.actor import Actor
from hansa.chassis.asked import day_of, optional_day
from hansa.chassis.clock import today
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.acts import FORMS, ActForm, Desk
from hansa.clearing.forms.files import BringForm
from hansa.clearing.reads import batches, desks
from hansa.clearing.reads import returns as return_reads
from hansa.clearing.reads import windows as reads
from hansa.clearing.reads.batches import BatchDetail
from hansa.clearing.reads.exceptions import suspended_in
from hansa.clearing.reads.participants import institution_names
from hansa.clearing.reads.statements import UNSIGNED, heads_are_signed
from hansa.clearing.reads.windows import WindowDetail
from hansa.clearing.terms.desk import ACT_MEANINGS, ACT_NAMES, Act
from hansa.clearing.terms.house import (
    CAUSE_NAMES,
    STATE_NAMES,
    BatchLine,
    Cause,
    FileLine,
    State,
)
from hansa.clearing.terms.taps import CODE_NAMES, FILE_CODE_NAMES, OUTCOME_NAMES
from hansa.clearing.views import charts
from hansa.clearing.views.asked import batch_asked, day_kept
from hansa.clearing.views.cases import cases_card
from hansa.clearing.views.frames import ORDERED, framed, reader
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import text

OK, INVALID = 200, 422
EXCEPTIONS_BESIDE = 20
WAY = (
    State.COLLECTING,
    State.SEALED,
    State.PRICED,
    State.NETTED,
    State.PUBLISHED,
    State.INSTRUCTED,
    State.SETTLED,
    State.RECONCILED,
)
"""The way of a batch as its page draws it."""
OFF_WAY = {State.HELD: "now held", State.VOIDED: "now voided"}
"""What leaves that way, as its mark is drawn."""
ASIDE = frozenset({Act.HOLD, Act.VOID})
"""What leads a batch off its way; nobody is led to it first."""
FIELDS = {"reason-missing": "reason", "reason-too-long": "reason"}


@require_safe
def window(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Show one window with the batch that is asked for, else its last."""
    return _page(request, league, slug, None, OK)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, league: str, slug: str, name: str) -> HttpResponse:
    """Do one act; what is refused is shown again with what was typed.

    Who opens its address once more is led to the window, and nothing is done.
    """
    actor = reader(request)
    desk = _desk(actor, league, slug, batch_asked(request))
    if request.method != "POST":
        return redirect(_address_of(desk))
    form = _form(name)(desk, request.POST, prefix=name)
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect(_address_after(form, desk))
        status = INVALID
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
    return _page(request, league, slug, form, status)


def _form(name: str) -> type[ActForm]:
    for one, form in FORMS.items():
        if one.value == name:
            return form
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the window and choose one of its forms."),
    )


def _address_after(form: ActForm, desk: Desk) -> str:
    makes_batch = form.act in {Act.SEAL, Act.DELTA}
    return _address_of(replace(desk, batch=None) if makes_batch else desk)


def _address_of(desk: Desk) -> str:
    address = reverse("clearing:window", args=[desk.league, desk.window.slug])
    return address if desk.batch is None else f"{address}?batch={desk.number}"


def _desk(actor: Actor, league: str, slug: str, number: int | None) -> Desk:
    detail = reads.get_window(actor, league, slug)
    frame = framed(actor, league, today())
    return Desk(
        actor=actor,
        league=league,
        window=detail.line,
        batch=_batch(actor, league, detail, number, None),
        names=frame["names"],
        has_guarantee=frame["terms"].guarantee is not None,
    )


def _batch(
    actor: Actor,
    league: str,
    detail: WindowDetail,
    number: int | None,
    as_of: date | None,
) -> BatchDetail | None:
    """Give the batch that is asked for; None for a window without any."""
    if number is None and not detail.line.batches:
        return None
    return batches.get_batch(actor, league, detail.line.slug, number, as_of)


def _page(
    request: HttpRequest, league: str, slug: str, sent: ActForm | None, status: int
) -> HttpResponse:
    actor, day = reader(request), day_of(request)
    as_of, is_today = optional_day(request), day == today()
    detail = reads.get_window(actor, league, slug, as_of)
    batch = _batch(actor, league, detail, batch_asked(request), as_of)
    frame = framed(actor, league, day)
    context = {
        **frame,
        "window": detail.line,
        "files": _own_files(detail, batch),
        "file_codes": {code.value: name for code, name in FILE_CODE_NAMES.items()},
        "batch": batch,
        "track": _track(batch),
        "aside": _aside(batch),
        "counted": reads.count_files(detail, batch.line if batch else None),
        "cases": cases_card(actor, league, slug, day),
        "carried": batch.line.manifest.get("cases", ()) if batch else (),
        "may_adjust": is_today and desks.may_adjust(actor, league, detail.line),
        "is_past": day < today(),
    }
    if batch is not None:
        context |= _of_batch(request, league, batch, context)
    # What is shown as of another day is looked at; acts are done today.
    if is_today:
        context |= _of_desk(actor, league, detail, batch, sent, frame)
    return render(request, "clearing/window.html", context, status=status)


def _track(batch: BatchDetail | None) -> list[dict[str, Any]]:
    state = batch.line.state if batch else State.COLLECTING
    reached = {step.after for step in batch.steps} if batch else set()
    reached |= {State.COLLECTING}
    marks = []
    for step in WAY:
        is_part = step is State.SETTLED and state is State.PARTIAL
        one = state if is_part else step
        kind = "now" if one is state else "done" if one in reached else "later"
        marks.append({"state": one, "name": STATE_NAMES[one], "kind": kind})
    if batch is not None and state in OFF_WAY:
        place = sum(one["kind"] == "done" for one in marks)
        kept = marks[place:] if state is State.HELD else []
        aside = {"state": state, "name": STATE_NAMES[state], "kind": OFF_WAY[state]}
        return [*marks[:place], aside, *kept]
    if state is State.ARCHIVED:
        marks.append({"state": state, "name": STATE_NAMES[state], "kind": "now"})
    return marks


def _aside(batch: BatchDetail | None) -> SimpleNamespace | None:
    """Say since when a batch is off its way, and why; None for one that is on it."""
    if batch is None or batch.line.state not in OFF_WAY:
        return None
    step = next(one for one in reversed(batch.steps) if one.after is batch.line.state)
    return SimpleNamespace(state=step.after, at=step.at, reason=step.reason)


def _successor(line: BatchLine, others: Sequence[BatchLine]) -> BatchLine | None:
    """Name the batch that stands in the place of a voided one."""
    later = [one for one in others if one.number > line.number]
    return next((one for one in later if one.state is not State.VOIDED), None)


def _own_files(detail: WindowDetail, batch: BatchDetail | None) -> list[FileLine]:
    """Give the files of a batch, and those that no batch has sealed yet."""
    if batch is None:
        return list(detail.files)
    own = {one["sha256"] for one in batch.line.manifest["files"]}
    waits = batch.line.number == detail.line.batches - 1
    return [
        file
        for file in detail.files
        if file.sha256 in own or (waits and file.batch is None)
    ]


def _count_sealed(files: Sequence[FileLine], lines: Sequence[BatchLine]) -> int:
    """Count the files that these batches were the first to seal."""
    numbers = {line.number for line in lines}
    return sum(file.batch in numbers and not file.refused for file in files)


def _of_batch(
    request: HttpRequest, league: str, batch: BatchDetail, context: dict[str, Any]
) -> dict[str, Any]:
    actor, as_of = reader(request), optional_day(request)
    line, names = batch.line, context["names"]
    page = reverse("clearing:window", args=[league, line.window])
    others = batches.list_batches(actor, league, line.window, as_of)
    shown: dict[str, Any] = {
        "others": [one for one in others if one.number != line.number],
        "successor": _successor(line, others),
        "called": {one.number: one.called for one in others},
        "moments": _moments(batch),
        "is_netted": bool(line.result_sha256),
        "own_count": _count_sealed(context["files"], [line]),
        "late_count": _count_sealed(
            context["files"], [one for one in others if one.cause is Cause.LATE_FILE]
        ),
        "added_rows": sum(
            file.rows for file in context["files"] if file.batch == line.number
        ),
    }
    if not line.result_sha256:
        return shown
    cities = len(context["agreement"].members)
    parties = charts.parties_of(batch, names, cities)
    loud = charts.without_quiet(batch, parties)
    asked = f"?batch={line.number}{day_kept(request)}"
    why = reverse("clearing:why", args=[league, line.window]) + asked
    exceptions = f"{page}exceptions/{asked}"
    in_doubt = batch.funnel.suspended
    refused = batches.list_exceptions(
        actor, league, line.window, line.number, EXCEPTIONS_BESIDE
    )
    doubted = suspended_in(actor, league, line.window, line.number) if in_doubt else 0
    return {
        **shown,
        "funnel": charts.funnel(batch, context["counted"], exceptions, doubted),
        "owed": charts.matrix(batch, names, loud),
        "quiet": [one for one in parties if one not in loud],
        "flows": charts.flows(batch, names, parties),
        "positions": charts.positions(batch, names, parties),
        "leads": charts.leads_of(batch, why),
        "gross_fen": sum(pair.amount_fen for pair in batch.pairs),
        "refused_count": batch.funnel.suspended + batch.funnel.rejected,
        "is_ordered": line.state in ORDERED,
        "payment_count": desks.payments_ahead(batch),
        "statements": [party for party in parties if party in line.net],
        "returns": return_reads.list_returns(
            actor, league, line.window, line.number, as_of=as_of
        ),
        "exceptions": refused,
        "has_notes": any(one.note for one in refused),
        "codes": {code.value: name for code, name in CODE_NAMES.items()},
        "outcomes": {one.value: name for one, name in OUTCOME_NAMES.items()},
    }


def _moments(batch: BatchDetail) -> list[SimpleNamespace]:
    cause = batch.line.cause
    moments = [
        SimpleNamespace(
            at=step.at,
            sentence=STATE_NAMES[step.after],
            by=step.authority,
            note=step.reason,
            behalf=None,
        )
        for step in reversed(batch.steps)
    ]
    if cause is not None:
        moments[-1].sentence = text("sealed for {cause}", cause=CAUSE_NAMES[cause])
    return moments


def _of_desk(
    actor: Actor,
    league: str,
    detail: WindowDetail,
    batch: BatchDetail | None,
    sent: ActForm | None,
    frame: dict[str, Any],
) -> dict[str, Any]:
    desk = Desk(
        actor=actor,
        league=league,
        window=detail.line,
        batch=batch,
        names=frame["names"],
        has_guarantee=frame["terms"].guarantee is not None,
    )
    offered = desks.offered(actor, league, detail.line, batch)
    forms = {one: FORMS[one](desk, prefix=one.value) for one in offered}
    if sent is not None:
        forms[sent.act] = sent
    waits = batch is not None and batch.line.state is State.NETTED
    return {
        "forms": _shown(forms, offered, detail.line.waiting),
        "own_work": waits and frame["approves"] and desks.is_own_work(actor, batch),
        "second_person": waits and not frame["approves"],
        "bring": BringForm(institution_names(league)) if frame["prepares"] else None,
    }


def _shown(
    forms: dict[Act, ActForm], offered: Sequence[Act], waiting: int
) -> list[dict[str, Any]]:
    is_signed = heads_are_signed()
    return [
        {
            "form": form,
            "title": ACT_NAMES[one],
            "meaning": ACT_MEANINGS[one],
            "primary": bool(offered) and one is offered[0] and one not in ASIDE,
            "waits": one is Act.DELTA and waiting,
            "danger": one is Act.VOID,
            "warning": None if is_signed or one is not Act.APPROVE else UNSIGNED,
        }
        for one, form in forms.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Take card files for a window, and say of each what became of it."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BringForm(institution_names(league), *sent)
    is_taken = form.is_bound and form.is_valid()
    outcomes = form.keep(actor, league, slug) if is_taken else ()
    status = INVALID if form.is_bound and not is_taken else OK
    detail = reads.get_window(actor, league, slug)
    context = {
        **framed(actor, league, day_of(request)),
        "window": detail.line,
        "awaited": sum(gap.expected - gap.received for gap in detail.line.gaps),
        "form": form,
        "outcomes": outcomes,
        "file_codes": {code.value: name for code, name in FILE_CODE_NAMES.items()},
    }
    return render(request, "clearing/bring.html", context, status=status)
