"""The register of associations that take part, their links, and their proposals."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.governance.models.stakeholders import (
    Proposal,
    Stakeholder,
    StakeholderLink,
)
from hansa.governance.reads.consultations import day_of, participation_on
from hansa.governance.rules import proposals as rules
from hansa.governance.rules.invitations import digest_of
from hansa.governance.rules.participation_rights import KEEP_STAKEHOLDERS
from hansa.governance.terms.consultations import Channel
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.terms.participation import DaysRule
from hansa.governance.terms.stakeholders import (
    LinkSheet,
    ProposalLine,
    ProposalState,
    StakeholderKind,
    StakeholderLine,
)
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import text

STAKEHOLDER_NUMBERED = re.compile(r"(?:[Ss][Hh]-)?([0-9]{1,9})")
PROPOSAL_NUMBERED = re.compile(r"(?:[Pp]-)?([0-9]{1,9})")


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor keeps the register, for a button."""
    return may(actor, KEEP_STAKEHOLDERS, Over(league=league))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse somebody who does not keep the register, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, KEEP_STAKEHOLDERS, Over(league=league))


def stakeholder_missing() -> Missing:
    """Say that there is no such association."""
    return Missing(
        "stakeholder-missing",
        text("There is no such association in the register."),
        text("Open it from the register of associations."),
    )


def proposal_missing() -> Missing:
    """Say that there is no such proposal."""
    return Missing(
        "proposal-missing",
        text("There is no such proposal."),
        text("Open it from the list of proposals."),
    )


def filing_link_missing() -> Missing:
    """Say that a link leads nowhere, or no longer."""
    return Missing(
        "link-missing",
        text("This link leads nowhere, or another one was made since."),
        text("Ask the joint office or secretariat for a new one."),
    )


def stakeholder_of(row: Stakeholder, *, keeps: bool) -> StakeholderLine:
    """Turn the row of an association into a term; its contact is its keeper's alone."""
    return StakeholderLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        name=row.name,
        kind=StakeholderKind(row.kind),
        accredited_by=row.accredited_by,
        term=Period(row.start_on, row.end_on),
        document=row.document,
        code=row.code,
        member=row.member or None,
        contact=row.contact if keeps else "",
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
    )


def list_stakeholders(
    actor: Actor, league: str, kind: StakeholderKind | None = None
) -> tuple[StakeholderLine, ...]:
    """List the associations of a league in the order of the register; one query.

    Raises:
        Missing: there is no such league.
    """
    charter_reads.get_versions(league)
    rows, keeps = Stakeholder.objects.filter(league=league), may_keep(actor, league)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    return tuple(stakeholder_of(row, keeps=keeps) for row in rows.order_by("number"))


def get_stakeholder(actor: Actor, league: str, stakeholder_id: UUID) -> StakeholderLine:
    """Show one association.

    Raises:
        Missing: there is no such association.
    """
    row = Stakeholder.objects.filter(league=league, pk=stakeholder_id).first()
    if row is None:
        raise stakeholder_missing()
    return stakeholder_of(row, keeps=may_keep(actor, league))


def find_stakeholder(actor: Actor, league: str, named: str) -> StakeholderLine:
    """Find an association by its number, such as SH-1, or by id.

    Raises:
        Missing: there is no such association.
    """
    numbered = STAKEHOLDER_NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_stakeholder(actor, league, UUID(named))
        except ValueError as error:
            raise stakeholder_missing() from error
    rows = Stakeholder.objects.filter(league=league, number=int(numbered[1]))
    row = rows.first()
    if row is None:
        raise stakeholder_missing()
    return stakeholder_of(row, keeps=may_keep(actor, league))


def _lines(rows: Iterable[Proposal], day: date, *, keeps: bool) -> list[ProposalLine]:
    found = list(rows)
    if not found:
        return []
    versions = charter_reads.get_versions(found[0].league)
    return [
        _line(row, participation_on(versions, row.filed_on).proposals, day, keeps=keeps)
        for row in found
    ]


def _line(
    row: Proposal, rule: DaysRule | None, day: date, *, keeps: bool
) -> ProposalLine:
    answered = (
        row.answered_at.astimezone(LEAGUE_ZONE).date() if row.answered_at else None
    )
    withdrawn = (
        row.withdrawn_at.astimezone(LEAGUE_ZONE).date() if row.withdrawn_at else None
    )
    due, hidden = rules.due_of(row.filed_on, rule), row.withheld_at and not keeps
    treatment = Treatment(row.treatment) if row.treatment else None
    return ProposalLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        stakeholder=row.stakeholder_id,
        stakeholder_name=row.stakeholder.name,
        title="" if hidden else row.title,
        words="" if hidden else row.words,
        channel=Channel(row.channel),
        reference=row.reference,
        filed_on=row.filed_on,
        due_on=due,
        days=rule.days if rule else None,
        clauses=rule.clauses if rule else (),
        assumptions=rule.assumptions if rule else (),
        note=Note(treatment=treatment, reason=row.answer) if treatment else None,
        answered_on=answered,
        answer_authority=row.answered_authority,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        withheld_at=row.withheld_at,
        withheld_reason=row.withheld_reason,
        state=rules.state_of(
            withdrawn=withdrawn is not None, answered_on=answered, due_on=due, day=day
        ),
        age=max(0, ((answered or withdrawn or day) - row.filed_on).days),
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
    )


def list_proposals(
    actor: Actor, league: str, state: ProposalState | None = None
) -> tuple[ProposalLine, ...]:
    """List the proposals of a league, the latest first, unanswered ones with their age.

    Raises:
        Missing: there is no such league.
    """
    charter_reads.get_versions(league)
    rows = Proposal.objects.filter(league=league).select_related("stakeholder")
    keeps = may_keep(actor, league)
    lines = _lines(rows.order_by("-number"), day_of(actor), keeps=keeps)
    return tuple(line for line in lines if state is None or line.state is state)


def list_proposals_of(
    actor: Actor, league: str, stakeholder_id: UUID
) -> tuple[ProposalLine, ...]:
    """List the proposals of one association, the latest first."""
    lines = list_proposals(actor, league)
    return tuple(line for line in lines if line.stakeholder == stakeholder_id)


def get_proposal(actor: Actor, league: str, proposal_id: UUID) -> ProposalLine:
    """Show one proposal.

    Raises:
        Missing: there is no such proposal.
    """
    rows = Proposal.objects.filter(league=league, pk=proposal_id)
    found = _lines(
        rows.select_related("stakeholder"),
        day_of(actor),
        keeps=may_keep(actor, league),
    )
    if not found:
        raise proposal_missing()
    return found[0]


def find_proposal(actor: Actor, league: str, named: str) -> ProposalLine:
    """Find a proposal by its number, such as P-1, or by id.

    Raises:
        Missing: there is no such proposal.
    """
    numbered = PROPOSAL_NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_proposal(actor, league, UUID(named))
        except ValueError as error:
            raise proposal_missing() from error
    row = Proposal.objects.filter(league=league, number=int(numbered[1])).first()
    if row is None:
        raise proposal_missing()
    return get_proposal(actor, league, row.pk)


def link_row(token: str) -> StakeholderLink:
    """Find the row of a one-time link.

    Raises:
        Missing: it is unknown, or another one was made since.
    """
    found = StakeholderLink.objects.select_related("stakeholder", "comment")
    row = found.filter(digest=digest_of(token), ended_at=None).first()
    if row is None:
        raise filing_link_missing()
    return row


def get_link(actor: Actor, token: str) -> LinkSheet:
    """Show what a one-time link stands for, and what was filed by it.

    Raises:
        Missing: it is unknown, or another one was made since.
    """
    row = link_row(token)
    stakeholder = stakeholder_of(row.stakeholder, keeps=False)
    day = day_of(actor)
    filed = (
        _lines(
            Proposal.objects.filter(pk=row.proposal_id).select_related("stakeholder"),
            day,
            keeps=True,
        )
        if row.proposal_id
        else []
    )
    return LinkSheet(
        stakeholder=stakeholder,
        expires_on=row.expires_on,
        proposal=filed[0] if filed else None,
        commented=f"PC-{row.comment.consultation.number}" if row.comment else "",
        usable=row.used_at is None
        and day <= row.expires_on
        and stakeholder.is_accredited_on(day),
    )
