"""The vocabulary of accounts: what they may do, where they are signed in, their keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hansa.chassis.actor import ROLE_NAMES, Role
from hansa.chassis.rights import Reach
from hansa.kernel.text import Bilingual, Text, text

SEPARATED = frozenset({Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR})
"""The three roles that three persons hold. Source: design, section 5."""

KEPT_STAFFED = SEPARATED
"""Roles that must not be without anybody: two bring the others back, one sees it all."""

EVERYWHERE = frozenset({*SEPARATED})
"""Roles that concern the installation and no one league."""

OF_A_CITY = frozenset({Role.CITY_LIAISON, Role.LEADER})
"""Roles that are nothing without a city of the league."""

OF_A_UNIT = frozenset({Role.UNIT_OFFICER})
"""Roles that are nothing without a unit."""

GRANTED = tuple(role for role in Role if role is not Role.PUBLIC)
"""Roles that an account can be given; what is public needs none."""


class Scope(StrEnum):
    """What a program's key may be used for."""

    READ = "read"
    WRITE = "write"


SCOPE_NAMES: Mapping[Scope, Text] = {
    Scope.READ: text("read what the account may see"),
    Scope.WRITE: text("change what the account may change"),
}


class FeedScope(StrEnum):
    """Whose calendar a feed is."""

    LEAGUE = "league"
    BODY = "body"
    CITY = "city"
    UNIT = "unit"
    PERSON = "person"


FEED_SCOPE_NAMES: Mapping[FeedScope, Text] = {
    FeedScope.LEAGUE: text("the whole league"),
    FeedScope.BODY: text("one body"),
    FeedScope.CITY: text("one city"),
    FeedScope.UNIT: text("one unit"),
    FeedScope.PERSON: text("one person"),
}


class DoorKind(StrEnum):
    """Which way in an endpoint belongs to."""

    PAGE = "page"
    API = "api"
    COMMAND = "command"


DOOR_NAMES: Mapping[DoorKind, Text] = {
    DoorKind.PAGE: text("page"),
    DoorKind.API: text("API"),
    DoorKind.COMMAND: text("command"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An account that notices of a league reach, with what it is there.

    Attributes:
        mail: its own address, else its person's; empty for none.
        person: id of the person behind it; None for nobody.
        places: role, city and unit of each of its roles in the league.
    """

    username: str
    mail: str
    person: str | None
    places: tuple[tuple[Role, str | None, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An endpoint: a page, an operation of the API or a command.

    Attributes:
        address: as it is written: ``POST /accounts/``, ``hansa account list``.
        right: code of the right that guards it; None where it is open to everybody.
    """

    kind: DoorKind
    address: str
    right: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """One role of an account.

    Attributes:
        league: None where the role holds everywhere.
        member, unit: the city and unit it acts for; None where it acts for neither.
        to_on: first day without it; None while it lasts.
        ended_at: when it was ended or taken back; None while it was not.
        called: what its league calls the role; None for the general word.
    """

    id: int
    league: str | None
    role: Role
    member: str | None
    unit: str | None
    unit_name: Bilingual | None
    from_on: date
    to_on: date | None
    granted_by: str
    granted_at: datetime
    ended_at: datetime | None
    called: Bilingual | None = None

    @property
    def name(self) -> Text | Bilingual:
        """What the role is called."""
        return self.called or ROLE_NAMES[self.role]

    def runs_on(self, day: date) -> bool:
        """Tell whether it holds on a day."""
        return (
            self.ended_at is None
            and self.from_on <= day
            and (self.to_on is None or day < self.to_on)
        )

    def overlaps(self, start: date, end: date | None) -> bool:
        """Tell whether it holds on any day of a half-open period."""
        return (
            self.ended_at is None
            and (end is None or self.from_on < end)
            and (self.to_on is None or start < self.to_on)
        )


class AccountState(StrEnum):
    """Whether an account can be used."""

    ACTIVE = "active"
    LOCKED = "locked"
    INACTIVE = "inactive"


ACCOUNT_STATE_NAMES: Mapping[AccountState, Text] = {
    AccountState.ACTIVE: text("in use"),
    AccountState.LOCKED: text("locked"),
    AccountState.INACTIVE: text("deactivated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """An account as lists show it; ``person`` and ``title`` are None for a machine.

    Attributes:
        is_locked: whether wrong passwords have locked it somewhere.
        grants: those that hold or are to come; ended ones are read by themselves.
    """

    id: int
    username: str
    mail: str
    person: str | None
    title: Bilingual | None
    is_active: bool
    is_locked: bool
    has_password: bool
    created_at: datetime
    created_by: str
    last_signed_in_at: datetime | None
    grants: tuple[GrantLine, ...]
    revision: int

    @property
    def state(self) -> AccountState:
        """Say whether it can be used."""
        if not self.is_active:
            return AccountState.INACTIVE
        return AccountState.LOCKED if self.is_locked else AccountState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """An account to be made; ``person`` is the id of one of the directory, or None."""

    username: str
    mail: str = ""
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDetails:
    """What can be changed of an account."""

    mail: str
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDraft:
    """A role to be given.

    Attributes:
        league: None for a role that holds everywhere.
        from_on: None for the day of the act.
        to_on: first day without it; None while it lasts.
    """

    role: Role
    league: str | None = None
    member: str | None = None
    unit: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Where somebody signs in from.

    Attributes:
        session_key: names the session; never shown.
        agent: what the browser says of itself.
    """

    session_key: str
    agent: str
    network_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInLine:
    """A browser that is signed in; ``is_this_one`` marks the reader's own."""

    id: int
    agent: str
    browser: Text
    network_address: str
    started_at: datetime
    seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDraft:
    """A program's key to be made; ``expires_at`` None for one without end."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A program's key as its owner sees it: never its secret."""

    id: str
    name: str
    last_four: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    has_ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """The secret address of a calendar: whose it is and what it shows.

    Attributes:
        account_id: whose it is; what the feed holds is what that account may see.
        subject: id of the body, city, unit or person; empty for the league.
    """

    id: str
    account_id: int
    league: str
    scope: FeedScope
    subject: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that sets a password once; the secret is shown to whoever asked for it."""

    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What an identity provider says of somebody who signed in there.

    Attributes:
        issuer, subject: name the person there, for ever.
        mail: empty where it gives none.
        mail_is_verified: whether the provider vouches for the address.
    """

    issuer: str
    subject: str
    mail: str
    mail_is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewDraft:
    """Filters of a list page to be kept; ``query`` is what follows the question mark."""

    league: str
    page: str
    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewLine:
    """Filters of a list page that somebody keeps; ``league`` empty for no one league."""

    id: int
    league: str
    page: str
    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLine:
    """One right as the matrix shows it.

    Attributes:
        reaches: for each role of the matrix, in its order, how far the right reaches; None
            where the role has it not.
        doors: the endpoints that it guards.
    """

    code: str
    name: Text
    reaches: tuple[Reach | None, ...]
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RightGroup:
    """The rights of one context."""

    context: str
    rights: tuple[RightLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Which role may do what, and through which doors.

    Attributes:
        roles: the columns: every role that has a right.
        idle: roles that have none.
        open_doors: endpoints that no right guards.
    """

    roles: tuple[Role, ...]
    idle: tuple[Role, ...]
    groups: tuple[RightGroup, ...]
    open_doors: tuple[Door, ...]
