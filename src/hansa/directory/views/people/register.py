"""The register as a workbook: brought, looked over, taken whole; written and explained."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.files import Upload
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done, warn
from hansa.directory.formats.register import write_register, write_template
from hansa.directory.formats.sheets import values_of
from hansa.directory.forms.people import RegisterForm
from hansa.directory.reads import people as reads
from hansa.directory.reads.places import places
from hansa.directory.reads.register import present_on
from hansa.directory.services import register as services
from hansa.directory.terms.register import STEP_NAMES
from hansa.directory.views.people.frame import NOT_TAKEN, setting, shown_or_sent
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.findings import errors_in
from hansa.kernel.text import text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@shown_or_sent
def register(request: HttpRequest, league: str) -> HttpResponse:
    """Take a workbook in to be looked over; nothing is taken yet."""
    actor = actor_of(request)
    reads.require_keeper(actor, league, actor.member)
    form = RegisterForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = NOT_TAKEN
        if form.is_valid():
            brought = form.cleaned_data["file"]
            upload = Upload(name=brought.name, content=brought.read())
            try:
                file = services.bring_register(actor, league, upload)
            except Refused as error:
                show_refusal(form, error)
                status = status_of(error)
            else:
                return redirect("directory:register-preview", league, file.id)
    shown = {**setting(request, league), "form": form}
    return render(request, "directory/register.html", shown, status=status)


@require_safe
def preview(request: HttpRequest, league: str, file: UUID) -> HttpResponse:
    """Show what taking a workbook would do, with every fault at its cell."""
    found, planned = services.preview_brought(actor_of(request), league, file)
    return render(
        request,
        "directory/register_preview.html",
        {
            **setting(request, league),
            "file": found,
            "plan": planned,
            "changes": [
                {"change": change, "values": values_of(change)}
                for change in planned.changes
            ],
            "errors": errors_in(planned.findings),
            "seal": services.seal_of(planned),
            "steps": STEP_NAMES,
        },
    )


@require_POST
def take(request: HttpRequest, league: str, file: UUID) -> HttpResponse:
    """Take a workbook whole, exactly as its preview said."""
    seen = request.POST.get("seal", "")[:200]
    try:
        _, planned = services.take_brought(actor_of(request), league, file, seen)
    except (Conflict, Refused) as error:
        # The preview shows what stands in the way now.
        warn(request, error.message)
        return redirect("directory:register-preview", league, file)
    done = text(
        "The register is taken: {count} rows changed something.",
        count=len(planned.changes),
    )
    say_done(request, done)
    return redirect(reverse("directory:directory", args=[league]))


@require_safe
def export(request: HttpRequest, league: str) -> HttpResponse:
    """Write what stands today or later as a workbook."""
    actor, day = actor_of(request), today()
    reads.require_keeper(actor, league, actor.member)
    present = present_on(actor, league, day)
    content = write_register(present, places(league), day)
    return _workbook(content, f"{league}-directory-{day.isoformat()}.xlsx")


@require_safe
def template(request: HttpRequest, league: str) -> HttpResponse:
    """Write the empty workbook that says what to fill in."""
    actor = actor_of(request)
    reads.require_keeper(actor, league, actor.member)
    return _workbook(write_template(), "directory-template.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": disposition,
            "Cache-Control": "private, no-store",
        },
    )
