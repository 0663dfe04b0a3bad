"""Gather the texts to translate, compile what is translated, and check that it is all.

Works without system gettext: Babel gathers and compiles, Django's own ``templatize``
turns templates into something Babel reads. ``update`` rewrites the catalogue, ``compile``
writes the binary form beside it, ``check`` fails on a missing or stale translation, and
on one that names other parameters than its original.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hansa"
CATALOGUE = SOURCE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# Positions of the text among the arguments; None is the first.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "mark_counted": (1, 2),
    "pgettext": ((1, "c"), 2),
    "text": None,
    "mark": None,
    "needs": (2,),
    "may": (2,),
}

LEFT_OUT = {
    "Select a valid choice. %(value)s is not one of the available choices.": {"value"}
}
"""Parameters that only the original names: a choice is sent as an id that nobody reads."""


def gathered() -> Catalog:
    """Gather every text of the program and its pages."""
    catalogue = Catalog(project="Hansa", charset="utf-8", locale="zh_Hans")
    for path in sorted(SOURCE.rglob("*.py")):
        if {"migrations", "tests"} & set(path.relative_to(SOURCE).parts):
            continue
        _add(catalogue, path, path.read_bytes())
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        written = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What templatize leaves of the markup keeps its indentation, which is not Python's.
        flat = "\n".join(line.lstrip() for line in written.splitlines())
        _add(catalogue, path, flat.encode())
    return catalogue


def _add(catalogue: Catalog, path: Path, content: bytes) -> None:
    place = path.relative_to(ROOT).as_posix()
    for _line, message, _comments, _context in _found(content):
        words = message if isinstance(message, tuple) else (message,)
        if all(words):
            catalogue.add(message, locations=[(place, 0)])


def _found(content: bytes) -> Iterator[Any]:
    return extract("python", BytesIO(content), keywords=KEYWORDS)


def stored() -> Catalog:
    """Read the catalogue of translations; an empty one where there is none yet."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update() -> int:
    """Rewrite the catalogue: new texts are added, texts no longer used are dropped."""
    catalogue = stored()
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(
            file,
            catalogue,
            omit_header=False,
            no_location=False,
            include_lineno=False,
            sort_output=True,
            width=0,
        )
    missing = [message for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} texts, {len(missing)} to translate")
    return compile_()


def compile_() -> int:
    """Write the binary catalogues that the program reads."""
    for path in CATALOGUE.parent.glob("*.po"):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="zh_Hans")
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def check() -> int:
    """Fail on a text without translation, on a stale one and on foreign parameters."""
    known = {message.id: message.string for message in stored() if message.id}
    wanted = {message.id for message in gathered() if message.id}
    faults = [
        f"not gathered: {text!r}; run make messages" for text in wanted - known.keys()
    ]
    faults += [
        f"no longer used: {text!r}; run make messages" for text in known.keys() - wanted
    ]
    for original, translation in known.items():
        if not translation:
            faults.append(f"not translated: {original!r}")
        elif _parameters(str(original)) - LEFT_OUT.get(
            str(original), set()
        ) != _parameters(str(translation)):
            faults.append(f"other parameters: {original!r} -> {translation!r}")
    print("\n".join(sorted(faults)) or f"{len(known)} texts, all translated")
    return 1 if faults else 0


def _parameters(text: str) -> set[str]:
    found = re.findall(r"\{(\w+)\}|%\((\w+)\)s", text)
    return {brace or percent for brace, percent in found}


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.exit({"update": update, "compile": compile_, "check": check}[sys.argv[1]]())
