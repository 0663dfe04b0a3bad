"""Takes the lists that taps are screened by, each version whole.

A version holds for what is sealed after it: a batch names the lists it was computed with,
and they are kept with its rules.
"""

from collections.abc import Callable, Mapping, Sized
from pathlib import Path

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.file_kinds import clean_name
from hansa.chassis.rights import Over, require
from hansa.clearing.formats.rules_folder import read_denylist, read_terminals
from hansa.clearing.models import ScreeningList
from hansa.clearing.reads import places, rulesets
from hansa.clearing.reads.screening import latest, line_of
from hansa.clearing.rules.rights import PREPARE
from hansa.clearing.services import storing
from hansa.clearing.terms.house import ListKind, ScreeningLine
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import errors_in, in_order, meant
from hansa.kernel.shapes import Log
from hansa.kernel.text import text

BYTES_MAX = 20_000_000
READERS: Mapping[ListKind, Callable[[Path, Log], Sized | None]] = {
    ListKind.DENYLIST: read_denylist,
    ListKind.TERMINALS: read_terminals,
}


def bring_list(
    actor: Actor, league: str, kind: str, source: Path, name: str
) -> ScreeningLine:
    """Take a list as it is from now on; the same bytes again change nothing.

    Args:
        actor: a clearing operator.
        league: slug.
        kind: ``denylist`` or ``terminals``.
        source: the file, CSV as in a rules folder; it is read and not changed.
        name: what it is called.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such kind, league or file.
        Refused: a row of it cannot be read, or it is too large; nothing of it is taken.
    """
    found = _asked(actor, league, kind)
    if not source.is_file():
        raise Missing(
            "file-not-there",
            text("There is no file {file}.", file=str(source)),
            text("Check the name."),
        )
    if source.stat().st_size > BYTES_MAX:
        raise Refused(
            "list-too-large",
            text("The list has more than {most} bytes.", most=BYTES_MAX),
            text("Leave out what no longer holds."),
        )
    with storing.scratch() as folder:
        copy = folder / f"{found.value}.csv"
        sha256 = storing.copy_in(source, copy)
        rows = _count(found, copy)
        storing.keep_file(copy, places.list_of(sha256))
    return _add(actor, league, found, sha256, rows, clean_name(name))


def lift_list(actor: Actor, league: str, kind: str) -> ScreeningLine:
    """Screen by no list of a kind from now on.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such kind or league.
        Refused: there is no list to lift.
    """
    found = _asked(actor, league, kind)
    before = latest(league, found)
    if before is None or before.is_lifted:
        raise Refused(
            "list-not-there",
            text("Nothing is screened by this list now."),
            text("Nothing is left to do."),
        )
    return _add(actor, league, found, "", 0, "")


def _asked(actor: Actor, league: str, kind: str) -> ListKind:
    require(actor, PREPARE, Over(league=league))
    rulesets.in_force(league, actor.at.astimezone(LEAGUE_ZONE).date())
    if kind not in list(ListKind):
        raise Missing(
            "list-kind-unknown",
            text("There is no list “{kind}”.", kind=kind[:60]),
            meant(kind, list(ListKind)),
        )
    return ListKind(kind)


def _count(kind: ListKind, path: Path) -> int:
    log = Log()
    found = READERS[kind](path, log)
    errors = errors_in(in_order(log.findings))
    if found is None or errors:
        raise Refused(
            "list-unreadable",
            text("The list cannot be read; nothing of it was taken."),
            text("Mend what is named, and bring it again."),
            findings=errors,
        )
    return len(found)


def _add(
    actor: Actor, league: str, kind: ListKind, sha256: str, rows: int, name: str
) -> ScreeningLine:
    with transaction.atomic():
        journal.lock()
        before = latest(league, kind)
        if before is not None and before.sha256 == sha256:
            return before
        row = ScreeningList.objects.create(
            league=league,
            kind=kind.value,
            number=1 if before is None else before.number + 1,
            sha256=sha256,
            rows=rows,
            name=name,
            brought_by=actor.person,
            brought_at=actor.at,
        )
        named = [f"screening:{kind.value}"]
        said = {"number": row.number, "sha256": sha256, "rows": rows}
        act = "clearing.bring_list" if sha256 else "clearing.lift_list"
        journal.record(actor, act, league, named, said)
    return line_of(row)
