"""What people type of a change of bodies that was decided."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.directory.terms.people import UnitLine
from hansa.governance.forms.sessions import NOTHING, day_field, line_field, offer
from hansa.governance.terms.changes import ChangeDraft, NewGroup
from hansa.governance.terms.dockets import Item
from hansa.kernel.text import Bilingual

GROUPS_MOST = 3
"""More new groups than these in one decision are entered by command or API."""
HOME = "home-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDesk:
    """What the form of a change is made from.

    Attributes:
        decisions: of the body that decides, by id, with what they are called.
        standing: bodies that may end or take over, in charter order.
        awaited: bodies that wait for their condition.
        fields: fields of cooperation.
        units: of the directory, on the day of the act.
        open_items: gives the open items of bodies.
    """

    actor: Actor
    league: str
    decisions: Sequence[tuple[UUID, str]]
    standing: Sequence[tuple[str, Bilingual]]
    awaited: Sequence[tuple[str, Bilingual]]
    fields: Sequence[tuple[str, Bilingual]]
    units: Sequence[UnitLine]
    open_items: Callable[[Sequence[str]], Sequence[Item]]


class ChangeForm(forms.Form):
    """Which decision, from when, what ends, and what begins."""

    decision = forms.ChoiceField(label=_("Decision"))
    from_on = day_field(_("Holds from"))
    ends = forms.MultipleChoiceField(label=_("Bodies that end"), required=False)
    heir = forms.ChoiceField(
        label=_("Taken over by"),
        required=False,
        help_text=_("Only where no group begins; new groups take over by themselves."),
    )
    sets_up = forms.MultipleChoiceField(
        label=_("Bodies that were waited for, and now stand"), required=False
    )

    def __init__(self, desk: ChangeDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        standing = [(id_, render(name)) for id_, name in desk.standing]
        decided = [(str(id_), name) for id_, name in desk.decisions]
        offer(self, "decision", [*NOTHING, *decided])
        offer(self, "ends", standing)
        offer(self, "heir", [*NOTHING, *standing])
        offer(self, "sets_up", [(id_, render(name)) for id_, name in desk.awaited])
        fields = [*NOTHING, *((id_, render(name)) for id_, name in desk.fields)]
        units = [*NOTHING, *((unit.id, render(unit.name)) for unit in desk.units)]
        for at in range(1, GROUPS_MOST + 1):
            self.fields[f"name-{at}"] = line_field(_("Name of the new group"))
            self.fields[f"english-{at}"] = line_field(_("Its name in English"))
            self.fields[f"id-{at}"] = forms.RegexField(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                label=_("Short name"),
                max_length=60,
                required=False,
                help_text=_("Small letters, digits and hyphens; it stays for ever."),
            )
            self.fields[f"field-{at}"] = forms.ChoiceField(
                label=_("Its field"), required=False, choices=fields
            )
            self.fields[f"lead-{at}"] = forms.ChoiceField(
                label=_("Unit that leads it"), required=False, choices=units
            )
        if self.is_bound:
            self._offer_homes(desk)

    def _offer_homes(self, desk: ChangeDesk) -> None:
        ends = [str(one) for one in self["ends"].value() or ()]
        begins = [
            (id_, self[f"name-{at}"].value() or id_)
            for at in range(1, GROUPS_MOST + 1)
            if (id_ := self[f"id-{at}"].value())
        ]
        if len(begins) < 2:  # noqa: PLR2004 -- with one that takes over there is no choice
            return
        for item in desk.open_items(ends):
            self.fields[f"{HOME}{item.id}"] = forms.ChoiceField(
                label=render(item.title), choices=begins, required=False
            )

    @property
    def plain_fields(self) -> list[BoundField]:
        """The fields that are not those of one new group or one item."""
        return [self[name] for name in self.base_fields]

    @property
    def groups(self) -> list[list[BoundField]]:
        """The fields of each new group."""
        parts = ("name", "english", "id", "field", "lead")
        return [
            [self[f"{part}-{at}"] for part in parts] for at in range(1, GROUPS_MOST + 1)
        ]

    @property
    def homes(self) -> list[BoundField]:
        """The fields of open items that must go somewhere."""
        return [self[name] for name in self.fields if name.startswith(HOME)]

    def draft(self) -> ChangeDraft:
        """Give what was typed; only of a form that is valid."""
        given: Mapping[str, Any] = self.cleaned_data
        return ChangeDraft(
            decision=UUID(given["decision"]),
            from_on=given["from_on"],
            ends=tuple(given["ends"]),
            begins=tuple(
                NewGroup(
                    id=given[f"id-{at}"],
                    name=Bilingual(
                        given[f"name-{at}"],
                        given[f"english-{at}"] or given[f"name-{at}"],
                    ),
                    domain=given[f"field-{at}"] or None,
                    lead=given[f"lead-{at}"] or None,
                )
                for at in range(1, GROUPS_MOST + 1)
                if given[f"id-{at}"] or given[f"name-{at}"]
            ),
            sets_up=tuple(given["sets_up"]),
            heir=given["heir"] or None,
            homes={
                UUID(name.removeprefix(HOME)): body
                for name, body in given.items()
                if name.startswith(HOME) and body
            },
        )
