"""Answers questions on a batch of the house: why this amount, and what if otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.clearing.models import Batch
from hansa.clearing.reads import participants, places, rulesets
from hansa.clearing.reads.batches import (
    batch_row,
    folder_of,
    net_of,
    result_folder,
    was_published,
)
from hansa.clearing.reads.windows import bounds_of
from hansa.clearing.rules.codes import CODES
from hansa.clearing.rules.differences import LegLine
from hansa.clearing.rules.rights import READ, READ_STATEMENT
from hansa.clearing.services import questions, runs, storing
from hansa.clearing.services.questions import WhatIf
from hansa.clearing.services.running import COLUMNS, cleared_batch
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import text

TAPS_SHOWN, TAPS_MOST = 20, 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAdded:
    """What a class adds to what one party owes another by a batch.

    Attributes:
        rows: how many more rows it has than in the batch before; may be negative.
        purchase_fen: what the card was charged; None where the class has no rows now.
        example: whether the version is an unverified example.
    """

    leg: LegLine
    purchase_fen: int | None
    example: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """An amount of a batch, class by class, the largest first.

    Attributes:
        chosen: the class whose taps are shown.
        taps: some of them, out of the whole window.
        tap_count: how many there are in all.
    """

    debtor: str
    creditor: str
    amount_fen: int
    classes: tuple[ClassAdded, ...]
    chosen: str
    taps: tuple[Mapping[str, Any], ...]
    tap_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Who owes whom, and the class whose taps are shown; None for the largest.

    Attributes:
        most: how many taps at most.
        start: how many are left out before them.
    """

    debtor: str
    creditor: str
    class_id: str | None = None
    most: int = TAPS_SHOWN
    start: int = 0


def explain_batch(
    actor: Actor, league: str, slug: str, number: int | None, pair: Pair
) -> Explained:
    """Drill from an amount of a batch to classes, rule versions, clauses and taps.

    Who may read the statements of one city alone is told of its own amounts, once they
    are published.

    Raises:
        Forbidden: the actor may read the statements of neither party.
        Missing: there is no such batch or party, or nothing of that kind is owed.
    """
    row = _open_to(actor, league, slug, number, pair)
    result_folder(row)  # Says what to do where nothing is netted yet.
    net = net_of(row)
    for party in (pair.debtor, pair.creditor):
        if party not in net:
            raise Missing(
                "party-missing",
                text("The batch has no party “{party}”.", party=party[:60]),
                meant(party, net),
            )
    legs = _legs_between(row, pair)
    chosen = pair.class_id or next((leg.class_id for leg in legs), "")
    if chosen not in {leg.class_id for leg in legs}:
        raise Missing(
            "nothing-owed",
            text("Nothing of that kind is owed here."),
            text("Go back to the batch and choose one of its amounts."),
        )
    with storing.scratch() as folder, cleared_batch(row, folder / "work") as window:
        known = {one.class_id: one for one in window.cleared.pricer.classes}
        taps = questions.taps_between(
            window.cleared, chosen, pair.debtor, pair.creditor, pair.most, pair.start
        )
    return Explained(
        debtor=pair.debtor,
        creditor=pair.creditor,
        amount_fen=sum(leg.amount_fen for leg in legs),
        classes=tuple(
            ClassAdded(
                leg=leg,
                purchase_fen=known[leg.class_id].fact.amount_fen
                if leg.class_id in known
                else None,
                example=leg.class_id in known and known[leg.class_id].version.example,
            )
            for leg in legs
        ),
        chosen=chosen,
        taps=taps.shown,
        tap_count=taps.count,
    )


def _open_to(
    actor: Actor, league: str, slug: str, number: int | None, pair: Pair
) -> Batch:
    if may(actor, READ, Over(league=league)):
        return batch_row(league, slug, number)
    # Of two parties the reader answers for one; neither amount is a third city's.
    own = pair.debtor if actor.member == pair.debtor else pair.creditor
    require(actor, READ_STATEMENT, Over(league=league, member=own))
    row = batch_row(league, slug, number)
    if not was_published(row):
        raise Missing(
            "statement-missing",
            text("There is no published statement of {party}.", party=own),
            text("A statement is there once another person has approved the batch."),
        )
    return row


def _legs_between(row: Batch, pair: Pair) -> list[LegLine]:
    """Give what a batch adds between two parties, the largest amount first."""
    place = folder_of(row) / places.DIFFERENCE / "legs.parquet"
    wanted = [("debtor", "=", pair.debtor), ("creditor", "=", pair.creditor)]
    table = pq.read_table(place, columns=[*COLUMNS], filters=wanted)
    legs = [LegLine(**one) for one in table.to_pylist()]
    return sorted(legs, key=lambda leg: (-leg.amount_fen, leg.class_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRules:
    """The rules under which a batch is replayed.

    Attributes:
        day: whose charter's rules are taken; None for those that the batch has.
        files: scheme files that replace those of the same name.
    """

    day: date | None
    files: Mapping[str, bytes]


def what_if_batch(
    actor: Actor, league: str, slug: str, number: int | None, other: OtherRules
) -> WhatIf:
    """Replay the window of a batch under other rules (方案测算); nothing is kept.

    Raises:
        Forbidden: the actor may not read clearing.
        Missing: there is no such batch, or it is not netted yet.
        Refused: the rules have an error; each stands with its place.
    """
    require(actor, READ, Over(league=league))
    row = batch_row(league, slug, number)
    result_folder(row)  # Says what to do where nothing is netted yet.
    with storing.scratch() as folder:
        rules = _other_rules(row, other, folder / "rules")
        with cleared_batch(row, folder / "work") as window:
            return questions.what_if(window, rules, folder, runs.Asked())


def _other_rules(row: Batch, other: OtherRules, folder: Path) -> Path:
    folder.mkdir()
    kept = places.rules_of(row.manifest["rules"])
    for path in kept.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    if other.day is not None:
        version, terms = rulesets.in_force(row.league, other.day)
        institutions = participants.all_institutions(row.league)
        bounds = bounds_of(row.window)
        written = rulesets.rules_files(version, terms, bounds, institutions)
        (folder / CODES).unlink(missing_ok=True)
        # The window keeps its own bounds; only what prices and judges it changes.
        for name in sorted(set(written) - {"window.yaml"}):
            (folder / name).write_text(written[name], encoding="utf-8")
    for name, content in other.files.items():
        (folder / name).write_bytes(content)
    return folder
