"""Amendments, corrections, accessions and exits, as the command applies them."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from conftest import ROOT, CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis import journal, outbox
from hansa.chassis.actor import Actor
from hansa.chassis.language import render
from hansa.governance import reads
from hansa.governance.services import keep_calendar_changes
from hansa.site.wiring import HANDLERS

pytestmark = pytest.mark.django_db


OCTOBER = {"governance.yaml": [("month: 11", "month: 10")]}
BOZHOU = {
    "charter.yaml": [
        ("members: 10", "members: 11"),
        (
            "instruments:",
            "  - {id: bozhou, name: {zh: 亳州, en: Bozhou}, "
            'division_code: "341600", province: anhui}\ninstruments:',
        ),
        ("linyi, heze]", "linyi, heze, bozhou]"),
    ],
    "governance.yaml": [("xuzhou, zaozhuang]", "xuzhou, zaozhuang, bozhou]")],
    "geography.yaml": [
        (
            "\ncentres:\n",
            "\ncentres:\n  - {member: bozhou, latitude: 33.85, longitude: 115.78}\n",
        )
    ],
}
# The order as printed, from another city on.
SUZHOU_FIRST = {
    "governance.yaml": [
        ("order: [huaibei, ", "order: [suzhou, xuzhou, zaozhuang, huaibei, "),
        ("suqian, suzhou, xuzhou, zaozhuang]", "suqian]"),
    ]
}
# A sixth group from 2020; the folder itself says from when it holds.
SIXTH_GROUP = {
    "charter.yaml": [("effective_from: 2018-10-20", "effective_from: 2020-01-01")],
    "governance.yaml": [
        (
            "# The text wants staff",
            "    - {id: group-credit, name: {zh: 信用专项小组, en: Special Group on "
            "Credit}, domain: credit}\n# The text wants staff",
        )
    ],
}
# The group on industry gives way to two.
SPLIT = {
    "governance.yaml": [
        ("  declared: 4\n", "  declared: 5\n"),
        (
            "    - {id: group-industry, name: {zh: 产业协同发展联合工作组, en: Joint "
            "Working Group on Industry}, domain: industry}\n",
            "    - {id: group-farming, name: {zh: 农业协同发展联合工作组, en: Joint "
            "Working Group on Farming}, domain: industry}\n"
            "    - {id: group-manufacturing, name: {zh: 制造业协同发展联合工作组, en: "
            "Joint Working Group on Manufacturing}, domain: industry}\n",
        ),
    ]
}


def without(city: str) -> dict[str, list[tuple[str, str]]]:
    """The changes that take a city out of Huaihai, whatever names it."""
    folder = ROOT / "charters" / "huaihai"
    changes = {"charter.yaml": [("members: 10", "members: 9")], "governance.yaml": []}
    for file, pairs in changes.items():
        for line in (folder / file).read_text("utf-8").splitlines(keepends=True):
            if f"{{id: {city}," in line:
                pairs.append((line, ""))
            elif f"{city}, " in line:
                pairs.append((line, line.replace(f"{city}, ", "")))
            elif f", {city}]" in line:
                pairs.append((line, line.replace(f", {city}]", "]")))
    return changes


@pytest.fixture
def huaihai(run: Run) -> Run:
    run("charter", "apply", ROOT / "charters" / "huaihai")
    return run


@pytest.fixture
def changzhutan(run: Run) -> Run:
    run("charter", "apply", ROOT / "charters" / "changzhutan")
    return run


def amend(run: Run, folder: Path, *effective: str) -> Any:
    """Preview an amendment and apply it; the two must say the same."""
    options = ("--effective", *effective) if effective else ()
    planned = run("charter", "plan", folder, *options)
    applied = run("charter", "apply", folder, *options, "--decision", "2026-1")
    assert planned == applied
    return planned


def calendar(run: Run, league: str, first: int, last: int, *options: str) -> Any:
    years = ("--from", str(first), "--to", str(last))
    return run("calendar", league, *years, *options)


def of(body: str, entries: Any) -> list[str]:
    """The periods of a body's meetings."""
    return [
        f"{entry['window']['start']}/{entry['window']['end']}"
        for entry in entries
        if entry["body"] == body and entry["kind"] == "meeting"
    ]


def hosts(entries: Any, body: str = "symposium") -> dict[int, str]:
    return {entry["year"]: entry["host"] for entry in entries if entry["body"] == body}


def years_named(planned: Any) -> dict[int, set[str]]:
    """The codes of a preview by the year that each change names."""
    found: dict[int, set[str]] = {}
    for change in planned["changes"]:
        if change["code"].startswith(("entry-", "year-")):
            year = int(change["message"][:4])
            found.setdefault(year, set()).add(change["code"])
    return found


@pytest.mark.row("H-GOV-30")
def test_month_of_the_symposium(huaihai: Run, charter_copy: CharterCopy) -> None:
    """October effective 2027-01-01 leaves November 2026 alone and moves 2027."""
    before = calendar(huaihai, "huaihai", 2026, 2026)
    planned = amend(huaihai, charter_copy("huaihai", OCTOBER), "2027-01-01")
    assert planned["number"] == 2
    assert years_named(planned) == {
        2026: {"year-unchanged"},
        2027: {"entry-moved"},
        2028: {"entry-moved"},
        2029: {"entry-moved"},
    }
    moved = next(c for c in planned["changes"] if c["code"] == "entry-moved")
    assert moved["message"] == (
        "2027 Coordinated Development Symposium, meeting 1: 2027-11-01 to 2027-11-30, "
        "Xuzhou party secretary becomes 2027-10-01 to 2027-10-31, Xuzhou party secretary."
    )
    after = calendar(huaihai, "huaihai", 2026, 2027)
    assert [entry for entry in after if entry["year"] == 2026] == before
    assert of("symposium", after) == ["2026-11-01/2026-12-01", "2027-10-01/2027-11-01"]
    assert of("consultation", after)[1] == "2027-08-01/2027-09-01"


def test_preview_changes_nothing(huaihai: Run, charter_copy: CharterCopy) -> None:
    """A plan can be asked for any number of times; the calendar stays as it is."""
    before = calendar(huaihai, "huaihai", 2018, 2032)
    folder = charter_copy("huaihai", OCTOBER)
    options = ("--effective", "2027-01-01")
    first = huaihai("charter", "plan", folder, *options)
    assert huaihai("charter", "plan", folder, *options) == first
    assert calendar(huaihai, "huaihai", 2018, 2032) == before


def test_preview_in_chinese(
    huaihai: Run, hansa: Hansa, charter_copy: CharterCopy
) -> None:
    """The preview names the years that move in the reader's language too."""
    folder = charter_copy("huaihai", OCTOBER)
    ran = hansa("charter", "plan", folder, "--effective", "2027-01-01")
    assert ran.code == 0
    for year in (
        "2026",
        "2027年协同发展座谈会",
        "2028年协同发展座谈会",
        "2029年协同发展座谈会",
    ):
        assert year in ran.out
    assert "becomes" not in ran.out


@pytest.mark.row("C-GOV-26")
def test_sixth_group_from_2020(changzhutan: Run, charter_copy: CharterCopy) -> None:
    """A sixth group makes twelve group meetings in 2020; 2019 keeps its ten."""
    planned = amend(changzhutan, charter_copy("changzhutan", SIXTH_GROUP))
    assert planned["effective_from"] == "2020-01-01"
    assert years_named(planned) == {
        2019: {"year-unchanged"},
        2020: {"entry-added"},
        2021: {"entry-added"},
        2022: {"entry-added"},
    }
    asked = Counter(
        (entry["year"], entry["kind"])
        for entry in calendar(changzhutan, "changzhutan", 2019, 2021)
        if entry["body"].startswith("group-")
    )
    assert asked == {
        (2019, "meeting"): 10,
        (2019, "circular"): 10,
        (2020, "meeting"): 12,
        (2020, "circular"): 12,
        (2021, "meeting"): 12,
        (2021, "circular"): 12,
    }


@pytest.mark.row("H-GOV-22")
def test_group_split(huaihai: Run, charter_copy: CharterCopy) -> None:
    """Industry split in two from 2026: five thematic meetings; 2025 keeps its four."""
    names = [g for g in _bodies(huaihai) if g.startswith("group-")]
    assert names == [
        "group-transport",
        "group-industry",
        "group-ecology",
        "group-society",
    ]
    planned = amend(huaihai, charter_copy("huaihai", SPLIT), "2026-01-01")
    assert years_named(planned)[2025] == {"year-unchanged"}
    # The consultation changes as well: it seats the head of each group's lead unit.
    assert years_named(planned)[2026] == {
        "entry-added",
        "entry-dropped",
        "entry-changed",
    }
    entries = calendar(huaihai, "huaihai", 2025, 2026)
    asked = Counter(e["year"] for e in entries if e["body"].startswith("group-"))
    assert asked == {2025: 4, 2026: 5}
    heads = [
        sum(seat["office"] == "lead-unit-head" for seat in entry["seats"])
        for entry in entries
        if entry["body"] == "consultation"
    ]
    assert heads == [4, 5]


def _bodies(run: Run) -> list[str]:
    shown = run("charter", "show", "huaihai")["sections"]["governance"]
    return [
        *(body["id"] for body in shown["bodies"]),
        *(group["id"] for group in shown["groups"]["list"]),
    ]


AUGUST_TO_JULY = {"governance.yaml": [("month: 8", "month: 7")]}
AUGUST_TO_OCTOBER = {"governance.yaml": [("month: 8", "month: 10")]}
TO_DECEMBER = {"governance.yaml": [("month: 11", "month: 12")]}


@pytest.mark.parametrize(
    ("changes", "effective", "body", "months"),
    [
        # Both windows are still to come: the meeting moves this year.
        (OCTOBER, "2026-09-15", "symposium", ["2026-10", "2027-10"]),
        (OCTOBER, "2026-10-01", "symposium", ["2026-10", "2027-10"]),
        (TO_DECEMBER, "2026-11-01", "symposium", ["2026-12", "2027-12"]),
        (AUGUST_TO_JULY, "2026-05-01", "consultation", ["2026-07", "2027-07"]),
        # The new window has begun already: this year's meeting stays where it was.
        (OCTOBER, "2026-10-02", "symposium", ["2026-11", "2027-10"]),
        (AUGUST_TO_JULY, "2026-07-15", "consultation", ["2026-08", "2027-07"]),
        # The old window has begun: it is not asked for a second time.
        (TO_DECEMBER, "2026-11-02", "symposium", ["2026-11", "2027-12"]),
        (AUGUST_TO_OCTOBER, "2026-08-15", "consultation", ["2026-08", "2027-10"]),
        # Nothing of the year is left to change.
        (OCTOBER, "2026-12-31", "symposium", ["2026-11", "2027-10"]),
    ],
)
def test_month_moved_within_a_year(
    huaihai: Run,
    charter_copy: CharterCopy,
    changes: dict[str, list[tuple[str, str]]],
    effective: str,
    body: str,
    months: list[str],
) -> None:
    """Whenever the month moves, every year holds its one meeting: never none, nor two."""
    amend(huaihai, charter_copy("huaihai", changes), effective)
    entries = calendar(huaihai, "huaihai", 2026, 2027)
    assert [window[:7] for window in of(body, entries)] == months
    other = {"symposium": "consultation", "consultation": "symposium"}[body]
    assert len(of(other, entries)) == 2


def test_quarters_amended_in_april(changzhutan: Run, charter_copy: CharterCopy) -> None:
    """A change in mid-year acts on the periods that begin on its day or later."""
    twice = ("- every: quarter\n", "- every: quarter\n        times: 2\n")
    folder = charter_copy("changzhutan", {"governance.yaml": [twice]})
    planned = amend(changzhutan, folder, "2026-04-01")
    assert {change["code"] for change in planned["changes"]} >= {"entry-added"}
    entries = [
        entry
        for entry in calendar(changzhutan, "changzhutan", 2026, 2027)
        if entry["body"] == "drc-directors"
    ]
    asked = Counter(entry["window"]["start"] for entry in entries)
    assert [asked[f"2026-{month}-01"] for month in ("01", "04", "07", "10")] == [
        1,
        2,
        2,
        2,
    ]
    assert sum(count for day, count in asked.items() if day >= "2027") == 8
    numbers = [entry["number"] for entry in entries if entry["year"] == 2026]
    assert numbers == list(range(1, 8))


def test_group_dissolved_in_mid_year(huaihai: Run, charter_copy: CharterCopy) -> None:
    """A body that ends in May keeps the meeting whose period began in January."""
    line = "domain: society}\n# Xuzhou"
    ended = "domain: society, dissolved_on: 2026-05-01}\n# Xuzhou"
    fewer = ("  declared: 4\n", "  declared: 3\n")
    folder = charter_copy("huaihai", {"governance.yaml": [(line, ended), fewer]})
    amend(huaihai, folder, "2026-05-01")
    entries = calendar(huaihai, "huaihai", 2025, 2027)
    years = [e["year"] for e in entries if e["body"] == "group-society"]
    assert years == [2025, 2026]
    heads = {
        entry["year"]: sum(
            seat["office"] == "lead-unit-head" for seat in entry["seats"]
        )
        for entry in entries
        if entry["body"] == "consultation"
    }
    assert heads == {2025: 4, 2026: 3, 2027: 3}


def test_correction_and_known_at(
    run: Run, charter_copy: CharterCopy, settings: Settings, hansa: Hansa
) -> None:
    """A correction replaces what it corrects; ``--known-at`` still shows the former."""
    settings.HANSA_CLOCK = datetime(2026, 1, 10, 1, 0, tzinfo=UTC)
    run("charter", "apply", ROOT / "charters" / "huaihai")
    first = calendar(run, "huaihai", 2018, 2028)
    settings.HANSA_CLOCK = datetime(2026, 2, 20, 1, 0, tzinfo=UTC)
    corrected = amend(run, charter_copy("huaihai", OCTOBER))
    assert corrected["number"] == 2
    assert corrected["effective_from"] == "2018-12-09"
    now = calendar(run, "huaihai", 2018, 2028)
    assert {window[5:7] for window in of("symposium", now)[1:]} == {"10"}
    # The founding session is told by the text and moves with no month.
    assert now[0] == first[0]
    for instant in ("2026-02-19", "2026-02-20T08:59", "2026-01-10T09:00"):
        known = calendar(run, "huaihai", 2018, 2028, "--known-at", instant)
        assert known == first, instant
    for instant in ("2026-02-20T09:00", "2026-02-21"):
        known = calendar(run, "huaihai", 2018, 2028, "--known-at", instant)
        assert known == now, instant
    unknown = ("--from", "2026", "--known-at", "2026-01-10T08:59:59", "--json")
    ran = hansa("calendar", "huaihai", *unknown)
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "nothing-known"


def test_correction_of_an_amendment(huaihai: Run, charter_copy: CharterCopy) -> None:
    """Of two versions with one effective date the later one counts."""
    amend(huaihai, charter_copy("huaihai", OCTOBER), "2027-01-01")
    planned = amend(huaihai, charter_copy("huaihai", TO_DECEMBER), "2027-01-01")
    assert planned["number"] == 3
    assert years_named(planned)[2027] == {"entry-moved"}
    windows = of("symposium", calendar(huaihai, "huaihai", 2026, 2027))
    assert [window[:7] for window in windows] == ["2026-11", "2027-12"]


def test_accession(huaihai: Run, hansa: Hansa, charter_copy: CharterCopy) -> None:
    """A city that joins in 2027 goes last: it hosts after Zaozhuang, in 2029."""
    planned = amend(huaihai, charter_copy("huaihai", BOZHOU), "2027-01-01")
    assert "member-joins" in {change["code"] for change in planned["changes"]}
    named = years_named(planned)
    assert named[2026] == {"year-unchanged"}
    # In 2027 and 2028 only the seats grow; in 2029 the newcomer has the turn.
    assert named[2027] == {"entry-changed"}
    assert named[2028] == {"entry-changed"}
    assert named[2029] == {"entry-moved"}
    entries = calendar(huaihai, "huaihai", 2026, 2030)
    assert hosts(entries) == {
        2026: "suzhou",
        2027: "xuzhou",
        2028: "zaozhuang",
        2029: "bozhou",
        2030: "huaibei",
    }
    seats = {e["year"]: len(e["seats"]) for e in entries if e["body"] == "symposium"}
    assert seats == {2026: 40, 2027: 44, 2028: 44, 2029: 44, 2030: 44}
    years = ("--from", "2029", "--to", "2029", "--why", "--as-of", "2026-01-01")
    table = hansa("calendar", "huaihai", *years, "--lang", "en").out
    assert "Bozhou party secretary" in table
    assert "Bozhou is place 11 of 11" in table
    told = hansa("governance", "turn", "huaihai", "--on", "2029-06-01").out
    assert "亳州" in told


def test_what_explains_a_turn(huaihai: Run, charter_copy: CharterCopy) -> None:
    """The remainder is shown while it gives the turn, not once the order has changed."""

    def inputs(year: int) -> dict[str, str]:
        versions = charter_reads.get_versions("huaihai")
        with translation.override("en"):
            return {
                render(name): render(value)
                for name, value in reads.list_inputs(versions, date(year, 11, 24))
            }

    position = "Position in the order, counted from 0"
    assert inputs(2026)[position] == "(2026 − 2019) mod 10 = 7"
    assert inputs(2018)["First term, outside the cycle"] == "Xuzhou, 2018"
    assert position not in inputs(2018)
    amend(huaihai, charter_copy("huaihai", SUZHOU_FIRST), "2027-01-01")
    assert inputs(2026)[position] == "(2026 − 2019) mod 10 = 7"
    assert position not in inputs(2027)
    assert inputs(2027)["Who stands for the city"].startswith("Xuzhou")


def test_exit_out_of_turn(huaihai: Run, charter_copy: CharterCopy) -> None:
    """A city that leaves before its turn is skipped, and those after it move up."""
    folder = charter_copy("huaihai", without("zaozhuang"))
    _drop_optional(folder)
    planned = amend(huaihai, folder, "2027-03-01")
    assert "member-leaves" in {change["code"] for change in planned["changes"]}
    assert years_named(planned)[2028] >= {"entry-moved"}
    entries = calendar(huaihai, "huaihai", 2026, 2029)
    assert hosts(entries) == {
        2026: "suzhou",
        2027: "xuzhou",
        2028: "huaibei",
        2029: "heze",
    }
    assert hosts(entries, "consultation") == hosts(entries)


def _drop_optional(folder: Path) -> None:
    # Works and maps name the city in a hundred places; a charter stands without them.
    for file in ("projects.yaml", "geography.yaml"):
        (folder / file).unlink()


def test_host_leaves_in_its_year(
    huaihai: Run, hansa: Hansa, charter_copy: CharterCopy
) -> None:
    """Xuzhou leaves in June 2027: Zaozhuang serves the rest, and its own year 2028."""
    folder = charter_copy("huaihai", without("xuzhou"))
    _drop_optional(folder)
    statute = folder / "governance.yaml"
    # The office moves too, and the founding term stays Xuzhou's in the first version.
    written = statute.read_text("utf-8").replace("member: xuzhou", "member: huaibei")
    written = written.replace("founding: xuzhou", "founding: null")
    statute.write_text(written, "utf-8")
    planned = amend(huaihai, folder, "2027-06-15")
    named = years_named(planned)
    assert named[2026] == {"year-unchanged"}
    assert "entry-moved" in named[2027]
    entries = calendar(huaihai, "huaihai", 2018, 2030)
    turns = hosts(entries)
    assert turns[2018] == "xuzhou"
    assert [turns[year] for year in range(2026, 2031)] == [
        "suzhou",
        "zaozhuang",
        "zaozhuang",
        "huaibei",
        "heze",
    ]
    for day, city in (("2027-06-14", "徐州"), ("2027-06-15", "枣庄")):
        told = hansa("governance", "turn", "huaihai", "--on", day)
        assert told.out.splitlines()[0].endswith(city)
    # The sentence names who had the turn before, although that city has left.
    reason = hansa("governance", "turn", "huaihai", "--on", "2027-12-31").out
    assert "徐州" in reason
    assert "xuzhou" not in reason


def test_calendar_changes_are_kept_once(
    huaihai: Run, charter_copy: CharterCopy, administrator: Actor
) -> None:
    """Delivery keeps what the preview said, journals it once, and again does nothing."""
    planned = amend(huaihai, charter_copy("huaihai", OCTOBER), "2027-01-01")
    assert outbox.pending() == 2
    assert reads.list_changes("huaihai") == ()
    assert outbox.deliver(administrator, HANDLERS) == 2
    assert outbox.pending() == 0
    kept = reads.list_changes("huaihai")
    assert {number for number, _ in kept} == {2}
    with translation.override("en"):
        told = [
            {"code": change.code, "message": render(change.message)}
            for _, change in kept
        ]
    assert told == [
        change
        for change in planned["changes"]
        if change["code"].startswith(("entry-", "year-"))
    ]

    def acts() -> list[tuple[str, ...]]:
        return [
            entry.objects
            for entry in journal.entries("huaihai", 100)
            if entry.service == "governance.keep_calendar_changes"
        ]

    assert acts() == [("charter:huaihai/2",)]
    head = journal.head()
    assert outbox.deliver(administrator, HANDLERS) == 0
    for number in (1, 2):
        keep_calendar_changes(administrator, {"league": "huaihai", "number": number})
    assert reads.list_changes("huaihai") == kept
    assert journal.head() == head
    assert journal.verify(head).fault is None


def test_changes_are_kept_as_they_were_known(
    huaihai: Run, charter_copy: CharterCopy, administrator: Actor
) -> None:
    """Delivered late, a version is still compared with the one before it."""
    amend(huaihai, charter_copy("huaihai", OCTOBER), "2027-01-01")
    amend(huaihai, charter_copy("huaihai", TO_DECEMBER), "2028-01-01")
    assert outbox.deliver(administrator, HANDLERS) == 3
    moved = {
        (number, render(change.message)[:4])
        for number, change in reads.list_changes("huaihai")
        if change.code == "entry-moved"
    }
    assert moved == {
        (2, "2027"), (2, "2028"), (2, "2029"), (3, "2028"), (3, "2029"), (3, "2030"),
    }  # fmt: skip
