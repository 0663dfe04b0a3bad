"""Minutes as JSON: the form that commands and the API share."""

from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.reads.session_wire import wire_lacks
from hansa.governance.terms.minutes import Comment, MinutesLine, MinutesSheet


def wire_minutes_line(line: MinutesLine) -> dict[str, Any]:
    """Give minutes as lists give them."""
    return {
        "id": str(line.id),
        "league": line.league,
        "session": str(line.session),
        "body": line.body,
        "year": line.year,
        "edition": line.edition,
        "corrects": plain(line.corrects),
        "reason": line.reason,
        "state": line.state.value,
        "due_on": plain(line.due_on),
        "round": line.round,
        "circulated_at": plain(line.circulated_at),
        "comments_due_on": plain(line.comments_due_on),
        "provisional": line.provisional,
        "number": line.number,
        "reference": line.reference,
        "published_at": plain(line.published_at),
        "digest": line.digest,
        "revision": line.revision,
    }


def wire_minutes(sheet: MinutesSheet) -> dict[str, Any]:
    """Give minutes with their round, their approvals and what is missing."""
    return {
        **wire_minutes_line(sheet.line),
        "sections": [
            {
                "place": one.place,
                "item": plain(one.item),
                "heading": one.heading,
                "words": one.words,
                "revision": one.revision,
            }
            for one in sheet.sections
        ],
        "comments": [_comment(one) for one in sheet.comments],
        "answered": list(sheet.round.said),
        "silent": list(sheet.round.silent),
        "missing": list(sheet.round.missing),
        "approvers": plain(sheet.approvers),
        "approvals": [
            {
                "holder": plain(one.holder),
                "document": one.document,
                "counts": one.wording == sheet.line.wording,
                "authority": one.authority,
                "given_at": plain(one.given_at),
            }
            for one in sheet.approvals
        ],
        "lacks": wire_lacks(sheet.lacks),
        "intact": sheet.intact,
    }


def _comment(one: Comment) -> dict[str, Any]:
    return {
        "member": one.member,
        "round": one.round,
        "stance": one.stance.value,
        "words": one.words,
        "section": one.place,
        "authority": one.authority,
        "evidence": one.evidence,
        "given_at": plain(one.given_at),
        "replaced_at": plain(one.replaced_at),
        "answer": one.answer,
        "adopted": one.adopted,
    }
