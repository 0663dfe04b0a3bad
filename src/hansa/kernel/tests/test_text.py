"""A sentence keeps its msgid and parameters until a reader is known."""

import dataclasses

import pytest

from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.text import Bilingual, Text, mark, text


def test_marking_changes_nothing() -> None:
    """``mark`` is for extraction only."""
    assert mark("The field “{name}” is missing.") == "The field “{name}” is missing."


def test_a_text_keeps_its_parts() -> None:
    """Msgid and parameters stay apart; nothing is rendered here."""
    name = Bilingual("徐州", "Xuzhou")
    sentence = text("{city} has {count} seats.", city=name, count=2)
    assert sentence == Text("{city} has {count} seats.", {"city": name, "count": 2})
    assert text("Plain.").parameters == {}


def test_texts_are_equal_by_value() -> None:
    """Two texts are one if msgid and parameters are."""
    assert text("{n}", n=1) == text("{n}", n=1)
    assert text("{n}", n=1) != text("{n}", n=2)
    assert text("{n}", n=1) != text("{m}", n=1)


@pytest.mark.parametrize("value", [text("Plain."), Bilingual("徐州", "Xuzhou")])
def test_texts_and_names_are_frozen(value: Text | Bilingual) -> None:
    """Nobody changes a sentence after it was said."""
    for field in dataclasses.fields(value):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field.name, "other")


@pytest.mark.parametrize("kind", [Refused, Missing, Conflict, Forbidden])
def test_each_error_carries_what_a_reader_needs(kind: type[HansaError]) -> None:
    """An error has a code, a message, a remedy and the findings behind it."""
    fault = Finding(
        severity=Severity.ERROR,
        code="some-code",
        at=Position(path="a.yaml", line=1, column=1),
        message=text("It is."),
        remedy=text("Do."),
    )
    error = kind("some-code", text("It is."), text("Do."), (fault,))
    assert isinstance(error, HansaError)
    assert (error.code, error.message, error.remedy, error.findings) == (
        "some-code",
        text("It is."),
        text("Do."),
        (fault,),
    )
    assert kind("some-code", text("It is."), text("Do.")).findings == ()
    assert "some-code" in str(error)
