"""The directory of the demonstration: units, people by office and number, and posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hansa.chassis.actor import Actor
from hansa.directory.services import people
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Contact,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.text import Bilingual

SINCE = date(2025, 1, 1)

DEPARTMENTS: Mapping[str, Bilingual] = {
    "mechanism": Bilingual("发展和改革委员会", "Development and Reform Commission"),
    "planning": Bilingual("自然资源和规划局", "Natural Resources and Planning Bureau"),
    "transport": Bilingual("交通运输局", "Transport Bureau"),
    "industry": Bilingual(
        "工业和信息化局", "Industry and Information Technology Bureau"
    ),
    "ecology": Bilingual("生态环境局", "Ecology and Environment Bureau"),
    "environment": Bilingual("生态环境局", "Ecology and Environment Bureau"),
    "society": Bilingual("卫生健康委员会", "Health Commission"),
    "services": Bilingual(
        "人力资源和社会保障局", "Human Resources and Social Security Bureau"
    ),
    "credit": Bilingual("行政审批服务局", "Administrative Approval Bureau"),
}
"""The bureau that answers for each field, by the customary name of such a bureau."""

OFFICES: Mapping[Office, Bilingual] = {
    Office.PARTY_SECRETARY: Bilingual("市委书记", "party secretary"),
    Office.MAYOR: Bilingual("市长", "mayor"),
    Office.EXECUTIVE_VICE_MAYOR: Bilingual("常务副市长", "executive vice-mayor"),
    Office.PARTY_SECRETARY_GENERAL: Bilingual("市委秘书长", "party secretary-general"),
    Office.DEPUTY_SECRETARY_GENERAL: Bilingual(
        "市政府副秘书长", "deputy secretary-general"
    ),
    Office.DRC_DIRECTOR: Bilingual("市发改委主任", "director of the DRC"),
}
MAILBOXES: Mapping[str, str] = {
    Office.PARTY_SECRETARY: "shiwei",
    Office.MAYOR: "shizhang",
    Office.EXECUTIVE_VICE_MAYOR: "changwufushizhang",
    Office.PARTY_SECRETARY_GENERAL: "shiweimishuzhang",
    Office.DEPUTY_SECRETARY_GENERAL: "fumishuzhang",
    Office.DRC_DIRECTOR: "fagaiwei",
}
"""What the mailbox of an office is called, in pinyin as city offices write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Whom and what the demonstration made, by city and role, for what follows."""

    units: dict[tuple[str | None, str], str] = field(default_factory=dict)
    people: dict[tuple[str | None, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """What differs between the two leagues.

    Attributes:
        office: id of the body that is the league's office, and its name.
        section: the part of that office that does the daily work.
        lent: what the agreement calls lending people, and how many each city lends.
        offices: who holds seats in each city.
        leads: the unit that leads each group: city and field.
        vacant_focal: city and field that nobody answers for.
    """

    league: str
    office: str
    office_name: Bilingual
    section: Bilingual
    lent: str
    secondees: Mapping[str, int]
    offices: Sequence[Office]
    leads: Mapping[str, tuple[str, str]]
    vacant_focal: tuple[str, str] | None


HUAIHAI = Casting(
    league="huaihai",
    office="office",
    office_name=Bilingual(
        "淮海经济区协同发展办公室", "Joint Office of the Huaihai Economic Zone"
    ),
    section=Bilingual("综合组", "General Section"),
    lent="派驻",
    secondees={
        "xuzhou": 2, "lianyungang": 1, "suqian": 1, "huaibei": 1, "suzhou": 2,
        "shangqiu": 1, "zaozhuang": 1, "jining": 1, "linyi": 2, "heze": 1,
    },
    offices=(
        Office.PARTY_SECRETARY,
        Office.EXECUTIVE_VICE_MAYOR,
        Office.PARTY_SECRETARY_GENERAL,
        Office.DEPUTY_SECRETARY_GENERAL,
    ),
    leads={
        "group-transport": ("xuzhou", "transport"),
        "group-industry": ("jining", "industry"),
        "group-ecology": ("huaibei", "ecology"),
        "group-society": ("linyi", "society"),
    },
    vacant_focal=("heze", "society"),
)  # fmt: skip

CHANGZHUTAN = Casting(
    league="changzhutan",
    office="secretariat",
    office_name=Bilingual(
        "长株潭城市群联席会秘书处", "Secretariat of the Joint Conference"
    ),
    section=Bilingual("综合协调组", "Coordination Section"),
    lent="抽调",
    secondees={"changsha": 3, "zhuzhou": 2, "xiangtan": 1},
    offices=(Office.PARTY_SECRETARY, Office.MAYOR, Office.DRC_DIRECTOR),
    leads={},
    vacant_focal=None,
)

GROUPS_WITH_VICE_MAYORS = {
    "group-planning": Bilingual("规划", "planning"),
    "group-transport": Bilingual("交通", "transport"),
    "group-industry": Bilingual("产业", "industry"),
    "group-environment": Bilingual("环保", "environment"),
    "group-services": Bilingual("公共服务", "public services"),
}
"""Each has a vice-mayor of every city as a head; one seat is left vacant."""
VACANT_SEAT = ("xiangtan", "group-services")


CLEARING_STAFF = {
    "clearing": Bilingual(
        "清分结算平台经办一（演示）", "Clearing platform, clerk 1 (demonstration)"
    ),
    "clearing-second": Bilingual(
        "清分结算平台复核一（演示）",
        "Clearing platform, second person 1 (demonstration)",
    ),
}
"""Who prepares what is cleared, and who approves it."""


def cast(
    actor: Actor,
    casting: Casting,
    cities: Mapping[str, Bilingual],
    domains: Sequence[str],
) -> Cast:
    """Record units, people and posts of one league, as of its first day in service."""
    recorder = _Recorder(actor=actor, casting=casting, cities=cities, made=Cast())
    recorder.record_office()
    for member in cities:
        recorder.record_city(member, domains)
    for body, (member, domain) in casting.leads.items():
        recorder.post(
            PostingKind.LEAD,
            member,
            unit=recorder.made.units[member, domain],
            body=body,
        )
    if casting.league == CHANGZHUTAN.league:
        recorder.record_vice_mayors()
    return recorder.made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorder:
    actor: Actor
    casting: Casting
    cities: Mapping[str, Bilingual]
    made: Cast

    def record_office(self) -> None:
        """Record the league's own office with its section and its desk."""
        whole = self._unit(
            None, "office", self.casting.office_name, body=self.casting.office
        )
        self._unit(None, "section", self.casting.section, parent=whole)
        desk = self.casting.section
        self._person(
            None,
            "desk",
            Bilingual(f"{desk.zh}经办人一", f"{desk.en}, officer 1"),
            unit="section",
        )
        for key, title in CLEARING_STAFF.items():
            self._person(None, key, title)

    def record_city(self, member: str, domains: Sequence[str]) -> None:
        """Record a city's liaison, bureaus, focal points, seats and secondees."""
        city = self.cities[member]
        self._unit(
            member,
            "liaison",
            Bilingual(
                f"{city.zh}市区域合作联络办公室",
                f"{city.en} Regional Cooperation Office",
            ),
            kind=UnitKind.LIAISON_BODY,
        )
        self._person(
            member, "liaison", Bilingual(f"{city.zh}市联络员一", f"{city.en} liaison 1"),
            unit="liaison",
        )  # fmt: skip
        for domain in domains:
            bureau = DEPARTMENTS[domain]
            name = Bilingual(f"{city.zh}市{bureau.zh}", f"{city.en} {bureau.en}")
            self._unit(member, domain, name, kind=UnitKind.DEPARTMENT, domain=domain)
            self._person(
                member, domain, Bilingual(f"{name.zh}经办人一", f"{name.en}, officer 1"),
                unit=domain,
            )  # fmt: skip
        self._record_focal_points(member, domains)
        for office in self.casting.offices:
            title = OFFICES[office]
            self._person(member, office.value, _of(city, title))
            self.post(PostingKind.OFFICE, member, person=office.value, office=office)
        for number in range(1, self.casting.secondees[member] + 1):
            key = f"secondee-{number}"
            self._person(
                member,
                key,
                Bilingual(
                    f"{city.zh}市{self.casting.lent}人员{number}",
                    f"{city.en} secondee {number}",
                ),
            )
            self.post(
                PostingKind.SECONDMENT, member, person=key, body=self.casting.office
            )

    def _record_focal_points(self, member: str, domains: Sequence[str]) -> None:
        vacant = self.casting.vacant_focal
        if vacant is None or vacant[0] != member:
            self._focal(member, None)
            return
        for domain in domains:
            if domain != vacant[1]:
                self._focal(member, domain)

    def _focal(self, member: str, domain: str | None) -> None:
        self.post(
            PostingKind.FOCAL_POINT,
            member,
            person="liaison",
            unit=self.made.units[member, "liaison"],
            domain=domain,
        )

    def record_vice_mayors(self) -> None:
        """Record the heads of the special groups, but one."""
        for member, city in self.cities.items():
            for body, field_name in GROUPS_WITH_VICE_MAYORS.items():
                if (member, body) == VACANT_SEAT:
                    continue
                title = Bilingual(
                    f"{city.zh}市分管{field_name.zh}副市长",
                    f"{city.en} vice-mayor for {field_name.en}",
                )
                self._person(member, body, title)
                self.post(
                    PostingKind.OFFICE,
                    member,
                    person=body,
                    office=Office.VICE_MAYOR,
                    body=body,
                )

    def _unit(
        self,
        member: str | None,
        key: str,
        name: Bilingual,
        *,
        kind: UnitKind = UnitKind.OFFICE,
        parent: str | None = None,
        body: str | None = None,
        domain: str | None = None,
    ) -> str:
        details = UnitDetails(
            kind=kind, parent=parent, body=body, domain=domain, opened_on=SINCE
        )
        draft = UnitDraft(member=member, name=name, details=details)
        self.made.units[member, key] = people.open_unit(
            self.actor, self.casting.league, draft
        )
        return self.made.units[member, key]

    def _person(
        self, member: str | None, key: str, title: Bilingual, *, unit: str | None = None
    ) -> None:
        box = MAILBOXES.get(key, key)
        details = PersonDetails(
            title=title,
            unit=self.made.units[member, unit] if unit else None,
            contact=Contact(phone="", mail=f"{box}@{member or 'office'}.example"),
        )
        draft = PersonDraft(member=member, details=details)
        self.made.people[member, key] = people.add_person(
            self.actor, self.casting.league, draft
        )

    def post(
        self,
        kind: PostingKind,
        member: str,
        *,
        person: str | None = None,
        unit: str | None = None,
        office: Office | None = None,
        body: str | None = None,
        domain: str | None = None,
    ) -> None:
        """Record who stands where from the first day in service on."""
        draft = PostingDraft(
            kind=kind,
            member=member,
            person=self.made.people[member, person] if person else None,
            unit=unit,
            office=office,
            body=body,
            domain=domain,
            from_on=SINCE,
        )
        people.add_posting(self.actor, self.casting.league, draft)


def _of(city: Bilingual, title: Bilingual) -> Bilingual:
    """Name an office of a city: 徐州市委书记, not 徐州市市委书记."""
    zh = (
        f"{city.zh}{title.zh}"
        if title.zh.startswith("市")
        else f"{city.zh}市{title.zh}"
    )
    return Bilingual(zh, f"{city.en} {title.en}")
