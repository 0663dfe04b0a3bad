"""What a city may know of a batch: its own statement, and nothing of others' rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

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
    was_published,
)
from hansa.clearing.reads.past import batches_then, instant_of, payments_then
from hansa.clearing.reads.windows import window_row
from hansa.clearing.rules.netting import Against, bilateral_of
from hansa.clearing.rules.rights import READ_STATEMENT
from hansa.clearing.terms.house import Cause, PaymentLine, State, batch_called
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Text, text


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement in a list: what a batch adds to one party's position, in fen."""

    window: str
    number: int
    cause: Cause | None
    state: State
    party: str
    net_fen: int

    @property
    def called(self) -> Text:
        """What people call it."""
        return batch_called(self.number, self.cause)


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


UNSIGNED = text(
    "No HANSA_CLEARING_KEY is set: the head goes out unsigned and stays so, and every "
    "check of a statement says it. Set the key before the batch is approved."
)


def heads_are_signed() -> bool:
    """Tell whether what is published from here is signed."""
    return settings.HANSA_CLEARING_KEY is not None


def may_read_statement(actor: Actor, league: str, party: str) -> bool:
    """Tell whether somebody may read the statements of a party."""
    return may(actor, READ_STATEMENT, Over(league=league, member=party))


def list_statements(
    actor: Actor, league: str, party: str, as_of: date | None = None
) -> tuple[StatementLine, ...]:
    """List what was published to a party, the latest window first.

    What is held or voided since stays in the list, with its state.

    Args:
        actor: somebody who may read the statements of the party.
        league: slug.
        party: a member city or named account.
        as_of: the day as of whose end they are listed; None for now.

    Raises:
        Forbidden: the actor may not read this party's statements.
        Missing: nothing was published to it, and it is no city or account.
    """
    require(actor, READ_STATEMENT, Over(league=league, member=party))
    rows = Batch.objects.filter(league=league, chain__isnull=False)
    rows = rows.select_related("window").prefetch_related("pairs")
    rows = rows.order_by("-window__start_at", "number")
    then = (row for row in batches_then(rows, as_of) if was_published(row))
    found = ((row, net_of(row)) for row in then)
    lines = tuple(_line(row, party, net) for row, net in found if party in net)
    if not lines:
        _refuse_unknown(instant_of(actor, as_of), league, party)
    return lines


def _refuse_unknown(at: datetime, league: str, party: str) -> None:
    day = at.astimezone(LEAGUE_ZONE).date()
    names = rulesets.parties_of(*rulesets.in_force(league, day))
    if party not in names:
        raise Missing(
            "party-missing",
            text("There is no city or account “{party}”.", party=party[:60]),
            meant(party[:60], names),
        )


def get_statement(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None,
    party: str,
    as_of: date | None = None,
) -> Statement:
    """Give the statement of a party of a batch that was published.

    Args:
        actor: somebody who may read the statements of the party.
        league: slug.
        slug: of the window.
        number: of the batch; None for the latest that was published.
        party: a member city or named account.
        as_of: the day as of whose end it is shown; None for now.

    Raises:
        Forbidden: the actor may not read this party's statements.
        Missing: there is no such batch, it was not published, or has no such party.
    """
    require(actor, READ_STATEMENT, Over(league=league, member=party))
    row = _published(league, slug, number, party, as_of)
    net, pairs = net_of(row), pairs_of(row)
    payments = payments_then(row, as_of)
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


def _published(
    league: str,
    slug: str,
    number: int | None,
    party: str,
    as_of: date | None = None,
) -> Batch:
    row = _published_last(league, slug, as_of) if number is None else None
    row = row or batch_row(league, slug, number, as_of)
    if not was_published(row) or party not in net_of(row):
        raise Missing(
            "statement-missing",
            text("There is no published statement of {party}.", party=party),
            text("A statement is there once another person has approved the batch."),
        )
    return row


def _published_last(league: str, slug: str, as_of: date | None) -> Batch | None:
    """Give the latest batch of a window that was published, one that stands before others.

    A delta that is only sealed hides nothing that a city was told.
    """
    rows = Batch.objects.filter(window=window_row(league, slug, as_of))
    rows = rows.select_related("window").order_by("-number")
    told = [row for row in batches_then(rows, as_of) if was_published(row)]
    standing = (row for row in told if State(row.state) is not State.VOIDED)
    return next(standing, told[0] if told else None)


def _line(row: Batch, party: str, net: Mapping[str, int]) -> StatementLine:
    return StatementLine(
        window=row.window.slug,
        number=row.number,
        cause=Cause(row.cause) if row.cause else None,
        state=State(row.state),
        party=party,
        net_fen=net[party],
    )
