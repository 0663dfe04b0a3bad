"""Whom a row of a statement is between, so that no third city is asked about it."""

from collections.abc import Iterable, Mapping

from hansa.clearing.models import Batch
from hansa.clearing.reads import places
from hansa.clearing.reads.refused_rows import brought_for, with_contents
from hansa.clearing.services.repricing import parties_in
from hansa.clearing.services.runs import rules_of
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

Row = Mapping[str, str]


def refuse_third(batch: Batch, rows: Iterable[Row], against: str) -> None:
    """Refuse a party that has no part in one of some rows.

    An accepted row is between its institutions' parties and whoever its rule gives a leg;
    one that was not accepted, between the parties of its institutions. Where an
    institution of such a row is not known, nobody can be told to have no part in it.

    Args:
        batch: of the statement.
        rows: as the bundle has them, of its rows and of its exceptions.
        against: the party that is to answer for them.

    Raises:
        Refused: naming the first row in which it has no part.
    """
    chosen = list(rows)
    if not chosen:
        return
    _, rulebook, _ = rules_of(places.rules_of(batch.manifest["rules"]))
    known = rulebook.participants.parties
    refused = [row for row in chosen if "class_id" not in row]
    found = {
        one.content_hash: {known.get(one.issuer), known.get(one.acquirer)}
        for one in with_contents(refused, brought_for(batch))
    }
    for row in chosen:
        accepted = "class_id" in row
        parties = parties_in(row, rulebook) if accepted else found[row["content_hash"]]
        if None not in parties and against not in parties:
            raise Refused(
                "respondent-not-of-row",
                text(
                    "“{party}” has no part in the row “{row}”.",
                    party=against,
                    row=f"{row['acquirer']}/{row['record_id']}"[:100],
                ),
                text(
                    "Name the city that the row is with, and other rows by themselves."
                ),
            )
