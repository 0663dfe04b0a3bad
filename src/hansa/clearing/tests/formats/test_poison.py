"""Poisoned files: whatever comes, nothing raises and every row is counted."""

import gzip
import json
import os
import random
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from hansa.clearing.formats import lines
from hansa.clearing.formats.brought import Limits
from hansa.clearing.formats.intake import read_file
from hansa.clearing.formats.presets.cl import write_taps
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.taps import FileCode
from hansa.clearing.tests.formats.card_files import (
    FULL,
    TAP,
    csv_of,
    jsonl_of,
    parquet_of,
    sha256,
    take,
    typed,
)
from hansa.clearing.tests.formats.test_presets import HEADING, ONE

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
SEEDS = 100 if CHAOS else 12
LIMITS = Limits(brought=2**23, unpacked=2**24, ratio=50, ratio_from=2**16, rows=10_000)

CELLS: list[str] = [
    "", "=1+1", "＝1+1", "@SUM(A1)", "-2+3", "1.0", "1e3", "００７", "007", "9" * 400,
    "-1", "NaN", "null", "2026-01-05T08:00:00", "0000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z", "2026-06-30T23:59:60Z", "a\nb", "a\r\nb", "a\rb", "\0",
    '"', '""', ",", ";", "\t", "#trailer,1,1", "\ud800", "\x1f", "学", "😀", "\ufeff",
    "x" * 70_000, "}", "{", "[" * 600,
]  # fmt: skip


def rows_of(chance: random.Random) -> list[dict[str, Any]]:
    """Make rows, some of them with a cell that may be poison."""
    rows = []
    for at in range(chance.randrange(1, 40)):
        row: dict[str, Any] = {**FULL, "record_id": f"r{at}"}
        if chance.random() < 0.3:
            row[chance.choice(list(FULL))] = chance.choice(CELLS)
        rows.append(row)
    return rows


def as_csv(chance: random.Random) -> bytes:
    names = tuple(FULL)
    mark = chance.choice(",;\t")
    lines = [mark.join(names)]
    for row in rows_of(chance):
        cells = [str(row[name]) for name in names]
        if chance.random() < 0.3:
            cells = ['"' + cell.replace('"', '""') + '"' for cell in cells]
        lines.append(mark.join(cells))
    if chance.random() < 0.5:
        lines.append(f"#trailer{mark}{len(lines) - 1}{mark}{200 * (len(lines) - 1)}")
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def as_gb18030(chance: random.Random) -> bytes:
    return as_csv(chance).decode("utf-8", "replace").encode("gb18030")


def as_jsonl(chance: random.Random) -> bytes:
    lines = []
    for row in rows_of(chance):
        if chance.random() < 0.2:
            row[chance.choice(list(FULL))] = chance.choice(
                [
                    None,
                    1.5,
                    1e3,
                    True,
                    2**70,
                    {"a": [1]},
                    [[[]]],
                    "\ud800",
                    float("nan"),
                ]
            )
        lines.append(json.dumps(row, ensure_ascii=chance.random() < 0.5))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def as_parquet(chance: random.Random) -> bytes:
    return parquet_of([typed(FULL)] * chance.randrange(1, 200))


def as_cl(chance: random.Random) -> bytes:
    return b"".join(write_taps(HEADING, [ONE] * chance.randrange(1, 9)))


def same(content: bytes, _: random.Random) -> bytes:
    return content


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def flipped(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def flipped_everywhere(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(max(1, len(made) // 50)):
        made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def wrong_trailer(content: bytes, chance: random.Random) -> bytes:
    return content + f"\n#trailer,{chance.randrange(9)},{chance.randrange(9)}".encode()


def wrong_encoding(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-32", "utf-7", "gb18030"])
    return text.encode(encoding, "replace")


def huge_line(content: bytes, chance: random.Random) -> bytes:
    at = content.find(b"\n", chance.randrange(len(content))) + 1
    length = chance.choice([65_535, 65_536, 65_537, 200_000, 5_000_000])
    return content[:at] + b"x" * length + b"\n" + content[at:]


def zeros(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + b"\0" * chance.randrange(1, 5000) + content[at:]


def packed(content: bytes, _: random.Random) -> bytes:
    return gzip.compress(content)


def packed_and_cut(content: bytes, chance: random.Random) -> bytes:
    return truncated(gzip.compress(content), chance)


def packed_and_flipped(content: bytes, chance: random.Random) -> bytes:
    return flipped(gzip.compress(content), chance)


def packed_twice(content: bytes, _: random.Random) -> bytes:
    return gzip.compress(gzip.compress(content))


def packed_in_parts(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return gzip.compress(content[:at]) + gzip.compress(content[at:])


def bomb(content: bytes, _: random.Random) -> bytes:
    return gzip.compress(content + b"0" * 2**22)


def lines_turned(content: bytes, chance: random.Random) -> bytes:
    parts = content.split(b"\n")
    chance.shuffle(parts)
    return chance.choice([b"\r\n", b"\n", b"\r", b"\n\n"]).join(parts)


def joined(content: bytes, _: random.Random) -> bytes:
    return content + b"\n" + content


POISONS: list[Callable[[bytes, random.Random], bytes]] = [
    same, truncated, flipped, flipped_everywhere, wrong_trailer, wrong_encoding,
    huge_line, zeros, packed, packed_and_cut, packed_and_flipped, packed_twice,
    packed_in_parts, bomb, lines_turned, joined,
]  # fmt: skip
MAKERS = [as_csv, as_gb18030, as_jsonl, as_parquet, as_cl]


def check(taken: Intake, place: Path, content: bytes) -> None:
    """Every row is read or has a fault; a refused file has a reason and leaves nothing."""
    assert taken.sha256 == sha256(content)
    if taken.refused:
        assert taken.message is not None
        assert taken.remedy is not None
        assert (taken.rows, taken.faulted, taken.amount_fen) == (0, 0, 0)
        assert not place.exists()
        return
    rows = pq.read_table(place).to_pylist()
    read = [row for row in rows if row["fault"] is None]
    faulted = [row for row in rows if row["fault"] is not None]
    assert (len(rows), len(faulted)) == (taken.rows, taken.faulted)
    assert sum(row["amount_fen"] for row in read) == taken.amount_fen
    assert all(len(row["raw_hash"]) == 64 for row in faulted)
    assert all(row["raw_hash"] is None for row in read)
    numbers = [row["line"] for row in rows]
    assert numbers == sorted(set(numbers))
    for row in read:
        assert row["kind"] in {"purchase", "refund", "reversal"}
        assert row["amount_fen"] >= 0
        assert all(
            row[name] is not None for name in TAP if name != "original_record_id"
        )


@pytest.mark.chaos
@pytest.mark.parametrize("maker", MAKERS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("poison", POISONS, ids=lambda one: one.__name__)
def test_poison_never_raises(tmp_path: Path, maker: Any, poison: Any) -> None:
    """Whatever is done to a file of any kind, its rows are read, faulted or refused."""
    for seed in range(SEEDS):
        chance = random.Random(f"{maker.__name__} {poison.__name__} {seed}")
        content = poison(maker(chance), chance)
        path, place = tmp_path / "cs-card_1", tmp_path / "place"
        path.write_bytes(content)
        taken = read_file(path, place, LIMITS)
        check(taken, place, content)
        assert path.read_bytes() == content
        assert {one.name for one in tmp_path.iterdir()} <= {"cs-card_1", "place"}


@pytest.mark.chaos
def test_a_poisoned_file_stops_no_other(tmp_path: Path) -> None:
    """Good files before and after poisoned ones are taken whole and stay as they were."""
    chance = random.Random("folder")
    good = csv_of(FULL, names=tuple(FULL))
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    brought: dict[str, bytes] = {}
    for at in range(1_000 if CHAOS else 60):
        content = (
            good if at % 3 == 0 else chance.choice(POISONS)(as_csv(chance), chance)
        )
        brought[f"{at:04d}_{'good' if at % 3 == 0 else 'poison'}"] = content
    for name, content in brought.items():
        (folder / name).write_bytes(content)
    for name, content in brought.items():
        taken = read_file(folder / name, out / name, LIMITS)
        check(taken, out / name, content)
        if name.endswith("good"):
            assert (taken.rows, taken.faulted, taken.refused) == (1, 0, None)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == brought


def test_a_bomb_is_refused_in_little_memory(tmp_path: Path) -> None:
    """A packed file that grows a thousandfold is refused without being held."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zero = b"0" * 2**20
    content = b"".join(packer.compress(zero) for _ in range(256)) + packer.flush()
    path = tmp_path / "cs-card_1"
    path.write_bytes(content)
    tracemalloc.start()
    taken = read_file(path, tmp_path / "place")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken.refused is FileCode.SIZE
    assert taken.message is not None
    assert taken.message.parameters["ratio"] == 200
    assert peak < 64 * 2**20


def test_a_line_of_any_length_is_one_faulty_row(tmp_path: Path) -> None:
    """A line far larger than a block is hashed, counted and not held."""
    row = csv_of(TAP).split(b"\n")[1]
    content = csv_of(TAP) + b"y" * 40_000_000 + b"\r\n" + row + b"\n"
    taken = take(tmp_path, content)
    assert (taken.refused, taken.rows, taken.faulted) == (None, 3, 1)
    rows = pq.read_table(tmp_path / "cs-card_1.csv.parquet").to_pylist()
    assert [(one["line"], one["fault"]) for one in rows] == [
        (2, None),
        (3, "long"),
        (4, None),
    ]
    assert rows[1]["raw_hash"] == sha256(b"y" * 40_000_000)


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537])
def test_the_longest_line_has_64_kibibytes(tmp_path: Path, length: int) -> None:
    """A line of 65,536 bytes is read, one more is too many."""
    row = csv_of(TAP).split(b"\n")[1]
    padded = row.replace(b"bus", b"b" * (length - len(row) + 3))
    taken = take(tmp_path, csv_of(TAP) + padded + b"\n" + row)
    assert (taken.rows, taken.faulted) == (3, 1 if length > 65_536 else 0)


@pytest.mark.chaos
def test_blocks_may_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """However a stream is cut into chunks, the lines and their numbers are the same."""
    monkeypatch.setattr(lines, "LINE_MAX", 20)
    for seed in range(SEEDS * 20):
        chance = random.Random(seed)
        content = bytes(
            chance.choices(b"ab\r\n", (8, 8, 1, 2), k=chance.randrange(200))
        )
        content += b"c" * chance.choice([0, 0, 19, 20, 21, 90]) + b"\nend"
        want = {
            at: line.removesuffix(b"\r")
            for at, line in enumerate(content.split(b"\n"), 1)
        }
        chunks, at = [], 0
        while at < len(content):
            size = chance.randrange(1, 60)
            chunks.append(content[at : at + size])
            at += size
        found: dict[int, bytes | str] = {}
        for piece in lines.blocks(chunks):
            if isinstance(piece, lines.LongLine):
                found[piece.line] = piece.digest
                continue
            for number, line in enumerate(piece.body.split(b"\n"), piece.line):
                if line.removesuffix(b"\r"):
                    found[number] = line.removesuffix(b"\r")
        for number, line in want.items():
            if line or number in found:
                assert found[number] in (line, sha256(line)), (seed, number)


@pytest.mark.parametrize("seed", range(40 if CHAOS else 4))
def test_rows_do_not_depend_on_their_order(tmp_path: Path, seed: int) -> None:
    """Shuffled lines give the same rows and the same faults, in CSV and JSON Lines."""
    chance = random.Random(seed)
    header, *body = as_csv(chance).split(b"\n#trailer")[0].split(b"\n")
    objects = as_jsonl(chance).split(b"\n")
    found: list[set[Any]] = []
    for _ in range(3):
        chance.shuffle(body)
        chance.shuffle(objects)
        rows: set[Any] = set()
        for content in (b"\n".join([header, *body]), b"\n".join(objects)):
            taken = take(tmp_path, content)
            if taken.refused is None:
                table = pq.read_table(tmp_path / "cs-card_1.csv.parquet")
                rows |= {
                    tuple(sorted((k, str(v)) for k, v in row.items() if k != "line"))
                    for row in table.to_pylist()
                }
        found.append(rows)
    assert found[0] == found[1] == found[2]


def test_the_same_row_in_every_format_is_the_same(tmp_path: Path) -> None:
    """One tap is one row, whichever format brings it."""
    contents = [
        csv_of(FULL, names=tuple(FULL)),
        csv_of(FULL, names=tuple(FULL)).decode().encode("gb18030"),
        jsonl_of(FULL),
        parquet_of([typed(FULL)]),
    ]
    found = []
    for content in contents:
        take(tmp_path, content)
        (row,) = pq.read_table(tmp_path / "cs-card_1.csv.parquet").to_pylist()
        found.append({name: row[name] for name in FULL})
    assert found == [typed(FULL)] * 4
