"""Template filters and tags: kernel texts, names, days, and small parts of the kit."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template

from hansa.chassis.actor import authority_name, person_name
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.kernel.findings import Finding, Severity
from hansa.kernel.money import Money
from hansa.kernel.text import Text, text

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
def room_query(context: dict[str, Any]) -> str:
    """Write the query string that leads to another page: the as-of day, nothing else."""
    asked = context["request"].GET.get("as-of")
    return f"?{urlencode({'as-of': asked})}" if asked else ""


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


WEIGHTS: dict[Severity, tuple[str, Text]] = {
    Severity.ERROR: ("late", text("error")),
    Severity.WARNING: ("near", text("warning")),
    Severity.NOTE: ("open", text("note")),
}


@register.inclusion_tag("chassis/light.html")
def weight(finding: Finding) -> dict[str, Any]:
    """Draw how much a finding weighs."""
    kind, word = WEIGHTS[finding.severity]
    return {"kind": kind, "word": word}
