"""Who is lent, who holds the seats, which cities can be reached; gaps are alarms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from conftest import CharterCopy, Hansa, Run
from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.directory.models import Posting
from hansa.directory.reads.people import list_postings
from hansa.directory.services import people
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import PostingDraft, PostingKind
from hansa.duties.reads.duties import find_by_keys
from hansa.duties.reads.states import reckon
from hansa.duties.terms.duties import DutyLine, DutyState
from hansa.governance import services
from hansa.governance.reads import rosters
from hansa.governance.tests.people import (
    AT,
    CHANGZHUTAN,
    HUAIHAI,
    OFFICE,
    account,
    actor,
    add_person,
    browser,
    hold,
    lead,
    lend,
    program,
    reach,
)
from hansa.kernel.errors import Forbidden, Missing

row = pytest.mark.row
ON = ("--on", "2024-11-15")


def lend_all(least: int = 1) -> dict[str, list[str]]:
    return {
        member: [lend("huaihai", member, "office", number=n) for n in range(least)]
        for member in HUAIHAI
    }


@row("H-GOV-14")
def test_secondments_in_and_out_of_range(served: None, run: Run) -> None:
    """One or two full-time people from each city: ten to twenty, part-time not counted."""
    postings = lend_all()
    found = run("governance", "roster", "huaihai", *ON)["secondment"]
    assert (found["total"], found["total_least"], found["total_most"]) == (10, 10, 20)
    assert found["findings"] == []
    for member in HUAIHAI[1:]:
        lend("huaihai", member, "office", number=2)
    for number in (2, 3):
        lend("huaihai", "xuzhou", "office", number=number)
    lend("huaihai", "heze", "office", full_time=False, number=3)
    people.withdraw_posting(OFFICE, "huaihai", postings["zaozhuang"][0])
    found = run("governance", "roster", "huaihai", *ON)["secondment"]
    lines = {line["member"]: line for line in found["lines"]}
    assert lines["xuzhou"]["counted"] == 3
    assert lines["xuzhou"]["finding"]["message"] == "Xuzhou: 3, above maximum 2"
    assert (lines["heze"]["counted"], lines["heze"]["part_time"]) == (2, 1)
    assert lines["heze"]["finding"] is None
    # 枣庄 had two, of which one was entered in error.
    assert (lines["zaozhuang"]["counted"], lines["zaozhuang"]["finding"]) == (1, None)
    for posting in lines["zaozhuang"]["people"]:
        people.end_posting(OFFICE, "huaihai", posting["posting"], date(2024, 1, 1))
    found = run("governance", "roster", "huaihai", *ON)["secondment"]
    lines = {line["member"]: line for line in found["lines"]}
    assert lines["zaozhuang"]["finding"]["message"] == "Zaozhuang: 0, below minimum 1"
    assert lines["zaozhuang"]["finding"]["clauses"] == ["GOV-14"]
    before = run("governance", "roster", "huaihai", "--on", "2023-12-31")["secondment"]
    assert [f["member"] for f in before["findings"]] == ["xuzhou"]


@pytest.mark.parametrize(
    ("league", "own", "other"),
    [
        ("huaihai", ("派驻", "协同发展办公室"), "抽调"),
        ("changzhutan", ("抽调", "秘书处"), "派驻"),
    ],
)
def test_pages_speak_the_words_of_their_league(
    served: None, settings: Settings, league: str, own: tuple[str, str], other: str
) -> None:
    """Rosters, lists, forms and roles say what the agreement says, and not both."""
    settings.HANSA_CLOCK = AT
    noun, office = own
    city, body = {
        "huaihai": ("xuzhou", "office"),
        "changzhutan": ("zhuzhou", "secretariat"),
    }[league]
    lend(league, city, body)
    reader = browser(account(Role.SECRETARIAT, league=league))
    pages = {
        address: reader.get(
            f"/{league}/{address}", headers={"accept-language": "zh-Hans"}
        ).content.decode()
        for address in (
            "governance/roster/",
            "directory/people/?format=csv",
            "directory/postings/new/secondment/",
        )
    }
    for address, page in pages.items():
        assert noun in page, address
        assert f"{other}（" not in page, address
        assert "派驻（抽调）" not in page, address
    own_account = reader.get("/account/", headers={"accept-language": "zh-Hans"})
    said = own_account.content.decode()
    assert f">{office}</td>" in said.replace("\n", "")
    assert "协同发展办公室、秘书处" not in said


@row("H-GOV-14")
def test_a_person_lent_twice_counts_once(served: None, run: Run) -> None:
    """Postings of one person that hold on one day are one person of the city."""
    posting = Posting.objects.get(pk=lend("huaihai", "shangqiu", "office"))
    half = Posting.objects.get(
        pk=lend("huaihai", "shangqiu", "office", full_time=False, number=2)
    )
    for again, full_time in ((posting, True), (posting, False), (half, False)):
        # As a workbook or an older copy may have brought them, from another day on.
        again.pk, again.full_time = uuid4(), full_time
        again.from_on += timedelta(days=1)
        again.save(force_insert=True)
    found = run("governance", "roster", "huaihai", *ON)["secondment"]
    line = next(line for line in found["lines"] if line["member"] == "shangqiu")
    assert (line["counted"], line["part_time"], line["finding"]) == (1, 1, None)
    assert len(line["people"]) == 2
    assert found["total"] == 1


@row("C-GOV-08")
def test_staff_from_all_three_cities(served: None, run: Run) -> None:
    """Without anybody from Xiangtan it is a violation; the seat never moves."""
    for member in ("changsha", "zhuzhou"):
        lend("changzhutan", member, "secretariat", full_time=False)
    found = run("governance", "roster", "changzhutan", *ON)["secondment"]
    assert [f["message"] for f in found["findings"]] == ["Xiangtan: 0, below minimum 1"]
    assert found["findings"][0]["clauses"] == ["GOV-08"]
    assert (found["total"], found["total_most"]) == (2, None)
    lend("changzhutan", "xiangtan", "secretariat", full_time=False)
    found = run("governance", "roster", "changzhutan", *ON)["secondment"]
    assert found["findings"] == []
    for year, president in ((2018, "changsha"), (2019, "zhuzhou"), (2020, "xiangtan")):
        day = f"{year}-12-01"
        turn = run("governance", "turn", "changzhutan", "--on", day)
        assert turn["member"] == president
        shown = run("charter", "show", "changzhutan", "--as-of", day)
        (office,) = (
            b
            for b in shown["sections"]["governance"]["bodies"]
            if b["id"] == "secretariat"
        )
        assert office["location"]["member"] == "changsha"


@row("C-GOV-09", part="roster: who evaluates")
def test_the_secretariat_evaluates_with_its_roster(
    served: None, client: Client, run: Run
) -> None:
    """Its page names evaluation as its task, and its roster who is there for it."""
    for member in ("changsha", "zhuzhou", "xiangtan"):
        lend("changzhutan", member, "secretariat", full_time=False)
    page = "/changzhutan/governance/bodies/secretariat/"
    html = client.get(page, headers={"accept-language": "en"}).content.decode()
    assert "Organises assessment, review and correction" in html
    assert "GOV-09" in html
    found = run("governance", "roster", "changzhutan", *ON)["secondment"]
    assert (found["total"], found["findings"]) == (3, [])


@row("H-GOV-05")
def test_invitation_list_of_the_symposium(served: None, run: Run, hansa: Hansa) -> None:
    """Thirty seats and department heads; the one that nobody holds is named."""
    offices = (
        Office.PARTY_SECRETARY,
        Office.EXECUTIVE_VICE_MAYOR,
        Office.PARTY_SECRETARY_GENERAL,
    )
    for member in HUAIHAI:
        for office in offices:
            if (member, office) != ("suzhou", Office.PARTY_SECRETARY_GENERAL):
                hold("huaihai", member, office)
    entry = ("--entry", "huaihai/2024/symposium/meeting/1")
    (found,) = run("governance", "seats", "huaihai", *entry, *ON)
    assert (found["filled"], found["asked"]) == (29, 30)
    assert [f["message"] for f in found["findings"]] == [
        "Suzhou secretary-general of the party committee: vacant"
    ]
    open_seats = [x for x in found["lines"] if x["seat"]["count"] is None]
    assert len(open_seats) == 10
    assert {x["seat"]["office"] for x in open_seats} == {"department-head"}
    assert not any(x["vacant"] for x in open_seats)
    ran = hansa("governance", "seats", "huaihai", *entry, *ON)
    assert "29/30" in ran.out
    assert "宿州" in ran.out
    hold("huaihai", "suzhou", Office.PARTY_SECRETARY_GENERAL)
    (found,) = run("governance", "seats", "huaihai", *entry, *ON)
    assert (found["filled"], found["findings"]) == (30, [])


@row("C-GOV-11")
def test_heads_and_conveners_of_the_special_groups(served: None, run: Run) -> None:
    """Three vice-mayors head each group: 15 seats; the convener follows the president."""
    groups = ("planning", "transport", "industry", "environment", "services")
    for group in groups:
        for member in CHANGZHUTAN:
            if (group, member) != ("environment", "zhuzhou"):
                hold("changzhutan", member, Office.VICE_MAYOR, f"group-{group}")

    def heads(on: str) -> list[Any]:
        found = run("governance", "seats", "changzhutan", "--on", on)
        return [each for each in found if each["body"].startswith("group-")]

    found = heads("2024-11-15")
    assert sum(each["asked"] for each in found) == 15
    assert sum(each["filled"] for each in found) == 14
    assert [f["message"] for each in found for f in each["findings"]] == [
        "Zhuzhou vice-mayor in charge: vacant"
    ]
    for each in found:
        departments = [x for x in each["lines"] if x["seat"]["count"] is None]
        assert [x["seat"]["office"] for x in departments] == ["department-head"]
    for year, city in ((2018, "changsha"), (2019, "zhuzhou"), (2020, "xiangtan")):
        (environment,) = (
            each
            for each in heads(f"{year}-11-15")
            if each["body"] == "group-environment"
        )
        assert environment["convener"] == {"member": city, "office": "vice-mayor"}


def test_conveners_on_odd_days(served: None, charter_copy: CharterCopy) -> None:
    """On leap days, before the first turn and at the end of time nobody stumbles."""
    last = "convener: {office: vice-mayor"
    folder = charter_copy(
        "changzhutan", {"governance.yaml": [(last, f"{last}, turn: previous")]}
    )
    versions = (charter_reads.folder_version(folder),)
    for day, member in (
        (date(2024, 2, 29), "xiangtan"),
        (date(2017, 12, 31), None),
        (date.max, None),
        (date.min, None),
    ):
        found = rosters.list_seats(OFFICE, versions, day, "group-planning")
        holders = [roster.convener for roster in found]
        assert [h.member if h else None for h in holders] == [member]


def test_seats_of_the_groups_leads(served: None, run: Run) -> None:
    """At the consultation each group's lead unit sits; one without a lead is vacant."""
    lead("huaihai", "jining", "group-transport")
    entry = ("--entry", "huaihai/2024/consultation/meeting/1")
    (found,) = run("governance", "seats", "huaihai", *entry, *ON)
    assert (found["filled"], found["asked"]) == (1, 24)
    (held,) = (x for x in found["lines"] if not x["vacant"])
    assert held["seat"]["body"] == "group-transport"
    assert held["holder"]["unit_name"]["zh"] == "group-transport牵头单位"
    assert "mail" not in str(found)


def test_acting_by_delegation(served: None, run: Run) -> None:
    """Whoever acts for a holder is named beside him, and the seat is not vacant."""
    posting = hold("huaihai", "heze", Office.PARTY_SECRETARY)
    (line,) = (each for each in list_postings("huaihai") if each.id == posting)
    deputy = add_person("huaihai", "heze", "菏泽市委副书记")
    people.add_posting(
        OFFICE,
        "huaihai",
        PostingDraft(
            kind=PostingKind.DELEGATION,
            member="heze",
            person=deputy,
            delegated_by=line.person,
            from_on=date(2024, 1, 1),
        ),
    )
    (found,) = run("governance", "seats", "huaihai", "--body", "symposium", *ON)
    (seat,) = (x for x in found["lines"] if x["holder"])
    assert seat["delegate"]["title"]["zh"] == "菏泽市委副书记"


@row("H-GOV-16", part="compliance of the focal points")
def test_cities_that_can_be_reached(served: None, run: Run, hansa: Hansa) -> None:
    """Ten of ten, and nine once Heze's contact is gone, with the city named."""
    postings = reach("huaihai", HUAIHAI)
    found = run("governance", "roster", "huaihai", *ON)["focal_points"]
    assert (found["ready"], found["asked"], found["findings"]) == (10, 10, [])
    people.end_posting(OFFICE, "huaihai", postings["heze"], date(2024, 6, 1))
    found = run("governance", "roster", "huaihai", *ON)["focal_points"]
    assert (found["ready"], found["asked"]) == (9, 10)
    assert {f["member"] for f in found["findings"]} == {"heze"}
    ran = hansa("governance", "roster", "huaihai", *ON, "--lang", "en")
    assert "9 of 10" in ran.out
    assert "Heze" in ran.out
    assert run("governance", "roster", "changzhutan", *ON)["focal_points"] is None


@row("H-GOV-16")
def test_a_city_without_its_contact(
    served: None, run: Run, hansa: Hansa, settings: Settings
) -> None:
    """Heze's contact leaves: the next dispatch fails loudly, and compliance is 9/10."""
    settings.HANSA_CLOCK = AT
    for city in HUAIHAI:
        name, day = ("--city", city), ("--on", "2020-01-01", "--kind", "liaison-body")
        run("directory", "open", "huaihai", f"{city}联络处", *name, *day)
        run("directory", "add", "huaihai", f"{city}联络员一", *name)
        run(
            "directory", "post", "huaihai", "focal-point", "--from", "2025-01-01",
            "--person", f"{city}联络员一", "--unit", f"{city}联络处", *name,
        )  # fmt: skip
    found = run("governance", "roster", "huaihai")["focal_points"]
    assert (found["ready"], found["asked"]) == (10, 10)
    ask = ("duties", "request", "huaihai", "台账", "--due", "2026-11-27")
    assert run(*ask)["total"] == 10
    left = ("--on", "2026-11-24", "--city", "heze")
    run("directory", "leave", "huaihai", "heze联络员一", *left)
    refused = hansa(*ask, "--lang", "en")
    assert refused.code == 1
    assert "no focal point for all fields is named in: Heze" in refused.err
    assert "Heze" in refused.err
    found = run("governance", "roster", "huaihai")["focal_points"]
    assert (found["ready"], found["asked"]) == (9, 10)
    services.open_roster_alarms(OFFICE, "huaihai")
    duty = alarm("roster/focal-point/heze/2026-11-24")
    assert duty is not None
    assert duty.member == "heze"


def test_who_may_see_rosters(served: None) -> None:
    """Whoever works for the league; not the public, and nobody of another league."""
    versions = charter_reads.get_versions("huaihai")
    for role in (Role.CITY_LIAISON, Role.LEADER, Role.AUDITOR):
        assert rosters.list_seats(actor(role, "heze"), versions, AT.date())
    for who in (
        actor(Role.PUBLIC, league=None),
        actor(Role.SECRETARIAT, league="changzhutan"),
    ):
        for ask in (
            rosters.secondment_roster,
            rosters.focal_roster,
            rosters.list_seats,
        ):
            with pytest.raises(Forbidden):
                ask(who, versions, AT.date())
        with pytest.raises(Forbidden):
            rosters.invitation(
                who, versions, "huaihai/2024/symposium/meeting/1", AT.date()
            )
    with pytest.raises(Missing):
        rosters.list_seats(OFFICE, versions, AT.date(), "nobody")
    with pytest.raises(Missing):
        rosters.invitation(OFFICE, versions, "huaihai/2024/x/meeting/1", AT.date())


def alarm(key: str, at: datetime = AT) -> DutyLine | None:
    found = find_by_keys(OFFICE, "huaihai", reckon("huaihai", at.date()), [key])
    return found.get(key)


def on(day: date) -> Actor:
    """Give the office at work on another day."""
    return replace(OFFICE, at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC))


def test_an_empty_directory_gives_no_alarm(served: None) -> None:
    """A roster that nobody keeps is not a hundred vacancies."""
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 0


def test_a_gap_is_an_alarm_until_it_is_filled(served: None) -> None:
    """Ended today, alarmed today, undated; filled later, done on that day."""
    postings = lend_all()
    reach("huaihai", HUAIHAI)
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 0
    today = date(2026, 11, 24)
    people.end_posting(OFFICE, "huaihai", postings["heze"][0], today)
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 1
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 0
    key = "roster/secondment/heze/2026-11-24"
    duty = alarm(key)
    assert duty is not None
    assert (duty.member, duty.state, duty.due_on) == ("heze", DutyState.OPEN, None)
    assert duty.clauses == ("GOV-14",)
    later = on(today + timedelta(days=70))
    person = add_person("huaihai", "heze", "菏泽派驻人员二")
    people.add_posting(
        later,
        "huaihai",
        PostingDraft(
            kind=PostingKind.SECONDMENT,
            member="heze",
            person=person,
            body="office",
            from_on=date(2027, 1, 4),
        ),
    )
    open_ = alarm(key, later.at)
    assert open_ is not None
    assert open_.age_months == 2
    services.open_roster_alarms(later, "huaihai")
    done = alarm(key, later.at)
    assert done is not None
    assert (done.state, done.done_on) == (DutyState.DONE, date(2027, 1, 4))


def test_another_gap_is_another_alarm(served: None) -> None:
    """A city that falls below the minimum again owes it again."""
    postings = reach("huaihai", HUAIHAI)
    people.end_posting(OFFICE, "huaihai", postings["heze"], date(2026, 11, 1))
    services.open_roster_alarms(OFFICE, "huaihai")
    again = reach("huaihai", ("heze",))["heze"]
    people.withdraw_posting(OFFICE, "huaihai", again)
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 0
    duty = alarm("roster/focal-point/heze/2026-11-01")
    assert duty is not None
    assert duty.state is DutyState.OPEN


def test_a_vacant_seat_is_an_alarm_of_its_city(served: None) -> None:
    """Each seat with a number is watched, once the offices are kept at all."""
    posting = hold("huaihai", "heze", Office.PARTY_SECRETARY)
    lead("huaihai", "jining", "group-transport")
    opened = services.open_roster_alarms(OFFICE, "huaihai").opened
    # 30 seats of the symposium and 20 of the consultation, one held; 4 leads, one held.
    assert opened == 30 + 20 - 1 + 4 - 1
    key = "roster/seat/symposium/heze/party-secretary/2026-11-24"
    assert alarm(key) is None
    people.end_posting(OFFICE, "huaihai", posting, date(2026, 11, 24))
    assert services.open_roster_alarms(OFFICE, "huaihai").opened == 1
    duty = alarm(key)
    assert duty is not None
    assert duty.member == "heze"
    for role in (Role.CITY_LIAISON, Role.PUBLIC):
        with pytest.raises(Forbidden):
            services.open_roster_alarms(actor(role, "heze"), "huaihai")


def test_before_service_nothing_is_a_gap(
    served: None, run: Run, hansa: Hansa, settings: Settings
) -> None:
    """What was not recorded of the time before is not recorded, and not vacant."""
    settings.HANSA_CLOCK = AT
    early = ("--on", "2018-12-31")
    found = run("governance", "roster", "huaihai", *early)
    assert not found["secondment"]["in_service"]
    assert found["secondment"]["findings"] == []
    assert found["focal_points"]["findings"] == []
    (seats,) = run("governance", "seats", "huaihai", "--body", "symposium", *early)
    assert (seats["filled"], seats["findings"]) == (0, [])
    assert not any(line["vacant"] for line in seats["lines"])
    printed = hansa("governance", "seats", "huaihai", *early, "--lang", "en").out
    assert "not recorded" in printed
    assert "vacant" not in printed
    printed = hansa("governance", "roster", "huaihai", *early, "--lang", "en").out
    assert "In service here since 2019-01-01" in " ".join(printed.split())
    page = browser(account(Role.SECRETARIAT)).get(
        "/huaihai/governance/roster/?as-of=2018-12-31"
    )
    shown = page.content.decode()
    assert "what is not recorded is no gap" in shown
    assert "vacant" not in shown
    assert "below minimum" not in shown
    (since, *_) = run("governance", "seats", "huaihai", "--on", "2019-01-01")
    assert since["in_service"]
    assert since["findings"]


def test_rosters_ask_a_constant_number_of_questions(
    served: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """One secondee or thirty, one seat or fifty: the same questions."""
    versions = charter_reads.get_versions("huaihai")

    def ask() -> None:
        rosters.secondment_roster(OFFICE, versions, AT.date())
        rosters.list_seats(OFFICE, versions, AT.date())
        rosters.focal_roster(OFFICE, versions, AT.date())

    lend_all()
    with django_assert_max_num_queries(17):
        ask()
    lend_all(2)
    reach("huaihai", HUAIHAI)
    for member in HUAIHAI:
        hold("huaihai", member, Office.PARTY_SECRETARY)
    with django_assert_max_num_queries(17):
        ask()


def test_one_too_many_is_said_at_once(
    served: None, settings: Settings, hansa: Hansa
) -> None:
    """On the page, at the command and at the API; it is recorded all the same."""
    settings.HANSA_CLOCK = AT
    lend_all(2)
    said = "Xuzhou: 3, above maximum 2"
    person = add_person("huaihai", "xuzhou", "徐州派驻人员三")
    office = browser(account(Role.SECRETARIAT))
    given = {
        "member": "xuzhou",
        "person": person,
        "body": "office",
        "full_time": "on",
        "from_on": "2026-11-01",
    }
    answer = office.post(
        "/huaihai/directory/postings/new/secondment/", given, follow=True
    )
    assert "It is recorded." in answer.content.decode()
    assert said in answer.content.decode()
    shown = office.get("/huaihai/governance/roster/").content.decode()
    assert "cities that lend more people than agreed: 1" in shown
    assert "gaps: 1" not in shown
    for page in ("/huaihai/directory/", "/huaihai/governance/bodies/office/"):
        assert "/huaihai/governance/roster/" in office.get(page).content.decode()
    post = ("directory", "post", "huaihai", "secondment", "--from", "2026-11-02")
    person = add_person("huaihai", "xuzhou", "徐州派驻人员四")
    told = hansa(
        *post,
        "--city",
        "xuzhou",
        "--person",
        person,
        "--body",
        "office",
        "--lang",
        "en",
    )
    assert (told.code, "Xuzhou: 4, above maximum 2" in told.err) == (0, True)
    person = add_person("huaihai", "xuzhou", "徐州派驻人员五")
    sent = program(account(Role.CITY_LIAISON, "xuzhou")).post(
        "/api/v1/leagues/huaihai/postings",
        {
            "kind": "secondment",
            "member": "xuzhou",
            "person": person,
            "body": "office",
            "from_on": "2026-11-03",
        },
        content_type="application/json",
    )
    assert sent.json()["remarks"] == ["Xuzhou: 5, above maximum 2"]
