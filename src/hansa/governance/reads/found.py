"""What governance gives the search box: the bodies of the latest charter."""

from collections.abc import Iterator

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.search import SearchDocument
from hansa.governance.reads.calendars import list_bodies


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the bodies of a league."""
    version = charter_reads.get_versions(league)[-1]
    layers = {layer.id: layer.name for layer in version.charter.agreement.layers}
    for body in list_bodies(version):
        yield SearchDocument(
            kind="body",
            key=body.id,
            reach=search.PUBLIC,
            title=body.name,
            under=layers[body.layer],
            address=f"/{league}/governance/bodies/{body.id}/",
            words=body.clauses,
        )
