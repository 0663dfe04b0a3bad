"""``hansa clearing verify`` on the file of a stranger: a sentence, never a traceback."""

import csv
import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hansa.clearing.formats.bundles import opened
from hansa.clearing.services import signing
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.forging import Forger, renamed, rows_of, with_rows
from hansa.kernel.errors import Refused

Hansa = Callable[..., Any]

pytestmark = pytest.mark.folders


def entry_at(content: bytes, name: str) -> tuple[int, int]:
    """Find the local header of a file, and its entry in the directory at the end."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(name).header_offset
        at = archive.start_dir
        while content[at + 46 :][: len(name)] != name.encode():
            more = struct.unpack_from("<HHH", content, at + 28)
            at += 46 + sum(more)
    return local, at


def patched(forger: Forger, local: int, listed: int, kind: str, value: int) -> Path:
    """Write a value into both headers of the rows, at these offsets; -1 for neither."""
    content = bytearray(forger.place.read_bytes())
    at, entry = entry_at(bytes(content), "rows.csv")
    if local >= 0:
        struct.pack_into(kind, content, at + local, value)
    if listed >= 0:
        struct.pack_into(kind, content, entry + listed, value)
    place = forger.folder / "patched.zip"
    place.write_bytes(content)
    return place


def with_number(forger: Forger, column: str, digits: int) -> Path:
    rows = rows_of(forger.files)
    rows[0] = renamed(rows[0], rows[0]["record_id"], **{column: "9" * digits})
    return forger.seal(with_rows(forger.files, rows))


def deep(forger: Forger, name: str) -> Path:
    return forger.pack({**forger.files, name: b"[" * 100_000})


def with_file(forger: Forger, name: str, content: bytes) -> Path:
    return forger.seal({**forger.files, name: content})


def with_locator(forger: Forger) -> Path:
    """Write the mark of a directory that may list billions of files."""
    content = forger.place.read_bytes()
    at = content.rindex(b"PK\x05\x06")
    place = forger.folder / "billions.zip"
    place.write_bytes(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:])
    return place


def noise(count: int) -> bytes:
    return random.Random(5).randbytes(count)


POISONS: dict[str, tuple[Callable[[Forger], Path], str]] = {
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
    hansa: Hansa, forger: Forger, poison: str
) -> None:
    """Whatever a stranger's file holds: exit 1 and a sentence, in either language."""
    make, expected = POISONS[poison]
    place = make(forger)
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


def test_a_scratched_bundle_never_raises_anything_else(forger: Forger) -> None:
    """Bytes of the archive and of its files are altered at random, sealed or not."""
    draw = random.Random(4711)
    files, whole = forger.files, forger.place.read_bytes()
    names = sorted(files)
    for _ in range(200):
        place = forger.folder / "scratched.zip"
        place.write_bytes(scratched(whole, draw))
        verdict_or_refusal(place)
        name = draw.choice(names)
        other = {**files, name: scratched(files[name], draw)}
        is_equal = verdict_or_refusal(forger.pack(other))
        assert not is_equal or other == files or name == "proof.json", name
        if name.endswith((".csv", ".yaml")):
            verdict_or_refusal(forger.seal(other))


def verdict_or_refusal(place: Path) -> bool:
    """Tell whether a bundle is equal."""
    try:
        verdict = verify(place)
    except Refused:
        return False
    assert verdict.rows or verdict.difference
    return verdict.difference is None


def test_a_sentence_in_chinese(hansa: Hansa, forger: Forger) -> None:
    """The city reads it in its own language."""
    ran = hansa(
        "clearing", "verify", patched(forger, 6, 8, "<H", 1), "--lang", "zh-Hans"
    )
    assert ran.code == 1
    assert "无法解压" in ran.err


def test_more_is_read_where_it_is_allowed(hansa: Hansa, forger: Forger) -> None:
    """The bound counts what all files come to, and is the reader's to raise."""
    place = forger.folder / "large.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in forger.files.items():
            archive.writestr(name, content)
        archive.writestr("noise.csv", noise(1_500_000))
    ran = hansa("clearing", "verify", place, "--most-mb", "1", "--lang", "en")
    assert ran.code == 1
    assert "unpacks to 2 MB; at most 1 MB are read" in ran.err
    assert "--most-mb" in ran.err
    ran = hansa("clearing", "verify", place, "--most-mb", "2", "--lang", "en")
    assert "“noise.csv” lies in the bundle" in ran.err


def test_the_head_is_looked_at_before_the_rows(forger: Forger) -> None:
    """A stranger's rows are never read under a head that the house did not sign."""
    files = forger.files
    stranger = signing.new_key(forger.folder / "stranger.pem")
    other = Forger(stranger, forger.place, forger.folder)
    broken = {**files, "rows.csv": b"a,b\r\n" + b"1" * 200_000 + b",2\r\n"}
    assert "The signature does not hold" in forger.told(other.seal(broken))
    with pytest.raises(Refused):
        other.verify(other.seal(broken))


def test_a_large_file_is_read_in_a_stream(forger: Forger) -> None:
    """Hashing twenty megabytes, and reading their rows, takes a few of memory."""
    digits = noise(100).hex()
    line = f"{digits},{digits}\r\n".encode()
    place = forger.folder / "long.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name in ("statement.json", "proof.json"):
            archive.writestr(name, forger.files[name])
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


def test_the_rows_are_written_as_they_are_read(forger: Forger) -> None:
    """What the tests write is what the house writes: a bundle made of it is the same."""
    files = forger.files
    assert with_rows(files, rows_of(files))["rows.csv"] == files["rows.csv"]
    reader = csv.reader(io.StringIO(files["rows.csv"].decode()))
    assert "cancelled" in next(reader)
