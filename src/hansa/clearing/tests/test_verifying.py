"""``hansa clearing verify`` on bundles that somebody altered, the house included."""

import csv
import hashlib
import io
import json
import random
import shutil
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hansa.clearing.formats.bundles import opened, pack, table_bytes, table_rows, unpack
from hansa.clearing.rules import merkle
from hansa.clearing.rules.content import content_hash_of
from hansa.clearing.services import bundling, signing
from hansa.clearing.services.statements import canonical
from hansa.clearing.services.verifying import Verdict, verify
from hansa.clearing.tests.conftest import EXAMPLE
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text

Files = dict[str, bytes]
Row = dict[str, str]
Hansa = Callable[..., Any]

pytestmark = pytest.mark.folders

# Of the purchase Z0001: two refunds of 5.00 and 3.00, and Z0002 is reversed whole.
GIVEN_BACK = """\
ZR1,zhuzhou-card,changsha-card,cs-101,91,bus,refund,Z0001,500,2026-11-23T20:00:00+08:00,,
ZR2,zhuzhou-card,changsha-card,cs-101,92,bus,refund,Z0001,300,2026-11-23T21:00:00+08:00,,
ZR3,zhuzhou-card,changsha-card,cs-102,93,bus,reversal,Z0002,2000,2026-11-23T22:00:00+08:00,,
"""


@dataclass(frozen=True)
class House:
    """A clearing house that can seal whatever it likes."""

    signer: signing.Signer
    place: Path
    folder: Path

    @property
    def files(self) -> Files:
        return unpack(self.place)

    def seal(
        self, files: Files, named: Mapping[str, str] | None = None, layout: int = 2
    ) -> Path:
        """Make a bundle whose statement names the files as they are, under its own key."""
        statement, proof = json.loads(files["statement.json"]), files["proof.json"]
        others = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in files.items()
            if name not in ("statement.json", "proof.json")
        }
        statement |= {
            "files": dict(others if named is None else named),
            "format": layout,
        }
        content = canonical(statement)
        head = {
            **json.loads(proof)["head"],
            "format": layout,
            "parties": [statement["party"]],
            "root": merkle.leaf_hash(content),
        }
        digest = hashlib.sha256(canonical(head)).hexdigest()
        sealed = {
            "head": head,
            "head_sha256": digest,
            "signature": self.signer.sign(digest.encode()),
            "public_key": self.signer.public_key,
            "path": [],
        }
        made = {**files, "statement.json": content, "proof.json": canonical(sealed)}
        return self.pack(made)

    def pack(self, files: Files) -> Path:
        place = self.folder / "made.zip"
        pack(files, place)
        return place

    def verify(self, place: Path) -> Verdict:
        return verify(place, self.signer.public_key)

    def told(self, place: Path) -> str:
        """Say what the check of a bundle ends with."""
        verdict = self.verify(place)
        assert verdict.difference is not None
        return said(verdict.difference)


def said(words: Text | None) -> str:
    return "" if words is None else words.msgid.format(**words.parameters)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[signing.Signer, Path]:
    """Clear the example, with two refunds and a reversal, once for all tests."""
    folder = tmp_path_factory.mktemp("window")
    window = folder / "window"
    shutil.copytree(EXAMPLE, window)
    with (window / "in" / "zhuzhou-card_20261123.csv").open("a") as file:
        file.write(GIVEN_BACK)
    signer = signing.new_key(folder / "key.pem")
    bundling.bundle_folder(window, folder / "out", folder / "key.pem")
    return signer, folder / "out" / "zhuzhou.zip"


@pytest.fixture
def house(sealed: tuple[signing.Signer, Path], tmp_path: Path) -> House:
    signer, place = sealed
    return House(signer, place, tmp_path)


def rows_of(files: Files) -> list[Row]:
    return table_rows(files["rows.csv"])


def with_rows(files: Files, rows: list[Row]) -> Files:
    columns = list(rows[0])
    cells = ([row[name] for name in columns] for row in rows)
    return {**files, "rows.csv": table_bytes(columns, cells)}


def renamed(row: Row, record: str, **changes: str) -> Row:
    """Give a row once more as if it were another, with the hash of its content."""
    other = {**row, **changes, "record_id": record}
    return {**other, "content_hash": content_hash_of(other)}


def the_row(rows: list[Row], record: str) -> Row:
    (found,) = [row for row in rows if row["record_id"] == record]
    return found


def test_what_is_whole_is_equal(house: House) -> None:
    """Also with refunds and a reversal, and when the house seals it again."""
    assert house.verify(house.place).difference is None
    assert house.verify(house.seal(house.files)).difference is None
    rows = rows_of(house.files)
    assert the_row(rows, "ZR2")["before_fen"] == "500"
    assert the_row(rows, "Z0002")["cancelled"] == "1"


def test_altered_rules_are_found(house: House) -> None:
    """Every file of the rules stands in the statement with its hash."""
    files = house.files
    named = json.loads(files["statement.json"])["files"]
    rules = {name for name in files if name.startswith("rules/")}
    assert rules
    assert named.keys() == files.keys() - {"statement.json", "proof.json"}
    for name in rules:
        made = house.pack({**files, name: files[name] + b"# another word\n"})
        assert f"{name} is not the file that the statement names" in house.told(made)


def test_a_file_that_the_statement_does_not_name(house: House) -> None:
    """An extra file is named, whatever it is called."""
    files = house.files
    for name in ("extra.csv", "rules/adjustments.csv", "read me.exe", "../rows.csv"):
        made = house.pack({**files, name: b"a,b\r\n"})
        told = house.told(made)
        assert f"“{name}” lies in the bundle" in told
    assert "�" in house.told(house.pack({**files, "a\x1b[2J.csv": b""}))


def test_a_file_that_is_named_and_missing(house: House) -> None:
    """A file left out is named; so is one that the statement leaves out."""
    files = house.files
    for name in ("rows.csv", "legs.csv", "exceptions.csv", "rules/transit.yaml"):
        left = {one: content for one, content in files.items() if one != name}
        assert f"“{name}” is not in the bundle" in house.told(house.pack(left))
        named = dict(json.loads(files["statement.json"])["files"])
        del named[name]
        told = house.told(house.seal(files, named))
        assert f"“{name}” lies in the bundle, and the statement does not name" in told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_occurs_twice(house: House) -> None:
    """Two files under one name are none, whichever of them another program would show."""
    for name in ("rows.csv", "statement.json", "rules/transit.yaml"):
        made = house.pack(house.files)
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(name, b"something else")
        assert f"“{name}” occurs twice" in house.told(made)


def test_a_bundle_of_the_layout_before_is_not_equal(house: House) -> None:
    """What it lacks is said; what it names is checked all the same."""
    files = house.files
    named = {
        name: digest
        for name, digest in json.loads(files["statement.json"])["files"].items()
        if not name.startswith("rules/")
    }
    old = house.seal(files, named, layout=1)
    assert "no hashes of the rules" in house.told(old)
    altered = {**unpack(old), "exceptions.csv": b""}
    assert "exceptions.csv is not the file" in house.told(house.pack(altered))
    assert "layout" in house.told(house.seal(files, layout=3))


def test_one_tap_counts_once(house: House) -> None:
    """The house itself cannot count a row six times, side by side or apart."""
    files, rows = house.files, rows_of(house.files)
    at = next(n for n, row in enumerate(rows) if row["record_id"] == "Z0003")
    beside = [*rows[: at + 1], *[rows[at]] * 5, *rows[at + 1 :]]
    told = house.told(house.seal(with_rows(files, beside)))
    assert f"Line {at + 3} of the rows, zhuzhou-card Z0003: it is counted once" in told
    apart = [*rows, rows[at]]
    told = house.told(house.seal(with_rows(files, apart)))
    assert f"Line {len(rows) + 2} of the rows, zhuzhou-card Z0003: it is out of" in told


def test_refunds_follow_each_other(house: House) -> None:
    """A refund left out leaves a gap, one taken twice overlaps: both are named."""
    files, rows = house.files, rows_of(house.files)
    first = the_row(rows, "ZR1")
    astray = "zhuzhou-card {}: it does not follow on what was given back"
    gap = [row for row in rows if row is not first]
    told = house.told(house.seal(with_rows(files, gap)))
    assert astray.format("ZR2") in told
    twice = [*rows, renamed(first, "ZR9")]
    assert astray.format("ZR9") in house.told(house.seal(with_rows(files, twice)))


def test_what_is_cancelled_was_reversed(house: House) -> None:
    """A purchase gives no legs only where the statement shows its reversal."""
    files, rows = house.files, rows_of(house.files)
    astray = "zhuzhou-card {}: it does not follow on what was given back"
    alone = [row for row in rows if row["record_id"] != "ZR3"]
    assert astray.format("Z0002") in house.told(house.seal(with_rows(files, alone)))
    freed = [
        {**row, "cancelled": "0"} if row["record_id"] == "Z0002" else row
        for row in rows
    ]
    assert astray.format("ZR3") in house.told(house.seal(with_rows(files, freed)))
    hidden = [
        {**row, "cancelled": "1"} if row["record_id"] == "Z0003" else row
        for row in rows
    ]
    assert astray.format("Z0003") in house.told(house.seal(with_rows(files, hidden)))


def test_what_the_house_states_is_added_up(house: House) -> None:
    """A net position that is not the sum of the lines is named under any signature."""
    files = house.files
    stated = files["statement.json"]
    assert b'"net_fen":' in stated
    wrong = stated.replace(b'"net_fen":', b'"net_fen":1')
    told = house.told(house.seal({**files, "statement.json": wrong}))
    assert "The net position is not the sum" in told


DAY_US = 86_400_000_000
START_US = 1_795_363_200_000_000  # 2026-11-23 at midnight in Shanghai.


@pytest.mark.parametrize(
    ("at_us", "is_taken"),
    [
        (START_US - 7 * DAY_US - 1, False),
        (START_US - 7 * DAY_US, True),
        (START_US + DAY_US - 1, True),
        (START_US + DAY_US, False),
    ],
    ids=["too-late", "just-not-too-late", "last", "after-the-end"],
)
def test_rows_lie_in_the_window(house: House, at_us: int, is_taken: bool) -> None:
    """Late days before the start are in, the end is not."""
    files, rows = house.files, rows_of(house.files)
    moved = [
        renamed(row, "Z0003", occurred_at=str(at_us))
        if row["record_id"] == "Z0003"
        else row
        for row in rows
    ]
    verdict = house.verify(house.seal(with_rows(files, moved)))
    told = said(verdict.difference)
    assert ("Z0003: it lies outside what the window takes" in told) != is_taken
    assert (told == "") == is_taken


def entry_at(content: bytes, name: str) -> tuple[int, int]:
    """Find the local header of a file, and its entry in the directory at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(name).header_offset
        at = archive.start_dir
        while content[at + 46 :][: len(name)] != name.encode():
            more = struct.unpack_from("<HHH", content, at + 28)
            at += 46 + sum(more)
    return local, at


def patched(house: House, local: int, listed: int, kind: str, value: int) -> Path:
    """Write a value into both headers of the rows, at these offsets; -1 for neither."""
    content = bytearray(house.place.read_bytes())
    at, entry = entry_at(bytes(content), "rows.csv")
    if local >= 0:
        struct.pack_into(kind, content, at + local, value)
    if listed >= 0:
        struct.pack_into(kind, content, entry + listed, value)
    place = house.folder / "patched.zip"
    place.write_bytes(content)
    return place


def with_number(house: House, column: str, digits: int) -> Path:
    rows = rows_of(house.files)
    rows[0] = renamed(rows[0], rows[0]["record_id"], **{column: "9" * digits})
    return house.seal(with_rows(house.files, rows))


def deep(house: House, name: str) -> Path:
    return house.pack({**house.files, name: b"[" * 100_000})


def with_file(house: House, name: str, content: bytes) -> Path:
    return house.seal({**house.files, name: content})


def with_locator(house: House) -> Path:
    """Write the mark of a directory that may list billions of files."""
    content = house.place.read_bytes()
    at = content.rindex(b"PK\x05\x06")
    place = house.folder / "billions.zip"
    place.write_bytes(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:])
    return place


def noise(count: int) -> bytes:
    return random.Random(5).randbytes(count)


POISONS: dict[str, tuple[Callable[[House], Path], str]] = {
    "torn-stream": (lambda h: patched(h, 38, -1, "<B", 7), "cannot be unpacked"),
    "encrypted": (lambda h: patched(h, 6, 8, "<H", 1), "cannot be unpacked"),
    "method-99": (lambda h: patched(h, 8, 10, "<H", 99), "cannot be unpacked"),
    "says-less": (lambda h: patched(h, 22, 24, "<L", 10), "cannot be unpacked"),
    "says-more": (
        lambda h: patched(h, 22, 24, "<L", 2**32 - 16),
        "at most 200 MB are read",
    ),
    "deep-proof": (lambda h: deep(h, "proof.json"), "it was altered"),
    "deep-statement": (lambda h: deep(h, "statement.json"), "it was altered"),
    "other-shape": (lambda h: h.pack({**h.files, "proof.json": b"[]"}), "was altered"),
    "huge-cell": (
        lambda h: with_file(h, "rows.csv", b"a,b\r\n" + b"1" * 200_000 + b",2\r\n"),
        "Line 1 of “rows.csv”",
    ),
    "other-cells": (
        lambda h: with_file(h, "legs.csv", h.files["legs.csv"] + b"1,2\r\n"),
        "of “legs.csv” in made.zip cannot be read",
    ),
    "no-text": (
        lambda h: with_file(h, "rows.csv", b"\xff\xfe\xfd"),
        "of “rows.csv” in made.zip cannot be read",
    ),
    "far-instant": (lambda h: with_number(h, "occurred_at", 30), "Line 2 of the rows"),
    "far-amount": (lambda h: with_number(h, "amount_fen", 30), "Line 2 of the rows"),
    "long-number": (lambda h: with_number(h, "amount_fen", 9_000), "Line 2 of the row"),
    "many-files": (
        lambda h: h.pack({**h.files, **{f"a{n}": b"" for n in range(100)}}),
        "holds more than 100 files",
    ),
    "billions-of-files": (with_locator, "or a list of them that is no bundle's"),
    "many-times": (
        lambda h: with_file(h, "rules/more.yaml", bytes(3_000_000)),
        "more than 100 times its size",
    ),
    "large-rules": (
        lambda h: with_file(h, "rules/more.yaml", noise(4_100_000)),
        "more than 4 MB",
    ),
    "deep-rules": (
        lambda h: with_file(h, "rules/transit.yaml", b"[" * 50_000),
        "The rules in the bundle cannot be read",
    ),
    "folder": (lambda h: h.folder, "no whole statement bundle"),
}


@pytest.mark.parametrize("poison", POISONS)
def test_a_poisoned_bundle_is_told_in_a_sentence(
    hansa: Hansa, house: House, poison: str
) -> None:
    """Whatever a stranger's file holds: exit 1 and a sentence, in either language."""
    make, expected = POISONS[poison]
    place = make(house)
    ran = hansa("clearing", "verify", place, "--lang", "en")
    assert ran.code == 1, ran.err
    assert expected in ran.err
    assert "Traceback" not in ran.err
    assert not ran.out


def scratched(content: bytes, draw: random.Random) -> bytes:
    """Change, leave out or repeat a few bytes."""
    found = bytearray(content)
    for _ in range(draw.randint(1, 3)):
        at = draw.randrange(len(found))
        part = found[at : at + draw.randint(1, 9)]
        what = (b"", part * 2, draw.randbytes(1), b"9" * 40, b"-1", b"\x00")
        found[at : at + len(part)] = draw.choice(what)
    return bytes(found)


def test_a_scratched_bundle_never_raises_anything_else(house: House) -> None:
    """Bytes of the archive and of its files are altered at random, sealed or not."""
    draw = random.Random(4711)
    files, whole = house.files, house.place.read_bytes()
    names = sorted(files)
    for _ in range(200):
        place = house.folder / "scratched.zip"
        place.write_bytes(scratched(whole, draw))
        verdict_or_refusal(place)
        name = draw.choice(names)
        other = {**files, name: scratched(files[name], draw)}
        is_equal = verdict_or_refusal(house.pack(other))
        assert not is_equal or other == files or name == "proof.json", name
        if name.endswith((".csv", ".yaml")):
            verdict_or_refusal(house.seal(other))


def verdict_or_refusal(place: Path) -> bool:
    """Tell whether a bundle is equal."""
    try:
        verdict = verify(place)
    except Refused:
        return False
    assert verdict.rows or verdict.difference
    return verdict.difference is None


def test_a_sentence_in_chinese(hansa: Hansa, house: House) -> None:
    """The city reads it in its own language."""
    ran = hansa(
        "clearing", "verify", patched(house, 6, 8, "<H", 1), "--lang", "zh-Hans"
    )
    assert ran.code == 1
    assert "无法解压" in ran.err


def test_more_is_read_where_it_is_allowed(hansa: Hansa, house: House) -> None:
    """The bound counts what all files come to, and is the reader's to raise."""
    place = house.folder / "large.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in house.files.items():
            archive.writestr(name, content)
        archive.writestr("noise.csv", noise(1_500_000))
    ran = hansa("clearing", "verify", place, "--most-mb", "1", "--lang", "en")
    assert ran.code == 1
    assert "unpacks to 2 MB; at most 1 MB are read" in ran.err
    assert "--most-mb" in ran.err
    ran = hansa("clearing", "verify", place, "--most-mb", "2", "--lang", "en")
    assert "“noise.csv” lies in the bundle" in ran.err


def test_the_head_is_looked_at_before_the_rows(house: House) -> None:
    """A stranger's rows are never read under a head that the house did not sign."""
    files = house.files
    stranger = signing.new_key(house.folder / "stranger.pem")
    other = House(stranger, house.place, house.folder)
    broken = {**files, "rows.csv": b"a,b\r\n" + b"1" * 200_000 + b",2\r\n"}
    assert "The signature does not hold" in house.told(other.seal(broken))
    with pytest.raises(Refused):
        other.verify(other.seal(broken))


def test_a_large_file_is_read_in_a_stream(house: House) -> None:
    """Hashing twenty megabytes, and reading their rows, takes a few of memory."""
    digits = noise(100).hex()
    line = f"{digits},{digits}\r\n".encode()
    place = house.folder / "long.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name in ("statement.json", "proof.json"):
            archive.writestr(name, house.files[name])
        archive.writestr("rows.csv", b"a,b\r\n" + line * 50_000)
    tracemalloc.start()
    try:
        with opened(place) as bundle:
            bundle.digest("rows.csv")
            count = sum(1 for _ in bundle.rows("rows.csv"))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 50_000
    assert most < 8_000_000


def test_the_rows_are_written_as_they_are_read(house: House) -> None:
    """What the tests write is what the house writes: a bundle made of it is the same."""
    files = house.files
    assert with_rows(files, rows_of(files))["rows.csv"] == files["rows.csv"]
    reader = csv.reader(io.StringIO(files["rows.csv"].decode()))
    assert "cancelled" in next(reader)
