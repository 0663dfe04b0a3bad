"""The list of duties, and what is done to several of them at once."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from hansa.charter.terms import MODALITY_NAMES
from hansa.chassis.actor import Actor
from hansa.chassis.asked import choice, next_of, refuse_unknown
from hansa.chassis.lists import BulkAct, Choice, Column, Filter, Listing, Sort, answer
from hansa.chassis.toasts import warn
from hansa.duties.reads import duties as reads
from hansa.duties.reads import notice_plans
from hansa.duties.terms.duties import (
    SOURCE_NAMES,
    STATE_NAMES,
    DutyLine,
    DutyState,
    Filters,
    Order,
    Reckoning,
    SortKey,
)
from hansa.duties.views.frames import NO_ROLE, framed, reader, reckoned
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

DUTIES_MOST = 200
WORDS_LONGEST = 100
NARROWING = ("body", "series", "unit")
"""By what other pages lead to a part of the list."""
WITHOUT = "none"  # For a unit: only what fell to no unit.
EMPTY = text(
    "What the agreement asks for will be here once its charter is in force, and what "
    "the office asks of the cities."
)


def columns_of(frame: Mapping[str, Any]) -> tuple[Column[DutyLine], ...]:
    """Give the columns of the list, with the names of cities and units."""
    names, units, office = frame["names"], frame["units"], frame["office"]
    return (
        DUE,
        STATE,
        Column(
            key="member",
            label=text("City"),
            value=lambda line: names.get(line.member, line.member or ""),
            order=lambda line: line.member,
            template="chassis/cell_nowrap.html",
        ),
        TITLE,
        Column(
            key="unit",
            label=text("Unit"),
            value=lambda line: units.get(line.unit, line.unit or office),
            template="duties/cell_unit.html",
        ),
        *FURTHER,
    )


DUE: Column[DutyLine] = Column(
    key="due",
    label=text("Due day"),
    value=lambda line: (
        datetime.combine(line.due_on, line.due_time)
        if line.due_on and line.due_time
        else line.due_on
    ),
    order=lambda line: line.due_on,
    template="duties/cell_due.html",
)
STATE: Column[DutyLine] = Column(
    key="state",
    label=text("State"),
    value=lambda line: STATE_NAMES[line.state],
    order=lambda line: line.state,
    template="duties/cell_state.html",
)
TITLE: Column[DutyLine] = Column(
    key="title",
    label=text("Duty"),
    value=lambda line: line.title,
    template="duties/cell_title.html",
)
FURTHER: tuple[Column[DutyLine], ...] = (
    Column(
        key="modality",
        label=text("Binding"),
        value=lambda line: MODALITY_NAMES[line.modality],
        shown=False,
    ),
    Column(
        key="clauses",
        label=text("Clauses"),
        value=lambda line: " ".join(line.clauses),
        template="duties/cell_clauses.html",
    ),
    Column(
        key="original",
        label=text("Original due day"),
        value=lambda line: line.original_due_on,
        shown=False,
    ),
    Column(
        key="source",
        label=text("Source"),
        value=lambda line: SOURCE_NAMES[line.source],
        shown=False,
    ),
    Column(
        key="changed",
        label=text("Last change"),
        value=lambda line: line.changed_at,
        order=lambda line: line.changed_at,
        shown=False,
    ),
    Column(key="key", label=text("Key"), value=lambda line: line.key, shown=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The duties that a reader may see, fetched from the database a page at a time."""

    actor: Actor
    league: str
    reckoning: Reckoning
    filters: Filters

    def count(self) -> int:
        """Count them."""
        return reads.count_duties(self.actor, self.league, self.reckoning, self.filters)

    def slice(self, sort: Sort | None, start: int, stop: int) -> Sequence[DutyLine]:
        """Give some of them."""
        order = Order(key=SortKey.STATE)
        if sort is not None:
            order = Order(key=SortKey(sort.key), descending=sort.descending)
        part = slice(start, stop)
        return reads.list_duties(
            self.actor, self.league, self.reckoning, self.filters, order, part
        )


def filters_of(request: HttpRequest, frame: Mapping[str, Any]) -> Filters:
    """Read the filters of the address; the frame names what there is.

    Raises:
        Refused: a day is no day, or a word is none that its filter knows.
    """
    asked = request.GET
    refuse_unknown(request, "body", frame["bodies"])
    state = choice(request, "state", STATE_NAMES)
    return Filters(
        states=frozenset({state}) if state else frozenset(),
        member=asked.get("city", "")[:60] or None,
        unit=_unit(asked.get("unit", ""), frame["units"]),
        body=asked.get("body", "")[:60] or None,
        domain=asked.get("domain", "")[:60] or None,
        modality=choice(request, "binding", MODALITY_NAMES),
        source=choice(request, "source", SOURCE_NAMES),
        series=asked.get("series", "")[:200] or None,
        words=asked.get("q", "")[:WORDS_LONGEST].replace("\0", ""),
        due_from=_day(asked.get("from", "")),
        due_to=_day(asked.get("to", "")),
        without_unit=asked.get("unit") == WITHOUT,
    )


def _unit(written: str, known: Container[str]) -> str | None:
    if written in {"", WITHOUT}:
        return None
    if written not in known:
        raise Refused(
            "unit-unknown",
            text("No unit has the id “{written}”.", written=written[:40]),
            text("Take it from the address of the unit’s page in the directory."),
        )
    return written


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


def _day(written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Refused(
            "no-such-day",
            text("“{written}” is no day.", written=written[:40]),
            text("Write it as 2026-11-24."),
        ) from error


def _fields(
    request: HttpRequest, frame: dict[str, Any], counts: Any
) -> tuple[Filter, ...]:
    def named(known: Any) -> tuple[Choice, ...]:
        return tuple(Choice(value=key, label=name) for key, name in known.items())

    states = tuple(
        Choice(value=state.value, label=STATE_NAMES[state], count=counts[state])
        for state in DutyState
        if state in counts
    )
    binding = {modality.value: name for modality, name in MODALITY_NAMES.items()}
    origins = {source.value: name for source, name in SOURCE_NAMES.items()}
    fields = (
        ("state", text("State"), "choice", states),
        ("city", text("City"), "choice", named(frame["names"])),
        ("domain", text("Field"), "choice", named(frame["domains"])),
        ("binding", text("Binding"), "choice", named(binding)),
        ("source", text("Source"), "choice", named(origins)),
        ("from", text("Due from"), "day", ()),
        ("to", text("Due to"), "day", ()),
        ("q", text("Words"), "words", ()),
    )
    asked = request.GET
    return tuple(
        Filter(
            key=key,
            label=label,
            kind=kind,
            choices=choices,
            chosen=asked.get(key, ""),
            every=key != "state",
        )
        for key, label, kind, choices in fields
    )


@require_safe
def list_page(request: HttpRequest, league: str) -> HttpResponse:
    """Show the duties that the reader may see."""
    actor, reckoning = reader(request), reckoned(request, league)
    frame = framed(league, reckoning.as_of)
    looks = reads.may_look(actor, league)
    counts = reads.count_states(actor, league, reckoning, Filters())
    rows = Rows(
        actor=actor,
        league=league,
        reckoning=reckoning,
        filters=filters_of(request, frame),
    )
    listing = Listing(
        slug="duties",
        title=text("Duties"),
        columns=columns_of(frame),
        rows=rows,
        filters=_fields(request, frame, counts),
        bulk=_bulk(actor, league),
        empty=EMPTY if looks else NO_ROLE,
        row_id=lambda line: str(line.id),
        narrowed=any(request.GET.get(name) for name in NARROWING),
        known=NARROWING,
    )
    shown = {"counts": counts, "total": sum(counts.values()), "looks": looks}
    return answer(request, listing, "duties/duty_list.html", {**frame, **shown})


def _bulk(actor: Actor, league: str) -> tuple[BulkAct, ...]:
    acts = []
    if notice_plans.may_issue(actor, league):
        address = reverse("duties:bulk-remind", args=[league])
        acts.append(BulkAct(address=address, label=text("Remind or copy the text")))
    if reads.may_hand_on(actor, league):
        address = reverse("duties:bulk-hand-on", args=[league])
        acts.append(BulkAct(address=address, label=text("Hand on")))
    return tuple(acts)


@require_POST
def bulk_remind(request: HttpRequest, league: str) -> HttpResponse:
    """Lead to the preview of a reminder for the duties ticked; nothing is sent yet."""
    reader(request)
    return _with_ticked(request, league, reverse("notices:plan", args=[league]))


@require_POST
def bulk_hand_on(request: HttpRequest, league: str) -> HttpResponse:
    """Lead to the form that hands the duties ticked on to units."""
    reader(request)
    return _with_ticked(request, league, reverse("duties:hand-on-many", args=[league]))


def _with_ticked(request: HttpRequest, league: str, address: str) -> HttpResponse:
    ticked = request.POST.getlist("id")
    ids = list(dict.fromkeys(written for written in ticked if _is_id(written)))
    if not ids:
        warn(request, text("No duty is ticked."))
        return redirect(next_of(request, reverse("duties:list", args=[league])))
    for sentence in _dropped(ticked, ids):
        warn(request, sentence)
    named = urlencode([("duty", written) for written in ids[:DUTIES_MOST]])
    return redirect(f"{address}?{named}")


def _dropped(ticked: Sequence[str], ids: Sequence[str]) -> Iterator[Text]:
    """Say which of the ticked lines go no further; what is settled is said later."""
    unread = [written[:40] for written in ticked if not _is_id(written)]
    if unread:
        yield text("Left out, because it names no duty: {ids}.", ids=tuple(unread))
    if len(ids) > DUTIES_MOST:
        yield text(
            "Only the first {most} of {count} ticked duties are taken at once.",
            most=DUTIES_MOST,
            count=len(ids),
        )
