"""Opens windows, and registers the files that are brought for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.file_kinds import clean_name
from hansa.chassis.rights import Over, require
from hansa.clearing.formats.intake import of_sender_alone, read_file
from hansa.clearing.formats.senders import sender_of
from hansa.clearing.formats.taken import Intake
from hansa.clearing.models import Batch, CardFile, ClearingWindow
from hansa.clearing.reads import participants, places, rulesets
from hansa.clearing.reads.windows import bounds_of, file_line, state_of, window_row
from hansa.clearing.rules import windows as rules
from hansa.clearing.rules.rights import PREPARE
from hansa.clearing.services import storing
from hansa.clearing.terms.house import Registered, State, WindowDraft
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import pack, text

FILES_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What is stated of a file beside its bytes; None where its name shall say it."""

    name: str
    window: str | None = None
    sender: str | None = None


def open_window(actor: Actor, league: str, draft: WindowDraft) -> str:
    """Open a window, which collects files from then on, and give its slug.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such league.
        Refused: the slug names no window, or files are expected of nobody known.
        Conflict: it is open already.
    """
    require(actor, PREPARE, Over(league=league))
    _, terms = rulesets.in_force(league, actor.at.astimezone(LEAGUE_ZONE).date())
    institutions = participants.all_institutions(league)
    bounds = rules.bounds_of(draft.slug, terms.window, {})
    expected = draft.expected
    if expected is None:
        expected = {
            one.slug: 1 for one in institutions if rules.takes_part(one, bounds)
        }
    _refuse_unknown_senders(expected, {one.slug for one in institutions})
    assert bounds.start_at is not None  # A slug names a period that has both.
    assert bounds.end_at is not None
    assert bounds.received_by is not None
    with transaction.atomic():
        journal.lock()
        if ClearingWindow.objects.filter(league=league, slug=draft.slug).exists():
            raise Conflict(
                "window-there",
                text("The window {slug} is open already.", slug=draft.slug),
                text("Nothing is left to do."),
            )
        ClearingWindow.objects.create(
            league=league,
            slug=draft.slug,
            start_at=bounds.start_at,
            end_at=bounds.end_at,
            late_days=bounds.late_days,
            received_by=bounds.received_by,
            expected=dict(expected),
            opened_by=actor.person,
            opened_at=actor.at,
        )
        named = [f"window:{draft.slug}"]
        said = {"expected": dict(expected), "late_days": bounds.late_days}
        journal.record(actor, "clearing.open_window", league, named, said)
    return draft.slug


def _refuse_unknown_senders(expected: Mapping[str, int], known: set[str]) -> None:
    for sender, count in expected.items():
        if sender not in known:
            raise Refused(
                "sender-unknown",
                text("There is no institution “{slug}”.", slug=sender[:60]),
                meant(sender, known),
            )
        if not 0 <= count <= FILES_MOST:
            raise Refused(
                "files-expected-wrong",
                text("{count} files cannot be expected of one sender.", count=count),
                text("Write a number from 0 to {most}.", most=FILES_MOST),
            )


def register_file(
    actor: Actor, league: str, source: Path, stated: Stated
) -> Registered:
    """Register a file whole, by the hash of its bytes.

    Its bytes and its rows are on disk before the row that names them is written. A file
    that cannot be read, or holds taps of another institution than its sender, is kept and
    refused, with what its sender does about it. Bytes that were brought before change
    nothing, whatever they are called now; only a file that was refused for its sender may
    be brought again for another one until it is sealed.

    Args:
        actor: a clearing operator.
        league: slug.
        source: the file; it is read and not changed.
        stated: its name, and what else is known of it.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no window that it belongs to, or no such file.
        Refused: the sender is unknown.
    """
    require(actor, PREPARE, Over(league=league))
    if not source.is_file():
        raise Missing(
            "file-not-there",
            text("There is no file {file}.", file=str(source)),
            text("Check the name."),
        )
    name = clean_name(stated.name)
    with storing.scratch() as folder:
        copy = folder / "brought"  # The sender's name says nothing about our folders.
        sha256 = storing.copy_in(source, copy)
        there = _registered(league, sha256, name, stated)
        if there is not None:
            return there
        _window_for(
            actor, league, name, stated.window
        )  # Before the work, not after it.
        made = folder / "canonical.parquet"
        intake = replace(read_file(copy, made), name=name)
        intake = of_sender_alone(intake, made, _sender_of(league, name, stated.sender))
        storing.keep_file(copy, places.original_of(sha256))
        if intake.refused is None:
            storing.keep_file(made, places.canonical_of(sha256))
    return _register(actor, league, intake, stated)


def _register(actor: Actor, league: str, intake: Intake, stated: Stated) -> Registered:
    with transaction.atomic():
        journal.lock()
        there = _registered(league, intake.sha256, intake.name, stated)
        if there is not None:
            return there
        window = _window_for(actor, league, intake.name, stated.window)
        brought = {
            "window": ClearingWindow.objects.select_for_update().get(pk=window.pk),
            "name": intake.name,
            "size_bytes": places.original_of(intake.sha256).stat().st_size,
            "sender": _sender_of(league, intake.name, stated.sender),
            "rows": intake.rows,
            "unreadable": intake.faulted,
            "amount_fen": str(intake.amount_fen),
            "columns": sorted(intake.columns),
            "preset": intake.preset or "",
            "refused": intake.refused.value if intake.refused else "",
            "refusal": _refusal_of(intake),
            "received_by": actor.person,
            "received_at": actor.at,
        }
        row, _ = CardFile.objects.update_or_create(
            league=league,
            sha256=intake.sha256,
            defaults=brought,
            create_defaults={"id": uuid4(), **brought},
        )
        named = [f"window:{window.slug}", f"card-file:{row.sha256}"]
        said = {"name": row.name, "rows": row.rows, "refused": row.refused}
        journal.record(actor, "clearing.register_file", league, named, said)
    return Registered(file=file_line(row), unchanged=False)


def _registered(
    league: str, sha256: str, name: str, stated: Stated
) -> Registered | None:
    """Give a file that is there; not one that another sender may bring anew."""
    rows = CardFile.objects.select_related("window", "batch")
    row = rows.filter(league=league, sha256=sha256).first()
    if row is None:
        return None
    if row.refused == FileCode.ACQUIRER.value and row.batch is None:
        sender = _sender_of(league, name, stated.sender)
        if sender not in {"", row.sender}:
            return None
    return Registered(file=file_line(row), unchanged=True)


def _refusal_of(intake: Intake) -> dict[str, Any]:
    if intake.message is None or intake.remedy is None:
        return {}
    return {"message": pack(intake.message), "remedy": pack(intake.remedy)}


def _sender_of(league: str, name: str, stated: str | None) -> str:
    known = {one.slug for one in participants.all_institutions(league)}
    if stated is not None and stated not in known:
        raise Refused(
            "sender-unknown",
            text("There is no institution “{slug}”.", slug=stated[:60]),
            meant(stated, known),
        )
    return stated or sender_of(name, known) or ""


def _window_for(
    actor: Actor, league: str, name: str, stated: str | None
) -> ClearingWindow:
    if stated is not None:
        return window_row(league, stated)
    rows = list(ClearingWindow.objects.filter(league=league).order_by("start_at"))
    batches: dict[int, list[Batch]] = {}
    for batch in Batch.objects.filter(league=league).order_by("number"):
        batches.setdefault(batch.window_id, []).append(batch)
    slug = rules.window_for(
        name,
        actor.at,
        [
            (
                row.slug,
                bounds_of(row),
                state_of(batches.get(row.pk, ())) is State.COLLECTING,
            )
            for row in rows
        ],
    )
    if slug is None:
        raise Missing(
            "window-for-file-missing",
            text("“{name}” belongs to no window that is open.", name=name),
            text("Open the window of its day, or name the window."),
        )
    return next(row for row in rows if row.slug == slug)
