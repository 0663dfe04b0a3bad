"""Holds the files that a party sent against the rows and exceptions that it is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping

from hansa.clearing.formats import bundles
from hansa.clearing.services.differing import Differs
from hansa.clearing.services.manifest_check import Own
from hansa.clearing.services.row_marks import Key
from hansa.clearing.terms.taps import Code
from hansa.kernel.text import Text, text

UNPLACED = (Code.ROW_BAD, Code.PARTY_UNKNOWN)
"""Codes of rows that may name no institution, and then lie in the bundle of nobody."""


def check_own_rows(
    bundle: bundles.Bundle,
    own: Own,
    codes: Mapping[str, int],
    party: str,
    parties: Mapping[str, str],
) -> Text | None:
    """Count what each institution of the party sent, and what became of it.

    Args:
        bundle: of the party.
        own: its files as the manifest names them.
        codes: rows of the whole window by code.
        party: whose bundle it is.
        parties: the party of each institution.

    Returns:
        What does not add up in a batch that no house sealed, as a folder may hold the rows
        of one institution in the file of another; None where all does.

    Raises:
        Differs: an exception is another party's, or counts as well; or a sealed batch
            holds more or fewer rows of an institution than its files.
    """
    excepted: set[Key] = set()
    held: Counter[str] = Counter()
    unplaced = sum(codes.get(code.value, 0) for code in UNPLACED)
    for row in bundle.rows(bundles.EXCEPTIONS):
        _refuse_of_others(row, party, parties)
        held[row["acquirer"]] += 1
        unplaced -= row["code"] in UNPLACED
        if row["code"] != Code.DUP_EXACT:
            excepted.add(key_of(row))
    for row in bundle.rows(bundles.ROWS):
        if row["acquirer_party"] == party:
            held[row["acquirer"]] += 1
        if excepted and key_of(row) in excepted:
            raise Differs(
                text(
                    "{acquirer} {record} counts, and stands among the exceptions as well.",
                    acquirer=bundles.shown(row["acquirer"]),
                    record=bundles.shown(row["record_id"]),
                )
            )
    return _compared(own, held, unplaced)


def key_of(row: Mapping[str, str]) -> Key:
    """Give the key by which a row is the same one in every file of a bundle."""
    return row["acquirer"], row["record_id"], row["content_hash"]


def _refuse_of_others(
    row: Mapping[str, str], party: str, parties: Mapping[str, str]
) -> None:
    if parties.get(row["acquirer"]) != party:
        raise Differs(
            text(
                "The exceptions name {acquirer} {record}, which no institution of this "
                "party brought.",
                acquirer=bundles.shown(row["acquirer"]),
                record=bundles.shown(row["record_id"]),
            )
        )


def _compared(own: Own, held: Mapping[str, int], unplaced: int) -> Text | None:
    sent = _rows_sent(own)
    for sender in sorted(sent.keys() | held.keys()):
        rows, shown = sent.get(sender, 0), held.get(sender, 0)
        unplaced -= max(rows - shown, 0)
        if shown > rows or unplaced < 0:
            told = text(
                "The files of {sender} in the batch hold {rows} rows; this bundle shows "
                "{shown} of them.",
                sender=bundles.shown(sender),
                rows=rows,
                shown=shown,
            )
            if own.is_sealed:
                raise Differs(told)
            return told
    return None


def _rows_sent(own: Own) -> Counter[str]:
    taken: Iterable[tuple[str, int]] = (
        (one.sender, one.rows) for one in own.files if not one.refused
    )
    sent: Counter[str] = Counter()
    for sender, rows in taken:
        sent[sender] += rows
    return sent
