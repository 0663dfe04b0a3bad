"""A window to be opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.clearing.terms.house import WindowDraft

SLUG_LONGEST = 40


class OpenForm(forms.Form):
    """The period, and whether every active institution is expected to bring a file."""

    slug = forms.CharField(
        label=_("Clearing period"),
        max_length=SLUG_LONGEST,
        help_text=_("A day, week or month as the charter says, such as 2026-11-23."),
    )
    expects = forms.BooleanField(
        label=_("Expect one file of each active institution"),
        required=False,
        initial=True,
        help_text=_("Then silence is an exception too: what is missing is named."),
    )

    def draft(self) -> WindowDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return WindowDraft(
            slug=given["slug"].strip(), expected=None if given["expects"] else {}
        )
