"""Takes the files of a folder: each into canonical Parquet, or refused whole."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hansa.clearing.batch.marking import taken_between
from hansa.clearing.batch.taps import TapFile, Window
from hansa.clearing.formats.intake import read_file
from hansa.clearing.formats.rules_folder import WINDOW, read_window
from hansa.clearing.formats.senders import sender_of
from hansa.clearing.formats.taken import Intake
from hansa.clearing.terms.rulebook import Bounds, Participants
from hansa.clearing.terms.taps import FileCode
from hansa.kernel.errors import Refused
from hansa.kernel.findings import errors_in, in_order
from hansa.kernel.shapes import Log
from hansa.kernel.text import Text, text

EARLIER, LATER = "earlier", "later"
NOT_TAPS = frozenset({WINDOW})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """A file of a folder, and what became of it.

    Attributes:
        sender: the participant whose id its name begins with; None where there is none.
        place: its canonical Parquet; None where it was refused.
    """

    intake: Intake
    sender: str | None
    place: Path | None

    def tap_file(self) -> TapFile | None:
        """Give it as the pipeline reads it; None where it was refused."""
        if self.place is None or self.intake.refused is not None:
            return None
        return TapFile(
            name=self.intake.name,
            sha256=self.intake.sha256,
            place=self.place,
            columns=self.intake.columns,
            judged=True,
            coded=self.intake.preset is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Something in a folder of files that is not read, and why."""

    name: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A sender that brought fewer files than the window expects of it."""

    sender: str
    expected: int
    received: int


def take_folder(
    folder: Path, scratch: Path, participants: Participants
) -> tuple[TakenFile, ...]:
    """Take every file that lies directly in a folder, in the order of their names.

    A file that cannot be read stops none of the others; of two that are equal byte by
    byte the one whose name comes first is taken. What is no regular file of this folder is
    passed over, as ``passed_over`` says; no link is followed.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    taken: list[TakenFile] = []
    seen: set[str] = set()
    paths = sorted(path for path in folder.iterdir() if _is_own_file(path))
    for number, path in enumerate(paths):
        if path.name.startswith(".") or path.name in NOT_TAPS:
            continue
        place = scratch / f"{number:06d}.parquet"
        intake = read_file(path, place)
        if intake.refused is None and intake.sha256 in seen:
            intake = replace(intake, refused=FileCode.TWICE, rows=0, faulted=0)
            place.unlink()
        seen.add(intake.sha256)
        taken.append(
            TakenFile(
                intake=intake,
                sender=sender_of(path.name, participants.parties),
                place=place if intake.refused is None else None,
            )
        )
    return tuple(taken)


def _is_own_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_own_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def passed_over(incoming: Path) -> tuple[Passed, ...]:
    """Name what lies in a folder of files and is not read, with the reason.

    What begins with a point is hidden, and is not named.

    Args:
        incoming: the folder of a window; those of other windows in it are looked at too.
    """
    found = list(_passed_in(incoming, incoming, {EARLIER, LATER}))
    for name in (EARLIER, LATER):
        side = incoming / name
        if _is_own_folder(side):
            windows = {path.name for path in side.iterdir() if _is_own_folder(path)}
            found += _passed_in(incoming, side, windows)
            for window in sorted(windows):
                found += _passed_in(incoming, side / window, set())
    return tuple(found)


def _passed_in(whole: Path, folder: Path, known: set[str]) -> Iterator[Passed]:
    for path in sorted(folder.iterdir()):
        why: Text | None = None
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            why = text("it is a link, and none is followed")
        elif path.is_dir():
            why = None if path.name in known else text("it is a folder")
        elif not path.is_file():
            why = text("it is no regular file")
        if why is not None:
            yield Passed(name=str(path.relative_to(whole)), why=why)


def missing_files(bounds: Bounds, taken: Sequence[TakenFile]) -> tuple[Missing, ...]:
    """Say which senders brought fewer files than expected; silence is an exception too."""
    received = received_by_sender(taken)
    return tuple(
        Missing(sender=sender, expected=expected, received=received.get(sender, 0))
        for sender, expected in sorted(bounds.files.items())
        if received.get(sender, 0) < expected
    )


def received_by_sender(taken: Sequence[TakenFile]) -> Mapping[str, int]:
    """Count the files that were taken of each sender."""
    counts: dict[str, int] = {}
    for file in taken:
        if file.sender is not None and file.intake.refused is None:
            counts[file.sender] = counts.get(file.sender, 0) + 1
    return counts


def take_earlier(
    folder: Path, scratch: Path, participants: Participants
) -> tuple[Window, ...]:
    """Take earlier windows as context, the earliest first.

    Files directly in the folder are one earliest window without bounds; each folder in it
    is a window with its own ``window.yaml``.

    Raises:
        Refused: a window's bounds cannot be read.
    """
    if not _is_own_folder(folder):
        return ()
    loose = take_folder(folder, scratch / "loose", participants)
    found: list[tuple[Bounds | None, tuple[TakenFile, ...]]] = []
    if any(file.place for file in loose):
        found.append((None, loose))
    bounded: list[tuple[Bounds, tuple[TakenFile, ...]]] = []
    for number, inner in enumerate(sorted(filter(_is_own_folder, folder.iterdir()))):
        bounds = _bounds_of(inner)
        place = scratch / f"window-{number}"
        bounded.append((bounds, take_folder(inner, place, participants)))
    found += sorted(bounded, key=lambda window: taken_between(window[0])[1])
    return tuple(
        Window(number=number, bounds=bounds, files=tap_files(files))
        for number, (bounds, files) in enumerate(found)
    )


def tap_files(taken: Sequence[TakenFile]) -> tuple[TapFile, ...]:
    """Give the files that were taken, as the pipeline reads them."""
    files = (file.tap_file() for file in taken)
    return tuple(file for file in files if file is not None)


def _bounds_of(folder: Path) -> Bounds:
    log = Log()
    bounds = read_window(folder / WINDOW, log)
    errors = errors_in(in_order(log.findings))
    if bounds is None or errors:
        raise Refused(
            "earlier-window-unreadable",
            text("The earlier window “{window}” has no bounds.", window=folder.name),
            text("Write {file} with start and end into its folder.", file=WINDOW),
            findings=errors,
        )
    return bounds


def clear_away(folder: Path) -> None:
    """Remove a scratch folder."""
    shutil.rmtree(folder, ignore_errors=True)
