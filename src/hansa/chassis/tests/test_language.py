"""Texts and names are rendered in the language of the reader, and only then."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import hansa
from hansa.chassis.language import (
    CHINESE,
    ENGLISH,
    both,
    finding_fields,
    language_from,
    render,
)
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.text import Bilingual, Parameter, Text, text

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)

XUZHOU = Bilingual("徐州", "Xuzhou")

# Sentences that no catalogue translates, so that both languages can be told apart by names.
RENDERED: list[tuple[Parameter | None, str, str]] = [
    (None, "", ""),
    ("as it is", "as it is", "as it is"),
    ("{braces}", "{braces}", "{braces}"),
    (2018, "2018", "2018"),
    (0, "0", "0"),
    (XUZHOU, "Xuzhou", "徐州"),
    (Text("Zq untranslated."), "Zq untranslated.", "Zq untranslated."),
    (Text(""), "", ""),  # not the head of the catalogue
    (text("Zq {city}", city=XUZHOU), "Zq Xuzhou", "Zq 徐州"),
    (text("Zq {a}{a}{b}", a="x", b=1), "Zq xx1", "Zq xx1"),
    (text("Zq {a}", a=text("<{b}>", b=XUZHOU)), "Zq <Xuzhou>", "Zq <徐州>"),
    (text("Zq {a}", a="{b} {0} {"), "Zq {b} {0} {", "Zq {b} {0} {"),
    (text("Zq {{a}}"), "Zq {a}", "Zq {a}"),
    ((), "", ""),
    (("one",), "one", "one"),
]


@pytest.mark.parametrize(("value", "english", "chinese"), RENDERED)
def test_a_value_is_rendered_in_the_language_in_force(
    value: Parameter | None, english: str, chinese: str
) -> None:
    """Names follow the language at any depth, and parameters are taken literally."""
    with translation.override(ENGLISH):
        assert render(value) == english
    with translation.override(CHINESE):
        assert render(value) == chinese


def test_a_list_of_words_is_joined_with_a_comma() -> None:
    """The comma is that of the language."""
    with translation.override(ENGLISH):
        assert render(("one", "two", "three")) == "one, two, three"
        assert render(text("Zq {words}", words=("one", "two"))) == "Zq one, two"
    with translation.override(CHINESE):
        joined = render(("one", "two"))
    assert joined.startswith("one")
    assert joined.endswith("two")


def test_without_a_language_a_name_is_chinese() -> None:
    """The league's own language is the default."""
    with translation.override(None):
        assert render(XUZHOU) == "徐州"


@LAW
@given(st.text())
def test_no_parameter_breaks_a_sentence(written: str) -> None:
    """Whatever a file holds can be quoted in a message."""
    assert render(text("Zq {written}", written=written)) == f"Zq {written}"


def test_both_languages_are_given_for_answers_that_carry_both() -> None:
    """A name gives both, no name gives none."""
    assert both(XUZHOU) == {"zh": "徐州", "en": "Xuzhou"}
    assert both(None) is None


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, CHINESE),
        ("", CHINESE),
        ("zh", CHINESE),
        ("zh-CN", CHINESE),
        ("zh-Hans", CHINESE),
        ("fr", CHINESE),
        ("en", ENGLISH),
        ("EN", ENGLISH),
        ("en-GB", ENGLISH),
    ],
)
def test_a_tag_leads_to_one_of_two_languages(wanted: str | None, language: str) -> None:
    """English is chosen by name; everything else is Chinese."""
    assert language_from(wanted) == language


@pytest.mark.parametrize("severity", Severity)
def test_a_finding_is_given_with_all_its_fields(severity: Severity) -> None:
    """Severity, code and place are stable; message and remedy are in the language."""
    finding = Finding(
        severity=severity,
        code="some-code",
        at=Position(path="charter.yaml", line=3, column=5),
        message=text("Zq {city}", city=XUZHOU),
        remedy=text("Zq {n}", n=1),
    )
    with translation.override(ENGLISH):
        fields = finding_fields(finding)
    assert fields == {
        "severity": severity.value,
        "code": "some-code",
        "path": "charter.yaml",
        "line": 3,
        "column": 5,
        "message": "Zq Xuzhou",
        "remedy": "Zq 1",
    }
    assert type(fields["severity"]) is str


def test_chinese_numbers_stand_without_blanks() -> None:
    """Counts are written one way in Chinese: 共有12个, never 共有 12 个."""
    catalogue = Path(hansa.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.po"
    count = r"(?:\{(?:count|total|most|number)\}|%\((?:count|total|most|number)\)s)"
    chinese = "[\u4e00-\u9fff]"
    loose = re.compile(f"{chinese} {count} ?{chinese}|{chinese}{count} {chinese}")
    assert not loose.findall(catalogue.read_text(encoding="utf-8"))
