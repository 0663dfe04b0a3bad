"""The clock. Only the ways in read it; everything below takes time as an argument."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from hansa.kernel.errors import Refused
from hansa.kernel.text import text

FIRST_YEAR = 1949  # No agreement between cities reaches further back.
LEAGUE_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Read the clock as an aware UTC instant; a demonstration's stands still."""
    fixed: datetime | None = settings.HANSA_CLOCK
    return fixed or datetime.now(tz=UTC)


def end_of(day: date) -> datetime:
    """Give the instant at which a day of the leagues' zone is over."""
    return datetime.combine(day + timedelta(days=1), time(), LEAGUE_ZONE)


def today() -> date:
    """Give today's date in the leagues' zone."""
    return now().astimezone(LEAGUE_ZONE).date()


def refuse_early(day: date) -> None:
    """Refuse a day before which no agreement between cities could be carried out.

    Raises:
        Refused: the day lies before ``FIRST_YEAR``.
    """
    if day.year < FIRST_YEAR:
        raise Refused(
            "day-too-far",
            text("{day} lies too far off.", day=day.isoformat()),
            text("Give a day from {first} on.", first=str(FIRST_YEAR)),
        )
