"""Commands of governance: calendar, sessions, minutes, circulars, handovers, records."""

from hansa.governance.commands import (
    comments,
    dockets,
    feeds,
    invitations,
    panels,
    records,
    rosters,
)
from hansa.governance.commands.agreements import app as agreement_app
from hansa.governance.commands.bodies import app as body_app
from hansa.governance.commands.calendars import app, calendar, kind_of, period_of
from hansa.governance.commands.circulars import app as circular_app
from hansa.governance.commands.consultations import app as consultation_app
from hansa.governance.commands.experts import app as expert_app
from hansa.governance.commands.handovers import app as handover_app
from hansa.governance.commands.laws import app as law_app
from hansa.governance.commands.minutes import app as minutes_app
from hansa.governance.commands.sessions import app as session_app
from hansa.governance.commands.stakeholders import app as stakeholder_app
from hansa.governance.commands.stakeholders import proposal_app
from hansa.governance.commands.studies import app as study_app

# The modules put their verbs on ``app`` when they are imported.
__all__ = [
    "agreement_app",
    "app",
    "body_app",
    "calendar",
    "circular_app",
    "comments",
    "consultation_app",
    "dockets",
    "expert_app",
    "feeds",
    "handover_app",
    "invitations",
    "kind_of",
    "law_app",
    "minutes_app",
    "panels",
    "period_of",
    "proposal_app",
    "records",
    "rosters",
    "session_app",
    "stakeholder_app",
    "study_app",
]
