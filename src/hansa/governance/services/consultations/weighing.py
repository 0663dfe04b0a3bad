"""Groups comments, answers each group, and withholds what must not be shown."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models.consultations import (
    CommentGroup,
    PublicComment,
    PublicConsultation,
)
from hansa.governance.services.consultations.rows import (
    add_moment,
    demand_public,
    hold_to_keep,
    keep,
)
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import refuse_words
from hansa.governance.terms.consultations import ConsultationStep
from hansa.governance.terms.experts import Note
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


def group_comments(
    actor: Actor,
    league: str,
    consultation_id: UUID,
    numbers: Sequence[int],
    group: int | str,
) -> int:
    """Put comments that say the same into a group, an old one or a new one.

    Args:
        actor: who acts.
        league: slug.
        consultation_id: the consultation.
        numbers: of the comments.
        group: number of a group, or what a new one is about.

    Returns:
        The number of the group.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation, comment or group.
        Conflict: it is not public, or over.
        Refused: no comment is named, or nothing says what the new group is about.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, None)
        demand_public(row)
        chosen = set(numbers)
        comments = row.comments.filter(number__in=chosen)
        if not chosen:
            raise Refused(
                "comments-missing",
                text("No comment is chosen."),
                text("Tick the comments that say the same."),
            )
        if comments.count() != len(chosen):
            raise comment_missing()
        into = _group(row, group)
        comments.update(group=into)
        content = {"comments": sorted(chosen), "group": into.number}
        named = f"comment-group:{into.pk}"
        keep(actor, "governance.group_comments", row, content, named)
    return into.number


def _group(row: PublicConsultation, group: int | str) -> CommentGroup:
    if isinstance(group, int):
        return get_group(row, group)
    refuse_words({"line": group})
    if not group.strip():
        raise Refused(
            "group-untitled",
            text("It is not said what the group is about."),
            text("Write in one line what these comments say."),
        )
    last = row.groups.aggregate(last=Max("number"))["last"]
    return CommentGroup.objects.create(
        id=uuid4(),
        consultation=row,
        number=(last or 0) + 1,
        title=group.strip(),
    )


def get_group(row: PublicConsultation, number: int) -> CommentGroup:
    """Find a group by its number.

    Raises:
        Missing: there is no such group.
    """
    found = row.groups.filter(number=number).first()
    if found is None:
        raise Missing(
            "group-missing",
            text("There is no group {number}.", number=number),
            text("The page of the consultation lists its groups."),
        )
    return found


def comment_missing() -> Missing:
    """Say that there is no such comment."""
    return Missing(
        "comment-missing",
        text("There is no such comment in this consultation."),
        text("The list of comments shows their numbers."),
    )


def answer_group(
    actor: Actor, league: str, consultation_id: UUID, group: int, note: Note
) -> None:
    """Say of a group whether what it says is adopted, and why.

    It may be said anew until the results are published.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation or group.
        Conflict: it is not public, or over.
        Refused: no reason.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, None)
        demand_public(row)
        refuse_words({"words": note.reason})
        demand_reason(note.reason)
        found = get_group(row, group)
        found.treatment = note.treatment.value
        found.reason = note.reason.strip()
        found.answered_by, found.answered_at = actor.person, actor.at
        found.answered_authority = actor.authority
        found.save()
        content = {"group": group, **plain(note)}
        named = f"comment-group:{found.pk}"
        keep(actor, "governance.answer_group", row, content, named)


def withhold_comment(
    actor: Actor, league: str, consultation_id: UUID, number: int, reason: str
) -> None:
    """Keep a comment from the public, with the reason; it is not deleted.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation or comment.
        Conflict: it is withheld already, or the consultation is called off.
        Refused: no reason.
    """
    with transaction.atomic():
        row, found = _comment(actor, league, consultation_id, number)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if found.withheld_at is not None:
            raise Conflict(
                "comment-withheld",
                text("This comment is withheld already."),
                text("Its reason stands in the list of comments."),
            )
        found.withheld_at, found.withheld_reason = actor.at, reason.strip()
        found.save()
        words = f"{number} · {reason.strip()}"[:400]
        add_moment(actor, row, ConsultationStep.WITHHELD, words)
        content = {"number": number, "reason": reason.strip()}
        named = f"comment:{found.pk}"
        keep(actor, "governance.withhold_comment", row, content, named)


def release_comment(
    actor: Actor, league: str, consultation_id: UUID, number: int
) -> None:
    """Show a comment again that was withheld in error.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation or comment.
        Conflict: it is not withheld, or the consultation is over.
    """
    with transaction.atomic():
        row, found = _comment(actor, league, consultation_id, number)
        if found.withheld_at is None:
            raise Conflict(
                "comment-shown",
                text("This comment is not withheld."),
                text("The list of comments shows which ones are."),
            )
        found.withheld_at, found.withheld_reason = None, ""
        found.save()
        add_moment(actor, row, ConsultationStep.RELEASED, str(number))
        content, named = {"number": number}, f"comment:{found.pk}"
        keep(actor, "governance.release_comment", row, content, named)


def _comment(
    actor: Actor, league: str, consultation_id: UUID, number: int
) -> tuple[PublicConsultation, PublicComment]:
    row, _line = hold_to_keep(actor, league, consultation_id, None)
    found = row.comments.filter(number=number).first()
    if found is None:
        raise comment_missing()
    return row, found
