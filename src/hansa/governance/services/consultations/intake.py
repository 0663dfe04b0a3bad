"""Takes a workbook of comments that the office received: whole, or not at all."""

from functools import partial
from uuid import UUID

from hansa.charter.reads import get_versions
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.governance.formats import comments as formats
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.consultations import get_row, require_keeper
from hansa.governance.services.consultations.commenting import (
    judge_received,
    record_comments,
)
from hansa.governance.terms.consultations import CommentPlan, ReceivedComment
from hansa.kernel.errors import Refused
from hansa.kernel.findings import errors_in, in_order
from hansa.kernel.shapes import Log
from hansa.kernel.text import text


def plan_comments(
    actor: Actor, league: str, consultation_id: UUID, upload: Upload
) -> CommentPlan:
    """Say what a workbook would enter and what is wrong with it; nothing is changed.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
    """
    require_keeper(actor, league)
    row, log = get_row(actor, league, consultation_id), Log()
    book = formats.open_comments(upload.content, upload.name, log)
    read: tuple[ReceivedComment, ...] = ()
    if book is not None:
        book.judge_sheets((formats.COMMENTS,), log)
        if book.has(formats.COMMENTS):
            cities = list_names(get_versions(league))
            check = partial(judge_received, actor, row)
            read = formats.read_comments(book, cities, check, log)
    return CommentPlan(name=upload.name, findings=in_order(log.findings), comments=read)


def take_comments(
    actor: Actor, league: str, consultation_id: UUID, upload: Upload
) -> int:
    """Enter every comment of a workbook.

    Returns:
        How many were entered.

    Raises:
        Forbidden: the actor does not hold consultations.
        Missing: there is no such consultation.
        Conflict: it is not public, or over.
        Refused: something is wrong with the workbook, all of it as findings; or it holds
            no comment.
    """
    plan = plan_comments(actor, league, consultation_id, upload)
    if not plan.sound:
        raise Refused(
            "comments-faulty",
            text(
                "Nothing was taken: {count} cells cannot be read or cannot be so.",
                count=len(errors_in(plan.findings)),
            ),
            text("Mend the cells named and bring the workbook again."),
            plan.findings,
        )
    return record_comments(actor, league, consultation_id, plan.comments)
