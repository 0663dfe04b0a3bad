"""The tables that sum up ``governance.yaml`` for people."""

from collections.abc import Mapping

from hansa.charter.terms import Agreement, Outline
from hansa.governance.terms import Body, Location, Statute
from hansa.kernel.text import Bilingual, Text, text


def outline_statute(statute: Statute, agreement: Agreement) -> tuple[Outline, ...]:
    """Sum up bodies, offices that do not move, and the allocation of tasks."""
    layers = {layer.id: layer.name for layer in agreement.layers}
    return (
        Outline(
            title=text("Bodies"),
            headings=(
                text("Id"),
                text("Body"),
                text("Layer"),
                text("Under"),
                text("Status"),
                text("Location"),
                text("Clauses"),
            ),
            rows=tuple(
                (
                    body.id,
                    body.name,
                    layers[body.layer],
                    body.parent or "-",
                    status_of(body),
                    _place(body.location, agreement),
                    " ".join(body.clauses),
                )
                for body in statute.all_bodies()
            ),
        ),
        Outline(
            title=text("Allocation of tasks"),
            headings=(text("Level"), text("Tasks")),
            rows=tuple(
                (level.name, task)
                for level in statute.task_levels
                for task in (level.tasks or (NOT_PRINTED,))
            ),
        ),
    )


NOT_PRINTED = text("defined in the instrument, text not supplied")


CONDITIONS: Mapping[str, Text] = {
    "协商组建": text("to be set up once the cities agree"),
    "适时": text("to be set up when the time is right"),
    "可": text("may be set up"),
}
"""What printed conditions mean, for who does not read them as printed."""


def status_of(body: Body) -> Text:
    """Say whether a body stands, has ended, or waits for its condition."""
    if body.condition is not None and body.established_on is None:
        return CONDITIONS.get(body.condition) or text(
            "conditional ({word})", word=body.condition
        )
    if body.dissolved_on is not None:
        return text("until {day}", day=body.dissolved_on.isoformat())
    if body.established_on is not None:
        return text("since {day}", day=body.established_on.isoformat())
    return text("named in the text, no date")


def _place(location: Location | None, agreement: Agreement) -> Text | Bilingual | str:
    if location is None:
        return "-"
    city = next(m.name for m in agreement.members if m.id == location.member)
    return text("{city}, {unit}", city=city, unit=location.unit)
