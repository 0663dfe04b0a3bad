"""What issuing a notice would do: whom it addresses, what it says, how it travels.

The preview before sending and the service that sends make the same plan.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import override

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import accounts, people
from hansa.directory.terms.people import PersonLine, UnitLine
from hansa.duties.models import HandOn
from hansa.duties.reads.channels import Posted, routes_for
from hansa.duties.reads.duties import list_lines, reckon
from hansa.duties.reads.notices import day_of, letterhead_of
from hansa.duties.rules import notice_words as words
from hansa.duties.rules import notices as rules
from hansa.duties.rules.notice_papers import paper_of
from hansa.duties.rules.ticked import sort_out
from hansa.duties.terms.duties import DutyLine, Source
from hansa.duties.terms.notices import (
    Addressee,
    Draft,
    Ground,
    Letterhead,
    Matter,
    NoticeKind,
    Plan,
    Recipient,
    Route,
)
from hansa.duties.terms.ticked import LeftOut, Ticked
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.text import Bilingual, Parameter, text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every notice of one act shares.

    Attributes:
        from_member: the city whose liaison issues; None for the league's office.
        members: names of the cities in charter order.
        units, people: those of the directory, by id; people only where one is addressed.
        contact: the unit of whoever issues, as the account or its person has one.
    """

    actor: Actor
    league: str
    on: date
    from_member: str | None
    version: Version
    letterhead: Letterhead
    members: Mapping[str, Bilingual]
    units: Mapping[str, UnitLine]
    people: Mapping[str, PersonLine]
    contact: Bilingual | None


def _desk(actor: Actor, league: str) -> _Desk:
    on = day_of(actor.at)
    version = charter_reads.governing(charter_reads.get_versions(league), on)
    units = {unit.id: unit for unit in people.list_all_units(actor, league, on)}
    city = rules.issuer(actor)
    desk = accounts.unit_behind(actor.person) if city is None else None
    own = units.get(actor.unit or desk or "")
    return _Desk(
        actor=actor,
        league=league,
        on=on,
        from_member=city,
        version=version,
        letterhead=letterhead_of(league, city, own.name if own else None, on),
        members=charter_reads.names_of(version),
        units=units,
        people={},
        contact=own.name if own and city is None else None,
    )


def plan(actor: Actor, league: str, draft: Draft) -> Plan:
    """Say what issuing a draft would do, without doing it.

    Raises:
        Forbidden: the actor may not address one of them.
        Missing: there is no such league, city or unit.
        Refused: the draft lacks something, or its kind is not for this issuer.
    """
    rules.refuse_draft(draft)
    desk = _desk(actor, league)
    if any(one.person for one in draft.to):
        everybody = people.list_all_people(actor, league)
        desk = replace(desk, people={person.id: person for person in everybody})
    return _plan(desk, draft)


def plan_for_duties(
    actor: Actor, league: str, kind: NoticeKind, duties: Collection[UUID]
) -> tuple[Plan, ...]:
    """Say what reminding of some duties would do, one plan for each matter.

    Duties that ask for nothing any more are left out, so that a text names exactly those
    whose answer is missing.

    Raises:
        Forbidden: the actor may not address one of them.
        Missing: a duty is unknown, or the actor may not know of it.
        Refused: nothing is missing, or nobody is known for a duty.
    """
    rules.refuse_kind_without_duties(kind)
    desk = _desk(actor, league)
    drafts = _drafts(desk, kind, _missing(actor, league, duties))
    return tuple(_plan(desk, draft) for draft in drafts)


def texts_for(
    actor: Actor, league: str, duties: Collection[UUID]
) -> tuple[Bilingual, ...]:
    """Write the text to copy (复制通知文字) for one or many duties, one for each matter.

    Raises:
        Forbidden, Missing, Refused: as ``plan_for_duties``.
    """
    plans = plan_for_duties(actor, league, NoticeKind.REMINDER, duties)
    return tuple(one.joint for one in plans)


def kinds_for_duties(actor: Actor) -> tuple[NoticeKind, ...]:
    """List the kinds by which an actor's office follows up duties."""
    return tuple(kind for kind in rules.kinds_for(actor) if kind in rules.FOR_DUTIES)


def require_issuer(actor: Actor, league: str) -> None:
    """Refuse whoever issues no notices in a league at all.

    Raises:
        Forbidden: naming who does.
    """
    require(actor, rules.ISSUE, Over(league=league, member=actor.member))


def may_issue(actor: Actor, league: str) -> bool:
    """Tell whether an actor issues notices in a league at all."""
    return may(actor, rules.ISSUE, Over(league=league, member=actor.member))


def kinds_for(actor: Actor) -> tuple[NoticeKind, ...]:
    """List the kinds of notice that an actor's office issues."""
    return rules.kinds_for(actor)


def list_cities(league: str, on: date) -> Mapping[str, Bilingual]:
    """Name the cities of a league in charter order.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), on)
    return charter_reads.names_of(version)


def list_addressees(
    actor: Actor, league: str
) -> tuple[tuple[Addressee, Bilingual], ...]:
    """List whom an actor may address: the cities, or the units of its own city.

    Raises:
        Missing: there is no such league.
    """
    on, city = day_of(actor.at), rules.issuer(actor)
    units = tuple(
        (Addressee(member=unit.member, unit=unit.id), unit.name)
        for unit in people.list_units(actor, league, on)
        if unit.member == city
    )
    if city is not None:
        return units
    cities = tuple(
        (Addressee(member=member), words.name_of_city(name))
        for member, name in list_cities(league, on).items()
    )
    return (*cities, *units)


def left_out(
    actor: Actor, league: str, duties: Collection[UUID]
) -> tuple[LeftOut, ...]:
    """List those of some duties of which a plan says nothing, with the reason.

    Raises:
        Missing: a duty is unknown, or the actor may not know of it.
    """
    return _ticked(actor, league, duties).left_out


def _ticked(actor: Actor, league: str, ids: Collection[UUID]) -> Ticked:
    reckoning = reckon(league, day_of(actor.at))
    lines = list_lines(actor, league, reckoning, ids)
    if len(lines) != len(set(ids)):
        raise Missing(
            "duty-missing",
            text("There is no such duty here."),
            text("Choose duties from the list."),
        )
    return sort_out(lines)


def _missing(actor: Actor, league: str, ids: Collection[UUID]) -> tuple[DutyLine, ...]:
    missing = _ticked(actor, league, ids).taken
    require_issuer(actor, league)
    if not ids:
        raise Refused(
            "duties-missing",
            text("No duty is chosen."),
            text("Tick duties in the list, then remind."),
        )
    if not missing:
        raise Refused(
            "nothing-missing",
            text("Nothing is missing there any more."),
            text("Choose duties that are not settled yet."),
        )
    return missing


def _drafts(desk: _Desk, kind: NoticeKind, lines: Sequence[DutyLine]) -> list[Draft]:
    """Group duties by what they are about, so that one text names everybody."""
    parts = _open_parts(lines) if desk.from_member is not None else {}
    groups: dict[object, list[DutyLine]] = {}
    for line in lines:
        matter = (line.request or line.series, str(line.title), line.due_on)
        groups.setdefault((matter, line.due_time), []).append(line)
    ordered = sorted(groups.values(), key=lambda group: _soonest(group[0]))
    return [_draft(desk, kind, group, parts) for group in ordered]


def _soonest(line: DutyLine) -> tuple[date, str]:
    return line.due_on or date.max, line.key


def _open_parts(lines: Iterable[DutyLine]) -> Mapping[UUID, list[str]]:
    """List the units that have a part of each duty and did not return it."""
    found: dict[UUID, list[str]] = {}
    rows = HandOn.objects.filter(
        duty__in=[line.id for line in lines], returned_at=None, taken_back_at=None
    )
    for duty, unit in rows.order_by("handed_at").values_list("duty", "unit_id"):
        found.setdefault(duty, []).append(str(unit))
    return found


def _draft(
    desk: _Desk,
    kind: NoticeKind,
    group: Sequence[DutyLine],
    parts: Mapping[UUID, list[str]],
) -> Draft:
    first = group[0]
    of_request = first.source is Source.REQUEST
    title = in_both(first.title)
    asked, rider = words.asked_by_default(title, of_request=of_request)
    return Draft(
        kind=kind,
        subject=f"request:{first.request}" if first.request else f"duty:{first.id}",
        matter=Matter(
            title=title,
            is_document=of_request and words.is_draft(title),
            asked=asked,
            rider=rider,
            due_on=first.due_on,
            due_time=first.due_time,
            contact=desk.contact,
        ),
        to=tuple(
            to
            for line in group
            for to in _addressees(desk, line, parts.get(line.id, ()))
        ),
        domain=first.domain,
        clause=next(iter(first.clauses), None),
    )


def _addressees(
    desk: _Desk, line: DutyLine, parts: Sequence[str]
) -> tuple[Addressee, ...]:
    """Give whom to ask about a duty: the city; inside it, the units that have it."""
    if desk.from_member is None and line.member:
        return (Addressee(member=line.member, duty=line.id),)
    found = parts or ([line.unit] if line.unit else [])
    if not found:
        raise Refused(
            "nobody-to-address",
            text("Nobody is known who answers for “{title}”.", title=line.title),
            text("Hand the duty on to a unit, or name one in the directory."),
        )
    return tuple(
        Addressee(
            member=desk.units[unit].member if unit in desk.units else line.member,
            unit=unit,
            duty=line.id,
        )
        for unit in found
    )


def in_both(value: Parameter) -> Bilingual:
    """Write a title in both languages, because a notice is issued in both."""
    with override(CHINESE):
        chinese = render(value)
    with override(ENGLISH):
        return Bilingual(chinese, render(value))


def _plan(desk: _Desk, draft: Draft) -> Plan:
    to = _in_order(desk, draft.to)
    for one in to:
        _refuse_unknown(desk, one)
        rules.require_issue(desk.actor, desk.league, one)
        rules.refuse_kind(desk.actor, draft.kind, one)
    posted = Posted(kind=draft.kind, from_member=desk.from_member, at=desk.actor.at)
    routes = routes_for(desk.league, to, posted, draft.domain, desk.on)
    return Plan(
        kind=draft.kind,
        subject=draft.subject,
        from_member=desk.from_member,
        matter=draft.matter,
        joint=_words(desk, draft, list(dict.fromkeys(_name(desk, one) for one in to))),
        recipients=tuple(
            _recipient(desk, draft, one, its)
            for one, its in zip(to, routes, strict=True)
        ),
    )


def _in_order(desk: _Desk, to: Iterable[Addressee]) -> list[Addressee]:
    """Order cities as the charter does, and drop what is named twice."""
    place = {member: number for number, member in enumerate(desk.members)}
    distinct = dict.fromkeys(to)
    return sorted(distinct, key=lambda one: place.get(one.member or "", len(place)))


def _refuse_unknown(desk: _Desk, to: Addressee) -> None:
    """Refuse a city, unit or person that is not there, or that is another city's."""
    known = to.member is None or to.member in desk.members
    if to.person is not None:
        person = desk.people.get(to.person)
        known = known and person is not None and person.member == to.member
        known = known and to.unit is None
    elif to.unit is not None:
        unit = desk.units.get(to.unit)
        known = known and unit is not None and unit.member == to.member
    elif to.member is None:
        known = False
    if not known:
        raise Missing(
            "addressee-missing",
            text("There is no such city, unit or person in this league."),
            text("Choose one from the directory."),
        )


def _name(desk: _Desk, to: Addressee) -> Bilingual:
    if to.person is not None:
        return desk.people[to.person].title
    if to.unit is not None:
        return desk.units[to.unit].name
    return words.name_of_city(desk.members[to.member or ""])


def _organ(desk: _Desk, to: Addressee) -> Bilingual:
    if to.person is not None or to.unit is not None:
        return _name(desk, to)
    return words.government_of(desk.members[to.member or ""])


def _words(desk: _Desk, draft: Draft, names: Sequence[Bilingual]) -> Bilingual:
    return words.words_of(
        draft.kind, draft.matter, names, desk.letterhead.short, desk.on
    )


def _recipient(
    desk: _Desk, draft: Draft, to: Addressee, routes: tuple[Route, ...]
) -> Recipient:
    name = _name(desk, to)
    paper = paper_of(
        draft.kind,
        draft.matter,
        to,
        _organ(desk, to),
        name,
        desk.letterhead,
        desk.on,
        _ground(desk, draft.clause),
    )
    return Recipient(
        to=to,
        name=name,
        words=_words(desk, draft, [name]),
        paper=replace(paper, body=draft.body or paper.body),
        routes=routes,
    )


def _ground(desk: _Desk, clause_id: str | None) -> Ground | None:
    clauses = desk.version.charter.book.clauses
    clause = next((one for one in clauses if one.id == clause_id), None)
    if clause is None:
        return None
    agreement = desk.version.charter.agreement
    instruments = {one.id: one.title for one in agreement.instruments}
    return Ground(
        clause=clause.id,
        phrase=clause.phrase,
        title=clause.title,
        instrument=instruments.get(clause.document, agreement.name),
    )
