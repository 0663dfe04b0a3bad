"""What people type when they sign a handover."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import Actor
from hansa.directory.services.behalf import act_for
from hansa.governance.forms.records import upload_of
from hansa.governance.forms.sessions import line_field
from hansa.governance.services import handovers
from hansa.governance.terms.handovers import HandoverSheet, Side
from hansa.kernel.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverDesk:
    """What the form of a signature is made from.

    Attributes:
        side: for which the reader signs.
        clerk: whether the reader enters what other offices did.
    """

    actor: Actor
    sheet: HandoverSheet
    side: Side
    clerk: bool

    @property
    def member(self) -> str:
        """The host of that side."""
        turn = self.sheet.line.turn
        return turn.outgoing if self.side is Side.OUTGOING else turn.incoming


class SignForm(forms.Form):
    """A signature under the pack that the page shows."""

    digest = forms.CharField(
        label=_("Fingerprint"), max_length=140, widget=forms.HiddenInput()
    )
    office = line_field(
        _("Entered for the office"), help_text=_("Empty if you act for yourself.")
    )
    evidence = line_field(
        _("Paper of that office"),
        help_text=_("Its number, or where it is filed; else attach its scan."),
    )
    file = forms.FileField(label=_("Scan of that paper"), required=False)

    def __init__(self, desk: HandoverDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        self.fields["digest"].initial = desk.sheet.digest
        if not desk.clerk:
            # Only who may act on behalf of others is asked for whom.
            del self.fields["office"], self.fields["evidence"], self.fields["file"]

    def keep(self) -> Text:
        """Sign, and say so; only of a form that is valid."""
        given, desk = self.cleaned_data, self.desk
        turn, signer = desk.sheet.line.turn, desk.actor
        paper = upload_of(given.get("file"))
        if given.get("office") or given.get("evidence"):
            signer = act_for(
                signer,
                turn.league,
                desk.member,
                given["office"],
                given["evidence"],
                paper,
            )
        handovers.sign(signer, turn.league, turn.on, desk.side, given["digest"], paper)
        return text("The signature is recorded.")

    def refresh(self) -> None:
        """Take the pack of now, once what stands there is shown beside the form."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix("digest")] = self.desk.sheet.digest
        self.data = data
