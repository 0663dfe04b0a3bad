"""Random windows, small and full of collisions, as values and as folders.

A scenario comes from its seed alone. Its rules are written as YAML and CSV, its files as
CSV, and the same texts are handed to the oracle, so that both read what was written.
"""

import csv
import hashlib
import io
import random
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from hansa.clearing.tests.oracle.drawn_taps import Tap, TapMaker
from hansa.clearing.tests.oracle.oracle import COLUMNS, REQUIRED, Line, Values, Window

OPTIONAL = tuple(column for column in COLUMNS if column not in REQUIRED)


@dataclass(slots=True)
class Written:
    """A file of a window: its name, its bytes, and what the oracle is told of it."""

    name: str
    content: bytes
    lines: list[Line]
    twin: str | None = None  # another name that the same bytes have in the same window

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class Scenario:
    """The rules and the windows, of which the last is cleared."""

    seed: int
    rules: Values
    bounds: list[Values | None]  # of a window: its window.yaml, or none
    files: list[list[Written]]  # of each window

    @property
    def windows(self) -> list[Window]:
        """What the oracle clears."""
        return [
            (
                order,
                None
                if bounds is None
                else (bounds["start"], bounds["end"], bounds["late_days"]),
                [(file.sha256, file.lines) for file in files],
            )
            for order, (bounds, files) in enumerate(
                zip(self.bounds, self.files, strict=True)
            )
        ]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Write the folders of rules and of files, and say where they are."""
        rules, incoming = folder / "rules", folder / "in"
        rules.mkdir(parents=True)
        incoming.mkdir()
        names = ("members", "accounts", "participants")
        self._write(
            rules / "participants.yaml", {name: self.rules[name] for name in names}
        )
        self._write(rules / "window.yaml", self.bounds[-1])
        for scheme, versions in self.rules["schemes"].items():
            self._write(rules / f"{scheme}.yaml", {"versions": versions})
        for name, header in (("denylist", "card,from,to"), ("terminals", "terminal")):
            listed = self.rules[name]
            if listed is not None:
                cells = [
                    list(x.values()) if name == "denylist" else [x] for x in listed
                ]
                lines = [header, *(",".join(each) for each in cells)]
                text = "".join(f"{line}\n" for line in lines)
                (rules / f"{name}.csv").write_text(text, encoding="utf-8")
        # Names that do not sort as the windows start.
        order = random.Random(self.seed).sample(range(10, 99), len(self.files))
        for at, (bounds, files) in enumerate(zip(self.bounds, self.files, strict=True)):
            place = incoming
            if at + 1 < len(self.files):
                place = incoming / "earlier"
                place = place / f"w{order[at]}" if bounds is not None else place
                place.mkdir(parents=True, exist_ok=True)
                if bounds is not None:
                    self._write(place / "window.yaml", bounds)
            for file in files:
                for name in {file.name, file.twin or file.name}:
                    (place / name).write_bytes(file.content)
        return rules, incoming

    def _write(self, path: Path, content: Any) -> None:
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        if self.seed % 2:  # a person writes days and instants without quotation marks
            text = re.sub(r": '(\d{4}-[^']*)'$", r": \1", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


class FileMaker(TapMaker):
    """Draws the files that bring the rows."""

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.rng.choice(("1", "true") if value else ("0", "false"))
        return self.written(value) if isinstance(value, datetime) else str(value)

    def worsen(self, texts: dict[str, str]) -> dict[str, str]:
        """Make a row one that cannot be read."""
        rng = self.rng
        column, text = rng.choice(
            (
                *(
                    ("amount_fen", each)
                    for each in ("-1", "12.5", "1e3", "x", str(2**63))
                ),
                *(("kind", each) for each in ("sale", "Purchase")),
                ("occurred_at", "2026-03-02T08:00:00"),
                ("occurred_at", "2026-02-30T08:00:00+08:00"),
                ("occurred_at", "2026-03-02"),
                ("counter", "1.0"),
                *(("list_fen", "many"), ("tac_ok", "maybe"), ("test", "2")),
                *(("entered_at", "10:00"), ("exited_at", "2026-03-02T10:00:00")),
                ("balance_before_fen", "5,000"),
                *((column, "") for column in sorted(REQUIRED)),
            )
        )
        return {**texts, column: text} if column in texts else {**texts, "card": ""}

    def make_file(self, taps: list[Tap]) -> tuple[bytes, list[Line]]:
        rng = self.rng
        chance = rng.choice((0, 0.05, 0.4))
        absent = {column for column in OPTIONAL if self.odds(chance)}
        absent.discard("original_record_id")
        header = [column for column in COLUMNS if column not in absent]
        if self.odds(0.3):
            rng.shuffle(header)
        lines: list[Line] = []
        poor = self.odds(0.4)
        for tap in taps:
            texts = {c: self.text(tap.values.get(c)) for c in header}
            if poor and self.odds(0.12):
                texts = self.worsen(texts)
            line = joined([texts[column] for column in header])
            lines.append((line, texts))
            # A cut inside quotation marks would take the next line with it.
            if poor and self.odds(0.04) and '"' not in line:
                cut = line.rsplit(",", rng.randint(1, 3))[0]
                lines.append((rng.choice((cut, line + ",", "??")), None))
        end = rng.choice(("\n", "\n", "\r\n"))
        written = [joined(header), *(line for line, _ in lines)]
        if not poor and self.odds(0.3):
            total = sum(tap.values["amount_fen"] for tap in taps)
            written.append(f"#trailer,{len(taps)},{total}")
        text = "".join(f"{line}{end}" for line in written)
        return text.encode("utf-8-sig" if self.odds(0.1) else "utf-8"), lines

    def make_files(self) -> list[list[Written]]:
        rng = self.rng
        names = [*self.rules["participants"], "stranger"]
        files: list[list[Written]] = []
        for window in range(len(self.bounds)):
            made: dict[str, Written] = {}  # by hash: equal bytes count once
            waiting = [tap for tap in self.taps if tap.window == window]
            parts = rng.randint(1, 4) if waiting else rng.randint(0, 1)
            for part in range(parts):
                content, lines = self.make_file(waiting[part::parts])
                if files and files[-1] and self.odds(0.08):
                    # A file of the former window, sent again.
                    again = rng.choice(files[-1])
                    content, lines = again.content, again.lines
                tail = f"{rng.choice('_-.')}{rng.randrange(10**6)}"
                name = f"{rng.choice(names)}{tail}-{part}.csv"
                twin = f"{rng.choice(names)}{tail}-{part}-copy.csv"
                file = Written(name, content, lines, twin if self.odds(0.08) else None)
                made[file.sha256] = file
            files.append(list(made.values()))
        return files


def joined(cells: list[str]) -> str:
    """One line of a CSV, without its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def scenario(seed: int) -> Scenario:
    """The scenario of a seed, always the same."""
    maker = FileMaker(seed)
    maker.make_rules()
    maker.make_bounds()
    maker.make_taps()
    return Scenario(seed, maker.rules, maker.bounds, maker.make_files())
