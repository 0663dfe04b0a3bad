"""Write the folder of a new context and add it to settings and borders.

``make context name=duties`` writes what every context has; the borders then judge it.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LAYERED = (
    "watch", "recognition", "booking", "clearing", "casework", "atlas", "catalogue",
    "exchange", "duties", "directory",
)  # fmt: skip


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


def main(arguments: list[str]) -> int:
    """Write the context; refuse a name that the map of contexts does not have."""
    name = arguments[0] if arguments else ""
    folder = ROOT / "src" / "hansa" / name
    if name not in LAYERED or folder.exists():
        print(f"name one of: {', '.join(LAYERED)}; and one that is not there yet")
        return 2
    folder.mkdir()
    (folder / "tests").mkdir()
    for file, written in files(name).items():
        (folder / file).write_text(written, encoding="utf-8")
    _change(
        ROOT / "src/hansa/site/settings.py",
        '    "hansa.site",\n',
        f'    "hansa.{name}",\n    "hansa.site",\n',
    )
    pyproject = ROOT / "pyproject.toml"
    _change(pyproject, '"hansa.delivery"]', f'"hansa.delivery", "hansa.{name}"]')
    _change(pyproject, f"(hansa.{name})", f"hansa.{name}")
    print(f"written: {folder.relative_to(ROOT)}; now run make check")
    return 0


def _change(path: Path, old: str, new: str) -> None:
    written = path.read_text(encoding="utf-8")
    if old not in written:
        raise SystemExit(f"{path.relative_to(ROOT)} has no {old!r}")
    path.write_text(re.sub(re.escape(old), lambda _: new, written), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
