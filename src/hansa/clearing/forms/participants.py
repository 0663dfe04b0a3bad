"""An institution that applies, and the day from which it takes part."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.language import render
from hansa.clearing.terms.agreed import Category
from hansa.clearing.terms.house import InstitutionDraft
from hansa.kernel.text import Bilingual

SLUG_LONGEST, NAME_LONGEST = 60, 200
DAY = "%Y-%m-%d"


class ApplyForm(forms.Form):
    """An institution that applies to take part."""

    slug = forms.CharField(
        label=_("Id"),
        max_length=SLUG_LONGEST,
        help_text=_("What the names of its files begin with, such as changsha-card."),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=NAME_LONGEST)
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME_LONGEST)
    party = forms.ChoiceField(
        label=_("Who answers for it"),
        help_text=_("The city or account that pays and receives for it."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Where the card is taken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        parties: Mapping[str, Bilingual],
        categories: Sequence[Category],
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        party, fields = self.fields["party"], self.fields["categories"]
        assert isinstance(party, forms.ChoiceField)
        assert isinstance(fields, forms.MultipleChoiceField)
        party.choices = [(id_, render(name)) for id_, name in parties.items()]
        fields.choices = [(one.id, render(one.name)) for one in categories]

    def draft(self) -> InstitutionDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return InstitutionDraft(
            slug=given["slug"].strip(),
            name=Bilingual(given["name_zh"].strip(), given["name_en"].strip()),
            party=given["party"],
            categories=tuple(given["categories"]),
        )


class FromForm(forms.Form):
    """The day from which an institution takes part, or takes none."""

    from_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        input_formats=[DAY],
        help_text=_("Empty for today."),
    )
