"""Requests of the demonstration: what the office asked, who answered and who has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.duties.reads import duties as duty_reads
from hansa.duties.services import acts as duty_acts
from hansa.duties.services import notices, requests
from hansa.duties.terms.duties import DutyLine, Filters, Order
from hansa.duties.terms.requests import RequestDraft
from hansa.kernel.text import Bilingual
from hansa.site.demo.meetings import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with the days on which cities answered; those left out have not."""

    title: str
    title_en: str
    words: str
    clause: str | None
    issued_at: datetime
    due_on: date
    due_time: time | None = None
    answered: Mapping[str, date]
    answer: str


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), LEAGUE_ZONE)


def _all_on(day: date, *cities: str) -> dict[str, date]:
    return dict.fromkeys(cities, day)


HUAIHAI: Sequence[Asked] = (
    Asked(
        title="第三季度合作事项进展情况",
        title_en="Progress of cooperation in the third quarter",
        words="请各市按附表报送第三季度合作事项进展情况、存在问题和下一步打算。",
        clause="GOV-15",
        issued_at=_at(date(2026, 9, 21)),
        due_on=date(2026, 10, 15),
        answered=_all_on(
            date(2026, 10, 12),
            *("xuzhou", "lianyungang", "suqian", "huaibei", "suzhou"),
            *("shangqiu", "zaozhuang", "linyi", "heze"),
        ),
        answer="已按附表报送。",
    ),
    Asked(
        title="派驻人员名单",
        title_en="List of seconded staff",
        words="请各市核对派驻协同发展办公室人员名单，变动的附文件。",
        clause="GOV-14",
        issued_at=_at(date(2026, 11, 10)),
        due_on=date(2026, 12, 10),
        answered=_all_on(
            date(2026, 11, 18),
            *("xuzhou", "lianyungang", "suqian", "suzhou", "shangqiu"),
            *("zaozhuang", "jining", "linyi", "heze"),
        ),
        answer="名单核对无误。",
    ),
    Asked(
        title="2026年座谈会纪要（征求意见稿）",
        title_en="Minutes of the 2026 symposium (draft for comment)",
        words="请各市对纪要征求意见稿提出意见，无意见也请回复。",
        clause="GOV-12",
        issued_at=_at(date(2026, 11, 20)),
        due_on=date(2026, 11, 27),
        due_time=time(17, 30),
        answered=_all_on(
            date(2026, 11, 23),
            *("xuzhou", "lianyungang", "suqian", "huaibei"),
            *("suzhou", "zaozhuang", "jining", "heze"),
        ),
        answer="无意见。",
    ),
)

CHANGZHUTAN: Sequence[Asked] = (
    Asked(
        title="2027年合作主题建议",
        title_en="Proposed themes of cooperation for 2027",
        words="请三市各报送一至两个2027年度合作主题建议，附理由。",
        clause="GOV-14",
        issued_at=_at(date(2026, 11, 16)),
        due_on=date(2026, 12, 4),
        answered=_all_on(date(2026, 11, 20), "changsha"),
        answer="已报送建议两个。",
    ),
)

LATE_CITY = "jining"
FIELD = "mechanism"  # The field that both leagues give to cooperation as such.
EXTENSION = duty_acts.Extension(
    until=date(2026, 12, 18), reason="市机构改革期间人员调整，请延至12月18日报送。"
)


def acts(
    office: Actor,
    league: str,
    asked: Sequence[Asked],
    cities: Mapping[str, Bilingual],
) -> list[Act]:
    """Give the requests and the answers, each at its own time."""
    found: list[Act] = []
    for one in asked:
        found.append((one.issued_at, partial(_dispatch, office, league, one, cities)))
        for member, on in one.answered.items():
            answering = liaison(office, member, cities[member], _at(on, 15))
            found.append(
                (answering.at, partial(_answer, answering, league, one, member))
            )
    return found


def _dispatch(
    office: Actor, league: str, one: Asked, cities: Mapping[str, Bilingual]
) -> None:
    draft = RequestDraft(
        title=one.title,
        title_en=one.title_en,
        words=one.words,
        members=tuple(cities),
        due_on=one.due_on,
        due_time=one.due_time,
        clause=one.clause,
        domain=FIELD,
    )
    requests.dispatch(replace(office, at=one.issued_at), league, draft)


def _owed(actor: Actor, league: str, title: str, member: str) -> DutyLine:
    reckoning = duty_reads.reckon(league, actor.at.astimezone(LEAGUE_ZONE).date())
    found = duty_reads.list_duties(
        actor, league, reckoning, Filters(member=member, words=title), Order(), slice(1)
    )
    return found[0]


def _answer(answering: Actor, league: str, one: Asked, member: str) -> None:
    owed = _owed(answering, league, one.title, member)
    done = duty_acts.Done(on=one.answered[member], note=one.answer)
    duty_acts.record_evidence(answering, league, owed.id, owed.revision, done)


def liaison(office: Actor, member: str, city: Bilingual, at: datetime) -> Actor:
    """Give the liaison of a city as the one who acts."""
    return replace(
        office,
        person=f"demo:{member}",
        authority=f"{city.zh}市联络员一",
        member=member,
        roles=frozenset({Role.CITY_LIAISON}),
        at=at,
    )


MATTERS = (
    (
        "huaihai/2025/group-society/meeting/1",
        "coordination",
        "社会事业组2025年未召开专题会，建议由牵头的临沂市于12月15日前与2026年会合并召开，补议2025年事项。",
    ),
    (
        "huaihai/2026/group-society/meeting/1",
        "coordination",
        "请临沂市于11月底前报送2026年专题会时间、地点和议题。",
    ),
    (
        "huaihai/2027/group-ecology/meeting/1",
        "coordination",
        "建议2027年生态环保组会议提前至3月召开，先行审议大气污染联防联控预案，由淮北市提出议题。",
    ),
    (
        "huaihai/2027/consultation/meeting/1",
        "coordination",
        "建议宿州市、徐州市于12月中旬完成轮值交接，2027年协商会议主题由徐州市1月底前提出。",
    ),
    (
        "huaihai/2027/symposium/meeting/1",
        "decision",
        "建议2027年座谈会定于11月中旬在徐州市召开，请审定会期，以便各市主要领导预留时间。",
    ),
)
"""Duties that the office puts to a higher layer, with what it proposes."""


def raise_matters(office: Actor) -> list[Act]:
    """Give how the office puts what is stuck to those who chair."""
    raising = replace(office, at=_at(date(2026, 11, 23), 17))

    def put_higher() -> None:
        reckoning = duty_reads.reckon("huaihai", date(2026, 11, 23))
        keys = [key for key, _, _ in MATTERS]
        found = duty_reads.find_by_keys(raising, "huaihai", reckoning, keys)
        for key, level, proposal in MATTERS:
            duty_acts.escalate(
                raising,
                "huaihai",
                found[key].id,
                found[key].revision,
                duty_acts.Escalation(level=level, proposal=proposal),
            )

    return [(raising.at, put_higher)]


def chase(office: Actor, cities: Mapping[str, Bilingual]) -> list[Act]:
    """Give how the office reminds and writes to the late city, which asks for time."""
    league, title = "huaihai", HUAIHAI[0].title

    def remind(acting: Actor) -> None:
        late = _owed(acting, league, title, LATE_CITY)
        notices.remind(acting, league, [late.id])

    def write(acting: Actor) -> None:
        late = _owed(acting, league, title, LATE_CITY)
        notices.write_letter(acting, league, [late.id])

    def ask_for_time(acting: Actor) -> None:
        late = _owed(acting, league, title, LATE_CITY)
        duty_acts.request_extension(acting, league, late.id, late.revision, EXTENSION)

    asking = liaison(office, LATE_CITY, cities[LATE_CITY], _at(date(2026, 11, 23), 16))
    reminding = replace(office, at=_at(date(2026, 10, 19)))
    writing = replace(office, at=_at(date(2026, 11, 3)))
    return [
        (reminding.at, partial(remind, reminding)),
        (writing.at, partial(write, writing)),
        (asking.at, partial(ask_for_time, asking)),
    ]
