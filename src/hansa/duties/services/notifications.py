"""Keeping the notification matrix: one's own choices, and what a league says by default."""

from collections.abc import Mapping

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, require
from hansa.directory.reads.accounts import refuse_public
from hansa.duties.models import DigestHour, NotificationChoice
from hansa.duties.rules import notifications as rules
from hansa.duties.terms.notifications import (
    Cell,
    Choices,
    DefaultsDraft,
    Hour,
    Pace,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def choose(actor: Actor, league: str, revision: int, choices: Choices) -> None:
    """Keep how notices of a league reach oneself; cells that are not named stay.

    Raises:
        Forbidden: nobody is signed in.
        Missing: there is no such league.
        Conflict: it was changed elsewhere meanwhile.
        Refused: supervision would be switched off, or a way or an hour is none of one's.
    """
    refuse_public(actor)
    charter_reads.get_versions(league)
    for cell, mode in choices.modes.items():
        rules.refuse_own_way(cell[1])
        rules.refuse_cell(cell, mode)
    with transaction.atomic():
        journal.lock()
        _keep_hour(league, actor.person, revision, choices.hour)
        _keep(league, {"account": actor.person, "role": ""}, choices.modes)
        journal.record(
            actor,
            "notifications.choose",
            league,
            [f"account:{actor.person}"],
            _told(choices.modes, choices.hour),
        )


def keep_defaults(
    actor: Actor, league: str, revision: int, draft: DefaultsDraft
) -> None:
    """Keep what a league says by default; roles and cells that are not named stay.

    Raises:
        Forbidden: the actor is not of the office.
        Missing: there is no such league.
        Conflict: somebody changed it meanwhile.
        Refused: supervision would be switched off, or a role, way or hour is unknown.
    """
    require(actor, rules.KEEP, Over(league=league))
    charter_reads.get_versions(league)
    for role, modes in draft.modes.items():
        _refuse_role(role)
        for cell, mode in modes.items():
            if mode is not rules.shipped(role, cell):
                rules.refuse_cell(cell, mode)
    with transaction.atomic():
        journal.lock()
        _keep_hour(league, "", revision, draft.hour)
        for role, modes in draft.modes.items():
            _keep(league, {"account": "", "role": role.value}, modes)
        journal.record(
            actor,
            "notifications.keep_defaults",
            league,
            [],
            {
                role.value: _told(modes, draft.hour)
                for role, modes in draft.modes.items()
            },
        )


def _refuse_role(role: Role) -> None:
    if role not in rules.ROLES:
        raise Refused(
            "role-unreached",
            text("Notices do not reach the role “{role}”.", role=role.value),
            text(
                "Choose one of: {roles}.",
                roles=tuple(one.value for one in rules.ROLES),
            ),
        )


def _keep_hour(league: str, account: str, revision: int, hour: Hour | None) -> None:
    """Keep the hour of digests, and count the change; without an hour the former stays."""
    if hour is not None:
        rules.refuse_hour(hour)
    row = DigestHour.objects.filter(league=league, account=account).first()
    if (row.revision if row else 0) != revision:
        raise Conflict(
            "matrix-changed",
            text("This was changed meanwhile; nothing was overwritten."),
            text("Look at what was added, then send again what is still needed."),
        )
    if row is None:
        former = DigestHour.objects.filter(league=league, account="").first()
        start = Hour(hour=former.hour, weekday=former.weekday) if former else Hour()
        row = DigestHour(
            league=league,
            account=account,
            hour=start.hour,
            weekday=start.weekday,
            revision=0,
        )
    if hour is not None:
        row.hour, row.weekday = hour.hour, hour.weekday
    row.revision += 1
    row.save()


def _keep(
    league: str, holder: Mapping[str, str], modes: Mapping[Cell, Pace | None]
) -> None:
    for (kind, way), mode in modes.items():
        named = {"league": league, **holder, "kind": kind.value, "way": way.value}
        NotificationChoice.objects.filter(**named).delete()
        if mode is not None:
            NotificationChoice.objects.create(**named, mode=mode.value)


def _told(modes: Mapping[Cell, Pace | None], hour: Hour | None) -> dict[str, str]:
    told = {
        f"{kind.value}/{way.value}": mode.value if mode else "default"
        for (kind, way), mode in modes.items()
    }
    return told | ({"digest": f"{hour.hour}:00 {hour.weekday}"} if hour else {})
