"""Forms of the directory: units, people, postings, named systems and the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.language import render
from hansa.directory.terms.offices import OFFICE_NAMES, Office
from hansa.directory.terms.people import (
    SYSTEM_STATUS_NAMES,
    UNIT_KIND_NAMES,
    Closing,
    Contact,
    PersonDetails,
    PersonDraft,
    PersonLine,
    PostingDraft,
    PostingKind,
    PostingLine,
    SystemDraft,
    SystemLine,
    SystemStatus,
    UnitDetails,
    UnitDraft,
    UnitKind,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.text import Bilingual

DAY = timedelta(days=1)
OWN = "-"
"""What stands for the league itself where a city is chosen; an empty choice is none."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen from, each with its label in the reader's language.

    Attributes:
        members: cities that the reader keeps; ``OWN`` is the league itself.
        units, people: those that an entry of those cities may point to.
    """

    members: Pairs
    units: Pairs
    people: Pairs
    bodies: Pairs
    domains: Pairs


def _words(label: Any, longest: int, *, needed: bool = False, note: Any = "") -> Any:
    return forms.CharField(
        label=label, max_length=longest, required=needed, help_text=note
    )


def _day(label: Any, *, needed: bool = False, note: Any = "") -> Any:
    return forms.DateField(
        label=label,
        required=needed,
        help_text=note,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _select(label: Any, *, needed: bool = False, note: Any = "") -> Any:
    return forms.ChoiceField(label=label, required=needed, help_text=note)


def _revision(*, least: int = 1) -> Any:
    return forms.IntegerField(
        label=_("Revision"),
        widget=forms.HiddenInput,
        min_value=least,
        max_value=2**31 - 1,
    )


def day_after(last: date) -> date:
    """Give the first day after a last one; the end of the calendar is a slip, and stays."""
    return last if last == date.max else last + DAY


class DirectoryForm(forms.Form):
    """A form whose selects are filled with what its reader may choose."""

    def offer(self, name: str, pairs: Pairs) -> None:
        """Fill a select; one that may stay empty begins with nothing.

        A city that nobody could choose otherwise is chosen.
        """
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # Only selects are offered to.
        if name == "member" and field.required and len(pairs) == 1:
            field.choices = pairs
            return
        # A required one begins with no answer, so that none is given by mistake.
        empty = (("", _("please choose") if field.required else "–"),)
        field.choices = [*empty, *pairs]

    def words(self, name: str) -> str:
        """Give what was typed or chosen in a field; empty for nothing."""
        written: str = self.cleaned_data[name]
        return written

    def word(self, name: str) -> str | None:
        """Give what was chosen in a field; None for nothing."""
        return self.words(name) or None

    def city(self) -> str | None:
        """Give the city that was chosen; None for the league itself."""
        chosen = self.words("member")
        return None if chosen == OWN else chosen

    def contact(self) -> Contact:
        """Give telephone and mail address."""
        return Contact(phone=self.words("phone"), mail=self.words("mail"))


def _named(names: Mapping[Any, Any]) -> Pairs:
    return [(word.value, render(name)) for word, name in names.items()]


class UnitForm(DirectoryForm):
    """What is recorded of a unit beside its names and its end."""

    kind = _select(_("Kind"), needed=True)
    parent = _select(_("Unit above it"))
    body = _select(_("Body that it stands for"))
    domain = _select(_("Field that it answers for"))
    phone = _words(_("Telephone"), 60)
    mail = forms.EmailField(label=_("Mail address"), max_length=200, required=False)
    opened_on = _day(_("First day"), needed=True)
    revision = _revision()

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer("kind", _named(UNIT_KIND_NAMES))
        self.offer("parent", choices.units)
        self.offer("body", choices.bodies)
        self.offer("domain", choices.domains)

    def details(self) -> UnitDetails:
        """Give what was typed."""
        return UnitDetails(
            kind=UnitKind(self.words("kind")),
            parent=self.word("parent"),
            body=self.word("body"),
            domain=self.word("domain"),
            contact=self.contact(),
            opened_on=self.cleaned_data["opened_on"],
        )

    @staticmethod
    def standing(unit: UnitLine) -> dict[str, Any]:
        """Give what stands there now, field by field."""
        return {
            "kind": unit.kind.value,
            "parent": unit.parent or "",
            "body": unit.body or "",
            "domain": unit.domain or "",
            "phone": unit.contact.phone if unit.contact else "",
            "mail": unit.contact.mail if unit.contact else "",
            "opened_on": unit.opened_on,
            "revision": unit.revision,
        }


class NewUnitForm(UnitForm):
    """A unit to be opened."""

    member = _select(_("City"), needed=True)
    name_zh = _words(_("Name in Chinese"), 120, needed=True)
    name_en = _words(_("Name in English"), 200)
    field_order = ("member", "name_zh", "name_en")

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(choices, *args, **named)
        self.offer("member", choices.members)
        del self.fields["revision"]

    def draft(self) -> UnitDraft:
        """Give what was typed."""
        return UnitDraft(
            member=self.city(),
            name=Bilingual(zh=self.words("name_zh"), en=self.words("name_en")),
            details=self.details(),
        )


class RenameForm(DirectoryForm):
    """A name that a unit bears from a day on."""

    name_zh = _words(_("Name in Chinese"), 120, needed=True)
    name_en = _words(_("Name in English"), 200)
    from_on = _day(
        _("First day of the name"), needed=True, note=_("It may be past or to come.")
    )
    revision = _revision()

    def naming(self) -> UnitNameLine:
        """Give what was typed."""
        return UnitNameLine(
            name=Bilingual(zh=self.words("name_zh"), en=self.words("name_en")),
            from_on=self.cleaned_data["from_on"],
        )


class ClosingForm(DirectoryForm):
    """The end of a unit."""

    on = _day(_("First day without the unit"), needed=True)
    successor = _select(
        _("Unit that takes over"), note=_("It then owes what this one owed.")
    )
    revision = _revision()

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer("successor", choices.units)

    def closing(self) -> Closing:
        """Give what was typed."""
        return Closing(on=self.cleaned_data["on"], successor=self.word("successor"))


class PersonForm(DirectoryForm):
    """Title, unit and contact of a person."""

    title_zh = _words(
        _("Known as, in Chinese"),
        120,
        needed=True,
        note=_("The post and a number, such as 徐州市联络员一."),
    )
    title_en = _words(_("Known as, in English"), 200)
    unit = _select(_("Unit"))
    phone = _words(_("Telephone"), 60)
    mail = forms.EmailField(label=_("Mail address"), max_length=200, required=False)
    namesake = forms.BooleanField(
        label=_("Another person of this name"),
        required=False,
        help_text=_("Tick it only where somebody else of the city is called the same."),
    )
    revision = _revision()

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer("unit", choices.units)

    def details(self) -> PersonDetails:
        """Give what was typed."""
        return PersonDetails(
            title=Bilingual(zh=self.words("title_zh"), en=self.words("title_en")),
            unit=self.word("unit"),
            contact=self.contact(),
            namesake=self.cleaned_data["namesake"],
        )

    @staticmethod
    def standing(person: PersonLine) -> dict[str, Any]:
        """Give what stands there now, field by field."""
        en = person.title.en
        return {
            "title_zh": person.title.zh,
            "title_en": "" if en == person.title.zh else en,
            "unit": person.unit or "",
            "phone": person.contact.phone if person.contact else "",
            "mail": person.contact.mail if person.contact else "",
            "revision": person.revision,
        }


class NewPersonForm(PersonForm):
    """A person to be added."""

    member = _select(_("City"), needed=True)
    field_order = ("member",)

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(choices, *args, **named)
        self.offer("member", choices.members)
        del self.fields["revision"]

    def draft(self) -> PersonDraft:
        """Give what was typed."""
        return PersonDraft(member=self.city(), details=self.details())


class LeavingForm(DirectoryForm):
    """The first day without a person."""

    on = _day(
        _("First day without that person"),
        note=_("What that person held ends on that day. Empty takes a leaving back."),
    )
    revision = _revision()


POSTING_FIELDS: Mapping[PostingKind, tuple[str, ...]] = {
    PostingKind.OFFICE: ("member", "office", "person", "unit", "body"),
    PostingKind.SECONDMENT: ("member", "person", "body", "full_time"),
    PostingKind.FOCAL_POINT: ("member", "person", "unit", "domain"),
    PostingKind.LEAD: ("member", "body", "unit", "person"),
    PostingKind.DELEGATION: ("member", "person", "delegated_by", "body"),
}
"""What each kind of posting asks for, beside its days and its paper."""

_ALWAYS = ("from_on", "to_on", "document", "paper", "office_name", "evidence")
_NEEDED: Mapping[PostingKind, frozenset[str]] = {
    PostingKind.OFFICE: frozenset({"office", "person"}),
    PostingKind.SECONDMENT: frozenset({"person", "body"}),
    PostingKind.FOCAL_POINT: frozenset({"person"}),
    PostingKind.LEAD: frozenset({"body"}),
    PostingKind.DELEGATION: frozenset({"person", "delegated_by"}),
}


class PostingForm(DirectoryForm):
    """Who stands where from when to when, for one kind of posting."""

    member = _select(_("City"), needed=True)
    office = _select(_("Office"))
    person = _select(_("Person"))
    delegated_by = _select(_("In place of"))
    unit = _select(_("Unit"))
    body = _select(_("Body"))
    domain = _select(_("Field"), note=_("Empty: all fields."))
    full_time = forms.BooleanField(
        label=_("Full-time, and nothing else beside it"), required=False, initial=True
    )
    from_on = _day(_("First day"), needed=True)
    to_on = _day(_("Last day"), note=_("Empty while it lasts."))
    document = _words(_("Number of the paper"), 200)
    paper = forms.FileField(
        label=_("Scan of the paper"), required=False, help_text=_("PDF or picture.")
    )
    office_name = _words(
        _("Entered on behalf of"),
        200,
        note=_("The office whose act this is, such as Shangqiu executive vice-mayor."),
    )
    evidence = _words(
        _("Paper that shows it"),
        200,
        note=_("Number of the signed paper; empty where its scan is brought above."),
    )

    def __init__(
        self, kind: PostingKind, choices: Choices, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.kind = kind
        for name in {*self.fields} - {*POSTING_FIELDS[kind], *_ALWAYS}:
            del self.fields[name]
        self.order_fields([*POSTING_FIELDS[kind], *_ALWAYS])
        for name in _NEEDED[kind] & set(self.fields):
            self.fields[name].required = True
        if kind is PostingKind.DELEGATION:
            self.fields["person"].label = _("Who acts")
        offered: Mapping[str, Pairs] = {
            "member": choices.members,
            "office": _named(OFFICE_NAMES),
            "person": choices.people,
            "delegated_by": choices.people,
            "unit": choices.units,
            "body": choices.bodies,
            "domain": choices.domains,
        }
        for name in offered.keys() & set(self.fields):
            self.offer(name, offered[name])

    def draft(self) -> PostingDraft:
        """Give what was typed; the last day becomes the first day after."""
        given = self.cleaned_data
        office, last = given.get("office"), given["to_on"]
        return PostingDraft(
            kind=self.kind,
            member=self.city(),
            person=given.get("person") or None,
            unit=given.get("unit") or None,
            office=Office(office) if office else None,
            body=given.get("body") or None,
            domain=given.get("domain") or None,
            full_time=given.get("full_time", True),
            delegated_by=given.get("delegated_by") or None,
            from_on=given["from_on"],
            to_on=day_after(last) if last else None,
            document=given["document"],
        )


class EndForm(DirectoryForm):
    """The last day of a posting."""

    on = _day(_("Last day"), note=_("Empty: it lasts after all."))

    @staticmethod
    def standing(posting: PostingLine) -> dict[str, Any]:
        """Give what stands there now."""
        return {"on": posting.to_on - DAY if posting.to_on else None}


class SystemForm(DirectoryForm):
    """What is known of a named system."""

    owner = _select(_("Unit that answers for it"))
    service_level = _words(_("Service level"), 200)
    status = _select(_("Status"))
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        help_text=_("It begins with https:// or http://."),
    )
    revision = _revision(least=0)

    def __init__(self, choices: Choices, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.offer("owner", choices.units)
        self.offer("status", _named(SYSTEM_STATUS_NAMES))

    def draft(self, system: str) -> SystemDraft:
        """Give what was typed."""
        status = self.word("status")
        return SystemDraft(
            system=system,
            owner=self.word("owner"),
            service_level=self.words("service_level"),
            status=SystemStatus(status) if status else None,
            address=self.words("address"),
        )

    @staticmethod
    def standing(line: SystemLine) -> dict[str, Any]:
        """Give what is known now, field by field."""
        record = line.record
        if record is None:
            return {"revision": line.revision}
        return {
            "owner": record.owner or "",
            "service_level": record.service_level,
            "status": record.status.value if record.status else "",
            "address": record.address,
            "revision": line.revision,
        }


class RegisterForm(forms.Form):
    """A workbook that is brought."""

    file = forms.FileField(
        label=_("Workbook with units, people and postings"),
        help_text=_(
            "Drop it here or choose it; nothing is taken before you have seen it."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class SealForm(forms.Form):
    """The preview that was seen."""

    seal = forms.CharField(label=_("Seal"), max_length=200, widget=forms.HiddenInput)
