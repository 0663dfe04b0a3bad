"""Invitations by mail: queued by the event that changed them, sent by the tick.

Each mail carries the invitation as a calendar part, a request or its cancellation, under
the same identity and a number that rises. What was never sent is not cancelled.
"""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import CHINESE
from hansa.directory.reads import people
from hansa.duties.reads import notifications
from hansa.duties.services import mailing
from hansa.duties.services.mailing import CalendarPart
from hansa.duties.terms.channels import Message
from hansa.duties.terms.notices import NoticeKind
from hansa.duties.terms.notifications import Pace
from hansa.governance.formats.invitation_ical import invitation_ics, method_of
from hansa.governance.models import Session
from hansa.governance.models.invitations import InvitationMail
from hansa.governance.reads.invitations import (
    called_of,
    entry_of,
    invitation_in,
    invitations_of,
    short_words,
    title_of,
)
from hansa.governance.rules import invitations as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.sessions.rows import hold, tell
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationSheet,
    MailState,
    NoticeState,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, pack, text

MAILS_A_RUN = 50  # A run that meets a slow mail server must end before the next begins.
UNTOLD = frozenset({MailState.WAITING.value, MailState.FAILED.value})


def follow_change(actor: Actor, event: Mapping[str, Any]) -> None:
    """Queue the mails of a session whose invitations say something else.

    Done again it changes nothing: an invitation has one mail for each number.
    """
    row = Session.objects.filter(pk=event["session"]).first()
    if row is None or not settings.HANSA_MAIL or _is_over(row, actor):
        return
    sheet = invitations_of(row)
    for one in sheet.invitations:
        _queue(actor, sheet, one)


def _is_over(row: Session, actor: Actor) -> bool:
    return row.end_on <= actor.at.astimezone(LEAGUE_ZONE).date()


def _queue(actor: Actor, sheet: InvitationSheet, one: Invitation) -> None:
    rows = InvitationMail.objects.filter(invitation_id=one.id)
    if rows.filter(sequence=sheet.sequence).exists():
        return
    # An attempt that ended with its process may have arrived.
    lost = Q(state=MailState.WAITING.value, tries__gt=0, failure=None)
    was_told = rows.filter(Q(state=MailState.SENT.value) | lost).exists()
    rows.filter(state__in=UNTOLD).update(
        state=MailState.SUPERSEDED.value, next_try_at=None
    )
    address = _address(sheet, one)
    if not address or (sheet.state is NoticeState.CANCELLED and not was_told):
        return
    InvitationMail.objects.create(
        id=uuid4(),
        invitation_id=one.id,
        sequence=sheet.sequence,
        method=method_of(sheet),
        address=address,
        queued_at=actor.at,
        **_when(actor, sheet, one, was_told=was_told),
    )


def _address(sheet: InvitationSheet, one: Invitation) -> str:
    entry = entry_of(one, sheet)
    if entry is None:
        return ""
    return people.mail_addresses(sheet.session.line.league, [entry]).get(entry, "")


def _when(
    actor: Actor, sheet: InvitationSheet, one: Invitation, *, was_told: bool
) -> dict[str, Any]:
    """Say when a mail leaves, as its addressee chose in the notification matrix.

    What changes an invitation that was mailed always leaves at once: a calendar that
    shows the former day is worse than a mail too many.
    """
    if was_told:
        return {"state": MailState.WAITING.value, "next_try_at": actor.at}
    league, day = sheet.session.line.league, actor.at.astimezone(LEAGUE_ZONE).date()
    entry = entry_of(one, sheet) or ""
    mode, hour = notifications.mail_mode(league, entry, NoticeKind.INVITATION, day)
    if mode is Pace.OFF:
        return {"state": MailState.UNWANTED.value, "next_try_at": None}
    at = notifications.digest_at(mode, hour, actor.at)
    return {"state": MailState.WAITING.value, "next_try_at": at}


def send_mails(actor: Actor) -> int:
    """Send the invitations that are due, oldest first, and count what was taken.

    Raises:
        Forbidden: the actor does not act for the whole installation.
    """
    mailing.require_sender(actor)
    due = InvitationMail.objects.filter(
        state=MailState.WAITING.value, next_try_at__lte=actor.at
    ).order_by("next_try_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:MAILS_A_RUN])
    return sum(_send(actor, pk) for pk in waiting)


def _send(actor: Actor, pk: UUID) -> bool:
    claimed = _claim(actor, pk)
    if claimed is None:
        return False
    row, link = claimed
    # The mail says what holds now, in Chinese first, whoever runs the tick.
    with translation.override(CHINESE):
        sheet = invitations_of(row.invitation.session)
        one = invitation_in(sheet, row.invitation_id)
        calendar = CalendarPart(
            method=method_of(sheet), content=invitation_ics(sheet, one, row.address)
        )
        outcome = mailing.send(row.address, _message(row, sheet, one, link), calendar)
    with transaction.atomic():
        return _mark(actor, row, sheet, outcome.failure)


def _claim(actor: Actor, pk: UUID) -> tuple[InvitationMail, str] | None:
    """Count an attempt and put the next one off; None where somebody else was faster."""
    with transaction.atomic():
        rows = InvitationMail.objects.select_for_update().filter(
            pk=pk, state=MailState.WAITING.value, next_try_at__lte=actor.at
        )
        row = rows.first()
        if row is None:
            return None
        token = secrets.token_urlsafe(32)
        row.tries += 1
        row.next_try_at = mailing.claimed_until(row.tries, actor.at)
        row.digest = rules.digest_of(token)
        row.save(update_fields=["tries", "next_try_at", "digest"])
    address = reverse("invitation:page", args=[token])
    return row, f"{settings.HANSA_ADDRESS}{address}"


def _message(
    row: InvitationMail, sheet: InvitationSheet, one: Invitation, link: str
) -> Message:
    title = title_of(sheet.session)
    return Message(
        delivery=str(row.pk),
        event="session.invitation",
        subject=_subject(sheet.state, title),
        words=short_words(sheet, called_of(sheet.session), one),
        # Whoever is told that it is called off has nothing to reply to.
        link="" if sheet.state is NoticeState.CANCELLED else link,
        content={},
    )


def _subject(state: NoticeState, title: Bilingual) -> Bilingual:
    match state:
        case NoticeState.CANCELLED:
            return Bilingual(f"取消会议：{title.zh}", f"Called off: {title.en}")
        case NoticeState.MOVED:
            return Bilingual(f"会议变更：{title.zh}", f"Changed: {title.en}")
    return Bilingual(f"会议通知：{title.zh}", f"Notice of meeting: {title.en}")


def _mark(
    actor: Actor, row: InvitationMail, sheet: InvitationSheet, failure: Any
) -> bool:
    """Mark an attempt as taken, as failed, or as the last one."""
    mine = InvitationMail.objects.filter(
        pk=row.pk, tries=row.tries, state=MailState.WAITING.value
    )
    if failure is None:
        changed = mine.update(
            state=MailState.SENT.value, next_try_at=None, failure=None, done_at=actor.at
        )
        act = "governance.mail_invitation"
    elif mailing.next_try_at(row.tries, actor.at) is not None:
        mine.update(failure=pack(failure))
        return False
    else:
        changed = mine.update(
            state=MailState.FAILED.value, next_try_at=None, failure=pack(failure)
        )
        act = "governance.give_invitation_up"
    if changed:
        session = row.invitation.session
        journal.record(
            actor,
            act,
            session.league,
            [f"session:{session.pk}", f"invitation:{row.invitation_id}"],
            {"method": row.method, "sequence": sheet.sequence, "tries": row.tries},
        )
    return bool(changed) and failure is None


def send_again(
    actor: Actor, league: str, session_id: UUID, invitation_id: UUID
) -> None:
    """Mail an invitation again, as it reads now, to the address of now.

    Raises:
        Missing: there is no such session or invitation.
        Forbidden: the actor does not run the session.
        Refused: it is over, no mail address is known, or there is no mail server.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        sheet = invitations_of(held.row)
        one = invitation_in(sheet, invitation_id)
        address = _address(sheet, one)
        _refuse_unsendable(_is_over(held.row, actor), address)
        InvitationMail.objects.filter(invitation_id=one.id, state__in=UNTOLD).exclude(
            sequence=sheet.sequence
        ).update(state=MailState.SUPERSEDED.value, next_try_at=None)
        mail = InvitationMail.objects.filter(
            invitation_id=one.id, sequence=sheet.sequence
        ).first() or InvitationMail(
            id=uuid4(), invitation_id=one.id, sequence=sheet.sequence
        )
        mail.method, mail.address = method_of(sheet), address
        mail.state, mail.tries = MailState.WAITING.value, 0
        mail.queued_at = mail.next_try_at = actor.at
        mail.failure, mail.done_at = None, None
        mail.save()
        held.named.append(f"invitation:{one.id}")
        tell(held, "governance.send_invitation_again", {})


def _refuse_unsendable(over: bool, address: str) -> None:
    if over:
        raise Refused(
            "session-over",
            text("The session is over; nobody is invited any more."),
            text("Record who came with its attendance."),
        )
    if not settings.HANSA_MAIL:
        raise Refused(
            "mail-server-missing",
            text("No mail server is set up here."),
            text("Copy the text and a link for a chat, or telephone."),
        )
    if not address:
        raise Refused(
            "mail-address-missing",
            text("The directory knows no mail address of whoever is invited."),
            text("Enter it in the directory, or make a link for a chat."),
        )
