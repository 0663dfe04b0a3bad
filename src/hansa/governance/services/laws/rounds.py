"""Rounds of consultation: opened with a day, spoken in by each city, ended."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.governance.models.laws import LawPosition, LawRound
from hansa.governance.reads.laws import require_keeper
from hansa.governance.rules import laws as rules
from hansa.governance.rules.law_rights import require_speak
from hansa.governance.services.laws.drafting import refuse_outside
from hansa.governance.services.laws.rows import Held, hold, keep, refuse_stale, tell
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.laws import LawAct, LawStance
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def open_round(
    actor: Actor, league: str, law_id: UUID, revision: int, due_on: date, words: str
) -> int:
    """Ask every city for its position on each divergence by a day; give the number.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, a round is open, or it stands elsewhere.
        Refused: the day has passed, or nothing diverges.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.OPEN_ROUND)
        refuse_stale(held, revision)
        refuse_words({"reason": words})
        if _open(held) is not None:
            raise Conflict(
                "round-open",
                text("A round is open already."),
                text("End it before the next begins."),
            )
        if due_on < day_of(actor):
            raise Refused(
                "due-passed",
                text("{day} has passed.", day=due_on.isoformat()),
                text("Give the cities until a day that is still to come."),
            )
        if not held.line.open:
            raise Refused(
                "nothing-diverges",
                text("No divergence is open that could be asked about."),
                text("Rounds begin once two drafts differ."),
            )
        rounds = LawRound.objects.filter(dossier=held.row)
        number = (rounds.aggregate(last=Max("number"))["last"] or 0) + 1
        LawRound.objects.create(
            dossier=held.row,
            number=number,
            opened_on=day_of(actor),
            due_on=due_on,
            words=words.strip(),
        )
        told = {"round": number, "due_on": due_on.isoformat()}
        keep(held, "governance.open_law_round", told)
    return number


def end_round(actor: Actor, league: str, law_id: UUID, revision: int) -> None:
    """End the round that is open; what was said in it stands.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, or no round is open.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.END_ROUND)
        refuse_stale(held, revision)
        round_ = _demand_open(held)
        end_open(held)
        keep(held, "governance.end_law_round", {"round": round_.number})


def end_open(held: Held) -> None:
    """End the round of a dossier that is open, if there is one."""
    rounds = LawRound.objects.filter(dossier=held.row, ended_on=None)
    rounds.update(ended_on=day_of(held.actor))


def state_position(
    actor: Actor,
    league: str,
    law_id: UUID,
    member: str,
    divergence: str,
    stance: LawStance,
    words: str,
) -> None:
    """Say what a city thinks of one divergence; a later word takes the place of it.

    It holds for the texts it was given on, and falls with them. After the day of the
    round it is taken all the same; the city and the office are told that it came late.

    Raises:
        Missing: there is no such dossier.
        Forbidden: the actor does not speak for that city.
        Conflict: the divergence is gone, no round is open, or drafts stand no longer.
        Refused: no reason where the own text is kept, or the city takes no part.
    """
    require_speak(actor, league, member)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.STATE)
        refuse_outside(held, member)
        refuse_words({"reason": words})
        if stance is not LawStance.ADAPT:
            demand_reason(words)
        rules.find_divergence(held.line, divergence)
        round_ = _demand_open(held)
        given = LawPosition.objects.filter(
            round=round_, divergence=divergence, member=member, replaced_at=None
        )
        given.update(replaced_at=actor.at)
        LawPosition.objects.create(
            round=round_,
            divergence=divergence,
            member=member,
            stance=stance.value,
            words=words.strip(),
            stated_by=actor.person,
            authority=actor.authority,
            stated_at=actor.at,
        )
        told = {
            "member": member,
            "divergence": divergence,
            "stance": stance.value,
            "words": words.strip(),
        }
        # Positions are each city's own: they make nobody's form out of date.
        tell(actor, held.row, "governance.state_law_position", told)


def _open(held: Held) -> LawRound | None:
    return LawRound.objects.filter(dossier=held.row, ended_on=None).first()


def _demand_open(held: Held) -> LawRound:
    round_ = _open(held)
    if round_ is None:
        raise Conflict(
            "round-missing",
            text("No round of consultation is open."),
            text("The office opens rounds; positions are stated in them."),
        )
    return round_
