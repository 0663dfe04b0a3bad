"""Prepares public consultations, makes them public, extends them and calls them off."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter.reads import get_versions
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.lengths import refuse_long
from hansa.chassis.plain import plain
from hansa.governance.models.consultations import PublicConsultation
from hansa.governance.reads.consultations import (
    day_of,
    participation_on,
    require_keeper,
)
from hansa.governance.rules import consultations as rules
from hansa.governance.services.consultations.rows import (
    add_moment,
    demand_public,
    hold_to_keep,
    keep,
    tell,
)
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import refuse_words
from hansa.governance.terms.consultations import (
    ConsultationDraft,
    ConsultationStep,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text

DRAFT_LONGEST = 40000


def add_consultation(actor: Actor, league: str, draft: ConsultationDraft) -> UUID:
    """Enter a draft on which the public is to be heard; nobody else sees it yet.

    Raises:
        Missing: there is no such league.
        Forbidden: the actor does not hold consultations.
        Refused: it has no title or words, or its days run backwards or are too few.

    Source: CAS-02 of changzhutan.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        journal.lock()
        written = _written(league, draft)
        mine = PublicConsultation.objects.filter(league=league)
        last = mine.aggregate(last=Max("number"))["last"]
        row = PublicConsultation.objects.create(
            id=uuid4(),
            league=league,
            number=(last or 0) + 1,
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
            **written,
        )
        tell(actor, "governance.add_consultation", row, plain(draft))
    return row.pk


def amend_consultation(
    actor: Actor,
    league: str,
    consultation_id: UUID,
    revision: int,
    draft: ConsultationDraft,
) -> None:
    """Change a draft that nobody outside has seen.

    Raises:
        As ``add_consultation``; Conflict also where it is public, or was changed since.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, revision)
        _refuse_public(row)
        for name, value in _written(league, draft).items():
            setattr(row, name, value)
        keep(actor, "governance.amend_consultation", row, plain(draft))


def publish_consultation(
    actor: Actor, league: str, consultation_id: UUID, revision: int
) -> None:
    """Make a draft public; from its first day on comments are taken.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: it is public already, called off, or was changed since.
        Refused: its first day has gone by, and no paper shows that it was public then.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, revision)
        _refuse_public(row)
        rules.refuse_published_late(row.opens_on, day_of(actor), row.document)
        row.published_at = actor.at
        add_moment(actor, row, ConsultationStep.PUBLISHED, row.short_reason)
        keep(actor, "governance.publish_consultation", row, {})


def extend_consultation(
    actor: Actor,
    league: str,
    consultation_id: UUID,
    revision: int,
    until: date,
    reason: str,
) -> None:
    """Give the public more time; the day first made public stays on record.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: it is not public, over, or was changed since.
        Refused: no reason, or a day that is not later or has gone by.
    """
    with transaction.atomic():
        row, line = hold_to_keep(actor, league, consultation_id, revision)
        demand_public(row)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if until <= line.closes_on or until < day_of(actor):
            raise Refused(
                "not-later",
                text(
                    "Comments are taken through {day} already, or that day has gone by.",
                    day=line.closes_on.isoformat(),
                ),
                text("Give a later day; nobody's time is shortened."),
            )
        row.closes_on = until
        words = f"{until.isoformat()} · {reason.strip()}"[:400]
        add_moment(actor, row, ConsultationStep.EXTENDED, words)
        content = {"until": until.isoformat(), "reason": reason.strip()}
        keep(actor, "governance.extend_consultation", row, content)


def withdraw_consultation(
    actor: Actor, league: str, consultation_id: UUID, revision: int, reason: str
) -> None:
    """Call a consultation off; it stays with its comments, and nothing rests on it.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: its results are published, it was called off, or changed since.
        Refused: no reason.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        row.withdrawn_at, row.withdrawn_reason = actor.at, reason.strip()
        row.comments.update(name="", contact="", origin="")
        add_moment(actor, row, ConsultationStep.WITHDRAWN, reason.strip())
        content = {"reason": reason.strip()}
        keep(actor, "governance.withdraw_consultation", row, content)


def _refuse_public(row: PublicConsultation) -> None:
    if row.published_at is not None:
        raise Conflict(
            "consultation-public",
            text("The draft is public, and stays as the public saw it."),
            text("Extend the time, or call it off and enter another one."),
        )


def _written(league: str, draft: ConsultationDraft) -> dict[str, Any]:
    refuse_words(
        {
            "line": draft.title,
            "line1": draft.title_en,
            "line2": draft.document,
            "reason": draft.summary,
            "reason1": draft.short_reason,
        }
    )
    refuse_long("too-long", draft.words, DRAFT_LONGEST)
    for code, written, lacking in (
        ("title-missing", draft.title, text("The consultation has no title.")),
        ("words-missing", draft.words, text("There is no draft to comment on.")),
    ):
        if not written.strip():
            raise Refused(
                code, lacking, text("Write what it is about, and the draft itself.")
            )
    rules.refuse_period(draft.opens_on, draft.closes_on)
    rule = participation_on(get_versions(league), draft.opens_on).consultation
    days = (draft.closes_on - draft.opens_on).days
    rules.refuse_short(days, rule, draft.short_reason)
    return {
        "title": draft.title.strip(),
        "title_en": draft.title_en.strip(),
        "kind": draft.kind.value,
        "summary": draft.summary.strip(),
        "words": draft.words.strip(),
        "document": draft.document.strip(),
        "opens_on": draft.opens_on,
        "closes_on": draft.closes_on,
        "first_closes_on": draft.closes_on,
        "short_reason": draft.short_reason.strip(),
    }
