"""``hansa clearing verify`` on bundles that somebody altered, the house included."""

import json
import zipfile

import pytest

from conftest import Hansa
from hansa.clearing.formats.bundles import canonical, table_bytes, table_rows, unpack
from hansa.clearing.tests.forging import (
    Files,
    Forger,
    renamed,
    rows_of,
    said,
    the_row,
    with_rows,
)

pytestmark = pytest.mark.folders


def test_what_is_whole_is_equal(forger: Forger) -> None:
    """Also with refunds and a reversal, and when the house seals it again."""
    assert forger.verify(forger.place).difference is None
    assert forger.verify(forger.seal(forger.files)).difference is None
    rows = rows_of(forger.files)
    assert the_row(rows, "ZR2")["before_fen"] == "500"
    assert the_row(rows, "Z0002")["cancelled"] == "1"


def test_altered_rules_are_found(forger: Forger) -> None:
    """Every file of the rules stands in the statement with its hash."""
    files = forger.files
    named = json.loads(files["statement.json"])["files"]
    rules = {name for name in files if name.startswith("rules/")}
    assert rules
    assert named.keys() == files.keys() - {"statement.json", "proof.json"}
    for name in rules:
        made = forger.pack({**files, name: files[name] + b"# another word\n"})
        assert f"{name} is not the file that the statement names" in forger.told(made)


def test_a_file_that_the_statement_does_not_name(forger: Forger) -> None:
    """An extra file is named, whatever it is called."""
    files = forger.files
    for name in ("extra.csv", "rules/adjustments.csv", "read me.exe", "../rows.csv"):
        made = forger.pack({**files, name: b"a,b\r\n"})
        told = forger.told(made)
        assert f"“{name}” lies in the bundle" in told
    assert "�" in forger.told(forger.pack({**files, "a\x1b[2J.csv": b""}))


def test_a_file_that_is_named_and_missing(forger: Forger) -> None:
    """A file left out is named; so is one that the statement leaves out."""
    files = forger.files
    for name in ("rows.csv", "legs.csv", "exceptions.csv", "rules/transit.yaml"):
        left = {one: content for one, content in files.items() if one != name}
        assert f"“{name}” is not in the bundle" in forger.told(forger.pack(left))
        named = dict(json.loads(files["statement.json"])["files"])
        del named[name]
        told = forger.told(forger.seal(files, named))
        assert f"“{name}” lies in the bundle, and the statement does not name" in told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_occurs_twice(forger: Forger) -> None:
    """Two files under one name are none, whichever of them another program would show."""
    for name in ("rows.csv", "statement.json", "rules/transit.yaml"):
        made = forger.pack(forger.files)
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr(name, b"something else")
        assert f"“{name}” occurs twice" in forger.told(made)


def test_a_bundle_of_the_layout_before_is_not_equal(forger: Forger) -> None:
    """What it lacks is said; what it names is checked all the same."""
    files = forger.files
    named = {
        name: digest
        for name, digest in json.loads(files["statement.json"])["files"].items()
        if not name.startswith("rules/") and name != "manifest.json"
    }
    old = forger.seal(files, named, layout=1)
    assert "no hashes of the rules" in forger.told(old)
    altered = {**unpack(old), "exceptions.csv": b""}
    assert "exceptions.csv is not the file" in forger.told(forger.pack(altered))
    assert "layout" in forger.told(forger.seal(files, layout=5))


def test_a_bundle_of_layout_2_says_nothing_of_what_is_added(forger: Forger) -> None:
    """It is equal in all it states, and what nobody checked is not told."""
    verdict = forger.verify(forger.seal(forger.files, layout=2))
    assert (verdict.difference, verdict.added_fen) == (None, None)
    assert "Layout 2 of bundles: it holds no manifest" in said(verdict.lacks)
    whole = forger.verify(forger.place)
    assert whole.added_fen == whole.net_fen != 0


def test_one_tap_counts_once(forger: Forger) -> None:
    """The house itself cannot count a row six times, side by side or apart."""
    files, rows = forger.files, rows_of(forger.files)
    at = next(n for n, row in enumerate(rows) if row["record_id"] == "Z0003")
    beside = [*rows[: at + 1], *[rows[at]] * 5, *rows[at + 1 :]]
    told = forger.told(forger.seal(with_rows(files, beside)))
    assert f"Line {at + 3} of the rows, zhuzhou-card Z0003: it is counted once" in told
    apart = [*rows, rows[at]]
    told = forger.told(forger.seal(with_rows(files, apart)))
    assert f"Line {len(rows) + 2} of the rows, zhuzhou-card Z0003: it is out of" in told


def test_refunds_follow_each_other(forger: Forger) -> None:
    """A refund left out leaves a gap, one taken twice overlaps: both are named."""
    files, rows = forger.files, rows_of(forger.files)
    first = the_row(rows, "ZR1")
    astray = "zhuzhou-card {}: it does not follow on what was given back"
    gap = [row for row in rows if row is not first]
    told = forger.told(forger.seal(with_rows(files, gap)))
    assert astray.format("ZR2") in told
    twice = [*rows, renamed(first, "ZR9")]
    assert astray.format("ZR9") in forger.told(forger.seal(with_rows(files, twice)))


def test_what_is_cancelled_was_reversed(forger: Forger) -> None:
    """A purchase gives no legs only where the statement shows its reversal."""
    files, rows = forger.files, rows_of(forger.files)
    astray = "zhuzhou-card {}: it does not follow on what was given back"
    alone = [row for row in rows if row["record_id"] != "ZR3"]
    assert astray.format("Z0002") in forger.told(forger.seal(with_rows(files, alone)))
    freed = [
        {**row, "cancelled": "0"} if row["record_id"] == "Z0002" else row
        for row in rows
    ]
    assert astray.format("ZR3") in forger.told(forger.seal(with_rows(files, freed)))
    hidden = [
        {**row, "cancelled": "1"} if row["record_id"] == "Z0003" else row
        for row in rows
    ]
    assert astray.format("Z0003") in forger.told(forger.seal(with_rows(files, hidden)))


def test_what_the_house_states_is_added_up(forger: Forger) -> None:
    """A net position that is not the sum of the lines is named under any signature."""
    files = forger.files
    stated = files["statement.json"]
    assert b'"net_fen":' in stated
    wrong = stated.replace(b'"net_fen":', b'"net_fen":1')
    told = forger.told(forger.seal({**files, "statement.json": wrong}))
    assert "The net position is not the sum" in told


def with_conservation(files: Files, part: str, **changed: int) -> Files:
    """Let the statement count otherwise; everything else stays as it was."""
    statement = json.loads(files["statement.json"])
    line = statement["conservation"]
    place = line["counts"]["codes"] if part == "codes" else line[part]
    assert place.keys() >= changed.keys()
    place |= changed
    return {**files, "statement.json": canonical(statement)}


@pytest.mark.parametrize(
    ("part", "changed", "told"),
    [
        ("codes", {"ACCEPTED": 3}, "rows as “accepted”; its codes come to 3"),
        ("counts", {"rejected": 2}, "2 rows as “rejected”; its codes come to 1"),
        ("counts", {"received": 1}, "What was received is not what was accounted for"),
        ("codes", {"ACCEPTED": -1}, "What was received is not what was accounted for"),
        ("totals", {"net_sum_fen": 1}, "What was received is not what was accounted"),
        ("totals", {"gross_fen": 1}, "0.01 yuan as “gross_fen”; this bundle alone"),
        ("totals", {"moved_fen": 0}, "0.00 yuan as “moved_fen”; it is no less than"),
        ("totals", {"moved_fen": 10**9}, "yuan as “moved_fen”; it is no less than"),
        ("totals", {"purchases_fen": 2}, "0.02 yuan as “purchases_fen”; this bundle"),
        ("totals", {"given_back_fen": 3}, "0.03 yuan as “given_back_fen”; this bundle"),
    ],
)
def test_the_conservation_line_adds_up(
    part: str, changed: dict[str, int], told: str, forger: Forger
) -> None:
    """Its outcomes are the sums of its codes; no total is less than the bundle's own."""
    made = forger.seal(with_conservation(forger.files, part, **changed))
    assert told in forger.told(made)


def test_the_conservation_line_counts_what_lies_beside_it(forger: Forger) -> None:
    """Fewer rows than the bundle itself holds are named, of accepted ones and others."""
    files = forger.files
    rows = len(rows_of(files))
    stated = json.loads(files["statement.json"])["conservation"]["counts"]
    others = stated["suspended"] + stated["rejected"]
    counts = {"received": 3 + others, "accepted": 3}
    few = with_conservation(files, "codes", ACCEPTED=3)
    told = forger.told(forger.seal(with_conservation(few, "counts", **counts)))
    assert f"3 rows of the code ACCEPTED; this bundle alone holds {rows}" in told
    columns = ("acquirer", "record_id", "content_hash", "outcome", "code", "note")
    copy = ("zhuzhou-card", "Z0001", "0" * 64, "rejected", "DUP_EXACT", "")
    beside = {**files, "exceptions.csv": table_bytes(columns, [copy, copy])}
    told = forger.told(forger.seal(beside))
    assert "1 rows of the code DUP_EXACT; this bundle alone holds 2" in told
    wrong = ("zhuzhou-card", "Z0001", "0" * 64, "suspended", "DUP_EXACT", "")
    beside = {**files, "exceptions.csv": table_bytes(columns, [wrong])}
    told = forger.told(forger.seal(beside))
    assert "“suspended” by the code DUP_EXACT, which leads to another outcome" in told


def with_legs(files: Files, **changed: str) -> Files:
    """Let the first leg be written otherwise."""
    first, *others = table_rows(files["legs.csv"])
    assert all(first[name] != word for name, word in changed.items())
    cells = ([row[name] for name in first] for row in ({**first, **changed}, *others))
    return {**files, "legs.csv": table_bytes(tuple(first), cells)}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rows": "99"}, "99 rows are stated, the bundle holds"),
        ({"clause": "CLR-99"}, "CLR-99 is stated as the rule, the rows give transit,"),
        ({"scheme": "parking"}, ": parking, "),
        ({"rule_version": "example-7"}, ": transit, example-7, "),
    ],
)
def test_a_leg_says_of_how_many_rows_and_why(
    changed: dict[str, str], told: str, forger: Forger
) -> None:
    """Another count, scheme, version or clause is a difference, if the amount agrees."""
    made = forger.seal(with_legs(forger.files, **changed))
    found = forger.told(made)
    assert found.startswith("From ")
    assert told in found


def test_a_leg_is_stated_once(forger: Forger) -> None:
    """Two lines of one leg are a difference, if their sum agrees."""
    first, *others = table_rows(forger.files["legs.csv"])
    rest = {**first, "amount_fen": "1", "rows": "0"}
    less = {**first, "amount_fen": str(int(first["amount_fen"]) - 1)}
    cells = (list(one.values()) for one in (less, rest, *others))
    files = {**forger.files, "legs.csv": table_bytes(tuple(first), cells)}
    assert "it is stated twice" in forger.told(forger.seal(files))


def test_a_leg_of_nothing_is_none(forger: Forger) -> None:
    """A line that no row gives is a difference, though it adds no fen."""
    legs = table_rows(forger.files["legs.csv"])
    empty = {**legs[0], "class_id": "0" * 16, "amount_fen": "0", "rows": "0"}
    cells = ([row[name] for name in empty] for row in (*legs, empty))
    files = {**forger.files, "legs.csv": table_bytes(tuple(empty), cells)}
    assert "is stated as the rule, the rows give —" in forger.told(forger.seal(files))


@pytest.mark.parametrize(
    ("name", "word"), [("scheme", "parking"), ("clause", "CLR-99")]
)
def test_a_row_names_its_rule(name: str, word: str, forger: Forger) -> None:
    """Scheme and clause of a row are those of the version that prices it."""
    rows = [
        {**row, name: word} if row["record_id"] == "Z0003" else row
        for row in rows_of(forger.files)
    ]
    told = forger.told(forger.seal(with_rows(forger.files, rows)))
    assert "Z0003: its rule has another scheme, version or clause" in told


def marked(files: Files, record: str, **changed: str) -> Files:
    """Let a row be marked otherwise, with the hash of its content."""
    rows = [
        renamed(row, record, **changed) if row["record_id"] == record else row
        for row in rows_of(files)
    ]
    return with_rows(files, rows)


def test_marks_that_stand_against_a_row(forger: Forger) -> None:
    """A test never counts; a failed signature and a repeated counter only by a case."""
    files = forger.files
    told = forger.told(forger.seal(marked(files, "Z0003", test="1")))
    assert "Z0003: it is marked as a test, and counts all the same" in told
    told = forger.told(forger.seal(marked(files, "Z0003", test="true")))
    assert "cannot be read" in told
    told = forger.told(forger.seal(marked(files, "Z0003", tac_ok="0")))
    assert "Z0003: its signature failed, and no decision of a case" in told
    other = the_row(rows_of(files), "Z0004")
    same = {"card": other["card"], "counter": f"0{other['counter']}"}
    told = forger.told(forger.seal(marked(files, "Z0003", **same)))
    assert "Z0003: another row has its card and counter, and no decision" in told
    sound = forger.verify(forger.seal(marked(files, "Z0003", tac_ok="1", test="0")))
    assert (sound.difference, sound.doubted) == (None, ())


def test_a_bundle_of_layout_3_names_rows_in_doubt(forger: Forger, hansa: Hansa) -> None:
    """It holds no decisions, so that a mark is named and is no difference."""
    files = forger.files
    place = forger.seal(marked(files, "Z0003", tac_ok="0"), layout=3)
    ran = hansa("clearing", "verify", place, "--lang", "en")
    assert ran.code == 0
    assert "Layout 3 of bundles: it holds no manifest of its batch" in ran.err
    assert "1 rows have a failed signature or another's counter" in ran.err
    assert "zhuzhou-card/Z0003" in ran.err
    other = the_row(rows_of(files), "Z0004")
    same = {"card": other["card"], "counter": f"0{other['counter']}"}
    twice = forger.verify(forger.seal(marked(files, "Z0003", **same), layout=3))
    assert twice.difference is None
    assert twice.doubted == ("zhuzhou-card/Z0003", "zhuzhou-card/Z0004")


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
def test_rows_lie_in_the_window(forger: Forger, at_us: int, is_taken: bool) -> None:
    """Late days before the start are in, the end is not."""
    files, rows = forger.files, rows_of(forger.files)
    moved = [
        renamed(row, "Z0003", occurred_at=str(at_us))
        if row["record_id"] == "Z0003"
        else row
        for row in rows
    ]
    verdict = forger.verify(forger.seal(with_rows(files, moved)))
    told = said(verdict.difference)
    assert ("Z0003: it lies outside what the window takes" in told) != is_taken
    assert (told == "") == is_taken
