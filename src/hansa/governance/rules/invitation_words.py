"""What the notice of a session says: a text under 140 characters, in official wording.

Both languages are written side by side, each as its readers write. What is too long gives
way by rule: first whom to ask, then the place and the title are cut.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from hansa.governance.terms.invitations import NoticeState, NoticeWords
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

LONGEST = 139  # “Under 140 characters”, glossary C.
LEAST = 10  # A part cut shorter than this names nothing.
DAY = timedelta(days=1)

_WEEKDAYS = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

_PATTERNS = {
    NoticeState.CALLED: Bilingual(
        "【{office}】关于召开{title}的通知：会议定于{when}{place}召开{open}，"
        "请{names}出席{reply}。{contact}",
        "{office}: {title} will be held on {when}{place}{open}. {names}: please attend"
        "{reply}.{contact}",
    ),
    NoticeState.MOVED: Bilingual(
        "【{office}】关于{title}会议安排调整的通知：会议调整为{when}{place}召开{open}，"
        "请{names}出席{reply}。{contact}",
        "{office}: {title} is changed. It will be held on {when}{place}{open}. {names}: "
        "please attend{reply}.{contact}",
    ),
    NoticeState.CANCELLED: Bilingual(
        "【{office}】关于取消召开{title}的通知：原定于{when}{place}召开的会议取消，"
        "请{names}知悉。{contact}",
        "{office}: {title}, planned for {when}{place}, is cancelled. {names}: please "
        "take note.{contact}",
    ),
}

_HEADINGS = {
    NoticeState.CALLED: Bilingual(
        "关于召开{title}的通知", "Notice of Meeting: {title}"
    ),
    NoticeState.MOVED: Bilingual(
        "关于{title}会议安排调整的通知", "Change of Meeting: {title}"
    ),
    NoticeState.CANCELLED: Bilingual(
        "关于取消召开{title}的通知", "Cancellation of Meeting: {title}"
    ),
}

UNSETTLED = Bilingual("（地点另行通知）", " (place to be announced)")
EVERYBODY = Bilingual("各有关同志", "All invited")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The parts of a text that give way, in the order in which they do."""

    name: str
    least: int


_GIVING_WAY = (
    _Part(name="contact", least=0),
    _Part(name="place", least=LEAST),
    _Part(name="title", least=LEAST),
    _Part(name="names", least=LEAST),
    _Part(name="office", least=4),
    _Part(name="place", least=4),
)


def heading(state: NoticeState, title: Bilingual) -> Bilingual:
    """Give the heading of the paper form."""
    pattern = _HEADINGS[state]
    return Bilingual(
        pattern.zh.format(title=title.zh), pattern.en.format(title=title.en)
    )


def meeting_title(year: int, league: Bilingual, body: Bilingual) -> Bilingual:
    """Call a meeting as its notice does: 2026年淮海经济区协同发展座谈会.

    A body whose name is none of a meeting, such as a group, holds one.
    """
    chinese, english = body.zh, body.en
    if not chinese.rstrip("）").endswith(("会", "会议", "层面")):
        chinese, english = f"{chinese}会议", f"Meeting of the {english}"
    if league.zh not in chinese:
        chinese, english = f"{league.zh}{chinese}", f"{english}, {league.en}"
    return Bilingual(f"{year}年{chinese}", f"{english}, {year}")


def words_of(words: NoticeWords) -> Bilingual:
    """Write the short text of a notice, under 140 characters in each language."""
    pattern, place = _PATTERNS[words.state], words.place
    open_ = UNSETTLED if place is None else Bilingual("", "")
    when, by = when_words(words.days, words.begins_at), words.reply_by
    contact = _one_line(words.contact)
    chinese = {
        "office": _one_line(words.office.zh),
        "title": _one_line(words.title.zh),
        "when": when.zh,
        "place": f"在{_one_line(place.zh)}" if place else "",
        "open": open_.zh,
        "names": _one_line(words.names.zh),
        "reply": f"，并于{_day(by)}前反馈回执" if by else "，并反馈回执",
        "contact": f"联系人：{contact}。" if contact else "",
    }
    english = {
        "office": _one_line(words.office.en),
        "title": _one_line(words.title.en),
        "when": when.en,
        "place": f", at {_one_line(place.en)}" if place else "",
        "open": open_.en,
        "names": _one_line(words.names.en),
        "reply": f", and reply by {_day_en(by)}" if by else ", and reply",
        "contact": f" Contact: {contact}." if contact else "",
    }
    return Bilingual(_fitted(pattern.zh, chinese), _fitted(pattern.en, english))


def when_words(days: Period, begins_at: time | None) -> Bilingual:
    """Say when a meeting is: its days with weekdays, and the hour of the first."""
    first, last = days.start, days.end - DAY
    hour = f"{begins_at.hour}:{begins_at.minute:02}" if begins_at else ""
    chinese = f"{_weekday(first)}{hour}"
    english = f"{_day_en(first)}{', ' if hour else ''}{hour}"
    if last != first:
        same = last.month == first.month
        chinese += "至" + (
            f"{last.day}日（周{_WEEKDAYS[last.weekday()]}）" if same else _weekday(last)
        )
        english += f" to {_day_en(last)}"
    return Bilingual(chinese, english)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _weekday(day: date) -> str:
    return f"{_day(day)}（周{_WEEKDAYS[day.weekday()]}）"


def _day_en(day: date) -> str:
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _fitted(pattern: str, parts: dict[str, str]) -> str:
    """Fill a pattern; while it is too long, one part after the other gives way."""
    for part in _GIVING_WAY:
        over = len(pattern.format(**parts)) - LONGEST
        if over > 0:
            parts = parts | {part.name: _cut(parts[part.name], over, part.least)}
    return pattern.format(**parts)


def _cut(words: str, over: int, least: int) -> str:
    """Cut words by what is over, but not below a least; 0 leaves them out."""
    if least == 0:
        return ""
    room = max(len(words) - over, least)
    return words if len(words) <= room else words[: room - 1] + "…"
