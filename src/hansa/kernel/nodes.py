"""A parsed file as a tree that remembers where everything stood.

The YAML reader of ``hansa.chassis.yaml_files`` builds these; the core reads only these,
so that no rule depends on a file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from hansa.kernel.findings import Position

Plain: TypeAlias = str | int | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarNode:
    """A single value; ``written`` is the text as it stands in the file."""

    at: Position
    value: Plain
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode:
    """Values in the order written."""

    at: Position
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNode:
    """Named values; ``places`` holds the position of each key."""

    at: Position
    fields: Mapping[str, "Node"]
    places: Mapping[str, Position]


Node: TypeAlias = ScalarNode | ListNode | RecordNode
