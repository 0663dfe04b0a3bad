"""Which senders get a return file of a batch, and who may take it."""

from dataclasses import dataclass

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.clearing.models import Batch, CardFile
from hansa.clearing.reads.batches import batch_row, result_folder, was_published
from hansa.clearing.reads.participants import all_institutions
from hansa.clearing.rules.rights import PREPARE, RETURN
from hansa.clearing.terms.house import ReturnLayout
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """A sender whose files were read for a batch.

    Attributes:
        files: how many there are.
        rows: how many they hold in all.
        layouts: in which the return file is offered; its own layout where it has one.
    """

    sender: str
    files: int
    rows: int
    layouts: tuple[ReturnLayout, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returning:
    """A batch and the files of one sender that were read for it."""

    row: Batch
    files: tuple[CardFile, ...]


def list_returns(
    actor: Actor,
    league: str,
    slug: str,
    number: int | None = None,
    party: str | None = None,
) -> tuple[ReturnLine, ...]:
    """List the senders whose return file of a batch somebody may take; none before.

    Args:
        actor: who asks.
        league: slug.
        slug: of the window.
        number: of the batch; None for its latest.
        party: whose senders; None for everybody's.

    Raises:
        Missing: there is no such batch.
    """
    if actor.member is None and not may(actor, RETURN, Over(league=league)):
        return ()  # Most readers have none, and no question is asked for them.
    row = batch_row(league, slug, number)
    if not _is_open(actor, row):
        return ()
    found: dict[str, list[CardFile]] = {}
    for file in _read_files(row):
        found.setdefault(file.sender, []).append(file)
    parties = {one.slug: one.party for one in all_institutions(league)}
    return tuple(
        ReturnLine(
            sender=sender,
            files=len(files),
            rows=sum(file.rows for file in files),
            layouts=_layouts(files),
        )
        for sender, files in sorted(found.items())
        if sender in parties
        and party in {None, parties[sender]}
        and may(actor, RETURN, Over(league=league, member=parties[sender]))
    )


def require_some(actor: Actor, league: str) -> None:
    """Refuse somebody who may take no return file at all.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, RETURN, Over(league=league, member=actor.member))


def returning(
    actor: Actor, league: str, slug: str, number: int | None, sender: str
) -> Returning:
    """Find what a sender is returned of a batch, for somebody who may take it.

    Raises:
        Forbidden: the actor neither prepares clearing nor is of the sender's city.
        Missing: there is no such sender, batch or file; or it is not published yet and
            the actor does not prepare it.
    """
    parties = {one.slug: one.party for one in all_institutions(league)}
    require(actor, RETURN, Over(league=league, member=parties.get(sender)))
    if sender not in parties:
        raise Missing(
            "sender-unknown",
            text("There is no institution “{slug}”.", slug=sender[:60]),
            meant(sender, parties),
        )
    row = batch_row(league, slug, number)
    files = tuple(file for file in _read_files(row) if file.sender == sender)
    if not _is_open(actor, row) or not files:
        raise Missing(
            "return-missing",
            text("There is no return file of {sender} here.", sender=sender),
            text("It is there once a batch with its files is netted and published."),
        )
    result_folder(row)  # Says what to do where nothing is netted yet.
    return Returning(row=row, files=files)


def _is_open(actor: Actor, row: Batch) -> bool:
    """Tell whether there is something to return: to a city, what is published alone."""
    if may(actor, PREPARE, Over(league=row.league)):
        return bool(row.result_sha256)
    return was_published(row)


def _read_files(row: Batch) -> list[CardFile]:
    named = [one["sha256"] for one in row.manifest["files"]]
    files = CardFile.objects.filter(league=row.league, sha256__in=named, refused="")
    return list(files.order_by("name", "sha256"))


def _layouts(files: list[CardFile]) -> tuple[ReturnLayout, ...]:
    if any(file.preset for file in files):
        return (ReturnLayout.CSV, ReturnLayout.FB)
    return (ReturnLayout.CSV,)
