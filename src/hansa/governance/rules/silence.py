"""Which bodies are silent: whole periods without a meeting, where none is numbered.

Source: GOV-20 of changzhutan: 定期协商解决重点、难点问题.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from hansa.governance.terms import Body
from hansa.governance.terms.silence import Silent
from hansa.kernel.periods import Period, parts_of


def silent(
    bodies: Iterable[Body],
    held: Sequence[tuple[str, Period]],
    year: int,
    as_of: date,
    since: date | None,
) -> tuple[Silent, ...]:
    """List the periods of a year that are over and saw no meeting of a body.

    Args:
        bodies: those that stand; one without ``quiet`` is never silent.
        held: body and days of each meeting that was held.
        year: the calendar year asked.
        as_of: the day asked; a period that is not over then is not judged.
        since: periods that began before this day are not judged; None judges all.
    """
    return tuple(
        Silent(
            body=body.id,
            period=period,
            clauses=body.clauses,
            assumptions=body.assumptions,
        )
        for body in bodies
        if body.quiet is not None
        for period in parts_of(year, body.quiet.value)
        if period.end <= as_of
        and (since is None or since <= period.start)
        and (body.established_on is None or body.established_on <= period.start)
        and not any(id_ == body.id and days.overlaps(period) for id_, days in held)
    )
