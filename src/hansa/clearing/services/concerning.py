"""Whether what other windows brought since concerns a window: they share a serial.

Rows of other windows bear on a window only by a serial: as its copies and conflicts, as
the purchases that its refunds name, and as refunds of the same purchases.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.models import Batch, CardFile
from hansa.clearing.reads import places

SERIALS = ("record_id", "original_record_id")
KEY = ["acquirer", "record_id"]

Context = Sequence[Mapping[str, Any]]


def concerns(last: Batch, context: Context) -> bool:
    """Tell whether what came or went elsewhere names a serial that a window names.

    Args:
        last: the last batch of the window.
        context: the sealed files of other windows as they are now.
    """
    changed = _hashes_in(last.manifest["context"]) ^ _hashes_in(context)
    if not changed:
        return False
    rulebook = read_rules(places.rules_of(last.manifest["rules"])).rulebook
    assert rulebook is not None  # A batch was sealed by it.
    codes = rulebook.codes
    others = [_serials_in(file, codes) for file in _files(last.league, sorted(changed))]
    elsewhere = pa.concat_tables(others) if others else _none()
    own = _files(last.league, [one["sha256"] for one in last.manifest["files"]])
    return any(
        _serials_in(file, codes).join(elsewhere, KEY, join_type="left semi").num_rows
        for file in own
    )


def _hashes_in(context: Context) -> set[str]:
    return {file["sha256"] for one in context for file in one["files"]}


def _files(league: str, hashes: Iterable[str]) -> list[CardFile]:
    rows = CardFile.objects.filter(league=league, sha256__in=list(hashes), refused="")
    return list(rows.order_by("sha256"))


def _none() -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in KEY})


def _serials_in(file: CardFile, codes: Mapping[str, str]) -> pa.Table:
    """Give the serials that a file names, its own ones and those that it gives back."""
    table = pq.read_table(
        places.canonical_of(file.sha256), columns=["acquirer", *SERIALS]
    )
    acquirer = table["acquirer"].cast(pa.string())
    if file.preset and codes:
        names = pa.array(list(codes), pa.string())
        institutions = pa.array(list(codes.values()), pa.string())
        named = pc.take(institutions, pc.index_in(acquirer, names))
        acquirer = pc.coalesce(named, acquirer)
    parts = [
        pa.table({"acquirer": acquirer, "record_id": table[name].cast(pa.string())})
        for name in SERIALS
    ]
    both = pa.concat_tables(parts)
    is_named = pc.greater(pc.binary_length(both["record_id"]), 0)
    return both.filter(is_named).drop_null()
