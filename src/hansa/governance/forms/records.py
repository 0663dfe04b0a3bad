"""What people type about a meeting that was held, and the workbook of past ones."""

import base64
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.governance.terms import (
    KIND_NAMES,
    LEVEL_NAMES,
    Entry,
    EntryKind,
    Holder,
    Level,
)
from hansa.governance.terms.records import MeetingFacts, days_through
from hansa.kernel.text import Bilingual

Names = Mapping[str, Bilingual]
Choices = Sequence[tuple[str, Any]]
DAY = timedelta(days=1)
KEPT_MOST = 48_000  # A page stays below its budget; a larger file is chosen again.
NOTHING: Choices = (("", "—"),)


def _day(label: Any, **named: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **named,
    )


def _line(label: Any, longest: int, **named: Any) -> forms.CharField:
    return WrittenField(label=label, max_length=longest, required=False, **named)


class RecordForm(forms.Form):
    """A meeting or circular as it happened."""

    body = forms.ChoiceField(label=_("Body"))
    kind = forms.ChoiceField(label=_("Kind"))
    level = forms.ChoiceField(label=_("Level"), required=False)
    first = _day(_("First day of the meeting"))
    last = _day(
        _("Last day of the meeting"),
        required=False,
        help_text=_("Empty for one day only."),
    )
    year = forms.IntegerField(
        label=_("Year it counts for"),
        required=False,
        min_value=1,
        max_value=9998,
        help_text=_("Empty for the year of the first day."),
    )
    host = forms.ChoiceField(label=_("Host"), required=False)
    chair_member = forms.ChoiceField(label=_("City of the chair"), required=False)
    chair_office = forms.ChoiceField(label=_("Office of the chair"), required=False)
    delegated = forms.BooleanField(label=_("Chaired by delegation"), required=False)
    ad_hoc = forms.BooleanField(
        label=_("Ad hoc: called for its own sake, beside the calendar"), required=False
    )
    place = _line(_("Place of the meeting"), 200)
    place_en = _line(_("Place in English"), 200)
    document = _line(_("Paper that shows or decided it"), 200)
    reason = _line(
        _("Reason, where it departs from the agreement"),
        400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paper = forms.FileField(label=_("File to keep with it"), required=False)
    office = _line(
        _("Entered for the office"), 200, help_text=_("Empty if you act for yourself.")
    )
    evidence = _line(
        _("Paper of that office"),
        200,
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )

    def __init__(
        self,
        *given: Any,
        bodies: Names,
        members: Names,
        clerk: bool,
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        cities = (*NOTHING, *((id_, render(name)) for id_, name in members.items()))
        offices = ((office.value, render(OFFICE_NAMES[office])) for office in Office)
        levels = ((level.value, render(LEVEL_NAMES[level])) for level in Level)
        asked = [(id_, render(name)) for id_, name in bodies.items()]
        self._offer("body", [("", _("please choose")), *asked])
        self._offer("kind", [(k.value, render(KIND_NAMES[k])) for k in EntryKind])
        self._offer("level", [*NOTHING, *levels])
        self._offer("host", cities)
        self._offer("chair_member", cities)
        self._offer("chair_office", [*NOTHING, *offices])
        if not clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"]

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Judge what takes two fields to be wrong."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("It ends before it starts."))
        if bool(cleaned.get("chair_member")) != bool(cleaned.get("chair_office")):
            self.add_error("chair_office", _("Give city and office, or neither."))
        return cleaned

    def facts(self) -> MeetingFacts:
        """Give what was typed, once it is sound."""
        typed = self.cleaned_data
        place = typed["place"]
        return MeetingFacts(
            body=typed["body"],
            kind=EntryKind(typed["kind"]),
            level=Level(typed["level"]) if typed["level"] else None,
            year=typed["year"] or typed["first"].year,
            days=days_through(typed["first"], typed["last"] or typed["first"]),
            host=typed["host"] or None,
            chair=self._chair(),
            delegated=typed["delegated"],
            ad_hoc=typed["ad_hoc"],
            place=Bilingual(place, typed["place_en"] or place) if place else None,
            document=typed["document"],
            reason=typed["reason"],
        )

    def _chair(self) -> Holder | None:
        member = self.cleaned_data["chair_member"]
        office = self.cleaned_data["chair_office"]
        return Holder(member=member, office=Office(office)) if member else None

    def upload(self) -> Upload | None:
        """Give the file that came with it, if any."""
        return upload_of(self.cleaned_data["paper"])


def upload_of(posted: Any) -> Upload | None:
    """Give a posted file as the chassis takes it."""
    if not posted:
        return None
    return Upload(name=posted.name, content=posted.read())


def proposed(entry: Entry, names: Names) -> dict[str, Any]:
    """Give what the agreement proposes for an entry, to be changed as it happened."""
    chair = entry.chair
    host = names.get(entry.host) if entry.host else None
    return {
        "body": entry.body,
        "kind": entry.kind.value,
        "level": entry.level.value if entry.level else "",
        "year": entry.year,
        "host": entry.host or "",
        "chair_member": chair.member if chair else "",
        "chair_office": chair.office.value if chair else "",
        "place": host.zh if host else "",
        "place_en": host.en if host else "",
    }


def written(facts: MeetingFacts) -> dict[str, Any]:
    """Give what is recorded as a form shows it."""
    chair, place = facts.chair, facts.place
    return {
        "body": facts.body,
        "kind": facts.kind.value,
        "level": facts.level.value if facts.level else "",
        "year": facts.year,
        "first": facts.days.start,
        "last": facts.days.end - DAY,
        "host": facts.host or "",
        "chair_member": chair.member if chair else "",
        "chair_office": chair.office.value if chair else "",
        "delegated": facts.delegated,
        "ad_hoc": facts.ad_hoc,
        "place": place.zh if place else "",
        "place_en": place.en if place else "",
        "document": facts.document,
        "reason": facts.reason,
    }


class HistoryForm(forms.Form):
    """A workbook of past meetings and stages; a preview keeps a small one on the page."""

    workbook = forms.FileField(
        label=_("Workbook"),
        required=False,
        help_text=_("An xlsx file made from the template."),
    )
    kept = forms.CharField(
        label=_("File kept"), required=False, widget=forms.HiddenInput()
    )
    kept_name = forms.CharField(
        label=_("Name of the file kept"),
        required=False,
        max_length=200,
        widget=forms.HiddenInput(),
    )

    def clean(self) -> dict[str, Any]:
        """Demand a file, dropped now or kept by the preview."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        brought = cleaned.get("workbook") or _decoded(cleaned.get("kept", ""))
        # A file that is refused was chosen, and is told so already.
        if not brought and "workbook" not in self.errors:
            self.add_error("workbook", _("Choose the workbook."))
        return cleaned

    def upload(self) -> Upload:
        """Give the file that was dropped, else the one that the page kept."""
        dropped = upload_of(self.cleaned_data["workbook"])
        if dropped is not None:
            return dropped
        content = _decoded(self.cleaned_data["kept"])
        return Upload(name=self.cleaned_data["kept_name"], content=content)


def _decoded(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except ValueError:
        return b""


def kept_from(upload: Upload) -> dict[str, str]:
    """Give what a page keeps of a small file, so that it need not be chosen twice."""
    if len(upload.content) > KEPT_MOST:
        return {}
    content = base64.b64encode(upload.content).decode()
    return {"kept": content, "kept_name": upload.name}
