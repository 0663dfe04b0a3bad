"""Corrects a concordance by hand: articles are paired and parted, and that is undone."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.chassis.actor import Actor
from hansa.governance.models.laws import LawFix
from hansa.governance.reads.law_rows import fix_of
from hansa.governance.rules import laws as rules
from hansa.governance.rules.law_rights import require_correct
from hansa.governance.services.laws.rows import Held, hold, keep, refuse_stale
from hansa.governance.terms.laws import ArticleRef, Fix, FixKind, LawAct
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import text


def pair_articles(
    actor: Actor,
    league: str,
    law_id: UUID,
    revision: int,
    left: ArticleRef,
    right: ArticleRef,
) -> None:
    """Set two articles in one row, whatever their texts; it holds while these stand.

    Raises:
        Missing: there is no such dossier, or no such article any more.
        Forbidden: the actor is of no city that takes part, nor of the office.
        Conflict: somebody corrected the table since, or drafts stand no longer.
        Refused: both are of one draft.
    """
    with transaction.atomic():
        held = _hold(actor, league, law_id, revision, LawAct.PAIR)
        fix = Fix(kind=FixKind.PAIR, left=left, right=right)
        rules.refuse_pair(fix, held.line)
        _add(held, [fix])
        told = {"left": str(left), "right": str(right)}
        keep(held, "governance.pair_articles", told)


def part_article(
    actor: Actor, league: str, law_id: UUID, revision: int, ref: ArticleRef
) -> None:
    """Take an article out of its row, so that it stands apart from all in it.

    Raises:
        Missing: there is no such dossier, or no such article any more.
        Forbidden: the actor is of no city that takes part, nor of the office.
        Conflict: somebody corrected the table since, or drafts stand no longer.
        Refused: it stands alone already.
    """
    with transaction.atomic():
        held = _hold(actor, league, law_id, revision, LawAct.PART)
        row = rules.find_row(held.line, ref).row
        others = [one for one in row.refs if one != ref]
        if not others:
            raise Refused(
                "stands-alone",
                text("This article stands in a row of its own already."),
                text("Pair it with another where they belong together."),
            )
        _add(held, [Fix(kind=FixKind.PART, left=ref, right=one) for one in others])
        keep(held, "governance.part_article", {"article": str(ref)})


def undo_fix(
    actor: Actor, league: str, law_id: UUID, revision: int, fix_id: UUID
) -> None:
    """Withdraw a correction; the texts decide again.

    Raises:
        Missing: there is no such dossier, or no such correction that stands.
        Forbidden: the actor is of no city that takes part, nor of the office.
        Conflict: somebody corrected the table since, or drafts stand no longer.
    """
    with transaction.atomic():
        held = _hold(actor, league, law_id, revision, LawAct.UNDO)
        standing = LawFix.objects.filter(dossier=held.row, withdrawn_at=None, pk=fix_id)
        if not standing.update(withdrawn_at=actor.at):
            raise Missing(
                "fix-missing",
                text("There is no such correction that stands."),
                text("The page of the dossier lists those that do."),
            )
        keep(held, "governance.undo_fix", {"correction": str(fix_id)})


def _hold(actor: Actor, league: str, law_id: UUID, revision: int, act: LawAct) -> Held:
    held = hold(actor, league, law_id, act)
    require_correct(actor, league, held.line.agenda.members)
    refuse_stale(held, revision)
    return held


def _add(held: Held, fixes: Sequence[Fix]) -> None:
    """Keep corrections; those that stand against them are withdrawn."""
    rows = LawFix.objects.filter(dossier=held.row)
    standing = {row.pk: fix_of(row) for row in rows.filter(withdrawn_at=None)}
    number = rows.aggregate(last=Max("number"))["last"] or 0
    for place, fix in enumerate(fixes, start=1):
        against = rules.outdated(fix, tuple(standing.values()))
        gone = [pk for pk, one in standing.items() if one in against]
        rows.filter(pk__in=gone).update(withdrawn_at=held.actor.at)
        LawFix.objects.create(
            id=uuid4(),
            dossier=held.row,
            number=number + place,
            kind=fix.kind.value,
            left_member=fix.left.member,
            left_key=fix.left.key,
            right_member=fix.right.member,
            right_key=fix.right.key,
            made_by=held.actor.person,
            authority=held.actor.authority,
            made_at=held.actor.at,
        )
