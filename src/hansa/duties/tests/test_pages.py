"""Pages of duties: what each reader is shown, offered and refused; no word is lost."""

import hashlib
import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Hansa
from hansa.charter.terms import Modality
from hansa.chassis import journal
from hansa.chassis.actor import Role
from hansa.directory.models import Grant
from hansa.directory.services import people
from hansa.directory.terms.people import PersonDetails, PersonDraft
from hansa.duties.models import Duty, HandOn, Request
from hansa.duties.reads import duties as reads
from hansa.duties.services import acts, handing, keeping, requests
from hansa.duties.services.acts import Done, Extension
from hansa.duties.terms.duties import Duty as DutyTerm
from hansa.duties.terms.duties import DutyState, EventKind
from hansa.duties.tests.conftest import (
    CITIES,
    OFFICE,
    TODAY,
    City,
    Enter,
    House,
    Place,
    draft,
    liaison,
    officer,
    opened,
)
from hansa.duties.tests.test_requests import MINUTES
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

REPORT = {"report-on": "2026-11-24", "report-note": "无意见"}


def address(name: str, *args: Any) -> str:
    """The address of a page of the league."""
    return reverse(f"duties:{name}", args=["huaihai", *args])


def body(answer: Any) -> str:
    """What the page says."""
    return str(answer.content.decode())


def standing(duty: UUID) -> DutyTerm:
    """The duty as the office sees it."""
    return reads.get_duty(OFFICE, "huaihai", duty, reads.reckon("huaihai", TODAY))


def send(client: Client, duty: UUID, name: str, **typed: Any) -> Any:
    """Send one of a duty's forms with the revision of now, unless another is given."""
    revision = typed.pop("revision", Duty.objects.get(pk=duty).revision)
    named = {f"{name}-{key}": value for key, value in typed.items()}
    return client.post(
        address("act", duty, name), {f"{name}-revision": revision, **named}
    )


PAGES = ("list", "todo", "requests")


@pytest.mark.parametrize("page", PAGES)
def test_the_public_is_sent_to_sign_in(
    league: None, clock: object, client: Client, page: str
) -> None:
    """Nobody without sign-in is told what any city owes."""
    answer = client.get(address(page))
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["location"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "member"),
    [
        (Role.SECRETARIAT, None),
        (Role.CITY_LIAISON, "xuzhou"),
        (Role.LEADER, "xuzhou"),
        (Role.AUDITOR, None),
    ],
)
def test_pages_open_for_whoever_is_signed_in(
    house: House, enter: Enter, page: str, role: Role, member: str | None
) -> None:
    """Each page has something for each of them, in both languages."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    client = enter(role, member)
    english = client.get(address(page))
    chinese = client.get(address(page), headers={"accept-language": "zh-CN"})
    assert english.status_code == chinese.status_code == 200
    assert MINUTES.title in body(english)
    assert MINUTES.title in body(chinese)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.CLEARING_OPERATOR, None])
def test_who_has_no_role_is_told_so(
    house: House, enter: Enter, page: str, role: Role | None
) -> None:
    """Where nothing can be seen, nothing is said to be in time or done."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    client = enter(role or Role.CITY_LIAISON, "xuzhou")
    if role is None:
        Grant.objects.update(league="changzhutan", member="changsha")
    said = body(client.get(address(page)))
    assert "You have no role here that sees duties" in said
    for untrue in ("Nothing is overdue", "Nothing waits for you", "has its answers"):
        assert untrue not in said
    told_in_list = "The security officer gives roles." in said
    assert told_in_list == (page != "todo")


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("duties/?state=zzz", "target missed"),
        ("duties/?binding=often", "in principle"),
        ("duties/?source=x", "calendar"),
        ("duties/?body=x", "Development Symposium"),
        ("duties/?city=x", "Xuzhou"),
        ("notices/?receipt=x", "not signed for"),
        ("notices/?kind=poem", "reminder"),
    ],
)
def test_a_filter_refuses_what_it_does_not_know(
    league: None, enter: Enter, asked: str, known: str
) -> None:
    """A word that a filter does not know names those it knows, and shows no list."""
    answer = enter(Role.SECRETARIAT).get(f"/huaihai/{asked}")
    assert answer.status_code == 422
    assert known in body(answer).split("It can be: ")[1]


def test_a_unit_that_nobody_knows_is_refused(league: None, enter: Enter) -> None:
    """An empty list would say that the unit has nothing to do."""
    said = enter(Role.SECRETARIAT).get(f"/huaihai/duties/?unit={uuid4()}")
    assert said.status_code == 422
    assert "No unit has the id" in body(said)


def test_the_office_sees_what_is_missing_from_whom(house: House, enter: Enter) -> None:
    """The sentence names the matter, the row the cities, and the text is one click away."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    for row in Duty.objects.exclude(member__in=("linyi", "heze")):
        done = Done(on=TODAY, note="无意见")
        acts.record_evidence(liaison(row.member), "huaihai", row.pk, 1, done)
    page = body(enter(Role.SECRETARIAT).get(address("todo")))
    assert f"1 to do today: {MINUTES.title}: 2 missing" in page
    assert "8 / 10" in page
    assert reverse("notices:plan", args=["huaihai"]) in page


def test_a_liaison_sees_no_other_city(house: House, enter: Enter) -> None:
    """Neither lists nor requests nor the matrix tell him of another city."""
    opened(
        draft("a/1", title="徐州自己的事"),
        draft("a/2", member="heze", title="菏泽的事"),
    )
    client = enter(Role.CITY_LIAISON, "xuzhou")
    for page in ("list", "todo"):
        told = body(client.get(address(page)))
        assert "徐州自己的事" in told
        assert "菏泽的事" not in told
    hidden = Duty.objects.get(key="a/2").pk
    assert client.get(address("duty", hidden)).status_code == 404
    assert client.get(address("duty", uuid4())).status_code == 404
    assert send(client, hidden, "report", **{"on": "2026-11-24"}).status_code == 404
    assert client.post(address("withdraw", hidden, 1)).status_code == 404


def test_a_liaison_reports_and_takes_it_back(place: Place, enter: Enter) -> None:
    """The page says what happened and offers to undo it; undone, the duty is owed again."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    page = body(client.get(address("duty", duty)))
    assert "report-note" in page
    assert "waive-document" not in page
    answer = client.post(
        address("act", duty, "report"),
        {
            **REPORT,
            "report-revision": 1,
            "report-file": SimpleUploadedFile("意见.txt", "无".encode()),
        },
        follow=True,
    )
    told = body(answer)
    assert "Reported: Comments on the minutes." in told
    assert "意见.txt" in told
    assert standing(duty).line.state is DutyState.DONE
    undo = address("withdraw", duty, 1)
    assert undo in told
    assert 'name="revision" value="2"' in told
    assert client.post(undo, {"revision": 1}).status_code == 409
    assert client.post(undo, {"revision": "x"}).status_code == 409
    assert "Taken back" in body(client.post(undo, follow=True))
    assert standing(duty).line.state is DutyState.DUE_SOON
    sent = {**REPORT, "report-revision": 3, "report-on": "1900-01-01"}
    slip = body(client.post(address("act", duty, "report"), sent, follow=True))
    assert "It is dated before the first day of this duty" in slip


def test_a_refused_form_keeps_what_was_typed(place: Place, enter: Enter) -> None:
    """The message stands beside its field, and nothing is written."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    ahead = send(client, duty, "report", on="2026-12-24", note="提前写好的话")
    assert ahead.status_code == 422
    assert "提前写好的话" in body(ahead)
    assert "lies ahead" in body(ahead)
    empty = send(client, duty, "report", on="2026-11-24")
    assert empty.status_code == 422
    assert "Nothing shows that it was done." in body(empty)
    no_day = send(client, duty, "report", on="yesterday", note="x")
    assert no_day.status_code == 422
    assert standing(duty).line.state is DutyState.DUE_SOON


def test_two_liaisons_at_once_lose_no_word(place: Place, enter: Enter) -> None:
    """The second sees both texts, and what he typed can be sent once he has read it."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    first = Done(on=TODAY, note="第一稿")
    acts.record_evidence(liaison("xuzhou", 2), "huaihai", duty, 1, first)
    acts.withdraw_event(liaison("xuzhou", 2), "huaihai", duty, 1)
    answer = send(client, duty, "report", revision=1, on="2026-11-24", note="第二稿")
    assert answer.status_code == 409
    assert "第一稿" in body(answer)
    assert "第二稿" in body(answer)
    assert 'name="report-revision" value="3"' in body(answer)


def test_a_form_sent_twice_counts_once(place: Place, enter: Enter) -> None:
    """The same form again meets a conflict."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    typed = {"revision": 1, "on": "2026-11-24", "note": "无意见"}
    assert send(client, duty, "report", **typed).status_code == 302
    assert send(client, duty, "report", **typed).status_code == 409
    assert len(standing(duty).events) == 2


def test_a_form_without_its_token_is_refused(place: Place, enter: Enter) -> None:
    """Another site cannot act in a liaison's name."""
    duty = place()
    client = enter(Role.CITY_LIAISON, "xuzhou", enforce_csrf_checks=True)
    assert send(client, duty, "report", on="2026-11-24", note="x").status_code == 403
    assert standing(duty).line.state is DutyState.DUE_SOON


def test_the_office_enters_on_behalf_with_the_paper(place: Place, enter: Enter) -> None:
    """代录: office and paper are asked for, kept, and shown wherever the event stands."""
    duty, client = place(), enter(Role.SECRETARIAT)
    assert "report-evidence" in body(client.get(address("duty", duty)))
    without = send(client, duty, "report", on="2026-11-24", note="无意见")
    assert without.status_code == 422
    kept = send(
        client,
        duty,
        "report",
        on="2026-11-24",
        note="无意见",
        office="徐州市常务副市长",
        evidence="徐政函〔2026〕1号",
    )
    assert kept.status_code == 302
    page = body(client.get(address("duty", duty)))
    assert "徐政函〔2026〕1号" in page
    assert "Xuzhou executive vice-mayor" in page
    assert "徐州市常务副市长" in body(
        client.get(address("duty", duty), headers={"accept-language": "zh-CN"})
    )
    entered = Duty.objects.get(pk=duty).events.get()
    assert f"entered by {entered.actor}" in page
    clerk = get_user_model().objects.get(username=entered.actor)
    clerk.person_id = people.add_person(
        OFFICE,
        "huaihai",
        PersonDraft(
            member=None,
            details=PersonDetails(title=Bilingual("办公室一", "Joint office 1")),
        ),
    )
    clerk.save()
    assert "entered by Joint office 1" in body(client.get(address("duty", duty)))


def test_the_timeline_names_the_unit(
    house: House, place: Place, enter: Enter, hansa: Hansa
) -> None:
    """Handing on, signing and returning each say which unit, on page and in command."""
    city, duty = house.cities["xuzhou"], place()
    parts = [handing.Handing(unit=unit) for unit in (city.bureau, city.other)]
    one, _ = handing.hand_on(liaison("xuzhou"), "huaihai", duty, 1, parts)
    returned = handing.Return(words="已核对")
    handing.return_part(officer("xuzhou", city.bureau), "huaihai", one, 1, returned)
    page = body(enter(Role.CITY_LIAISON, "xuzhou").get(address("duty", duty)))
    timeline = page.split('class="timeline"')[1].split("</ol>")[0]
    names = re.findall(r'class="chip">([^<]+)<', timeline)
    bureau, other = "xuzhou department 交通运输局", "xuzhou department 发展改革委"
    assert names == [bureau, other, bureau]
    told = hansa("duties", "show", "huaihai", str(duty), "--lang", "en").out
    assert told.count(bureau) == 2
    assert told.count(other) == 1


def test_a_liaison_enters_for_an_office_of_the_city(place: Place, enter: Enter) -> None:
    """代录 by the city's liaison: an office with its number or scan, never one alone."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    assert "report-evidence" in body(client.get(address("duty", duty)))
    said = {"on": "2026-11-24", "note": "已列入", "office": "徐州市常务副市长"}
    refused = send(client, duty, "report", **said)
    assert refused.status_code == 422
    assert "attach its scan" in body(refused)
    alone = {"on": "2026-11-24", "note": "已列入", "evidence": "1号"}
    assert send(client, duty, "report", **alone).status_code == 422
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7")
    assert send(client, duty, "report", **said, file=scan).status_code == 302
    event = Duty.objects.get(pk=duty).events.get()
    assert event.authority == "徐州市常务副市长"
    assert event.content["evidence"] == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert event.file_id is not None
    own = place("series/own")
    assert send(client, own, "report", on="2026-11-24", note="x").status_code == 302
    assert "evidence" not in Duty.objects.get(pk=own).events.get().content


@pytest.mark.parametrize("role", [Role.CITY_LIAISON, Role.SECRETARIAT])
def test_a_scan_shows_who_asked_for_more_time_and_who_answered(
    role: Role, place: Place, enter: Enter
) -> None:
    """An extension and an answer on behalf take a scan in place of a number."""
    duty = place()
    clerk = enter(role, "xuzhou" if role is Role.CITY_LIAISON else None)
    mayor = {"note": "请予办理", "office": "徐州市常务副市长"}
    asked = {"until": "2026-12-31", **mayor}
    refused = send(clerk, duty, "extend", **asked)
    assert refused.status_code == 422
    assert "attach its scan" in body(refused)
    scan = SimpleUploadedFile("请示.pdf", b"%PDF-1.7 a")
    assert send(clerk, duty, "extend", **asked, file=scan).status_code == 302
    event = Duty.objects.get(pk=duty).events.get()
    assert event.authority == "徐州市常务副市长"
    assert event.content["evidence"] == hashlib.sha256(b"%PDF-1.7 a").hexdigest()
    assert "请示.pdf" in body(clerk.get(address("duty", duty)))
    (act,) = journal.entries("huaihai", 1)
    assert any(name.startswith("evidence:") for name in act.objects)
    with transaction.atomic():
        keeping.note_notice(
            OFFICE, duty, kind=EventKind.LETTER, notice_id=uuid4(), note="提示函"
        )
    said = {"number": "2", "on": "2026-11-24", **mayor}
    assert send(clerk, duty, "answer", **said).status_code == 422
    scan = SimpleUploadedFile("复函.pdf", b"%PDF-1.7 b")
    assert send(clerk, duty, "answer", **said, file=scan).status_code == 302
    event = Duty.objects.get(pk=duty).events.get(number=3)
    assert event.content["evidence"] == hashlib.sha256(b"%PDF-1.7 b").hexdigest()


def test_what_is_not_offered_is_not_done(place: Place, enter: Enter) -> None:
    """A form that the page did not show is judged by the service all the same."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    waived = send(client, duty, "waive", on="2026-11-24", document="1号")
    assert waived.status_code == 403
    assert send(client, duty, "no-such-act").status_code == 404
    leader = enter(Role.LEADER, "xuzhou")
    page = body(leader.get(address("duty", duty)))
    assert '<form class="form"' not in page
    reported = send(leader, duty, "report", on="2026-11-24", note="x")
    assert reported.status_code == 403
    assert standing(duty).line.state is DutyState.DUE_SOON


def test_every_act_has_its_form(house: House, place: Place, enter: Enter) -> None:
    """Extension asked and granted, sent back, put higher, answered, waived, remarked."""
    office, client = enter(Role.SECRETARIAT), enter(Role.CITY_LIAISON, "xuzhou")
    duty = place()
    steps = (
        (client, "note", {"note": "电话已联系"}),
        (client, "extend", {"until": "2026-12-31", "note": "待批复"}),
        (office, "refuse", {"note": "时限已议定"}),
        (client, "extend", {"until": "2027-01-31", "note": "再请"}),
        (office, "grant", {"until": "2027-01-15", "note": "至十五日"}),
        (client, "report", {"on": "2026-11-24", "note": "已办"}),
        (office, "send-back", {"note": "缺附件"}),
        (office, "escalate", {"level": "coordination", "note": "建议会商"}),
        (office, "answer", {"number": "8", "on": "2026-11-24", "note": "同意"}),
        (office, "waive", {"on": "2026-11-24", "document": "纪要1号"}),
    )
    for who, name, typed in steps:
        answer = send(who, duty, name, **typed)
        assert answer.status_code == 302, (name, body(answer))
    assert standing(duty).line.state is DutyState.WAIVED
    page = body(office.get(address("duty", duty)))
    for said in (
        "电话已联系",
        "待批复",
        "时限已议定",
        "至十五日",
        "缺附件",
        "建议会商",
    ):
        assert said in page
    assert "originally 2026-11-30" in page
    dormant = place("one/b", modality=Modality.CONDITIONAL)
    woken = send(office, dormant, "trigger", on="2026-11-24", document="纪要2号")
    assert woken.status_code == 302


def test_a_city_works_through_its_units(
    house: House, place: Place, enter: Enter
) -> None:
    """Handed on, signed for, returned, merged: each by its own page."""
    city = house.cities["xuzhou"]
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    handed = send(
        client, duty, "hand-on", units=[city.bureau, city.other], words="请反馈"
    )
    assert handed.status_code == 302
    unit = enter(Role.UNIT_OFFICER, "xuzhou", city.bureau)
    morning = body(unit.get(address("todo")))
    assert "请反馈" in morning
    assert "1 to do today: 1 handed on to your unit" in morning
    assert "Nothing waits" not in morning
    part = HandOn.objects.get(unit_id=city.bureau)
    assert (
        unit.post(address("sign-part", duty, part.pk), {"revision": 1}).status_code
        == 302
    )
    empty = unit.post(address("return-part", duty, part.pk), {"revision": 2})
    assert empty.status_code == 422
    typed = {"revision": 2, "words": "交通局：无意见"}
    assert unit.post(address("return-part", duty, part.pk), typed).status_code == 302
    again = unit.post(
        address("return-part", duty, part.pk), {**typed, "words": "又一稿"}
    )
    assert again.status_code == 409
    page = body(client.get(address("duty", duty)))
    assert "交通局：无意见" in page
    other = HandOn.objects.get(unit_id=city.other)
    back = client.post(address("take-back", duty, other.pk), {"revision": 1})
    assert back.status_code == 302
    merged = send(
        client,
        duty,
        "merge",
        parts=[str(part.pk)],
        on="2026-11-24",
        note="徐州市：无意见",
    )
    assert merged.status_code == 302
    assert standing(duty).line.state is DutyState.DONE
    bad = unit.post(address("sign-part", duty, part.pk), {"revision": "x"})
    assert bad.status_code in {404, 422}


@pytest.mark.parametrize("meanwhile", ["returned", "taken back"])
def test_no_word_of_a_unit_is_lost(
    house: House, place: Place, enter: Enter, meanwhile: str
) -> None:
    """What a unit typed stands in the answer, whatever the liaison did meanwhile."""
    city, duty, who = house.cities["xuzhou"], place(), liaison("xuzhou")
    asked = [handing.Handing(unit=city.bureau)]
    (part,) = handing.hand_on(who, "huaihai", duty, 1, asked)
    unit = enter(Role.UNIT_OFFICER, "xuzhou", city.bureau)
    if meanwhile == "returned":
        bureau = officer("xuzhou", city.bureau)
        handing.return_part(bureau, "huaihai", part, 1, handing.Return(words="另一稿"))
    else:
        handing.take_back(who, "huaihai", part, 1)
    typed = {"revision": 1, "words": "写了很久的意见"}
    answer = unit.post(address("return-part", duty, part), typed)
    assert answer.status_code == 409
    assert "写了很久的意见" in body(answer)
    told = "This was changed meanwhile" if meanwhile == "returned" else "taken back"
    assert told in body(answer)


def test_a_part_of_what_is_done_waits_for_nobody(
    house: House, place: Place, enter: Enter
) -> None:
    """Once the city reported, its units are asked for nothing more."""
    city, duty, who = house.cities["xuzhou"], place(), liaison("xuzhou")
    handing.hand_on(who, "huaihai", duty, 1, [handing.Handing(unit=city.bureau)])
    done = Done(on=TODAY, note="已办理")
    revision = standing(duty).line.revision
    acts.record_evidence(who, "huaihai", duty, revision, done)
    unit = enter(Role.UNIT_OFFICER, "xuzhou", city.bureau)
    page = body(unit.get(address("duty", duty)))
    assert "no longer needed" in page
    assert "not signed for" not in page
    assert "Sign for it" not in page
    assert "Nothing waits for you today" in body(unit.get(address("todo")))


def test_a_liaison_acts_for_a_unit_only_with_its_paper(
    house: House, place: Place, enter: Enter
) -> None:
    """Signed or returned by another than the unit, a part names unit and paper (代录)."""
    city, duty = house.cities["xuzhou"], place()
    asked = [handing.Handing(unit=city.bureau)]
    (part,) = handing.hand_on(liaison("xuzhou"), "huaihai", duty, 1, asked)
    client = enter(Role.CITY_LIAISON, "xuzhou")
    sign, give = address("sign-part", duty, part), address("return-part", duty, part)
    refused = client.post(give, {"revision": 1, "words": "代为反馈"})
    assert refused.status_code == 422
    assert "only with the paper shown" in body(refused)
    assert "代为反馈" in body(refused)
    assert client.post(sign, {"revision": 1}).status_code == 422
    paper = {"evidence": "徐交函〔2026〕7号"}
    assert client.post(sign, {"revision": 1, **paper}).status_code == 302
    typed = {"revision": 2, "words": "交通局：无意见", **paper}
    assert client.post(give, typed).status_code == 302
    for event in Duty.objects.get(pk=duty).events.order_by("number")[1:]:
        assert event.authority == "xuzhou交通运输局"
        assert event.content["evidence"] == "徐交函〔2026〕7号"
    page = body(client.get(address("duty", duty)))
    assert page.count("entered on behalf") == 2


def test_a_liaison_acts_for_a_unit_with_its_scan(
    house: House, place: Place, enter: Enter
) -> None:
    """The scan is the paper of the unit; what the unit itself brings is its return."""
    city, duty = house.cities["xuzhou"], place()
    asked = [handing.Handing(unit=city.bureau), handing.Handing(unit=city.other)]
    (part, own) = handing.hand_on(liaison("xuzhou"), "huaihai", duty, 1, asked)
    client = enter(Role.CITY_LIAISON, "xuzhou")
    for act, content, words in (
        ("sign-part", b"%PDF-1.7 a", ""),
        ("return-part", b"%PDF-1.7 b", "交通局：无意见"),
    ):
        revision = HandOn.objects.get(pk=part).revision
        scan = SimpleUploadedFile("签字件.pdf", content)
        typed = {"revision": revision, "words": words, "file": scan}
        sent = client.post(address(act, duty, part), typed)
        assert sent.status_code == 302, body(sent)
        event = Duty.objects.get(pk=duty).events.latest("number")
        assert event.authority == "xuzhou交通运输局"
        assert event.content["evidence"] == hashlib.sha256(content).hexdigest()
        assert event.file_id is not None
    unit = enter(Role.UNIT_OFFICER, "xuzhou", city.other)
    given = {"revision": 1, "file": SimpleUploadedFile("意见.pdf", b"%PDF-1.7 c")}
    assert unit.post(address("return-part", duty, own), given).status_code == 302
    assert "evidence" not in Duty.objects.get(pk=duty).events.latest("number").content


def test_a_liaison_reads_what_a_unit_wrote_meanwhile(
    house: House, place: Place, enter: Enter
) -> None:
    """An old form of the liaison is not taken over the words of a unit."""
    city, duty = house.cities["xuzhou"], place()
    asked = [handing.Handing(unit=city.bureau)]
    (part,) = handing.hand_on(liaison("xuzhou"), "huaihai", duty, 1, asked)
    client, seen = enter(Role.CITY_LIAISON, "xuzhou"), standing(duty).line.revision
    bureau, words = officer("xuzhou", city.bureau), handing.Return(words="交通局意见")
    handing.return_part(bureau, "huaihai", part, 1, words)
    answer = send(
        client, duty, "report", revision=seen, on="2026-11-24", note="本市意见"
    )
    assert answer.status_code == 409
    assert "交通局意见" in body(answer)
    assert "本市意见" in body(answer)


def test_several_duties_are_handed_on_at_once(house: House, enter: Enter) -> None:
    """All of those ticked, or none of them."""
    city = house.cities["xuzhou"]
    opened(draft("a/1"), draft("a/2"), draft("a/3", member="heze"))
    ids = [str(pk) for pk in Duty.objects.values_list("pk", flat=True)]
    client = enter(Role.CITY_LIAISON, "xuzhou")
    led = client.post(address("bulk-hand-on"), {"id": ids})
    assert led.status_code == 302
    form = client.get(led.headers["location"])
    assert "Hand 2 duties on" in body(form)
    assert "1 more, which is not there or not for you to see" in body(form)
    own = [str(row.pk) for row in Duty.objects.filter(member="xuzhou")]
    typed = {"duty": own, "units": [city.bureau]}
    wrong = client.post(led.headers["location"], {**typed, "duty": ids})
    assert wrong.status_code == 422
    assert HandOn.objects.count() == 0
    assert client.post(led.headers["location"], typed).status_code == 302
    assert HandOn.objects.count() == 2
    again = client.post(led.headers["location"], typed)
    assert again.status_code == 422
    assert HandOn.objects.count() == 2
    assert enter(Role.SECRETARIAT).get(address("hand-on-many")).status_code == 403


def test_what_a_bulk_act_leaves_out_is_named(house: House, enter: Enter) -> None:
    """Each duty that was ticked and is not taken stands on the next page with why."""
    opened(
        draft("a/1", title="第三季度台账"),
        draft("a/2", title="派驻人员名单"),
        draft("a/3", title="交通月报", member="heze", owed_to="xuzhou"),
    )
    done = Duty.objects.get(key="a/2")
    shown = Done(on=TODAY, note="无变动")
    acts.record_evidence(liaison("xuzhou"), "huaihai", done.pk, 1, shown)
    ids = [str(pk) for pk in Duty.objects.values_list("pk", flat=True)]
    handing_on = enter(Role.CITY_LIAISON, "xuzhou").post(
        address("bulk-hand-on"), {"id": ids}, follow=True
    )
    left = left_out(handing_on)
    assert "派驻人员名单 · Xuzhou: nothing is missing there any more: done" in left
    assert "交通月报 · Heze: your city does not owe it" in left
    assert "第三季度台账" not in left
    reminding = enter(Role.SECRETARIAT).post(
        address("bulk-remind"), {"id": [*ids, "no-id"]}, follow=True
    )
    left = left_out(reminding)
    assert "派驻人员名单 · Xuzhou: nothing is missing there any more: done" in left
    assert "交通月报" not in left
    assert "Left out, because it names no duty: no-id." in body(reminding)


def test_too_many_ticked_duties_are_said(
    house: House, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever ticks more than one address holds is told how many are taken."""
    monkeypatch.setattr("hansa.duties.views.duties.DUTIES_MOST", 1)
    opened(draft("a/1"), draft("a/2"))
    ids = [str(pk) for pk in Duty.objects.values_list("pk", flat=True)]
    led = enter(Role.CITY_LIAISON, "xuzhou").post(
        address("bulk-hand-on"), {"id": ids}, follow=True
    )
    assert "Only the first 1 of 2 ticked duties are taken at once." in body(led)
    assert "Hand 1 duty on" in body(led)


def left_out(answer: Any) -> str:
    """What the page says was left out, as plain words."""
    part = body(answer).split('id="left-out"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", part))


def test_ticked_duties_lead_to_the_preview_of_a_reminder(
    place: Place, enter: Enter
) -> None:
    """Nothing is sent yet; nothing ticked says so."""
    duty, client = place(), enter(Role.SECRETARIAT)
    led = client.post(address("bulk-remind"), {"id": [str(duty), "no-id"]})
    plan = reverse("notices:plan", args=["huaihai"])
    assert led.headers["location"] == f"{plan}?duty={duty}"
    none = client.post(address("bulk-remind"), {"next": "https://elsewhere.example/"})
    assert none.headers["location"] == address("list")


def test_an_hour_and_another_day_are_shown(house: House, enter: Enter) -> None:
    """Exports say the hour; the office's list says it too, and who has a day of its own."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    row = Duty.objects.get(member="heze")
    wanted = Extension(until=date(2026, 12, 2), reason="待批复")
    acts.request_extension(liaison("heze"), "huaihai", row.pk, 1, wanted)
    acts.grant_extension(OFFICE, "huaihai", row.pk, 2, wanted)
    client = enter(Role.SECRETARIAT)
    told = client.get(address("list"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "2026-11-27 17:30" in told
    todo = body(client.get(address("todo")))
    assert "2026-11-27 17:30" in todo
    assert "Heze 2026-12-02" in todo


def test_the_list_filters_sorts_and_exports(league: None, enter: Enter) -> None:
    """Every filter is in the address; exports hold what the filters let through."""
    opened(
        draft("a/1", title="第三季度台账"),
        draft("a/2", member="heze", window=Period(date(2026, 9, 1), date(2026, 10, 1))),
        draft("a/3", title='=HYPERLINK("http://x")'),
    )
    client = enter(Role.SECRETARIAT)
    assert "1 overdue and 2 due soon, of 3 duties" in body(client.get(address("list")))
    narrowed = body(client.get(address("list"), {"state": "overdue"}))
    assert "第三季度台账" not in narrowed
    assert "2026-09-30" in narrowed
    named = body(client.get(address("list"), {"q": "台账", "city": "xuzhou"}))
    assert "第三季度台账" in named
    for key in ("due", "-state", "member", "changed"):
        assert client.get(address("list"), {"sort": key}).status_code == 200
    strange = client.get(address("list"), {"member": "heze"})
    assert strange.status_code == 422
    assert "The list has no filter “member”." in body(strange)
    assert "City (city)" in body(strange)
    unsorted = client.get(address("list"), {"sort": "title"})
    assert unsorted.status_code == 422
    assert "It can be sorted by: Due day, " in body(unsorted)
    assert client.get(address("list"), {"from": "x"}).status_code == 422
    csv = client.get(address("list"), {"format": "csv", "state": "due-soon"})
    told = csv.content.decode("utf-8-sig")
    assert "第三季度台账" in told
    assert "2026-09-30" not in told
    assert not any(
        cell.lstrip('"').startswith("=")
        for line in told.splitlines()
        for cell in line.split(",")
    )
    xlsx = client.get(address("list"), {"format": "xlsx"})
    assert xlsx.content[:2] == b"PK"


def test_markup_that_is_stored_is_shown_as_text(place: Place, enter: Enter) -> None:
    """A title or remark with markup runs nowhere."""
    evil = "<script>alert(1)</script>"
    duty = place(title=evil)
    acts.note(OFFICE, "huaihai", duty, evil)
    client = enter(Role.SECRETARIAT)
    for page in (address("duty", duty), address("list"), address("todo")):
        told = body(client.get(page))
        assert evil not in told
        assert "&lt;script&gt;alert(1)" in told


def test_the_office_asks_ten_cities(house: House, enter: Enter) -> None:
    """The form sends one request; who is missing stands on its page; closed, it is said."""
    client = enter(Role.SECRETARIAT)
    assert client.get(address("new-request")).status_code == 200
    typed = {
        "title": MINUTES.title,
        "words": MINUTES.words,
        "members": CITIES,
        "due_on": "2026-11-27",
        "due_time": "17:30",
        "clause": "GOV-15",
    }
    sent = client.post(address("new-request"), typed)
    assert sent.status_code == 302
    page = body(client.get(sent.headers["location"]))
    assert "0/10" in page
    request = Request.objects.get()
    closed = client.post(address("close-request", request.pk), {"revision": 1})
    assert closed.status_code == 302
    again = client.post(address("close-request", request.pk), {"revision": "1"})
    assert again.status_code == 409
    assert client.post(address("close-request", request.pk)).status_code == 409


def test_a_refused_request_keeps_what_was_typed(house: House, enter: Enter) -> None:
    """A vacancy is named beside the cities, an unknown clause beside the clause."""
    client = enter(Role.SECRETARIAT)
    people.withdraw_posting(OFFICE, "huaihai", house.cities["heze"].posting)
    typed = {"title": "写了很久的标题", "members": CITIES, "due_on": "2026-11-27"}
    refused = client.post(address("new-request"), typed)
    assert refused.status_code == 422
    assert "写了很久的标题" in body(refused)
    assert "no focal point for all fields" in body(refused)
    unknown = client.post(address("new-request"), {**typed, "clause": "gov-15"})
    assert unknown.status_code == 422
    assert "Did you mean GOV-15?" in body(unknown)
    incomplete = client.post(address("new-request"), {"title": "x"})
    assert incomplete.status_code == 422
    taken = client.post(address("new-request"), {**typed, "vacancy": "on"})
    assert taken.status_code == 302
    assert Request.objects.count() == 1


def test_only_the_office_is_offered_to_ask(house: House, enter: Enter) -> None:
    """A liaison gets neither the form nor the act."""
    client = enter(Role.CITY_LIAISON, "xuzhou")
    assert client.get(address("new-request")).status_code == 403
    assert client.post(address("new-request"), {}).status_code == 403
    sent = requests.dispatch(OFFICE, "huaihai", MINUTES)
    page = client.get(address("request", sent))
    assert page.status_code == 200
    assert "0/1" in body(page)
    assert (
        client.post(address("close-request", sent), {"revision": 1}).status_code == 403
    )
    assert client.get(address("request", uuid4())).status_code == 404
    stranger = enter(Role.CITY_LIAISON, "heze")
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    assert stranger.get(address("request", sent)).status_code == 200


def test_the_day_asked_governs_the_page(place: Place, enter: Enter) -> None:
    """On an earlier day the duty stood as it did; on a later one it is late."""
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    late = body(client.get(address("duty", duty), {"as-of": "2026-12-24"}))
    assert "24 days late" in late
    Duty.objects.update(opened_at=datetime(2026, 6, 1, tzinfo=UTC))
    early = body(client.get(address("list"), {"as-of": "2026-06-01"}))
    assert "upcoming" in early
    assert client.get(address("list"), {"as-of": "9999-12-31"}).status_code == 422
    assert client.get(address("list"), {"as-of": "x"}).status_code == 422


def test_titles_say_the_day_asked_and_nothing_of_what_is_not(
    league: None, enter: Enter
) -> None:
    """Another day is no today, and where nothing was asked nothing is complete."""
    client, chinese = enter(Role.SECRETARIAT), {"accept-language": "zh-CN"}
    later = body(client.get(address("todo"), {"as-of": "2026-12-24"}))
    assert re.search(
        r"<h1>(\d+ to do|Nothing is missing from any city) on 2026-12-24", later
    )
    for page in ("/huaihai/duties/requests/", "/huaihai/notices/unanswered/"):
        told = body(client.get(page, headers=chinese))
        assert "没有待" in told
        assert "均已" not in told.split("<h1>")[1].split("</h1>")[0]
    units = body(client.get("/huaihai/directory/units/", {"q": "没有这个单位"}))
    assert "Units: none matches" in units
    assert "<h2>2026-12-24</h2>" in later
    assert "<h2>Today</h2>" not in later
    assert "<h2>Today</h2>" in body(client.get(address("todo")))
    before = body(client.get(address("todo"), {"as-of": "2020-01-01"}))
    assert "Nothing is due on that day." in before
    assert "today" not in before.split("<main")[1].lower()


def test_what_was_extended_shows_both_days(place: Place, enter: Enter) -> None:
    """The original day never leaves the page."""
    duty = place()
    wanted = Extension(until=date(2026, 12, 31), reason="x")
    acts.request_extension(liaison("xuzhou"), "huaihai", duty, 1, wanted)
    acts.grant_extension(OFFICE, "huaihai", duty, 2, wanted)
    client = enter(Role.CITY_LIAISON, "xuzhou")
    for page in (address("duty", duty), address("list")):
        told = body(client.get(page))
        assert "2026-12-31" in told
        assert "originally 2026-11-30" in told


@pytest.mark.parametrize("page", ["list", "todo", "requests"])
def test_questions_of_a_page_do_not_grow(
    house: House, enter: Enter, page: str, django_assert_max_num_queries: Any
) -> None:
    """Few or many rows take the same number of questions."""
    client = enter(Role.SECRETARIAT)
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    client.get(address(page))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address(page))
    for _ in range(4):
        requests.dispatch(OFFICE, "huaihai", MINUTES)
    with django_assert_max_num_queries(len(few)):
        client.get(address(page))


def test_questions_of_one_duty_do_not_grow(
    house: House, place: Place, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    """Events and parts add none."""
    city: City = house.cities["xuzhou"]
    duty, client = place(), enter(Role.CITY_LIAISON, "xuzhou")
    handing.hand_on(
        liaison("xuzhou"), "huaihai", duty, 1, [handing.Handing(unit=city.bureau)]
    )
    client.get(address("duty", duty))
    with CaptureQueriesContext(connection) as few:
        client.get(address("duty", duty))
    part = HandOn.objects.get()
    handing.return_part(
        officer("xuzhou", city.bureau),
        "huaihai",
        part.pk,
        1,
        handing.Return(words="无"),
    )
    for word in "一二三四五":
        acts.note(OFFICE, "huaihai", duty, word)
    with django_assert_max_num_queries(len(few)):
        client.get(address("duty", duty))


def test_a_request_is_sent_once_and_withdrawn_with_its_reason(
    house: House, enter: Enter
) -> None:
    """The form sent again leads to the first; without a reason it still stands."""
    office, city = enter(Role.SECRETARIAT), enter(Role.CITY_LIAISON, "heze")
    found = re.search(
        r'name="once" value="([^"]{20,})"', body(office.get(address("new-request")))
    )
    assert found
    asked = {
        "once": found[1],
        "title": "2026年座谈会纪要",
        "due_on": "2026-11-27",
        "members": ["heze", "linyi"],
        "vacancy": "on",
    }
    unread = office.post(address("new-request"), {**asked, "title": "\u3000\u200b"})
    assert unread.status_code == 422
    first, again = (office.post(address("new-request"), asked) for _ in "12")
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    sent = Request.objects.get()
    assert Duty.objects.count() == 2
    gone = address("withdraw-request", sent.pk)
    reason = {"revision": 1, "reason": "重复发送。"}
    assert city.post(gone, reason).status_code == 403
    assert "Withdraw the request" not in body(city.get(address("request", sent.pk)))
    blank = office.post(gone, {"revision": 1, "reason": "\u200b"})
    assert blank.status_code == 422
    stale = office.post(gone, {"revision": 9, "reason": "重复发送。"})
    assert stale.status_code == 409
    assert "重复发送。" in body(stale)
    assert office.post(gone, reason).status_code == 302
    for reader in (office, city):
        told = body(reader.get(address("request", sent.pk)))
        assert "重复发送。" in told
        assert "withdrawn" in told
        assert "Withdraw the request" not in told
