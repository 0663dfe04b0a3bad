"""Every scheme by its worked cases, and what holds for all of them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis.yaml_files import read_bytes
from hansa.clearing.rules.pricing import shares_of
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.terms.schemes import Claim, Fact, Weighted
from hansa.kernel.shapes import Log

FOLDER = Path(__file__).parent / "schemes"


def cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def test_every_scheme_has_its_cases_and_every_file_its_scheme() -> None:
    """A scheme without worked cases fails by name, and so do cases without a scheme."""
    written = {path.stem.replace("_", "-") for path in FOLDER.glob("*.yaml")}
    assert written == set(SCHEMES)


@pytest.mark.parametrize(("slug", "case"), cases())
def test_worked_case(slug: str, case: dict[str, Any]) -> None:
    """A fact comes to what a person worked out, and not a fen is lost."""
    assert case["source"]
    scheme = SCHEMES[slug]
    log = Log()
    written = yaml.safe_dump(case["parameters"]).encode()
    node = read_bytes(written, "case", log)
    assert node is not None
    parameters = scheme.parameters.read(node, log)
    assert not log.findings
    fact = Fact(**case["fact"])
    claims = scheme.split(fact, parameters)
    if case["expect"] is None:
        assert claims is None
        return
    assert claims is not None
    shares = shares_of(claims, fact.amount_fen, fact.amount_fen)
    found = {
        f"{debtor} -> {creditor}": fen for (debtor, creditor), fen in shares.items()
    }
    assert found == case["expect"]
    assert sum(shares.values()) == sum(claim.amount_fen for claim in claims)
    # What the card was charged is one claim, whatever else there is.
    assert claims[0].purpose == "fare"
    assert claims[0].amount_fen == fact.amount_fen
    # A rule that bounds the charge and the full price bounds every claim.
    most = max(fact.amount_fen, scheme.full_price(fact, parameters))
    assert all(claim.amount_fen <= most for claim in claims)


weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any)


@given(st.integers(0, 10**11), weights, weights, st.data())
def test_parts_given_back_add_up(
    amount_fen: int, owing: list[int], owed: list[int], data: st.DataObject
) -> None:
    """Whatever is given back in whatever parts, all of it mirrors the whole claim."""
    claim = Claim(
        purpose="fare",
        amount_fen=amount_fen,
        debtors=tuple(Weighted(f"d{at}", weight) for at, weight in enumerate(owing)),
        creditors=tuple(Weighted(f"c{at}", weight) for at, weight in enumerate(owed)),
    )
    part_fen = data.draw(st.integers(0, amount_fen))
    whole = shares_of([claim], amount_fen, amount_fen)
    assert sum(whole.values()) == amount_fen
    assert sum(shares_of([claim], part_fen, max(amount_fen, 1)).values()) == part_fen
