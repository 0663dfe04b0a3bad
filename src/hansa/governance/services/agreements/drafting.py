"""Drafts agreements from decisions that stand, and words them; versions are kept."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis.actor import Actor
from hansa.governance.models import Session
from hansa.governance.models.agreements import Agreement
from hansa.governance.reads import agreement_text
from hansa.governance.reads.agreements import rule_of
from hansa.governance.reads.minutes import spoken_on
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.rules import agreements as rules
from hansa.governance.rules import dockets as docket_rules
from hansa.governance.rules import sessions as session_rules
from hansa.governance.rules.agreement_lines import tidy
from hansa.governance.services.agreements.rows import (
    Held,
    add_version,
    hold,
    keep,
    keep_version,
    require_run,
    standing_row,
    tell,
)
from hansa.governance.services.minutes.rows import nothing_changed, refuse_empty
from hansa.governance.services.sessions import rows as session_rows
from hansa.governance.services.sessions.docket import clearing_of
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.agreements import (
    AgreementAct,
    AgreementState,
    Article,
    Rewording,
    Wording,
)
from hansa.governance.terms.dockets import ItemAct, ItemDraft
from hansa.governance.terms.sessions import SessionSheet
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text


def draft_agreement(actor: Actor, league: str, session_id: UUID) -> UUID:
    """Draft an agreement of the decisions of a session: one article for each.

    Raises:
        Missing: there is no such session.
        Forbidden: the actor does not run the session.
        Conflict: the session has not sat, or its agreement is drafted already.
        Refused: another body or level is competent to sign, no decision stands, or one
            was never cleared for signing.

    Source: GOV-08 and GOV-19 of huaihai; GOV-06 and GOV-15 of changzhutan.
    """
    with transaction.atomic():
        held = session_rows.hold(actor, league, session_id)
        session_rules.require_hold(actor, held.room)
        ground, line = held.ground, held.line
        docket_rules.refuse_incompetent(
            ItemAct.SIGN, ground.body, line.level, ground.bodies
        )
        rules.refuse_unheld(line.state)
        _refuse_second(held.row)
        sheet = sheet_of(held.row)
        _refuse_decisions(held, sheet)
        wording = agreement_text.drafted(
            sheet,
            spoken_on(league, day_of(actor)),
            ground.version.charter.agreement.name,
            rule_of(sheet),
        )
        row = Agreement.objects.create(
            id=uuid4(),
            league=league,
            session=held.row,
            body=line.body,
            level=held.row.level,
            year=line.year,
            state=AgreementState.DRAFT.value,
        )
        version = keep_version(actor, row, wording)
        told = {"articles": len(wording.articles), "digest": version.digest}
        tell(actor, row, "governance.draft_agreement", told, [])
    return row.pk


def _refuse_second(session: Session) -> None:
    if Agreement.objects.filter(session=session).exists():
        raise Conflict(
            "agreement-exists",
            text("The agreement of this session is drafted already."),
            text("Open it from the list of agreements."),
        )


def _refuse_decisions(held: session_rows.Held, sheet: SessionSheet) -> None:
    """Refuse where nothing stands to be signed, or August has not cleared what does."""
    decisions = rules.adopted(sheet.items)
    if not decisions:
        raise Refused(
            "nothing-adopted",
            text("No decision of this session stands that could be an article."),
            text("Draft the agreement once something was adopted by consensus."),
        )
    docket = sheet.body.docket
    gate = docket.gate if docket is not None else None
    if gate is None or ItemAct.SIGN not in gate.acts:
        return
    for item in decisions:
        if not rules.is_cleared(item):
            wanted = ItemDraft(
                class_id=item.class_id, act=ItemAct.SIGN, title=item.title.zh
            )
            clearing = clearing_of(held, gate)
            docket_rules.refuse_uncleared(wanted, gate, clearing)


def reword(
    actor: Actor, league: str, agreement_id: UUID, revision: int, change: Rewording
) -> None:
    """Word parts of the text anew, as a version of its own; the former one is kept.

    Raises:
        Missing: there is no such agreement, or no such article.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or nothing changes, or it stands elsewhere.
        Refused: somebody has signed the text, a title is empty, or words are too long.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        require_run(held, AgreementAct.WORD, revision)
        _refuse_rewording(held, change)
        former = held.sheet.standing.wording
        _supersede(held, _reworded(former, change), "governance.word_agreement")


def _refuse_rewording(held: Held, change: Rewording) -> None:
    numbered = {f"words{n}": words for n, words in change.articles.items()}
    refuse_words(
        {
            "line1": change.title or "",
            "line2": change.title_en or "",
            "words": change.preamble or "",
            "words0": change.closing or "",
            **numbered,
        }
    )
    if change.title is not None:
        refuse_empty(change.title)
    for words in change.articles.values():
        refuse_empty(words)
    known = {one.number for one in held.sheet.standing.wording.articles}
    if not change.articles.keys() <= known:
        raise Missing(
            "article-missing",
            text("The agreement has no such article."),
            text("Articles: {count}.", count=len(known)),
        )


def _reworded(former: Wording, change: Rewording) -> Wording:
    def of(said: str | None, stands: str) -> str:
        return stands if said is None else tidy(said)

    def article(one: Article) -> Article:
        return replace(one, words=of(change.articles.get(one.number), one.words))

    return replace(
        former,
        title=of(change.title, former.title).replace("\n", " "),
        title_en=of(change.title_en, former.title_en).replace("\n", " "),
        preamble=of(change.preamble, former.preamble),
        articles=tuple(article(one) for one in former.articles),
        closing=of(change.closing, former.closing),
    )


def assemble(actor: Actor, league: str, agreement_id: UUID, revision: int) -> None:
    """Take the articles from the decisions that stand now; words that stay are kept.

    Raises:
        Missing: there is no such agreement.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed it since, or nothing changes, or it stands elsewhere.
        Refused: somebody has signed the text, or no decision stands.
    """
    with transaction.atomic():
        held = hold(actor, league, agreement_id)
        require_run(held, AgreementAct.ASSEMBLE, revision)
        session = session_rows.hold(actor, league, held.row.session_id)
        sheet = sheet_of(session.row)
        _refuse_decisions(session, sheet)
        former = held.sheet.standing.wording
        anew = agreement_text.articles(
            sheet.items,
            spoken_on(league, day_of(actor)),
            {one.item: one.words for one in former.articles},
        )
        wording = replace(former, articles=anew)
        _supersede(held, wording, "governance.assemble_agreement")


def _supersede(held: Held, wording: Wording, service: str) -> None:
    """Keep another text as a version of its own, out for signature if the last was."""
    rules.refuse_frozen(held.sheet.line)
    if wording == held.sheet.standing.wording:
        raise nothing_changed()
    former = standing_row(held)
    version = add_version(held, wording)
    version.circulated_at, former.circulated_at = former.circulated_at, None
    version.save(update_fields=["circulated_at"])
    former.save(update_fields=["circulated_at"])
    told = {"version": version.number, "digest": version.digest}
    keep(held, service, told)
