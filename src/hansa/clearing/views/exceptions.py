"""Rows that were not accepted, with downloads; and why an amount is what it is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import choice, day_of, optional_day
from hansa.chassis.clock import today
from hansa.chassis.lists import Choice, Column, Filter, Listing, answer
from hansa.clearing.reads import batches, cases, desks
from hansa.clearing.reads.batches import BatchDetail
from hansa.clearing.reads.exceptions import ExceptionFilter, find_exceptions
from hansa.clearing.reads.refused_rows import RefusedRow
from hansa.clearing.reads.schemes import (
    is_called_example,
    scheme_titles,
    version_called,
)
from hansa.clearing.terms.rulebook import ADJUSTMENT
from hansa.clearing.terms.taps import (
    CODE_NAMES,
    OUTCOME_NAMES,
    Code,
    Outcome,
    outcome_of,
)
from hansa.clearing.views.asked import batch_asked, day_kept, taps_asked
from hansa.clearing.views.frames import framed, reader
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, text

if TYPE_CHECKING:
    from hansa.clearing.services.answers import Explained


@require_safe
def exceptions(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """List the rows of a batch's window that were not accepted."""
    actor = reader(request)
    as_of, number = optional_day(request), batch_asked(request)
    batch = batches.get_batch(actor, league, slug, number, as_of)
    code = choice(request, "code", CODE_NAMES)
    outcome = choice(request, "outcome", OUTCOME_NAMES)
    wanted = ExceptionFilter(
        code=code.value if code else None,
        outcome=outcome.value if outcome else None,
        acquirer=request.GET.get("acquirer") or None,
    )
    rows = find_exceptions(actor, league, slug, batch.line.number, wanted, as_of)
    frame = framed(actor, league, day_of(request))
    listing = Listing(
        slug=f"exceptions-{slug}-{batch.line.number}",
        title=text("Rows not accepted: {window}", window=slug),
        columns=_columns(frame["institutions"]),
        rows=rows,
        filters=_filters(batch, wanted, frame["institutions"]),
        empty=text("Every row that was received is accepted."),
        known=("batch",),
    )
    context: dict[str, Any] = {**frame, "batch": batch, "window_slug": slug}
    context["suspended_fen"] = rows.suspended_fen
    return answer(request, listing, "clearing/exceptions.html", context)


def _columns(
    institutions: Mapping[str, Bilingual],
) -> tuple[Column[RefusedRow], ...]:
    return (
        Column(
            key="outcome",
            label=text("Outcome"),
            value=lambda one: OUTCOME_NAMES[Outcome(one.outcome)],
        ),
        Column(
            key="code",
            label=text("Why not"),
            value=lambda one: CODE_NAMES[Code(one.code)],
            template="clearing/cell_code.html",
        ),
        Column(
            key="code-id", label=text("Code"), value=lambda one: one.code, shown=False
        ),
        Column(
            key="acquirer",
            label=text("Acquirer"),
            value=lambda one: institutions.get(one.acquirer, one.acquirer),
        ),
        Column(key="record", label=text("Serial"), value=lambda one: one.record_id),
        Column(
            key="issuer",
            label=text("Card issuer"),
            value=lambda one: institutions.get(one.issuer, one.issuer),
        ),
        Column(
            key="card",
            label=text("Card"),
            value=lambda one: f"…{one.card}" if one.card else "",
            template="chassis/cell_nowrap.html",
        ),
        Column(
            key="amount",
            label=text("Amount (yuan)"),
            value=lambda one: (
                "" if one.amount_fen is None else str(Money(one.amount_fen))
            ),
            number=True,
        ),
        Column(key="time", label=text("Time"), value=lambda one: one.occurred_at),
        Column(key="note", label=text("Remark"), value=lambda one: one.note),
        Column(
            key="hash",
            label=text("Content hash"),
            value=lambda one: one.content_hash,
            shown=False,
        ),
    )


def _filters(
    batch: BatchDetail,
    wanted: ExceptionFilter,
    institutions: Mapping[str, Bilingual],
) -> tuple[Filter, ...]:
    counts: Mapping[str, int] = batch.line.counts.get("codes", {})
    refused = {
        code: count
        for code, count in counts.items()
        if count and outcome_of(Code(code)) is not Outcome.ACCEPTED
    }
    rows = batch.funnel
    return (
        Filter(
            key="outcome",
            label=text("Outcome"),
            choices=(
                _outcome(Outcome.SUSPENDED, rows.suspended),
                _outcome(Outcome.REJECTED, rows.rejected),
            ),
            chosen=wanted.outcome or "",
            every=False,
        ),
        Filter(
            key="code",
            label=text("Why not"),
            choices=tuple(
                Choice(value=code, label=CODE_NAMES[Code(code)], count=count)
                for code, count in refused.items()
            ),
            chosen=wanted.code or "",
            every=False,
        ),
        Filter(
            key="acquirer",
            label=text("Acquirer"),
            choices=tuple(
                Choice(value=slug, label=name) for slug, name in institutions.items()
            ),
            chosen=wanted.acquirer or "",
        ),
    )


def _outcome(outcome: Outcome, count: int) -> Choice:
    return Choice(value=outcome.value, label=OUTCOME_NAMES[outcome], count=count)


@require_safe
def why(request: HttpRequest, league: str, slug: str) -> HttpResponse:
    """Drill from an amount to classes, rule versions, clauses and taps (穿透查询)."""
    from hansa.clearing.services import answers  # noqa: PLC0415 -- the engine takes a second to start

    actor, day = reader(request), day_of(request)
    page = taps_asked(request)
    pair = answers.Pair(
        debtor=request.GET.get("from", ""),
        creditor=request.GET.get("to", ""),
        class_id=request.GET.get("class") or None,
        most=answers.TAPS_MOST if page else answers.TAPS_SHOWN,
        start=answers.TAPS_MOST * max(page - 1, 0),
    )
    number = batch_asked(request)
    found = answers.explain_batch(actor, league, slug, number, pair)
    after = pair.start + len(found.taps)
    context = {
        **framed(actor, league, day),
        "why": found,
        "row_count": sum(one.leg.rows for one in found.classes),
        "first": pair.start + 1,
        "last": after,
        "earlier": page - 1,
        "later": page + 1 if after < found.tap_count else 0,
        "schemes": scheme_titles(),
        "versions": {
            one.leg.rule_version: version_called(one.leg.rule_version)
            for one in found.classes
        },
        "marked": {
            one.leg.class_id
            for one in found.classes
            if one.example and not is_called_example(one.leg.rule_version)
        },
        "window_slug": slug,
        "number": number,
        "asked": f"?from={found.debtor}&to={found.creditor}"
        + ("" if number is None else f"&batch={number}")
        + day_kept(request),
        "adjusting": _adjusting(actor, league, found),
        "dispute": _dispute_address(actor, league, slug, number, found)
        if day == today()
        else "",
    }
    return render(request, "clearing/why.html", context)


def _adjusting(actor: Actor, league: str, found: "Explained") -> dict[str, str]:
    """Lead from legs that rest on a decision to its case, where the reader may see it."""
    addresses = {}
    for one in found.classes:
        if one.leg.scheme == ADJUSTMENT:
            case_id = cases.id_of(actor, league, one.leg.rule_version)
            if case_id is not None:
                address = reverse("casework:case", args=[league, case_id])
                addresses[one.leg.class_id] = address
    return addresses


def _dispute_address(
    actor: Actor, league: str, slug: str, number: int | None, found: "Explained"
) -> str:
    """Lead to a dispute of the reader's own city on what is shown; empty for others."""
    own = actor.member or ""
    if own not in {found.debtor, found.creditor}:
        return ""
    if not desks.may_dispute(actor, league, own):
        return ""
    other = found.creditor if own == found.debtor else found.debtor
    address = reverse("clearing:dispute", args=[league, slug, own])
    asked = f"?against={other}" + ("" if number is None else f"&batch={number}")
    return address + asked
