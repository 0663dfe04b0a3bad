"""The page of one duty, and the acts that its forms send."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis import files
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done, warn
from hansa.directory.reads import people
from hansa.directory.reads.accounts import clerks_named
from hansa.duties.forms.duties import FORMS, ActForm, Desk, Kept, ReturnForm
from hansa.duties.reads import duties as reads
from hansa.duties.reads import notice_plans
from hansa.duties.services import acts, handing
from hansa.duties.terms.duties import SETTLED, Act, Duty
from hansa.duties.views.frames import ROOM, framed, reader, reckoned
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Text, text

OK, INVALID = 200, 422

FIELDS = {
    "evidence-empty": "note",
    "evidence-needed": "evidence",
    "day-ahead": "on",
    "decision-needed": "document",
    "extension-not-later": "until",
    "reason-missing": "note",
    "proposal-missing": "note",
    "answer-missing": "note",
    "note-missing": "note",
    "note-unfit": "note",
    "document-unfit": "document",
    "unit-missing": "units",
    "unit-not-of-city": "units",
    "unit-has-part": "units",
    "part-after-duty": "due_on",
    "return-missing": "parts",
    "return-empty": "words",
    "words-unfit": "words",
    "evidence-unfit": "evidence",
    **dict.fromkeys(
        (
            "file-empty",
            "file-too-large",
            "file-name-missing",
            "file-kind-unknown",
            "file-unlike-its-name",
            "file-has-macros",
            "file-unpacks-too-large",
        ),
        "file",
    ),
}
"""Beside which field a refusal is shown."""


def desk_of(actor: Actor, league: str, duty: Duty) -> Desk:
    """Give what the forms of a duty are made from."""
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    units = people.list_units(actor, league, today)
    agreement = charter_reads.get_versions(league)[-1].charter.agreement
    return Desk(
        actor=actor,
        league=league,
        duty=duty,
        speaks=not reads.needs_paper(actor, duty.line.member),
        enters=people.may_act_on_behalf(actor, league, duty.line.member),
        units={unit.id: unit.name for unit in units if unit.member == duty.line.member},
        layers={layer.id: layer.name for layer in agreement.layers},
        evidence=reads.returnable(duty),
        answerable=reads.answerable(actor, duty),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that was refused, to be shown as it was typed; at most one of the two."""

    act: ActForm | None = None
    part: ReturnForm | None = None
    part_id: UUID | None = None


def page_of(
    request: HttpRequest, league: str, duty_id: UUID, sent: Sent, status: int
) -> HttpResponse:
    """Show one duty with the forms that its reader may use."""
    actor, reckoning = reader(request), reckoned(request, league)
    duty = reads.get_duty(actor, league, duty_id, reckoning)
    frame = framed(league, reckoning.as_of)
    context = {**frame, **_context(actor, league, duty, sent)}
    return render(request, "duties/duty.html", context, status=status)


def _context(actor: Actor, league: str, duty: Duty, sent: Sent) -> dict[str, Any]:
    desk = desk_of(actor, league, duty)
    offered = reads.offers(actor, duty)
    forms = {act: FORMS[act](desk, prefix=act.value) for act in FORMS if act in offered}
    if sent.act is not None:
        forms[sent.act.act] = sent.act
    line = duty.line
    kept = [event.file for event in duty.events if event.file]
    kept += [part.returned_file for part in duty.parts if part.returned_file]
    return {
        "duty": duty,
        "clerks": clerks_named(event.actor for event in duty.events),
        "line": line,
        "page_clauses": line.clauses,
        "changed_at": line.changed_at,
        "forms": {act.value.replace("-", "_"): form for act, form in forms.items()},
        "speaks": desk.speaks,
        "withdrawable": reads.withdrawable(actor, duty),
        "files": files.files_by_id(kept),
        "reminds": line.state not in SETTLED and notice_plans.may_issue(actor, league),
        "unit": actor.unit,
        "settled": line.state in SETTLED,
        "liaises": Act.HAND_ON in offered,
        "returning": sent.part or ReturnForm(),
        "sent_part": sent.part_id,
        "resting_on": line.assumptions,
    }


@require_safe
def duty(request: HttpRequest, league: str, duty_id: UUID) -> HttpResponse:
    """Show one duty."""
    return page_of(request, league, duty_id, Sent(), OK)


@require_POST
def act(request: HttpRequest, league: str, duty_id: UUID, name: str) -> HttpResponse:
    """Do one act; what is refused is shown again with what was typed."""
    kind = _form(name)
    try:
        return _act(request, league, duty_id, kind)
    except Missing as error:
        typed = _typed(request, kind)
        if error.code != "duty-missing" or not typed:
            raise
        # The duty went to another unit, or never was the reader's: it says neither.
        shown = {"refusal": error, "typed": typed, "room": ROOM}
        return render(request, "duties/unsent.html", shown, status=status_of(error))


def _act(
    request: HttpRequest, league: str, duty_id: UUID, kind: type[ActForm]
) -> HttpResponse:
    found = reads.get_duty(reader(request), league, duty_id, reckoned(request, league))
    desk = desk_of(reader(request), league, found)
    form = kind(desk, request.POST, request.FILES, prefix=kind.act.value)
    try:
        if form.is_valid():
            return _kept(request, league, duty_id, form.keep())
        status = INVALID
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return page_of(request, league, duty_id, Sent(act=form), status)


def _typed(request: HttpRequest, kind: type[ActForm]) -> list[tuple[str, str]]:
    """Give the words that were typed into a form, each with what its field is called."""
    return [
        (str(field.label), words)
        for name, field in kind.base_fields.items()
        if isinstance(field, CharField)
        and (words := request.POST.get(f"{kind.act.value}-{name}", "").strip())
    ]


def _form(name: str) -> type[ActForm]:
    for one, form in FORMS.items():
        if one.value == name:
            return form
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the duty and choose one of its forms."),
    )


def _kept(request: HttpRequest, league: str, duty_id: UUID, kept: Kept) -> HttpResponse:
    undo = ""
    if kept.undo is not None:
        undo = reverse("duties:withdraw", args=[league, duty_id, kept.undo])
    say_done(request, kept.sentence, undo)
    for finding in kept.findings:
        warn(request, finding.message)
    return redirect("duties:duty", league, duty_id)


@require_POST
def withdraw(
    request: HttpRequest, league: str, duty_id: UUID, number: int
) -> HttpResponse:
    """Take back what was entered in error."""
    actor, seen = reader(request), _seen(request)
    acts.withdraw_event(actor, league, duty_id, number, revision=seen)
    say_done(request, text("Taken back; the duty stands as before."))
    return redirect("duties:duty", league, duty_id)


def _seen(request: HttpRequest) -> int | None:
    """Give the revision that a form was made from; what says it just happened has none."""
    written = request.POST.get("revision")
    if written is None:
        return None
    return int(written) if written.isascii() and written.isdigit() else 0


@require_POST
def part(
    request: HttpRequest, league: str, duty_id: UUID, part_id: UUID, name: str
) -> HttpResponse:
    """Sign for a part, return it, send its return back, or take it back."""
    actor, form = reader(request), ReturnForm(request.POST, request.FILES)
    handing.refuse_part_elsewhere(league, duty_id, part_id)
    try:
        if form.is_valid():
            actor = _for_unit(actor, league, part_id, form)
            say_done(request, PARTS[name](actor, league, part_id, form))
            return redirect("duties:duty", league, duty_id)
        status = INVALID
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        status = status_of(error)
    return _part_again(
        request, league, duty_id, Sent(part=form, part_id=part_id), status
    )


def _part_again(
    request: HttpRequest, league: str, duty_id: UUID, sent: Sent, status: int
) -> HttpResponse:
    """Show what was typed for a part once more, wherever the part is by now."""
    try:
        return page_of(request, league, duty_id, sent, status)
    except Missing:  # Taken back meanwhile; the unit sees the duty no more.
        shown = {"form": sent.part, "room": ROOM}
        return render(request, "duties/unreturned.html", shown, status=status)


def _for_unit(actor: Actor, league: str, part_id: UUID, form: ReturnForm) -> Actor:
    """Give who acts with a part: the reader, or the reader for its unit (代录)."""
    member, unit = reads.whose_part(league, part_id)
    if actor.unit == unit and not form.cleaned_data["evidence"]:
        return actor  # What a unit brings itself is no paper that shows its act.
    on = actor.at.astimezone(LEAGUE_ZONE).date()
    return form.actor(actor, league, member, people.unit_names(league, on)[unit].zh)


def _sign(actor: Actor, league: str, part_id: UUID, form: ReturnForm) -> Text:
    revision, scan = form.cleaned_data["revision"], form.returned().file
    handing.sign_part(actor, league, part_id, revision, scan)
    return text("Signed for.")


def _return(actor: Actor, league: str, part_id: UUID, form: ReturnForm) -> Text:
    revision = form.cleaned_data["revision"]
    handing.return_part(actor, league, part_id, revision, form.returned())
    return text("Returned to the city's liaison.")


def _send_back(actor: Actor, league: str, part_id: UUID, form: ReturnForm) -> Text:
    given = form.cleaned_data
    handing.send_part_back(actor, league, part_id, given["revision"], given["words"])
    return text("Sent back to the unit for completion.")


def _take_back(actor: Actor, league: str, part_id: UUID, form: ReturnForm) -> Text:
    handing.take_back(actor, league, part_id, form.cleaned_data["revision"])
    return text("Taken back from the unit.")


PARTS = {
    "sign": _sign,
    "return": _return,
    "send-back": _send_back,
    "take-back": _take_back,
}
"""What is done with a part, by the word in its address."""
