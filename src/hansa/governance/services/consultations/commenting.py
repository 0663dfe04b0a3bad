"""Takes comments: from the public page, by a link, and as the office received them."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from hansa.charter.reads import get_versions
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.governance.models.consultations import PublicComment, PublicConsultation
from hansa.governance.models.stakeholders import Stakeholder
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.consultations import day_of, get_row, lines_of
from hansa.governance.reads.stakeholders import stakeholder_of
from hansa.governance.rules import consultations as rules
from hansa.governance.rules import proposals as proposal_rules
from hansa.governance.services.consultations.rows import (
    add_moment,
    demand_public,
    hold,
    hold_to_keep,
    tell,
)
from hansa.governance.services.sessions.rows import refuse_words
from hansa.governance.terms.consultations import (
    RECORDED,
    Channel,
    CommentDraft,
    ConsultationStep,
    ReceivedComment,
)
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

HOUR = timedelta(hours=1)
AN_HOUR_MOST = 10
"""Comments from one network address in an hour; a whole office may share one."""


def new_receipt() -> str:
    """Make the number of a receipt: sixty random bits that are easy to copy."""
    letters = [secrets.choice(rules.RECEIPT_LETTERS) for _place in range(12)]
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def origin_of(address: str | None, actor: Actor) -> str:
    """Give a keyed hash of a network address that changes from day to day."""
    said = f"{day_of(actor).isoformat()} {address or ''}"
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def comment(
    actor: Actor,
    league: str,
    consultation_id: UUID,
    draft: CommentDraft,
    receipt: str,
    origin: str,
) -> str:
    """Take a comment of the public; sending it twice gives one comment and one receipt.

    Args:
        actor: anybody, signed in or not.
        league: slug.
        consultation_id: the consultation.
        draft: what is said.
        receipt: made by ``new_receipt`` when the form was shown.
        origin: where it came from, as ``origin_of`` gives it.

    Returns:
        The number of the receipt.

    Raises:
        Missing: there is no such consultation, or no such city.
        Refused: nothing is said, the time is over, or too many came from one place.
    """
    code = rules.receipt_of(receipt) or new_receipt()
    row = get_row(actor, league, consultation_id)
    _refuse_draft(league, draft)
    with transaction.atomic():
        row = hold(league, row.pk)
        kept = row.comments.filter(receipt=rules.receipt_digest(code))
        if kept.exists():
            return code
        (line,) = lines_of([row], day_of(actor))
        rules.refuse_closed(line)
        _refuse_many(actor, origin)
        _add(actor, row, draft, Channel.PAGE, receipt=code, origin=origin)
    return code


def _refuse_many(actor: Actor, origin: str) -> None:
    recent = PublicComment.objects.filter(origin=origin, entered_at__gt=actor.at - HOUR)
    if recent.count() >= AN_HOUR_MOST:
        raise Refused(
            "too-many-comments",
            text(
                "{most} comments came from this network within an hour.",
                most=AN_HOUR_MOST,
            ),
            text("Try again in an hour, or write to the office."),
        )


def comment_by_link(
    actor: Actor, stakeholder: Stakeholder, consultation_id: UUID, words: str
) -> PublicComment:
    """Take a comment of an accredited association, in the transaction of its link.

    Raises:
        Missing: there is no such consultation.
        Refused: nothing is said, or the time is over.
    """
    draft = CommentDraft(words=words, member=stakeholder.member or None)
    _refuse_draft(stakeholder.league, draft)
    row = get_row(actor, stakeholder.league, consultation_id)
    (line,) = lines_of([row], day_of(actor))
    rules.refuse_closed(line)
    return _add(actor, row, draft, Channel.LINK, stakeholder=stakeholder)


def record_comments(
    actor: Actor,
    league: str,
    consultation_id: UUID,
    received: Sequence[ReceivedComment],
) -> int:
    """Enter comments that reached the office otherwise; all of them, or none.

    One that came after the last day is entered too, and marked as late.

    Returns:
        How many were entered.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation, city or association.
        Conflict: it is not public, or over.
        Refused: nothing is said, a day to come or before it opened, an association that
            was not accredited then, or a way that is not the office's to enter.
    """
    with transaction.atomic():
        row, _line = hold_to_keep(actor, league, consultation_id, None)
        demand_public(row)
        if not received:
            raise Refused(
                "comments-missing",
                text("There is no comment to enter."),
                text("Write at least one, with the day on which it came."),
            )
        for one in received:
            judge_received(actor, row, one)
            _add(
                actor,
                row,
                one.comment,
                one.channel,
                stakeholder=_stakeholder(row, one),
                reference=one.reference.strip(),
                received_on=one.received_on,
                told=False,
            )
        add_moment(actor, row, ConsultationStep.RECORDED, str(len(received)))
        content = {"comments": len(received)}
        tell(actor, "governance.record_comments", row, content)
    return len(received)


def judge_received(
    actor: Actor, row: PublicConsultation, received: ReceivedComment
) -> None:
    """Refuse a comment that cannot have reached the office so.

    Raises:
        Missing: there is no such city or association.
        Refused: as ``record_comments``.
    """
    _refuse_draft(row.league, received.comment)
    refuse_words({"line": received.reference})
    if received.channel not in RECORDED:
        raise Refused(
            "channel-unlikely",
            text("Whoever writes on the page or by a link enters it themselves."),
            text("Choose the way by which the office received it."),
        )
    if not row.opens_on <= received.received_on <= day_of(actor):
        raise Refused(
            "day-unlikely",
            text(
                "{day} lies ahead, or before the draft was public.",
                day=received.received_on.isoformat(),
            ),
            text("Give the day on which it came."),
        )
    _stakeholder(row, received)


def _stakeholder(
    row: PublicConsultation, received: ReceivedComment
) -> Stakeholder | None:
    if received.stakeholder is None:
        return None
    found = Stakeholder.objects.filter(
        league=row.league, number=received.stakeholder
    ).first()
    if found is None:
        raise Missing(
            "stakeholder-missing",
            text(
                "No association has the number SH-{number}.",
                number=received.stakeholder,
            ),
            text("The register of associations lists their numbers."),
        )
    proposal_rules.refuse_unaccredited(
        stakeholder_of(found, keeps=False), received.received_on
    )
    return found


def _add(
    actor: Actor,
    row: PublicConsultation,
    draft: CommentDraft,
    channel: Channel,
    *,
    receipt: str = "",
    origin: str = "",
    told: bool = True,
    **more: Any,
) -> PublicComment:
    last = row.comments.aggregate(last=Max("number"))["last"]
    made = PublicComment.objects.create(
        id=uuid4(),
        consultation=row,
        number=(last or 0) + 1,
        words=draft.words.strip(),
        name=draft.name.strip(),
        contact=draft.contact.strip(),
        member=draft.member or "",
        channel=channel.value,
        receipt=rules.receipt_digest(receipt) if receipt else "",
        origin=origin,
        entered_by=actor.person,
        authority=actor.authority,
        entered_at=actor.at,
        **{"received_on": day_of(actor), **more},
    )
    if told:
        # What was said is attested; who said it and how to reach them is nobody's there.
        said = hashlib.sha256(made.words.encode()).hexdigest()
        content = {"number": made.number, "channel": channel.value, "sha256": said}
        named = [f"consultation:{row.pk}", f"comment:{made.pk}"]
        journal.record(actor, "governance.comment", row.league, named, content)
    return made


def _refuse_draft(league: str, draft: CommentDraft) -> None:
    refuse_words({"words": draft.words, "line": draft.name, "line1": draft.contact})
    if not draft.words.strip():
        raise Refused(
            "comment-empty",
            text("Nothing is said."),
            text("Write what you think of the draft."),
        )
    members = list_names(get_versions(league))
    if draft.member is not None and draft.member not in members:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=draft.member[:60]),
            meant(draft.member[:60], members),
        )
