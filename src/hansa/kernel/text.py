"""Sentences that stay translatable until a reader's language is known.

The kernel knows no framework, so a message is kept as its English msgid and its
parameters and is rendered by ``hansa.chassis.language``. It renders nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union, cast

Parameter = Union[
    str, int, "Text", "Bilingual", tuple["str | int | Text | Bilingual", ...]
]


def mark(msgid: str) -> str:
    """Mark a msgid for extraction and return it unchanged (a gettext_noop of our own)."""
    return msgid


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A name or sentence of charter data, written in both languages by its author."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the program: an English msgid with named ``{parameters}``.

    Attributes:
        msgid: the English sentence, marked with ``mark`` where it is written.
        parameters: values by name; a Text or Bilingual among them is rendered in the
            same language as the sentence, and a tuple is listed with its comma.
    """

    msgid: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


def text(msgid: str, **parameters: Parameter) -> Text:
    """Build a Text; extraction knows this name as it knows ``mark``."""
    return Text(msgid, parameters)


def pack(value: Parameter) -> Any:
    """Turn a parameter into JSON, so that what is stored keeps msgid and parameters."""
    match value:
        case Text(msgid=msgid, parameters=parameters):
            packed = {name: pack(part) for name, part in parameters.items()}
            return {"msgid": msgid, "parameters": packed}
        case Bilingual(zh=zh, en=en):
            return {"zh": zh, "en": en}
        case tuple():
            return [pack(part) for part in value]
    return value


def unpack(stored: Any) -> Parameter:
    """Turn stored JSON back into the parameter it was packed from."""
    match stored:
        case {"msgid": msgid, "parameters": dict(parameters)}:
            return Text(
                msgid, {name: unpack(part) for name, part in parameters.items()}
            )
        case {"zh": zh, "en": en}:
            return Bilingual(zh, en)
        case list():
            parts: Any = tuple(unpack(part) for part in stored)
            return cast("Parameter", parts)
    parameter: Parameter = stored
    return parameter
