"""The only upward knowledge: four closed tables, and nothing else.

``SECTIONS`` says which context reads which file of a charter, ``HANDLERS`` which service
reacts to which event, ``REALISES`` which page shows what a clause asks for, and ``HOME``
what the home page of a league shows.
"""

from hansa.charter import rules as charter_rules
from hansa.charter.charter import agreement, clauses, geography
from hansa.charter.terms import CharterApplied, Section
from hansa.chassis.outbox import Handlers
from hansa.delivery import charter as delivery_charter
from hansa.delivery import rules as delivery_rules
from hansa.governance import charter as governance_charter
from hansa.governance import services as governance_services
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import outline as outline_rules

SECTIONS: tuple[Section, ...] = (
    Section(
        name="charter",
        required=True,
        shape=agreement.AGREEMENT,
        link=agreement.link_agreement,
        compare=charter_rules.compare_agreements,
        outline=charter_rules.outline_agreement,
    ),
    Section(
        name="clauses",
        required=True,
        shape=clauses.CLAUSES,
        link=clauses.link_clauses,
        compare=charter_rules.compare_clauses,
        outline=charter_rules.outline_clauses,
    ),
    Section(
        name="governance",
        required=True,
        shape=governance_charter.STATUTE,
        link=governance_charter.link_statute,
        compare=calendar_rules.compare_calendars,
        outline=outline_rules.outline_statute,
    ),
    Section(
        name="projects",
        required=False,
        shape=delivery_charter.LIBRARY,
        link=delivery_charter.link_library,
        compare=delivery_rules.compare_libraries,
        outline=delivery_rules.outline_library,
    ),
    Section(
        name="geography",
        required=False,
        shape=geography.GEOGRAPHY,
        link=geography.link_geography,
        compare=charter_rules.nothing_to_compare,
        outline=charter_rules.nothing_to_outline,
    ),
)

HANDLERS: Handlers = {
    CharterApplied: (governance_services.keep_calendar_changes,),
}
