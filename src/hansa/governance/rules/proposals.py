"""When a proposal must have its answer, and where it stands; pure.

Source: GOV-25 of huaihai, reading A-52.
"""

from datetime import date, timedelta

from hansa.governance.terms.participation import DaysRule
from hansa.governance.terms.stakeholders import ProposalState, StakeholderLine
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

CREDIT_LENGTH = 18
CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Of a unified social credit code, GB 32100-2015: no I, O, S, V or Z."""


def is_credit_code(code: str) -> bool:
    """Tell whether 18 letters and digits are a code: the last one checks the others."""
    if len(code) != CREDIT_LENGTH or set(code) - set(CREDIT_LETTERS):
        return False
    values = [CREDIT_LETTERS.index(letter) for letter in code]
    base = len(CREDIT_LETTERS)
    weighed = sum(value * pow(3, at, base) for at, value in enumerate(values[:-1]))
    return (base - weighed % base) % base == values[-1]


def due_of(filed_on: date, rule: DaysRule | None) -> date | None:
    """Give the last day for the answer, counted from the day after it was filed."""
    return filed_on + timedelta(days=rule.days) if rule else None


def state_of(
    *,
    withdrawn: bool,
    answered_on: date | None,
    due_on: date | None,
    day: date,
) -> ProposalState:
    """Tell where a proposal stands on a day; an answer on the last day is in time."""
    if answered_on is not None:
        late = due_on is not None and answered_on > due_on
        return ProposalState.ANSWERED_LATE if late else ProposalState.ANSWERED
    if withdrawn:
        return ProposalState.WITHDRAWN
    late = due_on is not None and day > due_on
    return ProposalState.LATE if late else ProposalState.OPEN


def refuse_unaccredited(stakeholder: StakeholderLine, day: date) -> None:
    """Refuse what an association files on a day on which it is not accredited.

    Raises:
        Refused: naming its term.
    """
    if not stakeholder.is_accredited_on(day):
        raise Refused(
            "not-accredited",
            text(
                "“{name}” is not accredited on {day}.",
                name=stakeholder.name,
                day=day.isoformat(),
            ),
            text("Accredit it anew, with the paper that does so."),
        )
