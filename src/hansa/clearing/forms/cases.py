"""What people type to dispute a statement, to adjust a window, and to split a case."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.clearing.terms.casework import (
    AdjustmentDraft,
    CaseRowLine,
    DisputeDraft,
)
from hansa.clearing.terms.taps import CODE_NAMES, Code
from hansa.kernel.money import FEN_A_YUAN
from hansa.kernel.text import Bilingual, text

WORDS_LONGEST, ROWS_LONGEST, NUMBER_LONGEST = 4000, 20_000, 20


def yuan_field(**named: Any) -> forms.RegexField:
    """Give a field for an amount in yuan."""
    return forms.RegexField(
        r"^[0-9]{1,15}(\.[0-9]{1,2})?$",
        label=_("Amount (yuan)"),
        error_messages={
            "invalid": _("Write yuan and fen as 1250.00, without a sign or commas.")
        },
        **named,
    )


def fen_of(yuan: str) -> int:
    """Read yuan with at most two decimals as fen, exactly."""
    whole, _dot, part = yuan.partition(".")
    return int(whole) * FEN_A_YUAN + int(part.ljust(2, "0"))


class CaseForm(forms.Form):
    """What both forms carry: words, and a paper."""

    words = forms.CharField(
        label=_("Words for the parties"),
        max_length=WORDS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = forms.FileField(label=_("File to keep with it"), required=False)

    def offer(self, name: str, parties: Mapping[str, Bilingual]) -> None:
        """Fill in the parties that may be chosen."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        chosen = [(id_, render(title)) for id_, title in parties.items()]
        field.choices = [("", render(text("choose a city or account"))), *chosen]

    def upload(self) -> Upload | None:
        """Give the file, if one was sent."""
        sent = self.cleaned_data.get("file")
        if not isinstance(sent, UploadedFile):
            return None
        return Upload(name=sent.name or "", content=sent.read())


class DisputeForm(CaseForm):
    """Rows or an amount of a statement, and the other party."""

    against = forms.ChoiceField(
        label=_("Against"),
        required=False,
        help_text=_("May be left open where the rows name one other party."),
    )
    yuan = yuan_field(
        required=False, help_text=_("What is claimed; empty where rows are named.")
    )
    rows = forms.CharField(
        label=_("Disputed rows"),
        required=False,
        max_length=ROWS_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One acquirer/serial on each line, as the bundle has them."),
    )
    field_order = ("against", "yuan", "rows", "words", "file")

    def __init__(
        self, parties: Mapping[str, Bilingual], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.offer("against", parties)

    def draft(self, window: str, number: int | None, party: str) -> DisputeDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        lines = (line.strip() for line in given["rows"].splitlines())
        return DisputeDraft(
            window=window,
            number=number,
            party=party,
            against=given["against"] or None,
            rows=tuple(line for line in lines if line),
            amount_fen=fen_of(given["yuan"]) if given["yuan"] else None,
            words=given["words"],
        )


class AdjustForm(CaseForm):
    """An amount that one party shall pay another beside all taps."""

    payer = forms.ChoiceField(label=_("Payer"))
    payee = forms.ChoiceField(label=_("Payee"))
    yuan = yuan_field()
    dispute = forms.CharField(
        label=_("Number of the dispute that it settles"),
        required=False,
        max_length=NUMBER_LONGEST,
        help_text=_("Such as 2026-3; empty for none."),
    )
    field_order = ("payer", "payee", "yuan", "dispute", "words", "file")

    def __init__(
        self, parties: Mapping[str, Bilingual], *args: Any, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.offer("payer", parties)
        self.offer("payee", parties)

    def draft(self, window: str) -> AdjustmentDraft:
        """Give what was typed; only of a form that is valid."""
        given = self.cleaned_data
        return AdjustmentDraft(
            window=window,
            payer=given["payer"],
            payee=given["payee"],
            amount_fen=fen_of(given["yuan"]),
            words=given["words"],
            dispute=given["dispute"].strip(),
        )


class SplitForm(forms.Form):
    """Rows of a case that get a case of their own."""

    rows = forms.MultipleChoiceField(
        label=_("Rows for a case of their own"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, rows: Iterable[CaseRowLine], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["rows"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(row.content_hash, _title_of(row)) for row in rows]

    def chosen(self) -> Sequence[str]:
        """Give the content hashes that were ticked; only of a form that is valid."""
        return list(self.cleaned_data["rows"])


def _title_of(row: CaseRowLine) -> str:
    return render(
        text(
            "{acquirer}/{record}, content {hash}: {why}",
            acquirer=row.acquirer,
            record=row.record_id,
            hash=row.content_hash[:8],
            why=CODE_NAMES[Code(row.code)],
        )
    )
