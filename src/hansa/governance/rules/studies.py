"""Where a study stands, and which words cite it.

Source: GOV-23 of huaihai.
"""

import re
import unicodedata
from datetime import date

from hansa.governance.terms.studies import StudyState

# The agreement prints no time; a year is what the register was asked to report.
UNUSED_YEARS = 1
CITED = re.compile(r"(?<![0-9A-Za-z-])[Ss][-‐‑–—−]([1-9][0-9]{0,8})(?![0-9])")


def cited_in(*words: str) -> frozenset[int]:
    """Give the numbers of the studies that words cite, full width or half."""
    found: set[int] = set()
    for one in words:
        plain = unicodedata.normalize("NFKC", one)
        found.update(int(number) for number in CITED.findall(plain))
    return frozenset(found)


def unused_from(finished_on: date) -> date:
    """Give the day on which a finished study without use is reported, a year later."""
    year = finished_on.year + UNUSED_YEARS
    try:
        return finished_on.replace(year=year)
    except ValueError:  # The 29th of February has no anniversary in most years.
        return date(year, 3, 1)


def state_of(
    *,
    finished_on: date | None,
    given_up_on: date | None,
    due_on: date | None,
    used: bool,
    day: date,
) -> StudyState:
    """Tell where a study stands on a day."""
    if given_up_on is not None:
        return StudyState.GIVEN_UP
    if finished_on is None:
        late = due_on is not None and due_on < day
        return StudyState.LATE if late else StudyState.RUNNING
    if used:
        return StudyState.USED
    if unused_from(finished_on) <= day:
        return StudyState.UNUSED
    return StudyState.FINISHED
