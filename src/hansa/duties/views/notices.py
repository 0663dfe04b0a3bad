"""Pages of notices: the list, one notice with its paper, the preview, a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice, day_of
from hansa.chassis.http import status_of
from hansa.chassis.language import language_from
from hansa.chassis.language import render as say
from hansa.chassis.lists import Choice, Column, Filter, Listing, Sort, answer
from hansa.chassis.once import new_token, once
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.duties import documents
from hansa.duties.forms.notices import CallForm, NoticeForm, written_addressee
from hansa.duties.reads import channels as channel_reads
from hansa.duties.reads import notice_plans, notifications
from hansa.duties.reads import notices as reads
from hansa.duties.services import notices as services
from hansa.duties.services import sending
from hansa.duties.terms.channels import DELIVERY_NAMES
from hansa.duties.terms.notices import (
    HOW_NAMES,
    NOTICE_NAMES,
    NoticeFilters,
    NoticeKind,
    NoticeLine,
    NoticeOrder,
    Plan,
    ReceiptFilter,
)
from hansa.kernel.errors import HansaError, Refused
from hansa.kernel.text import Text, text

ROOM = "todo"
DUTIES_MOST = 200
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

RECEIPTS = {ReceiptFilter.OPEN: text("not signed for")}


def signed_words(line: NoticeLine) -> Text:
    """Say whether somebody signed for a notice, and who."""
    if line.receipt is None:
        return text("not signed for")
    return text("{by}, {office}", by=line.receipt.by, office=line.receipt.office)


COLUMNS: tuple[Column[NoticeLine], ...] = (
    Column(
        key="reference",
        label=text("Number"),
        value=lambda line: line.reference,
        template="duties/notice_cell_reference.html",
    ),
    Column(key="kind", label=text("Kind"), value=lambda line: NOTICE_NAMES[line.kind]),
    Column(key="to", label=text("Addressee"), value=lambda line: line.name),
    Column(key="title", label=text("Matter"), value=lambda line: line.title),
    Column(
        key="due",
        label=text("Time limit"),
        value=lambda line: line.due_on,
        order=lambda line: line.due_on,
    ),
    Column(
        key="issued",
        label=text("Issued"),
        value=lambda line: line.issued_at,
        order=lambda line: line.issued_at,
    ),
    Column(
        key="receipt",
        label=text("Receipt"),
        value=signed_words,
        template="duties/notice_cell_receipt.html",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The notices that a reader may see, fetched a page at a time."""

    actor: Actor
    league: str
    filters: NoticeFilters

    def count(self) -> int:
        return reads.count_notices(self.actor, self.league, self.filters)

    def slice(self, sort: Sort | None, start: int, stop: int) -> Sequence[NoticeLine]:
        order = NoticeOrder.NEWEST
        if sort is not None:
            order = NoticeOrder(f"{'-' if sort.descending else ''}{sort.key}")
        part = slice(start, stop)
        return reads.list_notices(self.actor, self.league, self.filters, part, order)


@require_safe
def list_page(request: HttpRequest, league: str) -> HttpResponse:
    """Show the notices that the reader issued or got."""
    actor = actor_of(request)
    reads.refuse_strangers(actor, league)
    filters = _filters(request)
    listing = Listing(
        slug="notices",
        title=text("Notices"),
        columns=COLUMNS,
        rows=_Rows(actor=actor, league=league, filters=filters),
        filters=_filter_fields(request, league),
        empty=text(
            "Reminders, letters and notices of meetings will be here. Remind somebody "
            "from the list of duties, or write a notice."
        ),
    )
    shown = {
        "room": ROOM,
        "waiting": reads.count_unanswered(actor, league, filters.until),
        "keeps_defaults": notifications.may_keep(actor, league),
        "to_sign": len(reads.list_to_sign(actor, league, filters.until)),
        "issues": notice_plans.may_issue(actor, league),
    }
    return answer(request, listing, "duties/notice_list.html", shown)


def _filters(request: HttpRequest) -> NoticeFilters:
    return NoticeFilters(
        kind=choice(request, "kind", NOTICE_NAMES),
        member=request.GET.get("city", "")[:60] or None,
        unanswered=choice(request, "receipt", RECEIPTS) is not None,
        until=day_of(request),
    )


def _filter_fields(request: HttpRequest, league: str) -> tuple[Filter, ...]:
    kinds = tuple(
        Choice(value=kind.value, label=name) for kind, name in NOTICE_NAMES.items()
    )
    cities = tuple(
        Choice(value=member, label=name)
        for member, name in notice_plans.list_cities(league, day_of(request)).items()
    )
    return (
        Filter(
            key="kind",
            label=text("Kind"),
            choices=kinds,
            chosen=request.GET.get("kind", ""),
        ),
        Filter(
            key="city",
            label=text("City"),
            choices=cities,
            chosen=request.GET.get("city", ""),
        ),
        Filter(
            key="receipt",
            label=text("Receipt"),
            choices=tuple(Choice(value=w, label=n) for w, n in RECEIPTS.items()),
            chosen=request.GET.get("receipt", ""),
        ),
    )


@require_safe
def unanswered(request: HttpRequest, league: str) -> HttpResponse:
    """Show what nobody signed for yet, the oldest first."""
    actor = actor_of(request)
    reads.refuse_strangers(actor, league)
    shown = {
        "room": ROOM,
        "lines": reads.list_unanswered(actor, league, day_of(request)),
        "kinds": NOTICE_NAMES,
    }
    return render(request, "duties/notice_unanswered.html", shown)


@require_safe
def notice(request: HttpRequest, league: str, notice_id: UUID) -> HttpResponse:
    """Show one notice: its text, its paper, its receipt and how it travelled."""
    return notice_page(request, league, notice_id)


def notice_page(
    request: HttpRequest,
    league: str,
    notice_id: UUID,
    call: CallForm | None = None,
    link: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page of a notice, with a form that was refused or a link just made."""
    actor = actor_of(request)
    found = reads.get_notice(actor, league, notice_id)
    line = found.line
    shown = {
        "room": ROOM,
        "notice": found,
        "line": line,
        "changed_at": line.receipt.recorded_at if line.receipt else line.issued_at,
        "may": reads.rights_over(actor, line),
        "kinds": NOTICE_NAMES,
        "hows": HOW_NAMES,
        "deliveries": channel_reads.deliveries_of(actor, line),
        "states": DELIVERY_NAMES,
        "call": call or CallForm(initial={"at": actor.at}),
        "link": link,
        "issued_day": reads.issued_day(line),
        **_supervised(line),
    }
    return render(request, "duties/notice.html", shown, status=status)


def _supervised(line: NoticeLine) -> dict[str, UUID]:
    """Give what a notice of supervision is about, so that it is answered there."""
    kind, _, about = line.subject.partition(":")
    if kind != "supervision":
        return {}
    name = "bulletin" if line.kind is NoticeKind.BULLETIN else "paper"
    return {name: UUID(about)}


@require_safe
def document(request: HttpRequest, league: str, notice_id: UUID) -> HttpResponse:
    """Give a notice as docx, in the language asked for or that of the page."""
    found = reads.get_notice(actor_of(request), league, notice_id)
    language = language_from(request.GET.get("lang") or get_language())
    content = documents.notice_docx(found, language)
    answered = HttpResponse(content, content_type=DOCX)
    name = f"notice-{found.line.kind.value}-{found.line.year}-{found.line.number}.docx"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


@require_POST
def send_again(request: HttpRequest, league: str, delivery_id: UUID) -> HttpResponse:
    """Put a delivery that was given up, or sent before, into the queue again."""
    notice_id = sending.send_again(actor_of(request), league, delivery_id)
    say_done(request, text("It is in the queue again and will be sent at once."))
    return redirect("notices:notice", league, notice_id)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, league: str) -> HttpResponse:
    """Show the texts to copy for some duties and who would get them; issue nothing.

    A list of duties posts its ticked rows here and is led to the address of the preview.
    """
    if request.method == "POST":
        ticked = request.POST.getlist("id") + request.POST.getlist("duty")
        kind = request.POST.get("kind", NoticeKind.REMINDER.value)
        asked = urlencode({"kind": kind, "duty": ticked}, doseq=True)
        return redirect(f"{reverse('notices:plan', args=[league])}?{asked}")
    actor = actor_of(request)
    kind = _kind(request.GET.get("kind", NoticeKind.REMINDER.value))
    duties = _ids(request.GET.getlist("duty"))
    plans = notice_plans.plan_for_duties(actor, league, kind, duties)
    shown = {
        "room": ROOM,
        "kind": kind,
        "kinds": notice_plans.kinds_for_duties(actor),
        "kind_names": NOTICE_NAMES,
        "duties": duties,
        "plans": plans,
        "left_out": notice_plans.left_out(actor, league, duties),
        "names": notice_plans.list_cities(league, day_of(request)),
        "count": sum(len(one.recipients) for one in plans),
        "once": new_token(),
    }
    return render(request, "duties/notice_plan.html", shown)


def _kind(written: str) -> NoticeKind:
    """Read a kind; the plan and the service refuse those that are not for duties.

    Raises:
        Refused: there is no such kind.
    """
    try:
        return NoticeKind(written)
    except ValueError as error:
        raise Refused(
            "kind-unknown",
            text("“{kind}” is no kind of notice.", kind=written[:40]),
            text("Choose one on the page."),
        ) from error


def _ids(written: Sequence[str]) -> tuple[UUID, ...]:
    """Read ids of duties; what is none names no duty.

    Raises:
        Refused: one of them is no id, or there are too many.
    """
    try:
        found = tuple(UUID(one) for one in dict.fromkeys(written))
    except ValueError as error:
        raise Refused(
            "duty-unreadable",
            text("This address names no duty."),
            text("Choose duties from the list."),
        ) from error
    if len(found) > DUTIES_MOST:
        raise Refused(
            "too-many-duties",
            text("At most {most} duties are followed up at once.", most=DUTIES_MOST),
            text("Choose fewer, or filter the list."),
        )
    return found


@require_POST
def issue_for_duties(request: HttpRequest, league: str) -> HttpResponse:
    """Issue what the preview showed."""
    kind = _kind(request.POST.get("kind", ""))
    duties = _ids(request.POST.getlist("duty"))

    def issue() -> HttpResponse:
        issued = services.follow_up(actor_of(request), league, kind, duties)
        return _issued(request, league, issued)

    return once(request, issue)


def _issued(
    request: HttpRequest, league: str, issued: Sequence[NoticeLine]
) -> HttpResponse:
    """Say what was issued, and lead to it."""
    say_done(
        request,
        text(
            "Issued to {names}. Receipts are awaited.",
            names=tuple(line.name for line in issued),
        ),
    )
    if len(issued) == 1:
        return redirect("notices:notice", league, issued[0].id)
    return redirect("notices:list", league)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, league: str) -> HttpResponse:
    """Write a notice about anything: preview first, then issue."""
    actor = actor_of(request)
    notice_plans.require_issuer(actor, league)
    form = NoticeForm(
        notice_plans.kinds_for(actor), _to(actor, league), request.POST or None
    )
    if request.method != "POST":
        return _new_page(request, form)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    draft = form.draft()
    try:
        if request.POST.get("act") == "issue":
            return once(
                request,
                lambda: _issued(request, league, services.issue(actor, league, draft)),
            )
        return _new_page(request, form, (notice_plans.plan(actor, league, draft),))
    except HansaError as error:
        show_refusal(form, error, {"occasion-needed": "held_on"})
        return _new_page(request, form, status=status_of(error))


def _to(actor: Actor, league: str) -> list[tuple[str, str]]:
    addressees = notice_plans.list_addressees(actor, league)
    return [(written_addressee(to), say(name)) for to, name in addressees]


def _new_page(
    request: HttpRequest,
    form: NoticeForm,
    plans: Sequence[Plan] = (),
    status: int = 200,
) -> HttpResponse:
    shown = {"room": ROOM, "form": form, "plans": plans, "once": new_token()}
    return render(request, "duties/notice_new.html", shown, status=status)
