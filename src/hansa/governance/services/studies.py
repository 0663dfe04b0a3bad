"""Keeps the register of studies: asked, delivered, given up, and used in decisions."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter.reads import get_versions
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.delivery.reads.works import get_work
from hansa.governance.models import DocketItem
from hansa.governance.models.experts import Study, StudyUse
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.studies import study_missing
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.expert_rights import KEEP_STUDIES
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.studies import Deliverable, StudyDraft
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text


def add_study(actor: Actor, league: str, draft: StudyDraft) -> UUID:
    """Enter a study; its number is given once and never again.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: the city is no member, or no such work is named.
        Refused: no question, nobody who asked, or it ends before it begins.

    Source: GOV-23 of huaihai.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        journal.lock()
        written = _written(league, draft)
        last = Study.objects.filter(league=league).aggregate(last=Max("number"))
        row = Study.objects.create(
            id=uuid4(),
            league=league,
            number=(last["last"] or 0) + 1,
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
            **written,
        )
        _tell(actor, "governance.add_study", row, plain(draft))
    return row.pk


def amend_study(
    actor: Actor, league: str, study_id: UUID, revision: int, draft: StudyDraft
) -> None:
    """Correct what is known of a study.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such study, or the city is no member.
        Conflict: somebody changed it since.
        Refused: as ``add_study``.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        row = _hold(league, study_id, revision)
        for name, value in _written(league, draft).items():
            setattr(row, name, value)
        _keep(actor, "governance.amend_study", row, plain(draft))


def finish_study(
    actor: Actor,
    league: str,
    study_id: UUID,
    revision: int,
    delivered: Deliverable,
    paper: files.Upload | None,
) -> None:
    """Record what a study delivered; from that day on its use is looked for.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such study.
        Conflict: somebody changed it since, or it was given up.
        Refused: neither document nor file, a day to come or before it began, or a file
            of no kind that is taken.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        row = _hold(league, study_id, revision)
        _refuse_given_up(row)
        refuse_words({"line": delivered.document})
        if not (delivered.document.strip() or paper or row.file_id):
            raise Refused(
                "deliverable-missing",
                text("Nothing is named that the study delivered."),
                text("Give the number of the document, or attach the file."),
            )
        _refuse_day(actor, row, delivered.finished_on)
        filed = files.take(actor, league, None, paper) if paper else None
        row.finished_on = delivered.finished_on
        row.document = delivered.document.strip()
        row.file_id = filed.id if filed else row.file_id
        named = [files.journal_name(filed)] if filed else []
        _keep(actor, "governance.finish_study", row, plain(delivered), *named)


def give_up_study(
    actor: Actor, league: str, study_id: UUID, revision: int, on: date, reason: str
) -> None:
    """Record that a study was given up; it stays in the register.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such study.
        Conflict: somebody changed it since, it is finished or was given up.
        Refused: no reason, or a day to come or before it began.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        row = _hold(league, study_id, revision)
        _refuse_given_up(row)
        if row.finished_on is not None:
            raise Conflict(
                "study-finished",
                text(
                    "The study was finished on {day}.", day=row.finished_on.isoformat()
                ),
                text("What was delivered stays in the register."),
            )
        refuse_words({"reason": reason})
        demand_reason(reason)
        _refuse_day(actor, row, on)
        row.given_up_on, row.given_up_reason = on, reason.strip()
        content = {"on": on.isoformat(), "reason": row.given_up_reason}
        _keep(actor, "governance.give_up_study", row, content)


def link_study(
    actor: Actor, league: str, study_id: UUID, decision_id: UUID, words: str
) -> None:
    """Link a study to a decision that rests on it without naming it.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such study or decision.
        Conflict: they are linked already.
        Refused: the words are too long.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        row = _hold(league, study_id, None)
        refuse_words({"reason": words})
        decision = DocketItem.objects.filter(
            league=league, pk=decision_id, number__isnull=False
        ).first()
        if decision is None:
            raise decision_missing()
        if _links(row, decision_id).exists():
            raise Conflict(
                "study-linked",
                text("The study is linked to this decision already."),
                text("Its page lists every use."),
            )
        StudyUse.objects.create(
            study=row,
            decision=decision,
            words=words.strip(),
            linked_by=actor.person,
            authority=actor.authority,
            linked_at=actor.at,
        )
        content = {"decision": str(decision_id), "words": words.strip()}
        _keep(actor, "governance.link_study", row, content, f"item:{decision_id}")


def unlink_study(actor: Actor, league: str, study_id: UUID, decision_id: UUID) -> None:
    """Withdraw a link that was made in error; a study that words cite stays cited.

    Raises:
        Forbidden: the actor does not keep the register.
        Missing: there is no such study, or no such link.
    """
    require(actor, KEEP_STUDIES, Over(league=league))
    with transaction.atomic():
        row = _hold(league, study_id, None)
        if not _links(row, decision_id).update(withdrawn_at=actor.at):
            raise decision_missing()
        content = {"decision": str(decision_id)}
        _keep(actor, "governance.unlink_study", row, content, f"item:{decision_id}")


def _links(row: Study, decision_id: UUID) -> Any:
    return StudyUse.objects.filter(study=row, decision=decision_id, withdrawn_at=None)


def decision_missing() -> Missing:
    """Say that there is no such decision."""
    return Missing(
        "decision-missing",
        text("There is no such decision here."),
        text("Choose a decision of a session that is closed."),
    )


def _hold(league: str, study_id: UUID, revision: int | None) -> Study:
    journal.lock()
    found = Study.objects.select_for_update().filter(league=league, pk=study_id)
    row = found.first()
    if row is None:
        raise study_missing()
    if revision is not None and row.revision != revision:
        raise session_rules.stale()
    return row


def _keep(actor: Actor, service: str, row: Study, content: Any, *named: str) -> None:
    row.revision += 1
    row.save()
    _tell(actor, service, row, content, *named)


def _tell(actor: Actor, service: str, row: Study, content: Any, *named: str) -> None:
    journal.record(actor, service, row.league, [f"study:{row.pk}", *named], content)


def _refuse_given_up(row: Study) -> None:
    if row.given_up_on is not None:
        raise Conflict(
            "study-given-up",
            text("The study was given up on {day}.", day=row.given_up_on.isoformat()),
            text("Enter a new study if the question is taken up again."),
        )


def _refuse_day(actor: Actor, row: Study, day: date) -> None:
    if not row.begun_on <= day <= day_of(actor):
        raise Refused(
            "day-unlikely",
            text("{day} lies ahead, or before the study began.", day=day.isoformat()),
            text("Give the day on which it happened."),
        )


def _written(league: str, draft: StudyDraft) -> dict[str, Any]:
    refuse_words(
        {
            "reason": draft.question,
            "reason1": draft.authors,
            "line": draft.commissioner,
            "line1": draft.owner,
            "line2": draft.gate,
        }
    )
    for code, written, lacking in (
        ("question-missing", draft.question, text("The study has no question.")),
        ("commissioner-missing", draft.commissioner, text("Nobody asked for it.")),
    ):
        if not written.strip():
            raise Refused(
                code, lacking, text("Write what is studied, and who asked for it.")
            )
    versions = get_versions(league)
    if draft.work:
        get_work(versions[-1], draft.work[:60])
    members = list_names(versions)
    member = draft.commissioner_member
    if member is not None and member not in members:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=member[:60]),
            meant(member[:60], members),
        )
    if draft.due_on is not None and draft.due_on < draft.begun_on:
        raise Refused(
            "runs-backwards",
            text("It ends before it starts."),
            text("Give the day it began, and the day it is due."),
        )
    return {
        "question": draft.question.strip(),
        "commissioner": draft.commissioner.strip(),
        "commissioner_member": member or "",
        "authors": draft.authors.strip(),
        "begun_on": draft.begun_on,
        "due_on": draft.due_on,
        "work": draft.work,
        "owner": draft.owner.strip(),
        "gate": draft.gate.strip(),
        "gate_on": draft.gate_on,
    }
