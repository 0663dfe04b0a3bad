"""Versions of a scheme stand beside each other in words and yuan."""

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hansa.chassis.actor import Role
from hansa.clearing.tests.house.conftest import LEAGUE, Enter, apply_charter

PAGE = f"/{LEAGUE}/clearing/schemes/parking/"
SECOND = """      - id: example-2
        effective_from: 2027-01-01
        clause: CLR-02
        example: true
        services: [parking]
        amount_max_fen: 100000
        parameters:
          bearers: [{party: "@issuer", weight: 2}, {party: centre, weight: 1}]
          tariffs:
            changsha: {per_started_hour_fen: 450, free_minutes: 15}
"""


@pytest.fixture
def two_versions(db: None, clock: Any, charter_copy: Callable[..., Path]) -> None:
    """A charter whose parking rules change with the new year."""
    last = "            xiangtan: {per_started_hour_fen: 300}\n"
    changes = {"clearing.yaml": [(last, last + SECOND)]}
    apply_charter(LEAGUE, charter_copy(LEAGUE, changes))


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "Each started hour (yuan): 5.00",
                "Each started hour (yuan): 4.50",
                "City or account: issuer of the card",
                "Most for one tap (yuan): 1,000.00",
            ),
        ),
        (
            "zh-hans",
            (
                "每开始一小时（元）：5.00",
                "每开始一小时（元）：4.50",
                "城市或账户：发卡方",
                "单笔上限（元）：1,000.00",
            ),
        ),
    ],
)
def test_two_versions_in_words(
    language: str, lines: tuple[str, ...], two_versions: None, enter: Enter
) -> None:
    """Amounts are in yuan, keys in words, and no fen is shown."""
    answer = enter(Role.SECRETARIAT, language=language).get(PAGE)
    assert answer.status_code == 200
    shown = html.unescape(answer.content.decode())
    assert [line for line in lines if line not in shown] == []
    assert "_fen" not in shown
