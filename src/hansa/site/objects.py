"""What the objects of an act are called, and where their pages are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from hansa.chassis import files, search
from hansa.chassis.actor import Actor
from hansa.chassis.journal import EVIDENCE, Entry
from hansa.clearing.reads import batches, desks, participants
from hansa.clearing.reads import files as file_reads
from hansa.clearing.terms.house import LIST_NAMES
from hansa.duties.reads import notices, parts, requests, supervision
from hansa.governance.reads import (
    agreements,
    circulars,
    handovers,
    laws,
    session_desks,
)
from hansa.kernel.text import Bilingual, Text, text

REQUEST, NOTICE, PART = "request", "notice", "part"
SESSION, ITEM, MINUTES = "session", "item", "minutes"
FILE, AGREEMENT = "file", "agreement"
CIRCULAR, HANDOVER, LAW = "circular", "handover", "law"
SUPERVISION = "supervision"
WINDOW, BATCH, INSTITUTION = "window", "batch", "institution"
CARD_FILE = "card-file"
INDEXED: Mapping[str, str] = {
    "duty": "duty",
    "unit": "unit",
    "person": "person",
    "meeting": "record",
    "case": "case",
}
"""Under which kind the search box knows an object of the journal."""
KIND_NAMES: Mapping[str, Text] = {
    "account": text("sign-in account"),
    "agreement": text("agreement"),
    "batch": text("batch"),
    "card-file": text("card file"),
    "case": text("case"),
    "channel": text("channel"),
    "charter": text("charter"),
    "circular": text("circular of a body"),
    "clearing": text("rows of card files"),
    "comment": text("comment on a draft"),
    "comment-group": text("group of comments"),
    "consultation": text("public consultation"),
    "deadline": text("time limit"),
    "delivery": text("delivery"),
    "draw": text("draw of a panel"),
    "duties": text("duties"),
    "duty": text("duty"),
    "expert": text("expert of the pool"),
    "feed": text("calendar address"),
    "feeds": text("calendar feeds"),
    "file": text("file"),
    "grant": text("role"),
    "handover": text("handover of the rotation"),
    "institution": text("participant in clearing"),
    "invitation": text("invitation to a session"),
    "item": text("docket item"),
    "key": text("program's key"),
    "law": text("dossier of joint legislation"),
    "meeting": text("meeting"),
    "minutes": text("minutes of a session"),
    "notice": text("notice"),
    "opinion": text("opinion of an expert"),
    "part": text("part of a unit"),
    "person": text("person"),
    "posting": text("posting"),
    "proposal": text("proposal of an association"),
    "request": text("request"),
    "screening": text("screening list"),
    "session": text("session of a body"),
    "stage": text("stage of a work"),
    "stakeholder": text("association that takes part"),
    "study": text("study of the register"),
    "supervision": text("paper of supervision"),
    "system": text("platform"),
    "text": text("printed text"),
    "unit": text("unit"),
    "view": text("kept view"),
    "window": text("clearing window"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An object as people call it.

    Attributes:
        kind: what sort of thing it is; its code where a newer release wrote it.
        title: what it is called; empty where only its id is known to the reader.
        address: of its page; empty where it has none, or none that the reader may see.
        id: as the journal has it.
    """

    kind: Text | str
    title: Bilingual | Text | str
    address: str
    id: str


def named(
    actor: Actor, league: str, entries: Sequence[Entry]
) -> dict[int, tuple[Named, ...]]:
    """Name the objects of acts, by the number of the act; papers stand elsewhere."""
    split = {
        entry.number: [
            _split(written)
            for written in entry.objects
            if not written.startswith(EVIDENCE)
        ]
        for entry in entries
    }
    every = {pair for pairs in split.values() for pair in pairs}
    titles = _titles(actor, league, every)
    return {
        number: tuple(_named(kind, key, titles) for kind, key in pairs)
        for number, pairs in split.items()
    }


def _split(written: str) -> tuple[str, str]:
    kind, _, key = written.partition(":")
    return kind, key


Titles = Mapping[tuple[str, str], tuple[Bilingual | Text | str, str]]


def _titles(actor: Actor, league: str, every: Iterable[tuple[str, str]]) -> Titles:
    """Find title and address of each object that the reader may see."""
    pairs = list(every)
    indexed = [(INDEXED[kind], key) for kind, key in pairs if kind in INDEXED]
    hits = search.by_keys(actor, league, indexed)
    found: dict[tuple[str, str], tuple[Bilingual | Text | str, str]] = {
        (kind, key): (hit.title, hit.address)
        for kind, key in pairs
        if (hit := hits.get((INDEXED.get(kind, ""), key))) is not None
    }
    # These are asked for themselves: the index knows a new one a minute later.
    ids = [key for kind, key in pairs if kind == NOTICE]
    for id_, name in notices.titles_of(actor, league, ids).items():
        found[NOTICE, id_] = (name, reverse("notices:notice", args=[league, id_]))
    ids = [key for kind, key in pairs if kind == SUPERVISION]
    for id_, name in supervision.titles_of(actor, league, ids).items():
        found[SUPERVISION, id_] = (
            name,
            reverse("duties:supervision-paper", args=[league, id_]),
        )
    ids = [key for kind, key in pairs if kind == REQUEST]
    for id_, title in requests.titles_of(actor, league, ids).items():
        found[REQUEST, id_] = (
            title,
            reverse("duties:request", args=[league, id_]),
        )
    found |= _session_titles(actor, league, pairs)
    found |= _file_titles(actor, league, pairs)
    ids = [key for kind, key in pairs if kind == AGREEMENT]
    for id_, title in agreements.titles_of(actor, league, ids).items():
        address = reverse("governance:agreement", args=[league, id_])
        found[AGREEMENT, id_] = (title, address)
    ids = [key for kind, key in pairs if kind == CIRCULAR]
    for id_, told in circulars.titles_of(actor, league, ids).items():
        found[CIRCULAR, id_] = (
            told,
            reverse("governance:circular", args=[league, id_]),
        )
    ids = [key for kind, key in pairs if kind == LAW]
    for id_, title in laws.titles_of(actor, league, ids).items():
        found[LAW, id_] = (title, reverse("governance:law", args=[league, id_]))
    ids = [key for kind, key in pairs if kind == HANDOVER]
    for id_, day in handovers.days_of(actor, league, ids).items():
        address = reverse("governance:handover", args=[league, day])
        found[HANDOVER, id_] = (day, address)
    ids = [key for kind, key in pairs if kind == PART]
    for id_, (unit, duty) in parts.titles_of(actor, league, ids).items():
        address = reverse("duties:duty", args=[league, duty]) if duty else ""
        found[PART, id_] = (unit, address)
    if desks.may_read(actor, league):
        found |= _clearing_titles(actor, league, pairs)
    return found


def _session_titles(
    actor: Actor, league: str, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Bilingual | Text | str, str]]:
    """Call sessions by body and day, items by their title, minutes by body and year."""
    known = list(pairs)
    titles = session_desks.titles_of(
        actor,
        league,
        [key for kind, key in known if kind == SESSION],
        [key for kind, key in known if kind == ITEM],
        [key for kind, key in known if kind == MINUTES],
    )
    found: dict[tuple[str, str], tuple[Bilingual | Text | str, str]] = {}
    for (kind, key), (title, session) in titles.items():
        parts = [league, session, key] if kind == ITEM else [league, session]
        found[kind, key] = (title, reverse(f"governance:{kind}", args=parts))
    return found


def _file_titles(
    actor: Actor, league: str, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Bilingual | Text | str, str]]:
    """Call files as whoever brought them did; the hash beside their id says no name."""
    ids = {key: key.partition(":")[0] for kind, key in pairs if kind == FILE}
    kept = files.files_by_id(UUID(id_) for id_ in ids.values())
    found: dict[tuple[str, str], tuple[Bilingual | Text | str, str]] = {}
    for key, id_ in ids.items():
        file = kept.get(UUID(id_))
        if file is not None and files.may_read(actor, league, file):
            found[FILE, key] = (file.name, reverse("file", args=[league, file.id]))
    return found


def _clearing_titles(
    actor: Actor, league: str, pairs: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[Bilingual | Text | str, str]]:
    """Call windows by their day, batches by window and number, participants by name."""
    found: dict[tuple[str, str], tuple[Bilingual | Text | str, str]] = {}
    for kind, key in pairs:
        if kind in {WINDOW, BATCH}:
            address = reverse("clearing:window", args=[league, key.partition("/")[0]])
            found[kind, key] = (key, address)
    batch_keys = [key for kind, key in pairs if kind == BATCH]
    for key, title in batches.titles_of(actor, league, batch_keys).items():
        found[BATCH, key] = (title, found[BATCH, key][1])
    shas = [key for kind, key in pairs if kind == CARD_FILE]
    for sha, file in file_reads.names_of(actor, league, shas).items():
        found[CARD_FILE, sha] = (file, "")
    lists = reverse("clearing:screening", args=[league])
    for one, name in LIST_NAMES.items():
        found["screening", one.value] = (name, lists)
    if any(kind == INSTITUTION for kind, _ in pairs):
        for line in participants.list_institutions(actor, league):
            address = reverse("clearing:participant", args=[league, line.slug])
            found[INSTITUTION, line.slug] = (line.name, address)
    return found


def _named(kind: str, key: str, titles: Titles) -> Named:
    title, address = titles.get((kind, key), ("", ""))
    return Named(kind=KIND_NAMES.get(kind, kind), title=title, address=address, id=key)
