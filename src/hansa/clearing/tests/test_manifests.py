"""The manifest of a batch in a bundle: what it names, what it hides, and forged ones."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Hansa
from hansa.clearing.formats.bundles import canonical, table_bytes, table_rows, unpack
from hansa.clearing.services.batch_manifest import hash_of, leaf_of
from hansa.clearing.services.bundling import bundle_folder
from hansa.clearing.services.verifying import verify
from hansa.clearing.tests.conftest import EXAMPLE, WindowCopy
from hansa.clearing.tests.forging import Files, Forger, said

pytestmark = pytest.mark.folders

KEY = ("acquirer", "record_id", "content_hash")
Manifest = dict[str, Any]
Altered = Callable[[Manifest], None]


def manifest_of(files: Files) -> Manifest:
    found: Manifest = json.loads(files["manifest.json"])
    return found


def test_every_city_is_given_the_same_manifest_and_its_own_files(
    window_copy: WindowCopy, tmp_path: Path
) -> None:
    """Nothing of the files of others is in it, and its hash stands in every head."""
    expected = ("  xiangtan-card: 1", "  xiangtan-card: 2")
    window = window_copy({"rules/window.yaml": [expected]})
    head = bundle_folder(window, tmp_path / "out", None)["head"]
    parties = ("changsha", "zhuzhou", "xiangtan", "centre")
    bundles = {one: unpack(tmp_path / "out" / f"{one}.zip") for one in parties}
    shared = [manifest_of(files)["batch"] for files in bundles.values()]
    assert all(one == shared[0] for one in shared)
    assert head["manifest_sha256"] == hash_of(shared[0])
    assert shared[0]["result_sha256"] == head["result_sha256"]
    assert len(shared[0]["files"]) == len(list((window / "in").iterdir()))
    for party in ("changsha", "zhuzhou", "xiangtan"):
        own = manifest_of(bundles[party])["own"]
        assert [one["sender"] for one in own["files"]] == [f"{party}-card"]
        assert leaf_of(own["files"][0]) in shared[0]["files"]
        words = bundles[party]["manifest.json"]
        others = {"changsha", "zhuzhou", "xiangtan"} - {party}
        assert not any(f"{other}-card_".encode() in words for other in others)
    missing = {"sender": "xiangtan-card", "expected": 2, "received": 1}
    assert manifest_of(bundles["xiangtan"])["own"]["missing"] == [missing]
    assert manifest_of(bundles["zhuzhou"])["own"]["missing"] == []
    assert manifest_of(bundles["centre"])["own"] == {"files": [], "missing": []}
    places = [tmp_path / "out" / f"{one}.zip" for one in parties]
    assert [said(verify(place).difference) for place in places] == [""] * len(parties)


def test_a_city_finds_its_own_files(
    forger: Forger, hansa: Hansa, tmp_path: Path
) -> None:
    """Their names are told, and a file that it brought is looked for byte by byte."""
    (own,) = manifest_of(forger.files)["own"]["files"]
    told = hansa("clearing", "verify", forger.place, "--lang", "en")
    assert f"{own['name']} is in the batch: {own['rows']} rows; {own['sha256']}" in (
        " ".join(told.out.split())
    )
    window = forger.place.parents[1] / "window"
    brought = window / "in" / own["name"]
    check = ("clearing", "verify", forger.place, "--lang", "en", "--file")
    assert hansa(*check, brought).code == 0
    other = tmp_path / own["name"]
    shutil.copyfile(EXAMPLE / "in" / own["name"], other)
    found = hansa(*check, other)
    assert found.code == 1
    assert "is not among the files of the batch" in " ".join(found.err.split())
    of_another = window / "in" / "changsha-card_20261123.csv"
    assert hansa(*check, of_another).code == 1
    assert hansa(*check, tmp_path / "none.csv").code == 1
    old = forger.seal(forger.files, layout=3)
    refused = hansa("clearing", "verify", old, "--lang", "en", "--file", brought)
    assert refused.code == 1
    assert "it holds no manifest of its batch" in " ".join(refused.err.split())


def _number(manifest: Manifest) -> None:
    manifest["batch"]["number"] = 1


def _window(manifest: Manifest) -> None:
    manifest["batch"]["window"] = "another"


def _result(manifest: Manifest) -> None:
    manifest["batch"]["result_sha256"] = "0" * 64


def _cause(manifest: Manifest) -> None:
    manifest["batch"]["cause"] = "late-file"


def _before(manifest: Manifest) -> None:
    manifest["batch"]["before"] = {"number": 0, "head_sha256": "0" * 64}


def _period(manifest: Manifest) -> None:
    manifest["batch"]["period"]["late_days"] += 1


def _rules(manifest: Manifest) -> None:
    manifest["batch"]["rules"]["rules/transit.yaml"] = "0" * 64


def _fewer_rules(manifest: Manifest) -> None:
    del manifest["batch"]["rules"]["rules/transit.yaml"]


def _version(manifest: Manifest) -> None:
    manifest["batch"]["versions"]["transit"][0]["clause"] = "CLR-99"


def _counts(manifest: Manifest) -> None:
    manifest["batch"]["counts"]["received"] += 1


def _totals(manifest: Manifest) -> None:
    manifest["batch"]["totals"]["gross_fen"] += 1


def _own_rows(manifest: Manifest) -> None:
    manifest["own"]["files"][0]["rows"] += 1


def _own_hash(manifest: Manifest) -> None:
    manifest["own"]["files"][0]["sha256"] = "0" * 64


def _own_twice(manifest: Manifest) -> None:
    manifest["own"]["files"] *= 2


def _own_left_out_of_all(manifest: Manifest) -> None:
    leaf = leaf_of(manifest["own"]["files"][0])
    manifest["batch"]["files"].remove(leaf)


def _resealed(manifest: Manifest, **changed: object) -> None:
    """Alter a file of the party, and its hash among those of the batch with it."""
    file = manifest["own"]["files"][0]
    at = manifest["batch"]["files"].index(leaf_of(file))
    file.update(changed)
    manifest["batch"]["files"][at] = leaf_of(file)


def _sent_by_another(manifest: Manifest) -> None:
    _resealed(manifest, sender="changsha-card")


def _more_rows_than_received(manifest: Manifest) -> None:
    _resealed(manifest, rows=10**6)


def _missing_of_nobody(manifest: Manifest) -> None:
    line = {"sender": "zhuzhou-card", "expected": 2, "received": 1}
    manifest["own"]["missing"] = [line]


def _without_files(manifest: Manifest) -> None:
    del manifest["own"]["files"]


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        (_number, "The manifest and the head do not agree on the number"),
        (_window, "The manifest and the head do not agree on the window"),
        (_result, "The manifest and the head do not agree on the hash of the result"),
        (_cause, "names a cause without a batch before"),
        (_before, "The manifest and the statement do not agree on the batch before"),
        (_period, "another period than its window.yaml"),
        (_rules, "rules/transit.yaml is not the file that the manifest names"),
        (_fewer_rules, "rules/transit.yaml is not the file that the manifest names"),
        (_version, "other versions of “transit” than the rules"),
        (_counts, "do not agree on what was received and what it came to"),
        (_totals, "do not agree on what was received and what it came to"),
        (_own_rows, "is none of the files of the batch"),
        (_own_hash, "is none of the files of the batch"),
        (_own_twice, "is none of the files of the batch"),
        (_own_left_out_of_all, "is none of the files of the batch"),
        (_sent_by_another, "was sent by no institution of this party"),
        (_more_rows_than_received, "the files of this party alone hold 1000000"),
        (_missing_of_nobody, "other missing files of zhuzhou-card"),
        (_without_files, "The bundle cannot be read; it was altered"),
    ],
)
def test_a_forged_manifest_is_found(
    forger: Forger, altered: Altered, told: str
) -> None:
    """Under any signature: each part is compared with what else says it."""
    files = forger.files
    manifest = manifest_of(files)
    altered(manifest)
    assert manifest != manifest_of(files)
    forged = {**files, "manifest.json": canonical(manifest)}
    assert told in forger.told(forger.seal(forged))


def test_a_head_that_names_other_parties(forger: Forger) -> None:
    """All parties of participants.yaml stand in it, whoever else is given nothing."""
    files = forger.files
    parties = json.loads(files["proof.json"])["head"]["parties"]
    others = [one if one == "zhuzhou" else f"{one}-2" for one in parties]
    assert others != parties
    told = forger.told(forger.seal(files, head={"parties": others}))
    assert "The head names other parties than participants.yaml" in told


def test_the_rows_of_own_files_are_counted(forger: Forger) -> None:
    """In a sealed batch other counts are a difference; in a folder they are told."""
    files = forger.files
    for altered in (_fewer_own_rows, _own_refused):
        manifest = manifest_of(files)
        altered(manifest)
        folder = forger.verify(
            forger.seal({**files, "manifest.json": canonical(manifest)})
        )
        assert said(folder.difference) == ""
        assert "The files of zhuzhou-card in the batch hold" in said(folder.uncounted)
        manifest["batch"]["sealed_sha256"] = "0" * 64
        forged = {**files, "manifest.json": canonical(manifest)}
        assert "The files of zhuzhou-card in" in forger.told(forger.seal(forged))


def _fewer_own_rows(manifest: Manifest) -> None:
    _resealed(manifest, rows=1)


def _own_refused(manifest: Manifest) -> None:
    _resealed(manifest, refused="FILE_BROKEN")
    manifest["own"]["missing"] = [
        {"sender": "zhuzhou-card", "expected": 1, "received": 0}
    ]


def test_exceptions_are_of_own_rows_that_do_not_count(forger: Forger) -> None:
    """Neither another city's row, nor one that counts as well."""
    files = forger.files
    first, *others = table_rows(files["exceptions.csv"])
    counted = next(
        one
        for one in table_rows(files["rows.csv"])
        if one["acquirer"] == "zhuzhou-card"
    )
    foreign = {**first, "acquirer": "xiangtan-card"}
    twice = {**first, **{name: counted[name] for name in KEY}}
    twice |= {"code": "RULE_NONE", "outcome": "suspended"}
    told = "which no institution of this party brought"
    assert told in forger.told(forger.seal(with_exceptions(files, foreign, *others)))
    (ruled,) = [one for one in (first, *others) if one["code"] == "RULE_NONE"]
    left = [one for one in (first, *others) if one is not ruled]
    told = forger.told(forger.seal(with_exceptions(files, *left, twice)))
    assert "counts, and stands among the exceptions as well" in told


def with_exceptions(files: Files, *rows: dict[str, str]) -> Files:
    cells = (list(row.values()) for row in rows)
    return {**files, "exceptions.csv": table_bytes(tuple(rows[0]), cells)}


def test_a_head_that_names_another_manifest_or_result(forger: Forger) -> None:
    """The house itself cannot sign a head over what the bundle does not hold."""
    zeros = {"result_sha256": "0" * 64}
    assert "do not agree on the hash of the result" in forger.told(
        forger.seal(forger.files, head=zeros)
    )
    other = {"manifest_sha256": "0" * 64}
    assert "The head names another manifest" in forger.told(
        forger.seal(forger.files, head=other)
    )
    left = {
        name: forger.files[name] for name in forger.files if name != "manifest.json"
    }
    assert "The bundle cannot be read" in forger.told(forger.seal(left, head=other))
