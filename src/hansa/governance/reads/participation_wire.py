"""Consultations, associations and proposals as JSON: what commands and the API share."""

from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.terms.consultations import (
    CommentGroup,
    CommentLine,
    ConsultationLine,
    ConsultationSheet,
)
from hansa.governance.terms.experts import Note
from hansa.governance.terms.stakeholders import ProposalLine, StakeholderLine


def wire_consultation(line: ConsultationLine) -> dict[str, Any]:
    """Give a consultation; comments are taken through ``closes_on``."""
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "code": line.code,
        "title": plain(line.title),
        "kind": line.kind.value,
        "summary": line.summary,
        "words": line.words,
        "document": line.document,
        "opens_on": plain(line.opens_on),
        "closes_on": plain(line.closes_on),
        "first_closes_on": plain(line.first_closes_on),
        "days": line.days,
        "least_days": line.least_days,
        "short_reason": line.short_reason,
        "clauses": list(line.clauses),
        "assumptions": list(line.assumptions),
        "published_at": plain(line.published_at),
        "results_at": plain(line.results_at),
        "withdrawn_at": plain(line.withdrawn_at),
        "withdrawn_reason": line.withdrawn_reason,
        "counts": {**plain(line.counts), "complete": line.counts.is_complete},
        "state": line.state.value,
        "gaps": plain(line.gaps),
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }


def wire_hearing(sheet: ConsultationSheet) -> dict[str, Any]:
    """Give a consultation with its groups, its log and what rests on it."""
    return {
        **wire_consultation(sheet.line),
        "groups": [wire_group(one) for one in sheet.groups],
        "log": plain(sheet.moments),
        "items": plain(sheet.items),
    }


def _note(note: Note | None) -> dict[str, Any]:
    return {
        "treatment": note.treatment.value if note else None,
        "reason": note.reason if note else "",
    }


def wire_group(group: CommentGroup) -> dict[str, Any]:
    """Give a group with its reply."""
    return {
        "number": group.number,
        "title": group.title,
        "count": group.count,
        **_note(group.note),
        "answered_at": plain(group.answered_at),
        "authority": group.authority,
    }


def wire_comment(line: CommentLine) -> dict[str, Any]:
    """Give a comment as far as its reader may see it."""
    return {
        "id": str(line.id),
        "number": line.number,
        "words": line.words,
        "name": line.name,
        "contact": line.contact,
        "member": line.member,
        "stakeholder": line.stakeholder,
        "channel": line.channel.value,
        "reference": line.reference,
        "received_on": plain(line.received_on),
        "late": line.late,
        "group": line.group,
        "group_title": line.group_title,
        **_note(line.note),
        "withheld_at": plain(line.withheld_at),
        "withheld_reason": line.withheld_reason,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
    }


def wire_stakeholder(line: StakeholderLine) -> dict[str, Any]:
    """Give an association; the term is half-open."""
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "label": line.label,
        "name": line.name,
        "kind": line.kind.value,
        "accredited_by": line.accredited_by,
        "start": plain(line.term.start),
        "end": plain(line.term.end),
        "document": line.document,
        "credit_code": line.code,
        "member": line.member,
        "contact": line.contact,
        "ended_on": plain(line.ended_on),
        "end_reason": line.end_reason,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }


def wire_proposal(line: ProposalLine) -> dict[str, Any]:
    """Give a proposal with its answer, or with its age while it has none."""
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "code": line.code,
        "stakeholder": str(line.stakeholder),
        "stakeholder_name": line.stakeholder_name,
        "title": line.title,
        "words": line.words,
        "channel": line.channel.value,
        "reference": line.reference,
        "filed_on": plain(line.filed_on),
        "due_on": plain(line.due_on),
        "days": line.days,
        "clauses": list(line.clauses),
        "assumptions": list(line.assumptions),
        **_note(line.note),
        "answered_on": plain(line.answered_on),
        "answer_authority": line.answer_authority,
        "withdrawn_at": plain(line.withdrawn_at),
        "withdrawn_reason": line.withdrawn_reason,
        "withheld_at": plain(line.withheld_at),
        "withheld_reason": line.withheld_reason,
        "state": line.state.value,
        "age": line.age,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }
