"""Commands of governance: calendar, sessions, minutes, circulars, handovers, records."""

from hansa.governance.commands import dockets, feeds, records, rosters
from hansa.governance.commands.calendars import app, calendar, kind_of, period_of
from hansa.governance.commands.circulars import app as circular_app
from hansa.governance.commands.handovers import app as handover_app
from hansa.governance.commands.minutes import app as minutes_app
from hansa.governance.commands.sessions import app as session_app

# The modules put their verbs on ``app`` when they are imported.
__all__ = [
    "app",
    "calendar",
    "circular_app",
    "dockets",
    "feeds",
    "handover_app",
    "kind_of",
    "minutes_app",
    "period_of",
    "records",
    "rosters",
    "session_app",
]
