"""What people type when they open a case, and when they act in one."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hansa.casework.reads.cases import member_of
from hansa.casework.reads.words import Naming, party_name
from hansa.casework.services import acts
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import (
    STANCE_NAMES,
    CaseAct,
    CaseDraft,
    CaseLine,
    CaseState,
    Party,
    PartyStance,
    Reply,
)
from hansa.casework.terms.types import CaseType
from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.directory.services.behalf import act_for
from hansa.kernel.text import Text, text

NOTE_LONGEST = 4000
LINE_LONGEST = 200
REVISION_MOST = 2**31 - 1
DAY = "%Y-%m-%d"
FEN_A_YUAN = 100


def day_field(label: Any, **named: Any) -> forms.DateField:
    """Give a field for a day."""
    # Browsers take and send this form in a date field, whatever the language.
    widget = forms.DateInput(attrs={"type": "date"}, format=DAY)
    return forms.DateField(label=label, widget=widget, input_formats=[DAY], **named)


def words_field(label: Any, **named: Any) -> forms.CharField:
    """Give a field for some paragraphs."""
    area = forms.Textarea(attrs={"rows": 4})
    return WrittenField(label=label, max_length=NOTE_LONGEST, widget=area, **named)


def line_field(label: Any, **named: Any) -> forms.CharField:
    """Give a field for one line."""
    return WrittenField(label=label, max_length=LINE_LONGEST, **named)


def upload_of(given: Mapping[str, Any]) -> Upload | None:
    """Give the file of a valid form as it was sent."""
    sent = given.get("file")
    if not isinstance(sent, UploadedFile):
        return None
    return Upload(name=sent.name or "", content=sent.read())


class OpenForm(forms.Form):
    """A case of one type; a city is chosen for each role."""

    subject = line_field(
        _("Subject"), help_text=_("As it will stand in every list, in one line.")
    )
    words = words_field(_("What it is about"), required=False)
    yuan = forms.RegexField(
        r"^[0-9]{1,15}(\.[0-9]{1,2})?$",
        label=_("Amount (yuan)"),
        required=False,
        help_text=_("Such as 1250.00; empty where it is not about money."),
        error_messages={
            "invalid": _("Write yuan and fen as 1250.00, without a sign or commas.")
        },
    )
    about_on = day_field(
        _("Day of what it is about"),
        required=False,
        help_text=_("A limit of the type counts from it."),
    )
    objects = words_field(
        _("Ids of what it is about"),
        required=False,
        help_text=_(
            "May stay empty. The id stands at the end of the address of a page, such as "
            "windows/2026-11-23; one on each line."
        ),
    )
    file = forms.FileField(label=_("File to keep with it"), required=False)

    def __init__(
        self,
        kind: CaseType,
        naming: Naming,
        members: tuple[str, ...],
        *args: Any,
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.kind = kind
        cities = [(id_, render(naming.members[id_])) for id_ in members]
        for role in kind.roles:
            label = render(role.name)
            self.fields[f"city-{role.id}"] = forms.ChoiceField(
                label=label, choices=[("", _("choose a city")), *cities]
            )
            self.fields[f"name-{role.id}"] = line_field(
                render(text("{role}: institution", role=role.name)), required=False
            )
        parties = [name for name in self.fields if name.startswith(("city-", "name-"))]
        self.order_fields(["subject", *parties])

    def draft(self) -> CaseDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        lines = (line.strip() for line in given["objects"].splitlines())
        return CaseDraft(
            type=self.kind.id,
            parties=tuple(
                Party(
                    role=role.id,
                    member=given[f"city-{role.id}"],
                    name=given[f"name-{role.id}"].strip(),
                )
                for role in self.kind.roles
            ),
            subject=given["subject"],
            words=given["words"],
            objects=tuple(line for line in lines if line),
            amount_fen=fen_of(given["yuan"]) if given["yuan"] else None,
            about_on=given["about_on"],
        )

    def upload(self) -> Upload | None:
        """Give the file, if one was sent."""
        return upload_of(self.cleaned_data)


def fen_of(yuan: str) -> int:
    """Read yuan with at most two decimals as fen, exactly."""
    whole, _dot, part = yuan.partition(".")
    return int(whole) * FEN_A_YUAN + int(part.ljust(2, "0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the forms of one case are made from.

    Attributes:
        speaks: places of the parties that the reader may answer for.
        clerk: whether the reader enters what other offices did.
    """

    actor: Actor
    line: CaseLine
    naming: Naming
    speaks: tuple[int, ...]
    clerk: bool


class ActForm(AbstractForm):
    """What every act carries: the revision that its actor saw, and what it says."""

    act: ClassVar[CaseAct]
    needs_note: ClassVar[bool] = True

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )
    note = words_field(_("Words for the parties"))
    reference = line_field(_("Number of the document"), required=False)
    file = forms.FileField(label=_("File to keep with it"), required=False)

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.line.revision
        self.fields["note"].required = self.needs_note

    @property
    def seen(self) -> tuple[str, UUID, int]:
        """League, case and revision, as services take them."""
        line = self.desk.line
        return line.league, line.id, self.cleaned_data["revision"]

    @property
    def said(self) -> Said:
        """What was typed and brought."""
        given = self.cleaned_data
        return Said(
            note=given["note"], reference=given["reference"], upload=upload_of(given)
        )

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what was added is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.line.revision)
        self.data = data

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Fill in what may be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ReplyForm(ActForm):
    """A reply of a party."""

    act = CaseAct.REPLY
    needs_note = False

    party = forms.TypedChoiceField(label=_("Reply of"), coerce=int)
    stance = forms.ChoiceField(label=_("Position"))
    on = day_field(_("Day of the reply"))
    office = line_field(
        _("Entered for the office"),
        required=False,
        help_text=_("Empty if you act for yourself."),
    )
    evidence = line_field(
        _("Paper of that office"),
        required=False,
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )
    field_order = ("revision", "party", "stance", "note", "reference", "on", "file")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        parties = desk.line.parties
        self.offer(
            "party",
            [
                (str(place), render(party_name(parties[place - 1], desk.naming)))
                for place in desk.speaks
            ],
        )
        self.offer(
            "stance", [(one.value, render(name)) for one, name in STANCE_NAMES.items()]
        )
        self.fields["on"].initial = desk.actor.at.astimezone(LEAGUE_ZONE).date()
        if not desk.clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"]

    def keep(self) -> Text:
        given, actor = self.cleaned_data, self.desk.actor
        if given.get("office") or given.get("evidence"):
            member = member_of(self.desk.line, given["party"])
            league = self.desk.line.league
            actor = act_for(
                actor,
                league,
                member,
                given["office"],
                given["evidence"],
                self.said.upload,
            )
        answer = Reply(
            party=given["party"], stance=PartyStance(given["stance"]), on=given["on"]
        )
        acts.reply(actor, *self.seen, answer, self.said)
        return text("The reply is recorded; its time is over.")


class DocumentForm(ActForm):
    """A document for the case."""

    act = CaseAct.DOCUMENT
    needs_note = False

    paper = forms.ChoiceField(label=_("Document"), required=False)
    field_order = ("revision", "paper", "reference", "note", "file")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        asked = [(paper.id, render(paper.name)) for paper in desk.line.kind.papers]
        self.offer("paper", [*asked, ("", render(text("another document")))])

    def keep(self) -> Text:
        paper = self.cleaned_data["paper"]
        acts.add_document(self.desk.actor, *self.seen, paper, self.said)
        return text("The document is added.")


class EscalateForm(ActForm):
    """Putting the case to the next body."""

    act = CaseAct.ESCALATE

    def keep(self) -> Text:
        acts.escalate(self.desk.actor, *self.seen, self.said)
        return text("The case is put to the next level.")


class DecideForm(ActForm):
    """A decision, or its preparation."""

    act = CaseAct.DECIDE

    decision = forms.ChoiceField(label=_("Decision"))
    field_order = ("revision", "decision", "note", "reference", "file")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.offer(
            "decision", [(one.id, render(one.name)) for one in desk.line.kind.decisions]
        )

    def keep(self) -> Text:
        decision = self.cleaned_data["decision"]
        state = acts.decide(self.desk.actor, *self.seen, decision, self.said)
        if state is CaseState.PREPARED:
            return text("Prepared; another person approves it.")
        return text("The case is decided.")


class ApproveForm(ActForm):
    """The approval of the second person."""

    act = CaseAct.APPROVE
    needs_note = False

    def keep(self) -> Text:
        acts.approve(self.desk.actor, *self.seen, self.said)
        return text("Approved; the case is decided.")


class SendBackForm(ActForm):
    """Sending a prepared decision back."""

    act = CaseAct.SEND_BACK

    def keep(self) -> Text:
        acts.send_back(self.desk.actor, *self.seen, self.said)
        return text("Sent back to be prepared anew.")


class CloseForm(ActForm):
    """Closing a decided case."""

    act = CaseAct.CLOSE
    needs_note = False

    def keep(self) -> Text:
        acts.close(self.desk.actor, *self.seen, self.said)
        return text("The case is closed.")


class WithdrawForm(ActForm):
    """Withdrawing a case that is not decided."""

    act = CaseAct.WITHDRAW

    def keep(self) -> Text:
        acts.withdraw(self.desk.actor, *self.seen, self.said)
        return text("The case is withdrawn; it keeps its number.")


class ReopenForm(ActForm):
    """Taking a case up again."""

    act = CaseAct.REOPEN

    def keep(self) -> Text:
        acts.reopen(self.desk.actor, *self.seen, self.said)
        return text("The case is open again, under its number.")


FORMS: Mapping[CaseAct, type[ActForm]] = {
    form.act: form
    for form in (
        ReplyForm,
        DocumentForm,
        DecideForm,
        ApproveForm,
        SendBackForm,
        CloseForm,
        EscalateForm,
        WithdrawForm,
        ReopenForm,
    )
}
"""The form of each act, in the order of the page."""

TITLES: Mapping[CaseAct, tuple[Text, Text]] = {
    CaseAct.REPLY: (text("Reply"), text("Send the reply")),
    CaseAct.DOCUMENT: (text("Add a document"), text("Add")),
    CaseAct.DECIDE: (text("Decide"), text("Submit the decision")),
    CaseAct.APPROVE: (text("Approve the decision"), text("Approve")),
    CaseAct.SEND_BACK: (text("Send the decision back"), text("Send back")),
    CaseAct.CLOSE: (text("Close the case"), text("Close")),
    CaseAct.ESCALATE: (text("Put to the next level"), text("Put to the next level")),
    CaseAct.WITHDRAW: (text("Withdraw the case"), text("Withdraw")),
    CaseAct.REOPEN: (text("Reopen the case"), text("Reopen")),
}
"""What a form is called, and the word on its button."""
