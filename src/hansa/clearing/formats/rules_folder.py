"""Reads a rules folder: participants, the window, versions of schemes and the lists."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hansa.chassis.yaml_files import read_bytes
from hansa.clearing.charter import rulebook as shapes
from hansa.clearing.formats.decided import read_adjustments, read_decided
from hansa.clearing.schemes import SCHEMES
from hansa.clearing.terms.rulebook import (
    Bounds,
    Denied,
    Participants,
    Rulebook,
    Version,
)
from hansa.kernel.findings import Finding, Position, errors_in, in_order
from hansa.kernel.shapes import Log, Shape
from hansa.kernel.text import mark

T = TypeVar("T")
PARTICIPANTS, WINDOW = "participants.yaml", "window.yaml"
DENYLIST, TERMINALS = "denylist.csv", "terminals.csv"
LIST_BYTES_MAX = 200_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRules:
    """What a rules folder gave; the rulebook is None where it has an error."""

    rulebook: Rulebook | None
    bounds: Bounds | None
    findings: tuple[Finding, ...]


def read_rules(folder: Path) -> ReadRules:
    """Read a rules folder whole; every fault comes at once, with its place."""
    log = Log()
    read = _read(folder / PARTICIPANTS, shapes.PARTICIPANTS, log)
    if read is not None:
        shapes.link_participants(read, log)
    participants = read.participants if read is not None else None
    bounds = read_window(folder / WINDOW, log)
    versions = _read_versions(folder, participants, log)
    denied = read_denylist(folder / DENYLIST, log)
    terminals = read_terminals(folder / TERMINALS, log)
    decided = read_decided(folder, log)
    adjustments = read_adjustments(folder, participants, log)
    findings = in_order(log.findings)
    whole = participants is not None and not errors_in(findings)
    return ReadRules(
        rulebook=Rulebook(
            participants=participants,
            versions=versions,
            denied=denied,
            terminals=terminals,
            decided=decided,
            adjustments=adjustments,
        )
        if whole and participants is not None
        else None,
        bounds=bounds,
        findings=findings,
    )


def read_window(path: Path, log: Log) -> Bounds | None:
    """Read the bounds of a window."""
    bounds = _read(path, shapes.WINDOW, log)
    if (
        bounds is not None
        and bounds.start_at is not None
        and bounds.end_at is not None
        and bounds.end_at <= bounds.start_at
    ):
        log.error(
            "window-ends-before-it-starts",
            Position(path=str(path.name), line=1, column=1),
            mark("The window ends before it starts."),
            mark("Write an end that lies after the start."),
        )
        return None
    return bounds


def _read(path: Path, shape: Shape[T], log: Log) -> T | None:
    try:
        content = path.read_bytes()
    except OSError:
        log.error(
            "file-missing",
            Position(path=path.name, line=0, column=0),
            mark("{file} is not there."),
            mark("Write it; the page on clearing shows an example."),
            file=path.name,
        )
        return None
    node = read_bytes(content, path.name, log)
    return None if node is None else shape.read(node, log)


def _read_versions(
    folder: Path, participants: Participants | None, log: Log
) -> tuple[Version, ...]:
    versions: list[Version] = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name in (PARTICIPANTS, WINDOW):
            continue
        scheme = SCHEMES.get(path.stem)
        if scheme is None:
            log.error(
                "scheme-unknown",
                Position(path=path.name, line=0, column=0),
                mark("There is no clearing scheme “{scheme}”."),
                mark("Name the file after one of these: {schemes}."),
                scheme=path.stem,
                schemes=tuple(SCHEMES),
            )
            continue
        read = _read(path, shapes.versions_of(scheme), log)
        if read is not None and participants is not None:
            shapes.link_versions(read, participants, log)
        versions += [one.version for one in read or ()]
    if not versions and not errors_in(log.findings):
        log.warning(
            "no-versions",
            Position(path=folder.name, line=0, column=0),
            mark("The folder holds no rules of any scheme; every tap is suspended."),
            mark("Add a file for each scheme: {schemes}."),
            schemes=tuple(f"{slug}.yaml" for slug in SCHEMES),
        )
    return tuple(versions)


def read_denylist(path: Path, log: Log) -> tuple[Denied, ...] | None:
    """Read the cards that are stopped, each for a time; None where there is no list."""
    if not path.is_file():
        return None
    denied: list[Denied] = []
    for line, row in _rows(path, ("card", "from", "to"), log):
        from_at = shapes.instant_from(row["from"])
        to_at = shapes.instant_from(row["to"]) if row["to"] else None
        if not row["card"] or from_at is None or (row["to"] and to_at is None):
            log.error(
                "list-row-unreadable",
                Position(path=path.name, line=line, column=1),
                mark("This row names no card, or no day or instant with its offset."),
                mark("Write card, from and to; to may stay empty."),
            )
            continue
        denied.append(Denied(card=row["card"], from_at=from_at, to_at=to_at))
    return tuple(denied)


def read_terminals(path: Path, log: Log) -> frozenset[str] | None:
    """Read the terminals that are known; None where there is no list."""
    if not path.is_file():
        return None
    rows = _rows(path, ("terminal",), log)
    return frozenset(row["terminal"] for _, row in rows if row["terminal"])


def _rows(
    path: Path, columns: tuple[str, ...], log: Log
) -> Iterator[tuple[int, dict[str, str]]]:
    whole = Position(path=path.name, line=1, column=1)
    if path.stat().st_size > LIST_BYTES_MAX:
        log.error(
            "list-too-large",
            whole,
            mark("The list has more than {most} bytes."),
            mark("Leave out what no longer holds."),
            most=LIST_BYTES_MAX,
        )
        return
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        log.error(
            "wrong-encoding",
            whole,
            mark("The file is not UTF-8 text."),
            mark("Save it with the encoding UTF-8."),
        )
        return
    reader = csv.DictReader(written.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        log.error(
            "list-columns-missing",
            whole,
            mark("These columns are missing: {columns}."),
            mark("Write them in the first line."),
            columns=tuple(missing),
        )
        return
    for row in reader:
        yield reader.line_num, {name: (row[name] or "").strip() for name in columns}
