"""Drafts minutes at the closing, words them, and begins what corrects them."""

from uuid import UUID, uuid4

from django.db import transaction

from hansa.chassis import workdays
from hansa.chassis.actor import Actor
from hansa.governance.models import (
    Minutes,
    MinutesSection,
    Session,
)
from hansa.governance.reads import minutes_text
from hansa.governance.reads.minutes import (
    line_of,
    rule_of,
    spoken_on,
)
from hansa.governance.reads.sessions import sheet_of
from hansa.governance.rules import sessions as session_rules
from hansa.governance.services.minutes.duties import (
    open_minutes_duty,
)
from hansa.governance.services.minutes.rows import (
    hold,
    keep,
    nothing_changed,
    refuse_empty,
    refuse_stale,
    require_run,
    section_missing,
)
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.minutes import (
    MinutesAct,
    MinutesState,
)

HEADING_LONGEST = 200
OPENING_HEADING = "会议概况"


def draft_minutes(actor: Actor, session: Session) -> None:
    """Draft the minutes of a session that was closed just now, and open their duty.

    For the transaction that closes it.
    """
    sheet = sheet_of(session)
    rule, today = rule_of(sheet), day_of(actor)
    row = Minutes(
        id=uuid4(),
        league=session.league,
        session=session,
        body=session.body,
        year=session.year,
        state=MinutesState.DRAFT.value,
        drafted_by=actor.person,
        drafted_at=actor.at,
    )
    if rule is not None:
        key = f"minutes:{session.pk}"
        counted = workdays.keep_deadline(actor, key, today, rule.due_days)
        row.due_on, row.provisional = counted.due_on, counted.provisional
    row.save()
    spoken = spoken_on(session.league, today)
    sections = [
        MinutesSection(
            minutes=row,
            place=0,
            heading=OPENING_HEADING,
            words=minutes_text.opening(sheet, spoken),
        )
    ]
    sections += [
        MinutesSection(
            minutes=row,
            place=one.item.place,
            item_id=one.item.id,
            heading=one.item.title.zh[:HEADING_LONGEST],
            words=minutes_text.drafted(one),
        )
        for one in sheet.items
        if one.item.stands
    ]
    MinutesSection.objects.bulk_create(sections)
    if rule is not None:
        open_minutes_duty(actor, line_of(row), sheet.body, rule, today)


def word_section(
    actor: Actor, league: str, session_id: UUID, place: int, revision: int, words: str
) -> None:
    """Word one section anew; approvals of the former wording no longer count.

    Args:
        actor: whoever runs the session.
        league: slug.
        session_id: the session.
        place: of the section; 0 is the opening.
        revision: of the section, as the actor saw it.
        words: as they are to stand.

    Raises:
        Missing: there are no such minutes, or no such section.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed the section since, or nothing changes, or they are
            published.
        Refused: the words are empty or too long.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        require_run(held, MinutesAct.WORD)
        refuse_words({"words": words})
        section = held.row.sections.filter(place=place).first()
        if section is None:
            raise section_missing()
        if section.revision != revision:
            raise session_rules.stale()
        refuse_empty(words)
        if section.words == words.strip():
            raise nothing_changed()
        former, section.words = section.words, words.strip()
        section.revision += 1
        section.save()
        held.row.wording += 1
        told = {"place": place, "words": section.words, "former": former}
        keep(held, "governance.word_minutes", told)


def correct(
    actor: Actor, league: str, session_id: UUID, revision: int, reason: str
) -> None:
    """Begin an edition that corrects published minutes, which stay as they are.

    Raises:
        Missing: there are no such minutes.
        Forbidden: the actor does not run the session.
        Conflict: somebody changed them since, or they are not published.
        Refused: no reason is given.
    """
    with transaction.atomic():
        held = hold(actor, league, session_id)
        require_run(held, MinutesAct.CORRECT)
        refuse_stale(held, revision)
        refuse_words({"reason": reason})
        refuse_empty(reason)
        former = held.row
        sections = list(former.sections.all())
        held.row = Minutes.objects.create(
            id=uuid4(),
            league=former.league,
            session=former.session,
            body=former.body,
            year=former.year,
            edition=former.edition + 1,
            corrects=former,
            reason=reason.strip(),
            state=MinutesState.DRAFT.value,
            drafted_by=actor.person,
            drafted_at=actor.at,
        )
        for section in sections:
            section.pk, section.minutes, section.revision = None, held.row, 1
        MinutesSection.objects.bulk_create(sections)
        keep(held, "governance.correct_minutes", {"reason": reason.strip()})
