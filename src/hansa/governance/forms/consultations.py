"""What people type about a public consultation: comments, and the acts of its keeper."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.governance.forms.sessions import (
    LINE_LONGEST,
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
from hansa.governance.services.consultations import drafting, results, weighing
from hansa.governance.services.consultations.commenting import new_receipt
from hansa.governance.services.consultations.drafting import DRAFT_LONGEST
from hansa.governance.terms.consultations import (
    MATTER_KIND_NAMES,
    CommentDraft,
    ConsultationAct,
    ConsultationDraft,
    ConsultationLine,
    ConsultationSheet,
    MatterKind,
)
from hansa.governance.terms.experts import TREATMENT_NAMES, Note, Treatment
from hansa.kernel.text import Text, text

NUMBERS = re.compile(r"[0-9]{1,6}(?:\s*[-–—]\s*[0-9]{1,6})?")
NUMBERS_MOST = 5000
RECEIPT_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationDesk:
    """What the forms of a consultation are made from.

    Attributes:
        linkable: items of dockets that may rest on it, by id.
        sheet: None for a new one.
    """

    actor: Actor
    league: str
    names: Names
    linkable: Sequence[tuple[UUID, str]] = ()
    sheet: ConsultationSheet | None = None


class CommentForm(forms.Form):
    """A comment of the public; works without scripts and asks for no name."""

    words = words_field(_("Your comment"), WORDS_LONGEST)
    member = forms.ChoiceField(label=_("City that you live in"), required=False)
    name = line_field(_("Name of whoever writes"))
    contact = line_field(
        _("How to reach you"),
        help_text=_(
            "Seen by the office alone, never public, and erased with the results."
        ),
    )
    # People do not see it; programs that fill in everything fill it in.
    website = forms.CharField(label=_("Leave this empty"), required=False)
    ticket = forms.CharField(
        label=_("Receipt number"),
        required=False,
        max_length=RECEIPT_LONGEST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, names: Names, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        offer(self, "member", [*NOTHING, *cities_of(names, tuple(names))])
        self.fields["ticket"].initial = new_receipt()
        hidden = {"tabindex": "-1", "autocomplete": "off"}
        self.fields["website"].widget.attrs.update(hidden)

    def clean_website(self) -> str:
        """Refuse what a person cannot have filled in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty; it is no part of it."))
        return ""

    @property
    def asked(self) -> list[Any]:
        """The fields that people see."""
        return [one for one in self.visible_fields() if one.name != "website"]

    def draft(self) -> CommentDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return CommentDraft(
            words=given["words"],
            name=given["name"],
            contact=given["contact"],
            member=given["member"] or None,
        )


class ConsultationFields(forms.Form):
    """A draft, and the days in which the public is heard on it."""

    title = line_field(_("Title of the consultation"))
    title_en = line_field(_("Title in English"))
    kind = forms.ChoiceField(label=_("Kind of matter"))
    summary = words_field(_("In one sentence"), REASON_LONGEST, required=False)
    words = words_field(_("Text of the draft"), DRAFT_LONGEST)
    opens_on = day_field(_("Opens on"))
    closes_on = day_field(_("Last day for comments"))
    short_reason = words_field(
        _("Reason, where there are fewer days than asked for"),
        REASON_LONGEST,
        required=False,
    )
    document = line_field(
        _("Number of the document"),
        help_text=_("Needed where the draft was published before it stands here."),
    )

    def fill(self) -> None:
        """Fill in what may be chosen."""
        self.fields["title"].required = True
        kinds = [(one.value, render(name)) for one, name in MATTER_KIND_NAMES.items()]
        offer(self, "kind", kinds)
        self.fields["words"].widget.attrs["rows"] = 12

    def draft(self) -> ConsultationDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return ConsultationDraft(
            title=given["title"],
            words=given["words"],
            kind=MatterKind(given["kind"]),
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            summary=given["summary"],
            title_en=given["title_en"],
            document=given["document"],
            short_reason=given["short_reason"],
        )


class ConsultationForm(ConsultationFields):
    """A new consultation."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fill()


class ConsultationActForm(AbstractForm):
    """What every act on a consultation carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.line.revision

    @property
    def sheet(self) -> ConsultationSheet:
        """The consultation as it stands."""
        assert self.desk.sheet is not None  # Its page gives it.
        return self.desk.sheet

    @property
    def line(self) -> ConsultationLine:
        """The same without groups and log."""
        return self.sheet.line

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, consultation and revision, as services take them."""
        return (*self.it, self.cleaned_data["revision"])

    @property
    def it(self) -> tuple[Actor, str, UUID]:
        """Actor, league and consultation, for acts that rest on nothing that was seen."""
        return self.desk.actor, self.desk.league, self.line.id

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""


class PublishForm(ConsultationActForm):
    """The draft is made public."""

    def keep(self) -> Text:
        drafting.publish_consultation(*self.seen)
        return text("The draft is public.")


class AnswerForm(ConsultationActForm):
    """The reply to a group: adopted or not, and why."""

    group = forms.ChoiceField(label=_("Group of comments"))
    treatment = forms.ChoiceField(label=_("What becomes of it"))
    reason = words_field(_("Reason, which everybody reads"), WORDS_LONGEST)

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        silent_first = sorted(self.sheet.groups, key=lambda one: one.note is not None)
        groups = [
            (str(one.number), f"{one.number} {one.title} ({one.count})")
            for one in silent_first
        ]
        offer(self, "group", groups)
        names = [(one.value, render(name)) for one, name in TREATMENT_NAMES.items()]
        offer(self, "treatment", names)

    def keep(self) -> Text:
        given = self.cleaned_data
        note = Note(treatment=Treatment(given["treatment"]), reason=given["reason"])
        weighing.answer_group(*self.it, int(given["group"]), note)
        return text("The group has its reply.")


class ResultsForm(ConsultationActForm):
    """Every group is published with its reply."""

    def keep(self) -> Text:
        results.publish_results(*self.seen)
        return text("The results are published; names and contacts are erased.")


class LinkItemForm(ConsultationActForm):
    """An item of a docket that rests on it."""

    item = forms.ChoiceField(label=_("Item of a docket"))

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        linked = {one.item for one in self.sheet.items}
        left = [(str(id_), name) for id_, name in desk.linkable if id_ not in linked]
        offer(self, "item", left)

    def keep(self) -> Text:
        results.link_item(*self.it, UUID(self.cleaned_data["item"]))
        return text("The item rests on this consultation.")


class UnlinkItemForm(ConsultationActForm):
    """A link that was made in error."""

    item = forms.ChoiceField(label=_("Item of a docket"))

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        open_ = [one for one in self.sheet.items if one.number is None]
        offer(self, "item", [(str(one.item), render(one.title)) for one in open_])

    def keep(self) -> Text:
        results.unlink_item(*self.it, UUID(self.cleaned_data["item"]))
        return text("The link is withdrawn.")


class ExtendForm(ConsultationActForm):
    """More time for comments."""

    until = day_field(_("Last day for comments"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        given = self.cleaned_data
        drafting.extend_consultation(*self.seen, given["until"], given["reason"])
        return text("The public has more time.")


class AmendConsultationForm(ConsultationActForm, ConsultationFields):
    """A draft as it is to stand."""

    def __init__(self, desk: ConsultationDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill()
        line = self.line
        english = line.title.en if line.title.en != line.title.zh else ""
        stood: dict[str, Any] = {
            "title": line.title.zh,
            "title_en": english,
            "kind": line.kind.value,
            "summary": line.summary,
            "words": line.words,
            "opens_on": line.opens_on,
            "closes_on": line.closes_on,
            "short_reason": line.short_reason,
            "document": line.document,
        }
        for name, value in stood.items():
            self.fields[name].initial = value

    def keep(self) -> Text:
        drafting.amend_consultation(*self.seen, self.draft())
        return text("The draft is corrected.")


class CallOffForm(ConsultationActForm):
    """Why it is called off."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        drafting.withdraw_consultation(*self.seen, self.cleaned_data["reason"])
        return text("The consultation is called off, and stays in the list.")


class GroupForm(forms.Form):
    """Comments that say the same, and the group that they go into."""

    numbers = forms.CharField(
        label=_("Numbers of the comments"),
        max_length=WORDS_LONGEST,
        help_text=_("Such as 1, 4, 7-12."),
    )
    group = forms.ChoiceField(label=_("Group of comments"), required=False)
    title = forms.CharField(
        label=_("What a new group says"), max_length=LINE_LONGEST, required=False
    )

    def __init__(self, sheet: ConsultationSheet, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        new = [("", _("a new group"))]
        known = [(str(g.number), f"{g.number} {g.title}") for g in sheet.groups]
        offer(self, "group", [*new, *known])

    def clean_numbers(self) -> list[int]:
        """Read the numbers, single or as ranges."""
        written = self.cleaned_data["numbers"]
        found: set[int] = set()
        for part in re.split(r"[,，、;；\s]+(?![-–—])", written.strip()):
            if not NUMBERS.fullmatch(part):
                raise ValidationError(_("Write numbers such as 1, 4, 7-12."))
            first, *last = (int(one) for one in re.findall("[0-9]+", part))
            found.update(range(first, (last[0] if last else first) + 1))
            if len(found) > NUMBERS_MOST:
                raise ValidationError(_("Write numbers such as 1, 4, 7-12."))
        return sorted(found)

    @property
    def into(self) -> int | str:
        """The group that was chosen, or what a new one says."""
        given = self.cleaned_data
        return int(given["group"]) if given["group"] else given["title"]


CONSULTATION_TITLES: Mapping[ConsultationAct, tuple[Text, Text]] = {
    ConsultationAct.PUBLISH: (text("Make it public"), text("Make the draft public")),
    ConsultationAct.ANSWER: (text("Answer a group"), text("Keep the reply")),
    ConsultationAct.RESULTS: (text("Publish the results"), text("Publish them")),
    ConsultationAct.RECORD: (text("Enter a comment"), text("Enter the comment")),
    ConsultationAct.IMPORT: (text("Enter comments of a file"), text("Take it in")),
    ConsultationAct.WITHHOLD: (text("Withhold a comment"), text("Withhold it")),
    ConsultationAct.RELEASE: (text("Release a comment"), text("Release it")),
    ConsultationAct.LINK: (text("Item that rests on it"), text("Link the item")),
    ConsultationAct.UNLINK: (text("Withdraw a link"), text("Withdraw the link")),
    ConsultationAct.EXTEND: (text("Give more time"), text("Extend the time")),
    ConsultationAct.AMEND: (text("Correct the draft"), text("Keep the changes")),
    ConsultationAct.WITHDRAW: (text("Call it off"), text("Call the consultation off")),
}
"""What a form is called, and the word on its button."""
