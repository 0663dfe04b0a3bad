"""Asks for a later due day, grants it and refuses it; the original day stays."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.duties.models import Duty, DutyEvent
from hansa.duties.rules.rights import ASK_EXTENSION, EXTEND, demand_paper
from hansa.duties.rules.written import demand_words
from hansa.duties.services import rows
from hansa.duties.services.acts.kept import Recorded, journal_event, take
from hansa.duties.terms.duties import UNDATED, EventKind
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import mark, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Until when, and why.

    Attributes:
        file: the scan of the request; None for none, and where one is granted.
    """

    until: date
    reason: str
    document: str = ""
    file: Upload | None = None


def request_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, wanted: Extension
) -> Recorded:
    """Ask for a later due day; nothing moves until the office answers.

    Raises:
        Missing: the actor may not know of such a duty.
        Forbidden: the actor may not ask for it.
        Conflict: somebody changed it meanwhile, or a request waits already.
        Refused: it has no due day or is settled, or the day asked is no later one.
    """
    demand_words("reason-missing", wanted.reason, mark("A request needs its reason."))
    with transaction.atomic():
        row = rows.open_for(actor, ASK_EXTENSION, league, duty_id, revision)
        demand_paper(actor, row.member or None)
        _refuse_unextendable(row)
        _refuse_no_later(row, wanted.until)
        if waiting(row) is not None:
            raise Conflict(
                "extension-waiting",
                text("A request for an extension waits for its answer already."),
                text("Withdraw it, or wait for the answer."),
            )
        file = take(actor, row, wanted.file)
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_REQUESTED,
            note=wanted.reason.strip(),
            document=wanted.document.strip(),
            until=wanted.until,
            file_id=file.id if file else None,
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.request_extension", row, event, file)
    return Recorded(number=event.number)


def _refuse_unextendable(row: Duty) -> None:
    if row.due_on is None:
        raise Refused(
            "duty-undated",
            text("The clause gives no day, so there is nothing to extend."),
            text("It stays open with its age; report it when it is done."),
        )
    if row.done_on or row.waived_on or row.superseded_on:
        raise Refused(
            "duty-settled",
            text("Nothing is owed here any more."),
            text("Look at the timeline of the duty."),
        )


def _refuse_no_later(row: Duty, until: date) -> None:
    if not row.ends_on < until < UNDATED:
        raise Refused(
            "extension-not-later",
            text("{day} is no later than the due day in force.", day=until.isoformat()),
            text("Give a day after {day}.", day=row.ends_on.isoformat()),
        )


def waiting(row: Duty) -> DutyEvent | None:
    """Find the request for an extension that waits for its answer, or None."""
    answered = row.events.filter(withdrawn_at=None).exclude(answers=None)
    return (
        row.events.filter(kind=EventKind.EXTENSION_REQUESTED.value, withdrawn_at=None)
        .exclude(number__in=answered.values("answers"))
        .order_by("-number")
        .first()
    )


def grant_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, granted: Extension
) -> Recorded:
    """Grant a later due day, as asked or another; the original day stays and is shown.

    Raises:
        Missing: the actor may not know of such a duty, or no request waits.
        Forbidden: the actor may not answer requests.
        Conflict: somebody changed it meanwhile.
        Refused: the day is no later one.
    """
    with transaction.atomic():
        row = rows.open_for(actor, EXTEND, league, duty_id, revision)
        asked = _asked(row)
        _refuse_unextendable(row)
        _refuse_no_later(row, granted.until)
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_GRANTED,
            note=granted.reason.strip(),
            document=granted.document.strip(),
            until=granted.until,
            answers=asked.number,
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.grant_extension", row, event)
    return Recorded(number=event.number)


def refuse_extension(
    actor: Actor, league: str, duty_id: UUID, revision: int, reason: str
) -> Recorded:
    """Refuse the extension that was asked for, with the reason.

    Raises:
        Missing: the actor may not know of such a duty, or no request waits.
        Forbidden: the actor may not answer requests.
        Conflict: somebody changed it meanwhile.
        Refused: no reason is given.
    """
    demand_words("reason-missing", reason, mark("A refusal needs its reason."))
    with transaction.atomic():
        row = rows.open_for(actor, EXTEND, league, duty_id, revision)
        asked = _asked(row)
        event = rows.add_event(
            actor,
            row,
            EventKind.EXTENSION_REFUSED,
            note=reason.strip(),
            answers=asked.number,
        )
        rows.keep(actor, row)
        journal_event(actor, "duties.refuse_extension", row, event)
    return Recorded(number=event.number)


def _asked(row: Duty) -> DutyEvent:
    asked = waiting(row)
    if asked is None:
        raise Missing(
            "extension-not-asked",
            text("No request for an extension waits here."),
            text("An extension is granted to whoever asked for one."),
        )
    return asked
