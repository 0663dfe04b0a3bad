"""Plug-ins are found by location, and each is checked at the door."""

import importlib
import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from hansa.kernel.registry import discover

Build = Callable[[dict[str, str]], ModuleType]
NUMBERS = itertools.count()


@dataclass(frozen=True, slots=True)
class Scheme:
    """What the built modules offer."""

    slug: str


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Write packages of modules, import them, and forget them afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    built: list[str] = []

    def write(files: dict[str, str]) -> ModuleType:
        name = f"built_plugins_{next(NUMBERS)}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text('"""Built."""\n', encoding="utf-8")
        for file, content in files.items():
            (folder / file).write_text(content, encoding="utf-8")
        importlib.invalidate_caches()
        built.append(name)
        package = importlib.import_module(name)
        # The built modules make their schemes from the class that the tests know.
        package.__dict__["Scheme"] = Scheme
        return package

    yield write
    for module in list(sys.modules):
        if module.partition(".")[0] in built:
            del sys.modules[module]


def offer(slug: str) -> str:
    """Write a module that offers a scheme of this slug."""
    return f'from . import Scheme\nSCHEME = Scheme("{slug}")\n'


def test_every_module_is_found_by_its_slug(build: Build) -> None:
    """A module with the right constant is found, in a fixed order; other files are not."""
    package = build(
        {
            "pro_rata.py": offer("pro-rata"),
            "equal.py": offer("equal"),
            "by_head_count.py": offer("by-head-count"),
            "notes.txt": "no module",
        }
    )
    assert discover(package, "SCHEME", Scheme) == {
        "by-head-count": Scheme("by-head-count"),
        "equal": Scheme("equal"),
        "pro-rata": Scheme("pro-rata"),
    }


def test_an_empty_package_offers_nothing(build: Build) -> None:
    """No modules, no plug-ins."""
    assert discover(build({}), "SCHEME", Scheme) == {}


@pytest.mark.parametrize(
    "content",
    [
        '"""Offers nothing."""\n',
        'SCHEME = "equal"\n',
        "from . import Scheme\nSCHEME = Scheme\n",  # the class, not a scheme
        'from . import Scheme\nSCHEMES = Scheme("equal")\n',
    ],
)
def test_a_module_without_its_constant_is_refused(build: Build, content: str) -> None:
    """The refusal names module, constant and the class expected."""
    package = build({"pro_rata.py": offer("pro-rata"), "equal.py": content})
    with pytest.raises(TypeError, match=r"\.equal has no SCHEME of Scheme"):
        discover(package, "SCHEME", Scheme)


@pytest.mark.parametrize("slug", ["pro_rata", "prorata", "Pro-Rata", ""])
def test_a_slug_must_be_the_file_name(build: Build, slug: str) -> None:
    """A slug that grep would not lead from file to use is refused by name."""
    with pytest.raises(ValueError, match=rf"\.pro_rata: slug '{slug}' is not its name"):
        discover(build({"pro_rata.py": offer(slug)}), "SCHEME", Scheme)


def test_a_module_that_cannot_be_imported_is_not_skipped(build: Build) -> None:
    """A broken plug-in stops the start instead of vanishing from the list."""
    with pytest.raises(ZeroDivisionError):
        discover(build({"equal.py": "1 / 0\n"}), "SCHEME", Scheme)
