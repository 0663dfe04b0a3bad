"""Reads YAML into nodes that remember their place; never raises on what a file holds.

A small, safe part of YAML 1.2 is read: records, lists and scalars. Anchors, aliases, tags
and several documents in one file are refused, because a reader of a charter must see
each rule where it applies, and because aliases can blow a small file up to any size.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from hansa.kernel.findings import Position
from hansa.kernel.nodes import ListNode, Node, Plain, RecordNode, ScalarNode
from hansa.kernel.shapes import Log
from hansa.kernel.text import Parameter, Text, mark

SIZE_MAX = 4_000_000  # Ten times the largest shipped file; a mistake, not a charter.
DEPTH_MAX = 40  # Charters nest six deep; a bound keeps hostile input from the stack.

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

_WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True}
_WORDS["false"] = False


class _Broken(Exception):
    """Reading stops here; the log already holds the reason."""


def read_bytes(content: bytes, path: str, log: Log) -> Node | None:
    """Parse one file.

    Args:
        content: the bytes of the file; UTF-8, with or without a byte order mark.
        path: how findings name the file.
        log: receives every fault.

    Returns:
        The root node, or None where the file cannot be parsed.
    """
    whole = Position(path=path, line=1, column=1)
    if len(content) > SIZE_MAX:
        log.error(
            "file-too-large",
            whole,
            mark("The file has {size} bytes; at most {most} are read."),
            mark("Split it, or remove what is no charter data."),
            size=len(content),
            most=SIZE_MAX,
        )
        return None
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        log.error(
            "wrong-encoding",
            # The error counts from behind a byte order mark, so its own bytes are used.
            Position(
                path=path,
                line=error.object[: error.start].count(b"\n") + 1,
                column=1,
            ),
            mark("The file is not UTF-8 text."),
            mark("Save it with the encoding UTF-8."),
        )
        return None
    return _parse(written, path, log)


def _parse(written: str, path: str, log: Log) -> Node | None:
    try:
        events = yaml.parse(written, Loader=yaml.CSafeLoader)
        return _Builder(events, path, log).document()
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        log.error(
            "broken-yaml",
            Position(
                path=path,
                line=place.line + 1 if place else 1,
                column=place.column + 1 if place else 1,
            ),
            mark("The YAML is broken here: {problem}."),
            mark("Check indentation, quotes, brackets and colons on this line."),
            problem=_problem(error.problem or ""),
        )
    except yaml.reader.ReaderError as error:
        log.error(
            "broken-yaml",
            Position(path=path, line=_line_of(written, error.position), column=1),
            mark("The YAML is broken here: {problem}."),
            mark("Remove the control character."),
            problem=str(error.reason),
        )
    except _Broken:
        pass
    return None


PROBLEMS = (
    mark("could not find expected ':'"),
    mark("did not find expected '-' indicator"),
    mark("did not find expected ',' or ']'"),
    mark("did not find expected key"),
    mark("did not find expected node content"),
    mark("found character that cannot start any token"),
    mark("found unexpected end of stream"),
    mark("found unknown escape character"),
    mark("found a tab character that violates indentation"),
    mark("block sequence entries are not allowed in this context"),
    mark("mapping keys are not allowed in this context"),
    mark("mapping values are not allowed in this context"),
)
"""What the parser most often says, so that it is said in the reader's language too.

Its sentence on a missing brace stays as it is: a brace of its own would be read as a
parameter.
"""


def _problem(words: str) -> Parameter:
    return Text(words) if words in PROBLEMS else words


def _line_of(written: str, at: int) -> int:
    # The parser counts in bytes of UTF-8, not in characters.
    return written.encode()[:at].count(b"\n") + 1


class _Builder:
    """Turns parser events into nodes."""

    def __init__(self, events: Iterator[Any], path: str, log: Log) -> None:
        self.events = events
        self.path = path
        self.log = log

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse(event, mark("A second document starts here."))
                root = self._node(next(self.events), 0)
        if root is None:
            at = Position(path=self.path, line=1, column=1)
            self.log.error(
                "empty-file", at, mark("The file is empty."), mark("Write its fields.")
            )
        return root

    def _place(self, event: Any) -> Position:
        at = event.start_mark
        return Position(path=self.path, line=at.line + 1, column=at.column + 1)

    def _refuse(self, event: Any, message: str) -> None:
        self.log.error(
            "yaml-feature",
            self._place(event),
            message,
            mark("Write the value out in full; charters use plain YAML only."),
        )
        raise _Broken

    def _node(self, event: Any, depth: int) -> Node:
        if depth > DEPTH_MAX:
            self._refuse(event, mark("The file nests too deep."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, mark("Anchors and aliases are not read."))
        # A quoted scalar carries the tag “!” or None; anything else is written by hand.
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, mark("Tags are not read."))
        if isinstance(event, yaml.ScalarEvent):
            if CONTROL.search(event.value):
                self._refuse(event, mark("The value holds a control character."))
            value = event.value if event.style else _plain(event.value)
            return ScalarNode(at=self._place(event), value=value, written=event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth)
        return self._record(event, depth)

    def _list(self, start: Any, depth: int) -> ListNode:
        items = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, depth + 1))
        return ListNode(at=self._place(start), items=tuple(items))

    def _record(self, start: Any, depth: int) -> RecordNode:
        fields: dict[str, Node] = {}
        places: dict[str, Position] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, depth + 1)
            if not isinstance(key, ScalarNode):
                self._refuse(event, mark("A field name must be a single word."))
                break
            value = self._node(next(self.events), depth + 1)
            if key.written in fields:
                self.log.error(
                    "duplicate-field",
                    key.at,
                    mark("The field “{name}” stands twice; first on line {line}."),
                    mark("Keep one of the two."),
                    name=key.written,
                    line=places[key.written].line,
                )
                continue
            fields[key.written], places[key.written] = value, key.at
        return RecordNode(at=self._place(start), fields=fields, places=places)


def _plain(written: str) -> Plain:
    """Give an unquoted scalar its value; only null, true, false, numbers and days."""
    if written in _WORDS:
        return _WORDS[written]
    # A leading zero marks a code, not a number; YAML 1.1 would read it as octal.
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", written):
        return int(written)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            return written
    return written
