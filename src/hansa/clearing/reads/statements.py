"""What a city may know of a batch: its own statement, and nothing of others' rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.clearing.models import Batch
from hansa.clearing.reads import places, rulesets
from hansa.clearing.reads.batches import (
    batch_row,
    folder_of,
    net_of,
    pairs_of,
    payment_of,
    was_published,
)
from hansa.clearing.rules.netting import Against, bilateral_of
from hansa.clearing.rules.rights import READ_STATEMENT
from hansa.clearing.terms.house import Cause, PaymentLine, State
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement in a list: what a batch adds to one party's position, in fen."""

    window: str
    number: int
    cause: Cause | None
    state: State
    party: str
    net_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a batch says to one party.

    Attributes:
        against: what it receives from and pays to each other party; they add up to the
            net position.
        payments: those that it makes or receives.
        counts: rows of the whole window by outcome; they add up to what was received.
        totals: amounts of the whole window, in fen.
        head: the head of the batch as it was published, with its signature.
    """

    line: StatementLine
    against: tuple[Against, ...]
    payments: tuple[PaymentLine, ...]
    counts: Mapping[str, Any]
    totals: Mapping[str, int]
    head: Mapping[str, Any]


def may_read_statement(actor: Actor, league: str, party: str) -> bool:
    """Tell whether somebody may read the statements of a party."""
    return may(actor, READ_STATEMENT, Over(league=league, member=party))


def list_statements(actor: Actor, league: str, party: str) -> tuple[StatementLine, ...]:
    """List what was published to a party, the latest window first.

    What is held or voided since stays in the list, with its state.

    Raises:
        Forbidden: the actor may not read this party's statements.
        Missing: nothing was published to it, and it is no city or account.
    """
    require(actor, READ_STATEMENT, Over(league=league, member=party))
    rows = Batch.objects.filter(league=league, chain__isnull=False)
    rows = rows.select_related("window").prefetch_related("pairs")
    rows = rows.order_by("-window__start_at", "number")
    found = ((row, net_of(row)) for row in rows)
    lines = tuple(_line(row, party, net) for row, net in found if party in net)
    if not lines:
        _refuse_unknown(actor, league, party)
    return lines


def _refuse_unknown(actor: Actor, league: str, party: str) -> None:
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    names = rulesets.parties_of(*rulesets.in_force(league, day))
    if party not in names:
        raise Missing(
            "party-missing",
            text("There is no city or account “{party}”.", party=party[:60]),
            meant(party[:60], names),
        )


def get_statement(
    actor: Actor, league: str, slug: str, number: int | None, party: str
) -> Statement:
    """Give the statement of a party of a batch that was published.

    Raises:
        Forbidden: the actor may not read this party's statements.
        Missing: there is no such batch, it was not published, or has no such party.
    """
    require(actor, READ_STATEMENT, Over(league=league, member=party))
    row = _published(league, slug, number, party)
    net, pairs = net_of(row), pairs_of(row)
    payments = (payment_of(one) for one in row.instructions.order_by("number"))
    return Statement(
        line=_line(row, party, net),
        against=bilateral_of(party, list(net), pairs),
        payments=tuple(one for one in payments if party in (one.payer, one.payee)),
        counts=row.result["counts"],
        totals=row.result["totals"],
        head=row.head,
    )


def bundle_of(
    actor: Actor, league: str, slug: str, number: int | None, party: str
) -> Path:
    """Give the place of a party's statement bundle, which it checks by itself.

    Raises:
        As ``get_statement``.
    """
    require(actor, READ_STATEMENT, Over(league=league, member=party))
    row = _published(league, slug, number, party)
    return places.statements_of(folder_of(row), row.head_sha256) / f"{party}.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle that is open for reading, and what it is called elsewhere."""

    name: str
    content: BinaryIO


def open_bundle(
    actor: Actor, league: str, slug: str, number: int | None, party: str
) -> Bundle:
    """Open a party's statement bundle, which whoever takes it closes.

    Raises:
        As ``get_statement``.
        Missing: the file is not where it was kept.
    """
    place = bundle_of(actor, league, slug, number, party)
    row = _published(league, slug, number, party)
    if not place.is_file():
        raise Missing(
            "bundle-missing",
            text("The bundle of {party} is not where it was kept.", party=party),
            text("Tell the operator of the installation; the journal names its hash."),
        )
    name = f"{league}-{row.window.slug}-{row.number}-{party}.zip"
    return Bundle(name=name, content=place.open("rb"))


def _published(league: str, slug: str, number: int | None, party: str) -> Batch:
    row = batch_row(league, slug, number)
    if not was_published(row) or party not in net_of(row):
        raise Missing(
            "statement-missing",
            text("There is no published statement of {party}.", party=party),
            text("A statement is there once another person has approved the batch."),
        )
    return row


def _line(row: Batch, party: str, net: Mapping[str, int]) -> StatementLine:
    return StatementLine(
        window=row.window.slug,
        number=row.number,
        cause=Cause(row.cause) if row.cause else None,
        state=State(row.state),
        party=party,
        net_fen=net[party],
    )
