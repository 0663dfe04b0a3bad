"""What a charter changes in case types, and the table that sums them up."""

from hansa.casework.terms.types import CaseBook, CaseType
from hansa.charter.terms import Agreement, Change, Outline, Version
from hansa.kernel.text import text


def compare_casework(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the case types that are added, removed or changed; open cases keep theirs."""
    old, new = _types(before), _types(after)
    added = (
        Change(
            code="case-type-added",
            message=text("Case type {id} is added: {title}", id=id_, title=kind.title),
        )
        for id_, kind in new.items()
        if id_ not in old
    )
    removed = (
        Change(
            code="case-type-removed",
            message=text(
                "Case type {id} is removed: {title}", id=id_, title=kind.title
            ),
        )
        for id_, kind in old.items()
        if id_ not in new
    )
    changed = (
        Change(
            code="case-type-changed",
            message=text("Case type {id} changes: {title}", id=id_, title=kind.title),
        )
        for id_, kind in new.items()
        if id_ in old and old[id_] != kind
    )
    return (*added, *removed, *changed)


def _types(versions: tuple[Version, ...]) -> dict[str, CaseType]:
    book = versions[-1].charter.sections.get("casework") if versions else None
    return {kind.id: kind for kind in book.types} if book else {}


def outline_casework(book: CaseBook, _: Agreement) -> tuple[Outline, ...]:
    """Sum up ``casework.yaml``: each type with its ladder and how far it is agreed."""
    return (
        Outline(
            title=text("Case types"),
            headings=(
                text("Id"),
                text("Case type"),
                text("Ladder"),
                text("Terms"),
                text("Clauses"),
            ),
            rows=tuple(
                (
                    kind.id,
                    kind.title,
                    " → ".join(kind.ladder) or "-",
                    text("example") if kind.example else text("agreed"),
                    " ".join(kind.clauses),
                )
                for kind in book.types
            ),
        ),
    )
