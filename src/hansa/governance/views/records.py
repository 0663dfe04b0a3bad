"""Pages of records: the list, one record, the form to record or correct, compliance."""

from collections.abc import Mapping, Sequence
from datetime import date
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
from hansa.charter.terms import Version
from hansa.chassis import files
from hansa.chassis.actor import Actor
from hansa.chassis.asked import (
    actor_of,
    choice,
    day_of,
    next_of,
    optional_day,
    whole_number,
)
from hansa.chassis.files import Upload
from hansa.chassis.http import status_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done, warn
from hansa.directory.reads import people
from hansa.directory.reads.accounts import clerks_named
from hansa.directory.reads.posts import Posts
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance import services
from hansa.governance.forms.records import RecordForm, proposed, written
from hansa.governance.reads import answering
from hansa.governance.reads import compliance as compliance_reads
from hansa.governance.reads import records as reads
from hansa.governance.reads.calendars import (
    get_entry,
    is_alive,
    list_bodies,
    list_names,
)
from hansa.governance.terms import KIND_NAMES, LEVEL_NAMES
from hansa.governance.terms.compliance import WEIGHT_NAMES, Compliance
from hansa.governance.terms.records import (
    DEPARTURE_NAMES,
    MeetingRecord,
    RecordFilter,
    RecordLine,
)
from hansa.kernel.errors import Conflict, HansaError
from hansa.kernel.text import Bilingual, Text, text

ROOM = "calendar"
FIELDS: Mapping[str, str] = {
    "not-yet-held": "first",
    "year-wrong": "year",
    "body-unknown": "body",
    "member-unknown": "host",
}


@require_safe
def records(request: HttpRequest, league: str) -> HttpResponse:
    """List what was recorded, with what departs from the agreement."""
    actor, versions = actor_of(request), charter_reads.get_versions(league)
    wanted = RecordFilter(
        year=whole_number(request, "year", 0) or None,
        body=request.GET.get("body") or None,
        departure=choice(request, "departure", DEPARTURE_NAMES),
        as_of=optional_day(request),
    )
    lines = reads.list_records(actor, versions, wanted)[::-1]
    columns = _columns(versions)
    listing = Listing(
        slug="records",
        title=text("Records of meetings"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(request, versions),
        row_id=lambda line: str(line.record.id),
        empty=text("Nothing is recorded yet. Record a meeting, or take in past ones."),
    )
    shown = {
        "room": ROOM,
        **_words(request, versions),
        "lines": lines,
        "recorder": reads.may_record_some(actor, league),
        "importer": reads.may_import(actor, league),
    }
    return answer(request, listing, "governance/records.html", shown)


def _columns(versions: Sequence[Version]) -> tuple[Column[RecordLine], ...]:
    bodies, names = reads.bodies_named(versions), list_names(versions)
    posts = Posts(league=versions[0].league)
    return (
        Column(
            key="day",
            label=text("Day"),
            value=lambda line: line.record.facts.days.start,
            order=lambda line: line.record.facts.days.start,
            template="governance/cell_record.html",
        ),
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: bodies.get(
                line.record.facts.body, line.record.facts.body
            ),
            order=lambda line: line.record.facts.body,
        ),
        Column(
            key="kind",
            label=text("Kind"),
            value=lambda line: KIND_NAMES[line.record.facts.kind],
        ),
        Column(
            key="host",
            label=text("Host"),
            value=lambda line: names.get(line.record.facts.host or ""),
            order=lambda line: line.record.facts.host or "",
        ),
        Column(
            key="entry",
            label=text("Entry of the calendar"),
            value=lambda line: line.entry,
            shown=False,
        ),
        Column(
            key="remarks",
            label=text("Departs from the agreement"),
            value=lambda line: tuple(DEPARTURE_NAMES[r.code] for r in line.remarks),
            template="governance/cell_remarks.html",
            spare=True,
        ),
        Column(
            key="by",
            label=text("Recorded by"),
            value=lambda line: _in_name_of(posts, line.record),
            template="governance/cell_recorded_by.html",
        ),
    )


def _in_name_of(posts: Posts, record: MeetingRecord) -> Bilingual | Text | str:
    """Name the office of a record; exports say too that a clerk entered it for it."""
    office = posts.name(record.authority)
    if not record.evidence:
        return office
    return text("{office} (entered on behalf)", office=office)


def _filters(request: HttpRequest, versions: Sequence[Version]) -> tuple[Filter, ...]:
    bodies = reads.bodies_named(versions)
    asked = request.GET
    return (
        Filter(
            key="body",
            label=text("Body"),
            choices=tuple(Choice(value=i, label=name) for i, name in bodies.items()),
            chosen=asked.get("body", ""),
        ),
        Filter(
            key="departure",
            label=text("Departs from the agreement"),
            choices=tuple(
                Choice(value=code.value, label=name)
                for code, name in DEPARTURE_NAMES.items()
            ),
            chosen=asked.get("departure", ""),
        ),
        Filter(
            key="year", label=text("Year"), kind="words", chosen=asked.get("year", "")
        ),
    )


@require_safe
def record(request: HttpRequest, league: str, record: UUID) -> HttpResponse:
    """Show one record: what was computed, what was recorded, and its history."""
    actor, versions = actor_of(request), charter_reads.get_versions(league)
    line = reads.get_record(actor, versions, str(record))
    chain = reads.history(actor, versions, str(record))
    clerks = clerks_named(each.recorded_by for each in chain)
    return render(
        request,
        "governance/record.html",
        {
            "room": ROOM,
            **_words(request, versions),
            "line": line,
            "facts": line.record.facts,
            "entry": get_entry(versions, line.entry) if line.entry else None,
            "changed_at": line.record.withdrawn_at or line.record.recorded_at,
            "moments": [_moment(each, clerks) for each in reversed(chain)],
            "stands": line.record.withdrawn_at is None,
            "newest": chain[-1] if chain[-1].id != line.record.id else None,
            "files": files.files_by_id([line.record.file] if line.record.file else []),
            "opens": reads.may_record(actor, league, line.record.facts),
            "may": reads.may_change(actor, versions, line.record),
            "confirmable": answering.may_confirm(actor, versions, line.record),
        },
    )


def _moment(
    record: MeetingRecord, clerks: Mapping[str, Bilingual | Text | str]
) -> dict[str, Any]:
    """Tell of a record as a timeline does, and who entered it for another office."""
    facts = record.facts
    day = facts.days.start.isoformat()
    sentence = (
        text("Corrected: held on {day}.", day=day)
        if record.replaces
        else text("Recorded: held on {day}.", day=day)
    )
    return {
        "at": record.recorded_at,
        "sentence": sentence,
        "by": record.authority,
        "note": facts.reason,
        "behalf": record.evidence,
        "clerk": clerks[record.recorded_by] if record.evidence else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def record_new(request: HttpRequest, league: str) -> HttpResponse:
    """Record a meeting: the form proposes what the agreement asks for."""
    versions = charter_reads.get_versions(league)
    reads.require_some_record(actor_of(request), league)
    entry_id = request.GET.get("entry", "")
    entry = get_entry(versions, entry_id) if entry_id else None
    if request.method != "POST":
        initial = proposed(entry, list_names(versions)) if entry else _asked(request)
        form = _form(request, versions, initial=initial)
        return _show_form(request, versions, form, {"entry": entry})
    form = _form(request, versions, data=request.POST, files=request.FILES)
    if form.is_valid():
        try:
            paper = form.upload()
            actor = _for_office(actor_of(request), league, form, paper)
            id_ = services.record_meeting(actor, league, form.facts(), paper)
            return _recorded(request, league, id_)
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            return _show_form(
                request, versions, form, {"entry": entry}, status_of(error)
            )
    return _show_form(request, versions, form, {"entry": entry}, 422)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return {"body": request.GET.get("body", ""), "kind": "meeting"}


@require_http_methods(["GET", "HEAD", "POST"])
def record_correct(request: HttpRequest, league: str, record: UUID) -> HttpResponse:
    """Put a record right; who was overtaken sees both texts and loses none."""
    actor, versions = actor_of(request), charter_reads.get_versions(league)
    reads.require_some_record(actor, league)
    line = reads.get_record(actor, versions, str(record))
    reads.require_record(actor, league, line.record.facts)
    about: dict[str, Any] = {"correcting": line.record}
    if request.method != "POST":
        form = _form(request, versions, initial=written(line.record.facts))
        return _show_form(request, versions, form, about)
    form = _form(request, versions, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _show_form(request, versions, form, about, 422)
    try:
        facts, paper = form.facts(), form.upload()
        actor = _for_office(actor, league, form, paper)
        id_ = services.correct_record(actor, league, str(record), facts, paper)
    except HansaError as error:
        show_refusal(form, error, FIELDS)
        if isinstance(error, Conflict):
            newest = reads.history(actor, versions, str(record))[-1]
            about = {"correcting": newest, "meanwhile": newest}
        return _show_form(request, versions, form, about, status_of(error))
    return _recorded(request, league, id_)


def _recorded(request: HttpRequest, league: str, id_: str) -> HttpResponse:
    """Say what was recorded, offer to take it back, and show it."""
    line = reads.get_record(actor_of(request), charter_reads.get_versions(league), id_)
    undo = reverse("governance:record-withdraw", args=[league, id_])
    day = line.record.facts.days.start.isoformat()
    say_done(request, text("Recorded as held on {day}.", day=day), undo)
    for remark in line.remarks:
        warn(request, remark.message)
    return redirect("governance:record", league, id_)


@require_POST
def record_withdraw(request: HttpRequest, league: str, record: UUID) -> HttpResponse:
    """Take back a record entered in error."""
    services.withdraw_record(actor_of(request), league, str(record))
    say_done(request, text("Taken back. It is kept, and no longer counts."))
    return redirect(next_of(request, reverse("governance:records", args=[league])))


@require_POST
def record_confirm(request: HttpRequest, league: str, record: UUID) -> HttpResponse:
    """Say that a record stands which somebody else entered."""
    services.confirm_record(actor_of(request), league, str(record))
    say_done(request, text("Confirmed. It stands in the calendar now."))
    return redirect("governance:record", league, record)


def _for_office(
    actor: Actor, league: str, form: RecordForm, paper: Upload | None
) -> Actor:
    """Give who acts: the reader, or the reader on behalf of an office.

    The file that comes with it shows what that office did where no number is given.
    """
    office = form.cleaned_data.get("office", "")
    evidence = form.cleaned_data.get("evidence", "")
    if not office and not evidence:
        return actor
    return act_for(actor, league, actor.member, office, evidence, paper)


def _form(
    request: HttpRequest, versions: Sequence[Version], **given: Any
) -> RecordForm:
    actor, league = actor_of(request), versions[0].league
    return RecordForm(
        bodies=_ended_last(versions, day_of(request)),
        members=list_names(versions),
        clerk=people.may_act_on_behalf(actor, league, actor.member),
        **given,
    )


def _ended_last(versions: Sequence[Version], day: date) -> dict[str, Bilingual]:
    """Name the bodies to choose from; those that have ended stand last."""
    now = list_bodies(charter_reads.governing(versions, day))
    ended = {body.id for body in now if not is_alive(body, day)}
    named = reads.bodies_named(versions)
    return dict(sorted(named.items(), key=lambda item: item[0] in ended))


def _show_form(
    request: HttpRequest,
    versions: Sequence[Version],
    form: RecordForm,
    about: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {"room": ROOM, **_words(request, versions), "form": form, **about}
    return render(request, "governance/record_form.html", context, status=status)


@require_safe
def compliance(request: HttpRequest, league: str) -> HttpResponse:
    """Say how a year was kept, as far as the reader may see."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    year = whole_number(request, "year", day.year)
    found = compliance_reads.compliance(actor_of(request), versions, year, day)
    return render(
        request,
        "governance/compliance.html",
        {
            "room": ROOM,
            **_words(request, versions),
            "found": found,
            "sentence": compliance_sentence(found),
            "weights": WEIGHT_NAMES,
            "waiting": reads.count_unconfirmed(
                actor_of(request), league, year, optional_day(request)
            ),
        },
    )


def compliance_sentence(found: Compliance) -> Text:
    """Say in one sentence how a year was kept, and what of it is counted."""
    if not found.whole:
        return text(
            "{year}: {held} of {asked} held, without what falls to other cities by their "
            "turn; {hard} breaches, {soft} reminders",
            year=str(found.year),
            held=found.held,
            asked=found.asked,
            hard=found.hard,
            soft=found.soft,
        )
    return text(
        "{year}: {held} of {asked} held; {hard} breaches, {soft} reminders",
        year=str(found.year),
        held=found.held,
        asked=found.asked,
        hard=found.hard,
        soft=found.soft,
    )


def _words(request: HttpRequest, versions: Sequence[Version]) -> dict[str, Any]:
    """Give what every page of records needs to name things."""
    version = charter_reads.governing(versions, day_of(request))
    return {
        "version": version,
        "agreement": version.charter.agreement,
        "bodies": reads.bodies_named(versions),
        "names": list_names(versions),
        "kinds": KIND_NAMES,
        "levels": LEVEL_NAMES,
        "offices": OFFICE_NAMES,
        "departures": DEPARTURE_NAMES,
    }
