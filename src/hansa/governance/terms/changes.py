"""The vocabulary of changes: bodies that begin, split, merge and end by a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from hansa.charter.terms import Plan
from hansa.governance.terms import Body
from hansa.governance.terms.dockets import Item
from hansa.governance.terms.sessions import Decision
from hansa.governance.terms.silence import Docketed, Silent
from hansa.governance.terms.studies import PortfolioLine
from hansa.kernel.text import Bilingual, Text, text


class ChangeKind(StrEnum):
    """What a decision does with bodies."""

    FOUND = "found"
    SPLIT = "split"
    MERGE = "merge"
    DISSOLVE = "dissolve"
    SET_UP = "set-up"
    REFORM = "reform"


CHANGE_NAMES: Mapping[ChangeKind, Text] = {
    ChangeKind.FOUND: text("new group"),
    ChangeKind.SPLIT: text("split"),
    ChangeKind.MERGE: text("merger"),
    ChangeKind.DISSOLVE: text("end of a body"),
    ChangeKind.SET_UP: text("body that was waited for"),
    ChangeKind.REFORM: text("groups formed anew"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A working group that is to begin; it has the statute of all groups.

    Attributes:
        lead: id of the unit that leads it; None where the agreement asks for none.
    """

    id: str
    name: Bilingual
    domain: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDraft:
    """What a decision changes in the bodies of a league.

    Attributes:
        decision: id of the item that was decided.
        from_on: the day from which it holds.
        ends: ids of bodies that end.
        begins: groups that begin; they take over from those that end.
        sets_up: ids of bodies that waited for their condition, and now stand.
        heir: who takes over where nothing begins.
        homes: where single open items go; all others go to the first that takes over.
    """

    decision: UUID
    from_on: date
    ends: tuple[str, ...] = ()
    begins: tuple[NewGroup, ...] = ()
    sets_up: tuple[str, ...] = ()
    heir: str | None = None
    homes: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def followers(self) -> tuple[str, ...]:
        """The bodies that take over from those that end, the first one first."""
        if self.begins:
            return tuple(group.id for group in self.begins)
        return (self.heir,) if self.heir else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehomed:
    """An open item of a body that ends, and the body that has it from then on."""

    item: Item
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePlan:
    """A change as it would be made, or as it was.

    Attributes:
        authority: the decision, as the version of the charter cites it.
        plan: what the amendment does to charter and calendar.
        rehomed: every open item of the bodies that end.
    """

    kind: ChangeKind
    draft: ChangeDraft
    decision: Decision
    authority: str
    plan: Plan
    rehomed: tuple[Rehomed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyEvent:
    """Something that a version of the charter says of the life of a body.

    Attributes:
        version: number of the version that says so first.
        authority: the decision that it cites; None for the agreement itself.
        decision, session: of the league's own register; None where nothing is found.
        cited: the decision as people name it; None where nothing is found.
    """

    on: date
    message: Text
    version: int | None
    authority: str | None
    decision: UUID | None = None
    session: UUID | None = None
    cited: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLife:
    """A body with its history, and what is before it on the day asked.

    Attributes:
        silent: whole periods without a meeting, of this year and the one before.
        portfolio: works that it studies; None for a body that studies none.
    """

    body: Body
    history: tuple[BodyEvent, ...]
    before: Docketed
    silent: tuple[Silent, ...]
    portfolio: tuple[PortfolioLine, ...] | None
