"""Fixed-width layouts: what is written in one is read back, and nothing is cut."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.clearing.formats.presets import LAYOUTS
from hansa.clearing.formats.presets.ad import AD
from hansa.clearing.formats.presets.cl import BASE, CL, SERVICES, base_of, write_taps
from hansa.clearing.formats.presets.fb import ERROR_CODES, FB
from hansa.clearing.formats.presets.layout import (
    HEADER,
    TRAILER,
    Field,
    Heading,
    read_details,
    write_records,
)
from hansa.clearing.formats.presets.ld import ERROR_CODES as FILE_ERROR_CODES
from hansa.clearing.terms.taps import Code, FileCode, Kind, Outcome, outcome_of
from hansa.clearing.tests.formats.card_files import (
    TAP,
    faults_in,
    rows_in,
    sha256,
    take,
    typed,
)
from hansa.kernel.errors import Refused

LAW = settings(deadline=None, max_examples=60)
HEADING = Heading(
    settled_on=date(2026, 1, 5),
    sender="43010001",
    receiver="43000000",
    file_name="清算_CL_20260105",
)
ONE: dict[str, Any] = {**typed(TAP), "balance_before_fen": 900, "test": False}


def cl_of(*taps: dict[str, Any]) -> bytes:
    return b"".join(write_taps(HEADING, taps))


def padded(length: int) -> st.SearchStrategy[str]:
    """Texts that fit into a field and do not end in its padding."""
    return st.text(
        st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Zs"]),
        min_size=1,
        max_size=length,
    ).map(lambda text: fitting(text, length))


def fitting(text: str, length: int) -> str:
    """Cut a text until it fits into a field; no character takes more than four bytes."""
    while len(text.encode("gb18030")) > length:
        text = text[:-1]
    return text


SERVICE = padded(4).filter(lambda name: name not in SERVICES) | st.sampled_from(
    sorted(SERVICES.values())
)
TAPS = st.fixed_dictionaries(
    {
        "record_id": padded(12),
        "acquirer": padded(11),
        "issuer": padded(11),
        "card": padded(20),
        "counter": st.integers(0, 10**10 - 1),
        "service": SERVICE,
        "kind": st.sampled_from([str(kind) for kind in Kind]),
        "original_record_id": padded(12),
        "amount_fen": st.integers(0, 2**63 - 1),
        "occurred_at": st.integers(0, 4 * 10**9).map(
            lambda seconds: datetime.fromtimestamp(seconds, UTC)
        ),
        "balance_before_fen": st.integers(-(10**18) + 1, 2**63 - 1) | st.none(),
        "test": st.booleans() | st.none(),
    }
).map(
    lambda tap: (
        {**tap, "original_record_id": None} if tap["kind"] == Kind.PURCHASE else tap
    )
)  # fmt: skip


@LAW
@given(taps=st.lists(TAPS, max_size=5))
def test_taps_come_back_from_cl(
    tmp_path_factory: pytest.TempPathFactory, taps: list[dict[str, Any]]
) -> None:
    """Taps that are written as CL are read as the same taps."""
    folder = tmp_path_factory.mktemp("law")
    taken = take(folder, cl_of(*taps))
    assert (taken.refused, taken.preset, taken.faulted) == (None, "CL", 0)
    assert taken.columns == frozenset({"balance_before_fen", "test"})
    found = [{name: row[name] for name in ONE} for row in rows_in(folder)]
    assert found == taps
    assert taken.amount_fen == sum(tap["amount_fen"] for tap in taps)


def test_cl_names_its_rows_by_their_lines(tmp_path: Path) -> None:
    """The first row of a CL file is its second line, and the trailer is told."""
    taken = take(tmp_path, cl_of(ONE, ONE))
    assert faults_in(tmp_path) == [(2, None), (3, None)]
    assert taken.trailer is not None
    assert (taken.trailer.rows, taken.trailer.amount_fen) == (2, 400)


def lines_of(*taps: dict[str, Any]) -> list[bytes]:
    return cl_of(*taps).split(b"\r\n")


def test_a_bad_record_spoils_itself(tmp_path: Path) -> None:
    """Records of another length, mark or encoding are faults; so are bad cells."""
    lines = lines_of(*[ONE] * 6)
    lines[1] = lines[1][:-1]
    lines[2] = b"X" + lines[2][1:]
    lines[3] = lines[3].replace(b"zz-card", b"zz-car\xff")
    lines[4] = lines[4].replace(b"20260105080000", b"20261305080000")
    lines[5] = lines[5].replace(b"1001", b"9999")
    taken = take(tmp_path, b"\r\n".join(lines))
    assert [fault for _, fault in faults_in(tmp_path)] == [
        "line", "line", "encoding", "instant:occurred_at", "kind:kind", None,
    ]  # fmt: skip
    assert (taken.rows, taken.faulted) == (6, 5)
    assert rows_in(tmp_path)[0]["raw_hash"] == sha256(lines[1].decode("gb18030"))


# what is done to the lines of a file, and whether its trailer is to blame
TRAILERS = [
    lambda lines: lines[:-2],
    lambda lines: [*lines[:-2], lines[1], lines[-2]],
    lambda lines: [*lines[:-2], lines[-2][:-1] + b"9"],
    lambda lines: [*lines[:-2], lines[-2], lines[1]],
    lambda lines: [*lines[:-2], lines[-2], lines[-2]],
    lambda lines: [*lines[:-2], lines[-2][:8] + b"\xff"],
    lambda lines: [*lines[:-2], lines[-2], b"x" * 70_000],
]


@pytest.mark.parametrize("number", range(len(TRAILERS)))
def test_the_trailer_of_cl_is_needed(tmp_path: Path, number: int) -> None:
    """A file without its trailer, with another one or with rows behind it is refused."""
    changed: list[bytes] = TRAILERS[number](lines_of(ONE, ONE))  # type: ignore[no-untyped-call] # a lambda
    assert take(tmp_path, b"\r\n".join(changed)).refused is FileCode.COUNT


def adjustments(rows: Iterable[dict[str, Any]]) -> bytes:
    details = (
        {**base_of(ONE, HEADING), "billOrgNo": "a1", "origBillOrgNo": "r1", **row}
        for row in rows
    )
    return b"".join(write_records(AD, HEADING, details, "adjustAmount"))


def test_adjustments_are_refunds_and_reversals(tmp_path: Path) -> None:
    """AD rows give back what they name; another kind of adjustment is for a person."""
    rows = [
        {"adjustType": "01", "adjustAmount": 30},
        {"adjustType": "02", "adjustAmount": 200},
        {"adjustType": "77", "adjustAmount": 1},
    ]
    taken = take(tmp_path, adjustments(rows))
    assert (taken.preset, taken.rows, taken.faulted) == ("AD", 3, 1)
    found = rows_in(tmp_path)
    assert [
        (r["kind"], r["amount_fen"], r["original_record_id"]) for r in found[:2]
    ] == [
        ("refund", 30, "r1"),
        ("reversal", 200, "r1"),
    ]
    assert found[2]["fault"] == "kind:kind"


def test_files_of_the_house_are_not_taken(tmp_path: Path) -> None:
    """FB is written by the clearing house; brought to it, it is refused with a reason."""
    taken = take(tmp_path, b"".join(write_records(FB, HEADING, [], "transAmount")))
    assert taken.refused is FileCode.COLUMNS
    assert taken.message is not None
    assert taken.message.parameters["layout"] == "FB"


@pytest.mark.parametrize(
    "change",
    [
        {"record_id": "r" * 13},
        {"record_id": "学生学生学生r"},
        {"card": "a\nb"},
        {"counter": 10**10},
        {"service": "4131"},
        {"service": "ferry"},
        {"occurred_at": ONE["occurred_at"] + timedelta(microseconds=1)},
    ],
)
def test_what_does_not_fit_is_not_cut(change: dict[str, Any]) -> None:
    """A value that would come back as another is refused when it is written."""
    with pytest.raises(Refused) as refused:
        cl_of({**ONE, **change})
    assert refused.value.code == "does-not-fit"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.code)
def test_tables_of_fields_are_sound(layout: Any) -> None:
    """Fields have one name each, a length and a meaning, and the header leads to them."""
    names = [field.name for field in layout.fields]
    assert len(set(names)) == len(names)
    for field in (*layout.fields, *HEADER, *TRAILER):
        assert isinstance(field, Field)
        assert field.length > 0
        assert field.meaning.zh
        assert field.meaning.en
    content = b"".join(write_records(layout, HEADING, [{}], "amount"))
    header, detail, trailer, end = content.split(b"\r\n")
    assert layout.begins(header)
    assert [one.code for one in LAYOUTS if one.begins(header)] == [layout.code]
    assert len(detail) == layout.length
    assert trailer.startswith(f"T{layout.code}".encode())
    assert end == b""


def test_lengths_are_those_of_the_source() -> None:
    """The fields that the source names have its lengths."""
    lengths = {field.name: field.length for field in CL.fields}
    assert lengths | {
        "settDate": 8, "recvOrgCode": 11, "fileName": 128, "settOrgNo": 12,
        "billOrgNo": 12, "acceptDate": 8, "retrievNo": 12, "transType": 4,
        "acqOrgCode": 11, "issOrgCode": 11, "sendOrgCode": 11, "mcc": 4,
        "channelType": 2, "cardNo": 20, "transDate": 8, "transTime": 6,
        "balanceType": 1, "algorithmId": 2, "testFlag": 1, "tlv": 1024,
    } == lengths  # fmt: skip
    assert [field.length for field in FB.fields[len(BASE) :]][:2] == [6, 40]


def test_every_code_has_a_number() -> None:
    """Codes as numbers are unique and say the outcome by their first digit."""
    assert set(ERROR_CODES) == set(Code)
    assert set(FILE_ERROR_CODES) == set(FileCode)
    numbers = [*ERROR_CODES.values(), *FILE_ERROR_CODES.values()]
    assert len(set(numbers)) == len(numbers)
    digits = {Outcome.ACCEPTED: "0", Outcome.REJECTED: "1", Outcome.SUSPENDED: "2"}
    for code, number in ERROR_CODES.items():
        assert number[0] == digits[outcome_of(code)]


def test_details_are_read_back() -> None:
    """Whoever receives a file takes its records apart by the table."""
    first, second = read_details(CL, cl_of(ONE, {**ONE, "record_id": "清1"}))
    assert first["billOrgNo"] == "r1"
    assert second["billOrgNo"] == "清1"
    assert second["transAmount"] == "200".rjust(19, "0")
