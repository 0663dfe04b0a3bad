"""Reads handovers: those of a league, and one with its pack."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.hashing import agrees, canonical, digest
from hansa.governance.models import Handover as Row
from hansa.governance.models import HandoverSignature
from hansa.governance.reads.calendars import list_names, statute_of
from hansa.governance.reads.left import list_left
from hansa.governance.rules import calendar as calendar_rules
from hansa.governance.rules import handovers as rules
from hansa.governance.terms.handovers import (
    HandoverLine,
    HandoverSheet,
    Left,
    LeftKind,
    Side,
    Signature,
    TurnPassing,
)

YEARS_AHEAD = 2


def passings_of(versions: Sequence[Version], today: date) -> tuple[TurnPassing, ...]:
    """List the days on which the turn passes, up to that of the coming year."""
    timeline = calendar_rules.statutes_in_force(charter_reads.timeline(versions))
    until = date(today.year + YEARS_AHEAD, 1, 1)
    found = rules.passings(versions[0].league, timeline, until)
    return tuple(turn for turn in found if turn.on < until)


def find_passing(versions: Sequence[Version], on: date, today: date) -> TurnPassing:
    """Find the passing of the turn on a day.

    Raises:
        Missing: the turn does not pass on that day, or not within the coming year.
    """
    for turn in passings_of(versions, today):
        if turn.on == on:
            return turn
    raise rules.handover_missing()


def may_read_some(actor: Actor, league: str) -> bool:
    """Tell whether an actor sees any handover, for a button."""
    return rules.may_read_some(actor, league)


def list_handovers(
    actor: Actor, versions: Sequence[Version], today: date
) -> tuple[HandoverLine, ...]:
    """List the handovers that an actor may see, the latest first.

    Raises:
        Forbidden: the actor sees none at all.
    """
    league = versions[0].league
    rules.require_some(actor, league)
    rows = {row.on_date: row for row in _rows(league)}
    turns = [t for t in passings_of(versions, today) if rules.may_read(actor, t)]
    return tuple(
        _line(versions, turn, rows.get(turn.on), today) for turn in reversed(turns)
    )


def _rows(league: str) -> Sequence[Row]:
    return list(Row.objects.filter(league=league).prefetch_related("signatures"))


def get_handover(
    actor: Actor, versions: Sequence[Version], on: date, today: date
) -> HandoverSheet:
    """Show one handover: the pack as it was signed, or as the records give it now.

    What the outgoing host did not answer is shown to the incoming one once it is signed.

    Raises:
        Missing: the turn does not pass on that day.
        Forbidden: the actor is of neither host nor of the office.
    """
    turn = find_passing(versions, on, today)
    rules.require_read(actor, turn)
    rows = Row.objects.filter(league=turn.league, on_date=on)
    row = rows.prefetch_related("signatures").first()
    content = row.content if row else content_of(versions, turn, today)
    whole = left_of(content)
    shown = [
        one
        for one in whole
        if row or one.kind is not LeftKind.REMINDER or rules.sees_all(actor, turn)
    ]
    return HandoverSheet(
        line=_line(versions, turn, row, today),
        content=content,
        digest=row.digest if row else digest_of(content),
        left=tuple(shown),
        withheld=len(whole) - len(shown),
        frozen_at=row.frozen_at if row else None,
        intact=agrees(canonical(row.content).encode(), row.digest) if row else None,
    )


def digest_of(content: Mapping[str, Any]) -> str:
    """Give the fingerprint of a pack."""
    return digest(canonical(content).encode())


def content_of(
    versions: Sequence[Version], turn: TurnPassing, today: date
) -> dict[str, Any]:
    """Put a pack together from the records: plain values, in one order."""
    return {
        "league": turn.league,
        "on": turn.on.isoformat(),
        "outgoing": turn.outgoing,
        "incoming": turn.incoming,
        "left": [
            {
                "kind": one.kind.value,
                "key": one.key,
                "within": one.within,
                "zh": one.zh,
                "en": one.en,
                "day": one.day.isoformat() if one.day else "",
            }
            for one in list_left(versions, turn, today)
        ],
    }


def left_of(content: Mapping[str, Any]) -> tuple[Left, ...]:
    """Give the lines of a pack."""
    return tuple(
        Left(
            kind=LeftKind(one["kind"]),
            key=one["key"],
            within=one["within"],
            zh=one["zh"],
            en=one["en"],
            day=date.fromisoformat(one["day"]) if one["day"] else None,
        )
        for one in content["left"]
    )


def _line(
    versions: Sequence[Version], turn: TurnPassing, row: Row | None, today: date
) -> HandoverLine:
    signed = sorted(row.signatures.all(), key=lambda one: one.pk) if row else []
    signatures = tuple(_signature(one) for one in signed)
    have = {one.side for one in signatures}
    missing = tuple(side for side in Side if side not in have)
    since = charter_reads.governing(versions, turn.on).in_service_since
    return HandoverLine(
        turn=turn,
        id=row.pk if row else None,
        state=rules.state_of(turn, have, since),
        signatures=signatures,
        missing=missing,
        finding=rules.finding_of(turn, missing, today, since, list_names(versions)),
    )


def _signature(row: HandoverSignature) -> Signature:
    return Signature(
        side=Side(row.side),
        member=row.member,
        authority=row.authority,
        evidence=row.evidence,
        signed_at=row.signed_at,
    )


def signs_for(actor: Actor, sheet: HandoverSheet) -> tuple[Side, ...]:
    """Give the sides for which an actor may sign now, or enter the signature."""
    line = sheet.line
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    if today < line.turn.begun_on or not line.missing:
        return ()
    side = line.missing[0]
    return (side,) if rules.may_sign(actor, line.turn, side) else ()


def require_signer(actor: Actor, turn: TurnPassing, side: Side) -> None:
    """Refuse whoever never signs for a side, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    if not rules.may_sign(actor, turn, side):
        rules.require_sign(actor, turn, side)


def turn_clauses(versions: Sequence[Version], on: date) -> tuple[str, ...]:
    """Give the clauses that say whose turn it is."""
    version = charter_reads.governing(versions, on)
    return statute_of(version).rotation.clauses


def days_of(actor: Actor, league: str, ids: Sequence[str]) -> Mapping[str, str]:
    """Name handovers that an actor may see by their day, by id."""
    if not ids:
        return {}
    versions = charter_reads.get_versions(league)
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    seen = {t.on for t in passings_of(versions, today) if rules.may_read(actor, t)}
    rows = Row.objects.filter(league=league, pk__in=sorted(set(ids)))
    return {str(row.pk): row.on_date.isoformat() for row in rows if row.on_date in seen}
