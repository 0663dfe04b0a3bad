"""What people type about a duty; each form keeps its act through one service."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.directory.services.behalf import act_for
from hansa.duties.services import acts, handing
from hansa.duties.services.acts import (
    Decision,
    Done,
    Escalation,
    Extension,
)
from hansa.duties.services.handing import Handing, Return
from hansa.duties.terms.duties import (
    EVENT_NAMES,
    Act,
    Duty,
    DutyFinding,
    Event,
    EventKind,
)
from hansa.kernel.text import Text, text

WORDS_LONGEST = 4000
LINE_LONGEST = 200
REVISION_MOST = 2**31 - 1
DAY = "%Y-%m-%d"

Names = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a form of one duty is made from.

    Attributes:
        speaks: whether the reader speaks for the city without a paper.
        enters: whether the reader may enter what an office of the city did (代录).
        units: the city's units that stand, by id.
        layers: the charter's layers, by id.
        evidence: what may be returned for completion; None where nothing may.
        answerable: what waits for an answer.
    """

    actor: Actor
    league: str
    duty: Duty
    speaks: bool
    enters: bool
    units: Names
    layers: Names
    evidence: Event | None
    answerable: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an act did, in a sentence, and what deserves a look.

    ``undo`` is the event that can be taken back.
    """

    sentence: Text
    undo: int | None = None
    findings: tuple[DutyFinding, ...] = ()


def day_field(label: Any, **named: Any) -> forms.DateField:
    """Give a field for a day."""
    # Browsers take and send this form in a date field, whatever the language.
    widget = forms.DateInput(attrs={"type": "date"}, format=DAY)
    return forms.DateField(label=label, widget=widget, input_formats=[DAY], **named)


def words_field(label: Any, **named: Any) -> forms.CharField:
    """Give a field for some paragraphs."""
    area = forms.Textarea(attrs={"rows": 4})
    return WrittenField(label=label, max_length=WORDS_LONGEST, widget=area, **named)


def line_field(label: Any, **named: Any) -> forms.CharField:
    """Give a field for one line."""
    return WrittenField(label=label, max_length=LINE_LONGEST, **named)


def upload_of(given: Mapping[str, Any], name: str = "file") -> Upload | None:
    """Give the file of a valid form as it was sent."""
    sent = given.get(name)
    if not isinstance(sent, UploadedFile):
        return None
    sent.seek(0)  # It may have been read before, for its hash.
    return Upload(name=sent.name or "", content=sent.read())


def choices_of(names: Names) -> list[tuple[str, str]]:
    """Give names as choices."""
    return [(key, render(name)) for key, name in names.items()]


class ActForm(AbstractForm):
    """What every act carries: the revision that its actor saw."""

    act: ClassVar[Act]
    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.duty.line.revision
        today = desk.actor.at.astimezone(LEAGUE_ZONE).date()
        if "on" in self.fields:
            self.fields["on"].initial = today

    @property
    def seen(self) -> tuple[str, UUID, int]:
        """League, duty and revision, as services take them."""
        line = self.desk.duty.line
        return line.league, line.id, self.cleaned_data["revision"]

    @abstractmethod
    def keep(self) -> Kept:
        """Do the act; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what was added is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.duty.line.revision)
        self.data = data


class BehalfForm(ActForm):
    """An act that may be entered on behalf of an office of the city (代录).

    Whoever speaks for the city leaves it empty to act in the own name.
    """

    office = line_field(_("Office it is entered for"))
    evidence = line_field(
        _("Paper that shows it"),
        required=False,
        help_text=_("Number of the document or instruction; else attach its scan."),
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        if desk.speaks and desk.enters:
            office = self.fields["office"]
            office.required = False
            office.help_text = _(
                "Only where you enter what a leader or another office of the city did; "
                "leave empty to act yourself."
            )
        elif desk.speaks:
            del self.fields["office"], self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        """Demand office and paper together."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("office") and not (given.get("evidence") or upload_of(given)):
            self.add_error(
                "evidence", _("Name the paper that shows it, or attach its scan.")
            )
        if given.get("evidence") and not given.get("office"):
            self.add_error("office", _("Say which office the paper is of."))
        return given

    @property
    def actor(self) -> Actor:
        """Who acts: the reader, or the reader for an office."""
        given, desk = self.cleaned_data, self.desk
        if not given.get("office"):
            return desk.actor
        line, scan = desk.duty.line, upload_of(given)
        return act_for(
            desk.actor,
            line.league,
            line.member,
            given["office"],
            given["evidence"],
            scan,
        )


class ReportForm(BehalfForm):
    """That a duty was done, and what shows it."""

    act = Act.REPORT
    on = day_field(_("Done on"))
    note = words_field(_("What was done"), required=False)
    document = line_field(_("Number of the document"), required=False)
    file = forms.FileField(label=_("File that shows it"), required=False)
    field_order: Sequence[str] = (
        "on",
        "note",
        "document",
        "file",
        "office",
        "evidence",
    )

    def done(self) -> Done:
        """Give what was typed."""
        given = self.cleaned_data
        return Done(
            on=given["on"],
            note=given["note"],
            document=given["document"],
            file=upload_of(given),
        )

    def keep(self) -> Kept:
        """Report the duty."""
        league, duty, revision = self.seen
        kept = acts.record_evidence(self.actor, league, duty, revision, self.done())
        return Kept(
            sentence=text("Reported: {title}.", title=self.desk.duty.line.title),
            undo=kept.number,
            findings=kept.findings,
        )


class MergeForm(ReportForm):
    """The city's answer, made of its units' returns."""

    act = Act.MERGE
    parts = forms.MultipleChoiceField(
        label=_("Returns that are merged"), widget=forms.CheckboxSelectMultiple()
    )
    field_order: Sequence[str] = (
        "parts",
        "on",
        "note",
        "document",
        "file",
        "office",
        "evidence",
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        returned = [
            part
            for part in desk.duty.parts
            if part.returned_at is not None and part.taken_back_at is None
        ]
        chosen = self.fields["parts"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [
            (str(part.id), render(desk.units.get(part.unit, part.unit)))
            for part in returned
        ]
        chosen.initial = [str(part.id) for part in returned]
        self.fields["note"].initial = "\n".join(
            part.returned_words for part in returned if part.returned_words
        )

    def keep(self) -> Kept:
        """Merge the returns and report."""
        league, duty, revision = self.seen
        parts = [UUID(part) for part in self.cleaned_data["parts"]]
        kept = handing.merge(self.actor, league, duty, revision, parts, self.done())
        return Kept(
            sentence=text(
                "Reported for the city: {title}.", title=self.desk.duty.line.title
            ),
            undo=kept.number,
            findings=kept.findings,
        )


class HandOnForm(ActForm):
    """To which units of the city a duty is handed on."""

    act = Act.HAND_ON
    units = forms.MultipleChoiceField(
        label=_("Units"), widget=forms.CheckboxSelectMultiple()
    )
    words = words_field(_("What each is asked"), required=False)
    due_on = day_field(_("To be returned by"), required=False)

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        units = self.fields["units"]
        assert isinstance(units, forms.MultipleChoiceField)
        units.choices = choices_of(desk.units)

    def keep(self) -> Kept:
        """Hand the duty on."""
        given = self.cleaned_data
        league, duty, revision = self.seen
        handings = [
            Handing(unit=unit, words=given["words"], due_on=given["due_on"])
            for unit in given["units"]
        ]
        parts = handing.hand_on(self.desk.actor, league, duty, revision, handings)
        return Kept(sentence=text("Handed on. Units asked: {count}.", count=len(parts)))


class SendBackForm(ActForm):
    """Why evidence is returned for completion."""

    act = Act.SEND_BACK
    note = words_field(_("What is to be completed"))

    def keep(self) -> Kept:
        """Return the evidence."""
        league, duty, revision = self.seen
        evidence = self.desk.evidence
        number = evidence.number if evidence else 0
        kept = acts.return_evidence(
            self.desk.actor, league, duty, revision, number, self.cleaned_data["note"]
        )
        return Kept(sentence=text("Returned for completion."), undo=kept.number)


class ExtendForm(BehalfForm):
    """Until when more time is asked for, and why."""

    act = Act.EXTEND
    until = day_field(_("Extend to"))
    note = words_field(_("Reason"))
    document = line_field(_("Number of the document"), required=False)
    file = forms.FileField(label=_("Scan of the request"), required=False)
    field_order: Sequence[str] = (
        "until",
        "note",
        "document",
        "file",
        "office",
        "evidence",
    )

    def keep(self) -> Kept:
        """Ask for it."""
        league, duty, revision = self.seen
        kept = acts.request_extension(
            self.actor, league, duty, revision, _extension(self.cleaned_data)
        )
        return Kept(
            sentence=text("The request for an extension is with the office."),
            undo=kept.number,
        )


class GrantForm(ActForm):
    """Until when an extension is granted."""

    act = Act.GRANT
    until = day_field(_("Granted to"))
    note = words_field(_("Remark"), required=False)
    document = line_field(_("Number of the document"), required=False)

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fields["until"].initial = (
            desk.duty.asked.until if desk.duty.asked else None
        )

    def keep(self) -> Kept:
        """Grant it."""
        given = self.cleaned_data
        league, duty, revision = self.seen
        kept = acts.grant_extension(
            self.desk.actor, league, duty, revision, _extension(given)
        )
        day = given["until"].isoformat()
        return Kept(
            sentence=text(
                "Extended to {day}; the original day stays and is shown.", day=day
            ),
            undo=kept.number,
        )


def _extension(given: Mapping[str, Any]) -> Extension:
    return Extension(
        until=given["until"],
        reason=given["note"],
        document=given["document"],
        file=upload_of(given),
    )


class RefuseForm(ActForm):
    """Why an extension is refused."""

    act = Act.REFUSE
    note = words_field(_("Reason"))

    def keep(self) -> Kept:
        """Refuse it."""
        league, duty, revision = self.seen
        kept = acts.refuse_extension(
            self.desk.actor, league, duty, revision, self.cleaned_data["note"]
        )
        return Kept(sentence=text("The extension is refused."), undo=kept.number)


class DecisionForm(ActForm):
    """What was decided elsewhere, and the paper that says so."""

    on = day_field(_("Decided on"))
    document = line_field(_("Number of the deciding document"), required=False)
    file = forms.FileField(label=_("Scan of the decision"), required=False)
    note = words_field(_("Remark"), required=False)

    def decision(self) -> Decision:
        """Give what was typed."""
        given = self.cleaned_data
        return Decision(
            on=given["on"],
            document=given["document"],
            note=given["note"],
            file=upload_of(given),
        )


class WaiveForm(DecisionForm):
    """That a duty need not be done."""

    act = Act.WAIVE

    def keep(self) -> Kept:
        """Waive it."""
        league, duty, revision = self.seen
        kept = acts.waive(self.desk.actor, league, duty, revision, self.decision())
        return Kept(
            sentence=text("Waived: {title}.", title=self.desk.duty.line.title),
            undo=kept.number,
        )


class TriggerForm(DecisionForm):
    """That the condition of a duty is met."""

    act = Act.TRIGGER

    def keep(self) -> Kept:
        """Wake the duty."""
        league, duty, revision = self.seen
        kept = acts.trigger(self.desk.actor, league, duty, revision, self.decision())
        return Kept(
            sentence=text("The condition is met; the duty binds from now on."),
            undo=kept.number,
        )


class EscalateForm(ActForm):
    """To which layer a matter is put, and with what proposal."""

    act = Act.ESCALATE
    level = forms.ChoiceField(label=_("Layer"))
    note = words_field(_("What is proposed"))

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = choices_of(desk.layers)

    def keep(self) -> Kept:
        """Put it higher."""
        given = self.cleaned_data
        league, duty, revision = self.seen
        raised = Escalation(level=given["level"], proposal=given["note"])
        kept = acts.escalate(self.desk.actor, league, duty, revision, raised)
        name = self.desk.layers[given["level"]]
        return Kept(
            sentence=text("Put to the layer “{layer}” with your proposal.", layer=name),
            undo=kept.number,
        )


class AnswerForm(BehalfForm):
    """What was answered to a matter put higher, a letter or a reminder.

    What was sent to a city is answered by it, or entered with its paper; for a matter put
    higher the office answers itself.
    """

    act = Act.ANSWER
    number = forms.TypedChoiceField(label=_("Answer to"), coerce=int)
    on = day_field(_("Answered on"))
    note = words_field(_("Answer"))
    document = line_field(_("Number of the document"), required=False)
    file = forms.FileField(label=_("Paper of the answer"), required=False)
    field_order: Sequence[str] = (
        "number",
        "on",
        "note",
        "document",
        "file",
        "office",
        "evidence",
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        if not self._to_cities():
            self.fields.pop("office", None)
            self.fields.pop("evidence", None)
        elif "office" in self.fields:
            self.fields["office"].required = False
        number = self.fields["number"]
        assert isinstance(number, forms.TypedChoiceField)
        number.choices = [
            (event.number, f"{event.on} · {render(EVENT_NAMES[event.kind])}")
            for event in desk.answerable
        ]

    def _to_cities(self) -> frozenset[int]:
        """Give the numbers of what a city answers."""
        return frozenset(
            event.number
            for event in self.desk.answerable
            if event.kind is not EventKind.ESCALATED
        )

    def clean(self) -> dict[str, Any]:
        """Demand the office where the city itself does not answer."""
        given = super().clean()
        for_city = given.get("number") in self._to_cities()
        if for_city and not self.desk.speaks and not given.get("office"):
            self.add_error("office", self.fields["office"].error_messages["required"])
        return given

    def keep(self) -> Kept:
        """Record the answer."""
        given = self.cleaned_data
        league, duty, revision = self.seen
        said = Done(
            on=given["on"],
            note=given["note"],
            document=given["document"],
            file=upload_of(given),
        )
        kept = acts.answer(self.actor, league, duty, revision, given["number"], said)
        return Kept(sentence=text("The answer is recorded."), undo=kept.number)


class NoteForm(ActForm):
    """A remark."""

    act = Act.NOTE
    note = words_field(_("Remark"))

    def keep(self) -> Kept:
        """Write it."""
        league, duty, _revision = self.seen
        kept = acts.note(self.desk.actor, league, duty, self.cleaned_data["note"])
        return Kept(sentence=text("The remark is written."), undo=kept.number)


FORMS: Mapping[Act, type[ActForm]] = {
    form.act: form
    for form in (
        ReportForm,
        MergeForm,
        HandOnForm,
        SendBackForm,
        ExtendForm,
        GrantForm,
        RefuseForm,
        WaiveForm,
        TriggerForm,
        EscalateForm,
        AnswerForm,
        NoteForm,
    )
}


class ReturnForm(forms.Form):
    """What a unit gives back."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )
    words = words_field(_("What the unit returns"), required=False)
    file = forms.FileField(label=_("File"), required=False)
    evidence = line_field(
        _("Paper of the unit that shows it"),
        required=False,
        help_text=_("Number of the document or instruction; else attach its scan."),
    )

    def actor(self, actor: Actor, league: str, member: str, unit: str) -> Actor:
        """Give who acts: the reader, or the reader for a unit whose paper is shown."""
        evidence, scan = self.cleaned_data["evidence"], upload_of(self.cleaned_data)
        if not (evidence or scan):
            return actor
        return act_for(actor, league, member, unit, evidence, scan)

    def returned(self) -> Return:
        """Give what was typed."""
        given = self.cleaned_data
        return Return(words=given["words"], file=upload_of(given))


class ManyForm(forms.Form):
    """Several duties of a city handed on to the same units at once."""

    duty = forms.MultipleChoiceField(
        label=_("Duties"), widget=forms.CheckboxSelectMultiple()
    )
    units = forms.MultipleChoiceField(
        label=_("Units"), widget=forms.CheckboxSelectMultiple()
    )
    words = words_field(_("What each is asked"), required=False)
    due_on = day_field(_("To be returned by"), required=False)

    def __init__(self, duties: Names, units: Names, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        for name, choices in (("duty", duties), ("units", units)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.MultipleChoiceField)
            chosen.choices = choices_of(choices)
        self.fields["duty"].initial = list(duties)

    def handings(self) -> list[Handing]:
        """Give what each duty is handed on as."""
        given = self.cleaned_data
        return [
            Handing(unit=unit, words=given["words"], due_on=given["due_on"])
            for unit in given["units"]
        ]
