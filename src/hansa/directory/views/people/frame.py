"""What every page of the directory is shown with, and how its forms are answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.http import status_of
from hansa.chassis.language import render as written
from hansa.chassis.once import new_token, once
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.forms.people import OWN, Choices
from hansa.directory.reads import people as reads
from hansa.directory.reads.places import places, places_on
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.directory.terms.people import (
    UNIT_KIND_NAMES,
    PostingLine,
)
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing
from hansa.kernel.text import Bilingual, Text, text

NOT_TAKEN = 422
FORM = "directory/form.html"
shown_or_sent = require_http_methods(["GET", "HEAD", "POST"])


def unit_page(league: str, unit: str) -> str:
    """Give the address of a unit's page."""
    return reverse("directory:unit", args=[league, unit])


def person_page(league: str, person: str) -> str:
    """Give the address of a person's page."""
    return reverse("directory:person", args=[league, person])


def setting(request: HttpRequest, league: str) -> dict[str, Any]:
    """Give what every page of the directory is shown with."""
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day_of(request))
    return {
        "room": "directory",
        "version": version,
        "agreement": version.charter.agreement,
    }


def words_of(league: str) -> dict[str, Any]:
    """Give the names of everything that a line of the directory may point to."""
    there = places(league)
    return {
        "members": there.members,
        "bodies": there.bodies,
        "domains": there.domains,
        "unit_kinds": UNIT_KIND_NAMES,
        "posting_kinds": there.posting_kinds,
        "offices": OFFICE_NAMES,
    }


def choices_of(request: HttpRequest, league: str) -> Choices:
    """Give what the reader may choose from in the forms of this league.

    Raises:
        Forbidden: the reader may not see people.
    """
    actor, day = actor_of(request), day_of(request)
    there = places_on(league, day)
    kept = [
        member
        for member in (None, *there.members)
        if reads.may_keep(actor, league, member)
    ]
    own = written(text("the league's own"))

    def city(member: str | None) -> str:
        return written(there.members.get(member or "", own))

    return Choices(
        members=tuple((member or OWN, city(member)) for member in kept),
        units=tuple(
            (unit.id, f"{city(unit.member)} · {written(unit.name)}")
            for unit in reads.list_units(actor, league, day)
            if unit.member is None or unit.member in kept
        ),
        people=tuple(
            (person.id, f"{city(person.member)} · {written(person.title)}")
            for person in reads.list_people(actor, league, day)
            if person.member in kept
        ),
        bodies=tuple((id_, written(name)) for id_, name in there.bodies.items()),
        domains=tuple((id_, written(name)) for id_, name in there.domains.items()),
    )


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A page with one form and one act.

    Attributes:
        title: what is being done, as a sentence.
        button: the verb on the button.
        form: bound where the request brings something.
        act: does it, and gives the address of the page that shows it.
        done: what is said when it is done.
        back: where whoever thinks better of it goes.
        now: what stands there now, by field, for who was overtaken; None where nothing
            can overtake.
        danger: whether the button takes something away.
        undo: address that takes the act back by an empty POST; empty where none does.
        about: the posting that it is about; None where the title says all.
        room: the room of the rail that it stands in.
    """

    title: Text | Bilingual
    button: Text
    form: Form
    act: Callable[[], str]
    done: Text
    back: str
    now: Callable[[], Mapping[str, Any]] | None = None
    danger: bool = False
    undo: str = ""
    about: PostingLine | None = None
    room: str = "directory"


def answer_form(request: HttpRequest, league: str, page: FormPage) -> HttpResponse:
    """Show a form, or do what it asks for, once; what refuses it is shown on it.

    Raises:
        Forbidden: the reader may not do this at all.
        Missing: what it is about is gone.
    """
    form, status = page.form, 200
    theirs: tuple[tuple[Any, str], ...] = ()
    if request.method == "POST":
        status = NOT_TAKEN
        if form.is_valid():
            try:
                return once(request, partial(_done, request, page))
            except (Forbidden, Missing):
                raise
            except HansaError as error:
                _show_faults(form, error)
                status = status_of(error)
                if isinstance(error, Conflict) and page.now is not None:
                    theirs = _overtaken(form, page.now())
    shown = {
        **setting(request, league),
        "room": page.room,
        "page": page,
        "form": form,
        "theirs": theirs,
        "once": new_token(),
        **words_of(league),
    }
    return render(request, FORM, shown, status=status)


def _done(request: HttpRequest, page: FormPage) -> HttpResponse:
    """Do what the form asks for, and lead to the page that shows it."""
    address = page.act()
    say_done(request, page.done, page.undo)
    return redirect(address)


def _show_faults(form: Form, error: HansaError) -> None:
    """Put each fault beside its field, and what has none above the form."""
    if not error.findings:
        show_refusal(form, error)
    for found in error.findings:
        said = text("{message} {remedy}", message=found.message, remedy=found.remedy)
        name = found.at.path if found.at.path in form.fields else None
        form.add_error(name, written(said))


def _overtaken(form: Form, now: Mapping[str, Any]) -> tuple[tuple[Any, str], ...]:
    """Say what somebody else wrote meanwhile, and let the next attempt replace it."""
    theirs = []
    for name, value in now.items():
        typed = form.data.get(form.add_prefix(name), "")
        if name != "revision" and str(value or "") != typed:
            theirs.append((form[name].label, _shown(form, name, value)))
    form.data = form.data.copy()  # type: ignore[attr-defined]  # posted data are a QueryDict
    form.data["revision"] = str(now["revision"])  # type: ignore[index]  # as above
    return tuple(theirs)


def _shown(form: Form, name: str, value: Any) -> str:
    """Write a value as the form shows it: a choice by its label."""
    labels = dict(getattr(form.fields[name], "choices", ()))
    return str(labels.get(value, value) or "–")
