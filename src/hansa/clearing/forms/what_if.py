"""Other rules under which a window is replayed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.charter.terms import Version
from hansa.chassis.language import render
from hansa.kernel.text import Bilingual, text

RULE_BYTES_MAX = 1_000_000


class WhatIfForm(forms.Form):
    """The rules of another charter version, or a scheme's file that is brought."""

    charter = forms.ChoiceField(label=_("Rules of"), required=False)
    scheme = forms.ChoiceField(label=_("Scheme of the file"), required=False)
    file = forms.FileField(
        label=_("Rules of a scheme, as a YAML file"),
        required=False,
        help_text=_("As in the rules folder; it is read and not kept."),
    )

    def __init__(
        self,
        versions: Sequence[Version],
        schemes: Sequence[tuple[str, Bilingual]],
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        charter, scheme = self.fields["charter"], self.fields["scheme"]
        assert isinstance(charter, forms.ChoiceField)
        assert isinstance(scheme, forms.ChoiceField)
        charter.choices = [
            ("", render(text("the batch itself"))),
            *((one.effective_from.isoformat(), _title(one)) for one in versions),
        ]
        scheme.choices = [(slug, render(title)) for slug, title in schemes]

    def clean_file(self) -> Any:
        """Refuse a file that is too long to be rules."""
        file = self.cleaned_data["file"]
        if file and file.size > RULE_BYTES_MAX:
            raise forms.ValidationError(
                _("Rules of a scheme have at most one million bytes.")
            )
        return file

    @property
    def day(self) -> date | None:
        """The first day of the charter version whose rules are taken."""
        written = self.cleaned_data["charter"]
        return date.fromisoformat(written) if written else None

    def replaced(self) -> dict[str, bytes]:
        """Give the file that was brought under the name that rules folders know."""
        file = self.cleaned_data["file"]
        return {f"{self.cleaned_data['scheme']}.yaml": file.read()} if file else {}


def _title(version: Version) -> str:
    return render(
        text(
            "charter version {number}, in force from {day}",
            number=version.number or 0,
            day=version.effective_from.isoformat(),
        )
    )
