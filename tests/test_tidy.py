"""What no import graph sees: names, docstrings, models, templates, documents."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from ninja import Schema

from hansa.chassis.outbox import event_name
from hansa.site.api import api
from hansa.site.wiring import HANDLERS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hansa"
CONTEXTS = (
    "charter",
    "governance",
    "delivery",
    "directory",
    "duties",
    "casework",
    "clearing",
)
FORBIDDEN_NAMES = {
    "util", "utils", "helper", "helpers", "manager", "handler", "data", "info", "misc",
    "common", "process",
}  # fmt: skip
NAMED_BY_DJANGO = {"process_exception", "process_view"}


def modules() -> list[Path]:
    """List the modules of the program, tests and migrations apart."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not {"tests", "migrations"} & set(path.relative_to(SOURCE).parts)
    ]


def test_every_template_that_is_named_is_there() -> None:
    """What code and templates name is a template of some context."""
    there = {
        path.relative_to(folder).as_posix()
        for folder in SOURCE.glob("**/templates")
        for path in folder.rglob("*.*")
    }
    named = {
        (str(path.relative_to(SOURCE)), name)
        for path in (*modules(), *SOURCE.rglob("*.html"))
        for name in re.findall(
            r'"([a-z_]+/[a-z0-9_/]+\.(?:html|txt))"', path.read_text(encoding="utf-8")
        )
    }
    assert len(named) > len(CONTEXTS)
    assert [one for one in sorted(named) if one[1] not in there] == []


def test_no_two_shapes_of_the_api_have_one_name() -> None:
    """The description of the API holds each shape under its name, and only one of it."""
    names = [
        node.name
        for path in modules()
        if "api" in path.parts or path.stem in {"api", "wire"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert len(names) > len(CONTEXTS)
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_two_vocabularies_of_the_api_have_one_name() -> None:
    """Enumerations are held under their names too, whatever context they are of."""
    found: dict[str, set[tuple[str, ...]]] = {}
    assert api.urls  # Every router is loaded by now.
    for shape in shapes_of(Schema):
        if shape.__module__.startswith("hansa."):
            for name, held in shape.model_json_schema().get("$defs", {}).items():
                if "enum" in held:
                    found.setdefault(name, set()).add(tuple(held["enum"]))
    assert len(found) > len(CONTEXTS)
    assert sorted(name for name, held in found.items() if len(held) > 1) == []


def shapes_of(shape: type[Schema]) -> Iterator[type[Schema]]:
    """Give every shape that is made of one."""
    for one in shape.__subclasses__():
        yield one
        yield from shapes_of(one)


def test_borders_have_no_exceptions() -> None:
    """Import contracts stand without a single ignored import."""
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(written)["tool"]["importlinter"]["contracts"]
    assert len(contracts) == 6
    assert all("ignore_imports" not in contract for contract in contracts)


def test_no_relation_crosses_a_context() -> None:
    """Models point only to models of their own context."""
    for model in apps.get_models():
        if not model.__module__.startswith("hansa."):
            continue
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            # Tables of libraries may point at an account; ours point nowhere else.
            if other is not None and not field.auto_created:
                assert other._meta.app_label == model._meta.app_label, field


def test_nobody_reaches_for_models_by_name() -> None:
    """``apps.get_model`` is used in migrations only; ``admin.py`` does not exist."""
    for path in modules():
        assert "get_model(" not in path.read_text(encoding="utf-8"), path
        assert path.name != "admin.py"


def test_templates_stay_in_their_context() -> None:
    """A template extends or includes its own context's templates, or the chassis's."""
    for path in SOURCE.rglob("templates/**/*.html"):
        context = path.parent.name
        named = re.findall(
            r'{% (?:extends|include) "(\w+)/', path.read_text(encoding="utf-8")
        )
        assert set(named) <= {context, "chassis"}, path


def test_every_event_is_wired() -> None:
    """Each event class that a service publishes has a row in the wiring table."""
    wired = {event_name(event) for event in HANDLERS}
    for path in SOURCE.glob("*/services*"):
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        for name in re.findall(r"event = (\w+)\(", written):
            assert f"{path.parent.name}.{name}" in wired


def test_names_say_what_they_mean() -> None:
    """No module, function or class is called by a word that means nothing."""
    for path in modules():
        words = set(path.stem.split("_"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and node.name not in NAMED_BY_DJANGO
            ):
                words |= set(re.findall(r"[a-z]+", node.name.lower()))
        assert not words & FORBIDDEN_NAMES, (path, words & FORBIDDEN_NAMES)


def test_no_function_is_longer_than_a_screen() -> None:
    """Functions end within 70 lines, docstring included."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 70, f"{path}: {node.name} has {length} lines"


def test_the_clock_is_read_in_one_place() -> None:
    """Only the chassis clock asks what time it is."""
    for path in modules():
        if path.name == "clock.py":
            continue
        written = path.read_text(encoding="utf-8")
        assert "datetime.now(" not in written, path
        assert "date.today(" not in written, path
        assert "timezone.now" not in written, path


def test_the_environment_is_read_in_one_place() -> None:
    """Only ``site.environment`` reads variables; the command may set some."""
    for path in modules():
        written = path.read_text(encoding="utf-8")
        if path.name not in {"environment.py", "command.py", "wsgi.py"}:
            assert "os.environ" not in written, path


def test_exceptions_to_lint_have_reasons() -> None:
    """``noqa`` and ``type: ignore`` name a code and say why."""
    for path in modules():
        for line in path.read_text(encoding="utf-8").splitlines():
            if "# noqa" in line or "# type: ignore" in line:
                assert re.search(
                    r"(noqa: [A-Z0-9, ]+|ignore\[[\w-]+\]) {1,2}(--|#) \w", line
                ), (
                    path,
                    line,
                )


def test_models_match_their_migrations(db: None) -> None:
    """No migration is missing, and none has an automatic name."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    for path in SOURCE.rglob("migrations/0*.py"):
        assert "_auto_" not in path.name


def documents() -> Iterator[Path]:
    """List the documents of the project."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def test_documents_name_paths_that_exist() -> None:
    """Every path that a document names in backticks is there."""
    for path in documents():
        if "reference" in path.parts:
            continue
        written = path.read_text(encoding="utf-8")
        named = re.findall(
            r"`((?:src|docs|tools|tests|charters|benchmarks|changelog\.d)/[\w./-]+)`",
            written,
        )
        for name in named:
            assert (ROOT / name).exists(), f"{path.name} names {name}"


def test_decisions_are_numbered_without_gaps() -> None:
    """Decision records count 0001, 0002, …"""
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "docs/decisions").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_context_says_what_it_is(name: str) -> None:
    """The docstring of a context names its words and its invariants."""
    written = (SOURCE / name / "__init__.py").read_text(encoding="utf-8")
    assert "Words:" in written
    assert "Invariants:" in written


def test_requirements_carry_hashes_and_no_addresses() -> None:
    """Locked requirements name no address, and every line has its hashes."""
    for path in (ROOT / "requirements").glob("*.txt"):
        written = path.read_text(encoding="utf-8")
        assert "://" not in written
        assert not re.search(r"^-", written, re.MULTILINE), "a line is an option"
        pinned = re.findall(r"^([\w.-]+)==", written, re.MULTILINE)
        assert pinned
        assert written.count("--hash=sha256:") >= len(pinned)
