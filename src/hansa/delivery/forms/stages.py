"""What people type about a stage that a work reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.delivery.terms import STAGE_NAMES, Stage, Work
from hansa.delivery.terms.stages import StageFacts


class StageForm(forms.Form):
    """A stage that one work, or a segment of it, reached."""

    stage = forms.ChoiceField(label=_("Stage reached"))
    reached_on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    segment = forms.TypedChoiceField(label=_("Segment"), coerce=int)
    document = WrittenField(
        label=_("Paper that shows the stage"), max_length=200, required=False
    )
    note = WrittenField(label=_("Remark"), max_length=400, required=False)
    paper = forms.FileField(label=_("File to keep with it"), required=False)
    office = WrittenField(
        label=_("Entered for the office"),
        max_length=200,
        required=False,
        help_text=_("Empty if you act for yourself."),
    )
    evidence = WrittenField(
        label=_("Paper of that office"),
        max_length=200,
        required=False,
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )

    def __init__(self, *given: Any, work: Work, clerk: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.work = work.id
        stages = self.fields["stage"]
        segments = self.fields["segment"]
        assert isinstance(stages, forms.ChoiceField)
        assert isinstance(segments, forms.ChoiceField)
        stages.choices = [(stage.value, render(STAGE_NAMES[stage])) for stage in Stage]
        numbered = enumerate(work.segments, start=1)
        segments.choices = [
            ("0", _("the whole work")),
            *((str(number), render(segment.name)) for number, segment in numbered),
        ]
        if not clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"]

    def facts(self) -> StageFacts:
        """Give what was typed, once it is sound."""
        typed = self.cleaned_data
        return StageFacts(
            work=self.work,
            segment=typed["segment"],
            stage=Stage(typed["stage"]),
            reached_on=typed["reached_on"],
            document=typed["document"],
            note=typed["note"],
        )

    def upload(self) -> Upload | None:
        """Give the file that came with it, if any."""
        posted = self.cleaned_data["paper"]
        return Upload(name=posted.name, content=posted.read()) if posted else None
