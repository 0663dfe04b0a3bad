"""Takes proposals of accredited associations, answers and withdraws them."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models.stakeholders import (
    Proposal,
    Stakeholder,
    StakeholderLink,
)
from hansa.governance.reads.consultations import day_of
from hansa.governance.reads.stakeholders import (
    get_link,
    link_row,
    proposal_missing,
    require_keeper,
    stakeholder_of,
)
from hansa.governance.rules import proposals as rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.consultations.commenting import comment_by_link
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import refuse_words
from hansa.governance.services.stakeholders import hold_stakeholder
from hansa.governance.terms.consultations import RECORDED
from hansa.governance.terms.experts import Note
from hansa.governance.terms.stakeholders import ProposalDraft
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def file_proposal(
    actor: Actor, league: str, stakeholder_id: UUID, draft: ProposalDraft
) -> UUID:
    """Enter a proposal for an association that sent it otherwise; it gets its number.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such association.
        Refused: nothing is proposed, a day to come, it was not accredited on that day,
            or it is said to have come by a link.

    Source: GOV-25 of huaihai.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        stakeholder = hold_stakeholder(league, stakeholder_id, None)
        if draft.channel not in RECORDED:
            raise Refused(
                "channel-unlikely",
                text("Whoever has a link files the proposal themselves."),
                text("Choose the way by which the office received it."),
            )
        row = _file(actor, stakeholder, draft)
    return row.pk


def file_by_link(actor: Actor, token: str, draft: ProposalDraft) -> UUID:
    """File a proposal by the one-time link of an association, which is used by it.

    Raises:
        Missing: the link is unknown, or another one was made since.
        Conflict: it was used, or its time is over.
        Refused: nothing is proposed.
    """
    with transaction.atomic():
        link = _usable(actor, token)
        proposal = _file(actor, link.stakeholder, draft)
        link.used_at, link.proposal = actor.at, proposal
        link.save()
    return proposal.pk


def comment_with_link(
    actor: Actor, token: str, consultation_id: UUID, words: str
) -> None:
    """Comment on a draft by the one-time link of an association, which is used by it.

    Raises:
        Missing: the link is unknown, or there is no such consultation.
        Conflict: the link was used, or its time is over.
        Refused: nothing is said, or the time for comments is over.
    """
    with transaction.atomic():
        link = _usable(actor, token)
        link.comment = comment_by_link(actor, link.stakeholder, consultation_id, words)
        link.used_at = actor.at
        link.save()


def _usable(actor: Actor, token: str) -> StakeholderLink:
    journal.lock()
    if not get_link(actor, token).usable:
        raise Conflict(
            "link-used",
            text("This link was used, or its time is over."),
            text("Ask the joint office or secretariat for a new one."),
        )
    return link_row(token)


def _file(actor: Actor, stakeholder: Stakeholder, draft: ProposalDraft) -> Proposal:
    refuse_words({"line": draft.title, "line1": draft.reference, "words": draft.words})
    for code, written, lacking in (
        ("title-missing", draft.title, text("The proposal has no title.")),
        ("words-missing", draft.words, text("Nothing is proposed.")),
    ):
        if not written.strip():
            raise Refused(
                code, lacking, text("Write what is proposed, with a title of one line.")
            )
    filed_on = draft.filed_on or day_of(actor)
    if filed_on > day_of(actor):
        raise Refused(
            "day-unlikely",
            text("{day} lies ahead.", day=filed_on.isoformat()),
            text("Give the day on which it came."),
        )
    rules.refuse_unaccredited(stakeholder_of(stakeholder, keeps=True), filed_on)
    mine = Proposal.objects.filter(league=stakeholder.league)
    last = mine.aggregate(last=Max("number"))["last"]
    row = Proposal.objects.create(
        id=uuid4(),
        league=stakeholder.league,
        number=(last or 0) + 1,
        stakeholder=stakeholder,
        title=draft.title.strip(),
        words=draft.words.strip(),
        channel=draft.channel.value,
        reference=draft.reference.strip(),
        filed_on=filed_on,
        entered_by=actor.person,
        authority=actor.authority,
        entered_at=actor.at,
    )
    named = f"stakeholder:{stakeholder.pk}"
    _tell(actor, "governance.file_proposal", row, plain(draft), named)
    return row


def answer_proposal(
    actor: Actor, league: str, proposal_id: UUID, revision: int, note: Note
) -> None:
    """Answer a proposal: adopted or not, and why; once, and everybody sees it.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such proposal.
        Conflict: it is answered or withdrawn, or was changed since.
        Refused: no reason.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = _hold(league, proposal_id, revision)
        _refuse_over(row)
        refuse_words({"words": note.reason})
        demand_reason(note.reason)
        row.treatment, row.answer = note.treatment.value, note.reason.strip()
        row.answered_by, row.answered_at = actor.person, actor.at
        row.answered_authority = actor.authority
        _keep(actor, "governance.answer_proposal", row, plain(note))


def withdraw_proposal(
    actor: Actor, league: str, proposal_id: UUID, revision: int, reason: str
) -> None:
    """Record that an association took its proposal back; it stays in the list.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such proposal.
        Conflict: it is answered or withdrawn, or was changed since.
        Refused: no reason.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = _hold(league, proposal_id, revision)
        _withdraw(actor, row, reason)


def withdraw_by_link(actor: Actor, token: str, reason: str) -> None:
    """Take back, by the link that it was filed by, a proposal without an answer.

    Raises:
        Missing: the link is unknown, or no proposal was filed by it.
        Conflict: the proposal is answered or withdrawn.
        Refused: no reason.
    """
    with transaction.atomic():
        journal.lock()
        link = link_row(token)
        if link.proposal_id is None:
            raise proposal_missing()
        _withdraw(actor, _hold(link.stakeholder.league, link.proposal_id, None), reason)


def _withdraw(actor: Actor, row: Proposal, reason: str) -> None:
    _refuse_over(row)
    refuse_words({"reason": reason})
    demand_reason(reason)
    row.withdrawn_at, row.withdrawn_reason = actor.at, reason.strip()
    content = {"reason": reason.strip()}
    _keep(actor, "governance.withdraw_proposal", row, content)


def withhold_proposal(
    actor: Actor, league: str, proposal_id: UUID, revision: int, reason: str
) -> None:
    """Keep the words of a proposal from the public, with the reason; its age still shows.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such proposal.
        Conflict: it is withheld already, or was changed since.
        Refused: no reason.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = _hold(league, proposal_id, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        if row.withheld_at is not None:
            raise Conflict(
                "proposal-withheld",
                text("This proposal is withheld already."),
                text("Its page shows the reason."),
            )
        row.withheld_at, row.withheld_reason = actor.at, reason.strip()
        content = {"reason": reason.strip()}
        _keep(actor, "governance.withhold_proposal", row, content)


def release_proposal(
    actor: Actor, league: str, proposal_id: UUID, revision: int
) -> None:
    """Show a proposal again that was withheld in error.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such proposal.
        Conflict: it is not withheld, or was changed since.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        row = _hold(league, proposal_id, revision)
        if row.withheld_at is None:
            raise Conflict(
                "proposal-shown",
                text("This proposal is not withheld."),
                text("Its page shows its words to everybody."),
            )
        row.withheld_at, row.withheld_reason = None, ""
        _keep(actor, "governance.release_proposal", row, {})


def _refuse_over(row: Proposal) -> None:
    if row.answered_at is not None or row.withdrawn_at is not None:
        raise Conflict(
            "proposal-over",
            text("The proposal is answered, or was withdrawn."),
            text("What was said to it stands on its page."),
        )


def _hold(league: str, proposal_id: UUID, revision: int | None) -> Proposal:
    journal.lock()
    found = Proposal.objects.select_for_update()
    row = found.filter(league=league, pk=proposal_id).first()
    if row is None:
        raise proposal_missing()
    if revision is not None and row.revision != revision:
        raise session_rules.stale()
    return row


def _keep(actor: Actor, service: str, row: Proposal, content: Any) -> None:
    row.revision += 1
    row.save()
    _tell(actor, service, row, content)


def _tell(actor: Actor, service: str, row: Proposal, content: Any, *named: str) -> None:
    journal.record(actor, service, row.league, [f"proposal:{row.pk}", *named], content)
