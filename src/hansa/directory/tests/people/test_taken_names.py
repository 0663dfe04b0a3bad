"""What a city may call its own, and whose names it cannot take, however written."""

from datetime import date

import pytest
from django.utils import translation

from hansa.chassis.actor import Actor
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.directory.reads.offices import elsewhere_of
from hansa.directory.rules.taken import taken_word
from hansa.directory.services import behalf
from hansa.directory.services import people as services
from hansa.directory.terms.people import (
    PersonDetails,
    PersonDraft,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("leagues")

OFFICE = (
    "淮海经济区协同发展办公室（菏泽）", "菏泽（淮海经济区协同发展办公室）",
    "淮海经济区协同发展办公室综合组·菏泽", "原淮海经济区协同发展办公室（菏泽）",
    "协同办", "协同办综合组", "协同办公室", "菏泽·协同办", "菏泽 协同办", "协-同-办",
    "【协同办】", "秘书处", "秘书处（菏泽）", "淮海综合组", "淮海经济区综合组（菏泽）",
    "综合组菏泽", "综合组", "淮海办", "淮海经济区办公室", "淮海经济区联席会议（菏泽）",
    "市长联席会", "淮海協同發展辦公室", "淮海経済区協同発展弁公室", "協同辦",
    "協同辦公室（菏澤）", "Joint  Office Of The Huaihai Economic Zone.",
    "The Joint Office", "Joint-Office", "Joint Office (Heze)", "J\u043eint Office",
    "Huaihai Secretariat", "Secretariat",
)  # fmt: skip
ABOVE = (
    "江苏省人民政府（菏泽）", "江苏省人民政府菏泽", "江苏省人民政府菏泽市",
    "菏泽江苏省政府", "中共山东省委", "国务院办公厅（菏泽）", "国家发展改革委菏泽",
    "全国人大菏泽", "Jiangsu Provincial People's Government (Heze)",
    "Ministry of Finance, Heze", "People’s Government of Shandong Province",
    "State Council",
)  # fmt: skip
BESIDE = (
    "济宁市人民政府（菏泽）", "濟寧市政府", "济宁发改委", "菏泽济宁市政府",
    "中共徐州市委", "Jining Municipal Government",
    "The Municipal People's Government of Jining",
)  # fmt: skip
OWN = (
    "菏泽市政府办公室", "菏泽市发展和改革委员会协同办", "菏泽市协同发展办公室",
    "菏澤市協同辦", "菏泽市淮海经济区协同发展办公室",
    "菏泽市融入淮海经济区工作领导小组办公室", "淮海经济区菏泽联络处",
    "市政府办公室秘书处", "菏泽市人民政府办公室综合组", "市委办公室", "区域合作办公室",
    "发展和改革委员会", "综合科", "综合组织科", "协同办公系统管理科",
    "菏泽市发展和改革委员会（区域合作科）", "菏泽市 常务副市长", "山东省菏泽市人民政府",
    "国家税务总局菏泽市税务局", "国家统计局菏泽调查队", "中华人民共和国菏泽海关",
    "省际合作科", "菏泽市省道管理处", "济宁路街道办事处", "淮海路街道办事处",
    "Heze Joint Office", "Heze Regional Cooperation Office",
    "Government Office of Heze", "Interprovincial Cooperation Section",
    "Jining Road Sub-district Office",
)  # fmt: skip


@pytest.fixture
def section(leagues: None, secretariat: Actor) -> None:
    """The league's office has a section, as its directory says."""
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2020, 1, 1))
    name = Bilingual("综合组", "General Section")
    draft = UnitDraft(member=None, name=name, details=details)
    services.open_unit(secretariat, "huaihai", draft)


def add_called(actor: Actor, name: str) -> str:
    """Add somebody of Heze under a name."""
    details = PersonDetails(title=Bilingual(name, ""))
    return services.add_person(
        actor, "huaihai", PersonDraft(member="heze", details=details)
    )


@pytest.mark.usefixtures("section")
def test_a_name_of_others_is_taken() -> None:
    """The city in brackets, other signs, scripts or blanks make no name its own."""
    elsewhere = elsewhere_of("huaihai", "heze")
    names = (*OFFICE, *ABOVE, *BESIDE)
    assert [name for name in names if taken_word(name, elsewhere) is None] == []


@pytest.mark.usefixtures("section")
def test_what_cities_call_their_own_is_free() -> None:
    """What begins with the city's name is its own, and so is what every city has."""
    elsewhere = elsewhere_of("huaihai", "heze")
    assert {taken_word(name, elsewhere) for name in OWN} == {None}


def test_a_clerk_acts_for_the_city_s_own_office_alone(
    secretariat: Actor, liaison: Actor
) -> None:
    """The rule for names holds for acts too, whoever wrote the name in the directory."""
    for name in ("菏泽市发展和改革委员会协同办", "市政府办公室秘书处"):
        assert add_called(liaison, name)
        clerk = behalf.act_for(liaison, "huaihai", "heze", name, "8号")
        assert clerk.authority == name
    for name in (OFFICE[0], "协同办", "江苏省人民政府（菏泽）"):
        with pytest.raises(Refused) as refused:
            add_called(liaison, name)
        assert refused.value.findings[0].code == "name-elsewhere"
        add_called(secretariat, name)
        with pytest.raises(Refused) as refused:
            behalf.act_for(liaison, "huaihai", "heze", name, "8号")
        assert refused.value.findings[0].code == "name-elsewhere"


def test_a_city_keeps_its_office_that_the_charter_names() -> None:
    """The liaison office of Xuzhou is Xuzhou's own, and nobody else's."""
    name = "徐州市政府淮海经济区联络处"
    assert taken_word(name, elsewhere_of("huaihai", "xuzhou")) is None
    assert taken_word(name, elsewhere_of("huaihai", "heze")) == "徐州市"


def test_the_refusal_says_which_word_in_which_field(liaison: Actor) -> None:
    """A spoofed English name is blamed itself, with the word that is taken."""
    name = Bilingual("菏泽市合作处", "The  Joint Office, Heze")
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2020, 1, 1))
    draft = UnitDraft(member="heze", name=name, details=details)
    with pytest.raises(Refused) as refused:
        services.open_unit(liaison, "huaihai", draft)
    (finding,) = refused.value.findings
    assert (finding.at.path, finding.code) == ("name_en", "name-elsewhere")
    with translation.override(ENGLISH):
        assert "“Joint Office” in “The  Joint Office, Heze”" in render(finding.message)
    with translation.override(CHINESE):
        assert "中的“Joint Office”" in render(finding.message)


RESERVED = (
    "Hansa系统", "系统管理员", "公众", "管理员", "公众（无需登录）", "Ｈａｎｓａ系统",
    "系統管理員", "系统 管理员", "系统管理员（菏泽）", "【系统】管理员", "审计员",
    "administrator", "The system", "Anybody, without sign-in", "tick", "The Auditor",
)  # fmt: skip


@pytest.mark.parametrize("name", RESERVED)
def test_nobody_is_called_as_hansa_itself(
    name: str, secretariat: Actor, liaison: Actor
) -> None:
    """What pages call the shell, the public, the clock and the roles names no unit."""
    details = UnitDetails(kind=UnitKind.OFFICE, opened_on=date(2020, 1, 1))
    for written in (Bilingual(name, ""), Bilingual("菏泽市合作处", name)):
        draft = UnitDraft(member="heze", name=written, details=details)
        for actor in (liaison, secretariat):
            with pytest.raises(Refused) as refused:
                services.open_unit(actor, "huaihai", draft)
            assert "name-reserved" in {f.code for f in refused.value.findings}
    with pytest.raises(Refused) as refused:
        add_called(secretariat, name)
    assert refused.value.findings[0].code == "name-reserved"
    with pytest.raises(Refused) as refused:
        behalf.act_for(secretariat, "huaihai", "heze", name, "8号")
    assert refused.value.findings[0].code == "name-reserved"


def test_what_only_holds_such_a_word_is_free(liaison: Actor) -> None:
    """A section that administers systems, or serves the public, is called so."""
    for name in ("菏泽市系统管理科", "公众服务中心", "菏泽市审计员办公室"):
        assert add_called(liaison, name)
