"""Rules and rows for cases that a person can add up."""

import hashlib
from collections import Counter
from typing import Any

from hansa.clearing.tests.oracle.oracle import (
    COLUMNS,
    Bounds,
    Line,
    Result,
    Values,
    Window,
    clear,
)
from hansa.clearing.tests.oracle.scenarios import joined

DAY = ("2026-03-02T00:00:00+08:00", "2026-03-03T00:00:00+08:00", 1)
NEXT = ("2026-03-03T00:00:00+08:00", "2026-03-04T00:00:00+08:00", 1)


def version(**changes: Any) -> Values:
    return {
        "effective_from": "2026-01-01",
        "clause": "CLR-01",
        "services": ["bus"],
        "amount_max_fen": 100_000,
        "parameters": {},
    } | changes


def three_cities(*transit: Values, **changes: Any) -> Values:
    return {
        "members": ["changsha", "zhuzhou", "xiangtan"],
        "accounts": ["centre"],
        "participants": {"cs": "changsha", "zz": "zhuzhou", "xt": "xiangtan"},
        "schemes": {"transit": list(transit) or [version()]},
        "denylist": None,
        "terminals": None,
    } | changes


def lot(**tariff: Any) -> Values:
    made = version(services=["lot"])
    made["parameters"] = {"tariffs": {"zhuzhou": tariff}}
    return made


def tap(record_id: int | str, amount_fen: Any = 100, **changes: Any) -> Line:
    """A purchase at noon that 长沙 owes 株洲, unless told otherwise."""
    values = {
        "record_id": record_id,
        "acquirer": "zz",
        "issuer": "cs",
        "card": f"card-{record_id}",
        "counter": 1,
        "service": "bus",
        "kind": "purchase",
        "amount_fen": amount_fen,
        "occurred_at": "2026-03-02T12:00:00+08:00",
    } | changes
    texts = {column: str(values[column]) for column in COLUMNS if column in values}
    return joined(list(texts.values())), texts


def back(record_id: int | str, of: int | str, fen: int, **changes: Any) -> Line:
    changes = {"kind": "refund", "original_record_id": of, **changes}
    return tap(record_id, fen, **changes)


def window(order: int, lines: list[Line], bounds: Bounds = DAY) -> Window:
    """A window whose rows came in one file."""
    written = "\n".join([str(order), *(raw for raw, _ in lines)])
    return order, bounds, [(hashlib.sha256(written.encode()).hexdigest(), lines)]


def cleared(rules: Values, *lines: Line) -> Result:
    return clear(rules, [window(0, list(lines))])


def codes(result: Result) -> dict[str, list[str]]:
    """The codes of each record, in alphabetical order."""
    found: dict[str, list[str]] = {}
    for (_, record_id, _, _, code), count in sorted(result.outcomes.items()):
        found[record_id] = sorted([*found.get(record_id, []), *[code] * count])
    return found


def owed(result: Result) -> dict[tuple[str, str], int]:
    """What the legs come to, own ones too."""
    found: Counter[tuple[str, str]] = Counter()
    for (debtor, creditor, *_), fen in result.legs.items():
        found[debtor, creditor] += fen
    return dict(found)
