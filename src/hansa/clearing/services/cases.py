"""Opens cases for what clearing cannot decide, and carries out what they decided."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import CaseDraft, CaseLine, Party
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, require
from hansa.clearing.models import Batch, CaseAmount, CaseRow, ClearingWindow
from hansa.clearing.reads.batches import ExceptionLine, batch_row
from hansa.clearing.reads.cases import (
    line_without_asking,
    number_of,
    object_of,
    place_in,
)
from hansa.clearing.rules.rights import FOLLOW
from hansa.clearing.services import sealing
from hansa.clearing.services.case_parties import case_party, party_id
from hansa.clearing.terms.casework import (
    ADJUSTMENT,
    CLAIMANT,
    DISPUTE,
    MADE,
    PAYEE,
    PAYER,
    RESPONDENT,
    SENDER,
    UNMATCHED,
    UPHELD,
    RowDecision,
)
from hansa.clearing.terms.house import Cause
from hansa.kernel.text import text

ROWS_A_WRITE = 1000


def follow_suspended_rows(actor: Actor, content: Mapping[str, Any]) -> None:
    """Open a case with the city that brought suspended rows, once for each batch.

    Rows on which a case is open already, or was decided, are not asked about again.

    Args:
        actor: delivers the event.
        content: of ``RowsSuspended``; nothing is opened where no party answers.
    """
    if not content["party"]:
        return
    batch = batch_row(content["league"], content["window"], content["number"])
    rows = _new_rows(batch, content["party"])
    if not rows:
        return
    named = f"{content['window']}/{content['number']}"
    draft = CaseDraft(
        type=UNMATCHED,
        parties=(case_party(actor, batch.league, SENDER, content["party"]),),
        subject=text(
            "Window {window}, batch {number}: {rows} suspended rows",
            window=content["window"],
            number=content["number"],
            rows=len(rows),
        ),
        objects=(object_of(batch.league, content["window"], content["number"]),),
        source=f"clearing/{named}/{content['party']}/suspended",
    )
    with transaction.atomic():
        case = open_case(actor, content["league"], draft)
        keep_rows(case, _line(actor, batch.league, case), batch, rows)


def _new_rows(batch: Batch, party: str) -> list[ExceptionLine]:
    # Reading tables takes a moment to start, and most events need it not.
    from hansa.clearing.services.doubted import doubted_rows  # noqa: PLC0415 -- as above

    rows = doubted_rows(batch, party)
    asked = CaseRow.objects.filter(league=batch.league, case_type=UNMATCHED)
    known = set(asked.values_list("content_hash", flat=True))
    return [row for row in rows if row.content_hash not in known]


def keep_rows(
    case: UUID, line: CaseLine, batch: Batch, rows: Iterable[ExceptionLine]
) -> None:
    """Keep which rows a case is about; rows that it knows already change nothing."""
    CaseRow.objects.bulk_create(
        (
            CaseRow(
                league=line.league,
                case=case,
                case_number=number_of(line),
                case_type=line.kind.id,
                batch=batch,
                acquirer=row.acquirer,
                record_id=row.record_id,
                content_hash=row.content_hash,
                code=row.code,
            )
            for row in rows
        ),
        batch_size=ROWS_A_WRITE,
        ignore_conflicts=True,
    )


def _line(actor: Actor, league: str, case: UUID | str) -> CaseLine:
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    line = line_without_asking(league, str(case), day)
    assert line is not None  # The event or the service named it.
    return line


def follow_decided_case(actor: Actor, content: Mapping[str, Any]) -> None:
    """Carry out what a case decided: rows, an amount, or an adjustment to be made.

    Rows and amounts become part of a delta, which is sealed at once where the window's last
    batch is published, and with the next one of its cause where it is not.

    Args:
        actor: delivers the event.
        content: of ``CaseDecided``.

    Raises:
        Forbidden: the actor may not.
    """
    league, case, decision = content["league"], content["case"], content["decision"]
    require(actor, FOLLOW, Over(league=league))
    match content["type"]:
        case "unmatched" if decision in list(RowDecision):
            windows = _decide_rows(actor, league, case, RowDecision(decision))
            for slug in windows:
                sealing.follow_case(actor, league, slug, Cause.RELEASE)
        case "adjustment" if decision == MADE:
            _make_adjustment(actor, _line(actor, league, case))
        case "dispute" if decision == UPHELD:
            _open_adjustment_for(actor, _line(actor, league, case))


def _decide_rows(
    actor: Actor, league: str, case: str, decision: RowDecision
) -> tuple[str, ...]:
    """Let a decision reach the rows of a case, and name the windows that it changes.

    A row that another case decided stays decided so. Of one serial with two contents
    neither is released: a decision that cannot be carried out leaves both in doubt.
    """
    with transaction.atomic():
        journal.lock()
        CaseRow.objects.filter(case=case).update(decision="")
        rows = list(CaseRow.objects.filter(case=case, case_type=UNMATCHED))
        decided = CaseRow.objects.filter(league=league).exclude(decision="")
        done = set(decided.values_list("content_hash", flat=True))
        reached = [row for row in rows if row.content_hash not in done]
        if decision is RowDecision.RELEASED:
            reached = _alone(reached, league)
        for start in range(0, len(reached), ROWS_A_WRITE):
            part = [row.pk for row in reached[start : start + ROWS_A_WRITE]]
            CaseRow.objects.filter(pk__in=part).update(decision=decision.value)
        said = {"decision": decision.value, "rows": len(reached), "of": len(rows)}
        named = [f"case:{case}"]
        journal.record(actor, "clearing.decide_rows", league, named, said)
        batches = {row.batch_id for row in reached}
        windows = ClearingWindow.objects.filter(batches__in=batches).distinct()
        return tuple(windows.order_by("start_at").values_list("slug", flat=True))


def _alone(rows: list[CaseRow], league: str) -> list[CaseRow]:
    """Leave out serials of which another content is there, or was released."""
    released = CaseRow.objects.filter(
        league=league, decision=RowDecision.RELEASED.value
    )
    taken = set(released.values_list("acquirer", "record_id"))
    contents: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.acquirer, row.record_id)
        contents[key] = contents.get(key, 0) + 1
    return [
        row
        for row in rows
        if contents[row.acquirer, row.record_id] == 1
        and (row.acquirer, row.record_id) not in taken
    ]


def _make_adjustment(actor: Actor, line: CaseLine) -> None:
    """Book an amount that was decided; a case that names no window or amount has none."""
    slug, _ = place_in(line.league, line.objects)
    window = ClearingWindow.objects.filter(league=line.league, slug=slug).first()
    parties = {one.role: party_id(actor, line.league, one) for one in line.parties}
    payer, payee = parties.get(PAYER), parties.get(PAYEE)
    if window is None or not line.amount_fen or payer is None or payee is None:
        return
    with transaction.atomic():
        journal.lock()
        CaseAmount.objects.update_or_create(
            case=line.id,
            defaults={
                "league": line.league,
                "case_number": number_of(line),
                "window": window,
                "payer": payer,
                "payee": payee,
                "amount_fen": line.amount_fen,
                "clause": line.kind.clauses[0],
                "stands": True,
            },
        )
        said = {"payer": payer, "payee": payee, "amount_fen": line.amount_fen}
        named = [f"case:{line.id}", f"window:{slug}"]
        journal.record(actor, "clearing.decide_amount", line.league, named, said)
    sealing.follow_case(actor, line.league, slug, Cause.ADJUSTMENT)


def _open_adjustment_for(actor: Actor, line: CaseLine) -> None:
    """Open the adjustment that a dispute leads to, where an amount was claimed."""
    parties = {one.role: one for one in line.parties}
    claimant, respondent = parties.get(CLAIMANT), parties.get(RESPONDENT)
    slug, number = place_in(line.league, line.objects)
    if not line.amount_fen or not slug or claimant is None or respondent is None:
        return
    draft = CaseDraft(
        type=ADJUSTMENT,
        parties=(
            Party(role=PAYER, member=respondent.member, name=respondent.name),
            Party(role=PAYEE, member=claimant.member, name=claimant.name),
        ),
        subject=text(
            "Window {window}: adjustment for the dispute {number}",
            window=slug,
            number=number_of(line),
        ),
        objects=(object_of(line.league, slug, number or 0), f"case:{number_of(line)}"),
        amount_fen=line.amount_fen,
        source=f"clearing/{DISPUTE}/{line.id}/{UPHELD}/{line.standing.round}",
    )
    open_case(actor, line.league, draft)


def follow_reopened_case(actor: Actor, content: Mapping[str, Any]) -> None:
    """Put back in doubt what a reopened case had decided.

    What is published stays published; the next delta of its cause takes it back, unless
    the case was decided anew by then.

    Args:
        actor: delivers the event.
        content: of ``CaseReopened``.

    Raises:
        Forbidden: the actor may not.
    """
    league, case = content["league"], content["case"]
    require(actor, FOLLOW, Over(league=league))
    with transaction.atomic():
        journal.lock()
        rows = CaseRow.objects.filter(case=case).exclude(decision="")
        undone = rows.update(decision="")
        undone += CaseAmount.objects.filter(case=case, stands=True).update(stands=False)
        if undone:
            named = [f"case:{case}"]
            said = {"undone": undone}
            journal.record(actor, "clearing.undo_decision", league, named, said)
