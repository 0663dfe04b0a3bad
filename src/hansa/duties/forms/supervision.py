"""What people type about supervision inside a city."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for
from hansa.duties.forms.duties import REVISION_MOST, line_field, upload_of, words_field
from hansa.duties.services.handing import Return
from hansa.duties.terms.supervision import PaperDraft

Choices = Sequence[tuple[str, Any]]


class BehalfForm(forms.Form):
    """A form that a liaison may send for a unit whose paper is named."""

    evidence = line_field(
        _("Paper of the unit that shows it"),
        required=False,
        help_text=_("Number of the document or instruction; else attach its scan."),
    )
    scan = forms.FileField(label=_("Scan of that paper"), required=False)

    def actor(self, actor: Actor, league: str, member: str, office: str) -> Actor:
        """Give who acts: the reader, or the reader for a unit whose paper is given."""
        evidence, scan = self.cleaned_data["evidence"], self.paper()
        if not (evidence or scan):
            return actor
        return act_for(actor, league, member, office, evidence, scan)

    def paper(self) -> Upload | None:
        """Give the scan, if one was sent."""
        return upload_of(self.cleaned_data, "scan")


class NameUnitForm(forms.Form):
    """Which unit supervises, and by which ladder."""

    unit = forms.ChoiceField(label=_("Supervision unit"))
    ladder = forms.ChoiceField(label=_("Ladder of supervision"))

    def __init__(
        self, units: Choices, ladders: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        for name, choices in (("unit", units), ("ladder", ladders)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class IssueForm(BehalfForm):
    """About which part the next paper is issued."""

    part = forms.ChoiceField(label=_("Part of a unit"))
    rung = forms.ChoiceField(label=_("Rung"))
    reason = line_field(_("Why it is urgent"), required=False)

    def __init__(
        self, parts: Choices, rungs: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        for name, choices in (("part", parts), ("rung", rungs)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def draft(self) -> PaperDraft:
        """Give what was typed."""
        given = self.cleaned_data
        return PaperDraft(rung=given["rung"], reason=given["reason"])


class BulletinForm(BehalfForm):
    """What a bulletin says beside its list."""

    words = words_field(_("What is asked of the units"), required=False)


class PaperForm(BehalfForm):
    """An act on one paper, as its reader saw it."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )


class AnswerForm(PaperForm):
    """What a unit answers."""

    words = words_field(_("What was done, and what is still to do"), required=False)
    file = forms.FileField(label=_("File"), required=False)
    field_order = ("revision", "words", "file", "evidence", "scan")

    def given(self) -> Return:
        """Give what was typed."""
        given = self.cleaned_data
        return Return(words=given["words"], file=upload_of(given))


class ReasonForm(PaperForm):
    """What an answer lacks."""

    words = words_field(_("What is to be completed"))
    field_order = ("revision", "words", "evidence", "scan")


class CloseForm(PaperForm):
    """How an answer was verified."""

    words = words_field(_("How it was verified"), required=False)
    field_order = ("revision", "words", "evidence", "scan")
