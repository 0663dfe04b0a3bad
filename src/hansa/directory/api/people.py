"""API of the directory: units, people, postings, vacancies, named systems, register."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from hansa.chassis.asked import actor_of
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, Instant
from hansa.directory.api.register import router as register_router
from hansa.directory.api.shapes import (
    ClosingIn,
    ContactIn,
    EndIn,
    LeavingIn,
    NameIn,
    PersonDetailsIn,
    PersonEditIn,
    PersonIn,
    PersonOut,
    PostedOut,
    PostingIn,
    PostingOut,
    RevisionIn,
    SystemIn,
    SystemOut,
    UnitDetailsIn,
    UnitEditIn,
    UnitIn,
    UnitNameIn,
    UnitNameOut,
    UnitOut,
    VacancyOut,
)
from hansa.directory.reads import people as reads
from hansa.directory.reads import systems as system_reads
from hansa.directory.reads.remarks import list_remarks
from hansa.directory.services import people as services
from hansa.directory.services import systems as system_services
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.people import (
    Closing,
    Contact,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    SystemDraft,
    UnitDetails,
    UnitDraft,
    UnitNameLine,
)
from hansa.kernel.text import Bilingual

router = Router(tags=["directory"])
router.add_router("", register_router)


def _id(key: UUID | None) -> str | None:
    return str(key) if key else None


def _name(given: NameIn) -> Bilingual:
    return Bilingual(zh=given.zh, en=given.en)


def _contact(given: ContactIn) -> Contact:
    return Contact(phone=given.phone, mail=given.mail)


def _unit_details(given: UnitDetailsIn) -> UnitDetails:
    return UnitDetails(
        kind=given.kind,
        parent=_id(given.parent),
        body=given.body,
        domain=given.domain,
        contact=_contact(given.contact),
        opened_on=given.opened_on,
    )


def _person_details(given: PersonDetailsIn) -> PersonDetails:
    return PersonDetails(
        title=_name(given.title),
        unit=_id(given.unit),
        contact=_contact(given.contact),
        namesake=given.namesake,
    )


@router.get("/leagues/{league}/units", response={200: list[UnitOut], **PROBLEMS})
def units(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the units that stand on a day: the league's own, then city by city."""
    lines = reads.list_units(actor_of(request), league, as_of or today())
    return plain(paged(request, response, lines, paging, key=lambda line: line.id))


@router.post("/leagues/{league}/units", response={201: UnitOut, **PROBLEMS})
def open_unit(request: HttpRequest, league: str, given: UnitIn) -> Any:
    """Record a unit."""
    actor = actor_of(request)
    draft = UnitDraft(
        member=given.member, name=_name(given.name), details=_unit_details(given)
    )
    made = services.open_unit(actor, league, draft)
    return Status(201, plain(reads.get_unit(actor, league, made, today())))


@router.get("/leagues/{league}/units/{unit}", response={200: UnitOut, **PROBLEMS})
def unit(
    request: HttpRequest, league: str, unit: UUID, as_of: date | None = None
) -> Any:
    """Show a unit, open or closed, as it is called on a day."""
    day = as_of or today()
    return plain(reads.get_unit(actor_of(request), league, str(unit), day))


@router.put("/leagues/{league}/units/{unit}", response={200: UnitOut, **PROBLEMS})
def edit_unit(request: HttpRequest, league: str, unit: UUID, given: UnitEditIn) -> Any:
    """Change what is recorded of a unit beside its names and its end."""
    details = _unit_details(given)
    services.edit_unit(actor_of(request), league, str(unit), details, given.revision)
    return _shown(request, league, unit)


def _shown(request: HttpRequest, league: str, unit: UUID) -> Any:
    return plain(reads.get_unit(actor_of(request), league, str(unit), today()))


@router.get(
    "/leagues/{league}/units/{unit}/names",
    response={200: list[UnitNameOut], **PROBLEMS},
)
def unit_names(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    unit: UUID,
    paging: Query[Paging],
) -> Any:
    """List what a unit was, is and will be called, the first name first."""
    names = reads.list_unit_names(league, str(unit))
    page = paged(request, response, names, paging, key=lambda x: x.from_on.isoformat())
    return plain(page)


@router.post(
    "/leagues/{league}/units/{unit}/names", response={200: UnitOut, **PROBLEMS}
)
def rename_unit(
    request: HttpRequest, league: str, unit: UUID, given: UnitNameIn
) -> Any:
    """Call a unit otherwise from a day on; its id and duties stay."""
    named = UnitNameLine(name=_name(given.name), from_on=given.from_on)
    services.rename_unit(actor_of(request), league, str(unit), named, given.revision)
    return _shown(request, league, unit)


@router.post(
    "/leagues/{league}/units/{unit}/closing", response={200: UnitOut, **PROBLEMS}
)
def close_unit(request: HttpRequest, league: str, unit: UUID, given: ClosingIn) -> Any:
    """Record that a unit is no more from a day on, and who took over."""
    closing = Closing(on=given.on, successor=_id(given.successor))
    services.close_unit(actor_of(request), league, str(unit), closing, given.revision)
    return _shown(request, league, unit)


@router.post(
    "/leagues/{league}/units/{unit}/reopening", response={200: UnitOut, **PROBLEMS}
)
def reopen_unit(
    request: HttpRequest, league: str, unit: UUID, given: RevisionIn
) -> Any:
    """Take back that a unit was closed."""
    services.reopen_unit(actor_of(request), league, str(unit), given.revision)
    return _shown(request, league, unit)


@router.get("/leagues/{league}/people", response={200: list[PersonOut], **PROBLEMS})
def people(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List the people who are there on a day."""
    lines = reads.list_people(actor_of(request), league, as_of or today())
    return plain(paged(request, response, lines, paging, key=lambda line: line.id))


@router.post("/leagues/{league}/people", response={201: PersonOut, **PROBLEMS})
def add_person(request: HttpRequest, league: str, given: PersonIn) -> Any:
    """Record somebody reachable."""
    actor = actor_of(request)
    draft = PersonDraft(member=given.member, details=_person_details(given))
    made = services.add_person(actor, league, draft)
    return Status(201, plain(reads.get_person(actor, league, made)))


@router.get("/leagues/{league}/people/{person}", response={200: PersonOut, **PROBLEMS})
def person(request: HttpRequest, league: str, person: UUID) -> Any:
    """Show a person."""
    return plain(reads.get_person(actor_of(request), league, str(person)))


@router.put("/leagues/{league}/people/{person}", response={200: PersonOut, **PROBLEMS})
def edit_person(
    request: HttpRequest, league: str, person: UUID, given: PersonEditIn
) -> Any:
    """Change title, unit or contact of a person."""
    actor, details = actor_of(request), _person_details(given)
    services.edit_person(actor, league, str(person), details, given.revision)
    return plain(reads.get_person(actor, league, str(person)))


@router.post(
    "/leagues/{league}/people/{person}/leaving", response={200: PersonOut, **PROBLEMS}
)
def record_leaving(
    request: HttpRequest, league: str, person: UUID, given: LeavingIn
) -> Any:
    """Record the first day without a person; what that person held ends."""
    actor = actor_of(request)
    services.record_leaving(actor, league, str(person), given.on, given.revision)
    return plain(reads.get_person(actor, league, str(person)))


@router.get("/leagues/{league}/postings", response={200: list[PostingOut], **PROBLEMS})
def postings(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    kind: PostingKind | None = None,
    as_of: date | None = None,
    known_at: Instant | None = None,
) -> Any:
    """List who stands where; without a day past and future postings too."""
    reads.require_reader(actor_of(request), league)
    lines = reads.list_postings(league, kind=kind, as_of=as_of, known_at=known_at)
    return plain(paged(request, response, lines, paging, key=lambda line: line.id))


@router.post("/leagues/{league}/postings", response={201: PostedOut, **PROBLEMS})
def add_posting(request: HttpRequest, league: str, given: PostingIn) -> Any:
    """Record who stands where from when to when."""
    actor = actor_of(request)
    paper = given.file.upload() if given.file else None
    if given.behalf is not None:
        behalf = given.behalf
        actor = act_for(
            actor, league, given.member, behalf.office_name, behalf.evidence, paper
        )
    draft = PostingDraft(
        kind=given.kind,
        member=given.member,
        person=_id(given.person),
        unit=_id(given.unit),
        office=given.office,
        body=given.body,
        domain=given.domain,
        full_time=given.full_time,
        delegated_by=_id(given.delegated_by),
        from_on=given.from_on,
        to_on=given.to_on,
        document=given.document,
    )
    made = services.add_posting(actor, league, draft, paper)
    line = reads.get_posting(league, made, today())
    remarks = [render(remark) for remark in list_remarks(league, line)]
    return Status(201, {**plain(line), "remarks": remarks})


@router.post(
    "/leagues/{league}/postings/{posting}/end", response={200: PostingOut, **PROBLEMS}
)
def end_posting(request: HttpRequest, league: str, posting: UUID, given: EndIn) -> Any:
    """Record the first day after a posting, or that it lasts after all."""
    services.end_posting(actor_of(request), league, str(posting), given.on)
    return plain(reads.get_posting(league, str(posting), today()))


@router.post(
    "/leagues/{league}/postings/{posting}/withdrawal",
    response={200: PostingOut, **PROBLEMS},
)
def withdraw_posting(request: HttpRequest, league: str, posting: UUID) -> Any:
    """Mark a posting as entered in error; it is kept."""
    services.withdraw_posting(actor_of(request), league, str(posting))
    return plain(reads.get_posting(league, str(posting), today()))


@router.get("/leagues/{league}/vacancies", response={200: list[VacancyOut], **PROBLEMS})
def vacancies(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
) -> Any:
    """List what each city lacks to be reached in every field."""
    reads.require_reader(actor_of(request), league)
    gaps = reads.list_vacancies(league, as_of or today())
    page = paged(
        request, response, gaps, paging, key=lambda x: f"{x.member} {x.lack} {x.domain}"
    )
    return plain(page)


@router.get("/leagues/{league}/systems", response={200: list[SystemOut], **PROBLEMS})
def systems(
    request: HttpRequest,
    response: HttpResponse,
    league: str,
    paging: Query[Paging],
    as_of: date | None = None,
    known_at: Instant | None = None,
) -> Any:
    """List the systems that the agreement names, with what is known of each."""
    day = as_of or today()
    named = system_reads.named_systems(league, day)
    page = paged(request, response, named, paging, key=lambda system: system.id)
    return plain(system_reads.list_systems(league, page, day, known_at))


@router.put("/leagues/{league}/systems/{system}", response={200: SystemOut, **PROBLEMS})
def record_system(
    request: HttpRequest, league: str, system: str, given: SystemIn
) -> Any:
    """Record what is known of a named system; earlier records are kept."""
    draft = SystemDraft(
        system=system,
        owner=_id(given.owner),
        service_level=given.service_level,
        status=given.status,
        address=given.address,
    )
    system_services.record_system(actor_of(request), league, draft, given.revision)
    return plain(system_reads.get_system(league, system, today()))
