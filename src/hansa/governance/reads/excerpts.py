"""Excerpts (摘编): the part of a session's minutes that concerns one unit.

Once a session has minutes, an excerpt is taken from them word for word; before, from what
the docket says of the decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import people
from hansa.governance.models import Minutes, Session
from hansa.governance.reads.dockets import get_session_row
from hansa.governance.reads.minutes import minutes_sheet, spoken_on, written
from hansa.governance.reads.minutes_text import facts, paragraphs
from hansa.governance.reads.sessions import require_reader, sheet_of
from hansa.governance.rules.paper_words import chinese_number, long_day
from hansa.governance.terms.dockets import Outcome
from hansa.governance.terms.sessions import SessionSheet, Weighed
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A unit with the decisions that it leads, and those it is responsible for."""

    unit: str
    name: Bilingual
    leads: int
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What one unit is sent of a session.

    Attributes:
        source: what it is taken from: minutes by their number, or the record of a day.
        paragraphs: word for word; each with the place of its item on the docket.
    """

    unit: str
    name: str
    title: str
    source: str
    paragraphs: tuple[tuple[int, str], ...]


def concerned_units(
    actor: Actor, league: str, session_id: UUID
) -> tuple[Concerned, ...]:
    """List the units that decisions of a session name, in the order of the docket.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
    """
    require_reader(actor, league)
    sheet = sheet_of(get_session_row(league, session_id))
    return units_in(sheet)


def units_in(sheet: SessionSheet) -> tuple[Concerned, ...]:
    """List the units that decisions of a session name, those that lead first."""
    decided = decisions_in(sheet)
    names = people.unit_names(sheet.line.league, sheet.line.days.start)
    leads = [one.item.delivery.lead for one in decided if one.item.delivery.lead]
    shares = [unit for one in decided for unit in one.item.delivery.units]
    return tuple(
        Concerned(
            unit=unit,
            name=names.get(unit, Bilingual(unit, unit)),
            leads=leads.count(unit),
            shares=shares.count(unit),
        )
        for unit in dict.fromkeys([*leads, *shares])
    )


def decisions_in(sheet: SessionSheet) -> tuple[Weighed, ...]:
    """List what a session decided of what was put to it, and no city keeps open."""
    return tuple(
        one
        for one in sheet.items
        if one.item.stands
        and one.item.standing is None
        and one.item.outcome is Outcome.DECIDED
        and one.adopted is not False
    )


def list_excerpts(actor: Actor, league: str, session_id: UUID) -> tuple[Excerpt, ...]:
    """Give the part of every unit that decisions of a session name.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session.
    """
    require_reader(actor, league)
    row = get_session_row(league, session_id)
    sheet = sheet_of(row)
    title, source, told = _source(actor, row, sheet)
    found = []
    for one in units_in(sheet):
        wanted = _wanted(sheet, one.unit)
        found.append(
            Excerpt(
                unit=one.unit,
                name=one.name.zh,
                title=title,
                source=source,
                paragraphs=tuple(words for words in told if words[0] in wanted),
            )
        )
    return tuple(found)


def excerpt(actor: Actor, league: str, session_id: UUID, unit: str) -> Excerpt:
    """Give one unit's part of a session.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session, or no decision of it names the unit.
    """
    for one in list_excerpts(actor, league, session_id):
        if one.unit == unit:
            return one
    raise Missing(
        "unit-unconcerned",
        text("No decision of this session names this unit."),
        text("The page of excerpts lists the units that are named."),
    )


def _source(
    actor: Actor, row: Session, sheet: SessionSheet
) -> tuple[str, str, Sequence[tuple[int, str]]]:
    """Give title, source and text that excerpts of a session are taken from."""
    title = f"{sheet.line.year}年{sheet.body.name.zh}"
    found = Minutes.objects.select_related("session").filter(session=row)
    minutes = found.order_by("-edition").first()
    day = long_day(sheet.line.days.start)
    record = f"摘自{day}会议记录，以正式印发的会议纪要为准。"
    if minutes is None:
        return f"{title}摘编", record, _from_docket(sheet)
    content = written(
        actor, minutes_sheet(minutes, actor.at.astimezone(LEAGUE_ZONE).date())
    )
    source = f"摘自{content['reference']}。" if content["reference"] else record
    return f"{title}纪要摘编", source, paragraphs(content)


def _wanted(sheet: SessionSheet, unit: str) -> frozenset[int]:
    """Give the places of items whose decision names a unit."""
    return frozenset(
        one.item.place
        for one in decisions_in(sheet)
        if unit in {one.item.delivery.lead, *one.item.delivery.units}
    )


def _from_docket(sheet: SessionSheet) -> list[tuple[int, str]]:
    spoken = spoken_on(sheet.line.league, sheet.line.days.start)
    told: list[tuple[int, str]] = []
    for number, one in enumerate(decisions_in(sheet), start=1):
        place = one.item.place
        told.append((place, f"{chinese_number(number)}、{one.item.title.zh}"))
        lines = (one.item.outcome_words, facts(one, spoken))
        told += [(place, words) for words in lines if words]
    return told
