"""Names classes: rows that agree in what their rule reads, and in nothing else."""

import hashlib
import json

from hansa.clearing.terms.rulebook import Version
from hansa.clearing.terms.schemes import Fact

CLASS_ID_DIGITS = 16
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def class_id_of(
    version: Version, fact: Fact, part: tuple[int, int, bool] | None
) -> str:
    """Name a class by its content alone, so that anybody finds the same name."""
    values = [fact.amount_fen, fact.list_fen, fact.minutes, fact.journey_leg]
    content = [version.scheme, version.id, *values, fact.acquirer_party, part]
    written = _WRITER.encode(content)
    return hashlib.sha256(written.encode()).hexdigest()[:CLASS_ID_DIGITS]
