"""Requests as terms: who was asked, who answered, who is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import end_of
from hansa.duties.models import DutyEvent, Request
from hansa.duties.reads.rows import event_of, line_of
from hansa.duties.reads.states import existing, with_due_day
from hansa.duties.reads.visibility import visible
from hansa.duties.terms.duties import DONE, SETTLED, DutyLine, EventKind, Reckoning
from hansa.duties.terms.requests import Reply, RequestLine, RequestSheet, title_in_both
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, Text, text


def request_missing() -> Missing:
    """Say that there is no such request, or none that the actor may know of."""
    return Missing(
        "request-missing",
        text("There is no such request here."),
        text("Open it from the list of requests."),
    )


def list_requests(
    actor: Actor, league: str, reckoning: Reckoning
) -> tuple[RequestLine, ...]:
    """List the requests of which the actor may see at least one duty, newest first."""
    duties = _duties(actor, league, reckoning)
    rows = Request.objects.filter(league=league, pk__in=duties)
    names = _names(league)
    return tuple(
        _line(row, duties[row.pk], names, reckoning)
        for row in rows.order_by("-issued_at", "-number")
    )


def titles_of(
    actor: Actor, league: str, ids: Iterable[str]
) -> Mapping[str, Bilingual | str]:
    """Give the titles of requests of which the actor may see a duty, by id."""
    seen = visible(actor, league).filter(request__in=sorted(set(ids)))
    names = ("request", "request__title", "request__title_en")
    return {
        str(id_): title_in_both(title, english)
        for id_, title, english in seen.values_list(*names).distinct()
    }


def _duties(
    actor: Actor, league: str, reckoning: Reckoning, request: UUID | None = None
) -> dict[UUID, list[DutyLine]]:
    known = existing(visible(actor, league), reckoning)
    rows = with_due_day(known, reckoning.as_of)
    asked = rows.exclude(request=None).filter(superseded_on=None)
    if request is not None:
        asked = asked.filter(request=request)
    found: dict[UUID, list[DutyLine]] = {}
    for row in asked:
        if row.request_id is not None:
            found.setdefault(row.request_id, []).append(line_of(row, reckoning))
    return found


def members_of(league: str, day: date) -> tuple[str, ...]:
    """Give the members of a day in charter order: who is asked where nobody is named.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    return tuple(member.id for member in version.charter.agreement.members)


def _names(league: str) -> Mapping[str, Bilingual]:
    return {
        id_: name
        for version in charter_reads.get_versions(league)
        for id_, name in charter_reads.names_of(version).items()
    }


def _line(
    row: Request,
    duties: Iterable[DutyLine],
    names: Mapping[str, Bilingual],
    reckoning: Reckoning,
) -> RequestLine:
    until = end_of(reckoning.as_of)
    ended = row.closed_at is not None and row.closed_at < until
    gone = row.withdrawn_at is not None and row.withdrawn_at < until
    by_member = {duty.member or "": duty for duty in duties}
    order = [*names, *sorted(by_member.keys() - names.keys())]
    members = tuple(member for member in order if member in by_member)
    missing = tuple(m for m in members if by_member[m].state not in SETTLED)
    return RequestLine(
        id=row.id,
        league=row.league,
        year=row.year,
        number=row.number,
        title=row.title,
        title_en=row.title_en,
        words=row.words,
        clause=row.clause or None,
        domain=row.domain or None,
        due_on=row.due_on,
        due_time=row.due_time,
        file=row.file_id,
        issued_by=row.issued_by,
        authority=row.authority,
        issued_at=row.issued_at,
        closed_at=row.closed_at if ended else None,
        withdrawn_at=row.withdrawn_at if gone else None,
        withdrawal_reason=row.withdrawal_reason if gone else "",
        members=members,
        done=len(members) - len(missing),
        total=len(members),
        missing=missing,
        report=_withdrawn(by_member.values())
        if gone
        else report_of(members, missing, names),
        revision=row.revision,
    )


def _withdrawn(duties: Collection[DutyLine]) -> Text:
    """Say what had come in before a request was withdrawn."""
    return text(
        "withdrawn; {done}/{total} had answered",
        done=sum(duty.state in DONE for duty in duties),
        total=len(duties),
    )


def report_of(
    members: Sequence[str], missing: Sequence[str], names: Mapping[str, Bilingual]
) -> Text:
    """Say how many have answered and who is missing: ``8/10, missing X, Y``.

    Source: GOV-15 of huaihai.
    """
    counted: dict[str, Any] = {
        "done": len(members) - len(missing),
        "total": len(members),
    }
    if not missing:
        return text("{done}/{total}, none missing", **counted)
    cities = tuple(names.get(member, member) for member in missing)
    return text("{done}/{total}, missing {cities}", cities=cities, **counted)


def get_request(
    actor: Actor, league: str, request_id: UUID, reckoning: Reckoning
) -> RequestSheet:
    """Give a request with the answers that the actor may see, cities in charter order.

    Raises:
        Missing: there is none of which the actor may see a duty.
    """
    row = Request.objects.filter(league=league, pk=request_id).first()
    duties = _duties(actor, league, reckoning, request_id).get(request_id, [])
    if row is None or not duties:
        raise request_missing()
    line = _line(row, duties, _names(league), reckoning)
    events = DutyEvent.objects.filter(
        duty__in=[duty.id for duty in duties],
        withdrawn_at=None,
        on_date__lte=reckoning.as_of,
    ).order_by("number")
    by_duty: dict[UUID, list[DutyEvent]] = {}
    for event in events:
        by_duty.setdefault(event.duty_id, []).append(event)
    by_member = {duty.member: duty for duty in duties}
    return RequestSheet(
        line=line,
        replies=tuple(
            _reply(by_member[member], by_duty.get(by_member[member].id, []))
            for member in line.members
        ),
    )


def _reply(duty: DutyLine, events: Sequence[DutyEvent]) -> Reply:
    returned = {
        event.answers
        for event in events
        if event.kind == EventKind.EVIDENCE_RETURNED.value
    }
    answers = [
        event
        for event in events
        if event.kind == EventKind.EVIDENCE.value and event.number not in returned
    ]
    reminded = (EventKind.REMINDED.value, EventKind.LETTER.value)
    return Reply(
        duty=duty,
        answer=event_of(answers[-1]) if answers else None,
        reminders=sum(event.kind in reminded for event in events),
    )


def missing_duties(
    actor: Actor, league: str, request_id: UUID, reckoning: Reckoning
) -> tuple[UUID, ...]:
    """List the duties of a request that wait for an answer, to remind their cities.

    Raises:
        Missing: there is none of which the actor may see a duty.
    """
    sheet = get_request(actor, league, request_id, reckoning)
    return tuple(
        reply.duty.id
        for reply in sheet.replies
        if reply.duty.member in sheet.line.missing
    )
