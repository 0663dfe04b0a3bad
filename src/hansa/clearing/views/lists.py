"""The list of windows, and a window to be opened."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hansa.chassis.asked import choice, day_of, optional_day
from hansa.chassis.clock import today
from hansa.chassis.http import status_of
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.clearing.forms.windows import OpenForm
from hansa.clearing.reads import desks
from hansa.clearing.reads import windows as reads
from hansa.clearing.terms.house import STATE_NAMES, State, WindowLine
from hansa.clearing.views.frames import framed, lights_of, reader
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, Text, text

OK, INVALID = 200, 422
UNDONE = frozenset({State.SEALED, State.VALIDATED, State.PRICED})
UNPAID = frozenset({State.PUBLISHED, State.INSTRUCTED, State.PARTIAL})
FIELDS = dict.fromkeys(("window-slug-wrong", "window-there"), "slug")


@require_safe
def windows(request: HttpRequest, league: str) -> HttpResponse:
    """List windows: those with files missing, those with files waiting, then the latest."""
    actor, day = reader(request), day_of(request)
    lines = reads.list_windows(actor, league, optional_day(request))
    frame = framed(actor, league, day)
    wanted = choice(request, "state", STATE_NAMES)
    shown = [line for line in lines if wanted is None or wanted in line.states]
    shown.sort(key=lambda line: (not _overdue(line), not _waits(line)))
    columns = _columns(frame["institutions"])
    listing = Listing(
        slug="clearing-windows",
        title=text("Clearing windows"),
        columns=columns,
        rows=Given(shown, columns),
        filters=(_state_filter(lines, wanted),),
        empty=text(
            "Windows will stand here, each a day, week or month whose card files are "
            "cleared together. Take institutions in, then open the first window."
        ),
    )
    context = {
        **frame,
        **_counts(lines),
        "is_today": day == today(),
        "lights": {line.slug: lights_of(line) for line in lines},
    }
    return answer(request, listing, "clearing/windows.html", context)


def _overdue(line: WindowLine) -> bool:
    waits = line.state is State.COLLECTING
    return waits and any(gap.overdue for gap in line.gaps)


def _waits(line: WindowLine) -> bool:
    """Tell whether files came after sealing, which no batch holds yet."""
    return line.waiting > 0 and line.state is not State.COLLECTING


def _counts(lines: Sequence[WindowLine]) -> dict[str, Any]:
    late = [line for line in lines if _overdue(line)]
    states = [state for line in lines for state in line.states]
    return {
        "late": late,
        "approval_count": states.count(State.NETTED),
        "run_count": sum(not UNDONE.isdisjoint(line.states) for line in lines),
        "waiting_count": sum(_waits(line) for line in lines),
        "held_count": states.count(State.HELD),
        "pay_count": sum(not UNPAID.isdisjoint(line.states) for line in lines),
        "collecting_count": states.count(State.COLLECTING) - len(late),
        "window_count": len(lines),
    }


def _state_filter(lines: Sequence[WindowLine], wanted: State | None) -> Filter:
    states = [state for line in lines for state in line.states]
    return Filter(
        key="state",
        label=text("State"),
        choices=tuple(
            Choice(value=state.value, label=name, count=states.count(state))
            for state, name in STATE_NAMES.items()
            if state in states
        ),
        chosen=wanted.value if wanted else "",
        every=False,
    )


def _missing(
    line: WindowLine, institutions: Mapping[str, Bilingual]
) -> tuple[Text, ...]:
    return tuple(
        text(
            "{sender} ({received} of {expected})",
            sender=institutions.get(gap.sender, gap.sender),
            received=gap.received,
            expected=gap.expected,
        )
        for gap in line.gaps
    )


def _columns(
    institutions: Mapping[str, Bilingual],
) -> tuple[Column[WindowLine], ...]:
    order = list(State)
    return (
        Column(
            key="window",
            label=text("Window"),
            value=lambda line: line.slug,
            order=lambda line: line.start_at,
            template="clearing/cell_window.html",
        ),
        Column(
            key="state",
            label=text("State"),
            value=lambda line: tuple(STATE_NAMES[state] for state in line.states),
            order=lambda line: min(order.index(state) for state in line.states),
            template="clearing/cell_state.html",
        ),
        Column(
            key="missing",
            label=text("Missing files"),
            value=lambda line: _missing(line, institutions),
            order=lambda line: sum(g.expected - g.received for g in line.gaps),
            template="clearing/cell_missing.html",
        ),
        Column(
            key="files",
            label=text("Files"),
            value=lambda line: line.files,
            order=lambda line: line.files,
            number=True,
        ),
        Column(
            key="waiting",
            label=text("Not sealed yet"),
            value=lambda line: line.waiting,
            order=lambda line: line.waiting,
            number=True,
        ),
        Column(
            key="batches",
            label=text("Batches"),
            value=lambda line: line.batches,
            order=lambda line: line.batches,
            number=True,
        ),
        Column(
            key="due",
            label=text("Files due"),
            value=lambda line: line.received_by,
            order=lambda line: line.received_by,
            template="chassis/cell_nowrap.html",
        ),
        Column(
            key="start",
            label=text("Begins"),
            value=lambda line: line.start_at,
            order=lambda line: line.start_at,
            shown=False,
        ),
        Column(
            key="end",
            label=text("Ends"),
            value=lambda line: line.end_at,
            order=lambda line: line.end_at,
            shown=False,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_window(request: HttpRequest, league: str) -> HttpResponse:
    """Open a window; what is refused is shown again with what was typed."""
    actor = reader(request)
    desks.require_prepare(actor, league)
    form = OpenForm(request.POST) if request.method == "POST" else OpenForm()
    status = OK
    if form.is_bound:
        from hansa.clearing.services import windows as services  # noqa: PLC0415 -- reads files, which takes a moment to start

        try:
            if form.is_valid():
                slug = services.open_window(actor, league, form.draft())
                say_done(request, text("The window collects files from now on."))
                return redirect("clearing:window", league, slug)
            status = INVALID
        except HansaError as error:
            show_refusal(form, error, FIELDS)
            status = status_of(error)
    context = {**framed(actor, league, day_of(request)), "form": form}
    return render(request, "clearing/open.html", context, status=status)
