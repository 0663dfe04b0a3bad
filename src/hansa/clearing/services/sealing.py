"""Seals windows: each file into exactly one batch, by a manifest that never changes.

A batch is a manifest, not a moment: it names the files it is computed from, those of other
windows that count as context, and its rules with what cases decided, each by its hash.
What comes later becomes a delta of the window, with its cause.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.hashing import canonical
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, CardFile, ClearingWindow
from hansa.clearing.reads.cases import decided_now
from hansa.clearing.reads.windows import file_line, gaps_of, window_row
from hansa.clearing.rules.rights import FOLLOW, PREPARE
from hansa.clearing.rules.states import PUBLISHED, STANDING
from hansa.clearing.services import rulebooks
from hansa.clearing.services.concerning import concerns
from hansa.clearing.services.steps import add_step, record, require_reason
from hansa.clearing.terms.house import Cause, State
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a new batch is made of.

    Attributes:
        rules: hash of its rules folder.
        files: what it holds, those of the batches before it too.
        context: sealed files of other windows.
        before: the batch that it is a delta of; None for a first one.
        cases: numbers of the cases whose decisions come in with it.
    """

    rules: str
    files: list[CardFile]
    context: list[dict[str, Any]]
    cause: Cause | None = None
    before: Batch | None = None
    cases: tuple[str, ...] = ()


def seal_window(actor: Actor, league: str, slug: str, reason: str = "") -> int:
    """Seal what a window has collected as its first batch, and give its number.

    A window without any file is sealed too. Where files are missing, the reason for going
    on without them is kept.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such window.
        Refused: it has not ended, or files are missing and no reason is given.
        Conflict: it is sealed already; what comes later is a delta.
    """
    require(actor, PREPARE, Over(league=league))
    window = window_row(league, slug)
    rules = rulebooks.keep(rulebooks.rules_now(actor, window), decided_now(window))
    with transaction.atomic():
        window = _locked(league, slug)
        if actor.at < window.end_at:
            raise Refused(
                "window-not-over",
                text("The window {slug} has not ended.", slug=slug),
                text("Seal it once it is over; files are taken until then."),
            )
        if _standing(window):
            raise Conflict(
                "window-sealed",
                text("The window {slug} is sealed; nothing reopens it.", slug=slug),
                text("What came later goes into a delta: hansa clearing delta."),
            )
        files = _files(window)
        lines = [file_line(row) for row in files]
        if gaps_of(window.expected, lines, window.received_by, actor.at):
            require_reason(reason)
        content = _Content(rules=rules, files=files, context=_context(window))
        return _seal(actor, window, content, reason)


def make_delta(
    actor: Actor, league: str, slug: str, cause: Cause, reason: str = ""
) -> int:
    """Seal what is known of a window beside its last batch, and give the number.

    Each fen of a delta is owed to its cause. So late files are cleared by the rules of the
    batch before, an amendment is cleared without late files and without what other windows
    have learnt since, and a late conflict brings in the latter alone, where it concerns the
    window; a release takes both, and what cases decided on rows; an adjustment takes what
    they decided on amounts.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such window.
        Refused: there is nothing that the cause names; nothing is then sealed.
        Conflict: the batch before it is not published yet.
    """
    require(actor, PREPARE, Over(league=league))
    return _make_delta(actor, league, slug, cause, reason)


def follow_case(actor: Actor, league: str, slug: str, cause: Cause) -> int | None:
    """Seal what a decided case changes of a window, and give the number.

    None where it cannot be sealed now: the batch before is not published yet, or the
    decision changes nothing. What was decided is then part of the next delta of its cause.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such window.
    """
    require(actor, FOLLOW, Over(league=league))
    try:
        with transaction.atomic():
            return _make_delta(actor, league, slug, cause, "")
    except (Conflict, Refused):
        return None


def _make_delta(actor: Actor, league: str, slug: str, cause: Cause, reason: str) -> int:
    with transaction.atomic():
        window = _locked(league, slug)
        standing = _standing(window)
        if not standing or State(standing[-1].state) not in PUBLISHED:
            raise Conflict(
                "batch-not-published",
                text("The batch before it is not published yet."),
                text("Finish that one first, or void it."),
            )
        content = _delta(actor, window, standing[-1], cause)
        return _seal(actor, window, content, reason)


def _delta(actor: Actor, window: ClearingWindow, last: Batch, cause: Cause) -> _Content:
    rules, cases = _rules_for(actor, window, last, cause)
    waiting = [row for row in _files(window) if row.batch_id is None]
    known = {one["sha256"] for one in last.manifest["files"]}
    sealed = [row for row in _files(window) if row.sha256 in known]
    old = last.manifest["context"]
    is_late = cause is Cause.LATE_FILE
    content = _Content(
        rules=rules,
        files=[*sealed, *waiting] if is_late else sealed,
        context=old
        if cause in {Cause.RULE_AMENDMENT, Cause.ADJUSTMENT}
        else _context(window),
        cause=cause,
        before=last,
        cases=cases,
    )
    if is_late:
        has_news = bool(waiting)
    else:
        has_rules = content.rules != last.manifest["rules"]
        has_news = has_rules or concerns(last, content.context)
    if not has_news:
        raise Refused(
            "delta-empty",
            text("Nothing has come for the window {slug} since.", slug=window.slug),
            text("A delta is made when a file, a rule or another window brings news."),
        )
    return content


def _rules_for(
    actor: Actor, window: ClearingWindow, last: Batch, cause: Cause
) -> tuple[str, tuple[str, ...]]:
    """Give the rules of a delta by their hash, and the cases that changed them."""
    before = last.manifest["rules"]
    if cause in {Cause.LATE_FILE, Cause.LATE_CONFLICT}:
        return before, ()
    old, now = rulebooks.decided_in(before), decided_now(window)
    decided = old
    if cause is Cause.RELEASE:
        decided = replace(old, rows=now.rows)
    elif cause is Cause.ADJUSTMENT:
        decided = replace(old, amounts=now.amounts)
    files = (
        rulebooks.rules_in(before)
        if cause is Cause.ADJUSTMENT
        else rulebooks.rules_now(actor, window)
    )
    return rulebooks.keep(files, decided), decided.cases_beside(old)


def _locked(league: str, slug: str) -> ClearingWindow:
    """Hold a window until the transaction ends: files come before it or after it."""
    journal.lock()
    row = window_row(league, slug)
    return ClearingWindow.objects.select_for_update().get(pk=row.pk)


def _standing(window: ClearingWindow) -> list[Batch]:
    rows = Batch.objects.filter(
        window=window, state__in=[state.value for state in STANDING]
    )
    return list(rows.order_by("number"))


def _files(window: ClearingWindow) -> list[CardFile]:
    rows = CardFile.objects.filter(window=window).select_related("window", "batch")
    return list(rows.order_by("name", "sha256"))


def _context(window: ClearingWindow) -> list[dict[str, Any]]:
    """Name the sealed files of every other window, the earliest window first."""
    rows = CardFile.objects.filter(
        league=window.league, batch__isnull=False, refused=""
    )
    rows = rows.exclude(window=window).select_related("window")
    found: dict[int, dict[str, Any]] = {}
    for row in rows.order_by("window__start_at", "window__slug", "sha256"):
        other = row.window
        one = found.setdefault(
            other.pk,
            {
                "window": other.slug,
                "start": other.start_at.isoformat(),
                "end": other.end_at.isoformat(),
                "late_days": other.late_days,
                "files": [],
            },
        )
        one["files"].append({"name": row.name, "sha256": row.sha256})
    return list(found.values())


def _seal(actor: Actor, window: ClearingWindow, content: _Content, reason: str) -> int:
    number = Batch.objects.filter(window=window).count()
    manifest = {
        "format": FORMAT,
        "league": window.league,
        "window": window.slug,
        "number": number,
        "cause": content.cause.value if content.cause else None,
        "before": content.before.manifest_sha256 if content.before else None,
        "rules": content.rules,
        "files": [
            {"name": row.name, "sha256": row.sha256, "sender": row.sender}
            for row in content.files
        ],
        "context": content.context,
    }
    if content.cases:
        manifest["cases"] = list(content.cases)
    sha256 = hashlib.sha256(canonical(manifest).encode()).hexdigest()
    batch = Batch.objects.create(
        id=uuid4(),
        league=window.league,
        window=window,
        number=number,
        cause=content.cause.value if content.cause else "",
        state=State.SEALED.value,
        manifest=manifest,
        manifest_sha256=sha256,
        sealed_by=actor.person,
        sealed_at=actor.at,
    )
    fresh = [row.pk for row in content.files if row.batch_id is None]
    taken = CardFile.objects.filter(pk__in=fresh, batch=None).update(batch=batch)
    if taken != len(fresh):
        raise RuntimeError(f"a file of {window} was sealed twice")
    add_step(actor, batch, State.COLLECTING, State.SEALED, 0, reason)
    record(actor, "clearing.seal", batch, {"manifest_sha256": sha256, "reason": reason})
    return number
