"""Who might not pay, and what lies in the guarantee account."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.language import render
from hansa.kernel.money import FEN_A_YUAN
from hansa.kernel.text import Bilingual

DIGITS_MOST, DECIMALS = 15, 2


class UnpaidForm(forms.Form):
    """The question; it stands in the address, so that it can be kept and sent."""

    party = forms.ChoiceField(label=_("Who does not pay?"))
    fund = forms.DecimalField(
        label=_("In the guarantee account (yuan)"),
        required=False,
        min_value=0,
        max_digits=DIGITS_MOST,
        decimal_places=DECIMALS,
        help_text=_("Left empty, the account is taken to cover the whole amount."),
    )

    def __init__(
        self,
        debtors: Sequence[str],
        names: Mapping[str, Bilingual],
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, render(names.get(one, one))) for one in debtors]

    @property
    def fund_fen(self) -> int | None:
        """What lies in the account; None where nothing was written."""
        written: Decimal | None = self.cleaned_data["fund"]
        return None if written is None else int(written * FEN_A_YUAN)
