"""The bundle of a delta says what the delta alone adds, and anybody checks it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from conftest import Hansa
from hansa.clearing.formats.bundles import table_rows, unpack
from hansa.clearing.models import Batch
from hansa.clearing.reads.statements import bundle_of, get_statement
from hansa.clearing.services import sealing, signing
from hansa.clearing.services.chaining import verify_after
from hansa.clearing.services.verifying import verify
from hansa.clearing.terms.house import Cause
from hansa.clearing.tests.forging import Files, Forger
from hansa.clearing.tests.house.conftest import (
    CITIES,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    Bring,
    finished,
    open_window,
    published,
    tap,
)

Altered = Callable[[Files, dict[str, Any]], Files]


@pytest.fixture
def delta(house: None, bring: Bring) -> None:
    """Two taps of 2.00 yuan, of which a late file puts one in doubt and brings 5.00."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"), tap("A2"))
    published()
    bring(
        "changsha-card_2.csv",
        tap("A1", amount_fen=190),
        tap("A3", issuer="xiangtan-card", amount_fen=500),
    )
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    finished()


def bundle(party: str, number: int) -> Path:
    """The bundle of a party of a batch."""
    return bundle_of(OFFICE, LEAGUE, DAY, number, party)


def stated(files: Files) -> Any:
    return json.loads(files["statement.json"])


@pytest.mark.parametrize("party", [*CITIES, "centre"])
def test_a_delta_states_what_it_adds_and_the_whole(delta: None, party: str) -> None:
    """The same as its page; whole before and what is added come to the whole after."""
    first, second = (unpack(bundle(party, number)) for number in (0, 1))
    page = get_statement(OFFICE, LEAGUE, DAY, 1, party)
    adds = stated(second)["adds"]
    assert adds["net_fen"] == page.line.net_fen
    assert [
        (one["party"], one["receives_fen"], one["pays_fen"]) for one in adds["against"]
    ] == [(one.party, one.receives_fen, one.pays_fen) for one in page.against]
    assert stated(first)["net_fen"] + adds["net_fen"] == stated(second)["net_fen"]
    before = Batch.objects.get(number=0)
    assert adds["before"] == {"number": 0, "head_sha256": before.head_sha256}
    assert second["before.csv"] == first["legs.csv"]
    assert stated(first)["adds"]["before"] is None
    assert "before.csv" not in first
    verdict = verify(bundle(party, 1))
    assert (verdict.difference, verdict.added_fen) == (None, adds["net_fen"])


def test_the_manifest_names_cause_and_batch_before(delta: None, hansa: Hansa) -> None:
    """The cause of the delta, what it rests on, and the files of the city alone."""
    first, second = (unpack(bundle("changsha", number)) for number in (0, 1))
    then, now = (json.loads(one["manifest.json"])["batch"] for one in (first, second))
    assert (then["cause"], then["before"]) == (None, None)
    assert now["cause"] == "late-file"
    assert now["before"] == stated(second)["adds"]["before"]
    row = Batch.objects.get(number=1)
    assert now["sealed_sha256"] == row.manifest_sha256
    assert now["result_sha256"] == row.result_sha256
    own = json.loads(second["manifest.json"])["own"]["files"]
    assert [one["name"] for one in own] == [
        "changsha-card_1.csv",
        "changsha-card_2.csv",
    ]
    others = json.loads(unpack(bundle("zhuzhou", 1))["manifest.json"])
    assert (others["batch"], others["own"]["files"]) == (now, [])
    told = hansa("clearing", "verify", bundle("changsha", 1), "--lang", "en").out
    assert "changsha-card_2.csv is in the batch: 2 rows" in " ".join(told.split())


def _other_cause(files: Files, adds: dict[str, Any]) -> Files:
    manifest = json.loads(files["manifest.json"])
    manifest["batch"]["cause"] = "kindness"
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def test_the_check_says_both_amounts(delta: None, hansa: Hansa) -> None:
    """Changsha has 2.00 of Zhuzhou and 5.00 of Xiangtan; the delta took and gave."""
    told = hansa("clearing", "verify", bundle("changsha", 1), "--lang", "en").out
    assert "net 7.00 yuan" in told
    assert "Of it, this batch alone adds 3.00 yuan." in told
    first = hansa("clearing", "verify", bundle("changsha", 0), "--lang", "en").out
    assert "net 4.00 yuan" in first
    assert "alone adds" not in first


def _with_statement(files: Files, adds: dict[str, Any]) -> Files:
    statement = json.dumps({**stated(files), "adds": adds}, sort_keys=True)
    return {**files, "statement.json": statement.encode()}


def _other_net(files: Files, adds: dict[str, Any]) -> Files:
    return _with_statement(files, {**adds, "net_fen": adds["net_fen"] + 1})


def _other_line(files: Files, adds: dict[str, Any]) -> Files:
    against = [{**one, "pays_fen": one["pays_fen"] + 1} for one in adds["against"]]
    return _with_statement(files, {**adds, "against": against})


def _other_legs(files: Files, adds: dict[str, Any]) -> Files:
    assert table_rows(files["before.csv"])
    return {**files, "before.csv": files["before.csv"].replace(b",400,", b",401,")}


def _without_legs(files: Files, adds: dict[str, Any]) -> Files:
    return {name: part for name, part in files.items() if name != "before.csv"}


def _without_before(files: Files, adds: dict[str, Any]) -> Files:
    return _with_statement(files, {**adds, "before": None})


def _later_before(files: Files, adds: dict[str, Any]) -> Files:
    return _with_statement(files, {**adds, "before": {**adds["before"], "number": 1}})


def _legs_of_others(files: Files, adds: dict[str, Any]) -> Files:
    others = files["before.csv"].replace(b",changsha,", b",xiangtan,")
    return {**files, "before.csv": others}


def _without_adds(files: Files, adds: dict[str, Any]) -> Files:
    statement = {name: part for name, part in stated(files).items() if name != "adds"}
    return {**files, "statement.json": json.dumps(statement).encode()}


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        (_other_net, "is stated as 3.01; the legs less"),
        (_other_line, "What the batch alone adds is stated as 3.00"),
        (_other_legs, "those of the batch before give 2.99"),
        (_without_legs, "do not agree on whether there is a batch before"),
        (_without_before, "do not agree on whether there is a batch before"),
        (_later_before, "do not agree on whether there is a batch before"),
        (_legs_of_others, "The legs of the batch before are not this party's"),
        (_other_cause, "names “kindness”, which is no cause of a delta"),
        (_without_adds, "The bundle cannot be read; it was altered"),
    ],
)
def test_what_a_house_states_wrongly_is_found(
    delta: None, tmp_path: Path, altered: Altered, told: str
) -> None:
    """Under any signature, as what is added is computed and not believed."""
    signer = signing.new_key(tmp_path / "key.pem")
    forger = Forger(signer, bundle("changsha", 1), tmp_path)
    assert forger.verify(forger.seal(forger.files)).difference is None
    files = altered(forger.files, stated(forger.files)["adds"])
    assert files != forger.files
    assert told in forger.told(forger.seal(files))


def test_a_delta_is_checked_with_the_bundle_before_it(
    delta: None, hansa: Hansa, tmp_path: Path
) -> None:
    """Before and added come to now; the other way round, and with others, it differs."""
    old, new = bundle("changsha", 0), bundle("changsha", 1)
    told = hansa("clearing", "verify", new, "--before", old, "--lang", "en").out
    assert "4.00 yuan before, 3.00 added, 7.00 now" in told
    for place, before, said in (
        (old, new, "The bundle is of no delta"),
        (new, new, "rests on batch 0 of its window"),
        (new, bundle("zhuzhou", 0), "is of another party or window"),
    ):
        words = ("clearing", "verify", place, "--before", before)
        found = hansa(*words, "--lang", "en")
        assert found.code == 1
        assert said in " ".join(found.err.split())
    broken = tmp_path / "broken.zip"
    broken.write_bytes(old.read_bytes()[:-9])
    assert hansa("clearing", "verify", new, "--before", broken).code == 1


@pytest.mark.parametrize("is_known", [True, False])
def test_a_signed_delta_after_an_unsigned_batch(
    house: None,
    bring: Bring,
    hansa: Hansa,
    settings: Settings,
    tmp_path: Path,
    *,
    is_known: bool,
) -> None:
    """The signed one proves the unsigned one by its hash, and the check says so."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    published()
    place = tmp_path / "key.pem"
    key = signing.new_key(place).public_key
    settings.HANSA_CLEARING_KEY = place
    bring("changsha-card_2.csv", tap("A2"))
    sealing.make_delta(OPERATOR, LEAGUE, DAY, Cause.LATE_FILE)
    finished()
    old, new = bundle("changsha", 0), bundle("changsha", 1)
    words = ("--key", key) if is_known else ()
    ask = ("clearing", "verify", new, "--lang", "en", *words, "--before")
    ran = hansa(*ask, old)
    assert ran.code == 0, ran.err
    assert "2.00 yuan before, 2.00 added, 4.00 now" in ran.out
    told = "The head of the earlier bundle is not signed; the signed bundle names it"
    assert told in " ".join(ran.err.split())
    assert hansa("clearing", "verify", old, *words).code == (1 if is_known else 0)
    forged = Forger(signing.new_key(tmp_path / "other.pem"), old, tmp_path)
    stripped = json.loads(unpack(forged.seal(forged.files))["proof.json"])
    del stripped["signature"]
    place = forged.pack({**forged.files, "proof.json": json.dumps(stripped).encode()})
    assert hansa(*ask, place).code == 1
    after = hansa("clearing", "verify", old, "--lang", "en", "--before", new)
    assert "is of no delta" in " ".join(after.err.split())


def test_a_house_that_states_another_batch_before_is_found(
    delta: None, tmp_path: Path
) -> None:
    """Alone its bundle agrees with itself; beside the one published before it does not."""
    forger = Forger(
        signing.new_key(tmp_path / "key.pem"), bundle("changsha", 1), tmp_path
    )
    files = _other_legs(forger.files, {})
    adds = stated(files)["adds"]
    against = [
        {**one, "pays_fen": one["pays_fen"] + (one["party"] == "zhuzhou")}
        for one in adds["against"]
    ]
    changed = {**adds, "net_fen": adds["net_fen"] - 1, "against": against}
    forged = forger.seal(_with_statement(files, changed))
    assert verify(forged).difference is None
    found = verify_after(forged, bundle("changsha", 0)).difference
    assert found is not None
    assert (
        found.msgid == "What was published before is not what the bundle states of it."
    )
