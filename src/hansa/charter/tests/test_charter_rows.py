"""Rows of the register that the charter itself answers, asked through the command.

Rows of sessions, casework and delivery are checked where those are built; a mark with
``part`` checks here only what the charter states.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Hansa

CopyCharter = Callable[..., Path]
HUAIHAI = ROOT / "charters" / "huaihai"
CHANGZHUTAN = ROOT / "charters" / "changzhutan"
LETTERS = {"H": HUAIHAI, "C": CHANGZHUTAN}


# The shipped charters do not change while tests run, so each question is asked once.
ANSWERS: dict[tuple[str, ...], str] = {}


def ask(hansa: Hansa, *words: str | Path) -> Any:
    """Run a command on a shipped charter, which must succeed, and give its JSON."""
    asked = tuple(str(word) for word in words)
    if asked not in ANSWERS:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 0, ran.err
        ANSWERS[asked] = ran.out
    return json.loads(ANSWERS[asked])


def section(hansa: Hansa, league: Path, name: str) -> Any:
    """Give one section of a charter as ``charter show`` prints it."""
    return ask(hansa, "charter", "show", league)["sections"][name]


def clause_of(hansa: Hansa, league: Path, clause: str) -> Any:
    """Give one clause as ``charter show --clause`` prints it."""
    return ask(hansa, "charter", "show", league, "--clause", clause)


def calendar(hansa: Hansa, league: Path, first: int, last: int | None = None) -> Any:
    """Give the calendar of some years."""
    years = ("--from", str(first), "--to", str(last or first))
    return ask(hansa, "calendar", league, *years)


def body_of(hansa: Hansa, league: Path, id_: str) -> Any:
    """Give one body of ``governance.yaml`` by its id."""
    bodies = section(hansa, league, "governance")["bodies"]
    return next(body for body in bodies if body["id"] == id_)


def findings(hansa: Hansa, folder: Path) -> list[dict[str, Any]]:
    """Give what a check finds, whatever its exit code."""
    ran = hansa("charter", "check", folder, "--json", "--lang", "en")
    found: list[dict[str, Any]] = json.loads(ran.out)
    assert ran.code == any(f["severity"] == "error" for f in found)
    return found


def messages(hansa: Hansa, folder: Path, code: str) -> list[str]:
    """Give the messages of one finding code."""
    return [f["message"] for f in findings(hansa, folder) if f["code"] == code]


# --- The agreement of Huaihai ---


@pytest.mark.row("H-GOV-01", "K-01")
def test_ten_cities_of_four_provinces_signed(hansa: Hansa) -> None:
    """The charter lists ten cities of four provinces, and all ten signed."""
    agreement = section(hansa, HUAIHAI, "charter")
    provinces = Counter(member["province"] for member in agreement["members"])
    assert provinces == {"jiangsu": 3, "anhui": 2, "shandong": 4, "henan": 1}
    cities = {member["name"]["zh"] for member in agreement["members"]}
    assert cities == {
        *("徐州", "连云港", "宿迁", "宿州", "淮北"),
        *("枣庄", "济宁", "临沂", "菏泽", "商丘"),
    }
    signed = agreement["instruments"][0]
    assert signed["kind"] == "agreement"
    assert signed["signing"]["on"] == "2018-12-09"
    assert signed["signing"]["place"]["zh"] == "江苏徐州"
    assert sorted(signed["signing"]["by"]) == sorted(
        member["id"] for member in agreement["members"]
    )
    first = clause_of(hansa, HUAIHAI, "GOV-01")
    assert first["clause"]["line"] == 1
    assert [limit["id"] for limit in first["constraints"]] == ["K-01"]


@pytest.mark.row("H-GOV-01")
@pytest.mark.parametrize("city", ["xuzhou", "suzhou", "shangqiu", "heze"])
def test_a_deleted_city_fails_the_count(
    city: str, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """Whichever city is deleted, ten are declared and nine listed."""
    written = (HUAIHAI / "charter.yaml").read_text(encoding="utf-8")
    line = next(w for w in written.splitlines() if w.startswith(f"  - {{id: {city},"))
    folder = charter_copy("huaihai", {"charter.yaml": [(line + "\n", "")]})
    counts = messages(hansa, folder, "count-differs")
    assert any("10 declared, 9 listed" in message for message in counts)


@pytest.mark.row("H-GOV-01")
def test_every_rule_cites_its_clause(hansa: Hansa) -> None:
    """Each clause stands on a line of a paper, and each rule rests on a clause."""
    for letter, league in LETTERS.items():
        agreement = section(hansa, league, "charter")
        papers = {paper["id"] for paper in agreement["instruments"]}
        statute = section(hansa, league, "governance")
        for clause in section(hansa, league, "clauses")["clauses"]:
            assert clause["document"] in papers
            assert clause["line"] >= 1
            assert 0 < len(clause["phrase"]) <= 60
        rules = [statute["rotation"], *statute["bodies"], statute["groups"]]
        rules += [cadence for body in rules[1:] for cadence in body["cadences"]]
        rules += [statute["secondment"], statute["founding_session"]]
        assert len(rules) > 20, letter
        assert all(rule["clauses"] for rule in rules)


@pytest.mark.row("H-GOV-02")
def test_two_documents_found_the_charter(
    hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """Two documents are the ground; a superseded one names every clause that cites it."""
    agreement = section(hansa, HUAIHAI, "charter")
    titles = [basis["title"]["zh"] for basis in agreement["bases"]]
    assert titles == [
        "《关于建立更加有效的区域协调发展新机制的意见》",
        "《淮河生态经济带发展规划》",
    ]
    issuer = "en: CPC Central Committee and State Council}\n    superseded_by: "
    changes = [(issuer + "null", issuer + "{zh: 新意见, en: newer opinions}")]
    folder = charter_copy("huaihai", {"charter.yaml": changes})
    (said,) = messages(hansa, folder, "basis-superseded")
    citing = [
        clause["id"]
        for clause in section(hansa, HUAIHAI, "clauses")["clauses"]
        if "regional-mechanism-opinions" in clause["bases"]
    ]
    assert citing == ["GOV-02", "GOV-32"]
    assert said.endswith("clauses that cite it: GOV-02, GOV-32.")
    assert hansa("charter", "check", folder).code == 0


@pytest.mark.row("H-GOV-03")
def test_each_clause_falls_in_one_field(
    db: None, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """Clauses outside the mechanism fall in one of four fields, by their line."""
    agreement = section(hansa, HUAIHAI, "charter")
    fields = [field["id"] for field in agreement["domains"]]
    assert fields == ["mechanism", "transport", "industry", "ecology", "society"]
    lines = {
        **dict.fromkeys((*range(1, 18), *range(62, 65)), "mechanism"),
        **dict.fromkeys(range(18, 27), "transport"),
        **dict.fromkeys(range(27, 38), "industry"),
        **dict.fromkeys(range(38, 50), "ecology"),
        **dict.fromkeys(range(50, 62), "society"),
    }
    for clause in section(hansa, HUAIHAI, "clauses")["clauses"]:
        assert clause["domain"] == lines[clause["line"]], clause["id"]
    without = [("    domain: transport\n    document: fr", "    document: fr")]
    folder = charter_copy("huaihai", {"clauses.yaml": without})
    assert messages(hansa, folder, "missing-field") == [
        "The field “domain” is missing."
    ]
    assert hansa("charter", "apply", folder).code == 1


@pytest.mark.row("H-GOV-31")
def test_the_declaration_binds_nobody(hansa: Hansa) -> None:
    """The Declaration is listed without a text, and no duty rests on it."""
    papers = section(hansa, HUAIHAI, "charter")["instruments"]
    declaration = next(paper for paper in papers if paper["kind"] == "declaration")
    assert declaration["binding"] is False
    assert declaration["text_supplied"] is False
    assert declaration["signing"] is None
    book = section(hansa, HUAIHAI, "clauses")
    assert all(clause["document"] != "declaration" for clause in book["clauses"])
    assert [gap["clauses"] for gap in book["gaps"]] == [["GOV-31"]]
    cited = {c for e in calendar(hansa, HUAIHAI, 2018, 2038) for c in e["clauses"]}
    assert "GOV-31" not in cited
    ran = hansa("charter", "show", HUAIHAI, "--lang", "en")
    row = next(line for line in ran.out.splitlines() if "│ declaration" in line)
    assert [cell.strip() for cell in row.split("│")[3:5]] == ["no", "text not supplied"]
    warned = messages(hansa, HUAIHAI, "text-not-supplied")
    assert any("Declaration" in message for message in warned)


# --- The instruments of Chang-Zhu-Tan ---


@pytest.mark.row("C-GOV-01")
def test_three_members_three_instruments_nothing_unsourced(hansa: Hansa) -> None:
    """Three cities signed three papers, and every rule stands in one of them."""
    agreement = section(hansa, CHANGZHUTAN, "charter")
    assert [m["name"]["zh"] for m in agreement["members"]] == ["长沙", "株洲", "湘潭"]
    binding = [paper for paper in agreement["instruments"] if paper["binding"]]
    assert [paper["kind"] for paper in binding] == ["agreement", "plan", "rules"]
    for paper in binding:
        assert paper["signing"]["by"] == ["changsha", "zhuzhou", "xiangtan"]
        assert paper["role"]
    book = section(hansa, CHANGZHUTAN, "clauses")["clauses"]
    sources = {paper["id"] for paper in binding}
    unsourced = [
        clause["id"]
        for clause in book
        if clause["kind"] in ("rule", "service") and clause["document"] not in sources
    ]
    assert unsourced == []
    assert messages(hansa, CHANGZHUTAN, "rule-without-clause") == []


@pytest.mark.row("C-GOV-01")
def test_a_rule_without_a_source_is_refused(
    hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """A rule that cites nothing is an error in its place, not a rule."""
    changes = [("        clauses: [GOV-12, GOV-03]", "        clauses: []")]
    folder = charter_copy("changzhutan", {"governance.yaml": changes})
    assert len(messages(hansa, folder, "rule-without-clause")) == 1


@pytest.mark.row("C-GOV-02")
def test_each_of_three_layers_has_bodies(hansa: Hansa) -> None:
    """Three layers are printed with their bodies, and none is empty."""
    layers = section(hansa, CHANGZHUTAN, "charter")["layers"]
    assert [layer["name"]["zh"] for layer in layers] == [
        "高层决策机制",
        "专项推进机制",
        "工作落实机制",
    ]
    statute = section(hansa, CHANGZHUTAN, "governance")
    bodies = Counter(body["layer"] for body in statute["bodies"])
    bodies[statute["groups"]["layer"]] += len(statute["groups"]["list"])
    assert set(bodies) == {layer["id"] for layer in layers}
    printed = hansa("charter", "show", CHANGZHUTAN, "--lang", "zh").out
    for layer in layers:
        rows = printed.count(f"│ {layer['name']['zh']} ")
        assert rows == bodies[layer["id"]] > 0


@pytest.mark.row("C-GOV-07")
@pytest.mark.parametrize(
    ("organ", "file_word"),
    [
        ("presidency", "    type: presidency"),
        ("membership", "    type: membership"),
        ("executive", "    type: executive"),
    ],
)
def test_a_missing_organ_fails(
    organ: str, file_word: str, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """President, members and secretariat: a charter without one of them is refused."""
    changes = [(file_word, "    type: advisory")]
    folder = charter_copy("changzhutan", {"governance.yaml": changes})
    (said,) = messages(hansa, folder, "organ-missing")
    assert organ in said


@pytest.mark.row("C-GOV-07")
def test_missing_groups_fail(hansa: Hansa, charter_copy: CopyCharter) -> None:
    """A charter without special groups lacks its fourth organ."""
    folder = charter_copy("changzhutan")
    file = folder / "governance.yaml"
    written = file.read_text(encoding="utf-8")
    without = re.sub(
        r"(?ms)^groups:\n.*?^# The text wants", "# The text wants", written
    )
    assert without != written
    file.write_text(without, encoding="utf-8")
    (said,) = messages(hansa, folder, "organ-missing")
    assert "working-group" in said


@pytest.mark.row("C-GOV-17")
def test_tasks_are_allocated_on_five_levels(hansa: Hansa) -> None:
    """Two levels have their five tasks; three say that theirs are not printed."""
    levels = section(hansa, CHANGZHUTAN, "governance")["task_levels"]
    assert [level["id"] for level in levels] == [
        "secretary",
        "mayor",
        "groups",
        "secretariat",
        "members",
    ]
    assert [len(level["tasks"]) for level in levels] == [5, 5, 0, 0, 0]
    printed = hansa("charter", "show", CHANGZHUTAN, "--lang", "en").out
    told = "defined in the instrument, text not supplied"
    for name in ("Special groups", "Secretariat", "Members"):
        assert re.search(rf"│ {name} +│ {told} +│", printed)
    assert printed.count(told) == 3


@pytest.mark.row("C-GOV-27")
def test_gaps_are_exactly_what_is_not_printed(hansa: Hansa) -> None:
    """Three task levels, the rule of place and the items of the plan; nothing else."""
    gaps = ask(hansa, "charter", "gaps", CHANGZHUTAN)
    assert [(gap["id"], gap["status"]) for gap in gaps] == [
        ("tasks-groups", "text-not-supplied"),
        ("tasks-secretariat", "text-not-supplied"),
        ("tasks-members", "text-not-supplied"),
        ("place-rule", "text-not-supplied"),
        ("plan-items", "text-not-supplied"),
    ]
    mandated = {
        mandate["clause"]
        for body in section(hansa, CHANGZHUTAN, "governance")["bodies"]
        for mandate in body["mandates"]
    }
    assert "GOV-27" not in mandated
    printed = hansa("charter", "gaps", CHANGZHUTAN, "--lang", "en").out
    assert printed.count("text not supplied") == 5


# --- Statements: recorded, cited, never counted ---

# Row, line of the text, and words of the phrase. A part is named where the check of the
# register asks for more than a citation and stands in a test of its own, or elsewhere.
STATEMENTS = [
    ("H-TXT-01", 1, "12月9日上午", "citation"),
    ("H-TXT-02", 4, "打造城市利益共同体", None),
    ("H-TXT-03", 2, "扩大跨区域招生", "citation"),
    ("H-TXT-04", 39, "绿水青山就是金山银山", None),
    ("H-TXT-05", 28, "推动产业相促相融", None),
    ("H-TXT-06", 35, "淮河生态经济带", "citation"),
    ("H-TXT-07", 51, "取得实质性突破", None),
    ("H-TXT-08", 62, "平等互利", None),
    ("H-TXT-09", 19, "先行举措", "citation"),
    ("H-TXT-10", 29, "高质、高端、高效", None),
    ("H-TXT-11", 35, "东西双向互济", None),
    ("H-TXT-12", 37, "优质产业项目", "citation"),
    ("H-TXT-13", 43, "11、", "citation"),
    ("H-TXT-14", 54, "医疗卫生服务能力", None),
    ("H-TXT-15", 61, "公正的法治环境", None),
    ("H-TXT-16", 51, "公共服务重点领域", None),
    ("H-TXT-17", 48, "共保区域环境安全", None),
    ("H-TXT-18", 3, "党的十九大", None),
    ("H-TXT-19", 4, "高质量发展", None),
    ("H-TXT-20", 2, "济南—济宁—商丘", "citation"),
    ("C-TXT-01", 5, "2017年12月26日", "citation"),
    ("C-TXT-02", 7, "“绿心”补偿机制", None),
    ("C-TXT-03", 13, "首届联席会议", "citation"),
    ("C-TXT-04", 21, "核心增长极", None),
    ("C-TXT-05", 1, "铺排14项合作实事", None),
    ("C-TXT-06", 75, "最大的民生事项", None),
    ("C-TXT-07", 11, "新成效、新突破", None),
    ("C-TXT-08", 13, "如何落地见效", None),
    ("C-TXT-09", 73, "全线通车运营", None),
    ("C-TXT-10", 109, "共同发声、共同发力", None),
    ("C-TXT-11", 121, "常态化、多层次", None),
    ("C-TXT-12", 117, "高效协同推进机制", None),
    ("C-GOV-24", 121, "国际、国内先进经验", None),
]


@pytest.mark.parametrize(
    ("row", "line", "words"),
    [
        pytest.param(
            row,
            line,
            words,
            id=row,
            marks=pytest.mark.row(row, part=part) if part else pytest.mark.row(row),
        )
        for row, line, words, part in STATEMENTS
    ],
)
def test_a_statement_is_cited_and_never_counted(
    row: str, line: int, words: str, hansa: Hansa
) -> None:
    """``charter show --clause`` gives the words with their place; they never count."""
    league, id_ = LETTERS[row[0]], row[2:]
    citation = clause_of(hansa, league, id_)
    clause = citation["clause"]
    assert (clause["id"], clause["line"]) == (id_, line)
    assert words in clause["phrase"]
    assert (clause["kind"], clause["modality"]) == ("declaratory", "none")
    assert clause["obligations"] == []
    assert citation["counts"] is False
    assert citation["document"]["zh"]
    assert citation["document"]["en"]
    ran = hansa("charter", "show", league, "--clause", id_, "--lang", "en")
    printed = "".join(ran.out.split())  # Long lines are wrapped.
    cited = f"“{clause['phrase']}”: {citation['document']['en']}, line {line}"
    assert "".join(cited.split()) in printed
    assert "Citedonly;nevercountedasimplemented." in printed


@pytest.mark.row("H-TXT-01")
def test_the_year_of_the_first_session_is_inferred(hansa: Hansa) -> None:
    """The session of 9 December stands in 2018, and says that the year is inferred."""
    (session,) = calendar(hansa, HUAIHAI, 2018)
    assert session["actual"]["start"] == "2018-12-09"
    founding = section(hansa, HUAIHAI, "governance")["founding_session"]
    assert founding["year_provenance"] == "inferred"
    assert "TXT-01" in session["clauses"]
    assert "A-01" in session["assumptions"]
    readings = clause_of(hansa, HUAIHAI, "TXT-01")["readings"]
    year = next(reading for reading in readings if reading["id"] == "A-01")
    assert year["assumption"] is True
    assert "inferred" in year["reading"]["en"]


@pytest.mark.row("H-TXT-03")
def test_the_body_prevails_over_the_headline(hansa: Hansa) -> None:
    """The headline leads to the clauses that bind, and to what differs."""
    citation = clause_of(hansa, HUAIHAI, "TXT-03")
    prevailing = {clause["id"]: clause["line"] for clause in citation["prevailing"]}
    assert prevailing == {"DLV-08": 20, "REC-04": 52}
    differences = {r["id"]: r["reading"]["en"] for r in citation["readings"]}
    assert "motorways are outside" in differences["A-12"]
    assert "vocational colleges only" in differences["A-13"]
    printed = hansa("charter", "show", HUAIHAI, "--clause", "TXT-03", "--lang", "en")
    assert printed.out.count("The body prevails over this headline") == 2
    assert "国省道" in printed.out


@pytest.mark.row("H-TXT-06")
def test_five_strategies_are_tags(hansa: Hansa) -> None:
    """Five tags exist, one for each strategy that the text names."""
    tags = clause_of(hansa, HUAIHAI, "TXT-06")["clause"]["tags"]
    assert len(tags) == len(set(tags)) == 5


@pytest.mark.row("H-TXT-07")
def test_four_social_fields_are_tags(hansa: Hansa) -> None:
    """The goal of the social field is tagged with the four fields it names."""
    tags = clause_of(hansa, HUAIHAI, "TXT-07")["clause"]["tags"]
    assert tags == ["education", "health", "culture", "tourism"]


@pytest.mark.row("H-TXT-09")
def test_transport_comes_first(hansa: Hansa) -> None:
    """Transport alone has priority, and the counts by domain print it first."""
    fields = section(hansa, HUAIHAI, "charter")["domains"]
    first = next(field for field in fields if field["id"] == "transport")
    assert [field["id"] for field in fields if field["priority"]] == ["transport"]
    assert "TXT-09" in first["clauses"]
    printed = hansa("charter", "show", HUAIHAI, "--lang", "en").out
    others = [field for field in fields if field is not first]
    places = [printed.index(f"│ {field['name']['en']} ") for field in (first, *others)]
    assert places == sorted(places)


@pytest.mark.row("H-TXT-12")
def test_the_events_have_an_indicator(hansa: Hansa) -> None:
    """What the events bring is measured beside the statement, not counted as done."""
    clause = clause_of(hansa, HUAIHAI, "TXT-12")["clause"]
    assert "signed and landed" in clause["indicator"]["en"]


@pytest.mark.row("H-TXT-13")
def test_the_one_printed_number_is_the_only_label(hansa: Hansa) -> None:
    """The label 11 is kept where it is printed, and no other number is invented."""
    for league, expected in ((HUAIHAI, [("TXT-13", "11、")]), (CHANGZHUTAN, [])):
        book = section(hansa, league, "clauses")["clauses"]
        labels = [(c["id"], c["label"]) for c in book if c["label"] is not None]
        assert labels == expected


@pytest.mark.row("H-TXT-20")
def test_the_railways_of_the_headline_are_sought_not_agreed(hansa: Hansa) -> None:
    """Each of the three railways shows the stage of the body: seek inclusion."""
    citation = clause_of(hansa, HUAIHAI, "TXT-20")
    prevailing = [clause["id"] for clause in citation["prevailing"]]
    assert prevailing == ["PRJ-38", "PRJ-40", "PRJ-41"]
    works = ask(hansa, "projects", HUAIHAI, "--stage", "seek-inclusion")["works"]
    names = {w["id"]: w["name"]["zh"] for w in works if w["id"] in prevailing}
    assert list(names.values()) == ["济南—济宁—商丘", "徐州—枣庄—曲阜", "徐州—济宁"]
    assert all(name in citation["clause"]["phrase"] for name in names.values())
    assert [reading["id"] for reading in citation["readings"]] == ["A-14"]


@pytest.mark.row("C-TXT-01")
def test_the_western_line_is_in_operation(hansa: Hansa) -> None:
    """The baseline stands in the register of works: operating since 2017-12-26."""
    works = ask(hansa, "projects", CHANGZHUTAN, "--stage", "operating")["works"]
    assert [(w["name"]["zh"], w["operating_since"]) for w in works] == [
        ("长株潭城际铁路西线", "2017-12-26")
    ]


@pytest.mark.row("C-TXT-03")
def test_the_day_of_the_first_conference_is_inferred(hansa: Hansa) -> None:
    """The first conference was on 2018-10-20, which the reading says is inferred."""
    (session,) = calendar(hansa, CHANGZHUTAN, 2018)
    assert session["actual"]["start"] == "2018-10-20"
    assert session["host"] == "changsha"
    readings = clause_of(hansa, CHANGZHUTAN, "TXT-03")["readings"]
    assert [reading["id"] for reading in readings] == ["A-26"]
    assert readings[0]["reading"]["en"].startswith("2018-10-20, inferred")


# --- Limits that the texts set ---

# Row of the register, how it binds, and the clauses it comes from.
LIMITS = {
    HUAIHAI: [
        ("K-01", "hard", "GOV-01"),
        ("K-02", "hard", "GOV-04"),
        ("K-03", "hard", "GOV-09"),
        ("K-04", "hard", "GOV-10 GOV-11"),
        ("K-05", "hard", "GOV-05"),
        ("K-06", "hard", "GOV-06"),
        ("K-07", "hard", "GOV-08 GOV-12"),
        ("K-08", "hard", "DLV-01"),
        ("K-09", "hard", "GOV-17 GOV-18"),
        ("K-10", "hard", "GOV-17"),
        ("K-11", "hard", "GOV-19"),
        ("K-12", "hard", "GOV-22"),
        ("K-13", "hard", "GOV-20"),
        ("K-14", "hard", "GOV-13"),
        ("K-15", "hard", "GOV-14"),
        ("K-16", "hard", "GOV-16"),
        ("K-17", "conditional", "GOV-24 GOV-26 GOV-27"),
        ("K-18", "hard", "DLV-07"),
        ("K-19", "soft", "DLV-08"),
        ("K-20", "soft", "CLR-04"),
        ("K-21", "hard", "BKG-01"),
        ("K-22", "hard", "BKG-06"),
    ],
    CHANGZHUTAN: [
        ("K-23", "hard", "GOV-03"),
        ("K-24", "hard", "GOV-04 GOV-05"),
        ("K-25", "hard", "GOV-03 GOV-15"),
        ("K-26", "hard", "GOV-14"),
        ("K-27", "hard", "GOV-08"),
        ("K-28", "open-list", "GOV-10 GOV-26"),
        ("K-29", "hard", "GOV-11"),
        ("K-30", "hard", "GOV-12"),
        ("K-31", "soft", "GOV-12"),
        ("K-32", "soft", "GOV-12"),
        ("K-33", "permission", "CAS-01"),
        ("K-34", "hard", "GOV-13"),
        ("K-35", "hard", "DLV-01"),
        ("K-36", "hard", "DLV-06"),
        ("K-37", "hard", "DLV-02"),
        ("K-38", "hard", "DLV-08"),
        ("K-39", "soft", "PRJ-05 DLV-14 DLV-01"),
        ("K-40", "hard", "WAT-01 WAT-02"),
        ("K-41", "permission", "WAT-03"),
        ("K-42", "hard", "WAT-05"),
        ("K-43", "hard", "CLR-10"),
        ("K-44", "hard", "CLR-06 REC-06"),
        ("K-45", "hard", "BKG-01"),
        ("K-46", "hard", "CAS-02"),
    ],
}


@pytest.mark.parametrize(
    ("league", "row", "strength", "clauses"),
    [
        pytest.param(
            league,
            row,
            strength,
            clauses.split(),
            id=row,
            marks=pytest.mark.row(row, part="constraint"),
        )
        for league, limits in LIMITS.items()
        for row, strength, clauses in limits
    ],
)
def test_a_limit_is_stated_with_its_clauses(
    league: Path, row: str, strength: str, clauses: list[str], hansa: Hansa
) -> None:
    """Each limit says how it binds, and each of its clauses leads back to it."""
    limits = section(hansa, league, "clauses")["constraints"]
    limit = next(limit for limit in limits if limit["id"] == row)
    assert limit["strength"] == strength
    assert sorted(limit["clauses"]) == sorted(clauses)
    assert limit["title"]["zh"]
    assert limit["title"]["en"]
    for clause in clauses:
        cited = clause_of(hansa, league, clause)["constraints"]
        assert row in {other["id"] for other in cited}


def test_no_limit_is_added(hansa: Hansa) -> None:
    """The charters state the limits of the register, and no others."""
    for league, limits in LIMITS.items():
        stated = section(hansa, league, "clauses")["constraints"]
        assert [limit["id"] for limit in stated] == [row for row, _, _ in limits]


def offices(seats: list[dict[str, Any]]) -> list[tuple[str, str, int | None]]:
    """Write seats of a body as who sits there, for whom, and how many."""
    return [(seat["office"], seat["per"], seat["count"]) for seat in seats]


@pytest.mark.row("K-02")
def test_the_symposium_decides_in_place_of_the_mayors(hansa: Hansa) -> None:
    """The Symposium decides from the day on which the mayors' conference ends."""
    symposium = body_of(hansa, HUAIHAI, "symposium")
    former = body_of(hansa, HUAIHAI, "mayors-conference")
    assert (symposium["type"], symposium["succeeds"]) == ("decision", former["id"])
    assert symposium["established_on"] == former["dissolved_on"] == "2018-12-09"
    deciding = [
        body["id"]
        for body in section(hansa, HUAIHAI, "governance")["bodies"]
        if "decide" in {competence["act"] for competence in body["competences"]}
    ]
    assert deciding == ["symposium"]


@pytest.mark.row("K-03")
def test_one_session_a_year_in_november(hansa: Hansa) -> None:
    """From 2019 on there is one session in each November, and the first is an exception."""
    sessions = [
        e for e in calendar(hansa, HUAIHAI, 2018, 2040) if e["body"] == "symposium"
    ]
    assert [entry["year"] for entry in sessions] == list(range(2018, 2041))
    assert "A-02" in sessions[0]["assumptions"]
    assert sessions[0]["window"]["start"] == "2018-12-09"
    for entry in sessions[1:]:
        year = entry["year"]
        assert entry["window"] == {"start": f"{year}-11-01", "end": f"{year}-12-01"}
        assert entry["modality"] == "must"


@pytest.mark.row("K-04")
def test_the_host_changes_every_year_in_the_printed_order(hansa: Hansa) -> None:
    """Xuzhou hosts first; then the ten as printed, one year each, over again."""
    cycle = [
        *("huaibei", "heze", "jining", "linyi", "lianyungang"),
        *("shangqiu", "suqian", "suzhou", "xuzhou", "zaozhuang"),
    ]
    assert section(hansa, HUAIHAI, "governance")["rotation"]["order"] == cycle
    hosts = {
        entry["year"]: entry["host"]
        for entry in calendar(hansa, HUAIHAI, 2018, 2038)
        if entry["body"] == "symposium"
    }
    assert hosts == {2018: "xuzhou"} | {
        year: cycle[(year - 2019) % 10] for year in range(2019, 2039)
    }


@pytest.mark.row("K-05")
def test_each_city_has_four_kinds_of_seat(hansa: Hansa) -> None:
    """Three named offices of each city, and its department heads in open number."""
    assert offices(body_of(hansa, HUAIHAI, "symposium")["seats"]) == [
        ("party-secretary", "member", 1),
        ("executive-vice-mayor", "member", 1),
        ("party-secretary-general", "member", 1),
        ("department-head", "member", None),
    ]


@pytest.mark.row("K-06")
def test_invitees_have_no_seat(hansa: Hansa) -> None:
    """Ministries and provincial leaders are invited; only cities have seats and sign."""
    symposium = body_of(hansa, HUAIHAI, "symposium")
    assert [invitee["zh"] for invitee in symposium["invitees"]] == [
        "国家部委",
        "省级层面有关领导",
    ]
    session = next(
        e for e in calendar(hansa, HUAIHAI, 2024) if e["body"] == "symposium"
    )
    members = {m["id"] for m in section(hansa, HUAIHAI, "charter")["members"]}
    assert {seat["member"] for seat in session["seats"]} == members


@pytest.mark.row("K-09")
def test_one_consultation_in_august_called_by_the_host(hansa: Hansa) -> None:
    """The executive vice-mayor of the November host chairs and convenes each August."""
    entries = calendar(hansa, HUAIHAI, 2019, 2040)
    hosts = {e["year"]: e["host"] for e in entries if e["body"] == "symposium"}
    meetings = [entry for entry in entries if entry["body"] == "consultation"]
    assert [entry["year"] for entry in meetings] == list(range(2019, 2041))
    for entry in meetings:
        year = entry["year"]
        assert entry["window"] == {"start": f"{year}-08-01", "end": f"{year}-09-01"}
        holder = {"member": hosts[year], "office": "executive-vice-mayor"}
        assert entry["chair"] == entry["convener"] == holder
        assert entry["modality"] == "must"


@pytest.mark.row("K-10")
def test_who_sits_in_the_consultation(hansa: Hansa) -> None:
    """Two offices of each city, and the head of each group's lead unit."""
    assert offices(body_of(hansa, HUAIHAI, "consultation")["seats"]) == [
        ("executive-vice-mayor", "member", 1),
        ("deputy-secretary-general", "member", 1),
        ("lead-unit-head", "group", 1),
    ]
    entries = calendar(hansa, HUAIHAI, 2024)
    meeting = next(entry for entry in entries if entry["body"] == "consultation")
    assert len(meeting["seats"]) == 24


@pytest.mark.row("K-11")
def test_august_sets_the_docket_of_november(hansa: Hansa) -> None:
    """Setting the docket is the consultation's, and nobody else's."""
    setting = [
        (body["id"], competence["clauses"])
        for body in section(hansa, HUAIHAI, "governance")["bodies"]
        for competence in body["competences"]
        if competence["act"] == "set-docket"
    ]
    assert setting == [("consultation", ["GOV-19"])]


@pytest.mark.row("K-12")
def test_four_groups_that_may_change(hansa: Hansa) -> None:
    """Four working groups are declared and listed, one for each field; more may come."""
    groups = section(hansa, HUAIHAI, "governance")["groups"]
    assert groups["declared"] == len(groups["list"]) == 4
    fields = [group["domain"] for group in groups["list"]]
    assert fields == ["transport", "industry", "ecology", "society"]
    assert groups["open_list"] is True
    assert groups["established_on"] == "2018-12-09"
    assert groups["assumptions"] == ["A-11"]


@pytest.mark.row("K-13")
def test_each_group_meets_every_year(hansa: Hansa) -> None:
    """Each of the four groups must hold one thematic meeting in each year."""
    for year in (2019, 2024):
        meetings = [
            (entry["body"], entry["modality"])
            for entry in calendar(hansa, HUAIHAI, year)
            if entry["body"].startswith("group-")
        ]
        assert sorted(meetings) == [
            ("group-ecology", "must"),
            ("group-industry", "must"),
            ("group-society", "must"),
            ("group-transport", "must"),
        ]


@pytest.mark.row("K-14")
def test_the_office_stays_in_xuzhou(hansa: Hansa) -> None:
    """The Joint Office sits with the liaison office in Xuzhou, whoever hosts."""
    location = body_of(hansa, HUAIHAI, "office")["location"]
    assert location["member"] == "xuzhou"
    assert location["unit"]["zh"] == "徐州市政府淮海经济区联络处"
    assert location["clauses"] == ["GOV-13"]
    assert body_of(hansa, HUAIHAI, "office")["cadences"] == []


@pytest.mark.row("K-15")
def test_each_city_lends_one_or_two_people(hansa: Hansa) -> None:
    """One or two full-time people from each of ten cities: 10 to 20 in all."""
    secondment = section(hansa, HUAIHAI, "governance")["secondment"]
    cities = len(section(hansa, HUAIHAI, "charter")["members"])
    assert secondment["to"] == "office"
    assert secondment["full_time"] is True
    assert (secondment["least"] * cities, secondment["most"] * cities) == (10, 20)


@pytest.mark.parametrize(("league", "noun"), [(HUAIHAI, "派驻"), (CHANGZHUTAN, "抽调")])
def test_lending_people_is_called_as_the_text_calls_it(
    hansa: Hansa, league: Path, noun: str
) -> None:
    """The word stands in the printed phrase of the clause that it rests on."""
    secondment = section(hansa, league, "governance")["secondment"]
    assert secondment["name"]["zh"] == noun
    (clause,) = secondment["clauses"]
    assert noun in clause_of(hansa, league, clause)["clause"]["phrase"]


@pytest.mark.row("K-16")
def test_each_city_names_a_unit_and_people(hansa: Hansa) -> None:
    """Every city has a liaison unit and at least one person."""
    points = section(hansa, HUAIHAI, "governance")["focal_points"]
    assert points == {"bodies": 1, "people": 1, "clauses": ["GOV-16"]}


@pytest.mark.row("K-17")
def test_three_bodies_wait_for_their_condition(hansa: Hansa) -> None:
    """Three bodies wait for the word their clause prints, and owe nothing meanwhile."""
    waiting = {
        body["id"]: body
        for body in section(hansa, HUAIHAI, "governance")["bodies"]
        if body["condition"]
    }
    assert {id_: body["condition"] for id_, body in waiting.items()} == {
        "legislative-conference": "协商组建",
        "legislative-institute": "适时",
        "county-bodies": "可",
    }
    for body in waiting.values():
        (id_,) = body["clauses"]
        clause = clause_of(hansa, HUAIHAI, id_)["clause"]
        assert clause["modality"] == "conditional"
        assert clause["modality_word"] == body["condition"]
    bodies = {entry["body"] for entry in calendar(hansa, HUAIHAI, 2018, 2038)}
    assert not bodies & set(waiting)


@pytest.mark.row("K-23")
def test_three_cities_meet_at_two_levels(hansa: Hansa) -> None:
    """The conference of three cities meets once at each level every year."""
    assert len(section(hansa, CHANGZHUTAN, "charter")["members"]) == 3
    entries = calendar(hansa, CHANGZHUTAN, 2024)
    sessions = [
        (entry["level"], len(entry["seats"]))
        for entry in entries
        if entry["body"] == "conference" and entry["kind"] == "meeting"
    ]
    assert sessions == [("secretary", 3), ("mayor", 3)]


@pytest.mark.row("K-24")
def test_the_president_is_a_party_secretary_for_one_year(hansa: Hansa) -> None:
    """Changsha, Zhuzhou, Xiangtan, one year each from 2018, each by its party secretary."""
    rotation = section(hansa, CHANGZHUTAN, "governance")["rotation"]
    assert rotation["office"] == "party-secretary"
    assert rotation["founding"] is None
    chairs = {
        entry["year"]: (entry["chair"]["member"], entry["chair"]["office"])
        for entry in calendar(hansa, CHANGZHUTAN, 2018, 2030)
        if entry["level"] == "secretary"
    }
    cycle = ("changsha", "zhuzhou", "xiangtan")
    assert chairs == {
        year: (cycle[(year - 2018) % 3], "party-secretary")
        for year in range(2018, 2031)
    }


@pytest.mark.row("K-25")
def test_only_mayors_sign_major_agreements(hansa: Hansa) -> None:
    """Signing is allowed at mayor level, and at no other."""
    signing = [
        (body["id"], competence["level"])
        for body in section(hansa, CHANGZHUTAN, "governance")["bodies"]
        for competence in body["competences"]
        if competence["act"] == "sign-agreement"
    ]
    assert signing == [("conference", "mayor")]


@pytest.mark.row("K-27")
def test_the_secretariat_stays_in_changsha(hansa: Hansa) -> None:
    """It sits with Changsha's commission, with staff from each of the three cities."""
    location = body_of(hansa, CHANGZHUTAN, "secretariat")["location"]
    assert location["member"] == "changsha"
    assert location["unit"]["zh"] == "长沙市发展和改革委员会"
    secondment = section(hansa, CHANGZHUTAN, "governance")["secondment"]
    assert (secondment["to"], secondment["least"]) == ("secretariat", 1)
    assert secondment["most"] is None


@pytest.mark.row("K-28")
def test_five_groups_and_room_for_more(hansa: Hansa) -> None:
    """Five special groups are named, none is declared, and the list is open."""
    groups = section(hansa, CHANGZHUTAN, "governance")["groups"]
    names = [group["name"]["zh"].removesuffix("专项小组") for group in groups["list"]]
    assert names == ["规划", "交通", "产业", "环保", "公共服务"]
    assert groups["declared"] is None
    assert groups["open_list"] is True


@pytest.mark.row("K-29")
def test_who_heads_joins_and_convenes_a_group(hansa: Hansa) -> None:
    """Three vice-mayors head each group; the one of the president's city convenes."""
    groups = section(hansa, CHANGZHUTAN, "governance")["groups"]
    assert offices(groups["seats"]) == [
        ("vice-mayor", "member", 1),
        ("department-head", "league", None),
    ]
    for year, president in ((2019, "zhuzhou"), (2020, "xiangtan"), (2021, "changsha")):
        meetings = [
            entry
            for entry in calendar(hansa, CHANGZHUTAN, year)
            if entry["body"].startswith("group-") and entry["kind"] == "meeting"
        ]
        assert len(meetings) == 10
        for entry in meetings:
            assert entry["convener"] == {"member": president, "office": "vice-mayor"}
            heads = [s["member"] for s in entry["seats"] if s["office"] == "vice-mayor"]
            assert heads == ["changsha", "zhuzhou", "xiangtan"]


@pytest.mark.row("K-30", "K-31", "K-32")
def test_how_often_all_groups_and_directors_meet(hansa: Hansa) -> None:
    """Two plenaries must be; two of each group and one a quarter are in principle."""
    meetings = Counter(
        (entry["body"], entry["modality"])
        for entry in calendar(hansa, CHANGZHUTAN, 2024)
        if entry["kind"] == "meeting"
    )
    groups = ("planning", "transport", "industry", "environment", "services")
    assert meetings == {
        ("conference", "must"): 2,
        **{(f"group-{group}", "in-principle"): 2 for group in groups},
        ("drc-directors", "in-principle"): 4,
    }


@pytest.mark.row("K-32")
def test_the_directors_meet_in_each_quarter(hansa: Hansa) -> None:
    """The four consultations lie in the four quarters, not anywhere in the year."""
    windows = [
        (entry["window"]["start"], entry["window"]["end"])
        for entry in calendar(hansa, CHANGZHUTAN, 2024)
        if entry["body"] == "drc-directors"
    ]
    assert windows == [
        ("2024-01-01", "2024-04-01"),
        ("2024-04-01", "2024-07-01"),
        ("2024-07-01", "2024-10-01"),
        ("2024-10-01", "2025-01-01"),
    ]


@pytest.mark.row("K-33")
def test_major_issues_may_be_discussed_at_any_time(hansa: Hansa) -> None:
    """A permission: no entry of the calendar asks for it, and none forbids it."""
    clause = clause_of(hansa, CHANGZHUTAN, "CAS-01")["clause"]
    assert (clause["modality"], clause["modality_word"]) == ("conditional", "可")
    entries = calendar(hansa, CHANGZHUTAN, 2018, 2030)
    assert all("CAS-01" not in entry["clauses"] for entry in entries)


@pytest.mark.row("K-34")
def test_how_often_information_circulates(hansa: Hansa) -> None:
    """One circular of the conference, two of each group; departments in principle."""
    circulars = Counter(
        (entry["body"].split("-")[0], entry["modality"])
        for entry in calendar(hansa, CHANGZHUTAN, 2024)
        if entry["kind"] == "circular"
    )
    assert circulars == {("conference", "must"): 1, ("group", "must"): 10}
    obligations = {
        obligation["id"]: obligation
        for obligation in clause_of(hansa, CHANGZHUTAN, "GOV-13")["clause"][
            "obligations"
        ]
    }
    departments = obligations["GOV-13.departments"]
    assert departments["modality"] == "in-principle"
    assert "每季度" in departments["phrase"]


@pytest.mark.row("K-35", part="period and counts as printed")
def test_the_plan_has_its_period_and_counts(hansa: Hansa) -> None:
    """Two years, 14 items and 20 sub-items are printed; the items themselves are a gap."""
    papers = section(hansa, CHANGZHUTAN, "charter")["instruments"]
    plan = next(paper for paper in papers if paper["kind"] == "plan")
    assert "2018-2019年" in plan["title"]["zh"]
    citation = clause_of(hansa, CHANGZHUTAN, "DLV-01")
    assert "14大项、20分项" in citation["clause"]["phrase"]
    assert [gap["id"] for gap in citation["gaps"]] == ["plan-items"]
    assert "A-25" in {reading["id"] for reading in citation["readings"]}
