"""Forms that change postings: record, end, mark as entered in error."""

from dataclasses import replace
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.files import Upload
from hansa.chassis.toasts import warn
from hansa.directory.forms.people import Choices, EndForm, PostingForm, day_after
from hansa.directory.reads import people as reads
from hansa.directory.reads.places import bodies_ended, places
from hansa.directory.reads.remarks import list_remarks
from hansa.directory.services import people as services
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.people import (
    PostingKind,
    PostingLine,
)
from hansa.directory.views.people.frame import (
    FormPage,
    answer_form,
    choices_of,
    person_page,
    shown_or_sent,
    unit_page,
)
from hansa.kernel.text import text

KNOWN_BEFORE = ("member", "person", "unit", "body", "domain")
"""What the page that leads to the form may know already."""


@shown_or_sent
def add_posting(request: HttpRequest, league: str, kind: str) -> HttpResponse:
    """Record who stands where, for one kind of posting."""
    actor = actor_of(request)
    reads.require_keeper(actor, league, actor.member)
    asked = next((known for known in PostingKind if known.value == kind), None)
    if asked is None:
        raise Http404
    reads.require_posting_keeper(actor, league, asked, actor.member)
    form = PostingForm(
        asked,
        _choices(request, league),
        request.POST or None,
        request.FILES or None,
        initial={name: request.GET.get(name, "") for name in KNOWN_BEFORE},
    )
    page = FormPage(
        title=places(league).record_titles[asked],
        button=text("Record it"),
        form=form,
        act=lambda: _posted(request, league, form),
        done=text("It is recorded."),
        back=reverse("directory:directory", args=[league]),
    )
    return answer_form(request, league, page)


def _choices(request: HttpRequest, league: str) -> Choices:
    """Give what a posting may name; of the bodies, those that have not ended."""
    every = choices_of(request, league)
    ended = bodies_ended(league, day_of(request))
    return replace(every, bodies=tuple(b for b in every.bodies if b[0] not in ended))


def _posted(request: HttpRequest, league: str, form: PostingForm) -> str:
    """Record a posting, on behalf where an office is named, and lead to its page."""
    actor, draft, given = actor_of(request), form.draft(), form.cleaned_data
    brought = given["paper"]
    paper = Upload(name=brought.name, content=brought.read()) if brought else None
    if given["office_name"] or given["evidence"]:
        actor = act_for(
            actor,
            league,
            draft.member,
            given["office_name"],
            given["evidence"],
            paper,
        )
    made = services.add_posting(actor, league, draft, paper)
    line = reads.get_posting(league, made, draft.from_on)
    for remark in list_remarks(league, line):
        warn(request, remark)
    return _holder_page(league, line)


def _kept_posting(request: HttpRequest, league: str, posting: UUID) -> PostingLine:
    """Give a posting that the reader keeps.

    Raises:
        Forbidden: another city's, or the reader may not see people.
        Missing: there is none.
    """
    actor = actor_of(request)
    reads.require_reader(actor, league)
    line = reads.get_posting(league, str(posting), day_of(request))
    reads.require_posting_keeper(actor, league, line.kind, line.member)
    return line


def _holder_page(league: str, line: PostingLine) -> str:
    """Give the page of who stands there."""
    if line.person:
        return person_page(league, line.person)
    assert line.unit is not None  # A posting names a person or a unit.
    return unit_page(league, line.unit)


@shown_or_sent
def end_posting(request: HttpRequest, league: str, posting: UUID) -> HttpResponse:
    """Record the last day of a posting."""
    actor = actor_of(request)
    line = _kept_posting(request, league, posting)
    form = EndForm(request.POST or None, initial=EndForm.standing(line))
    back = _holder_page(league, line)

    def act() -> str:
        last = form.cleaned_data["on"]
        services.end_posting(actor, league, line.id, day_after(last) if last else None)
        return back

    page = FormPage(
        title=text("End this {kind}", kind=places(league).posting_nouns[line.kind]),
        button=text("Record the end"),
        form=form,
        act=act,
        done=text("The end is recorded.")
        if request.POST.get("on")
        else text("It lasts after all."),
        back=back,
        about=line,
    )
    return answer_form(request, league, page)


@shown_or_sent
def withdraw_posting(request: HttpRequest, league: str, posting: UUID) -> HttpResponse:
    """Mark a posting as entered in error, after asking once."""
    actor = actor_of(request)
    line = _kept_posting(request, league, posting)
    back = _holder_page(league, line)

    def act() -> str:
        services.withdraw_posting(actor, league, line.id)
        return back

    page = FormPage(
        title=text(
            "Mark this {kind} as entered in error?",
            kind=places(league).posting_nouns[line.kind],
        ),
        button=text("Yes, mark it as entered in error"),
        form=forms.Form(request.POST or None),
        act=act,
        done=text("It is marked as entered in error; it is kept, and counts no more."),
        back=back,
        danger=True,
        about=line,
    )
    return answer_form(request, league, page)
