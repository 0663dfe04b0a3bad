"""What the office types when it asks several cities at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.files import Upload
from hansa.duties.forms.duties import (
    REVISION_MOST,
    choices_of,
    day_field,
    line_field,
    upload_of,
    words_field,
)
from hansa.duties.terms.requests import RequestDraft, Vacancy


class RequestForm(forms.Form):
    """A request to several cities."""

    title = line_field(
        _("Document or matter"),
        help_text=_("As it will stand in every list, such as the name of a draft."),
    )
    title_en = line_field(
        _("Document or matter, in English"),
        required=False,
        help_text=_("For whoever reads English; without it they see the Chinese."),
    )
    words = words_field(_("What is asked"), required=False)
    members = forms.MultipleChoiceField(
        label=_("Cities asked"), widget=forms.CheckboxSelectMultiple()
    )
    due_on = day_field(_("Last day to answer"))
    due_time = forms.TimeField(
        label=_("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    domain = forms.ChoiceField(
        label=_("Field whose focal points are asked"), required=False
    )
    clause = line_field(
        _("Clause it rests on"), required=False, help_text=_("Such as GOV-15.")
    )
    file = forms.FileField(label=_("Document to be answered"), required=False)
    vacancy = forms.BooleanField(
        label=_("Where a city has no focal point, let its duty fall to the office"),
        required=False,
    )

    def __init__(
        self,
        members: Mapping[str, Any],
        domains: Mapping[str, Any],
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        cities, fields = self.fields["members"], self.fields["domain"]
        assert isinstance(cities, forms.MultipleChoiceField)
        assert isinstance(fields, forms.ChoiceField)
        cities.choices = choices_of(members)
        cities.initial = list(members)
        fields.choices = [("", _("all fields")), *choices_of(domains)]

    def draft(self) -> RequestDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return RequestDraft(
            title=given["title"],
            title_en=given["title_en"],
            words=given["words"],
            members=tuple(given["members"]),
            due_on=given["due_on"],
            due_time=given["due_time"],
            domain=given["domain"] or None,
            clause=given["clause"].strip() or None,
            vacancy=Vacancy.OFFICE if given["vacancy"] else Vacancy.REFUSE,
        )

    def upload(self) -> Upload | None:
        """Give the file, if one was sent."""
        return upload_of(self.cleaned_data)


class WithdrawalForm(forms.Form):
    """Why a request is withdrawn; the page writes the revision it shows beside it."""

    revision = forms.IntegerField(
        label=_("Revision"), min_value=1, max_value=REVISION_MOST
    )
    reason = words_field(
        _("Reason"), help_text=_("Every city asked finds it on its duty.")
    )
