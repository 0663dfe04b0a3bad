"""What a page says after an act: what happened and, where it can be undone, how."""

from django.contrib import messages
from django.http import HttpRequest

from hansa.chassis.language import render
from hansa.kernel.text import Text


def say_done(request: HttpRequest, sentence: Text, undo: str = "") -> None:
    """Say what happened on the next page.

    Args:
        request: the act's.
        sentence: what happened, in the field's words.
        undo: address that takes the act back by an empty POST; empty where none does.
    """
    messages.success(request, render(sentence), extra_tags=undo)


def warn(request: HttpRequest, sentence: Text) -> None:
    """Say on the next page what deserves a look although the act was done."""
    messages.warning(request, render(sentence))
