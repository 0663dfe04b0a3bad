"""Holds what a row was priced by against what it says itself, and against its rule."""

from collections.abc import Mapping

from hansa.clearing.schemes import SCHEMES
from hansa.clearing.services.differing import Differs, Row, number_in, on_line, whole
from hansa.clearing.terms.rulebook import Version
from hansa.clearing.terms.schemes import Column, Fact
from hansa.clearing.terms.taps import Kind
from hansa.kernel.text import Text, mark, text

MINUTE_US = 60_000_000
LIST_PRICE, MINUTES = text("list price"), text("started minutes")
PLACE = text("place in the journey")


def check_facts(
    line: int, row: Row, version: Version, fact: Fact, parties: Mapping[str, str]
) -> None:
    """Let the fact of a row be the one that its columns give.

    That of a refund or reversal is its purchase's; here it is seen only that nothing is
    stated that the rule does not read, and that its parties take part.

    Args:
        line: of the row.
        row: an accepted one.
        version: that prices it.
        fact: that it was priced by, as it states it.
        parties: the party of each institution.

    Raises:
        Differs: naming the first part that is another.
    """
    reads = version.parameters.reads()
    if row["kind"] == Kind.PURCHASE:
        if Column.LIST_FEN in reads and fact.list_fen != _list_price(row):
            raise _other(line, row, LIST_PRICE)
        if Column.MINUTES in reads and fact.minutes != _started_minutes(row):
            raise _other(line, row, MINUTES)
        has_place = fact.journey_leg is not None
        if Column.JOURNEY_LEG in reads and has_place != bool(row["journey_id"]):
            raise _other(line, row, PLACE)
    elif (
        parties.get(row["acquirer"]) != row["acquirer_party"]
        or row["issuer_party"] not in parties.values()
    ):
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: its parties are not those "
                "of participants.yaml."
            ),
            line,
            row,
        )
    for column, value, called in (
        (Column.LIST_FEN, fact.list_fen, LIST_PRICE),
        (Column.MINUTES, fact.minutes, MINUTES),
        (Column.JOURNEY_LEG, fact.journey_leg, PLACE),
    ):
        if column not in reads and value is not None:
            raise _other(line, row, called)
    price = SCHEMES[version.scheme].full_price(fact, version.parameters)
    if max(fact.amount_fen, price) > version.amount_max_fen:
        raise on_line(
            mark(
                "Line {line} of the rows, {acquirer} {record}: its amount or full price "
                "is more than its rule allows for one tap."
            ),
            line,
            row,
        )


def _other(line: int, row: Row, what: Text) -> Differs:
    return on_line(
        mark(
            "Line {line} of the rows, {acquirer} {record}: its {what} does not follow "
            "from what the row says."
        ),
        line,
        row,
        what=what,
    )


def _list_price(row: Row) -> int | None:
    listed = number_in(row["list_fen"])
    return (
        None if listed == -1 else listed
    )  # So the pipeline writes that there is none.


def _started_minutes(row: Row) -> int | None:
    if not row["entered_at"] or not row["exited_at"]:
        return None
    stay_us = whole(row["exited_at"]) - whole(row["entered_at"])
    return -(-stay_us // MINUTE_US) if stay_us >= 0 else None
