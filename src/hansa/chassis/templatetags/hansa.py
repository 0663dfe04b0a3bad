"""Template filters and tags: kernel texts, names, days, and small parts of the kit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hansa.chassis.actor import authority_name, paper_name, person_name
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import ENGLISH, render
from hansa.kernel.findings import Finding, Position, Severity
from hansa.kernel.money import Money
from hansa.kernel.text import Parameter, Text, text

register = template.Library()


@register.filter
def say(value: Any) -> str:
    """Write a Text or a name in the reader's language."""
    return render(value)


@register.simple_tag(takes_context=True)
def authority(context: template.Context, written: str) -> str:
    """Name in whose name an act was done, as the league of the page calls its posts."""
    posts = context.get("posts")
    return render(posts.name(written) if posts else authority_name(written))


@register.filter
def account(person: str) -> str:
    """Name who entered an act."""
    return render(person_name(person))


@register.filter
def paper(evidence: str) -> str:
    """Name the paper of what was entered on behalf; a scan is filed under its hash."""
    return render(paper_name(evidence))


@register.filter
def marked(written: str, sought: str) -> SafeString:
    """Mark in a text the words that were sought; all else of it is escaped."""
    words = sorted((re.escape(word) for word in sought.split()), key=len, reverse=True)
    if not words:
        return conditional_escape(written)
    parts = re.split(f"({'|'.join(words)})", written, flags=re.IGNORECASE)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if at % 2 else part,)
            for at, part in enumerate(parts)
        ),
    )


@register.filter
def whole(written: str, members: Sequence[Any] | None) -> SafeString:
    """Keep the names of member cities on one line: Chinese else breaks within them.

    Args:
        written: what is shown, escaped already where it holds marks.
        members: those of the agreement of the page; None or empty where there is none.
    """
    escaped = conditional_escape(written)
    names = sorted((member.name.zh for member in members or ()), key=len, reverse=True)
    if get_language() == ENGLISH or not names:
        return escaped
    pattern = f"(?:{'|'.join(map(re.escape, names))})市?"
    kept = re.sub(pattern, r'<span class="nowrap">\g<0></span>', escaped)
    return mark_safe(kept)  # noqa: S308 -- names stand between tags, never within one


@register.filter
def without(written: str, before: str) -> str:
    """Leave out how a name begins where that stands beside it anyway."""
    return written.removeprefix(before).strip() or written


@register.filter
def tongue(typed: object) -> str:
    """Give the attribute that marks typed Chinese on an English page; else nothing."""
    chinese = get_language() == ENGLISH and any("一" <= c <= "鿿" for c in str(typed))
    return mark_safe(' lang="zh-Hans"') if chinese else ""


@register.filter
def iso(day: date) -> str:
    """Write a day as on every screen: 2026-11-22."""
    return day.isoformat()


@register.filter
def shown(value: Any) -> str:
    """Write any value of a cell: days, instants in the leagues' zone, texts, numbers."""
    if isinstance(value, datetime):
        return value.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return render(value)


@register.filter
def last_day(end: date) -> str:
    """Write the last day of a half-open period from its end."""
    return (end - timedelta(days=1)).isoformat()


@register.filter
def name_in(key: str, names: dict[str, Any]) -> str:
    """Look a name up by id and write it; an id without a name stays as it is."""
    return render(names.get(key, key))


@register.simple_tag
def post(holder: Any, names: dict[str, Any], offices: dict[Any, Any]) -> str:
    """Name an office of a city: 宿州市常务副市长, Suzhou executive vice-mayor."""
    city = render(names.get(holder.member, holder.member))
    office = render(offices[holder.office])
    if get_language() == ENGLISH:
        return f"{city} {office}"
    return f"{city}{office}" if office.startswith("市") else f"{city}市{office}"


@register.filter
def at(mapping: Any, key: str) -> Any:
    """Look a value up by its key; None where there is none, or nothing to look in."""
    return mapping.get(key) if mapping else None


@register.filter
def yuan(fen: int) -> str:
    """Write an amount in fen as yuan: 1,000,000.00."""
    return str(Money(fen))


@register.filter
def unsigned(fen: int) -> int:
    """Give an amount without its sign, where a word says who pays."""
    return abs(fen)


@register.filter
def counted(number: int) -> str:
    """Write a count with thousands apart: 412,806."""
    return f"{number:,}"


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changed: Any) -> str:
    """Write the page's query string with some parts changed; None removes a part."""
    asked = context["request"].GET.copy()
    for name, value in changed.items():
        key = name.replace("_", "-")
        if value is None:
            asked.pop(key, None)
        else:
            asked[key] = str(value)
    written = asked.urlencode()
    return f"?{written}" if written else "?"


@register.simple_tag(takes_context=True)
def room_query(context: dict[str, Any], **named: Any) -> str:
    """Write the query string that leads to another page: the as-of day, and what is named.

    What is None is left out.
    """
    wanted = {**named, "as-of": context["request"].GET.get("as-of") or None}
    asked = {name: value for name, value in wanted.items() if value is not None}
    return f"?{urlencode(asked)}" if asked else ""


@register.inclusion_tag("chassis/light.html")
def light(kind: str, word: Any) -> dict[str, Any]:
    """Draw a light: ``done``, ``open``, ``near``, ``late`` or ``ended``, with its word."""
    return {"kind": kind, "word": word}


MARKS = {"done": "●", "open": "○", "near": "▲", "late": "■", "ended": "–"}


@register.inclusion_tag("chassis/mark.html")
def mark(kind: str, word: Any) -> dict[str, Any]:
    """Draw the light of a matrix cell: the shape, and the word for who cannot see it."""
    return {"kind": kind, "word": word, "shape": MARKS[kind]}


@register.inclusion_tag("chassis/field.html")
def field(bound: Any) -> dict[str, Any]:
    """Draw a field of a form with its label, help and faults."""
    return {"field": bound}


SIGNS: dict[bool, tuple[str, Text]] = {
    True: ("receivable", text("to receive")),
    False: ("payable", text("to pay")),
}


@register.inclusion_tag("chassis/position.html")
def position(fen: int) -> dict[str, Any]:
    """Draw a position in yuan; a word and a colour say its sign, and zero has neither."""
    kind, word = SIGNS[fen > 0] if fen else ("even", None)
    return {"kind": kind, "word": word, "amount": yuan(abs(fen))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A finding as a list shows it; one that many rows have stands once."""

    severity: Severity
    place: str
    message: Parameter
    remedy: Parameter


FOLDED_LEAST = 3
"""From so many rows on what is said of each of them is said once."""


@register.filter
def folded(findings: Sequence[Finding]) -> list[Line]:
    """Give findings as lines, those that say the same of many rows of a sheet as one."""

    def same(finding: Finding) -> tuple[Any, ...]:
        sheet = finding.at.path.rpartition("!")[0]
        return finding.severity, finding.code, finding.message, finding.remedy, sheet

    lines = []
    for (severity, _, message, remedy, sheet), group in groupby(findings, same):
        alike = list(group)
        places = [_place(one.at) for one in alike]
        if sheet and len(alike) >= FOLDED_LEAST:
            places = [render(_rows_said(sheet, alike))]
        lines += [
            Line(severity=severity, place=place, message=message, remedy=remedy)
            for place in places
        ]
    return lines


def _rows_said(sheet: str, alike: Sequence[Finding]) -> Text:
    """Say in which rows of a sheet the same was found; several cells of one row are one."""
    rows = {one.at.line for one in alike}
    if len(rows) == 1:
        return text(
            "sheet “{sheet}”, row {row}: {count} cells",
            sheet=sheet,
            row=min(rows),
            count=len(alike),
        )
    return text(
        "sheet “{sheet}”, rows {first} to {last}: {count} rows",
        sheet=sheet,
        first=min(rows),
        last=max(rows),
        count=len(rows),
    )


def _place(at: Position) -> str:
    """Say where in a file a finding is: a cell of a sheet, or a line."""
    sheet, _, cell = at.path.rpartition("!")
    if sheet:
        return render(text("sheet “{sheet}”, cell {cell}", sheet=sheet, cell=cell))
    return f"{at.path}:{at.line}" if at.line else at.path


WEIGHTS: dict[Severity, tuple[str, Text]] = {
    Severity.ERROR: ("late", text("error")),
    Severity.WARNING: ("near", text("warning")),
    Severity.NOTE: ("open", text("note")),
}


@register.inclusion_tag("chassis/light.html")
def weight(finding: Line) -> dict[str, Any]:
    """Draw how much a finding weighs."""
    kind, word = WEIGHTS[finding.severity]
    return {"kind": kind, "word": word}
