"""Declares what a charter file may hold, and reads a tree of nodes by it.

One declaration serves three ends: reading nodes into terms, reporting every fault with
its place, and the JSON Schema that editors use. A shape never raises on input; it logs a
finding and gives None, and the reader goes on with what was readable.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from hansa.kernel.findings import Finding, Position, Severity, nearest
from hansa.kernel.nodes import ListNode, Node, RecordNode, ScalarNode
from hansa.kernel.text import Bilingual, Parameter, Text, mark, text

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)
Schema = dict[str, Any]  # JSON Schema is untyped JSON by nature.

SUGGESTED_MOST = 100  # After so many findings nothing is suggested any more.
COMPARED_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An id that some other place must declare."""

    kind: str
    id: str
    at: Position


@dataclass(slots=True)
class Log:
    """What reading collected: findings, ids declared and ids referred to."""

    findings: list[Finding] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    declared: dict[str, dict[str, Position]] = field(default_factory=dict)

    def error(
        self, code: str, at: Position, message: str, remedy: str, **named: Parameter
    ) -> None:
        """Log one error; message and remedy are marked msgids over the same names."""
        self._add(Severity.ERROR, code, at, Text(message, named), Text(remedy, named))

    def warning(
        self, code: str, at: Position, message: str, remedy: str, **named: Parameter
    ) -> None:
        """Log one warning, as ``error`` does."""
        self._add(Severity.WARNING, code, at, Text(message, named), Text(remedy, named))

    def note(
        self, code: str, at: Position, message: str, remedy: str, **named: Parameter
    ) -> None:
        """Log one note, as ``error`` does."""
        self._add(Severity.NOTE, code, at, Text(message, named), Text(remedy, named))

    def nearest(self, word: str, choices: Iterable[str]) -> str | None:
        """Find what a misspelt word most likely meant, while the faults are few.

        The comparison costs far more than the reading: among thousands of faults the
        suggestions would take minutes, and nobody reads them.
        """
        if len(self.findings) >= SUGGESTED_MOST:
            return None
        return nearest(word[:COMPARED_LONGEST], choices)

    def _add(
        self, severity: Severity, code: str, at: Position, message: Text, remedy: Text
    ) -> None:
        self.findings.append(
            Finding(severity=severity, code=code, at=at, message=message, remedy=remedy)
        )


class Shape(Protocol[T_co]):
    """What one value must look like."""

    def read(self, node: Node, log: Log) -> T_co | None:
        """Read the value, or log why it cannot be read and give None."""
        ...

    def schema(self) -> Schema:
        """Describe the value in JSON Schema."""
        ...


def _wrong_kind(log: Log, node: Node, expected: Text) -> None:
    log.error(
        "wrong-kind",
        node.at,
        mark("Expected {expected}, found {found}."),
        mark("Write {expected} here."),
        expected=expected,
        found=_kind_of(node),
    )


def _too_long(log: Log, node: ScalarNode, longest: int) -> None:
    log.error(
        "too-long",
        node.at,
        mark("The text has {length} characters; at most {longest} are allowed."),
        mark("Shorten it to {longest} characters."),
        length=len(node.written),
        longest=longest,
    )


def _kind_of(node: Node) -> Text:
    match node:
        case RecordNode():
            return text("a record of named fields")
        case ListNode():
            return text("a list")
        case ScalarNode(value=None):
            return text("nothing")
        case ScalarNode(written=written):
            return text("“{written}”", written=written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text, at most ``longest`` characters."""

    longest: int = 400

    def read(self, node: Node, log: Log) -> str | None:
        if (
            not isinstance(node, ScalarNode)
            or node.value is None
            or not node.written.strip()
        ):
            _wrong_kind(log, node, text("a line of text"))
            return None
        if len(node.written) > self.longest:
            _too_long(log, node, self.longest)
            return None
        return node.written

    def schema(self) -> Schema:
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slug:
    """An id that means something within its own record only."""

    pattern: str = r"[a-z0-9]+(-[a-z0-9]+)*"
    example: str = "reply"
    longest: int = 60  # As wide as the columns that keep slugs.

    def read(self, node: Node, log: Log) -> str | None:
        if not isinstance(node, ScalarNode) or node.value is None:
            _wrong_kind(log, node, text("an id"))
            return None
        # ASCII, because a full-width digit looks right and matches no other id.
        if not re.fullmatch(self.pattern, node.written, re.ASCII):
            log.error(
                "bad-id",
                node.at,
                mark("“{id}” is not a valid id here."),
                mark(
                    "Write it like {example}, with the same letters, digits and signs."
                ),
                id=node.written,
                example=self.example,
            )
            return None
        if len(node.written) > self.longest:
            _too_long(log, node, self.longest)
            return None
        return node.written

    def schema(self) -> Schema:
        return {
            "type": "string",
            "pattern": f"^{self.pattern}$",
            "maxLength": self.longest,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Id:
    """A new id of a kind; a second one of the same kind and name is a fault."""

    kind: str
    pattern: str = r"[a-z0-9]+(-[a-z0-9]+)*"
    example: str = "joint-group-2"
    longest: int = 60  # As wide as the columns that keep slugs.

    def read(self, node: Node, log: Log) -> str | None:
        slug = Slug(pattern=self.pattern, example=self.example, longest=self.longest)
        if (written := slug.read(node, log)) is None:
            return None
        known = log.declared.setdefault(self.kind, {})
        if written in known:
            log.error(
                "duplicate-id",
                node.at,
                mark("The id “{id}” is already used on line {line}."),
                mark("Give every entry an id of its own."),
                id=written,
                line=known[written].line,
            )
            return None
        known[written] = node.at
        return written

    def schema(self) -> Schema:
        return {
            "type": "string",
            "pattern": f"^{self.pattern}$",
            "maxLength": self.longest,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """An id of a kind that is declared elsewhere in the charter."""

    kind: str

    def read(self, node: Node, log: Log) -> str | None:
        if not isinstance(node, ScalarNode) or node.value is None:
            _wrong_kind(log, node, text("an id"))
            return None
        log.references.append(Reference(kind=self.kind, id=node.written, at=node.at))
        return node.written

    def schema(self) -> Schema:
        return {"type": "string", "description": f"id of a {self.kind}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    def read(self, node: Node, log: Log) -> int | None:
        value = node.value if isinstance(node, ScalarNode) else None
        # A YAML boolean is an int to Python, but "true" is no number to a reader.
        if isinstance(value, bool) or not isinstance(value, int):
            _wrong_kind(log, node, text("a whole number"))
            return None
        if not self.least <= value <= self.most:
            log.error(
                "out-of-range",
                node.at,
                mark("{value} is outside the range {least} to {most}."),
                mark("Write a number from {least} to {most}."),
                value=value,
                least=self.least,
                most=self.most,
            )
            return None
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Hundredths:
    """A decimal number with at most two places, kept as a whole number of hundredths.

    ``most`` bounds it on both sides of zero, in whole units.
    """

    most: int

    def read(self, node: Node, log: Log) -> int | None:
        written = node.written if isinstance(node, ScalarNode) else ""
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,2})?", written):
            _wrong_kind(log, node, text("a number with at most two decimals"))
            return None
        whole, _, part = written.partition(".")
        sign = -1 if whole.startswith("-") else 1
        value = abs(int(whole)) * 100 + int(part.ljust(2, "0"))
        if value > self.most * 100:
            log.error(
                "out-of-range",
                node.at,
                mark("{value} is outside the range {least} to {most}."),
                mark("Write a number from {least} to {most}."),
                value=written,
                least=-self.most,
                most=self.most,
            )
            return None
        return sign * value

    def schema(self) -> Schema:
        # No multipleOf: validators divide floats, and refuse 163.83 as no multiple of 0.01.
        return {"type": "number", "minimum": -self.most, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, written 2018-12-09, with quotes or without."""

    def read(self, node: Node, log: Log) -> date | None:
        if isinstance(node, ScalarNode) and isinstance(node.value, date):
            return node.value
        written = node.written if isinstance(node, ScalarNode) else ""
        quoted = _day_in(written)
        if quoted is not None:
            return quoted
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", written):
            log.error(
                "impossible-date",
                node.at,
                mark("There is no such day as {written}."),
                mark("Write a day that exists, as year-month-day: 2018-12-09."),
                written=written,
            )
        else:
            _wrong_kind(log, node, text("a day such as 2018-12-09"))
        return None

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


def _day_in(written: str) -> date | None:
    # A day in quotes is a text to YAML, and a day to its author.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, node: Node, log: Log) -> bool | None:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        _wrong_kind(log, node, text("true or false"))
        return None

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class OneOf(Generic[E]):
    """One word of a closed list."""

    choices: type[E]

    def read(self, node: Node, log: Log) -> E | None:
        words = [choice.value for choice in self.choices]
        written = node.written if isinstance(node, ScalarNode) else ""
        if written in words:
            return self.choices(written)
        log.error(
            "unknown-word",
            node.at,
            mark("“{written}” is not one of the words allowed here."),
            mark("Did you mean “{nearest}”? Allowed: {words}."),
            written=written,
            nearest=nearest(written, words) or words[0],
            words=tuple(words),
        )
        return None

    def schema(self) -> Schema:
        return {"enum": [choice.value for choice in self.choices]}


@dataclass(frozen=True, slots=True)
class Nullable(Generic[T]):
    """Another shape, or null where the charter says nothing."""

    inner: Shape[T]

    def read(self, node: Node, log: Log) -> T | None:
        if isinstance(node, ScalarNode) and node.value is None:
            return None
        return self.inner.read(node, log)

    def schema(self) -> Schema:
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list, each item of one shape; unreadable items are logged and left out."""

    inner: Shape[T]
    least: int = 0

    def read(self, node: Node, log: Log) -> tuple[T, ...] | None:
        if not isinstance(node, ListNode):
            _wrong_kind(log, node, text("a list"))
            return None
        if len(node.items) < self.least:
            log.error(
                "rule-without-clause",
                node.at,
                mark("The rule names no clause; at least {least} must stand here."),
                mark("Add what the rule rests on; a rule without a source is not run."),
                least=self.least,
            )
        read = (self.inner.read(item, log) for item in node.items)
        return tuple(value for value in read if value is not None)

    def schema(self) -> Schema:
        return {
            "type": "array",
            "items": self.inner.schema(),
            "minItems": self.least,
        }


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """A record whose field names are ids of the author's choice; read as a mapping."""

    inner: Shape[T]

    def read(self, node: Node, log: Log) -> Mapping[str, T] | None:
        if not isinstance(node, RecordNode):
            _wrong_kind(log, node, text("a record of named fields"))
            return None
        read = {
            name: self.inner.read(value, log) for name, value in node.fields.items()
        }
        return {name: value for name, value in read.items() if value is not None}

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.inner.schema()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Generic[T]):
    """One field of a record.

    Attributes:
        shape: what its value must look like.
        note: what it means, for editors and the reference page.
        required: whether the record is unreadable without it.
        default: its value when it is absent.
    """

    shape: Shape[T]
    note: str
    required: bool
    default: object


def needs(shape: Shape[Any], note: str) -> Field[Any]:
    """Declare a field that must be there."""
    return Field(shape=shape, note=note, required=True, default=None)


def may(shape: Shape[Any], note: str, default: object = None) -> Field[Any]:
    """Declare a field that may be absent."""
    return Field(shape=shape, note=note, required=False, default=default)


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """Named fields read into one value.

    ``build`` receives every field by name, and the record's place as ``at`` when
    ``keeps_place`` is set.
    """

    build: Callable[..., T]
    fields: Mapping[str, Field[Any]]
    keeps_place: bool = False

    def read(self, node: Node, log: Log) -> T | None:
        if not isinstance(node, RecordNode):
            _wrong_kind(log, node, text("a record of named fields"))
            return None
        self._log_unknown(node, log)
        values: dict[str, object] = {}
        readable = True
        for name, declared in self.fields.items():
            if name in node.fields:
                count = len(log.findings)
                value = declared.shape.read(node.fields[name], log)
                failed = value is None and len(log.findings) > count
                readable &= not (failed and declared.required)
                values[name] = declared.default if value is None else value
            elif declared.required:
                readable = False
                self._log_missing(node, name, log)
            else:
                values[name] = declared.default
        if not readable:
            return None
        return (
            self.build(**values, at=node.at)
            if self.keeps_place
            else self.build(**values)
        )

    def _log_unknown(self, node: RecordNode, log: Log) -> None:
        for name in node.fields:
            if name in self.fields:
                continue
            log.error(
                "unknown-field",
                node.places[name],
                mark("The field “{name}” is not known here."),
                mark("Did you mean “{nearest}”? Known fields: {known}."),
                name=name,
                nearest=nearest(name, self.fields) or next(iter(self.fields)),
                known=tuple(self.fields),
            )

    def _log_missing(self, node: RecordNode, name: str, log: Log) -> None:
        log.error(
            "missing-field",
            node.at,
            mark("The field “{name}” is missing."),
            mark("Add it: {note}"),
            name=name,
            note=Text(self.fields[name].note),
        )

    def schema(self) -> Schema:
        properties = {
            name: {**field.shape.schema(), "description": field.note}
            for name, field in self.fields.items()
        }
        required = [name for name, field in self.fields.items() if field.required]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


BOTH = Record(
    Bilingual,
    {
        "zh": needs(Line(), "in Chinese"),
        "en": needs(Line(), "in English"),
    },
)
"""A name or sentence in both languages."""
