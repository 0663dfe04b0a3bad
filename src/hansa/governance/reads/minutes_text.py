"""What minutes say, drafted from the record of a session, in Chinese as they are issued.

Minutes are a paper of the cities, so that they have one language; pages and programs show
it as it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import translation

from hansa.chassis.language import CHINESE, render
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance.rules.calendar import holder_text
from hansa.governance.rules.paper_words import chinese_number, in_full, long_day
from hansa.governance.terms import Holder
from hansa.governance.terms.minutes import MinutesSheet, Section
from hansa.governance.terms.sessions import (
    THERE,
    Mark,
    Presence,
    SessionSheet,
    Weighed,
)
from hansa.kernel.text import Bilingual

DAY = timedelta(days=1)
Names = Mapping[str, Bilingual]

AWAY = frozenset({Presence.EXCUSED, Presence.DECLINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What a paper calls things by: cities, bodies and units by their ids."""

    names: Names
    bodies: Names
    units: Names


def opening(sheet: SessionSheet, spoken: Spoken) -> str:
    """Draft the opening of minutes: when, where, what, and who chaired."""
    line = sheet.line
    days = long_day(line.days.start)
    last = line.days.end - DAY
    if last != line.days.start:
        days += f"至{long_day(last)}"
    where = f"在{line.place.zh}" if line.place else ""
    words = f"{days}，{sheet.body.name.zh}{where}召开。"
    chair = line.opened_by or line.chair
    if chair is not None:
        words += f"{holder_words(chair, spoken.names)}主持会议。"
    return words + "现纪要如下。"


def drafted(weighed: Weighed) -> str:
    """Draft what minutes say of an item: the words that ended it, as they were read."""
    return weighed.item.outcome_words


def facts(weighed: Weighed, spoken: Spoken) -> str:
    """Say who carries a decision out by when; nothing of what asks nobody for anything."""
    item = weighed.item
    if weighed.adopted is False:
        return "未达成一致，不形成决定。"
    if weighed.adopted is None or item.standing is not None:
        return ""
    delivery = item.delivery
    parts = []
    if delivery.lead:
        parts.append(f"牵头单位：{_name(delivery.lead, spoken.units)}")
    if delivery.units:
        named = "、".join(_name(unit, spoken.units) for unit in delivery.units)
        parts.append(f"责任单位：{named}")
    if delivery.due_on:
        parts.append(f"完成时限：{long_day(delivery.due_on)}")
    if delivery.principle_only:
        parts.append("以上为原则性意见")
    return "；".join(parts) + "。" if parts else ""


def content_of(
    sheet: MinutesSheet,
    session: SessionSheet,
    spoken: Spoken,
    issued: Mapping[str, Any],
) -> dict[str, Any]:
    """Put together what is published: plain values, the same whenever they are asked for.

    Args:
        sheet: the minutes.
        session: what they are of.
        spoken: names of the day of publication.
        issued: number, reference, day and issuer; empty for a draft.
    """
    items = {one.item.id: one for one in session.items}
    return {
        "league": sheet.line.league,
        "session": str(sheet.line.session),
        "mark": f"{session.body.name.zh}纪要",
        "title": f"{session.line.year}年{session.body.name.zh}纪要",
        "edition": sheet.line.edition,
        "reason": sheet.line.reason,
        "reference": "",
        "issuer": "",
        "issued_on": "",
        "organs": list(organs(session, spoken)),
        **issued,
        "sections": [
            _section(one, items.get(one.item) if one.item else None, spoken)
            for one in sheet.sections
        ],
        "present": list(_seats(session, THERE, spoken)),
        "excused": list(_seats(session, AWAY, spoken)),
        "observing": [
            mark.invitee
            for mark in session.attendance.marks
            if mark.invitee and mark.presence in THERE
        ],
        "approved": [
            {"holder": holder_words(one.holder, spoken.names), "document": one.document}
            for one in sheet.approvals
            if one.wording == sheet.line.wording
        ],
        "commented": {
            member: one.stance.value for member, one in sheet.round.said.items()
        },
        "silent": list(sheet.round.silent),
    }


def organs(session: SessionSheet, spoken: Spoken) -> Iterator[str]:
    """Name who issues minutes jointly: the host first, the others in charter order.

    Source: GB/T 9704-2012, 7.2.4.
    """
    rule = session.body.docket.minutes if session.body.docket else None
    if rule is None or rule.organs is None:
        return
    host = session.line.host
    for party in sorted(session.parties, key=lambda one: one != host):
        yield rule.organs.replace("{city}", in_full(_name(party, spoken.names)))


def _section(
    section: Section, weighed: Weighed | None, spoken: Spoken
) -> dict[str, Any]:
    return {
        "place": section.place,
        "item": str(section.item) if section.item else None,
        "decision": weighed.item.number if weighed and weighed.adopted else None,
        "heading": section.heading,
        "words": section.words,
        "facts": facts(weighed, spoken) if weighed else "",
    }


def _seats(
    session: SessionSheet, presences: frozenset[Presence], spoken: Spoken
) -> Iterator[str]:
    for mark in session.attendance.marks:
        if mark.seat is not None and mark.presence in presences:
            yield _seat(mark, spoken)


def _seat(mark: Mark, spoken: Spoken) -> str:
    assert mark.seat is not None  # Only seats are asked for.
    holder = _name(
        mark.seat.member or mark.seat.body or "", {**spoken.bodies, **spoken.names}
    )
    with translation.override(CHINESE):
        seat = f"{holder}{render(OFFICE_NAMES[mark.seat.office])}"
    return f"{seat}（{mark.who}）" if mark.who else seat


def holder_words(holder: Holder, names: Names) -> str:
    """Name an office by its city, in Chinese."""
    with translation.override(CHINESE):
        return render(holder_text(holder, names)).replace(" ", "")


def _name(id_: str, names: Names) -> str:
    return names[id_].zh if id_ in names else id_


def paragraphs(content: Mapping[str, Any]) -> Sequence[tuple[int, str]]:
    """Give the text of minutes as it stands on paper: each paragraph with its section."""
    found: list[tuple[int, str]] = []
    number = 0
    for section in content["sections"]:
        place = section["place"]
        if section["item"] is not None:
            number += 1
            found.append((place, f"{chinese_number(number)}、{section['heading']}"))
        found += [
            (place, line) for line in section["words"].splitlines() if line.strip()
        ]
        if section["facts"]:
            found.append((place, section["facts"]))
    return tuple(found)
