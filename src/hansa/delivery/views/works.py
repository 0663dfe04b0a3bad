"""Pages of delivery: the named works, as a list, on the map, and one by one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.charter import reads as charter_reads
from hansa.charter.terms import MODALITY_NAMES, Version
from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, choice, day_of, next_of, refuse_unknown
from hansa.chassis.drawing import lay_out
from hansa.chassis.files import Upload
from hansa.chassis.http import status_of
from hansa.chassis.lists import (
    Choice,
    Column,
    Filter,
    Given,
    Listing,
    answer,
    refuse_unknown_words,
)
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.delivery import reads, services
from hansa.delivery.forms.stages import StageForm
from hansa.delivery.reads import stages as stage_reads
from hansa.delivery.terms import (
    FINDING_NAMES,
    MODE_NAMES,
    STAGE_NAMES,
    WORK_KIND_NAMES,
    Stage,
    Work,
    WorkFilter,
)
from hansa.delivery.terms.stages import STAGE_REMARK_NAMES
from hansa.delivery.views.map import map_of
from hansa.directory.reads import people
from hansa.directory.reads.accounts import refuse_public
from hansa.directory.services.behalf import act_for
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, Text, text

FIELDS: Mapping[str, str] = {
    "not-yet-reached": "reached_on",
    "segment-unknown": "segment",
}
NARROWING = ("kind", "line", "programme")
"""What narrows the works without a filter, or is a filter only in some leagues."""


@require_safe
def works(request: HttpRequest, league: str) -> HttpResponse:
    """List the named works, and draw those whose cities are confirmed."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    filters = _filters(request, version)
    refuse_unknown_words(request, filters)
    wanted = WorkFilter(
        line=_line_asked(request, version),
        programme=request.GET.get("programme") or None,
        stage=choice(request, "stage", STAGE_NAMES),
        kind=choice(request, "kind", WORK_KIND_NAMES),
        mode=choice(request, "mode", MODE_NAMES),
        member=request.GET.get("member") or None,
    )
    found = reads.list_works(version, wanted, day)
    names = charter_reads.names_of(version)
    columns = _columns(names)
    listing = Listing(
        slug="works",
        title=text("Named works"),
        columns=columns,
        rows=Given(found.works, columns),
        filters=filters,
        narrowed=wanted.line is not None or wanted.kind is not None,
        known=NARROWING,
        empty=text("No named work matches. Choose “all” in one of the filters."),
    )
    sheet = lay_out(charter_reads.centres_of(version), ())
    context = {
        "room": "works",
        "version": version,
        "agreement": version.charter.agreement,
        "found": found,
        "page_clauses": tuple(
            dict.fromkeys(m.clause for work in found.works for m in work.mentions)
        ),
        "reached": sum(work.recorded is not None for work in found.works),
        "finding_names": FINDING_NAMES,
        "names": names,
        **map_of(found.works, sheet, names),
        "map_label": text("Schematic map of the named works"),
    }
    return answer(request, listing, "delivery/works.html", context)


def _line_asked(request: HttpRequest, version: Version) -> int | None:
    """Give the line that the address asks for; None for all.

    Raises:
        Refused: no work is named on it.
    """
    known = {str(line): str(line) for line in reads.lines_of(version)}
    refuse_unknown(request, "line", known, reads.LINE)
    written = request.GET.get("line")
    return int(written) if written else None


def _columns(names: Mapping[str, Bilingual]) -> tuple[Column[Work], ...]:
    ladder = tuple(Stage)
    return (
        Column(
            key="id",
            label=text("Id"),
            value=lambda work: work.id,
            order=lambda work: work.id,
            template="delivery/cell_work.html",
        ),
        Column(key="name", label=text("Name"), value=lambda work: work.name),
        Column(
            key="mode",
            label=text("Mode"),
            value=lambda work: MODE_NAMES[work.mode],
            order=lambda work: work.mode.value,
        ),
        Column(
            key="stage",
            label=text("Stage"),
            value=lambda work: STAGE_NAMES[work.stage] if work.stage else None,
            order=lambda work: ladder.index(work.stage) if work.stage else None,
            template="delivery/cell_stage.html",
        ),
        Column(
            key="recorded",
            label=text("Recorded on"),
            value=lambda work: work.recorded.on if work.recorded else None,
            order=lambda work: work.recorded.on if work.recorded else None,
        ),
        Column(
            key="age",
            label=text("Months since signing"),
            value=lambda work: work.age_months,
            order=lambda work: work.age_months,
            number=True,
        ),
        Column(
            key="cities",
            label=text("Cities"),
            value=lambda work: tuple(names[member] for member in work.members),
            template="delivery/cell_cities.html",
        ),
        Column(
            key="remarks",
            label=text("Remarks"),
            value=lambda work: tuple(FINDING_NAMES[code] for code in work.findings),
            template="delivery/cell_findings.html",
            spare=True,
        ),
    )


def _filters(request: HttpRequest, version: Version) -> tuple[Filter, ...]:
    asked = request.GET
    programmes = reads.library_of(version).programmes
    members = version.charter.agreement.members
    offered: dict[str, tuple[Text, list[tuple[str, Text | Bilingual]]]] = {
        "mode": (text("Mode"), [(m.value, n) for m, n in MODE_NAMES.items()]),
        "stage": (text("Stage"), [(s.value, n) for s, n in STAGE_NAMES.items()]),
        "member": (text("City"), [(m.id, m.name) for m in members]),
        "programme": (text("Programme"), [(p.id, p.name) for p in programmes]),
    }
    return tuple(
        Filter(
            key=key,
            label=label,
            choices=tuple(Choice(value=v, label=name) for v, name in choices),
            chosen=asked.get(key, ""),
        )
        for key, (label, choices) in offered.items()
        if choices
    )


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest, league: str, work: str) -> HttpResponse:
    """Show one work: where the text names it, the stages it reached, and record one."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    found = reads.get_work(version, work, day)
    if request.method != "POST":
        return _show(request, version, found, _form(request, league, found))
    refuse_public(actor_of(request))
    form = _form(request, league, found, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _show(request, version, found, form, 422)
    try:
        facts, paper = form.facts(), form.upload()
        actor = _for_office(actor_of(request), league, form, paper)
        id_ = services.record_stage(actor, league, facts, paper)
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        return _show(request, version, found, form, status_of(error))
    undo = reverse("delivery:withdraw-stage", args=[league, id_])
    said = text(
        "Recorded: {work} reached {stage} on {day}.",
        work=found.name,
        stage=STAGE_NAMES[facts.stage],
        day=facts.reached_on.isoformat(),
    )
    say_done(request, said, undo)
    return redirect("delivery:work", league, work)


@require_POST
def withdraw_stage(request: HttpRequest, league: str, record: UUID) -> HttpResponse:
    """Take back a stage entered in error."""
    services.withdraw_stage(actor_of(request), league, str(record))
    say_done(request, text("Taken back. It is kept, and no longer counts."))
    return redirect(next_of(request, reverse("delivery:works", args=[league])))


def _for_office(
    actor: Actor, league: str, form: StageForm, paper: Upload | None
) -> Actor:
    """Give who acts: the reader, or the reader on behalf of an office.

    The file that comes with it shows what that office did where no number is given.
    """
    office = form.cleaned_data.get("office", "")
    evidence = form.cleaned_data.get("evidence", "")
    if not office and not evidence:
        return actor
    return act_for(actor, league, actor.member, office, evidence, paper)


def _form(request: HttpRequest, league: str, work: Work, **given: Any) -> StageForm:
    actor = actor_of(request)
    clerk = people.may_act_on_behalf(actor, league, actor.member)
    return StageForm(work=work, clerk=clerk, **given)


def _show(
    request: HttpRequest,
    version: Version,
    found: Work,
    form: StageForm,
    status: int = 200,
) -> HttpResponse:
    actor, league, day = actor_of(request), version.league, day_of(request)
    others = (*found.namesakes, *found.possible_duplicates)
    named = {w.id: w for w in reads.list_works(version, WorkFilter(), day).works}
    history = stage_reads.history_of(league, found.id, found.printed_stage, day)
    may = stage_reads.may_record_stage(actor, league, found.members)
    return render(
        request,
        "delivery/work.html",
        {
            "room": "works",
            "version": version,
            "agreement": version.charter.agreement,
            "work": found,
            "page_clauses": tuple(dict.fromkeys(m.clause for m in found.mentions)),
            "resting_on": found.assumptions,
            "others": [named[other] for other in others],
            "segments": list(zip(found.segments, found.segment_stages, strict=True)),
            "lines": history,
            "reads_who": stage_reads.may_read_stages(actor, league),
            "withdrawable": stage_reads.withdrawable(actor, league, history),
            "form": form if may else None,
            "modes": MODE_NAMES,
            "stages": STAGE_NAMES,
            "remarks": STAGE_REMARK_NAMES,
            "modalities": MODALITY_NAMES,
            "names": charter_reads.names_of(version),
        },
        status=status,
    )
