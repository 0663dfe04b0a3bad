"""The notification matrix as terms, and how a notice reaches each of whom it concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import accounts
from hansa.directory.terms.accounts import Reached
from hansa.duties.models import DigestHour, NotificationChoice
from hansa.duties.rules import notifications as rules
from hansa.duties.terms.notices import Addressee, NoticeKind
from hansa.duties.terms.notifications import (
    Cell,
    Defaults,
    Hour,
    Modes,
    OwnMatrix,
    Pace,
    Way,
)

CELLS: tuple[Cell, ...] = tuple((kind, way) for kind in NoticeKind for way in Way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Everything that a league and its people say, read at once."""

    defaults: Mapping[Role, Modes]
    chosen: Mapping[str, dict[Cell, Pace]]
    hours: Mapping[str, Hour]
    reached: tuple[Reached, ...] = field(default=())

    def of_role(self, role: Role, cell: Cell) -> Pace:
        """Give how a kind reaches a role on a way."""
        return self.defaults[role][cell]

    def of_account(self, one: Reached, cell: Cell) -> Pace:
        """Give how a kind reaches an account on a way."""
        roles = [role for role, _, _ in one.places if role in self.defaults]
        soonest = rules.soonest(self.defaults[role][cell] for role in roles)
        return rules.settled(cell, self.chosen.get(one.username, {}), {cell: soonest})

    def hour_of(self, account: str) -> Hour:
        """Give when the digests of an account go out; empty for an address of nobody."""
        return self.hours.get(account, self.hours.get("", Hour()))


def matrix_of(league: str, on: date) -> Matrix:
    """Read the matrix of a league; the number of questions does not grow."""
    said: dict[Role, dict[Cell, Pace]] = {
        role: {cell: rules.shipped(role, cell) for cell in CELLS}
        for role in rules.ROLES
    }
    chosen: dict[str, dict[Cell, Pace]] = {}
    for row in NotificationChoice.objects.filter(league=league):
        cell = (NoticeKind(row.kind), Way(row.way))
        if row.account:
            chosen.setdefault(row.account, {})[cell] = Pace(row.mode)
        elif row.role in said:
            said[Role(row.role)][cell] = Pace(row.mode)
    hours = DigestHour.objects.filter(league=league)
    return Matrix(
        defaults=said,
        chosen=chosen,
        hours={row.account: Hour(hour=row.hour, weekday=row.weekday) for row in hours},
        reached=accounts.list_reached(league, on),
    )


def concerned(
    matrix: Matrix, to: Addressee, from_member: str | None
) -> Iterable[Reached]:
    """List the accounts that a notice concerns, beside its addresses of the directory.

    A city's liaisons and leaders, or the officers of the unit, or the account of the
    person that it addresses; and the league's office for what it issues.
    """
    for one in matrix.reached:
        addressed = to.person is not None and one.person == to.person
        if addressed or any(_concerns(place, to, from_member) for place in one.places):
            yield one


def _concerns(
    place: tuple[Role, str | None, str | None], to: Addressee, from_member: str | None
) -> bool:
    role, member, unit = place
    if role is Role.SECRETARIAT:
        return from_member is None
    if to.person is not None:
        return False
    if to.unit is not None:
        return role is Role.UNIT_OFFICER and unit == to.unit
    wide = role in {Role.CITY_LIAISON, Role.LEADER}
    return wide and member is not None and member == to.member


def by_person(matrix: Matrix) -> Mapping[str, Reached]:
    """Give the account of each person that has one."""
    return {one.person: one for one in matrix.reached if one.person}


def mail_mode(
    league: str, person: str, kind: NoticeKind, on: date
) -> tuple[Pace, Hour]:
    """Say how a kind of notice reaches one person by mail, and when digests go out."""
    matrix = matrix_of(league, on)
    one = by_person(matrix).get(person)
    cell = (kind, Way.MAIL)
    if one is None or not one.places:
        return matrix.of_role(Role.CITY_LIAISON, cell), matrix.hour_of("")
    return matrix.of_account(one, cell), matrix.hour_of(one.username)


def digest_at(mode: Pace, hour: Hour, at: datetime) -> datetime:
    """Say when something goes out that is said now: now, or with the next digest."""
    if mode in {Pace.DAILY, Pace.WEEKLY}:
        return rules.next_digest(mode, hour, at.astimezone(LEAGUE_ZONE))
    return at


def off_the_page(actor: Actor, league: str) -> frozenset[NoticeKind]:
    """Give the kinds that somebody does not want on the to-do page."""
    rows = NotificationChoice.objects.filter(league=league, way=Way.PAGE.value)
    own = {
        NoticeKind(row.kind): Pace(row.mode)
        for row in rows.filter(account=actor.person)
    }
    wanted = actor.roles & set(rules.ROLES)
    said: dict[NoticeKind, dict[str, Pace]] = {}
    for row in rows.filter(account="", role__in=[role.value for role in wanted]):
        said.setdefault(NoticeKind(row.kind), {})[row.role] = Pace(row.mode)
    return frozenset(
        kind
        for kind in NoticeKind
        if kind not in rules.FIXED
        and own.get(kind, _default(said.get(kind, {}), wanted)) is Pace.OFF
    )


def _default(said: Mapping[str, Pace], roles: Iterable[Role]) -> Pace:
    modes = [said.get(role.value, Pace.AT_ONCE) for role in roles]
    return rules.soonest(modes) if modes else Pace.AT_ONCE


def own_matrix(actor: Actor, league: str) -> OwnMatrix:
    """Show what the reader chose in a league, beside what holds otherwise.

    Raises:
        Forbidden: nobody is signed in.
        Missing: there is no such league.
    """
    accounts.refuse_public(actor)
    charter_reads.get_versions(league)
    matrix = matrix_of(league, accounts.day_in_league(actor.at))
    roles = [role for role in rules.ROLES if role in actor.roles]
    hours = DigestHour.objects.filter(league=league, account=actor.person).first()
    return OwnMatrix(
        defaults={
            cell: rules.soonest(matrix.of_role(role, cell) for role in roles)
            if roles
            else Pace.AT_ONCE
            for cell in CELLS
            if cell[1] in rules.OWN_WAYS
        },
        chosen=matrix.chosen.get(actor.person, {}),
        hour=matrix.hours.get(actor.person),
        league_hour=matrix.hour_of(""),
        revision=hours.revision if hours else 0,
    )


def get_defaults(actor: Actor, league: str) -> Defaults:
    """Show what a league says by default.

    Raises:
        Forbidden: the actor does not keep them.
        Missing: there is no such league.
    """
    require(actor, rules.KEEP, Over(league=league))
    charter_reads.get_versions(league)
    matrix = matrix_of(league, accounts.day_in_league(actor.at))
    row = DigestHour.objects.filter(league=league, account="").first()
    return Defaults(
        modes=matrix.defaults,
        hour=matrix.hour_of(""),
        revision=row.revision if row else 0,
    )


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor sets what holds by default, for a link."""
    return may(actor, rules.KEEP, Over(league=league))


def roles() -> tuple[Role, ...]:
    """List the roles that notices reach, in the order of the table."""
    return rules.ROLES


def modes_on(way: Way) -> tuple[Pace, ...]:
    """List the modes that a way has, for a form."""
    return rules.modes_of(way)


def is_fixed(kind: NoticeKind) -> bool:
    """Tell whether a kind cannot be switched off."""
    return kind in rules.FIXED
