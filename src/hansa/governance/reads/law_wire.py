"""Joint legislation as JSON: what commands and the API share."""

from typing import Any

from hansa.chassis.plain import plain
from hansa.governance.terms.laws import (
    Cell,
    FixLine,
    LawDraftLine,
    LawLine,
    LawSheet,
    Weighed,
    WeighedRow,
)


def wire_law(line: LawLine) -> dict[str, Any]:
    """Give a dossier as lists give it."""
    agenda, concordance = line.agenda, line.concordance
    return {
        "id": str(line.id),
        "league": line.league,
        "number": line.number,
        "code": line.code,
        "title": agenda.title,
        "title_en": agenda.title_en,
        "purpose": agenda.purpose,
        "body": agenda.body,
        "year": agenda.year,
        "lead": agenda.lead,
        "members": list(line.members),
        "awaited": list(line.awaited),
        "state": line.state.value,
        "articles": len(line.rows),
        "open": line.open,
        "same": concordance.same,
        "agreed": concordance.agreed,
        "percent": concordance.percent,
        "harmonised_on": plain(line.harmonised_on),
        "closed_on": plain(line.closed_on),
        "document": line.document,
        "given_up_on": plain(line.given_up_on),
        "given_up_reason": line.given_up_reason,
        "authority": line.authority,
        "entered_at": plain(line.entered_at),
        "revision": line.revision,
    }


def wire_law_sheet(sheet: LawSheet) -> dict[str, Any]:
    """Give a dossier with its versions, rounds, corrections and studies."""
    return {
        **wire_law(sheet.line),
        "versions": [wire_draft(one) for one in sheet.versions],
        "rounds": plain(sheet.rounds),
        "corrections": [_fix(one) for one in sheet.fixes],
        "studies": [
            {"id": str(id_), "code": f"S-{number}", "question": question}
            for id_, number, question in sheet.studies
        ],
    }


def wire_draft(line: LawDraftLine) -> dict[str, Any]:
    """Give a version of a draft, without its words."""
    return {
        "id": str(line.id),
        "member": line.member,
        "number": line.number,
        "title": line.text.title,
        "articles": len(line.text.articles),
        "digest": line.digest,
        "file": plain(line.file),
        "authority": line.authority,
        "made_at": plain(line.made_at),
    }


def wire_draft_text(line: LawDraftLine) -> dict[str, Any]:
    """Give a version of a draft with the words of its articles."""
    return {**wire_draft(line), "texts": plain(line.text.articles)}


def _fix(line: FixLine) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "kind": line.fix.kind.value,
        "left": plain(line.fix.left),
        "right": plain(line.fix.right),
        "authority": line.authority,
        "made_at": plain(line.made_at),
        "idle": line.idle,
    }


def wire_row(one: WeighedRow) -> dict[str, Any]:
    """Give a row of a concordance with its divergences."""
    return {
        "number": one.row.number,
        "open": one.open,
        "cells": [_cell(cell) for cell in one.row.cells],
        "divergences": [_weighed(each) for each in one.weighed],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    article = cell.article
    return {
        "member": cell.member,
        "article": plain(article) if article else None,
        "moved": cell.moved,
        "differs": [piece.words for piece in cell.pieces if piece.differs],
    }


def _weighed(one: Weighed) -> dict[str, Any]:
    divergence = one.divergence
    return {
        "key": divergence.key,
        "kind": divergence.kind.value,
        "slot": divergence.slot,
        "said": dict(divergence.said),
        "agreed": one.agreed,
        "awaited": list(one.awaited),
        "positions": [
            {
                "member": each.member,
                "round": each.round,
                "stance": each.stance.value,
                "words": each.words,
                "authority": each.authority,
                "at": plain(each.at),
                "late": each.late,
            }
            for each in one.positions
        ],
    }
