"""The decisions of cases in a bundle: which rows count, or ended, by a decision alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from hansa.clearing.formats import bundles
from hansa.clearing.formats.decided import REFUSED, RELEASED, rows_text
from hansa.clearing.services.differing import Differs
from hansa.clearing.services.row_marks import Found, Key, Named
from hansa.clearing.terms.rulebook import DecidedRow
from hansa.clearing.terms.taps import LIFTED, Code
from hansa.kernel.text import Text, mark, text

LEFT_BY_REFUSAL = (
    *LIFTED, Code.ORIGINAL_MISSING, Code.REFUND_EXCESS, Code.RULE_NONE, Code.RULE_MANY,
)  # fmt: skip
"""Codes that no row has that a case refused: refusing it comes before them."""
KEY = ("acquirer", "record_id", "content_hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What cases decided on rows of a bundle: the case of each row, by its key."""

    released: Mapping[Key, str]
    refused: Mapping[Key, str]


def decisions_for(
    decided: Iterable[DecidedRow],
    rows: pa.Table,
    exceptions: Sequence[Mapping[str, str]],
) -> dict[str, bytes]:
    """Write the decisions on a party's own rows; nothing where there are none.

    Args:
        decided: every decision that the batch rests on.
        rows: the accepted rows that concern the party.
        exceptions: the other rows that its institutions brought.
    """
    every = list(decided)
    if not every:
        return {}
    accepted = (
        zip(*(rows[name].to_pylist() for name in KEY), strict=True) if len(rows) else ()
    )
    own = {*accepted, *map(_key_of, exceptions)}
    mine = [
        one for one in every if (one.acquirer, one.record_id, one.content_hash) in own
    ]
    return {bundles.DECISIONS: rows_text(mine).encode()} if mine else {}


def _key_of(row: Mapping[str, str]) -> Key:
    return row["acquirer"], row["record_id"], row["content_hash"]


def decisions_in(bundle: bundles.Bundle) -> Decisions:
    """Read the decisions of a bundle.

    Raises:
        Differs: one cannot be read, or a row is decided on twice.
    """
    found: dict[str, dict[Key, str]] = {RELEASED: {}, REFUSED: {}}
    if bundles.DECISIONS in bundle.names:
        for row in bundle.rows(bundles.DECISIONS):
            key = _key_of(row)
            if any(key in each for each in found.values()):
                raise _on(mark("{acquirer} {record} is decided on twice."), key)
            if not row["case"].strip():
                raise _on(mark("{acquirer} {record} is decided on in no case."), key)
            found[row["decision"]][key] = row["case"]
    return Decisions(released=found[RELEASED], refused=found[REFUSED])


def check_decisions(bundle: bundles.Bundle, decisions: Decisions) -> None:
    """Hold decisions against the rows and exceptions that they are on.

    Raises:
        Differs: a refused row counts, a row is refused without a decision, one is in doubt
            in spite of a decision, or a decision is on no row of the bundle.
    """
    left = {*decisions.released, *decisions.refused}
    if left:
        for row in bundle.rows(bundles.ROWS):
            key = _key_of(row)
            if key in decisions.refused:
                raise _on(
                    mark("{acquirer} {record} counts, and a case refused it."), key
                )
            left.discard(key)
    for row in bundle.rows(bundles.EXCEPTIONS):
        key = _key_of(row)
        if row["code"] == Code.REFUSED and decisions.refused.get(key) != row["note"]:
            raise _on(
                mark(
                    "{acquirer} {record} is refused, and no decision of that case is in "
                    "the bundle."
                ),
                key,
            )
        decided = key in decisions.released or key in decisions.refused
        stays = LEFT_BY_REFUSAL if key in decisions.refused else LIFTED
        if decided and row["code"] in stays:
            raise _on(
                mark(
                    "{acquirer} {record} is still in doubt, and a case decided on it."
                ),
                key,
            )
        left.discard(key)
    if left:
        raise _on(
            mark(
                "A case decided on {acquirer} {record}, which is no row of the bundle."
            ),
            min(left),
        )


def check_marks(found: Found) -> None:
    """Let a row with a mark against it count only where a case released it.

    Raises:
        Differs: naming the first one that no decision released.
    """
    first = min((*found.unsigned, *found.repeated), default=None)
    if first is None:
        return
    if first in found.unsigned:
        raise Differs(
            text(
                "Line {line} of the rows, {acquirer} {record}: its signature failed, and "
                "no decision of a case in the bundle releases it.",
                **_words_of(first),
            )
        )
    raise Differs(
        text(
            "Line {line} of the rows, {acquirer} {record}: another row has its card and "
            "counter, and no decision of a case in the bundle releases it.",
            **_words_of(first),
        )
    )


def _words_of(one: Named) -> dict[str, str | int]:
    acquirer, record, _ = map(bundles.shown, one.key)
    return {"line": one.line, "acquirer": acquirer, "record": record}


def _on(msgid: str, key: Key) -> Differs:
    acquirer, record, _ = map(bundles.shown, key)
    return Differs(Text(msgid, {"acquirer": acquirer, "record": record}))
