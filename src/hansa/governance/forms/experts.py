"""What people type about an expert of the pool."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.terms.people import UnitLine
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services.experts import pool
from hansa.governance.terms.experts import ExpertDraft, ExpertLine
from hansa.governance.terms.records import days_through
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDesk:
    """What the forms of experts are made from; ``expert`` None for a new one."""

    actor: Actor
    league: str
    fields: Names
    names: Names
    units: Sequence[UnitLine]
    expert: ExpertLine | None = None


class ExpertFields(forms.Form):
    """An expert: who, employed by whom, of which fields, from when to when."""

    name = line_field(_("Name of the expert"))
    post = line_field(_("Title or post"))
    employer = line_field(_("Employer"), help_text=_("As it is called."))
    employer_member = forms.ChoiceField(
        label=_("City that employs"),
        required=False,
        help_text=_(
            "Only where the employer is a city of the league or belongs to it."
        ),
    )
    employer_unit = forms.ChoiceField(
        label=_("Unit that employs"),
        required=False,
        help_text=_("Found by its name where none is chosen."),
    )
    fields_of = forms.MultipleChoiceField(
        label=_("Fields"), widget=forms.CheckboxSelectMultiple
    )
    specialty = line_field(_("Specialty"))
    first = day_field(_("First day of the term"))
    last = day_field(_("Last day of the term"))
    interests = forms.MultipleChoiceField(
        label=_("Cities with a declared interest"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interest_words = words_field(_("What was declared"), REASON_LONGEST, required=False)
    document = line_field(_("Paper of the appointment"))

    def fill(self, desk: ExpertDesk) -> None:
        """Fill in what may be chosen."""
        self.fields["name"].required = self.fields["employer"].required = True
        cities = cities_of(desk.names, tuple(desk.names))
        offer(self, "employer_member", [*NOTHING, *cities])
        units = [(unit.id, render(unit.name)) for unit in desk.units]
        offer(self, "employer_unit", [*NOTHING, *units])
        fields = [(id_, render(name)) for id_, name in desk.fields.items()]
        offer(self, "fields_of", fields)
        offer(self, "interests", cities)

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it starts."))
        return given

    def draft(self) -> ExpertDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return ExpertDraft(
            name=given["name"],
            employer=given["employer"],
            fields=tuple(given["fields_of"]),
            term=days_through(given["first"], given["last"]),
            post=given["post"],
            employer_member=given["employer_member"] or None,
            employer_unit=given["employer_unit"] or None,
            specialty=given["specialty"],
            interests=tuple(given["interests"]),
            interest_words=given["interest_words"],
            document=given["document"],
        )


class ExpertForm(ExpertFields):
    """A new expert."""

    def __init__(self, desk: ExpertDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fill(desk)


class ExpertActForm(AbstractForm):
    """What every act on an expert carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: ExpertDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.expert.revision

    @property
    def expert(self) -> ExpertLine:
        """The expert as it stands."""
        assert self.desk.expert is not None  # Its page gives it.
        return self.desk.expert

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""


class AmendExpertForm(ExpertActForm, ExpertFields):
    """An expert as it is to stand."""

    def __init__(self, desk: ExpertDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)
        line = self.expert
        stood: dict[str, Any] = {
            "name": line.name,
            "post": line.post,
            "employer": line.employer,
            "employer_member": line.employer_member or "",
            "employer_unit": line.employer_unit or "",
            "fields_of": list(line.fields),
            "specialty": line.specialty,
            "first": line.term.start,
            "last": line.term.end - DAY,
            "interests": list(line.interests),
            "interest_words": line.interest_words,
            "document": line.document,
        }
        for name, value in stood.items():
            self.fields[name].initial = value

    def keep(self) -> Text:
        desk, seen = self.desk, self.cleaned_data["revision"]
        pool.amend_expert(desk.actor, desk.league, self.expert.id, seen, self.draft())
        return text(
            "The expert is corrected; draws that were sealed keep what they knew."
        )


class EndExpertForm(ExpertActForm):
    """The early end of a term."""

    on = day_field(_("First day without the expert"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        desk, given = self.desk, self.cleaned_data
        pool.end_expert(
            desk.actor,
            desk.league,
            self.expert.id,
            given["revision"],
            given["on"],
            given["reason"],
        )
        return text("The expert is ended, and stays in the pool.")


EXPERT_FORMS: Mapping[str, type[ExpertActForm]] = {
    "amend": AmendExpertForm,
    "end": EndExpertForm,
}
"""The form of each act on an expert, in the order of its page."""

EXPERT_TITLES: Mapping[str, tuple[Text, Text]] = {
    "amend": (text("Correct the expert"), text("Keep the changes")),
    "end": (text("End the term early"), text("End the term")),
}
"""What a form is called, and the word on its button."""
