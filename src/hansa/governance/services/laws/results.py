"""Declares drafts harmonised, takes that back, and closes dossiers."""

from uuid import UUID

from django.db import transaction

from hansa.charter.reads import get_versions
from hansa.chassis.actor import Actor
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.laws import require_keeper
from hansa.governance.rules import laws as rules
from hansa.governance.services.laws.agenda import refuse_ahead
from hansa.governance.services.laws.rounds import end_open
from hansa.governance.services.laws.rows import (
    hold,
    hold_anywhere,
    keep,
    refuse_stale,
)
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.laws import LawAct, LawEnd
from hansa.kernel.errors import Refused
from hansa.kernel.text import text


def harmonise(actor: Actor, league: str, law_id: UUID, revision: int) -> None:
    """Declare the drafts harmonised; refused while any divergence remains open.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, or it is harmonised or ended already.
        Refused: a divergence is open, or a draft is awaited.

    Source: GOV-26 of huaihai.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.HARMONISE)
        refuse_stale(held, revision)
        rules.refuse_divergent(held.line, list_names(get_versions(league)))
        end_open(held)
        held.row.harmonised_on = day_of(actor)
        concordance = held.line.concordance
        versions = {one.member: one.number for one in held.line.drafts}
        told = {
            "same": concordance.same,
            "agreed": concordance.agreed,
            "versions": versions,
        }
        keep(held, "governance.harmonise_law", told)


def reopen_law(
    actor: Actor, league: str, law_id: UUID, revision: int, reason: str
) -> None:
    """Take a declaration back, so that drafts may change again.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, or it is not harmonised.
        Refused: no reason.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.REOPEN)
        refuse_stale(held, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        held.row.harmonised_on = None
        keep(held, "governance.reopen_law", {"reason": reason.strip()})


def close_law(
    actor: Actor, league: str, law_id: UUID, revision: int, end: LawEnd
) -> None:
    """Close a dossier with the paper of it, once all agreed articles say the same.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, or it is not declared harmonised.
        Refused: an agreed article differs, no document, or a day to come.

    Source: CAS-10 of huaihai.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold_anywhere(actor, league, law_id)
        if held.line.state in rules.OPEN:
            rules.refuse_inconcordant(held.line)
        rules.refuse_state(LawAct.CLOSE, held.line.state)
        refuse_stale(held, revision)
        rules.refuse_inconcordant(held.line)
        refuse_words({"line": end.document})
        if not end.document.strip():
            raise Refused(
                "document-missing",
                text("No document is named that ends the dossier."),
                text("Give the number of the minutes or letter that records it."),
            )
        refuse_ahead(actor, end.on)
        held.row.closed_on, held.row.document = end.on, end.document.strip()
        told = {"on": end.on.isoformat(), "document": end.document.strip()}
        keep(held, "governance.close_law", told)
