"""The demonstration, scene by scene, as far as this part has it. Source: ``demo.md``."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from conftest import Hansa
from tests.browser.conftest import Open

PHONE = {"viewport": {"width": 390, "height": 844}}


def test_whose_turn_is_it(visit: Open) -> None:
    """0:00: a visitor asks whose turn it is, why, then, elsewhere and in English."""
    page = visit("/huaihai/")
    expect(page.locator(".banner")).to_contain_text("演示时间 2026-11-24 09:00")
    expect(page.locator("main .kicker")).to_contain_text("4省10市")
    expect(page.locator("h1")).to_contain_text("宿州")
    expect(page.locator("h1")).to_contain_text("徐州")
    turns = page.locator(".turns li")
    assert "宿州2026" in _tight(turns)
    assert "徐州2027" in _tight(turns)
    assert "枣庄2028" in _tight(turns)
    page.get_by_text("为什么").first.click()
    why = page.locator("details.why[open]")
    expect(why).to_contain_text("GOV-11")
    expect(why).to_contain_text("徐州，2018年")
    expect(why).to_contain_text("2019")
    expect(why).to_contain_text("(2026 − 2019) mod 10 = 7")
    expect(why).to_contain_text(
        "淮北、菏泽、济宁、临沂、连云港、商丘、宿迁、宿州、徐州、枣庄"
    )
    expect(why).to_contain_text("HB · HZ · JN · LY · LYG · SQ · SQ · SZ · XZ · ZZ")
    _founding(page)
    page.locator("header summary", has_text="淮海经济区").click()
    page.get_by_role("link", name="长株潭城市群").click()
    page.locator("header details.past > summary").click()
    page.locator("header details.past a").click()
    expect(page.locator("h1")).to_contain_text("会长：湘潭")
    assert "长沙2027" in _tight(page.locator(".turns li"))
    page.get_by_text("为什么").first.click()
    expect(page.locator("details.why[open]")).to_contain_text("湘潭市委书记")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("h1")).to_contain_text("Xiangtan")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("h1")).to_contain_text("湘潭")


def _founding(page: Page) -> None:
    """Move the whole page to the day of signing: founding, and the year inferred."""
    page.locator("header summary", has_text="截至日期").click()
    page.locator("#as-of").fill("2018-12-09")
    page.locator("header details[open]").get_by_role("button").click()
    expect(page.locator("header details.past")).to_contain_text("2018-12-09")
    expect(page.locator("h1")).to_contain_text("2018年承办城市：徐州")
    page.get_by_text("为什么").first.click()
    expect(page.locator("details.why[open]")).to_contain_text("首任")
    page.goto("/huaihai/governance/calendar/?from=2018&to=2018&as-of=2018-12-09")
    row = page.locator("tbody tr", has_text="2018-12-09")
    expect(row).to_contain_text("年份推定")
    expect(row).to_contain_text("徐州")


def _tight(found: object) -> str:
    return re.sub(r"\s", "", " ".join(found.all_inner_texts()))  # type: ignore[attr-defined]  # a locator


def test_what_does_the_office_do_this_morning(visit: Open) -> None:
    """1:00: what is missing from whom, the text to copy, the reminder and its receipt."""
    page = visit("/start/", who="office")
    expect(page.locator("h1")).to_contain_text(
        "今天要办4件：2026年座谈会纪要（征求意见稿）2市未办"
    )
    row = page.locator(".duty", has_text="纪要（征求意见稿）").first
    expect(row).to_contain_text("2026-11-27")
    expect(row).to_contain_text("8 / 10")
    expect(row.locator(".chip", has_text="临沂")).to_be_visible()
    expect(row.locator(".chip", has_text="商丘")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row.get_by_role("link", name="复制通知文字").click()
    expect(page.locator("h1")).to_contain_text("尚未")
    page.get_by_role("button", name="并复制文字").click()
    page.wait_for_url("**/huaihai/notices/")
    words = page.evaluate("navigator.clipboard.readText()")
    assert "临沂" in words
    assert "商丘" in words
    assert "17:30" in words
    assert words.endswith("联系人：综合组。")
    assert len(words) <= 140
    page.goto("/huaihai/notices/?receipt=open&city=linyi")
    line = page.locator("tbody tr", has_text="纪要（征求意见稿）").first
    expect(line).to_contain_text("待签收")
    page.goto("/huaihai/journal/")
    sent = page.locator("tbody tr", has_text="发出通知").first
    expect(sent).to_contain_text("2026-11-24 09:00")


def test_the_gate_that_protects_the_leaders(visit: Open) -> None:
    """2:00: what August did not clear is not signed in November; the way out is said."""
    page = visit("/huaihai/governance/sessions/", who="office")
    page.locator("tbody tr", has_text="协同发展座谈会").first.get_by_role(
        "link"
    ).first.click()
    expect(page.locator("h1")).to_contain_text("2026-11-19")
    expect(page.locator(".answer")).to_contain_text("可以闭会")
    expect(page.locator("main")).to_contain_text("29/30")
    expect(page.locator(".matrix tbody tr")).to_have_count(6)
    page.locator("#put summary").click()
    page.locator("#id_put-title").fill("淮海旅游年卡发行协议")
    page.locator("#id_put-class_id").select_option("matter")
    page.locator("#id_put-act").select_option("sign")
    page.locator("#put button").click()
    refused = page.locator("#put .fault", has_text="未经审定")
    expect(refused).to_contain_text("2026-08-20，宿州市常务副市长主持，24个席位")
    expect(refused).to_contain_text("GOV-19")
    expect(refused).to_contain_text("紧急上会")
    expect(page.locator("#id_put-title")).to_have_value("淮海旅游年卡发行协议")
    page.locator("#id_put-urgent_reason").fill("景区集中开业。")
    page.locator("#put button").click()
    faults = page.locator("#put")
    expect(faults).to_contain_text("紧急上会须有文件和理由")


def test_a_fact_is_never_refused(visit: Open) -> None:
    """2:00: the December day of 2018 is recorded, though every other year asks November."""
    page = visit("/huaihai/governance/records/new/", who="office")
    page.locator("select[name=body]").select_option("symposium")
    page.locator("input[name=first]").fill("2018-12-09")
    page.locator("input[name=year]").fill("2018")
    page.locator("main form button.main").last.click()
    expect(page.locator("h1")).to_contain_text("协同发展座谈会：2018-12-09召开")
    expect(page.locator("main")).to_contain_text("协同发展座谈会2018年第1次会议")
    expect(page.locator("main .fault")).to_have_count(0)
    page.locator(".toasts button", has_text="撤销").click()
    expect(page.locator("h1")).not_to_contain_text("2018-12-09召开")


def test_the_symposium_is_on_record(visit: Open) -> None:
    """1:00: it was held on 2026-11-19 in Suzhou, inside its month."""
    page = visit("/huaihai/governance/calendar/?from=2026&to=2026")
    row = page.locator("tbody tr", has_text="协同发展座谈会")
    expect(row).to_contain_text("2026-11-01 – 2026-11-30")
    expect(row).to_contain_text("2026-11-19")
    expect(row).to_contain_text("宿州")
    expect(row.locator(".chip.amber", has_text="时段外")).to_have_count(0)


def test_every_work_is_on_paper(visit: Open) -> None:
    """What scrolls beside the map on a screen stands whole on paper."""
    page = visit("/huaihai/delivery/works/")
    page.emulate_media(media="print")
    clipped = page.eval_on_selector_all(
        ".beside-map li",
        """lines => lines.filter(line => {
          const box = line.getBoundingClientRect();
          const list = line.parentElement.getBoundingClientRect();
          return box.height === 0 || box.bottom > list.bottom + 1;
        }).map(line => line.textContent)""",
    )
    assert page.locator(".beside-map li").count() > 5
    assert clipped == []


def test_the_calendar_is_narrowed_where_it_stands(visit: Open) -> None:
    """A filter draws heading, wheel and list anew; without scripts its button does."""
    for scripts in (True, False):
        page = visit(
            "/huaihai/governance/calendar/?from=2026&to=2026",
            java_script_enabled=scripts,
        )
        page.locator("#filter-recorded").select_option("coming")
        page.locator("#filter").click()
        expect(page.locator("h1")).to_contain_text("共1条")
        expect(page.locator("tbody tr")).to_have_count(1)
        arc = page.locator("svg.wheel a").first
        expect(arc).to_have_attribute("href", re.compile("page=1#huaihai/2026/"))


def test_a_leader_reads_one_page(visit: Open) -> None:
    """8:45: one sheet on a phone, three figures, what needs a decision, no menu, paper."""
    page = visit("/start/", who="leader-suzhou", **PHONE)
    expect(page).to_have_url("/huaihai/briefing/")
    expect(page.locator(".figure")).to_have_count(3)
    matters = page.locator(".matter")
    expect(matters).to_have_count(5)
    for matter in matters.all():
        expect(matter).to_contain_text("建议")
    for menu in ("nav.rail", "header.top", "input", "details.menu"):
        expect(page.locator(menu)).to_have_count(0)
    expect(page.locator("header.bare").locator("a, button")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    for gone in (".banner", "header.bare"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(matters.first).to_be_visible()
    paper = page.pdf(prefer_css_page_size=True)
    (box,) = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", paper)
    width, height = map(float, box)
    assert (round(width), round(height)) == (595, 842), "one page, A4, upright"


def test_a_page_without_a_rail_has_the_whole_width(visit: Open) -> None:
    """On a desk the leader's sheet is as wide as a sheet, not as a rail."""
    page = visit("/huaihai/briefing/", who="leader-suzhou")
    page.set_viewport_size({"width": 1380, "height": 900})
    box = page.locator(".sheet-a4").bounding_box()
    assert box is not None
    assert box["width"] == 800
    assert abs(box["x"] + box["width"] / 2 - 690) < 10


def test_a_resident_in_thirty_seconds(visit: Open) -> None:
    """9:15: choose a city, read what the agreement promises and how it stands."""
    page = visit("/huaihai/resident/", **PHONE)
    expect(page.locator("h1")).to_contain_text("城市")
    assert page.locator(".resident .button").count() == 10
    page.get_by_role("link", name="商丘").click()
    expect(page.locator("h1")).to_contain_text("协议")
    themes = page.locator("details.theme")
    assert 3 < themes.count() < 12
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 2200, "a field is chosen, and not all of them scrolled through"
    themes.first.locator("summary").click()
    promises = themes.first.locator(".timeline li")
    expect(promises.first).to_be_visible()
    expect(page.get_by_text("本系统尚未接入")).to_be_visible()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.resident')).fontSize")
        == "18px"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    promises.first.get_by_role("link", name="原文表述").click()
    expect(page.locator("blockquote").first).to_be_visible()


def test_a_resident_is_heard_and_answered(visit: Open) -> None:
    """9:15: comment on the draft open until 2026-12-24; later see why, or why not."""
    page = visit("/changzhutan/resident/?city=changsha", **PHONE)
    page.get_by_role("link", name="换乘优惠办法").click()
    expect(page.locator(".answer")).to_contain_text("接受意见至2026-12-24止")
    page.locator("#id_words").fill("请把换乘时间放宽到120分钟。")
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("h1")).to_contain_text("您的意见已收到")
    code = page.locator("dl.facts code").inner_text()
    page.goto("/changzhutan/governance/consultations/receipts/")
    page.locator("#number").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="查询").click()
    expect(page.locator("main")).to_contain_text("请把换乘时间放宽到120分钟。")
    expect(page.locator("main")).to_contain_text("正在征求意见")
    page.goto("/changzhutan/governance/consultations/?state=published")
    page.get_by_role("link", name="养老服务补贴").click()
    replies = page.locator("#replies")
    expect(replies).to_contain_text("采纳")
    expect(replies).to_contain_text("未采纳")
    expect(replies).to_contain_text("补贴由户籍地财政负担")


@pytest.mark.django_db
def test_and_our_agreement(tmp_path: Path, hansa: Hansa, client: Client) -> None:
    """9:40: a third league from three names, one mistake found, 2026 stays, 2027 moves."""
    made = hansa(
        "charter", "new", "demo3", "--city", "甲市", "--city", "乙市", "--city", "丙市",
        "--at", tmp_path,
    )  # fmt: skip
    assert made.code == 0, made.err
    folder = tmp_path / "demo3"
    assert hansa("charter", "apply", folder).code == 0
    rules = folder / "governance.yaml"
    month = re.search(r"month: (\d+)", rules.read_text(encoding="utf-8"))
    assert month is not None
    rules.write_text(
        rules.read_text(encoding="utf-8").replace(month[0], "month: 13", 1),
        encoding="utf-8",
    )
    checked = hansa("charter", "check", folder)
    assert checked.code == 1
    line = (
        rules.read_text(encoding="utf-8")[
            : rules.read_text(encoding="utf-8").index("month: 13")
        ].count("\n")
        + 1
    )
    assert f"governance.yaml:{line}:" in checked.out + checked.err
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("month: 13", "month: 5", 1),
        encoding="utf-8",
    )
    planned = hansa("charter", "plan", folder, "--effective", "2027-01-01")
    assert planned.code == 0, planned.err
    lines = planned.out.splitlines()
    assert any("2026年" in line and "不变" in line for line in lines)
    moved = "由“2027-11-01至2027-11-30，乙市市长”改为“2027-05-01至2027-05-31，乙市市长”"
    assert any(moved in line for line in lines)
    applied = hansa("charter", "apply", folder, "--effective", "2027-01-01")
    assert applied.code == 0, applied.err
    written = hansa("calendar", "demo3", "--from", "2026", "--to", "2027", "--json").out
    held = {
        entry["id"]: entry["window"]["start"]
        for entry in json.loads(written)
        if entry["body"] == "conference"
    }
    assert held == {
        "demo3/2026/conference/meeting/1": "2026-11-01",
        "demo3/2027/conference/meeting/1": "2027-05-01",
    }
    fed = client.get("/demo3/calendar.ics").content.decode()
    assert "DTSTART;VALUE=DATE:20270501" in fed
    assert hansa("governance", "feed", "demo3").out == fed
    page = client.get("/demo3/", headers={"accept-language": "zh-CN"})
    assert "乙市" in page.content.decode()
    assert hansa("journal", "verify").code == 0


def test_the_journal_of_these_ten_minutes(visit: Open) -> None:
    """9:40: every step is on record, in order, unbroken."""
    page = visit("/huaihai/journal/?verify=1", who="office")
    expect(page.locator("h1")).not_to_have_class(re.compile("late"))
    expect(page.locator("h1 .late")).to_have_count(0)
    assert page.locator("tbody tr").count() > 20
