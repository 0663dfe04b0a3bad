"""Rows of a published batch that are in doubt, by the party that answers for them."""

import pyarrow.compute as pc
import pyarrow.parquet as pq

from hansa.clearing.formats.rules_folder import read_rules
from hansa.clearing.models import Batch
from hansa.clearing.reads import places
from hansa.clearing.reads.batches import ExceptionLine, result_folder
from hansa.clearing.terms.taps import Outcome


def doubted_rows(row: Batch, party: str) -> list[ExceptionLine]:
    """List the suspended rows of a batch's window whose acquirer is of a party."""
    rulebook = read_rules(places.rules_of(row.manifest["rules"])).rulebook
    assert rulebook is not None  # A batch was cleared by it.
    parties = rulebook.participants.parties
    acquirers = [one for one, whose in parties.items() if whose == party]
    table = pq.read_table(result_folder(row) / "exceptions.parquet")
    suspended = pc.field("outcome") == Outcome.SUSPENDED.value
    own = table.filter(suspended & pc.field("acquirer").isin(acquirers))
    return [ExceptionLine(**one) for one in own.to_pylist()]
