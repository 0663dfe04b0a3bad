"""Sending what waits: each delivery is claimed, sent, and marked, in this order.

A claim puts the next attempt off before anything is sent. Whoever is killed between
sending and marking leaves a delivery that is tried once more: nothing is lost, and at
most one copy too many arrives, under the same delivery id. What was sent or given up is
journalled in the transaction that marks it.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, require
from hansa.duties.models import Channel, Delivery
from hansa.duties.models import Notice as NoticeRow
from hansa.duties.reads.channels import channel_row, owner_of
from hansa.duties.reads.notices import day_of, letterhead_of, list_by_ids, managed
from hansa.duties.rules import channels as rules
from hansa.duties.rules.notice_words import one_line
from hansa.duties.services import mailing, outgoing
from hansa.duties.services.channels import ROBOTS, unseal
from hansa.duties.services.receipts import mint_link, require_office
from hansa.duties.terms.channels import MAIL, DeliveryState, Message, Outcome
from hansa.kernel.errors import HansaError, Missing
from hansa.kernel.text import Bilingual, pack, text

DELIVERIES_A_RUN = 50  # A run that meets dead hosts must end before the next begins.
DIGESTED_A_RUN = 500  # They leave in few mails.
ISSUED, TRIAL = "notice.issued", "channel.trial"


def send_due(actor: Actor) -> int:
    """Send the deliveries that are due, oldest first, and count what was taken.

    Raises:
        Forbidden: the actor does not act for the whole installation.
    """
    require(actor, rules.SEND, Over(league=None))
    due = Delivery.objects.filter(
        state=DeliveryState.WAITING.value, next_try_at__lte=actor.at
    ).order_by("next_try_at", "pk")
    single = list(due.filter(digest="").values_list("pk", flat=True)[:DELIVERIES_A_RUN])
    sent = sum(_send(actor, pk) for pk in single)
    return sent + _send_digests(actor, due.exclude(digest=""))


def _send_digests(actor: Actor, due: QuerySet[Delivery]) -> int:
    """Send what is gathered, one mail to each address of a league; count the notices."""
    groups: dict[tuple[str, str, str], list[UUID]] = {}
    named = due.values_list("pk", "address", "digest", "notice__league")
    for pk, address, digest, league in named[:DIGESTED_A_RUN]:
        groups.setdefault((league, address, digest), []).append(pk)
    return sum(
        _send_digest(actor, league, pks) for (league, _, _), pks in groups.items()
    )


def _send_digest(actor: Actor, league: str, pks: Sequence[UUID]) -> int:
    """Send one digest: each notice in it is claimed, linked and marked by itself."""
    claimed = [one for pk in pks if (one := _claim(actor, pk)) is not None]
    if not claimed:
        return 0
    messages = [_message(row, link) for row, link in claimed]
    first = claimed[0][0]
    outcome = mailing.send_digest(
        first.address,
        str(first.pk),
        _digest_subject(league, actor, len(claimed)),
        messages,
    )
    for row, _link in claimed:
        _mark(actor, row, outcome)
    return len(claimed) if outcome.failure is None else 0


def _digest_subject(league: str, actor: Actor, count: int) -> Bilingual:
    office = letterhead_of(league, None, None, day_of(actor.at)).short
    return Bilingual(
        one_line(f"{office.zh}：通知摘要（{count}件）"),
        one_line(f"{office.en}: digest of notices, {count}"),
    )


def count_waiting() -> int:
    """Count the deliveries that wait to be sent."""
    return Delivery.objects.filter(state=DeliveryState.WAITING.value).count()


def _send(actor: Actor, pk: UUID) -> bool:
    claimed = _claim(actor, pk)
    if claimed is None:
        return False
    row, link = claimed
    outcome = _attempt(actor, row, _message(row, link))
    _mark(actor, row, outcome)
    return outcome.failure is None


def _claim(actor: Actor, pk: UUID) -> tuple[Delivery, str] | None:
    """Count an attempt and put the next one off; None where somebody else was faster."""
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update()
            .filter(
                pk=pk,
                state=DeliveryState.WAITING.value,
                next_try_at__lte=actor.at,
            )
            .first()
        )
        if row is None:
            return None
        row.tries += 1
        row.next_try_at = rules.claimed_until(row.tries, actor.at)
        row.save(update_fields=["tries", "next_try_at"])
        return row, mint_link(row.notice_id, actor.at)


def _mark(actor: Actor, row: Delivery, outcome: Outcome) -> None:
    """Mark an attempt as taken, as failed, or as the last one."""
    mine = Delivery.objects.filter(
        pk=row.pk, tries=row.tries, state=DeliveryState.WAITING.value
    )
    with transaction.atomic():
        if outcome.failure is None:
            changed = mine.update(
                state=DeliveryState.SENT.value,
                next_try_at=None,
                failure=None,
                done_at=actor.at,
            )
            act = "notices.send"
        elif rules.next_try_at(row.tries, actor.at) is not None:
            mine.update(failure=pack(outcome.failure))
            return
        else:
            changed = mine.update(
                state=DeliveryState.FAILED.value,
                next_try_at=None,
                failure=pack(outcome.failure),
            )
            act = "notices.give_up"
        if changed:
            journal.record(
                actor,
                act,
                row.notice.league,
                [f"notice:{row.notice_id}", f"delivery:{row.pk}"],
                {"kind": row.kind, "address": row.address, "tries": row.tries},
            )


def send_again(actor: Actor, league: str, delivery_id: UUID) -> UUID:
    """Put a delivery into the queue again: one that was given up, or sent before.

    Its receiver knows a copy by the same delivery id.

    Returns:
        The id of its notice.

    Raises:
        Missing: there is no such delivery, or the actor may not follow it.
        Forbidden: the actor is not of the office that issued the notice.
    """
    with transaction.atomic():
        row = (
            Delivery.objects.select_for_update()
            .filter(pk=delivery_id, notice__in=managed(actor, league))
            .first()
        )
        if row is None:
            raise Missing(
                "delivery-missing",
                text("There is no such delivery here."),
                text("Choose one from the page of its notice."),
            )
        require_office(actor, list_by_ids([row.notice_id])[0])
        row.state, row.tries = DeliveryState.WAITING.value, 0
        row.queued_at = row.next_try_at = actor.at
        row.done_at, row.failure = None, None
        row.save()
        journal.record(
            actor,
            "notices.send_again",
            league,
            [f"notice:{row.notice_id}", f"delivery:{row.pk}"],
            {},
        )
    return row.notice_id


def try_channel(actor: Actor, league: str, channel_id: UUID) -> Outcome:
    """Send a trial message on a channel at once, and say how that went.

    Raises:
        Missing: there is no such channel, or the actor may not see it.
        Forbidden: the actor may not keep it.
    """
    row = channel_row(actor, league, channel_id)
    rules.require_keep(actor, owner_of(row))
    office = letterhead_of(league, row.member or None, None, day_of(actor.at)).short
    words = Bilingual(
        f"【{office.zh}】这是一条测试消息，收到即表示通知渠道畅通，无需回复。",
        f"{office.en}: this is a trial. Notices arrive here; no reply is needed.",
    )
    message = Message(
        delivery=f"trial-{row.pk}",
        event=TRIAL,
        subject=Bilingual("通知渠道测试", "Trial of a channel"),
        words=words,
        link="",
        content={"league": league},
    )
    if row.kind == MAIL:
        outcome = mailing.send(row.address, message)
    else:
        outcome = _post(actor, row, message)
    with transaction.atomic():
        journal.record(
            actor,
            "channels.try",
            league,
            [f"channel:{row.pk}"],
            {"taken": outcome.failure is None},
        )
    return outcome


def _message(row: Delivery, link: str) -> Message:
    line = list_by_ids([row.notice_id])[0]
    subject = Bilingual(
        one_line(f"{line.reference.zh} {line.title.zh}"),
        one_line(f"{line.reference.en}: {line.title.en}"),
    )
    return Message(
        delivery=str(row.pk),
        event=ISSUED,
        subject=subject,
        words=line.words,
        link=link,
        content={"league": line.league, "notice": _for_programs(row.notice)},
    )


def _for_programs(row: NoticeRow) -> Mapping[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "reference": row.reference,
        "subject": row.subject,
        "member": row.member or None,
        "unit": str(row.unit_id) if row.unit_id else None,
        "title": row.title,
        "words": row.words,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "issued_at": row.issued_at.isoformat(),
    }


def _attempt(actor: Actor, row: Delivery, message: Message) -> Outcome:
    if row.kind == MAIL:
        return mailing.send(row.address, message)
    assert row.channel is not None  # Only a mail goes to an address of the directory.
    return _post(actor, row.channel, message)


def _post(actor: Actor, channel: Channel, message: Message) -> Outcome:
    robot = ROBOTS.get(channel.kind)
    if channel.closed_at is not None or robot is None:
        return Outcome(failure=text("The channel was closed."))
    try:
        address, secret = unseal(channel.sealed)
    except HansaError as refused:
        return Outcome(failure=refused.message)
    answer = outgoing.post(robot.shape(address, secret, message, actor.at))
    if answer.failure is not None:
        return Outcome(failure=answer.failure)
    if answer.status // 100 != 2:  # noqa: PLR2004 -- the class of status that means “taken”
        return Outcome(
            failure=text(
                "The receiver answered with status {status}.", status=answer.status
            )
        )
    reason = robot.refusal(answer.body)
    if reason is not None:
        return Outcome(
            failure=text("The chat service refused it: “{reason}”.", reason=reason)
        )
    return Outcome(failure=None)
