"""API of the charter context: leagues, versions, clauses, gaps and findings."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from hansa.charter import reads
from hansa.charter.terms import Kind, Modality, Version
from hansa.chassis.asked import refuse_strange
from hansa.chassis.clock import today
from hansa.chassis.hashing import digest
from hansa.chassis.language import finding_fields
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, FindingOut, NameOut
from hansa.kernel.findings import Finding

WORDS_LENGTH_MAX = 200
ID_LENGTH_MAX = 60

router = Router(tags=["charter"])


class LeagueOut(Schema):
    """A league that runs here."""

    league: str
    name: NameOut
    members: int
    provinces: int
    version: int
    effective_from: date
    in_service_since: date
    parent: str | None


class MemberOut(Schema):
    """A member city."""

    id: str
    name: NameOut
    division_code: str
    province: str


class VersionOut(Schema):
    """A charter version without its content."""

    league: str
    number: int
    effective_from: date
    recorded_at: datetime
    decision: str | None
    in_service_since: date
    content_hash: str


class ObligationOut(Schema):
    """One of several ways in which a clause binds."""

    id: str
    modality: Modality
    modality_word: str | None
    phrase: str
    title: NameOut
    due_on: date | None


class ClauseOut(Schema):
    """One clause of the printed text."""

    id: str
    kind: Kind
    modality: Modality
    modality_word: str | None
    domain: str
    document: str
    line: int
    phrase: str
    title: NameOut
    label: str | None
    governed_by: str | None
    body_clauses: list[str]
    bases: list[str]
    programme: str | None
    tags: list[str]
    indicator: NameOut | None
    obligations: list[ObligationOut]


class ReadingOut(Schema):
    """How an ambiguous clause is read."""

    id: str
    assumption: bool
    configurable: bool
    clauses: list[str]
    issue: NameOut
    reading: NameOut
    alternative: NameOut | None


class ConstraintOut(Schema):
    """A limit that the text sets."""

    id: str
    strength: str
    clauses: list[str]
    title: NameOut


class GapOut(Schema):
    """Something named and not printed."""

    id: str
    clauses: list[str]
    title: NameOut


class CitationOut(Schema):
    """A clause with all that a reader needs to judge it."""

    clause: ClauseOut
    document: NameOut
    domain: NameOut
    counts: bool
    prevailing: list[ClauseOut]
    readings: list[ReadingOut]
    constraints: list[ConstraintOut]
    gaps: list[GapOut]


def _version(league: str, as_of: date | None) -> Version:
    return reads.governing(reads.get_versions(league), as_of or today())


@router.get("/leagues", response={200: list[LeagueOut], **PROBLEMS})
def leagues(request: HttpRequest, response: HttpResponse, paging: Query[Paging]) -> Any:
    """List the leagues that run here."""
    latest = [versions[-1] for versions in reads.versions_by_league().values()]
    page = paged(request, response, latest, paging, key=lambda v: v.league)
    return [_league_fields(version) for version in page]


def _league_fields(version: Version) -> dict[str, Any]:
    agreement = version.charter.agreement
    return {
        "league": version.league,
        "name": plain(agreement.name),
        "members": len(agreement.members),
        "provinces": len(agreement.provinces),
        "version": version.number,
        "effective_from": version.effective_from,
        "in_service_since": version.in_service_since,
        "parent": agreement.parent.league if agreement.parent else None,
    }


@router.get("/leagues/{league}/members", response={200: list[MemberOut], **PROBLEMS})
def members(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the member cities in charter order."""
    listed = _version(league, as_of).charter.agreement.members
    return plain(paged(request, response, listed, paging, key=lambda m: m.id))


@router.get("/leagues/{league}/versions", response={200: list[VersionOut], **PROBLEMS})
def list_versions(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List the charter versions by number."""
    listed = reads.get_versions(league)
    page = paged(request, response, listed, paging, key=lambda v: str(v.number))
    return plain([reads.line_of(version) for version in page])


@router.get("/leagues/{league}/findings", response={200: list[FindingOut], **PROBLEMS})
def findings(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List what the check found in the version in force."""
    listed = _version(league, as_of).charter.findings
    page = paged(request, response, listed, paging, key=_finding_key)
    return [finding_fields(finding) for finding in page]


def _finding_key(finding: Finding) -> str:
    # Two fields that one record lacks have one place and one code; the words differ.
    return digest(repr(finding).encode())


@router.get("/leagues/{league}/clauses", response={200: list[ClauseOut], **PROBLEMS})
def clauses(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    q: Annotated[str, Query(max_length=WORDS_LENGTH_MAX)] = "",
    kind: Kind | None = None,
    domain: Annotated[str | None, Query(max_length=ID_LENGTH_MAX)] = None,
    as_of: date | None = None,
) -> Any:
    """List the clauses that hold every word of ``q``."""
    version = _version(league, as_of)
    domains = {one.id: one.name for one in version.charter.agreement.domains}
    refuse_strange({"domain": (domain, domains)})
    listed = reads.search_clauses(version, q, kind, domain)
    return plain(paged(request, response, listed, paging, key=lambda c: c.id))


@router.get(
    "/leagues/{league}/clauses/{clause}", response={200: CitationOut, **PROBLEMS}
)
def clause(
    request: HttpRequest, league: str, clause: str, as_of: date | None = None
) -> Any:
    """Show one clause with its citation and readings."""
    del request
    version = _version(league, as_of)
    return plain(reads.cite(version, reads.get_clause(version, clause)))


@router.get("/leagues/{league}/readings", response={200: list[ReadingOut], **PROBLEMS})
def readings(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List how ambiguous clauses are read."""
    listed = _version(league, as_of).charter.book.readings
    return plain(paged(request, response, listed, paging, key=lambda r: r.id))


@router.get("/leagues/{league}/gaps", response={200: list[GapOut], **PROBLEMS})
def gaps(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List what the instruments name and the text does not print."""
    listed = _version(league, as_of).charter.book.gaps
    return plain(paged(request, response, listed, paging, key=lambda g: g.id))
