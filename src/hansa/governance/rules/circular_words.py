"""What a circular says: put together from figures, in Chinese as it is issued.

The same figures give the same text, byte for byte. A circular is a paper of the cities,
so that it has one language; pages and programs show it as it stands.

Source: GOV-13 of changzhutan; peers of governance, sections 4.3 and 6.3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from hansa.governance.rules.paper_words import long_day
from hansa.governance.terms import Every
from hansa.governance.terms.circulars import Figures, Stated
from hansa.governance.terms.sessions import Progress
from hansa.kernel.periods import Period, parts_of
from hansa.kernel.text import Bilingual

DAY = timedelta(days=1)
PROGRESS = {
    Progress.DONE: "已完成",
    Progress.IN_HAND: "正在推进",
    Progress.NOT_BEGUN: "尚未启动",
    None: "尚无会议听取进展",
}
PARTS = {
    Every.YEAR: ("度",),
    Every.HALF: ("上半年", "下半年"),
    Every.QUARTER: ("第一季度", "第二季度", "第三季度", "第四季度"),
}
Section = dict[str, Any]


def content_of(stated: Stated, figures: Figures) -> dict[str, Any]:
    """Put together what a circular says: plain values, the same whenever asked for."""
    sections = [
        _section("opening", "", _opening(stated), first=True),
        _section("meetings", "会议召开情况", _meetings(figures)),
        _section("decisions", "议定事项落实情况", _decisions(figures)),
        _section("duties", "事项办理情况", _duties(figures)),
    ]
    if stated.words:
        sections.append(_section("words", "有关说明", [stated.words]))
    if stated.corrects:
        change = _changes(stated.lines, told({"sections": sections}))
        sections.insert(1, _section("correction", "更正内容", change))
    for place, one in enumerate(sections):
        one["place"] = place
    known_at = stated.known_at
    return {
        "league": stated.league,
        "entry": stated.entry,
        "mark": f"{stated.body.zh}情况通报",
        "title": stated.title,
        "reference": stated.reference,
        "issuer": stated.issuer,
        "issued_on": stated.issued_on.isoformat() if stated.issued_on else "",
        "period": [stated.period.start.isoformat(), stated.period.end.isoformat()],
        "as_of": stated.as_of.isoformat(),
        "known_at": known_at.astimezone(UTC).isoformat() if known_at else "",
        "corrects": stated.corrects,
        "reason": stated.reason,
        "sections": sections,
        "numbers": _numbers(figures),
        "present": [],
        "excused": [],
        "observing": [],
    }


def lines(section: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the paragraphs of a section, without its heading."""
    return tuple(line for line in section["words"].splitlines() if line.strip())


def told(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the paragraphs of a circular that say how things stood."""
    return tuple(
        line
        for one in content["sections"]
        if one["item"] not in {None, "correction"}
        for line in lines(one)
    )


def title_of(period: Period, body: Bilingual, corrects: str) -> str:
    """Give the title of a circular; a correction names what it corrects."""
    if corrects:
        return f"关于更正{corrects}的通报"
    return f"关于{_part(period)}{body.zh}工作情况的通报"


def _part(period: Period) -> str:
    year = period.start.year
    for every, names in PARTS.items():
        parts = parts_of(year, every.value)
        if period in parts:
            return f"{year}年{names[parts.index(period)]}"
    return f"{long_day(period.start)}至{long_day(period.end - DAY)}"


def _section(
    item: str, heading: str, said: Iterable[str], *, first: bool = False
) -> Section:
    return {
        "place": 0,
        # The opening has no heading; every other part is numbered on paper.
        "item": None if first else item,
        "heading": heading,
        "words": "\n".join(said),
        "facts": "",
    }


def _opening(stated: Stated) -> list[str]:
    last = stated.period.end - DAY
    days = f"{long_day(stated.period.start)}至{long_day(last)}"
    if stated.corrects:
        return [
            f"{stated.corrects}有关内容更正如下。更正原因：{stated.reason}",
            f"通报期间为{days}，数据截至{long_day(stated.as_of)}。原通报保留，以本通报为准。",
        ]
    return [
        f"现将{stated.body.zh}{days}有关情况通报如下，数据截至{long_day(stated.as_of)}。"
    ]


def _meetings(figures: Figures) -> Iterator[str]:
    for body, counted in figures.meetings.items():
        yield (
            f"{_name(body, figures)}：本年度应召开会议{counted.asked}次，"
            f"已召开{counted.held}次。"
        )
    if not figures.held:
        yield "本期未召开会议。"
    for meeting in figures.held:
        paper = f"（{meeting.document}）" if meeting.document else ""
        yield f"{_days(meeting.days)}，{_name(meeting.body, figures)}召开会议{paper}。"


def _decisions(figures: Figures) -> Iterator[str]:
    counts = _progress(figures)
    total = len(figures.decisions)
    if not total:
        yield "本期无议定事项。"
        return
    yield (
        f"议定事项共{total}项，其中已完成{counts['done']}项，正在推进{counts['in-hand']}项，"
        f"尚未启动{counts['not-begun']}项，尚无会议听取进展{counts['unheard']}项。"
    )
    for one in figures.decisions:
        due = f"，完成时限{long_day(one.due_on)}" if one.due_on else ""
        words = f"：{one.words}" if one.words else ""
        end = "" if words.endswith(("。", "！", "？")) else "。"
        yield (
            f"〔{one.year}〕{one.number}号“{one.title}”{due}，"
            f"{PROGRESS[one.progress]}{words}{end}"
        )


def _duties(figures: Figures) -> Iterator[str]:
    tally = figures.tally
    yield f"时限在本期内的事项，已办结{tally.done}项。"
    # How late a city is, is told to that city and to the office, and in no circular.
    yield (
        f"由联席机构自身承担的事项，逾期办结{tally.done_late}项，"
        f"逾期未办结{tally.overdue}项。"
    )


def _numbers(figures: Figures) -> dict[str, Any]:
    tally = figures.tally
    return {
        "meetings": {
            body: {"held": one.held, "asked": one.asked}
            for body, one in figures.meetings.items()
        },
        "held": len(figures.held),
        "decisions": {"total": len(figures.decisions), **_progress(figures)},
        "duties": {
            "done": tally.done,
            "done_late": tally.done_late,
            "overdue": tally.overdue,
        },
    }


def _progress(figures: Figures) -> dict[str, int]:
    states = [one.progress for one in figures.decisions]
    return {
        **{one.value: states.count(one) for one in Progress},
        "unheard": states.count(None),
    }


def _changes(former: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    gone = [line for line in former if line not in now]
    new = [line for line in now if line not in former]
    if not gone and not new:
        yield "数据与原通报一致，更正内容见有关说明。"
    for line in gone:
        yield f"原通报：{line}"
    for line in new:
        yield f"更正为：{line}"


def _days(days: Period) -> str:
    last = days.end - DAY
    if last == days.start:
        return long_day(days.start)
    return f"{long_day(days.start)}至{long_day(last)}"


def _name(id_: str, figures: Figures) -> str:
    return figures.names[id_].zh if id_ in figures.names else id_
