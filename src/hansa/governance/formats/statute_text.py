"""Writes a change of bodies into ``governance.yaml``; every other line stays as it is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import yaml

from hansa.governance.terms.changes import ChangeDraft, NewGroup

Edit = tuple[int, int, str]
"""From, to, and what stands there instead."""


def amend_statute(written: str, draft: ChangeDraft) -> str:
    """Give the text of a statute after a change.

    Args:
        written: the text of a sound ``governance.yaml``.
        draft: a change that was not refused.
    """
    root = _record(yaml.compose(written, Loader=yaml.SafeLoader))
    listed = [_record(node) for node in _list(root.get("bodies"))]
    set_ = _record(root["groups"]) if "groups" in root else _Keyed()
    grouped = [_record(node) for node in _list(set_.get("list"))]
    edits: list[Edit] = []
    day = draft.from_on
    for body in (*listed, *grouped):
        id_ = _scalar(body["id"])
        if id_ in draft.ends:
            edits += _replaced(written, body, _end_of(draft, day))
        if id_ in draft.sets_up:
            edits += _replaced(written, body, {"established_on": day.isoformat()})
        if draft.followers and _scalar(body.get("parent")) in draft.ends:
            edits += _replaced(written, body, {"parent": draft.followers[0]})
    if draft.begins:
        edits.append(_appended(written, set_["list"], draft.begins, day))
    if _scalar(set_.get("declared")).isdecimal():
        standing = sum("dissolved_on" not in one for one in grouped)
        ended = sum(_scalar(one["id"]) in draft.ends for one in grouped)
        count = standing - ended + len(draft.begins)
        edits += _replaced(written, set_, {"declared": str(count)})
    for start, end, text in sorted(edits, reverse=True):
        written = written[:start] + text + written[end:]
    return written


def _end_of(draft: ChangeDraft, day: date) -> Mapping[str, str]:
    followers = ", ".join(draft.followers)
    return {"dissolved_on": day.isoformat(), "followed_by": f"[{followers}]"}


class _Keyed(dict[str, yaml.Node]):
    """The values of a record by key, with the node itself."""

    node: yaml.MappingNode


def _record(node: yaml.Node | None) -> _Keyed:
    assert isinstance(node, yaml.MappingNode)  # The statute was read as sound.
    found = _Keyed((key.value, value) for key, value in node.value)
    found.node = node
    return found


def _list(node: yaml.Node | None) -> Sequence[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else ()


def _scalar(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _replaced(
    written: str, record: _Keyed, values: Mapping[str, str]
) -> Iterator[Edit]:
    """Give the edits that set keys of a record, where they stand or behind its id."""
    fresh = {key: value for key, value in values.items() if key not in record}
    for key, value in values.items():
        if key in record:
            node = record[key]
            yield node.start_mark.index, node.end_mark.index, value
    if not fresh:
        return
    if record.node.flow_style:
        behind = record["id"].end_mark.index
        added = "".join(f", {key}: {value}" for key, value in fresh.items())
    else:
        behind = _line_end(written, record["id"].end_mark.index)
        indent = " " * record.node.start_mark.column
        added = "".join(f"\n{indent}{key}: {value}" for key, value in fresh.items())
    yield behind, behind, added


def _appended(
    written: str, node: yaml.Node, groups: Sequence[NewGroup], day: date
) -> Edit:
    """Give the edit that adds groups behind the last one of the list."""
    assert isinstance(node, yaml.SequenceNode)  # The shape demands a list.
    lines = [_written(group, day) for group in groups]
    if node.flow_style:
        at = node.end_mark.index - 1
        lead = ", " if node.value else ""
        return at, at, lead + ", ".join(lines)
    at = _line_end(written, _last_leaf(node))
    indent = " " * node.start_mark.column
    return at, at, "".join(f"\n{indent}- {line}" for line in lines)


def _last_leaf(node: yaml.Node) -> int:
    # The end of a block is where the next token begins, behind comments of others.
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return int(node.end_mark.index)
    children = [
        child
        for one in node.value
        for child in (one if isinstance(one, tuple) else (one,))
    ]
    return max(_last_leaf(child) for child in children)


def _line_end(written: str, at: int) -> int:
    end = written.find("\n", at)
    return len(written) if end < 0 else end


def _written(group: NewGroup, day: date) -> str:
    name = f"{{zh: {_quoted(group.name.zh)}, en: {_quoted(group.name.en)}}}"
    field = f", domain: {group.domain}" if group.domain else ""
    return f"{{id: {group.id}, name: {name}{field}, established_on: {day.isoformat()}}}"


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
