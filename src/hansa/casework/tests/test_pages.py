"""The pages of cases: who sees which, what they say, and what is typed is kept."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hansa.casework.models import Case, CaseEvent
from hansa.casework.reads import cases as reads
from hansa.casework.reads.cases import CaseFilter
from hansa.casework.services import acts
from hansa.casework.services.rows import Said
from hansa.casework.terms.cases import CaseState, PartyStance, Reply
from hansa.casework.tests.conftest import (
    ADJUSTMENT,
    APPROVER,
    CHANGSHA,
    DISPUTE,
    LEAGUE,
    OFFICE,
    OPERATOR,
    TICK,
    TODAY,
    UNMATCHED,
    XIANGTAN,
    ZHUZHOU,
    Enter,
    Opened,
    actor,
    on,
    revision,
)
from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.kernel.errors import Missing
from hansa.site.wiring import SEARCHED

LIST = f"/{LEAGUE}/casework/"


def page(client: Client, address: str, status: int = 200) -> str:
    """The words of a page."""
    got = client.get(address)
    assert got.status_code == status, got.content
    return re.sub(r"\s+", " ", got.content.decode())


def typed(act: str, case: Any, **fields: str) -> dict[str, str]:
    """A form of a case as a browser sends it."""
    values = {"revision": str(revision(case)), **fields}
    return {f"{act}-{name}": value for name, value in values.items()}


def test_a_city_opens_a_dispute_and_the_other_answers(
    opened: Opened, enter: Enter
) -> None:
    """From the choice of the type to the closure, by the forms of the pages."""
    changsha, zhuzhou = (enter(Role.CITY_LIAISON, m) for m in ("changsha", "zhuzhou"))
    assert "Clearing dispute" in page(changsha, f"{LIST}new/")
    blank = page(changsha, f"{LIST}new/dispute/")
    assert "example, not yet agreed" in blank
    sent = changsha.post(
        f"{LIST}new/dispute/",
        {
            "subject": "11月1日窗口少计12笔",
            "yuan": "1250.5",
            "city-claimant": "changsha",
            "name-claimant": "长沙公交",
            "city-respondent": "zhuzhou",
            "objects": "window/2026-11-01\r\n\r\nrow/12",
        },
    )
    assert sent.status_code == 302
    case = Case.objects.get()
    assert (case.amount_fen, case.objects_named) == (
        125_050,
        ["window/2026-11-01", "row/12"],
    )
    shown = page(zhuzhou, sent["Location"])
    assert "Waiting for a reply from Zhuzhou until 2026-11-09" in shown
    assert "1,250.50" in shown
    assert "长沙公交 (Changsha)" in shown
    assert "silence counts as acceptance" in shown
    fields = {"party": "2", "stance": "objects", "note": "账已核。", "on": "2026-11-02"}
    answered = zhuzhou.post(
        f"{sent['Location']}reply/", typed("reply", case.pk, **fields)
    )
    assert answered["Location"] == sent["Location"]
    shown = page(zhuzhou, sent["Location"])
    assert "Before Secretariat, to be decided by 2026-11-16" in shown
    assert "objects" in shown
    assert "账已核。" in shown
    operator, approver = enter(Role.CLEARING_OPERATOR), enter(Role.APPROVER)
    fields = {"decision": "upheld", "note": "明细相符。"}
    operator.post(f"{sent['Location']}decide/", typed("decide", case.pk, **fields))
    assert "awaits a second person" in page(operator, sent["Location"])
    approver.post(f"{sent['Location']}approve/", typed("approve", case.pk))
    operator.post(f"{sent['Location']}close/", typed("close", case.pk))
    assert "Closed: upheld" in page(changsha, sent["Location"])


READERS: list[tuple[Actor, int]] = [
    (OFFICE, 200),
    (CHANGSHA, 200),
    (ZHUZHOU, 200),
    (XIANGTAN, 404),
    (OPERATOR, 200),
    (APPROVER, 200),
    (actor(Role.AUDITOR), 200),
    (actor(Role.LEADER, "zhuzhou"), 200),
    (actor(Role.LEADER, "xiangtan"), 404),
    (actor(Role.WATCH_OFFICER), 404),
    (actor(Role.SECURITY_OFFICER), 404),
    (actor(Role.ADMINISTRATOR), 404),
]


@pytest.mark.parametrize(("who", "status"), READERS)
def test_who_is_told_that_a_case_is_there(
    who: Actor, status: int, opened: Opened, enter: Enter
) -> None:
    """Parties, the office and who handles the type; nobody else, by page or by form."""
    case = opened()
    (role,) = who.roles
    client = enter(role, who.member)
    address = reverse("casework:case", args=[LEAGUE, case])
    assert client.get(address).status_code == status
    if status == 404:
        sent = client.post(f"{address}reply/", typed("reply", case))
        assert sent.status_code == 404
        assert CaseEvent.objects.count() == 1


def test_sees_the_same_in_lists_and_alone(opened: Opened) -> None:
    """What stands in somebody's list opens for them, and nothing else does."""
    for draft in (DISPUTE, UNMATCHED, ADJUSTMENT):
        opened(draft, OFFICE)
    for who, _status in READERS:
        alone = set()
        for case in Case.objects.all():
            try:
                alone.add(reads.get_case(who, LEAGUE, str(case.pk), TODAY).id)
            except Missing:
                continue
        if reads.may_read(who, LEAGUE):
            lines = reads.list_cases(who, LEAGUE, TODAY, CaseFilter())
            assert {line.id for line in lines} == alone
        else:
            assert not alone


def test_the_public_is_led_to_the_door(opened: Opened, client: Client) -> None:
    """Without sign-in no page of cases opens."""
    case = opened()
    for address in (LIST, f"{LIST}new/", f"{LIST}{case}/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("role", "member", "status"),
    [
        (Role.SECRETARIAT, None, 200),
        (Role.CLEARING_OPERATOR, None, 200),
        (Role.CITY_LIAISON, "zhuzhou", 200),
        (Role.APPROVER, None, 403),
        (Role.LEADER, "zhuzhou", 403),
        (Role.AUDITOR, None, 403),
        (Role.ADMINISTRATOR, None, 403),
    ],
)
def test_who_is_shown_the_form_of_a_new_case(
    role: Role, member: str | None, status: int, leagues: None, enter: Enter
) -> None:
    """Who may open none is told before typing."""
    client = enter(role, member)
    for address in (f"{LIST}new/", f"{LIST}new/dispute/"):
        assert client.get(address).status_code == status


def test_a_city_that_may_not_claim_is_refused_with_its_words(
    leagues: None, enter: Enter
) -> None:
    """Zhuzhou cannot open a claim of Changsha; what it typed is still there."""
    client = enter(Role.CITY_LIAISON, "zhuzhou")
    got = client.post(
        f"{LIST}new/dispute/",
        {
            "subject": "替长沙提出",
            "city-claimant": "changsha",
            "city-respondent": "xiangtan",
        },
    )
    assert got.status_code == 403
    assert "替长沙提出" in got.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("yuan", "-1"),
        ("yuan", "1,250.00"),
        ("yuan", "1.005"),
        ("yuan", "1" * 16),
        ("subject", ""),
        ("subject", "x" * 201),
        ("about_on", "2026-13-01"),
        ("city-respondent", "wuhan"),
        ("city-respondent", ""),
        ("objects", "x" * 201),
        ("objects", "\n".join(map(str, range(101)))),
    ],
)
def test_a_refused_form_comes_back_with_what_was_typed(
    field: str, value: str, leagues: None, enter: Enter
) -> None:
    """Whatever is wrong, the words stay and nothing is opened."""
    client = enter(Role.SECRETARIAT)
    sent = {
        "subject": "少计",
        "words": "这些字不能丢",
        "city-claimant": "changsha",
        "city-respondent": "zhuzhou",
        field: value,
    }
    got = client.post(f"{LIST}new/dispute/", sent)
    assert got.status_code == 422
    assert "这些字不能丢" in got.content.decode()
    assert not Case.objects.exists()


def test_a_refused_act_comes_back_with_what_was_typed(
    opened: Opened, enter: Enter
) -> None:
    """A stale revision, an early decision, an unknown act: said, and nothing is lost."""
    case = opened()
    client = enter(Role.SECRETARIAT)
    address = f"{LIST}{case}/"
    fields = {"decision": "upheld", "note": "先行裁定"}
    early = client.post(f"{address}decide/", typed("decide", case, **fields))
    assert early.status_code == 422
    assert "先行裁定" in early.content.decode()
    assert "Missing: party 2 (respondent)" in early.content.decode()
    stale = client.post(
        f"{address}escalate/", {"escalate-revision": "7", "escalate-note": "逾期"}
    )
    assert stale.status_code == 409
    assert "逾期" in stale.content.decode()
    empty = client.post(f"{address}escalate/", typed("escalate", case))
    assert empty.status_code == 422
    assert client.post(f"{address}forgive/", {}).status_code == 404
    assert CaseEvent.objects.count() == 1


def test_a_page_offers_what_may_be_done_and_nothing_else(
    opened: Opened, enter: Enter
) -> None:
    """A party replies, the office decides, a leader only reads; the past offers nothing."""
    address = f"{LIST}{opened()}/"
    offered = {
        (Role.CITY_LIAISON, "zhuzhou"): {"reply", "document", "escalate"},
        (Role.CITY_LIAISON, "changsha"): {"reply", "document", "escalate", "withdraw"},
        (Role.CLEARING_OPERATOR, None): {"document", "decide", "escalate"},
        (Role.LEADER, "zhuzhou"): set(),
    }
    for (role, member), wanted in offered.items():
        shown = page(enter(role, member), address)
        assert set(re.findall(r'<details class="card" id="([a-z-]+)"', shown)) == wanted
    later = page(enter(Role.SECRETARIAT), f"{address}?as-of=2026-11-12")
    assert "Decided by silence: upheld" in later
    assert "by silence" in later
    assert '<details class="card"' not in later


def test_a_file_of_a_case_is_for_its_parties(opened: Opened, enter: Enter) -> None:
    """Each party gets the file that another one brought; a stranger does not."""
    case = opened()
    paper = Upload(name="明细.txt", content="12笔".encode())
    said = Said(upload=paper)
    acts.add_document(CHANGSHA, LEAGUE, case, revision(case), "statement", said)
    file_id = CaseEvent.objects.exclude(file_id=None).get().file_id
    address = reverse("casework:file", args=[LEAGUE, case, file_id])
    got = enter(Role.CITY_LIAISON, "zhuzhou").get(address)
    assert (got.status_code, got.content) == (200, "12笔".encode())
    assert "明细.txt" in page(enter(Role.LEADER, "zhuzhou"), f"{LIST}{case}/")
    assert enter(Role.CITY_LIAISON, "xiangtan").get(address).status_code == 404
    other = opened()
    elsewhere = reverse("casework:file", args=[LEAGUE, other, file_id])
    assert enter(Role.SECRETARIAT).get(elsewhere).status_code == 404


def test_the_list_filters_sorts_and_exports(opened: Opened, enter: Enter) -> None:
    """Type, state, city and words; the address holds it all; the file has the rows."""
    opened()
    opened(UNMATCHED, TICK)
    opened(
        ADJUSTMENT,
        parties=(
            *ADJUSTMENT.parties[:1],
            ADJUSTMENT.parties[1].__class__(role="payee", member="xiangtan"),
        ),
    )
    client = enter(Role.SECRETARIAT)
    assert "3 cases are open" in page(client, LIST)
    for query, wanted in (
        ("type=dispute", {"11月1日窗口少计12笔"}),
        ("city=xiangtan", {"补记差额"}),
        ("q=2026-2", {"11条挂账待查"}),
        ("q=WINDOW/2026-11-01", {"11月1日窗口少计12笔"}),
        ("state=closed", set()),
        (
            "state=&sort=-amount",
            {"11月1日窗口少计12笔", "11条挂账待查", "补记差额"},
        ),
    ):
        shown = page(client, f"{LIST}?{query}")
        subjects = ("11月1日窗口少计12笔", "11条挂账待查", "补记差额")
        assert {one for one in subjects if one in shown} == wanted, query
    assert client.get(f"{LIST}?q=%00").status_code == 422
    sheet = client.get(f"{LIST}?format=csv").content.decode("utf-8-sig")
    assert len(sheet.strip().splitlines()) == 4
    assert "24.00" in sheet
    assert "past a last day" in page(client, f"{LIST}?as-of=2026-11-10")
    narrowed = page(client, f"{LIST}?as-of=2026-11-10&type=unmatched")
    assert "Cases: 1 matches" in narrowed


def test_a_state_that_no_case_has_is_refused(opened: Opened, enter: Enter) -> None:
    """An unknown word of a filter is never taken for no filter."""
    opened()
    said = page(enter(Role.SECRETARIAT), f"{LIST}?state=nonsense", 422)
    assert "“State” cannot be “nonsense”." in said
    assert "It can be: " in said
    assert "open" in said.split("It can be: ")[1]


def test_a_city_lists_its_own_cases(opened: Opened, enter: Enter) -> None:
    """Xiangtan has none, and is not told of any."""
    opened()
    shown = page(enter(Role.CITY_LIAISON, "xiangtan"), LIST)
    assert "No case is open" in shown
    assert "少计" not in shown


Count = Callable[[int], Any]


def test_lists_ask_as_often_for_many_as_for_few(
    opened: Opened, django_assert_num_queries: Count
) -> None:
    """Versions, cases, parties, events, working days: five questions for any number."""
    opened()
    with django_assert_num_queries(5):
        assert len(reads.list_cases(OFFICE, LEAGUE, TODAY, CaseFilter())) == 1
    for _ in range(9):
        opened()
    for who in (OFFICE, ZHUZHOU, OPERATOR):
        with django_assert_num_queries(5):
            assert len(reads.list_cases(who, LEAGUE, TODAY, CaseFilter())) == 10


def test_one_case_asks_five_questions(
    opened: Opened, django_assert_num_queries: Count
) -> None:
    """The case, its parties, its events, the versions, the working days."""
    case = opened()
    with django_assert_num_queries(5):
        reads.get_case(ZHUZHOU, LEAGUE, str(case), TODAY)


def test_a_group_sees_what_is_put_to_it(opened: Opened) -> None:
    """Whoever leads a body knows of a case once it stands before that body."""
    from hansa.casework.rules import rights

    case = opened()
    lead = actor(Role.GROUP_LEAD)
    line = reads.get_case(OFFICE, LEAGUE, str(case), TODAY)
    assert not rights.may_see(lead, reads.seat_of(line, {"conference"}))
    acts.escalate(OFFICE, LEAGUE, case, revision(case), Said(note="逾期"))
    line = reads.get_case(OFFICE, LEAGUE, str(case), TODAY)
    at_unit = Actor(
        person="test:lead",
        authority="lead",
        member=None,
        roles=frozenset({Role.GROUP_LEAD}),
        at=lead.at,
        league=LEAGUE,
        unit="unit-1",
    )
    assert rights.may_see(at_unit, reads.seat_of(line, {"conference"}))
    assert rights.handles(at_unit, rights.HANDLE, reads.seat_of(line, {"conference"}))
    assert not rights.may_see(at_unit, reads.seat_of(line, {"secretariat"}))


def test_the_office_finds_cases_by_the_search_box(opened: Opened) -> None:
    """By subject, number or id; a city finds its duty instead."""
    opened()
    search.rebuild(LEAGUE, SEARCHED)
    for words in ("少计12笔", "2026-1", "window/2026-11-01"):
        hits = search.find(OFFICE, LEAGUE, words, 50)
        assert "case" in {hit.kind for hit in hits}, words
    kinds = {hit.kind for hit in search.find(ZHUZHOU, LEAGUE, "少计12笔", 50)}
    assert kinds == {"duty"}
    assert not search.find(XIANGTAN, LEAGUE, "少计12笔", 50)


def test_the_pages_speak_chinese(opened: Opened, enter: Enter) -> None:
    """No English sentence of the program stands on a page read in Chinese."""
    case = opened()
    answer = Reply(party=2, stance=PartyStance.OBJECTS)
    acts.reply(ZHUZHOU, LEAGUE, case, revision(case), answer, Said(note="不认可"))
    client = enter(Role.SECRETARIAT)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    got = client.get(f"{LIST}{case}/", headers={"accept-language": "zh-CN"})
    shown = re.sub(r"<[^>]+>", " ", got.content.decode())
    assert "清分争议" in shown
    words = set(re.findall(r"[A-Za-z]{4,}", shown.split("清分争议", 1)[1]))
    # Ids, and the names of roles in this test's own authority.
    assert words <= {
        "window",
        "secretariat",
        "city",
        "liaison",
        "HANSA",
        "Hansa",
        "huaihai",
    }, words


def test_before_its_opening_a_case_is_not_there(opened: Opened, enter: Enter) -> None:
    """As of an earlier day neither list nor page shows it."""
    case = opened()
    client = enter(Role.SECRETARIAT)
    assert "No case is open" in page(client, f"{LIST}?as-of=2026-11-01")
    page(client, f"{LIST}{case}/?as-of=2026-11-01", 404)


def test_a_reader_of_states_finds_each(opened: Opened) -> None:
    """The filter by state asks how cases stand on the day, not how they were kept."""
    opened()
    day = on(OFFICE, "2026-11-12")
    asked = reads.day_of(day)
    wanted = CaseFilter(state=CaseState.DECIDED)
    assert len(reads.list_cases(day, LEAGUE, asked, wanted)) == 1
    assert not reads.list_cases(day, LEAGUE, TODAY, wanted)
