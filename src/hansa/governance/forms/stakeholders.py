"""What people type about associations that take part, and about their proposals."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    Names,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services import proposals, stakeholders
from hansa.governance.terms.consultations import CHANNEL_NAMES, RECORDED, Channel
from hansa.governance.terms.experts import TREATMENT_NAMES, Note, Treatment
from hansa.governance.terms.records import days_through
from hansa.governance.terms.stakeholders import (
    STAKEHOLDER_KIND_NAMES,
    ProposalAct,
    ProposalDraft,
    ProposalLine,
    StakeholderAct,
    StakeholderDraft,
    StakeholderKind,
    StakeholderLine,
)
from hansa.kernel.text import Text, text

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderDesk:
    """What the forms of an association, or of one of its proposals, are made from."""

    actor: Actor
    league: str
    names: Names
    stakeholder: StakeholderLine | None = None
    proposal: ProposalLine | None = None


class StakeholderFields(forms.Form):
    """An association, who accredited it, and for how long."""

    name = line_field(_("Full name"))
    kind = forms.ChoiceField(label=_("Kind of association"))
    accredited_by = line_field(_("Accredited by"), help_text=_("As it is called."))
    document = line_field(_("Paper of the accreditation"))
    first = day_field(_("First day of the term"))
    last = day_field(_("Last day of the term"))
    credit_code = line_field(_("Unified social credit code"))
    member = forms.ChoiceField(label=_("City"), required=False)
    contact = line_field(_("Contact"), help_text=_("Seen by the office alone."))

    def fill(self, desk: StakeholderDesk) -> None:
        """Fill in what may be chosen."""
        self.fields["name"].required = self.fields["accredited_by"].required = True
        kinds = [(k.value, render(name)) for k, name in STAKEHOLDER_KIND_NAMES.items()]
        offer(self, "kind", kinds)
        cities = cities_of(desk.names, tuple(desk.names))
        offer(self, "member", [*NOTHING, *cities])

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it starts."))
        return given

    def draft(self) -> StakeholderDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return StakeholderDraft(
            name=given["name"],
            kind=StakeholderKind(given["kind"]),
            accredited_by=given["accredited_by"],
            term=days_through(given["first"], given["last"]),
            document=given["document"],
            code=given["credit_code"],
            member=given["member"] or None,
            contact=given["contact"],
        )


class StakeholderForm(StakeholderFields):
    """A new association."""

    def __init__(self, desk: StakeholderDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fill(desk)


class RevisedForm(AbstractForm):
    """What every act on an association or proposal carries: the revision that was seen."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: StakeholderDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.line.revision

    @property
    def line(self) -> StakeholderLine | ProposalLine:
        """What the act is on, as it stands."""
        found = self.desk.proposal or self.desk.stakeholder
        assert found is not None  # Its page gives it.
        return found

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, id and revision, as services take them."""
        desk, given = self.desk, self.cleaned_data
        return desk.actor, desk.league, self.line.id, given["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""


class AmendStakeholderForm(RevisedForm, StakeholderFields):
    """An association as it is to stand."""

    def __init__(self, desk: StakeholderDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)
        line = desk.stakeholder
        assert line is not None  # Its page gives it.
        stood: dict[str, Any] = {
            "name": line.name,
            "kind": line.kind.value,
            "accredited_by": line.accredited_by,
            "document": line.document,
            "first": line.term.start,
            "last": line.term.end - DAY,
            "credit_code": line.code,
            "member": line.member or "",
            "contact": line.contact,
        }
        for name, value in stood.items():
            self.fields[name].initial = value

    def keep(self) -> Text:
        stakeholders.amend_stakeholder(*self.seen, self.draft())
        return text("The association is corrected.")


class EndAccreditationForm(RevisedForm):
    """When and why an accreditation ends."""

    on = day_field(_("First day without it"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        given = self.cleaned_data
        stakeholders.end_accreditation(*self.seen, given["on"], given["reason"])
        return text("The accreditation ends; what was filed stays.")


class ProposalFields(forms.Form):
    """What is proposed."""

    title = line_field(_("Title of the proposal"))
    words = words_field(_("Text of the proposal or comment"), WORDS_LONGEST)


class ProposalForm(ProposalFields):
    """A proposal that the office received for an association."""

    stakeholder = forms.ChoiceField(label=_("Association"))
    channel = forms.ChoiceField(label=_("Way"))
    reference = line_field(_("Number of the letter or entry"))
    filed_on = day_field(_("Received on"), required=False)
    field_order = ("stakeholder", "title", "words")

    def __init__(
        self, accredited: Sequence[StakeholderLine], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.fields["title"].required = True
        known = [(str(one.id), f"{one.label} {one.name}") for one in accredited]
        offer(self, "stakeholder", known)
        ways = [(one.value, render(CHANNEL_NAMES[one])) for one in RECORDED]
        offer(self, "channel", ways)

    def draft(self) -> ProposalDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return ProposalDraft(
            title=given["title"],
            words=given["words"],
            channel=Channel(given["channel"]),
            reference=given["reference"],
            filed_on=given["filed_on"],
        )


class FilingForm(ProposalFields):
    """What an association files by its link: a proposal, or a comment on a draft."""

    about = forms.ChoiceField(label=_("Proposal or comment"), required=False)
    field_order = ("about", "title", "words")

    def __init__(
        self, open_: Sequence[tuple[UUID, str]], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        new = [("", _("a proposal of our own"))]
        offer(self, "about", [*new, *((str(id_), name) for id_, name in open_)])
        self.fields["title"].help_text = _("Only of a proposal.")

    @property
    def consultation(self) -> UUID | None:
        """The consultation that is commented on; None for a proposal."""
        chosen = self.cleaned_data["about"]
        return UUID(chosen) if chosen else None

    def draft(self) -> ProposalDraft:
        """Give the proposal; only of a form that is valid."""
        given = self.cleaned_data
        return ProposalDraft(
            title=given["title"], words=given["words"], channel=Channel.LINK
        )


class TakeBackForm(forms.Form):
    """Why an association takes its proposal back."""

    reason = words_field(_("Reason"), REASON_LONGEST)


class AnswerProposalForm(RevisedForm):
    """The answer to a proposal: adopted or not, and why."""

    treatment = forms.ChoiceField(label=_("What becomes of it"))
    reason = words_field(_("Reason, which everybody reads"), WORDS_LONGEST)

    def __init__(self, desk: StakeholderDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        names = [(one.value, render(name)) for one, name in TREATMENT_NAMES.items()]
        offer(self, "treatment", names)

    def keep(self) -> Text:
        given = self.cleaned_data
        note = Note(treatment=Treatment(given["treatment"]), reason=given["reason"])
        proposals.answer_proposal(*self.seen, note)
        return text("The proposal has its answer.")


class WithdrawProposalForm(RevisedForm):
    """Why a proposal was taken back."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        proposals.withdraw_proposal(*self.seen, self.cleaned_data["reason"])
        return text("The proposal is withdrawn, and stays in the list.")


class WithholdProposalForm(RevisedForm):
    """Why the words of a proposal are kept from the public."""

    reason = words_field(_("Reason, which everybody reads"), REASON_LONGEST)

    def keep(self) -> Text:
        proposals.withhold_proposal(*self.seen, self.cleaned_data["reason"])
        return text("The proposal is withheld, and kept.")


class ReleaseProposalForm(RevisedForm):
    """A proposal that was withheld in error."""

    def keep(self) -> Text:
        proposals.release_proposal(*self.seen)
        return text("The proposal is released.")


STAKEHOLDER_FORMS: Mapping[StakeholderAct, type[RevisedForm]] = {
    StakeholderAct.AMEND: AmendStakeholderForm,
    StakeholderAct.END: EndAccreditationForm,
}
STAKEHOLDER_TITLES: Mapping[StakeholderAct, tuple[Text, Text]] = {
    StakeholderAct.AMEND: (text("Correct the entry"), text("Keep the changes")),
    StakeholderAct.END: (text("End the accreditation"), text("End it")),
}
PROPOSAL_FORMS: Mapping[ProposalAct, type[RevisedForm]] = {
    ProposalAct.ANSWER: AnswerProposalForm,
    ProposalAct.WITHDRAW: WithdrawProposalForm,
    ProposalAct.WITHHOLD: WithholdProposalForm,
    ProposalAct.RELEASE: ReleaseProposalForm,
}
PROPOSAL_TITLES: Mapping[ProposalAct, tuple[Text, Text]] = {
    ProposalAct.ANSWER: (text("Answer the proposal"), text("Keep the answer")),
    ProposalAct.WITHDRAW: (text("It was taken back"), text("Withdraw it")),
    ProposalAct.WITHHOLD: (text("Keep its words from the public"), text("Withhold it")),
    ProposalAct.RELEASE: (text("Show it again"), text("Release it")),
}
"""What a form is called, and the word on its button."""
