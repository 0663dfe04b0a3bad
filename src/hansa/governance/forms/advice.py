"""What people type about the experts of an item: draws, opinions, their treatment."""

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
from hansa.governance.forms.sessions import (
    NOTHING,
    REASON_LONGEST,
    REVISION_MOST,
    WORDS_LONGEST,
    day_field,
    line_field,
    offer,
    words_field,
)
from hansa.governance.services.experts import advising, drawing
from hansa.governance.terms.experts import (
    CONCLUSION_NAMES,
    TREATMENT_NAMES,
    AdviceAct,
    AdviceSheet,
    Conclusion,
    DrawDraft,
    DrawLine,
    ExpertLine,
    Note,
    OpinionDraft,
    Treatment,
)
from hansa.kernel.text import Bilingual, Text, text

PANEL_USUAL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceDesk:
    """What the forms of an item's experts are made from.

    Attributes:
        experts: of the pool, those who serve today.
        conferences: sessions of advisers at which opinions were heard.
    """

    actor: Actor
    league: str
    sheet: AdviceSheet
    fields: Mapping[str, Bilingual]
    experts: Sequence[ExpertLine]
    conferences: Sequence[tuple[UUID, str]]

    @property
    def draw(self) -> DrawLine:
        """The draw that stands."""
        assert (
            self.sheet.advice.draw is not None
        )  # Its forms are offered only with one.
        return self.sheet.advice.draw


class AdviceForm(AbstractForm):
    """What every act about an item's experts is made from."""

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.desk = desk

    @abstractmethod
    def keep(self) -> Text:
        """Do the act, and say what happened; only of a form that is valid."""


def _experts(lines: Sequence[ExpertLine]) -> list[tuple[str, str]]:
    return [
        (str(one.id), f"E-{one.number} {one.name} · {one.employer}") for one in lines
    ]


class DrawForm(AdviceForm):
    """A draw that is to be sealed."""

    size = forms.IntegerField(
        label=_("Experts of the panel"), min_value=1, max_value=15, initial=PANEL_USUAL
    )
    field = forms.ChoiceField(
        label=_("Only of this field"), required=False, help_text=_("Empty for any.")
    )
    recused = forms.MultipleChoiceField(
        label=_("Who declared a conflict with this matter"), required=False
    )
    recusal = words_field(_("What was declared"), REASON_LONGEST, required=False)
    seed = line_field(
        _("Seed"), help_text=_("Drawn elsewhere, as by lot; empty for one at random.")
    )

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        fields = [(id_, render(name)) for id_, name in desk.fields.items()]
        offer(self, "field", [*NOTHING, *fields])
        offer(self, "recused", _experts(desk.experts))

    def keep(self) -> Text:
        given, desk = self.cleaned_data, self.desk
        draft = DrawDraft(
            size=given["size"],
            field=given["field"] or None,
            recused=tuple(UUID(one) for one in given["recused"]),
            recusal=given["recusal"],
            seed=given["seed"] or None,
        )
        drawing.seal_draw(desk.actor, desk.league, desk.sheet.item.id, draft)
        return text("The draw is sealed: pool and fingerprint of the seed are fixed.")


class DrawActForm(AdviceForm):
    """What every act on a draw carries: the revision that its actor saw."""

    revision = forms.IntegerField(
        label=_("Revision"),
        min_value=1,
        max_value=REVISION_MOST,
        widget=forms.HiddenInput(),
    )

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        self.fields["revision"].initial = desk.draw.revision

    @property
    def seen(self) -> tuple[Actor, str, UUID, int]:
        """Actor, league, draw and revision, as services take them."""
        desk, given = self.desk, self.cleaned_data
        return desk.actor, desk.league, desk.draw.id, given["revision"]


class RevealForm(DrawActForm):
    """The revealing of a seed."""

    def keep(self) -> Text:
        drawing.reveal_draw(*self.seen)
        return text("The seed is revealed, and the panel drawn.")


class StandDownForm(DrawActForm):
    """Who of a panel stands down."""

    expert = forms.ChoiceField(label=_("Expert"))
    reason = words_field(_("Reason"), REASON_LONGEST)

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        names = {one.id: one.name for one in desk.draw.pool}
        awaited = desk.sheet.advice.awaited
        offer(self, "expert", [(str(one), names[one]) for one in awaited])

    def keep(self) -> Text:
        given = self.cleaned_data
        drawing.stand_down(*self.seen, UUID(given["expert"]), given["reason"])
        return text("The next expert of the order follows.")


class AnnulForm(DrawActForm):
    """Why a draw is annulled."""

    reason = words_field(_("Reason"), REASON_LONGEST)

    def keep(self) -> Text:
        drawing.annul_draw(*self.seen, self.cleaned_data["reason"])
        return text("The draw is annulled; the next one says so.")


class OpineForm(AdviceForm):
    """What an expert said."""

    expert = forms.ChoiceField(label=_("Expert"))
    conclusion = forms.ChoiceField(label=_("Conclusion"))
    words = words_field(_("Opinion"), WORDS_LONGEST)
    document = line_field(_("Paper of the opinion"))
    session = forms.ChoiceField(
        label=_("Heard at"),
        required=False,
        help_text=_("Empty where an expert of the panel gave it in writing."),
    )
    given_on = day_field(_("Given on"), required=False)

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        offer(self, "expert", _experts(self._speakers(desk)))
        said = [(one.value, render(name)) for one, name in CONCLUSION_NAMES.items()]
        offer(self, "conclusion", said)
        heard = [(str(id_), name) for id_, name in desk.conferences]
        offer(self, "session", [*NOTHING, *heard])

    def _speakers(self, desk: AdviceDesk) -> list[ExpertLine]:
        """Put first who is awaited; others may have been heard at a conference."""
        draw, awaited = desk.sheet.advice.draw, desk.sheet.advice.awaited
        panel = draw.panel if draw else ()
        first = [one for one in desk.experts if one.id in panel]
        first.sort(key=lambda one: one.id not in awaited)
        others = [one for one in desk.experts if one.id not in panel]
        return [*first, *others] if desk.conferences else first

    def keep(self) -> Text:
        given, desk = self.cleaned_data, self.desk
        draft = OpinionDraft(
            expert=UUID(given["expert"]),
            conclusion=Conclusion(given["conclusion"]),
            words=given["words"],
            document=given["document"],
            session=UUID(given["session"]) if given["session"] else None,
            given_on=given["given_on"],
        )
        advising.opine(desk.actor, desk.league, desk.sheet.item.id, draft)
        return text("The opinion is attached.")


class TreatForm(AdviceForm):
    """How an opinion is treated; the choice carries the revision that was seen."""

    opinion = forms.ChoiceField(label=_("Opinion of"))
    treatment = forms.ChoiceField(label=_("Treatment"))
    reason = words_field(_("Reason"), WORDS_LONGEST)

    def __init__(self, desk: AdviceDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        advice = desk.sheet.advice
        first = sorted(advice.opinions, key=lambda one: one.note is not None)
        offer(self, "opinion", [(f"{o.id}/{o.revision}", o.name) for o in first])
        kinds = [(one.value, render(name)) for one, name in TREATMENT_NAMES.items()]
        offer(self, "treatment", kinds)

    def keep(self) -> Text:
        given, desk = self.cleaned_data, self.desk
        opinion, _slash, revision = given["opinion"].partition("/")
        note = Note(treatment=Treatment(given["treatment"]), reason=given["reason"])
        item = desk.sheet.item.id
        advising.treat(
            desk.actor, desk.league, item, UUID(opinion), int(revision), note
        )
        return text("The treatment is noted.")


ADVICE_FORMS: Mapping[AdviceAct, type[AdviceForm]] = {
    AdviceAct.DRAW: DrawForm,
    AdviceAct.REVEAL: RevealForm,
    AdviceAct.OPINE: OpineForm,
    AdviceAct.TREAT: TreatForm,
    AdviceAct.STAND_DOWN: StandDownForm,
    AdviceAct.ANNUL: AnnulForm,
}
"""The form of each act, in the order of its page."""

ADVICE_TITLES: Mapping[AdviceAct, tuple[Text, Text]] = {
    AdviceAct.DRAW: (text("Draw a panel"), text("Seal the draw")),
    AdviceAct.REVEAL: (text("Reveal the seed"), text("Reveal the seed")),
    AdviceAct.OPINE: (text("Opinion of an expert"), text("Attach the opinion")),
    AdviceAct.TREAT: (text("Treatment of an opinion"), text("Note the treatment")),
    AdviceAct.STAND_DOWN: (text("An expert stands down"), text("Record it")),
    AdviceAct.ANNUL: (text("Annul the draw"), text("Annul the draw")),
}
"""What a form is called, and the word on its button."""
