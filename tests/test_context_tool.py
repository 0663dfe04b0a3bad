"""``make context``: one context after another, everywhere it belongs, or nothing at all."""

import runpy
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SETTINGS = "src/hansa/site/settings.py"
TIDY = "tests/test_tidy.py"

Write = Callable[[list[str], Path], int]


@pytest.fixture
def write() -> Write:
    """The tool, to be called with a name and the root of a checkout."""
    main: Write = runpy.run_path(str(ROOT / "tools" / "context.py"))["main"]
    return main


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with an empty program and the three files that name contexts."""
    for file in ("pyproject.toml", SETTINGS, TIDY):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def contents(checkout: Path) -> dict[Path, str]:
    """Give every file of a checkout and what it holds."""
    return {
        path: path.read_text(encoding="utf-8")
        for path in sorted(checkout.rglob("*"))
        if path.is_file()
    }


def contracts(checkout: Path) -> list[dict[str, list[str]]]:
    """Give the import contracts of a checkout."""
    written = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    found: list[dict[str, list[str]]] = tomllib.loads(written)["tool"]["importlinter"][
        "contracts"
    ]
    return found


def named_in_tidy(checkout: Path) -> tuple[str, ...]:
    """Give the contexts that the tidy tests ask for their words."""
    named: tuple[str, ...] = runpy.run_path(str(checkout / TIDY))["CONTEXTS"]
    return named


def test_a_second_context_follows_the_first(write: Write, checkout: Path) -> None:
    """Two contexts in a row stand in settings, borders and tidy tests, in order."""
    before = contracts(checkout)
    known = named_in_tidy(checkout)
    assert [write([name], checkout) for name in ("atlas", "catalogue")] == [0, 0]
    settings = (checkout / SETTINGS).read_text(encoding="utf-8")
    assert '    "hansa.atlas",\n    "hansa.catalogue",\n    "hansa.site",\n' in settings
    added = ["hansa.atlas", "hansa.catalogue"]
    after = contracts(checkout)
    assert after[0]["containers"] == before[0]["containers"] + added
    assert after[2]["source_modules"] == before[2]["source_modules"] + added
    layers = " | ".join(after[4]["layers"]).split(" | ")
    assert set(added) <= set(layers)
    assert [after[at] for at in (1, 3, 5)] == [before[at] for at in (1, 3, 5)]
    assert named_in_tidy(checkout) == (*known, "atlas", "catalogue")
    for name in ("atlas", "catalogue"):
        folder = checkout / "src" / "hansa" / name
        assert (folder / "tests").is_dir()
        assert f'label = "{name}"' in (folder / "apps.py").read_text(encoding="utf-8")


def test_every_context_of_the_map_can_be_written(write: Write, checkout: Path) -> None:
    """All names that are still to come are taken one by one; no layer stays optional."""
    still = [
        name
        for layer in contracts(checkout)[4]["layers"]
        for name in layer.replace("(hansa.", "").replace(")", "").split(" | ")
        if f"(hansa.{name})" in layer
    ]
    assert [write([name], checkout) for name in still] == [0] * len(still)
    assert set(still) <= set(named_in_tidy(checkout))
    assert "(" not in "".join(contracts(checkout)[4]["layers"])
    tidy = (checkout / TIDY).read_text(encoding="utf-8")
    assert max(len(line) for line in tidy.splitlines()) <= 92


@pytest.mark.parametrize("name", ["", "invoices", "governance", "../atlas"])
def test_a_name_off_the_map_is_refused(
    name: str, write: Write, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a name of the map is taken; nothing is written otherwise."""
    before = contents(checkout)
    assert write([name], checkout) == 2
    assert "name one of: watch" in capsys.readouterr().out
    assert contents(checkout) == before


def test_a_context_is_not_written_twice(write: Write, checkout: Path) -> None:
    """A context that is there is left alone."""
    assert write(["atlas"], checkout) == 0
    before = contents(checkout)
    assert write(["atlas"], checkout) == 2
    assert contents(checkout) == before


@pytest.mark.parametrize(
    ("file", "old"),
    [
        (SETTINGS, '    "hansa.site",\n'),
        ("pyproject.toml", "(hansa.atlas)"),
        ("pyproject.toml", "\ncontainers = "),
        (TIDY, "\nCONTEXTS = "),
    ],
)
def test_no_half_context_is_left_behind(
    file: str,
    old: str,
    write: Write,
    checkout: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where one place is not as expected, it is named and no file is touched."""
    written = (checkout / file).read_text(encoding="utf-8")
    assert old in written
    (checkout / file).write_text(written.replace(old, "\n"), encoding="utf-8")
    before = contents(checkout)
    assert write(["atlas"], checkout) == 2
    printed = capsys.readouterr().out
    assert printed.startswith(f"{file}: expected ")
    assert "nothing was written" in printed
    assert contents(checkout) == before
    assert not (checkout / "src" / "hansa" / "atlas").exists()
