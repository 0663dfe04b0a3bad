"""The ``hansa`` command: chooses a language, starts Django, mounts every context."""

import gettext
import os
import secrets
import sys
from typing import NoReturn

import django

from hansa.site.environment import EnvironmentFault

EXIT_USAGE = 2
DEMO_KEY = "demo-key.pem"


def _take_language(arguments: list[str]) -> tuple[list[str], str | None]:
    """Take ``--lang zh`` out of the arguments, wherever it stands."""
    left: list[str] = []
    chosen: str | None = None
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            chosen = next(words, None)
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
        else:
            left.append(word)
    return left, chosen


def _stop(fault: str) -> NoReturn:
    """End before any language is known: a fault of how the command was started."""
    sys.stderr.write(f"hansa: {fault}\n")
    sys.exit(EXIT_USAGE)


def _stage_demo() -> None:
    """Give the demonstration a database and a key of its own, and a clock that stands."""
    os.environ.setdefault("HANSA_DATABASE_URL", "sqlite:///var/demo.sqlite3")
    folder = os.environ.setdefault("HANSA_CLEARING", "var/demo-clearing")
    os.environ.setdefault("HANSA_CLEARING_KEY", f"{folder}/{DEMO_KEY}")
    os.environ["HANSA_DEMO"] = "1"
    os.environ.setdefault("HANSA_CLOCK", "2026-11-24T09:00+08:00")


def _word_the_library(language: str) -> None:
    """Give the command library its few words (“Options”, “Commands”) in a language.

    It asks the standard library for them, once, when it is imported.
    """
    from hansa.site.settings import PACKAGE  # noqa: PLC0415 -- Django must be set up first

    os.environ["LANGUAGE"] = "zh_Hans" if language != "en" else "en"
    gettext.bindtextdomain("terminal", PACKAGE / "locale")
    gettext.textdomain("terminal")


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit with its code: 0 done, 1 refused, 2 usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
    words, language = _take_language(sys.argv[1:] if arguments is None else arguments)
    language = language or os.environ.get("HANSA_LANG")
    if language is not None and not language.lower().startswith(("zh", "en")):
        _stop(f"“{language}” is no language of Hansa; use zh or en")
    if words[:1] == ["demo"]:
        _stage_demo()
    # All processes of one server sign with the same key, also where none was set.
    os.environ.setdefault("HANSA_SECRET_KEY", secrets.token_urlsafe(50))
    try:
        django.setup()
    except EnvironmentFault as fault:
        _stop(str(fault))
    # Help texts are translated when the command modules are imported, so the language
    # must be in force before.
    from django.utils import translation  # noqa: PLC0415 -- Django must be set up first

    from hansa.chassis.language import language_from  # noqa: PLC0415 -- as above

    with translation.override(language_from(language)):
        _word_the_library(language_from(language))
        from hansa.site.commands import app  # noqa: PLC0415 -- as above
        from hansa.site.usage import run  # noqa: PLC0415 -- as above

        code = run(app, words)
    sys.exit(code)


if __name__ == "__main__":
    main()
