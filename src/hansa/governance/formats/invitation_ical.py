"""The invitation to a session as an iCalendar file, in the language in force."""

from datetime import date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from hansa.chassis import ical
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.directory.reads import people
from hansa.governance.reads.invitations import (
    Called,
    addressee,
    called_of,
    holder_of,
    place_of,
    title_of,
)
from hansa.governance.rules.feeds import feed_uid
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationSheet,
    NoticeState,
)
from hansa.kernel.text import Text, text

LASTS = timedelta(hours=3)
"""How long a session of a known hour blocks a calendar, where it has one day."""

METHOD = "REQUEST"


def invitation_ics(
    sheet: InvitationSheet, invited: Invitation | None = None, mail: str = ""
) -> bytes:
    """Write the invitation to a session: a request, or its cancellation.

    The identity of the event never changes; its number rises whenever days, place, host
    or hour change, and when the session is called off.

    Args:
        sheet: the session with its invitations.
        invited: who it is for, with the mail address of who holds the office; None names
            everybody who is invited, and nobody's address.
        mail: the address that it is mailed to; empty where it is not mailed.
    """
    called = called_of(sheet.session)
    if invited is None:
        parties = [_party(one, called) for one in sheet.invitations]
    else:
        parties = [_party(invited, called, mail or _mail(invited, sheet))]
    return ical.invitation(_event(sheet, called), _organizer(called), parties)


def method_of(sheet: InvitationSheet) -> str:
    """Give the method of the invitation, which its media type names."""
    return "CANCEL" if sheet.state is NoticeState.CANCELLED else METHOD


def media_type(sheet: InvitationSheet) -> str:
    """Give the media type of the file."""
    return f"{ical.MEDIA_TYPE}; charset=utf-8; method={method_of(sheet)}"


def _event(sheet: InvitationSheet, called: Called) -> ical.Event:
    line, notice = sheet.session.line, sheet.notice
    cancelled = sheet.state is NoticeState.CANCELLED
    start: date = line.days.start
    end: date = line.days.end
    if notice is not None and notice.begins_at is not None:
        start = datetime.combine(line.days.start, notice.begins_at, LEAGUE_ZONE)
        end = _end(start, line.days.end)
    page = reverse("governance:session", args=[line.league, line.id])
    return ical.Event(
        uid=feed_uid(f"{line.league}/session/{line.id}"),
        title=render(title_of(sheet.session)),
        start=start,
        end=end,
        status=ical.Status.CANCELLED if cancelled else ical.Status.CONFIRMED,
        busy=True,
        sequence=sheet.sequence,
        created_at=line.convened_at,
        modified_at=sheet.changed_at,
        description="\n".join(render(words) for words in _told(sheet)),
        place=render(place_of(sheet.session, called)),
        url=f"{settings.HANSA_ADDRESS}{page}",
    )


def _end(start: datetime, after: date) -> datetime:
    """Give when a session ends: some hours on, or the end of its last day."""
    if after - start.date() > timedelta(days=1):
        return datetime.combine(after, datetime.min.time(), LEAGUE_ZONE)
    return start + LASTS


def _told(sheet: InvitationSheet) -> tuple[Text | str, ...]:
    line, notice = sheet.session.line, sheet.notice
    told: list[Text | str] = []
    if line.document:
        told.append(text("Document: {document}", document=line.document))
    if notice is not None and notice.reply_by is not None:
        told.append(text("Reply by {day}.", day=notice.reply_by.isoformat()))
    if notice is not None and notice.contact:
        told.append(text("Contact: {contact}", contact=notice.contact))
    if notice is not None and notice.rider:
        told.append(notice.rider)
    return tuple(told)


def _organizer(called: Called) -> ical.Party:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return ical.Party(name=render(called.office.name), mail=address)


def _party(invitation: Invitation, called: Called, mail: str = "") -> ical.Party:
    return ical.Party(
        name=render(addressee(invitation, called)),
        mail=mail or f"urn:uuid:{invitation.id}",
    )


def _mail(invitation: Invitation, sheet: InvitationSheet) -> str:
    """Give the mail address of who holds the office; empty where it is not known."""
    league, holder = sheet.session.line.league, holder_of(invitation, sheet)
    return people.mail_addresses(league, [holder]).get(holder, "") if holder else ""
