"""Receipts (签收): by a link without an account, by sign-in, or told on the telephone.

A notice is signed for once. Whoever comes later with the same link is shown who signed
and when, and changes nothing.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.directory.services.behalf import refuse_borrowed_office
from hansa.duties.models import Notice as NoticeRow
from hansa.duties.models import ReceiptLink
from hansa.duties.reads.notices import find_by_link, get_notice
from hansa.duties.rules import notices as rules
from hansa.duties.rules.notice_words import one_line
from hansa.duties.terms.notices import Call, Notice, NoticeLine, ReceiptHow, Signing
from hansa.kernel.errors import Conflict, Forbidden, Refused
from hansa.kernel.text import text

NAME_LONGEST = 200


def make_link(actor: Actor, league: str, notice_id: UUID) -> str:
    """Make a link by which somebody without an account signs for a notice.

    It is shown once, to be pasted into a chat; only its hash is kept. Links made so
    before end: whoever makes another one no longer knows who holds the last. Those in
    mails and messages that went out stay.

    Raises:
        Missing: there is no such notice, or the actor may not see it.
        Forbidden: the actor is not of the office that issued it.
    """
    line = get_notice(actor, league, notice_id).line
    require_office(actor, line)
    with transaction.atomic():
        # Of two made at once the later one ends the other.
        journal.lock()
        ended = ReceiptLink.objects.filter(
            notice=line.id, is_by_hand=True, ends_at__gt=actor.at
        ).update(ends_at=actor.at)
        row, link = _minted(line.id, actor.at)
        row.is_by_hand = True
        row.save()
        journal.record(
            actor,
            "receipts.make_link",
            league,
            [f"notice:{line.id}"],
            {"ended": ended},
        )
    return link


def mint_link(notice_id: UUID, at: datetime) -> str:
    """Make a link with a fresh secret, in the caller's transaction."""
    return _minted(notice_id, at)[1]


def _minted(notice_id: UUID, at: datetime) -> tuple[ReceiptLink, str]:
    token = secrets.token_urlsafe(32)
    days: int = getattr(settings, "HANSA_RECEIPT_DAYS", rules.RECEIPT_DAYS)
    row = ReceiptLink.objects.create(
        digest=rules.digest_of(token),
        notice_id=notice_id,
        made_at=at,
        ends_at=at + timedelta(days=days),
    )
    address = reverse("receipt:page", args=[token])
    return row, f"{settings.HANSA_ADDRESS}{address}"


def sign_by_link(actor: Actor, token: str, signing: Signing) -> Notice:
    """Sign for a notice by its link; whoever has the link needs no account.

    Returns:
        The notice with its receipt: the one made now, or the one it had already.

    Raises:
        Missing: the link is unknown or has ended.
        Refused: it does not say who signs, and for which office; or that office is of
            the league, of another city or above.
    """
    by, office = _written(signing.name), _written(signing.office)
    with transaction.atomic():
        line = find_by_link(token, actor.at).line
        if line.receipt is None:
            refuse_borrowed_office(line.league, line.member, "office", office)
        if _sign(actor, line, ReceiptHow.LINK, (by, office, actor.at)):
            journal.record(
                actor,
                "receipts.sign_by_link",
                line.league,
                [f"notice:{line.id}"],
                {"by": by, "office": office},
            )
    return find_by_link(token, actor.at)


def sign(actor: Actor, league: str, notice_id: UUID) -> None:
    """Sign for a notice as the city or unit that it addresses; again changes nothing.

    Raises:
        Missing: there is no such notice, or the actor may not see it.
        Forbidden: it addresses somebody else.
    """
    with transaction.atomic():
        line = get_notice(actor, league, notice_id).line
        if not rules.may_sign(actor, line):
            raise Forbidden(
                "not-addressed",
                text("This notice addresses {name}, who signs for it.", name=line.name),
                text(
                    "If they confirm by telephone, the office that sent it records it."
                ),
            )
        # Who signed is known by office; the account stays beside it.
        receipt = (actor.authority, line.name.zh, actor.at)
        if _sign(actor, line, ReceiptHow.SIGN_IN, receipt):
            journal.record(
                actor,
                "receipts.sign",
                league,
                [f"notice:{line.id}"],
                {"how": "sign-in"},
            )


def sign_as(actor: Actor, line: NoticeLine, office: str) -> bool:
    """Sign for a notice in the name of an office, in the caller's transaction.

    For services that judged who signs; tells whether it was not signed before.
    """
    return _sign(actor, line, ReceiptHow.SIGN_IN, (actor.authority, office, actor.at))


def confirm_by_telephone(
    actor: Actor, league: str, notice_id: UUID, call: Call
) -> None:
    """Record that somebody confirmed a notice on the telephone (电话确认).

    Raises:
        Missing: there is no such notice, or the actor may not see it.
        Forbidden: the actor is not of the office that issued it.
        Refused: it does not say who was spoken to, or when it cannot have been.
        Conflict: it is signed for already.
    """
    by, office = _written(call.spoke_to), _written(call.office)
    with transaction.atomic():
        line = get_notice(actor, league, notice_id).line
        require_office(actor, line)
        rules.refuse_call(call.at, line.issued_at, actor.at)
        if not _sign(actor, line, ReceiptHow.TELEPHONE, (by, office, call.at)):
            raise Conflict(
                "signed-already",
                text("This notice is signed for already."),
                text("Look at who signed and when; nothing was changed."),
            )
        journal.record(
            actor,
            "receipts.confirm_by_telephone",
            league,
            [f"notice:{line.id}"],
            {"by": by, "office": office, "at": call.at.isoformat()},
        )


def require_office(actor: Actor, line: NoticeLine) -> None:
    """Refuse whoever is not of the office that issued a notice.

    Raises:
        Forbidden: naming who may.
    """
    if rules.may_manage(actor, line):
        return
    require(actor, rules.ISSUE, Over(league=line.league, member=line.from_member))
    raise Forbidden(
        "not-issuer",
        text("Only the office that issued a notice follows it up."),
        text("Ask that office: {office}.", office=line.authority),
    )


def _written(words: str) -> str:
    written = one_line(words)
    if not written or len(written) > NAME_LONGEST:
        raise Refused(
            "signer-missing",
            text("A receipt says who signs, and for which office."),
            text("Give both, each in at most {most} characters.", most=NAME_LONGEST),
        )
    return written


def _sign(
    actor: Actor, line: NoticeLine, how: ReceiptHow, receipt: tuple[str, str, datetime]
) -> bool:
    """Sign a notice unless somebody was faster; tell whether it was this time."""
    by, office, at = receipt
    unsigned = NoticeRow.objects.filter(pk=line.id, receipted_at=None)
    return bool(
        unsigned.update(
            receipted_at=at,
            receipt_by=by,
            receipt_office=office,
            receipt_how=how.value,
            receipt_recorded_by=actor.person,
            receipt_recorded_at=actor.at,
        )
    )
