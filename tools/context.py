"""Write the folder of a new context and add it to settings and borders.

``make context name=duties`` writes what every context has; the borders then judge it.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERED = (
    "watch", "recognition", "booking", "clearing", "casework", "atlas", "catalogue",
    "exchange", "duties", "directory",
)  # fmt: skip
LINE_LONGEST = 88  # As the formatter keeps it.
# Whole contexts only: a list that goes deeper, as "hansa.*.terms", is not of contexts.
NAMES = r'"hansa\.\w+"(?:, "hansa\.\w+")*'

Replacement = str | Callable[[re.Match[str]], str]


def files(name: str) -> dict[str, str]:
    """Give the files of a context that does nothing yet."""
    title = name.capitalize()
    return {
        "__init__.py": f'"""{title}: its purpose, Words:, Invariants:, its limits."""\n',
        "terms.py": f'"""The vocabulary of {name}."""\n',
        "rules.py": f'"""Pure rules of {name}: no clock, no I/O, no Django."""\n',
        "reads.py": f'"""Queries of {name}: rows become terms here and nowhere else."""\n',
        "apps.py": (
            f'"""Makes the {name} context a Django app."""\n\n'
            "from django.apps import AppConfig\n\n\n"
            f"class {title}Config(AppConfig):\n"
            f'    """{title}."""\n\n'
            f'    name = "hansa.{name}"\n'
            f'    label = "{name}"\n'
            '    default_auto_field = "django.db.models.BigAutoField"\n'
        ),
    }


def places(name: str) -> dict[str, list[tuple[str, int, Replacement]]]:
    """Give, by file, the forms to change, how often each stands, and the new words."""
    ends_list = rf"^((?:containers|source_modules) = \[{NAMES})\]$"
    return {
        "src/hansa/site/settings.py": [
            (r'^    "hansa\.site",\n', 1, f'    "hansa.{name}",\n    "hansa.site",\n')
        ],
        "pyproject.toml": [
            (ends_list, 2, rf'\1, "hansa.{name}"]'),
            (rf"\(hansa\.{name}\)", 1, f"hansa.{name}"),
        ],
        "tests/test_tidy.py": [
            (r"^CONTEXTS = \(([^)]*)\)$", 1, lambda found: _contexts(found[1], name))
        ],
    }


def _contexts(listed: str, name: str) -> str:
    names = [f'"{word}"' for word in (*re.findall(r"\w+", listed), name)]
    on_one_line = f"CONTEXTS = ({', '.join(names)})"
    if len(on_one_line) <= LINE_LONGEST:
        return on_one_line
    return "\n".join(["CONTEXTS = (", *(f"    {word}," for word in names), ")"])


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Write the context; refuse a name that the map of contexts does not have."""
    name = arguments[0] if arguments else ""
    folder = root / "src" / "hansa" / name
    if name not in LAYERED or folder.exists():
        print(f"name one of: {', '.join(LAYERED)}; and one that is not there yet")
        return 2
    # All is worked out before anything is written: half a context helps nobody.
    faults: list[str] = []
    changed: dict[Path, str] = {}
    for file, changes in places(name).items():
        path = root / file
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        for form, count, new in changes:
            written, found = re.subn(form, new, written, flags=re.MULTILINE)
            if found != count:
                faults.append(f"{file}: expected {count} of {form!r}, found {found}")
        changed[path] = written
    if faults:
        print("\n".join([*faults, "correct these places; nothing was written"]))
        return 2
    (folder / "tests").mkdir(parents=True)
    changed |= {folder / file: written for file, written in files(name).items()}
    for path, written in changed.items():
        path.write_text(written, encoding="utf-8")
    print(f"written: {folder.relative_to(root)}; now run make check")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
