"""What people type about a study of the register."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services import studies as services
from hansa.governance.terms.studies import (
    Deliverable,
    StudyAct,
    StudyDraft,
    StudyLine,
)
from hansa.kernel.text import Bilingual, Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDesk:
    """What the forms of studies are made from.

    Attributes:
        decisions: those that stand, by id, with what they are called.
        works: named ones, by id, with their names.
        study: None for a new one.
    """

    actor: Actor
    league: str
    names: Mapping[str, Bilingual]
    decisions: Sequence[tuple[UUID, str]] = ()
    works: Sequence[tuple[str, Bilingual]] = ()
    study: StudyLine | None = None


class StudyFields(forms.Form):
    """A study: what is asked, by whom, of whom, by when."""

    question = words_field(_("Question"), REASON_LONGEST)
    commissioner = line_field(_("Commissioned by"), help_text=_("As it is called."))
    commissioner_member = forms.ChoiceField(label=_("City"), required=False)
    authors = words_field(_("Authors"), REASON_LONGEST, required=False)
    begun_on = day_field(_("Begun on"))
    due_on = day_field(_("Due on"), required=False)
    work = forms.ChoiceField(label=_("Named work that it studies"), required=False)
    owner = line_field(_("Answered for by"), help_text=_("As it is called."))
    gate = line_field(_("Next gate"), help_text=_("What it must pass next."))
    gate_on = day_field(_("Gate due on"), required=False)

    def fill(self, desk: StudyDesk) -> None:
        """Fill in what may be chosen."""
        self.fields["commissioner"].required = True
        cities = cities_of(desk.names, tuple(desk.names))
        offer(self, "commissioner_member", [*NOTHING, *cities])
        works = [(id_, render(name)) for id_, name in desk.works]
        offer(self, "work", [*NOTHING, *works])

    def draft(self) -> StudyDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return StudyDraft(
            question=given["question"],
            commissioner=given["commissioner"],
            begun_on=given["begun_on"],
            commissioner_member=given["commissioner_member"] or None,
            authors=given["authors"],
            due_on=given["due_on"],
            work=given["work"],
            owner=given["owner"],
            gate=given["gate"],
            gate_on=given["gate_on"],
        )


class StudyForm(StudyFields):
    """A new study."""

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fill(desk)


class StudyActForm(AbstractForm):
    """What every act on a study carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.study.revision

    @property
    def study(self) -> StudyLine:
        """The study as it stands."""
        assert self.desk.study is not None  # Its page gives it.
        return self.desk.study

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, study and revision, as services take them."""
        desk, given = self.desk, self.cleaned_data
        return desk.actor, desk.league, self.study.id, given["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""


class FinishForm(StudyActForm):
    """What a study delivered."""

    finished_on = day_field(_("Delivered on"))
    document = line_field(_("Number of the document"))
    paper = forms.FileField(label=_("File"), required=False)

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fields["finished_on"].initial = self.study.finished_on
        self.fields["document"].initial = self.study.document

    def keep(self) -> Text:
        given = self.cleaned_data
        delivered = Deliverable(
            finished_on=given["finished_on"], document=given["document"]
        )
        brought = given["paper"]
        paper = Upload(name=brought.name, content=brought.read()) if brought else None
        services.finish_study(*self.seen, delivered, paper)
        return text("What the study delivered is recorded.")


class LinkForm(StudyActForm):
    """A decision that rests on a study without naming it."""

    decision = forms.ChoiceField(label=_("Decision"))
    words = words_field(
        _("What it takes from the study"), REASON_LONGEST, required=False
    )

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        linked = {use.decision for use in self.study.uses if use.linked}
        left = [(str(id_), name) for id_, name in desk.decisions if id_ not in linked]
        offer(self, "decision", left)

    def keep(self) -> Text:
        given, desk = self.cleaned_data, self.desk
        services.link_study(
            desk.actor,
            desk.league,
            self.study.id,
            UUID(given["decision"]),
            given["words"],
        )
        return text("The study is linked to the decision.")


class UnlinkForm(StudyActForm):
    """A link that was made in error."""

    decision = forms.ChoiceField(label=_("Decision"))

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        linked = [use for use in self.study.uses if use.linked]
        offer(self, "decision", [(str(use.decision), use.title) for use in linked])

    def keep(self) -> Text:
        given, desk = self.cleaned_data, self.desk
        services.unlink_study(
            desk.actor, desk.league, self.study.id, UUID(given["decision"])
        )
        return text("The link is withdrawn.")


class AmendStudyForm(StudyActForm, StudyFields):
    """A study as it is to stand."""

    def __init__(self, desk: StudyDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)
        line = self.study
        stood: dict[str, Any] = {
            "question": line.question,
            "commissioner": line.commissioner,
            "commissioner_member": line.commissioner_member or "",
            "authors": line.authors,
            "begun_on": line.begun_on,
            "due_on": line.due_on,
            "work": line.work,
            "owner": line.owner,
            "gate": line.gate,
            "gate_on": line.gate_on,
        }
        for name, value in stood.items():
            self.fields[name].initial = value

    def keep(self) -> Text:
        services.amend_study(*self.seen, self.draft())
        return text("The study is corrected.")


class GiveUpForm(StudyActForm):
    """When and why a study was given up."""

    on = day_field(_("Given up on"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        given = self.cleaned_data
        services.give_up_study(*self.seen, given["on"], given["reason"])
        return text("The study is given up, and stays in the register.")


STUDY_FORMS: Mapping[StudyAct, type[StudyActForm]] = {
    StudyAct.FINISH: FinishForm,
    StudyAct.LINK: LinkForm,
    StudyAct.UNLINK: UnlinkForm,
    StudyAct.AMEND: AmendStudyForm,
    StudyAct.GIVE_UP: GiveUpForm,
}
"""The form of each act on a study, in the order of its page."""

STUDY_TITLES: Mapping[StudyAct, tuple[Text, Text]] = {
    StudyAct.FINISH: (text("What the study delivered"), text("Record the delivery")),
    StudyAct.LINK: (text("Use in a decision"), text("Link the decision")),
    StudyAct.UNLINK: (text("Withdraw a link"), text("Withdraw the link")),
    StudyAct.AMEND: (text("Correct the study"), text("Keep the changes")),
    StudyAct.GIVE_UP: (text("Give the study up"), text("Give it up")),
}
"""What a form is called, and the word on its button."""
