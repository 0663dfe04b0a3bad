"""Shows what a service refused on the form that asked for it; nothing typed is lost."""

from collections.abc import Mapping

from django.forms import BaseForm

from hansa.chassis.language import render
from hansa.kernel.errors import HansaError
from hansa.kernel.text import text


def show_refusal(
    form: BaseForm, error: HansaError, fields: Mapping[str, str] | None = None
) -> None:
    """Put a refusal beside its field, or above the form where it has none.

    Args:
        form: a bound form.
        error: what the service raised.
        fields: field by code of the error.
    """
    named = (fields or {}).get(error.code)
    said = text("{message} {remedy}", message=error.message, remedy=error.remedy)
    form.add_error(named if named in form.fields else None, render(said))
