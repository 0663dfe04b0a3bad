"""Clears the files of a folder by the rules of another, without any database."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from hansa.clearing.batch import results
from hansa.clearing.batch.clearing import Cleared, clear
from hansa.clearing.batch.engine import open_engine
from hansa.clearing.batch.lines import write_lines
from hansa.clearing.batch.returning import all_of, returned_rows
from hansa.clearing.batch.taps import Window
from hansa.clearing.formats.returned import returned_of, write_table
from hansa.clearing.formats.rules_folder import ReadRules, read_rules
from hansa.clearing.services import taking
from hansa.clearing.terms.rulebook import Bounds, Rulebook
from hansa.clearing.terms.taps import FileCode, Outcome
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import Finding, errors_in
from hansa.kernel.text import text

MANIFEST, LINES = "manifest.json", "exceptions-lines.csv"
RETURN = "_return.csv"
FORMAT = 1


class RowsAsked(StrEnum):
    """Whether accepted rows are written too, and how."""

    NONE = "none"
    PARQUET = "parquet"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gave.

    Attributes:
        manifest: as it was written.
        findings: warnings and notes on the rules.
        unchanged: whether the folder held this very result already.
        passed: what in the folder of files was not read, and why.
    """

    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]
    unchanged: bool
    passed: tuple[taking.Passed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run is asked for.

    Attributes:
        threads: how many the engine uses; None for one each core.
        memory: the most that it holds.
        returns: a folder for the return file of each sender; None for none.
    """

    rows: RowsAsked = RowsAsked.NONE
    threads: int | None = None
    memory: str = "4GB"
    returns: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A window that was read from folders and cleared; its tables last while it is open."""

    read: ReadRules
    bounds: Bounds
    taken: tuple[taking.TakenFile, ...]
    windows: tuple[Window, ...]
    cleared: Cleared


@contextmanager
def opened(
    rules: Path, incoming: Path, scratch: Path, asked: Asked
) -> Iterator[Opened]:
    """Read rules and files, and clear the window.

    Args:
        rules: participants, bounds, versions and lists; see the page on clearing.
        incoming: the files of the window, ``earlier`` with those of earlier windows, and
            ``later`` with those of later ones, whose copies count too.
        scratch: a folder for what is needed meanwhile.
        asked: what the engine may use.

    Raises:
        Missing: a folder is not there.
        Refused: the rules have an error.
    """
    incoming, scratch = incoming.resolve(), scratch.resolve()
    read, rulebook, bounds = rules_of(rules)
    if not incoming.is_dir():
        raise _folder_missing(incoming)
    taken = taking.take_folder(incoming, scratch / "in", rulebook.participants)
    windows = taking.take_earlier(
        incoming / taking.EARLIER, scratch / "earlier", rulebook.participants
    )
    own = Window(number=0, bounds=bounds, files=taking.tap_files(taken))
    later = taking.take_earlier(
        incoming / taking.LATER, scratch / "later", rulebook.participants
    )
    before = (replace(w, number=w.number - len(windows)) for w in windows)
    after = (replace(w, number=w.number + 1) for w in later)
    every = (*before, own, *after)
    with cleared_among(every, own, rulebook, scratch, asked) as cleared:
        yield Opened(
            read=read, bounds=bounds, taken=taken, windows=every, cleared=cleared
        )


@contextmanager
def cleared_among(
    windows: Sequence[Window],
    own: Window,
    rulebook: Rulebook,
    scratch: Path,
    asked: Asked,
) -> Iterator[Cleared]:
    """Clear one window among all that are known, in an engine of its own."""
    engine = open_engine(scratch / "spill", threads=asked.threads, memory=asked.memory)
    try:
        yield clear(engine, rulebook, windows, own.number)
    finally:
        engine.disconnect()


def run(rules: Path, incoming: Path, out: Path, asked: Asked) -> Run:
    """Clear a window from folders to a folder.

    The result is written beside its place and moved there whole; a result that is there
    is never overwritten, and running again with the same files changes nothing.

    Args:
        rules: as ``opened``.
        incoming: as ``opened``.
        out: a folder that is empty or not there, or that holds this very result.
        asked: what is written, and what the engine may use.

    Raises:
        Missing: a folder is not there.
        Refused: the rules have an error.
        Conflict: ``out`` holds something else, or the folder for return files anything.

    Source: contracts, section 11.
    """
    # The engine names files by their whole paths, and so do all that look rows up by them.
    out = out.resolve()
    if asked.returns is not None:
        _refuse_filled(asked.returns)
        asked = replace(asked, returns=asked.returns.resolve())
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        scratch, result = Path(folder), Path(folder) / "result"
        result.mkdir()
        with opened(rules, incoming, scratch, asked) as window:
            manifest = write_whole(window, rules, result, asked.rows)
            write_lines(window.cleared, _names_of(window.taken), result / LINES)
            returns = _returns_in(window, scratch / "returns", asked.returns)
        unchanged = publish(result, out, manifest)
        for place in returns:
            shutil.move(place, asked.returns or out)
        findings = window.read.findings
    return Run(
        manifest=manifest,
        findings=findings,
        unchanged=unchanged,
        passed=taking.passed_over(incoming),
    )


def _refuse_filled(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(
            "out-not-empty",
            text("{folder} is not empty.", folder=str(folder)),
            text("Name a new folder; nothing is overwritten."),
        )


def _names_of(taken: Iterable[taking.TakenFile]) -> dict[str, str]:
    """Give the names of files by the place of each, as rows have it."""
    return {str(one.place): one.intake.name for one in taken if one.place is not None}


def _returns_in(window: Opened, folder: Path, asked: Path | None) -> list[Path]:
    """Write the return file of each sender into a folder; none where none is asked."""
    if asked is None:
        return []
    folder.mkdir()
    asked.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for sender in sorted({one.sender for one in window.taken if one.sender}):
        brought = [one for one in window.taken if one.sender == sender]
        names = _names_of(brought)
        read = sum(one.intake.rows for one in brought if one.place is not None)
        if names:
            place = folder / f"{sender}{RETURN}"
            rows = returned_rows(window.cleared, names)
            write_table(place, returned_of(all_of(rows, read)))
            made.append(place)
    return made


def write_whole(
    window: Opened, rules: Path, result: Path, rows: RowsAsked
) -> dict[str, Any]:
    """Write the tables of a window, and give the whole manifest of its result."""
    missing = taking.missing_files(window.bounds, window.taken)
    return {
        "format": FORMAT,
        "window": _window_words(window.bounds),
        "rules": _hashes_in(rules),
        "files": [_file_words(file) for file in window.taken],
        "missing": [_missing_words(one) for one in missing],
        **write_result(window.cleared, result, rows),
        "not_run": not_run(window.cleared, rows),
    }


def rules_of(rules: Path) -> tuple[ReadRules, Rulebook, Bounds]:
    """Read a rules folder that must be whole.

    Raises:
        Missing: the folder is not there.
        Refused: it has an error; nothing of it is used.
    """
    if not rules.is_dir():
        raise _folder_missing(rules)
    read = read_rules(rules)
    if read.rulebook is None or read.bounds is None:
        errors = errors_in(read.findings)
        raise Refused(
            "rules-refused",
            text(
                "The rules have {count} errors; nothing was cleared.", count=len(errors)
            ),
            text("Correct them and run again."),
            findings=errors,
        )
    return read, read.rulebook, read.bounds


def _folder_missing(folder: Path) -> Missing:
    return Missing(
        "folder-missing",
        text("There is no folder {folder}.", folder=str(folder)),
        text("Check the name; the page on clearing shows what lies in it."),
    )


def write_result(cleared: Cleared, folder: Path, rows: RowsAsked) -> dict[str, Any]:
    """Write the tables of a result, and give its part of the manifest.

    Returns:
        counts, totals, tables with their hashes, and ``result_sha256``, which hangs on
        nothing else and on no file, order or thread.
    """
    positions = results.positions_of(cleared)
    totals = results.totals_of(cleared)
    tables = results.write_tables(cleared, positions, folder)
    if rows is not RowsAsked.NONE:
        results.write_accepted(cleared, folder, as_csv=rows is RowsAsked.CSV)
    counts = {
        "received": sum(totals.rows.values()),
        **{outcome.value: totals.count(outcome) for outcome in Outcome},
        "codes": dict(totals.rows),
    }
    money = {
        "purchases_fen": totals.purchases_fen,
        "given_back_fen": totals.given_back_fen,
        "gross_fen": sum(positions.pairs.values()),
        "moved_fen": sum(one.amount_fen for one in positions.instructions),
        "net_sum_fen": sum(positions.net.values()),
    }
    content = {"counts": counts, "totals": money, "tables": tables}
    return {**content, "result_sha256": _hash_of_json(content)}


def not_run(cleared: Cleared, rows: RowsAsked) -> list[str]:
    """Name the checks that could not be run, as their column or list is not there."""
    rulebook, present = cleared.pricer.rulebook, cleared.present
    absent = {
        "TEST": "test" not in present,
        "TAC_FAIL": "tac_ok" not in present,
        "KEY_UNKNOWN": rulebook.terminals is None or "terminal" not in present,
        "DENYLIST": rulebook.denied is None,
        "CTR_GAP": rows is RowsAsked.NONE,
        "BAL_BREAK": rows is RowsAsked.NONE or "balance_before_fen" not in present,
    }
    return [code for code, missing in absent.items() if missing]


def _window_words(bounds: Bounds) -> dict[str, Any]:
    assert bounds.start_at is not None  # A window file names both.
    assert bounds.end_at is not None
    return {
        "start": bounds.start_at.isoformat(),
        "end": bounds.end_at.isoformat(),
        "late_days": bounds.late_days,
    }


def _missing_words(one: taking.Missing) -> dict[str, Any]:
    return {
        "sender": one.sender,
        "code": FileCode.GAP.value,
        "expected": one.expected,
        "received": one.received,
    }


def _file_words(file: taking.TakenFile) -> dict[str, Any]:
    intake = file.intake
    words: dict[str, Any] = {
        "name": intake.name,
        "sha256": intake.sha256,
        "sender": file.sender,
        "rows": intake.rows,
        "unreadable": intake.faulted,
        "amount_fen": intake.amount_fen,
    }
    if intake.refused is not None:
        words["refused"] = intake.refused.value
    return words


def _hashes_in(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix in {".yaml", ".csv"}
    }


def _hash_of_json(content: Any) -> str:
    written = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def publish(result: Path, out: Path, manifest: Mapping[str, Any]) -> bool:
    """Move a result to its place, whole; tell whether it was there already.

    Raises:
        Conflict: something else is there.
    """
    with (result / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=2)
        file.write("\n")
    for path in result.iterdir():
        _keep_on_disk(path)
    _keep_on_disk(result)
    if out.is_dir() and any(out.iterdir()):
        before = _manifest_in(out)
        if before is not None and before == json.loads(json.dumps(manifest)):
            return True
        raise Conflict(
            "out-not-empty",
            text("{folder} holds another result.", folder=str(out)),
            text("Name a new folder; a result is never overwritten."),
        )
    try:
        # Renaming onto an empty folder replaces it in one step.
        result.rename(out)
    except OSError:
        # Two that clear the same at once: the first has put it there.
        if _manifest_in(out) != json.loads(json.dumps(manifest)):
            raise
        return True
    _keep_on_disk(out.parent)
    return False


def _manifest_in(folder: Path) -> Any:
    try:
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _keep_on_disk(path: Path) -> None:
    """Ask the disk to keep a file, or a folder's names, before it is relied on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
