"""Shapes read good values, place every fault, and describe themselves to editors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # its stubs are not installed
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, Hansa
from hansa.kernel.findings import Position, Severity
from hansa.kernel.nodes import ListNode, Node, Plain, RecordNode, ScalarNode
from hansa.kernel.shapes import (
    BOTH,
    Day,
    Flag,
    Hundredths,
    Id,
    Line,
    ListOf,
    Log,
    Nullable,
    OneOf,
    Record,
    Ref,
    Reference,
    Shape,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import Bilingual, Text, text

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=60)

Checker: Any = jsonschema.Draft202012Validator


class Kind(StrEnum):
    """A closed list of words."""

    MEETING = "meeting"
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the record shape of these tests builds."""

    id: str
    seats: int
    kind: Kind | None
    at: Position


BODY: Record[Body] = Record(
    Body,
    {
        "id": needs(Id(kind="body"), "its id"),
        "seats": needs(Whole(least=1, most=99), "how many sit in it"),
        "kind": may(OneOf(Kind), "what it holds", Kind.MEETING),
    },
    keeps_place=True,
)


def at(line: int, column: int = 1) -> Position:
    """Give a place in the file of these tests."""
    return Position(path="a.yaml", line=line, column=column)


def scalar(value: Plain, written: str | None = None, line: int = 7) -> ScalarNode:
    """Make a scalar at a line."""
    return ScalarNode(
        at=at(line, 3),
        value=value,
        written=str("" if value is None else value) if written is None else written,
    )


def listing(*items: Node, line: int = 7) -> ListNode:
    """Make a list."""
    return ListNode(at=at(line, 3), items=items)


def record(line: int = 7, **fields: Node) -> RecordNode:
    """Make a record; the key of each field stands one line above its value's."""
    places = {name: at(node.at.line, 1) for name, node in fields.items()}
    return RecordNode(at=at(line, 3), fields=fields, places=places)


def said(sentence: Text) -> tuple[str, Mapping[str, Any]]:
    """Give the two parts of a sentence."""
    return sentence.msgid, sentence.parameters


NULL = scalar(None)
TRUE = scalar(value=True, written="true")
FALSE = scalar(value=False, written="false")
LIST = listing(scalar("a"))
RECORD = record(a=scalar("b"))
WORD = scalar("many")

# shape, node, value read
GOOD: list[tuple[Shape[Any], Node, object]] = [
    (Line(), scalar("市委书记"), "市委书记"),
    (
        Line(),
        scalar(2018),
        "2018",
    ),  # what looks like a number is a text where one is due
    (Line(), TRUE, "true"),
    (Line(longest=4), scalar("四个汉字"), "四个汉字"),
    (Id(kind="body"), scalar("group-transport"), "group-transport"),
    (Id(kind="body"), scalar(2), "2"),
    (Id(kind="reading", pattern=r"A-\d{2,3}"), scalar("A-07"), "A-07"),
    (Ref(kind="body"), scalar("symposium"), "symposium"),
    (Whole(least=1, most=12), scalar(1), 1),
    (Whole(least=1, most=12), scalar(12), 12),
    (Whole(least=-5, most=5), scalar(-5), -5),
    (Hundredths(most=180), scalar("117.18"), 11718),
    (Hundredths(most=180), scalar("117.2"), 11720),
    (Hundredths(most=180), scalar(34), 3400),
    (Hundredths(most=180), scalar("0.05"), 5),
    (Hundredths(most=180), scalar("-0.05"), -5),
    (Hundredths(most=180), scalar("-34.5"), -3450),
    (Day(), scalar(date(2018, 12, 9), "2018-12-09"), date(2018, 12, 9)),
    (Day(), scalar("2018-12-09"), date(2018, 12, 9)),  # in quotes
    (Flag(), TRUE, True),
    (Flag(), FALSE, False),
    (OneOf(Kind), scalar("circular"), Kind.CIRCULAR),
    (Nullable(Line()), scalar(None), None),
    (Nullable(Line()), scalar("host"), "host"),
    (ListOf(Line()), listing(), ()),
    (ListOf(Line()), listing(scalar("a"), scalar("b")), ("a", "b")),
    (ListOf(Line(), least=1), listing(scalar("a")), ("a",)),
    (
        BODY,
        record(id=scalar("symposium"), seats=scalar(10), kind=scalar("circular")),
        Body(id="symposium", seats=10, kind=Kind.CIRCULAR, at=at(7, 3)),
    ),
    (
        BODY,
        record(id=scalar("symposium"), seats=scalar(10)),
        Body(id="symposium", seats=10, kind=Kind.MEETING, at=at(7, 3)),
    ),
    (
        BOTH,
        record(zh=scalar("徐州"), en=scalar("Xuzhou")),
        Bilingual("徐州", "Xuzhou"),
    ),
]


@pytest.mark.parametrize(("shape", "node", "value"), GOOD)
def test_a_good_value_is_read_in_silence(
    shape: Shape[Any], node: Node, value: object
) -> None:
    """What fits the shape is read, and nothing is logged."""
    log = Log()
    read = shape.read(node, log)
    assert read == value
    assert type(read) is type(value)
    assert log.findings == []


# shape, node, code of the one fault; the value is unreadable each time
BAD: list[tuple[Shape[Any], Node, str]] = [
    *((Line(), node, "wrong-kind") for node in (NULL, LIST, RECORD)),
    (Line(), scalar(""), "wrong-kind"),
    (Line(), scalar(" \n"), "wrong-kind"),
    (Line(longest=4), scalar("五个汉字长"), "too-long"),
    *((Id(kind="body"), node, "wrong-kind") for node in (NULL, LIST, RECORD)),
    *(
        (Id(kind="body"), scalar(written), "bad-id")
        for written in ("", "Group", "a_b", "-a", "a-", "a--b", "a b", "a\n", "徐州")
    ),
    (Id(kind="body"), scalar("a" * 61), "too-long"),
    (Id(kind="reading", pattern=r"A-\d{2,3}"), scalar("A-7"), "bad-id"),
    (Id(kind="reading", pattern=r"A-\d{2,3}"), scalar("A-０７"), "bad-id"),
    *((Ref(kind="body"), node, "wrong-kind") for node in (NULL, LIST, RECORD)),
    *(
        (Whole(least=1, most=12), node, "wrong-kind")
        for node in (NULL, LIST, RECORD, WORD, scalar("3"), TRUE)
    ),
    (Whole(least=1, most=12), scalar(0), "out-of-range"),
    (Whole(least=1, most=12), scalar(13), "out-of-range"),
    *(
        (Hundredths(most=180), node, "wrong-kind")
        for node in (NULL, LIST, RECORD, WORD)
    ),
    *(
        (Hundredths(most=180), scalar(written), "wrong-kind")
        for written in ("1.234", "1.", ".5", "+1", "1e2", "1000", "１.５", "1.5\n")
    ),
    *((Day(), node, "wrong-kind") for node in (NULL, LIST, RECORD, WORD, scalar(2018))),
    (Day(), scalar("2018-12-09T10:00"), "wrong-kind"),
    *(
        (Day(), scalar(written), "impossible-date")
        for written in ("2019-02-29", "2018-13-01", "2018-12-9", "0000-01-01")
    ),
    *((Flag(), node, "wrong-kind") for node in (NULL, LIST, RECORD, WORD, scalar(1))),
    (Flag(), scalar("true"), "wrong-kind"),  # in quotes
    *((OneOf(Kind), node, "unknown-word") for node in (NULL, LIST, RECORD, WORD)),
    (OneOf(Kind), scalar("Meeting"), "unknown-word"),
    (Nullable(Whole(least=1, most=2)), scalar(3), "out-of-range"),
    *((ListOf(Line()), node, "wrong-kind") for node in (NULL, WORD, RECORD)),
    *((BODY, node, "wrong-kind") for node in (NULL, WORD, LIST)),
    (BODY, record(id=scalar("a"), seats=scalar(0)), "out-of-range"),
    (BODY, record(id=scalar("a")), "missing-field"),
]


@pytest.mark.parametrize(("shape", "node", "code"), BAD)
def test_a_fault_is_logged_where_it_stands(
    shape: Shape[Any], node: Node, code: str
) -> None:
    """What does not fit gives one error with its code and the value's own place."""
    log = Log()
    assert shape.read(node, log) is None
    assert [(f.severity, f.code, f.at) for f in log.findings] == [
        (Severity.ERROR, code, at(7, 3))
    ]


@pytest.mark.parametrize(("shape", "node", "code"), BAD)
def test_every_fault_can_be_said(shape: Shape[Any], node: Node, code: str) -> None:
    """The parameters of a message and its remedy fill all their places."""
    log = Log()
    shape.read(node, log)
    for finding in log.findings:
        for msgid, parameters in (said(finding.message), said(finding.remedy)):
            assert "{" not in msgid.format(**dict.fromkeys(parameters, "x"))


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (NULL, text("nothing")),
        (LIST, text("a list")),
        (RECORD, text("a record of named fields")),
        (WORD, text("“{written}”", written="many")),
    ],
)
def test_a_wrong_kind_says_what_was_found(node: Node, found: Text) -> None:
    """The message names what is due and what stands there instead."""
    log = Log()
    Flag().read(node, log)
    assert log.findings[0].message.parameters == {
        "expected": text("true or false"),
        "found": found,
    }


def test_an_unknown_word_names_the_nearest() -> None:
    """The remedy proposes the word meant, and lists all."""
    log = Log()
    OneOf(Kind).read(scalar("meetings"), log)
    OneOf(Kind).read(scalar("xyz"), log)
    assert [f.remedy.parameters["nearest"] for f in log.findings] == ["meeting"] * 2
    assert log.findings[0].remedy.parameters["words"] == ("meeting", "circular")


def test_an_id_is_declared_once_for_its_kind() -> None:
    """A second use names the line of the first; another kind has ids of its own."""
    log = Log()
    assert Id(kind="body").read(scalar("a", line=3), log) == "a"
    assert Id(kind="work").read(scalar("a", line=4), log) == "a"
    assert log.findings == []
    assert Id(kind="body").read(scalar("a", line=5), log) is None
    assert [(f.code, f.at.line, f.message.parameters) for f in log.findings] == [
        ("duplicate-id", 5, {"id": "a", "line": 3})
    ]
    assert log.declared == {"body": {"a": at(3, 3)}, "work": {"a": at(4, 3)}}


def test_an_id_that_is_refused_is_not_declared() -> None:
    """What reads as no id cannot be referred to."""
    log = Log()
    Id(kind="body").read(scalar("A"), log)
    Id(kind="body").read(scalar("a" * 61), log)
    assert not log.declared.get("body")


def test_a_reference_is_kept_with_its_place() -> None:
    """What an id points to is looked up later, by kind, id and place."""
    log = Log()
    Ref(kind="body").read(scalar("symposium", line=9), log)
    assert log.references == [Reference(kind="body", id="symposium", at=at(9, 3))]


def test_a_list_keeps_what_is_readable() -> None:
    """Every bad item is a finding; the good ones are read."""
    log = Log()
    items = listing(scalar("meeting"), scalar("x", line=8), scalar("y", line=9))
    assert ListOf(OneOf(Kind)).read(items, log) == (Kind.MEETING,)
    assert [(f.code, f.at.line) for f in log.findings] == [
        ("unknown-word", 8),
        ("unknown-word", 9),
    ]


def test_a_list_may_ask_for_a_source() -> None:
    """A list that is too short is an error at the list."""
    log = Log()
    assert ListOf(Line(), least=1).read(listing(line=4), log) == ()
    assert [(f.code, f.at) for f in log.findings] == [("rule-without-clause", at(4, 3))]


def test_a_record_reports_all_faults_at_once() -> None:
    """Each unknown, missing or unreadable field is a finding at its own place."""
    log = Log()
    node = record(
        line=1,
        seat=scalar(3, line=2),
        kind=scalar("x", line=3),
        zzz=scalar("x", line=4),
    )
    assert BODY.read(node, log) is None
    assert [(f.code, f.at) for f in log.findings] == [
        ("unknown-field", at(2, 1)),
        ("unknown-field", at(4, 1)),
        ("missing-field", at(1, 3)),
        ("missing-field", at(1, 3)),
        ("unknown-word", at(3, 3)),
    ]
    assert [f.message.parameters["name"] for f in log.findings[:4]] == [
        "seat",
        "zzz",
        "id",
        "seats",
    ]
    assert log.findings[0].remedy.parameters["nearest"] == "seats"
    assert log.findings[0].remedy.parameters["known"] == ("id", "seats", "kind")
    assert log.findings[2].remedy.parameters["note"] == Text("its id")


def test_a_bad_optional_field_leaves_its_default() -> None:
    """The fault is told, and the record goes on with what was readable."""
    log = Log()
    node = record(id=scalar("a"), seats=scalar(3), kind=scalar("x"))
    read = BODY.read(node, log)
    assert read is not None
    assert read.kind is Kind.MEETING
    assert [f.code for f in log.findings] == ["unknown-word"]


def test_an_unknown_field_does_not_hide_the_record() -> None:
    """A record with all it needs is read beside the finding."""
    log = Log()
    node = record(id=scalar("a"), seats=scalar(3), sets=scalar(3))
    assert BODY.read(node, log) is not None
    assert [f.code for f in log.findings] == ["unknown-field"]


def test_null_counts_where_null_is_allowed() -> None:
    """A required field that may be null is there when it is null."""
    shape: Record[dict[str, object]] = Record(
        dict, {"host": needs(Nullable(Line()), "the host, or null")}
    )
    log = Log()
    assert shape.read(record(host=NULL), log) == {"host": None}
    assert log.findings == []
    assert shape.read(record(), log) is None
    assert [f.code for f in log.findings] == ["missing-field"]


def test_findings_have_three_weights() -> None:
    """Errors, warnings and notes are logged alike."""
    log = Log()
    log.error("one", at(1), "It is {x}.", "Do {x}.", x=1)
    log.warning("two", at(1), "It is {x}.", "Do {x}.", x=1)
    log.note("three", at(1), "It is {x}.", "Do {x}.", x=1)
    assert [f.severity for f in log.findings] == list(Severity)
    for finding in log.findings:
        assert finding.message == text("It is {x}.", x=1)
        assert finding.remedy == text("Do {x}.", x=1)


@LAW
@given(hundredths=st.integers(-18000, 18000))
def test_hundredths_are_exact(hundredths: int) -> None:
    """What is written with two places is kept exactly, and the schema takes it."""
    whole, part = divmod(abs(hundredths), 100)
    written = f"{'-' if hundredths < 0 else ''}{whole}.{part:02d}"
    assert Hundredths(most=180).read(scalar(written), Log()) == hundredths
    assert Checker(Hundredths(most=180).schema()).is_valid(float(written))


@pytest.mark.parametrize("shape", {repr(shape): shape for shape, _, _ in GOOD}.values())
def test_each_schema_is_a_json_schema(shape: Shape[Any]) -> None:
    """Editors can use what a shape says of itself."""
    Checker.check_schema(shape.schema())


# shape, what its schema takes, what it refuses
SCHEMAS: list[tuple[Shape[Any], list[object], list[object]]] = [
    (Line(longest=2), ["ab"], ["", "abc", 1, None]),
    (Id(kind="body"), ["a-1"], ["A", "a ", "a-", "a" * 61]),
    (Id(kind="reading", pattern=r"A-\d{2,3}"), ["A-07"], ["A-7", "XA-07", "A-0712"]),
    (Ref(kind="body"), ["symposium"], [1, None]),
    (Whole(least=1, most=12), [1, 12], [0, 13, 1.5, "1", True]),
    (Hundredths(most=180), [0.05, -34, 163.83], [1000, "1", None]),
    (Day(), ["2018-12-09"], ["2018-02-30", 2018, None]),
    (Flag(), [True, False], [0, "true", None]),
    (OneOf(Kind), ["meeting"], ["Meeting", None]),
    (Nullable(Flag()), [True, None], ["true"]),
    (ListOf(Flag(), least=1), [[True]], [[], True, ["x"]]),
    (
        BODY,
        [{"id": "a", "seats": 1}, {"id": "a", "seats": 1, "kind": "meeting"}],
        [{"id": "a"}, {"id": "a", "seats": 0}, {"id": "a", "seats": 1, "x": 1}, []],
    ),
]


@pytest.mark.parametrize(("shape", "taken", "refused"), SCHEMAS)
def test_a_schema_takes_what_its_shape_reads(
    shape: Shape[Any], taken: list[object], refused: list[object]
) -> None:
    """Editor and reader agree."""
    checker = Checker(shape.schema(), format_checker=Checker.FORMAT_CHECKER)
    assert [value for value in taken if not checker.is_valid(value)] == []
    assert [value for value in refused if checker.is_valid(value)] == []


def test_a_schema_explains_its_fields() -> None:
    """The note of a field is what an editor shows."""
    seats = BODY.schema()["properties"]["seats"]
    assert seats["description"] == "how many sit in it"


class Yaml12(yaml.CSafeLoader):
    """Reads as editors do: ``on`` is a word to YAML 1.2, and true to YAML 1.1."""


Yaml12.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in resolvers
        if letter in "tTfF" or not tag.endswith(":bool")
    ]
    for letter, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize("league", ["huaihai", "changzhutan"])
def test_shipped_charters_fit_the_printed_schema(hansa: Hansa, league: str) -> None:
    """The schema that editors get takes every file that ships."""
    schemas = json.loads(hansa("charter", "schema").out)
    files = sorted((ROOT / "charters" / league).glob("*.yaml"))
    assert {file.stem for file in files} <= set(schemas)
    for file in files:
        charter = yaml.load(file.read_text(encoding="utf-8"), Loader=Yaml12)
        # JSON has no days; an editor sees them as written.
        written = json.loads(json.dumps(charter, default=date.isoformat))
        Checker.check_schema(schemas[file.stem])
        checker = Checker(schemas[file.stem], format_checker=Checker.FORMAT_CHECKER)
        assert [fault.json_path for fault in checker.iter_errors(written)] == [], file
