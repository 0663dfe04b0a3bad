"""Circulars as JSON: the form that commands and the API share."""

from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.terms.circulars import CircularLine, CircularSheet
from hansa.governance.terms.compliance import Counted


def wire_circular_line(line: CircularLine) -> dict[str, Any]:
    """Give what the calendar asks to be told, as lists give it."""
    return {
        "entry": line.entry,
        "body": line.body,
        "year": line.year,
        "title": plain(line.title),
        "window": plain(line.window),
        "modality": line.modality.value,
        "clauses": list(line.clauses),
        "state": line.state.value,
        "id": plain(line.id),
        "reference": line.reference,
        "sent_on": plain(line.sent_on),
        "acknowledged": _counted(line.acknowledged),
        "correction": line.correction,
    }


def wire_circular(sheet: CircularSheet) -> dict[str, Any]:
    """Give a circular with its text and who acknowledged it."""
    line = sheet.line
    return {
        "id": str(line.id),
        "league": line.league,
        "entry": line.entry,
        "body": line.body,
        "year": line.year,
        "title": plain(sheet.title),
        "window": plain(line.period),
        "state": line.state.value,
        "corrects": plain(line.corrects),
        "corrected_by": plain(line.corrected_by),
        "reason": line.reason,
        "words": line.words,
        "as_of": plain(line.as_of),
        "known_at": plain(line.known_at),
        "reference": line.reference,
        "digest": line.digest,
        "record": plain(line.record),
        "authority": line.authority,
        "drafted_at": plain(line.drafted_at),
        "sent_at": plain(line.sent_at),
        "revision": line.revision,
        "content": sheet.content,
        "intact": sheet.intact,
        "repeats": sheet.repeats,
        "acknowledged": _counted(sheet.counted),
        "cities": [
            {
                "member": one.member,
                "notice": str(one.notice),
                "at": plain(one.at),
                "by": one.by,
                "office": one.office,
                "how": plain(one.how) if one.how else None,
            }
            for one in sheet.cities
        ],
        "missing": [one.member for one in sheet.cities if one.at is None],
    }


def _counted(counted: Counted | None) -> dict[str, int] | None:
    return {"signed": counted.held, "asked": counted.asked} if counted else None
