"""Every mistake of ``broken.yaml`` is found in its place, and never applied."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, Hansa
from hansa.chassis import outbox

CopyCharter = Callable[..., Path]
Case = dict[str, Any]

# Read as plain text: a day that does not exist must reach the charter as it is written.
CASES: list[Case] = yaml.load(
    (Path(__file__).parent / "broken.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,
)
UNFORMATTED = re.compile(r"\{[a-z_]+\}")


def severity_of(case: Case) -> str:
    """Say how much the expected finding weighs."""
    return str(case["expect"].get("severity", "error"))


def named(cases: list[Case]) -> list[Any]:
    """Name each parameter set by its case."""
    return [pytest.param(case, id=case["case"]) for case in cases]


def break_charter(case: Case, copy: CopyCharter) -> Path:
    """Make the one mistake of a case in a copy of its charter."""
    if "replace" in case:
        words = (case["replace"]["old"], case["replace"]["new"])
        return copy(case["league"], {case["file"]: [words]})
    folder = copy(case["league"])
    file = folder / case["file"]
    if "delete" in case:
        file.unlink()
    elif "bytes_hex" in case:
        file.write_bytes(bytes.fromhex(case["bytes_hex"]))
    elif "size" in case:
        file.write_bytes(b" " * int(case["size"]))
    else:
        file.write_text(case["write"], encoding="utf-8")
    return folder


def line_of(expect: dict[str, str], file: Path) -> int:
    """Find the line on which the expected place begins."""
    if "line" in expect:
        return int(expect["line"])
    written = file.read_text(encoding="utf-8")
    assert written.count(expect["at"]) == 1, "the place must stand once in the file"
    return written[: written.index(expect["at"])].count("\n") + 1


@pytest.mark.parametrize("case", named(CASES))
def test_a_mistake_is_found_in_its_place(
    case: Case, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """Check names code, file and line alike in both languages, and nothing beside it."""
    folder = break_charter(case, charter_copy)
    expect, severity = case["expect"], severity_of(case)
    file = folder / case["file"]
    place = (severity, expect["code"], str(file), line_of(expect, file))
    for language in ("en", "zh"):
        ran = hansa("charter", "check", folder, "--json", "--lang", language)
        assert ran.code == (1 if severity == "error" else 0)
        findings = json.loads(ran.out)
        hits = [
            f
            for f in findings
            if (f["severity"], f["code"], f["path"], f["line"]) == place
        ]
        assert len(hits) == 1, findings
        assert hits[0]["column"] >= 1
        for finding in findings:
            for sentence in (finding["message"], finding["remedy"]):
                assert sentence.strip()
                assert not UNFORMATTED.search(sentence), sentence
        others = [f for f in findings if f["severity"] == "error" and f not in hits]
        assert {f["code"] for f in others} == set(case.get("follows", {}))
        if language == "en":
            for word in expect["words"]:
                assert word in hits[0]["message"]
            for word in expect.get("remedy", ()):
                assert word in hits[0]["remedy"]


@pytest.mark.parametrize(
    "case", named([case for case in CASES if severity_of(case) == "error"])
)
def test_a_mistake_is_not_applied(
    case: Case, db: None, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """A broken charter leaves versions, journal and outbox as they were."""
    applied = hansa("charter", "apply", ROOT / "charters" / case["league"])
    assert applied.code == 0

    def state() -> tuple[str, str, int]:
        versions = hansa("charter", "list", "--json").out
        return versions, hansa("journal", "head").out, outbox.pending()

    before = state()
    ran = hansa("charter", "apply", break_charter(case, charter_copy), "--json")
    assert ran.code == 1
    problem = json.loads(ran.out)
    assert problem["code"] == "charter-broken"
    assert case["expect"]["code"] in {f["code"] for f in problem["findings"]}
    assert {f["severity"] for f in problem["findings"]} == {"error"}
    assert state() == before


def test_every_code_has_a_case() -> None:
    """Every finding code that reading a charter can log stands in ``broken.yaml``."""
    hansa = ROOT / "src" / "hansa"
    readers = [
        hansa / "kernel" / "shapes.py",
        hansa / "chassis" / "yaml_files.py",
        hansa / "charter" / "reads.py",
        hansa / "charter" / "rules.py",
        *(path for path in sorted(hansa.glob("*/charter*/**/*.py"))),
        *sorted(hansa.glob("*/charter.py")),
    ]
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in readers
        if "tests" not in path.parts
    )
    # What only the folder of rules can lack, no charter can; ``clearing`` tests it.
    in_rules_only = {"party-twice", "party-unknown", "party-unknown-in-version"}
    logged = set(re.findall(r'\.(?:error|warning|note)\(\s*"([a-z-]+)"', source))
    logged |= {f"unknown-{kind}" for kind in re.findall(r'Ref\(kind="(.+?)"', source)}
    assert len(logged) > 40
    assert {case["expect"]["code"] for case in CASES} == logged - in_rules_only


def test_cases_are_told_apart() -> None:
    """No two cases have one name or break a charter in one way."""
    assert len({case["case"] for case in CASES}) == len(CASES) >= 45
    mistakes = [
        json.dumps([case["league"], case["file"], case.get("replace", case["case"])])
        for case in CASES
    ]
    assert len(set(mistakes)) == len(CASES)


def test_a_folder_that_is_not_there(hansa: Hansa, tmp_path: Path) -> None:
    """A wrong path is refused with what to do, not with a traceback."""
    ran = hansa("charter", "check", tmp_path / "absent", "--json", "--lang", "en")
    assert ran.code == 1
    problem = json.loads(ran.out)
    assert problem["code"] == "folder-missing"
    assert "absent" in problem["message"]
    assert "charter.yaml" in problem["remedy"]


def test_warnings_count_only_when_asked(hansa: Hansa) -> None:
    """Exit 1 is for errors; ``--strict`` makes warnings count too."""
    assert hansa("charter", "check", "charters/huaihai").code == 0
    assert hansa("charter", "check", "charters/huaihai", "--strict").code == 1


def test_people_read_every_fault_with_its_place(
    hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """Without ``--json`` each fault shows its place, its words and what to do."""
    mistakes = [("members: 10", "members: 11"), ("priority: true", "prioriti: true")]
    folder = charter_copy("huaihai", {"charter.yaml": mistakes})
    ran = hansa("charter", "check", folder, "--lang", "en")
    assert ran.code == 1
    assert f"{folder}/charter.yaml:9:3: error [count-differs]" in ran.out
    assert f"{folder}/charter.yaml:60:68: error [unknown-field]" in ran.out
    assert "11 declared, 10 listed" in ran.out
    assert "→ Did you mean “priority”?" in ran.out
    assert "Errors: 2." in ran.out
