"""Issuing notices: numbered, journalled, and put in the queue of what is sent."""

import uuid
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.duties.models import Delivery, Notice
from hansa.duties.reads import notice_plans
from hansa.duties.reads.notices import day_of, letterhead_of, list_by_ids, packed_paper
from hansa.duties.rules import notice_words
from hansa.duties.rules import notices as rules
from hansa.duties.services import keeping
from hansa.duties.terms.channels import DeliveryState
from hansa.duties.terms.duties import EventKind
from hansa.duties.terms.notices import (
    Draft,
    NoticeKind,
    NoticeLine,
    Plan,
    Recipient,
    Route,
)
from hansa.kernel.text import Bilingual, pack

# What a notice leaves on the timeline of its duty; that a matter was put to the next level
# is an act of its own, so its paper is a letter like any other.
_EVENTS = {
    NoticeKind.REMINDER: EventKind.REMINDED,
    NoticeKind.DEMAND: EventKind.REMINDED,
    NoticeKind.WARNING: EventKind.REMINDED,
    NoticeKind.INVITATION: EventKind.REMINDED,
    NoticeKind.LETTER: EventKind.LETTER,
    NoticeKind.ESCALATION: EventKind.LETTER,
    NoticeKind.CIRCULAR: EventKind.LETTER,
}
# Supervision inside a city leaves nothing on the timeline, which the league's office sees.


def issue(actor: Actor, league: str, draft: Draft) -> tuple[NoticeLine, ...]:
    """Issue a notice to everybody that a draft addresses, one notice each.

    Returns:
        The notices in charter order; each is numbered without gaps within its league,
        issuing office, kind and year.

    Raises:
        Forbidden: the actor may not address one of them.
        Missing: there is no such league, city, unit or person.
        Refused: the draft lacks something, or its kind is not for this issuer.
    """
    return _issue(actor, league, lambda: (notice_plans.plan(actor, league, draft),))


def remind(
    actor: Actor, league: str, duties: Collection[UUID]
) -> tuple[NoticeLine, ...]:
    """Remind (提醒) whoever owes some duties; what is settled is left out.

    Raises:
        Forbidden: the actor may not address one of them.
        Missing: a duty is unknown, or the actor may not know of it.
        Refused: nothing is missing, or nobody is known for a duty.
    """
    return follow_up(actor, league, NoticeKind.REMINDER, duties)


def write_letter(
    actor: Actor, league: str, duties: Collection[UUID]
) -> tuple[NoticeLine, ...]:
    """Write letters of reminder (提示函) to the cities that owe some duties.

    Raises:
        Forbidden, Missing, Refused: as ``remind``; Refused also for a city's liaison.
    """
    return follow_up(actor, league, NoticeKind.LETTER, duties)


def urge(actor: Actor, league: str, duties: Collection[UUID]) -> tuple[NoticeLine, ...]:
    """Urge (催办) the units of one's own city that have some duties.

    Raises:
        Forbidden, Missing, Refused: as ``remind``; Refused also for the league's office.
    """
    return follow_up(actor, league, NoticeKind.DEMAND, duties)


def escalate(
    actor: Actor, league: str, duties: Collection[UUID]
) -> tuple[NoticeLine, ...]:
    """Put some duties in writing to the next level (提请上一级研究).

    Raises:
        Forbidden, Missing, Refused: as ``write_letter``.
    """
    return follow_up(actor, league, NoticeKind.ESCALATION, duties)


def follow_up(
    actor: Actor, league: str, kind: NoticeKind, duties: Collection[UUID]
) -> tuple[NoticeLine, ...]:
    """Follow up some duties by a kind of notice: one of the four above.

    Raises:
        Forbidden, Missing, Refused: as ``remind``; Refused also for other kinds.
    """
    return _issue(
        actor,
        league,
        lambda: notice_plans.plan_for_duties(actor, league, kind, duties),
    )


def _issue(
    actor: Actor, league: str, make: Callable[[], Sequence[Plan]]
) -> tuple[NoticeLine, ...]:
    with transaction.atomic():
        # Whoever issues next waits here, so that numbers have neither gaps nor twins.
        journal.lock()
        plans = make()
        rows = [row for plan in plans for row in _save(actor, league, plan)]
        _note(actor, rows)
        journal.record(
            actor,
            "notices.issue",
            league,
            [f"notice:{row.pk}" for row in rows],
            {
                "kind": plans[0].kind.value,
                "references": [row.reference["zh"] for row in rows],
                "duties": [str(row.duty_id) for row in rows if row.duty_id],
                "texts": [pack(plan.joint) for plan in plans],
            },
        )
    return list_by_ids([row.pk for row in rows])


def keep_inside(actor: Actor, league: str, plan: Plan) -> tuple[Notice, ...]:
    """Number, keep and queue the notices of supervision inside a city.

    For the services of supervision, which judged the right and hold the journal's lock.
    """
    return tuple(_save(actor, league, plan))


def _save(actor: Actor, league: str, plan: Plan) -> list[Notice]:
    """Number and keep the notices of one plan, and queue what is to be sent."""
    year = day_of(actor.at).year
    last = Notice.objects.filter(
        league=league,
        from_member=plan.from_member or "",
        kind=plan.kind.value,
        year=year,
    ).aggregate(last=Max("number"))["last"]
    mark = letterhead_of(league, plan.from_member, None, day_of(actor.at)).mark
    rows = [
        _row(actor, league, plan, recipient, (mark, year, number))
        for number, recipient in enumerate(plan.recipients, start=(last or 0) + 1)
    ]
    Notice.objects.bulk_create(rows)
    Delivery.objects.bulk_create(
        _delivery(actor, row, route)
        for row, recipient in zip(rows, plan.recipients, strict=True)
        for route in recipient.routes
    )
    return rows


def _note(actor: Actor, rows: Sequence[Notice]) -> None:
    for row in rows:
        if row.duty_id is not None:
            keeping.note_notice(
                actor,
                row.duty_id,
                kind=_EVENTS[NoticeKind(row.kind)],
                notice_id=row.pk,
                note=row.reference["zh"],
            )


def _subject(plan: Plan, duty: UUID | None) -> str:
    """Say what a notice is about: supervision itself, before the duty behind it."""
    own = plan.subject.startswith(rules.SUPERVISED)
    return f"duty:{duty}" if duty and not own else plan.subject


def _row(
    actor: Actor,
    league: str,
    plan: Plan,
    recipient: Recipient,
    numbered: tuple[Bilingual, int, int],
) -> Notice:
    mark, year, number = numbered
    to = recipient.to
    several = len(plan.recipients) > 1
    return Notice(
        id=uuid.uuid4(),
        league=league,
        from_member=plan.from_member or "",
        kind=plan.kind.value,
        year=year,
        number=number,
        reference=pack(notice_words.reference(mark, plan.kind, year, number)),
        subject=_subject(plan, to.duty),
        duty_id=to.duty,
        member=to.member or "",
        unit_id=to.unit,
        person_id=to.person,
        name=pack(recipient.name),
        title=pack(plan.matter.title),
        words=pack(recipient.words),
        joint=pack(plan.joint) if several else None,
        body=packed_paper(recipient.paper),
        due_on=plan.matter.due_on,
        due_time=plan.matter.due_time,
        issued_by=actor.person,
        authority=actor.authority,
        issued_at=actor.at,
    )


def _delivery(actor: Actor, row: Notice, route: Route) -> Delivery:
    return Delivery(
        id=uuid.uuid4(),
        notice=row,
        channel_id=route.channel,
        kind=route.kind,
        address=route.address,
        digest=route.digest,
        state=DeliveryState.WAITING.value,
        queued_at=actor.at,
        next_try_at=route.send_at or actor.at,
    )
