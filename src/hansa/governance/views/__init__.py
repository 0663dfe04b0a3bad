"""Pages of governance, and its panels on the home page."""

from hansa.governance.views.advice import (
    advice,
    advice_act,
    draw,
    draw_certificate,
    draws,
)
from hansa.governance.views.agreement_files import (
    agreement_docx,
    agreement_json,
    agreement_verify,
)
from hansa.governance.views.agreements import (
    agreement,
    agreement_act,
    agreement_new,
    agreement_sign,
    agreements,
)
from hansa.governance.views.bodies import bodies
from hansa.governance.views.body_changes import body_change
from hansa.governance.views.calendars import calendar
from hansa.governance.views.circulars import (
    circular,
    circular_act,
    circular_docx,
    circular_draft,
    circular_new,
    circulars,
)
from hansa.governance.views.counties import counties
from hansa.governance.views.dockets import item, item_act
from hansa.governance.views.experts import expert, expert_act, expert_new, experts
from hansa.governance.views.handovers import (
    handover,
    handover_docx,
    handover_sign,
    handovers,
)
from hansa.governance.views.history import history, history_export, history_template
from hansa.governance.views.law_files import law_docx, law_xlsx
from hansa.governance.views.law_rows import law_draft, law_row, law_row_act
from hansa.governance.views.laws import law, law_act, law_new, laws
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
from hansa.governance.views.studies import studies, study, study_act, study_new

__all__ = [
    "advice",
    "advice_act",
    "agreement",
    "agreement_act",
    "agreement_docx",
    "agreement_json",
    "agreement_new",
    "agreement_sign",
    "agreement_verify",
    "agreements",
    "bodies",
    "bodies_panel",
    "body",
    "body_change",
    "calendar",
    "circular",
    "circular_act",
    "circular_docx",
    "circular_draft",
    "circular_new",
    "circulars",
    "compliance",
    "counties",
    "draw",
    "draw_certificate",
    "draws",
    "expert",
    "expert_act",
    "expert_new",
    "experts",
    "handover",
    "handover_docx",
    "handover_sign",
    "handovers",
    "history",
    "history_export",
    "history_template",
    "item",
    "item_act",
    "law",
    "law_act",
    "law_docx",
    "law_draft",
    "law_new",
    "law_row",
    "law_row_act",
    "law_xlsx",
    "laws",
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
    "studies",
    "study",
    "study_act",
    "study_new",
    "turns_panel",
]
