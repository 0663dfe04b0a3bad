"""Rounds of comments: a draft goes to every city, and every comment is answered."""

from uuid import UUID

from django.db import transaction

from hansa.chassis import files, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models import (
    MinutesComment,
)
from hansa.governance.reads.minutes import (
    rule_of,
)
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.rules import minutes as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.minutes.rows import (
    Held,
    hold,
    keep,
    nothing_changed,
    refuse_empty,
    refuse_stale,
    require_run,
    section_missing,
)
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.minutes import (
    CommentDraft,
    CommentStance,
    MinutesAct,
    MinutesState,
    Reply,
)
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


def circulate(actor: Actor, league: str, session_id: UUID, revision: int) -> None:
    """Send the draft to every city for comments; again begins another round.

    Raises:
        Missing: there are no such minutes.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed them since, or they are published.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        require_run(held, MinutesAct.CIRCULATE)
        refuse_stale(held, revision)
        row = held.row
        row.state = MinutesState.CIRCULATED.value
        row.round += 1
        row.circulated_at = actor.at
        rule = rule_of(sheet_of(row.session))
        if rule is not None:
            key = f"minutes:{row.pk}/round/{row.round}"
            today, days = day_of(actor), rule.comment_days
            counted = workdays.keep_deadline(actor, key, today, days)
            row.comments_due_on = counted.due_on
            row.provisional = row.provisional or counted.provisional
        keep(held, "governance.circulate_minutes", {"round": row.round})


def comment(
    actor: Actor,
    league: str,
    session_id: UUID,
    revision: int,
    draft: CommentDraft,
    paper: files.Upload | None = None,
) -> None:
    """Record what a city says to the draft; what it said before in this round is kept.

    Args:
        actor: the city's liaison, or a clerk with the city's paper as evidence.
        league: slug.
        session_id: the session.
        revision: as the actor saw it.
        draft: what the city says.
        paper: the scan of the city's paper, which is filed with its hash.

    Raises:
        Missing: there are no such minutes, no such section or no such city.
        Forbidden: the actor does not speak for the city.
        Conflict: somebody changed them since, they are not out for comment, or nothing
            changes.
        Refused: a comment has no words, or no paper shows what another office said.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        _refuse_stranger(held, draft.member)
        session_rules.require_position(actor, league, draft.member)
        rules.refuse_state(MinutesAct.COMMENT, held.sheet.line.state)
        refuse_stale(held, revision)
        refuse_words({"words": draft.words})
        if draft.stance is CommentStance.COMMENT:
            refuse_empty(draft.words)
        places = {one.place for one in held.sheet.sections}
        if draft.place is not None and draft.place not in places:
            raise section_missing()
        _replace(held, draft)
        if paper is not None:
            filed = files.take(actor, league, draft.member, paper)
            held.named.append(files.journal_name(filed))
        keep(held, "governance.comment_minutes", plain(draft))


def _refuse_stranger(held: Held, member: str) -> None:
    if member not in held.sheet.parties:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=member[:60]),
            meant(member[:60], held.sheet.parties),
        )


def _replace(held: Held, draft: CommentDraft) -> None:
    actor, row = held.actor, held.row
    words = draft.words.strip() if draft.stance is CommentStance.COMMENT else ""
    last = row.comments.filter(
        member=draft.member, round=row.round, replaced_at=None
    ).first()
    if last is not None:
        if (last.stance, last.words, last.place) == (draft.stance, words, draft.place):
            raise nothing_changed()
        last.replaced_at = actor.at
        last.save(update_fields=["replaced_at"])
    MinutesComment.objects.create(
        minutes=row,
        member=draft.member,
        round=row.round,
        stance=draft.stance.value,
        words=words,
        place=draft.place,
        given_by=actor.person,
        authority=actor.authority,
        evidence=actor.evidence or "",
        given_at=actor.at,
    )


def answer(
    actor: Actor,
    league: str,
    session_id: UUID,
    revision: int,
    member: str,
    reply: Reply,
) -> None:
    """Answer the comment of a city: adopted or not, and why.

    Raises:
        Missing: there are no such minutes.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed them since, or they are not out for comment.
        Refused: that city has not commented, or what is not adopted has no reason.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        require_run(held, MinutesAct.ANSWER)
        refuse_stale(held, revision)
        refuse_words({"words": reply.words})
        row = held.row.comments.filter(
            member=member,
            round=held.row.round,
            replaced_at=None,
            stance=CommentStance.COMMENT.value,
        ).first()
        if row is None:
            raise Refused(
                "comment-missing",
                text("This city has no comment in this round."),
                text("The page of the minutes lists the comments that wait."),
            )
        if not reply.adopted:
            refuse_empty(reply.words)
        row.answer, row.adopted = reply.words.strip(), reply.adopted
        row.answered_by, row.answered_at = actor.person, actor.at
        row.save()
        told = {"member": member, **plain(reply)}
        keep(held, "governance.answer_comment", told)
