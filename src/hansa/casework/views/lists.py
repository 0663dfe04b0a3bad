"""The list of cases."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.casework.reads import cases as reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.reads.types import all_types
from hansa.casework.reads.words import Naming, awaited, number_of, party_name
from hansa.casework.terms.cases import ENDED, STATE_NAMES, CaseLine, CaseState
from hansa.casework.views.frames import framed, light_of, reader
from hansa.charter import reads as charter_reads
from hansa.chassis.asked import choice, day_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.kernel.money import Money
from hansa.kernel.text import Bilingual, Text, text

WORDS_LONGEST = 100


@require_safe
def cases(request: HttpRequest, league: str) -> HttpResponse:
    """List the cases that the reader may see, the newest first."""
    actor, day = reader(request), day_of(request)
    wanted = CaseFilter(
        type=request.GET.get("type") or None,
        state=choice(request, "state", STATE_NAMES),
        member=request.GET.get("city") or None,
        words=request.GET.get("q", "")[:WORDS_LONGEST].replace("\0", ""),
    )
    lines = reads.list_cases(actor, league, day, wanted)
    frame = framed(league, day)
    columns = _columns(frame["naming"])
    listing = Listing(
        slug="cases",
        title=text("Cases"),
        columns=columns,
        rows=Given(lines, columns),
        filters=_filters(request, league, frame["names"]),
        empty=text(
            "Cases between cities will stand here: who must answer whom, and until when."
        ),
    )
    shown = {
        "open_count": sum(line.standing.state not in ENDED for line in lines),
        "late_count": sum((line.standing.days_left or 0) < 0 for line in lines),
        "opens": reads.may_open_some(actor, league),
        "lights": {str(line.id): light_of(line) for line in lines},
    }
    return answer(request, listing, "casework/cases.html", {**frame, **shown})


def _columns(naming: Naming) -> tuple[Column[CaseLine], ...]:
    order = list(CaseState)
    return (
        Column(
            key="number",
            label=text("Number"),
            value=number_of,
            order=lambda line: (line.year, line.number),
            template="casework/cell_number.html",
        ),
        Column(
            key="type",
            label=text("Case type"),
            value=lambda line: line.kind.title,
            order=lambda line: line.kind.id,
        ),
        Column(
            key="subject",
            label=text("Subject"),
            value=lambda line: line.subject,
            template="casework/cell_subject.html",
        ),
        Column(
            key="parties",
            label=text("Parties"),
            value=lambda line: tuple(party_name(p, naming) for p in line.parties),
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: STATE_NAMES[line.standing.state],
            order=lambda line: order.index(line.standing.state),
            template="casework/cell_state.html",
        ),
        Column(
            key="waits",
            label=text("Waits for"),
            value=lambda line: awaited(line, naming),
        ),
        Column(
            key="due",
            label=text("Due day"),
            value=lambda line: line.standing.due_on,
            order=lambda line: line.standing.due_on,
            template="casework/cell_due.html",
        ),
        Column(
            key="amount",
            label=text("Amount (yuan)"),
            value=_amount,
            order=lambda line: line.amount_fen,
            number=True,
        ),
        Column(
            key="opened",
            label=text("Opened on"),
            value=lambda line: line.opened_on,
            order=lambda line: line.opened_on,
            shown=False,
        ),
    )


def _amount(line: CaseLine) -> str | None:
    return None if line.amount_fen is None else str(Money(line.amount_fen))


def _filters(
    request: HttpRequest, league: str, names: Mapping[str, Bilingual]
) -> tuple[Filter, ...]:
    types = all_types(charter_reads.get_versions(league))
    offered: dict[str, tuple[Text, list[tuple[str, Any]]]] = {
        "type": (text("Case type"), [(k.id, k.title) for k in types.values()]),
        "state": (text("State"), [(s.value, n) for s, n in STATE_NAMES.items()]),
        "city": (text("City"), list(names.items())),
    }
    words = Filter(
        key="q",
        label=text("Words"),
        kind="words",
        chosen=request.GET.get("q", "")[:100],
    )
    return (
        words,
        *(
            Filter(
                key=key,
                label=label,
                choices=tuple(Choice(value=v, label=name) for v, name in choices),
                chosen=request.GET.get(key, ""),
            )
            for key, (label, choices) in offered.items()
        ),
    )
