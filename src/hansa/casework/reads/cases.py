"""Cases as terms: which an actor may know of, and how each stands on a day."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation

from hansa.casework.models import Case as Row
from hansa.casework.models import CaseEvent as EventRow
from hansa.casework.reads.types import all_types, type_at
from hansa.casework.rules import rights
from hansa.casework.rules.clocks import Frame
from hansa.casework.rules.standing import late_days, standing_of
from hansa.casework.terms.cases import (
    CaseAct,
    CaseEvent,
    CaseEventKind,
    CaseLine,
    CaseState,
    Party,
    PartyStance,
    Standing,
)
from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import files, search, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import FileLine
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, Right, holders, may, require
from hansa.chassis.search import SearchDocument
from hansa.directory.reads.identity import is_own_act
from hansa.duties.reads.visibility import led_bodies
from hansa.kernel.errors import Forbidden, Missing
from hansa.kernel.text import Bilingual, Text, unpack
from hansa.kernel.text import text as said
from hansa.kernel.workdays import WorkTable

ROWS_A_READ = 500
NUMBER_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases a list shows; None and empty show all.

    Attributes:
        words: each must stand in the subject, in either language, or be the number.
    """

    type: str | None = None
    state: CaseState | None = None
    member: str | None = None
    words: str = ""


def day_of(actor: Actor) -> date:
    """Give the day of an act in the leagues' zone."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def case_missing() -> Missing:
    """Say that there is no such case, or none that the actor may know of."""
    return Missing(
        "case-missing",
        said("There is no such case here."),
        said("Open it from the list of cases."),
    )


def forbidden(right: Right, league: str) -> Forbidden:
    """Say that a right does not reach a case, which asks for more than role and city."""
    return Forbidden(
        "right-missing",
        said("Your office cannot {right}.", right=right.name),
        said("Ask: {roles}.", roles=holders(right, Over(league=league))),
    )


def require_reader(actor: Actor, league: str) -> None:
    """Refuse somebody who can be shown no case at all, before a list is made.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, rights.READ, _own(actor, league))


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether an actor may be shown any case at all."""
    return may(actor, rights.READ, _own(actor, league))


def may_open_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor may open any case at all."""
    return may(actor, rights.OPEN, _own(actor, league))


def require_opener(actor: Actor, league: str) -> None:
    """Refuse somebody who may open no case at all, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, rights.OPEN, _own(actor, league))


def _own(actor: Actor, league: str) -> Over:
    return Over(league=league, member=actor.member, unit=actor.unit)


def list_cases(
    actor: Actor, league: str, day: date, wanted: CaseFilter
) -> tuple[CaseLine, ...]:
    """List the cases that an actor may see, as they stand on a day, the newest first.

    A fixed number of queries, however many cases there are.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor can be shown no case at all.
    """
    require_reader(actor, league)
    versions = charter_reads.get_versions(league)
    leads = led_bodies(actor, league)
    rows = _filtered(_within(actor, versions, league, leads), wanted)
    rows = rows.filter(opened_on__lte=day).order_by("-year", "-number")
    table = workdays.table()
    lines = (
        line_of(row, versions, table, day)
        for row in rows.prefetch_related("parties", "events")
    )
    return tuple(
        line
        for line in lines
        if wanted.state in {None, line.standing.state}
        and rights.may_see(actor, seat_of(line, leads))
    )


def _within(
    actor: Actor, versions: Sequence[Version], league: str, leads: Collection[str]
) -> QuerySet[Row]:
    """Give the cases that an actor may know of, and few others; ``may_see`` decides."""
    rows = Row.objects.filter(league=league)
    if may(actor, rights.READ_ALL, Over(league=league)):
        return rows
    within = Q(body__in=leads) if leads else Q(pk__in=())
    if actor.member is not None:
        within |= Q(parties__member=actor.member)
    handled = [
        id_
        for version in versions
        for id_, kind in all_types((version,)).items()
        if rights.is_of_office(actor, kind)
    ]
    if handled:
        within |= Q(type__in=handled)
    return rows.filter(pk__in=rows.filter(within).values("pk"))


def _filtered(rows: QuerySet[Row], wanted: CaseFilter) -> QuerySet[Row]:
    if wanted.type is not None:
        rows = rows.filter(type=wanted.type)
    if wanted.member is not None:
        named = Row.objects.filter(parties__member=wanted.member)
        rows = rows.filter(pk__in=named.values("pk"))
    for word in wanted.words.casefold().split():
        rows = rows.filter(sought__contains=word)
    return rows


def get_case(actor: Actor, league: str, named: str, day: date) -> CaseLine:
    """Give one case as it stands on a day, by its id or by its year and number.

    Raises:
        Missing: there is none, or the actor may not know of it; which, is not said.
    """
    row = find_row(league, named)
    if row is None or row.opened_on > day:
        raise case_missing()
    line = line_of(row, charter_reads.get_versions(league), workdays.table(), day)
    if not rights.may_see(actor, seat_of(line, led_bodies(actor, league))):
        raise case_missing()
    return line


def find_row(league: str, named: str) -> Row | None:
    """Find the row of a case by its id, or by year and number such as 2026-3."""
    rows = Row.objects.filter(league=league).prefetch_related("parties", "events")
    parts = named.split("-")
    if len(parts) == NUMBER_PARTS and all(
        part.isascii() and part.isdigit() and len(part) <= 9  # noqa: PLR2004 -- below every database's bound
        for part in parts
    ):
        year, number = map(int, parts)
        return rows.filter(year=year, number=number).first()
    try:
        return rows.filter(pk=UUID(named)).first()
    except ValueError:
        return None


def seat_of(line: CaseLine, leads: Collection[str]) -> rights.Seat:
    """Give what rights over a case ask."""
    return rights.Seat(
        league=line.league,
        kind=line.kind,
        parties=line.parties,
        body=line.standing.body,
        leads=leads,
    )


def offers(actor: Actor, line: CaseLine) -> frozenset[CaseAct]:
    """Give what the page of a case offers an actor to do."""
    seat = seat_of(line, led_bodies(actor, line.league))
    own = is_own_decision(actor, line.standing)
    return rights.offers(actor, seat, line.standing, own=own)


def is_own_decision(actor: Actor, standing: Standing) -> bool:
    """Tell whether a decision was prepared by the person who acts, or in the same shell.

    Whoever works in a shell is one person, whatever accounts it acts as.
    """
    if standing.prepared is None:
        return False
    return is_own_act(actor.person, [standing.prepared.actor])


def require_act(actor: Actor, line: CaseLine, act: CaseAct) -> None:
    """Refuse somebody who may not do an act in a case, before what was typed is read.

    Raises:
        Forbidden: naming who may.
    """
    seat = seat_of(line, led_bodies(actor, line.league))
    if not rights.may_do(actor, act, seat):
        raise forbidden(rights.RIGHT_OF[act], line.league)


def expected(
    actor: Actor, line: CaseLine, offered: Collection[CaseAct]
) -> CaseAct | None:
    """Give the act that a case waits for from an actor; None where from others."""
    return rights.expected(actor, seat_of(line, ()), line.standing, offered)


def speaks_for(actor: Actor, line: CaseLine) -> tuple[int, ...]:
    """Give the places of the parties that an actor may answer for, the awaited first."""
    places = (
        place
        for place, party in enumerate(line.parties, start=1)
        if rights.may_speak(actor, line.league, party)
    )
    return tuple(sorted(places, key=lambda place: place not in line.standing.unheard))


def member_of(line: CaseLine, place: int) -> str | None:
    """Give the city of a party by its place; None for none, or where there is no such."""
    known = 1 <= place <= len(line.parties)
    return line.parties[place - 1].member if known else None


def file_in(line: CaseLine, file_id: UUID) -> FileLine:
    """Give a file of a case that the caller has found the actor may see.

    Raises:
        Missing: the case has no such file.
    """
    if file_id not in {event.file for event in line.standing.events}:
        raise Missing(
            "file-missing",
            said("There is no such file."),
            said("Open it from the page that names it."),
        )
    return files.get_file(file_id)


def frame_of(row: Row, versions: Sequence[Version], table: WorkTable) -> Frame:
    """Give what a case is judged by: the type it was opened under, parties, days."""
    return Frame(
        kind=type_at(versions, row.type, row.opened_on, row.opened_at),
        parties=tuple(
            Party(role=p.role, member=p.member or None, name=p.name)
            for p in sorted(row.parties.all(), key=lambda p: p.place)
        ),
        table=table,
    )


def events_of(row: Row) -> tuple[CaseEvent, ...]:
    """List what is recorded of a case, the opening first."""
    return tuple(map(event_of, sorted(row.events.all(), key=lambda e: e.number)))


def event_of(row: EventRow) -> CaseEvent:
    """Turn a row into a term."""
    return CaseEvent(
        number=row.number,
        kind=CaseEventKind(row.kind),
        on=row.on_date,
        recorded_at=row.recorded_at,
        actor=row.actor,
        authority=row.authority,
        party=row.party,
        note=row.note,
        reference=row.reference,
        paper=row.paper,
        file=row.file_id,
        stance=PartyStance(row.stance) if row.stance else None,
        decision=row.decision,
        body=row.body,
        clock=row.clock,
        evidence=row.evidence,
    )


def line_of(
    row: Row, versions: Sequence[Version], table: WorkTable, day: date
) -> CaseLine:
    """Turn a row with its parties and events into a case on a day."""
    frame = frame_of(row, versions, table)
    subject = unpack(row.subject)
    assert isinstance(subject, Text | Bilingual | str)  # Drafts hold nothing else.
    return CaseLine(
        id=row.pk,
        league=row.league,
        year=row.year,
        number=row.number,
        kind=frame.kind,
        subject=subject,
        words=row.words,
        objects=tuple(row.objects_named),
        amount_fen=row.amount_fen,
        about_on=row.about_on,
        source=row.source,
        parties=frame.parties,
        opened_on=row.opened_on,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        authority=row.authority,
        late_days=late_days(frame.kind, row.about_on, row.opened_on),
        standing=standing_of(frame, events_of(row), day),
        revision=row.revision,
    )


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give what the search box finds: cases, for the office.

    A city finds its cases by what it owes in them, among the duties.
    """
    kinds = all_types(charter_reads.get_versions(league))
    rows = Row.objects.filter(league=league).order_by("pk")
    for row in rows.iterator(ROWS_A_READ):
        subject = unpack(row.subject)
        assert isinstance(subject, Text | Bilingual | str)  # Drafts hold nothing else.
        kind = kinds.get(row.type)
        yield SearchDocument(
            kind="case",
            key=f"{row.year}-{row.number}",
            reach=search.OFFICE,
            title=subject,
            under=kind.title if kind else row.type,
            address=f"/{league}/casework/{row.pk}/",
            words=tuple(row.objects_named),
        )


def in_both(subject: Text | Bilingual | str) -> dict[str, str]:
    """Give a subject in both languages, whatever it is kept as."""
    written = {}
    for field, language in (("zh", CHINESE), ("en", ENGLISH)):
        with translation.override(language):
            written[field] = render(subject)
    return written


def wire_case(line: CaseLine) -> dict[str, Any]:
    """Give a case as JSON: its type by id and title, its standing beside its facts."""
    standing: dict[str, Any] = plain(line.standing)
    facts: dict[str, Any] = plain(line)
    del facts["kind"], facts["standing"], standing["replies"]
    for clock in standing["clocks"]:
        del clock["reason"]
    return {
        **facts,
        "subject": in_both(line.subject),
        "type": line.kind.id,
        "title": plain(line.kind.title),
        "example": line.kind.example,
        "clauses": list(line.kind.clauses),
        **standing,
    }
