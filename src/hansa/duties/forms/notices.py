"""What people type about notices: a notice of their own, a channel, a telephone call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.duties.terms.channels import ChannelDraft
from hansa.duties.terms.notices import (
    NOTICE_NAMES,
    Addressee,
    Call,
    Draft,
    Matter,
    NoticeKind,
    Occasion,
    Signing,
)
from hansa.kernel.text import Bilingual

Choices = Sequence[tuple[str, Any]]
NAME_LONGEST = 200
MEMBER, UNIT = "member:", "unit:"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"})


def _line(label: Any, longest: int, **named: Any) -> forms.CharField:
    return WrittenField(label=label, max_length=longest, **named)


class NoticeForm(forms.Form):
    """A notice about anything; the English may stay empty and is then the Chinese."""

    kind = forms.ChoiceField(label=_("Kind"))
    to = forms.MultipleChoiceField(
        label=_("Addressees"), widget=forms.CheckboxSelectMultiple()
    )
    title_zh = _line(_("Matter, in Chinese"), 300)
    title_en = _line(_("Matter, in English"), 300, required=False)
    is_document = forms.BooleanField(
        label=_("The matter is a document (its name stands in 《》)"), required=False
    )
    asked_zh = _line(
        _("What is asked, in Chinese"),
        60,
        help_text=_("A verb and its object, such as “反馈意见” or “报送参会回执”."),
    )
    asked_en = _line(_("What is asked, in English"), 60, required=False)
    due_on = forms.DateField(label=_("Last day to answer"), required=False, widget=DAY)
    due_time = forms.TimeField(label=_("Hour of that day"), required=False, widget=HOUR)
    held_on = forms.DateField(label=_("Day of the meeting"), required=False, widget=DAY)
    held_at = forms.TimeField(
        label=_("Hour of the meeting"), required=False, widget=HOUR
    )
    place_zh = _line(_("Place, in Chinese"), 120, required=False)
    place_en = _line(_("Place, in English"), 120, required=False)
    contact = _line(_("Whom to ask"), 120, required=False)

    def __init__(
        self, kinds: Sequence[NoticeKind], to: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        kind, addressees = self.fields["kind"], self.fields["to"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(addressees, forms.MultipleChoiceField)
        kind.choices = [(one.value, render(NOTICE_NAMES[one])) for one in kinds]
        addressees.choices = to

    def draft(self) -> Draft:
        """Give what was typed as a draft; only of a form that is valid."""
        given = self.cleaned_data
        return Draft(
            kind=NoticeKind(given["kind"]),
            subject="notice",
            matter=Matter(
                title=_both(given, "title"),
                is_document=given["is_document"],
                asked=_both(given, "asked"),
                due_on=given["due_on"],
                due_time=given["due_time"],
                occasion=_occasion(given),
                contact=Bilingual(given["contact"], given["contact"])
                if given["contact"]
                else None,
            ),
            to=tuple(addressee(written) for written in given["to"]),
        )


def _both(given: dict[str, Any], name: str) -> Bilingual:
    return Bilingual(given[f"{name}_zh"], given[f"{name}_en"] or given[f"{name}_zh"])


def _occasion(given: dict[str, Any]) -> Occasion | None:
    if not given["held_on"] or not given["place_zh"]:
        return None
    place = _both(given, "place")
    return Occasion(on=given["held_on"], at=given["held_at"], place=place)


def addressee(written: str) -> Addressee:
    """Read ``member:<city>`` or ``unit:<city>:<id>``; nothing else names anybody."""
    if written.startswith(UNIT):
        member, _colon, unit = written.removeprefix(UNIT).partition(":")
        return Addressee(member=member or None, unit=unit)
    return Addressee(member=written.removeprefix(MEMBER) or None)


def written_addressee(to: Addressee) -> str:
    """Write an addressee as ``addressee`` reads it."""
    if to.unit is not None:
        return f"{UNIT}{to.member or ''}:{to.unit}"
    return f"{MEMBER}{to.member or ''}"


class ChannelForm(forms.Form):
    """A new channel; a robot's secret is typed once and never shown again."""

    owner = forms.ChoiceField(label=_("Whose notices"), required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    name = _line(_("Name"), 100, help_text=_("Such as “duty room, group chat”."))
    address = _line(
        _("Where to"), 400, help_text=_("A mail address, or the robot's web address.")
    )
    secret = _line(
        _("Secret of the robot"),
        200,
        required=False,
        help_text=_("Only for services that sign with a secret of their own."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, owners: Choices, kinds: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        for name, choices in (("owner", owners), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def draft(self) -> ChannelDraft:
        """Give what was typed as a draft; only of a form that is valid."""
        given = self.cleaned_data
        to = addressee(given["owner"])
        return ChannelDraft(
            member=to.member,
            unit=to.unit,
            kind=given["kind"],
            name=given["name"],
            address=given["address"],
            secret=given["secret"],
        )


class CallForm(forms.Form):
    """A call in which somebody confirmed a notice (电话确认)."""

    spoke_to = _line(_("Who confirmed"), NAME_LONGEST)
    office = _line(_("Of which office"), NAME_LONGEST)
    at = forms.DateTimeField(
        label=_("Time of the call"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def call(self) -> Call:
        """Give what was typed; a time without a zone is that of the leagues."""
        given = self.cleaned_data
        at: datetime = given["at"]
        return Call(
            spoke_to=given["spoke_to"],
            office=given["office"],
            at=at if at.tzinfo else at.replace(tzinfo=LEAGUE_ZONE),
        )


class SigningForm(forms.Form):
    """Who signs for a notice by its link."""

    name = _line(_("Your name"), NAME_LONGEST)
    office = _line(_("Your office"), NAME_LONGEST)

    def signing(self) -> Signing:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return Signing(name=given["name"], office=given["office"])
