"""What a charter changes in ladders of supervision, and the table that sums them up."""

from hansa.charter.terms import Agreement, Change, Outline, Version
from hansa.duties.terms.supervision import Ladder, SupervisionBook
from hansa.kernel.text import text


def ladders_of(version: Version) -> tuple[Ladder, ...]:
    """List the ladders of a charter; none where it has no such section."""
    book = version.charter.sections.get("supervision")
    return book.ladders if isinstance(book, SupervisionBook) else ()


def compare_ladders(
    before: tuple[Version, ...], after: tuple[Version, ...]
) -> tuple[Change, ...]:
    """Name the ladders that are added, removed or changed; papers keep their days."""
    old, new = _known(before), _known(after)
    added = (
        Change(
            code="ladder-added",
            message=text("Ladder {id} is added: {name}", id=id_, name=ladder.name),
        )
        for id_, ladder in new.items()
        if id_ not in old
    )
    removed = (
        Change(
            code="ladder-removed",
            message=text("Ladder {id} is removed: {name}", id=id_, name=ladder.name),
        )
        for id_, ladder in old.items()
        if id_ not in new
    )
    changed = (
        Change(
            code="ladder-changed",
            message=text("Ladder {id} changes: {name}", id=id_, name=ladder.name),
        )
        for id_, ladder in new.items()
        if id_ in old and old[id_] != ladder
    )
    return (*added, *removed, *changed)


def _known(versions: tuple[Version, ...]) -> dict[str, Ladder]:
    return {one.id: one for one in ladders_of(versions[-1])} if versions else {}


def outline_ladders(book: SupervisionBook, _: Agreement) -> tuple[Outline, ...]:
    """Sum up ``supervision.yaml``: each rung with its days."""
    return (
        Outline(
            title=text("Ladders of supervision inside a city"),
            headings=(
                text("Ladder of supervision"),
                text("Rung"),
                text("Working days to sign for it"),
                text("Working days to answer"),
                text("Terms"),
            ),
            rows=tuple(
                (
                    ladder.name,
                    rung.name,
                    str(rung.receipt_days),
                    str(rung.answer_days),
                    text("example") if ladder.example else text("agreed"),
                )
                for ladder in book.ladders
                for rung in ladder.rungs
            ),
        ),
    )
