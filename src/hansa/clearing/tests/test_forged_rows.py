"""A house that prices rows by what they do not say, consistently, under its own key."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import Hansa
from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.rules.classes import class_id_of
from hansa.clearing.services import signing
from hansa.clearing.services.bundling import bundle_folder
from hansa.clearing.terms.rulebook import Rulebook
from hansa.clearing.terms.schemes import Column, Fact
from hansa.clearing.tests.conftest import EXAMPLE
from hansa.clearing.tests.forging import Forger, Row, renamed, rows_of, said, with_rows

pytestmark = pytest.mark.folders

PARAMETERS = """\
    parameters:
      transfer:
        discount_fen: 100
        bearers: [{party: zhuzhou, weight: 1}]
"""
TRANSFER = f"""\
{PARAMETERS}\
  - id: example-2
    effective_from: 2026-12-01
    clause: CLR-01
    example: true
    services: [bus, metro]
    amount_max_fen: 2000
{PARAMETERS}"""
HEADER = (
    "record_id,acquirer,issuer,card,counter,service,kind,original_record_id,amount_fen,"
    "occurred_at,list_fen,journey_id,entered_at,exited_at\n"
)
OF_CHANGSHA, DAY = "zhuzhou-card,changsha-card", "2026-11-23T"
ROWS = f"""\
J1,{OF_CHANGSHA},cs-801,1,bus,purchase,,800,{DAY}08:00:00+08:00,1000,trip,,
J2,{OF_CHANGSHA},cs-801,2,bus,purchase,,600,{DAY}08:20:00+08:00,1000,trip,,
P1,{OF_CHANGSHA},cs-802,1,parking,purchase,,800,{DAY}10:00:00+08:00,,,{DAY}08:00:00+08:00,{DAY}10:00:00+08:00
RE,{OF_CHANGSHA},cs-800,2,bus,refund,O1,100,{DAY}09:00:00+08:00,,,,
RJ,{OF_CHANGSHA},cs-801,3,bus,refund,J2,200,{DAY}09:00:00+08:00,,,,
RU,{OF_CHANGSHA},cs-999,1,parking,refund,P1,100,{DAY}09:00:00+08:00,,,,
"""
EARLIER = f"O1,{OF_CHANGSHA},cs-800,1,bus,purchase,,500,2026-11-20T08:00:00+08:00,,,,\n"


@dataclass(frozen=True)
class Priced:
    """Sealed bundles of a window with a journey, a stay, and three refunds."""

    signer: signing.Signer
    folder: Path
    rulebook: Rulebook

    def forger(self, party: str, made: Path) -> Forger:
        return Forger(self.signer, self.folder / f"{party}.zip", made)

    def reclassed(self, row: Row) -> Row:
        """Name the class of a row as if its facts were true."""
        (version,) = [
            one
            for one in self.rulebook.versions
            if (one.scheme, one.id) == (row["scheme"], row["rule_version"])
        ]
        by_city = Column.ACQUIRER_PARTY in version.parameters.reads()
        numbers = {
            name: int(row[f"purchase_{column}"]) if row[f"purchase_{column}"] else None
            for name, column in (
                ("list_fen", "list_fen"), ("minutes", "minutes"), ("journey_leg", "leg"),
            )
        }  # fmt: skip
        fact = Fact(
            amount_fen=int(row["purchase_fen"]),
            acquirer_party=row["acquirer_party"] if by_city else None,
            **numbers,
        )
        part = None
        if row["kind"] != "purchase":
            part = (int(row["before_fen"]), int(row["after_fen"]), row["voids"] == "1")
        return {**row, "class_id": class_id_of(version, fact, part)}


@pytest.fixture(scope="module")
def priced(tmp_path_factory: pytest.TempPathFactory) -> Priced:
    folder = tmp_path_factory.mktemp("priced")
    window = folder / "window"
    shutil.copytree(EXAMPLE, window)
    rules = window / "rules" / "transit.yaml"
    written = rules.read_text(encoding="utf-8")
    assert "    parameters: {}\n" in written
    rules.write_text(written.replace("    parameters: {}\n", TRANSFER), "utf-8")
    (window / "in" / "zhuzhou-card_2.csv").write_text(HEADER + ROWS, "utf-8")
    (window / "in" / "earlier").mkdir()
    earlier = window / "in" / "earlier" / "zhuzhou-card_0.csv"
    earlier.write_text(HEADER + EARLIER, "utf-8")
    signer = signing.new_key(folder / "key.pem")
    bundle_folder(window, folder / "out", folder / "key.pem")
    rulebook = read_rules(window / "rules").rulebook
    assert rulebook is not None
    return Priced(signer, folder / "out", rulebook)


@pytest.mark.parametrize("party", ["changsha", "zhuzhou", "xiangtan", "centre"])
def test_an_honest_house_is_equal(party: str, priced: Priced, tmp_path: Path) -> None:
    """What a bundle cannot show of its refunds is named, and is no difference."""
    forger = priced.forger(party, tmp_path)
    for place in (forger.place, forger.seal(forger.files)):
        verdict = forger.verify(place)
        assert said(verdict.difference) == ""
        assert verdict.uncounted is None
        sees = party in ("changsha", "zhuzhou")
        assert verdict.elsewhere == (("zhuzhou-card/RE",) if sees else ())
        assert verdict.unlike == (("zhuzhou-card/RU",) if sees else ())
        assert verdict.doubted == (*verdict.elsewhere, *verdict.unlike)


def test_doubts_are_told_with_their_reason(priced: Priced, hansa: Hansa) -> None:
    """Each sentence says what to do about it."""
    ran = hansa("clearing", "verify", priced.folder / "zhuzhou.zip", "--lang", "en")
    told = " ".join(ran.err.split())
    assert ran.code == 0
    assert "1 refunds and reversals give back purchases that are not in" in told
    assert "1 refunds and reversals are earlier than their purchase" in told


PLACE = "in its journey is stated, and the rows of the journey do not give that"


@pytest.mark.parametrize(
    ("record", "changed", "told"),
    [
        ("P1", {"purchase_minutes": "600"}, "P1: its started minutes does not follow"),
        ("J1", {"purchase_list_fen": ""}, "J1: its list price does not follow"),
        ("J2", {"purchase_leg": "1"}, f"J2: place 1 {PLACE}"),
        ("J1", {"purchase_leg": "2"}, f"J1: place 2 {PLACE}"),
        ("J2", {"purchase_leg": ""}, "J2: its place in the journey does not follow"),
        ("Z0003", {"purchase_leg": "7"}, "Z0003: its place in the journey does not"),
        ("Z0003", {"purchase_minutes": "7"}, "Z0003: its started minutes does not"),
        ("RJ", {"purchase_list_fen": "1600"}, "RJ: its purchase in line"),
        ("RJ", {"purchase_leg": "1"}, "has another place in the journey"),
        ("RJ", {"rule_version": "example-2"}, "has another rule version"),
        ("RJ", {"issuer_party": "xiangtan"}, "has another party of the card"),
        ("RJ", {"acquirer_party": "xiangtan"}, "RJ: its parties are not those of"),
        ("RE", {"acquirer_party": "xiangtan"}, "RE: its parties are not those of"),
        ("RE", {"issuer_party": "nowhere"}, "RE: its parties are not those of"),
        ("RE", {"purchase_fen": "2500"}, "RE: its amount or full price is more than"),
    ],
)
@pytest.mark.parametrize("party", ["changsha", "zhuzhou"])
def test_what_a_row_is_priced_by_follows_from_it(
    party: str,
    record: str,
    changed: dict[str, str],
    told: str,
    priced: Priced,
    tmp_path: Path,
) -> None:
    """The class agrees with the forged fact, and the fact with nothing."""
    if (party, record) == ("zhuzhou", "J1") and PLACE in told:
        told = (
            PLACE  # Whoever is shown parts of a journey sees that places do not rise.
        )
    if (party, record, *changed) == ("changsha", "RJ", "issuer_party"):
        told = "RJ: this party has no part in it"
    forger = priced.forger(party, tmp_path)
    assert told in forger.told(_forged(forger, record, priced.reclassed, **changed))


def _forged(
    forger: Forger, record: str, reclassed: Callable[[Row], Row], **changed: str
) -> Path:
    rows = [
        reclassed(renamed(row, record, **changed))
        if row["record_id"] == record
        else row
        for row in rows_of(forger.files)
    ]
    assert rows != rows_of(forger.files)
    return forger.seal(with_rows(forger.files, rows))


@pytest.mark.parametrize(
    ("record", "changed"),
    [
        ("Z0003", {"amount_fen": "2500", "purchase_fen": "2500"}),
        ("J1", {"list_fen": "2500", "purchase_list_fen": "2500"}),
    ],
)
def test_no_tap_is_above_its_rule(
    record: str, changed: dict[str, str], priced: Priced, tmp_path: Path
) -> None:
    """Neither what was charged nor the list price."""
    forger = priced.forger("zhuzhou", tmp_path)
    told = forger.told(_forged(forger, record, priced.reclassed, **changed))
    assert f"{record}: its amount or full price is more than" in told


def test_rows_of_others_are_none_of_a_party(priced: Priced, tmp_path: Path) -> None:
    """A row in which the city has no part is named."""
    forger = priced.forger("xiangtan", tmp_path)
    foreign = rows_of(priced.forger("zhuzhou", tmp_path).files)
    own = {row["content_hash"] for row in rows_of(forger.files)}
    (row,) = [one for one in foreign if one["record_id"] == "P1"]
    assert row["content_hash"] not in own
    rows = sorted(
        [*rows_of(forger.files), row],
        key=lambda one: (one["acquirer"], one["record_id"]),
    )
    told = forger.told(forger.seal(with_rows(forger.files, rows)))
    assert "P1: this party has no part in it" in told


def test_a_refund_of_a_purchase_elsewhere_is_in_doubt(
    priced: Priced, tmp_path: Path
) -> None:
    """It may be of an earlier window, which a bundle alone does not show."""
    forger = priced.forger("zhuzhou", tmp_path)
    place = _forged(forger, "RJ", priced.reclassed, original_record_id="NOPE")
    verdict = forger.verify(place)
    assert said(verdict.difference) == ""
    assert verdict.elsewhere == ("zhuzhou-card/RE", "zhuzhou-card/RJ")
