"""The bodies of a league as a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
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
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance import reads
from hansa.governance.reads import bodies as body_reads
from hansa.governance.reads import records as record_reads
from hansa.governance.terms import Body, Per, SeatRule
from hansa.governance.terms.compliance import Counted
from hansa.governance.views.calendars import counted_in_year
from hansa.kernel.text import Bilingual, Text, text

STANDING_NAMES: Mapping[str, Text] = {
    "stands": text("stands"),
    "stands-not": text("does not stand"),
}
STANDING: Mapping[bool, str] = {True: "stands", False: "stands-not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLine:
    """A body as the list shows it.

    Attributes:
        counted: its meetings of the year; None where none are asked for.
        readings: what it rests on beside its clauses.
    """

    body: Body
    status: Text
    counted: Counted | None
    readings: tuple[str, ...]


@require_safe
def bodies(request: HttpRequest, league: str) -> HttpResponse:
    """List the bodies of the league, tier by tier."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    agreement = version.charter.agreement
    filters = _filters(request, version)
    refuse_unknown_words(request, filters)
    every = _lines(version, counted_in_year(versions, day))
    layer, standing = (filter_.chosen for filter_ in filters)
    columns = _columns(version, day.year)
    listing = Listing(
        slug="bodies",
        title=text("Bodies"),
        columns=columns,
        rows=Given(_kept(every, layer, standing, day), columns),
        filters=filters,
        row_id=lambda line: line.body.id,
        region="bodies",
    )
    context = {
        "room": "league",
        "insider": record_reads.may_read_rosters(actor_of(request), league),
        "changes": body_reads.may_change(actor_of(request), league),
        "geography": version.charter.geography,
        "version": version,
        "agreement": agreement,
        "count": len(every),
        "bodies": record_reads.bodies_named([version]),
        "resting_on": sorted({id_ for line in every for id_ in line.readings}),
    }
    return answer(request, listing, "governance/bodies.html", context)


def _lines(version: Version, counted: Mapping[str, Counted]) -> tuple[BodyLine, ...]:
    return tuple(
        BodyLine(
            body=body,
            status=reads.status_of(body),
            counted=counted.get(body.id),
            readings=body.assumptions,
        )
        for body in _by_layer(version)
    )


def _by_layer(version: Version) -> list[Body]:
    """List the bodies layer by layer, each layer in charter order."""
    layers = [layer.id for layer in version.charter.agreement.layers]
    found = reads.list_bodies(version)
    return sorted(found, key=lambda body: layers.index(body.layer))


def _kept(
    lines: Sequence[BodyLine], layer: str, standing: str, day: date
) -> tuple[BodyLine, ...]:
    return tuple(
        line
        for line in lines
        if layer in ("", line.body.layer)
        and standing in ("", STANDING[reads.is_alive(line.body, day)])
    )


def _columns(version: Version, year: int) -> tuple[Column[BodyLine], ...]:
    agreement = version.charter.agreement
    layers = {layer.id: layer.name for layer in agreement.layers}
    names = record_reads.bodies_named([version])
    return (
        Column(
            key="body",
            label=text("Body"),
            value=lambda line: line.body.name,
            order=lambda line: written(line.body.name),
            template="governance/cell_body.html",
        ),
        Column(
            key="layer",
            label=text("Layer"),
            value=lambda line: layers[line.body.layer],
            order=lambda line: list(layers).index(line.body.layer),
            template="chassis/cell_nowrap.html",
        ),
        Column(
            key="under",
            label=text("Under"),
            value=lambda line: names.get(line.body.parent or ""),
            template="governance/cell_under.html",
            spare=True,
        ),
        Column(
            key="status",
            label=text("Status"),
            value=lambda line: line.status,
            order=lambda line: line.body.dissolved_on or line.body.established_on,
            template="chassis/cell_nowrap.html",
        ),
        Column(
            key="meetings",
            label=text("{year}: held / asked", year=str(year)),
            value=lambda line: _counted(line.counted),
            order=lambda line: _share(line.counted),
            template="governance/cell_counted.html",
            number=True,
        ),
        Column(
            key="seats",
            label=text("Seats"),
            value=lambda line: tuple(_seat(seat) for seat in line.body.seats),
        ),
        *FURTHER,
    )


FURTHER: tuple[Column[BodyLine], ...] = (
    Column(
        key="clauses",
        label=text("Clauses"),
        value=lambda line: line.body.clauses,
        template="chassis/cell_clauses.html",
    ),
    Column(
        key="location",
        label=text("Location"),
        value=lambda line: line.body.location.unit if line.body.location else None,
        shown=False,
    ),
    Column(
        key="readings",
        label=text("Readings"),
        value=lambda line: line.readings,
        shown=False,
    ),
)


def _counted(counted: Counted | None) -> Text | None:
    if counted is None:
        return None
    return text("{held} held of {asked}", held=counted.held, asked=counted.asked)


def _share(counted: Counted | None) -> tuple[int, int] | None:
    return (counted.held, counted.asked) if counted else None


def _seat(seat: SeatRule) -> Text:
    office = OFFICE_NAMES[seat.office]
    if seat.count and seat.per is Per.MEMBER:
        return text("{office} ({count} per city)", office=office, count=seat.count)
    return office


def _filters(request: HttpRequest, version: Version) -> tuple[Filter, ...]:
    layers: Mapping[str, Text | Bilingual] = {
        layer.id: layer.name for layer in version.charter.agreement.layers
    }
    offered = (
        ("layer", text("Layer"), layers),
        ("state", text("State"), STANDING_NAMES),
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
