"""Keeping the directory: what is recorded, what is refused, and who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.files import Upload
from hansa.directory.reads import people as reads
from hansa.directory.reads import systems as system_reads
from hansa.directory.services import behalf
from hansa.directory.services import people as services
from hansa.directory.services import systems as system_services
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Closing,
    Contact,
    Lack,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    SystemDraft,
    SystemLack,
    SystemStatus,
    UnitDetails,
    UnitDraft,
    UnitKind,
    UnitNameLine,
)
from hansa.kernel.errors import Conflict, Forbidden, HansaError, Missing, Refused
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

DAY = date(2026, 11, 24)
PAST = date(2020, 1, 1)
OLD = Bilingual(zh="菏泽市联络处", en="Heze Liaison Office")
NEW = Bilingual(zh="菏泽市区域合作处", en="Heze Office of Regional Cooperation")
PDF = b"%PDF-1.7 signed"


def open_body(
    actor: Actor, member: str | None = "heze", name: Bilingual = OLD, **changed: Any
) -> str:
    """Open a liaison body, by default under the name of Heze's."""
    fields: dict[str, Any] = {
        "kind": UnitKind.LIAISON_BODY,
        "opened_on": PAST,
        "contact": Contact(phone="0530-1234567", mail="heze@example.org"),
    }
    details = UnitDetails(**{**fields, **changed})
    return services.open_unit(
        actor, "huaihai", UnitDraft(member=member, name=name, details=details)
    )


def add_person(actor: Actor, member: str | None = "heze", number: str = "一") -> str:
    """Add a liaison officer, known by city and number."""
    title = Bilingual(zh=f"{member}联络员{number}", en="")
    contact = Contact(phone="0530-7654321", mail="")
    details = PersonDetails(title=title, contact=contact)
    return services.add_person(
        actor, "huaihai", PersonDraft(member=member, details=details)
    )


def focal(person: str, **changed: Any) -> PostingDraft:
    """A focal point of Heze since 2025."""
    fields: dict[str, Any] = {
        "kind": PostingKind.FOCAL_POINT,
        "member": "heze",
        "person": person,
        "from_on": date(2025, 1, 1),
    }
    return PostingDraft(**{**fields, **changed})


def numbered(name: Bilingual, number: int) -> Bilingual:
    """Give a name to one of many."""
    return Bilingual(zh=f"{name.zh}{number}", en=f"{name.en} {number}")


def last_act() -> journal.Entry:
    return next(journal.entries("huaihai", 1))


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(found.at.path, found.code) for found in refused.value.findings]


def test_a_unit_is_opened(secretariat: Actor) -> None:
    """A unit is there from its day on, and its act stands in the journal."""
    unit = open_body(secretariat)
    (line,) = reads.list_units(secretariat, "huaihai", DAY)
    assert (line.id, line.member, line.name) == (unit, "heze", OLD)
    assert line.contact == Contact(phone="0530-1234567", mail="heze@example.org")
    assert reads.list_units(secretariat, "huaihai", date(2019, 12, 31)) == ()
    assert last_act().service == "directory.open_unit"
    assert last_act().objects == (f"unit:{unit}",)


def test_a_missing_english_name_is_stood_in_for(secretariat: Actor) -> None:
    """Where there is no English name, the Chinese one is shown in English too."""
    person = add_person(secretariat)
    line = reads.get_person(secretariat, "huaihai", person)
    assert line.title.en == line.title.zh == "heze联络员一"


def test_units_stand_in_charter_order(secretariat: Actor) -> None:
    """The league's own come first, then the cities as the charter lists them."""
    for member in ("heze", "xuzhou", None, "linyi"):
        open_body(secretariat, member)
    units = reads.list_units(secretariat, "huaihai", DAY)
    assert [unit.member for unit in units] == [None, "xuzhou", "linyi", "heze"]


@pytest.mark.parametrize("from_on", [date(2021, 5, 1), date(2027, 5, 1)])
def test_a_rename_keeps_the_id(secretariat: Actor, from_on: date) -> None:
    """A unit renamed in the past or the future is the same unit under another name."""
    unit = open_body(secretariat)
    services.rename_unit(
        secretariat, "huaihai", unit, UnitNameLine(name=NEW, from_on=from_on), 1
    )
    eve = from_on - timedelta(days=1)
    assert reads.unit_names("huaihai", eve) == {unit: OLD}
    assert reads.unit_names("huaihai", from_on) == {unit: NEW}
    assert [n.name for n in reads.list_unit_names("huaihai", unit)] == [OLD, NEW]
    assert reads.get_unit(secretariat, "huaihai", unit, from_on).name == NEW


def test_a_second_name_of_one_day_replaces_the_first(secretariat: Actor) -> None:
    """A name from the day of opening corrects the first one."""
    unit = open_body(secretariat)
    for revision, name in enumerate((NEW, OLD, NEW), start=1):
        line = UnitNameLine(name=name, from_on=PAST)
        services.rename_unit(secretariat, "huaihai", unit, line, revision)
    assert reads.list_unit_names("huaihai", unit) == (
        UnitNameLine(name=NEW, from_on=PAST),
    )


def test_a_name_before_the_unit(secretariat: Actor) -> None:
    """No unit bears a name before it was opened."""
    unit = open_body(secretariat)
    line = UnitNameLine(name=NEW, from_on=PAST - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        services.rename_unit(secretariat, "huaihai", unit, line, 1)
    assert codes(refused) == [("from_on", "before-opening")]


def test_two_people_edit_one_unit(secretariat: Actor) -> None:
    """The second of two who saw the same text is told, and loses nothing."""
    unit = open_body(secretariat)
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=PAST)
    services.edit_unit(secretariat, "huaihai", unit, details, 1)
    with pytest.raises(Conflict):
        services.edit_unit(secretariat, "huaihai", unit, details, 1)
    line = UnitNameLine(name=NEW, from_on=DAY)
    with pytest.raises(Conflict):
        services.rename_unit(secretariat, "huaihai", unit, line, 1)
    line_now = reads.get_unit(secretariat, "huaihai", unit, DAY)
    assert (line_now.kind, line_now.revision) == (UnitKind.OFFICE, 2)


def test_a_unit_closes_and_another_takes_over(secretariat: Actor) -> None:
    """Who asks for a closed unit is led to its successor; reopened, to itself."""
    unit = open_body(secretariat)
    heir = open_body(secretariat, name=NEW, kind=UnitKind.OFFICE)
    closing = Closing(on=date(2026, 1, 1), successor=heir)
    services.close_unit(secretariat, "huaihai", unit, closing, 1)
    assert reads.standing_unit("huaihai", unit, date(2025, 12, 31)) == unit
    assert reads.standing_unit("huaihai", unit, DAY) == heir
    assert [u.id for u in reads.list_units(secretariat, "huaihai", DAY)] == [heir]
    (before,) = reads.list_predecessors("huaihai", heir, DAY)
    assert before.id == unit
    services.reopen_unit(secretariat, "huaihai", unit, 2)
    assert reads.standing_unit("huaihai", unit, DAY) == unit


def test_units_in_a_circle(secretariat: Actor) -> None:
    """No unit stands above itself or takes over from itself, however far round."""
    one = open_body(secretariat)
    two = open_body(secretariat, name=NEW, parent=one)
    with pytest.raises(Refused) as refused:
        services.edit_unit(
            secretariat,
            "huaihai",
            one,
            UnitDetails(kind=UnitKind.OFFICE, parent=two, opened_on=PAST),
            1,
        )
    assert codes(refused) == [("parent", "own-superior")]
    closing = Closing(on=DAY, successor=one)
    with pytest.raises(Refused) as refused:
        services.close_unit(secretariat, "huaihai", one, closing, 1)
    assert codes(refused) == [("successor", "own-successor")]


def test_nonsense_comes_back_whole(secretariat: Actor) -> None:
    """Every fault of an entry is named at once, each with its field."""
    draft = UnitDraft(
        member="hezee",
        name=Bilingual(zh=" ", en="x"),
        details=UnitDetails(
            kind=UnitKind.OFFICE,
            body="ofice",
            domain="sport",
            contact=Contact(phone="1\n2", mail="nobody"),
            opened_on=date(206, 1, 1),
        ),
    )
    with pytest.raises(Refused) as refused:
        services.open_unit(secretariat, "huaihai", draft)
    assert codes(refused) == [
        ("name_zh", "name-empty"),
        ("phone", "control-character"),
        ("mail", "mail-unreadable"),
        ("opened_on", "day-unlikely"),
        ("member", "unknown-member"),
        ("body", "unknown-body"),
        ("domain", "unknown-domain"),
    ]
    assert reads.list_all_units(secretariat, "huaihai", DAY) == ()


def test_focal_point_of_a_city(secretariat: Actor) -> None:
    """The exact field comes first, then all fields; without either it is a vacancy."""
    unit, person = open_body(secretariat), add_person(secretariat)
    special = add_person(secretariat, number="二")
    services.add_posting(secretariat, "huaihai", focal(person, unit=unit))
    services.add_posting(secretariat, "huaihai", focal(special, domain="transport"))
    found = reads.find_focal_point("huaihai", "heze", "ecology", DAY)
    assert found is not None
    assert (found.person, found.domain, found.unit) == (person, None, unit)
    assert found.unit_name == OLD
    transport = reads.find_focal_point("huaihai", "heze", "transport", DAY)
    assert transport is not None
    assert transport.person == special
    assert reads.find_focal_point("huaihai", "jining", "ecology", DAY) is None
    assert reads.find_focal_point("huaihai", "heze", "ecology", PAST) is None


def test_vacancies_after_somebody_leaves(secretariat: Actor) -> None:
    """When the only contact leaves, every field of the city is vacant from that day."""
    open_body(secretariat)
    person = add_person(secretariat)
    services.add_posting(secretariat, "huaihai", focal(person))
    later = services.add_posting(
        secretariat,
        "huaihai",
        focal(person, domain="ecology", from_on=date(2027, 1, 1)),
    )
    fields = ("transport", "ecology")
    assert reads.focal_gaps("huaihai", ("heze",), fields, DAY) == ()
    services.record_leaving(secretariat, "huaihai", person, DAY, 1)
    gaps = reads.focal_gaps("huaihai", ("heze",), fields, DAY)
    assert [(gap.domain, gap.lack) for gap in gaps] == [
        ("transport", Lack.PERSON),
        ("ecology", Lack.PERSON),
    ]
    eve = DAY - timedelta(days=1)
    assert reads.focal_gaps("huaihai", ("heze",), fields, eve) == ()
    assert reads.list_people(secretariat, "huaihai", DAY) == ()
    never = reads.get_posting("huaihai", later, DAY)
    assert never.withdrawn_at == secretariat.at


def test_nobody_who_left_takes_a_post(secretariat: Actor) -> None:
    """A post that begins after the person left is refused; taken back, it is recorded."""
    person = add_person(secretariat)
    services.record_leaving(secretariat, "huaihai", person, DAY, 1)
    with pytest.raises(Refused) as refused:
        services.add_posting(secretariat, "huaihai", focal(person, from_on=DAY))
    assert codes(refused) == [("person", "person-left")]
    services.record_leaving(secretariat, "huaihai", person, None, 2)
    assert services.add_posting(secretariat, "huaihai", focal(person, from_on=DAY))


def test_what_was_known_of_an_end(secretariat: Actor) -> None:
    """A posting ends as it was known at each time; each word on it is kept."""
    person = add_person(secretariat)
    posting = services.add_posting(
        secretariat, "huaihai", focal(person, to_on=date(2028, 1, 1))
    )
    later = replace(secretariat, at=secretariat.at + timedelta(days=1))
    latest = replace(secretariat, at=secretariat.at + timedelta(days=2))
    services.end_posting(later, "huaihai", posting, date(2026, 12, 1))
    services.end_posting(latest, "huaihai", posting, None)

    def end(known_at: Any) -> date | None:
        (line,) = reads.list_postings("huaihai", known_at=known_at)
        return line.to_on

    assert end(secretariat.at) == date(2028, 1, 1)
    assert end(later.at) == date(2026, 12, 1)
    assert end(latest.at) is end(None) is None
    before = secretariat.at - timedelta(seconds=1)
    assert reads.list_postings("huaihai", known_at=before) == ()


def test_entered_in_error(secretariat: Actor) -> None:
    """What was entered in error counts no more, is kept, and is not marked twice."""
    person = add_person(secretariat)
    posting = services.add_posting(secretariat, "huaihai", focal(person))
    later = replace(secretariat, at=secretariat.at + timedelta(days=1))
    services.withdraw_posting(later, "huaihai", posting)
    assert reads.list_postings("huaihai") == ()
    assert len(reads.list_postings("huaihai", known_at=secretariat.at)) == 1
    (kept,) = reads.posting_history("huaihai", person=person)
    assert kept.withdrawn_at == later.at
    for again in (services.withdraw_posting, _end_now):
        with pytest.raises(Refused, match="posting-withdrawn"):
            again(later, "huaihai", posting)


def _end_now(actor: Actor, league: str, posting: str) -> None:
    services.end_posting(actor, league, posting, DAY)


def test_facts_are_never_refused(secretariat: Actor) -> None:
    """A third secondee, two mayors at once and a gap are recorded as they are."""
    for number in ("一", "二", "三"):
        person = add_person(secretariat, "xuzhou", number)
        draft = PostingDraft(
            kind=PostingKind.SECONDMENT,
            member="xuzhou",
            person=person,
            body="office",
            full_time=number != "三",
            from_on=PAST,
        )
        services.add_posting(secretariat, "huaihai", draft)
    lent = reads.secondees("huaihai", "office", DAY)
    assert sorted(line.full_time for line in lent) == [False, True, True]
    for number in ("四", "五"):
        mayor = add_person(secretariat, "xuzhou", number)
        draft = PostingDraft(
            kind=PostingKind.OFFICE,
            member="xuzhou",
            person=mayor,
            office=Office.MAYOR,
            from_on=PAST,
        )
        services.add_posting(secretariat, "huaihai", draft)
    (twice,) = reads.list_held_twice("huaihai", DAY)
    assert len(twice) == 2
    holder = reads.office_holder("huaihai", "xuzhou", Office.MAYOR, "symposium", DAY)
    assert holder is not None


def test_nobody_stands_twice_in_one_post(secretariat: Actor) -> None:
    """The same posting on the same days is refused; before and after it is not."""
    person = add_person(secretariat)
    first = focal(person, to_on=date(2026, 1, 1))
    made = services.add_posting(secretariat, "huaihai", first)
    for again in (first, focal(person), focal(person, from_on=date(2025, 12, 31))):
        with pytest.raises(Refused) as refused:
            services.add_posting(secretariat, "huaihai", again)
        assert codes(refused) == [("person", "posting-twice")]
        assert refused.value.findings[0].message.parameters == {
            "first": "2025-01-01",
            "last": "2025-12-31",
        }
    assert len(reads.list_postings("huaihai")) == 1
    services.add_posting(
        secretariat, "huaihai", focal(person, from_on=date(2026, 1, 1))
    )
    with pytest.raises(Refused) as refused:
        services.add_posting(
            secretariat, "huaihai", focal(person, from_on=date(2027, 1, 1))
        )
    assert "on." in refused.value.findings[0].message.msgid
    health = focal(person, domain="ecology")
    services.add_posting(secretariat, "huaihai", health)
    services.withdraw_posting(secretariat, "huaihai", made)
    services.add_posting(secretariat, "huaihai", first)
    assert len(reads.list_postings("huaihai")) == 3


def test_lead_of_a_body(secretariat: Actor) -> None:
    """Who leads a body is the unit that stands; the league's own unit has its body."""
    unit = open_body(secretariat)
    heir = open_body(secretariat, name=NEW, kind=UnitKind.DEPARTMENT)
    office = open_body(secretariat, None, kind=UnitKind.OFFICE, body="office")
    draft = PostingDraft(
        kind=PostingKind.LEAD,
        member="heze",
        unit=unit,
        body="group-transport",
        from_on=PAST,
    )
    services.add_posting(secretariat, "huaihai", draft)
    lead = reads.lead_unit("huaihai", "group-transport", DAY)
    assert lead is not None
    assert lead.unit == unit
    closing = Closing(on=date(2026, 1, 1), successor=heir)
    services.close_unit(secretariat, "huaihai", unit, closing, 1)
    lead = reads.lead_unit("huaihai", "group-transport", DAY)
    assert lead is not None
    assert lead.unit == heir
    assert reads.lead_unit("huaihai", "group-ecology", DAY) is None
    own = reads.office_unit("huaihai", "office", DAY)
    assert own is not None
    assert (own.id, own.contact) == (office, None)


def test_delegation_with_its_paper(secretariat: Actor) -> None:
    """Who acts in somebody's place is recorded with the signed paper."""
    mayor, vice = add_person(secretariat), add_person(secretariat, number="二")
    clerk = behalf.act_for(
        secretariat, "huaihai", "heze", "菏泽市市长", "菏政函〔2026〕8号"
    )
    draft = PostingDraft(
        kind=PostingKind.DELEGATION,
        member="heze",
        person=vice,
        delegated_by=mayor,
        body="symposium",
        from_on=PAST,
    )
    paper = Upload(name="委托书.pdf", content=PDF)
    posting = services.add_posting(clerk, "huaihai", draft, paper)
    acting = reads.delegate_of("huaihai", mayor, "symposium", DAY)
    assert acting is not None
    assert (acting.id, acting.person) == (posting, vice)
    assert (acting.authority, acting.evidence) == ("菏泽市市长", "菏政函〔2026〕8号")
    assert acting.file is not None
    act = last_act()
    assert (act.actor, act.authority) == (secretariat.person, "菏泽市市长")
    assert act.objects[0] == f"posting:{posting}"
    assert act.objects[1].startswith(f"file:{acting.file}:")
    assert act.objects[2] == "evidence:菏政函〔2026〕8号"


def test_behalf_needs_its_paper(secretariat: Actor, acting: Any) -> None:
    """Without office or paper nobody acts on behalf; nor does who has no right to."""
    for office, evidence in (("", "x"), ("菏泽市市长", " "), ("a\nb", "x")):
        with pytest.raises(Refused):
            behalf.act_for(secretariat, "huaihai", "heze", office, evidence)
    other = acting(Role.CITY_LIAISON, "jining")
    for stranger in (other, acting(Role.LEADER, "heze"), acting(Role.PUBLIC)):
        with pytest.raises(Forbidden):
            behalf.act_for(stranger, "huaihai", "heze", "菏泽市市长", "8号")


def test_a_city_enters_for_its_own_offices_alone(
    secretariat: Actor, liaison: Actor
) -> None:
    """Neither the league's office, nor another city's, nor anybody above is written."""
    open_body(secretariat)
    add_person(secretariat)
    own = (
        "菏泽市市长", "菏泽市委书记", "菏泽市 常务副市长", "市政府", "菏泽市人民政府",
        "菏泽市联络处", "heze联络员一", "mayor", "Mayor of Heze", "Heze mayor",
    )  # fmt: skip
    for office in own:
        assert behalf.act_for(liaison, "huaihai", "heze", office, "8号")
    foreign = (
        "中共中央办公厅", "济宁市市长", "淮海经济区联合办公室", "办公室", "徐州市政府",
        "菏泽市市长、济宁市市长",
    )  # fmt: skip
    for office in foreign:
        with pytest.raises(Refused) as refused:
            behalf.act_for(liaison, "huaihai", "heze", office, "8号")
        assert codes(refused) == [("office_name", "office-elsewhere")]
    assert behalf.act_for(secretariat, "huaihai", "heze", "山东省发展改革委", "8号")


ELSEWHERE = (
    "协同发展办公室", "淮海经济区协同发展办公室", "协同发展\u200b办公室", "济宁市人民政府",
    "中共徐州市委", "徐州市长（菏泽联络）", "济宁市政府", "中共中央办公厅", "国务院",
    "山东省发展改革委", "省政府办公厅", "国家发展改革委", "tick", "Administrator",
)  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_city_calls_nobody_of_its_own_by_the_name_of_another(
    liaison: Actor, name: str
) -> None:
    """No person or unit, entered or renamed, speaks for who is above or beside."""
    title = Bilingual(zh=name, en="")
    person, unit = add_person(liaison), open_body(liaison)
    person_details = PersonDetails(title=title)
    details = UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=PAST)
    acts: list[Callable[[], Any]] = [
        lambda: services.add_person(
            liaison,
            "huaihai",
            PersonDraft(member="heze", details=PersonDetails(title=title)),
        ),
        lambda: services.edit_person(liaison, "huaihai", person, person_details, 1),
        lambda: services.open_unit(
            liaison, "huaihai", UnitDraft(member="heze", name=title, details=details)
        ),
        lambda: services.rename_unit(
            liaison, "huaihai", unit, UnitNameLine(from_on=DAY, name=title), 1
        ),
    ]
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused)[0][1] in {"name-elsewhere", "name-reserved"}


def test_the_name_that_is_wrong_is_named(liaison: Actor) -> None:
    """Where only one of both names is somebody else's, the refusal says which."""
    chinese = Bilingual(zh="济宁市发展改革委", en="Planning Office")
    english = Bilingual(zh="综合科", en="Joint Office")
    for title, named in ((chinese, chinese.zh), (english, english.en)):
        draft = PersonDraft(member="heze", details=PersonDetails(title=title))
        with pytest.raises(Refused) as refused:
            services.add_person(liaison, "huaihai", draft)
        (found,) = refused.value.findings
        assert found.message.parameters["name"] == named


def test_what_lies_in_a_city_bears_its_name(liaison: Actor) -> None:
    """Offices of nation and province in the city, and its own, are entered."""
    for name in (
        "国家税务总局菏泽市税务局", "山东省菏泽市人民政府", "菏泽市协同发展办公室",
        "省际合作科", "济宁路街道办事处", "市委办公室",
    ):  # fmt: skip
        title = PersonDetails(title=Bilingual(zh=name, en=""))
        draft = PersonDraft(member="heze", details=title)
        assert services.add_person(liaison, "huaihai", draft)


def test_a_name_in_the_directory_is_no_proof(
    secretariat: Actor, liaison: Actor
) -> None:
    """What the office entered under a city is still nobody whom the city acts for."""
    name = Bilingual(zh="山东省发展改革委", en="")
    draft = PersonDraft(member="heze", details=PersonDetails(title=name))
    services.add_person(secretariat, "huaihai", draft)
    with pytest.raises(Refused) as refused:
        behalf.act_for(liaison, "huaihai", "heze", name.zh, "8号")
    assert codes(refused) == [("office_name", "name-elsewhere")]
    with pytest.raises(Refused) as refused:
        behalf.act_for(secretariat, "huaihai", "heze", "tick", "8号")
    assert codes(refused) == [("office_name", "name-reserved")]


def test_a_filed_paper_is_evidence(liaison: Actor) -> None:
    """A signed paper is filed with its hash, and the hash shows the act."""
    upload = Upload(name="签字件.pdf", content=PDF)
    file = behalf.file_evidence(liaison, "huaihai", "heze", upload)
    clerk = behalf.act_for(liaison, "huaihai", "heze", "菏泽市市长", file.sha256)
    assert (clerk.person, clerk.roles) == (liaison.person, liaison.roles)
    assert (clerk.authority, clerk.evidence) == ("菏泽市市长", file.sha256)


ACTS: dict[str, Callable[[Actor, dict[str, str]], Any]] = {
    "open": lambda actor, _ids: open_body(actor, name=NEW),
    "edit": lambda actor, ids: services.edit_unit(
        actor,
        "huaihai",
        ids["unit"],
        UnitDetails(kind=UnitKind.OFFICE, opened_on=PAST),
        1,
    ),
    "rename": lambda actor, ids: services.rename_unit(
        actor, "huaihai", ids["unit"], UnitNameLine(name=NEW, from_on=DAY), 1
    ),
    "close": lambda actor, ids: services.close_unit(
        actor, "huaihai", ids["unit"], Closing(on=DAY), 1
    ),
    "reopen": lambda actor, ids: services.reopen_unit(actor, "huaihai", ids["unit"], 1),
    "add": lambda actor, _ids: add_person(actor, number="九"),
    "change": lambda actor, ids: services.edit_person(
        actor, "huaihai", ids["person"], PersonDetails(title=NEW), 1
    ),
    "leave": lambda actor, ids: services.record_leaving(
        actor, "huaihai", ids["person"], DAY, 1
    ),
    "post": lambda actor, ids: services.add_posting(
        actor, "huaihai", focal(ids["person"], domain="ecology")
    ),
    "end": lambda actor, ids: services.end_posting(
        actor, "huaihai", ids["posting"], DAY
    ),
    "withdraw": lambda actor, ids: services.withdraw_posting(
        actor, "huaihai", ids["posting"]
    ),
}


@pytest.fixture
def ids(secretariat: Actor) -> dict[str, str]:
    """A unit, a person and a posting of Heze."""
    person = add_person(secretariat)
    return {
        "unit": open_body(secretariat),
        "person": person,
        "posting": services.add_posting(secretariat, "huaihai", focal(person)),
    }


@pytest.mark.parametrize("act", ACTS)
def test_who_may_keep(
    act: str, ids: dict[str, str], liaison: Actor, acting: Any
) -> None:
    """A city's liaison keeps its own city; nobody else does, nor in another league."""
    strangers = [
        acting(role, "heze")
        for role in Role
        if role not in {Role.SECRETARIAT, Role.CITY_LIAISON}
    ]
    strangers.append(acting(Role.CITY_LIAISON, "jining"))
    strangers.append(acting(Role.SECRETARIAT, league="changzhutan"))
    for stranger in strangers:
        with pytest.raises(Forbidden):
            ACTS[act](stranger, ids)
    before = journal.head()
    ACTS[act](liaison, ids)
    assert journal.head() != before


@pytest.mark.parametrize("act", [act for act in ACTS if act not in {"open", "add"}])
@pytest.mark.parametrize("guessed", [str(UUID(int=7)), "1", "", "' or 1=1"])
def test_guessed_ids(act: str, guessed: str, secretariat: Actor) -> None:
    """An id of nothing is missing, whatever it looks like."""
    if act == "post" and not guessed:
        return  # A posting without a person is refused for that.
    with pytest.raises(Missing):
        ACTS[act](secretariat, dict.fromkeys(("unit", "person", "posting"), guessed))


def test_nothing_of_another_league(ids: dict[str, str], acting: Any) -> None:
    """What belongs to one league does not exist for another one's office."""
    other = acting(Role.SECRETARIAT, league="changzhutan")
    with pytest.raises(Missing):
        reads.get_unit(other, "changzhutan", ids["unit"], DAY)
    with pytest.raises(Missing):
        services.end_posting(other, "changzhutan", ids["posting"], DAY)
    with pytest.raises(Missing):
        reads.get_person(other, "changzhutan", ids["person"])


@pytest.mark.parametrize(
    "reach",
    [
        lambda actor, unit, _person: services.add_person(
            actor,
            "huaihai",
            PersonDraft(member="heze", details=PersonDetails(title=NEW, unit=unit)),
        ),
        lambda actor, unit, _person: open_body(actor, parent=unit),
        lambda actor, _unit, person: services.add_posting(
            actor, "huaihai", focal(person)
        ),
        lambda actor, unit, _person: services.close_unit(
            actor,
            "huaihai",
            open_body(actor),
            Closing(on=DAY, successor=unit),
            1,
        ),
    ],
)
def test_a_liaison_reaches_into_no_other_city(
    reach: Callable[[Actor, str, str], Any], secretariat: Actor, liaison: Actor
) -> None:
    """Entries of one's own city point to no unit or person of another."""
    unit, person = open_body(secretariat, "jining"), add_person(secretariat, "jining")
    with pytest.raises(Forbidden):
        reach(liaison, unit, person)


def test_a_city_names_no_unit_that_leads(secretariat: Actor, liaison: Actor) -> None:
    """Who leads a body is recorded, ended and withdrawn by the league's office alone."""
    unit = open_body(secretariat)
    draft = PostingDraft(
        kind=PostingKind.LEAD,
        member="heze",
        unit=unit,
        person=add_person(secretariat),
        body="group-society",
        from_on=PAST,
    )
    with pytest.raises(Forbidden):
        services.add_posting(liaison, "huaihai", draft)
    led = services.add_posting(secretariat, "huaihai", draft)
    with pytest.raises(Forbidden):
        services.end_posting(liaison, "huaihai", led, DAY)
    with pytest.raises(Forbidden):
        services.withdraw_posting(liaison, "huaihai", led)
    assert draft.person is not None
    services.record_leaving(liaison, "huaihai", draft.person, DAY, 1)
    later = DAY + timedelta(days=1)
    assert reads.get_posting("huaihai", led, later).to_on is None
    assert reads.lead_unit("huaihai", "group-society", later) is not None


def test_who_sees_contacts(ids: dict[str, str], acting: Any) -> None:
    """Whoever signed in for the league sees people; residents and the public do not."""
    for role in Role:
        reader = acting(role, "jining")
        unit = reads.get_unit(reader, "huaihai", ids["unit"], DAY)
        if role in {Role.RESIDENT, Role.PUBLIC}:
            assert unit.contact is None
            with pytest.raises(Forbidden):
                reads.list_people(reader, "huaihai", DAY)
            with pytest.raises(Forbidden):
                reads.get_person(reader, "huaihai", ids["person"])
        else:
            assert unit.contact is not None
            assert reads.get_person(reader, "huaihai", ids["person"]).contact


def test_mail_for_notices(ids: dict[str, str]) -> None:
    """Notices learn the addresses of those that have one, and of nobody else."""
    asked = [*ids.values(), "nobody", str(uuid4())]
    assert reads.mail_addresses("huaihai", asked) == {ids["unit"]: "heze@example.org"}
    assert reads.mail_addresses("changzhutan", asked) == {}


def test_two_edit_a_person(ids: dict[str, str], secretariat: Actor) -> None:
    """The second of two who edit a person is told."""
    details = PersonDetails(title=NEW)
    services.edit_person(secretariat, "huaihai", ids["person"], details, 1)
    with pytest.raises(Conflict):
        services.edit_person(secretariat, "huaihai", ids["person"], details, 1)


def test_an_act_that_fails_leaves_nothing(ids: dict[str, str], liaison: Actor) -> None:
    """A posting with a file of no kind that is taken leaves neither row nor entry."""
    before = journal.head()
    with pytest.raises(HansaError):
        services.add_posting(
            liaison,
            "huaihai",
            focal(ids["person"], domain="ecology"),
            Upload(name="x.exe", content=b"MZ"),
        )
    assert journal.head() == before
    assert len(reads.list_postings("huaihai")) == 1


def test_named_systems(secretariat: Actor, liaison: Actor) -> None:
    """Of each named system it is said what is known and what is missing."""
    owner = open_body(secretariat, None, kind=UnitKind.PLATFORM_OPERATOR)
    system_services.record_system(
        secretariat,
        "huaihai",
        SystemDraft(
            system="e-government",
            owner=owner,
            service_level="工作日 8:00-18:00",
            status=SystemStatus.RUNNING,
            address="https://example.org/",
        ),
        0,
    )
    system_services.record_system(
        secretariat,
        "huaihai",
        SystemDraft(system="opening-up", status=SystemStatus.PLANNED),
        0,
    )
    named = system_reads.named_systems("huaihai", DAY)
    lines = {s.system: s for s in system_reads.list_systems("huaihai", named)}
    assert lines["e-government"].lacks == ()
    assert lines["opening-up"].lacks == (SystemLack.OWNER, SystemLack.SERVICE_LEVEL)
    assert lines["exhibitions"].lacks == (SystemLack.RECORD,)
    assert [f.code for f in lines["exhibitions"].findings] == ["system-undescribed"]
    (early, *_) = system_reads.list_systems(
        "huaihai", named, known_at=secretariat.at - timedelta(days=1)
    )
    assert early.record is None
    with pytest.raises(Forbidden):
        system_services.record_system(
            liaison, "huaihai", SystemDraft(system="e-government"), 1
        )
    with pytest.raises(Conflict):
        system_services.record_system(
            secretariat, "huaihai", SystemDraft(system="e-government"), 0
        )
    for draft, error in (
        (SystemDraft(system="e-goverment"), Missing),
        (SystemDraft(system="e-government", owner=str(uuid4())), Missing),
        (SystemDraft(system="e-government", address="javascript:x"), Refused),
    ):
        with pytest.raises(error):
            system_services.record_system(secretariat, "huaihai", draft, 1)


QUESTIONS: dict[str, tuple[int, Callable[[Actor], Any]]] = {
    "unit_names": (1, lambda _actor: reads.unit_names("huaihai", DAY)),
    "list_units": (3, lambda actor: reads.list_units(actor, "huaihai", DAY)),
    "list_people": (2, lambda actor: reads.list_people(actor, "huaihai", DAY)),
    "list_postings": (4, lambda _actor: reads.list_postings("huaihai", as_of=DAY)),
    "find_focal_point": (
        6,
        lambda _actor: reads.find_focal_point("huaihai", "heze", "ecology", DAY),
    ),
    "focal_gaps": (
        6,
        lambda _actor: reads.focal_gaps(
            "huaihai", ("heze", "jining"), ("ecology", "transport"), DAY
        ),
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("many", [1, 12])
def test_as_many_questions_for_many(
    name: str, many: int, secretariat: Actor, django_assert_num_queries: Any
) -> None:
    """A list asks the database as often for twelve entries as for one."""
    for number in range(many):
        unit = open_body(secretariat, name=numbered(OLD, number))
        line = UnitNameLine(name=numbered(NEW, number), from_on=DAY)
        services.rename_unit(secretariat, "huaihai", unit, line, 1)
        person = add_person(secretariat, number=str(number))
        posting = services.add_posting(secretariat, "huaihai", focal(person, unit=unit))
        for end in (date(2027, 1, 1), None):
            services.end_posting(secretariat, "huaihai", posting, end)
    count, ask = QUESTIONS[name]
    with django_assert_num_queries(count):
        ask(secretariat)


def test_no_end_is_no_end(secretariat: Actor) -> None:
    """Without a day, only an end that is recorded can be taken back."""
    posting = services.add_posting(
        secretariat, "huaihai", focal(add_person(secretariat))
    )
    with pytest.raises(Refused, match="posting-without-end"):
        services.end_posting(secretariat, "huaihai", posting, None)


def test_an_end_before_all_days_is_refused(secretariat: Actor) -> None:
    """The first day of the calendar is a slip, and no failure of the program."""
    draft = focal(add_person(secretariat), to_on=date.min)
    with pytest.raises(Refused) as refused:
        services.add_posting(secretariat, "huaihai", draft)
    assert ("to_on", "day-unlikely") in codes(refused)
