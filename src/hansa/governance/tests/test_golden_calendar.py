"""The printed calendars: what is computed equals what a reader of the texts writes down."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from conftest import ROOT, Hansa
from hansa.charter import reads as charter_reads
from hansa.chassis.language import render
from hansa.chassis.plain import plain
from hansa.governance import reads
from hansa.kernel.text import text

GOLDEN: Any = yaml.safe_load(Path(__file__).with_name("golden.yaml").read_text("utf-8"))
LEAGUES = ("huaihai", "changzhutan")
FIRST, LAST = 2018, 2032

Calendar = Callable[[str, int, int], Any]

ENTRY_KEYS = {
    "id", "year", "body", "level", "kind", "number", "window", "host", "chair", "convener",
    "seats", "modality", "clauses", "assumptions", "actual",
}  # fmt: skip


def folder_of(league: str) -> Path:
    return ROOT / "charters" / league


def _read(league: str, first: int, last: int) -> Any:
    versions = (charter_reads.folder_version(folder_of(league)),)
    return plain(reads.list_entries(versions, range(first, last + 1)))


@pytest.fixture(params=["read", "folder", "database", "database command", "shipped"])
def calendar(request: pytest.FixtureRequest, hansa: Hansa) -> Calendar:
    """The calendar of some years, by each of the ways to it."""
    if request.param == "read":
        return _read
    if request.param != "folder":
        request.getfixturevalue("db")
    if request.param.startswith("database"):
        for league in LEAGUES:
            assert hansa("charter", "apply", folder_of(league)).code == 0

    def read_applied(league: str, first: int, last: int) -> Any:
        versions = charter_reads.get_versions(league)
        return plain(reads.list_entries(versions, range(first, last + 1)))

    def run(league: str, first: int, last: int) -> Any:
        named = folder_of(league) if request.param == "folder" else league
        years = ("--from", str(first), "--to", str(last))
        ran = hansa("calendar", named, *years, "--json")
        assert ran.code == 0, ran.err
        assert bool(ran.err) is (request.param == "shipped")
        return json.loads(ran.out)

    return read_applied if request.param == "database" else run


def _expected(league: str, entry: Any) -> dict[str, Any]:
    seats = GOLDEN["seats"][entry["seats"]]
    holders = {
        role: entry[role] and dict(zip(("member", "office"), entry[role], strict=True))
        for role in ("chair", "convener")
    }
    return {
        **entry,
        **holders,
        "year": int(entry["id"].split("/")[1]),
        "window": dict(zip(("start", "end"), entry["window"], strict=True)),
        "seats": [
            *(
                {"member": member, "body": None, **seat}
                for member in GOLDEN["members"][league]
                for seat in seats["each"]
            ),
            *seats["rest"],
        ],
    }


def _written(value: Any) -> Any:
    """YAML reads days as dates, JSON has them as words."""
    return json.loads(json.dumps(value, default=date.isoformat))


def test_every_year_as_written_down(calendar: Calendar) -> None:
    """A normal year and the founding year hold exactly the entries of the contract."""
    for golden in GOLDEN["calendars"]:
        league, year = golden["league"], golden["year"]
        expected = [_expected(league, entry) for entry in golden["entries"]]
        assert calendar(league, year, year) == _written(expected)


def test_host_and_president_2018_to_2032(calendar: Calendar) -> None:
    """Host, chair, president and convener of every year are those of the register."""
    for league in LEAGUES:
        turns = GOLDEN["turns"][league]
        assert list(turns) == list(range(FIRST, LAST + 1))
        for entry in calendar(league, FIRST, LAST):
            holders = {
                entry["host"],
                *(
                    entry[role] and entry[role]["member"]
                    for role in ("chair", "convener")
                ),
            }
            assert holders <= {None, turns[entry["year"]]}, entry["id"]
            if entry["body"] in {"symposium", "consultation", "conference"}:
                hosted = entry["kind"] == "meeting"
                assert entry["host"] == (turns[entry["year"]] if hosted else None)


@pytest.mark.parametrize("league", LEAGUES)
def test_turns_of_the_register(league: str) -> None:
    """The table of turns is the register's, and only Xuzhou's first one is founding."""
    versions = (charter_reads.folder_version(folder_of(league)),)
    turns = reads.list_turns(versions, FIRST, LAST)
    assert {turn.year: turn.member for turn in turns} == GOLDEN["turns"][league]
    founding = [turn.year for turn in turns if turn.founding]
    assert founding == ([2018] if league == "huaihai" else [])


def _blank(league: str, year: int) -> str:
    """A year's calendar without its number and without whose turn it is."""
    turn = GOLDEN["turns"][league][year]
    entries = _read(league, year, year)
    for entry in entries:
        for holder in (entry, entry["chair"] or {}, entry["convener"] or {}):
            for key in ("host", "member"):
                if holder.get(key) == turn:
                    holder[key] = "in turn"
    written = json.dumps(entries)
    return written.replace(f"{year + 1}-", "next-").replace(str(year), "this")


@pytest.mark.parametrize("league", LEAGUES)
def test_every_normal_year_is_alike(league: str) -> None:
    """Years from 2019 on differ in their number and in whose turn it is, nothing else."""
    for year in range(2019, LAST + 1):
        assert _blank(league, year) == _blank(league, 2024)


def test_keys_and_order(calendar: Calendar) -> None:
    """Every entry has exactly the agreed keys; entries are sorted; ids are unique."""
    for league in LEAGUES:
        entries = calendar(league, FIRST, LAST)
        for entry in entries:
            assert set(entry) == ENTRY_KEYS
            assert set(entry["window"]) == {"start", "end"}
            parts = (
                league,
                entry["year"],
                entry["body"],
                entry["kind"],
                entry["number"],
            )
            assert entry["id"] == "/".join(map(str, parts))
            assert entry["window"]["start"] < entry["window"]["end"]
        keys = [
            (e["window"]["start"], e["body"], e["kind"], e["number"]) for e in entries
        ]
        assert keys == sorted(keys)
        assert len({entry["id"] for entry in entries}) == len(entries)


@pytest.mark.parametrize(("league", "load"), [("huaihai", 6), ("changzhutan", 16)])
def test_minimum_loads(league: str, load: int) -> None:
    """Six and sixteen meetings a year from 2019, circulars apart."""
    versions = (charter_reads.folder_version(folder_of(league)),)
    for year in range(2019, LAST + 1):
        entries = reads.list_entries(versions, range(year, year + 1))
        assert reads.minimum_load(entries) == load
        assert sum(entry.kind.value == "meeting" for entry in entries) == load


def test_circulars(calendar: Calendar) -> None:
    """Chang-Zhu-Tan sends eleven circulars a year from 2019; Huaihai sends none."""
    sent = Counter(
        entry["year"]
        for entry in calendar("changzhutan", FIRST, LAST)
        if entry["kind"] == "circular"
    )
    assert sent == dict.fromkeys(range(2019, LAST + 1), 11)
    assert {e["kind"] for e in calendar("huaihai", FIRST, LAST)} == {"meeting"}


@pytest.mark.parametrize("league", LEAGUES)
def test_year_before_the_first_conference(hansa: Hansa, league: str) -> None:
    """A calendar that begins too early is refused, for people and for programs."""
    years = ("--from", "2017", "--to", "2019")
    ran = hansa("calendar", folder_of(league), *years, "--lang", "en")
    assert ran.code == 1
    assert "before the first conference" in ran.err
    assert "2018-01-01" in ran.err
    ran = hansa("calendar", folder_of(league), *years, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "before-first-conference"


@pytest.mark.parametrize("league", LEAGUES)
def test_first_and_last_year_are_included(league: str, hansa: Hansa) -> None:
    """``--to`` left out is the first year alone; both given include both."""

    def years(*options: str) -> list[int]:
        ran = hansa("calendar", folder_of(league), *options, "--json")
        return sorted({entry["year"] for entry in json.loads(ran.out)})

    assert years("--from", "2020") == [2020]
    assert years("--from", "2020", "--to", "2020") == [2020]
    assert years("--from", "2018", "--to", "2021") == [2018, 2019, 2020, 2021]


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "2021", "--to", "2020"),
        ("--from", "2020", "--to", "2220"),
        ("--from", "soon"),
        ("--from", "0", "--to", "2020"),
        ("--from", "2020", "--as-of", "yesterday"),
        ("--from", "2020", "--as-of", "2020-02-30"),
        ("--from", "2020", "--known-at", "2020-13-01"),
        ("--until", "2020"),
    ],
)
def test_bad_usage(hansa: Hansa, options: tuple[str, ...]) -> None:
    """A slip of the pen is told from a refusal: exit 2, and nothing on stdout."""
    ran = hansa("calendar", folder_of("huaihai"), *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_no_league(hansa: Hansa) -> None:
    """A league must be named."""
    assert hansa("calendar").code == 2


def test_longest_span(hansa: Hansa) -> None:
    """Two hundred years are computed, as the refusal of more promises."""
    years = ("--from", "2018", "--to", "2217")
    ran = hansa("calendar", folder_of("huaihai"), *years, "--json")
    assert len(json.loads(ran.out)) == 1 + 199 * 6


def test_years_without_end(hansa: Hansa) -> None:
    """Years that no date can reach are refused and not computed."""
    for words in (
        ("calendar", folder_of("huaihai"), "--from", "9999"),
        ("governance", "turn", folder_of("huaihai"), "--on", "9999-12-31"),
    ):
        ran = hansa(*words, "--json")
        assert ran.code == 1
        assert json.loads(ran.out)["code"] == "too-far-ahead"


@pytest.mark.django_db
def test_unknown_league(hansa: Hansa) -> None:
    """A league that is nowhere is refused with the known ones named."""
    ran = hansa("calendar", "hanse", "--from", "2020", "--json")
    assert ran.code == 1
    problem = json.loads(ran.out)
    assert problem["code"] == "league-missing"
    assert all(league in problem["remedy"] for league in LEAGUES)


FOUNDING = {"huaihai": date(2018, 12, 9), "changzhutan": date(2018, 10, 20)}


@pytest.mark.parametrize("league", LEAGUES)
def test_as_of_hides_what_is_recorded_later(hansa: Hansa, league: str) -> None:
    """The founding session shows what happened only from its own day on."""
    held = FOUNDING[league]

    def founding(day: date) -> Any:
        options = ("--from", "2018", "--as-of", day.isoformat(), "--json")
        (entry,) = json.loads(hansa("calendar", folder_of(league), *options).out)
        return entry

    after = founding(held)
    before = founding(date.fromordinal(held.toordinal() - 1))
    assert after["actual"]["start"] == held.isoformat()
    assert before == {**after, "actual": None}


NAMES = {
    "zh": {
        "huaihai": ("淮海经济区", "协同发展座谈会", "徐州", "淮北"),
        "changzhutan": ("长株潭城市群", "联席会", "长沙", "株洲"),
    },
    "en": {
        "huaihai": (
            "Huaihai Economic Zone",
            "Coordinated Development Symposium",
            "Xuzhou",
            "Huaibei",
        ),
        "changzhutan": (
            "Chang-Zhu-Tan city cluster",
            "Joint Conference",
            "Changsha",
            "Zhuzhou",
        ),
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("league", LEAGUES)
def test_table_in_both_languages(hansa: Hansa, league: str, lang: str) -> None:
    """People get names, whole periods and the number of meetings, in their language."""
    years = ("--from", "2018", "--to", "2019")
    ran = hansa("calendar", folder_of(league), *years, "--lang", lang)
    assert ran.code == 0
    for name in NAMES[lang][league]:
        assert name in ran.out
    assert "2019-01-01 – 2019-12-31" in ran.out
    assert f"\u2502 {FOUNDING[league]} " in ran.out
    entries, meetings = (7, 7) if league == "huaihai" else (28, 17)
    with translation.override("zh-hans" if lang == "zh" else "en"):
        summary = render(
            text(
                "Entries: {entries}. Meetings asked for: {meetings}.",
                entries=entries,
                meetings=meetings,
            )
        )
    assert ran.out.splitlines()[-1] == summary
    other = NAMES["en" if lang == "zh" else "zh"][league]
    assert not any(name in ran.out for name in other)


@pytest.mark.parametrize(
    ("league", "lang", "lines"),
    [
        (
            "huaihai",
            "en",
            [
                "2018: Xuzhou. Xuzhou held the founding term, outside the cycle. Clauses: "
                "GOV-10, GOV-11. Readings: A-04, A-06, A-01, A-02.",
                "2019: Huaibei. Huaibei is place 1 of 10 in the printed order; Xuzhou had "
                "the turn before. Clauses: GOV-10, GOV-11. Readings: A-04, A-06.",
                "2020: Heze. Heze is place 2 of 10 in the printed order; Huaibei had the "
                "turn before. Clauses: GOV-10, GOV-11. Readings: A-04, A-06.",
            ],
        ),
        (
            "changzhutan",
            "en",
            [
                "2018: Changsha. Changsha is place 1 of 3 in the printed order and had "
                "the first turn. Clauses: GOV-04, GOV-05. Readings: A-27.",
                "2019: Zhuzhou. Zhuzhou is place 2 of 3 in the printed order; Changsha "
                "had the turn before. Clauses: GOV-04, GOV-05. Readings: A-27.",
                "2020: Xiangtan. Xiangtan is place 3 of 3 in the printed order; Zhuzhou "
                "had the turn before. Clauses: GOV-04, GOV-05. Readings: A-27.",
            ],
        ),
        ("huaihai", "zh", ["2018: 徐州", "2019: 淮北", "2020: 菏泽"]),
        ("changzhutan", "zh", ["2018: 长沙", "2019: 株洲", "2020: 湘潭"]),
    ],
)
def test_why(hansa: Hansa, league: str, lang: str, lines: list[str]) -> None:
    """``--why`` gives one reason a year: the rule, its inputs, clauses and readings."""
    years = ("--from", "2018", "--to", "2020")
    ran = hansa("calendar", folder_of(league), *years, "--why", "--lang", lang)
    said = ran.out.splitlines()[-3:]
    if lang == "en":
        assert said == lines
        return
    for line, begins in zip(said, lines, strict=True):
        year, name = begins.split(": ")
        assert line.startswith(year)
        assert name in line
        assert "GOV-04" in line or "GOV-10" in line
