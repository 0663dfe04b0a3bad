"""The slugs and bounds of windows, and which window a file belongs to."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hansa.clearing.charter.rulebook import LEAGUE_OFFSET
from hansa.clearing.terms.agreed import Cadence, WindowTerms
from hansa.clearing.terms.house import InstitutionLine
from hansa.clearing.terms.rulebook import Bounds
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, mark, text

DAY_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
EXAMPLES = {
    Cadence.DAY: "2026-11-23",
    Cadence.WEEK: "2026-W48",
    Cadence.MONTH: "2026-11",
}
UNREADABLE = mark("“{slug}” names no window of this league.")
DECEMBER = 12
YEARS = range(2000, 2100)
"""As in the names of files; bounds and lateness reckoned from others may be no instants."""


def bounds_of(slug: str, terms: WindowTerms, files: dict[str, int]) -> Bounds:
    """Give the bounds of the window that a slug names.

    Args:
        slug: a day, an ISO week or a month, as the cadence says.
        terms: what the charter says of windows.
        files: expected of each sender.

    Raises:
        Refused: the slug names no such period.
    """
    start, end = _days(slug, terms.cadence)
    if start.year not in YEARS:
        raise _wrong(slug, terms.cadence)
    return Bounds(
        start_at=_midnight(start),
        end_at=_midnight(end),
        late_days=terms.late_days,
        received_by=_midnight(end) + timedelta(hours=terms.received_by_hour),
        files=files,
    )


def _days(slug: str, cadence: Cadence) -> tuple[date, date]:
    try:
        match cadence:
            case Cadence.DAY if re.fullmatch(r"\d{4}-\d{2}-\d{2}", slug, re.ASCII):
                start = date.fromisoformat(slug)
                return start, start + timedelta(days=1)
            case Cadence.WEEK if re.fullmatch(r"\d{4}-W\d{2}", slug, re.ASCII):
                start = date.fromisoformat(f"{slug}-1")
                return start, start + timedelta(weeks=1)
            case Cadence.MONTH if re.fullmatch(r"\d{4}-\d{2}", slug, re.ASCII):
                start = date.fromisoformat(f"{slug}-01")
                later = start.month == DECEMBER
                after = date(start.year + later, 1 if later else start.month + 1, 1)
                return start, after
    except (ValueError, OverflowError):
        pass
    raise _wrong(slug, cadence)


def _wrong(slug: str, cadence: Cadence) -> Refused:
    return Refused(
        "window-slug-wrong",
        Text(UNREADABLE, {"slug": slug[:40]}),
        text("Write it like {example}.", example=EXAMPLES[cadence]),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LEAGUE_OFFSET)


def day_named(name: str) -> date | None:
    """Give the settlement day in the name of a file, such as ``x_20261123.csv``."""
    for year, month, day in DAY_IN_NAME.findall(name):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def window_for(
    name: str, at: datetime, windows: Sequence[tuple[str, Bounds, bool]]
) -> str | None:
    """Choose the window of a file: the one its name states, else the one collecting.

    Args:
        name: of the file.
        at: when it came.
        windows: slug, bounds, and whether the window still collects; by their start.

    Returns:
        The slug; None where there is none. Of several that collect, the last that began
        before ``at``, else the first.

    Source: contracts, section 11.
    """
    day = day_named(name)
    if day is not None:
        start = _midnight(day)
        for slug, bounds, _ in windows:
            assert bounds.start_at is not None  # A window of the house has bounds.
            assert bounds.end_at is not None
            if bounds.start_at <= start < bounds.end_at:
                return slug
        return None
    open_ones = [(slug, bounds) for slug, bounds, collects in windows if collects]
    begun = [slug for slug, b in open_ones if b.start_at is None or b.start_at <= at]
    return begun[-1] if begun else next((slug for slug, _ in open_ones), None)


def takes_part(line: InstitutionLine, bounds: Bounds) -> bool:
    """Tell whether an institution's taps are taken in a window.

    From the window that its first day lies in or before; a suspension takes effect with
    the first window that begins on its day or later, so that no window is cut in two.
    """
    assert bounds.start_at is not None  # A window of the house has bounds.
    assert bounds.end_at is not None
    if line.active_on is None or _midnight(line.active_on) >= bounds.end_at:
        return False
    return line.suspended_on is None or _midnight(line.suspended_on) > bounds.start_at
