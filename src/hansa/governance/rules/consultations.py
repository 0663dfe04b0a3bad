"""Where a consultation stands, and what it may not do; pure.

Source: CAS-02 of changzhutan, reading A-52; GOV-25 of huaihai, reading A-52.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from hansa.governance.terms.consultations import (
    FINISHED,
    ConsultationLine,
    ConsultationState,
    Counts,
    Heard,
)
from hansa.governance.terms.dockets import DocketClass, Item, ItemAct, Lack, Outcome
from hansa.governance.terms.participation import DaysRule
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import Text, text

RECEIPT_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT = re.compile(rf"[{RECEIPT_LETTERS}]{{4}}(?:-[{RECEIPT_LETTERS}]{{4}}){{2}}")
"""Sixty random bits, in letters that are not taken for one another."""
READ_AS = str.maketrans("OILU", "011V")
HEARD_ONLY = frozenset({ItemAct.HEAR, ItemAct.CLEAR})
"""Acts that adopt nothing, so that no public need have been heard."""
NOBODY = Heard(wanted=False, clauses=(), lines=())


def receipt_of(written: str) -> str | None:
    """Give the number of a receipt as it was handed out, or None where it is none.

    Blanks, small letters and letters that look like a digit are understood.
    """
    letters = "".join(re.findall(r"[0-9A-Z]", written.upper().translate(READ_AS)))
    code = "-".join((letters[:4], letters[4:8], letters[8:]))
    return code if RECEIPT.fullmatch(code) else None


def receipt_digest(code: str) -> str:
    """Give the hash under which a receipt is kept; the number itself is not."""
    return hashlib.sha256(code.encode()).hexdigest()


def state_of(
    *,
    published_at: datetime | None,
    withdrawn_at: datetime | None,
    results_at: datetime | None,
    opens_on: date,
    closes_on: date,
    complete: bool,
    day: date,
) -> ConsultationState:
    """Tell where a consultation stands on a day; comments are taken through the last."""
    if withdrawn_at is not None:
        return ConsultationState.WITHDRAWN
    if published_at is None:
        return ConsultationState.DRAFT
    if results_at is not None:
        return ConsultationState.PUBLISHED
    if day < opens_on:
        return ConsultationState.ANNOUNCED
    if day <= closes_on:
        return ConsultationState.OPEN
    return ConsultationState.ANSWERED if complete else ConsultationState.WEIGHING


def refuse_period(opens_on: date, closes_on: date) -> None:
    """Refuse a time for comments that ends before it begins.

    Raises:
        Refused: it holds no day after the first.
    """
    if closes_on <= opens_on:
        raise Refused(
            "runs-backwards",
            text("It ends before it starts."),
            text("Give the last day for comments, after the first."),
        )


def refuse_short(days: int, rule: DaysRule | None, reason: str) -> None:
    """Refuse fewer days than the charter asks for, unless it is said why.

    Raises:
        Refused: naming both numbers.
    """
    if rule is not None and days < rule.days and not reason.strip():
        raise Refused(
            "consultation-short",
            text(
                "Comments are taken for {days} days; at least {least} are asked for "
                "(clauses {clauses}).",
                days=days,
                least=rule.days,
                clauses=rule.clauses,
            ),
            text("Give a later last day, or say why it must be shorter."),
        )


def refuse_published_late(opens_on: date, day: date, document: str) -> None:
    """Refuse to make public as of a day gone by what no paper shows to have been so.

    Raises:
        Refused: the first day lies before today, and no document is named.
    """
    if opens_on < day and not document.strip():
        raise Refused(
            "opened-before",
            text("The first day, {day}, has gone by.", day=opens_on.isoformat()),
            text("Name the paper under which it was published then, or open it today."),
        )


def refuse_closed(line: ConsultationLine) -> None:
    """Refuse a comment of the public outside the time for it.

    Raises:
        Refused: naming the days.
    """
    if line.state is ConsultationState.ANNOUNCED:
        raise Refused(
            "consultation-ahead",
            text("Comments are taken from {day} on.", day=line.opens_on.isoformat()),
            text("Come back on that day."),
        )
    if line.state is not ConsultationState.OPEN:
        raise Refused(
            "consultation-closed",
            text(
                "Comments were taken through {day}; the time is over.",
                day=line.closes_on.isoformat(),
            ),
            text("What was said, and what came of it, is shown on this page."),
        )


def refuse_settled(state: ConsultationState) -> None:
    """Refuse to change what was published, or what was called off.

    Raises:
        Conflict: it is over.
    """
    if state is ConsultationState.PUBLISHED:
        raise Conflict(
            "results-published",
            text("The results are published, and stay as they are."),
            text("Hear the public on it again if the matter is taken up anew."),
        )
    if state is ConsultationState.WITHDRAWN:
        raise Conflict(
            "consultation-withdrawn",
            text("The consultation was called off."),
            text("Enter another one if the public is heard on it after all."),
        )


def gaps_of(
    state: ConsultationState, counts: Counts, closes_on: date, silent: Iterable[int]
) -> Iterator[Text]:
    """Name what is missing before a consultation is finished, with its numbers.

    Args:
        state: on the day asked.
        counts: of its comments.
        closes_on: last day for comments.
        silent: numbers of the groups that hold comments and have no reply.
    """
    if state in {ConsultationState.DRAFT, ConsultationState.ANNOUNCED}:
        yield text("it has not begun")
    if state is ConsultationState.OPEN:
        yield text("comments are taken until {day}", day=closes_on.isoformat())
    if counts.grouped < counts.owed:
        yield text(
            "comments without a group: {count}", count=counts.owed - counts.grouped
        )
    numbers = tuple(str(one) for one in silent)
    if numbers:
        yield text("groups without a reply: {groups}", groups=numbers)


def is_wanted(item: Item, classes: Iterable[DocketClass]) -> bool:
    """Tell whether an item may not be decided before the public was heard."""
    return item.act not in HEARD_ONLY and any(
        one.consulted for one in classes if one.id == item.class_id
    )


def refuse_unconsulted(item: Item, heard: Heard) -> None:
    """Refuse a decision on which the public was not heard, or not answered.

    Raises:
        Refused: naming what lacks.

    Source: CAS-02 of changzhutan.
    """
    if heard.wanted and not heard.lines:
        raise Refused(
            "consultation-missing",
            _absent(item, heard),
            text("Hold a public consultation and link it to the item; then decide."),
        )
    if heard.unfinished:
        raise Refused(
            "consultation-unfinished",
            _unfinished(item, heard),
            text("Group every comment and answer each group; then decide."),
        )


def _absent(item: Item, heard: Heard) -> Text:
    return text(
        "“{title}” has no record of a public consultation (clauses {clauses}).",
        title=item.title,
        clauses=heard.clauses,
    )


def _unfinished(item: Item, heard: Heard) -> Text:
    return text(
        "“{title}”: the public consultation {codes} is not finished: {missing}.",
        title=item.title,
        codes=tuple(one.code for one in heard.unfinished),
        missing=tuple(gap for one in heard.unfinished for gap in one.gaps),
    )


def lacks_of(items: Iterable[Item], heard: Mapping[UUID, Heard]) -> Iterator[Lack]:
    """List what is missing of consultations before a session is closed.

    What is deferred or noted decides nothing, and waits for nobody.
    """
    for item in items:
        one = heard.get(item.id, NOBODY)
        if not item.stands or item.outcome not in {None, Outcome.DECIDED}:
            continue
        if one.wanted and not one.lines:
            yield Lack(
                code="consultation-missing",
                item=item.place,
                message=_absent(item, one),
                clauses=one.clauses,
            )
        if one.unfinished:
            yield Lack(
                code="consultation-unfinished",
                item=item.place,
                message=_unfinished(item, one),
                clauses=one.clauses,
            )


def is_finished(line: ConsultationLine) -> bool:
    """Tell whether a matter that rests on it may be decided."""
    return line.state in FINISHED
