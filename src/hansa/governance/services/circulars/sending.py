"""Sends circulars to every city, and takes their acknowledgement."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.duties.reads.notice_plans import in_both
from hansa.duties.services import notices, receipts
from hansa.duties.terms.notices import Addressee, Call, Draft, Matter, NoticeKind
from hansa.governance.reads import circulars as reads
from hansa.governance.reads.circular_receipts import cities_of, subject_of
from hansa.governance.reads.records import bodies_named
from hansa.governance.rules import circular_words as words
from hansa.governance.rules import circulars as rules
from hansa.governance.rules.obligations import title_of
from hansa.governance.services import records
from hansa.governance.services.circulars.drafting import Held, hold
from hansa.governance.services.sessions.rows import day_of
from hansa.governance.terms import EntryKind
from hansa.governance.terms.circulars import CircularAct, CircularState
from hansa.governance.terms.records import MeetingFacts
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual, text

DAY = timedelta(days=1)
ASKED = Bilingual("阅知并签收", "read it and sign for it")
PARAGRAPH_LONGEST = 2000
PARAGRAPHS_MOST = 20


def send(actor: Actor, league: str, circular_id: UUID, revision: int) -> None:
    """Send a frozen circular to every city, and record it, so that its duty is met.

    A correction is sent the same way and meets no duty anew.

    Raises:
        Missing: there is no such circular.
        Forbidden: the actor does not send circulars.
        Conflict: somebody changed it since, or it is not frozen.
        Refused: a circular of that period was recorded meanwhile.
    """
    with transaction.atomic():
        held = hold(actor, league, circular_id, CircularAct.SEND, revision)
        row = held.row
        row.state, row.sent_at = CircularState.SENT.value, actor.at
        if row.corrects is None:
            rules.refuse_entry(held.entry, day_of(actor))
            row.record_id = UUID(_record(held))
        issued = notices.issue(actor, league, _draft(held))
        told = {"reference": row.reference, "notices": [str(one.id) for one in issued]}
        held.keep("governance.send_circular", told)


def _record(held: Held) -> str:
    row, today = held.row, day_of(held.actor)
    facts = MeetingFacts(
        body=row.body,
        kind=EntryKind.CIRCULAR,
        level=held.entry.level,
        year=row.year,
        days=Period(today, today + DAY),
        entry=row.entry or None,
        ad_hoc=not row.entry,
        document=row.reference,
    )
    return records.record_meeting(held.actor, row.league, facts, None)


def _draft(held: Held) -> Draft:
    row = held.row
    assert row.content is not None  # Only what is frozen is sent.
    versions = charter_reads.get_versions(row.league)
    version = charter_reads.governing(versions, day_of(held.actor))
    name = bodies_named(versions)[row.body]
    title = in_both(title_of(held.entry, name))
    if row.corrects is not None:
        title = in_both(
            text("Correction of {reference}", reference=row.corrects.reference)
        )
    return Draft(
        kind=NoticeKind.CIRCULAR,
        subject=subject_of(row.pk),
        matter=Matter(title=title, is_document=False, asked=ASKED),
        to=tuple(
            Addressee(member=member) for member in charter_reads.names_of(version)
        ),
        body=tuple(Bilingual(one, one) for one in _paragraphs(row.content)),
        clause=next(iter(held.entry.clauses), None),
    )


def _paragraphs(content: Mapping[str, Any]) -> Sequence[str]:
    """Give the text as a notice carries it; what is too long for it stands on its page."""
    whole = list(_pieces(content))
    if len(whole) <= PARAGRAPHS_MOST:
        return whole
    return [*whole[: PARAGRAPHS_MOST - 1], "（以下内容见通报全文。）"]


def _pieces(content: Mapping[str, Any]) -> Iterator[str]:
    yield f"{content['reference']}　{content['title']}"
    for one in content["sections"]:
        piece = one["heading"]
        for line in words.lines(one):
            if piece and len(piece) + len(line) + 1 > PARAGRAPH_LONGEST:
                yield piece
                piece = ""
            piece = f"{piece}\n{line}" if piece else line[:PARAGRAPH_LONGEST]
        if piece:
            yield piece


def acknowledge(actor: Actor, league: str, circular_id: UUID, member: str) -> None:
    """Sign for a circular as the city that it was sent to; again changes nothing.

    Raises:
        Missing: there is no such circular, or it did not go to that city.
        Forbidden: the actor does not sign for that city.
        Conflict: it is not sent.
    """
    receipts.sign(actor, league, _notice(actor, league, circular_id, member))


def confirm_by_telephone(
    actor: Actor, league: str, circular_id: UUID, member: str, call: Call
) -> None:
    """Record that a city confirmed on the telephone that a circular arrived.

    Raises:
        Missing: there is no such circular, or it did not go to that city.
        Forbidden: the actor is not of the office that sent it.
        Refused: it is not said who was spoken to, or when it cannot have been.
        Conflict: it is signed for already, or not sent.
    """
    notice = _notice(actor, league, circular_id, member)
    receipts.confirm_by_telephone(actor, league, notice, call)


def make_link(actor: Actor, league: str, circular_id: UUID, member: str) -> str:
    """Make a link by which a city signs without an account; it is shown once.

    Raises:
        Missing: there is no such circular, or it did not go to that city.
        Forbidden: the actor is not of the office that sent it.
        Conflict: it is not sent.
    """
    return receipts.make_link(
        actor, league, _notice(actor, league, circular_id, member)
    )


def _notice(actor: Actor, league: str, circular_id: UUID, member: str) -> UUID:
    row = reads.get_row(actor, league, circular_id)
    rules.refuse_state(CircularAct.ACKNOWLEDGE, CircularState(row.state))
    for one in cities_of(actor, league, circular_id):
        if one.member == member:
            return one.notice
    raise Missing(
        "not-addressed",
        text(
            "This circular did not go to “{member}”, as far as you may see.",
            member=member[:60],
        ),
        text("Its page lists the cities that it went to."),
    )
