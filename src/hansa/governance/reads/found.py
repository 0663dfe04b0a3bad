"""What governance gives the search box: bodies, what they held or sent, agreements."""

from collections.abc import Iterator

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.search import SearchDocument
from hansa.governance.reads.agreements import list_published
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the bodies of the latest charter of a league, its records and agreements."""
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
    yield from _records(league)
    for line in list_published(league):
        yield SearchDocument(
            kind="agreement",
            key=str(line.id),
            reach=search.LEAGUE,
            title=line.name,
            under=line.reference,
            address=f"/{league}/governance/agreements/{line.id}/",
            words=(line.reference,),
        )


def _records(league: str) -> Iterator[SearchDocument]:
    """Give what was held or sent, by the numbers of its papers too."""
    bodies = bodies_named(charter_reads.get_versions(league))
    for record in list_meetings(league):
        facts = record.facts
        papers = tuple(filter(None, (facts.document, record.evidence)))
        yield SearchDocument(
            kind="record",
            key=str(record.id),
            reach=search.LEAGUE,
            title=bodies.get(facts.body, facts.body),
            under=" · ".join((facts.days.start.isoformat(), *papers)),
            address=f"/{league}/governance/records/{record.id}/",
            words=papers,
        )
