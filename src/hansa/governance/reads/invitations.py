"""Invitations of a session: its notice, who is invited, and what came back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import translation

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.directory.reads import people
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.duties.reads.notices import letterhead_of
from hansa.duties.terms.notices import Letterhead, ReceiptHow
from hansa.governance.models import Session
from hansa.governance.models.invitations import Invitation as InvitationRow
from hansa.governance.models.invitations import InvitationMail as MailRow
from hansa.governance.models.invitations import InvitationReply
from hansa.governance.models.invitations import SessionNotice as SessionNoticeRow
from hansa.governance.reads.calendars import holder_text, list_names
from hansa.governance.reads.dockets import get_session_row, seat_key
from hansa.governance.reads.records import bodies_named
from hansa.governance.reads.sessions import (
    ground_of_row,
    require_reader,
    room_of,
    sheet_of,
)
from hansa.governance.rules import invitation_words
from hansa.governance.rules import invitations as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.paper_words import in_full
from hansa.governance.terms import LEVEL_NAMES, Holder, Seat
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationMail,
    InvitationSheet,
    MailState,
    NoticeWords,
    ReplyStance,
    SeatReply,
    SessionNotice,
)
from hansa.governance.terms.sessions import Mark, SessionSheet
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, Text, text, unpack

Names = Mapping[str, Bilingual]


def invitation_missing() -> Missing:
    """Say that there is no such invitation."""
    return Missing(
        "invitation-missing",
        text("There is no such invitation here."),
        text("The page of invitations of the session lists them."),
    )


def link_missing() -> Missing:
    """Say that a link leads nowhere, or no longer."""
    return Missing(
        "link-missing",
        text("This link leads nowhere, or its session is over."),
        text("Ask the office that invited for a new one."),
    )


def invitations_of(row: Session) -> InvitationSheet:
    """Sum up the invitations of a session; the number of queries does not grow."""
    session = sheet_of(row)
    notice = SessionNoticeRow.objects.filter(session=row).first()
    rows = (
        InvitationRow.objects.filter(session=row)
        .order_by("place", "pk")
        .prefetch_related("replies", "mails")
    )
    invitations = tuple(_invitation_of(one, session) for one in rows)
    steps = session.steps
    revision = notice.revision if notice else 1
    changes = [step.at for step in steps if step.kind in rules.CHANGING]
    issued = [notice.issued_at] if notice else []
    return InvitationSheet(
        session=session,
        notice=_notice_of(notice) if notice else None,
        invitations=invitations,
        replies=rules.summed(invitations),
        state=rules.state_of(session.line.state, steps, revision),
        sequence=rules.sequence_of(steps, revision),
        changed_at=max([session.line.convened_at, *changes, *issued]),
    )


def _notice_of(row: SessionNoticeRow) -> SessionNotice:
    return SessionNotice(
        reply_by=row.reply_by,
        begins_at=row.begins_at,
        contact=row.contact,
        rider=row.rider,
        issued_by=row.issued_by,
        authority=row.authority,
        first_issued_at=row.first_issued_at,
        issued_at=row.issued_at,
        revision=row.revision,
    )


def _invitation_of(row: InvitationRow, session: SessionSheet) -> Invitation:
    replies = tuple(
        reply_of(one) for one in sorted(row.replies.all(), key=lambda one: one.pk)
    )
    reply = rules.standing(replies, session.line.days)
    return Invitation(
        id=row.pk,
        session=session.line.id,
        seat=_seat_of(row, session.seats),
        member=row.member or None,
        invitee=row.invitee,
        issued_at=row.issued_at,
        link_made_at=row.link_made_at,
        replies=replies,
        reply=reply,
        outdated=reply is None and bool(replies),
        mail=_mail_of(row),
    )


def _mail_of(row: InvitationRow) -> InvitationMail | None:
    """Give the last mail of an invitation."""
    mails = sorted(row.mails.all(), key=lambda one: one.sequence)
    if not mails:
        return None
    last = mails[-1]
    return InvitationMail(
        method=last.method,
        sequence=last.sequence,
        address=last.address,
        state=MailState(last.state),
        tries=last.tries,
        next_try_at=last.next_try_at,
        failure=cast(Text, unpack(last.failure)) if last.failure else None,
        done_at=last.done_at,
    )


def _seat_of(row: InvitationRow, seats: Iterable[Seat]) -> Seat | None:
    key = (row.member, row.body, row.office)
    known = next((one for one in seats if seat_key(one) == key), None)
    if known is not None or not row.office:
        return known
    # The charter of other days may know no such seat; who was invited stays invited.
    return Seat(
        member=row.member or None,
        body=row.body or None,
        office=next(one for one in OFFICE_NAMES if one.value == row.office),
        count=None,
    )


def reply_of(row: InvitationReply) -> SeatReply:
    """Turn the row of a reply into a term."""
    return SeatReply(
        stance=ReplyStance(row.stance),
        name=row.name,
        phone=row.phone,
        alternate=row.alternate,
        document=row.document,
        words=row.words,
        days=Period(row.start_on, row.end_on),
        how=ReceiptHow(row.how),
        spoke_to=row.spoke_to,
        recorded_by=row.recorded_by,
        authority=row.authority,
        at=row.at,
        recorded_at=row.recorded_at,
        replaced_at=row.replaced_at,
    )


def get_invitations(actor: Actor, league: str, session_id: UUID) -> InvitationSheet:
    """Show the invitations of a session.

    Telephone numbers are shown to whoever runs the session, and those of a city to it.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
    """
    require_reader(actor, league)
    row = get_session_row(league, session_id)
    sheet = invitations_of(row)
    if session_rules.may_hold(actor, room_of(row)):
        return sheet
    seen = (_seen_by(actor, one) for one in sheet.invitations)
    return replace(sheet, invitations=tuple(seen))


def _seen_by(actor: Actor, invitation: Invitation) -> Invitation:
    if invitation.member is not None and invitation.member == actor.member:
        return invitation
    hidden = tuple(replace(one, phone="") for one in invitation.replies)
    reply = replace(invitation.reply, phone="") if invitation.reply else None
    mail = replace(invitation.mail, address="") if invitation.mail else None
    return replace(invitation, replies=hidden, reply=reply, mail=mail)


def invitation_in(sheet: InvitationSheet, invitation_id: UUID) -> Invitation:
    """Find one invitation of a session.

    Raises:
        Missing: there is none.
    """
    for one in sheet.invitations:
        if one.id == invitation_id:
            return one
    raise invitation_missing()


def invited_as(sheet: InvitationSheet, written: str) -> Invitation:
    """Find an invitation as city/office, body/office, city, or invitee.

    Raises:
        Missing: nobody is invited so.
    """
    for one in sheet.invitations:
        seat = one.seat
        named = f"{seat.member or seat.body}/{seat.office.value}" if seat else ""
        if written and written in {
            named,
            one.invitee,
            (one.member or "") if not seat else "",
        }:
            return one
    raise Missing(
        "invitation-missing",
        text("“{written}” is not invited to this session.", written=written[:60]),
        text("Write it as city/office; the list of invitations names everybody."),
    )


def opened_by(token: str) -> QuerySet[InvitationRow]:
    """Give the invitation that a link opens: one made by hand, or one that was mailed."""
    digest = rules.digest_of(token)
    mailed = MailRow.objects.filter(digest=digest)
    return InvitationRow.objects.filter(
        Q(digest=digest) | Q(pk__in=mailed.values("invitation"))
    )


def find_by_link(token: str, at: datetime) -> tuple[InvitationSheet, Invitation]:
    """Find the invitation that a link opens, until its session is over.

    Raises:
        Missing: the link is unknown, another was made since, or its session is over.
    """
    row = opened_by(token).select_related("session").first()
    if row is None or row.session.end_on <= at.astimezone(LEAGUE_ZONE).date():
        raise link_missing()
    sheet = invitations_of(row.session)
    return sheet, invitation_in(sheet, row.pk)


def may_answer(actor: Actor, league: str, invitation: Invitation) -> bool:
    """Tell whether an actor replies for whoever is invited, for a form."""
    return rules.may_answer(
        actor, league, invitation.member, lead_of(league, invitation, actor.at)
    )


def require_answer(actor: Actor, league: str, invitation: Invitation) -> None:
    """Refuse somebody who does not reply for whoever is invited, before a form is read.

    Raises:
        Forbidden: naming who may.
    """
    lead = lead_of(league, invitation, actor.at)
    rules.require_answer(actor, league, invitation.member, lead)


def foretold(invitation: Invitation) -> Mark | None:
    """Give how a seat or an invitee will stand by its reply; None while it is awaited."""
    return rules.foretold(invitation)


def lead_of(league: str, invitation: Invitation, at: datetime) -> str | None:
    """Give the unit that leads the group of a seat; None for every other seat."""
    body = invitation.seat.body if invitation.seat else None
    if body is None:
        return None
    lead = people.lead_unit(league, body, at.astimezone(LEAGUE_ZONE).date())
    return lead.unit if lead else None


def holder_of(invitation: Invitation, sheet: InvitationSheet) -> str | None:
    """Give the person who holds the office that is invited; None where none is known."""
    seat, line = invitation.seat, sheet.session.line
    if seat is None or seat.member is None or seat.count is None:
        return None
    held = people.office_holder(
        line.league, seat.member, seat.office, line.body, line.days.start
    )
    return held.person if held is not None else None


def entry_of(invitation: Invitation, sheet: InvitationSheet) -> str | None:
    """Give whom of the directory an invitation is mailed to: a person, or a unit.

    Who holds the office; the unit that leads the group of a seat; the focal point of a
    city that is invited as such. None where none is known, as for an invitee.
    """
    line, holder = sheet.session.line, holder_of(invitation, sheet)
    if holder is not None:
        return holder
    seat, member = invitation.seat, invitation.member
    if seat is not None and seat.body is not None:
        lead = people.lead_unit(line.league, seat.body, line.days.start)
        return (lead.person or lead.unit) if lead else None
    if seat is None and member is not None:
        points = people.focal_points(line.league, [member], (None,), line.days.start)
        point = points.get((member, None))
        return point.person if point else None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a notice calls things by, on the first day of its session."""

    names: Names
    bodies: Names
    office: Letterhead


def called_of(sheet: SessionSheet) -> Called:
    """Give what the notice of a session calls things by."""
    line = sheet.line
    versions = ground_of_row(get_session_row(line.league, line.id)).versions
    return Called(
        names=list_names(versions),
        bodies=bodies_named(versions),
        office=letterhead_of(line.league, None, None, line.days.start),
    )


def in_both(name: Text) -> Bilingual:
    """Say a text in both languages."""
    with translation.override(CHINESE):
        chinese = render(name)
    with translation.override(ENGLISH):
        return Bilingual(chinese, render(name))


def invited_name(invitation: Invitation, called: Called) -> Bilingual:
    """Name whoever is invited: the office of a city or group, a city, an invitee."""
    if invitation.invitee:
        return Bilingual(invitation.invitee, invitation.invitee)
    seat = invitation.seat
    if seat is None:
        member = invitation.member or ""
        return _city(called.names.get(member), member)
    if seat.member is not None:
        held = Holder(member=seat.member, office=seat.office)
        name = in_both(holder_text(held, called.names))
        return Bilingual(name.zh.replace(" ", ""), name.en)
    group, office = (
        called.bodies.get(seat.body or ""),
        in_both(OFFICE_NAMES[seat.office]),
    )
    if group is None:
        return office
    return Bilingual(f"{group.zh}{office.zh}", f"{group.en} {office.en}")


def _city(name: Bilingual | None, id_: str) -> Bilingual:
    if name is None:
        return Bilingual(id_, id_)
    return Bilingual(in_full(name.zh), name.en)


def addressee(invitation: Invitation, called: Called) -> Bilingual:
    """Name whom the notice addresses: the alternate, once one was named.

    A city that is invited as such sends somebody of its choice.
    """
    name, reply = invited_name(invitation, called), invitation.reply
    if invitation.seat is None and invitation.member:
        name = Bilingual(f"{name.zh}有关负责同志", f"the delegation of {name.en}")
    if reply is None or not reply.alternate:
        return name
    return Bilingual(
        f"{reply.alternate}（代{name.zh}）", f"{reply.alternate} (for {name.en})"
    )


def title_of(session: SessionSheet) -> Bilingual:
    """Call a session as its notice does."""
    line, name = session.line, session.body.name
    if line.level is not None:
        level = in_both(LEVEL_NAMES[line.level])
        name = Bilingual(f"{name.zh}（{level.zh}）", f"{name.en} ({level.en})")
    version = charter_reads.governing(
        charter_reads.get_versions(line.league), line.days.start
    )
    league = version.charter.agreement.name
    return invitation_words.meeting_title(line.year, league, name)


def place_of(session: SessionSheet, called: Called) -> Bilingual | None:
    """Give where a session is held: as it was said, else in the city that hosts."""
    line = session.line
    if line.place is not None or line.host is None:
        return line.place
    return _city(called.names.get(line.host), line.host)


def short_words(
    sheet: InvitationSheet, called: Called, invitation: Invitation | None = None
) -> Bilingual:
    """Write the text that is pasted into a chat, for everybody or for one invited."""
    session, notice = sheet.session, sheet.notice
    names = (
        invitation_words.EVERYBODY
        if invitation is None
        else addressee(invitation, called)
    )
    return invitation_words.words_of(
        NoticeWords(
            office=called.office.short,
            title=title_of(session),
            days=session.line.days,
            begins_at=notice.begins_at if notice else None,
            place=place_of(session, called),
            names=names,
            reply_by=notice.reply_by if notice else None,
            contact=notice.contact if notice else "",
            state=sheet.state,
        )
    )
