"""The life of a unit or person as moments in time, newest first."""

from collections.abc import Iterable, Mapping
from datetime import date

from hansa.directory.terms.moments import Moment
from hansa.directory.terms.people import (
    Label,
    PersonLine,
    PostingKind,
    PostingLine,
    UnitLine,
    UnitNameLine,
)
from hansa.kernel.text import Text, text

Kinds = Mapping[PostingKind, Label]


def life_of_unit(
    unit: UnitLine,
    names: Iterable[UnitNameLine],
    postings: Iterable[PostingLine],
    kinds: Kinds,
) -> tuple[Moment, ...]:
    """List what happened to a unit: its names, its postings, its end."""
    first, *later = names
    moments = [
        Moment(at=unit.opened_on, sentence=text("Opened as {name}", name=first.name))
    ]
    moments += [
        Moment(at=line.from_on, sentence=text("Called {name}", name=line.name))
        for line in later
    ]
    for posting in postings:
        moments += _moments_of(posting, kinds)
    if unit.closed_on is not None:
        moments.append(Moment(at=unit.closed_on, sentence=text("Closed")))
    return _newest_first(moments)


def life_of_person(
    person: PersonLine,
    entered_on: date | None,
    postings: Iterable[PostingLine],
    kinds: Kinds,
) -> tuple[Moment, ...]:
    """List what somebody took up and gave up, the leaving, and the day of the entry."""
    moments: list[Moment] = []
    for posting in postings:
        moments += _moments_of(posting, kinds)
    if person.left_on is not None:
        moments.append(Moment(at=person.left_on, sentence=text("Left")))
    if entered_on is not None:
        entered = text("Entered in the directory")
        moments.append(Moment(at=entered_on, sentence=entered, by=person.authority))
    return _newest_first(moments)


def _moments_of(posting: PostingLine, kinds: Kinds) -> list[Moment]:
    what = kinds[posting.kind]
    who = posting.title or posting.unit_name or ""
    begun: Text = text("Begins: {what}, {who}", what=what, who=who)
    if posting.withdrawn_at is not None:
        begun = text("Entered in error: {what}, {who}", what=what, who=who)
    moments = [
        Moment(
            at=posting.from_on,
            sentence=begun,
            by=posting.authority,
            note=posting.document,
            behalf=posting.evidence,
        )
    ]
    if posting.to_on is not None and posting.withdrawn_at is None:
        ended = text("Ends: {what}, {who}", what=what, who=who)
        moments.append(Moment(at=posting.to_on, sentence=ended))
    return moments


def _newest_first(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    def at(moment: Moment) -> date:
        return moment.at

    return tuple(sorted(moments, key=at, reverse=True))
