"""What people type about minutes: their words, comments, answers, approvals."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.offices import Office
from hansa.governance.forms.records import upload_of
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    Names,
    cities_of,
    line_field,
    offer,
    words_field,
)
from hansa.governance.reads.calendars import holder_text
from hansa.governance.services.minutes import drafting, publishing, rounds
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import (
    COMMENT_STANCE_NAMES,
    CommentDraft,
    CommentStance,
    MinutesAct,
    MinutesSheet,
    Reply,
    Section,
)
from hansa.kernel.text import Text, text

WORDS_ROWS = 6
OPENING = text("Opening of the minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesDesk:
    """What the forms of minutes are made from.

    Attributes:
        speaks: cities whose comment the reader may enter.
        approves: whose approval the reader may enter.
        clerk: whether the reader enters what other offices did.
        section: the one that is worded; None for every other form.
    """

    actor: Actor
    sheet: MinutesSheet
    names: Names
    speaks: Sequence[str] = ()
    approves: Sequence[Holder] = ()
    clerk: bool = False
    section: Section | None = None

    @property
    def revision(self) -> int:
        """The revision that an act refers to: of the section, or of the minutes."""
        return self.section.revision if self.section else self.sheet.line.revision


class MinutesForm(AbstractForm):
    """What every act on minutes carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: MinutesDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.revision

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, session and revision, as services take them."""
        line = self.desk.sheet.line
        revision = self.cleaned_data["revision"]
        return self.desk.actor, line.league, line.session, revision

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.revision)
        self.data = data


class WordForm(MinutesForm):
    """The words of one section."""

    words = words_field(_("Words of the section"), WORDS_LONGEST)

    def __init__(self, desk: MinutesDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        assert desk.section is not None  # Its page gives it.
        self.section = desk.section
        self.fields["words"].initial = desk.section.words
        self.fields["words"].widget.attrs["rows"] = WORDS_ROWS

    def keep(self) -> Text:
        actor, league, session, revision = self.seen
        place, words = self.section.place, self.cleaned_data["words"]
        drafting.word_section(actor, league, session, place, revision, words)
        return text("The words are kept.")


class CirculateForm(MinutesForm):
    """Sending the draft to every city."""

    def keep(self) -> Text:
        rounds.circulate(*self.seen)
        return text("The draft is out for comment.")


class CommentForm(MinutesForm):
    """What a city says to the draft."""

    member = forms.ChoiceField(label=_("City"))
    stance = forms.ChoiceField(label=_("Comment"))
    place = forms.ChoiceField(label=_("Section"), required=False)
    words = words_field(_("Words of the city"), WORDS_LONGEST, required=False)
    office = line_field(
        _("Entered for the office"), help_text=_("Empty if you act for yourself.")
    )
    evidence = line_field(
        _("Paper of that office"),
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )
    file = forms.FileField(label=_("Scan of that paper"), required=False)

    def __init__(self, desk: MinutesDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", cities_of(desk.names, desk.speaks))
        stances = COMMENT_STANCE_NAMES.items()
        offer(self, "stance", [(one.value, render(name)) for one, name in stances])
        places = [(str(one.place), section_name(one)) for one in desk.sheet.sections]
        offer(self, "place", [*NOTHING, *places])
        if not desk.clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"], self.fields["file"]

    def keep(self) -> Text:
        given = self.cleaned_data
        actor, league, session, revision = self.seen
        member, paper = given["member"], upload_of(given.get("file"))
        if given.get("office") or given.get("evidence"):
            actor = act_for(
                actor, league, member, given["office"], given["evidence"], paper
            )
        said = CommentDraft(
            member=member,
            stance=CommentStance(given["stance"]),
            words=given["words"],
            place=int(given["place"]) if given["place"] else None,
        )
        rounds.comment(actor, league, session, revision, said, paper)
        return text("What the city says is recorded.")


class AnswerForm(MinutesForm):
    """How a comment was treated."""

    member = forms.ChoiceField(label=_("Comment of"))
    adopted = forms.ChoiceField(
        label=_("Treatment"), choices=(("yes", _("adopted")), ("no", _("not adopted")))
    )
    words = words_field(
        _("Why, or how"),
        WORDS_LONGEST,
        required=False,
        help_text=_("What is not adopted needs the reason."),
    )

    def __init__(self, desk: MinutesDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        said = desk.sheet.round.said.values()
        commented = [one.member for one in said if one.stance is CommentStance.COMMENT]
        offer(self, "member", cities_of(desk.names, commented))

    def keep(self) -> Text:
        given = self.cleaned_data
        reply = Reply(adopted=given["adopted"] == "yes", words=given["words"])
        rounds.answer(*self.seen, given["member"], reply)
        return text("The comment is answered.")


class ApproveForm(MinutesForm):
    """An approval, on its paper."""

    holder = forms.ChoiceField(label=_("Who approves"))
    document = line_field(
        _("Signed paper"), help_text=_("Its number, or where it is filed.")
    )

    def __init__(self, desk: MinutesDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        choices = [
            (_written(one), render(holder_text(one, desk.names)))
            for one in desk.approves
        ]
        offer(self, "holder", choices)

    def keep(self) -> Text:
        given = self.cleaned_data
        member, _slash, office = given["holder"].partition("/")
        holder = Holder(member=member, office=Office(office))
        publishing.approve(*self.seen, holder, given["document"])
        return text("The approval is recorded.")


def section_name(section: Section) -> str:
    """Name a section by its item; the opening has none."""
    return section.heading if section.item else render(OPENING)


def _written(holder: Holder) -> str:
    return f"{holder.member}/{holder.office.value}"


class PublishForm(MinutesForm):
    """The publication."""

    def keep(self) -> Text:
        reference = publishing.publish(*self.seen)
        return text("The minutes are published: {reference}.", reference=reference)


class CorrectForm(MinutesForm):
    """The beginning of a correction."""

    reason = words_field(_("Why it is corrected"), REASON_LONGEST)

    def keep(self) -> Text:
        drafting.correct(*self.seen, self.cleaned_data["reason"])
        return text("An edition that corrects the published one is drafted.")


class CompareForm(forms.Form):
    """A document that is to be compared with the minutes."""

    document = forms.FileField(label=_("Document of the minutes (docx)"))

    def content(self) -> bytes:
        """Give the bytes of the document; only of a form that is valid."""
        return bytes(self.cleaned_data["document"].read())


MINUTES_FORMS: Mapping[MinutesAct, type[MinutesForm]] = {
    MinutesAct.COMMENT: CommentForm,
    MinutesAct.ANSWER: AnswerForm,
    MinutesAct.APPROVE: ApproveForm,
    MinutesAct.PUBLISH: PublishForm,
    MinutesAct.CIRCULATE: CirculateForm,
    MinutesAct.CORRECT: CorrectForm,
}
"""The form of each act on minutes as a whole, in the order of their page."""

MINUTES_TITLES: Mapping[MinutesAct, tuple[Text, Text]] = {
    MinutesAct.COMMENT: (text("Comment of a city"), text("Record what it says")),
    MinutesAct.ANSWER: (text("Answer a comment"), text("Record the answer")),
    MinutesAct.APPROVE: (text("Approval"), text("Record the approval")),
    MinutesAct.PUBLISH: (text("Publish the minutes"), text("Publish them")),
    MinutesAct.CIRCULATE: (
        text("Circulate the draft to every city"),
        text("Circulate it"),
    ),
    MinutesAct.CORRECT: (text("Correct the minutes"), text("Begin a correction")),
}
"""What a form is called, and the word on its button."""
