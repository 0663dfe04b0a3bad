"""What cases decided, as two lists of a rules folder: on rows, and on amounts.

Their cells are those of a statement bundle: no spreadsheet computes what a sender wrote,
and every serial is read back as it was.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from hansa.clearing.formats import bundles
from hansa.clearing.terms.rulebook import Adjustment, DecidedRow, Participants
from hansa.kernel.findings import Position
from hansa.kernel.shapes import Log
from hansa.kernel.text import mark

DECISIONS, ADJUSTMENTS = "decisions.csv", "adjustments.csv"
ROW_COLUMNS = ("acquirer", "record_id", "content_hash", "decision", "case")
AMOUNT_COLUMNS = ("payer", "payee", "amount_fen", "clause", "case")
RELEASED, REFUSED = "released", "refused"
FEN_MOST = 2**63 - 1


def rows_text(rows: Iterable[DecidedRow]) -> str:
    """Write decisions on rows, in an order that hangs on their content alone."""
    cells = sorted(
        (
            one.acquirer,
            one.record_id,
            one.content_hash,
            RELEASED if one.is_released else REFUSED,
            one.case,
        )
        for one in rows
    )
    return bundles.table_bytes(ROW_COLUMNS, cells).decode()


def amounts_text(adjustments: Iterable[Adjustment]) -> str:
    """Write decisions on amounts likewise."""
    cells = sorted(
        (one.payer, one.payee, one.amount_fen, one.clause, one.case)
        for one in adjustments
    )
    return bundles.table_bytes(AMOUNT_COLUMNS, cells).decode()


def read_decided(folder: Path, log: Log) -> tuple[DecidedRow, ...]:
    """Read the decisions on rows of a rules folder; none where it has no such list."""
    place = folder / DECISIONS
    if not place.is_file():
        return ()
    found: list[DecidedRow] = []
    released: set[tuple[str, str]] = set()
    seen: set[tuple[str, str, str]] = set()
    for at, row in _rows(place.read_bytes(), DECISIONS, ROW_COLUMNS, log):
        key = (row["acquirer"], row["record_id"])
        is_released = row["decision"] == RELEASED
        named = (*key, row["content_hash"])
        if row["decision"] not in (RELEASED, REFUSED) or not row["content_hash"]:
            _unreadable(at, log)
        elif named in seen or (is_released and key in released):
            log.error(
                "decision-twice",
                at,
                mark("“{record}” is decided twice, or released with two contents."),
                mark("Keep one decision for each row, and one content of each serial."),
                record=row["record_id"][:60],
            )
        else:
            seen.add(named)
            if is_released:
                released.add(key)
            found.append(
                DecidedRow(
                    acquirer=row["acquirer"],
                    record_id=row["record_id"],
                    content_hash=row["content_hash"],
                    is_released=is_released,
                    case=row["case"],
                )
            )
    return tuple(found)


def read_adjustments(
    folder: Path, participants: Participants | None, log: Log
) -> tuple[Adjustment, ...]:
    """Read the decisions on amounts of a rules folder; none where it has no such list."""
    place = folder / ADJUSTMENTS
    if participants is None or not place.is_file():
        return ()
    return adjustments_in(place.read_bytes(), participants, log)


def adjustments_in(
    content: bytes, participants: Participants, log: Log
) -> tuple[Adjustment, ...]:
    """Read a list of decisions on amounts between parties that take part."""
    known = participants.in_order
    found: list[Adjustment] = []
    cases: set[str] = set()
    for at, row in _rows(content, ADJUSTMENTS, AMOUNT_COLUMNS, log):
        fen = int(row["amount_fen"]) if _is_fen(row["amount_fen"]) else 0
        parties = {row["payer"], row["payee"]}
        fits = 0 < fen <= FEN_MOST and len(parties) == 2 and parties <= set(known)  # noqa: PLR2004 -- one pays, one receives
        if not fits or not row["case"] or row["case"] in cases:
            log.error(
                "adjustment-unreadable",
                at,
                mark(
                    "This amount names no two parties, no fen, or its case once more."
                ),
                mark(
                    "Write payer, payee, amount_fen, clause and case, each case once."
                ),
            )
            continue
        cases.add(row["case"])
        found.append(
            Adjustment(
                payer=row["payer"],
                payee=row["payee"],
                amount_fen=fen,
                clause=row["clause"],
                case=row["case"],
            )
        )
    return tuple(found)


def _is_fen(written: str) -> bool:
    return (
        written.isascii() and written.isdigit() and len(written) <= len(str(FEN_MOST))
    )


def _rows(
    content: bytes, name: str, columns: tuple[str, ...], log: Log
) -> Iterator[tuple[Position, dict[str, str]]]:
    for line, row in enumerate(bundles.table_rows(content), 2):
        at = Position(path=name, line=line, column=1)
        if not set(columns) <= row.keys():
            _unreadable(at, log)
            return
        yield at, row


def _unreadable(at: Position, log: Log) -> None:
    log.error(
        "decision-unreadable",
        at,
        mark("This decision cannot be read."),
        mark("Write acquirer, record_id, content_hash, decision and case."),
    )
