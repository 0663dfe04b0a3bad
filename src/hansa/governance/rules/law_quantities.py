"""Finds figures with their units in the text of a rule: days, yuan, shares, dates.

Arabic and Chinese numerals give the same value; 30日 and 三十天 are the same figure.
Numbers of articles (第十二条) are references and no figures.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

NUMERALS = "0-9〇零一二三四五六七八九十百千万亿两"
DIGITS = {
    **{sign: n for n, sign in enumerate("零一二三四五六七八九")},
    "〇": 0,
    "两": 2,
}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}

UNITS = {
    **dict.fromkeys(("元", "元人民币", "人民币元", "yuan"), "yuan"),
    **dict.fromkeys(
        ("个工作日", "工作日", "working days", "working day"), "working-day"
    ),
    **dict.fromkeys(("日", "天", "个自然日", "自然日", "days", "day"), "day"),
    **dict.fromkeys(("个月", "months", "month"), "month"),
    **dict.fromkeys(("年", "years", "year"), "year"),
    **dict.fromkeys(("小时", "hours", "hour"), "hour"),
    **dict.fromkeys(("分钟", "minutes", "minute"), "minute"),
    **dict.fromkeys(("%", "per cent", "percent"), "percent"),
    **dict.fromkeys(("平方米", "square metres", "㎡"), "square-metre"),
    **dict.fromkeys(("公里", "千米", "kilometres", "km"), "kilometre"),
    **dict.fromkeys(("米", "metres", "metre"), "metre"),
    **dict.fromkeys(("人", "名", "persons", "people"), "person"),
    **dict.fromkeys(("次", "times"), "time"),
    **dict.fromkeys(("周岁", "岁"), "age"),
    **dict.fromkeys(("度", "℃", "°C"), "degree"),
    **{
        unit: unit
        for unit in (
            *("月", "周", "倍", "公顷", "亩", "厘米", "毫米", "吨", "公斤", "千克"),
            *("分贝", "立方米", "户", "家", "件", "处", "辆", "台", "个", "项", "级"),
        )
    },
}
"""Every unit that makes a Chinese numeral a figure, by how it is written."""

_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_HAN = "[〇零一二三四五六七八九十百千万亿两]+(?:点[〇零一二三四五六七八九]+)?"
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?[万亿千百]*|\d+(?:\.\d+)?[万亿千百]*"
_TO = r"(?=\s?(?:至|到|—|–|-|~)\s?[\d〇零一二三四五六七八九十百千万亿两])"
FIGURE = re.compile(
    rf"(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})年"
    rf"(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月"
    rf"(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日"
    rf"|(?P<parts>{_HAN})分之(?P<of>{_HAN}|{_ARABIC})"
    rf"|(?P<mille>{_ARABIC})‰"
    rf"|(?:RMB|CNY|[¥￥]) ?(?P<money>{_ARABIC})(?: ?yuan)?"
    rf"|(?P<han>{_HAN})(?:(?P<unit>{_UNIT})|{_TO})"
    rf"|(?P<arabic>{_ARABIC})(?: ?(?P<named>{_UNIT}))?",
    re.IGNORECASE,
)
REFERENCE = re.compile(
    rf"第[{NUMERALS}]+[编章节条款项目](?:之[{NUMERALS}]+)?"
    r"|(?:Article|Section|Chapter|paragraph) \d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure of a text: its unit and exact value, and how it is written there.

    Attributes:
        start, end: where it stands in the text, once widths are folded (NFKC).
    """

    unit: str
    value: Fraction
    written: str
    start: int
    end: int

    @property
    def measure(self) -> tuple[str, Fraction]:
        """What is compared: written otherwise, it is the same."""
        return self.unit, self.value


def quantities(words: str) -> tuple[tuple[Quantity, ...], str]:
    """Give the figures of a text in their order, and the text with # for each."""
    folded = unicodedata.normalize("NFKC", words)
    references = [found.span() for found in REFERENCE.finditer(folded)]
    found: list[Quantity] = []
    masked: list[str] = []
    at = 0
    for match in FIGURE.finditer(folded):
        start, end = match.span()
        if any(first < end and start < last for first, last in references):
            continue
        quantity = _quantity(match)
        if quantity is None:
            continue
        found.append(quantity)
        masked += [folded[at:start], "#"]
        at = end
    masked.append(folded[at:])
    return tuple(found), "".join(masked)


def _quantity(match: re.Match[str]) -> Quantity | None:
    said = match.groupdict()
    unit, value = "", None
    if said["year"]:
        days = [whole(said[name]) or 0 for name in ("year", "month", "day")]
        unit, value = "date", Fraction(days[0] * 10_000 + days[1] * 100 + days[2])
    elif said["parts"]:
        unit, value = _share(said["parts"], said["of"])
    elif said["mille"]:
        thousandths = number(said["mille"])
        value = thousandths / 10 if thousandths is not None else None
        unit = "percent"
    elif said["money"]:
        unit, value = "yuan", number(said["money"])
    else:
        value = number(said["han"] or said["arabic"])
        named = said["unit"] or said["named"] or ""
        unit = UNITS.get(named, UNITS.get(named.lower(), ""))
    if value is None:
        return None
    start, end = match.span()
    return Quantity(
        unit=unit, value=value, written=match[0].strip(), start=start, end=end
    )


def _share(parts: str, of: str) -> tuple[str, Fraction | None]:
    """Read 百分之五, 千分之五 and 三分之二: shares in percent, but for odd parts."""
    whole_parts, some = number(parts), number(of)
    if not whole_parts or some is None:
        return "", None
    return "percent", some * 100 / whole_parts


def number(written: str) -> Fraction | None:
    """Read a number in Arabic or Chinese numerals, 5万 and 二点五 included."""
    plain = written.replace(",", "")
    scale = 1
    if plain[0].isdigit():
        while plain and plain[-1] in {**TENS, **MYRIADS}:
            scale *= {**TENS, **MYRIADS}[plain[-1]]
            plain = plain[:-1]
        return Fraction(plain) * scale
    body, _, decimals = plain.partition("点")
    read = whole(body)
    if read is None:
        return None
    tail = "".join(str(DIGITS[sign]) for sign in decimals)
    return Fraction(f"{read}.{tail}") if tail else Fraction(read)


def whole(written: str) -> int | None:
    """Read a whole number in Arabic or Chinese numerals; None where it is neither."""
    if written.isdigit() and written.isascii():
        return int(written)
    if any(sign.isascii() for sign in written):
        return None
    if all(sign in DIGITS for sign in written):
        return int("".join(str(DIGITS[sign]) for sign in written))
    total = section = digit = 0
    for sign in written:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in TENS:
            section += (digit or 1) * TENS[sign]
            digit = 0
        elif sign == "亿":
            total = (total + section + digit or 1) * MYRIADS[sign]
            section = digit = 0
        else:
            total += (section + digit or 1) * MYRIADS[sign]
            section = digit = 0
    return total + section + digit
