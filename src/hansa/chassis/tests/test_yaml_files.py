"""YAML is read with its places, refused in words, and never raises."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hansa.chassis.yaml_files import DEPTH_MAX, SIZE_MAX, read_bytes
from hansa.kernel.findings import Position, Severity
from hansa.kernel.nodes import ListNode, Node, RecordNode, ScalarNode
from hansa.kernel.shapes import Log

# A loaded machine is slow, and slow is no fault: time is not measured here.
LAW = settings(deadline=None, max_examples=100)

BOM = b"\xef\xbb\xbf"


def read(content: bytes | str) -> tuple[Node | None, Log]:
    """Read one file and keep its log."""
    log = Log()
    written = content.encode() if isinstance(content, str) else content
    return read_bytes(written, "a.yaml", log), log


def values(node: Node | None) -> Any:
    """Strip a tree of its places."""
    match node:
        case ScalarNode(value=value):
            return value
        case ListNode(items=items):
            return [values(item) for item in items]
        case RecordNode(fields=fields):
            return {name: values(field) for name, field in fields.items()}
    raise AssertionError("nothing was read")


def at(line: int, column: int) -> Position:
    """Give a place in the file of these tests."""
    return Position(path="a.yaml", line=line, column=column)


def fields_of(node: Node | None) -> Mapping[str, Node]:
    """Give the fields of a record."""
    assert isinstance(node, RecordNode)
    return node.fields


def test_every_value_and_key_knows_its_place() -> None:
    """Lines and columns count from 1, in characters, through records and lists."""
    node, log = read("# 注\n名称: 徐州\nseats:\n  - 一\n  - {a: 1, b: x}\n")
    assert log.findings == []
    assert isinstance(node, RecordNode)
    assert node.at == at(2, 1)
    assert node.places == {"名称": at(2, 1), "seats": at(3, 1)}
    assert node.fields["名称"].at == at(2, 5)
    seats = node.fields["seats"]
    assert isinstance(seats, ListNode)
    assert [item.at for item in seats.items] == [at(4, 5), at(5, 5)]
    inner = seats.items[1]
    assert isinstance(inner, RecordNode)
    assert (inner.places["b"], inner.fields["b"].at) == (at(5, 12), at(5, 15))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ('"12"', "12"),
        ("'12'", "12"),
        ("|-\n  12", "12"),
        ("007", "007"),  # a code, not a number
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("1.5", "1.5"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("1２", "1２"),  # a full-width digit makes no number
        ("9" * 18, 10**18 - 1),
        ("9" * 19, "9" * 19),
        ("true", True),
        ("false", False),
        ('"true"', "true"),
        ("True", "True"),
        ("yes", "yes"),
        ("on", "on"),
        ("null", None),
        ("~", None),
        ("", None),
        ('""', ""),
        ("'null'", "null"),
        ("2018-12-09", date(2018, 12, 9)),
        ('"2018-12-09"', "2018-12-09"),
        ("2018-12-9", "2018-12-9"),
        ("2019-02-29", "2019-02-29"),  # no such day: stays a text, and is told later
        ("2018-13-01", "2018-13-01"),
        ("2018-00-10", "2018-00-10"),
        ("0000-01-01", "0000-01-01"),
        ("２０１８-12-09", "２０１８-12-09"),
        ("2018-12-09 10:00:00", "2018-12-09 10:00:00"),
        ("徐州", "徐州"),
        ("a # b", "a"),
        ("'a # b'", "a # b"),
        ("<<", "<<"),
    ],
)
def test_only_plain_words_have_a_value(written: str, value: object) -> None:
    """Unquoted null, flags, numbers and days are values; all else is text."""
    node, log = read(f"a: {written}\n")
    read_value = values(node)["a"]
    assert log.findings == []
    assert (read_value, type(read_value)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "kept"),
    [("007", "007"), ("2018-12-09", "2018-12-09"), ('"1 2"', "1 2"), ("~", "~")],
)
def test_what_was_written_is_kept(written: str, kept: str) -> None:
    """Beside its value a scalar keeps the text as it stands."""
    node, _ = read(f"a: {written}\n")
    scalar = fields_of(node)["a"]
    assert isinstance(scalar, ScalarNode)
    assert scalar.written == kept


@pytest.mark.parametrize(
    "content",
    [
        "a: 1\nb: x\n",
        "a: 1\r\nb: x\r\n",
        "---\na: 1\nb: x\n",
        "---\na: 1\nb: x\n...\n",
        "{a: 1, b: x}",
        BOM + b"a: 1\nb: x\n",
        '{"a": 1, "b": "x"}',
    ],
)
def test_one_content_may_be_written_in_many_ways(content: bytes | str) -> None:
    """Line ends, markers, a byte order mark and flow style change nothing."""
    node, log = read(content)
    assert (values(node), log.findings) == ({"a": 1, "b": "x"}, [])


def test_a_byte_order_mark_moves_no_column() -> None:
    """Places are those a reader sees."""
    node, _ = read(BOM + b"a: 1\n")
    assert fields_of(node)["a"].at == at(1, 4)


def test_a_key_is_a_field_name_whatever_it_looks_like() -> None:
    """Keys that look like numbers or flags are names."""
    node, log = read("1: a\ntrue: b\nnull: c\n2018-12-09: d\n")
    assert log.findings == []
    assert values(node) == {"1": "a", "true": "b", "null": "c", "2018-12-09": "d"}


NESTED = "a: " + "[" * (DEPTH_MAX + 1) + "]" * (DEPTH_MAX + 1)

# content, code, line, column
REFUSED: list[tuple[bytes | str, str, int, int]] = [
    # what charters do not use
    ("a: &x 1\nb: 2\n", "yaml-feature", 1, 4),
    ("a: 1\nb: *x\n", "yaml-feature", 2, 4),
    ("a: 1\nb: &x\n  c: 1\n", "yaml-feature", 2, 4),
    ("a: 1\n&x b: 2\n", "yaml-feature", 2, 1),
    ("a:\n  <<: *x\n", "yaml-feature", 2, 7),
    ("a: !!int 1\n", "yaml-feature", 1, 4),
    ("a: !ruby/object x\n", "yaml-feature", 1, 4),
    ("a: !!python/object/apply:os.system [x]\n", "yaml-feature", 1, 4),
    ("a: !!set {x}\n", "yaml-feature", 1, 4),
    ("a: 1\n---\nb: 2\n", "yaml-feature", 2, 1),
    ("a: 1\n...\n---\nb: 2\n", "yaml-feature", 3, 1),
    ("? [a, b]\n: 1\n", "yaml-feature", 1, 3),
    ("{a: 1}: 2\n", "yaml-feature", 1, 1),
    (NESTED, "yaml-feature", 1, 4 + DEPTH_MAX),
    ("[" * 100_000, "yaml-feature", 1, 2 + DEPTH_MAX),
    ("- " * 10_000, "yaml-feature", 1, 3 + 2 * DEPTH_MAX),
    # broken
    ("a: 1\nb: [1, 2\n", "broken-yaml", 3, 1),
    ("a: 1\n  b: 2\n", "broken-yaml", 2, 4),
    ("a: 1\n\tb: 2\n", "broken-yaml", 2, 1),
    ("a: 'x\n", "broken-yaml", 2, 1),
    ('a: "\\q"\n', "broken-yaml", 1, 5),
    ("a: @x\n", "broken-yaml", 1, 4),
    ("a: %x\n", "broken-yaml", 1, 4),
    ("a: b: c\n", "broken-yaml", 1, 5),
    ("%YAML 2.0\n---\na: 1\n", "broken-yaml", 1, 1),
    # control characters; after wide ones, which take more bytes than characters
    ("a: 1\nb: \x07\n", "broken-yaml", 2, 1),
    ("a: 1\nb: \x00\n", "broken-yaml", 2, 1),
    ("名: 徐州连云港宿迁\nb: \x07\nc: 1\nd: 1\ne: 1\n", "broken-yaml", 2, 1),
    # encodings
    (b"a: 1\nb: 2\nc: \xff\n", "wrong-encoding", 3, 1),
    (BOM + b"a\n\xff", "wrong-encoding", 2, 1),
    ("a: 1\n名称: 淮海经济区\n".encode("gb18030"), "wrong-encoding", 2, 1),
    ("名: 徐州\n".encode("big5"), "wrong-encoding", 1, 1),
    ("名称: 淮海经济区\n".encode("utf-16"), "wrong-encoding", 1, 1),
    (b"a: \xed\xa0\x80\n", "wrong-encoding", 1, 1),  # half of a surrogate pair
    # nothing, or too much
    ("", "empty-file", 1, 1),
    (BOM, "empty-file", 1, 1),
    ("\n\n  \n", "empty-file", 1, 1),
    ("# only a remark\n", "empty-file", 1, 1),
    (b" " * (SIZE_MAX + 1), "file-too-large", 1, 1),
]


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [pytest.param(*case, id=f"{case[1]}-{n}") for n, case in enumerate(REFUSED)],
)
def test_what_cannot_be_read_is_one_error_with_its_place(
    content: bytes | str, code: str, line: int, column: int
) -> None:
    """Reading stops at the first such fault and says where it is."""
    node, log = read(content)
    assert node is None
    assert [(f.severity, f.code, f.at) for f in log.findings] == [
        (Severity.ERROR, code, at(line, column))
    ]


def test_nesting_is_read_down_to_the_bound() -> None:
    """The deepest legal nesting is read."""
    node, log = read("a: " + "[" * DEPTH_MAX + "]" * DEPTH_MAX)
    assert node is not None
    assert log.findings == []


def test_a_file_of_the_largest_size_is_read() -> None:
    """The bound itself is allowed."""
    content = b"a: 1\n#" + b" " * (SIZE_MAX - 6)
    node, log = read(content)
    assert (len(content), values(node), log.findings) == (SIZE_MAX, {"a": 1}, [])


def test_a_field_that_stands_twice_is_told_and_the_first_kept() -> None:
    """Every repetition names the line of the first; reading goes on."""
    node, log = read("a: 1\nb: 2\na: 3\nc:\n  a: 4\n'a': 5\n")
    assert values(node) == {"a": 1, "b": 2, "c": {"a": 4}}
    assert [(f.code, f.at, f.message.parameters) for f in log.findings] == [
        ("duplicate-field", at(3, 1), {"name": "a", "line": 1}),
        ("duplicate-field", at(6, 1), {"name": "a", "line": 1}),
    ]


def test_a_marker_alone_is_a_file_that_says_nothing() -> None:
    """An empty document has the value null."""
    node, log = read("---\n")
    assert (values(node), log.findings) == (None, [])


PRINTABLE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | PRINTABLE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE, inner, max_size=4)
    ),
    max_leaves=20,
)


@LAW
@given(tree=TREES)
def test_json_is_read_as_it_is_written(tree: object) -> None:
    """A JSON file is YAML, and texts in quotes stay texts whatever they look like."""
    node, log = read(json.dumps(tree, ensure_ascii=False))
    assert log.findings == []
    assert values(node) == tree


YAML_LIKE = st.text("ab01:-?,[]{}&*!|>'\"#%@`\\~<=./ \t\n\r徐\x00\x85\u2028\ufeff")


@LAW
@given(content=st.binary() | st.text().map(str.encode) | YAML_LIKE.map(str.encode))
@example(content=b"")
@example(content=b"\xff")
@example(content=b"!<%ff> a")
@example(content=b"? \n? \n")
@example(content=b"- &a\n- *a\n")
def test_no_bytes_make_it_raise(content: bytes) -> None:
    """Whatever a file holds, reading gives a tree, or an error within the file."""
    node, log = read(content)
    told = [f.code for f in log.findings if f.code != "duplicate-field"]
    assert len(told) == (node is None)
    ends = len(content.decode("utf-8", "replace").splitlines()) + 1
    for finding in log.findings:
        assert finding.severity is Severity.ERROR
        assert finding.at.path == "a.yaml"
        assert 1 <= finding.at.line <= ends
        assert finding.at.column >= 1


def test_hidden_characters_are_refused() -> None:
    """A control character that a quoted value writes as an escape is refused."""
    log = Log()
    assert read_bytes(b'name: "a\\0b"\n', "x.yaml", log) is None
    assert [finding.code for finding in log.findings] == ["yaml-feature"]
