"""Bodies of neighbouring counties, and the borders that let them have one."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import day_of
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
from hansa.governance.reads import counties as reads
from hansa.governance.terms.counties import Border
from hansa.kernel.text import Bilingual, text


@require_safe
def counties(request: HttpRequest, league: str) -> HttpResponse:
    """List the bodies of counties under a league, and the borders that are declared."""
    versions, day = charter_reads.get_versions(league), day_of(request)
    version = charter_reads.governing(versions, day)
    names = charter_reads.names_of(version)
    children = reads.list_children(league, day)
    every = reads.list_borders(version, children)
    city = _filter(request, names)
    refuse_unknown_words(request, (city,))
    kept = [b for b in every if city.chosen in ("", b.one.member, b.other.member)]
    columns = _columns(names, {one.league: one.name for one in children})
    listing = Listing(
        slug="counties",
        title=text("Counties that share a border"),
        columns=columns,
        rows=Given(kept, columns),
        filters=(city,),
        row_id=lambda border: border.key,
        empty=text("The charter declares no borders of counties."),
        region="counties",
    )
    geography = version.charter.geography
    context = {
        "room": "league",
        "version": version,
        "agreement": version.charter.agreement,
        "children": children,
        "borders": every,
        "geography": geography,
        "page_clauses": geography.county_clauses if geography else (),
    }
    return answer(request, listing, "governance/counties.html", context)


def _filter(request: HttpRequest, names: Mapping[str, Bilingual]) -> Filter:
    return Filter(
        key="city",
        label=text("City"),
        choices=tuple(Choice(value=id_, label=name) for id_, name in names.items()),
        chosen=request.GET.get("city", ""),
    )


def _columns(
    cities: Mapping[str, Bilingual], children: Mapping[str, Bilingual]
) -> tuple[Column[Border], ...]:
    return (
        Column(
            key="one",
            label=text("County"),
            value=lambda border: border.one.name,
            order=lambda border: written(border.one.name),
        ),
        Column(
            key="city",
            label=text("City"),
            value=lambda border: cities.get(border.one.member),
        ),
        Column(
            key="other",
            label=text("Neighbouring county"),
            value=lambda border: border.other.name,
            order=lambda border: written(border.other.name),
        ),
        Column(
            key="other_city",
            label=text("Its city"),
            value=lambda border: cities.get(border.other.member),
        ),
        Column(
            key="bodies",
            label=text("Body"),
            value=lambda border: tuple(children[slug] for slug in border.children),
        ),
        Column(
            key="codes",
            label=text("Division codes"),
            value=lambda border: border.key,
            shown=False,
        ),
    )
