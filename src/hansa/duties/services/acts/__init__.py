"""What people do with a duty: report it, return evidence, waive, extend, escalate, remark.

Each act takes the revision that its actor saw. What happened outside is recorded whenever
it is told, with findings; only what is no fact at all is refused.
"""

from hansa.duties.services.acts.deciding import trigger, waive
from hansa.duties.services.acts.evidence import (
    findings_of,
    record_evidence,
    report,
    return_evidence,
)
from hansa.duties.services.acts.extending import (
    Extension,
    grant_extension,
    refuse_extension,
    request_extension,
    waiting,
)
from hansa.duties.services.acts.kept import Decision, Done, Recorded
from hansa.duties.services.acts.matters import (
    Escalation,
    answer,
    escalate,
    note,
    sign_for,
)
from hansa.duties.services.acts.withdrawing import withdraw_event

__all__ = [
    "Decision",
    "Done",
    "Escalation",
    "Extension",
    "Recorded",
    "answer",
    "escalate",
    "findings_of",
    "grant_extension",
    "note",
    "record_evidence",
    "refuse_extension",
    "report",
    "request_extension",
    "return_evidence",
    "sign_for",
    "trigger",
    "waiting",
    "waive",
    "withdraw_event",
]
