"""The chained record of every act, and its verification.

Each entry holds the hash of the one before it, so that a flipped, removed or reordered
entry breaks the chain at its place. The end of the chain stands in a row of its own,
which the writing transaction locks; a copy of it kept elsewhere also betrays a chain that
was cut short together with that row. What was done lives beside the chain as a salted
payload: erasing it leaves the chain intact.

Source: contracts, section 12.
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from hansa.chassis.actor import Actor
from hansa.chassis.hashing import agrees, canonical, digest
from hansa.chassis.models import JournalEntry, JournalHead, JournalPayload
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

GENESIS = "genesis"
EVIDENCE = "evidence:"
ROWS_A_READ = 2000

_checks: list[Callable[[], Text | None]] = []
_inside: list[str] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act as it is shown."""

    number: int
    recorded_at: datetime
    actor: str
    authority: str
    service: str
    league: str
    objects: tuple[str, ...]
    entry_hash: str

    @property
    def evidence(self) -> str | None:
        """The paper of an act entered on behalf of an office; None for one's own."""
        papers = [part for part in self.objects if part.startswith(EVIDENCE)]
        return papers[0].removeprefix(EVIDENCE) if papers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What verification found.

    Attributes:
        entries: entries read before the fault, or all of them.
        erased: payloads that were erased; legal, and counted.
        fault: None while the chain is sound.
        number: number of the entry at fault; None while the chain is sound.
        head: number and hash of the last entry, to keep elsewhere.
    """

    entries: int
    erased: int
    fault: Text | None
    number: int | None
    head: str


def lock() -> JournalHead:
    """Hold the end of the chain until the caller's transaction ends, and give it.

    Acts that hold it run one after the other; a service that must see what the act
    before it wrote takes it first.
    """
    head, _ = JournalHead.objects.select_for_update().get_or_create(
        id=1, defaults={"number": 0, "entry_hash": GENESIS}
    )
    return head


def record(
    actor: Actor, service: str, league: str, objects: Sequence[str], payload: Any
) -> int:
    """Append one entry in the caller's transaction and give its number.

    Args:
        actor: who acts; its instant is the entry's.
        service: name of the service, such as ``charter.apply``.
        league: slug, or empty where the act concerns none.
        objects: ids of what was changed.
        payload: JSON content of the act; salted and kept beside the chain.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an act is journalled in the transaction that does it")
    head = lock()
    content, salt = canonical(payload), secrets.token_hex(16)
    entry = JournalEntry(
        number=head.number + 1,
        recorded_at=actor.at,
        actor=actor.person,
        authority=actor.authority,
        service=service,
        league=league,
        objects_named=_named(actor, objects),
        payload_hash=digest((salt + content).encode(), settings.HANSA_HASH),
        previous_hash=head.entry_hash,
        entry_hash="",
    )
    entry.entry_hash = digest(_content_of(entry), settings.HANSA_HASH)
    entry.save(force_insert=True)
    JournalPayload.objects.create(entry=entry, salt=salt, content=content)
    head.number, head.entry_hash = entry.number, entry.entry_hash
    head.save()
    return entry.number


def _named(actor: Actor, objects: Sequence[str]) -> list[str]:
    """Name the paper too, where somebody acts on behalf of an office."""
    return [*objects, *([EVIDENCE + actor.evidence] if actor.evidence else [])]


def _content_of(entry: JournalEntry) -> bytes:
    return canonical(
        [
            entry.number,
            entry.recorded_at.astimezone(UTC).isoformat(),
            entry.actor,
            entry.authority,
            entry.service,
            entry.league,
            entry.objects_named,
            entry.payload_hash,
            entry.previous_hash,
        ]
    ).encode()


def head() -> str:
    """Give the number and hash of the last entry, to be kept elsewhere."""
    number, entry_hash = _stored_end()
    return f"{number}:{entry_hash}"


def verify(kept_head: str | None = None) -> Verdict:
    """Check the whole chain, and that it still holds an end that was kept elsewhere.

    Acts that are recorded meanwhile disturb nothing: the stored end is read first, so the
    chain must hold it, and entries past it are a fault only if the end did not move on.

    Args:
        kept_head: what ``head`` printed earlier; None compares with the stored end only.

    Raises:
        Refused: ``kept_head`` is nothing that ``head`` prints.
    """
    try:
        ends = [_stored_end()]
    except (TypeError, ValueError):
        unread = text("The row that holds the end of the chain cannot be read.")
        return Verdict(entries=0, erased=0, fault=unread, number=None, head="")
    if kept_head:
        ends.append(_end_from(kept_head))
    verdict = _verify_chain(ends)
    if verdict.fault is not None:
        return verdict
    altered = next((fault for check in _checks if (fault := check())), None)
    return replace(verdict, fault=altered)


def use_checks(checks: Sequence[Callable[[], Text | None]]) -> None:
    """Receive the checks of what the journal attests, from ``hansa.site.wiring``."""
    _checks[:] = checks


def use_inside(services: Sequence[str]) -> None:
    """Receive the services whose acts stay inside a city, from ``hansa.site.wiring``."""
    _inside[:] = services


def is_inside(entry: Entry) -> bool:
    """Tell whether an act stays inside a city: that it happened is all others learn."""
    return entry.service in _inside


def without_matter(entry: Entry) -> Entry:
    """Give an act as those outside the city see it: when, what sort, and its hash."""
    return replace(entry, actor="", authority="", objects=())


def _verify_chain(ends: Sequence[tuple[int, str]]) -> Verdict:
    previous, count, erased = GENESIS, 0, 0
    chain = JournalEntry.objects.select_related("payload").order_by("number")
    entries = chain.iterator(ROWS_A_READ)
    while True:
        try:
            entry = next(entries, None)
        except (TypeError, ValueError):
            unread = text("Entry {number} cannot be read.", number=count + 1)
            return _broken(count, erased, unread, count + 1)
        if entry is None:
            break
        payload = getattr(entry, "payload", None)
        fault = _fault_in(entry, payload, count + 1, previous) or _unlike(entry, ends)
        if fault is not None:
            return _broken(count, erased, fault, count + 1)
        erased += payload is None
        previous, count = entry.entry_hash, count + 1
    farthest = max(number for number, _ in ends)
    if farthest > count:
        fault = text(
            "The journal ends at entry {count}; entries up to {number} are missing.",
            count=count,
            number=farthest,
        )
        return _broken(count, erased, fault, count + 1)
    last, _ = _stored_end()
    if last < count:
        fault = text(
            "Entry {number} was added past the end of the chain.", number=last + 1
        )
        return _broken(count, erased, fault, last + 1)
    return Verdict(
        entries=count,
        erased=erased,
        fault=None,
        number=None,
        head=f"{count}:{previous}",
    )


def contents(service: str) -> Iterator[tuple[list[str], Any]]:
    """Give objects and content of every act of a service whose content is not erased."""
    rows = JournalEntry.objects.filter(service=service, payload__isnull=False)
    for row in rows.select_related("payload").order_by("number"):
        yield row.objects_named, json.loads(row.payload.content)


def has_erased(service: str) -> bool:
    """Tell whether the content of any act of a service was erased."""
    rows = JournalEntry.objects.filter(service=service, payload__isnull=True)
    return rows.exists()


def _stored_end() -> tuple[int, str]:
    row = JournalHead.objects.filter(id=1).first()
    return (int(row.number), row.entry_hash) if row else (0, GENESIS)


def _end_from(written: str) -> tuple[int, str]:
    form = re.fullmatch(r"([0-9]{1,18}):(\S+)", written.strip())
    if form is None:
        raise Refused(
            "journal-end-unreadable",
            text("“{written}” is no end of a journal.", written=written),
            text("Give what “hansa journal head” printed: a number, a colon, a hash."),
        )
    return int(form[1]), form[2]


def _unlike(entry: JournalEntry, ends: Sequence[tuple[int, str]]) -> Text | None:
    if any(
        entry.number == number and entry.entry_hash != kept for number, kept in ends
    ):
        return text(
            "Entry {number} differs from the end that was kept.", number=entry.number
        )
    return None


def _broken(count: int, erased: int, fault: Text, number: int) -> Verdict:
    return Verdict(
        entries=count, erased=erased, fault=fault, number=number, head=head()
    )


def _fault_in(
    entry: JournalEntry, payload: JournalPayload | None, expected: int, previous: str
) -> Text | None:
    if entry.number != expected:
        return text("Entry {number} is missing.", number=expected)
    if entry.previous_hash != previous:
        return text(
            "Entry {number} does not follow the entry before it.", number=expected
        )
    if not agrees(_content_of(entry), entry.entry_hash):
        return text("Entry {number} was altered.", number=expected)
    if payload is None:
        return None
    if not agrees((payload.salt + payload.content).encode(), entry.payload_hash):
        return text("The content of entry {number} was altered.", number=expected)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which acts a reader asks for; None and empty let everything pass.

    Attributes:
        actor: words that stand in who entered an act, or in whose name.
        authorities: in whose name acts are wanted beside those that have the words.
        as_of: the day whose journal is read: nothing recorded after it is in it.
    """

    league: str | None = None
    service: str = ""
    actor: str = ""
    authorities: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts that a reader asks for, newest first, counted and given in parts."""

    wanted: Wanted

    def count(self) -> int:
        """Count them."""
        return self._rows().count()

    def slice(self, sort: object, start: int, stop: int) -> Sequence[Entry]:
        """Give some of them; the journal has one order only."""
        del sort
        return [_entry(row) for row in self._rows()[start:stop]]

    def services(self) -> tuple[str, ...]:
        """List the services of all acts, to choose from."""
        names = JournalEntry.objects.values_list("service", flat=True)
        return tuple(names.distinct().order_by("service"))

    def _rows(self) -> QuerySet[JournalEntry]:
        wanted = self.wanted
        rows = JournalEntry.objects.order_by("-number")
        if wanted.league is not None:
            rows = rows.filter(league=wanted.league)
        if wanted.service:
            rows = rows.filter(service=wanted.service)
        if wanted.actor:
            # Whoever asks who acted learns nothing of acts that name nobody.
            rows = rows.exclude(service__in=_inside).filter(
                Q(actor__icontains=wanted.actor)
                | Q(authority__icontains=wanted.actor)
                | Q(authority__in=wanted.authorities)
            )
        if wanted.from_on is not None:
            rows = rows.filter(recorded_at__date__gte=wanted.from_on)
        for last in (wanted.to_on, wanted.as_of):
            if last is not None:
                rows = rows.filter(recorded_at__date__lte=last)
        return rows


def authorities_of(league: str) -> tuple[str, ...]:
    """List in whose name acts of a league were done, as it was written down.

    Without those inside a city, which tell nobody outside who acted.
    """
    rows = JournalEntry.objects.filter(league=league).exclude(service__in=_inside)
    rows = rows.order_by("authority")
    return tuple(rows.values_list("authority", flat=True).distinct())


def last_change(league: str, until: date | None) -> datetime | None:
    """Give when the latest act of a league was recorded; None where there is none.

    Args:
        league: slug.
        until: leaves out what was recorded after this day; None leaves out nothing.
    """
    # What is brought in from elsewhere may be numbered later than it was recorded.
    rows = JournalEntry.objects.filter(league=league).order_by("-recorded_at")
    if until is not None:
        rows = rows.filter(recorded_at__date__lte=until)
    return rows.values_list("recorded_at", flat=True).first()


def entries(league: str | None, most: int) -> Iterator[Entry]:
    """List the latest acts, newest first.

    Args:
        league: only this league's; None for all.
        most: how many at most.
    """
    rows = JournalEntry.objects.order_by("-number")
    if league is not None:
        rows = rows.filter(league=league)
    for row in rows[:most]:
        yield _entry(row)


def _entry(row: JournalEntry) -> Entry:
    return Entry(
        number=row.number,
        recorded_at=row.recorded_at,
        actor=row.actor,
        authority=row.authority,
        service=row.service,
        league=row.league,
        objects=tuple(row.objects_named),
        entry_hash=row.entry_hash,
    )
