"""The help pages of every command are whole in both languages."""

import re
import subprocess
import sys

import pytest

PAGES = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
import django
django.setup()
from django.utils import translation
from hansa.chassis.language import language_from
from hansa.site.command import _word_the_library
chosen = language_from({language!r})
with translation.override(chosen):
    _word_the_library(chosen)
    from hansa.site.commands import app
    from hansa.site.usage import _command_of, run
    def walk(command, words):
        print("=====", *words)
        run(app, [*words, "--help"])
        for name, below in getattr(command, "commands", {{}}).items():
            walk(below, [*words, name])
    walk(_command_of(app), [])
"""
COMMANDS_LEAST = 60
# What stays as it is typed: options, names of parameters, their types, words in code.
TYPED = (
    r"--[\w-]+",
    r"<[^>]*>",
    r"\{[^}]*\}",
    r"\[[a-z_-]+\](?:\.\.\.)?",
    r"\[默认：[^\]]*\]",
    r"\d+<=x(<=\d+)?",
    r"用法：hansa[ a-z-]*",
)
NAMES = {
    *("Hansa", "HANSA", "JSON", "UTF", "CSV", "API", "Webhook", "webhook", "SMTP"),
    # Names of formats, and what an example or a hint asks one to type.
    *(
        "Schema",
        "iCalendar",
        "yaml",
        "list",
        "tick",
        "mail",
        "shangqiu",
        "mayor",
        "PRJ",
        "PC",
        "SH",
        *("rules", "in", "none", "parquet", "csv", "changsha", "card"),
        *("duckdb", "spark", "denylist", "terminals", "MB", "CL", "AD"),
        *("symposium", "suzhou", "party", "secretary", "present"),
        *("zip", "json", "txt", "group", "industry", "title", "preamble", "article"),
    ),
    *("hansa", "xlsx", "docx", "ics", "zh", "en", "XLSX", "Excel", "Ctrl", "http"),
}


@pytest.fixture(scope="module", params=["zh", "en"])
def help_pages(request: pytest.FixtureRequest) -> tuple[str, dict[str, str]]:
    """Print the help of every command as a process of its own does."""
    printed = subprocess.run(
        [sys.executable, "-c", PAGES.format(language=request.param)],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "", "COLUMNS": "200", "PYTHONPATH": ":".join(sys.path)},
    ).stdout
    parts = re.split(r"^===== ?(.*)$", printed, flags=re.MULTILINE)[1:]
    return request.param, dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_help_page_speaks_one_language(
    help_pages: tuple[str, dict[str, str]],
) -> None:
    """No Chinese page holds an English word but what one types, and no English page
    a Chinese one."""
    language, pages = help_pages
    assert len(pages) >= COMMANDS_LEAST
    faults = {
        words: found
        for words, page in pages.items()
        if (found := _english(page) if language == "zh" else _chinese(page))
    }
    told = "\n".join(f"{words}: {found}" for words, found in faults.items())
    assert not faults, told


def _english(page: str) -> list[str]:
    """Give English in a Chinese page; the column of names on the left is typed."""
    prose = []
    for line in page.splitlines():
        columns = re.split(r" {2,}", line.strip("│ *"))
        is_row = line.startswith("│") and len(columns) > 1
        prose.append(" ".join(columns[1:]) if is_row else line)
    left = "\n".join(prose)
    for typed in TYPED:
        left = re.sub(typed, " ", left)
    return [word for word in re.findall(r"[A-Za-z]{2,}", left) if word not in NAMES]


def _chinese(page: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]+", page)
