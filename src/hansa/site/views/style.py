"""The style page: every part of the kit, in both languages, where parts are changed."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hansa.chassis.drawing import (
    Difference,
    Funnel,
    Spoke,
    Stage,
    bar_chart,
    lay_out,
    line_pairs,
    owed_matrix,
    position_chart,
    sankey,
    shares,
    stage_group,
    year_grid,
    year_wheel,
)
from hansa.chassis.language import render
from hansa.chassis.lists import BulkAct, Choice, Column, Filter, Given, Listing, answer
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.periods import Period, month_of
from hansa.kernel.text import Bilingual, Text, text

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CITIES = (
    ("A", Bilingual("甲市", "City A"), (3430, 11720)),
    ("B", Bilingual("乙市", "City B"), (3395, 11680)),
    ("C", Bilingual("丙市", "City C"), (3460, 11830)),
)


class _Sample(forms.Form):
    """A form with one field right and one wrong."""

    place = forms.CharField(label=_("Place"), help_text=_("Where it was held."))
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(label=_("Scan or photo of the paper"), required=False)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show every part of the kit."""
    columns: tuple[Column[tuple[Bilingual, int, date]], ...] = (
        Column(
            key="city",
            label=text("City"),
            value=lambda r: r[0],
            order=lambda r: r[0].en,
        ),
        Column(
            key="count",
            label=text("Count"),
            value=lambda r: r[1],
            order=lambda r: r[1],
            number=True,
        ),
        Column(
            key="due", label=text("Due day"), value=lambda r: r[2], order=lambda r: r[2]
        ),
    )
    rows = [
        (name, 3 * index + 1, date(2026, 12, index + 1))
        for index, (_id, name, _at) in enumerate(CITIES)
    ]
    listing = Listing(
        slug="style",
        title=text("List"),
        columns=columns,
        rows=Given(rows, columns),
        bulk=(BulkAct(address="#", label=text("Remind")),),
        row_id=lambda row: row[0].en,
        filters=(
            Filter(
                key="city",
                label=text("City"),
                choices=tuple(Choice(value=i, label=n) for i, n, _at in CITIES),
            ),
            Filter(key="q", label=text("Words"), kind="words"),
        ),
    )
    return answer(request, listing, "site/style.html", _parts())


def _parts() -> dict[str, object]:
    names = {id_: name for id_, name, _ in CITIES}
    return {
        **_said(),
        "names": names,
        "sheet": lay_out({i: at for i, _, at in CITIES}, (("A", "B"), ("A", "C"))),
        "label": text("Sample"),
        "findings": (_finding(Severity.ERROR), _finding(Severity.WARNING)),
        "moments": (
            SimpleNamespace(
                at=AT, sentence=text("Signed for."), by="", note="", behalf=None
            ),
            SimpleNamespace(
                at=AT, sentence=text("Reported."), by="", note="", behalf="〔2026〕12"
            ),
        ),
        "reason": SimpleNamespace(
            sentence=text("The rule in one sentence."),
            inputs=((text("Due day"), DAY),),
            clauses=(),
            assumptions=(),
        ),
        "chart": bar_chart(
            text("City C has the most"),
            text("Sample"),
            [(name, 3 * index + 1) for index, (_, name, _at) in enumerate(CITIES)],
            2,
        ),
        "parts": shares(
            [
                ("done", text("done"), 7),
                ("near", text("due soon"), 2),
                ("late", text("overdue"), 1),
                ("open", text("open"), 4),
            ]
        ),
        "wheel": year_wheel(DAY.year, SPOKES, DAY),
        "grid": year_grid(DAY.year, SPOKES, DAY),
        **_money(),
    }


SPOKES = (
    Spoke(
        name=text("November"),
        label=text("November"),
        count="0/1",
        period=month_of(DAY.year, 11),
        ring=0,
        kind="near",
        word=text("due soon"),
        address="#",
    ),
    Spoke(
        name=text("the whole year"),
        label=text("the whole year"),
        count="1/2",
        period=Period(date(2026, 1, 1), date(2027, 1, 1)),
        ring=1,
        kind="open",
        word=text("open"),
        address="#",
    ),
)
OWED = {
    ("A", "B"): 100_000_000,
    ("A", "C"): 25_000_000,
    ("B", "A"): 60_000_000,
    ("B", "C"): 15_000_000,
    ("C", "A"): 40_000_000,
    ("C", "B"): 10_000_000,
}
OLD_RULE = "2026-01-01\n20.00\n0.5 %\n"
NEW_RULE = "2026-11-16\n20.00\nCLR-01\n"


def _money() -> dict[str, object]:
    parties, source = [id_ for id_, _name, _at in CITIES], text("Sample")
    rows = (
        Stage(label=text("received"), value=412_806, kind="whole"),
        Stage(label=text("accepted"), value=412_790, kind="done"),
        Stage(label=text("rejected"), value=16, kind="late", note=text("Sample")),
    )
    paid = (
        Stage(label=text("owed in all"), value=250_000_000, kind="whole"),
        Stage(label=text("settled"), value=35_000_000, kind="done"),
    )
    return {
        "funnel": Funnel(
            title=text("Of 412,806 rows all but 16 were accepted"),
            source=source,
            groups=(
                stage_group(text("rows"), rows, is_money=False),
                stage_group(text("yuan"), paid, is_money=True),
            ),
        ),
        "owed": owed_matrix(text("City A owes most"), source, parties, OWED),
        "positions": position_chart(
            text("City B receives what the two others pay"),
            source,
            {"A": -25_000_000, "B": 35_000_000, "C": -10_000_000},
        ),
        "flows": sankey(
            text("Two fifths of all flows from City A to City B"),
            source,
            parties,
            OWED,
            ("A", "B"),
        ),
        "difference": Difference(
            title=text("The later version covers the metro too"),
            before=text("Version {id}", id="2026a"),
            after=text("Version {id}", id="2026b"),
            lines=line_pairs(OLD_RULE, NEW_RULE),
        ),
    }


def _said() -> dict[str, object]:
    """Give what the program says: in forms, after an act, where it refuses."""
    return {
        # Labels and faults are worded when the form is drawn, in the language around it.
        "forms": {
            tongue: _Sample(
                {f"{tongue}-place": "", f"{tongue}-on": "2026-11-24"}, prefix=tongue
            )
            for tongue in ("zh", "en")
        },
        "past": DAY - timedelta(days=365),
        "toasts": (
            _toast("success", text("Recorded."), "#"),
            _toast("warning", text("Recorded, with a remark."), ""),
            _toast("error", text("Nothing was recorded."), ""),
        ),
        "problem_said": text("There is no page at this address."),
        "problem_remedy": text("Check the address, or start from the first page."),
    }


class _Toast(SimpleNamespace):
    """Something said after an act, worded when it is drawn."""

    def __str__(self) -> str:
        return render(self.said)


def _toast(level: str, said: Text, undo: str) -> _Toast:
    return _Toast(level_tag=level, said=said, extra_tags=undo)


def _finding(severity: Severity) -> Finding:
    return Finding(
        severity=severity,
        code="day-unreadable",
        at=Position(path="C7", line=7, column=3),
        message=text("“{written}” is no day.", written="2026.13.1"),
        remedy=text("Write it as 2026-11-24."),
    )
