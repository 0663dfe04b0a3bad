"""Issuing notices: who may, to whom, numbered, journalled, and seen by whom."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from conftest import ROOT, Hansa
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping
from hansa.directory.terms.accounts import AccountDraft, GrantDraft
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.duties.models import Duty, DutyEvent, Notice
from hansa.duties.reads import notice_plans
from hansa.duties.reads import notices as reads
from hansa.duties.rules.notices import may_follow, may_manage, may_read, may_sign
from hansa.duties.services import handing, notices, receipts, requests
from hansa.duties.services.acts import (
    Done,
    Extension,
    grant_extension,
    record_evidence,
    request_extension,
)
from hansa.duties.services.handing import Handing
from hansa.duties.terms.notices import (
    Addressee,
    Draft,
    Matter,
    NoticeFilters,
    NoticeKind,
    NoticeLine,
    Occasion,
)
from hansa.duties.terms.requests import RequestDraft
from hansa.duties.tests.conftest import (
    AT,
    CITIES,
    OFFICE,
    OPENED_ON,
    SHELL,
    House,
    Place,
    actor,
    later,
    liaison,
    officer,
)
from hansa.kernel.errors import Forbidden, HansaError, Missing, Refused
from hansa.kernel.text import Bilingual

AUDITOR = actor(Role.AUDITOR)
EVERYTHING = NoticeFilters()


@pytest.fixture
def minutes(house: House) -> dict[str, UUID]:
    """The comment round on the minutes: a duty of each city, by city."""
    requests.dispatch(
        OFFICE,
        "huaihai",
        RequestDraft(
            title="2026年座谈会纪要（征求意见稿）",
            words="请反馈意见。",
            members=CITIES,
            due_on=date(2026, 11, 27),
            due_time=time(17, 30),
        ),
    )
    return dict(Duty.objects.values_list("member", "pk"))


def reply(duty: UUID, city: str) -> None:
    """A city answers."""
    row = Duty.objects.get(pk=duty)
    done = Done(on=AT.date(), note="无意见")
    record_evidence(liaison(city), "huaihai", duty, row.revision, done)


def warning(*to: Addressee, kind: NoticeKind = NoticeKind.WARNING) -> Draft:
    """A notice about nothing that the program knows."""
    return Draft(
        kind=kind,
        subject="weather:2026-11-24",
        matter=Matter(
            title=Bilingual("寒潮天气", "Cold wave"),
            is_document=False,
            asked=Bilingual("做好防范", "take precautions"),
        ),
        to=to,
    )


def listed(who: Actor) -> list[NoticeLine]:
    """What somebody sees in the list."""
    return list(reads.list_notices(who, "huaihai", EVERYTHING, slice(0, 100)))


@pytest.mark.row("H-GOV-15", part="reminders")
def test_the_missing_cities_are_reminded(minutes: dict[str, UUID]) -> None:
    """Eight of ten answered: two reminders, one text that names both in charter order."""
    for city in CITIES:
        if city not in ("linyi", "shangqiu"):
            reply(minutes[city], city)
    (text,) = notice_plans.texts_for(OFFICE, "huaihai", list(minutes.values()))
    assert text.zh == (
        "【淮海经济区协同办】关于《2026年座谈会纪要（征求意见稿）》的提示：请商丘市、临沂市于"
        "11月27日（周五）17:30前反馈意见，无意见也请回复。"
    )
    issued = notices.remind(OFFICE, "huaihai", list(minutes.values()))
    assert [line.member for line in issued] == ["shangqiu", "linyi"]
    assert [line.reference.zh for line in issued] == [
        "淮海协同提醒〔2026〕1号",
        "淮海协同提醒〔2026〕2号",
    ]
    assert {line.joint for line in issued} == {text}
    assert {line.joint for line in listed(OFFICE)} == {text}
    assert "请商丘市于" in issued[0].words.zh
    assert DutyEvent.objects.filter(kind="reminded").count() == 2
    entry = next(iter(journal.entries("huaihai", 1)))
    assert entry.service == "notices.issue"
    assert entry.objects == tuple(f"notice:{line.id}" for line in issued)


def test_a_preview_issues_nothing(minutes: dict[str, UUID]) -> None:
    """The plan says what will be sent to whom, and the service then does exactly that."""
    duties = [minutes["linyi"], minutes["heze"]]
    before = list(journal.entries("huaihai", 100))
    (plan,) = notice_plans.plan_for_duties(OFFICE, "huaihai", NoticeKind.LETTER, duties)
    assert list(journal.entries("huaihai", 100)) == before
    assert not Notice.objects.exists()
    issued = notices.write_letter(OFFICE, "huaihai", duties)
    assert [one.words for one in plan.recipients] == [line.words for line in issued]
    paper = reads.get_notice(OFFICE, "huaihai", issued[0].id).paper
    assert paper == plan.recipients[0].paper
    assert paper.addressee.zh == "临沂市人民政府"
    assert paper.signature.zh == "淮海经济区协同发展办公室"
    assert issued[0].reference.zh == "淮海协同提示〔2026〕1号"
    assert list(
        DutyEvent.objects.filter(duty=minutes["linyi"], kind="letter").values_list(
            "note", "content"
        )
    ) == [("淮海协同提示〔2026〕1号", {"notice": str(issued[0].id)})]


def test_duties_of_several_matters_get_a_text_each(
    minutes: dict[str, UUID], place: Place
) -> None:
    """One text for each matter, the one that is due first before the others."""
    other = place(member="heze")
    texts = notice_plans.texts_for(OFFICE, "huaihai", [other, minutes["heze"]])
    assert len(texts) == 2
    assert "《2026年座谈会纪要（征求意见稿）》" in texts[0].zh
    assert "关于纪要征求意见的提示" in texts[1].zh


def test_a_text_uses_the_extended_day(place: Place) -> None:
    """Who was given more time is asked by the new day."""
    duty = place()
    wanted = Extension(until=date(2026, 12, 11), reason="会议改期")
    for who, act in ((liaison("xuzhou"), request_extension), (OFFICE, grant_extension)):
        act(who, "huaihai", duty, Duty.objects.get(pk=duty).revision, wanted)
    (text,) = notice_plans.texts_for(OFFICE, "huaihai", [duty])
    assert "于12月11日（周五）前" in text.zh


def test_numbers_have_neither_gaps_nor_twins(minutes: dict[str, UUID]) -> None:
    """Each kind, league, office and year counts from one; a refused act takes no number."""
    notices.remind(OFFICE, "huaihai", [minutes["linyi"], minutes["heze"]])
    with pytest.raises(Refused, match="demand"):
        notices.urge(OFFICE, "huaihai", [minutes["linyi"]])
    notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    notices.write_letter(OFFICE, "huaihai", [minutes["linyi"]])
    new_year = later(OFFICE, datetime(2027, 1, 1, 0, 30, tzinfo=LEAGUE_ZONE))
    notices.remind(new_year, "huaihai", [minutes["linyi"]])
    assert sorted(Notice.objects.values_list("kind", "year", "number")) == [
        ("letter", 2026, 1),
        ("reminder", 2026, 1),
        ("reminder", 2026, 2),
        ("reminder", 2026, 3),
        ("reminder", 2027, 1),
    ]


ISSUERS, NOTICES_EACH = 4, 5
# Starts when told to, so that all issue at once.
ISSUER = """
import sys, threading
import django
django.setup()
from django.db import connection
from hansa.duties.services import notices
from hansa.duties.terms.notices import Addressee
from hansa.duties.tests.test_notices import OFFICE, warning

def issue():
    for _ in range(int(sys.argv[1])):
        notices.issue(OFFICE, "huaihai", warning(Addressee(member="linyi")))
    connection.close()

threads = [threading.Thread(target=issue) for _ in range(2)]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def shared_database(folder: Path) -> str:
    """Give the address of these tests' database; on SQLite, of a copy in a file."""
    if connection.vendor == "postgresql":
        parts = urlsplit(os.environ["HANSA_DATABASE_URL"])
        return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    file = folder / "shared.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{file}"


def test_numbers_under_concurrency(
    transactional_db: None, house: House, tmp_path: Path
) -> None:
    """Two processes of two threads issue at once: no number twice, none left out."""
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": shared_database(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hansa.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    issuers = [
        subprocess.Popen(
            [sys.executable, "-c", ISSUER, str(NOTICES_EACH)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(ISSUERS // 2)
    ]
    for issuer in issuers:
        assert issuer.stdout is not None
        assert issuer.stdout.readline() == "ready\n"
    for issuer in issuers:
        assert issuer.stdin is not None
        issuer.stdin.write("go\n")
        issuer.stdin.flush()
    for issuer in issuers:
        _, faults = issuer.communicate(timeout=300)
        assert (issuer.returncode, faults) == (0, "")
    wanted = list(range(1, ISSUERS * NOTICES_EACH + 1))
    if connection.vendor == "postgresql":
        numbers = list(Notice.objects.values_list("number", flat=True))
    else:
        with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as copy:
            numbers = [n for (n,) in copy.execute("SELECT number FROM duties_notice")]
    assert sorted(numbers) == wanted


def test_nothing_missing_is_refused(minutes: dict[str, UUID]) -> None:
    """Whoever answered is not reminded, and an empty choice says so."""
    reply(minutes["heze"], "heze")
    for duties, code in (
        ([minutes["heze"]], "nothing-missing"),
        ([], "duties-missing"),
    ):
        with pytest.raises(Refused, match=code):
            notices.remind(OFFICE, "huaihai", duties)


def test_a_duty_without_anybody_to_ask(place: Place) -> None:
    """A duty that names neither city nor unit cannot be reminded of."""
    duty = place(member=None, body="group-transport")
    with pytest.raises(Refused, match="nobody-to-address"):
        notices.remind(OFFICE, "huaihai", [duty])


def test_a_duty_of_the_league_goes_to_its_unit(place: Place) -> None:
    """Without a city the unit it falls to is addressed, by its name."""
    unit = people.open_unit(
        OFFICE,
        "huaihai",
        UnitDraft(
            member=None,
            name=Bilingual("综合组", "General Section"),
            details=UnitDetails(kind=UnitKind.OFFICE, opened_on=OPENED_ON),
        ),
    )
    duty = place(member=None, unit=unit)
    (line,) = notices.remind(replace(OFFICE, unit=unit), "huaihai", [duty])
    assert "请综合组于" in line.words.zh
    assert "联系人：综合组。" in line.words.zh
    assert (line.member, line.unit) == (None, unit)


def test_inside_a_city_its_liaison_urges_the_units(
    minutes: dict[str, UUID], house: House
) -> None:
    """催办 goes to the units that have a part and did not return it, and nowhere else."""
    linyi, city = liaison("linyi"), house.cities["linyi"]
    handing.hand_on(
        linyi,
        "huaihai",
        minutes["linyi"],
        Duty.objects.get(pk=minutes["linyi"]).revision,
        [Handing(unit=city.bureau), Handing(unit=city.other)],
    )
    issued = notices.urge(linyi, "huaihai", [minutes["linyi"]])
    assert {line.unit for line in issued} == {city.bureau, city.other}
    assert {line.from_member for line in issued} == {"linyi"}
    assert "催办通知" in issued[0].words.zh
    assert issued[0].reference.zh == "临沂催办〔2026〕1号"
    for refused in (notices.write_letter, notices.escalate):
        with pytest.raises(Refused, match="kind-of-office"):
            refused(linyi, "huaihai", [minutes["linyi"]])
    with pytest.raises(Missing):
        notices.urge(linyi, "huaihai", [minutes["heze"]])


@pytest.mark.parametrize(
    ("who", "error"),
    [
        (liaison("heze"), Missing),
        (officer("linyi", str(uuid4())), Missing),
        (actor(Role.LEADER, "linyi"), Forbidden),
        (AUDITOR, Forbidden),
        (actor(Role.PUBLIC), Missing),
        (replace(OFFICE, league="changzhutan"), Missing),
    ],
)
def test_who_may_not_remind(
    who: Actor, error: type[HansaError], minutes: dict[str, UUID]
) -> None:
    """Others are told that the duty is not there, or that their office may not."""
    with pytest.raises(error):
        notices.remind(who, "huaihai", [minutes["linyi"]])
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "to",
    [
        Addressee(member="nowhere"),
        Addressee(member=None),
        Addressee(member="linyi", unit=str(uuid4())),
        Addressee(member="linyi", unit="x"),
        Addressee(member="linyi", person=str(uuid4())),
    ],
)
def test_strangers_cannot_be_addressed(to: Addressee, house: House) -> None:
    """A city, unit or person that the league does not have is missing."""
    with pytest.raises(Missing, match="addressee"):
        notices.issue(OFFICE, "huaihai", warning(to))


def test_a_unit_cannot_be_passed_off_as_ones_own(house: House) -> None:
    """Naming one's own city beside another city's unit addresses nobody."""
    stolen = Addressee(member="linyi", unit=house.cities["heze"].bureau)
    with pytest.raises(Missing, match="addressee"):
        notices.issue(liaison("linyi"), "huaihai", warning(stolen))
    honest = replace(stolen, member="heze")
    with pytest.raises(Forbidden):
        notices.issue(liaison("linyi"), "huaihai", warning(honest))


def test_a_person_can_be_addressed(house: House) -> None:
    """A notice to a person names the post, never more."""
    to = Addressee(member="heze", person=house.cities["heze"].person)
    (line,) = notices.issue(OFFICE, "huaihai", warning(to))
    assert line.name.zh == "heze联络员一"
    assert line.person == to.person


def test_a_meeting_is_announced(house: House) -> None:
    """An invitation needs an occasion, and no other notice has one."""
    to = tuple(Addressee(member=city) for city in ("heze", "xuzhou", "heze"))
    bare = warning(*to, kind=NoticeKind.INVITATION)
    with pytest.raises(Refused, match="occasion"):
        notices.issue(OFFICE, "huaihai", bare)
    occasion = Occasion(
        on=date(2026, 12, 3), at=time(9), place=Bilingual("徐州", "Xuzhou")
    )
    draft = replace(bare, matter=replace(bare.matter, occasion=occasion))
    issued = notices.issue(OFFICE, "huaihai", draft)
    assert [line.member for line in issued] == ["xuzhou", "heze"]
    assert issued[0].joint is not None
    assert "请徐州市、菏泽市" in issued[0].joint.zh
    paper = reads.get_notice(OFFICE, "huaihai", issued[0].id).paper
    assert "定于2026年12月3日（周四）9:00在徐州召开" in paper.body[0].zh


@pytest.mark.parametrize(
    "changes",
    [
        {"title": Bilingual("标题", " ")},
        {"title": Bilingual("长" * 301, "long")},
        {"asked": Bilingual("办" * 61, "do")},
        {"rider": Bilingual("", "x")},
        {"contact": Bilingual("联" * 121, "x")},
    ],
)
def test_parts_that_do_not_fit(changes: dict[str, Any], house: House) -> None:
    """What is empty in one language or too long is refused, not cut."""
    draft = warning(Addressee(member="linyi"))
    with pytest.raises(Refused, match="part-"):
        notices.issue(
            OFFICE, "huaihai", replace(draft, matter=replace(draft.matter, **changes))
        )


def test_paragraphs_of_ones_own(house: House) -> None:
    """A draft may bring the paragraphs of its paper form; too many are refused."""
    draft = warning(Addressee(member="linyi"))
    own = replace(
        draft, body=(Bilingual("请注意<b>大风</b>。", "Mind the <b>wind</b>."),)
    )
    (line,) = notices.issue(OFFICE, "huaihai", own)
    assert reads.get_notice(OFFICE, "huaihai", line.id).paper.body == own.body
    with pytest.raises(Refused, match="too-many"):
        notices.issue(OFFICE, "huaihai", replace(draft, body=own.body * 21))
    with pytest.raises(Refused, match="nobody"):
        notices.issue(OFFICE, "huaihai", replace(draft, to=()))


def test_who_sees_a_notice_in_memory_and_in_the_database(
    minutes: dict[str, UUID], house: House
) -> None:
    """Issuer, addressee and auditor; what a city tells its own units stays in the city."""
    linyi, heze = house.cities["linyi"], house.cities["heze"]
    (between,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    (inside,) = notices.issue(
        liaison("heze"), "huaihai", warning(Addressee(member="heze", unit=heze.bureau))
    )
    (to_unit,) = notices.issue(
        OFFICE, "huaihai", warning(Addressee(member="linyi", unit=linyi.bureau))
    )
    expected = {
        OFFICE: {between.id, to_unit.id},
        AUDITOR: {between.id, inside.id, to_unit.id},
        liaison("linyi"): {between.id, to_unit.id},
        actor(Role.LEADER, "linyi"): {between.id, to_unit.id},
        officer("linyi", linyi.bureau): {to_unit.id},
        officer("linyi", linyi.other): set(),
        liaison("heze"): {inside.id},
        officer("heze", heze.bureau): {inside.id},
        liaison("xuzhou"): set(),
        actor(Role.ADMINISTRATOR): set(),
        actor(Role.RESIDENT): set(),
        actor(Role.PUBLIC): set(),
        replace(OFFICE, league="changzhutan"): set(),
    }
    everything = listed(AUDITOR)
    for who, ids in expected.items():
        assert {line.id for line in listed(who)} == ids, who
        assert {line.id for line in everything if may_read(who, line)} == ids, who
        followed = set(reads.managed(who, "huaihai").values_list("pk", flat=True))
        assert followed == {line.id for line in everything if may_follow(who, line)}
        for line in everything:
            if line.id in ids:
                assert reads.get_notice(who, "huaihai", line.id).line == line
            else:
                with pytest.raises(Missing):
                    reads.get_notice(who, "huaihai", line.id)
    assert may_manage(OFFICE, between)
    assert not may_manage(OFFICE, inside)
    assert may_sign(liaison("linyi"), between)
    assert not may_sign(liaison("heze"), inside)
    assert may_sign(officer("heze", heze.bureau), inside)
    assert not may_sign(OFFICE, between)


def test_lists_cost_the_same_whatever_their_length(
    minutes: dict[str, UUID], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One question for a list, one for the unanswered, few and many notices alike."""
    notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    for _ in range(2):
        with django_assert_num_queries(1):
            listed(OFFICE)
        with django_assert_num_queries(1):
            reads.list_unanswered(OFFICE, "huaihai")
        with django_assert_num_queries(1):
            reads.notices_of(OFFICE, "huaihai", list(minutes.values()))
        notices.remind(OFFICE, "huaihai", list(minutes.values()))


def test_issuing_to_many_costs_little_more_than_to_one(
    minutes: dict[str, UUID], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """What grows with the addressees is only the line on each duty's timeline."""
    with django_assert_max_num_queries(80):
        notices.remind(OFFICE, "huaihai", list(minutes.values()))


def test_lists_are_filtered(minutes: dict[str, UUID]) -> None:
    """By kind, city, subject, duty, and by whether somebody signed."""
    (reminder,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    (letter,) = notices.write_letter(OFFICE, "huaihai", [minutes["heze"]])

    def found(filters: NoticeFilters) -> list[UUID]:
        lines = reads.list_notices(OFFICE, "huaihai", filters, slice(0, 10))
        assert reads.count_notices(OFFICE, "huaihai", filters) == len(lines)
        return [line.id for line in lines]

    assert found(NoticeFilters(kind=NoticeKind.LETTER)) == [letter.id]
    assert found(NoticeFilters(member="linyi")) == [reminder.id]
    assert found(NoticeFilters(subject=reminder.subject)) == [reminder.id]
    assert found(NoticeFilters(duty=minutes["heze"])) == [letter.id]
    assert set(found(NoticeFilters(unanswered=True))) == {reminder.id, letter.id}
    assert reads.count_unanswered(OFFICE, "huaihai") == 2
    by_duty = reads.notices_of(OFFICE, "huaihai", [minutes["heze"]])
    assert [line.id for line in by_duty[minutes["heze"]]] == [letter.id]


def test_an_escalation_is_a_letter_on_the_timeline(minutes: dict[str, UUID]) -> None:
    """提请上一级研究 names who did not answer; putting it up is an act of its own."""
    (line,) = notices.escalate(OFFICE, "huaihai", [minutes["linyi"]])
    assert "临沂市尚未反馈意见，提请上一级研究推进" in line.words.zh
    kinds = DutyEvent.objects.filter(duty=minutes["linyi"]).values_list(
        "kind", flat=True
    )
    assert "letter" in kinds
    assert "escalated" not in kinds


def test_a_list_as_of_a_day(minutes: dict[str, UUID]) -> None:
    """What was issued later is not there yet, and what was signed later waits."""
    (reminder,) = notices.remind(OFFICE, "huaihai", [minutes["linyi"]])
    later = replace(liaison("linyi"), at=OFFICE.at + timedelta(days=2))
    receipts.sign(later, "huaihai", reminder.id)
    unsigned = NoticeFilters(unanswered=True)
    on = reads.day_of(OFFICE.at)

    def signed(until: date | None, filters: NoticeFilters = EVERYTHING) -> list[bool]:
        filters = replace(filters, until=until)
        lines = reads.list_notices(OFFICE, "huaihai", filters, slice(0, 10))
        assert reads.count_notices(OFFICE, "huaihai", filters) == len(lines)
        return [line.receipt is not None for line in lines]

    assert signed(on - timedelta(days=1)) == []
    assert signed(on) == signed(on, unsigned) == [False]
    assert signed(on + timedelta(days=2)) == signed(None) == [True]
    assert signed(None, unsigned) == []
    assert reads.count_unanswered(OFFICE, "huaihai", on) == 1
    assert reads.count_unanswered(OFFICE, "huaihai") == 0
    (waiting,) = reads.list_unanswered(OFFICE, "huaihai", on)
    assert waiting.receipt is None


def test_the_contact_is_the_section_of_whoever_issues(
    minutes: dict[str, UUID], hansa: Hansa, settings: Any
) -> None:
    """Where the account has no unit, its person's is named, so that people can ring."""
    settings.HANSA_CLOCK = AT
    section = people.open_unit(
        OFFICE,
        "huaihai",
        UnitDraft(
            member=None,
            name=Bilingual("综合组", "General Section"),
            details=UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2025, 1, 1)),
        ),
    )
    person = people.add_person(
        OFFICE,
        "huaihai",
        PersonDraft(
            member=None,
            details=PersonDetails(
                title=Bilingual("综合组经办人一", "officer 1"), unit=section
            ),
        ),
    )
    keeping.make_account(SHELL, AccountDraft(username="desk", person=person))
    (text,) = notice_plans.texts_for(
        replace(OFFICE, person="desk"), "huaihai", [minutes["linyi"]]
    )
    assert text.zh.endswith("无意见也请回复。联系人：综合组。")
    (bare,) = notice_plans.texts_for(OFFICE, "huaihai", [minutes["linyi"]])
    assert "联系人" not in bare.zh
    desk = account_reads.find_account(SHELL, "desk").id
    role = GrantDraft(role=Role.SECRETARIAT, league="huaihai")
    grants.give_role(SHELL, desk, role)
    linyi = str(minutes["linyi"])
    named = ("--as", "desk", "--lang", "zh")
    assert (
        "联系人：综合组。" in hansa("notices", "letter", "huaihai", linyi, *named).out
    )
    letter = str(Notice.objects.get().pk)
    assert "联系人：综合组。" in hansa("notices", "show", "huaihai", letter, *named).out
