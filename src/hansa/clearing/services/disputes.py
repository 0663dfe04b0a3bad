"""Opens the cases that people bring: disputes of a city, adjustments, a case of its own."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from hansa.casework.reads import cases as case_reads
from hansa.casework.services.opening import open_case
from hansa.casework.terms.cases import ENDED, CaseDraft, CaseLine, CaseState, Party
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import Upload
from hansa.chassis.rights import Over, require
from hansa.clearing.formats import bundles
from hansa.clearing.models import Batch, CaseRow
from hansa.clearing.reads import statements
from hansa.clearing.reads.batches import ExceptionLine, batch_row, called
from hansa.clearing.reads.cases import line_without_asking, number_of, object_of
from hansa.clearing.rules.rights import PREPARE
from hansa.clearing.rules.states import PUBLISHED
from hansa.clearing.services.adjustable import refuse_beyond
from hansa.clearing.services.case_parties import case_party
from hansa.clearing.services.cases import keep_rows
from hansa.clearing.services.row_parties import refuse_third
from hansa.clearing.terms.casework import (
    ADJUSTMENT,
    CLAIMANT,
    DISPUTE,
    PAYEE,
    PAYER,
    RESPONDENT,
    UNMATCHED,
    AdjustmentDraft,
    DisputeDraft,
)
from hansa.clearing.terms.house import State
from hansa.clearing.terms.taps import Code, Outcome
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.money import Money
from hansa.kernel.text import Text, text

Row = Mapping[str, str]
CONTENT_MARK, CONTENT_LETTERS = "#", 12
"""A row may be named with the beginning of its content hash: ``acquirer/serial#hash``."""
ROWS_MOST = 90
"""A case names at most a hundred objects, the batch and a few others among them."""


def open_dispute(
    actor: Actor, league: str, draft: DisputeDraft, upload: Upload | None = None
) -> UUID:
    """Open a dispute of a city on rows or an amount of its own statement.

    Raises:
        Forbidden: the statement is not the actor's, or the actor opens no cases.
        Missing: there is no such published statement.
        Refused: nothing is disputed, a row is not in the statement or is one of several,
            the amount is more than the statement moves, the statement was voided, no
            city is named that answers for it, or that city has no part in a row.
        Conflict: the same row is under dispute already.
    """
    number = draft.number
    found = statements.get_statement(actor, league, draft.window, number, draft.party)
    batch = batch_row(league, draft.window, found.line.number)
    if found.line.state is State.VOIDED:
        raise Refused(
            "statement-voided",
            text("The statement was voided; nothing of it is owed."),
            text("Look at the statement of the batch that came in its place."),
        )
    rows = _rows_named(actor, batch, draft)
    if not rows and not draft.amount_fen:
        raise Refused(
            "dispute-empty",
            text("Nothing is disputed."),
            text("Name rows of the statement, or an amount above zero."),
        )
    _refuse_too_large(draft, found)
    against = draft.against or _other_party(rows, draft.party)
    if against in {None, "", draft.party}:
        raise Refused(
            "respondent-missing",
            text("It is not said against whom the dispute is."),
            text("Name the other city or account."),
        )
    assert against is not None  # As above.
    respondent = case_party(actor, league, RESPONDENT, against)
    if respondent.member is None:
        raise Refused(
            "respondent-no-city",
            text("No city answers for “{party}”.", party=respondent.name or against),
            text("Name the city that the rows or the amount are about."),
        )
    refuse_third(batch, rows, against)
    case_draft = CaseDraft(
        type=DISPUTE,
        parties=(
            case_party(actor, league, CLAIMANT, draft.party),
            respondent,
        ),
        subject=_subject(draft, batch, len(rows)),
        words=draft.words,
        objects=(
            object_of(league, draft.window, batch.number),
            *dict.fromkeys(f"row:{_name_of(row)}"[:200] for row in rows),
        ),
        amount_fen=draft.amount_fen or None,
        about_on=_published_on(batch),
    )
    with transaction.atomic():
        journal.lock()
        _refuse_disputed(league, rows)
        case = open_case(actor, league, case_draft, upload)
        line = line_without_asking(league, str(case), case_reads.day_of(actor))
        assert line is not None  # It was opened a moment ago.
        keep_rows(case, line, batch, map(_disputed, rows))
    return case


def _refuse_too_large(draft: DisputeDraft, found: statements.Statement) -> None:
    """Refuse an amount that the statement does not come to, whoever owes it."""
    gross = sum(one.receives_fen + one.pays_fen for one in found.against)
    if (draft.amount_fen or 0) > gross:
        raise Refused(
            "dispute-too-large",
            text(
                "The statement moves {gross} yuan in all; more cannot be disputed.",
                gross=str(Money(gross)),
            ),
            text("Write an amount that it moves, or name the rows."),
        )


def _name_of(row: Row) -> str:
    return f"{row['acquirer']}/{row['record_id']}"


def _rows_named(actor: Actor, batch: Batch, draft: DisputeDraft) -> list[Row]:
    """Find the rows that are disputed in the statement of the city."""
    if not draft.rows:
        return []
    if len(draft.rows) > ROWS_MOST:
        raise Refused(
            "rows-too-many",
            text("A dispute names at most {most} rows.", most=ROWS_MOST),
            text("Dispute the amount instead, and attach the list of rows."),
        )
    window = (batch.league, batch.window.slug, batch.number)
    place = statements.bundle_of(actor, *window, draft.party)
    files = bundles.unpack(place)
    known: dict[str, dict[str, Row]] = {}
    for name in (bundles.EXCEPTIONS, bundles.ROWS):
        for row in bundles.table_rows(files[name]):
            known.setdefault(_name_of(row), {})[row["content_hash"]] = row
    rows = (_row_meant(named, known) for named in draft.rows)
    return list({row["content_hash"]: row for row in rows}.values())


def _row_meant(named: str, known: Mapping[str, Mapping[str, Row]]) -> Row:
    """Find the row that is named; of several contents of one serial its hash says which."""
    contents = known.get(named)
    if contents is None:
        serial, _, start = named.rpartition(CONTENT_MARK)
        contents = {
            hash_: row
            for hash_, row in known.get(serial, {}).items()
            if hash_.startswith(start) and len(start) >= CONTENT_LETTERS
        }
    if not contents:
        raise Refused(
            "row-not-in-statement",
            text("The statement has no row “{row}”.", row=named[:100]),
            text("Write acquirer/serial as the statement's bundle has them."),
        )
    if len(contents) > 1:
        written = sorted(
            f"{_name_of(row)}{CONTENT_MARK}{hash_[:CONTENT_LETTERS]}"
            for hash_, row in contents.items()
        )
        raise Refused(
            "row-ambiguous",
            text(
                "The statement has {count} contents of the row “{row}”.",
                count=len(contents),
                row=named[:100],
            ),
            text("Write which one is meant: {rows}.", rows=tuple(written)),
        )
    (row,) = contents.values()
    return row


def _other_party(rows: Iterable[Row], party: str) -> str | None:
    """Give the one other party of some rows; None where there is none, or several."""
    others = {
        side
        for row in rows
        for side in (row.get("issuer_party"), row.get("acquirer_party"))
        if side and side != party
    }
    return others.pop() if len(others) == 1 else None


def _subject(draft: DisputeDraft, batch: Batch, rows: int) -> Text:
    named: dict[str, str | Text] = {"window": draft.window, "batch": called(batch)}
    if not draft.amount_fen:
        return text(
            "Window {window}, {batch}: {rows} rows disputed", **named, rows=rows
        )
    return text(
        "Window {window}, {batch}: {amount} yuan disputed",
        **named,
        amount=str(Money(draft.amount_fen)),
    )


def _published_on(batch: Batch) -> date:
    step = batch.steps.filter(after=State.PUBLISHED.value).order_by("number").first()
    assert step is not None  # Its statement is there.
    return step.at.astimezone(LEAGUE_ZONE).date()


def _disputed(row: Row) -> ExceptionLine:
    return ExceptionLine(
        acquirer=row["acquirer"],
        record_id=row["record_id"],
        content_hash=row["content_hash"],
        outcome=row.get("outcome", Outcome.ACCEPTED.value),
        code=row.get("code", Code.ACCEPTED.value),
        note="",
    )


def _refuse_disputed(league: str, rows: Iterable[Row]) -> None:
    hashes = [row["content_hash"] for row in rows]
    before = CaseRow.objects.filter(
        league=league, case_type=DISPUTE, content_hash__in=hashes
    )
    for row in before:
        named = case_reads.find_row(league, str(row.case))
        if named is not None and CaseState(named.state) not in ENDED:
            raise Conflict(
                "row-disputed",
                text("The row “{row}” is under dispute already.", row=row.record_id),
                text("Look at case {case}.", case=row.case_number),
            )


def open_adjustment(
    actor: Actor, league: str, draft: AdjustmentDraft, upload: Upload | None = None
) -> UUID:
    """Open an adjustment: an amount beside all taps, to be agreed and decided.

    Raises:
        Forbidden: the actor may not prepare clearing.
        Missing: there is no such window.
        Refused: it has no published batch, the amount or the parties do not fit, or the
            amount is more than the taps of the window come to.
    """
    require(actor, PREPARE, Over(league=league))
    batch = batch_row(league, draft.window, None)
    published = Batch.objects.filter(
        window=batch.window, state__in=[state.value for state in PUBLISHED]
    )
    last = published.select_related("window").order_by("-number").first()
    if last is None:
        raise Refused(
            "batch-not-published",
            text("The window {window} has no published batch.", window=draft.window),
            text("What is not published yet is changed by voiding it."),
        )
    if draft.amount_fen <= 0 or draft.payer == draft.payee:
        raise Refused(
            "adjustment-unfit",
            text("An adjustment is an amount above zero from one party to another."),
            text("Name two parties, and yuan above zero."),
        )
    refuse_beyond(last, draft.amount_fen)
    of_dispute = (f"case:{draft.dispute}",) if draft.dispute else ()
    case_draft = CaseDraft(
        type=ADJUSTMENT,
        parties=(
            case_party(actor, league, PAYER, draft.payer),
            case_party(actor, league, PAYEE, draft.payee),
        ),
        subject=text(
            "Window {window}: adjustment of {amount} yuan",
            window=draft.window,
            amount=str(Money(draft.amount_fen)),
        ),
        words=draft.words,
        objects=(object_of(league, draft.window, last.number), *of_dispute),
        amount_fen=draft.amount_fen,
    )
    return open_case(actor, league, case_draft, upload)


def split_case(actor: Actor, league: str, case_id: UUID, hashes: Iterable[str]) -> UUID:
    """Take rows that are still in doubt out of a case into one of their own.

    Of one serial with two contents one may be right; a case decides on all its rows alike,
    so the right one is taken out and decided on by itself.

    Raises:
        Forbidden: the actor may not prepare clearing.
        Missing: there is no such case that the actor may know of.
        Refused: no row is named, a row is not of the case or is decided, or the decision
            on the case waits for its second person.
    """
    require(actor, PREPARE, Over(league=league))
    line = case_reads.get_case(actor, league, str(case_id), case_reads.day_of(actor))
    if line.standing.state is CaseState.PREPARED:
        raise Refused(
            "decision-prepared",
            text("The decision on this case waits for its approval."),
            text("Have it approved or sent back first."),
        )
    with transaction.atomic():
        journal.lock()
        wanted = set(hashes)
        rows = CaseRow.objects.filter(case=case_id, case_type=UNMATCHED, decision="")
        chosen = list(
            rows.filter(content_hash__in=wanted).select_related("batch__window")
        )
        if not wanted or len(chosen) != len(wanted):
            raise Refused(
                "rows-unfit",
                text("These are no rows of the case that are still in doubt."),
                text("Choose rows from the page of the case."),
            )
        case = _own_case(actor, line, chosen)
        named = [f"case:{case_id}", f"case:{case}"]
        said = {"rows": sorted(wanted)}
        journal.record(actor, "clearing.split_case", league, named, said)
    return case


def _own_case(actor: Actor, line: CaseLine, chosen: list[CaseRow]) -> UUID:
    batch = chosen[0].batch
    draft = CaseDraft(
        type=UNMATCHED,
        parties=tuple(
            Party(role=one.role, member=one.member, name=one.name)
            for one in line.parties
        ),
        subject=text(
            "Window {window}, {batch}: {rows} suspended rows",
            window=batch.window.slug,
            batch=called(batch),
            rows=len(chosen),
        ),
        objects=(
            object_of(line.league, batch.window.slug, batch.number),
            f"case:{number_of(line)}",
        ),
    )
    case = open_case(actor, line.league, draft)
    opened = line_without_asking(line.league, str(case), case_reads.day_of(actor))
    assert opened is not None  # It was opened a moment ago.
    for row in chosen:
        row.case, row.case_number = case, number_of(opened)
        row.save(update_fields=["case", "case_number"])
    return case
