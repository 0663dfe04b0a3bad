"""The search box: one index over what all contexts know, each hit within its reach.

Contexts give documents; entries are remade from them and hold nothing of their own, so
the whole index may be dropped and made again. Which contexts give what is wired in
``hansa.site.wiring``.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils import translation

from hansa.chassis.actor import Actor, Role
from hansa.chassis.hashing import canonical
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.models import SearchEntry
from hansa.chassis.search_words import (
    Question,
    Term,
    ask,
    initials_of,
    plain_letters,
    term_of_league,
    terms_of,
)
from hansa.kernel.text import Bilingual, Text, pack, unpack

PUBLIC = "public"
LEAGUE = "league"
CONFERENCE = "conference"
OFFICE = "office"
CITY = "city:"
DESK = "desk:"
INSIDE = "inside:"
SEALED = "sealed:"

ROWS_A_WRITE = 500
WORDS_LENGTH_MAX = 4_000
INITIALS_LENGTH_MAX = 400
FORM = 3  # Of the index; another number has every entry made anew.
# Any number that nothing else on the server locks; SQLite has one writer anyway.
LOCK = 20181210

SEES_LEAGUE = frozenset(Role) - {Role.PUBLIC, Role.RESIDENT}
SEES_ALL = frozenset({Role.SECRETARIAT, Role.AUDITOR})
AT_CONFERENCE = frozenset(
    {
        Role.SECRETARIAT,
        Role.CITY_LIAISON,
        Role.UNIT_OFFICER,
        Role.GROUP_LEAD,
        Role.LEADER,
        Role.AUDITOR,
    }
)
AT_DESK = frozenset({Role.CITY_LIAISON, Role.LEADER})


def of_city(member: str) -> str:
    """Give the reach of what only one city and the league's office see."""
    return CITY + member


def of_desk(member: str) -> str:
    """Give the reach of what a city's liaison and leader see, and the league's office."""
    return DESK + member


def inside_city(member: str) -> str:
    """Give the reach of what a city's liaison and leader see, and besides the auditor."""
    return INSIDE + member


def sealed_in(member: str) -> str:
    """Give the reach of what a city's liaison and leader see, and nobody besides."""
    return SEALED + member


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """Something that the search box finds.

    Attributes:
        kind: what it is, such as ``clause``.
        key: its id; typed whole, it comes first.
        reach: ``PUBLIC``, ``LEAGUE``, ``OFFICE``, ``CONFERENCE`` for whoever prepares its
            sessions or reads them, or one of the reaches of a city.
        title: what it is called.
        under: one line that tells it from others of that name.
        address: path of its page.
        words: other writing under which it is found, in any language.
    """

    kind: str
    key: str
    reach: str
    title: Bilingual | Text | str
    under: Bilingual | Text | str
    address: str
    words: tuple[Bilingual | Text | str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What was found, as the contexts wrote it."""

    kind: str
    key: str
    title: Bilingual | Text | str
    under: Bilingual | Text | str
    address: str


Provider = Callable[[str], Iterable[SearchDocument]]


def put(league: str, documents: Iterable[SearchDocument]) -> None:
    """Add documents, in place of those of the same kind and key."""
    wanted = _by_name(documents)
    with _alone():
        for kind, key in wanted:
            rows = SearchEntry.objects.filter(league=league, kind=kind, key=key)
            _remove(list(rows.values_list("pk", flat=True)))
        _write(league, list(wanted.values()))


def drop(league: str, kind: str, keys: Iterable[str]) -> None:
    """Remove documents; what is not there is no fault."""
    with _alone():
        for key in keys:
            rows = SearchEntry.objects.filter(league=league, kind=kind, key=key)
            _remove(list(rows.values_list("pk", flat=True)))


def replace_kind(league: str, kind: str, documents: Iterable[SearchDocument]) -> int:
    """Make documents the only ones of their kind; count what changed."""
    wanted = _by_name(documents)
    rows = SearchEntry.objects.filter(league=league, kind=kind)
    with _alone():
        return _replace(league, rows, wanted)


def rebuild(league: str, providers: Sequence[Provider]) -> int:
    """Bring the index of a league up to date with its contexts; count what changed.

    Entries whose content is as it was are not written again, so a second run writes
    nothing.
    """
    # Contexts are read before, so that nobody who writes waits for it.
    wanted = _by_name(chain.from_iterable(give(league) for give in providers))
    rows = SearchEntry.objects.filter(league=league)
    with _alone():
        return _replace(league, rows, wanted)


def find(actor: Actor, league: str, q: str, most: int) -> tuple[Hit, ...]:
    """Find what a question means to somebody, the nearest first.

    First what has exactly this id, then titles that begin so, then titles whose pinyin
    initials begin so, then titles that hold it, then the others; shorter titles first.

    Args:
        actor: who asks; only what is within reach is found.
        league: slug.
        q: as typed; every piece of it must be found, Latin words by their beginning.
        most: at most so many hits.
    """
    question = ask(q)
    if not question.pieces:
        return ()
    rows = (
        _holding(league, question)
        .filter(_within_reach(actor, league))
        .annotate(nearness=_nearness(question.plain), length=Length("titles"))
        .order_by("nearness", "length", "kind", "key")
    )
    return tuple(_hit(row) for row in rows[:most])


def by_keys(
    actor: Actor, league: str, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Hit]:
    """Give what somebody may see of the documents named, by kind and key.

    Args:
        actor: who asks; what is out of reach is left out.
        league: slug.
        wanted: kinds with keys; those that nobody indexed are left out.
    """
    named = sorted(set(wanted))
    found = {}
    for start in range(0, len(named), ROWS_A_WRITE):
        part = named[start : start + ROWS_A_WRITE]
        rows = SearchEntry.objects.filter(
            _within_reach(actor, league),
            league=league,
            kind__in={kind for kind, _ in part},
            key__in={key for _, key in part},
        )
        found.update({(row.kind, row.key): _hit(row) for row in rows})
    return found


def _within_reach(actor: Actor, league: str) -> Q:
    staff = bool(actor.roles & SEES_LEAGUE) and actor.league in {None, league}
    if not staff:
        return Q(reach=PUBLIC)
    if Role.AUDITOR in actor.roles:
        return ~Q(reach__startswith=SEALED)
    if actor.roles & SEES_ALL:
        return ~Q(reach__startswith=INSIDE) & ~Q(reach__startswith=SEALED)
    reaches = [PUBLIC, LEAGUE]
    if actor.roles & AT_CONFERENCE:
        reaches.append(CONFERENCE)
    if actor.member:
        reaches.append(of_city(actor.member))
    if actor.member and actor.roles & AT_DESK:
        within = (of_desk, inside_city, sealed_in)
        reaches += [reach(actor.member) for reach in within]
    return Q(reach__in=reaches)


def _nearness(plain: str) -> Case:
    ways = (
        Q(key__iexact=plain),
        Q(titles__contains=f"\n{plain}"),
        Q(initials__contains=f"\n{plain.replace(' ', '')}"),
        Q(titles__contains=plain),
    )
    return Case(
        *(When(way, then=Value(place)) for place, way in enumerate(ways)),
        default=Value(len(ways)),
        output_field=IntegerField(),
    )


def _holding(league: str, question: Question) -> QuerySet[SearchEntry]:
    """Ask the index; it knows the league too, so that no other index is tempting."""
    if connection.vendor == "postgresql":
        found = "chassis_searchentry.terms @@ %s::tsquery"
        condition = _condition(league, question, "&", "|", _lexeme)
    else:
        found = (
            "chassis_searchentry.id IN (SELECT rowid FROM chassis_search_index "
            "WHERE chassis_search_index MATCH %s)"
        )
        condition = _condition(league, question, "AND", "OR", _phrase)
    rows = SearchEntry.objects.extra(where=[found], params=[condition])  # noqa: S610 -- what was typed is a parameter
    for run in question.runs:
        rows = rows.filter(words__contains=run)
    return rows


def _condition(
    league: str,
    question: Question,
    every: str,
    one: str,
    quoted: Callable[[Term], str],
) -> str:
    own = quoted(Term(word=term_of_league(league), begins=False))
    pieces = (
        f" {one} ".join(
            "(" + f" {every} ".join(quoted(term) for term in way) + ")" for way in ways
        )
        for ways in question.pieces
    )
    return f" {every} ".join((own, *(f"({piece})" for piece in pieces)))


def _lexeme(term: Term) -> str:
    return "'" + term.word.replace("'", "''") + "'" + (":*" if term.begins else "")


def _phrase(term: Term) -> str:
    return '"' + term.word.replace('"', '""') + '"' + ("*" if term.begins else "")


def _hit(row: SearchEntry) -> Hit:
    title: Any = unpack(row.title)
    under: Any = unpack(row.under)
    return Hit(
        kind=row.kind, key=row.key, title=title, under=under, address=row.address
    )


@contextmanager
def _alone() -> Iterator[None]:
    """Write in one transaction, one writer after the other."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def _by_name(
    documents: Iterable[SearchDocument],
) -> dict[tuple[str, str], SearchDocument]:
    return {(document.kind, document.key): document for document in documents}


def _replace(
    league: str,
    rows: QuerySet[SearchEntry],
    wanted: dict[tuple[str, str], SearchDocument],
) -> int:
    unindexed = _unindexed()
    stale = []
    for pk, kind, key, kept_hash in rows.values_list(
        "pk", "kind", "key", "content_hash"
    ):
        document = wanted.get((kind, key))
        if document and pk not in unindexed and _hash(document) == kept_hash:
            del wanted[kind, key]
        else:
            stale.append((pk, document is None))
    _remove([pk for pk, _ in stale])
    _write(league, list(wanted.values()))
    return len(wanted) + sum(gone for _, gone in stale)


def _hash(document: SearchDocument) -> str:
    content = [
        FORM,
        document.reach,
        pack(document.title),
        pack(document.under),
        document.address,
        [pack(word) for word in document.words],
    ]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _write(league: str, documents: Sequence[SearchDocument]) -> None:
    for start in range(0, len(documents), ROWS_A_WRITE):
        made = [_entry(league, d) for d in documents[start : start + ROWS_A_WRITE]]
        SearchEntry.objects.bulk_create(entry for entry, _ in made)
        _index([(entry.pk, terms) for entry, terms in made])


def _entry(league: str, document: SearchDocument) -> tuple[SearchEntry, frozenset[str]]:
    title_zh, title_en = _in_both(document.title)
    titles = dict.fromkeys(map(plain_letters, (title_zh, title_en)))
    under = _in_both(document.under)
    other = chain.from_iterable(_in_both(word) for word in document.words)
    searched = map(plain_letters, (*under, document.key, *other))
    words = "\n".join(dict.fromkeys((*titles, *searched)))[:WORDS_LENGTH_MAX]
    entry = SearchEntry(
        league=league,
        kind=document.kind,
        key=document.key,
        reach=document.reach,
        title=pack(document.title),
        under=pack(document.under),
        address=document.address,
        titles="".join(f"\n{title}" for title in titles),
        words=words,
        initials="".join(f"\n{read}" for read in initials_of(title_zh))[
            :INITIALS_LENGTH_MAX
        ],
        content_hash=_hash(document),
    )
    return entry, terms_of([words], [title_zh]) | {term_of_league(league)}


def _in_both(value: Bilingual | Text | str) -> tuple[str, str]:
    match value:
        case Bilingual(zh=zh, en=en):
            return zh, en
        case str():
            return value, value
    with translation.override(CHINESE):
        written = render(value)
    with translation.override(ENGLISH):
        return written, render(value)


def _index(entries: Sequence[tuple[int, frozenset[str]]]) -> None:
    """Write the terms of entries into the index of the database in use."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "UPDATE chassis_searchentry SET terms = array_to_tsvector(%s::text[]) "
                "WHERE id = %s",
                [(sorted(terms), pk) for pk, terms in entries],
            )
        else:
            cursor.executemany(
                "INSERT OR REPLACE INTO chassis_search_index (rowid, terms) "
                "VALUES (%s, %s)",
                [(pk, " ".join(sorted(terms))) for pk, terms in entries],
            )


def _remove(keys: Sequence[int]) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM chassis_search_index WHERE rowid = %s",
                [(key,) for key in keys],
            )
    for start in range(0, len(keys), ROWS_A_WRITE):
        chunk = keys[start : start + ROWS_A_WRITE]
        SearchEntry.objects.filter(pk__in=chunk).delete()


def _unindexed() -> frozenset[int]:
    """Name entries that the index lacks, as after a backup without it was restored."""
    lacking = {
        "sqlite": "SELECT id FROM chassis_searchentry WHERE id NOT IN "
        "(SELECT rowid FROM chassis_search_index)",
        "postgresql": "SELECT id FROM chassis_searchentry WHERE terms IS NULL",
    }
    with connection.cursor() as cursor:
        cursor.execute(lacking[connection.vendor])
        return frozenset(key for (key,) in cursor.fetchall())
