"""The directory from the shell: every act and list, and the rows that rest on it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa, Run

pytestmark = pytest.mark.usefixtures("leagues")

HEZE = ("--city", "heze")


def gaps(run: Run) -> list[tuple[str, str | None, str]]:
    return [
        (gap["member"], gap["domain"], gap["lack"])
        for gap in run("directory", "vacancies", "huaihai")
    ]


@pytest.mark.row("H-GOV-16", part="focal points and vacancies")
def test_a_city_without_its_contact(run: Run) -> None:
    """Each city names a liaison body and people; without them it is a vacancy."""
    cities = [city for city, _, lack in gaps(run) if lack == "liaison-body"]
    assert len(cities) == 10
    for city in cities:
        name, day = ("--city", city), ("--on", "2020-01-01", "--kind", "liaison-body")
        run("directory", "open", "huaihai", f"{city}联络处", *name, *day)
        run("directory", "add", "huaihai", f"{city}联络员一", *name)
        run(
            "directory", "post", "huaihai", "focal-point", "--from", "2025-01-01",
            "--person", f"{city}联络员一", "--unit", f"{city}联络处", *name,
        )  # fmt: skip
    assert gaps(run) == []
    run("directory", "leave", "huaihai", "heze联络员一", "--on", "2026-11-24", *HEZE)
    fields = ["mechanism", "transport", "industry", "ecology", "society"]
    lacking = gaps(run)
    assert {city for city, _, _ in lacking} == {"heze"}
    assert sorted(field or "" for _, field, _ in lacking) == sorted(fields)
    assert all(lack == "person" for _, _, lack in lacking)


@pytest.mark.row("H-EXC-02")
def test_named_platforms(run: Run) -> None:
    """Five platforms are named and more may come; each says its owner, level, status."""

    def listed() -> dict[str, Any]:
        systems = run("directory", "systems", "huaihai")
        return {line["system"]: line for line in systems}

    named = listed()
    assert named["public-services"]["open_list"]
    five = [id_ for id_, line in named.items() if line["part_of"] == "public-services"]
    assert five == [
        "transmission-network",
        "e-government",
        "opening-up",
        "exhibitions",
        "joint-enforcement",
    ]
    assert all(named[system]["lacks"] == ["record"] for system in five)
    run(
        "directory", "open", "huaihai", "平台运营中心", "--on", "2020-01-01",
        "--kind", "platform-operator",
    )  # fmt: skip
    known = ("--owner", "平台运营中心", "--level", "7 × 24", "--status", "running")
    for system in five[1:]:
        run("directory", "describe", "huaihai", system, *known)
    missing = listed()[five[0]]
    assert missing["lacks"] == ["record"]
    (found,) = missing["findings"]
    assert found["code"] == "system-undescribed"
    assert "High-Performance Transmission Network" in found["message"]
    run("directory", "describe", "huaihai", five[0], *known[:4])
    assert listed()[five[0]]["lacks"] == ["status"]
    run("directory", "describe", "huaihai", five[0], *known)
    for system in five:
        line = listed()[system]
        assert (line["lacks"], line["findings"]) == ([], [])
        assert line["record"]["owner_name"]["zh"] == "平台运营中心"


def test_a_unit_from_the_shell(run: Run, hansa: Hansa) -> None:
    """A unit is opened, renamed and closed by its name, and listed as of a day."""
    opened = run(
        "directory", "open", "huaihai", "菏泽市计委", "--kind", "department",
        "--on", "2000-01-01", *HEZE,
    )  # fmt: skip
    run(
        "directory", "rename", "huaihai", "菏泽市计委", "菏泽市发改委",
        "--from", "2003-03-10", *HEZE,
    )  # fmt: skip
    heir = run(
        "directory", "open", "huaihai", "菏泽市新委", "--kind", "department",
        "--on", "2026-01-01", *HEZE,
    )  # fmt: skip
    run(
        "directory", "close", "huaihai", "菏泽市发改委", "--on", "2026-06-01",
        "--successor", heir["id"], *HEZE,
    )  # fmt: skip
    past = run("directory", "units", "huaihai", "--as-of", "2002-01-01")
    assert [(unit["id"], unit["name"]["zh"]) for unit in past] == [
        (opened["id"], "菏泽市计委")
    ]
    assert [unit["id"] for unit in run("directory", "units", "huaihai")] == [heir["id"]]
    shown = hansa("directory", "units", "huaihai", "--lang", "zh")
    assert "菏泽市新委" in shown.out


def test_a_posting_from_the_shell(run: Run, hansa: Hansa, tmp_path: Path) -> None:
    """A posting is recorded on behalf, ended, taken up again and withdrawn."""
    for title in ("菏泽市市长", "菏泽市副市长"):
        run("directory", "add", "huaihai", title, *HEZE)
    posted = run(
        "directory", "post", "huaihai", "delegation", "--from", "2026-01-01",
        "--person", "菏泽市副市长", "--delegated-by", "菏泽市市长",
        "--body", "symposium", "--document", "8号", "--behalf-of", "菏泽市市长", *HEZE,
    )  # fmt: skip
    (line,) = run("directory", "postings", "huaihai", "--kind", "delegation")
    assert (line["authority"], line["evidence"]) == ("菏泽市市长", "8号")
    scan = tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF-1.7 a")
    contact = (
        "directory", "post", "huaihai", "focal-point", "--from", "2026-01-01",
        "--person", "菏泽市副市长", "--behalf-of", "菏泽市市长", *HEZE,
    )  # fmt: skip
    assert hansa(*contact).code == 1
    shown = run(*contact, "--file", scan)
    (line,) = run("directory", "postings", "huaihai", "--kind", "focal-point")
    assert line["evidence"] == hashlib.sha256(b"%PDF-1.7 a").hexdigest()
    run("directory", "withdraw", "huaihai", shown["id"])
    run("directory", "end", "huaihai", posted["id"], "--on", "2026-02-01")
    assert run("directory", "postings", "huaihai") == []
    assert len(run("directory", "postings", "huaihai", "--all")) == 1
    run("directory", "end", "huaihai", posted["id"])
    assert len(run("directory", "postings", "huaihai")) == 1
    shown = hansa("directory", "postings", "huaihai", "--lang", "en")
    assert "Coordinated Development Symposium" in shown.out
    run("directory", "withdraw", "huaihai", posted["id"])
    assert run("directory", "postings", "huaihai", "--all") == []
    assert run("directory", "people", "huaihai")[0]["title"]["zh"] == "菏泽市副市长"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("rename", "huaihai", "没有", "名", "--from", "2026-01-01"), "name-unknown"),
        (("units", "nowhere"), "league-missing"),
        (("vacancies", "nowhere"), "league-missing"),
        (("systems", "nowhere"), "league-missing"),
        (
            ("open", "huaihai", "处", "--kind", "office", "--on", "2026-01-01",
             "--city", "nowhere"),
            "entry-faulty",
        ),
        (("end", "huaihai", "1", "--on", "2026-01-01"), "posting-missing"),
        (("describe", "huaihai", "nothing"), "system-missing"),
        (
            ("post", "huaihai", "lead", "--from", "2026-01-01", "--behalf-of", "市长"),
            "entry-faulty",
        ),
    ],
)  # fmt: skip
def test_refused_from_the_shell(
    hansa: Hansa, words: tuple[str, ...], code: str
) -> None:
    """What cannot be done exits 1 with the problem."""
    ran = hansa("directory", *words, "--json", "--lang", "en")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == code


def test_lists_for_people(run: Run, hansa: Hansa) -> None:
    """Every list prints a table in either language, an empty one too."""
    run("directory", "add", "huaihai", "菏泽市联络员一", "--phone", "0530-1", *HEZE)
    for name in ("units", "people", "postings", "vacancies", "systems"):
        for language in ("zh", "en"):
            ran = hansa("directory", name, "huaihai", "--lang", language)
            assert ran.code == 0, ran.err
            assert ran.out.strip()


def test_out_and_in_again(run: Run, hansa: Hansa, tmp_path: Path) -> None:
    """What is exported changes nothing when it is brought again, in either language."""
    run(
        "directory", "open", "huaihai", "菏泽市联络处", "--kind", "liaison-body",
        "--on", "2020-01-01", "--phone", "=1+1", *HEZE,
    )  # fmt: skip
    run(
        "directory", "add", "huaihai", "菏泽市联络员一", "--unit", "菏泽市联络处", *HEZE
    )
    run(
        "directory", "post", "huaihai", "secondment", "--from", "2025-01-01", *HEZE,
        "--person", "菏泽市联络员一", "--body", "office", "--part-time",
        "--to", "2027-01-01",
    )  # fmt: skip
    for language in ("zh", "en"):
        file = tmp_path / f"{language}.xlsx"
        assert not hansa(
            "directory", "export", "huaihai", file, "--lang", language
        ).code
        for option in ((), ("--preview",)):
            brought = run("directory", "import", "huaihai", file, *option)
            assert brought == {"changes": [], "unchanged": 3, "findings": []}


def test_template_is_an_empty_register(run: Run, hansa: Hansa, tmp_path: Path) -> None:
    """The template is written without a database, and brought empty changes nothing."""
    file = tmp_path / "template.xlsx"
    assert run("directory", "template", file)["file"] == str(file)
    assert run("directory", "import", "huaihai", file)["changes"] == []
    ran = hansa("directory", "import", "huaihai", file, "--preview", "--lang", "zh")
    assert ran.code == 0


def test_no_workbook(hansa: Hansa, tmp_path: Path) -> None:
    """A file that is no workbook is said to be none, and exits 1 in a preview too."""
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"PK no zip")
    for option in ((), ("--preview",)):
        ran = hansa(
            "directory", "import", "huaihai", file, *option, "--json", "--lang", "en"
        )
        assert ran.code == 1
        (found,) = json.loads(ran.out)["findings"]
        assert found["code"] == "workbook-unreadable"
