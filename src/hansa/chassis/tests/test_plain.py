"""Terms become plain JSON, the same in every run."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from django.utils import translation

from hansa.chassis.plain import plain
from hansa.kernel.findings import Position
from hansa.kernel.money import Money
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text


class Kind(StrEnum):
    """Words."""

    MEETING = "meeting"


class Colour(Enum):
    """Values that are no words."""

    RED = 1


class Rank(IntEnum):
    """Numbers."""

    FIRST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A term with a name, a place in a file and parts."""

    member: str | None
    name: Bilingual
    kind: Kind
    at: Position
    parts: tuple["Seat", ...] = ()


PLACE = Position(path="a.yaml", line=1, column=1)
SEAT = Seat(member=None, name=Bilingual("徐州", "Xuzhou"), kind=Kind.MEETING, at=PLACE)

CASES: list[tuple[object, object]] = [
    (None, None),
    (True, True),
    (0, 0),
    ("徐州", "徐州"),
    (Kind.MEETING, "meeting"),
    (Colour.RED, 1),
    (Rank.FIRST, 1),
    (date(2024, 11, 1), "2024-11-01"),
    (datetime(2024, 11, 1, 9, tzinfo=UTC), "2024-11-01T09:00:00+00:00"),
    (Bilingual("徐州", "Xuzhou"), {"zh": "徐州", "en": "Xuzhou"}),
    (text("{n} seats", n=2), "2 seats"),
    ((), []),
    ((1, Kind.MEETING), [1, "meeting"]),
    ([date(2024, 11, 1)], ["2024-11-01"]),
    (frozenset({"b", "a", "c"}), ["a", "b", "c"]),
    (frozenset({Kind.MEETING}), ["meeting"]),
    ({Kind.MEETING: (1,)}, {"meeting": [1]}),
    ({date(2024, 11, 1): 1, 2: 3}, {"2024-11-01": 1, "2": 3}),
    (MappingProxyType({"a": Kind.MEETING}), {"a": "meeting"}),
    (
        Period(date(2024, 11, 1), date(2024, 12, 1)),
        {"start": "2024-11-01", "end": "2024-12-01"},
    ),
    (Money(5), {"fen": 5}),
    (
        Seat(
            member="xuzhou",
            name=Bilingual("甲", "A"),
            kind=Kind.MEETING,
            at=PLACE,
            parts=(SEAT,),
        ),
        {
            "member": "xuzhou",
            "name": {"zh": "甲", "en": "A"},
            "kind": "meeting",
            "parts": [
                {
                    "member": None,
                    "name": {"zh": "徐州", "en": "Xuzhou"},
                    "kind": "meeting",
                    "parts": [],
                }
            ],
        },
    ),
]


@pytest.mark.parametrize(("term", "expected"), CASES)
def test_a_term_is_written_as_json(term: object, expected: object) -> None:
    """Every kind of term has one plain form, and it goes through JSON unchanged."""
    with translation.override("en"):
        written: Any = plain(term)
    assert written == expected
    assert type(written) is type(expected)
    assert json.loads(json.dumps(written)) == expected


def test_a_set_is_written_in_one_order() -> None:
    """The order of a set does not depend on how a process hashes."""
    ask = (
        "from hansa.chassis.plain import plain;"
        "print(plain(frozenset({'xuzhou', 'suqian', 'huaibei', 'linyi', 'heze'})))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert answers == {"['heze', 'huaibei', 'linyi', 'suqian', 'xuzhou']\n"}
