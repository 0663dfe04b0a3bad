"""A new charter: written for any cities, sound at once, with a calendar; and its schema."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its stubs are not installed
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Hansa
from hansa.charter import reads
from hansa.charter.formats.draft import write_charter
from hansa.chassis.clock import today
from hansa.kernel.errors import Conflict, Refused

SECTIONS = (
    "charter",
    "clauses",
    "governance",
    "projects",
    "clearing",
    "geography",
    "casework",
    "supervision",
)


def new(hansa: Hansa, at: Path, name: str, *cities: str) -> tuple[int, Any]:
    """Ask for a new charter; give exit code and answer."""
    words = [word for city in cities for word in ("--city", city)]
    ran = hansa("charter", "new", name, *words, "--at", at, "--json", "--lang", "en")
    return ran.code, json.loads(ran.out) if ran.out else ran.err


def members_of(folder: Path) -> dict[str, str]:
    """Give the members of a folder: id and Chinese name, in order."""
    return {m.id: m.name.zh for m in reads.read_folder(folder).agreement.members}


def test_a_new_charter_passes_its_check(hansa: Hansa, tmp_path: Path) -> None:
    """The folder is sound without a warning, and says what to do next."""
    words = ("--city", "甲市", "--city", "乙市", "--city", "丙市", "--at", tmp_path)
    ran = hansa("charter", "new", "demo3", *words, "--lang", "en")
    folder = tmp_path / "demo3"
    assert ran.code == 0
    assert f"Written: {folder}" in ran.out
    assert f"Next: hansa charter check {folder}" in ran.out
    assert hansa("charter", "check", folder, "--strict", "--json").out == "[]\n"
    assert members_of(folder) == {"jia": "甲市", "yi": "乙市", "bing": "丙市"}


def comments_of(folder: Path) -> list[str]:
    """Give the comments of a folder's files, in order."""
    return [
        line.split("# ", 1)[1]
        for path in sorted(folder.iterdir())
        for line in path.read_text(encoding="utf-8").splitlines()
        if "# " in line
    ]


def test_a_new_charter_is_commented_in_chinese(hansa: Hansa, tmp_path: Path) -> None:
    """Without a word about language every comment is Chinese, and the check passes."""
    words = ("--city", "甲市", "--city", "乙市", "--at", tmp_path)
    assert hansa("charter", "new", "demo3", *words).code == 0
    folder = tmp_path / "demo3"
    comments = comments_of(folder)
    assert "合作领域" in comments
    assert [line for line in comments if not re.search("[一-鿿]", line)] == []
    assert hansa("charter", "check", folder, "--strict", "--json").out == "[]\n"


def test_a_new_charter_is_commented_in_english(hansa: Hansa, tmp_path: Path) -> None:
    """With ``--lang en`` comments are English but for quoted words; the rest is equal."""
    words = ("--city", "甲市", "--city", "乙市", "--at")
    for at, language in (("zh", "zh"), ("en", "en")):
        chosen = ("--lang", language)
        assert (
            hansa("charter", "new", "demo3", *words, tmp_path / at, *chosen).code == 0
        )
    folder = tmp_path / "en" / "demo3"
    comments = comments_of(folder)
    assert "fields of cooperation" in comments
    foreign = [line for line in comments if re.search("[一-鿿]", line)]
    assert [line.split()[0] for line in foreign] == ["must,", "encourage"]
    assert hansa("charter", "check", folder, "--strict", "--json").out == "[]\n"
    for path in folder.iterdir():
        other = tmp_path / "zh" / "demo3" / path.name
        assert plain_yaml(path) == plain_yaml(other)


def test_a_new_charter_has_a_calendar(hansa: Hansa, tmp_path: Path) -> None:
    """The host changes every year in the order in which the cities were given."""
    new(hansa, tmp_path, "demo3", "甲市", "乙市", "丙市")
    first = today().year
    years = ("--from", str(first), "--to", str(first + 3))
    ran = hansa("calendar", tmp_path / "demo3", *years, "--json")
    assert ran.code == 0, ran.out
    entries = json.loads(ran.out)
    sessions = [entry for entry in entries if entry["body"] == "conference"]
    assert [session["host"] for session in sessions] == ["jia", "yi", "bing", "jia"]
    for session in sessions:
        assert session["window"]["start"] == f"{session['year']}-11-01"
        assert session["chair"] == {"member": session["host"], "office": "mayor"}
    groups = [entry for entry in entries if entry["body"] == "group-transport"]
    assert [entry["modality"] for entry in groups] == ["in-principle"] * 8


def test_two_new_leagues_live_side_by_side(
    db: None, hansa: Hansa, tmp_path: Path
) -> None:
    """Two leagues are applied beside each other, each with cities of its own."""
    new(hansa, tmp_path, "north", "甲市", "乙市")
    new(hansa, tmp_path, "south", "甲市", "丙市", "丁市")
    for name in ("north", "south"):
        assert hansa("charter", "apply", tmp_path / name).code == 0
    listed = json.loads(hansa("charter", "list", "--json").out)
    assert [(line["league"], line["number"]) for line in listed] == [
        ("north", 1),
        ("south", 1),
    ]
    year = str(today().year + 1)
    hosts = {}
    for name in ("north", "south"):
        ran = hansa("calendar", name, "--from", year, "--to", year, "--json")
        hosts[name] = {entry["host"] for entry in json.loads(ran.out)} - {None}
    assert hosts == {"north": {"yi"}, "south": {"bing"}}


@pytest.mark.parametrize(
    "cities",
    [(), ("甲市",), ("甲市", "甲市"), ("甲市", " 甲市 "), ("甲市", "  ")],
    ids=["none", "one", "twice the same", "the same but for spaces", "one and a blank"],
)
def test_too_few_cities_are_refused(
    cities: tuple[str, ...], hansa: Hansa, tmp_path: Path
) -> None:
    """A league has at least two different cities; nothing is written otherwise."""
    code, answer = new(hansa, tmp_path, "demo3", *cities)
    if cities:
        assert (code, answer["code"]) == (1, "cities-wrong")
        assert "two different cities" in answer["message"]
    else:
        assert code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "Demo",
        "demo 3",
        "淮海",
        "-demo",
        "demo-",
        "a--b",
        "../demo",
        "",
        "null",
        "a" * 61,
    ],
)
def test_a_bad_slug_is_refused(name: str, hansa: Hansa, tmp_path: Path) -> None:
    """A slug is small letters, digits and single hyphens, and fits into an address."""
    words = ("--city", "甲市", "--city", "乙市", "--at", tmp_path, "--json")
    ran = hansa("charter", "new", *words, "--lang", "en", "--", name)
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "slug-wrong"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(hansa: Hansa, tmp_path: Path) -> None:
    """A folder or file of that name is left alone."""
    new(hansa, tmp_path, "demo3", "甲市", "乙市")
    before = (tmp_path / "demo3" / "charter.yaml").read_bytes()
    code, answer = new(hansa, tmp_path, "demo3", "丙市", "丁市")
    assert (code, answer["code"]) == (1, "folder-exists")
    assert str(tmp_path / "demo3") in answer["message"]
    assert (tmp_path / "demo3" / "charter.yaml").read_bytes() == before
    (tmp_path / "demo4").write_text("mine", encoding="utf-8")
    with pytest.raises(Conflict):
        write_charter(tmp_path, "demo4", ["甲市", "乙市"], date(2026, 1, 1))
    assert (tmp_path / "demo4").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "city",
    ['市"', "市: 'x'", "a: [b, {c}]", "# 市", "市\\n", "& * ! | > %", "- 市", "null"],
)
def test_any_name_is_written_as_it_is(city: str, hansa: Hansa, tmp_path: Path) -> None:
    """Quotes, colons, brackets and backslashes stand in the charter as they were given."""
    code, _ = new(hansa, tmp_path, "demo3", city, "乙市")
    assert code == 0
    folder = tmp_path / "demo3"
    assert hansa("charter", "check", folder, "--strict").code == 0
    assert list(members_of(folder).values()) == [city, "乙市"]
    written = (folder / "charter.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(written)["members"][0]["name"]["zh"] == city


def test_cities_of_one_sound_get_ids_of_their_own(tmp_path: Path) -> None:
    """Suzhou in Anhui and Suzhou in Jiangsu are told apart; names without letters too."""
    cities = ["宿州市", "苏州市", "甲市", "甲州", "！", "？", "州", "Null"]
    folder = write_charter(tmp_path, "demo3", cities, date(2026, 1, 1))
    assert list(members_of(folder)) == [
        *("suzhou", "suzhou-2", "jia", "jia-2"),
        *("city", "city-2", "zhou", "city-3"),
    ]


CITY = st.text(
    st.characters(
        min_codepoint=32, max_codepoint=0x9FFF, exclude_categories=("C", "Z")
    ),
    min_size=1,
    max_size=80,
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cities=st.lists(CITY, min_size=2, max_size=6, unique=True))
def test_whatever_the_cities_are_called_the_charter_is_sound(
    cities: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No printable name makes a new charter unsound, or two members one."""
    at = tmp_path_factory.mktemp("named")
    folder = write_charter(at, "demo3", cities, date(2026, 1, 1))
    assert reads.read_folder(folder).findings == ()
    assert list(members_of(folder).values()) == cities


def test_the_year_of_a_new_charter_is_given(tmp_path: Path) -> None:
    """A new league starts on the first day of the year it is written in."""
    folder = write_charter(tmp_path, "demo3", ["甲市", "乙市"], date(2027, 8, 9))
    charter = reads.read_folder(folder)
    assert charter.agreement.effective_from == date(2027, 1, 1)
    assert charter.agreement.in_service_since is None
    with pytest.raises(Refused):
        write_charter(tmp_path, "demo4", ["甲市"], date(2027, 8, 9))


# --- The schema that editors read ---


def plain_yaml(path: Path) -> Any:
    """Read a charter file as an editor does, by YAML 1.2: days and “on” are texts."""

    class Loader(yaml.SafeLoader):
        """Knows fewer words by heart than YAML 1.1 does."""

    Loader.yaml_implicit_resolvers = {
        letter: [
            (tag, form)
            for tag, form in forms
            if not tag.endswith("timestamp")
            and not (tag.endswith("bool") and letter in "onyONY")
        ]
        for letter, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)


def test_the_schema_is_a_schema(hansa: Hansa) -> None:
    """``charter schema`` prints valid JSON Schema of every section, or of one."""
    printed = json.loads(hansa("charter", "schema").out)
    assert tuple(printed) == SECTIONS
    for name, schema in printed.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert json.loads(hansa("charter", "schema", name).out) == schema
    unknown = hansa("charter", "schema", "clause", "--lang", "en")
    assert unknown.code == 2
    assert "charter, clauses, governance" in unknown.err


@pytest.mark.parametrize("league", ["huaihai", "changzhutan"])
def test_the_schema_fits_the_shipped_charters(league: str, hansa: Hansa) -> None:
    """What the check takes, an editor takes too; what is misspelt, it underlines."""
    for name, schema in json.loads(hansa("charter", "schema").out).items():
        validator = jsonschema.Draft202012Validator(schema)
        content = plain_yaml(ROOT / "charters" / league / f"{name}.yaml")
        assert [e.message for e in validator.iter_errors(content)] == []
        faults = list(validator.iter_errors({**content, "misspelt": 1}))
        assert ["misspelt" in fault.message for fault in faults] == [True]
