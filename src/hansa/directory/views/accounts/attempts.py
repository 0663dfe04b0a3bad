"""Doing what a form asks for, or showing on the form why not."""

from collections.abc import Callable, Mapping

from django.forms import BaseForm

from hansa.chassis.http import status_of
from hansa.chassis.refusals import show_refusal
from hansa.kernel.errors import HansaError

SHOWN = 200
NOT_TAKEN = 422


def attempt(
    form: BaseForm, act: Callable[[], object], fields: Mapping[str, str] | None = None
) -> int:
    """Do an act with what a form holds; what refuses it is put on the form.

    Args:
        form: a bound form.
        act: calls the service; it may read ``form.cleaned_data``.
        fields: field by code of a refusal.

    Returns:
        200 where it was done, else the status of the page that shows the form again.
    """
    if not form.is_valid():
        return NOT_TAKEN
    try:
        act()
    except HansaError as error:
        show_refusal(form, error, fields)
        return status_of(error)
    return SHOWN
