"""Writes of the charter context: applying versions and attaching texts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from hansa.charter import reads, rules
from hansa.charter.models import CharterFile, CharterVersion, DocumentText, League
from hansa.charter.terms import Charter, CharterApplied, Clause, Plan, Version
from hansa.chassis import journal, outbox
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.lengths import refuse_long
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.text import text

DECISION_LONGEST = 400  # As wide as the column; SQLite would keep more in silence.


def plan_version(folder: Path, effective_from: date | None) -> Plan:
    """Say what applying a folder would do, without doing it.

    Args:
        folder: a charter folder.
        effective_from: the day it would take effect; None for the folder's own.

    Raises:
        Refused: the charter has errors, or the day lies before the latest version's.
    """
    return _plan_draft(reads.folder_version(folder), effective_from)


def plan_files(files: Mapping[str, str], effective_from: date) -> Plan:
    """Say what applying the text of a charter's files would do; as ``plan_version``."""
    return _plan_draft(reads.draft_version(files), effective_from)


def _plan_draft(draft: Version, effective_from: date | None) -> Plan:
    reads.refuse_far_parent(draft)
    versions = reads.list_versions(draft.league)
    return _plan(draft, versions, effective_from or draft.effective_from)


def _plan(draft: Version, versions: tuple[Version, ...], effective_from: date) -> Plan:
    number = len(versions) + 1
    # Applying a folder again changes nothing, unless another day is asked for.
    unchanged = bool(versions) and (
        versions[-1].charter.content_hash == draft.charter.content_hash
        and effective_from in (versions[-1].effective_from, draft.effective_from)
    )
    rules.refuse_unlikely_day(effective_from)
    if not unchanged:
        rules.refuse_backdating(versions, effective_from)
    after = Version(
        league=draft.league,
        number=number,
        effective_from=effective_from,
        recorded_at=None,
        decision=None,
        in_service_since=None,
        charter=draft.charter,
    )
    before_timeline = rules.timeline(versions)
    after_timeline = rules.timeline((*versions, after))
    changes = (
        ()
        if unchanged or not versions
        else tuple(
            change
            for section in reads.sections()
            for change in section.compare(before_timeline, after_timeline)
        )
    )
    return Plan(
        league=draft.league,
        effective_from=effective_from,
        number=versions[-1].number or 0 if unchanged else number,
        corrects=versions[-1].number
        if versions and not unchanged and versions[-1].effective_from == effective_from
        else None,
        unchanged=unchanged,
        changes=changes,
        findings=draft.charter.findings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the operator states beside the folder when it is applied.

    Attributes:
        effective_from: the day it takes effect; None for the folder's own.
        decision: the decision that an amendment rests on; empty for none.
        in_service_since: first day whose duties count; None for the folder's own, or
            for the day of the first application.
    """

    effective_from: date | None = None
    decision: str = ""
    in_service_since: date | None = None


def apply_version(actor: Actor, folder: Path, stated: Terms) -> Plan:
    """Put a charter folder in force as the league's next version.

    One transaction: killed at any moment, it leaves the old version or the new one.
    Applying the content that is in force already changes nothing.

    Args:
        actor: secretariat or administrator.
        folder: a charter folder.
        stated: what the operator states beside it.

    Returns:
        What was done, as the preview would have said it.

    Raises:
        Forbidden: the actor may not.
        Refused: the charter has errors, the day lies before the latest version's, or
            the decision is too long to keep.

    Source: contracts, sections 1 and 2; GOV-30 of huaihai.
    """
    _refuse_unable(actor, stated)
    return _apply(actor, reads.folder_version(folder), stated)


def apply_files(actor: Actor, files: Mapping[str, str], stated: Terms) -> Plan:
    """Put the text of a charter's files in force; as ``apply_version``."""
    _refuse_unable(actor, stated)
    return _apply(actor, reads.draft_version(files), stated)


def _refuse_unable(actor: Actor, stated: Terms) -> None:
    if not rules.may_apply(actor):
        raise Forbidden(
            "apply-forbidden",
            text("A charter is put in force by the secretariat or the administrator."),
            text("Ask one of them to apply it."),
        )
    refuse_long("decision-too-long", stated.decision, DECISION_LONGEST)


def _apply(actor: Actor, draft: Version, stated: Terms) -> Plan:
    reads.refuse_far_parent(draft)
    with transaction.atomic():
        versions = _locked_versions(draft.league)
        plan = _plan(draft, versions, stated.effective_from or draft.effective_from)
        if plan.unchanged:
            return plan
        rules.refuse_undecided(plan, stated.decision, reads.decided_codes())
        _save(actor, draft, plan, stated)
        journal.record(
            actor,
            "charter.apply_version",
            plan.league,
            [f"charter:{plan.league}/{plan.number}"],
            {
                "content_hash": draft.charter.content_hash,
                "effective_from": plan.effective_from.isoformat(),
                "decision": stated.decision,
            },
        )
        event = CharterApplied(league=plan.league, number=plan.number)
        outbox.publish(actor, event)
    return plan


def _locked_versions(league: str) -> tuple[Version, ...]:
    # Two people applying at once, even a league's first charter: the second waits here
    # and then sees the first one's version.
    journal.lock()
    return reads.list_versions(league)


def _save(actor: Actor, draft: Version, plan: Plan, stated: Terms) -> None:
    today = actor.at.astimezone(LEAGUE_ZONE).date()
    since = stated.in_service_since or draft.charter.agreement.in_service_since
    league, created = League.objects.get_or_create(
        slug=plan.league, defaults={"in_service_since": since or today}
    )
    if not created and since is not None and since != league.in_service_since:
        league.in_service_since = since
        league.save()
    row = CharterVersion.objects.create(
        league=league,
        number=plan.number,
        effective_from=plan.effective_from,
        recorded_at=actor.at,
        content_hash=draft.charter.content_hash,
        decision=stated.decision,
    )
    CharterFile.objects.bulk_create(
        CharterFile(version=row, name=name, text=written)
        for name, written in draft.charter.files.items()
    )


def attach_text(actor: Actor, league: str, document: str, content: bytes) -> int:
    """Keep the full text of a document locally, after checking it against the charter.

    Args:
        actor: secretariat or administrator.
        league: slug of an applied league.
        document: id of the instrument whose text it is.
        content: UTF-8 text of the file.

    Returns:
        How many clauses were found in it.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such league.
        Refused: the charter knows no such text, the hash differs, the file is not UTF-8,
            or phrases are absent.
    """
    if not rules.may_apply(actor):
        raise Forbidden(
            "attach-forbidden",
            text("A text is attached by the secretariat or the administrator."),
            text("Ask one of them to attach it."),
        )
    charter = reads.get_versions(league)[-1].charter
    given = hashlib.sha256(content).hexdigest()
    _refuse_other_text(charter, document, given)
    written = _decoded(content)
    found = _phrases_found(charter, written.splitlines())
    with transaction.atomic():
        DocumentText.objects.update_or_create(
            league_id=league,
            document=document,
            defaults={"sha256": given, "text": written, "attached_at": actor.at},
        )
        journal.record(
            actor,
            "charter.attach_text",
            league,
            [f"text:{league}/{document}"],
            {"sha256": given},
        )
    return found


def _refuse_other_text(charter: Charter, document: str, given: str) -> None:
    texts = {t.document: t for t in charter.agreement.texts}
    if document not in texts:
        raise Refused(
            "text-unknown",
            text("The charter states no text for “{document}”.", document=document),
            text("Texts it states: {known}.", known=tuple(texts) or "-"),
        )
    if texts[document].sha256 != given:
        raise Refused(
            "text-differs",
            text(
                "The file's SHA-256 is {given}; the charter states {stated}.",
                given=given,
                stated=texts[document].sha256,
            ),
            text(
                "Attach the very file the charter was made from; nothing was changed."
            ),
        )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "wrong-encoding",
            text("The file is not UTF-8 text."),
            text("Save it with the encoding UTF-8."),
        ) from error


def _phrases_found(charter: Charter, lines: list[str]) -> int:
    absent = [c for c in charter.book.clauses if not _stands_in(c, lines)]
    if absent:
        raise Refused(
            "phrases-absent",
            text(
                "These clauses do not stand where the charter says: {ids}.",
                ids=tuple(clause.id for clause in absent),
            ),
            text("Correct their phrase or line in clauses.yaml; nothing was changed."),
        )
    return len(charter.book.clauses)


def _stands_in(clause: Clause, lines: list[str]) -> bool:
    at = clause.line - 1
    return at < len(lines) and clause.phrase in lines[at]
