"""Experts, draws, opinions and studies as JSON: what commands and the API share."""

from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.reads.experts import certificate
from hansa.governance.terms.experts import Advice, DrawLine, ExpertLine, Opinion
from hansa.governance.terms.studies import StudyLine


def wire_expert(line: ExpertLine) -> dict[str, Any]:
    """Give an expert; the term is half-open."""
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "name": line.name,
        "post": line.post,
        "employer": line.employer,
        "employer_member": line.employer_member,
        "employer_unit": line.employer_unit,
        "fields": list(line.fields),
        "specialty": line.specialty,
        "start": plain(line.term.start),
        "end": plain(line.term.end),
        "interests": list(line.interests),
        "interest_words": line.interest_words,
        "document": line.document,
        "ended_on": plain(line.ended_on),
        "end_reason": line.end_reason,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }


def wire_draw(draw: DrawLine) -> dict[str, Any]:
    """Give a draw with its certificate; without seed and panel until it is revealed."""
    return {
        "id": str(draw.id),
        "number": draw.number,
        "item": str(draw.item),
        "title": draw.title,
        "state": draw.state.value,
        "size": draw.size,
        "field": draw.field,
        "on": plain(draw.on),
        "panel": plain(draw.panel),
        "annulled_at": plain(draw.annulled_at),
        "annul_reason": draw.annul_reason,
        "revision": draw.revision,
        "certificate": certificate(draw),
    }


def wire_opinion(one: Opinion) -> dict[str, Any]:
    """Give an opinion with how it was treated."""
    return {
        "id": str(one.id),
        "item": str(one.item),
        "expert": str(one.expert),
        "name": one.name,
        "employer": one.employer,
        "draw": plain(one.draw),
        "session": plain(one.session),
        "conclusion": one.conclusion.value,
        "words": one.words,
        "document": one.document,
        "wording": one.wording,
        "given_on": plain(one.given_on),
        "authority": one.authority,
        "entered_at": plain(one.entered_at),
        "replaced_at": plain(one.replaced_at),
        "treatment": one.note.treatment.value if one.note else None,
        "treatment_reason": one.note.reason if one.note else "",
        "treated_at": plain(one.noted_at),
        "treated_authority": one.noted_authority,
        "conflicts": plain(one.conflicts),
        "revision": one.revision,
    }


def wire_advice(advice: Advice) -> dict[str, Any]:
    """Give what experts contribute to an item."""
    return {
        "wanted": advice.wanted,
        "draw": str(advice.draw.id) if advice.draw else None,
        "awaited": plain(advice.awaited),
        "missing": advice.missing,
        "opinions": [wire_opinion(one) for one in advice.opinions],
        "earlier": [wire_opinion(one) for one in advice.earlier],
    }


def wire_study(line: StudyLine) -> dict[str, Any]:
    """Give a study with its uses; the state is that of the day asked."""
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "code": line.code,
        "question": line.question,
        "commissioner": line.commissioner,
        "commissioner_member": line.commissioner_member,
        "authors": line.authors,
        "begun_on": plain(line.begun_on),
        "due_on": plain(line.due_on),
        "work": line.work,
        "owner": line.owner,
        "gate": line.gate,
        "gate_on": plain(line.gate_on),
        "document": line.document,
        "file": plain(line.file),
        "finished_on": plain(line.finished_on),
        "given_up_on": plain(line.given_up_on),
        "given_up_reason": line.given_up_reason,
        "uses": plain(line.uses),
        "state": line.state.value,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }
