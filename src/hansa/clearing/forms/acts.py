"""The form of each act on a window or a batch."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.act_forms import AbstractForm
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.clearing.reads.batches import BatchDetail
from hansa.clearing.services import sealing, settling
from hansa.clearing.terms.desk import Act
from hansa.clearing.terms.house import (
    CAUSE_NAMES,
    STATE_NAMES,
    Cause,
    PaymentLine,
    State,
    WindowLine,
    batch_called,
)
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, Text, text

REASON_LONGEST, REFERENCE_LONGEST = 400, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the forms of a window are made from; ``batch`` is the one that is shown.

    Attributes:
        has_guarantee: whether the charter names an account that may pay for a city.
    """

    actor: Actor
    league: str
    window: WindowLine
    batch: BatchDetail | None
    names: Mapping[str, Bilingual]
    has_guarantee: bool

    @property
    def of_window(self) -> tuple[Actor, str, str]:
        """Who acts, and on which window, as services take them."""
        return self.actor, self.league, self.window.slug

    @property
    def number(self) -> int | None:
        """The batch that is shown."""
        return None if self.batch is None else self.batch.line.number


class ActForm(AbstractForm):
    """What acts carry: a reason, where the act must or may say one."""

    act: ClassVar[Act]
    reason_needed: ClassVar[bool | None] = None  # None where none is asked for.

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk
        if self.needs_reason is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Reason"),
                max_length=REASON_LONGEST,
                required=self.needs_reason,
                help_text=_("One sentence; it stands with the step for ever."),
            )

    @property
    def needs_reason(self) -> bool | None:
        """Whether a reason must be given; None where none is asked for."""
        return self.reason_needed

    @property
    def reason(self) -> str:
        """The reason that was typed."""
        return str(self.cleaned_data.get("reason", ""))

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Fill in what may be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class SealForm(ActForm):
    """Sealing a window; where files are missing, it says why that is right."""

    act = Act.SEAL

    @property
    def needs_reason(self) -> bool:
        return bool(self.desk.window.gaps)

    def keep(self) -> Text:
        number = sealing.seal_window(*self.desk.of_window, self.reason)
        return text("Sealed: {batch}.", batch=batch_called(number, None))


class DeltaForm(ActForm):
    """Sealing what came later."""

    act = Act.DELTA
    reason_needed = False

    cause = forms.ChoiceField(label=_("What is its cause?"))
    field_order = ("cause", "reason")

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.offer("cause", [(c.value, render(n)) for c, n in CAUSE_NAMES.items()])

    def keep(self) -> Text:
        cause = Cause(self.cleaned_data["cause"])
        number = sealing.make_delta(*self.desk.of_window, cause, self.reason)
        return text("Sealed: {batch}.", batch=batch_called(number, cause))


class RunForm(ActForm):
    """Computing a sealed batch."""

    act = Act.RUN

    def keep(self) -> Text:
        from hansa.clearing.services import running  # noqa: PLC0415 -- the engine takes a second to start

        manifest = running.run_batch(*self.desk.of_window, self.desk.number)
        counts = manifest["counts"]
        return text(
            "Netted: {accepted} of {received} rows are accepted.",
            accepted=f"{counts['accepted']:,}",
            received=f"{counts['received']:,}",
        )


class ApproveForm(ActForm):
    """A second person's word."""

    act = Act.APPROVE
    reason_needed = False

    def keep(self) -> Text:
        from hansa.clearing.services import publishing  # noqa: PLC0415 -- as above

        publishing.approve(*self.desk.of_window, self.desk.number, self.reason)
        return text("Published; every city has its statement.")


class InstructForm(ActForm):
    """Ordering payments."""

    act = Act.INSTRUCT

    def keep(self) -> Text:
        count = settling.instruct(*self.desk.of_window, self.desk.number)
        return text("Payments ordered: {count}.", count=count)


class SettleForm(ActForm):
    """Recording payments."""

    act = Act.SETTLE

    numbers = forms.TypedMultipleChoiceField(
        label=_("Payments made"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick each payment that was made.")},
    )
    reference = forms.CharField(
        label=_("Number at the bank"), max_length=REFERENCE_LONGEST, required=False
    )
    guaranteed = forms.BooleanField(
        label=_("The guarantee account paid in place of the payer"), required=False
    )

    def __init__(self, desk: Desk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        payments = desk.batch.payments if desk.batch else ()
        self.fields["numbers"].required = bool(payments)
        if not desk.has_guarantee or all(one.paid_at for one in payments):
            # Not shown; a page that showed it before is refused by the service.
            self.fields["guaranteed"].widget = forms.HiddenInput()
        self.offer(
            "numbers",
            [
                (str(one.number), self._line(one))
                for one in payments
                if one.paid_at is None or one.guaranteed
            ],
        )

    def _line(self, one: PaymentLine) -> str:
        names, amount = self.desk.names, str(Money(one.amount_fen))
        payer, payee = (names.get(party, party) for party in (one.payer, one.payee))
        if one.guaranteed:
            sentence = text(
                "{payer} pays the guarantee account back {amount} yuan",
                payer=payer,
                amount=amount,
            )
            return render(sentence)
        return render(
            text(
                "{payer} pays {payee} {amount} yuan",
                payer=payer,
                payee=payee,
                amount=amount,
            )
        )

    def keep(self) -> Text:
        given = self.cleaned_data
        paid = settling.Paid(
            numbers=tuple(given["numbers"]),
            reference=given["reference"],
            guaranteed=given["guaranteed"],
        )
        state = settling.settle(*self.desk.of_window, paid, self.desk.number)
        return text("Recorded; the batch is {state}.", state=STATE_NAMES[state])


class ReconcileForm(ActForm):
    """Agreement with the bank."""

    act = Act.RECONCILE

    @property
    def needs_reason(self) -> bool:
        batch = self.desk.batch
        return batch is not None and batch.line.state is State.PARTIAL

    def keep(self) -> Text:
        settling.reconcile(*self.desk.of_window, self.desk.number, self.reason)
        return text("The batch agrees with the bank.")


class ArchiveForm(ActForm):
    """Putting a batch away."""

    act = Act.ARCHIVE

    def keep(self) -> Text:
        settling.archive(*self.desk.of_window, self.desk.number)
        return text("The batch is put away.")


class HoldForm(ActForm):
    """Stopping a batch."""

    act = Act.HOLD
    reason_needed = True

    def keep(self) -> Text:
        settling.hold(*self.desk.of_window, self.reason, self.desk.number)
        return text("The batch is held.")


class ReleaseForm(ActForm):
    """Letting a held batch go on."""

    act = Act.RELEASE
    reason_needed = False

    def keep(self) -> Text:
        state = settling.release(*self.desk.of_window, self.desk.number, self.reason)
        return text("Released; the batch is {state}.", state=STATE_NAMES[state])


class VoidForm(ActForm):
    """Voiding a batch."""

    act = Act.VOID
    reason_needed = True

    def keep(self) -> Text:
        settling.void(*self.desk.of_window, self.reason, self.desk.number)
        return text("The batch is void; its files wait for another one.")


FORMS: Mapping[Act, type[ActForm]] = {
    form.act: form
    for form in (
        SealForm, RunForm, ApproveForm, InstructForm, SettleForm, ReconcileForm,
        ArchiveForm, DeltaForm, HoldForm, ReleaseForm, VoidForm,
    )
}  # fmt: skip
