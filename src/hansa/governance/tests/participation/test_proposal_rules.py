"""When a proposal is late, and which codes are none."""

from datetime import date

import pytest

from hansa.governance.rules import proposals as rules
from hansa.governance.terms.participation import DaysRule
from hansa.governance.terms.stakeholders import ProposalState

FILED, LAST, NEXT = date(2026, 9, 1), date(2026, 10, 1), date(2026, 10, 2)
RULE = DaysRule(days=30, clauses=("GOV-25",), assumptions=())


def test_thirty_days_are_counted_from_the_day_after() -> None:
    """Without days in the charter nothing is due, and nothing is ever late."""
    assert rules.due_of(FILED, RULE) == LAST
    assert rules.due_of(FILED, None) is None


@pytest.mark.parametrize(
    ("withdrawn", "answered_on", "day", "state"),
    [
        (False, None, LAST, ProposalState.OPEN),
        (False, None, NEXT, ProposalState.LATE),
        (False, LAST, NEXT, ProposalState.ANSWERED),
        (False, NEXT, NEXT, ProposalState.ANSWERED_LATE),
        (True, None, NEXT, ProposalState.WITHDRAWN),
    ],
)
def test_where_a_proposal_stands(
    withdrawn: bool, answered_on: date | None, day: date, state: ProposalState
) -> None:
    """An answer on the last day is in time; what was taken back is not late."""
    got = rules.state_of(
        withdrawn=withdrawn, answered_on=answered_on, due_on=LAST, day=day
    )
    assert got is state


@pytest.mark.parametrize(
    ("code", "true"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("9135010OM000100Y43", False),
        ("", False),
        ("一" * 18, False),
    ],
)
def test_which_codes_are_credit_codes(code: str, true: bool) -> None:
    """The last character checks the others; the first is the standard's own example."""
    assert rules.is_credit_code(code) is true
