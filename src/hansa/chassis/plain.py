"""Turns terms into plain JSON values: the wire form that commands and the API share."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any
from uuid import UUID

from hansa.chassis.language import render
from hansa.kernel.findings import Position
from hansa.kernel.text import Text


def plain(value: Any) -> Any:  # noqa: PLR0911 -- one return for each kind of value
    """Write a term as JSON: names in both languages, texts in the reader's.

    Places in files are left out: they belong to findings, not to answers.
    """
    match value:
        case Text():
            return render(value)
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case tuple() | list():
            return [plain(part) for part in value]
        case frozenset():
            # A set has no order of its own, and an answer must not change from run to run.
            return sorted(plain(part) for part in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = (
                (field.name, getattr(value, field.name)) for field in fields(value)
            )
            return {
                name: plain(part)
                for name, part in named
                if not isinstance(part, Position)
            }
    return value
