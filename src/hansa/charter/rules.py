"""What makes a charter sound, which version governs when, and who may change it.

Pure functions over terms: time and numbers are arguments, faults go to a log.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hansa.charter.terms import (
    KIND_NAMES,
    Agreement,
    Change,
    Clause,
    ClauseBook,
    Domain,
    Index,
    Kind,
    Outline,
    Plan,
    Section,
    Version,
)
from hansa.chassis.actor import Actor, Role
from hansa.kernel.errors import Refused
from hansa.kernel.findings import Position, nearest
from hansa.kernel.nodes import Node
from hansa.kernel.shapes import Log, Reference
from hansa.kernel.text import Bilingual, Text, mark, text

EFFECTIVE_YEARS = range(1949, 2200)


def may_apply(actor: Actor) -> bool:
    """Tell whether the actor may put a charter version in force.

    Source: design, section 5: the secretariat runs the league, the administrator its
    installation.
    """
    return bool(actor.roles & {Role.SECRETARIAT, Role.ADMINISTRATOR})


def governing(
    versions: Sequence[Version], day: date, known_at: datetime | None = None
) -> Version | None:
    """Choose the version that governs a day, or None before the first.

    Of versions with one effective date the latest number counts: it is a correction.
    The first version also governs the part of its first year before it took effect.

    Source: contracts, section 2.
    """
    known = timeline(versions, known_at)
    if not known:
        return None
    if day < known[0].effective_from:
        return known[0] if day.year == known[0].effective_from.year else None
    return [version for version in known if version.effective_from <= day][-1]


def timeline(
    versions: Sequence[Version], known_at: datetime | None = None
) -> tuple[Version, ...]:
    """Reduce versions to those in force one after the other, by effective date.

    Args:
        versions: all of one league, by number.
        known_at: hides what was recorded after it; None hides nothing.
    """
    by_date: dict[date, Version] = {}
    for version in versions:
        if known_at and version.recorded_at and version.recorded_at > known_at:
            continue
        by_date[version.effective_from] = version
    return tuple(by_date[day] for day in sorted(by_date))


def refuse_unlikely_day(effective_from: date) -> None:
    """Refuse an effective date that can only be a slip; it would lock the league.

    Raises:
        Refused: the year lies outside those in which agreements of cities are made.
    """
    if effective_from.year not in EFFECTIVE_YEARS:
        raise Refused(
            "effective-date-unlikely",
            text("{day} is no likely effective date.", day=effective_from.isoformat()),
            text(
                "Give a day from {first} to {last}.",
                first=str(EFFECTIVE_YEARS.start),
                last=str(EFFECTIVE_YEARS.stop - 1),
            ),
        )


def refuse_backdating(versions: Sequence[Version], effective_from: date) -> None:
    """Refuse a version that would take effect before the latest one.

    Raises:
        Refused: ``effective_from`` lies before the latest version's.

    Source: contracts, section 2.
    """
    if versions and effective_from < versions[-1].effective_from:
        raise Refused(
            "version-backdated",
            text(
                "A version effective {given} would come before version {number}, "
                "effective {latest}.",
                given=effective_from.isoformat(),
                number=versions[-1].number or 0,
                latest=versions[-1].effective_from.isoformat(),
            ),
            text(
                "Choose an effective date on or after {latest}.",
                latest=versions[-1].effective_from.isoformat(),
            ),
        )


def link_references(references: Iterable[Reference], log: Log, index: Index) -> None:
    """Log every id that is referred to and declared nowhere, with the nearest one."""
    for reference in references:
        declared = index.declared.get(reference.kind, {})
        if reference.id in declared:
            continue
        close = nearest(reference.id, declared)
        log.error(
            f"unknown-{reference.kind}",
            reference.at,
            mark("“{id}” is not a known {kind}."),
            mark("Did you mean “{nearest}”?") if close else mark("Declare it first."),
            id=reference.id,
            kind=Text(ID_NAMES[reference.kind]),
            nearest=close or "",
        )


ID_NAMES: Mapping[str, str] = {
    "member": mark("member city"),
    "province": mark("province"),
    "instrument": mark("instrument"),
    "basis": mark("policy basis"),
    "domain": mark("field of cooperation"),
    "layer": mark("layer"),
    "clause": mark("clause"),
    "reading": mark("reading"),
    "county": mark("county"),
    "body": mark("body"),
    "gap": mark("gap"),
    "system": mark("system"),
    "work": mark("work"),
    "case-type": mark("case type"),
    "ladder": mark("ladder of supervision"),
    "programme": mark("programme"),
    "account": mark("account"),
    "card-category": mark("category of the card"),
}


def _judged(
    terms: Mapping[str, Any],
    nodes: Mapping[str, Node | None],
    sections: Sequence[Section],
    log: Log,
) -> Iterable[Reference]:
    """Choose the references that can be judged at all.

    Where a file could not be read, what it would have declared is not known; one comma
    too many must not show as hundreds of unknown members.
    """
    unread = any(
        section.name not in terms and (section.required or section.name in nodes)
        for section in sections
    )
    return [r for r in log.references if not unread or log.declared.get(r.kind)]


def refuse_undecided(plan: Plan, decision: str, decided: Iterable[str]) -> None:
    """Refuse an amendment that only a decision may bring, where none is named.

    A correction of what the text says is no amendment.

    Args:
        plan: what the amendment changes.
        decision: the one that it rests on; empty for none.
        decided: codes of the changes that only a decision may bring.

    Raises:
        Refused: naming the first such change.

    Source: contracts, section 1; GOV-22 of huaihai, GOV-26 of changzhutan.
    """
    if decision.strip() or plan.corrects is not None:
        return
    found = [change for change in plan.changes if change.code in set(decided)]
    if found:
        raise Refused(
            "decision-missing",
            text(
                "“{change}” needs a decision, and none is named.",
                change=found[0].message,
            ),
            text("Name the decision that the amendment rests on."),
        )


def nothing_to_compare(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Give no changes: facts of geography change no rule."""
    del before, after
    return ()


def compare_agreements(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the members that join and leave."""
    old = _members(before)
    new = _members(after)
    return tuple(
        Change(code="member-joins", message=text("{member} joins.", member=name))
        for member, name in new.items()
        if member not in old
    ) + tuple(
        Change(code="member-leaves", message=text("{member} leaves.", member=name))
        for member, name in old.items()
        if member not in new
    )


def _members(versions: tuple[Version, ...]) -> dict[str, Bilingual]:
    if not versions:
        return {}
    return {m.id: m.name for m in versions[-1].charter.agreement.members}


def compare_clauses(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the clauses that are added, removed or changed."""
    old = {c.id: c for c in _clauses(before)}
    new = {c.id: c for c in _clauses(after)}
    changes = [
        *_clause_changes(
            "clause-added",
            mark("Clause {id} is added: {title}"),
            [c for i, c in new.items() if i not in old],
        ),
        *_clause_changes(
            "clause-removed",
            mark("Clause {id} is removed: {title}"),
            [c for i, c in old.items() if i not in new],
        ),
        *_clause_changes(
            "clause-changed",
            mark("Clause {id} changes: {title}"),
            [c for i, c in new.items() if i in old and old[i] != c],
        ),
    ]
    return tuple(changes)


def _clauses(versions: tuple[Version, ...]) -> tuple[Clause, ...]:
    return versions[-1].charter.book.clauses if versions else ()


def _clause_changes(code: str, msgid: str, clauses: Iterable[Clause]) -> list[Change]:
    return [
        Change(code=code, message=Text(msgid, {"id": c.id, "title": c.title}))
        for c in clauses
    ]


def outline_agreement(agreement: Agreement, _: Agreement) -> tuple[Outline, ...]:
    """Sum up ``charter.yaml``: members, instruments and policy bases."""
    provinces = {province.id: province.name for province in agreement.provinces}
    return (
        Outline(
            title=text("Members"),
            headings=(
                text("Id"),
                text("City"),
                text("Province"),
                text("Division code"),
            ),
            rows=tuple(
                (m.id, m.name, provinces[m.province], m.division_code)
                for m in agreement.members
            ),
        ),
        Outline(
            title=text("Instruments"),
            headings=(text("Id"), text("Title"), text("Binding"), text("Text")),
            rows=tuple(
                (
                    i.id,
                    i.title,
                    text("yes") if i.binding else text("no"),
                    text("supplied") if i.text_supplied else text("text not supplied"),
                )
                for i in agreement.instruments
            ),
        ),
        Outline(
            title=text("Policy bases"),
            headings=(text("Id"), text("Title"), text("Issuer"), text("In force")),
            rows=tuple(
                (b.id, b.title, b.issuer, b.superseded_by or text("yes"))
                for b in agreement.bases
            ),
        ),
    )


def report_order(domains: Sequence[Domain]) -> tuple[Domain, ...]:
    """Put the domains that the text puts first before the others, else as printed.

    Source: TXT-09 of huaihai.
    """
    return tuple(sorted(domains, key=lambda domain: not domain.priority))


def outline_clauses(book: ClauseBook, agreement: Agreement) -> tuple[Outline, ...]:
    """Sum up ``clauses.yaml``: how many clauses of each kind in each domain."""
    names = {domain.id: domain.name for domain in report_order(agreement.domains)}
    return (
        Outline(
            title=text("Clauses"),
            headings=(text("Domain"), *(KIND_NAMES[kind] for kind in Kind)),
            rows=tuple(
                (
                    name,
                    *(
                        str(
                            sum(
                                c.domain == id_ and c.kind is kind for c in book.clauses
                            )
                        )
                        for kind in Kind
                    ),
                )
                for id_, name in names.items()
            ),
        ),
    )


def nothing_to_outline(terms: Any, agreement: Agreement) -> tuple[Outline, ...]:
    """Give no table: facts of geography are shown on the map."""
    del terms, agreement
    return ()


def check(
    nodes: Mapping[str, Node | None],
    missing_at: Mapping[str, Position],
    sections: Sequence[Section],
    log: Log,
) -> Mapping[str, Any]:
    """Read every section, then link them; all faults go to the log at once.

    Args:
        nodes: root node by section name; None where a file could not be parsed.
        missing_at: where to report a required file that is absent.
        sections: how each file is read and linked.
        log: receives findings; those of parsing are in it already.

    Returns:
        Terms by section name, as far as they were readable.

    Source: contracts, section 3: two passes, ``read`` and ``link``.
    """
    terms: dict[str, Any] = {}
    for section in sections:
        node = nodes.get(section.name)
        if node is not None:
            read = section.shape.read(node, log)
            if read is not None:
                terms[section.name] = read
        elif section.required and section.name not in nodes:
            log.error(
                "file-missing",
                missing_at[section.name],
                mark("The charter has no file {name}."),
                mark("Add it; “hansa charter new” writes one to start from."),
                name=f"{section.name}.yaml",
            )
    book = terms.get("clauses")
    index = Index(
        agreement=terms.get("charter"),
        clauses={clause.id: clause for clause in book.clauses} if book else {},
        declared=log.declared,
    )
    link_references(_judged(terms, nodes, sections, log), log, index)
    for section in sections:
        if section.name in terms:
            section.link(terms[section.name], index, log)
    return terms
