"""Measure 20,000 duties: opening, listing, filtering, counting and exporting them.

Run it by ``python -m benchmarks.duties``. The yardstick of each question is the same
answer by the rule in Python over all rows, so that the ratio says what the twin in SQL is
worth; that of opening is opening again, which changes nothing.
"""

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import django

from benchmarks.__main__ import seconds

DUTIES = 20_000
CITIES = (
    "xuzhou", "lianyungang", "suqian", "huaibei", "suzhou",
    "shangqiu", "zaozhuang", "jining", "linyi", "heze",
)  # fmt: skip
AS_OF = date(2026, 11, 24)


def main() -> None:
    """Build a database of its own, measure, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.sqlite3"
        os.environ["HANSA_DATABASE_URL"] = f"sqlite:///{file}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
        django.setup()
        print("| what | ms | ratio to its yardstick |")
        print("|---|---:|---:|")
        for name, taken, yardstick in measured():
            print(f"| {name} | {taken * 1000:.1f} | {taken / yardstick:.2f} |")


def measured() -> list[tuple[str, float, float]]:
    """Measure side by side: each question in SQL, and by the rule over all rows."""
    from django.conf import settings

    from hansa.charter import services as charter_services
    from hansa.chassis import database, workbooks
    from hansa.chassis.actor import Actor, Role
    from hansa.duties.models import Duty
    from hansa.duties.reads import duties as reads
    from hansa.duties.reads import inboxes
    from hansa.duties.services import keeping
    from hansa.duties.terms.duties import DutyState, Filters, Order, SortKey, Source

    database.bring_up_to_date()
    office = Actor(
        person="bench",
        authority="bench",
        member=None,
        roles=frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR}),
        at=datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
    )
    terms = charter_services.Terms(in_service_since=date(2025, 1, 1))
    charter_services.apply_version(office, settings.HANSA_CHARTERS / "huaihai", terms)
    drafts = list(stated())
    covered = frozenset(draft.series for draft in drafts)

    def open_all() -> None:
        keeping.open_duties(
            office, "huaihai", Source.CALENDAR, drafts, complete=covered
        )

    opened = once(open_all)
    settle_half(office)
    again = seconds(open_all)
    asked = reads.reckon("huaihai", AS_OF)
    late = Filters(states=frozenset({DutyState.OVERDUE}))

    def by_rule(keep: Callable[[Any], bool]) -> Callable[[], object]:
        def work() -> object:
            rows = reads.iter_duties(office, "huaihai", asked, Filters(), Order())
            return [line for line in rows if keep(line)]

        return work

    def listed(filters: Filters) -> Callable[[], object]:
        order = Order(key=SortKey.STATE)  # As the list page has it at first.
        return lambda: (
            reads.list_duties(office, "huaihai", asked, filters, order, slice(0, 50)),
            reads.count_duties(office, "huaihai", asked, filters),
        )

    def counted() -> object:
        rows = reads.iter_duties(office, "huaihai", asked, Filters(), Order())
        return Counter(line.state for line in rows)

    def exported() -> object:
        rows = reads.iter_duties(office, "huaihai", asked, Filters(), Order())
        lines = ([line.key, line.state.value, line.due_on] for line in rows)
        return workbooks.csv_of(["key", "state", "due"], lines)

    everything = seconds(by_rule(lambda line: line is not None))
    assert Duty.objects.count() == DUTIES
    return [
        (f"opening {DUTIES} duties again (the yardstick)", again, again),
        (f"opening {DUTIES} duties", opened, again),
        ("all lines by the rule in Python (the yardstick)", everything, everything),
        (
            "first page of the list, and its length",
            seconds(listed(Filters())),
            everything,
        ),
        ("first page of what is overdue", seconds(listed(late)), everything),
        (
            "what is overdue, by the rule in Python",
            seconds(by_rule(lambda line: line.state is DutyState.OVERDUE)),
            everything,
        ),
        (
            "counts by state",
            seconds(lambda: reads.count_states(office, "huaihai", asked, Filters())),
            everything,
        ),
        ("counts by state, by the rule in Python", seconds(counted), everything),
        (
            "words in the title",
            seconds(listed(Filters(words="台账 1999"))),
            everything,
        ),
        (
            "who owes what",
            seconds(lambda: inboxes.who_owes_what(office, "huaihai", asked)),
            everything,
        ),
        ("export of all as csv", seconds(exported), everything),
    ]


def once(work: Callable[[], object]) -> float:
    """Time what can be done only once."""
    import time

    begins = time.perf_counter()
    work()
    return time.perf_counter() - begins


def stated() -> Any:
    """Give drafts of many years: ten cities, a series for every twenty duties."""
    from hansa.charter.terms import Modality
    from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft
    from hansa.kernel.periods import Period
    from hansa.kernel.text import Bilingual

    chosen = random.Random(20181209)
    binding = [*[Modality.MUST] * 6, Modality.IN_PRINCIPLE, Modality.STRIVE]
    for number in range(DUTIES):
        start = date(2024, 1, 1) + timedelta(days=chosen.randrange(4 * 365))
        yield DutyDraft(
            key=f"bench/{number}",
            series=f"bench/{number // 20}",
            title=Bilingual(f"台账 {number}", f"Ledger {number}"),
            owed_to=LEAGUE_OFFICE,
            modality=chosen.choice(binding),
            clauses=("GOV-15",),
            member=CITIES[number % 10],
            window=Period(start, start + timedelta(days=30)),
        )


def settle_half(actor: Any) -> None:
    """Report every second duty, some of them late."""
    from hansa.duties.services import keeping
    from hansa.duties.terms.duties import Fact, Source

    facts = [
        Fact(key=f"bench/{number}", record=f"r:{number}", on=date(2026, 1, 1))
        for number in range(0, DUTIES, 2)
    ]
    keeping.record_evidence_by_key(actor, "huaihai", Source.CALENDAR, facts)


if __name__ == "__main__":
    main()
