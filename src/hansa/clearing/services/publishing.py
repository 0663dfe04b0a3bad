"""Publishes a batch on a second person's word: statements, ledger, chain of heads."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction

from hansa.chassis import outbox
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch
from hansa.clearing.reads import ledger as ledger_reads
from hansa.clearing.reads import places, rulesets
from hansa.clearing.reads.batches import batch_row, folder_of, net_of, result_folder
from hansa.clearing.rules import caps
from hansa.clearing.rules.rights import APPROVE
from hansa.clearing.rules.states import require_step
from hansa.clearing.services import ledger, runs, signing, statements, storing
from hansa.clearing.services.participants import refuse_same_person
from hansa.clearing.services.running import before_of, cleared_batch, legs_in
from hansa.clearing.services.steps import locked, record, take_steps
from hansa.clearing.terms.house import BatchPublished, EntryKind, RowsSuspended, State
from hansa.clearing.terms.taps import Outcome
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.money import Money
from hansa.kernel.text import text


def approve(
    actor: Actor, league: str, slug: str, number: int | None = None, reason: str = ""
) -> Mapping[str, Any]:
    """Publish a netted batch: another person than those who prepared it says so.

    It is cleared once more and compared, so that what is published does not rest on one
    run. Statement bundles are on disk before a row names them; the ledger is booked, and
    the head of the batch joins the chain of the league, in one transaction.

    Args:
        actor: an approver who has taken no step of the batch.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        reason: a remark that stands with the step.

    Returns:
        The head, its hash and its signature, as every bundle holds them.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such batch.
        Refused: it is not netted, the same person prepared it, or a cap is exceeded.
        Conflict: another run gave another result, or a batch was published meanwhile.
    """
    require(actor, APPROVE, Over(league=league))
    row = batch_row(league, slug, number)
    _refuse(actor, row)
    previous, chain = _end_of_chain(league)
    with storing.scratch() as folder:
        made = folder / "statements"
        made.mkdir()
        sealed = _write_statements(row, previous, folder, made)
        place = places.statements_of(folder_of(row), sealed["head_sha256"])
        storing.keep_folder(made, place)
    with transaction.atomic():
        row = locked(league, slug, row.number)
        _refuse(actor, row)
        if _end_of_chain(league) != (previous, chain):
            raise Conflict(
                "published-meanwhile",
                text("Another batch of the league was published meanwhile."),
                text("Approve once more; it then follows that one."),
            )
        row.chain, row.previous_head = chain + 1, previous
        row.head, row.head_sha256 = sealed, sealed["head_sha256"]
        take_steps(actor, row, (State.PUBLISHED,), reason)
        ledger.post(actor, row, EntryKind.PUBLISHED, net_of(row))
        said = {"head_sha256": row.head_sha256, "previous": previous}
        record(actor, "clearing.approve", row, said)
        event = BatchPublished(league=league, window=slug, number=row.number)
        outbox.publish(actor, event)
        for party, rows in suspended_by_party(row).items():
            suspended = RowsSuspended(
                league=league, window=slug, number=row.number, party=party, rows=rows
            )
            outbox.publish(actor, suspended)
    return sealed


def suspended_by_party(row: Batch) -> Mapping[str, int]:
    """Count the suspended rows of a window by the party that answers for the acquirer."""
    read, _, _ = runs.rules_of(places.rules_of(row.manifest["rules"]))
    assert read.rulebook is not None  # A batch was cleared by it.
    parties = read.rulebook.participants.parties
    table = pq.read_table(
        result_folder(row) / "exceptions.parquet", columns=["acquirer", "outcome"]
    )
    suspended = table.filter(pc.field("outcome") == Outcome.SUSPENDED.value)
    found: dict[str, int] = {}
    for one in (
        suspended.group_by("acquirer").aggregate([([], "count_all")]).to_pylist()
    ):
        party = parties.get(one["acquirer"], "")
        found[party] = found.get(party, 0) + one["count_all"]
    return dict(sorted(found.items()))


def _refuse(actor: Actor, row: Batch) -> None:
    """Refuse a step that is none, one's own work, and a batch over a cap."""
    require_step(State(row.state), State.PUBLISHED)
    refuse_same_person(actor, set(row.steps.values_list("actor", flat=True)))
    version, terms = rulesets.in_force(
        row.league, actor.at.astimezone(LEAGUE_ZONE).date()
    )
    if terms.caps is None:
        return
    unpaid = ledger_reads.unpaid_of(row.league)
    found = caps.breaches(unpaid, net_of(row), terms.caps.cap_of)
    if found:
        breach, names = found[0], rulesets.parties_of(version, terms)
        raise Refused(
            "cap-exceeded",
            text(
                "{party} would owe {owed} yuan; its cap is {cap} yuan.",
                party=names.get(breach.party, breach.party),
                owed=str(Money(breach.owed_fen)),
                cap=str(Money(breach.cap_fen)),
            ),
            text("Settle what it owes, or raise its cap by an amendment."),
        )


def _end_of_chain(league: str) -> tuple[str, int]:
    """Give the last head of a league and its place; empty and 0 before the first."""
    rows = Batch.objects.filter(league=league, chain__isnull=False)
    last = rows.order_by("-chain").first()
    return ("", 0) if last is None else (last.head_sha256, int(last.chain or 0))


def _before(row: Batch) -> statements.Before | None:
    """Give what a delta adds to; None for a first batch."""
    earlier = before_of(row)
    if earlier is None:
        return None
    return statements.Before(
        number=earlier.number,
        head_sha256=earlier.head_sha256,
        legs=legs_in(folder_of(earlier)),
    )


def _write_statements(
    row: Batch, previous: str, folder: Path, made: Path
) -> dict[str, Any]:
    key = settings.HANSA_CLEARING_KEY
    signer = None if key is None else signing.signer_from(key)
    batch = statements.Batch(
        label=f"{row.league}/{row.window.slug}",
        number=row.number,
        previous=previous,
        manifest=row.result,
        cause=row.cause or None,
        sealed_sha256=row.manifest_sha256,
        before=_before(row),
    )
    again = folder / "again"
    again.mkdir()
    with cleared_batch(row, folder / "work") as window:
        result = runs.write_result(window.cleared, again, runs.RowsAsked.NONE)
        if result["result_sha256"] != row.result_sha256:
            raise Conflict(
                "result-differs",
                text("Clearing the batch again gave another result."),
                text("Publish nothing; compare the files with their hashes."),
            )
        rules = places.rules_of(row.manifest["rules"])
        return statements.write_statements(
            window.cleared, window.bounds, rules, batch, signer, made
        )
