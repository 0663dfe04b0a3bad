"""The page of minutes: wording, a round of comments, approval, publication, comparison."""

import io
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document

from hansa.chassis.actor import Role
from hansa.governance.reads import minutes as reads
from hansa.governance.services.minutes import rounds
from hansa.governance.terms.minutes import CommentDraft, CommentStance, MinutesSheet
from hansa.governance.tests.people import HUAIHAI, account, browser
from hansa.governance.tests.sessions import scene

AUGUST, SENT = date(2026, 8, 20), date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def session(leagues: None) -> UUID:
    """Hold and close a consultation."""
    return scene.cleared(AUGUST, "断头路清单")


@pytest.fixture
def office() -> Client:
    """The office, signed in."""
    return browser(account(Role.SECRETARIAT, None))


def now(session: UUID) -> MinutesSheet:
    """Look at the minutes."""
    return reads.minutes_of(scene.office(SENT), "huaihai", session)


def address(session: UUID, *rest: str) -> str:
    """Give the address of the minutes, or of one of their acts."""
    page = reverse("governance:minutes", args=["huaihai", session])
    return page + "".join(f"{part}/" for part in rest)


def send(client: Client, session: UUID, act: str, **typed: object) -> tuple[int, str]:
    """Send a form with the revision of now, follow, and read the page."""
    body: dict[str, object] = {f"{act}-revision": now(session).line.revision}
    body |= {f"{act}-{name}": value for name, value in typed.items()}
    answer = client.post(address(session, act), body, follow=True)
    return answer.status_code, " ".join(answer.content.decode().split())


def test_minutes_from_draft_to_publication(office: Client, session: UUID) -> None:
    """The page leads from one act to the next, and says at each what is missing."""
    page = office.get(address(session)).content.decode()
    assert "The draft was not circulated yet." in page
    assert "The draft is out for comment." in send(office, session, "circulate")[1]
    for member in HUAIHAI:
        said = CommentDraft(
            member=member,
            stance=CommentStance.COMMENT if member == "linyi" else CommentStance.NONE,
            words="请补充。" if member == "linyi" else "",
        )
        actor, revision = scene.liaison(member, SENT), now(session).line.revision
        rounds.comment(actor, "huaihai", session, revision, said)
    page = office.get(address(session)).content.decode()
    assert "The comment of Linyi has no answer." in page
    status, page = send(office, session, "answer", member="linyi", adopted="no")
    assert status == 422
    assert "Write a sentence." in page
    send(office, session, "answer", member="linyi", adopted="yes", words="已补充。")
    holder = "suzhou/executive-vice-mayor"
    status, page = send(office, session, "approve", holder=holder)
    assert status == 422
    assert "Give the number of the signed draft." in page
    send(office, session, "approve", holder=holder, document="签批件1号")
    status, page = send(office, session, "publish")
    assert status == 200
    assert "Published as 协同发展协商会议纪要〔2026〕1号." in page
    assert "unchanged since" in page


def test_the_way_to_a_page_begins_with_its_league(
    office: Client, session: UUID
) -> None:
    """Minutes, their comparison and an item name the league before the session."""
    item = scene.sheet(session).items[0].item.id
    league = reverse("league", args=["huaihai"])
    for page in (
        address(session),
        address(session, "compare"),
        reverse("governance:item", args=["huaihai", session, item]),
    ):
        shown = office.get(page).content.decode().partition('<p class="kicker">')[2]
        assert shown.lstrip().startswith(f'<a href="{league}"')


def test_whoever_words_second_keeps_the_own_words(
    office: Client, session: UUID
) -> None:
    """Two who word one section at once: what the second typed stands beside the first."""
    place = address(session, "sections", "0")
    first = {"word-0-revision": 1, "word-0-words": "第一位写的。"}
    assert office.post(place, first).status_code == 302
    second = {"word-0-revision": 1, "word-0-words": "第二位写的。"}
    answer = office.post(place, second)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "第一位写的。" in page
    assert "第二位写的。" in page


def test_a_liaison_comments_and_runs_nothing(session: UUID) -> None:
    """A city is offered its comment, not the acts of whoever runs the session."""
    rounds.circulate(scene.office(SENT), "huaihai", session, 1)
    liaison = browser(account(Role.CITY_LIAISON, "heze"))
    page = liaison.get(address(session)).content.decode()
    assert 'id="comment"' in page
    assert 'id="publish"' not in page
    assert "Word it anew" not in page
    assert send(liaison, session, "publish")[0] == 403
    status, _page = send(liaison, session, "comment", member="heze", stance="none")
    assert status == 200
    assert list(now(session).round.said) == ["heze"]


def test_a_clerk_comments_for_a_city_with_its_scan(
    office: Client, session: UUID
) -> None:
    """The scan shows what the city said, and the page calls it so; without it, nothing."""
    rounds.circulate(scene.office(SENT), "huaihai", session, 1)
    said = {"member": "heze", "stance": "none", "office": "菏泽市人民政府"}
    assert send(office, session, "comment", **said)[0] == 422
    scan = SimpleUploadedFile("复函.pdf", b"%PDF-1.7 a")
    status, page = send(office, session, "comment", **said, file=scan)
    assert status == 200
    kept = now(session).round.said["heze"].evidence
    assert kept == sha256(b"%PDF-1.7 a").hexdigest()
    assert "entered on behalf · scan on file" in page


def test_a_document_that_came_back(office: Client, session: UUID) -> None:
    """The docx goes out, one word is changed, and the page shows that word and no fault."""
    taken = office.get(address(session, "editions", "1", "docx"))
    document = Document(io.BytesIO(taken.content))
    changed = next(one for one in document.paragraphs if "召开" in one.text)
    changed.runs[0].text = changed.text.replace("召开", "举行")
    packed = io.BytesIO()
    document.save(packed)
    sent = SimpleUploadedFile("纪要.docx", packed.getvalue())
    page = office.post(address(session, "compare"), {"document": sent})
    shown = " ".join(page.content.decode().split())
    # Nobody's attendance was kept; all else is as the standard says.
    assert "Places that differ: 1; faults of form: 1" in shown
    assert "10.3</span> the block 出席 is missing" in shown
    assert "<del>召开</del>" in shown
    assert "<ins>举行</ins>" in shown
    empty = document.paragraphs[1]._p
    empty.getparent().remove(empty)
    packed = io.BytesIO()
    document.save(packed)
    crowded = SimpleUploadedFile("纪要.docx", packed.getvalue())
    page = office.post(address(session, "compare"), {"document": crowded})
    shown = " ".join(page.content.decode().split())
    assert "7.2.5</span> the number does not stand centred two lines below" in shown
    other = SimpleUploadedFile("纪要.docx", b"x")
    assert office.post(
        address(session, "compare"), {"document": other}
    ).status_code in {
        400,
        422,
    }


def test_chinese_first(session: UUID) -> None:
    """The page speaks Chinese to whoever asks for nothing else."""
    client = browser(account(Role.SECRETARIAT, None))
    page = client.get(address(session), headers={"accept-language": "zh-CN"})
    assert "纪要已起草，尚未征求意见。" in page.content.decode()
