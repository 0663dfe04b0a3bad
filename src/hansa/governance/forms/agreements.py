"""What people type about agreements: their words, signatures, and why one is withdrawn."""

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
from hansa.directory.services.behalf import act_for
from hansa.governance.forms.records import upload_of
from hansa.governance.forms.sessions import (
    LINE_LONGEST,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    Names,
    cities_of,
    line_field,
    offer,
    words_field,
)
from hansa.governance.reads import agreement_desks as desks
from hansa.governance.services.agreements import drafting, publishing, rounds, signing
from hansa.governance.terms.agreements import (
    AgreementAct,
    AgreementSheet,
    Rewording,
)
from hansa.governance.terms.sessions import SessionLine
from hansa.kernel.text import Text, text

DIGEST_LONGEST = 80
ROWS = 4
PAPER = "zh-Hans"
"""The language in which an agreement is signed, whatever that of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDesk:
    """What the forms of an agreement are made from.

    Attributes:
        signs: cities for which the reader may sign, or enter a signature.
        clerk: whether the reader enters what other offices did.
    """

    actor: Actor
    sheet: AgreementSheet
    names: Names
    signs: Sequence[str] = ()
    clerk: bool = False

    @property
    def revision(self) -> int:
        """The revision that an act refers to."""
        return self.sheet.line.revision


class AgreementForm(AbstractForm):
    """What every act on an agreement carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: AgreementDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["revision"].initial = desk.revision

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, agreement and revision, as services take them."""
        line = self.desk.sheet.line
        return self.desk.actor, line.league, line.id, self.cleaned_data["revision"]

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def refresh(self) -> None:
        """Take the revision of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("revision")] = str(self.desk.revision)
        self.data = data


class WordForm(AgreementForm):
    """The words of the whole text."""

    title = WrittenField(label=_("Title"), max_length=LINE_LONGEST)
    title_en = line_field(_("Title in English"))
    preamble = words_field(_("Preamble"), WORDS_LONGEST, required=False)
    closing = words_field(_("Closing"), WORDS_LONGEST, required=False)

    def __init__(self, desk: AgreementDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        wording = desk.sheet.standing.wording
        closing = self.fields.pop("closing")
        self.fields["title"].initial = wording.title
        self.fields["title_en"].initial = wording.title_en
        self.fields["preamble"].initial = wording.preamble
        for one in wording.articles:
            label = render(
                text(
                    "Article {number}: “{title}”", number=one.number, title=one.heading
                )
            )
            field = words_field(label, WORDS_LONGEST, initial=one.words)
            field.widget.attrs |= {"rows": ROWS, "lang": PAPER}
            self.fields[f"article{one.number}"] = field
        closing.initial = wording.closing
        for written in (closing, self.fields["title"], self.fields["preamble"]):
            written.widget.attrs["lang"] = PAPER
        self.fields["closing"] = closing

    def keep(self) -> Text:
        given = self.cleaned_data
        numbers = [one.number for one in self.desk.sheet.standing.wording.articles]
        rewording = Rewording(
            title=given["title"],
            title_en=given["title_en"],
            preamble=given["preamble"],
            closing=given["closing"],
            articles={number: given[f"article{number}"] for number in numbers},
        )
        drafting.reword(*self.seen, rewording)
        return text("The words are kept.")


class AssembleForm(AgreementForm):
    """Taking the articles anew."""

    def keep(self) -> Text:
        drafting.assemble(*self.seen)
        return text("The articles are those decisions that stand.")


class CirculateForm(AgreementForm):
    """Sending the text to every party."""

    def keep(self) -> Text:
        rounds.circulate(*self.seen)
        return text("The agreement is out for signature.")


class WithdrawForm(AgreementForm):
    """Ending a round, with the reason."""

    reason = words_field(
        _("Why it is withdrawn"),
        REASON_LONGEST,
        help_text=_("Signatures are kept with the text that was signed."),
    )

    def keep(self) -> Text:
        rounds.withdraw(*self.seen, self.cleaned_data["reason"])
        return text("The text is withdrawn; a new draft has begun.")


class PublishForm(AgreementForm):
    """The publication."""

    def keep(self) -> Text:
        reference = publishing.publish(*self.seen)
        return text("The agreement is published: {reference}.", reference=reference)


class SignForm(AgreementForm):
    """A signature: one's own, or that of an office with the signed paper (代录)."""

    digest = forms.CharField(
        label=_("Fingerprint of the text"),
        max_length=DIGEST_LONGEST,
        widget=forms.HiddenInput(),
    )
    member = forms.ChoiceField(label=_("City"))
    office = line_field(
        _("Entered for the office"),
        help_text=_("The office that signed on paper; empty if you sign yourself."),
    )
    evidence = line_field(
        _("Number of the signed paper"),
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )
    file = forms.FileField(label=_("Scan of the signed paper"), required=False)

    def __init__(self, desk: AgreementDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fields["digest"].initial = desk.sheet.line.digest
        offer(self, "member", cities_of(desk.names, desk.signs))
        if not desk.clerk:
            # Only who may act on behalf of others is asked for whom.
            for name in ("office", "evidence", "file"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Demand office and paper together."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        shown = given.get("evidence") or given.get("file")
        if given.get("office") and not shown:
            self.add_error(
                "evidence", _("Name the paper that shows it, or attach its scan.")
            )
        if shown and not given.get("office"):
            self.add_error("office", _("Say which office the paper is of."))
        return given

    def keep(self) -> Text:
        given = self.cleaned_data
        actor, league, agreement, _revision = self.seen
        member, paper = given["member"], upload_of(given.get("file"))
        if given.get("office"):
            actor = act_for(
                actor, league, member, given["office"], given["evidence"], paper
            )
        signing.sign(actor, league, agreement, given["digest"], member, paper)
        return text(
            "The signature of {city} is recorded.", city=self.desk.names[member]
        )

    def refresh(self) -> None:
        """Take revision and fingerprint of now, once that text is shown beside it."""
        super().refresh()
        data: Any = self.data
        data[self.add_prefix("digest")] = self.desk.sheet.line.digest


class DraftForm(forms.Form):
    """The session whose decisions become an agreement."""

    session = forms.ChoiceField(label=_("Session"))

    def __init__(
        self, lines: Sequence[SessionLine], bodies: Names, *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        choices = [
            (str(one.id), f"{render(bodies[one.body])} {one.days.start.isoformat()}")
            for one in lines
        ]
        offer(self, "session", choices)

    def keep(self, actor: Actor, league: str) -> UUID:
        """Draft the agreement; only of a form that is valid."""
        session = UUID(self.cleaned_data["session"])
        return drafting.draft_agreement(actor, league, session)


class VerifyForm(forms.Form):
    """A file that is to be compared with the record."""

    document = forms.FileField(label=_("File of the agreement (docx or JSON)"))

    def content(self) -> bytes:
        """Give the bytes of the file; only of a form that is valid."""
        return bytes(self.cleaned_data["document"].read())


AGREEMENT_FORMS: Mapping[AgreementAct, type[AgreementForm]] = {
    AgreementAct.ASSEMBLE: AssembleForm,
    AgreementAct.CIRCULATE: CirculateForm,
    AgreementAct.PUBLISH: PublishForm,
    AgreementAct.WORD: WordForm,
    AgreementAct.WITHDRAW: WithdrawForm,
}
"""The form of each act on the page of an agreement; signing has a page of its own."""

AGREEMENT_TITLES: Mapping[AgreementAct, tuple[Text, Text]] = {
    AgreementAct.ASSEMBLE: (
        text("Take the articles from the decisions that stand"),
        text("Take them anew"),
    ),
    AgreementAct.CIRCULATE: (
        text("Send the text to every city for signature"),
        text("Send it out"),
    ),
    AgreementAct.PUBLISH: (text("Publish the agreement"), text("Publish it")),
    AgreementAct.WORD: (text("Word the text anew"), text("Keep as a new version")),
    AgreementAct.WITHDRAW: (text("Withdraw the text"), text("Withdraw it")),
}
"""What a form is called, and the word on its button."""


def desk_of(
    actor: Actor, sheet: AgreementSheet, names: Names, *, clerk: bool
) -> AgreementDesk:
    """Give what the forms of an agreement are made from."""
    signs = tuple(party.member for party in desks.signs_for(actor, sheet))
    return AgreementDesk(
        actor=actor, sheet=sheet, names=names, signs=signs, clerk=clerk
    )
