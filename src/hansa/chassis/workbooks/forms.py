"""Sheets as they are asked for: names in both languages, columns, and what rows say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hansa.chassis.workbooks.words import word_of
from hansa.kernel.findings import Position
from hansa.kernel.text import Bilingual, Text

# What a cell that is written may hold.
Value = str | int | date | Text | Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that a sheet may have.

    Attributes:
        key: how the program names it.
        heading: what stands above it, in either language.
        required: whether a sheet without it cannot be read.
        hint: what to write there; shown in the template.
        width: in characters.
    """

    key: str
    heading: Bilingual
    required: bool = False
    hint: Text | None = None
    width: int = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetForm:
    """A sheet by its name in either language and its columns."""

    name: Bilingual
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a cell says; ``written`` is empty where nothing stands there."""

    written: str
    value: Any
    at: Position

    @property
    def word(self) -> str:
        """Give it as ids, names and numbers are compared: half-width, small letters."""
        return word_of(self.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row under the headings; a column that the sheet lacks gives an empty cell."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, key: str) -> Cell:
        return self.cells[key]
