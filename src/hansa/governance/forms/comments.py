"""What the office types about comments: entered, taken from a file, withheld."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.governance.forms.consultations import (
    AmendConsultationForm,
    AnswerForm,
    CallOffForm,
    ConsultationActForm,
    ConsultationDesk,
    ExtendForm,
    LinkItemForm,
    PublishForm,
    ResultsForm,
    UnlinkItemForm,
)
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services.consultations import commenting, intake, weighing
from hansa.governance.terms.consultations import (
    CHANNEL_NAMES,
    RECORDED,
    Channel,
    CommentDraft,
    ConsultationAct,
    ReceivedComment,
)
from hansa.kernel.text import Text, text


class RecordCommentForm(ConsultationActForm):
    """A comment that reached the office by letter, e-mail, telephone or at a hall."""

    words = words_field(_("Comment"), WORDS_LONGEST)
    channel = forms.ChoiceField(label=_("Way"))
    received_on = day_field(_("Received on"))
    reference = line_field(_("Number of the letter or entry"))
    member = forms.ChoiceField(label=_("City"), required=False)
    stakeholder = forms.IntegerField(
        label=_("Number of the association"),
        required=False,
        min_value=1,
        max_value=REVISION_MOST,
        help_text=_("Where an accredited association sent it."),
    )

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        ways = [(one.value, render(CHANNEL_NAMES[one])) for one in RECORDED]
        offer(self, "channel", ways)
        cities = cities_of(desk.names, tuple(desk.names))
        offer(self, "member", [*NOTHING, *cities])

    def keep(self) -> Text:
        given = self.cleaned_data
        received = ReceivedComment(
            comment=CommentDraft(words=given["words"], member=given["member"] or None),
            channel=Channel(given["channel"]),
            received_on=given["received_on"],
            reference=given["reference"],
            stakeholder=given["stakeholder"],
        )
        commenting.record_comments(*self.it, (received,))
        return text("The comment is entered.")


class ImportForm(ConsultationActForm):
    """A workbook or CSV file of comments, taken whole or not at all."""

    workbook = forms.FileField(
        label=_("Workbook"), help_text=_("xlsx made from the template, or csv.")
    )

    def keep(self) -> Text:
        brought = self.cleaned_data["workbook"]
        upload = Upload(name=brought.name, content=brought.read())
        count = intake.take_comments(*self.it, upload)
        return text("Comments entered: {count}.", count=count)


class CommentNumberForm(ConsultationActForm):
    """An act on one comment."""

    number = forms.IntegerField(
        label=_("Number of the comment"), min_value=1, max_value=REVISION_MOST
    )


class WithholdForm(CommentNumberForm):
    """Why a comment is kept from the public."""

    reason = words_field(
        _("Reason, which everybody reads"),
        REASON_LONGEST,
        help_text=_("Such as: it insults somebody, or names a private person."),
    )

    def keep(self) -> Text:
        given = self.cleaned_data
        weighing.withhold_comment(*self.it, given["number"], given["reason"])
        return text("The comment is withheld, and kept.")


class ReleaseForm(CommentNumberForm):
    """A comment that was withheld in error."""

    def keep(self) -> Text:
        weighing.release_comment(*self.it, self.cleaned_data["number"])
        return text("The comment is released.")


CONSULTATION_FORMS: Mapping[ConsultationAct, type[ConsultationActForm]] = {
    ConsultationAct.PUBLISH: PublishForm,
    ConsultationAct.ANSWER: AnswerForm,
    ConsultationAct.RESULTS: ResultsForm,
    ConsultationAct.RECORD: RecordCommentForm,
    ConsultationAct.IMPORT: ImportForm,
    ConsultationAct.WITHHOLD: WithholdForm,
    ConsultationAct.RELEASE: ReleaseForm,
    ConsultationAct.LINK: LinkItemForm,
    ConsultationAct.UNLINK: UnlinkItemForm,
    ConsultationAct.EXTEND: ExtendForm,
    ConsultationAct.AMEND: AmendConsultationForm,
    ConsultationAct.WITHDRAW: CallOffForm,
}
"""The form of each act on a consultation, in the order of its page."""
