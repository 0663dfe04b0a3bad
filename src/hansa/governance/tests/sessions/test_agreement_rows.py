"""The row of the yearly agreement, through the commands."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from conftest import Hansa, Run
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.tests.people import HUAIHAI

pytestmark = pytest.mark.usefixtures("leagues")

H, C = "huaihai", "changzhutan"
TITLES = [f"事项{number}" for number in range(1, 7)]
CONSENT = ("consent", "--office", "市政府", "--evidence", "复函1号")
YES = ("--words", "同意。", "--principle-only")

On = Callable[[str], None]


@pytest.fixture
def on(settings: Any) -> On:
    """Stand at noon of a day."""

    def stand(day: str) -> None:
        noon = datetime.combine(date.fromisoformat(day), time(12), LEAGUE_ZONE)
        settings.HANSA_CLOCK = noon.astimezone(UTC)

    return stand


@pytest.fixture
def problem(hansa: Hansa) -> Callable[..., Any]:
    """Run a command that must be refused, and read why."""

    def refuse(*words: str) -> Any:
        ran = hansa("agreement", *words, "--json", "--lang", "en")
        assert ran.code == 1, ran.err or ran.out
        return json.loads(ran.out)

    return refuse


def decided_in_2024(run: Run, on: On) -> str:
    """Hold August and November of 2024: six decisions, of which one finds no consensus."""
    on("2024-08-20")
    session = run("session", "convene", H, "consultation", "--on", "2024-08-20")["id"]
    for title in TITLES:
        put = ("--class", "issue", "--act", "clear")
        run("session", "put", H, session, title, *put)
    run("session", "open", H, session)
    for place in range(1, 7):
        run("session", "dispose", H, session, str(place), "decided", *YES)
    run("session", "close", H, session)
    on("2024-11-15")
    session = run("session", "convene", H, "symposium", "--on", "2024-11-15")["id"]
    for title in TITLES:
        put = ("--class", "issue", "--act", "decide")
        run("session", "put", H, session, title, *put)
    run("session", "open", H, session)
    for place in range(1, 7):
        for city in HUAIHAI:
            run("session", "position", H, session, str(place), city, *CONSENT)
        run("session", "dispose", H, session, str(place), "decided", *YES)
    back = ("object", "--office", "临沂市政府", "--evidence", "复函2号")
    run("session", "position", H, session, "4", "linyi", *back)
    run("session", "close", H, session)
    return str(session)


@pytest.mark.row("H-GOV-08")
def test_the_agreement_of_a_year_with_five_articles_and_ten_signatures(
    run: Run, hansa: Hansa, on: On, problem: Callable[..., Any], tmp_path: Path
) -> None:
    """Five articles and ten slots; one character altered after signing is found."""
    decided_in_2024(run, on)
    on("2024-11-18")
    name = "symposium/2024"
    draft = run("agreement", "draft", H, name)
    assert [one["heading"] for one in draft["text"]["articles"]] == [
        *TITLES[:3],
        *TITLES[4:],
    ]
    assert draft["asked"] == len(draft["unsigned"]) == 10
    worded = run("agreement", "word", H, name, "closing", "本协议一式十份。")
    assert [one["number"] for one in worded["versions"]] == [1, 2]
    assert problem("publish", H, name)["code"] == "agreement-elsewhere"
    run("agreement", "circulate", H, name)
    paper = tmp_path / "签字页.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    for city in HUAIHAI[:9]:
        shown = ("--office", "市政府", "--paper", str(paper))
        found = run("agreement", "sign", H, name, city, *shown)
    assert found["unsigned"] == ["heze"]
    assert found["lacks"][0]["message"].startswith("The signature of Heze")
    assert problem("sign", H, name, "heze")["code"] == "evidence-needed"
    shown = ("--office", "菏泽市政府", "--evidence", "菏政函〔2024〕9号")
    sealed = run("agreement", "sign", H, name, "heze", *shown)
    assert (sealed["state"], sealed["signed"]) == ("sealed", 10)
    published = run("agreement", "publish", H, name)
    assert published["reference"] == "协同发展座谈会协议〔2024〕1号"
    (listed,) = run("agreement", "list", H, "--year", "2024")
    assert listed["seal"] == sealed["seal"]

    for suffix in ("json", "docx"):
        file = tmp_path / f"agreement.{suffix}"
        assert hansa("agreement", "export", H, name, str(file)).code == 0
        good = run("agreement", "verify", H, name, str(file))
        assert good["holds"]
        assert good["computed"] == published["digest"]
    assert verified(hansa, name, alter_json(tmp_path), "article 3, character 1")
    assert verified(hansa, name, alter_docx(tmp_path), "article 3, character 1")


def alter_json(folder: Path) -> Path:
    """Alter one character of the third article in the file for programs."""
    content = json.loads((folder / "agreement.json").read_text(encoding="utf-8"))
    third = content["text"]["articles"][2]
    third["words"] = "不" + third["words"][1:]
    altered = folder / "altered.json"
    altered.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return altered


def alter_docx(folder: Path) -> Path:
    """Alter one character of the third article in the docx."""
    document = Document(str(folder / "agreement.docx"))
    said = [one.text for one in document.paragraphs]
    third = next(n for n, one in enumerate(said) if one.startswith("第三条"))
    run = document.paragraphs[third + 1].runs[0]
    run.text = "不" + run.text[1:]
    altered = folder / "altered.docx"
    document.save(str(altered))
    return altered


def verified(hansa: Hansa, name: str, file: Path, where: str) -> bool:
    """Tell whether a file fails, at the only place where it was altered."""
    ran = hansa("agreement", "verify", H, name, str(file), "--json", "--lang", "en")
    found = json.loads(ran.out)
    (only,) = found["differences"]
    said = hansa("agreement", "verify", H, name, str(file), "--lang", "en")
    assert (ran.code, said.code) == (1, 1)
    assert found["computed"] != found["recorded"]
    assert only["written"] == "不"
    return where in said.out


def test_an_agreement_is_shown_withdrawn_and_assembled_by_command(
    run: Run, hansa: Hansa, on: On, problem: Callable[..., Any]
) -> None:
    """What a person types and reads; each part is worded, none is invented."""
    decided_in_2024(run, on)
    on("2024-11-18")
    name = run("agreement", "draft", H, "symposium/2024")["id"]
    for part, words in (
        ("title", "合作协议"),
        ("title-en", "Agreement"),
        ("preamble", "为落实共识，制定本协议。"),
    ):
        assert words in json.dumps(
            run("agreement", "word", H, name, part, words), ensure_ascii=False
        )
    article = ("article", "照办。", "--article", "2")
    assert run("agreement", "word", H, name, *article)["version"] == 5
    assert problem("word", H, name, "signature", "x")["code"] == "part-unknown"
    assert problem("assemble", H, name)["code"] == "nothing-changed"
    assert problem("show", H, "symposium/2023")["code"] == "session-missing"
    assert (
        "is out for signature"
        in hansa("agreement", "circulate", H, name, "--lang", "en").out
    )
    said = hansa("agreement", "show", H, name, "--lang", "en").out
    assert "第二条　事项2" in said
    assert "The signature of Xuzhou is missing." in said
    assert "0/10" in hansa("agreement", "list", H, "--lang", "en").out
    back = run("agreement", "withdraw", H, name, "--reason", "第二条有误。")
    assert back["versions"][4]["reason"] == "第二条有误。"
    assert back["state"] == "draft"


def test_secretaries_of_changzhutan_sign_no_agreement(
    run: Run, on: On, problem: Callable[..., Any]
) -> None:
    """The command names the mayors' level as competent."""
    on("2025-05-20")
    where = ("conference", "--level", "secretary", "--on", "2025-05-20")
    session = run("session", "convene", C, *where)["id"]
    run("session", "open", C, session)
    refused = problem("draft", C, session)
    assert refused["code"] == "competence"
    assert "mayor" in refused["message"]
    assert "GOV-15" in refused["message"]
