"""What people type about one row of a concordance: positions, pairs and partings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.chassis.language import render
from hansa.governance.forms.laws import LawActForm, LawDesk
from hansa.governance.forms.sessions import (
    REASON_LONGEST,
    cities_of,
    offer,
    words_field,
)
from hansa.governance.services.laws import rounds, table
from hansa.governance.terms.laws import (
    DIVERGENCE_NAMES,
    LAW_STANCE_NAMES,
    ArticleRef,
    Divergence,
    LawAct,
    LawStance,
    WeighedRow,
)
from hansa.kernel.text import Text, text

SHOWN_LETTERS = 24


def called(one: Divergence) -> str:
    """Call a divergence by its kind and what the drafts say."""
    said = " / ".join(dict.fromkeys(words or "–" for _, words in one.said))
    name = render(DIVERGENCE_NAMES[one.kind])
    return f"{name}{render(text(': '))}{said}" if any(w for _, w in one.said) else name


def _ref(written: str) -> ArticleRef:
    member, _colon, key = written.partition(":")
    return ArticleRef(member, key)


class RowForm(LawActForm):
    """An act on a row; where the row is gone, what was typed is shown all the same."""

    def articles(self, rows: Sequence[WeighedRow]) -> list[tuple[str, str]]:
        """Give the articles of rows as choices, by city and number."""
        names = self.desk.names
        return [
            (
                str(ArticleRef(cell.member, cell.article.key)),
                f"{render(names.get(cell.member, cell.member))} {cell.article.label} "
                f"{cell.article.words[:SHOWN_LETTERS]}",
            )
            for one in rows
            for cell in one.row.cells
            if cell.article is not None
        ]

    @property
    def here(self) -> list[WeighedRow]:
        """The row that is looked at, as a list."""
        return [self.desk.row] if self.desk.row is not None else []


class StateForm(RowForm):
    """What the own city says of a divergence."""

    divergence = forms.ChoiceField(label=_("Divergence"))
    member = forms.ChoiceField(label=_("City"))
    stance = forms.ChoiceField(label=_("Position"))
    words = words_field(
        _("Reason for the position"),
        REASON_LONGEST,
        required=False,
        help_text=_("Needed where the difference is to stay."),
    )

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        found = [
            (each.divergence.key, called(each.divergence))
            for one in self.here
            for each in one.weighed
        ]
        sent = self.data.get(self.add_prefix("divergence"))
        if sent and sent not in dict(found):
            # The service says that it is gone; what was typed on it is not lost.
            found.append((sent, render(text("a divergence that is no longer there"))))
        offer(self, "divergence", found)
        offer(self, "member", cities_of(desk.names, desk.speaks))
        stances = [(one.value, render(LAW_STANCE_NAMES[one])) for one in LawStance]
        offer(self, "stance", stances)

    def keep(self) -> Text:
        given = self.cleaned_data
        rounds.state_position(
            *self.about,
            given["member"],
            given["divergence"],
            LawStance(given["stance"]),
            given["words"],
        )
        return text("The position is recorded.")


class PairForm(RowForm):
    """An article of this row, and one of another that belongs with it."""

    left = forms.ChoiceField(label=_("Article of this row"))
    right = forms.ChoiceField(label=_("Belongs with"))

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        others = [one for one in self.sheet.line.rows if one is not desk.row]
        left, right = self.articles(self.here), self.articles(others)
        _keep_sent(self, "left", left)
        _keep_sent(self, "right", right)

    def keep(self) -> Text:
        given = self.cleaned_data
        table.pair_articles(*self.seen, _ref(given["left"]), _ref(given["right"]))
        return text("The articles stand in one row.")


class PartForm(RowForm):
    """An article that does not belong in this row."""

    article = forms.ChoiceField(label=_("Article of this row"))

    def __init__(self, desk: LawDesk, *args: Any, **named: Any) -> None:
        super().__init__(desk, *args, **named)
        _keep_sent(self, "article", self.articles(self.here))

    def keep(self) -> Text:
        table.part_article(*self.seen, _ref(self.cleaned_data["article"]))
        return text("The article stands in a row of its own.")


def _keep_sent(form: LawActForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer articles, with the one that was sent even where its text is gone."""
    sent = form.data.get(form.add_prefix(name))
    if sent and sent not in dict(choices):
        choices.append((sent, render(text("text that is gone"))))
    offer(form, name, choices)


ROW_FORMS: Mapping[LawAct, type[RowForm]] = {
    LawAct.STATE: StateForm,
    LawAct.PAIR: PairForm,
    LawAct.PART: PartForm,
}
"""The form of each act on a row, in the order of its page."""

ROW_TITLES: Mapping[LawAct, tuple[Text, Text]] = {
    LawAct.STATE: (text("The own city's position"), text("State the position")),
    LawAct.PAIR: (text("Pair with another row"), text("Pair the articles")),
    LawAct.PART: (text("Take out of this row"), text("Part the article")),
}
"""What a form is called, and the word on its button."""
