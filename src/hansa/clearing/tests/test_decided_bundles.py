"""What cases decided on rows, as a bundle shows it, and what a house leaves out of it."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Hansa
from hansa.clearing.formats.bundles import canonical, table_bytes, table_rows, unpack
from hansa.clearing.formats.decided import ROW_COLUMNS
from hansa.clearing.services import signing
from hansa.clearing.services.bundling import bundle_folder
from hansa.clearing.tests.conftest import EXAMPLE
from hansa.clearing.tests.forging import (
    Files,
    Forger,
    renamed,
    rows_of,
    the_row,
    with_rows,
)

pytestmark = pytest.mark.folders

HEADER = (
    "record_id,acquirer,issuer,card,counter,service,kind,original_record_id,amount_fen,"
    "occurred_at,tac_ok\n"
)
ROWS = """\
ZT1,zhuzhou-card,changsha-card,cs-901,1,bus,purchase,,900,2026-11-23T12:01:00+08:00,0
ZT2,zhuzhou-card,changsha-card,cs-902,1,bus,purchase,,900,2026-11-23T12:02:00+08:00,0
ZC1,zhuzhou-card,changsha-card,cs-910,7,bus,purchase,,800,2026-11-23T13:01:00+08:00,1
ZC2,zhuzhou-card,changsha-card,cs-910,7,bus,purchase,,800,2026-11-23T13:02:00+08:00,1
"""
DECIDED = {
    "ZT1": ("released", "2026-1"),
    "ZT2": ("refused", "2026-2"),
    "ZC1": ("released", "2026-3"),
    "ZC2": ("released", "2026-3"),
}


@pytest.fixture(scope="module")
def decided(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[signing.Signer, Path]:
    """Four rows in doubt: cases released three and refused one."""
    folder = tmp_path_factory.mktemp("decided")
    window = folder / "window"
    shutil.copytree(EXAMPLE, window)
    (window / "in" / "zhuzhou-card_2.csv").write_text(HEADER + ROWS, encoding="utf-8")
    bundle_folder(window, folder / "before", None)
    doubted = table_rows(unpack(folder / "before" / "zhuzhou.zip")["exceptions.csv"])
    hashes = {row["record_id"]: row["content_hash"] for row in doubted}
    cells = [
        ("zhuzhou-card", record, hashes[record], *said)
        for record, said in DECIDED.items()
    ]
    decisions = window / "rules" / "decisions.csv"
    decisions.write_bytes(table_bytes(ROW_COLUMNS, cells))
    signer = signing.new_key(folder / "key.pem")
    bundle_folder(window, folder / "out", folder / "key.pem")
    return signer, folder / "out"


@pytest.fixture
def zhuzhou(decided: tuple[signing.Signer, Path], tmp_path: Path) -> Forger:
    signer, folder = decided
    return Forger(signer, folder / "zhuzhou.zip", tmp_path)


def without(files: Files, *records: str) -> Files:
    """Leave decisions on some rows out of the list."""
    rows = [
        row
        for row in table_rows(files["decisions.csv"])
        if row["record_id"] not in records
    ]
    return with_decisions(files, rows)


def with_decisions(files: Files, rows: list[dict[str, str]]) -> Files:
    cells = ([row[name] for name in ROW_COLUMNS] for row in rows)
    return {**files, "decisions.csv": table_bytes(ROW_COLUMNS, cells)}


def test_the_decisions_on_its_rows_lie_in_a_bundle(
    decided: tuple[signing.Signer, Path], zhuzhou: Forger, hansa: Hansa
) -> None:
    """The card's city is shown who let a row in; a third city is shown nothing."""
    files = zhuzhou.files
    listed = table_rows(files["decisions.csv"])
    assert {row["record_id"] for row in listed} == set(DECIDED)
    changsha = Forger(zhuzhou.signer, decided[1] / "changsha.zip", zhuzhou.folder)
    listed = table_rows(changsha.files["decisions.csv"])
    assert {row["record_id"] for row in listed} == {"ZT1", "ZC1", "ZC2"}
    xiangtan = Forger(zhuzhou.signer, decided[1] / "xiangtan.zip", zhuzhou.folder)
    assert "decisions.csv" not in xiangtan.files
    for one in (zhuzhou, changsha, xiangtan):
        verdict = one.verify(one.place)
        assert (verdict.difference, verdict.doubted) == (None, ())
    ran = hansa("clearing", "verify", zhuzhou.place, "--lang", "en")
    assert ran.code == 0
    assert "3 rows count by a decision of a case" in " ".join(ran.err.split())
    assert "zhuzhou-card/ZT1 (2026-1)" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (("ZT1",), "ZT1: its signature failed, and no decision of a case"),
        (("ZC1", "ZC2"), "ZC1: another row has its card and counter, and no"),
        (("ZT2",), "ZT2 is refused, and no decision of that case is in the bundle"),
        (tuple(DECIDED), "ZC1: another row has its card and counter, and no"),
    ],
)
def test_a_row_that_no_decision_let_in_is_a_difference(
    zhuzhou: Forger, records: tuple[str, ...], told: str
) -> None:
    """Whatever the house signs: the list is held against each row's own marks."""
    assert told in zhuzhou.told(zhuzhou.seal(without(zhuzhou.files, *records)))


def test_one_of_two_with_a_counter_is_named_in_doubt(zhuzhou: Forger) -> None:
    """The last one may have been left alone when other doubts took the others."""
    verdict = zhuzhou.verify(zhuzhou.seal(without(zhuzhou.files, "ZC2")))
    assert (verdict.difference, verdict.doubted) == (None, ("zhuzhou-card/ZC2",))
    rows = rows_of(zhuzhou.files)
    failed = the_row(rows, "ZT1")
    beside = renamed(
        the_row(rows, "ZC2"), "ZC2", card=failed["card"], counter=failed["counter"]
    )
    rows = [beside if row["record_id"] == "ZC2" else row for row in rows]
    files = without(with_rows(zhuzhou.files, rows), "ZC2")
    verdict = zhuzhou.verify(zhuzhou.seal(files))
    assert (verdict.difference, verdict.doubted) == (None, ())


def test_the_whole_list_left_out(zhuzhou: Forger) -> None:
    """A bundle without the file is one without decisions."""
    files = {
        name: zhuzhou.files[name] for name in zhuzhou.files if name != "decisions.csv"
    }
    assert "and no decision of a case in the bundle" in zhuzhou.told(
        zhuzhou.seal(files)
    )


def with_counted(files: Files) -> Files:
    """Count one row more as of a failed signature, and one less as refused."""
    made = dict(files)
    for name in ("statement.json", "manifest.json"):
        line = json.loads(made[name])
        counts = line["batch" if name == "manifest.json" else "conservation"]["counts"]
        counts["codes"]["TAC_FAIL"] = counts["codes"].get("TAC_FAIL", 0) + 1
        counts["codes"]["REFUSED"] -= 1
        counts["suspended"] += 1
        counts["rejected"] -= 1
        made[name] = canonical(line)
    return made


def test_decisions_that_fit_no_row(zhuzhou: Forger) -> None:
    """On another content, on no row, twice, or against a row that counts."""
    files = zhuzhou.files
    listed = table_rows(files["decisions.csv"])
    first = next(row for row in listed if row["record_id"] == "ZT1")
    other = {**first, "content_hash": "0" * 64}
    told = zhuzhou.told(zhuzhou.seal(with_decisions(files, [*listed, other])))
    assert "A case decided on zhuzhou-card ZT1, which is no row of the bundle" in told
    told = zhuzhou.told(zhuzhou.seal(with_decisions(files, [*listed, first])))
    assert "zhuzhou-card ZT1 is decided on twice" in told
    sound = the_row(rows_of(files), "Z0003")
    refused = {
        **{name: sound[name] for name in ROW_COLUMNS[:3]},
        "decision": "refused",
        "case": "2026-9",
    }
    told = zhuzhou.told(zhuzhou.seal(with_decisions(files, [*listed, refused])))
    assert "zhuzhou-card Z0003 counts, and a case refused it" in told
    caseless = [{**one, "case": " "} if one is first else one for one in listed]
    told = zhuzhou.told(zhuzhou.seal(with_decisions(files, caseless)))
    assert "zhuzhou-card ZT1 is decided on in no case" in told
    doubted = table_rows(files["exceptions.csv"])
    other = next(one for one in doubted if one["code"] == "REFUSED")
    again = {**other, "code": "TAC_FAIL", "outcome": "suspended", "note": ""}
    cells = (list((again if one is other else one).values()) for one in doubted)
    kept = {**files, "exceptions.csv": table_bytes(tuple(other), cells)}
    told = zhuzhou.told(zhuzhou.seal(with_counted(kept)))
    assert "ZT2 is still in doubt, and a case decided on it" in told
    unread = [{**first, "decision": "kept"}]
    told = zhuzhou.told(zhuzhou.seal(with_decisions(files, unread)))
    assert "The bundle cannot be read; it was altered" in told
