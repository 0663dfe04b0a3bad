"""What people type about invitations: the notice, a slip, a call, and who came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.governance.forms.sessions import (
    LINE_LONGEST,
    NOTHING,
    REASON_LONGEST,
    Desk,
    RunForm,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services import invitations
from hansa.governance.services.sessions import sitting
from hansa.governance.terms import Seat
from hansa.governance.terms.invitations import (
    REPLY_NAMES,
    InvitationSheet,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
    SpokenWith,
)
from hansa.governance.terms.sessions import PRESENCE_NAMES, Mark, Presence
from hansa.kernel.text import Text, text

NAME_LONGEST, PHONE_LONGEST = 100, 30
INVITEES_LONGEST = 4000
REPLY_ONLY = frozenset({Presence.COMING, Presence.DECLINED})


class InviteForm(RunForm):
    """The notice of a session, and whoever is invited without a seat."""

    reply_by = day_field(_("Replies by"), required=False)
    begins_at = forms.TimeField(
        label=_("Hour of the first day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    contact = line_field(
        _("Whom to ask"), help_text=_("An office and its telephone number.")
    )
    rider = words_field(_("What else is to be known"), REASON_LONGEST, required=False)
    invitees = words_field(
        _("Invited beside the seats"),
        INVITEES_LONGEST,
        required=False,
        help_text=_("One in each line. Invitees of the agreement are invited anyway."),
    )

    def __init__(
        self, desk: Desk, *args: Any, sheet: InvitationSheet, **named: Any
    ) -> None:
        super().__init__(desk, *args, **named)
        if sheet.notice is not None:
            for name in ("reply_by", "begins_at", "contact", "rider"):
                self.fields[name].initial = getattr(sheet.notice, name)

    def keep(self) -> Text:
        given = self.cleaned_data
        lines = given["invitees"].splitlines()
        draft = SessionNoticeDraft(
            reply_by=given["reply_by"],
            begins_at=given["begins_at"],
            contact=given["contact"],
            rider=given["rider"],
            invitees=tuple(line.strip() for line in lines if line.strip()),
        )
        invitations.issue(*self.seen, draft)
        return text("The notice is issued, and everybody is invited.")


class SlipForm(forms.Form):
    """A slip (回执): whether somebody comes, asks for leave, or sends an alternate."""

    stance = forms.ChoiceField(label=_("Slip"))
    alternate = line_field(
        _("Office of the alternate"), help_text=_("Only with an alternate.")
    )
    name = forms.CharField(
        label=_("Name of whoever comes"), max_length=NAME_LONGEST, required=False
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=PHONE_LONGEST, required=False
    )
    document = line_field(_("Number of the document"))
    words = words_field(_("Remark"), REASON_LONGEST, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        stances = [(one.value, render(name)) for one, name in REPLY_NAMES.items()]
        offer(self, "stance", stances)

    def draft(self) -> ReplyDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return ReplyDraft(
            stance=ReplyStance(given["stance"]),
            name=given["name"],
            phone=given["phone"],
            alternate=given["alternate"],
            document=given["document"],
            words=given["words"],
        )


class CallForm(SlipForm):
    """A reply that was given on the telephone (电话确认)."""

    person = forms.CharField(
        label=_("Whom you spoke to, by office"), max_length=LINE_LONGEST
    )
    at = forms.DateTimeField(
        label=_("Time of the call"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    field_order = ("person", "at")

    def call(self) -> SpokenWith:
        """Give what was typed; a time without a zone is that of the leagues."""
        at: datetime = self.cleaned_data["at"]
        return SpokenWith(
            person=self.cleaned_data["person"],
            at=at if at.tzinfo else at.replace(tzinfo=LEAGUE_ZONE),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """One line of the roll: who is invited, what was replied, and what is recorded.

    Attributes:
        seat: None for an invitee.
        name: as pages call it, in the language of the page.
        reply: what was replied; None where nobody was invited.
        foretold: what the reply says of the attendance; None where nothing does.
        mark: what is recorded; None for nothing.
    """

    seat: Seat | None
    invitee: str
    name: str
    reply: Text | None
    foretold: Mark | None
    mark: Mark | None


class RollForm(RunForm):
    """Who came, everybody on one sheet; what replies foretell is filled in."""

    def __init__(
        self, desk: Desk, *args: Any, lines: Sequence[RollLine], **named: Any
    ) -> None:
        super().__init__(desk, *args, **named)
        self.lines = lines
        choices = [
            *NOTHING,
            *(
                (one.value, render(name))
                for one, name in PRESENCE_NAMES.items()
                if one not in REPLY_ONLY
            ),
        ]
        for number, line in enumerate(lines):
            self._add(number, line, choices)

    def _add(self, number: int, line: RollLine, choices: Any) -> None:
        shown = line.mark or line.foretold
        for name, field in (
            ("presence", forms.ChoiceField(choices=choices, required=False)),
            ("who", line_field(_("Who came, by office"))),
            ("document", line_field(_("Number of the document"))),
        ):
            field.initial = getattr(shown, name) if shown else ""
            field.label = f"{line.name}: {field.label or _('Presence')}"
            # The heading of its column names it to eyes; readers hear the whole.
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"{name}-{number}"] = field

    def rows(self) -> Iterator[tuple[RollLine, Mapping[str, Any]]]:
        """Give each line with its bound fields."""
        for number, line in enumerate(self.lines):
            names = ("presence", "who", "document")
            yield line, {name: self[f"{name}-{number}"] for name in names}

    def clean(self) -> dict[str, Any]:
        """Demand whom an alternate is, and by which paper, beside the line."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number, _line in enumerate(self.lines):
            if cleaned.get(f"presence-{number}") != Presence.ALTERNATE.value:
                continue
            for name in ("who", "document"):
                if not cleaned.get(f"{name}-{number}", "").strip():
                    message = _("An alternate is named, with the paper.")
                    self.add_error(f"{name}-{number}", message)
        return cleaned

    def keep(self) -> Text:
        given = self.cleaned_data
        marks = [
            Mark(
                presence=Presence(given[f"presence-{number}"]),
                seat=line.seat,
                invitee=line.invitee,
                who=given[f"who-{number}"],
                document=given[f"document-{number}"],
            )
            for number, line in enumerate(self.lines)
            if given[f"presence-{number}"]
        ]
        sitting.keep_attendance(*self.seen, marks)
        return text("The attendance is recorded.")
