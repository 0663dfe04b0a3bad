"""Pages of the comments of a consultation: their list, their groups, and receipts."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.asked import actor_of, unknown_choice
from hansa.chassis.http import status_of
from hansa.chassis.lists import (
    EXPORTS,
    BulkAct,
    Choice,
    Column,
    Filter,
    Given,
    Listing,
    answer,
)
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.governance.formats import comments as formats
from hansa.governance.forms.consultations import GroupForm
from hansa.governance.reads import consultations as reads
from hansa.governance.services.consultations import weighing
from hansa.governance.terms.consultations import (
    CHANNEL_NAMES,
    CONSULTATION_STATE_NAMES,
    CommentLine,
    ConsultationSheet,
    ConsultationState,
)
from hansa.governance.terms.experts import TREATMENT_NAMES
from hansa.governance.views import session_frames as frames
from hansa.governance.views.consultations import (
    CONSULTATION_FIELDS,
    CONSULTATION_LIGHTS,
    TREATMENT_LIGHTS,
)
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Bilingual, Text, text

OVER = frozenset({ConsultationState.PUBLISHED, ConsultationState.WITHDRAWN})


@require_safe
def comments(request: HttpRequest, league: str, consultation_id: UUID) -> HttpResponse:
    """List the comments of a consultation, each with its group and reply."""
    actor = actor_of(request)
    sheet = reads.get_consultation(actor, league, consultation_id)
    inside, keeps = (
        reads.may_read_comments(actor, league),
        reads.may_keep(actor, league),
    )
    chosen = _group_asked(request, sheet)
    lines = reads.list_comments(actor, league, consultation_id, chosen)
    columns = _columns(frames.framed(league)["names"], keeps=keeps)
    ticking = keeps and sheet.line.state not in OVER
    address = reverse("governance:comments-tick", args=[league, consultation_id])
    listing = Listing(
        slug="comments",
        title=text("Comments on {code}", code=sheet.line.code),
        columns=columns,
        rows=Given(lines, columns),
        filters=(_filter(sheet, chosen),),
        bulk=(BulkAct(address=address, label=text("Put into a group")),)
        if ticking
        else (),
        row_id=lambda line: str(line.number),
        empty=text("Nobody has commented yet.")
        if inside or sheet.line.results_at
        else text("Comments are shown with the results."),
    )
    shown = {
        **frames.framed(league),
        "sheet": sheet,
        "line": sheet.line,
        "keeper": ticking,
        "treatment_lights": TREATMENT_LIGHTS,
    }
    return answer(request, listing, "governance/comments.html", shown)


def _group_asked(request: HttpRequest, sheet: ConsultationSheet) -> int | None:
    written = request.GET.get("group", "")
    groups = {str(one.number): one.title for one in sheet.groups}
    known: dict[str, Text | str] = {"0": text("no group"), **groups}
    if written and written not in known:
        raise unknown_choice(text("Group"), written, known.values())
    return int(written) if written else None


def _filter(sheet: ConsultationSheet, chosen: int | None) -> Filter:
    groups = [
        Choice(value=str(one.number), label=one.title, count=one.count)
        for one in sheet.groups
    ]
    return Filter(
        key="group",
        label=text("Group"),
        choices=(Choice(value="0", label=text("no group")), *groups),
        chosen="" if chosen is None else str(chosen),
    )


def _columns(
    names: Mapping[str, Bilingual], *, keeps: bool
) -> tuple[Column[CommentLine], ...]:
    own: tuple[Column[CommentLine], ...] = (
        Column(key="name", label=text("Name"), value=lambda line: line.name),
        Column(key="contact", label=text("Contact"), value=lambda line: line.contact),
    )
    return (
        Column(
            key="number",
            label=text("No."),
            value=lambda line: line.number,
            order=lambda line: line.number,
            number=True,
        ),
        Column(
            key="words",
            label=text("Comment"),
            value=lambda line: line.words,
            template="governance/cell_comment.html",
        ),
        Column(
            key="from",
            label=text("Said by"),
            value=lambda line: (
                line.stakeholder
                or (names.get(line.member, line.member) if line.member else "")
            ),
        ),
        Column(
            key="received",
            label=text("Received on"),
            value=lambda line: line.received_on,
            order=lambda line: line.received_on,
        ),
        Column(
            key="channel",
            label=text("Way"),
            value=lambda line: CHANNEL_NAMES[line.channel],
        ),
        Column(
            key="group",
            label=text("Group"),
            value=lambda line: line.group_title,
            order=lambda line: line.group,
        ),
        Column(
            key="reply",
            label=text("Reply"),
            value=lambda line: (
                TREATMENT_NAMES[line.note.treatment] if line.note else None
            ),
            template="governance/cell_treatment.html",
            spare=True,
        ),
        Column(
            key="reason",
            label=text("Reason of the reply"),
            value=lambda line: line.note.reason if line.note else "",
        ),
        *(own if keeps else ()),
    )


@require_POST
def comments_tick(
    request: HttpRequest, league: str, consultation_id: UUID
) -> HttpResponse:
    """Lead those who ticked comments to the form that groups them."""
    actor = actor_of(request)
    reads.require_keeper(actor, league)
    reads.get_consultation(actor, league, consultation_id)
    ticked = [one for one in request.POST.getlist("id") if one.isdecimal()]
    address = reverse("governance:comments-group", args=[league, consultation_id])
    return redirect(f"{address}?{urlencode({'numbers': ', '.join(ticked)})}")


@require_http_methods(["GET", "HEAD", "POST"])
def comments_group(
    request: HttpRequest, league: str, consultation_id: UUID
) -> HttpResponse:
    """Put comments that say the same into a group."""
    actor, status = actor_of(request), OK
    reads.require_keeper(actor, league)
    sheet = reads.get_consultation(actor, league, consultation_id)
    form = GroupForm(sheet, initial={"numbers": request.GET.get("numbers", "")})
    if request.method == "POST":
        form, status = GroupForm(sheet, request.POST), INVALID
        try:
            if form.is_valid():
                numbers = form.cleaned_data["numbers"]
                weighing.group_comments(
                    actor, league, consultation_id, numbers, form.into
                )
                say_done(
                    request, text("Comments grouped: {count}.", count=len(numbers))
                )
                return redirect("governance:comments", league, consultation_id)
        except HansaError as error:
            show_refusal(form, error, {**CONSULTATION_FIELDS, **NUMBERED})
            status = status_of(error)
    shown = {**frames.framed(league), "line": sheet.line, "form": form}
    return render(request, "governance/comments_group.html", shown, status=status)


NUMBERED = {"comments-missing": "numbers", "comment-missing": "numbers"}


@require_safe
def comments_template(request: HttpRequest, league: str) -> HttpResponse:
    """Give the empty workbook for comments that came otherwise."""
    reads.require_keeper(actor_of(request), league)
    answered = HttpResponse(formats.template(), content_type=EXPORTS["xlsx"])
    answered["Content-Disposition"] = 'attachment; filename="comments.xlsx"'
    return answered


@never_cache
@require_safe
def receipts(request: HttpRequest, league: str) -> HttpResponse:
    """Ask for the number of a receipt, and lead to what came of that comment."""
    frame, written = frames.framed(league), request.GET.get("number", "")
    status, fault = OK, None
    if written:
        try:
            found = reads.get_receipt(actor_of(request), league, written)
            return redirect("governance:receipt", league, found.code)
        except Missing as error:
            status, fault = status_of(error), error
    shown = {**frame, "fault": fault, "written": written[:40]}
    return render(request, "governance/receipts.html", shown, status=status)


@never_cache
@require_safe
def receipt(request: HttpRequest, league: str, code: str) -> HttpResponse:
    """Show whoever has the number of a receipt the comment and what came of it."""
    found = reads.get_receipt(actor_of(request), league, code)
    shown = {
        **frames.framed(league),
        "line": found.line,
        "comment": found.comment,
        "code": found.code,
        "light": CONSULTATION_LIGHTS[found.line.state],
        "word": CONSULTATION_STATE_NAMES[found.line.state],
        "treatments": TREATMENT_NAMES,
        "treatment_lights": TREATMENT_LIGHTS,
    }
    answered = render(request, "governance/receipt.html", shown)
    answered["Referrer-Policy"] = "same-origin"
    answered["X-Robots-Tag"] = "noindex, nofollow"
    return answered
