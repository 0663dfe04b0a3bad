"""What governance gives the search box: bodies, their papers, and who advises them."""

from collections.abc import Iterator

from hansa.charter import reads as charter_reads
from hansa.chassis import search
from hansa.chassis.search import SearchDocument
from hansa.governance.models.consultations import PublicConsultation
from hansa.governance.models.experts import Expert, Study
from hansa.governance.models.laws import LawDossier
from hansa.governance.models.stakeholders import Stakeholder
from hansa.governance.reads.agreements import list_published
from hansa.governance.reads.calendars import list_bodies
from hansa.governance.reads.meetings import list_meetings
from hansa.governance.reads.records import bodies_named
from hansa.governance.terms.dockets import in_both


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

    yield from _advice(league)
    yield from _laws(league)
    yield from _participation(league)


def _advice(league: str) -> Iterator[SearchDocument]:
    """Give experts and studies, to whoever may read them."""
    for expert in Expert.objects.filter(league=league).order_by("number"):
        yield SearchDocument(
            kind="expert",
            key=str(expert.pk),
            reach=search.CONFERENCE,
            title=expert.name,
            under=" · ".join(filter(None, (expert.employer, expert.post))),
            address=f"/{league}/governance/experts/{expert.pk}/",
            words=tuple(filter(None, (expert.specialty, expert.document))),
        )
    for study in Study.objects.filter(league=league).order_by("number"):
        yield SearchDocument(
            kind="study",
            key=f"S-{study.number}",
            reach=search.CONFERENCE,
            title=study.question,
            under=" · ".join(filter(None, (study.commissioner, study.authors))),
            address=f"/{league}/governance/studies/{study.pk}/",
            words=tuple(filter(None, (study.document, study.owner))),
        )


def _laws(league: str) -> Iterator[SearchDocument]:
    """Give what cities draft together, to whoever may read it."""
    for law in LawDossier.objects.filter(league=league).order_by("number"):
        yield SearchDocument(
            kind="law",
            key=f"L-{law.number}",
            reach=search.CONFERENCE,
            title=in_both(law.title, law.title_en),
            under=f"L-{law.number} · {law.year}",
            address=f"/{league}/governance/laws/{law.pk}/",
            words=tuple(filter(None, (law.purpose, law.document))),
        )


def _participation(league: str) -> Iterator[SearchDocument]:
    """Give the consultations that are public, and the associations, to everybody."""
    drafts = PublicConsultation.objects.filter(league=league)
    for draft in drafts.exclude(published_at=None).order_by("number"):
        days = f"{draft.opens_on.isoformat()} – {draft.closes_on.isoformat()}"
        yield SearchDocument(
            kind="consultation",
            key=f"PC-{draft.number}",
            reach=search.PUBLIC,
            title=in_both(draft.title, draft.title_en),
            under=f"PC-{draft.number} · {days}",
            address=f"/{league}/governance/consultations/{draft.pk}/",
            words=tuple(filter(None, (draft.summary, draft.document))),
        )
    for one in Stakeholder.objects.filter(league=league).order_by("number"):
        yield SearchDocument(
            kind="stakeholder",
            key=f"SH-{one.number}",
            reach=search.PUBLIC,
            title=one.name,
            under=f"SH-{one.number} · {one.accredited_by}",
            address=f"/{league}/governance/stakeholders/{one.pk}/",
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
