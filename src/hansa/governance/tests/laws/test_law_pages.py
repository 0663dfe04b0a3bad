"""Pages and API of joint legislation."""

import io
import json
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from hansa.chassis.actor import Role
from hansa.governance.reads import laws as reads
from hansa.governance.services.laws import table
from hansa.governance.tests.laws import drafts
from hansa.governance.tests.laws.drafts import NOON, OFFICE, H
from hansa.governance.tests.people import account, browser, program

API = "/api/v1/leagues/huaihai/laws"
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def noon(settings: Any) -> None:
    """Stand at noon of the day of the demonstration."""
    settings.HANSA_CLOCK = NOON


@pytest.fixture
def office(leagues: None) -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT, None))


@pytest.fixture
def huaibei(leagues: None) -> Client:
    """The liaison of 淮北, signed in."""
    return browser(account(Role.CITY_LIAISON, "huaibei"))


@pytest.fixture
def law(leagues: None) -> UUID:
    """A dossier with its three drafts."""
    law = drafts.enter()
    drafts.bring_all(law)
    return law


def page(name: str, *parts: Any) -> str:
    """Give the address of a page of governance."""
    return reverse(f"governance:{name}", args=[H, *parts])


def read(answer: Any) -> str:
    """Read a page as one line."""
    return " ".join(answer.content.decode().split())


def act(client: Client, law: UUID, name: str, **typed: object) -> tuple[int, str]:
    """Send a form of a dossier, follow, and read the page."""
    typed.setdefault("revision", drafts.revision(law))
    body = {f"{name}-{field}": value for field, value in typed.items()}
    answer = client.post(page("law-act", law, name), body, follow=True)
    return answer.status_code, read(answer)


def on_row(
    client: Client, law: UUID, label: str, name: str, **typed: object
) -> tuple[int, str]:
    """Send a form of the row in which an article of 徐州 stands."""
    ref = drafts.ref("xuzhou", label)
    typed.setdefault("revision", drafts.revision(law))
    body = {f"{name}-{field}": value for field, value in typed.items()}
    address = page("law-row-act", law, ref.member, ref.key, name)
    answer = client.post(address, body, follow=True)
    return answer.status_code, read(answer)


def test_a_rule_is_entered_and_its_body_is_said_to_wait(office: Client) -> None:
    """The form keeps what it refuses; the list says that its body is 协商组建."""
    typed = {
        "title": "湖泊保护条例",
        "body": "legislative-conference",
        "year": 2026,
        "lead": "jining",
        "members": ["jining"],
    }
    answer = office.post(page("law-new"), typed)
    assert answer.status_code == 422
    assert "At least two cities draft a rule together" in read(answer)
    assert "湖泊保护条例" in read(answer)
    two = {**typed, "members": ["jining", "zaozhuang"]}
    shown = read(office.post(page("law-new"), two, follow=True))
    assert "Drafts brought: 0 of 2." in shown
    assert "The table begins once two cities have brought their drafts." in shown
    listed = read(office.get(page("laws")))
    assert "Rules drafted together: 1; divergences are open in 0" in listed
    assert "body not set up yet" in listed
    assert "协商组建" in listed
    assert "GOV-26" in listed


def test_drafts_stand_side_by_side_with_their_differences(
    office: Client, law: UUID
) -> None:
    """Each row has a cell for each city; what differs is marked by more than a colour."""
    shown = read(office.get(page("law", law)))
    assert "Open divergences: 3; concordant are 4 of 7 articles (57.1 %)." in shown
    unseen = '<mark class="differs"><span class="unseen">differs: </span>15日</mark>'
    assert unseen in shown
    assert "missing here" in shown
    missing = read(office.get(page("law", law), {"show": "missing"}))
    assert missing.count('<td class="number"') == 1
    assert read(office.get(page("law", law), {"show": "wording"})).count(
        "No row is left here"
    )
    assert office.get(page("law", law), {"show": "all"}).status_code == 422


def test_a_city_brings_its_draft_by_page(huaibei: Client, law: UUID) -> None:
    """As text or as a file, as the next version; a form out of date keeps its words."""
    words = drafts.HUAIBEI.replace("15日", "三十日")
    sent = {"member": "huaibei", "former": 1, "words": words}
    status, shown = act(huaibei, law, "bring", **sent)
    assert (status, "The draft is kept as version 2." in shown) == (200, True)
    assert "Open divergences: 2" in shown
    status, shown = act(huaibei, law, "bring", **{**sent, "words": drafts.HUAIBEI})
    assert status == 409
    assert "Another version of this draft was brought meanwhile." in shown
    assert "15日内申请登记" in shown
    assert 'name="bring-former" value="2"' in shown
    paper = SimpleUploadedFile("草案.docx", drafts.docx(drafts.HUAIBEI))
    status, shown = act(huaibei, law, "bring", member="huaibei", former=2, paper=paper)
    assert (status, "The draft is kept as version 3." in shown) == (200, True)
    first = read(huaibei.get(page("law-draft", law, "huaibei", 1)))
    assert "a former version" in first
    last = read(huaibei.get(page("law-draft", law, "huaibei", 3)))
    assert "the version that stands" in last
    assert "草案.docx" in last
    assert huaibei.get(page("law-draft", law, "huaibei", 9)).status_code == 404
    status, shown = act(huaibei, law, "bring", member="huaibei", former=3, words="")
    assert (status, "Attach a file, or write the text." in shown) == (422, True)
    other = act(huaibei, law, "bring", member="xuzhou", former=1, words=words)
    assert other[0] == 422
    assert len(drafts.look(law).drafts) == 3


def test_a_position_is_stated_on_the_page_of_its_row(
    office: Client, huaibei: Client, law: UUID
) -> None:
    """Three cities agree to a local difference; a position on a text that went is kept."""
    assert act(office, law, "open-round", due_on="2026-12-10", words="")[0] == 200
    (key,) = [one.divergence.key for one in drafts.look(law).rows[5].weighed]
    typed = {"divergence": key, "member": "huaibei", "stance": "local"}
    status, shown = on_row(huaibei, law, "第六条", "state", **typed)
    assert (status, "No reason is given." in shown) == (422, True)
    said = {**typed, "words": "执法实际不同。"}
    status, shown = on_row(huaibei, law, "第六条", "state", **said)
    assert (status, "The position is recorded." in shown) == (200, True)
    assert "agrees that it stays a local difference" in shown
    assert "has said nothing" in shown
    drafts.bring(law, "suzhou", drafts.SUZHOU.replace("200元", "100元"))
    again = {**said, "words": "本市的话不能丢。"}
    status, shown = on_row(huaibei, law, "第六条", "state", **again)
    assert status == 409
    assert "This divergence is no longer there" in shown
    assert "本市的话不能丢。" in shown
    drafts.bring(law, "xuzhou", drafts.XUZHOU.replace("二百元", "三百元"))
    status, shown = on_row(huaibei, law, "第六条", "state", **again)
    assert status == 409
    assert "本市的话不能丢。" in shown
    assert "The text of this row was changed meanwhile" in shown


def test_two_officers_correct_one_table_by_page(
    office: Client, huaibei: Client, law: UUID
) -> None:
    """The second is told what happened, sees the table of now, and keeps the choice."""
    seen = drafts.revision(law)
    right = str(drafts.ref("suzhou", "第五条"))
    left = str(drafts.ref("xuzhou", "第五条"))
    status, shown = on_row(office, law, "第五条", "pair", left=left, right=right)
    assert (status, "The articles stand in one row." in shown) == (200, True)
    status, shown = on_row(huaibei, law, "第五条", "part", article=left, revision=seen)
    assert status == 409
    assert "This was changed meanwhile; nothing was overwritten." in shown
    assert f'<option value="{left}" selected>' in shown
    assert f'name="part-revision" value="{seen + 1}"' in shown
    status, shown = on_row(huaibei, law, "第五条", "part", article=left)
    assert (status, "The article stands in a row of its own." in shown) == (200, True)
    status, shown = act(
        office, law, "undo", correction=str(first_fix(law)), revision=seen
    )
    assert status == 409
    status, shown = act(office, law, "undo", correction=str(first_fix(law)))
    assert (status, "The correction is withdrawn." in shown) == (200, True)


def first_fix(law: UUID) -> UUID:
    """Give the first correction that stands."""
    return reads.get_law(OFFICE, H, law).fixes[0].id


def test_a_dossier_is_harmonised_reopened_and_closed_by_page(
    office: Client, law: UUID
) -> None:
    """The page offers each step where it has its place, and refuses it elsewhere."""
    status, shown = act(office, law, "harmonise")
    assert (status, "Divergences that are still open: 3." in shown) == (422, True)
    assert 'id="harmonise"' not in read(office.get(page("law", law)))
    drafts.agree(law)
    assert 'id="harmonise"' in read(office.get(page("law", law)))
    assert act(office, law, "harmonise")[0] == 200
    assert act(office, law, "reopen", reason="省里另有规定。")[0] == 200
    assert act(office, law, "harmonise")[0] == 200
    status, shown = act(office, law, "close", on="2026-11-24", document="纪要1号")
    assert (status, "The dossier is closed." in shown) == (200, True)
    assert "7 of 7 agreed articles say the same (100.0 %)" in shown
    assert act(office, law, "close", on="2026-11-24", document="纪要1号")[0] == 409


def test_the_other_acts_of_the_office_by_page(office: Client, law: UUID) -> None:
    """Rounds are ended, the agenda is amended, and a rule is given up with its reason."""
    assert (
        act(office, law, "open-round", due_on="2026-12-10", words="请表态。")[0] == 200
    )
    shown = read(office.get(page("law", law)))
    assert "Round 1: from 2026-11-24, positions due on 2026-12-10" in shown
    assert act(office, law, "end-round")[0] == 200
    stated = {
        "title": "电动自行车管理条例",
        "body": "legislative-conference",
        "year": 2026,
        "lead": "suzhou",
        "members": list(drafts.CITIES),
    }
    assert act(office, law, "amend", **stated)[0] == 200
    assert drafts.look(law).members[0] == "suzhou"
    status, shown = act(office, law, "give-up", on="2026-11-24", reason=" ")
    assert status == 422
    assert act(office, law, "give-up", on="2026-11-24", reason="由省立法。")[0] == 200
    assert "The rule is not pursued together." in read(office.get(page("law", law)))
    assert office.post(page("law-act", law, "sing")).status_code == 404


def test_the_table_is_taken_as_docx_and_as_a_workbook(
    office: Client, law: UUID
) -> None:
    """Both hold every row and every city; no text of a draft becomes a formula."""
    drafts.bring(law, "huaibei", drafts.HUAIBEI.replace("第七条 ", "第七条 =1+1 "))
    answer = office.get(page("law-docx", law))
    document = Document(io.BytesIO(answer.content))
    (grid,) = document.tables
    heads = [cell.text for cell in grid.rows[0].cells]
    assert heads == ["Row", "Xuzhou", "Huaibei", "Suzhou", "Differences"]
    assert len(grid.rows) == 1 + len(drafts.look(law).rows)
    cells = [cell for row in grid.rows for cell in row.cells]
    underlined = [
        run.text for c in cells for p in c.paragraphs for run in p.runs if run.underline
    ]
    assert "15日" in underlined
    assert document.sections[0].orientation is WD_ORIENT.LANDSCAPE
    answer = office.get(page("law-xlsx", law))
    assert 'filename="concordance-L-1.xlsx"' in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == heads
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(drafts.look(law).rows)
    assert all(cell.data_type in {"s", "n"} for row in rows for cell in row)
    assert str(rows[4][3].value) == "—"
    assert "article missing: not harmonised yet" in str(rows[4][4].value)


def test_pages_of_a_row_that_never_was_are_missing(office: Client, law: UUID) -> None:
    """A row is found by an article that stands in it, and by nothing else."""
    assert office.get(page("law-row", law, "xuzhou", "0000-1")).status_code == 404
    same = drafts.ref("xuzhou", "第一条")
    shown = read(office.get(page("law-row", law, "xuzhou", same.key)))
    assert "Every draft says the same here." in shown


def sent(client: Client, address: str, **content: Any) -> Any:
    """Send JSON, and read the answer."""
    return client.post(address, json.dumps(content), content_type="application/json")


def test_programs_do_what_pages_do(leagues: None) -> None:
    """The whole way by API: entered, brought, compared, corrected, agreed, closed."""
    office = program(account(Role.SECRETARIAT, None))
    cities = {m: program(account(Role.CITY_LIAISON, m)) for m in drafts.CITIES}
    made = sent(
        office,
        API,
        title="停放管理条例",
        body="legislative-conference",
        year=2026,
        lead="xuzhou",
        members=list(drafts.CITIES),
    )
    assert made.status_code == 201
    one = f"{API}/{made.json()['id']}"
    for member, city in cities.items():
        brought = {"member": member, "former": 0, "words": drafts.TEXTS[member]}
        assert sent(city, f"{one}/drafts", **brought).status_code == 201
    other = {"member": "xuzhou", "former": 1, "words": drafts.XUZHOU}
    assert sent(cities["huaibei"], f"{one}/drafts", **other).status_code == 403
    rows = office.get(f"{one}/rows", {"diverging": "true"}).json()
    assert [row["open"] for row in rows] == [1, 1, 1]
    assert len(office.get(f"{one}/rows", {"limit": 2}).json()) == 2
    versions = office.get(f"{one}/drafts").json()
    assert versions[0]["texts"][0]["label"] == "第一条"
    revision = office.get(one).json()["revision"]
    article = {"member": "xuzhou", "key": drafts.ref("xuzhou", "第五条").key}
    beside = {"member": "suzhou", "key": drafts.ref("suzhou", "第五条").key}
    paired = sent(office, f"{one}/pairs", revision=revision, left=article, right=beside)
    (fix,) = paired.json()["corrections"]
    stale = sent(office, f"{one}/partings", revision=revision, article=article)
    assert (stale.status_code, stale.json()["code"]) == (409, "session-changed")
    undone = sent(
        office, f"{one}/corrections/{fix['id']}/withdrawals", revision=revision + 1
    )
    revision = undone.json()["revision"]
    opened = sent(office, f"{one}/rounds", revision=revision, due_on="2026-12-10")
    assert opened.json()["rounds"][0]["number"] == 1
    for row in rows:
        for each in row["divergences"]:
            for member, city in cities.items():
                said = {
                    "member": member,
                    "divergence": each["key"],
                    "stance": "local",
                    "words": "各市不同。",
                }
                assert sent(city, f"{one}/positions", **said).status_code == 200
    revision = office.get(one).json()["revision"]
    done = sent(office, f"{one}/harmonisations", revision=revision).json()
    assert (done["state"], done["agreed"]) == ("harmonised", 4)
    closed = sent(
        office,
        f"{one}/closings",
        revision=done["revision"],
        on="2026-11-24",
        document="纪要1号",
    )
    assert closed.json()["state"] == "closed"
    listed = office.get(API, {"state": "closed", "member": "xuzhou"}).json()
    assert [each["code"] for each in listed] == ["L-1"]
    assert office.get(API, {"member": "nanjing"}).status_code == 422


def test_the_journal_calls_a_dossier_by_its_title(office: Client, law: UUID) -> None:
    """Acts name the dossier by its title, with the way to it."""
    table.part_article(
        OFFICE, H, law, drafts.revision(law), drafts.ref("huaibei", "第六条")
    )
    shown = read(
        browser(account(Role.AUDITOR, league=None)).get(reverse("journal", args=[H]))
    )
    assert "parted an article of a concordance" in shown
    assert drafts.AGENDA.title_en in shown
