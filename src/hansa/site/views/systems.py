"""The page of named systems: every platform the texts name, and what became of it."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.language import render as written
from hansa.chassis.lists import (
    Choice,
    Column,
    Filter,
    Given,
    Listing,
    answer,
    refuse_unknown_words,
)
from hansa.directory.terms.people import (
    SYSTEM_LACK_NAMES,
    SYSTEM_STATUS_NAMES,
    SystemStatus,
)
from hansa.kernel.text import Bilingual, Text, text
from hansa.site.systems import SystemSeen, list_systems, may_keep

NOT_KNOWN = "not-known"
HERE_NAMES = {
    "page": text("with a page here"),
    "none": text("without a page here"),
}
STATUS_NAMES = {
    **{status.value: name for status, name in SYSTEM_STATUS_NAMES.items()},
    NOT_KNOWN: text("not known"),
}


@require_safe
def systems(request: HttpRequest, league: str) -> HttpResponse:
    """List the platforms with their clause, their page here, their owner and state."""
    day = day_of(request)
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    every = list_systems(actor_of(request), version, day)
    filters = _filters(request)
    refuse_unknown_words(request, filters)
    here, status = (filter_.chosen for filter_ in filters)
    counted = [line for line in every if not line.is_whole]
    names = {line.system.id: line.system.name for line in every}
    columns = (*COLUMNS, _part_of(names))
    listing = Listing(
        slug="systems",
        title=text("Named systems"),
        columns=columns,
        rows=Given(_kept(counted, here, status), columns),
        filters=filters,
        row_id=lambda line: line.system.id,
        region="systems",
    )
    context = {
        "room": "systems",
        "version": version,
        "agreement": version.charter.agreement,
        "page_clauses": tuple(
            dict.fromkeys(id_ for line in every for id_ in line.system.clauses)
        ),
        "wholes": [line for line in every if line.is_whole],
        "count": len(counted),
        "may_keep": may_keep(actor_of(request), league),
        "here": sum(line.page is not None for line in counted),
        "unknown": sum(bool(line.line.lacks) for line in counted),
    }
    return answer(request, listing, "site/systems.html", context)


def _kept(
    lines: Sequence[SystemSeen], here: str, status: str
) -> tuple[SystemSeen, ...]:
    return tuple(
        line
        for line in lines
        if here in ("", _here(line)) and status in ("", _status(line) or NOT_KNOWN)
    )


def _here(line: SystemSeen) -> str:
    return "page" if line.page else "none"


def _status(line: SystemSeen) -> SystemStatus | None:
    return line.line.record.status if line.line.record else None


def _owner(line: SystemSeen) -> Bilingual | None:
    return line.line.record.owner_name if line.line.record else None


def _shown_here(line: SystemSeen) -> Text:
    return text("its page") if line.page else text("not yet")


COLUMNS: tuple[Column[SystemSeen], ...] = (
    Column(
        key="platform",
        label=text("Platform"),
        value=lambda line: line.system.name,
        order=lambda line: written(line.system.name),
        template="site/cell_system.html",
    ),
    Column(
        key="clauses",
        label=text("Clauses"),
        value=lambda line: line.system.clauses,
        template="chassis/cell_clauses.html",
    ),
    Column(
        key="here",
        label=text("Here"),
        value=_shown_here,
        order=_here,
        template="site/cell_system_here.html",
    ),
    Column(
        key="owner",
        label=text("Owner"),
        value=lambda line: _owner(line) or text("not known"),
        order=lambda line: written(_owner(line)) or None,
        template="site/cell_system_owner.html",
    ),
    Column(
        key="level",
        label=text("Service level"),
        value=lambda line: line.line.record.service_level if line.line.record else None,
        template="site/cell_system_level.html",
    ),
    Column(
        key="status",
        label=text("Status"),
        value=lambda line: STATUS_NAMES[_status(line) or NOT_KNOWN],
        order=lambda line: list(STATUS_NAMES).index(_status(line) or NOT_KNOWN),
        template="site/cell_system_status.html",
    ),
    Column(
        key="lacks",
        label=text("Not known of it"),
        value=lambda line: tuple(SYSTEM_LACK_NAMES[lack] for lack in line.line.lacks),
        shown=False,
    ),
)


def _part_of(names: dict[str, Bilingual]) -> Column[SystemSeen]:
    return Column(
        key="part-of",
        label=text("Part of"),
        value=lambda line: names.get(line.system.part_of or ""),
        shown=False,
    )


def _filters(request: HttpRequest) -> tuple[Filter, ...]:
    offered = (
        ("here", text("Here"), HERE_NAMES),
        ("status", text("Status"), STATUS_NAMES),
    )
    return tuple(
        Filter(
            key=key,
            label=label,
            choices=tuple(Choice(value=v, label=name) for v, name in names.items()),
            chosen=request.GET.get(key, ""),
        )
        for key, label, names in offered
    )
