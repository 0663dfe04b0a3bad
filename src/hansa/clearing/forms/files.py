"""Card files that are dropped on a window, each with what became of it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.clearing.terms.house import FileLine
from hansa.kernel.errors import Forbidden, HansaError
from hansa.kernel.text import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of one file.

    Attributes:
        file: as it is registered; None where it could not be.
        error: why it could not be.
    """

    name: str
    file: FileLine | None
    unchanged: bool
    error: HansaError | None


class ManyFiles(forms.ClearableFileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Takes several files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """Check each file as one."""
        sent = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in sent]


class BringForm(forms.Form):
    """Files for one window."""

    brought = FilesField(
        label=_("Card files"),
        help_text=_(
            "CSV, Parquet or JSON Lines, plain or as .gz; several at once. The same file "
            "again changes nothing."
        ),
    )
    sender = forms.ChoiceField(
        label=_("Sender"),
        required=False,
        help_text=_("Empty where each name begins with its sender."),
    )

    def __init__(
        self, institutions: Mapping[str, Bilingual], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        field = self.fields["sender"]
        assert isinstance(field, forms.ChoiceField)
        known = [(slug, render(name)) for slug, name in institutions.items()]
        field.choices = [("", _("by the name of each file")), *known]

    def keep(self, actor: Actor, league: str, window: str) -> tuple[Brought, ...]:
        """Register each file by itself: one that is refused stops none of the others.

        Raises:
            Forbidden: the actor may not.
        """
        sender = self.cleaned_data["sender"] or None
        return tuple(
            _register(actor, league, window, sender, file)
            for file in self.cleaned_data["brought"]
        )


def _register(
    actor: Actor,
    league: str,
    window: str,
    sender: str | None,
    file: "UploadedFile[Any]",
) -> Brought:
    from hansa.clearing.services import windows  # noqa: PLC0415 -- reads files, which takes a moment to start

    name = file.name or ""
    stated = windows.Stated(name=name, window=window, sender=sender)
    with tempfile.NamedTemporaryFile() as brought:
        for chunk in file.chunks():
            brought.write(chunk)
        brought.flush()
        try:
            done = windows.register_file(actor, league, Path(brought.name), stated)
        except Forbidden:
            raise
        except HansaError as error:
            return Brought(name=name, file=None, unchanged=False, error=error)
    return Brought(name=name, file=done.file, unchanged=done.unchanged, error=None)
