"""What an adjustment of a window may come to at most: no more than its taps do."""

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.models import Batch
from hansa.clearing.reads import places
from hansa.clearing.reads.batches import result_folder
from hansa.clearing.terms.rulebook import ADJUSTMENT
from hansa.clearing.terms.taps import Outcome
from hansa.kernel.errors import Refused
from hansa.kernel.money import Money
from hansa.kernel.text import text


def adjustable_fen(row: Batch) -> int:
    """Give what the rows of a batch's window come to, in fen.

    Accepted rows come to their legs; each suspended one to at most the largest amount that
    a rule lets a tap charge. What earlier adjustments moved is no part of it.
    """
    legs = pq.read_table(
        result_folder(row) / "legs.parquet", columns=["scheme", "amount_fen"]
    )
    of_rows: list[int] = legs.filter(pc.field("scheme") != ADJUSTMENT)[
        "amount_fen"
    ].to_pylist()
    rulebook = read_rules(places.rules_of(row.manifest["rules"])).rulebook
    assert rulebook is not None  # A batch was cleared by it.
    dearest = max((one.amount_max_fen for one in rulebook.versions), default=0)
    suspended = int(row.result["counts"][Outcome.SUSPENDED.value])
    return sum(of_rows) + suspended * dearest


def refuse_beyond(row: Batch, amount_fen: int) -> None:
    """Refuse an adjustment of more than the window's rows come to.

    Raises:
        Refused: it is more.
    """
    most = adjustable_fen(row)
    if amount_fen > most:
        raise Refused(
            "adjustment-too-large",
            text(
                "The taps of the window {window} come to at most {most} yuan; no "
                "adjustment of it is more.",
                window=row.window.slug,
                most=str(Money(most)),
            ),
            text(
                "Write an amount within it; bring taps that are missing as a late file."
            ),
        )
