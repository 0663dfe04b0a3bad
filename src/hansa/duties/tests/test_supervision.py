"""Supervision ends at the border of a city: its own unit, its own units, nobody else."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.directory.services.behalf import act_for
from hansa.duties.models import DutyEvent
from hansa.duties.reads import notices as notice_reads
from hansa.duties.reads import supervision as reads
from hansa.duties.rules.notice_words import length_of
from hansa.duties.services import bulletins, handing, notices
from hansa.duties.services import supervision as services
from hansa.duties.services.handing import Handing, Return
from hansa.duties.terms.notices import Addressee, Draft, Matter, NoticeKind
from hansa.duties.terms.supervision import PaperDraft, PaperLine, PaperState
from hansa.duties.tests.conftest import (
    AT,
    OFFICE,
    City,
    Enter,
    House,
    Place,
    actor,
    later,
    liaison,
    officer,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual
from hansa.site.files import shown_file

LEAGUE, CITY = "huaihai", "zaozhuang"
ZAOZHUANG = liaison(CITY)
MONDAY = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
BEYOND = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Zaozhuang with its supervision unit, and a duty whose part its bureau has."""

    city: City
    supervisor: Actor
    bureau: Actor
    part: UUID
    duty: UUID


@pytest.fixture
def room(house: House, place: Place) -> Room:
    """Zaozhuang, supervised by its other unit, by three steps."""
    city = house.cities[CITY]
    services.name_unit(ZAOZHUANG, LEAGUE, CITY, city.other, "three-steps")
    duty = place("series/zaozhuang", member=CITY)
    (part,) = handing.hand_on(
        ZAOZHUANG, LEAGUE, duty, 1, [Handing(unit=city.bureau, words="请报进展")]
    )
    return Room(
        city=city,
        supervisor=officer(CITY, city.other),
        bureau=officer(CITY, city.bureau),
        part=part,
        duty=duty,
    )


def issue(room: Room, rung: str, at: datetime = AT, reason: str = "") -> PaperLine:
    """Issue a paper as the supervision unit."""
    who = later(room.supervisor, at)
    made = services.issue(
        who, LEAGUE, CITY, room.part, PaperDraft(rung=rung, reason=reason)
    )
    return reads.get_paper(who, LEAGUE, made)[0]


def urged_then_ordered(room: Room) -> PaperLine:
    """Urge, hear nothing, and order."""
    issue(room, "urging")
    return issue(room, "order", MONDAY)


def test_an_order_runs_from_number_to_striking_off(room: Room) -> None:
    """Urged, unanswered, ordered with working days, signed for, answered, struck off."""
    urged = issue(room, "urging")
    assert urged.receipt_by == date(2026, 11, 25)
    assert urged.answer_by == date(2026, 11, 27)
    order = issue(room, "order", MONDAY)
    assert order.reference.zh == "枣庄督办〔2026〕1号"
    assert order.answer_by == date(2026, 12, 7)
    assert order.state is PaperState.UNSIGNED
    bureau = later(room.bureau, MONDAY)
    services.sign(bureau, LEAGUE, order.id)
    signed = reads.get_paper(bureau, LEAGUE, order.id)[0]
    assert signed.state is PaperState.OPEN
    assert signed.receipt is not None
    services.answer(bureau, LEAGUE, order.id, 1, Return(words="已完成三项，余一项。"))
    office = later(room.supervisor, MONDAY)
    services.send_back(office, LEAGUE, order.id, 2, "请说明余项时限。")
    again = reads.get_paper(bureau, LEAGUE, order.id)[0]
    assert again.sent_back_words == "请说明余项时限。"
    services.answer(bureau, LEAGUE, order.id, 3, Return(words="余项12月底完成。"))
    services.close(office, LEAGUE, order.id, 4, "现场核实。")
    done = reads.get_paper(bureau, LEAGUE, order.id)[0]
    assert done.state is PaperState.CLOSED
    assert done.closing_words == "现场核实。"
    acts = {entry.service for entry in journal.entries(LEAGUE, 6)}
    assert "supervision.close" in acts
    assert "supervision.answer" in acts


def test_the_text_of_an_order_fits_a_text_message(room: Room) -> None:
    """It names unit, matter, both days, in fewer than 140 characters."""
    order = urged_then_ordered(room)
    assert length_of(order.words.zh) < 140
    assert length_of(order.words.en) < 140
    for part in ("督办单", "12月7日", "12月1日前签收", "zaozhuang交通运输局"):
        assert part in order.words.zh


@pytest.mark.parametrize(
    "who", [OFFICE, liaison("xuzhou"), actor(Role.UNIT_OFFICER, "xuzhou", str(uuid4()))]
)
def test_nobody_outside_the_city_supervises_it(room: Room, who: Actor) -> None:
    """The joint office and other cities are refused, with the steps between cities."""
    draft = PaperDraft(rung="urging")
    for act in (
        lambda: services.issue(who, LEAGUE, CITY, room.part, draft),
        lambda: bulletins.publish(who, LEAGUE, CITY),
        lambda: services.name_unit(who, LEAGUE, CITY, room.city.other, "three-steps"),
        lambda: reads.get_desk(who, LEAGUE, CITY),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "supervision-inside-city"
        assert "提示函" in str(refused.value.remedy)
        assert "督办单" in str(refused.value.message)


def test_a_city_orders_no_unit_of_another(
    room: Room, place: Place, house: House
) -> None:
    """A part of another city is none of its own."""
    other = place("series/xuzhou")
    bureau = house.cities["xuzhou"].bureau
    (part,) = handing.hand_on(
        liaison("xuzhou"), LEAGUE, other, 1, [Handing(unit=bureau)]
    )
    with pytest.raises(Missing):
        services.issue(room.supervisor, LEAGUE, CITY, part, PaperDraft(rung="urging"))
    with pytest.raises(Refused) as refused:
        services.name_unit(ZAOZHUANG, LEAGUE, CITY, bureau, "three-steps")
    assert refused.value.code == "unit-not-of-city"


@pytest.mark.parametrize("who", [OFFICE, ZAOZHUANG])
@pytest.mark.parametrize("kind", [NoticeKind.ORDER, NoticeKind.BULLETIN])
def test_no_order_is_written_as_a_notice(
    room: Room, who: Actor, kind: NoticeKind
) -> None:
    """Neither the office nor a liaison issues an order from the page of notices."""
    draft = Draft(
        kind=kind,
        subject="notice",
        matter=Matter(
            title=Bilingual("事项", "Matter"),
            is_document=False,
            asked=Bilingual("办理", "settle it"),
        ),
        to=(Addressee(member=CITY, unit=room.city.bureau),),
    )
    with pytest.raises(Refused) as refused:
        notices.issue(who, LEAGUE, draft)
    assert refused.value.code == "kind-of-supervision"
    assert "督查通报" in str(refused.value.message)


def test_the_next_rung_waits_for_the_day_of_the_answer(room: Room) -> None:
    """On the day itself the unit may still answer; the day after, the order may go."""
    issue(room, "urging")
    on_the_day = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
    with pytest.raises(Conflict) as waits:
        issue(room, "urging", on_the_day)
    assert waits.value.code == "paper-waits"
    assert issue(room, "order", MONDAY).rung == "order"


def test_an_urgent_matter_begins_higher_with_its_reason(room: Room) -> None:
    """Without a reason the first rung comes first."""
    with pytest.raises(Refused) as refused:
        issue(room, "order")
    assert refused.value.code == "urgent-reason-missing"
    order = issue(room, "order", reason="省里现场会前须办结")
    assert order.reason == "省里现场会前须办结"


def test_a_ladder_of_colours_is_climbed_in_its_order(room: Room) -> None:
    """Red comes after orange; orange may be the first for an urgent matter."""
    services.name_unit(ZAOZHUANG, LEAGUE, CITY, room.city.other, "three-colours")
    with pytest.raises(Refused) as refused:
        issue(room, "red", reason="急")
    assert refused.value.code == "rung-early"
    orange = issue(room, "orange", reason="急")
    assert orange.name.zh == "橙色督办单"
    assert issue(room, "red", BEYOND).answer_by == date(2026, 12, 15)


def test_a_liaison_enters_for_the_unit_only_with_its_paper(room: Room) -> None:
    """The supervision unit acts for itself, or its paper is shown."""
    draft = PaperDraft(rung="urging")
    with pytest.raises(Refused) as refused:
        services.issue(ZAOZHUANG, LEAGUE, CITY, room.part, draft)
    assert refused.value.code == "evidence-needed"
    clerk = act_for(ZAOZHUANG, LEAGUE, CITY, "zaozhuang发展改革委", "枣政督〔2026〕8号")
    made = services.issue(clerk, LEAGUE, CITY, room.part, draft)
    assert (
        reads.get_paper(ZAOZHUANG, LEAGUE, made)[0].authority == "zaozhuang发展改革委"
    )


def test_who_sees_a_paper(room: Room, house: House) -> None:
    """Its unit, the supervision unit, liaison and leader of the city; nobody else."""
    order = urged_then_ordered(room)
    other = replace(room.bureau, unit=room.city.body)
    for who in (
        room.bureau,
        room.supervisor,
        ZAOZHUANG,
        actor(Role.LEADER, CITY),
    ):
        assert reads.get_paper(later(who, MONDAY), LEAGUE, order.id)[0].id == order.id
    for who in (other, OFFICE, liaison("xuzhou"), actor(Role.LEADER, "xuzhou")):
        with pytest.raises(Missing):
            reads.get_paper(later(who, MONDAY), LEAGUE, order.id)


def test_an_order_leaves_nothing_on_what_the_office_sees(room: Room) -> None:
    """No event on the timeline of the duty, no notice in the office's list."""
    before = DutyEvent.objects.filter(duty=room.duty).count()
    order = urged_then_ordered(room)
    assert DutyEvent.objects.filter(duty=room.duty).count() == before
    with pytest.raises(Missing):
        notice_reads.get_notice(OFFICE, LEAGUE, order.notice)


def test_what_cannot_be_done_with_a_paper(room: Room) -> None:
    """No empty answer, none twice, no striking off unanswered, nothing on a stale page."""
    order = urged_then_ordered(room)
    bureau, office = later(room.bureau, MONDAY), later(room.supervisor, MONDAY)
    with pytest.raises(Refused, match="answer"):
        services.answer(bureau, LEAGUE, order.id, 1, Return())
    with pytest.raises(Conflict) as early:
        services.close(office, LEAGUE, order.id, 1, "")
    assert early.value.code == "paper-not-answered"
    with pytest.raises(Forbidden):
        services.answer(office, LEAGUE, order.id, 1, Return(words="代答"))
    paper = Upload(name="办理情况.txt", content="已办".encode())
    services.answer(bureau, LEAGUE, order.id, 1, Return(file=paper))
    file = reads.get_paper(bureau, LEAGUE, order.id)[0].answer_file
    assert file is not None
    assert shown_file(bureau, LEAGUE, file).name == "办理情况.txt"
    assert shown_file(office, LEAGUE, file).name == "办理情况.txt"
    with pytest.raises(Conflict) as twice:
        services.answer(bureau, LEAGUE, order.id, 2, Return(words="再答"))
    assert twice.value.code == "paper-answered"
    with pytest.raises(Conflict):
        services.close(office, LEAGUE, order.id, 1, "")
    services.close(office, LEAGUE, order.id, 2, "")
    with pytest.raises(Conflict) as closed:
        services.send_back(office, LEAGUE, order.id, 3, "补")
    assert closed.value.code == "paper-closed"


def test_a_bulletin_lists_the_citys_units_and_stays_inside(
    room: Room, house: House
) -> None:
    """Only orders past their day are on it; the whole city reads it, nobody else."""
    order = urged_then_ordered(room)
    with pytest.raises(Refused) as none_late:
        bulletins.publish(later(room.supervisor, MONDAY), LEAGUE, CITY)
    assert none_late.value.code == "nothing-late"
    made = bulletins.publish(later(room.supervisor, BEYOND), LEAGUE, CITY, "请抓紧。")
    anyone = later(officer(CITY, room.city.body), BEYOND)
    found = reads.get_bulletin(anyone, LEAGUE, made)
    assert found.reference.zh == "枣庄督查通报〔2026〕1号"
    (row,) = found.rows
    assert (row.reference, row.days_late) == (order.reference, 3)
    for who in (OFFICE, liaison("xuzhou"), actor(Role.AUDITOR)):
        with pytest.raises(Missing):
            reads.get_bulletin(later(who, BEYOND), LEAGUE, made)
    told = notice_reads.list_to_sign(later(room.bureau, BEYOND), LEAGUE)
    assert NoticeKind.BULLETIN in {line.kind for line in told}
    assert all(length_of(line.words.zh) < 140 for line in told)


def test_a_paper_as_docx(room: Room, enter: Enter) -> None:
    """Number, heading, unit, both days, in the order of an official paper."""
    order = urged_then_ordered(room)
    page = enter(Role.CITY_LIAISON, CITY).get(
        f"/{LEAGUE}/duties/supervision/papers/{order.id}/docx/?lang=zh"
    )
    words = [one.text for one in Document(BytesIO(page.content)).paragraphs]
    assert words[0] == "枣庄督办〔2026〕1号"
    assert "督办单：纪要征求意见" in words
    assert "办理要求：请报进展" in words
    assert any("2026年12月7日前书面反馈" in one for one in words)


def test_the_pages_from_naming_to_striking_off(
    house: House, place: Place, enter: Enter
) -> None:
    """A liaison names the unit; officers issue, answer and strike off on the pages."""
    city = house.cities[CITY]
    duty = place("series/zaozhuang", member=CITY)
    (part,) = handing.hand_on(ZAOZHUANG, LEAGUE, duty, 1, [Handing(unit=city.bureau)])
    at = f"/{LEAGUE}/duties/supervision/"
    desk = enter(Role.CITY_LIAISON, CITY)
    assert "has not named" in desk.get(at).content.decode()
    sent = {"name-unit": city.other, "name-ladder": "three-steps"}
    assert desk.post(f"{at}unit/", sent).status_code == 302
    office, bureau = (
        enter(Role.UNIT_OFFICER, CITY, city.other),
        enter(Role.UNIT_OFFICER, CITY, city.bureau),
    )
    urgent = {"issue-part": str(part), "issue-rung": "order", "issue-reason": ""}
    refused = office.post(f"{at}issue/", urgent)
    assert refused.status_code == 422
    assert "needs its reason" in refused.content.decode()
    assert (
        office.post(f"{at}issue/", {**urgent, "issue-reason": "急"}).status_code == 302
    )
    (paper,) = reads.get_desk(ZAOZHUANG, LEAGUE, CITY).papers
    one = f"{at}papers/{paper.id}/"
    assert "Sign for it" in bureau.get(one).content.decode()
    answered = bureau.post(
        f"{one}do/answer/", {"answer-revision": 1, "answer-words": "已办结。"}
    )
    assert answered.status_code == 302
    closed = office.post(
        f"{one}do/close/", {"close-revision": 2, "close-words": "核实。"}
    )
    assert closed.status_code == 302
    assert "struck off" in bureau.get(one).content.decode()
    assert bureau.get(at).status_code == 200


def test_a_scan_shows_whose_paper_it_is(room: Room, enter: Enter) -> None:
    """代录 by the city's liaison: the scan is filed, and its hash is the evidence."""
    desk = enter(Role.CITY_LIAISON, CITY)
    at = f"/{LEAGUE}/duties/supervision/"
    sent = {"issue-part": str(room.part), "issue-rung": "urging", "issue-reason": ""}
    assert desk.post(f"{at}issue/", sent).status_code == 422
    scan = SimpleUploadedFile("函.pdf", b"%PDF-1.7 a")
    assert desk.post(f"{at}issue/", {**sent, "issue-scan": scan}).status_code == 302
    (paper,) = reads.get_desk(ZAOZHUANG, LEAGUE, CITY).papers
    (entry,) = (
        one
        for one in journal.entries(LEAGUE, 50)
        if f"supervision:{paper.id}" in one.objects
    )
    digest = hashlib.sha256(b"%PDF-1.7 a").hexdigest()
    assert entry.evidence == digest
    assert any(one.endswith(f":{digest}") for one in entry.objects)


def test_pages_of_supervision_are_closed_to_the_office(
    room: Room, enter: Enter
) -> None:
    """The joint office is told where supervision ends."""
    order = urged_then_ordered(room)
    desk = enter(Role.SECRETARIAT)
    refused = desk.get(f"/{LEAGUE}/duties/supervision/")
    assert refused.status_code == 403
    assert "inside one city" in refused.content.decode()
    hidden = desk.get(f"/{LEAGUE}/duties/supervision/papers/{order.id}/")
    assert hidden.status_code == 404


def test_the_bulletin_page_and_paper(
    room: Room, enter: Enter, settings: object
) -> None:
    """A bulletin prints, and goes out as docx."""
    urged_then_ordered(room)
    made = bulletins.publish(later(room.supervisor, BEYOND), LEAGUE, CITY, "请抓紧。")
    reader = enter(Role.LEADER, CITY)
    at = f"/{LEAGUE}/duties/supervision/bulletins/{made}/"
    assert (
        "枣庄督查通报"
        in reader.get(at, headers={"accept-language": "zh-hans"}).content.decode()
    )
    page = reader.get(f"{at}docx/?lang=zh")
    words = [one.text for one in Document(BytesIO(page.content)).paragraphs]
    assert any("逾期3天" in one for one in words)


def test_the_api_from_order_to_bulletin(room: Room, program: Enter) -> None:
    """A program of the supervision unit does what the page does."""
    at = f"/api/v1/leagues/{LEAGUE}/supervision/{CITY}"
    office = program(Role.UNIT_OFFICER, CITY, room.city.other)
    bureau = program(Role.UNIT_OFFICER, CITY, room.city.bureau)
    (part,) = office.get(at).json()["parts"]
    assert [rung["id"] for rung in part["offered"]] == ["urging", "order"]
    asked = {"part": str(room.part), "rung": "order", "reason": "急"}
    made = office.post(f"{at}/papers", json.dumps(asked), "application/json")
    assert made.status_code == 201, made.content
    paper = made.json()
    assert paper["answer_by"] == "2026-12-01"
    one = f"{at}/papers/{paper['id']}"
    signed = bureau.post(f"{one}/receipts", "{}", "application/json").json()
    assert signed["state"] == "open"
    given = json.dumps({"revision": 1, "words": "已办结。"})
    answered = bureau.post(f"{one}/answers", given, "application/json").json()
    assert answered["state"] == "answered"
    closing = json.dumps({"revision": 2, "words": "核实。"})
    assert office.post(f"{one}/closings", closing, "application/json").json()[
        "state"
    ] == ("closed")
    late = office.post(f"{at}/bulletins", "{}", "application/json")
    assert late.status_code == 422
    joint = program(Role.SECRETARIAT)
    refused = joint.post(f"{at}/papers", json.dumps(asked), "application/json")
    assert refused.status_code == 403
    assert refused.json()["code"] == "supervision-inside-city"
