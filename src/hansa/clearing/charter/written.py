"""Writes what a charter says of a scheme as YAML again, for a rules folder."""

import json
from collections.abc import Iterator

from hansa.kernel.nodes import ListNode, Node, RecordNode, ScalarNode

INDENT = "  "


def yaml_of(node: Node) -> str:
    """Write a node so that reading it gives the same node, places apart.

    Words are quoted and numbers, days and flags are not, so that nothing changes its kind.
    """
    return "".join(f"{line}\n" for line in _lines(node))


def _lines(node: Node) -> Iterator[str]:
    match node:
        case RecordNode(fields=fields) if fields:
            for name, part in fields.items():
                yield from _under(f"{_quoted(name)}:", part)
        case ListNode(items=items) if items:
            for item in items:
                yield from _under("-", item)
        case _:
            yield _short(node)


def _under(head: str, node: Node) -> Iterator[str]:
    is_long = (isinstance(node, RecordNode) and bool(node.fields)) or (
        isinstance(node, ListNode) and bool(node.items)
    )
    if not is_long:
        yield f"{head} {_short(node)}"
        return
    yield head
    for line in _lines(node):
        yield INDENT + line


def _short(node: Node) -> str:
    match node:
        case RecordNode():
            return "{}"
        case ListNode():
            return "[]"
        case ScalarNode(value=str(), written=written):
            return _quoted(written)
        case ScalarNode(value=None):
            return "null"
        case ScalarNode(written=written):
            return written


def _quoted(words: str) -> str:
    # JSON's strings are YAML's, and nothing in them changes its meaning.
    return json.dumps(words, ensure_ascii=False)
