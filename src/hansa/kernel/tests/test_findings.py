"""Findings come in one order, without repetition and without loss."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.kernel.findings import (
    Finding,
    Position,
    Severity,
    errors_in,
    in_order,
    nearest,
)
from hansa.kernel.text import Parameter, text

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)


def finding(
    severity: Severity = Severity.ERROR,
    place: tuple[str, int, int] = ("a.yaml", 1, 1),
    code: str = "some-code",
    **named: Parameter,
) -> Finding:
    """Make a finding at a place."""
    path, line, column = place
    return Finding(
        severity=severity,
        code=code,
        at=Position(path=path, line=line, column=column),
        message=text("Something about {name}.", **named),
        remedy=text("Do something."),
    )


def test_heaviest_come_first_then_by_place() -> None:
    """Errors precede warnings and notes; within each, file, line and column decide."""
    expected = (
        finding(Severity.ERROR, ("a.yaml", 2, 1)),
        finding(Severity.ERROR, ("a.yaml", 10, 1)),
        finding(Severity.ERROR, ("b.yaml", 1, 1)),
        finding(Severity.WARNING, ("a.yaml", 1, 3)),
        finding(Severity.WARNING, ("a.yaml", 1, 20)),
        finding(Severity.NOTE, ("a.yaml", 1, 1)),
    )
    assert in_order(reversed(expected)) == expected


def test_cells_come_row_by_row() -> None:
    """A cell's name is no order: E2 comes before E10, and all of a row together."""
    expected = tuple(
        finding(place=(f"会议!{cell}", line, column))
        for cell, line, column in (("E2", 2, 5), ("A10", 10, 1), ("E10", 10, 5))
    )
    assert in_order(reversed(expected)) == expected


def test_exact_repetitions_are_dropped() -> None:
    """The same finding logged twice is told once."""
    assert in_order([finding(name="host"), finding(name="host")]) == (
        finding(name="host"),
    )


@pytest.mark.parametrize(
    "other",
    [
        finding(name="seats"),  # two fields missing from one record
        finding(name=text("host")),
        finding(),
        finding(Severity.NOTE, name="host"),
        finding(place=("a.yaml", 1, 2), name="host"),
        finding(code="other-code", name="host"),
    ],
)
def test_findings_that_differ_are_all_kept(other: Finding) -> None:
    """A finding that differs in anything, be it one parameter, is a finding of its own."""
    assert set(map(repr, in_order([finding(name="host"), other]))) == {
        repr(finding(name="host")),
        repr(other),
    }


@LAW
@given(
    st.lists(
        st.builds(
            finding,
            st.sampled_from(Severity),
            st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 3)),
            name=st.sampled_from(["one", "two"]),
        )
    )
)
def test_order_is_stable_and_loses_nothing(findings: list[Finding]) -> None:
    """Ordering twice is ordering once, and nothing but repetition disappears."""
    ordered = in_order(findings)
    assert in_order(ordered) == ordered
    assert len(ordered) == len({repr(one) for one in findings})
    assert all(one in ordered for one in findings)


def test_only_errors_forbid() -> None:
    """Warnings and notes do not keep input from being taken."""
    mixed = [finding(severity) for severity in Severity]
    assert errors_in(mixed) == (finding(Severity.ERROR),)
    assert errors_in([]) == ()


@pytest.mark.parametrize(
    ("word", "choices", "expected"),
    [
        ("seat", ("seats", "host"), "seats"),
        ("hosts", ("seats", "host"), "host"),
        ("meetings", ("circular", "meeting"), "meeting"),
        ("host", ("host", "hosts"), "host"),
        ("gov-15", ("TXT-15", "GOV-15"), "GOV-15"),
        ("xyz", ("seats", "host"), None),
        ("", ("seats",), None),
        ("seat", (), None),
    ],
)
def test_the_nearest_word_is_guessed(
    word: str, choices: tuple[str, ...], expected: str | None
) -> None:
    """A slip leads to the word meant; what resembles nothing leads nowhere."""
    assert nearest(word, choices) == expected
