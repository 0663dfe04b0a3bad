"""Items and decisions in English too: put, shown, carried on, and not in the minutes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from hansa.chassis.actor import Role
from hansa.governance import documents
from hansa.governance.models import DocketItem
from hansa.governance.reads import minutes as minutes_reads
from hansa.governance.services.sessions import docket, sitting
from hansa.governance.terms.dockets import (
    Delivery,
    Disposal,
    ItemAct,
    ItemDraft,
    Outcome,
)
from hansa.governance.tests.people import account, browser, program
from hansa.governance.tests.sessions import scene
from hansa.kernel.errors import Refused

AUGUST, NOVEMBER = date(2026, 8, 20), date(2026, 11, 19)
CHINESE, ENGLISH = "跨省公交", "Buses across provinces"
ENDED, ENDED_EN = "同意开通。", "The bus lines are to be opened."
API = "/api/v1/leagues/huaihai"
pytestmark = pytest.mark.usefixtures("leagues")


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    """Stand on the day of the demonstration."""
    settings.HANSA_CLOCK = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def office() -> Client:
    """The office, signed in, reading English."""
    return browser(account(Role.SECRETARIAT))


def shown(client: Client, name: str, *parts: object, language: str = "en") -> str:
    """Read a page without its line breaks."""
    answer = client.get(
        reverse(name, args=["huaihai", *parts]), headers={"accept-language": language}
    )
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def ended(words_en: str = ENDED_EN) -> tuple[Any, Any]:
    """Hold a consultation that cleared one item, with English, and close it."""
    session = scene.convene("consultation", AUGUST)
    item = scene.put(
        session, CHINESE, class_id="issue", act=ItemAct.CLEAR, title_en=ENGLISH
    )
    scene.open_(session)
    for one in scene.sheet(session).items:
        if one.item.standing is not None:
            scene.end(one.item.id, Outcome.NOTED)
    sitting.dispose(
        scene.office(AUGUST),
        "huaihai",
        item,
        1,
        Disposal(
            outcome=Outcome.DECIDED,
            words=ENDED,
            words_en=words_en,
            delivery=Delivery(principle_only=True),
        ),
    )
    scene.close(session)
    return session, item


def amend(item: Any, title_en: str) -> None:
    """Give an item that stands another English title, and change nothing else."""
    draft = ItemDraft(
        class_id="issue", act=ItemAct.CLEAR, title=CHINESE, title_en=title_en
    )
    revision = scene.item_of(item).revision
    docket.amend_item(scene.office(AUGUST), "huaihai", item, revision, draft)


def test_each_reader_has_the_item_in_its_language(office: Client) -> None:
    """Session, item and minutes say it in English to who reads English."""
    session, item = ended()
    for name, parts in (
        ("governance:session", (session,)),
        ("governance:item", (session, item)),
        ("governance:minutes", (session,)),
    ):
        in_english = shown(office, name, *parts)
        assert ENGLISH in in_english, name
        assert ENDED_EN in in_english, name
        in_chinese = shown(office, name, *parts, language="zh-Hans")
        assert CHINESE in in_chinese, name
        assert ENDED in in_chinese, name
        assert ENGLISH not in in_chinese.partition("<form")[0], name


def test_without_english_the_chinese_is_marked_as_such(office: Client) -> None:
    """An English page says the language of what stands there in Chinese only."""
    session = scene.convene("consultation", AUGUST)
    item = scene.put(session, CHINESE, class_id="issue", act=ItemAct.CLEAR)
    assert f'<h1 lang="zh-Hans">{CHINESE}</h1>' in shown(
        office, "governance:item", session, item
    )
    assert f'lang="zh-Hans">{CHINESE}</a>' in shown(
        office, "governance:session", session
    )


def test_minutes_are_issued_in_chinese(office: Client) -> None:
    """Neither their sections nor their paper has the English; the page says so."""
    session, _item = ended()
    actor = scene.office(AUGUST)
    sheet = minutes_reads.minutes_of(actor, "huaihai", session)
    assert CHINESE in [section.heading for section in sheet.sections]
    assert ENDED in [section.words for section in sheet.sections]
    content = minutes_reads.written(actor, sheet)
    paper = Document(BytesIO(documents.minutes_docx(content)))
    written = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert ENDED in written
    assert ENDED_EN not in written
    assert ENGLISH not in written
    page = shown(office, "governance:minutes", session)
    assert "The minutes are issued in Chinese" in page


def test_english_alone_asks_no_city_anew() -> None:
    """A position is given on the Chinese wording, which the English does not change."""
    session = scene.convene("consultation", AUGUST)
    item = scene.put(session, CHINESE, class_id="issue", act=ItemAct.CLEAR)
    before = scene.item_of(item)
    amend(item, title_en=ENGLISH)
    after = scene.item_of(item)
    assert (after.title.en, after.title_en) == (ENGLISH, ENGLISH)
    assert after.wording == before.wording
    with pytest.raises(Refused) as refused:
        amend(item, title_en="x" * 201)
    assert refused.value.code == "too-long"


def test_what_is_deferred_keeps_its_english() -> None:
    """The next docket has both titles; how it ended here has no English left over."""
    session = scene.convene("consultation", AUGUST)
    item = scene.put(
        session, CHINESE, class_id="issue", act=ItemAct.CLEAR, title_en=ENGLISH
    )
    scene.open_(session)
    for one in scene.sheet(session).items:
        if one.item.id != item:
            scene.end(one.item.id, Outcome.NOTED)
    scene.end(item, Outcome.DEFERRED)
    scene.close(session)
    later = scene.convene("consultation", date(2026, 9, 20), ad_hoc=True)
    (carried,) = DocketItem.objects.filter(session=later, standing="")
    assert (carried.title, carried.title_en) == (CHINESE, ENGLISH)
    assert carried.outcome_words_en == ""


def test_programs_and_commands_write_it_too(run: Callable[..., Any]) -> None:
    """The API and the command take both texts, and give them back."""
    client = program(account(Role.SECRETARIAT))
    session = scene.convene("consultation", AUGUST)
    sent = client.post(
        f"{API}/sessions/{session}/items",
        {"class_id": "issue", "act": "clear", "title": CHINESE, "title_en": ENGLISH},
        content_type="application/json",
    )
    assert sent.status_code == 201
    assert sent.json()["title"] == {"zh": CHINESE, "en": ENGLISH}
    scene.open_(session)
    place = next(
        str(one.item.place)
        for one in scene.sheet(session).items
        if one.item.standing is None
    )
    words = ("--words", ENDED, "--words-en", ENDED_EN, "--principle-only")
    told = run("session", "dispose", "huaihai", session, place, "decided", *words)
    (one,) = [item for item in told["items"] if item["title_en"] == ENGLISH]
    assert (one["outcome_words"], one["outcome_words_en"]) == (ENDED, ENDED_EN)
