"""What people type about joint legislation: agenda, drafts, rounds and results."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.chassis.written_fields import WrittenField
from hansa.governance.forms.records import upload_of
from hansa.governance.forms.sessions import (
    LINE_LONGEST,
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    Names,
    cities_of,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services.laws import agenda, drafting, results, rounds, table
from hansa.governance.terms.laws import (
    FIX_NAMES,
    LETTERS_MOST,
    ArticleRef,
    LawAct,
    LawAgenda,
    LawEnd,
    LawSheet,
    WeighedRow,
)
from hansa.kernel.text import Text, text

DRAFT_ROWS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDesk:
    """What the forms of a dossier are made from.

    Attributes:
        speaks: cities of the dossier for which the reader speaks.
        studies: that may be named, by id, with what they are called.
        row: that is looked at; None on the page of the dossier, or where it is gone.
    """

    actor: Actor
    league: str
    names: Names
    bodies: Names
    sheet: LawSheet | None = None
    speaks: Sequence[str] = ()
    studies: Sequence[tuple[UUID, str]] = ()
    row: WeighedRow | None = None


class LawFields(forms.Form):
    """A rule of the joint agenda."""

    title = WrittenField(label=_("Title of the rule"), max_length=LINE_LONGEST)
    title_en = line_field(_("Title in English"))
    purpose = words_field(_("Purpose"), REASON_LONGEST, required=False)
    body = forms.ChoiceField(label=_("Body"))
    year = forms.IntegerField(
        label=_("Year of the agenda"), min_value=1, max_value=9998
    )
    lead = forms.ChoiceField(
        label=_("Lead city"),
        help_text=_("Its draft gives the order of the concordance table."),
    )
    members = forms.MultipleChoiceField(
        label=_("Cities that draft the rule"), widget=forms.CheckboxSelectMultiple
    )

    def fill(self, desk: LawDesk) -> None:
        """Fill in what may be chosen."""
        cities = cities_of(desk.names, tuple(desk.names))
        bodies = [(id_, render(name)) for id_, name in desk.bodies.items()]
        offer(self, "body", [*NOTHING, *bodies])
        offer(self, "lead", [*NOTHING, *cities])
        offer(self, "members", cities)

    def stated(self) -> LawAgenda:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return LawAgenda(
            title=given["title"],
            title_en=given["title_en"],
            purpose=given["purpose"],
            body=given["body"],
            year=given["year"],
            lead=given["lead"],
            members=tuple(given["members"]),
        )


class LawForm(LawFields):
    """A new rule."""

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fill(desk)


class LawActForm(AbstractForm):
    """What every act on a dossier carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = self.sheet.line.revision

    @property
    def sheet(self) -> LawSheet:
        """The dossier as it stands."""
        assert self.desk.sheet is not None  # Its page gives it.
        return self.desk.sheet

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, dossier and revision, as services take them."""
        return *self.about, self.cleaned_data["revision"]

    @property
    def about(self) -> tuple[Actor, str, UUID]:
        """Actor, league and dossier, for acts that concern the own city alone."""
        return self.desk.actor, self.desk.league, self.sheet.line.id

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take what stands now as seen, once it is shown beside the form."""
        self.renew("revision", str(self.sheet.line.revision))

    def renew(self, name: str, value: str) -> None:
        """Put another value in a hidden field of what was sent."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix(name)] = value
        self.data = data


class BringForm(LawActForm):
    """The own city's draft, as text or as a file."""

    former = forms.IntegerField(
        label=_("Former version"),
        min_value=0,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )
    member = forms.ChoiceField(label=_("City"))
    paper = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A document (docx) or plain text (txt)."),
    )
    words = forms.CharField(
        label=_("Or the text itself"),
        max_length=LETTERS_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": DRAFT_ROWS}),
        help_text=_(
            "Each article begins a line of its own, as “第一条” or “Article 1”."
        ),
    )

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "member", cities_of(desk.names, desk.speaks))
        self.fields["former"].initial = self._former()

    def _former(self) -> int:
        numbers = {one.member: one.number for one in self.sheet.line.drafts}
        return next((numbers.get(member, 0) for member in self.desk.speaks), 0)

    def clean(self) -> dict[str, Any]:
        """Ask for the text or the file."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not (cleaned.get("words") or cleaned.get("paper")):
            self.add_error("words", _("Attach a file, or write the text."))
        return cleaned

    def refresh(self) -> None:
        super().refresh()
        self.renew("former", str(self._former()))

    def keep(self) -> Text:
        given = self.cleaned_data
        brought = upload_of(given["paper"]) or given["words"]
        number = drafting.bring_draft(
            *self.about, given["member"], given["former"], brought
        )
        return text("The draft is kept as version {number}.", number=number)


class OpenRoundForm(LawActForm):
    """A round of consultation."""

    due_on = day_field(_("Positions are due on"))
    words = words_field(_("What is asked"), REASON_LONGEST, required=False)

    def keep(self) -> Text:
        given = self.cleaned_data
        number = rounds.open_round(*self.seen, given["due_on"], given["words"])
        return text("Round {number} is open.", number=number)


class EndRoundForm(LawActForm):
    """The end of the round."""

    def keep(self) -> Text:
        rounds.end_round(*self.seen)
        return text("The round is ended; what was said in it stands.")


class HarmoniseForm(LawActForm):
    """The declaration that nothing diverges."""

    def keep(self) -> Text:
        results.harmonise(*self.seen)
        return text("The drafts are declared harmonised.")


class ReopenForm(LawActForm):
    """Why a declaration is taken back."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        results.reopen_law(*self.seen, self.cleaned_data["reason"])
        return text("The dossier is open again.")


class CloseForm(LawActForm):
    """The day and the paper that end a dossier."""

    on = day_field(_("Closed on"))
    document = WrittenField(label=_("Number of the document"), max_length=LINE_LONGEST)

    def keep(self) -> Text:
        given = self.cleaned_data
        end = LawEnd(on=given["on"], document=given["document"])
        results.close_law(*self.seen, end)
        return text("The dossier is closed.")


class LinkForm(LawActForm):
    """A study that feeds the dossier."""

    study = forms.ChoiceField(label=_("Study"))

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        named_already = {id_ for id_, _number, _question in self.sheet.studies}
        left = [(str(i), n) for i, n in desk.studies if i not in named_already]
        offer(self, "study", left)

    def keep(self) -> Text:
        agenda.link_study(*self.about, UUID(self.cleaned_data["study"]))
        return text("The study is named in the dossier.")


class UnlinkForm(LawActForm):
    """A study that was named in error."""

    study = forms.ChoiceField(label=_("Study"))

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        named_already = [
            (str(id_), f"S-{number} {question}")
            for id_, number, question in self.sheet.studies
        ]
        offer(self, "study", named_already)

    def keep(self) -> Text:
        agenda.unlink_study(*self.about, UUID(self.cleaned_data["study"]))
        return text("The study is taken out of the dossier.")


class UndoForm(LawActForm):
    """A correction of the table that is withdrawn."""

    correction = forms.ChoiceField(label=_("Correction"))

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        labels = {
            ArticleRef(draft.member, article.key): article.label or "…"
            for draft in self.sheet.line.drafts
            for article in draft.text.articles
        }

        def called(ref: ArticleRef) -> str:
            city = render(desk.names.get(ref.member, ref.member))
            return f"{city} {labels.get(ref, render(text('text that is gone')))}"

        offer(
            self,
            "correction",
            [
                (
                    str(one.id),
                    f"{render(FIX_NAMES[one.fix.kind])}{render(text(': '))}"
                    f"{called(one.fix.left)} / {called(one.fix.right)}",
                )
                for one in self.sheet.fixes
            ],
        )

    def keep(self) -> Text:
        table.undo_fix(*self.seen, UUID(self.cleaned_data["correction"]))
        return text("The correction is withdrawn.")


class AmendLawForm(LawActForm, LawFields):
    """What the agenda is to say."""

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fill(desk)
        stood = self.sheet.line.agenda
        for name in ("title", "title_en", "purpose", "body", "year", "lead"):
            self.fields[name].initial = getattr(stood, name)
        self.fields["members"].initial = list(stood.members)

    def keep(self) -> Text:
        agenda.amend_law(*self.seen, self.stated())
        return text("The agenda is corrected.")


class GiveUpForm(LawActForm):
    """When and why a rule is not pursued together."""

    on = day_field(_("Given up on"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        given = self.cleaned_data
        agenda.give_up_law(*self.seen, given["on"], given["reason"])
        return text("The dossier is given up; its drafts stay.")


LAW_FORMS: Mapping[LawAct, type[LawActForm]] = {
    LawAct.HARMONISE: HarmoniseForm,
    LawAct.CLOSE: CloseForm,
    LawAct.BRING: BringForm,
    LawAct.OPEN_ROUND: OpenRoundForm,
    LawAct.END_ROUND: EndRoundForm,
    LawAct.UNDO: UndoForm,
    LawAct.LINK: LinkForm,
    LawAct.UNLINK: UnlinkForm,
    LawAct.REOPEN: ReopenForm,
    LawAct.AMEND: AmendLawForm,
    LawAct.GIVE_UP: GiveUpForm,
}
"""The form of each act on a dossier, in the order of its page."""

LAW_TITLES: Mapping[LawAct, tuple[Text, Text]] = {
    LawAct.HARMONISE: (
        text("Declare harmonised"),
        text("Declare the drafts harmonised"),
    ),
    LawAct.CLOSE: (text("Close the dossier"), text("Close it")),
    LawAct.BRING: (text("The own city's draft"), text("Bring the draft")),
    LawAct.OPEN_ROUND: (text("Round of consultation"), text("Open the round")),
    LawAct.END_ROUND: (text("End of the round"), text("End the round")),
    LawAct.UNDO: (text("Corrections by hand"), text("Withdraw the correction")),
    LawAct.LINK: (text("A study that feeds it"), text("Name the study")),
    LawAct.UNLINK: (text("Take a study out"), text("Take it out")),
    LawAct.REOPEN: (text("Reopen the dossier"), text("Reopen it")),
    LawAct.AMEND: (text("Correct the agenda"), text("Keep the changes")),
    LawAct.GIVE_UP: (text("Give the dossier up"), text("Give it up")),
}
"""What a form is called, and the word on its button."""
