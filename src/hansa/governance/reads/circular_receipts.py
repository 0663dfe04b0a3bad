"""Who acknowledged a circular: by the notices that brought it, and their receipts."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.duties.reads import notices
from hansa.duties.reads.tallies import receipts_of
from hansa.duties.terms.notices import HOW_NAMES, NoticeFilters, NoticeLine
from hansa.governance.terms.circulars import Acknowledgement
from hansa.governance.terms.compliance import Counted

CITIES_MOST = 500


def subject_of(circular: UUID) -> str:
    """Give the subject of the notices that bring a circular."""
    return f"circular:{circular}"


def counts(league: str, circulars: Sequence[UUID]) -> Mapping[UUID, Counted]:
    """Count for each circular the cities that acknowledged it, of those it went to."""
    subjects = {one: subject_of(one) for one in circulars}
    found = receipts_of(league, list(subjects.values()))
    return {
        one: Counted(
            held=found.get(subject, (0, 0))[0], asked=found.get(subject, (0, 0))[1]
        )
        for one, subject in subjects.items()
    }


def cities_of(actor: Actor, league: str, circular: UUID) -> tuple[Acknowledgement, ...]:
    """List the cities that a circular went to, as far as an actor may see its notices.

    In the order in which the notices are numbered, which is that of the charter.
    """
    wanted = NoticeFilters(subject=subject_of(circular))
    lines = notices.list_notices(actor, league, wanted, slice(0, CITIES_MOST))
    ordered = sorted(lines, key=lambda line: line.number)
    return tuple(_acknowledged(actor, line) for line in ordered)


def _acknowledged(actor: Actor, line: NoticeLine) -> Acknowledgement:
    receipt = line.receipt
    return Acknowledgement(
        member=line.member or "",
        notice=line.id,
        own=notices.rights_over(actor, line).sign,
        at=receipt.at if receipt else None,
        by=receipt.by if receipt else "",
        office=receipt.office if receipt else "",
        how=HOW_NAMES[receipt.how] if receipt else None,
    )


def require_signer(actor: Actor, league: str) -> None:
    """Refuse whoever reads no notices at all, and so signs for none.

    Raises:
        Forbidden: naming who may.
    """
    notices.refuse_strangers(actor, league)
