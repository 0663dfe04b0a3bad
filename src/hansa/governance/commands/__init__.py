"""``hansa calendar`` and ``hansa governance …``."""

from hansa.governance.commands import feeds, records, rosters
from hansa.governance.commands.calendars import app, calendar, kind_of, period_of

# The modules put their verbs on ``app`` when they are imported.
__all__ = [
    "app",
    "calendar",
    "feeds",
    "kind_of",
    "period_of",
    "records",
    "rosters",
]
