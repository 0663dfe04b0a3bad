"""Faults are sentences, and what the page for senders says of them is true."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from hansa.chassis.language import render
from hansa.clearing.formats.faults import FAULTS, fault_of, sentence_of
from hansa.clearing.terms.taps import COLUMNS, Code, FileCode, outcome_of
from hansa.clearing.tests.formats.card_files import faults_in, rows_in, take

PAGE = (Path(__file__).parents[5] / "docs/how-to/bring-card-files.md").read_text(
    "utf-8"
)


@pytest.mark.parametrize("word", sorted(FAULTS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_fault_is_a_sentence(word: str, language: str) -> None:
    """A fault is said in both languages and names its column, where it has one."""
    alone = word in {"line", "long", "encoding"}
    with translation.override(language):
        said = render(sentence_of(word if alone else fault_of(word, "card")))
    assert ("card" in said) is not alone
    assert "{" not in said
    assert (re.search("[一-鿿]", said) is not None) is (language == "zh-hans")


def test_the_page_names_every_column_and_code() -> None:
    """Columns, codes with their outcomes, and faults all stand on the page."""
    for name in COLUMNS:
        assert f"`{name}`" in PAGE
    for code in Code:
        assert f"| `{code}` | {outcome_of(code)} |" in PAGE
    for file_code in FileCode:
        assert f"| `{file_code}` |" in PAGE
    assert all(re.search(f"`{word}[:`]", PAGE) for word in FAULTS)


def test_the_examples_of_the_page_are_read(tmp_path: Path) -> None:
    """The files that the page shows are taken, with every row."""
    shown = re.findall("```text\n(.*?)```", PAGE, re.DOTALL)
    table, objects = shown[0], shown[1]
    assert take(tmp_path, table.encode("gb18030")).refused is None
    assert faults_in(tmp_path) == [(2, None), (3, None)]
    assert [row["amount_fen"] for row in rows_in(tmp_path)] == [200, 50]
    assert take(tmp_path, objects.encode()).faulted == 0
    assert rows_in(tmp_path)[0]["record_id"] == "000001"
