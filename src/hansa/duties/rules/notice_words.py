"""What a notice says: short enough to be sent as a text message, in official wording.

Both languages are written here side by side, each as its readers write, because a notice
is issued in both at once and never rendered again.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, time

from hansa.directory.terms.offices import short_office
from hansa.duties.terms.notices import Letterhead, Matter, NoticeKind
from hansa.kernel.text import Bilingual

LONGEST = 139  # “Under 140 characters”, glossary C.
TITLE_LEAST = 10  # A title cut shorter than this names nothing; other parts go first.

_WEEKDAYS = Bilingual("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")
_WEEKDAYS_LONG = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_MONTHS = (
    "January February March April May June July August September October November "
    "December"
)

_PLEASE = Bilingual(
    "请{names}{until}{asked}{late}{rider}。{contact}",
    "{names}, please {asked}{until}{late}.{rider}{contact}",
)
_PATTERNS = {
    NoticeKind.REMINDER: Bilingual(
        "【{office}】关于{title}的提示：" + _PLEASE.zh,
        "{office} – {title}: " + _PLEASE.en,
    ),
    NoticeKind.LETTER: Bilingual(
        "【{office}】关于{title}的提示函：" + _PLEASE.zh,
        "{office}, letter on {title}: " + _PLEASE.en,
    ),
    NoticeKind.INVITATION: Bilingual(
        "【{office}】关于召开{title}的通知：会议定于{when}在{place}召开，" + _PLEASE.zh,
        "{office} – {title}, {when}, {place}: " + _PLEASE.en,
    ),
    NoticeKind.DEMAND: Bilingual(
        "【{office}】关于{title}的催办通知：" + _PLEASE.zh,
        "{office}, urgent – {title}: " + _PLEASE.en,
    ),
    NoticeKind.WARNING: Bilingual(
        "【{office}】关于{title}的预警：" + _PLEASE.zh,
        "{office}, warning – {title}: " + _PLEASE.en,
    ),
    NoticeKind.ESCALATION: Bilingual(
        "【{office}】关于提请研究{title}的函：{names}尚未{asked}{late}，"
        "提请上一级研究推进。{contact}",
        "{office}, for the next level – {title}: {names} {have} yet to {asked}{late}. "
        "Please take it up.{contact}",
    ),
    NoticeKind.CIRCULAR: Bilingual(
        "【{office}】{title}已印发，" + _PLEASE.zh,
        "{office} – {title} is out: " + _PLEASE.en,
    ),
    NoticeKind.ORDER: Bilingual(
        "【{office}】关于{title}的督办单：" + _PLEASE.zh,
        "{office}, supervision order – {title}: " + _PLEASE.en,
    ),
    NoticeKind.BULLETIN: Bilingual(
        "【{office}】{title}已印发，" + _PLEASE.zh,
        "{office} – {title} is out: " + _PLEASE.en,
    ),
}

_HEADINGS = {
    NoticeKind.REMINDER: Bilingual("关于{title}的提醒", "Reminder on {title}"),
    NoticeKind.LETTER: Bilingual(
        "关于{title}的提示函", "Letter of Reminder on {title}"
    ),
    NoticeKind.INVITATION: Bilingual(
        "关于召开{title}的通知", "Notice of Meeting: {title}"
    ),
    NoticeKind.DEMAND: Bilingual("关于{title}的催办通知", "Urgent: {title}"),
    NoticeKind.WARNING: Bilingual("关于{title}的预警", "Warning on {title}"),
    NoticeKind.ESCALATION: Bilingual(
        "关于提请研究{title}的函", "For a Decision at the Next Level: {title}"
    ),
    NoticeKind.CIRCULAR: Bilingual("关于印发{title}的通知", "Circular: {title}"),
    NoticeKind.ORDER: Bilingual("关于{title}的督办单", "Supervision Order: {title}"),
    NoticeKind.BULLETIN: Bilingual(
        "关于印发{title}的通知", "Supervision Bulletin: {title}"
    ),
}

# What stands in the number: 淮海协同提示〔2026〕3号.
_MARKS = {
    NoticeKind.REMINDER: Bilingual("提醒", "Reminder"),
    NoticeKind.LETTER: Bilingual("提示", "Letter of Reminder"),
    NoticeKind.INVITATION: Bilingual("会议", "Notice of Meeting"),
    NoticeKind.DEMAND: Bilingual("催办", "Urging"),
    NoticeKind.WARNING: Bilingual("预警", "Warning"),
    NoticeKind.ESCALATION: Bilingual("提请", "Escalation"),
    NoticeKind.CIRCULAR: Bilingual("印发", "Circular"),
    NoticeKind.ORDER: Bilingual("督办", "Supervision Order"),
    NoticeKind.BULLETIN: Bilingual("督查印发", "Supervision Bulletin"),
}

COMMENT = Bilingual("反馈意见", "send comments")
COMMENT_RIDER = Bilingual("无意见也请回复", "Reply even if you have none.")
SEND_IN = Bilingual("报送", "send it in")
REPLY = Bilingual("反馈", "reply")
SETTLE = Bilingual("办理并反馈", "settle it and report back")
_COMMENT_ROUND = ("征求意见", "for comment")

Shorten = Callable[[str, int], str]
Parts = dict[str, str]


def letterhead(
    league: Bilingual, noun: Bilingual, office: Bilingual | None
) -> Letterhead:
    """Give how a league's office signs, from the charter's own nouns.

    Args:
        league: its name, such as 淮海经济区.
        noun: what it calls itself, such as 经济区.
        office: its office as the charter names it; None where it names none.

    Source: glossary, rule above all: a league's own noun wins.
    """
    place = Bilingual(
        league.zh.removesuffix(noun.zh) or league.zh,
        re.sub(rf"\s*{re.escape(noun.en)}$", "", league.en, flags=re.IGNORECASE)
        or league.en,
    )
    if office is None:
        return Letterhead(name=league, short=league, mark=place)
    short = short_office(office.zh)
    return Letterhead(
        name=Bilingual(league.zh + office.zh, f"{office.en} of the {league.en}"),
        short=Bilingual(league.zh + short, f"{place.en} {office.en}"),
        mark=Bilingual(place.zh + short.removesuffix("办"), f"{place.en} {office.en}"),
    )


def unit_letterhead(city: Bilingual, unit: Bilingual | None) -> Letterhead:
    """Give how a city's liaison signs towards the city's own units."""
    name = unit or Bilingual(
        f"{city_in_full(city.zh)}联络机构", f"Liaison Office of {city.en}"
    )
    return Letterhead(name=name, short=name, mark=city)


def city_in_full(name: str) -> str:
    """Write a city's Chinese name with 市; 宿州 becomes 宿州市, and 甲市 stays."""
    return name if name.endswith("市") else f"{name}市"


def name_of_city(city: Bilingual) -> Bilingual:
    """Give a city as a notice calls it."""
    return Bilingual(city_in_full(city.zh), city.en)


def government_of(city: Bilingual) -> Bilingual:
    """Give the organ that a letter to a city is sent to, where no unit is named."""
    return Bilingual(
        f"{city_in_full(city.zh)}人民政府",
        f"The Municipal People's Government of {city.en}",
    )


def reference(mark: Bilingual, kind: NoticeKind, year: int, number: int) -> Bilingual:
    """Give the number of a notice as it is cited. Source: glossary C, 〔2026〕."""
    word = _MARKS[kind]
    return Bilingual(
        f"{mark.zh}{word.zh}〔{year}〕{number}号",
        f"{mark.en}, {word.en} No. {number} of {year}",
    )


def asked_by_default(
    title: Bilingual, *, of_request: bool
) -> tuple[Bilingual, Bilingual | None]:
    """Give what a duty asks for by default, and its rider.

    A comment round wants an answer also where there is nothing to say.
    """
    if not of_request:
        return SETTLE, None
    if _COMMENT_ROUND[0] in title.zh or _COMMENT_ROUND[1] in title.en:
        return COMMENT, COMMENT_RIDER
    return (REPLY if is_draft(title) else SEND_IN), None


def is_draft(title: Bilingual) -> bool:
    """Tell whether a title names a paper that goes round, such as a draft of minutes."""
    return title.zh.rstrip("）)》").endswith(("稿", "草案"))


def one_line(words: str) -> str:
    """Write words on one line, without what cannot be seen or printed.

    Titles come from many sources; a line break in one must not end a mail's subject.
    """
    seen = (" " if unicodedata.category(c)[0] in "CZ" else c for c in words)
    return " ".join("".join(seen).split())


def length_of(words: str) -> int:
    """Count characters as people do: marks that sit on another one do not count."""
    return sum(
        unicodedata.category(character) not in {"Mn", "Me", "Cf"} for character in words
    )


def day_words(day: date, this_year: int) -> Bilingual:
    """Write a day with its weekday, and with its year where it is not this one."""
    weekday = day.weekday()
    year = "" if day.year == this_year else f"{day.year}年"
    months = _MONTHS.split()
    english = f"{_WEEKDAYS.en.split()[weekday]} {day.day} {months[day.month - 1][:3]}"
    return Bilingual(
        f"{year}{day.month}月{day.day}日（周{_WEEKDAYS.zh[weekday]}）",
        english if day.year == this_year else f"{english} {day.year}",
    )


def long_day(day: date) -> Bilingual:
    """Write a day as documents do: 2026年11月24日, 24 November 2026."""
    return Bilingual(
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}",
    )


def time_words(at: time | None) -> str:
    """Write an hour as 17:30; nothing where only the day is set."""
    return f"{at.hour}:{at.minute:02}" if at else ""


def until_words(matter: Matter, on: date) -> Bilingual:
    """Say by when: where the day is past, or none is set, without delay."""
    if matter.due_on is None or matter.due_on < on:
        return Bilingual("尽快", " without delay")
    day, at = day_words(matter.due_on, on.year), time_words(matter.due_time)
    return Bilingual(
        f"于{day.zh}{at}前", f" by {day.en}, {at}" if at else f" by {day.en}"
    )


def late_words(matter: Matter, on: date) -> Bilingual:
    """Say how long the day is past, as a fact; whether that is a breach is not said."""
    if matter.due_on is None or matter.due_on >= on:
        return Bilingual("", "")
    day, days = day_words(matter.due_on, on.year), (on - matter.due_on).days
    unit = "day" if days == 1 else "days"
    return Bilingual(
        f"（时限{day.zh.partition('（')[0]}，已过{days}天）",
        f" (due {day.en.partition(' ')[2]}, {days} {unit} ago)",
    )


def heading_of(kind: NoticeKind, matter: Matter) -> Bilingual:
    """Give the heading of the paper form, with the title in full."""
    pattern = _HEADINGS[kind]
    return Bilingual(
        pattern.zh.format(title=quoted(matter, one_line(matter.title.zh))),
        pattern.en.format(title=one_line(matter.title.en)),
    )


def words_of(
    kind: NoticeKind,
    matter: Matter,
    names: Sequence[Bilingual],
    office: Bilingual,
    on: date,
) -> Bilingual:
    """Write the text of a notice, under 140 characters in each language.

    What is too long is shortened by rule, one part after the other, until it fits: in
    Chinese the title, the rider, the contact, the names; in English that it is wanted
    without delay where it says how late it is, the rider, the contact, how many days it
    is late, the title, the names.

    Args:
        kind: which pattern.
        matter: what it is about.
        names: whom it addresses, in charter order; at least one.
        office: the short name of who issues it.
        on: the day it is issued, from which lateness and the year count.

    Source: glossary C, reminder text.
    """
    until, late = until_words(matter, on), late_words(matter, on)
    when, place = _occasion_words(matter, on)
    chinese = {
        "office": one_line(office.zh),
        "title": quoted(matter, one_line(matter.title.zh)),
        "names": "、".join(one_line(name.zh) for name in names),
        "until": until.zh,
        "asked": one_line(matter.asked.zh),
        "late": late.zh,
        "rider": f"，{one_line(matter.rider.zh)}" if matter.rider else "",
        "contact": f"联系人：{one_line(matter.contact.zh)}。" if matter.contact else "",
        "when": when.zh,
        "place": one_line(place.zh),
    }
    english = {
        "office": one_line(office.en),
        "title": f"“{one_line(matter.title.en)}”",
        "names": _english_list([one_line(name.en) for name in names]),
        "have": "have" if len(names) > 1 else "has",
        "until": until.en,
        "asked": one_line(matter.asked.en),
        "late": late.en,
        "rider": f" {one_line(matter.rider.en)}" if matter.rider else "",
        "contact": f" Contact: {one_line(matter.contact.en)}."
        if matter.contact
        else "",
        "when": when.en,
        "place": one_line(place.en),
    }
    return Bilingual(
        _fitted(_PATTERNS[kind].zh, chinese, _chinese_steps(names)),
        _fitted(
            _PATTERNS[kind].en, english, _english_steps(names, _due_words(matter, on))
        ),
    )


def _occasion_words(matter: Matter, on: date) -> tuple[Bilingual, Bilingual]:
    if matter.occasion is None:
        return Bilingual("", ""), Bilingual("", "")
    day, at = day_words(matter.occasion.on, on.year), time_words(matter.occasion.at)
    when = Bilingual(f"{day.zh}{at}", f"{day.en}, {at}" if at else day.en)
    return when, matter.occasion.place


def quoted(matter: Matter, title: str) -> str:
    """Put the title of a document in 《》, once; what is to be sent in has its verb.

    What begins with 关于 is such a title itself: a notice says 关于 only once.
    """
    if title.startswith("关于"):
        within = title.replace("《", "〈").replace("》", "〉")
        title = f"《{within}》"
    elif matter.is_document:
        return title if "《" in title else f"《{title}》"
    if matter.is_document:
        return title
    asks = matter.asked.zh == SEND_IN.zh and not title.startswith(SEND_IN.zh)
    return f"{SEND_IN.zh}{title}" if asks else title


def _english_list(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"


Step = Callable[[Parts, int], Parts]


def _fitted(pattern: str, parts: Parts, steps: Sequence[Step]) -> str:
    """Fill a pattern, shortening step by step for as long as it is too long."""
    words = pattern.format(**parts)
    for step in steps:
        over = length_of(words) - LONGEST
        if over <= 0:
            break
        parts = step(parts, over)
        words = pattern.format(**parts)
    return words


def _chinese_steps(names: Sequence[Bilingual]) -> tuple[Step, ...]:
    written = [one_line(name.zh) for name in names]

    def first_of(count: int) -> str:
        return f"{'、'.join(written[:count])}等{len(written)}方"

    return (
        _shorter("title", TITLE_LEAST, shorten_chinese),
        _without("rider"),
        _without("contact"),
        _fewer_names(len(written), first_of),
        *_last_steps(shorten_chinese),
    )


def _english_steps(names: Sequence[Bilingual], due: str) -> tuple[Step, ...]:
    written = [one_line(name.en) for name in names]

    def first_of(count: int) -> str:
        return f"{', '.join(written[:count])} and {len(written) - count} more"

    return (
        _without("until") if due else _as_it_is,
        _without("rider"),
        _without("contact"),
        _briefly_late(due),
        _shorter("title", 2 * TITLE_LEAST, shorten_english),
        _fewer_names(len(written), first_of),
        *_last_steps(shorten_english),
    )


def _due_words(matter: Matter, on: date) -> str:
    """Give the day of a matter that is late, without how long ago that was."""
    late = late_words(matter, on).en
    return f"{late.partition(',')[0]})" if late else ""


def _briefly_late(due: str) -> Step:
    """Leave how many days it is late to whoever can count, so that its name is whole."""
    return lambda parts, _over: parts | ({"late": due} if due else {})


def _as_it_is(parts: Parts, _over: int) -> Parts:
    return parts


def _without(part: str) -> Step:
    return lambda parts, _over: parts | {part: ""}


def _shorter(part: str, least: int, shorten: Shorten) -> Step:
    """Make a part shorter by what is over, but not below a least; its quotes stay."""

    def step(parts: Parts, over: int) -> Parts:
        words, first, last = parts[part], "", ""
        if words[:1] + words[-1:] in {"《》", "“”"}:
            first, words, last = words[0], words[1:-1], words[-1]
        shorter = shorten(words, max(length_of(words) - over, least))
        return parts | {part: first + shorter + last}

    return step


def _fewer_names(count: int, first_of: Callable[[int], str]) -> Step:
    """Name as many as there is room for, and say how many there are."""

    def step(parts: Parts, over: int) -> Parts:
        room = length_of(parts["names"]) - over
        choices = (first_of(shown) for shown in range(count - 1, 0, -1))
        fitting = next((words for words in choices if length_of(words) <= room), None)
        return parts | {
            "names": fitting or (first_of(1) if count > 1 else parts["names"])
        }

    return step


def _last_steps(shorten: Shorten) -> tuple[Step, ...]:
    """What is left when names are longer than any text message: all parts give way."""
    return (
        _shorter("place", 12, shorten),
        _shorter("asked", 20, shorten),
        _shorter("title", 1, shorten),
        _shorter("names", 12, shorten),
        _shorter("asked", 8, shorten),
        _shorter("office", 12, shorten),
        _shorter("place", 1, shorten),
    )


# A place where a Chinese title may end without cutting a word: around punctuation and
# brackets, between Chinese and digits or letters, after a year, before a connecting word.
_SAFE = re.compile(
    r"(?<=[，、；：。）》”！？ ·])|(?=[，、；：。（《“ ·])|(?<=\d年)|(?<=的)"
    r"|(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])"
    r"|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])(?![年月日号期届次])"
    r"|(?<=[^参涉普以赋])(?=[与及和暨][^时谐格平睦解])"
)
_OPENERS, _CLOSERS = "（《“〔", "）》”〕"


def shorten_chinese(words: str, room: int) -> str:
    """Shorten Chinese words to some room with ……, at the end of a word.

    Chinese writes no spaces, so where no place is known to end a word the cut falls
    between two characters, and never within digits or Latin letters.
    """
    if length_of(words) <= room:
        return words
    most = max(room - len("……"), 0)
    head = _clusters(words)[:most]
    cut = len("".join(head))
    safe = [m.start() for m in _SAFE.finditer(words) if 0 < m.start() <= cut]
    end = safe[-1] if safe and safe[-1] * 2 >= cut else _between_words(words, cut)
    return _without_open(words[:end]).rstrip("，、；： ·") + "……"


def shorten_english(words: str, room: int) -> str:
    """Shorten English words to some room with …, after a whole word."""
    if length_of(words) <= room:
        return words
    most = max(room - 1, 0)
    head = "".join(_clusters(words)[:most])
    if not words[len(head) :].startswith(" "):
        head = head.rpartition(" ")[0]
    head = re.sub(r"(?:\s+(?:of|the|and|on|for|in|to|a|an))+$", "", head)
    return head.rstrip(" ,;:(“") + "…"


def _clusters(words: str) -> list[str]:
    """Split words into characters as people count them."""
    found: list[str] = []
    for character in words:
        if found and length_of(character) == 0:
            found[-1] += character
        else:
            found.append(character)
    return found


def _between_words(words: str, cut: int) -> int:
    while 0 < cut < len(words) and _latin(words[cut - 1]) and _latin(words[cut]):
        cut -= 1
    return cut


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _without_open(words: str) -> str:
    """Cut before a bracket that the cut left open."""
    open_at: list[int] = []
    for place, character in enumerate(words):
        if character in _OPENERS:
            open_at.append(place)
        elif character in _CLOSERS and open_at:
            open_at.pop()
    return words[: open_at[0]] if open_at else words
