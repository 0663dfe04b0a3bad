"""Counts of the named works, filters, unclear works, and the table for people."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from conftest import ROOT, CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis.language import render
from hansa.delivery import reads
from hansa.delivery.terms import FINDING_NAMES, STAGE_NAMES, Stage, WorkFilter
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

HUAIHAI = ROOT / "charters" / "huaihai"
CHANGZHUTAN = ROOT / "charters" / "changzhutan"


def ids(found: Any) -> list[str]:
    return [work["id"] for work in found["works"]]


@pytest.mark.parametrize(
    ("folder", "options", "works", "mentions"),
    [
        (HUAIHAI, (), 60, 61),
        (HUAIHAI, ("--kind", "work"), 55, 56),
        (HUAIHAI, ("--kind", "service"), 5, 5),
        (HUAIHAI, ("--kind", "plan"), 0, 0),
        (HUAIHAI, ("--line", "21"), 17, 17),
        (HUAIHAI, ("--line", "22"), 5, 5),
        (HUAIHAI, ("--line", "24"), 20, 20),
        (HUAIHAI, ("--line", "26"), 19, 19),
        (CHANGZHUTAN, (), 20, 20),
        (CHANGZHUTAN, ("--kind", "work"), 18, 18),
        (CHANGZHUTAN, ("--kind", "plan"), 2, 2),
        (CHANGZHUTAN, ("--programme", "三干"), 6, 6),
        (CHANGZHUTAN, ("--programme", "两轨"), 2, 2),
        (CHANGZHUTAN, ("--programme", "四连线"), 4, 4),
    ],
)
def test_counts(
    run: Run, folder: Path, options: tuple[str, ...], works: int, mentions: int
) -> None:
    """``count`` is the works selected, ``mentions`` theirs that pass the filters."""
    found = run("projects", folder, *options)
    assert set(found) == {"works", "count", "mentions"}
    assert (found["count"], found["mentions"]) == (works, mentions)
    assert len(found["works"]) == works


@pytest.mark.parametrize(
    ("line", "modes"),
    [
        (
            21,
            {
                "road": 1,
                "motorway": 1,
                "hsr": 4,
                "intercity-rail": 1,
                "rail": 2,
                "waterway": 5,
                "airport": 1,
                "air-terminal": 2,
            },
        ),
        (22, {"bus": 5}),
        # One widening and ten new motorways.
        (
            24,
            {
                "motorway": 11,
                "hsr": 1,
                "intercity-rail": 3,
                "freight-rail": 1,
                "waterway": 3,
                "ship-lock": 1,
            },
        ),
        # Five railways and two capacity expansions.
        (26, {"intercity-rail": 9, "hsr": 1, "rail": 7, "urban-rail": 2}),
    ],
)
def test_modes_of_a_line(run: Run, line: int, modes: dict[str, int]) -> None:
    """Each line breaks down into the printed modes."""
    found = run("projects", HUAIHAI, "--line", str(line))
    assert Counter(work["mode"] for work in found["works"]) == modes


def test_widening_and_expansions(run: Run) -> None:
    """One motorway of line 24 is a widening; two railways of line 26 are expansions."""
    names = [w["name"]["zh"] for w in run("projects", HUAIHAI, "--line", "24")["works"]]
    assert [name for name in names if "扩建" in name] == ["连淮高速公路扩建"]
    works = run("projects", HUAIHAI, "--line", "26", "--mode", "rail")["works"]
    expansions = [w["id"] for w in works if "capacity expansion" in w["name"]["en"]]
    assert expansions == ["PRJ-53", "PRJ-54"]


@pytest.mark.parametrize(
    ("line", "stages"),
    [
        (21, {"building": 17}),
        (22, {"building": 3, "operating": 2}),
        (24, {"approval": 20}),
        (26, {"seek-inclusion": 18, "study": 1}),
    ],
)
def test_stages_of_a_line(run: Run, line: int, stages: dict[str, int]) -> None:
    """Each line shows its own stage, also of the work that another line names too."""
    found = run("projects", HUAIHAI, "--line", str(line))
    assert Counter(work["stage"] for work in found["works"]) == stages


def test_stages_without_a_line(run: Run) -> None:
    """Without a line the twice named work has no stage; all others keep theirs."""
    found = run("projects", HUAIHAI)
    assert Counter(work["stage"] for work in found["works"]) == {
        "building": 19,
        "approval": 19,
        "seek-inclusion": 18,
        "study": 1,
        "operating": 2,
        None: 1,
    }
    found = run("projects", CHANGZHUTAN)
    assert Counter(work["stage"] for work in found["works"]) == {
        "building": 13,
        "study": 6,
        "operating": 1,
    }


def test_one_railway_at_two_stages(run: Run) -> None:
    """淮宿蚌 is one work with two mentions; the two stages are told and none is chosen."""
    (work,) = [w for w in run("projects", HUAIHAI)["works"] if w["id"] == "PRJ-07"]
    assert work["stage"] is None
    assert work["findings"] == ["stage-conflict"]
    mentions = [(m["clause"], m["line"], m["stage"]) for m in work["mentions"]]
    assert mentions == [("PRJ-07", 21, "building"), ("PRJ-31", 24, "approval")]
    for line, stage in (("21", "building"), ("24", "approval")):
        found = run("projects", HUAIHAI, "--line", line)["works"]
        (shown,) = [w for w in found if w["id"] == "PRJ-07"]
        assert shown["stage"] == stage
        # The conflict stays in sight where one of the two is shown.
        assert shown["findings"] == ["stage-conflict"]
        assert shown["mentions"] == work["mentions"]
    findings = [
        finding
        for finding in run("charter", "check", HUAIHAI)
        if finding["code"] == "stage-conflict"
    ]
    assert [finding["severity"] for finding in findings] == ["warning"]
    assert "building in PRJ-07, approval in PRJ-31" in findings[0]["message"]


def test_segments(run: Run, hansa: Hansa) -> None:
    """The six items of 三干 are seven segments; a work without any counts as one."""
    works = run("projects", CHANGZHUTAN, "--programme", "三干")["works"]
    assert [len(work["segments"]) for work in works] == [2, 0, 0, 0, 0, 0]
    first, second = works[0]["segments"]
    assert (first["name"]["zh"], first["members"]) == ("长沙段", ["changsha"])
    assert (second["name"]["zh"], second["members"]) == ("湘潭段", ["xiangtan"])
    table = hansa("projects", CHANGZHUTAN, "--programme", "三干", "--lang", "en").out
    assert table.splitlines()[-1] == "Works: 6. Mentions: 6. Segments: 7."
    version = charter_reads.folder_version(CHANGZHUTAN)
    listed = reads.list_works(version, WorkFilter(programme="三干"))
    assert reads.segment_count(listed.works) == 7


def test_four_links(run: Run) -> None:
    """Three of the four links are built, one is studied; the list is open all the same."""
    found = run("projects", CHANGZHUTAN, "--programme", "四连线")
    stages = Counter(work["stage"] for work in found["works"])
    assert stages == {"building": 3, "study": 1}
    assert all(work["open_list"] for work in found["works"])


def test_one_printed_end(run: Run) -> None:
    """Of both agreements one work has a printed end: striven for, by the end of 2019."""
    ends = [
        (work["name"]["zh"], work["printed_end"])
        for folder in (HUAIHAI, CHANGZHUTAN)
        for work in run("projects", folder)["works"]
        if work["printed_end"]
    ]
    assert ends == [("洞株路延伸线红旗路", {"on": "2019-12-31", "modality": "strive"})]


def test_facts_beside_the_stage(run: Run) -> None:
    """The class change and the opening that the texts print, and only those."""
    works = {w["id"]: w for w in run("projects", HUAIHAI)["works"]}
    changes = {id_: w["class_change"] for id_, w in works.items() if w["class_change"]}
    assert changes == {"PRJ-11": {"before": "III", "after": "II"}}
    west = {
        w["id"]: w["operating_since"] for w in run("projects", CHANGZHUTAN)["works"]
    }
    assert {id_: day for id_, day in west.items() if day} == {"PRJ-20": "2017-12-26"}


def test_namesakes_stay_two(run: Run) -> None:
    """The same name in two modes is two works, and each names the other."""
    works = {work["id"]: work for work in run("projects", HUAIHAI)["works"]}
    pairs = {id_: work["namesakes"] for id_, work in works.items() if work["namesakes"]}
    assert pairs == {
        "PRJ-19": ["PRJ-39"],
        "PRJ-39": ["PRJ-19"],
        "PRJ-42": ["PRJ-59"],
        "PRJ-59": ["PRJ-42"],
    }
    for id_, others in pairs.items():
        assert "namesake" in works[id_]["findings"]
        assert works[id_]["mode"] != works[others[0]]["mode"]
    keys = {(work["key"]["mode"], work["key"]["name"]) for work in works.values()}
    assert len(keys) == len(works)


def test_same_key_twice_is_refused(hansa: Hansa, charter_copy: CharterCopy) -> None:
    """Two works with one mode and name are an error; the motorway stays a motorway."""
    intercity = (
        "mode: intercity-rail\n    name: {zh: 徐州—淮北—阜阳",
        "mode: motorway\n    name: {zh: 徐州—淮北—阜阳",
    )
    folder = charter_copy("huaihai", {"projects.yaml": [intercity]})
    ran = hansa("charter", "check", folder, "--json", "--lang", "en")
    assert ran.code == 1
    (fault,) = [f for f in json.loads(ran.out) if f["severity"] == "error"]
    assert fault["code"] == "duplicate-work"
    assert "PRJ-19" in fault["message"]
    ran = hansa("projects", folder, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "charter-broken"


def test_possible_duplicate_counts_as_two(run: Run) -> None:
    """三洋 may be the railway from Sanmenxia to the coast; until confirmed they are two."""
    works = {work["id"]: work for work in run("projects", HUAIHAI)["works"]}
    assert works["PRJ-08"]["possible_duplicates"] == ["PRJ-48"]
    assert "possible-duplicate" in works["PRJ-08"]["findings"]
    assert "PRJ-48" in works
    notes = [
        finding
        for finding in run("charter", "check", HUAIHAI)
        if finding["code"] == "possible-duplicate"
    ]
    assert [note["severity"] for note in notes] == ["note"]


def test_open_lists(run: Run) -> None:
    """The four lists of Huaihai close with 等, and of Chang-Zhu-Tan the four links."""
    lists = run("charter", "show", HUAIHAI)["sections"]["projects"]["lists"]
    assert {one["line"]: one["open"] for one in lists} == {
        21: True,
        22: True,
        24: True,
        26: True,
    }
    works = run("projects", CHANGZHUTAN)["works"]
    opened = {m["line"] for w in works if w["open_list"] for m in w["mentions"]}
    assert opened == {81}


ADDED = """\
  - id: PRJ-62
    kind: work
    mode: rail
    name: {zh: 菏泽—商丘, en: Heze–Shangqiu railway}
    members: [heze, shangqiu]
    members_confirmed: true
    mentions:
      - {clause: GOV-30, stage: study}
"""


def test_addition_leaves_the_printed_counts(
    run: Run, charter_copy: CharterCopy
) -> None:
    """A work agreed on later joins the list; the lines still count what they print."""
    last = "  - id: PRJ-61\n"
    folder = charter_copy("huaihai", {"projects.yaml": [(last, ADDED + last)]})
    found = run("projects", folder)
    assert (found["count"], found["mentions"]) == (61, 62)
    for line, count in (("21", 17), ("22", 5), ("24", 20), ("26", 19)):
        assert run("projects", folder, "--line", line)["count"] == count
    assert ids(run("projects", folder, "--line", "62")) == ["PRJ-62"]


UNCONFIRMED = {
    HUAIHAI: ["02", "03", "08", "10", "12", "13", "35", "36", "53", "54"],
    CHANGZHUTAN: ["04", "05", "06", "09", "10", "11", "12"],
}


@pytest.mark.parametrize("folder", UNCONFIRMED)
def test_unconfirmed_members(run: Run, folder: Path) -> None:
    """Works whose cities the text does not give are flagged, here and by the check."""
    flagged = [
        work["id"]
        for work in run("projects", folder)["works"]
        if "members-to-confirm" in work["findings"]
    ]
    assert flagged == [f"PRJ-{number}" for number in UNCONFIRMED[folder]]
    (note,) = [
        finding
        for finding in run("charter", "check", folder)
        if finding["code"] == "members-from-geography"
    ]
    assert note["severity"] == "note"
    assert f"of {len(flagged)} works" in note["message"]
    assert all(id_ in note["message"] for id_ in flagged)


@pytest.mark.parametrize(
    ("folder", "options", "expected"),
    [
        (HUAIHAI, ("--mode", "ship-lock"), ["37"]),
        (HUAIHAI, ("--member", "linyi", "--mode", "hsr"), ["03", "29", "47"]),
        (HUAIHAI, ("--member", "zaozhuang", "--line", "24"), ["20", "25"]),
        (HUAIHAI, ("--stage", "study"), ["56"]),
        (HUAIHAI, ("--stage", "operating", "--kind", "service"), ["60", "61"]),
        (HUAIHAI, ("--stage", "operating", "--kind", "work"), []),
        # The stage is filtered after the line, on what the line shows.
        (HUAIHAI, ("--line", "21", "--stage", "building", "--mode", "intercity-rail"),
         ["07"]),
        (HUAIHAI, ("--line", "24", "--stage", "approval", "--mode", "intercity-rail"),
         ["07", "30", "32"]),
        (HUAIHAI, ("--line", "24", "--stage", "building"), []),
        (HUAIHAI, ("--stage", "approval", "--mode", "intercity-rail"), ["30", "32"]),
        (HUAIHAI, ("--stage", "building", "--mode", "intercity-rail"), []),
        (CHANGZHUTAN, ("--programme", "三干", "--stage", "study"), ["06"]),
        (CHANGZHUTAN, ("--programme", "四连线", "--stage", "study"), ["12"]),
        (CHANGZHUTAN, ("--programme", "三干", "--member", "zhuzhou"), ["02", "04", "05"]),
        (CHANGZHUTAN, ("--programme", "三干", "--line", "79"), []),
        (CHANGZHUTAN, ("--line", "89", "--member", "xiangtan"), ["16", "17", "18"]),
        (CHANGZHUTAN, ("--kind", "plan", "--mode", "plan", "--line", "75"), ["13", "14"]),
    ],
)  # fmt: skip
def test_filters(
    run: Run, folder: Path, options: tuple[str, ...], expected: list[str]
) -> None:
    """Filters narrow alone and together; what none passes is an empty list."""
    found = run("projects", folder, *options)
    assert ids(found) == [f"PRJ-{number}" for number in expected]
    assert found["count"] == len(expected)


def test_mentions_follow_the_line(run: Run) -> None:
    """The twice named work counts one mention on each of its lines, and two without."""
    rails = ("--mode", "intercity-rail", "--member", "suzhou")
    found = run("projects", HUAIHAI, *rails)
    assert (found["count"], found["mentions"]) == (3, 4)
    found = run("projects", HUAIHAI, *rails, "--line", "24")
    assert (found["count"], found["mentions"]) == (1, 1)


def test_programme_by_id_or_name(run: Run) -> None:
    """A programme is found by its id and by its name in either language."""
    by_name = run("projects", CHANGZHUTAN, "--programme", "两轨")
    for word in ("two-rails", "Two rapid rail lines"):
        assert run("projects", CHANGZHUTAN, "--programme", word) == by_name
    assert {w["programme"] for w in by_name["works"]} == {"两轨"}
    assert {w["programme_id"] for w in by_name["works"]} == {"two-rails"}


@pytest.mark.parametrize("folder", [HUAIHAI, CHANGZHUTAN])
def test_unknown_programme(hansa: Hansa, folder: Path) -> None:
    """A programme that nobody named is refused, and the known ones are listed."""
    for word in ("五环", "", "三"):
        ran = hansa("projects", folder, "--programme", word, "--json")
        assert ran.code == 1
        problem = json.loads(ran.out)
        assert problem["code"] == "programme-unknown"
        assert ("三干" in problem["remedy"]) is (folder == CHANGZHUTAN)
    ran = hansa("projects", folder, "--programme", "五环", "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert "There is no programme “五环”." in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--line", "twenty"),
        ("--stage", "finished"),
        ("--kind", "dream"),
        ("--mode", "maglev"),
        ("--as-of", "today"),
    ],
)
def test_bad_usage(hansa: Hansa, options: tuple[str, ...]) -> None:
    """A word that no filter knows is a slip of the pen."""
    ran = hansa("projects", HUAIHAI, *options)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_table_in_both_languages(hansa: Hansa, lang: str) -> None:
    """People get names, stage and remarks in their language, and the three counts."""
    table = hansa("projects", HUAIHAI, "--lang", lang).out
    lines = {
        line.split("│")[1].strip(): line for line in table.splitlines() if "│" in line
    }
    with translation.override("zh-hans" if lang == "zh" else "en"):
        assert render(FINDING_NAMES["stage-conflict"]) in lines["PRJ-07"]
        assert render(FINDING_NAMES["members-to-confirm"]) in lines["PRJ-02"]
        assert render(FINDING_NAMES["namesake"]) in lines["PRJ-19"]
        assert render(STAGE_NAMES[Stage.STUDY]) in lines["PRJ-56"]
        summary = render(
            text(
                "Works: {works}. Mentions: {mentions}. Segments: {segments}.",
                works=60,
                mentions=61,
                segments=60,
            )
        )
    assert table.splitlines()[-1] == summary
    assert "21 24" in lines["PRJ-07"]
    assert " ? " in lines["PRJ-07"]
    names = {
        "zh": ("徐连", "徐州、连云港"),
        "en": ("Xuzhou–Lianyungang", "Xuzhou, Lianyungang"),
    }
    for name in names[lang]:
        assert name in lines["PRJ-04"]
    assert names["en" if lang == "zh" else "zh"][1] not in table


def test_one_work_by_its_id() -> None:
    """A work is found by its id; another id is missing, with the nearest one."""
    version = charter_reads.folder_version(HUAIHAI)
    work = reads.get_work(version, "PRJ-11")
    assert work.name.zh == "京杭运河济宁至台儿庄(济宁段)航道“三改二”"
    with pytest.raises(Missing) as missing:
        reads.get_work(version, "PRJ-31")
    assert missing.value.code == "work-missing"
    assert str(missing.value.remedy.parameters["nearest"]).startswith("PRJ-")


def test_charter_without_works(run: Run, charter_copy: CharterCopy) -> None:
    """A charter that names no works has none; that is no error."""
    folder = charter_copy("huaihai")
    (folder / "projects.yaml").unlink()
    # The geography and the bodies stand without them.
    assert run("projects", folder) == {"works": [], "count": 0, "mentions": 0}


@pytest.mark.django_db
def test_works_of_a_version(run: Run, charter_copy: CharterCopy) -> None:
    """The database gives what the folder gives; an amendment shows from its day on."""
    run("charter", "apply", HUAIHAI)
    assert run("projects", "huaihai") == run("projects", HUAIHAI)
    stage = "      - {clause: PRJ-56, stage: "
    last = "  - id: PRJ-61\n"
    pairs = [(f"{stage}study", f"{stage}included"), (last, ADDED + last)]
    folder = charter_copy("huaihai", {"projects.yaml": pairs})
    options = ("--effective", "2027-01-01")
    planned = run("charter", "plan", folder, *options)["changes"]
    told = [c["message"] for c in planned if c["code"].startswith("work-")]
    assert [message.split(":")[0] for message in told] == [
        "Work PRJ-62 is added",
        "Work PRJ-56 changes",
    ]
    run("charter", "apply", folder, *options, "--decision", "2026-2")
    study = ("--stage", "study", "--as-of")
    assert ids(run("projects", "huaihai", *study, "2026-12-31")) == ["PRJ-56"]
    assert ids(run("projects", "huaihai", *study, "2027-01-01")) == ["PRJ-62"]
    back = charter_copy("huaihai")
    planned = run("charter", "plan", back, "--effective", "2028-01-01")["changes"]
    codes = [c["code"] for c in planned if c["code"].startswith("work-")]
    assert codes == ["work-removed", "work-changed"]
