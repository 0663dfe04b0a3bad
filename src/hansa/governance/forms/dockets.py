"""What people type when they put an item, say what a city thinks of it, and end it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.directory.services.behalf import act_for
from hansa.governance.forms.records import upload_of
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    AttendForm,
    CancelForm,
    CloseForm,
    Desk,
    MoveForm,
    OpenForm,
    ReportForm,
    RunForm,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services.sessions import docket, sitting
from hansa.governance.terms.dockets import (
    ITEM_ACT_NAMES,
    OUTCOME_NAMES,
    STANCE_NAMES,
    Delivery,
    Disposal,
    Item,
    ItemAct,
    ItemDraft,
    Outcome,
    Stance,
    Urgent,
)
from hansa.governance.terms.sessions import ItemStep, PositionDraft, SessionAct
from hansa.kernel.text import Text, text


class ItemFields(forms.Form):
    """An item of a docket."""

    title = WrittenField(
        label=_("Title of the item"),
        max_length=200,
        help_text=_("In one line, as it will stand in the minutes."),
    )
    title_en = line_field(
        _("Title of the item, in English"),
        help_text=_("For whoever reads English; without it they see the Chinese."),
    )
    class_id = forms.ChoiceField(label=_("Class of the matter"), required=False)
    act = forms.ChoiceField(label=_("What the session does with it"))
    words = words_field(_("What it is about"), WORDS_LONGEST, required=False)
    source = line_field(
        _("What it rests on"), help_text=_("Such as a report of the province.")
    )
    proposer = forms.ChoiceField(label=_("Put by"), required=False)
    cities = forms.MultipleChoiceField(
        label=_("Cities that it concerns"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None for all of them."),
    )
    cleared_by = forms.ChoiceField(label=_("Cleared as"), required=False)
    urgent_document = line_field(
        _("Paper of the urgent route"),
        help_text=_("Only for what was not cleared and cannot wait."),
    )
    urgent_reason = words_field(
        _("Reason of the urgent route"), REASON_LONGEST, required=False
    )

    def fill(self, desk: Desk) -> None:
        """Fill in what may be chosen."""
        sheet, names = desk.sheet, desk.names
        classes = [(one.id, render(one.title)) for one, _count in sheet.classes]
        offer(self, "class_id", classes or NOTHING)
        acts = [(one.value, render(name)) for one, name in ITEM_ACT_NAMES.items()]
        offer(self, "act", acts)
        office = [("", _("the office"))] if "" in desk.puts else []
        puts = cities_of(names, [member for member in desk.puts if member])
        offer(self, "proposer", [*office, *puts])
        offer(self, "cities", cities_of(names, sheet.parties))
        gate = sheet.body.docket.gate if sheet.body.docket else None
        if gate is None:
            for name in ("cleared_by", "urgent_document", "urgent_reason"):
                del self.fields[name]
            return
        cleared = [(str(id_), title) for id_, title in desk.cleared]
        offer(self, "cleared_by", [("", _("found by its title")), *cleared])

    def draft(self) -> ItemDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        document = given.get("urgent_document", "")
        reason = given.get("urgent_reason", "")
        cleared = given.get("cleared_by")
        return ItemDraft(
            class_id=given["class_id"],
            act=ItemAct(given["act"]),
            title=given["title"],
            title_en=given["title_en"],
            words=given["words"],
            source=given["source"],
            proposer=given["proposer"] or None,
            cities=tuple(given["cities"]),
            cleared_by=UUID(cleared) if cleared else None,
            urgent=Urgent(document=document, reason=reason)
            if document or reason
            else None,
        )


class PutForm(RunForm, ItemFields):
    """An item that is put on a docket."""

    field_order = ("revision", "title", "title_en", "class_id", "act", "words")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)

    def keep(self) -> Text:
        actor, league, session, _revision = self.seen
        docket.put_item(actor, league, session, self.draft())
        return text("The item is on the docket.")


class ItemForm(AbstractForm):
    """What every act on an item carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.item.revision

    @property
    def item(self) -> Item:
        """The item as it stands."""
        assert self.desk.item is not None  # Its page gives it.
        return self.desk.item

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, item and revision, as services take them."""
        given = self.cleaned_data
        return self.desk.actor, self.item.league, self.item.id, given["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.item.revision)
        self.data = data


class PositionForm(ItemForm):
    """What a city says to an item."""

    member = forms.ChoiceField(label=_("City"))
    stance = forms.ChoiceField(label=_("Position"))
    words = words_field(_("Words of the city"), WORDS_LONGEST, required=False)
    office = line_field(
        _("Entered for the office"), help_text=_("Empty if you act for yourself.")
    )
    evidence = line_field(
        _("Paper of that office"),
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )
    file = forms.FileField(label=_("Scan of that paper"), required=False)

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", cities_of(desk.names, desk.speaks))
        offer(
            self,
            "stance",
            [(one.value, render(name)) for one, name in STANCE_NAMES.items()],
        )
        if not desk.clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"], self.fields["file"]

    def keep(self) -> Text:
        given, actor = self.cleaned_data, self.desk.actor
        member, league = given["member"], self.item.league
        paper = upload_of(given.get("file"))
        if given.get("office") or given.get("evidence"):
            actor = act_for(
                actor, league, member, given["office"], given["evidence"], paper
            )
        said = PositionDraft(
            member=member, stance=Stance(given["stance"]), words=given["words"]
        )
        docket.take_position(actor, *self.seen[1:], said, paper)
        return text("The position is recorded.")


class CallForm(ItemForm):
    """The calling of an item: everybody in the room sees which one it is."""

    def keep(self) -> Text:
        sitting.call_item(*self.seen[:3])
        return text("The item is called; the view of the conference room shows it.")


class DisposeForm(ItemForm):
    """How an item ends."""

    outcome = forms.ChoiceField(label=_("How the item ends"))
    words = words_field(
        _("Words for the minutes"),
        WORDS_LONGEST,
        help_text=_("The sentence that will stand in the minutes."),
    )
    words_en = words_field(
        _("Words for the minutes, in English"),
        WORDS_LONGEST,
        required=False,
        help_text=_("For whoever reads English; the minutes are issued in Chinese."),
    )
    lead = forms.ChoiceField(label=_("Lead unit"), required=False)
    units = forms.MultipleChoiceField(label=_("Responsible units"), required=False)
    due_on = day_field(_("Time limit"), required=False)
    principle_only = forms.BooleanField(
        label=_("An opinion of principle only"), required=False
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(
            self,
            "outcome",
            [(one.value, render(name)) for one, name in OUTCOME_NAMES.items()],
        )
        units = [(unit.id, render(unit.name)) for unit in desk.units]
        offer(self, "lead", [*NOTHING, *units])
        offer(self, "units", units)
        delivery = self.item.delivery
        if self.item.outcome is not None:
            self.fields["outcome"].initial = self.item.outcome.value
        self.fields["words"].initial = self.item.outcome_words
        self.fields["words_en"].initial = self.item.outcome_words_en
        self.fields["lead"].initial = delivery.lead or ""
        self.fields["units"].initial = list(delivery.units)
        self.fields["due_on"].initial = delivery.due_on
        self.fields["principle_only"].initial = delivery.principle_only

    def keep(self) -> Text:
        given = self.cleaned_data
        delivery = Delivery(
            lead=given["lead"] or None,
            units=tuple(given["units"]),
            due_on=given["due_on"],
            principle_only=given["principle_only"],
        )
        outcome = Outcome(given["outcome"])
        disposal = Disposal(
            outcome=outcome,
            words=given["words"],
            words_en=given["words_en"],
            delivery=delivery,
        )
        sitting.dispose(*self.seen, disposal)
        return text("How the item ended is recorded.")


class AmendForm(ItemForm, ItemFields):
    """An item as it is to stand."""

    field_order = ("revision", "title", "title_en", "class_id", "act", "words")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)
        item, urgent = self.item, self.item.urgent
        stood = {
            "title": item.title.zh,
            "title_en": item.title_en,
            "class_id": item.class_id,
            "act": item.act.value,
            "words": item.words,
            "source": item.source,
            "proposer": item.proposer or "",
            "cities": list(item.cities),
            "cleared_by": str(item.cleared_by or ""),
            "urgent_document": urgent.document if urgent else "",
            "urgent_reason": urgent.reason if urgent else "",
        }
        for name, value in stood.items():
            if name in self.fields:
                self.fields[name].initial = value

    def keep(self) -> Text:
        docket.amend_item(*self.seen, self.draft())
        return text(
            "The item is amended; cities are asked anew where its words changed."
        )


class WithdrawForm(ItemForm):
    """The withdrawing of an item."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        docket.withdraw_item(*self.seen, self.cleaned_data["reason"])
        return text("The item is withdrawn; it stays on the docket, struck out.")


SESSION_FORMS: Mapping[SessionAct, type[RunForm]] = {
    SessionAct.PUT: PutForm,
    SessionAct.REPORT: ReportForm,
    SessionAct.ATTEND: AttendForm,
    SessionAct.OPEN: OpenForm,
    SessionAct.CLOSE: CloseForm,
    SessionAct.MOVE: MoveForm,
    SessionAct.CANCEL: CancelForm,
}
"""The form of each act on a session, in the order of its page."""

ITEM_FORMS: Mapping[ItemStep, type[ItemForm]] = {
    ItemStep.POSITION: PositionForm,
    ItemStep.CALL: CallForm,
    ItemStep.DISPOSE: DisposeForm,
    ItemStep.AMEND: AmendForm,
    ItemStep.WITHDRAW: WithdrawForm,
}
"""The form of each act on an item, in the order of its page."""

TITLES: Mapping[SessionAct | ItemStep, tuple[Text, Text]] = {
    SessionAct.PUT: (text("Put an item on the docket"), text("Put it")),
    SessionAct.REPORT: (
        text("How the last decisions are carried out"),
        text("Record what was heard"),
    ),
    SessionAct.ATTEND: (text("Replies and attendance"), text("Record the attendance")),
    SessionAct.OPEN: (text("Open the session"), text("Open the session")),
    SessionAct.CLOSE: (text("Close the session"), text("Close the session")),
    SessionAct.MOVE: (text("Move the session"), text("Move the session")),
    SessionAct.CANCEL: (text("Cancel the session"), text("Cancel the session")),
    ItemStep.POSITION: (text("Position of a city"), text("Record the position")),
    ItemStep.CALL: (text("Current item of the session"), text("Call the item")),
    ItemStep.DISPOSE: (text("How the item ends"), text("Record the end")),
    ItemStep.AMEND: (text("Amend the item"), text("Keep the changes")),
    ItemStep.WITHDRAW: (text("Withdraw the item"), text("Withdraw it")),
}
"""What a form is called, and the word on its button."""
