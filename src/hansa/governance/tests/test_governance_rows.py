"""Rows of the register on bodies, turns and meetings, through the commands.

What needs sessions, rosters or duties is not here yet, and such rows are marked with the
part that is. H-GOV-22, H-GOV-30 and C-GOV-26 are checked in ``test_amendments``.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pypinyin import lazy_pinyin

from conftest import ROOT, CharterCopy, Hansa, Run

HUAIHAI = ROOT / "charters" / "huaihai"
CHANGZHUTAN = ROOT / "charters" / "changzhutan"
row = pytest.mark.row


@pytest.fixture
def refused(hansa: Hansa) -> Run:
    """Run a command that must be refused, and read the problem or the findings."""

    def refuse(*words: str | Path) -> Any:
        ran = hansa(*words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


def calendar(run: Run, folder: Path, first: int, last: int | None = None) -> Any:
    years = ("--from", str(first), "--to", str(last or first))
    return run("calendar", folder, *years)


def meetings(run: Run, folder: Path, year: int, body: str) -> Any:
    return [
        entry
        for entry in calendar(run, folder, year)
        if entry["body"] == body and entry["kind"] == "meeting"
    ]


def statute(run: Run, folder: Path) -> Any:
    return run("charter", "show", folder)["sections"]["governance"]


def body(run: Run, folder: Path, id_: str) -> Any:
    return next(b for b in statute(run, folder)["bodies"] if b["id"] == id_)


def in_turn(run: Run, folder: Path, year: int) -> str:
    """Who is in turn when the ordinary session of a year is held."""
    member: str = run("governance", "turn", folder, "--on", f"{year}-11-15")["member"]
    return member


def errors(findings: Any) -> list[str]:
    return [f["code"] for f in findings if f["severity"] == "error"]


@row("H-GOV-04", part="succession")
def test_only_the_symposium_decides(
    run: Run, refused: Run, charter_copy: CharterCopy
) -> None:
    """The mayors' conference ends where its successor begins, and may decide nothing."""
    old = body(run, HUAIHAI, "mayors-conference")
    new = body(run, HUAIHAI, "symposium")
    assert new["succeeds"] == old["id"]
    assert old["dissolved_on"] == new["established_on"] == "2018-12-09"
    assert old["competences"] == []
    deciding = [
        b["id"]
        for b in statute(run, HUAIHAI)["bodies"]
        if any(c["act"] == "decide" for c in b["competences"])
    ]
    assert deciding == ["symposium"]
    later = ("dissolved_on: 2018-12-09", "dissolved_on: 2018-12-10")
    folder = charter_copy("huaihai", {"governance.yaml": [later]})
    assert errors(refused("charter", "check", folder)) == ["overlapping-terms"]


@row("H-GOV-05", part="invitation list")
def test_seats_of_the_symposium(run: Run) -> None:
    """Ten cities with three named seats each, department heads besides; no mayors."""
    (session,) = meetings(run, HUAIHAI, 2024, "symposium")
    named = [seat for seat in session["seats"] if seat["count"] is not None]
    assert len(named) == 30
    assert Counter(seat["office"] for seat in named) == {
        "party-secretary": 10,
        "executive-vice-mayor": 10,
        "party-secretary-general": 10,
    }
    heads = [seat for seat in session["seats"] if seat["count"] is None]
    assert {seat["office"] for seat in heads} == {"department-head"}
    assert len({seat["member"] for seat in heads}) == 10
    assert {"member": "suzhou", "body": None, "office": "party-secretary-general",
            "count": 1} in session["seats"]  # fmt: skip


@row("H-GOV-06", part="invitees hold no seat")
def test_invitees_are_no_party(run: Run) -> None:
    """Ministries and provinces are invited; every seat belongs to a member city."""
    symposium = body(run, HUAIHAI, "symposium")
    assert [invitee["zh"] for invitee in symposium["invitees"]] == [
        "国家部委",
        "省级层面有关领导",
    ]
    assert {seat["per"] for seat in symposium["seats"]} == {"member"}
    (session,) = meetings(run, HUAIHAI, 2024, "symposium")
    assert all(seat["member"] for seat in session["seats"])


@row("H-GOV-09")
def test_symposium_in_november(run: Run, refused: Run) -> None:
    """December is refused, November fits, and the founding session is an exception."""
    (session,) = meetings(run, HUAIHAI, 2024, "symposium")
    fit = ("governance", "fit", HUAIHAI, session["id"], "--on")
    for day in ("2024-11-01", "2024-11-15", "2024-11-30"):
        assert run(*fit, day)["id"] == session["id"]
    for day in ("2024-12-05", "2024-12-01", "2024-10-31"):
        problem = refused(*fit, day)
        assert problem["code"] == "outside-period"
        assert "2024-11-01 to 2024-11-30" in problem["message"]
        assert "GOV-09" in problem["message"]
    (founding,) = calendar(run, HUAIHAI, 2018)
    assert founding["actual"]["start"] == "2018-12-09"
    assert "A-02" in founding["assumptions"]
    assert run("governance", "fit", HUAIHAI, founding["id"], "--on", "2018-12-09")
    for year in range(2019, 2033):
        (session,) = meetings(run, HUAIHAI, year, "symposium")
        assert session["window"] == {"start": f"{year}-11-01", "end": f"{year}-12-01"}


@row("H-GOV-10")
def test_hosts_in_turn(run: Run) -> None:
    """Ten hosts in ten years, and the eleventh year begins again."""
    hosts = [
        entry["host"]
        for entry in calendar(run, HUAIHAI, 2019, 2031)
        if entry["body"] == "symposium"
    ]
    assert hosts == [
        "huaibei",
        "heze",
        "jining",
        "linyi",
        "lianyungang",
        "shangqiu",
        "suqian",
        "suzhou",
        "xuzhou",
        "zaozhuang",
        "huaibei",
        "heze",
        "jining",
    ]
    for day, host in (
        ("2023-01-01", "lianyungang"),
        ("2023-12-31", "lianyungang"),
        ("2024-01-01", "shangqiu"),
    ):
        assert run("governance", "turn", HUAIHAI, "--on", day)["member"] == host


@row("H-GOV-11")
def test_printed_order_is_kept(run: Run, refused: Run) -> None:
    """By full pinyin the list would differ at four places; the printed one rules."""
    agreement = run("charter", "show", HUAIHAI)["sections"]
    names = {m["id"]: m["name"]["zh"] for m in agreement["charter"]["members"]}
    order = [names[id_] for id_ in agreement["governance"]["rotation"]["order"]]
    printed = "淮北、菏泽、济宁、临沂、连云港、商丘、宿迁、宿州、徐州、枣庄"
    assert "、".join(order) == printed
    by_pinyin = sorted(order, key=lambda name: "".join(lazy_pinyin(name)))
    places = [at for at, name in enumerate(order) if by_pinyin[at] != name]
    assert places == [0, 1, 3, 4]
    assert by_pinyin[:5] == ["菏泽", "淮北", "济宁", "连云港", "临沂"]
    notes = [
        finding
        for finding in run("charter", "check", HUAIHAI)
        if finding["code"] == "order-by-initials"
    ]
    assert len(notes) == 1
    assert "differ at 4 places" in notes[0]["message"]
    assert in_turn(run, HUAIHAI, 2019) == "huaibei"
    assert in_turn(run, HUAIHAI, 2022) == "linyi"
    xuzhou = [y for y in range(2018, 2041) if in_turn(run, HUAIHAI, y) == "xuzhou"]
    assert xuzhou == [2018, 2027, 2037]
    problem = refused("governance", "turn", HUAIHAI, "--on", "2017-12-31")
    assert problem["code"] == "before-first-conference"


def test_sorted_order_is_remarked(run: Run, charter_copy: CharterCopy) -> None:
    """A list sorted by full pinyin is no longer the printed one, and the check says so."""
    pairs = [("[huaibei, heze,", "[heze, huaibei,")]
    findings = run(
        "charter", "check", charter_copy("huaihai", {"governance.yaml": pairs})
    )
    codes = {finding["code"]: finding["severity"] for finding in findings}
    assert codes["order-not-by-initials"] == "warning"
    assert "order-by-initials" not in codes


@row("H-GOV-13")
def test_office_stays_in_xuzhou(
    db: None, run: Run, refused: Run, charter_copy: CharterCopy
) -> None:
    """The office sits in Xuzhou every year while the host moves; it cannot rotate."""
    hosts = set()
    for year in range(2018, 2039):
        shown = run("charter", "show", HUAIHAI, "--as-of", f"{year}-11-15")
        bodies = shown["sections"]["governance"]["bodies"]
        office = next(b for b in bodies if b["id"] == "office")
        assert office["location"]["member"] == "xuzhou"
        assert office["location"]["unit"]["zh"] == "徐州市政府淮海经济区联络处"
        assert office["location"]["clauses"] == ["GOV-13"]
        hosts.add(in_turn(run, HUAIHAI, year))
    assert len(hosts) == 10
    rotating = [("    location:\n", "    location:\n      rotates: true\n")]
    folder = charter_copy("huaihai", {"governance.yaml": rotating})
    findings = refused("charter", "check", folder)
    (fault,) = [f for f in findings if f["severity"] == "error"]
    assert fault["code"] == "location-rotates"
    assert "GOV-13" in fault["message"]
    assert fault["path"].endswith("governance.yaml")
    problem = refused("charter", "plan", folder)
    assert problem["code"] == "charter-broken"
    assert "GOV-13" in problem["findings"][0]["message"]


@row("H-GOV-14", part="limits")
def test_secondment_limits(run: Run) -> None:
    """One or two full-time people from each city, ten to twenty in all."""
    rule = statute(run, HUAIHAI)["secondment"]
    members = run("charter", "show", HUAIHAI)["sections"]["charter"]["members"]
    assert rule["to"] == "office"
    assert rule["full_time"] is True
    assert rule["clauses"] == ["GOV-14"]
    assert (rule["least"] * len(members), rule["most"] * len(members)) == (10, 20)


@row("H-GOV-16", part="what each city must name")
def test_focal_points(run: Run) -> None:
    """Each city names a liaison unit and a person; the tier of cities stands for it."""
    rule = statute(run, HUAIHAI)["focal_points"]
    assert rule == {"bodies": 1, "people": 1, "clauses": ["GOV-16"]}
    cities = body(run, HUAIHAI, "city-mechanisms")
    assert (cities["type"], cities["layer"]) == ("city", "city")
    assert cities["clauses"] == ["GOV-16"]


@row("H-GOV-17")
def test_consultation_in_august(run: Run, refused: Run) -> None:
    """Twenty-four seats in August 2024; September is outside."""
    (meeting,) = meetings(run, HUAIHAI, 2024, "consultation")
    assert Counter(seat["office"] for seat in meeting["seats"]) == {
        "executive-vice-mayor": 10,
        "deputy-secretary-general": 10,
        "lead-unit-head": 4,
    }
    assert sum(seat["count"] for seat in meeting["seats"]) == 24
    heads = [s["body"] for s in meeting["seats"] if s["office"] == "lead-unit-head"]
    assert heads == [
        "group-transport",
        "group-industry",
        "group-ecology",
        "group-society",
    ]
    fit = ("governance", "fit", HUAIHAI, meeting["id"], "--on")
    assert run(*fit, "2024-08-31")["id"] == meeting["id"]
    problem = refused(*fit, "2024-09-02")
    assert problem["code"] == "outside-period"
    assert "2024-08-01 to 2024-08-31" in problem["message"]


@row("H-GOV-18")
def test_chair_of_the_consultation(run: Run, refused: Run) -> None:
    """The executive vice-mayor of that November's host chairs, and nobody else may."""
    for year, city in ((2024, "shangqiu"), (2027, "xuzhou")):
        (meeting,) = meetings(run, HUAIHAI, year, "consultation")
        holder = {"member": city, "office": "executive-vice-mayor"}
        assert meeting["chair"] == meeting["convener"] == holder
        assert meeting["assumptions"] == ["A-05"]
        fit = ("governance", "fit", HUAIHAI, meeting["id"], "--chair")
        assert run(*fit, f"{city}/executive-vice-mayor")["id"] == meeting["id"]
        for other in ("huaibei/executive-vice-mayor", f"{city}/mayor"):
            problem = refused(*fit, other)
            assert problem["code"] == "other-chair"
            assert "GOV-18" in problem["message"]


@row("C-GOV-05")
def test_a_mayor_cannot_be_president(run: Run, refused: Run) -> None:
    """The president is a party secretary: planning Zhuzhou's mayor for 2019 is refused."""
    fit = ("governance", "fit", CHANGZHUTAN, "changzhutan/2019/conference/meeting/1")
    problem = refused(*fit, "--chair", "zhuzhou/mayor")
    assert problem["code"] == "other-chair"
    assert "GOV-05" in problem["message"]
    assert "Zhuzhou mayor cannot chair" in problem["message"]
    assert run(*fit, "--chair", "zhuzhou/party-secretary")["number"] == 1
    assert refused(*fit, "--chair", "changsha/party-secretary")["code"] == "other-chair"


@row("H-GOV-18", part="the other reading of A-05")
def test_chair_under_the_other_reading(run: Run, charter_copy: CharterCopy) -> None:
    """Read as last November's host, August 2024 is Lianyungang's, and 2019 Xuzhou's."""
    chair = "chair: {office: executive-vice-mayor, turn: "
    convener = "convener: {office: executive-vice-mayor, turn: "
    pairs = [(f"{who}current", f"{who}previous") for who in (chair, convener)]
    folder = charter_copy("huaihai", {"governance.yaml": pairs})
    for year, city in ((2019, "xuzhou"), (2020, "huaibei"), (2024, "lianyungang")):
        (meeting,) = meetings(run, folder, year, "consultation")
        assert meeting["chair"]["member"] == meeting["convener"]["member"] == city


@row("H-GOV-20", part="the yearly minimum")
def test_thematic_meetings(run: Run) -> None:
    """One thematic meeting a group and year; with the two conferences six meetings."""
    for year in (2019, 2024):
        entries = calendar(run, HUAIHAI, year)
        assert Counter(entry["body"] for entry in entries) == {
            "symposium": 1,
            "consultation": 1,
            "group-transport": 1,
            "group-industry": 1,
            "group-ecology": 1,
            "group-society": 1,
        }
        assert {entry["modality"] for entry in entries} == {"must"}


@row("H-GOV-27", part="never a duty")
def test_legislative_institute_waits(run: Run, hansa: Hansa) -> None:
    """A body that waits for the right time is conditional, and the calendar is silent."""
    institute = body(run, HUAIHAI, "legislative-institute")
    assert institute["condition"] == "适时"
    assert institute["established_on"] is None
    assert institute["parent"] == "legislative-conference"
    shown = hansa("charter", "show", HUAIHAI, "--lang", "en").out
    (line,) = [line for line in shown.splitlines() if "legislative-institute " in line]
    assert "to be set up when the time is" in line
    assert "overdue" not in shown
    asked = {entry["body"] for entry in calendar(run, HUAIHAI, 2018, 2068)}
    assert "legislative-institute" not in asked


@row("H-GOV-32")
def test_four_tiers(
    run: Run, refused: Run, hansa: Hansa, charter_copy: CharterCopy
) -> None:
    """Four tiers, none empty; only the head and its predecessor stand under nobody."""
    shown = run("charter", "show", HUAIHAI)["sections"]
    layers = [layer["id"] for layer in shown["charter"]["layers"]]
    assert layers == ["decision", "coordination", "execution", "city"]
    groups = shown["governance"]["groups"]
    bodies = [
        *shown["governance"]["bodies"],
        *({**group, **_of_set(groups)} for group in groups["list"]),
    ]
    assert {b["layer"] for b in bodies} == set(layers)
    orphans = [b["id"] for b in bodies if b["parent"] is None]
    assert orphans == ["mayors-conference", "symposium"]
    parents = {b["id"]: b["parent"] for b in bodies}
    for id_ in parents:
        path = [id_]
        while (above := parents[path[-1]]) is not None:
            path.append(above)
        assert path[-1] in orphans
    table = hansa("charter", "show", HUAIHAI).out
    for tier in ("决策层", "协调层", "执行层", "城市层"):
        assert tier in table
    for name in ("协同发展座谈会", "协同发展协商会议", "专题工作协调会"):
        assert name in table
    pairs = [("    parent: symposium\n    location:", "    location:")]
    folder = charter_copy("huaihai", {"governance.yaml": pairs})
    assert errors(refused("charter", "check", folder)) == ["body-without-parent"]


def _of_set(groups: Any) -> dict[str, Any]:
    return {"layer": groups["layer"], "parent": groups["parent"]}


@row("C-GOV-03", part="competence and levels")
def test_two_levels(run: Run) -> None:
    """One plenary at each level; agreements are signed by the mayors alone."""
    plenaries = meetings(run, CHANGZHUTAN, 2024, "conference")
    assert [p["level"] for p in plenaries] == ["secretary", "mayor"]
    for plenary, office in zip(plenaries, ("party-secretary", "mayor"), strict=True):
        assert {seat["office"] for seat in plenary["seats"]} == {office}
        assert len(plenary["seats"]) == 3
    competences = body(run, CHANGZHUTAN, "conference")["competences"]
    levels = {c["act"]: c["level"] for c in competences}
    assert levels["sign-agreement"] == "mayor"
    assert levels["joint-application"] == "secretary"


@row("C-GOV-04")
def test_presidents(run: Run, refused: Run) -> None:
    """Changsha, Zhuzhou, Xiangtan from 2018 on, each through its party secretary."""
    order = ["changsha", "zhuzhou", "xiangtan"]
    turns = {year: in_turn(run, CHANGZHUTAN, year) for year in range(2018, 2033)}
    assert turns == {year: order[(year - 2018) % 3] for year in range(2018, 2033)}
    assert [
        turns[year] for year in (2018, 2019, 2020, 2021, 2023, 2024, 2025, 2026)
    ] == [
        "changsha",
        "zhuzhou",
        "xiangtan",
        "changsha",
        "xiangtan",
        "changsha",
        "zhuzhou",
        "xiangtan",
    ]
    rotation = statute(run, CHANGZHUTAN)["rotation"]
    assert rotation["office"] == "party-secretary"
    assert rotation["name"] == {"zh": "会长", "en": "president"}
    problem = refused("governance", "turn", CHANGZHUTAN, "--on", "2017-06-30")
    assert problem["code"] == "before-first-conference"
    assert "before the first conference" in problem["message"]
    problem = refused("calendar", CHANGZHUTAN, "--from", "2017")
    assert "before the first conference" in problem["message"]


@row("C-GOV-05", part="the office of the president")
def test_president_is_a_party_secretary(run: Run) -> None:
    """At the secretary level the president's party secretary chairs, never a mayor."""
    for year in range(2018, 2033):
        first, *_ = meetings(run, CHANGZHUTAN, year, "conference")
        assert first["level"] == "secretary"
        assert first["chair"] == {
            "member": in_turn(run, CHANGZHUTAN, year),
            "office": "party-secretary",
        }


@row("C-GOV-08", part="the seat")
def test_secretariat_stays_in_changsha(run: Run) -> None:
    """The president moves to Zhuzhou in 2019; the secretariat does not."""
    for year in range(2018, 2022):
        shown = run("charter", "show", CHANGZHUTAN, "--as-of", f"{year}-06-30")
        bodies = shown["sections"]["governance"]["bodies"]
        secretariat = next(b for b in bodies if b["id"] == "secretariat")
        assert secretariat["location"]["member"] == "changsha"
        assert secretariat["location"]["unit"]["zh"] == "长沙市发展和改革委员会"
    assert in_turn(run, CHANGZHUTAN, 2019) == "zhuzhou"
    rule = statute(run, CHANGZHUTAN)["secondment"]
    assert (rule["to"], rule["least"], rule["most"]) == ("secretariat", 1, None)


@row("C-GOV-10")
def test_five_groups(run: Run) -> None:
    """The five groups that both papers name, on an open list."""
    groups = statute(run, CHANGZHUTAN)["groups"]
    names = [group["name"]["zh"] for group in groups["list"]]
    assert names == [
        f"{field}专项小组" for field in ("规划", "交通", "产业", "环保", "公共服务")
    ]
    assert groups["open_list"] is True
    assert groups["declared"] is None


@row("C-GOV-11", part="seats and convener from 2019")
def test_group_leadership(run: Run) -> None:
    """Three heads a group; the convener is the vice-mayor of the president's city."""
    heads = 0
    for year, city in ((2019, "zhuzhou"), (2020, "xiangtan"), (2021, "changsha")):
        held = [
            entry
            for entry in calendar(run, CHANGZHUTAN, year)
            if entry["body"].startswith("group-") and entry["kind"] == "meeting"
        ]
        assert len({entry["body"] for entry in held}) == 5
        holder = {"member": city, "office": "vice-mayor"}
        assert all(entry["convener"] == holder for entry in held)
        assert all(entry["chair"] is None for entry in held)
        first = [entry for entry in held if entry["number"] == 1]
        seated = [seat for e in first for seat in e["seats"] if seat["member"]]
        assert {seat["office"] for seat in seated} == {"vice-mayor"}
        heads = len(seated)
        assert {seat["member"] for seat in seated} == {
            "changsha",
            "zhuzhou",
            "xiangtan",
        }
    assert heads == 15
    assert in_turn(run, CHANGZHUTAN, 2018) == "changsha"


@row("C-GOV-12", part="the yearly minimum")
def test_sixteen_meetings(run: Run) -> None:
    """Two plenaries bind; ten group meetings and four of directors do in principle."""
    held = [e for e in calendar(run, CHANGZHUTAN, 2024) if e["kind"] == "meeting"]
    asked = Counter((e["body"].split("-")[0], e["modality"]) for e in held)
    assert asked == {
        ("conference", "must"): 2,
        ("group", "in-principle"): 10,
        ("drc", "in-principle"): 4,
    }
    assert len(held) == 16
    quarters = [e["window"]["start"] for e in held if e["body"] == "drc-directors"]
    assert quarters == ["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"]


@row("C-GOV-13", part="the circulars of a year")
def test_circulars(run: Run, charter_copy: CharterCopy) -> None:
    """One of the conference, ten of the groups, four of each department line declared."""

    def sent(folder: Path) -> Counter[tuple[str, str]]:
        return Counter(
            (entry["body"].split("-")[0], entry["modality"])
            for entry in calendar(run, folder, 2024)
            if entry["kind"] == "circular"
        )

    printed = {("conference", "must"): 1, ("group", "must"): 10}
    assert sent(CHANGZHUTAN) == printed
    halves = [
        entry["window"]
        for entry in calendar(run, CHANGZHUTAN, 2024)
        if entry["body"] == "group-industry" and entry["kind"] == "circular"
    ]
    assert halves == [
        {"start": "2024-01-01", "end": "2024-07-01"},
        {"start": "2024-07-01", "end": "2025-01-01"},
    ]
    line = """\
  - id: department-health
    name: {zh: 卫生健康部门, en: Health departments}
    type: coordination
    layer: implementation
    parent: conference
    cadences:
      - {kind: circular, every: quarter, modality: in-principle, clauses: [GOV-13]}
    clauses: [GOV-13]
groups:
"""
    declared = charter_copy("changzhutan", {"governance.yaml": [("groups:\n", line)]})
    assert sent(declared) == {**printed, ("department", "in-principle"): 4}
    held = [e for e in calendar(run, declared, 2024) if e["kind"] == "meeting"]
    assert len(held) == 16


@row("C-GOV-18", part="the place proposed")
def test_place_of_the_conference(run: Run) -> None:
    """No place is printed: the president's city is assumed, and the gap is listed."""
    for year, city in ((2019, "zhuzhou"), (2020, "xiangtan")):
        for plenary in meetings(run, CHANGZHUTAN, year, "conference"):
            assert plenary["host"] == city
            assert "A-33" in plenary["assumptions"]
    gaps = run("charter", "gaps", CHANGZHUTAN)
    (place,) = [gap for gap in gaps if "GOV-18" in gap["clauses"]]
    assert place["status"] == "text-not-supplied"


@row("C-GOV-20", part="the bodies")
def test_four_programme_bodies(run: Run) -> None:
    """Three trunks, two rails, four links and intercity buses have a body each."""
    programmes = [
        b for b in statute(run, CHANGZHUTAN)["bodies"] if b["type"] == "programme"
    ]
    assert [b["programme"] for b in programmes] == [
        "three-trunks",
        "two-rails",
        "four-links",
        None,
    ]
    for name, b in zip(("三干", "两轨", "四连线", "城际公交"), programmes, strict=True):
        assert name in b["name"]["zh"]
        assert b["clauses"] == ["GOV-20"]
        assert b["parent"] == "group-transport"


@row("C-GOV-22", part="the portfolio")
def test_rail_platform(run: Run) -> None:
    """The platform stands for the two rail studies of 两轨, and for no others."""
    platform = body(run, CHANGZHUTAN, "rail-platform")
    assert (platform["type"], platform["domain"]) == ("platform", "transport")
    assert {mandate["clause"] for mandate in platform["mandates"]} == {"GOV-22"}
    portfolio = run("projects", CHANGZHUTAN, "--programme", "两轨")
    assert [w["name"]["zh"] for w in portfolio["works"]] == [
        "长沙西—湘潭北—株洲西",
        "长沙南—株洲西",
    ]
    assert {w["stage"] for w in portfolio["works"]} == {"study"}


def test_fit_of_an_unknown_entry(refused: Run) -> None:
    """An entry that the calendar does not ask for is missing, with the nearest one."""
    wanted = ("governance", "fit", HUAIHAI)
    for id_, nearest in (
        ("huaihai/2024/symposium/meeting/2", "huaihai/2024/symposium/meeting/1"),
        ("huaihai/99999/symposium/meeting/1", ""),
        ("huaihai/²/symposium/meeting/1", ""),
        ("symposium", ""),
    ):
        problem = refused(*wanted, id_, "--on", "2024-11-15")
        assert problem["code"] == "entry-missing"
        assert nearest in problem["remedy"]
    problem = refused(*wanted, "huaihai/2017/symposium/meeting/1", "--on", "2017-11-15")
    assert problem["code"] == "before-first-conference"


def test_fit_for_people(hansa: Hansa) -> None:
    """People get one sentence; a day that is none is a slip of the pen."""
    entry = "huaihai/2024/symposium/meeting/1"
    ran = hansa(
        "governance", "fit", HUAIHAI, entry, "--on", "2024-11-15", "--lang", "en"
    )
    assert (ran.code, ran.out) == (0, f"2024-11-15 keeps to the period of {entry}.\n")
    assert hansa("governance", "fit", HUAIHAI, entry, "--on", "November").code == 2
    assert hansa("governance", "fit", HUAIHAI, entry).code == 2
    ran = hansa("governance", "fit", HUAIHAI, entry, "--on", "2024-12-05")
    assert ran.code == 1
    assert "2024-11-30" in ran.err


def test_turn_for_people(hansa: Hansa) -> None:
    """Who is in turn, why, and the clauses; in both languages."""
    ran = hansa("governance", "turn", HUAIHAI, "--on", "2024-06-01", "--lang", "en")
    assert ran.out.splitlines() == [
        "2024-06-01: Shangqiu",
        "Shangqiu is place 6 of 10 in the printed order; Lianyungang had the turn before.",
        "Clauses: GOV-10, GOV-11",
    ]
    ran = hansa("governance", "turn", HUAIHAI, "--on", "2024-06-01")
    assert ran.out.splitlines()[0].endswith("商丘")
    assert "连云港" in ran.out
