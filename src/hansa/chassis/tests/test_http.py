"""Each of the four errors has one status, and every problem one body."""

import pytest
from django.utils import translation

from hansa.chassis.http import STATUS, problem, status_of
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.text import Bilingual, text


class SeatTaken(Conflict):
    """As a context derives its own from the four."""


class TakenTwice(SeatTaken):
    """And again."""


STATUSES = [
    (Refused, 422),
    (Missing, 404),
    (Conflict, 409),
    (Forbidden, 403),
    (SeatTaken, 409),
    (TakenTwice, 409),
]


@pytest.mark.parametrize(("kind", "status"), STATUSES)
def test_an_error_has_the_status_of_its_kind(
    kind: type[HansaError], status: int
) -> None:
    """Subclasses answer as the one of the four that they are."""
    assert status_of(kind("some-code", text("It is."), text("Do."))) == status


def test_the_table_knows_the_four_and_no_more() -> None:
    """Every direct kind of error has its row."""
    assert set(STATUS) == set(HansaError.__subclasses__())


def test_a_problem_carries_its_findings() -> None:
    """The body has code, message, remedy and located findings, in the reader's language."""
    error = Refused(
        "charter-faulty",
        text("{city} has {count} faults.", city=Bilingual("徐州", "Xuzhou"), count=1),
        text("Mend them."),
        (
            Finding(
                severity=Severity.ERROR,
                code="unknown-field",
                at=Position(path="governance.yaml", line=3, column=5),
                message=text("Not {what}.", what=text("known")),
                remedy=text("Remove it."),
            ),
        ),
    )
    with translation.override("en"):
        assert problem(error) == {
            "code": "charter-faulty",
            "message": "Xuzhou has 1 faults.",
            "remedy": "Mend them.",
            "findings": [
                {
                    "severity": "error",
                    "code": "unknown-field",
                    "path": "governance.yaml",
                    "line": 3,
                    "column": 5,
                    "message": "Not known.",
                    "remedy": "Remove it.",
                }
            ],
        }
    with translation.override("zh-hans"):
        assert "徐州" in problem(error)["message"]


def test_a_problem_without_findings_has_an_empty_list() -> None:
    """The key is always there."""
    assert problem(Missing("gone", text("Gone."), text("Look.")))["findings"] == []
