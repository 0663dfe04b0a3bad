"""Takes the drafts that cities bring: as text, or as a document; versions are kept."""

from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import files
from hansa.chassis.actor import Actor
from hansa.chassis.hashing import canonical, digest
from hansa.governance.formats.law_files import SUFFIXES, words_of
from hansa.governance.models.laws import LawDraft
from hansa.governance.reads.law_rows import content_of
from hansa.governance.rules.law_rights import require_speak
from hansa.governance.rules.law_texts import split
from hansa.governance.services.laws.rows import Held, hold, keep
from hansa.governance.services.minutes.rows import nothing_changed
from hansa.governance.terms.laws import LawAct, LawDraftLine
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.text import text


def bring_draft(
    actor: Actor,
    league: str,
    law_id: UUID,
    member: str,
    former: int,
    brought: str | files.Upload,
) -> int:
    """Keep a city's draft as a version of its own, and give its number.

    Args:
        actor: who speaks for the city.
        league: slug.
        law_id: of the dossier.
        member: the city; it brings its own draft only.
        former: the version that this one follows, as the actor saw it; 0 for none.
        brought: the text, or a file that holds it.

    Raises:
        Missing: there is no such dossier.
        Forbidden: the actor does not speak for that city.
        Conflict: another version came since, nothing changes, or drafts stand no longer.
        Refused: the city takes no part, or the text has no articles or too many.

    Source: GOV-26 of huaihai.
    """
    require_speak(actor, league, member)
    words = brought if isinstance(brought, str) else words_of(brought)
    split_text = split(words)
    content = content_of(split_text)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.BRING)
        refuse_outside(held, member)
        last = _last(held, member)
        if (last.number if last else 0) != former:
            raise Conflict(
                "draft-came-since",
                text("Another version of this draft was brought meanwhile."),
                text("Read what it changes, then bring this text again if it holds."),
            )
        mark = digest(canonical(content).encode())
        if last is not None and last.digest == mark:
            raise nothing_changed()
        filed = None
        if not isinstance(brought, str):
            filed = files.take(actor, league, member, brought, SUFFIXES)
        LawDraft.objects.create(
            id=uuid4(),
            dossier=held.row,
            member=member,
            number=former + 1,
            content=content,
            digest=mark,
            file_id=filed.id if filed else None,
            made_by=actor.person,
            authority=actor.authority,
            made_at=actor.at,
        )
        told = {
            "member": member,
            "version": former + 1,
            "articles": len(split_text.articles),
            "digest": mark,
        }
        named = [files.journal_name(filed)] if filed else []
        keep(held, "governance.bring_law_draft", told, *named)
    return former + 1


def _last(held: Held, member: str) -> LawDraftLine | None:
    return next((one for one in held.line.drafts if one.member == member), None)


def refuse_outside(held: Held, member: str) -> None:
    """Refuse a city that takes no part in a dossier.

    Raises:
        Refused: naming nobody, for the page names those that do.
    """
    if member not in held.line.members:
        raise Refused(
            "city-outside",
            text("This city takes no part in the dossier."),
            text("Ask the office to add it to the joint agenda."),
        )
