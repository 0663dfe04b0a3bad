"""A version of a scheme's rule in words: names for its keys, and yuan instead of fen."""

from collections.abc import Iterator, Mapping

from hansa.chassis.language import render
from hansa.clearing.reads.schemes import RuleLine, is_called_example
from hansa.kernel.money import Money
from hansa.kernel.nodes import ListNode, Node, RecordNode, ScalarNode
from hansa.kernel.text import Bilingual, Text, text

INDENT, FEN = "  ", "_fen"
LABELS: Mapping[str, Text] = {
    "id": text("Version"),
    "effective_from": text("In force from"),
    "clause": text("Clause"),
    "example": text("Example, not yet agreed"),
    "services": text("Services"),
    "acquirers": text("Acquirers"),
    "amount_max_fen": text("Most for one tap (yuan)"),
    "parameters": text("Parameters"),
    "operators": text("Who gets the charged amount"),
    "party": text("City or account"),
    "weight": text("Share by weight"),
    "bearers": text("Who bears it"),
    "fees": text("Fees on the charged amount"),
    "issuer_ppm": text("Millionths for the issuer"),
    "acquirer_ppm": text("Millionths for the acquirer"),
    "centre_ppm": text("Millionths for the centre"),
    "payer": text("Who pays the fees"),
    "centre": text("Account of the centre"),
    "discount": text("Discount on the list price"),
    "transfer": text("Discount for changing"),
    "discount_fen": text("Most for one change (yuan)"),
    "tariffs": text("Tariffs"),
    "per_started_hour_fen": text("Each started hour (yuan)"),
    "free_minutes": text("Free minutes"),
    "cap_per_day_fen": text("Most for 24 hours (yuan)"),
    "@issuer": text("issuer of the card"),
    "@acquirer": text("acquirer of the tap"),
}
"""Keys and roles that pages have words for; a key of a new scheme is shown as written."""

Names = Mapping[str, Bilingual | Text]


def in_words(line: RuleLine, names: Names) -> str:
    """Write a version line by line, without what says nothing.

    Args:
        line: the version.
        names: of parties, institutions and services.
    """
    # A rule is read from a record, so its node is one.
    assert isinstance(line.node, RecordNode)
    words = {**LABELS, **names}
    parts = line.node.fields.items()
    return "\n".join(
        one for key, part in parts for one in _told(line, key, part, words)
    )


def _told(line: RuleLine, key: str, part: Node, words: Names) -> Iterator[str]:
    match key, part:
        case "id", _:
            value = (
                render(line.called) if isinstance(line.called, Text) else line.called
            )
            yield render(
                text("{label}: {value}", label=_label(key, words), value=value)
            )
        case "example", ScalarNode(value=value):
            if value and not is_called_example(line.rule.id):
                yield from _under(_label(key, words), key, part, words)
        case "parameters", RecordNode(fields=fields) if not fields:
            return
        case _:
            yield from _under(_label(key, words), key, part, words)


def parameters_of(
    line: RuleLine, names: Names
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give what a version says beyond the list of versions, each part with its lines."""
    words = {**LABELS, **names}
    found: list[tuple[str, tuple[str, ...]]] = []
    node = line.node
    parameters = node.fields.get("parameters") if isinstance(node, RecordNode) else None
    if isinstance(parameters, RecordNode):
        for key, part in parameters.fields.items():
            lines = (_said(key, part, words),) if isinstance(part, ScalarNode) else ()
            found.append(
                (_label(key, words), lines or tuple(_joined(_lines(part, words))))
            )
    return tuple(found)


def _joined(lines: Iterator[str]) -> list[str]:
    """Put what is indented behind the line that it belongs to."""
    found: list[str] = []
    for line in lines:
        if found and line.startswith(INDENT):
            begun = found[-1].rstrip().endswith((":", "："))
            found[-1] += ("" if begun else render(text("; "))) + line.strip()
        else:
            found.append(line)
    return found


def _lines(node: Node, names: Names) -> Iterator[str]:
    match node:
        case RecordNode(fields=fields):
            for key, part in fields.items():
                yield from _under(_label(key, names), key, part, names)
        case ListNode(items=items):
            for item in items:
                for at, line in enumerate(_lines(item, names)):
                    yield f"{INDENT if at else '· '}{line}"
        case ScalarNode():
            yield _said("", node, names)


def _under(label: str, key: str, node: Node, names: Names) -> Iterator[str]:
    match node:
        case ScalarNode():
            value = _said(key, node, names)
        case ListNode(items=items) if all(isinstance(i, ScalarNode) for i in items):
            comma = render(text(", "))
            value = comma.join(
                _said("", one, names) for one in items if isinstance(one, ScalarNode)
            )
        case RecordNode(fields=fields) if not fields:
            value = render(text("none"))
        case _:
            yield render(text("{label}:", label=label))
            yield from (INDENT + line for line in _lines(node, names))
            return
    yield render(text("{label}: {value}", label=label, value=value))


def _label(key: str, names: Names) -> str:
    if key in names:
        return str(render(names[key]))
    if key.endswith(FEN):
        return render(text("{label} (yuan)", label=key.removesuffix(FEN)))
    return key


def _said(key: str, node: ScalarNode, names: Names) -> str:
    match node.value:
        case bool(value):
            return render(text("yes") if value else text("no"))
        case int(value) if key.endswith(FEN):
            return str(Money(value))
        case None:
            return render(text("none"))
    return str(render(names[node.written])) if node.written in names else node.written
