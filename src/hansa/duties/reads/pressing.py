"""What somebody must see to today, in the words of the database.

Each is asked of rows that ``states.with_state`` annotated.
"""

from django.db.models import Q

from hansa.duties.terms.duties import DUE, PRESSING, DutyState, Source

DUE_STATES = [state.value for state in DutyState if state in DUE]
_PRESSING = [state.value for state in DutyState if state in PRESSING]


def presses() -> Q:
    """Keep what presses by its day, and what an alarm says without any day."""
    alarm = Q(source=Source.ALARM.value, state=DutyState.OPEN.value, due_day=None)
    return Q(state__in=_PRESSING) | alarm
