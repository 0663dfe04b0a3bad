"""Acts of governance: records of what was held, and what follows from a charter."""

from hansa.governance.services.alarms import open_roster_alarms
from hansa.governance.services.changes import keep_calendar_changes
from hansa.governance.services.history import (
    export_history,
    plan_history,
    take_history,
)
from hansa.governance.services.obligations import (
    keep_duties_in_step,
    open_calendar_duties,
)
from hansa.governance.services.records import (
    confirm_record,
    correct_record,
    record_meeting,
    withdraw_record,
)

__all__ = [
    "confirm_record",
    "correct_record",
    "export_history",
    "keep_calendar_changes",
    "keep_duties_in_step",
    "open_calendar_duties",
    "open_roster_alarms",
    "plan_history",
    "record_meeting",
    "take_history",
    "withdraw_record",
]
