"""What delivery gives the search box: works, by the papers of their stages too."""

from collections.abc import Iterator

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.search import SearchDocument
from hansa.delivery.reads.stages import list_stages
from hansa.delivery.reads.works import library_of
from hansa.delivery.terms import MODE_NAMES


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the named works of a league; found by their cities too."""
    version = charter_reads.get_versions(league)[-1]
    names = charter_reads.names_of(version)
    papers: dict[str, list[str]] = {}
    for record in list_stages(league):
        papers.setdefault(record.facts.work, []).append(record.facts.document or "")
    for work in library_of(version).works:
        cities = [names[member] for member in work.members if member in names]
        yield SearchDocument(
            kind="work",
            key=work.id,
            reach=search.PUBLIC,
            title=work.name,
            under=MODE_NAMES[work.mode],
            address=f"/{league}/delivery/works/{work.id}/",
            words=(
                *(word for city in cities for word in (city.zh, city.en)),
                *filter(None, papers.get(work.id, ())),
            ),
        )
