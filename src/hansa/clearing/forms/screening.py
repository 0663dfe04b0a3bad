"""A list that taps are screened by."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.clearing.terms.house import LIST_NAMES, ListKind, ScreeningLine


class ScreeningForm(forms.Form):
    """Which list, and the file that it is from now on."""

    kind = forms.ChoiceField(label=_("Which list?"))
    brought = forms.FileField(
        label=_("List, as CSV"),
        help_text=_(
            "The whole list each time, with the columns of such a list in a rules folder."
        ),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, render(LIST_NAMES[kind])) for kind in ListKind]

    def keep(self, actor: Actor, league: str) -> ScreeningLine:
        """Bring the list; only of a form that is valid."""
        from hansa.clearing.services import screening  # noqa: PLC0415 -- reads files, which takes a moment to start

        file, kind = self.cleaned_data["brought"], self.cleaned_data["kind"]
        with tempfile.NamedTemporaryFile() as brought:
            for chunk in file.chunks():
                brought.write(chunk)
            brought.flush()
            place = Path(brought.name)
            return screening.bring_list(actor, league, kind, place, file.name or "")
