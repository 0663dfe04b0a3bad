"""The files of a rules folder: participants, the window, and each scheme's versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hansa.clearing.terms.rulebook import Bounds, Participants, Version
from hansa.clearing.terms.schemes import Scheme
from hansa.kernel.findings import Position
from hansa.kernel.nodes import Node, ScalarNode
from hansa.kernel.shapes import (
    Flag,
    Line,
    ListOf,
    Log,
    MapOf,
    Nullable,
    Record,
    Schema,
    Whole,
    may,
    needs,
)
from hansa.kernel.text import mark

LEAGUE_OFFSET = timezone(timedelta(hours=8))  # Asia/Shanghai, which has no summer time.
DAYS_MOST, FILES_MOST = 3660, 10_000
AMOUNT_MOST = 10**11  # fen; no tap is dearer, and fifty million of them fit into int64.
ID_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, from its first moment in Asia/Shanghai, or an instant with its offset."""

    def read(self, node: Node, log: Log) -> datetime | None:
        if isinstance(node, ScalarNode):
            found = instant_from(node.written)
            if found is not None:
                return found
        written = node.written if isinstance(node, ScalarNode) else ""
        log.error(
            "wrong-instant",
            node.at,
            mark("“{written}” is neither a day nor an instant with its offset."),
            mark("Write it like 2026-11-23 or 2026-11-23T00:00:00+08:00."),
            written=written,
        )
        return None

    def schema(self) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class Since:
    """An instant, and how its author wrote it."""

    at: datetime
    written: str


@dataclass(frozen=True, slots=True)
class Written:
    """An instant that keeps how it was written, which names what begins with it."""

    def read(self, node: Node, log: Log) -> Since | None:
        found = Instant().read(node, log)
        if found is None or not isinstance(node, ScalarNode):
            return None
        return Since(found, node.written)

    def schema(self) -> Schema:
        return Instant().schema()


def instant_from(written: str) -> datetime | None:
    """Read a day or an instant with its offset; None where it is neither."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            day = date.fromisoformat(written)
            return datetime(day.year, day.month, day.day, tzinfo=LEAGUE_OFFSET)
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _participants(
    *,
    members: tuple[str, ...],
    accounts: tuple[str, ...],
    participants: Mapping[str, str],
    at: Position,
) -> "ReadParticipants":
    return ReadParticipants(
        Participants(members=members, accounts=accounts, parties=participants), at
    )


@dataclass(frozen=True, slots=True)
class ReadParticipants:
    """Participants and their place."""

    participants: Participants
    at: Position


PARTICIPANTS = Record(
    _participants,
    {
        "members": needs(
            ListOf(Line(longest=ID_LONGEST)), "member cities, in the order of ties"
        ),
        "accounts": may(
            ListOf(Line(longest=ID_LONGEST)), "named accounts that are no member", ()
        ),
        "participants": needs(
            MapOf(Line(longest=ID_LONGEST)), "the party of each institution"
        ),
    },
    keeps_place=True,
)


def link_participants(read: ReadParticipants, log: Log) -> None:
    """Check that every party is declared, and once."""
    parties = read.participants.in_order
    for party in sorted({party for party in parties if parties.count(party) > 1}):
        log.error(
            "party-twice",
            read.at,
            mark("The party “{party}” is listed twice."),
            mark("List it once, as a member or as an account."),
            party=party,
        )
    for institution, party in read.participants.parties.items():
        if party not in parties:
            log.error(
                "party-unknown",
                read.at,
                mark("“{institution}” belongs to “{party}”, which is not listed."),
                mark("Add it to the members or to the accounts."),
                institution=institution,
                party=party,
            )


def _bounds(*, start: datetime, end: datetime, **rest: Any) -> Bounds:
    return Bounds(start_at=start, end_at=end, **rest)


WINDOW = Record(
    _bounds,
    {
        "start": needs(Instant(), "first instant of the window"),
        "end": needs(Instant(), "first instant after it"),
        "late_days": needs(
            Whole(least=0, most=DAYS_MOST), "days before the start that are still taken"
        ),
        "received_by": may(Nullable(Instant()), "from when a file is missing"),
        "files": may(
            MapOf(Whole(least=0, most=FILES_MOST)), "files expected of each sender", {}
        ),
    },
)


@dataclass(frozen=True, slots=True)
class _Parameters:
    """The parameters of a version, by the shape of its scheme."""

    scheme: Scheme

    def read(self, node: Node, log: Log) -> Any:
        return self.scheme.parameters.read(node, log)

    def schema(self) -> Schema:
        return self.scheme.parameters.schema()


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version and its place."""

    version: Version
    at: Position


def versions_of(scheme: Scheme) -> Record[tuple[ReadVersion, ...]]:
    """Give the shape of the file that holds a scheme's versions."""

    def build(
        *,
        effective_from: Since,
        id: str | None,  # noqa: A002 -- the word of the file
        services: tuple[str, ...],
        acquirers: tuple[str, ...] | None,
        at: Position,
        **rest: Any,
    ) -> ReadVersion:
        version = Version(
            scheme=scheme.slug,
            id=id or effective_from.written,
            effective_at=effective_from.at,
            services=services,
            acquirers=None if acquirers is None else frozenset(acquirers),
            **rest,
        )
        return ReadVersion(version, at)

    name = Line(longest=ID_LONGEST)
    version = Record(
        build,
        {
            "id": may(Nullable(name), "what results name it by"),
            "effective_from": needs(Written(), "from when it holds"),
            "clause": needs(name, "the clause that it rests on"),
            "example": may(Flag(), "an unverified example", default=False),
            "services": needs(ListOf(name), "the services that it covers"),
            "acquirers": may(Nullable(ListOf(name)), "only these acquirers"),
            "amount_max_fen": needs(
                Whole(least=0, most=AMOUNT_MOST), "the most that one tap may charge"
            ),
            "parameters": needs(_Parameters(scheme), "the scheme's own"),
        },
        keeps_place=True,
    )
    return Record(
        lambda *, versions: versions,
        {"versions": needs(ListOf(version), "dated rules of the scheme")},
    )


def link_versions(
    read: tuple[ReadVersion, ...], participants: Participants, log: Log
) -> None:
    """Check that ids are unique and that every party that is named is declared."""
    seen: set[tuple[str, str]] = set()
    for one in read:
        key = (one.version.scheme, one.version.id)
        if key in seen:
            log.error(
                "version-twice",
                one.at,
                mark("The version “{version}” stands twice."),
                mark("Give every version an id of its own."),
                version=one.version.id,
            )
        seen.add(key)
        for party in sorted(one.version.parameters.parties()):
            if party not in participants.in_order:
                log.error(
                    "party-unknown-in-version",
                    one.at,
                    mark(
                        "The version “{version}” names “{party}”, which is not listed."
                    ),
                    mark("Write a member, an account, @issuer or @acquirer."),
                    version=one.version.id,
                    party=party,
                )
