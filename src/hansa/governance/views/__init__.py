"""Pages of governance, and its panels on the home page."""

from hansa.governance.views.bodies import bodies
from hansa.governance.views.calendars import calendar
from hansa.governance.views.circulars import (
    circular,
    circular_act,
    circular_docx,
    circular_draft,
    circular_new,
    circulars,
)
from hansa.governance.views.dockets import item, item_act
from hansa.governance.views.handovers import (
    handover,
    handover_docx,
    handover_sign,
    handovers,
)
from hansa.governance.views.history import history, history_export, history_template
from hansa.governance.views.minutes import (
    minutes,
    minutes_act,
    minutes_docx,
    minutes_section,
)
from hansa.governance.views.minutes_compare import minutes_compare
from hansa.governance.views.panels import (
    bodies_panel,
    next_panel,
    readings_of_year,
    sentence,
    turns_panel,
)
from hansa.governance.views.records import (
    compliance,
    record,
    record_confirm,
    record_correct,
    record_new,
    record_withdraw,
    records,
)
from hansa.governance.views.rosters import body, roster
from hansa.governance.views.sessions import (
    session,
    session_act,
    session_new,
    sessions,
)

__all__ = [
    "bodies",
    "bodies_panel",
    "body",
    "calendar",
    "circular",
    "circular_act",
    "circular_docx",
    "circular_draft",
    "circular_new",
    "circulars",
    "compliance",
    "handover",
    "handover_docx",
    "handover_sign",
    "handovers",
    "history",
    "history_export",
    "history_template",
    "item",
    "item_act",
    "minutes",
    "minutes_act",
    "minutes_compare",
    "minutes_docx",
    "minutes_section",
    "next_panel",
    "readings_of_year",
    "record",
    "record_confirm",
    "record_correct",
    "record_new",
    "record_withdraw",
    "records",
    "roster",
    "sentence",
    "session",
    "session_act",
    "session_new",
    "sessions",
    "turns_panel",
]
