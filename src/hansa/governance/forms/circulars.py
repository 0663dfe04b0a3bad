"""What people type about circulars: words, freezing, sending, acknowledging, correcting."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.duties.terms.notices import Call
from hansa.governance.forms.sessions import (
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
from hansa.governance.services.circulars import drafting, sending
from hansa.governance.terms.circulars import CircularAct, CircularSheet
from hansa.governance.terms.records import days_through
from hansa.kernel.text import Text, text

MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularDesk:
    """What the forms of a circular are made from."""

    actor: Actor
    sheet: CircularSheet
    names: Names

    @property
    def open(self) -> Sequence[str]:
        """The cities that have not acknowledged, as far as the reader may see."""
        return [one.member for one in self.sheet.cities if one.at is None]

    @property
    def own(self) -> Sequence[str]:
        """The cities that the reader signs for."""
        cities = self.sheet.cities
        return [one.member for one in cities if one.own and one.at is None]


class CircularForm(AbstractForm):
    """What every act on a circular carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: CircularDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.sheet.line.revision

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, circular and revision, as services take them."""
        line = self.desk.sheet.line
        return self.desk.actor, line.league, line.id, self.cleaned_data["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.sheet.line.revision)
        self.data = data


class WordForm(CircularForm):
    """What is added to the figures."""

    words = words_field(
        _("What is added to the figures"), WORDS_LONGEST, required=False
    )

    def __init__(self, desk: CircularDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fields["words"].initial = desk.sheet.line.words

    def keep(self) -> Text:
        drafting.word(*self.seen, self.cleaned_data["words"])
        return text("The words are kept.")


class FreezeForm(CircularForm):
    """The day that the text tells of."""

    as_of = day_field(
        _("As of the day"),
        required=False,
        help_text=_("Empty for today; a correction tells of the day it corrects."),
    )

    def keep(self) -> Text:
        reference = drafting.freeze(*self.seen, self.cleaned_data["as_of"])
        return text("The text is frozen as {reference}.", reference=reference)


class SendForm(CircularForm):
    """The sending."""

    def keep(self) -> Text:
        sending.send(*self.seen)
        return text("The circular is sent to every city.")


class AcknowledgeForm(CircularForm):
    """A city that signs."""

    member = forms.ChoiceField(label=_("City"))

    def __init__(self, desk: CircularDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", cities_of(desk.names, desk.own))

    def keep(self) -> Text:
        actor, league, circular, _revision = self.seen
        sending.acknowledge(actor, league, circular, self.cleaned_data["member"])
        return text("The acknowledgement is recorded.")


class CallForm(CircularForm):
    """A city that confirmed on the telephone."""

    member = forms.ChoiceField(label=_("City"))
    spoke_to = line_field(_("Who confirmed"))
    office = line_field(_("Of which office"))
    at = forms.DateTimeField(
        label=_("Time of the call"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )

    def __init__(self, desk: CircularDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", cities_of(desk.names, desk.open))

    def keep(self) -> Text:
        given = self.cleaned_data
        actor, league, circular, _revision = self.seen
        at: datetime = given["at"]
        call = Call(
            spoke_to=given["spoke_to"],
            office=given["office"],
            at=at if at.tzinfo else at.replace(tzinfo=LEAGUE_ZONE),
        )
        sending.confirm_by_telephone(actor, league, circular, given["member"], call)
        return text("The acknowledgement is recorded.")


class CorrectForm(CircularForm):
    """The beginning of a correction."""

    reason = words_field(_("Why it is corrected"), REASON_LONGEST)

    def __init__(self, desk: CircularDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.made: UUID | None = None

    def keep(self) -> Text:
        self.made = drafting.correct(*self.seen, self.cleaned_data["reason"])
        return text("A circular that corrects the sent one is drafted.")


class BesideForm(forms.Form):
    """A circular that the agreement does not ask for: of which body and which days."""

    body = forms.ChoiceField(label=_("Body"))
    first = day_field(_("First day that it tells of"))
    last = day_field(_("Last day that it tells of"))
    words = words_field(
        _("What is added to the figures"), WORDS_LONGEST, required=False
    )

    def __init__(self, bodies: Names, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offer(self, "body", [(id_, render(name)) for id_, name in bodies.items()])

    def clean_last(self) -> date:
        last: date = self.cleaned_data["last"]
        if "first" in self.cleaned_data and last < self.cleaned_data["first"]:
            raise forms.ValidationError(_("It ends before it starts."))
        return last

    def keep(self, actor: Actor, league: str) -> UUID:
        """Draft it, and give its id; only of a form that is valid."""
        given = self.cleaned_data
        period = days_through(given["first"], given["last"])
        return drafting.draft_beside(
            actor, league, given["body"], period, given["words"]
        )


CIRCULAR_FORMS: Mapping[CircularAct, type[CircularForm]] = {
    CircularAct.FREEZE: FreezeForm,
    CircularAct.SEND: SendForm,
    CircularAct.ACKNOWLEDGE: AcknowledgeForm,
    CircularAct.CALL: CallForm,
    CircularAct.WORD: WordForm,
    CircularAct.CORRECT: CorrectForm,
}
"""The form of each act on a circular, in the order of its page."""

CIRCULAR_TITLES: Mapping[CircularAct, tuple[Text, Text]] = {
    CircularAct.FREEZE: (text("Freeze the text"), text("Freeze it")),
    CircularAct.SEND: (text("Send it to every city"), text("Send it")),
    CircularAct.ACKNOWLEDGE: (text("Sign for the circular"), text("Sign")),
    CircularAct.CALL: (text("Acknowledged by telephone"), text("Record the call")),
    CircularAct.WORD: (text("What is added to the figures"), text("Keep the words")),
    CircularAct.CORRECT: (text("Correct the circular"), text("Begin a correction")),
}
"""What a form is called, and the word on its button."""
