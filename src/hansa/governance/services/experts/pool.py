"""Keeps the pool of experts: entered, corrected, ended; never deleted."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter.reads import get_versions
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.governance.models.experts import Expert
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.experts import expert_missing, fields_of
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.expert_rights import KEEP_EXPERTS
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.experts import ExpertDraft
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

YEARS_MOST = 10  # A slip of the keyboard must not appoint somebody until the year 2206.


def add_expert(actor: Actor, league: str, draft: ExpertDraft) -> UUID:
    """Enter an expert in the pool; numbers are given once and never again.

    An employer that is called as a unit of the directory is linked to it by itself.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: a city, unit or field is unknown.
        Refused: no name, no employer, no field, or a term of more than ten years.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        journal.lock()
        written = _written(actor, league, draft)
        last = Expert.objects.filter(league=league).aggregate(last=Max("number"))
        row = Expert.objects.create(
            id=uuid4(),
            league=league,
            number=(last["last"] or 0) + 1,
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
            **written,
        )
        _tell(actor, "governance.add_expert", row, plain(draft))
    return row.pk


def amend_expert(
    actor: Actor, league: str, expert_id: UUID, revision: int, draft: ExpertDraft
) -> None:
    """Correct what is known of an expert; draws that were sealed keep what they knew.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such expert, city, unit or field.
        Conflict: somebody changed it since, or it was ended.
        Refused: as ``add_expert``.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        row = _hold(league, expert_id, revision)
        for name, value in _written(actor, league, draft).items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        _tell(actor, "governance.amend_expert", row, plain(draft))


def end_expert(
    actor: Actor, league: str, expert_id: UUID, revision: int, on: date, reason: str
) -> None:
    """End the term of an expert early; the expert stays in the pool, as ended.

    Args:
        actor: who ends it.
        league: slug.
        expert_id: whom.
        revision: as the actor saw it.
        on: first day without the expert.
        reason: why.

    Raises:
        Forbidden: the actor does not keep the pool.
        Missing: there is no such expert.
        Conflict: somebody changed it since, or it was ended already.
        Refused: no reason, or a day outside the term.
    """
    require(actor, KEEP_EXPERTS, Over(league=league))
    with transaction.atomic():
        row = _hold(league, expert_id, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if not row.start_on <= on < row.end_on:
            raise Refused(
                "day-outside-term",
                text(
                    "{day} is not within the term, {start} to {end}.",
                    day=on.isoformat(),
                    start=row.start_on.isoformat(),
                    end=row.end_on.isoformat(),
                ),
                text("Give the first day without this expert."),
            )
        row.ended_on, row.end_reason = on, reason.strip()
        row.revision += 1
        row.save()
        content = {"on": on.isoformat(), "reason": row.end_reason}
        _tell(actor, "governance.end_expert", row, content)


def _tell(actor: Actor, service: str, row: Expert, content: Any) -> None:
    journal.record(actor, service, row.league, [f"expert:{row.pk}"], content)


def _hold(league: str, expert_id: UUID, revision: int) -> Expert:
    journal.lock()
    found = Expert.objects.select_for_update().filter(league=league, pk=expert_id)
    row = found.first()
    if row is None:
        raise expert_missing()
    if row.revision != revision:
        raise session_rules.stale()
    if row.ended_on is not None:
        raise Conflict(
            "expert-ended",
            text("This expert was ended on {day}.", day=row.ended_on.isoformat()),
            text("Enter the expert anew if there is another appointment."),
        )
    return row


def _written(actor: Actor, league: str, draft: ExpertDraft) -> dict[str, Any]:
    _refuse_words(draft)
    _refuse_unknown(league, draft)
    member, unit = _employer(actor, league, draft)
    return {
        "name": draft.name.strip(),
        "post": draft.post.strip(),
        "employer": draft.employer.strip(),
        "employer_member": member or "",
        "employer_unit": unit or "",
        "fields": list(dict.fromkeys(draft.fields)),
        "specialty": draft.specialty.strip(),
        "start_on": draft.term.start,
        "end_on": draft.term.end,
        "interests": list(dict.fromkeys(draft.interests)),
        "interest_words": draft.interest_words.strip(),
        "document": draft.document.strip(),
    }


def _refuse_words(draft: ExpertDraft) -> None:
    refuse_words(
        {
            "line": draft.name,
            "line1": draft.post,
            "line2": draft.employer,
            "line3": draft.specialty,
            "line4": draft.document,
            "reason": draft.interest_words,
        }
    )
    for code, written, lacking in (
        ("name-missing", draft.name.strip(), text("The expert has no name.")),
        ("employer-missing", draft.employer.strip(), text("No employer is named.")),
        ("field-missing", draft.fields, text("No field is named.")),
    ):
        if not written:
            raise Refused(
                code,
                lacking,
                text("Name, employer and at least one field are needed for a draw."),
            )
    if draft.term.end.year - draft.term.start.year > YEARS_MOST:
        raise Refused(
            "term-unlikely",
            text("A term of more than {years} years is unlikely.", years=YEARS_MOST),
            text("Give the first and the last day of the appointment."),
        )


def _refuse_unknown(league: str, draft: ExpertDraft) -> None:
    fields, members = fields_of(league), list_names(get_versions(league))
    for one in draft.fields:
        if one not in fields:
            raise Missing(
                "field-unknown",
                text("“{field}” is no field of cooperation here.", field=one[:60]),
                meant(one[:60], fields),
            )
    employer = (draft.employer_member,) if draft.employer_member else ()
    for one in (*employer, *draft.interests):
        if one not in members:
            raise Missing(
                "member-missing",
                text("“{member}” is no member.", member=one[:60]),
                meant(one[:60], members),
            )


def _employer(
    actor: Actor, league: str, draft: ExpertDraft
) -> tuple[str | None, str | None]:
    """Give the city and the unit that employ, as far as they are of the league."""
    units = people.list_units(actor, league, day_of(actor))
    named = draft.employer.strip()
    unit = next(
        (
            one
            for one in units
            if one.id == draft.employer_unit
            or (draft.employer_unit is None and named in {one.name.zh, one.name.en})
        ),
        None,
    )
    if draft.employer_unit is not None and unit is None:
        raise Missing(
            "unit-missing",
            text("The directory has no unit “{unit}”.", unit=draft.employer_unit[:60]),
            text("Choose a unit of the directory, or enter it there first."),
        )
    if unit is None:
        return draft.employer_member, None
    return unit.member or draft.employer_member, unit.id
