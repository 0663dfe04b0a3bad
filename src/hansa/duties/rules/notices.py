"""Who may issue, read and sign for notices, and what a notice must be to be issued."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may, require
from hansa.duties.rules import supervision
from hansa.duties.rules.notice_words import length_of
from hansa.duties.terms.notices import Addressee, Draft, NoticeKind, NoticeLine
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual, text

ISSUE = Right(
    code="notices.issue",
    name=text("issue notices, confirm them by telephone"),
    held={Role.SECRETARIAT: Reach.LEAGUE, Role.CITY_LIAISON: Reach.CITY},
)
READ = Right(
    code="notices.read",
    name=text("read notices and how they were delivered"),
    held={
        Role.SECRETARIAT: Reach.LEAGUE,
        Role.CITY_LIAISON: Reach.CITY,
        Role.LEADER: Reach.CITY,
        Role.UNIT_OFFICER: Reach.UNIT,
        Role.AUDITOR: Reach.LEAGUE,
    },
)
SIGN = Right(
    code="notices.sign",
    name=text("sign for notices"),
    held={Role.CITY_LIAISON: Reach.CITY, Role.UNIT_OFFICER: Reach.UNIT},
)
RIGHTS = (ISSUE, READ, SIGN)

RECEIPT_DAYS = 30  # How long a receipt link works where the operator says nothing else.
CALL_AHEAD = timedelta(minutes=5)  # Clocks of two offices differ a little.

LONGEST = {"title": 300, "asked": 60, "rider": 120, "contact": 120, "place": 120}
"""Most characters of each part of a draft, in either language."""

_PART_NAMES = {
    "title": text("the matter"),
    "asked": text("what is asked"),
    "rider": text("the remark after it"),
    "contact": text("whom to ask"),
    "place": text("the place of the meeting"),
    "body": text("a paragraph"),
}

PARAGRAPHS_MOST, PARAGRAPH_LONGEST = 20, 2000

# Kinds that the league's office issues, and kinds that a city's liaison issues within
# the city: 催办 is inside one city, and a letter of reminder goes between cities.
OF_SUPERVISION = frozenset({NoticeKind.ORDER, NoticeKind.BULLETIN})
"""Kinds that only the supervision unit of a city issues, from its own desk."""
SUPERVISED = "supervision:"
"""How the subject of a notice begins that brings a paper or bulletin of supervision."""
OF_OFFICE = (
    frozenset(NoticeKind) - {NoticeKind.DEMAND, NoticeKind.CIRCULAR} - OF_SUPERVISION
)
OF_CITY = frozenset(
    {
        NoticeKind.REMINDER,
        NoticeKind.INVITATION,
        NoticeKind.DEMAND,
        NoticeKind.WARNING,
    }
)


def issuer(actor: Actor) -> str | None:
    """Give the city in whose name an actor issues; None for the league's office."""
    return None if Role.SECRETARIAT in actor.roles else actor.member


def kinds_for(actor: Actor) -> tuple[NoticeKind, ...]:
    """List the kinds of notice that an actor's office issues."""
    of_issuer = OF_OFFICE if issuer(actor) is None else OF_CITY
    return tuple(kind for kind in NoticeKind if kind in of_issuer)


CIRCULARS = "circular:"
"""How the subject of a notice begins that brings a circular."""

FOR_DUTIES = frozenset(
    {
        NoticeKind.REMINDER,
        NoticeKind.LETTER,
        NoticeKind.DEMAND,
        NoticeKind.ESCALATION,
    }
)
"""The kinds that follow up a duty by themselves."""


def refuse_kind_without_duties(kind: NoticeKind) -> None:
    """Refuse a kind that says nothing about a duty unless somebody writes it.

    Raises:
        Refused: naming the kinds that do.
    """
    if kind not in FOR_DUTIES:
        known = tuple(one.value for one in NoticeKind if one in FOR_DUTIES)
        raise Refused(
            "kind-not-for-duties",
            text("Duties are not followed up by “{kind}”.", kind=kind.value),
            text("Known kinds: {kinds}.", kinds=known),
        )


def require_issue(actor: Actor, league: str, to: Addressee) -> None:
    """Refuse whoever may not address this city or unit.

    Raises:
        Forbidden: the actor may not issue notices there.
    """
    require(actor, ISSUE, Over(league=league, member=to.member, unit=to.unit))


def refuse_kind(actor: Actor, kind: NoticeKind, to: Addressee) -> None:
    """Refuse a kind that is not for this issuer or this addressee.

    Raises:
        Refused: 催办 between cities, or a letter, escalation or notice to itself by a
            city.

    Source: glossary A2: 催办、督办单 are inside one city, 提示函 between cities.
    """
    city = issuer(actor)
    if kind in OF_SUPERVISION:
        raise Refused(
            "kind-of-supervision",
            text(
                "Supervision orders (“督办单”) and bulletins (“督查通报”) exist only "
                "inside one city, by its own supervision unit."
            ),
            text(
                "Inside a city its supervision unit issues them from its desk; between "
                "cities, send a reminder or a letter of reminder."
            ),
        )
    if kind is NoticeKind.DEMAND and city is None:
        raise Refused(
            "demand-between-cities",
            text("Urging (“催办”) is done inside one city, towards its own units."),
            text("Between cities, send a reminder or a letter of reminder."),
        )
    if city is not None and kind not in OF_CITY:
        raise Refused(
            "kind-of-office",
            text(
                "Letters of reminder and escalations are issued by the league's office."
            ),
            text("Inside the city, send a reminder or urge the unit (“催办”)."),
        )
    if city is not None and to.unit is None and to.person is None:
        raise Refused(
            "unit-needed",
            text("Inside a city a notice addresses one of its units."),
            text("Hand the duty on to a unit, or name one."),
        )


def refuse_draft(draft: Draft) -> None:
    """Refuse a draft that lacks something or is too long.

    Raises:
        Refused: naming the part.
    """
    if not draft.to:
        raise Refused(
            "nobody-to-address",
            text("The notice addresses nobody."),
            text("Choose at least one city or unit."),
        )
    if (draft.kind is NoticeKind.INVITATION) != (draft.matter.occasion is not None):
        raise Refused(
            "occasion-needed",
            text("A notice of meeting says when and where; no other notice does."),
            text("Give day and place of the meeting, or choose another kind."),
        )
    if (draft.kind is NoticeKind.CIRCULAR) != draft.subject.startswith(CIRCULARS):
        raise Refused(
            "circular-needed",
            text("A circular is sent from its own page, once its text is frozen."),
            text("Draft the circular, freeze it and send it."),
        )
    for name, part in _parts(draft).items():
        _refuse_part(name, part, LONGEST[name])
    if len(draft.body) > PARAGRAPHS_MOST:
        raise Refused(
            "too-many-paragraphs",
            text("A notice has at most {most} paragraphs.", most=PARAGRAPHS_MOST),
            text("Shorten it, or attach a document."),
        )
    for paragraph in draft.body:
        _refuse_part("body", paragraph, PARAGRAPH_LONGEST)


def _parts(draft: Draft) -> Mapping[str, Bilingual]:
    matter = draft.matter
    parts = {
        "title": matter.title,
        "asked": matter.asked,
        "rider": matter.rider,
        "contact": matter.contact,
        "place": matter.occasion.place if matter.occasion else None,
    }
    return {name: part for name, part in parts.items() if part is not None}


def _refuse_part(name: str, part: Bilingual, longest: int) -> None:
    for words in (part.zh, part.en):
        if not words.strip():
            raise Refused(
                "part-empty",
                text("This is empty in one language: {part}.", part=_PART_NAMES[name]),
                text("Write it in Chinese and in English."),
            )
        if length_of(words) > longest:
            raise Refused(
                "part-too-long",
                text(
                    "Too long, {length} characters of at most {longest}: {part}.",
                    part=_PART_NAMES[name],
                    length=length_of(words),
                    longest=longest,
                ),
                text("Shorten it to {longest} characters.", longest=longest),
            )


def may_read(actor: Actor, line: NoticeLine, supervisor: str | None = None) -> bool:
    """Tell whether an actor may see a notice: issuer's office, addressee, auditor.

    What a city's liaison sends to the city's own units is not the league's business;
    only the auditor sees it besides the city. What brings a paper or a bulletin of
    supervision is seen by those who see that itself, and by no auditor.

    Args:
        actor: who asks.
        line: the notice.
        supervisor: the supervision unit of the city; None where it has named none.

    Source: design, section 5; twin of ``reads.notices._visible``, pinned by
    ``test_who_sees_a_notice_in_memory_and_in_the_database``.
    """
    over = Over(league=line.league, member=line.member, unit=line.unit)
    if line.subject.startswith(SUPERVISED):
        league, member = line.league, line.member or ""
        if line.kind is NoticeKind.BULLETIN:
            return supervision.may_see_bulletin(actor, league, member)
        return supervision.may_see(actor, league, member, line.unit or "", supervisor)
    if not may(actor, READ, over):
        return False
    if Role.AUDITOR in actor.roles or line.from_member is None:
        return True
    return may(actor, _INSIDE, over)


_INSIDE = Right(
    code="notices.read",
    name=READ.name,
    held={
        role: reach for role, reach in READ.held.items() if reach is not Reach.LEAGUE
    },
)


def may_manage(actor: Actor, line: NoticeLine) -> bool:
    """Tell whether an actor is of the office that issued a notice."""
    over = Over(league=line.league, member=line.member or line.from_member)
    return issuer(actor) == line.from_member and may(actor, ISSUE, over)


def may_follow(actor: Actor, line: NoticeLine) -> bool:
    """Tell whether an actor may see how a notice is delivered: its office, the auditor."""
    return may_manage(actor, line) or (
        Role.AUDITOR in actor.roles and may_read(actor, line)
    )


def may_sign(actor: Actor, line: NoticeLine) -> bool:
    """Tell whether an actor is of the city or unit that a notice addresses.

    A liaison signs for what is addressed to the city, not for its own notices to units.
    """
    over = Over(league=line.league, member=line.member, unit=line.unit)
    if line.from_member is not None and line.from_member == issuer(actor):
        return line.unit == actor.unit and may(actor, SIGN, over)
    return may(actor, SIGN, over)


def refuse_call(at: datetime, issued_at: datetime, now: datetime) -> None:
    """Refuse a call that has not happened yet, or was before there was a notice.

    Raises:
        Refused: it lies in the future, or before the notice.
    """
    if at < issued_at - CALL_AHEAD:
        raise Refused(
            "call-before-notice",
            text("The call lies before the notice was issued."),
            text("Enter when you spoke of this notice."),
        )
    if at > now + CALL_AHEAD:
        raise Refused(
            "call-in-the-future",
            text("The call lies in the future."),
            text("Enter when you spoke; a planned call confirms nothing."),
        )


def digest_of(token: str) -> str:
    """Give the hash under which the secret part of a receipt link is kept.

    It has 256 random bits and cannot be guessed, so a fast hash is enough.
    """
    return hashlib.sha256(token.encode()).hexdigest()
