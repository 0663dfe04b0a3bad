"""What people type when they convene a session, and when they run one."""

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
from hansa.chassis.written_fields import WrittenField
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.people import UnitLine
from hansa.governance.reads.dockets import seat_key
from hansa.governance.services.sessions import closing, convening, sitting
from hansa.governance.terms import LEVEL_NAMES, Holder, Level, Seat
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.records import days_through
from hansa.governance.terms.sessions import (
    PRESENCE_NAMES,
    PROGRESS_NAMES,
    Mark,
    Move,
    Opening,
    Presence,
    Progress,
    SessionDraft,
    SessionSheet,
)
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text

Names = Mapping[str, Bilingual]
Choices = Sequence[tuple[str, Any]]

REVISION_MOST = 2**31 - 1
LINE_LONGEST = 200
REASON_LONGEST = 400
WORDS_LONGEST = 4000
DAY = "%Y-%m-%d"
NOTHING: Choices = (("", "—"),)
INVITEE = "invitee"


def day_field(label: Any, **named: Any) -> forms.DateField:
    """Give a field for a day."""
    # Browsers take and send this form in a date field, whatever the language.
    widget = forms.DateInput(attrs={"type": "date"}, format=DAY)
    return forms.DateField(label=label, widget=widget, input_formats=[DAY], **named)


def line_field(label: Any, **named: Any) -> forms.CharField:
    """Give a field for one line that may stay empty."""
    return WrittenField(label=label, max_length=LINE_LONGEST, required=False, **named)


def words_field(label: Any, longest: int, **named: Any) -> forms.CharField:
    """Give a field for some sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return WrittenField(label=label, max_length=longest, widget=area, **named)


def offer(form: forms.Form, name: str, choices: Choices) -> None:
    """Fill in what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def cities_of(names: Names, members: Sequence[str]) -> Choices:
    """Give cities as choices."""
    return [(member, render(names.get(member, member))) for member in members]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the forms of one session, or of one item, are made from.

    Attributes:
        units: of the directory, on the day of the act.
        puts: cities for which the reader may put items; empty text for the office.
        speaks: cities whose position the reader may enter.
        cleared: what may be put because another body cleared it.
        clerk: whether the reader enters what other offices did.
        item: None on the page of the session itself.
    """

    actor: Actor
    sheet: SessionSheet
    names: Names
    bodies: Names
    units: Sequence[UnitLine] = ()
    puts: Sequence[str] = ()
    speaks: Sequence[str] = ()
    cleared: Sequence[tuple[UUID, str]] = ()
    clerk: bool = False
    item: Item | None = None


class WhenAndWhere(forms.Form):
    """Days, place and host of a session, with the paper of what departs."""

    first = day_field(_("First day of the meeting"))
    last = day_field(
        _("Last day of the meeting"),
        required=False,
        help_text=_("Empty for one day only."),
    )
    host = forms.ChoiceField(
        label=_("Host"), required=False, help_text=_("Empty for whose turn it is.")
    )
    place = line_field(_("Place of the meeting"))
    document = line_field(_("Number of the document"))
    reason = words_field(
        _("Reason, where it departs from the agreement"),
        REASON_LONGEST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Judge what takes two fields to be wrong."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it starts."))
        return cleaned

    @property
    def days(self) -> Period:
        """The days that were typed, half-open."""
        given = self.cleaned_data
        return days_through(given["first"], given["last"] or given["first"])

    @property
    def where(self) -> Bilingual | None:
        """The place that was typed."""
        place = self.cleaned_data["place"]
        return Bilingual(place, place) if place else None


class ConveneForm(WhenAndWhere):
    """A session that is to be convened."""

    body = forms.ChoiceField(label=_("Body"))
    level = forms.ChoiceField(label=_("Level"), required=False)
    year = forms.IntegerField(
        label=_("Year it counts for"),
        required=False,
        min_value=1,
        max_value=9998,
        help_text=_("Empty for the year of the first day."),
    )
    ad_hoc = forms.BooleanField(
        label=_("Ad hoc: called for its own sake, beside the calendar"), required=False
    )
    field_order = ("body", "level", "first", "last", "year", "ad_hoc")

    def __init__(
        self, *given: Any, bodies: Names, members: Names, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        standing = [(id_, render(name)) for id_, name in bodies.items()]
        offer(self, "body", [*NOTHING, *standing])
        levels = [(one.value, render(LEVEL_NAMES[one])) for one in Level]
        offer(self, "level", [*NOTHING, *levels])
        offer(self, "host", [*NOTHING, *cities_of(members, tuple(members))])

    def draft(self) -> SessionDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return SessionDraft(
            body=given["body"],
            days=self.days,
            level=Level(given["level"]) if given["level"] else None,
            year=given["year"],
            ad_hoc=given["ad_hoc"],
            host=given["host"] or None,
            place=self.where,
            document=given["document"],
            reason=given["reason"],
        )


class RunForm(AbstractForm):
    """What every act on a session carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.sheet.line.revision

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, session and revision, as services take them."""
        line = self.desk.sheet.line
        given = self.cleaned_data
        return self.desk.actor, line.league, line.id, given["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.sheet.line.revision)
        self.data = data


class OpenForm(RunForm):
    """The opening of a session."""

    member = forms.ChoiceField(label=_("City of the chair"), required=False)
    office = forms.ChoiceField(
        label=_("Office of the chair"),
        required=False,
        help_text=_("Empty for whoever chairs by the agreement."),
    )
    document = line_field(
        _("Paper that delegates the chair"),
        help_text=_("Needed where somebody else opens the session."),
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", [*NOTHING, *cities_of(desk.names, desk.sheet.parties)])
        offices = [(one.value, render(OFFICE_NAMES[one])) for one in Office]
        offer(self, "office", [*NOTHING, *offices])

    def clean(self) -> dict[str, Any]:
        """Demand city and office together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("member")) != bool(cleaned.get("office")):
            self.add_error("office", _("Give city and office, or neither."))
        return cleaned

    def keep(self) -> Text:
        given = self.cleaned_data
        chair = (
            Holder(member=given["member"], office=Office(given["office"]))
            if given["member"]
            else None
        )
        sitting.open_session(
            *self.seen, Opening(chair=chair, document=given["document"])
        )
        return text("The session is open.")


class AttendForm(RunForm):
    """Who comes, or came: one seat or invitee, or every named seat at once."""

    everybody = forms.BooleanField(
        label=_("Every named seat without an entry is present"), required=False
    )
    seat = forms.ChoiceField(label=_("Seat"), required=False)
    invitee = line_field(
        _("Invitee"), help_text=_("Only for whoever is invited without a seat.")
    )
    presence = forms.ChoiceField(label=_("Presence"))
    who = line_field(_("Who came, by office"))
    document = line_field(_("Number of the document"))

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        seats = [
            (_key(seat), seat_name(seat, desk.names, desk.bodies))
            for seat in desk.sheet.seats
        ]
        offer(self, "seat", [*NOTHING, *seats])
        offer(
            self,
            "presence",
            [(one.value, render(name)) for one, name in PRESENCE_NAMES.items()],
        )
        self.fields["presence"].initial = Presence.PRESENT.value

    def clean(self) -> dict[str, Any]:
        """Demand somebody of whom something is said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = cleaned.get("seat") or cleaned.get("invitee", "").strip()
        if not cleaned.get("everybody") and not named:
            self.add_error("seat", _("Choose a seat, or name an invitee."))
        return cleaned

    def keep(self) -> Text:
        sitting.keep_attendance(*self.seen, [*self._everybody(), *self._one()])
        return text("The attendance is recorded.")

    def _everybody(self) -> list[Mark]:
        if not self.cleaned_data["everybody"]:
            return []
        sheet = self.desk.sheet
        known = {mark.seat for mark in sheet.attendance.marks}
        return [
            Mark(presence=Presence.PRESENT, seat=seat)
            for seat in sheet.seats
            if seat.count is not None and seat not in known
        ]

    def _one(self) -> list[Mark]:
        given = self.cleaned_data
        by_key = {_key(seat): seat for seat in self.desk.sheet.seats}
        seat, invitee = by_key.get(given["seat"]), given["invitee"].strip()
        if seat is None and not invitee:
            return []
        return [
            Mark(
                presence=Presence(given["presence"]),
                seat=seat,
                invitee="" if seat else invitee,
                who=given["who"],
                document=given["document"],
            )
        ]


def _key(seat: Seat) -> str:
    return "/".join(seat_key(seat))


def seat_name(seat: Seat, names: Names, bodies: Names) -> str:
    """Name a seat by its city or group, and its office."""
    holder = names.get(seat.member or "") or bodies.get(seat.body or "")
    office = render(OFFICE_NAMES[seat.office])
    return f"{render(holder)} {office}" if holder else office


class ReportForm(RunForm):
    """How far an earlier decision is carried out."""

    decision = forms.ChoiceField(label=_("Decision of the last session"))
    progress = forms.ChoiceField(label=_("How far it is carried out"))
    words = words_field(_("What was reported"), WORDS_LONGEST, required=False)

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(
            self,
            "decision",
            [
                (
                    str(one.decision.id),
                    f"{one.decision.number}. {render(one.decision.title)}",
                )
                for one in desk.sheet.reports
            ],
        )
        offer(
            self,
            "progress",
            [(one.value, render(name)) for one, name in PROGRESS_NAMES.items()],
        )

    def keep(self) -> Text:
        given = self.cleaned_data
        actor, league, session, _revision = self.seen
        sitting.hear_report(
            actor,
            league,
            session,
            UUID(given["decision"]),
            Progress(given["progress"]),
            given["words"],
        )
        return text("What was heard is recorded.")


class CloseForm(RunForm):
    """The closing of a session."""

    def keep(self) -> Text:
        closing.close_session(*self.seen)
        return text("The session is closed; its decisions are numbered.")


class MoveForm(RunForm, WhenAndWhere):
    """Other days, another place or another host."""

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        line = desk.sheet.line
        offer(self, "host", [*NOTHING, *cities_of(desk.names, desk.sheet.parties)])
        self.fields["first"].initial = line.days.start
        self.fields["last"].initial = line.days.end - timedelta(days=1)
        self.fields["host"].initial = line.host or ""
        self.fields["place"].initial = render(line.place)
        self.fields["document"].initial = line.document
        self.fields["reason"].initial = line.reason

    def keep(self) -> Text:
        given = self.cleaned_data
        to = Move(
            days=self.days,
            host=given["host"] or None,
            place=self.where,
            document=given["document"],
            reason=given["reason"],
        )
        convening.move(*self.seen, to)
        return text("The session is moved.")


class CancelForm(RunForm):
    """The cancelling of a session."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        convening.cancel(*self.seen, self.cleaned_data["reason"])
        return text("The session is cancelled; its items wait for the next one.")
