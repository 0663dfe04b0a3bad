"""Meetings of the demonstration: what was held in 2025 and 2026, and what was not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.terms.offices import Office
from hansa.governance.services import records
from hansa.governance.terms import EntryKind, Holder, Level
from hansa.governance.terms.records import MeetingFacts
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

DAY = timedelta(days=1)
EVENING = time(18, 0)

Act = tuple[datetime, Callable[[], object]]
"""Something that happens at its own time; the story does them in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting that was held, or a circular that was sent."""

    body: str
    on: date
    days: int = 1
    kind: EntryKind = EntryKind.MEETING
    level: Level | None = None
    host: str | None = None
    chair: Office | None = None
    document: str = ""


def _symposium(on: date, host: str, document: str) -> Held:
    return Held(
        body="symposium",
        on=on,
        days=2,
        host=host,
        chair=Office.PARTY_SECRETARY,
        document=document,
    )


def _consultation(on: date, host: str, document: str) -> Held:
    return Held(
        body="consultation",
        on=on,
        host=host,
        chair=Office.EXECUTIVE_VICE_MAYOR,
        document=document,
    )


# In 2025 one group did not meet; in 2026 the same one has until the end of the year.
HUAIHAI: Sequence[Held] = (
    Held(body="group-transport", on=date(2025, 5, 14), document="交通组〔2025〕1号"),
    Held(body="group-industry", on=date(2025, 6, 18), document="产业组〔2025〕1号"),
    Held(body="group-ecology", on=date(2025, 7, 9), document="生态组〔2025〕1号"),
    _consultation(date(2025, 8, 21), "suqian", "淮海协商〔2025〕1号"),
    _symposium(date(2025, 11, 13), "suqian", "淮海座谈〔2025〕1号"),
    Held(body="group-ecology", on=date(2026, 4, 22), document="生态组〔2026〕1号"),
    Held(body="group-transport", on=date(2026, 5, 20), document="交通组〔2026〕1号"),
    Held(body="group-industry", on=date(2026, 6, 24), document="产业组〔2026〕2号"),
    _consultation(date(2026, 8, 20), "suzhou", "淮海协商〔2026〕1号"),
    _symposium(date(2026, 11, 19), "suzhou", "淮海座谈〔2026〕1号"),
)


def _plenary(on: date, level: Level, host: str, document: str) -> Held:
    chair = Office.PARTY_SECRETARY if level is Level.SECRETARY else Office.MAYOR
    return Held(
        body="conference",
        on=on,
        level=level,
        host=host,
        chair=chair,
        document=document,
    )


def _circular(body: str, on: date, document: str) -> Held:
    return Held(body=body, on=on, kind=EntryKind.CIRCULAR, document=document)


GROUPS = ("planning", "transport", "industry", "environment", "services")

# 2025 as the register counts it: 2 plenaries, 9 meetings of groups, 3 of directors.
CHANGZHUTAN: Sequence[Held] = (
    _plenary(date(2025, 4, 17), Level.MAYOR, "zhuzhou", "长株潭联席〔2025〕1号"),
    _plenary(date(2025, 10, 23), Level.SECRETARY, "zhuzhou", "长株潭联席〔2025〕2号"),
    *(
        Held(body=f"group-{name}", on=date(2025, 3 + index, 12))
        for index, name in enumerate(GROUPS)
    ),
    *(
        Held(body=f"group-{name}", on=date(2025, 9, 3 + 2 * index))
        for index, name in enumerate(GROUPS[:4])
    ),
    *(Held(body="drc-directors", on=date(2025, month, 20)) for month in (2, 5, 11)),
    _circular("conference", date(2025, 12, 26), "长株潭通报〔2025〕1号"),
    *(
        _circular(f"group-{name}", date(2025, month, 25), "")
        for name in GROUPS
        for month in (6, 12)
    ),
    _plenary(date(2026, 5, 15), Level.MAYOR, "xiangtan", "长株潭联席〔2026〕1号"),
    _plenary(date(2026, 10, 22), Level.SECRETARY, "xiangtan", "长株潭联席〔2026〕2号"),
    *(
        Held(body=f"group-{name}", on=date(2026, 3 + index, 11))
        for index, name in enumerate(GROUPS)
    ),
    *(
        Held(body=f"group-{name}", on=date(2026, 9, 2 + 2 * index))
        for index, name in enumerate(GROUPS[:3])
    ),
    *(Held(body="drc-directors", on=date(2026, month, 19)) for month in (2, 5, 8)),
    # That of the industry group is drafted, sent and acknowledged here.
    *(
        _circular(f"group-{name}", date(2026, 6, 26), "")
        for name in GROUPS[:4]
        if name != "industry"
    ),
)


def acts(
    actor: Actor, league: str, held: Sequence[Held], cities: Mapping[str, Bilingual]
) -> list[Act]:
    """Give the recording of each meeting, on the evening of its last day."""
    found: list[Act] = []
    for meeting in held:
        last = meeting.on + (meeting.days - 1) * DAY
        facts = MeetingFacts(
            body=meeting.body,
            kind=meeting.kind,
            level=meeting.level,
            year=meeting.on.year,
            days=Period(meeting.on, last + DAY),
            host=meeting.host,
            chair=Holder(member=meeting.host, office=meeting.chair)
            if meeting.host and meeting.chair
            else None,
            place=cities[meeting.host] if meeting.host else None,
            document=meeting.document,
        )
        at = datetime.combine(last, EVENING, LEAGUE_ZONE)
        recorder = replace(actor, at=at)
        found.append(
            (at, partial(records.record_meeting, recorder, league, facts, None))
        )
    return found
