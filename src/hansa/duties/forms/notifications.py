"""The notification matrix as a form: a choice for each kind on each way, and the hour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.chassis.actor import Role
from hansa.chassis.language import render
from hansa.duties.reads.notifications import is_fixed, modes_on
from hansa.duties.terms.notices import NOTICE_NAMES, NoticeKind
from hansa.duties.terms.notifications import (
    MODE_NAMES,
    WAY_NAMES,
    WEEKDAY_NAMES,
    Cell,
    Choices,
    Defaults,
    DefaultsDraft,
    Hour,
    OwnMatrix,
    Pace,
    Way,
)
from hansa.kernel.text import Text, text

OWN_WAYS = (Way.PAGE, Way.MAIL)
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One kind of notice in the table: its name, and a field or a fixed word per way."""

    kind: NoticeKind
    name: Text
    fixed: bool
    cells: tuple[tuple[Text, Any], ...]


class MatrixForm(forms.Form):
    """What both matrices share: the revision and the hour of digests."""

    revision = forms.IntegerField(
        label=gettext_lazy("Revision"),
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput(),
    )
    hour = forms.ChoiceField(label=gettext_lazy("Hour of the digests"))
    weekday = forms.ChoiceField(label=gettext_lazy("Day of the weekly digest"))

    def __init__(self, hour: Hour, revision: int, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        days = [(str(day), render(name)) for day, name in enumerate(WEEKDAY_NAMES)]
        for name, choices, value in (
            ("hour", HOURS, hour.hour),
            ("weekday", days, hour.weekday),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
            field.initial = str(value)
        self.fields["revision"].initial = revision

    def add(self, name: str, label: Text, choices: Sequence[Any], value: str) -> None:
        """Add the field of one cell."""
        self.fields[name] = forms.ChoiceField(
            label=render(label), choices=choices, required=False, initial=value
        )

    def digest(self) -> Hour:
        """Give the hour of the digests."""
        given = self.cleaned_data
        return Hour(hour=int(given["hour"]), weekday=int(given["weekday"]))


def _label(kind: NoticeKind, way: Way) -> Text:
    return text("{kind}, {way}", kind=NOTICE_NAMES[kind], way=WAY_NAMES[way])


def _named(way: Way) -> list[tuple[str, str]]:
    return [(mode.value, render(MODE_NAMES[mode])) for mode in modes_on(way)]


class OwnForm(MatrixForm):
    """One's own choices; what is left “by default” follows the league."""

    def __init__(self, matrix: OwnMatrix, *args: Any, **named: Any) -> None:
        hour = matrix.hour or matrix.league_hour
        super().__init__(hour, matrix.revision, *args, **named)
        for cell in self.cells():
            kind, way = cell
            default = render(MODE_NAMES[matrix.defaults[cell]])
            choices = [("", _("by default: {mode}").format(mode=default)), *_named(way)]
            chosen = matrix.chosen.get(cell)
            value = chosen.value if chosen else ""
            self.add(f"{kind.value}-{way.value}", _label(kind, way), choices, value)

    @staticmethod
    def cells() -> Iterator[Cell]:
        """List what people choose for themselves."""
        return ((kind, way) for kind in NoticeKind for way in OWN_WAYS)

    def rows(self) -> list[Row]:
        """Give the table."""
        return [
            Row(
                kind=kind,
                name=NOTICE_NAMES[kind],
                fixed=is_fixed(kind),
                cells=tuple(
                    (WAY_NAMES[way], self[f"{kind.value}-{way.value}"])
                    for way in OWN_WAYS
                ),
            )
            for kind in NoticeKind
        ]

    def choices(self) -> Choices:
        """Give what was chosen."""
        given = self.cleaned_data
        written = {
            cell: given[f"{cell[0].value}-{cell[1].value}"] for cell in self.cells()
        }
        return Choices(
            modes={
                cell: Pace(mode) if mode else None for cell, mode in written.items()
            },
            hour=self.digest(),
        )


class DefaultsForm(MatrixForm):
    """What holds for one role where nobody chose."""

    def __init__(
        self, role: Role, defaults: Defaults, *args: Any, **named: Any
    ) -> None:
        super().__init__(defaults.hour, defaults.revision, *args, **named)
        self.role = role
        for kind in NoticeKind:
            for way in Way:
                value = defaults.modes[role][kind, way].value
                name = f"{kind.value}-{way.value}"
                self.add(name, _label(kind, way), _named(way), value)

    def rows(self) -> list[Row]:
        """Give the table."""
        return [
            Row(
                kind=kind,
                name=NOTICE_NAMES[kind],
                fixed=is_fixed(kind),
                cells=tuple(
                    (WAY_NAMES[way], self[f"{kind.value}-{way.value}"]) for way in Way
                ),
            )
            for kind in NoticeKind
        ]

    def draft(self) -> DefaultsDraft:
        """Give what is to hold; what was not sent stays."""
        given = self.cleaned_data
        modes = {
            (kind, way): Pace(written)
            for kind in NoticeKind
            for way in Way
            if (written := given[f"{kind.value}-{way.value}"])
        }
        return DefaultsDraft(modes={self.role: modes}, hour=self.digest())
