"""The journal as a page: who did what, newest first, and whether the chain holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis import journal as chain
from hansa.chassis.actor import Actor, paper_name
from hansa.chassis.asked import (
    actor_of,
    day_from,
    day_of,
    optional_day,
    unknown_choice,
)
from hansa.chassis.language import render
from hansa.chassis.lists import Choice, Column, Filter, Listing, Sort, Value, answer
from hansa.chassis.rights import Over, require
from hansa.directory.reads.posts import Posts
from hansa.kernel.text import Bilingual, Text, text
from hansa.site.acts import name_of
from hansa.site.objects import SUPERVISION, Named, named
from hansa.site.rights import READ_JOURNAL

WORDS_LONGEST = 100


@require_safe
def journal(request: HttpRequest, league: str) -> HttpResponse:
    """List the acts of a league; verified from the first entry where that is asked."""
    require(actor_of(request), READ_JOURNAL, Over(league=league))
    version = charter_reads.governing(
        charter_reads.get_versions(league), day_of(request)
    )
    actor, authorities = _who_asked(request, league)
    wanted = chain.Wanted(
        league=league,
        service=request.GET.get("service", "")[:WORDS_LONGEST],
        actor=actor,
        authorities=authorities,
        from_on=day_from(request, "from"),
        to_on=day_from(request, "to"),
        as_of=optional_day(request),
    )
    verdict = chain.verify() if "verify" in request.GET else None
    return answer(
        request,
        _listing(actor_of(request), league, wanted, request.GET.get("to", "")),
        "site/journal.html",
        {
            "room": "journal",
            "version": version,
            "agreement": version.charter.agreement,
            "verdict": verdict,
            "head": chain.head(),
        },
    )


def _who_asked(request: HttpRequest, league: str) -> tuple[str, tuple[str, ...]]:
    """Give the words for who acted, and the offices that are called so as shown.

    Raises:
        Refused: nobody who ever acted in the league is called so.
    """
    written = request.GET.get("actor", "").strip()[:WORDS_LONGEST]
    if not written:
        return "", ()
    posts = Posts(league=league)
    shown = {one: posts.name(one) for one in chain.authorities_of(league)}
    called = tuple(
        one
        for one, name in shown.items()
        if written.casefold() in str(render(name)).casefold()
    )
    of_all = chain.Wanted(league=league, actor=written, authorities=called)
    if not chain.Acts(of_all).count():
        raise unknown_choice(text("Who"), written, shown.values())
    return written, called


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """An act as the list shows it: with the names of what it names.

    Attributes:
        hidden: whether it stays inside a city that the reader is not of.
    """

    entry: chain.Entry
    authority: Bilingual | Text | str
    objects: tuple[Named, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The acts of a league, with names, fetched a page at a time."""

    actor: Actor
    league: str
    acts: chain.Acts

    def count(self) -> int:
        return self.acts.count()

    def slice(self, sort: Sort | None, start: int, stop: int) -> Sequence[_Line]:
        found = self.acts.slice(sort, start, stop)
        objects = named(self.actor, self.league, found)
        posts = Posts(league=self.league)
        return [_line(entry, posts, objects[entry.number]) for entry in found]


def _line(entry: chain.Entry, posts: Posts, objects: tuple[Named, ...]) -> _Line:
    """Show an act; one inside a city only to whoever may open what it is about."""
    seen = {f"{SUPERVISION}:{each.id}" for each in objects if each.address}
    if chain.is_inside(entry) and not seen & set(entry.objects):
        within = text("inside a city")
        known = chain.without_matter(entry)
        return _Line(entry=known, authority=within, objects=(), hidden=True)
    authority = posts.name(entry.authority)
    return _Line(entry=entry, authority=authority, objects=objects)


def _objects_said(line: _Line) -> tuple[Text | Bilingual | str, ...]:
    return tuple(each.title or each.id for each in line.objects)


def _entered_by(line: _Line) -> Value:
    """Name the account; exports say too that it entered the act on behalf, and by what."""
    if line.hidden:
        return text("inside a city")
    if not line.entry.evidence:
        return line.entry.actor
    return text(
        "{office} (entered on behalf: {paper})",
        office=line.entry.actor,
        paper=paper_name(line.entry.evidence),
    )


COLUMNS: tuple[Column[_Line], ...] = (
    Column(
        key="number",
        label=text("No."),
        value=lambda line: line.entry.number,
        number=True,
    ),
    Column(key="at", label=text("When"), value=lambda line: line.entry.recorded_at),
    Column(
        key="authority",
        label=text("In the name of"),
        value=lambda line: line.authority,
    ),
    Column(
        key="actor",
        label=text("Entered by"),
        value=_entered_by,
        template="site/cell_actor.html",
    ),
    Column(
        key="act", label=text("Act"), value=lambda line: name_of(line.entry.service)
    ),
    Column(
        key="objects",
        label=text("Of what"),
        value=_objects_said,
        template="site/cell_objects.html",
    ),
    Column(
        key="hash",
        label=text("Hash"),
        value=lambda line: line.entry.entry_hash,
        shown=False,
    ),
)


def _listing(
    actor: Actor, league: str, wanted: chain.Wanted, to_on: str
) -> Listing[_Line]:
    acts = chain.Acts(wanted)
    return Listing(
        slug="journal",
        title=text("Journal"),
        rows=_Lines(actor=actor, league=league, acts=acts),
        columns=COLUMNS,
        filters=(
            Filter(
                key="service",
                label=text("Act"),
                choices=tuple(
                    Choice(value=name, label=name_of(name)) for name in acts.services()
                ),
                chosen=wanted.service,
            ),
            Filter(key="actor", label=text("Who"), kind="words", chosen=wanted.actor),
            Filter(
                key="from",
                label=text("From day"),
                kind="day",
                chosen=_written(wanted.from_on),
            ),
            Filter(
                key="to",
                label=text("To day"),
                kind="day",
                chosen=to_on,
            ),
        ),
        known=("verify",),
    )


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
