"""The stage of random scripts: whoever acts, and what each may by the agreement."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.conf import settings as django_settings
from django.db import connection, transaction
from hypothesis.stateful import (
    RuleBasedStateMachine,
)

from hansa.charter import services as charter_services
from hansa.chassis import journal, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import accounts
from hansa.directory.services.accounts import grants, keeping
from hansa.directory.terms.accounts import AccountDraft, GrantDraft
from hansa.governance.models import DocketItem, Session
from hansa.governance.terms.sessions import (
    LIVE,
    SessionState,
)
from hansa.governance.tests.people import SHELL, lead
from hansa.governance.tests.sessions import scene
from hansa.governance.tests.sessions.ledger import (
    LIVING,
    Ledger,
)
from hansa.kernel.errors import Forbidden, HansaError

H, GROUP = "huaihai", "group-transport"
BODIES = ("consultation", "symposium", GROUP)
CLASSES = {"consultation": "issue", "symposium": "matter", GROUP: "difficulty"}
BEGINS, ENDS, PASSES = date(2026, 7, 1), date(2027, 6, 30), date(2027, 1, 1)
HOSTS = {2026: "suzhou", 2027: "xuzhou"}
OFFICE = "office"
LIAISONS = ("suzhou", "xuzhou", "heze")
LEADS = ("lead-one", "lead-two")
NAMES = (*[OFFICE] * 6, *LIAISONS, *LEADS)

Made = TypeVar("Made")


@dataclass
class Term:
    """An appointment as the test remembers it: half-open, and perhaps ended before."""

    grant: int
    start: date
    end: date | None
    ended: bool = False

    def runs_on(self, day: date) -> bool:
        """Tell whether it stands on a day."""
        return (
            not self.ended
            and self.start <= day
            and (self.end is None or day < self.end)
        )


@dataclass
class Cast:
    """Accounts and units that every script begins with."""

    ids: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)

    def draft(self, name: str, start: date, end: date | None) -> GrantDraft:
        """Give the role that somebody has, for some days."""
        named: dict[str, Any] = {"role": Role.SECRETARIAT}
        if name in LIAISONS:
            named = {"role": Role.CITY_LIAISON, "member": name}
        elif name in LEADS:
            named = {"role": Role.GROUP_LEAD, "unit": self.units[name]}
        return GrantDraft(league=H, from_on=start, to_on=end, **named)


def at(day: date) -> datetime:
    """Give noon of a day."""
    return datetime.combine(day, time(12), LEAGUE_ZONE).astimezone(UTC)


def make_cast(administrator: Actor) -> Cast:
    """Put the charter in force and make the accounts, once for all scripts."""
    early = replace(administrator, at=at(date(2026, 1, 2)))
    workdays.seed(early.at)
    stated = charter_services.Terms(in_service_since=date(2026, 1, 1))
    charter_services.apply_version(early, django_settings.HANSA_CHARTERS / H, stated)
    made = Cast()
    made.units["lead-one"] = lead(H, "xuzhou", GROUP)
    made.units["lead-two"] = scene.bureau("linyi")
    for name in dict.fromkeys(NAMES):
        draft = AccountDraft(username=f"account-{name}")
        made.ids[name] = keeping.make_account(replace(SHELL, at=at(BEGINS)), draft)
    for name in (OFFICE, "suzhou", "lead-one"):
        given = made.draft(name, BEGINS, None)
        id_ = grants.give_role(replace(SHELL, at=at(BEGINS)), made.ids[name], given)
        made.terms[name] = Term(id_, BEGINS, None)
    return made


class Stage(RuleBasedStateMachine):
    """A league from July 2026 on: who is appointed, who may what, and what there is."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self._script = transaction.atomic()
        self._script.__enter__()
        self.today = BEGINS
        self.put: list[UUID] = []
        self.convened: list[UUID] = []
        self.acts = 0
        self.ledger = Ledger()
        self.terms: dict[str, list[Term]] = {name: [] for name in NAMES}
        for name, term in self.cast.terms.items():
            self.terms[name].append(replace(term))
        self.leads: list[tuple[str, date]] = [("lead-one", date(2019, 1, 1))]

    def teardown(self) -> None:
        """Judge the chain and the keys of the whole script, then undo it."""
        try:
            assert journal.verify().fault is None
            connection.check_constraints()
        finally:
            transaction.set_rollback(True)
            self._script.__exit__(None, None, None)

    # Who may what, as a reader of the agreement would say it.

    def stands(self, name: str) -> bool:
        """Tell whether somebody is appointed today."""
        return any(term.runs_on(self.today) for term in self.terms[name])

    def leads_on(self, day: date) -> str:
        """Give who leads the group on a day."""
        return max(
            (one for one in self.leads if one[1] <= day), key=lambda one: one[1]
        )[0]

    def holds(self, name: str, body: str, host: str, day: date) -> bool:
        """Tell whether somebody runs a session: as office, as host, as the group's lead."""
        if name in LEADS:
            return body == GROUP and self.leads_on(day) == name
        return name in {OFFICE, host}

    def runs(self, name: str, session: Session) -> bool:
        """Tell whether somebody runs a session that was convened."""
        return self.holds(name, session.body, session.host, session.start_on)

    def actor(self, name: str) -> Actor:
        """Give somebody as the records know them today."""
        self.acts += 1  # No two acts are of one instant, so that their order is told.
        instant = at(self.today) + timedelta(seconds=self.acts)
        return accounts.actor_of_account(self.cast.ids[name], H, instant)

    def tries(
        self, name: str, allowed: bool, act: Callable[[Actor], Made]
    ) -> Made | None:
        """Let somebody act; whoever is not appointed, or not for this, is turned away."""
        entitled = self.stands(name) and allowed
        try:
            made = act(self.actor(name))
        except Forbidden:
            assert not entitled, f"{name} may do this on {self.today}"
            return None
        except HansaError:
            assert self.stands(name), f"{name} was not turned away on {self.today}"
            return None
        assert entitled, f"{name} may not do this on {self.today}"
        return made

    def sessions(self, *states: SessionState) -> list[Session]:
        """List sessions in some states, as they stood after the last step."""
        found = [one for one in self.ledger.sessions.values() if one.state in states]
        return sorted(found, key=lambda one: self.convened.index(one.pk))

    def pick(self, found: list[Any], number: int) -> Any:
        """Choose one of what there is; None of nothing."""
        return found[number % len(found)] if found else None

    def live(self, number: int) -> Session | None:
        """Choose a session that is not over."""
        chosen: Session | None = self.pick(self.sessions(*LIVE), number)
        return chosen

    def items(self) -> list[DocketItem]:
        """List the items of dockets that are not over."""
        found = [
            one
            for one in self.ledger.items.values()
            if one.withdrawn_at is None and one.session and one.session.state in LIVING
        ]
        order: dict[UUID | None, int] = {
            one: at for at, one in enumerate(self.convened)
        }
        return sorted(found, key=lambda one: (order[one.session_id], one.place))

    def item(self, number: int) -> DocketItem | None:
        """Choose an item of a docket that is not over."""
        chosen: DocketItem | None = self.pick(self.items(), number)
        return chosen
