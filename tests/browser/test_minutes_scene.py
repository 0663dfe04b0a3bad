"""The demonstration, 3:00: minutes on paper, one word changed, an excerpt, the kit."""

import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open

LEADS = ("牵头单位：", "责任单位：", "完成时限：")


def _taken(page: Page, link: Locator, to: Path) -> Path:
    """Take a file by one click."""
    with page.expect_download() as download:
        link.click()
    kept = to / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


def _minutes(visit: Open, day: str) -> Page:
    """Open the minutes of the symposium of a day, from the list of sessions."""
    page = visit("/huaihai/governance/sessions/?year=" + day[:4], who="office")
    row = page.locator("tbody tr", has_text="协同发展座谈会").filter(has_text=day)
    row.get_by_role("link").first.click()
    page.get_by_role("link", name="本次会议纪要").first.click()
    return page


def _words(document: Docx) -> list[str]:
    return [one.text for one in document.paragraphs if one.text]


def test_the_paper_of_the_minutes(visit: Open, tmp_path: Path) -> None:
    """3:00: ten governments issue six decisions, each with its units and its day."""
    page = _minutes(visit, "2025-11-13")
    expect(page.locator("main")).to_contain_text("联合印发")
    link = page.get_by_role("link", name="下载docx").first
    document = Document(str(_taken(page, link, tmp_path)))
    organs, mark = document.tables[0].rows[0].cells
    assert organs.text.split()[0] == "宿迁市人民政府", "the host stands first"
    assert len(organs.text.split()) == 10
    assert mark.text == "纪要"
    lines = _words(document)
    decided = [one for one in lines if one.startswith(LEADS[0])]
    assert len(decided) == 6
    for line in decided:
        assert all(label in line for label in LEADS)
    blocks = [
        one[:3] for one in lines if one[2:3] == "：" and one[:2] in "出席请假列席"
    ]
    assert blocks == ["出席：", "请假："]


def test_one_changed_word_comes_back(visit: Open, tmp_path: Path) -> None:
    """3:00: of a document that was edited, the one word and whose comment it answers."""
    page = _minutes(visit, "2025-11-13")
    file = _taken(page, page.get_by_role("link", name="下载docx").first, tmp_path)
    document = Document(str(file))
    for one in document.paragraphs:
        for run in one.runs:
            run.text = run.text.replace("同意编制毗邻", "同意逐项编制毗邻")
    document.save(str(file))
    page.get_by_role("link", name="与文稿比对").click()
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button.main").click()
    expect(page.locator("h1")).to_contain_text("不一致1处")
    (row,) = page.locator("table.list tbody tr").all()
    expect(row).to_contain_text("编制毗邻地区断头路清单")
    expect(row.locator("ins")).to_have_text("逐项")
    expect(row.locator("del")).to_have_count(0)
    expect(row).to_contain_text("商丘")
    expect(page.locator("main")).to_contain_text("GB/T 9704-2012")
    expect(page.locator("main .chip.amber")).to_have_count(0)


def test_an_excerpt_in_one_click_and_one_folder(visit: Open, tmp_path: Path) -> None:
    """3:00: what concerns Zaozhuang's transport bureau; every paper in one folder."""
    page = visit("/huaihai/governance/sessions/?year=2026", who="office")
    row = page.locator("tbody tr", has_text="协同发展座谈会").filter(
        has_text="2026-11-19"
    )
    row.get_by_role("link").first.click()
    session = page.url
    page.goto(session + "excerpts/")
    unit = page.locator("tbody tr", has_text="枣庄市交通运输局")
    excerpt = Document(str(_taken(page, unit.get_by_role("link"), tmp_path)))
    words = "".join(_words(excerpt))
    assert "枣庄市交通运输局：" in words
    assert "牵头单位：徐州市交通运输局" in words
    page.goto(session + "invitations/")
    kit = _taken(page, page.get_by_role("link", name="会议材料"), tmp_path)
    with zipfile.ZipFile(kit) as packed:
        names = packed.namelist()
    (folder,) = {name.split("/")[0] for name in names}
    papers = {name.removeprefix(f"{folder}/") for name in names}
    assert papers >= {
        "会议通知.docx",
        "回执汇总.xlsx",
        "签到表.xlsx",
        "桌签.docx",
        "摘编/枣庄市交通运输局.docx",
    }
