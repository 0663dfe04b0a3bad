"""Forms of the clearing house: a file that is brought, and a step of a batch."""

from django import forms
from django.utils.translation import gettext_lazy as _

REASON_LONGEST = 400


class FileForm(forms.Form):
    """A card file."""

    file = forms.FileField(
        label=_("Card file"),
        help_text=_("CSV, JSON Lines or Parquet, plain or packed by gzip"),
    )


class StepForm(forms.Form):
    """A step of a batch; the reason is required where the step needs one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LONGEST, required=False
    )
