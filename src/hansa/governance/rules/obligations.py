"""What the calendar and the rosters make somebody owe, as duties.

Source: contracts, section 6; design, section 1, idea 2.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hansa.chassis.rights import Over
from hansa.directory.terms.people import FocalPoint, PostingLine
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, Fact
from hansa.governance.terms import Body, Entry, EntryKind, Every
from hansa.governance.terms.records import MeetingRecord
from hansa.kernel.periods import PARTS_A_YEAR, parts_of
from hansa.kernel.text import Bilingual, Text, text

DAY = timedelta(days=1)

LeadOn = Callable[[str, date], PostingLine | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Who answers for what, as the directory knows it.

    Attributes:
        today: the day of the question.
        lead_on: who leads a body on a day; None where nobody is known to.
        focal_points: whom each city is reached through, by city.
        bodies: bodies by id, of all versions.
    """

    today: date
    lead_on: LeadOn
    focal_points: Mapping[str, FocalPoint | None]
    bodies: Mapping[str, Body]


def series_of(league: str, body: str, kind: EntryKind, year: int) -> str:
    """Name what a year's entries of one body and kind have in common."""
    return f"{league}/{year}/{body}/{kind.value}"


def duty_of(entry: Entry, answerable: Answerable) -> DutyDraft:
    """Turn an entry of the calendar into what somebody owes.

    The host owes it, else whoever chairs or convenes; a group's meeting is owed by the
    unit that leads the group, and what has neither by the league's own office.
    """
    lead = _lead(entry, answerable.lead_on, answerable.today)
    member = owing_member(entry) or (lead.member if lead else None)
    focal = answerable.focal_points.get(member) if member else None
    unit = lead.unit if lead else (focal.unit if focal else None)
    body = answerable.bodies[entry.body]
    return DutyDraft(
        key=entry.id,
        series=series_of(entry.id.split("/")[0], entry.body, entry.kind, entry.year),
        title=title_of(entry, body.name),
        owed_to=LEAGUE_OFFICE,
        modality=entry.modality,
        clauses=entry.clauses,
        member=member,
        unit=unit,
        body=entry.body,
        domain=body.domain,
        assumptions=entry.assumptions,
        window=entry.window,
    )


def owing_member(entry: Entry) -> str | None:
    """Give the city whose turn it is to see to an entry; None where no turn decides."""
    holder = entry.chair or entry.convener
    return entry.host or (holder.member if holder else None)


def owner_of(entry: Entry, league: str, lead_on: LeadOn, today: date) -> Over:
    """Give whose an entry is: of the city that owes it, and of the unit that leads."""
    lead = _lead(entry, lead_on, today)
    return Over(
        league=league,
        member=owing_member(entry) or (lead.member if lead else None),
        unit=lead.unit if lead else None,
    )


def _lead(entry: Entry, lead_on: LeadOn, today: date) -> PostingLine | None:
    """Give who leads the group: today, or on the last day of a period that is over.

    Whoever leads a group from now on does not inherit what another left undone.
    """
    if entry.host is not None:
        return None
    return lead_on(entry.body, min(today, entry.window.end - DAY))


def title_of(entry: Entry, name: Bilingual) -> Text:
    """Name an entry as people do: the year, the body and, where needed, which one.

    A body that is itself a meeting needs no further word; of a group it is the meeting.
    """
    year = str(entry.year)
    part = _part_of(entry)
    if entry.kind is EntryKind.CIRCULAR:
        if part is None:
            return text("Circular of {body} for {year}", body=name, year=year)
        return text(
            "Circular of {body} for {part} of {year}", body=name, part=part, year=year
        )
    if not _is_meeting(name):
        return _meeting_of(name, year, part, entry.number)
    if part is not None:
        return text("{body} in {part} of {year}", body=name, part=part, year=year)
    if entry.number > 1:
        return text(
            "{body} of {year}, No. {number}", body=name, year=year, number=entry.number
        )
    return text("{body} of {year}", body=name, year=year)


def _is_meeting(name: Bilingual) -> bool:
    """Tell whether a body is called a meeting, such as 座谈会, and no 委员会."""
    called = name.zh.endswith(("会", "会议", "会商"))
    return called and not name.zh.endswith(("委员会", "协会"))


def _meeting_of(name: Bilingual, year: str, part: Text | None, number: int) -> Text:
    if part is not None:
        return text(
            "{body}, meeting in {part} of {year}", body=name, part=part, year=year
        )
    if number > 1:
        return text(
            "{body}, meeting no. {number} in {year}",
            body=name,
            year=year,
            number=number,
        )
    return text("{body}, {year} meeting", body=name, year=year)


def _part_of(entry: Entry) -> Text | None:
    """Name the half or quarter that an entry is bound to; None for year and month."""
    for every in (Every.HALF, Every.QUARTER):
        parts = parts_of(entry.year, every.value)
        if entry.window in parts:
            number = parts.index(entry.window) + 1
            if PARTS_A_YEAR[every.value] == len(HALVES):
                return HALVES[number - 1]
            return text("quarter {number}", number=number)
    return None


HALVES = (text("the first half"), text("the second half"))


def fact_of(entry: Entry, record: MeetingRecord) -> Fact:
    """Turn a record into what settles the duty of its entry."""
    return Fact(
        key=entry.id,
        record=f"meeting:{record.id}",
        on=record.facts.days.end - DAY,
        document=record.facts.document,
        file_id=record.file,
    )


def reported_fact(entry: Entry) -> Fact | None:
    """Give what the text itself reports of an entry, such as the founding session."""
    if entry.actual is None or entry.actual.document is None:
        return None
    return Fact(
        key=entry.id,
        record=f"charter:{entry.actual.document}",
        on=entry.actual.end - DAY,
        document=entry.actual.document,
    )


def all_series(league: str, bodies: Sequence[str], years: range) -> frozenset[str]:
    """Name every series that the calendar of some years could have."""
    return frozenset(
        series_of(league, body, kind, year)
        for body in bodies
        for kind in EntryKind
        for year in years
    )
