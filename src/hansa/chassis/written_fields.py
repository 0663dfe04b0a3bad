"""Fields in which people write: what cannot be seen is nothing, what misleads is refused.

Services refuse the same by ``lengths``, for whoever comes another way.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hansa.chassis.characters import says_nothing, turns


class WrittenField(forms.CharField):
    """Words that people write; blanks and marks without a letter count as none."""

    def to_python(self, value: Any) -> str:
        """Give the words, or none where nothing of them can be seen."""
        words = str(super().to_python(value))
        return "" if says_nothing(words) else words

    def validate(self, value: Any) -> None:
        """Refuse marks that turn the direction of writing."""
        super().validate(value)
        if turns(value):
            raise ValidationError(
                _(
                    "The text holds a mark that turns the direction of writing. "
                    "Remove it; it cannot be seen, but it is there."
                ),
                code="turns",
            )
