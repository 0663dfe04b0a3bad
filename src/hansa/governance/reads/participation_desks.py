"""What the pages of consultations and associations offer whom; the services judge anew."""

from uuid import UUID

from hansa.governance.models import DocketItem
from hansa.governance.terms.consultations import (
    FINISHED,
    ConsultationAct,
    ConsultationSheet,
    ConsultationState,
)
from hansa.governance.terms.sessions import LIVE
from hansa.governance.terms.stakeholders import (
    UNANSWERED,
    ProposalAct,
    ProposalLine,
    StakeholderAct,
    StakeholderLine,
)

HELD = frozenset(
    {
        ConsultationState.OPEN,
        ConsultationState.WEIGHING,
        ConsultationState.ANSWERED,
    }
)


def consultation_offers(sheet: ConsultationSheet) -> frozenset[ConsultationAct]:
    """Give what may be done to a consultation where it stands."""
    state, counts = sheet.line.state, sheet.line.counts
    held = state in HELD
    draft = state is ConsultationState.DRAFT
    lives = held or draft or state is ConsultationState.ANNOUNCED
    may_do = {
        ConsultationAct.PUBLISH: draft,
        ConsultationAct.ANSWER: held and bool(sheet.groups),
        ConsultationAct.RESULTS: state in FINISHED and held,
        ConsultationAct.RECORD: held,
        ConsultationAct.IMPORT: held,
        ConsultationAct.WITHHOLD: held and counts.all > counts.withheld,
        ConsultationAct.RELEASE: held and counts.withheld > 0,
        ConsultationAct.LINK: state is not ConsultationState.WITHDRAWN,
        ConsultationAct.UNLINK: any(one.number is None for one in sheet.items),
        ConsultationAct.EXTEND: lives and not draft,
        ConsultationAct.AMEND: draft,
        ConsultationAct.WITHDRAW: lives,
    }
    return frozenset(act for act, allowed in may_do.items() if allowed)


def linkable_items(league: str) -> tuple[tuple[UUID, str], ...]:
    """List the items that may rest on a consultation: waiting, or on a live docket."""
    rows = DocketItem.objects.filter(
        league=league, standing="", withdrawn_at=None, number=None
    )
    live = {state.value for state in LIVE}
    return tuple(
        (row.pk, f"{row.year or ''} {row.title}".strip())
        for row in rows.select_related("session").order_by("-put_at")
        if row.session is None or row.session.state in live
    )


def stakeholder_offers(line: StakeholderLine) -> frozenset[StakeholderAct]:
    """Give what may be done to an association where it stands."""
    ended = line.ended_on is not None
    return frozenset(
        {StakeholderAct.AMEND} | (set() if ended else {StakeholderAct.END})
    )


def proposal_offers(line: ProposalLine) -> frozenset[ProposalAct]:
    """Give what may be done to a proposal where it stands."""
    waits, withheld = line.state in UNANSWERED, line.withheld_at is not None
    may_do = {
        ProposalAct.ANSWER: waits,
        ProposalAct.WITHDRAW: waits,
        ProposalAct.WITHHOLD: not withheld,
        ProposalAct.RELEASE: withheld,
    }
    return frozenset(act for act, allowed in may_do.items() if allowed)
