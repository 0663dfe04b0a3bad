"""What the directory gives the search box: units for all, people for who may read them."""

from collections.abc import Iterator

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.search import SearchDocument
from hansa.directory.models import Person, Unit
from hansa.directory.reads.rows import name_of, names_of, title_of
from hansa.directory.terms.people import UNIT_KIND_NAMES, UnitKind


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the standing units and the people of a league, without their contacts."""
    version = charter_reads.get_versions(league)[-1]
    names = charter_reads.names_of(version)
    own = version.charter.agreement.name
    standing = Unit.objects.filter(league=league, closed_on=None)
    for unit in standing.prefetch_related("names"):
        borne = [name_of(unit), *(line.name for line in names_of(unit))]
        yield SearchDocument(
            kind="unit",
            key=str(unit.pk),
            reach=search.PUBLIC,
            title=borne[-1],
            under=names.get(unit.member) or UNIT_KIND_NAMES[UnitKind(unit.kind)],
            address=f"/{league}/directory/units/{unit.pk}/",
            # Under a name that it bore, or is to bear, a unit is found as well.
            words=tuple(word for name in borne for word in (name.zh, name.en)),
        )
    for person in Person.objects.filter(league=league, left_on=None):
        yield SearchDocument(
            kind="person",
            key=str(person.pk),
            reach=search.LEAGUE,
            title=title_of(person),
            under=names.get(person.member, own),
            address=f"/{league}/directory/people/{person.pk}/",
        )
