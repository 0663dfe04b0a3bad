"""Rows of other windows that a window's own serials make copies or conflicts of."""

import pyarrow as pa
from ibis import ir

from hansa.clearing.batch.clearing import Cleared
from hansa.clearing.batch.engine import fetch
from hansa.clearing.batch.judging import content_hash
from hansa.clearing.terms.taps import Code

DOUBLED = (Code.DUP_EXACT.value, Code.DUP_CONFLICT.value)
SERIAL = ("acquirer", "record_id")


def doubled_elsewhere(cleared: Cleared) -> pa.Table:
    """Count the rows of other windows that are copies or conflicts of a window's serials.

    Returns:
        ``window``, ``content_hash``, ``code`` and ``times``.
    """
    return fetch(cleared.engine, _doubled, cleared.judged, number=cleared.number)


def _doubled(judged: ir.Table, number: int) -> ir.Table:
    own = judged.filter(judged.window == number).select(*SERIAL).distinct()
    others = judged.filter(judged.window != number)
    found = others.filter(others.code.isin(DOUBLED)).semi_join(own, list(SERIAL))
    found = found.select("window", "code", content_hash=content_hash(found))
    return found.group_by("window", "content_hash", "code").agg(times=found.count())
