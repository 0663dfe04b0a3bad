"""A clearing house that seals whatever it likes, for tests of what a city can find out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hansa.clearing.formats.bundles import (
    canonical,
    pack,
    table_bytes,
    table_rows,
    unpack,
)
from hansa.clearing.rules import merkle
from hansa.clearing.rules.content import content_hash_of
from hansa.clearing.services import signing
from hansa.clearing.services.verifying import Verdict, verify
from hansa.kernel.text import Text

WITH_MANIFEST = 4
LATER = ("manifest.json", "decisions.csv")
Files = dict[str, bytes]
Row = dict[str, str]

# Of the purchase Z0001: two refunds of 5.00 and 3.00, and Z0002 is reversed whole.
GIVEN_BACK = """\
ZR1,zhuzhou-card,changsha-card,cs-101,91,bus,refund,Z0001,500,2026-11-23T20:00:00+08:00,,
ZR2,zhuzhou-card,changsha-card,cs-101,92,bus,refund,Z0001,300,2026-11-23T21:00:00+08:00,,
ZR3,zhuzhou-card,changsha-card,cs-102,93,bus,reversal,Z0002,2000,2026-11-23T22:00:00+08:00,,
"""


@dataclass(frozen=True)
class Forger:
    """A clearing house that can seal whatever it likes."""

    signer: signing.Signer
    place: Path
    folder: Path

    @property
    def files(self) -> Files:
        return unpack(self.place)

    def seal(
        self,
        files: Files,
        named: Mapping[str, str] | None = None,
        layout: int = 4,
        head: Mapping[str, Any] | None = None,
    ) -> Path:
        """Make a bundle whose statement names the files as they are, under its own key.

        Of a layout before the manifest it holds none; else the head names the one it has.
        ``head`` replaces words of the head.
        """
        if layout < WITH_MANIFEST:
            files = {name: files[name] for name in files if name not in LATER}
        statement, proof = json.loads(files["statement.json"]), files["proof.json"]
        others = {
            name: hashlib.sha256(content).hexdigest()
            for name, content in files.items()
            if name not in ("statement.json", "proof.json")
        }
        statement |= {
            "files": dict(others if named is None else named),
            "format": layout,
        }
        content = canonical(statement)
        head_before = json.loads(proof)["head"]
        at = head_before["parties"].index(statement["party"])
        leaves = [merkle.leaf_hash(b"")] * len(head_before["parties"])
        leaves[at] = merkle.leaf_hash(content)
        stated = {**head_before, "format": layout, "root": merkle.root_of(leaves)}
        stated.pop("manifest_sha256")
        if "manifest.json" in files:
            shared = json.loads(files["manifest.json"])["batch"]
            stated["manifest_sha256"] = hashlib.sha256(canonical(shared)).hexdigest()
        stated |= head or {}
        digest = hashlib.sha256(canonical(stated)).hexdigest()
        sealed = {
            "head": stated,
            "head_sha256": digest,
            "signature": self.signer.sign(digest.encode()),
            "public_key": self.signer.public_key,
            "path": list(merkle.path_to(leaves, at)),
        }
        made = {**files, "statement.json": content, "proof.json": canonical(sealed)}
        return self.pack(made)

    def pack(self, files: Files) -> Path:
        place = self.folder / "made.zip"
        pack(files, place)
        return place

    def verify(self, place: Path) -> Verdict:
        return verify(place, self.signer.public_key)

    def told(self, place: Path) -> str:
        """Say what the check of a bundle ends with."""
        verdict = self.verify(place)
        assert verdict.difference is not None
        return said(verdict.difference)


def said(words: Text | None) -> str:
    """Put a sentence together in English, with the words in it."""
    if words is None:
        return ""
    parts = {
        name: said(part) if isinstance(part, Text) else part
        for name, part in words.parameters.items()
    }
    return words.msgid.format(**parts)


def rows_of(files: Files) -> list[Row]:
    return table_rows(files["rows.csv"])


def with_rows(files: Files, rows: list[Row]) -> Files:
    columns = list(rows[0])
    cells = ([row[name] for name in columns] for row in rows)
    return {**files, "rows.csv": table_bytes(columns, cells)}


def renamed(row: Row, record: str, **changes: str) -> Row:
    """Give a row once more as if it were another, with the hash of its content."""
    other = {**row, **changes, "record_id": record}
    return {**other, "content_hash": content_hash_of(other)}


def the_row(rows: list[Row], record: str) -> Row:
    (found,) = [row for row in rows if row["record_id"] == record]
    return found
