"""Charters as terms, from a folder or from the database; cached by content hash."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from hansa.charter import rules
from hansa.charter.charter import counties
from hansa.charter.models import CharterFile, CharterVersion, DocumentText, League
from hansa.charter.terms import (
    AttachedText,
    Change,
    Charter,
    Citation,
    Clause,
    Domain,
    Kind,
    Modality,
    Section,
    Version,
    VersionLine,
)
from hansa.chassis import database, journal, search
from hansa.chassis.hashing import agrees, canonical, files_digest
from hansa.chassis.search import SearchDocument
from hansa.chassis.yaml_files import read_bytes
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import Position, errors_in, in_order, meant, nearest
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, Text, mark, text

SUFFIX = ".yaml"
CHARTERS_CACHED = 32

_sections: list[Section] = []


def use_sections(sections: Sequence[Section]) -> None:
    """Receive the table of sections at start-up, from ``hansa.site.wiring``."""
    _sections[:] = sections
    _parse.cache_clear()
    _applied.cache_clear()


def sections() -> tuple[Section, ...]:
    """Give the table of sections."""
    return tuple(_sections)


def decided_codes() -> frozenset[str]:
    """Give the changes that only a decision may bring, of all sections."""
    return frozenset(code for section in _sections for code in section.decided)


def read_folder(folder: Path) -> Charter:
    """Read and check a charter folder, as far as it is readable.

    Raises:
        Missing: there is no such folder.
    """
    if not folder.is_dir():
        raise Missing(
            "folder-missing",
            text("There is no charter folder {folder}.", folder=str(folder)),
            text("Name a folder that holds charter.yaml."),
        )
    files = {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix in {SUFFIX, ".yml"}
    }
    return _parse(tuple(files.items()), str(folder))


@lru_cache(maxsize=CHARTERS_CACHED)
def _parse(files: tuple[tuple[str, bytes], ...], folder: str) -> Charter:
    log = Log()
    names = {section.name + SUFFIX for section in _sections}
    nodes: dict[str, Any] = {}
    for name, content in files:
        path = str(Path(folder) / name) if folder else name
        if name not in names:
            log.error(
                "unknown-file",
                Position(path=path, line=1, column=1),
                mark("The file {name} belongs to no section of a charter."),
                mark("Did you mean {nearest}? Otherwise move it out of the folder."),
                name=name,
                nearest=nearest(name, names) or "charter.yaml",
            )
            continue
        nodes[name.removesuffix(SUFFIX)] = read_bytes(content, path, log)
    missing_at = {
        section.name: Position(
            path=str(Path(folder) / (section.name + SUFFIX)), line=1, column=1
        )
        for section in _sections
    }
    terms = rules.check(nodes, missing_at, _sections, log)
    texts = {name: content.decode("utf-8-sig", "replace") for name, content in files}
    return Charter(
        content_hash=files_digest(texts, settings.HANSA_HASH),
        files=texts,
        sections=terms,
        findings=in_order(log.findings),
    )


def folder_version(folder: Path) -> Version:
    """Give a sound folder as a version that is not applied.

    Raises:
        Refused: the charter has errors; they come with the refusal.
    """
    return _as_draft(read_folder(folder))


def _as_draft(charter: Charter) -> Version:
    refuse_errors(charter)
    agreement = charter.agreement
    return Version(
        league=agreement.league,
        number=None,
        effective_from=agreement.effective_from,
        recorded_at=None,
        decision=None,
        in_service_since=agreement.in_service_since,
        charter=charter,
    )


def draft_version(files: Mapping[str, str]) -> Version:
    """Give the text of a charter's files as a version that is not applied.

    Raises:
        Refused: the charter has errors; they come with the refusal.
    """
    named = tuple((name, written.encode()) for name, written in sorted(files.items()))
    return _as_draft(_parse(named, ""))


def refuse_far_parent(draft: Version) -> None:
    """Refuse a charter of counties that are no neighbours in the league above.

    Raises:
        Missing: there is no such league, or it has no such county.
        Refused: it lets no counties have bodies, or no declared border joins them.

    Source: GOV-24 of huaihai.
    """
    parent = draft.charter.agreement.parent
    if parent is None:
        return
    above = find_versions(parent.league)[0][-1].charter
    counties.refuse_far(draft.charter.agreement, above.geography, above.agreement.name)


def list_children(league: str) -> tuple[Version, ...]:
    """List the charters of counties under a league, the latest version of each."""
    return tuple(
        versions[-1]
        for versions in versions_by_league().values()
        if (parent := versions[-1].charter.agreement.parent) is not None
        and parent.league == league
    )


def name_above(version: Version) -> Bilingual | None:
    """Give the name of the league above counties; None where there is none here."""
    parent = version.charter.agreement.parent
    above = list_versions(parent.league) if parent else ()
    return above[-1].charter.agreement.name if above else None


def refuse_errors(charter: Charter) -> None:
    """Refuse a charter with errors.

    Raises:
        Refused: with every error found.
    """
    errors = errors_in(charter.findings)
    if errors:
        raise Refused(
            "charter-broken",
            text("The charter has errors: {count}.", count=len(errors)),
            text("Mend them and try again; nothing was changed."),
            errors,
        )


def list_leagues() -> tuple[str, ...]:
    """List the leagues whose charter was applied, by slug."""
    return tuple(League.objects.order_by("slug").values_list("slug", flat=True))


def list_versions(league: str) -> tuple[Version, ...]:
    """List every version of a league by number; none where it is not known."""
    rows = (
        CharterVersion.objects.filter(league=league)
        .select_related("league")
        .order_by("number")
    )
    return tuple(_version(row) for row in rows)


def versions_by_league() -> dict[str, tuple[Version, ...]]:
    """List every version of every league in one question, leagues by slug."""
    rows = CharterVersion.objects.select_related("league").order_by("league", "number")
    found: dict[str, tuple[Version, ...]] = {}
    for row in rows:
        found[row.league_id] = (*found.get(row.league_id, ()), _version(row))
    return found


def _version(row: CharterVersion) -> Version:
    return Version(
        league=row.league_id,
        number=row.number,
        effective_from=row.effective_from,
        recorded_at=row.recorded_at,
        decision=row.decision or None,
        in_service_since=row.league.in_service_since,
        charter=_applied(row.content_hash, row.pk),
    )


@lru_cache(maxsize=CHARTERS_CACHED)
def _applied(content_hash: str, version_pk: int) -> Charter:
    """Read the files of a version; its content never changes, so once is enough."""
    files = _stored_files(version_pk)
    if not agrees(canonical(files).encode(), content_hash):
        raise Refused(
            "charter-altered",
            text("A stored charter is not what was applied: its files were altered."),
            text("Restore the database from a backup; hansa journal verify says more."),
        )
    return _parse(tuple((name, words.encode()) for name, words in files.items()), "")


def _stored_files(version_pk: int) -> dict[str, str]:
    rows = CharterFile.objects.filter(version=version_pk).order_by("name")
    return {row.name: str(row.text) for row in rows}


def find_alteration() -> Text | None:
    """Compare every stored version with the act that applied it; name the first fault.

    The journal attests number, effective date and content of each version; a version
    that was altered, removed or slipped in differs from what it attests.
    """
    attested = {
        objects[0].removeprefix("charter:"): (
            content["content_hash"],
            content["effective_from"],
        )
        for objects, content in journal.contents("charter.apply_version")
    }
    stored = {}
    for row in CharterVersion.objects.order_by("league", "number"):
        name = f"{row.league_id}/{row.number}"
        if not agrees(canonical(_stored_files(row.pk)).encode(), row.content_hash):
            return text("The files of charter version {name} were altered.", name=name)
        stored[name] = (row.content_hash, row.effective_from.isoformat())
    # An erased content attests nothing any more, so a missing one is no fault then.
    complete = not journal.has_erased("charter.apply_version")
    for name in sorted(attested.keys() | stored.keys()):
        if name not in stored:
            return text("Charter version {name} was removed.", name=name)
        if name not in attested and complete:
            return text(
                "Charter version {name} was never applied by an act.", name=name
            )
        if attested.get(name, stored[name]) != stored[name]:
            return text("Charter version {name} was altered.", name=name)
    return None


def get_versions(league: str) -> tuple[Version, ...]:
    """List every version of a league that has at least one.

    Raises:
        Missing: no charter of that league was applied.
    """
    versions = list_versions(league)
    if not versions:
        known = tuple(
            text("{name} ({slug})", name=each[-1].charter.agreement.name, slug=slug)
            for slug, each in versions_by_league().items()
        )
        raise Missing(
            "league-missing",
            text("There is no league “{league}” here.", league=league),
            text("Known leagues: {known}.", known=known or "-"),
        )
    return versions


def get_version(league: str, day: date, known_at: datetime | None = None) -> Version:
    """Find the version that governs a day.

    Raises:
        Missing: there is no such league, or nothing of it was in force or known then.
    """
    version = rules.governing(get_versions(league), day, known_at)
    if version is None:
        raise Missing(
            "version-missing",
            text(
                "No charter version of “{league}” governs {day}.",
                league=league,
                day=day.isoformat(),
            ),
            text("Ask for a later day."),
        )
    return version


def find_versions(league: str) -> tuple[tuple[Version, ...], Path | None]:
    """Find a league by slug or folder: from the folder, the database or as shipped.

    Returns:
        The versions, and the folder they came from; None where they came from the
        database.

    Raises:
        Missing: the word is no folder, no applied league and no shipped one.
        Refused: the folder's charter has errors.
    """
    folder = Path(league)
    is_path = "/" in league or league.startswith(".")
    if is_path and folder.is_dir():
        return (folder_version(folder),), folder
    # A command on a folder or a shipped league must work without any database.
    applied = versions_by_league() if database.is_there() else {}
    if league in applied:
        return applied[league], None
    # What is applied wins over a draft that lies about under the same name.
    if (folder / "charter.yaml").is_file():
        return (folder_version(folder),), folder
    shipped = settings.HANSA_CHARTERS / league
    if not is_path and shipped.is_dir():
        return (folder_version(shipped),), shipped
    choices = {path.name for path in settings.HANSA_CHARTERS.iterdir()} | applied.keys()
    raise Missing(
        "league-missing",
        text(
            "“{league}” is neither a known league nor a charter folder.", league=league
        ),
        text("Known leagues: {known}.", known=tuple(sorted(choices))),
    )


def timeline(
    versions: Sequence[Version], known_at: datetime | None = None
) -> tuple[Version, ...]:
    """Reduce versions to those in force one after the other.

    Raises:
        Missing: nothing was recorded by ``known_at``.
    """
    known = rules.timeline(versions, known_at)
    if not known:
        raise Missing(
            "nothing-known",
            text("Nothing of this league was recorded by then."),
            text("Ask for a later time with --known-at."),
        )
    return known


def governing(
    versions: Sequence[Version], day: date, known_at: datetime | None = None
) -> Version:
    """Choose the version that governs a day; before the first one, the first.

    A charter is read before it takes effect (a draft, a founding year), and its clauses
    must then be shown all the same.
    """
    known = timeline(versions, known_at)
    return rules.governing(versions, day, known_at) or known[0]


def get_clause(version: Version, clause_id: str) -> Clause:
    """Find one clause of a version.

    Raises:
        Missing: the version has no such clause.
    """
    clauses = {clause.id: clause for clause in version.charter.book.clauses}
    if clause_id not in clauses:
        raise Missing(
            "clause-missing",
            text("There is no clause {id} in this charter.", id=clause_id),
            meant(clause_id, clauses),
        )
    return clauses[clause_id]


def cite(version: Version, clause: Clause) -> Citation:
    """Give a clause with its document, readings, limits and gaps."""
    agreement, book = version.charter.agreement, version.charter.book
    return Citation(
        clause=clause,
        document=next(
            i.title for i in agreement.instruments if i.id == clause.document
        ),
        domain=next(d.name for d in agreement.domains if d.id == clause.domain),
        counts=clause.kind is not Kind.DECLARATORY,
        prevailing=tuple(c for c in book.clauses if c.id in clause.body_clauses),
        readings=tuple(r for r in book.readings if clause.id in r.clauses),
        constraints=tuple(c for c in book.constraints if clause.id in c.clauses),
        gaps=tuple(g for g in book.gaps if clause.id in g.clauses),
    )


def line_of(version: Version) -> VersionLine:
    """Give a version without its content."""
    return VersionLine(
        league=version.league,
        number=version.number,
        effective_from=version.effective_from,
        recorded_at=version.recorded_at,
        decision=version.decision,
        in_service_since=version.in_service_since,
        content_hash=version.charter.content_hash,
    )


def pick_version(league: str, named: str) -> Version:
    """Find a version by its number or by a day it governs.

    Raises:
        Missing: there is no such version.
    """
    versions = get_versions(league)
    if named.isdecimal():
        found = [version for version in versions if version.number == int(named)]
        if found:
            return found[0]
    else:
        try:
            return get_version(league, date.fromisoformat(named))
        except ValueError:
            found = []
    raise Missing(
        "version-missing",
        text("“{league}” has no version {named}.", league=league, named=named),
        text("Give a number from 1 to {last}, or a day.", last=len(versions)),
    )


def compare_versions(one: Version, other: Version) -> tuple[Change, ...]:
    """Say what changes from one applied version to another, section by section.

    Each stands with those before it, as it governed: an amendment of 2027 leaves the
    years before it, and whoever had the turn in them, as they were.
    """
    if one.charter.content_hash == other.charter.content_hash:
        return ()
    versions = list_versions(one.league)
    before, after = (
        rules.timeline([v for v in versions if (v.number or 0) <= (last.number or 0)])
        for last in (one, other)
    )
    return tuple(
        change for section in _sections for change in section.compare(before, after)
    )


def search_clauses(
    version: Version,
    words: str,
    kind: Kind | None = None,
    domain: str | None = None,
    modality: Modality | None = None,
) -> tuple[Clause, ...]:
    """List the clauses that hold every given word in id, phrase or title.

    Two Chinese characters are a whole word, so every word matches anywhere; case does
    not matter.
    """
    wanted = words.casefold().split()
    return tuple(
        clause
        for clause in version.charter.book.clauses
        if kind in (None, clause.kind)
        and domain in (None, clause.domain)
        and modality in (None, clause.modality)
        and all(word in _searched(clause) for word in wanted)
    )


def _searched(clause: Clause) -> str:
    parts = (clause.id, clause.phrase, clause.title.zh, clause.title.en, *clause.tags)
    return " ".join(parts).casefold()


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give the search box the clauses of the latest version."""
    version = get_versions(league)[-1]
    domains = {domain.id: domain.name for domain in version.charter.agreement.domains}
    for clause in version.charter.book.clauses:
        yield SearchDocument(
            kind="clause",
            key=clause.id,
            reach=search.PUBLIC,
            title=clause.title,
            # Lines tell clauses apart whose works bear one name: a road and a railway.
            under=text(
                "{domain} · line {line}",
                domain=domains[clause.domain],
                line=str(clause.line),
            ),
            address=f"/{league}/charter/clauses/{clause.id}/",
            words=(clause.phrase, *clause.tags),
        )


def find_text(league: str, document: str) -> AttachedText | None:
    """Find the attached text of a document, or None."""
    row = DocumentText.objects.filter(league=league, document=document).first()
    if row is None:
        return None
    return AttachedText(
        document=document, sha256=row.sha256, lines=tuple(row.text.splitlines())
    )


def list_domains(version: Version) -> tuple[Domain, ...]:
    """List the fields of cooperation in the order of reports, priority fields first."""
    return rules.report_order(version.charter.agreement.domains)


def list_promises(version: Version) -> tuple[Clause, ...]:
    """List what residents may expect: services and rules of the fields they feel."""
    felt = {d.id for d in version.charter.agreement.domains if d.for_residents}
    return tuple(
        clause
        for clause in version.charter.book.clauses
        if clause.domain in felt and clause.kind in {Kind.SERVICE, Kind.RULE}
    )


def centres_of(version: Version) -> Mapping[str, tuple[int, int]]:
    """Give latitude and longitude of the members, in hundredths of a degree."""
    geography = version.charter.geography
    centres = geography.centres if geography else ()
    return {c.member: (c.latitude, c.longitude) for c in centres}


def printed_line(league: str, version: Version, clause: Clause) -> str | None:
    """Give the whole printed line of a clause, where an operator attached the text."""
    for source in version.charter.agreement.texts:
        attached = find_text(league, source.document)
        if attached is not None and clause.line <= len(attached.lines):
            return attached.lines[clause.line - 1].strip()
    return None


def service_ahead(versions: Sequence[Version], day: date) -> date | None:
    """Give when the league goes into service here, if that is after a day; else None.

    Of the time before, nobody has to have recorded anything.
    """
    since = versions[-1].in_service_since
    return since if since is not None and day < since else None


def names_of(version: Version) -> Mapping[str, Bilingual]:
    """Give the members' names by id, in charter order."""
    return {member.id: member.name for member in version.charter.agreement.members}
