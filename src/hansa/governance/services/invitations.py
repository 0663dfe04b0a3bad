"""Issues the notice of a session with its invitations, and takes replies.

Whoever is invited replies by a link without an account, as the city whose seat it is, or
on the telephone, which the office records. A reply holds for the days it was given for.
"""

import secrets
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.lengths import refuse_long
from hansa.chassis.plain import plain
from hansa.duties.terms.notices import ReceiptHow
from hansa.governance.models import Session
from hansa.governance.models.invitations import (
    Invitation,
    InvitationReply,
    SessionNotice,
)
from hansa.governance.reads.invitations import (
    find_by_link,
    get_invitations,
    invitation_in,
    invitation_missing,
    link_missing,
    opened_by,
    require_answer,
)
from hansa.governance.reads.sessions import get_session
from hansa.governance.rules import invitations as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.sessions import sitting
from hansa.governance.services.sessions.rows import (
    Held,
    add_step,
    hold,
    keep,
    publish_change,
    refuse_stale,
    refuse_words,
    tell,
)
from hansa.governance.terms.invitations import (
    ReplyDraft,
    SessionNoticeDraft,
    SpokenWith,
)
from hansa.governance.terms.sessions import SessionState, StepKind
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

LONGEST = {
    "name": 100,
    "phone": 30,
    "alternate": 200,
    "document": 200,
    "words": 400,
}
INVITEES_MOST = 100


def issue(
    actor: Actor,
    league: str,
    session_id: UUID,
    revision: int,
    draft: SessionNoticeDraft,
) -> None:
    """Issue the notice of a session, and invite its seats and invitees.

    Issued anew it says what it says now; whoever was invited stays invited, with the
    replies that came.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run it.
        Conflict: somebody changed it since, or it has begun.
        Refused: replies are wanted by a day after it begins, or words are too long.

    Source: GOV-05 and GOV-06 of huaihai.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        refuse_stale(held.row, revision)
        rules.refuse_begun(SessionState(held.row.state))
        _refuse_notice(held, draft)
        _keep_notice(held, draft)
        _invite(held, draft.invitees)
        add_step(held, StepKind.INVITED)
        publish_change(held)
        keep(held, "governance.issue_invitations", plain(draft))


def _refuse_notice(held: Held, draft: SessionNoticeDraft) -> None:
    lines = [draft.contact, *draft.invitees]
    refuse_words(
        {f"line{n}": words for n, words in enumerate(lines)} | {"reason": draft.rider}
    )
    if len(draft.invitees) > INVITEES_MOST:
        raise Refused(
            "invitees-many",
            text("More than {most} invitees are named at once.", most=INVITEES_MOST),
            text("Name fewer; issue the notice again for the others."),
        )
    if draft.reply_by is not None and draft.reply_by > held.row.start_on:
        raise Refused(
            "reply-late",
            text(
                "Replies would be due on {day}, after the session begins on {first}.",
                day=draft.reply_by.isoformat(),
                first=held.row.start_on.isoformat(),
            ),
            text("Give a day before it begins."),
        )


def _keep_notice(held: Held, draft: SessionNoticeDraft) -> None:
    """Keep what the notice says; its revision rises where a calendar would show it."""
    actor, found = held.actor, SessionNotice.objects.filter(session=held.row).first()
    row = found or SessionNotice(session=held.row, first_issued_at=actor.at)
    if found is not None and found.begins_at != draft.begins_at:
        row.revision += 1
    row.reply_by, row.begins_at = draft.reply_by, draft.begins_at
    row.contact, row.rider = draft.contact.strip(), draft.rider.strip()
    row.issued_by, row.authority = actor.person, actor.authority
    row.issued_at = actor.at
    row.save()


def _invite(held: Held, invitees: tuple[str, ...]) -> None:
    """Invite everybody who is not invited yet: seats, then whoever has none."""
    ground, row = held.ground, held.row
    named = [one.zh for one in ground.body.invitees]
    named += [name for one in invitees if (name := " ".join(one.split()))]
    wanted = [
        *((*key, "") for key in rules.invited_seats(ground.seats, ground.parties)),
        *(("", "", "", name) for name in dict.fromkeys(named)),
    ]
    known = set(
        Invitation.objects.filter(session=row).values_list(
            "member", "body", "office", "invitee"
        )
    )
    Invitation.objects.bulk_create(
        Invitation(
            id=uuid4(),
            session=row,
            place=place,
            member=key[0],
            body=key[1],
            office=key[2],
            invitee=key[3],
            issued_at=held.actor.at,
        )
        for place, key in enumerate(wanted)
        if key not in known
    )


def make_link(actor: Actor, league: str, session_id: UUID, invitation_id: UUID) -> str:
    """Make a link by which somebody invited replies without an account.

    It is shown once; only its hash is kept, and the one made before ends.

    Raises:
        Missing: there is no such session or invitation.
        Forbidden: the actor does not run the session.
        Conflict: it has begun.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        rules.refuse_begun(SessionState(held.row.state))
        row = _row(held.row, invitation_id)
        token = secrets.token_urlsafe(32)
        row.digest, row.link_made_at = rules.digest_of(token), actor.at
        row.save()
        held.named.append(f"invitation:{row.pk}")
        tell(held, "governance.make_invitation_link", {})
    return f"{settings.HANSA_ADDRESS}{reverse('invitation:page', args=[token])}"


def _row(session: Session, invitation_id: UUID) -> Invitation:
    row = Invitation.objects.filter(session=session, pk=invitation_id).first()
    if row is None:
        raise invitation_missing()
    return row


def reply_by_link(actor: Actor, token: str, draft: ReplyDraft) -> None:
    """Reply by the link of an invitation; whoever has it needs no account.

    Raises:
        Missing: the link is unknown or has ended.
        Conflict: the session has begun or is called off.
        Refused: the slip does not say who comes instead, or is too long.
    """
    _refuse_draft(draft)
    with transaction.atomic():
        # Whoever made another link meanwhile ended this one.
        journal.lock()
        sheet, invitation = find_by_link(token, actor.at)
        league, session_id = sheet.session.line.league, invitation.session
        session = Session.objects.select_for_update().get(pk=session_id)
        rules.refuse_begun(SessionState(session.state))
        row = _row(session, invitation.id)
        if not opened_by(token).filter(pk=row.pk).exists():
            raise link_missing()
        _keep_reply(actor, session, row, draft, ReceiptHow.LINK)
        named = [f"session:{session.pk}", f"invitation:{row.pk}"]
        journal.record(actor, "governance.reply_by_link", league, named, _told(draft))


def reply(
    actor: Actor,
    league: str,
    session_id: UUID,
    invitation_id: UUID,
    draft: ReplyDraft,
) -> None:
    """Reply for one's own city, or for the group that one's unit leads.

    Raises:
        Missing: there is no such session or invitation.
        Forbidden: the invitation is somebody else's.
        Conflict: the session has begun or is called off.
        Refused: the slip does not say who comes instead, or is too long.
    """
    sheet = get_invitations(actor, league, session_id)
    invitation = invitation_in(sheet, invitation_id)
    require_answer(actor, league, invitation)
    _refuse_draft(draft)
    with transaction.atomic():
        held = hold(actor, league, session_id)
        _take(held, invitation_id, draft, ReceiptHow.SIGN_IN, None)


def reply_by_telephone(
    actor: Actor,
    league: str,
    session_id: UUID,
    invitation_id: UUID,
    draft: ReplyDraft,
    call: SpokenWith,
) -> None:
    """Record what somebody replied on the telephone: who, when, and what.

    Raises:
        Missing: there is no such session or invitation.
        Forbidden: the actor does not run the session.
        Conflict: it has begun or is called off.
        Refused: it does not say who was spoken to, or when it cannot have been.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        _refuse_draft(draft)
        if not call.person.strip():
            raise Refused(
                "caller-missing",
                text("It is not said who was on the telephone."),
                text("Name whom you spoke to, by office."),
            )
        refuse_long("too-long", call.person, 200)
        _take(held, invitation_id, draft, ReceiptHow.TELEPHONE, call)


def _take(
    held: Held,
    invitation_id: UUID,
    draft: ReplyDraft,
    how: ReceiptHow,
    call: SpokenWith | None,
) -> None:
    rules.refuse_begun(SessionState(held.row.state))
    row = _row(held.row, invitation_id)
    if call is not None:
        rules.refuse_call(call.at, row.issued_at, held.actor.at)
    _keep_reply(held.actor, held.row, row, draft, how, call)
    held.named.append(f"invitation:{row.pk}")
    tell(held, "governance.reply_invitation", {**_told(draft), "how": how.value})


def _refuse_draft(draft: ReplyDraft) -> None:
    for field, most in LONGEST.items():
        refuse_long("too-long", getattr(draft, field), most)
    rules.refuse_slip(draft)


def _keep_reply(
    actor: Actor,
    session: Session,
    row: Invitation,
    draft: ReplyDraft,
    how: ReceiptHow,
    call: SpokenWith | None = None,
) -> None:
    last = InvitationReply.objects.filter(invitation=row, replaced_at=None)
    last.update(replaced_at=actor.at)
    InvitationReply.objects.create(
        invitation=row,
        stance=draft.stance.value,
        name=draft.name.strip(),
        phone=draft.phone.strip(),
        alternate=draft.alternate.strip(),
        document=draft.document.strip(),
        words=draft.words.strip(),
        start_on=session.start_on,
        end_on=session.end_on,
        how=how.value,
        spoke_to=call.person.strip() if call else "",
        recorded_by=actor.person,
        authority=actor.authority,
        at=call.at if call else actor.at,
        recorded_at=actor.at,
    )


def _told(draft: ReplyDraft) -> dict[str, Any]:
    """Give what the journal keeps of a slip: no name and no number of anybody."""
    return {
        "stance": draft.stance.value,
        "alternate": draft.alternate.strip(),
        "document": draft.document.strip(),
    }


def attend_as_replied(
    actor: Actor, league: str, session_id: UUID, revision: int
) -> int:
    """Record the attendance that replies foretell, of whom nothing is recorded yet.

    Returns:
        How many were recorded.

    Raises:
        As ``keep_attendance``; Refused also where no reply says anything new.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        sheet = get_invitations(actor, league, session_id)
        known = get_session(actor, league, session_id).attendance.marks
        marks = rules.as_replied(sheet.invitations, known)
        if not marks:
            raise Refused(
                "nothing-replied",
                text("No reply says anything of whom nothing is recorded yet."),
                text("Record who came, seat by seat."),
            )
        sitting.keep_attendance(actor, league, session_id, revision, marks)
    return len(marks)
