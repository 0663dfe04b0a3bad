"""Mails as they leave: one notice, a digest of several, an invitation with its calendar.

Each is in both languages, as plain text and as a page; what fails is said, not raised.
"""

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.duties.rules import channels as rules
from hansa.duties.rules.notice_words import one_line
from hansa.duties.services.channels import refuse_mail_address
from hansa.duties.terms.channels import Message, Outcome
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, text


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """A calendar file that a mail carries: its method and its bytes."""

    method: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """One mail: its subject, the names of its templates, and what fills them."""

    subject: Bilingual
    template: str
    shown: Mapping[str, Any]
    delivery: str
    calendar: CalendarPart | None = None


def require_sender(actor: Actor) -> None:
    """Refuse whoever does not send what waits, for other contexts that send mails.

    Raises:
        Forbidden: the actor does not act for the whole installation.
    """
    require(actor, rules.SEND, Over(league=None))


def next_try_at(tries: int, at: datetime) -> datetime | None:
    """Say when to try again after so many attempts; None where it is given up."""
    return rules.next_try_at(tries, at)


def claimed_until(tries: int, at: datetime) -> datetime:
    """Say until when an attempt that has begun keeps others from trying."""
    return rules.claimed_until(tries, at)


def send(
    address: str, message: Message, calendar: CalendarPart | None = None
) -> Outcome:
    """Send one message, with a calendar part where one is given."""
    letter = _Letter(
        subject=message.subject,
        template="notice_mail",
        shown={"message": message, "invites": calendar is not None},
        delivery=message.delivery,
        calendar=calendar,
    )
    return _send(address, letter)


def send_digest(
    address: str, delivery: str, subject: Bilingual, messages: Sequence[Message]
) -> Outcome:
    """Send several notices in one mail, each with its own link to sign by."""
    letter = _Letter(
        subject=subject,
        template="digest_mail",
        shown={"subject": subject, "messages": messages},
        delivery=delivery,
    )
    return _send(address, letter)


def _send(address: str, letter: _Letter) -> Outcome:
    if not settings.HANSA_MAIL:
        return Outcome(failure=text("No mail server is set up here."))
    try:
        refuse_mail_address(address)
    except HansaError as refused:
        return Outcome(failure=refused.message)
    mail = EmailMultiAlternatives(
        subject=letter.subject.zh,
        body=render_to_string(f"duties/{letter.template}.txt", letter.shown),
        to=[address],
        headers={
            "X-Hansa-Delivery": letter.delivery,
            "Auto-Submitted": "auto-generated",
        },
    )
    page = render_to_string(f"duties/{letter.template}.html", letter.shown)
    mail.attach_alternative(page, "text/html")
    if letter.calendar is not None:
        # Mail programs offer to take what stands beside the text, not below it.
        method = letter.calendar.method
        mail.attach_alternative(
            letter.calendar.content.decode(), f"text/calendar; method={method}"
        )
    try:
        mail.send()
    except smtplib.SMTPException as error:
        reason = one_line(str(error))[: rules.FAILURE_LONGEST]
        return Outcome(
            failure=text("The mail server did not take it: “{reason}”.", reason=reason)
        )
    except OSError:
        return Outcome(failure=text("The mail server cannot be reached."))
    return Outcome(failure=None)
