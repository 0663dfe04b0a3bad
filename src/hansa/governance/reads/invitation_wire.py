"""Invitations and excerpts as JSON: the form that commands and the API share."""

from typing import Any

from hansa.chassis.language import render
from hansa.chassis.plain import plain
from hansa.governance.reads.excerpts import Concerned, Excerpt
from hansa.governance.reads.invitations import (
    Called,
    called_of,
    invited_name,
    short_words,
    title_of,
)
from hansa.governance.terms.invitations import (
    Invitation,
    InvitationMail,
    InvitationSheet,
    SeatReply,
)


def wire_invitations(sheet: InvitationSheet) -> dict[str, Any]:
    """Give a session's notice, whom it invites, and what they replied."""
    called, notice = called_of(sheet.session), sheet.notice
    return {
        "session": str(sheet.session.line.id),
        "title": plain(title_of(sheet.session)),
        "state": sheet.state.value,
        "sequence": sheet.sequence,
        "changed_at": plain(sheet.changed_at),
        "words": plain(short_words(sheet, called)) if notice else None,
        "notice": {
            "reply_by": plain(notice.reply_by),
            "begins_at": notice.begins_at.isoformat("minutes")
            if notice.begins_at
            else None,
            "contact": notice.contact,
            "rider": notice.rider,
            "authority": notice.authority,
            "issued_at": plain(notice.issued_at),
        }
        if notice
        else None,
        "replies": plain(sheet.replies),
        "invitations": [_wire_invitation(one, called) for one in sheet.invitations],
        "revision": sheet.session.line.revision,
    }


def _wire_invitation(one: Invitation, called: Called) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": plain(invited_name(one, called)),
        "seat": plain(one.seat),
        "member": one.member,
        "invitee": one.invitee,
        "link_made_at": plain(one.link_made_at),
        "outdated": one.outdated,
        "mail": _wire_mail(one.mail) if one.mail else None,
        "reply": _wire_reply(one.reply) if one.reply else None,
        "history": [_wire_reply(reply) for reply in one.replies],
    }


def _wire_mail(mail: InvitationMail) -> dict[str, Any]:
    return {
        "method": mail.method,
        "sequence": mail.sequence,
        "address": mail.address,
        "state": mail.state.value,
        "tries": mail.tries,
        "next_try_at": plain(mail.next_try_at),
        "failure": render(mail.failure) if mail.failure else None,
        "done_at": plain(mail.done_at),
    }


def _wire_reply(reply: SeatReply) -> dict[str, Any]:
    return {
        "stance": reply.stance.value,
        "name": reply.name,
        "phone": reply.phone,
        "alternate": reply.alternate,
        "document": reply.document,
        "words": reply.words,
        "for_start": plain(reply.days.start),
        "how": reply.how.value,
        "spoke_to": reply.spoke_to,
        "authority": reply.authority,
        "at": plain(reply.at),
        "recorded_at": plain(reply.recorded_at),
        "replaced_at": plain(reply.replaced_at),
    }


def wire_concerned(one: Concerned) -> dict[str, Any]:
    """Give a unit with how many decisions it leads and is responsible for."""
    return {
        "unit": one.unit,
        "name": plain(one.name),
        "leads": one.leads,
        "shares": one.shares,
    }


def wire_excerpt(found: Excerpt) -> dict[str, Any]:
    """Give one unit's excerpt, in the language of the minutes."""
    return {
        "unit": found.unit,
        "name": found.name,
        "title": found.title,
        "source": found.source,
        "paragraphs": [
            {"item": place, "words": words} for place, words in found.paragraphs
        ],
    }
