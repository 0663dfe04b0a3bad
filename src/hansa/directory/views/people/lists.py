"""List pages of units and people: filtered, sorted, exported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.chassis.asked import actor_of, choice, day_of
from hansa.chassis.language import render as written
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.directory.forms.people import OWN
from hansa.directory.reads import people as reads
from hansa.directory.reads.places import places
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.directory.terms.people import (
    UNIT_KIND_NAMES,
    Label,
    PersonLine,
    PostingKind,
    PostingLine,
    UnitLine,
)
from hansa.directory.views.people.frame import setting
from hansa.kernel.text import Bilingual, Text, text

Cities = Mapping[str, Bilingual]


def _city(cities: Cities, member: str | None) -> Bilingual | Text:
    return cities.get(member or "", text("the league's own"))


def _place(cities: Cities) -> Callable[[str | None], int]:
    """Give the order of cities: the league's own, then as the charter lists them."""
    order = {member: place for place, member in enumerate((None, *cities))}
    return lambda member: order.get(member, len(order))


def _city_filter(request: HttpRequest, cities: Cities) -> Filter:
    own = Choice(value=OWN, label=text("the league's own"))
    chosen = request.GET.get("city", "")
    return Filter(
        key="city",
        label=text("City"),
        choices=(own, *(Choice(value=id_, label=n) for id_, n in cities.items())),
        chosen=chosen if chosen in {OWN, *cities} else "",
    )


def _words_filter(request: HttpRequest) -> Filter:
    return Filter(
        key="q",
        label=text("Words"),
        kind="words",
        chosen=request.GET.get("q", "")[:100],
    )


def _matches(filters: Sequence[Filter], member: str | None, *words: str) -> bool:
    """Tell whether a row passes the filters of city and words."""
    chosen = {filter_.key: filter_.chosen for filter_ in filters}
    in_city = chosen["city"] in {"", member or OWN}
    said = " ".join(words).casefold()
    return in_city and all(word in said for word in chosen["q"].casefold().split())


@require_safe
def units(request: HttpRequest, league: str) -> HttpResponse:
    """List the units that stand."""
    actor, day, cities = actor_of(request), day_of(request), places(league).members
    kind = choice(request, "kind", UNIT_KIND_NAMES)
    filters = (
        _city_filter(request, cities),
        Filter(
            key="kind",
            label=text("Kind"),
            choices=tuple(
                Choice(value=kind.value, label=name)
                for kind, name in UNIT_KIND_NAMES.items()
            ),
            chosen=kind.value if kind else "",
        ),
        _words_filter(request),
    )
    found = [
        unit
        for unit in reads.list_units(actor, league, day)
        if kind in (None, unit.kind)
        and _matches(filters, unit.member, unit.name.zh, unit.name.en)
    ]
    columns = _unit_columns(cities, reads.may_read_people(actor, league))
    listing = Listing(
        slug="units",
        title=text("Units"),
        columns=columns,
        rows=Given(found, columns),
        filters=filters,
        empty=text(
            "The units of the cities and of the league will stand here. Bring the "
            "workbook, or record the first one."
        ),
    )
    context = {**setting(request, league), "count": len(found)}
    return answer(request, listing, "directory/units.html", context)


def _unit_columns(cities: Cities, readable: bool) -> tuple[Column[UnitLine], ...]:
    place = _place(cities)
    columns: tuple[Column[UnitLine], ...] = (
        Column(
            key="city",
            label=text("City"),
            value=lambda unit: _city(cities, unit.member),
            order=lambda unit: place(unit.member),
        ),
        Column(
            key="name",
            label=text("Name"),
            value=lambda unit: unit.name,
            order=lambda unit: written(unit.name),
            template="directory/cell_unit.html",
        ),
        Column(
            key="kind",
            label=text("Kind"),
            value=lambda unit: UNIT_KIND_NAMES[unit.kind],
            order=lambda unit: unit.kind.value,
        ),
        Column(
            key="opened",
            label=text("First day"),
            value=lambda unit: unit.opened_on,
            order=lambda unit: unit.opened_on,
            shown=False,
        ),
    )
    return (*columns, *_contact_columns()) if readable else columns


def _contact_columns() -> tuple[Column[Any], ...]:
    return (
        Column(
            key="phone",
            label=text("Telephone"),
            value=lambda line: line.contact.phone if line.contact else "",
        ),
        Column(
            key="mail",
            label=text("Mail address"),
            value=lambda line: line.contact.mail if line.contact else "",
        ),
    )


@require_safe
def people(request: HttpRequest, league: str) -> HttpResponse:
    """List the people who are there, with where each stands."""
    actor, day, cities = actor_of(request), day_of(request), places(league).members
    lines = reads.list_people(actor, league, day)
    filters = (_city_filter(request, cities), _words_filter(request))
    posts: dict[str, list[PostingLine]] = {}
    for posting in reads.list_postings(league, as_of=day):
        if posting.person:
            posts.setdefault(posting.person, []).append(posting)
    names = reads.unit_names(league, day)
    found = [
        person
        for person in lines
        if _matches(filters, person.member, person.title.zh, person.title.en)
    ]
    columns = _person_columns(cities, names, posts, places(league).posting_kinds)
    listing = Listing(
        slug="people",
        title=text("People"),
        columns=columns,
        rows=Given(found, columns),
        filters=filters,
        empty=text(
            "The people of the cities and of the league will stand here. Bring the "
            "workbook, or record the first one."
        ),
    )
    context = {**setting(request, league), "count": len(found)}
    return answer(request, listing, "directory/people.html", context)


def _person_columns(
    cities: Cities,
    names: Mapping[str, Bilingual],
    posts: Mapping[str, Sequence[PostingLine]],
    kinds: Mapping[PostingKind, Label],
) -> tuple[Column[PersonLine], ...]:
    place = _place(cities)
    columns: tuple[Column[PersonLine], ...] = (
        Column(
            key="city",
            label=text("City"),
            value=lambda person: _city(cities, person.member),
            order=lambda person: place(person.member),
        ),
        Column(
            key="title",
            label=text("Known as"),
            value=lambda person: person.title,
            order=lambda person: written(person.title),
            template="directory/cell_person.html",
        ),
        Column(
            key="unit",
            label=text("Unit"),
            value=lambda person: names.get(person.unit or ""),
            order=lambda person: written(names.get(person.unit or "")) or None,
        ),
        Column(
            key="posts",
            label=text("Stands as"),
            value=lambda person: tuple(
                _post(posting, kinds) for posting in posts.get(person.id, ())
            ),
        ),
    )
    return (*columns, *_contact_columns())


def _post(posting: PostingLine, kinds: Mapping[PostingKind, Label]) -> Label:
    """Name a posting in a list: an office by itself, others by their kind."""
    if posting.office is not None:
        return OFFICE_NAMES[posting.office]
    return kinds[posting.kind]
