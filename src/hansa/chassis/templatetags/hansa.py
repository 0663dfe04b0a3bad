"""Template filters that render kernel texts, names and days."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template

from hansa.chassis.language import render

register = template.Library()


@register.filter
def say(value: Any) -> str:
    """Write a Text or a name in the reader's language."""
    return render(value)


@register.filter
def iso(day: date) -> str:
    """Write a day as on every screen: 2026-11-22."""
    return day.isoformat()


@register.filter
def last_day(end: date) -> str:
    """Write the last day of a half-open period from its end."""
    return (end - timedelta(days=1)).isoformat()


@register.filter
def name_in(key: str, names: dict[str, Any]) -> str:
    """Look a name up by id and write it; an id without a name stays as it is."""
    return render(names.get(key, key))


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
