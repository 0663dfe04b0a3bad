"""The only upward knowledge: closed tables, and nothing else.

``SECTIONS`` says which context reads which file of a charter, ``HANDLERS`` which service
reacts to which event, ``REALISES`` which page shows what a clause asks for, ``LINKS`` where
else a case is known, and ``HOME`` what the home page of a league shows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from hansa.casework import charter as casework_charter
from hansa.casework.reads import cases as case_reads
from hansa.casework.reads import links
from hansa.casework.rules import rights as casework_rights
from hansa.casework.rules import types as casework_rules
from hansa.casework.terms.cases import CaseClosed, CaseDecided, CaseReopened
from hansa.charter import reads as charter_reads
from hansa.charter import rules as charter_rules
from hansa.charter import views as charter_views
from hansa.charter.charter import agreement, clauses, geography
from hansa.charter.terms import CharterApplied, Section, Version
from hansa.charter.views import Mark
from hansa.chassis import file_rights, files, search
from hansa.chassis.actor import Actor
from hansa.chassis.outbox import Handlers
from hansa.chassis.rights import Over, Right, may
from hansa.clearing.charter import section as clearing_section
from hansa.clearing.reads import participants
from hansa.clearing.rules import rights as clearing_rights
from hansa.clearing.rules import sections as clearing_rules
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.services import cases as clearing_cases
from hansa.clearing.terms.house import BatchPublished, RowsSuspended
from hansa.clearing.views import cases as clearing_case_views
from hansa.delivery import charter as delivery_charter
from hansa.delivery import rules as delivery_rules
from hansa.delivery.reads import found as delivery_found
from hansa.delivery.reads import works as delivery_works
from hansa.delivery.rules import rights as delivery_rights
from hansa.directory.reads import found as directory_found
from hansa.directory.rules import accounts as account_rules
from hansa.directory.rules import people as people_rules
from hansa.directory.terms.people import Nouns, PostingLine
from hansa.duties import charter as duties_charter
from hansa.duties.reads import duties as duty_reads
from hansa.duties.reads import inboxes
from hansa.duties.reads import notices as notice_reads
from hansa.duties.rules import channels as channel_rules
from hansa.duties.rules import ladders as ladder_rules
from hansa.duties.rules import notices as notice_rules
from hansa.duties.rules import notifications as notification_rules
from hansa.duties.rules import rights as duty_rights
from hansa.duties.rules import supervision as supervision_rules
from hansa.duties.terms.claims import Claim
from hansa.duties.terms.duties import Light
from hansa.governance import reads as governance_reads
from hansa.governance import views as governance_views
from hansa.governance.charter import links as governance_links
from hansa.governance.charter import statute
from hansa.governance.reads import answering, rosters
from hansa.governance.reads import found as governance_found
from hansa.governance.rules import changes as change_rules
from hansa.governance.rules import outline as outline_rules
from hansa.governance.rules import rights as governance_rights
from hansa.governance.services import changes, invitation_mails, obligations
from hansa.governance.services import feeds as feed_services
from hansa.governance.terms import KIND_NAMES, Body, BodyType
from hansa.governance.terms.agreements import AgreementSealed
from hansa.governance.terms.dockets import DecisionAdopted
from hansa.governance.terms.invitations import InvitationsChanged
from hansa.kernel.text import Bilingual, Text, text
from hansa.site import files as site_files
from hansa.site import rights as site_rights
from hansa.site.access import GUARDS, OPEN, PUBLIC
from hansa.site.acts import ACTS

SECTIONS: tuple[Section, ...] = (
    Section(
        name="charter",
        required=True,
        shape=agreement.AGREEMENT,
        link=agreement.link_agreement,
        compare=charter_rules.compare_agreements,
        outline=charter_rules.outline_agreement,
    ),
    Section(
        name="clauses",
        required=True,
        shape=clauses.CLAUSES,
        link=clauses.link_clauses,
        compare=charter_rules.compare_clauses,
        outline=charter_rules.outline_clauses,
    ),
    Section(
        name="governance",
        required=True,
        shape=statute.STATUTE,
        link=governance_links.link_statute,
        compare=change_rules.compare_statutes,
        outline=outline_rules.outline_statute,
        decided=change_rules.BY_DECISION,
    ),
    Section(
        name="projects",
        required=False,
        shape=delivery_charter.LIBRARY,
        link=delivery_charter.link_library,
        compare=delivery_rules.compare_libraries,
        outline=delivery_rules.outline_library,
    ),
    Section(
        name="clearing",
        required=False,
        shape=clearing_section.section_of(SCHEMES),
        link=clearing_section.link_clearing,
        compare=clearing_rules.compare_clearing,
        outline=clearing_rules.outline_clearing,
    ),
    Section(
        name="geography",
        required=False,
        shape=geography.GEOGRAPHY,
        link=geography.link_geography,
        compare=charter_rules.nothing_to_compare,
        outline=charter_rules.nothing_to_outline,
    ),
    Section(
        name="casework",
        required=False,
        shape=casework_charter.CASEWORK,
        link=casework_charter.link_casework,
        compare=casework_rules.compare_casework,
        outline=casework_rules.outline_casework,
    ),
    Section(
        name="supervision",
        required=False,
        shape=duties_charter.SUPERVISION,
        link=duties_charter.link_supervision,
        compare=ladder_rules.compare_ladders,
        outline=ladder_rules.outline_ladders,
    ),
)

PRESSING = frozenset({Light.RED, Light.AMBER})

CHECKS = (charter_reads.find_alteration, files.find_altered_file)
"""What ``journal verify`` compares with the acts that the journal attests."""

INSIDE = tuple(name for name in ACTS if name.startswith("supervision."))
"""Acts that stay inside a city: nobody outside learns who did them, or about what."""


def bodies_of(version: Version) -> tuple[Body, ...]:
    """Give the bodies of a version to the directory, which stands below them."""
    return governance_reads.list_bodies(version)


def institutions_of(league: str) -> Iterator[Bilingual]:
    """Give what the institutions of the clearing are called, which act as offices do."""
    yield from participants.institution_names(league).values()


def remarks_on(league: str, posting: PostingLine) -> tuple[Text, ...]:
    """Say to the directory what a posting departs in from the agreement."""
    return rosters.remarks_on(charter_reads.get_versions(league), posting)


def office_of(version: Version) -> Bilingual | None:
    """Name the league's own office: the executive body whose seat does not move."""
    return next(
        (
            body.name
            for body in governance_reads.list_bodies(version)
            if body.type is BodyType.EXECUTIVE and body.location is not None
        ),
        None,
    )


def nouns_of(version: Version) -> Nouns:
    """Give the agreement's own words for what the directory has general words for."""
    lent = governance_reads.statute_of(version).secondment
    return Nouns(office=office_of(version), secondment=lent.name if lent else None)


HANDLERS: Handlers = {
    CharterApplied: (
        changes.keep_calendar_changes,
        obligations.keep_duties_in_step,
        feed_services.follow_charter,
    ),
    # Heard by the context that opened the case.
    CaseDecided: (clearing_cases.follow_decided_case,),
    CaseClosed: (),
    CaseReopened: (clearing_cases.follow_reopened_case,),
    BatchPublished: (),
    # Heard by delivery, once it keeps what was decided as work to be done.
    DecisionAdopted: (),
    # What all have signed asks nobody for anything here; webhooks and others may hear it.
    AgreementSealed: (),
    RowsSuspended: (clearing_cases.follow_suspended_rows,),
    InvitationsChanged: (invitation_mails.follow_change,),
}

LINKS: tuple[links.Links, ...] = (clearing_case_views.links_of_case,)
"""Where else a case is known: each context that opens cases or acts on them gives pages."""

SEARCHED: tuple[search.Provider, ...] = (
    charter_reads.search_documents,
    governance_found.search_documents,
    delivery_found.search_documents,
    directory_found.search_documents,
    duty_reads.search_documents,
    notice_reads.search_documents,
    case_reads.search_documents,
    site_files.search_documents,
)
"""What the search box finds: each context gives its documents."""

RIGHTS: tuple[Right, ...] = (
    *site_rights.RIGHTS,
    *file_rights.RIGHTS,
    *account_rules.RIGHTS,
    *people_rules.RIGHTS,
    *duty_rights.RIGHTS,
    notice_rules.ISSUE,
    notice_rules.READ,
    notice_rules.SIGN,
    channel_rules.KEEP,
    channel_rules.READ,
    channel_rules.SEND,
    *supervision_rules.RIGHTS,
    *notification_rules.RIGHTS,
    *casework_rights.RIGHTS,
    *governance_rights.RIGHTS,
    *delivery_rights.RIGHTS,
    *clearing_rights.RIGHTS,
)
"""Every right there is; what none of them allows is refused."""

# Pages by league and clause. A clause that is not here is shown as “not yet”.
REALISES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "huaihai": {
        "governance:calendar": ("GOV-09", "GOV-10", "GOV-11", "GOV-17", "GOV-18"),
        "governance:compliance": ("GOV-20",),
        "governance:sessions": ("GOV-07", "GOV-12", "GOV-19"),
        "governance:experts": ("GOV-28", "GOV-29"),
        "governance:studies": ("GOV-23",),
        "governance:laws": ("GOV-26", "CAS-10"),
        "governance:proposals": ("GOV-25",),
        "governance:agreements": ("GOV-08",),
        "governance:handovers": ("GOV-10",),
        "governance:roster": ("GOV-05", "GOV-14", "GOV-16"),
        "governance:bodies": (
            *("GOV-04", "GOV-06", "GOV-13", "GOV-22", "GOV-27"),
            "GOV-32",
        ),
        "governance:counties": ("GOV-24",),
        "duties:todo": ("GOV-15",),
        "clearing:windows": ("CLR-01",),
    },
    "changzhutan": {
        "governance:calendar": ("GOV-03", "GOV-04", "GOV-26"),
        "governance:compliance": ("GOV-12",),
        "governance:circulars": ("GOV-13",),
        "governance:handovers": ("GOV-04",),
        "governance:sessions": ("GOV-14", "GOV-15", "GOV-16", "GOV-25"),
        "governance:experts": ("GOV-19",),
        "governance:consultations": ("CAS-02",),
        "governance:roster": ("GOV-08", "GOV-11"),
        "governance:bodies": (
            *("GOV-02", "GOV-05", "GOV-06", "GOV-07", "GOV-10", "GOV-17"),
            *("GOV-20", "GOV-21", "GOV-22"),
        ),
        "clearing:windows": ("CLR-01",),
        "clearing:participants": ("CLR-02",),
    },
}


# Pages that do the work of a platform named in the text, by league and system. The list of
# systems is no page of any of them, nor is the list of works in which one is mentioned.
PLATFORMS: Mapping[str, Mapping[str, str]] = {
    "changzhutan": {"clearing-house": "clearing:windows"}
}


def platform_page(league: str, system: str) -> str | None:
    """Name the page that does the work of a named system; None while there is none."""
    return PLATFORMS.get(league, {}).get(system)


# Where somebody is led who may not open the page itself: a city to what is its own of
# it, then to a page that is open to everybody.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "governance:compliance": ("governance:calendar",),
    "governance:roster": ("governance:bodies",),
    "governance:experts": ("governance:bodies",),
    "governance:studies": ("governance:bodies",),
    "governance:laws": ("governance:bodies",),
    "governance:sessions": ("governance:bodies",),
    "governance:agreements": ("governance:bodies",),
    "governance:circulars": ("governance:calendar",),
    "governance:handovers": ("governance:calendar",),
    "duties:todo": ("governance:calendar",),
    "clearing:windows": ("clearing:statements", "systems"),
    "clearing:participants": ("clearing:statements", "systems"),
}

BY_CODE: Mapping[str, Right] = {right.code: right for right in RIGHTS}


def may_open(actor: Actor, page: str, league: str) -> bool:
    """Tell whether an actor's rights open a page of a league that names nothing else."""
    guard = GUARDS[page]
    if guard in OPEN:
        return guard == PUBLIC
    over = Over(league=league, member=actor.member, unit=actor.unit)
    return may(actor, BY_CODE[guard], over)


def open_page(actor: Actor, page: str, league: str) -> str | None:
    """Name the page, or what stands instead of it, that an actor may open; else None."""
    offered = (page, *INSTEAD.get(page, ()))
    return next((one for one in offered if may_open(actor, one, league)), None)


def realises(version: Version, clause: str, actor: Actor | None = None) -> str | None:
    """Give the address of the page that shows what a clause asks for, or None.

    Args:
        version: the charter that governs.
        clause: its id.
        actor: who is led there; None where nobody is, and the page is only counted.
    """
    if clause.startswith("PRJ-"):
        return _work_page(version, clause)
    league = version.league
    for page, realised in REALISES.get(league, {}).items():
        if clause in realised:
            opened = open_page(actor, page, league) if actor else page
            return reverse(opened or "systems", args=[league])
    return None


def _work_page(version: Version, clause: str) -> str:
    """Give the page of the only work that a clause names, or else the list of all."""
    works = delivery_works.works_by_clause(version).get(clause, ())
    if len(works) == 1:
        return reverse("delivery:work", args=[version.league, works[0]])
    return reverse("delivery:works", args=[version.league])


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Who looks at a league's home page, and what governs the day asked."""

    actor: Actor
    versions: Sequence[Version]
    version: Version
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of a league's home page: its template, its column and what fills it."""

    template: str
    column: str
    content: Callable[[Glance], dict[str, Any]]


HOME: tuple[Panel, ...] = (
    Panel(
        template="governance/panel_turns.html",
        column="wide",
        content=lambda glance: governance_views.turns_panel(
            glance.versions, glance.day
        ),
    ),
    Panel(
        template="charter/panel_map.html",
        column="left",
        content=lambda glance: charter_views.map_panel(
            glance.version,
            governance_reads.why(glance.versions, glance.day).member,
            marks_on_map(glance.actor, glance.version, glance.day),
        ),
    ),
    Panel(
        template="governance/panel_next.html",
        column="left",
        content=lambda glance: governance_views.next_panel(glance.versions, glance.day),
    ),
    Panel(
        template="governance/panel_bodies.html",
        column="right",
        content=lambda glance: governance_views.bodies_panel(
            glance.versions, glance.day
        ),
    ),
    Panel(
        template="charter/panel_clauses.html",
        column="right",
        content=lambda glance: charter_views.clauses_panel(glance.version, realises),
    ),
)


def claims_of(actor: Actor, league: str, day: date) -> tuple[Claim, ...]:
    """Give the records of meetings that wait for somebody's word to the to-do."""
    versions = charter_reads.get_versions(league)
    bodies = {b.id: b.name for v in versions for b in governance_reads.list_bodies(v)}
    return tuple(
        Claim(
            on=record.facts.days.start,
            title=text(
                "{body}: {kind}, {day}",
                kind=KIND_NAMES[record.facts.kind],
                body=bodies.get(record.facts.body, record.facts.body),
                day=record.facts.days.start.isoformat(),
            ),
            authority=record.authority,
            address=reverse("governance:record", args=[league, record.id]),
        )
        for record in answering.list_to_confirm(actor, versions, day)
    )


def marks_on_map(actor: Actor, version: Version, day: date) -> dict[str, Mark]:
    """Say for each city how many matters press, as far as the reader may see them."""
    matrix = inboxes.who_owes_what(
        actor, version.league, duty_reads.reckon(version.league, day)
    )
    marks = {}
    for index, member in enumerate(matrix.members):
        cells = (row.cells[index] for row in matrix.rows)
        lights = [cell.light for cell in cells if cell is not None]
        pressing = [light for light in lights if light in PRESSING]
        kind = "late" if Light.RED in pressing else "near" if pressing else "done"
        marks[member] = Mark(kind=kind, count=len(pressing))
    return marks
