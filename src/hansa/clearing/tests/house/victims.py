"""A process of its own whose acts are killed, raced, or run out of disk.

It starts once and forks a child for each act, so that every act is a process that dies as
one does when the power goes, and the next finds what it left. Prints one line of JSON.

    python victims.py kill SEED INTAKES SEALS RUNS APPROVALS
    python victims.py race SEED ROUNDS
    python victims.py full
"""

import hashlib
import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 -- Django is set up before

from hansa.chassis import journal  # noqa: E402 -- as above
from hansa.chassis.actor import Actor, Role  # noqa: E402 -- as above
from hansa.clearing.models import (  # noqa: E402 -- as above
    Batch,
    CardFile,
    LedgerEntry,
    Posting,
)
from hansa.clearing.reads import batches, ledger, places  # noqa: E402 -- as above
from hansa.clearing.services import (  # noqa: E402 -- as above
    publishing,
    running,
    sealing,
    windows,
)
from hansa.clearing.terms.house import (  # noqa: E402 -- as above
    Cause,
    State,
    WindowDraft,
)
from hansa.kernel.errors import Conflict, HansaError  # noqa: E402 -- as above

LEAGUE = "changzhutan"
# Long after the last day that is cleared, so that every one of them is over.
AT = datetime(2030, 1, 1, 3, 0, tzinfo=UTC)
FIRST = date(2026, 11, 2)
HEADER = (
    "record_id,acquirer,issuer,card,counter,service,kind,original_record_id,"
    "amount_fen,occurred_at"
)
SCRATCH = Path(tempfile.mkdtemp())
LONGEST_S = 60.0


def somebody(role: Role) -> Actor:
    """An operator or approver of the league."""
    return Actor(
        person=f"test:{role.value}",
        authority=role.value,
        member=None,
        roles=frozenset({role}),
        at=AT,
        league=LEAGUE,
    )


OPERATOR, APPROVER = somebody(Role.CLEARING_OPERATOR), somebody(Role.APPROVER)


def card_file(name: str, slug: str, rows: int) -> Path:
    """Write a file whose amounts are the same for every name and day."""
    lines = [
        f"{name}-{row},changsha-card,zhuzhou-card,{name}-{row},1,bus,purchase,,"
        f"{100 + row},{slug}T08:00:00+08:00"
        for row in range(rows)
    ]
    path = SCRATCH / f"changsha-card_{name}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def register(path: Path, slug: str) -> str:
    """Bring a file."""
    stated = windows.Stated(name=path.name, window=slug)
    return windows.register_file(OPERATOR, LEAGUE, path, stated).file.sha256


def part_with_connections() -> None:
    """Close every connection, those of the pool too: a child must not share a socket."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL alone


def wait_for_server() -> None:
    """Let PostgreSQL end what a killed client had asked: a commit that was sent is done.

    Until then nobody can tell whether the old state or the new one was left.
    """
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + LONGEST_S
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.001)
    raise AssertionError("the server did not end the act of a killed client")


def forked(act: Callable[[], object], kill_after_s: float | None) -> bool:
    """Do an act in a child, killed after some time; tell whether it came through."""
    part_with_connections()
    child = os.fork()
    if child == 0:
        try:
            act()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 -- the parent judges by the code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(3)
    end = time.monotonic() + (LONGEST_S if kill_after_s is None else kill_after_s)
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            assert os.WIFEXITED(status), status
            assert os.WEXITSTATUS(status) == 0, status
            return True
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    wait_for_server()
    came_through = os.WIFEXITED(status)
    assert came_through or kill_after_s is not None, "an act took too long"
    return came_through


def proven() -> None:
    """Everything that a row names is there, whole, and adds up."""
    for file in CardFile.objects.all():
        content = places.original_of(file.sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file.sha256
        assert places.canonical_of(file.sha256).is_file()
    sealed: Counter[str] = Counter()
    for batch in Batch.objects.select_related("window"):
        assert State(batch.state) in {State.SEALED, State.NETTED, State.PUBLISHED}
        assert places.rules_of(batch.manifest["rules"]).is_dir()
        named = {one["sha256"] for one in batch.manifest["files"]}
        own = set(batch.files.values_list("sha256", flat=True))
        assert own == named
        sealed.update(named)
        _proven_result(batch)
    assert set(sealed.values()) <= {1}
    assert ledger.trial_balance(APPROVER, LEAGUE).balanced
    fault = journal.verify().fault
    assert fault is None, fault


def _proven_result(batch: Batch) -> None:
    entries = LedgerEntry.objects.filter(batch=batch)
    is_netted = batch.state != State.SEALED.value
    assert bool(batch.result_sha256) is is_netted
    assert (
        batch.steps.count() == {"sealed": 1, "netted": 4, "published": 5}[batch.state]
    )
    if is_netted:
        folder = batches.result_folder(batch)
        written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert written["result_sha256"] == batch.result_sha256
        assert batch.pairs.exists()
    assert entries.count() == (batch.state == State.PUBLISHED.value)
    if batch.state == State.PUBLISHED.value:
        place = places.statements_of(batches.folder_of(batch), batch.head_sha256)
        assert len(list(place.glob("*.zip"))) == len(batch.result["parties"])
        assert Posting.objects.filter(entry__batch=batch).exists()


def kill(seed: int, wanted: dict[str, int]) -> dict[str, Any]:
    """Kill acts at random moments of theirs; each leaves the old state or the new one."""
    random = Random(seed)
    killed: Counter[str] = Counter()
    through: Counter[str] = Counter()
    results: set[str] = set()
    took: dict[str, float] = {}
    day = 0
    while any(killed[name] + through[name] < wanted[name] for name in wanted):
        slug = (FIRST + timedelta(days=day)).isoformat()
        windows.open_window(OPERATOR, LEAGUE, WindowDraft(slug=slug, expected={}))
        paths = [card_file(f"{day}-{number}", slug, 50) for number in range(2)]
        acts = _acts(slug, paths)
        for name, act in acts:
            came_through = False
            # The first of a kind is done in peace, to learn how long it takes.
            while name in took and killed[name] + through[name] < wanted[name]:
                begun = time.monotonic()
                came_through = forked(act, random.random() * took[name])
                (through if came_through else killed)[name] += 1
                if came_through:
                    took[name] = min(took[name], time.monotonic() - begun)
                proven()
                if came_through or random.random() < 0.5:
                    break
            if not came_through and not _is_done(name, slug, len(paths)):
                begun = time.monotonic()
                assert forked(act, None)
                took[name] = min(took.get(name, LONGEST_S), time.monotonic() - begun)
                proven()
        results.add(Batch.objects.get(window__slug=slug).result_sha256)
        day += 1
    return {"killed": killed, "through": through, "results": sorted(results)}


def _acts(slug: str, paths: list[Path]) -> list[tuple[str, Callable[[], object]]]:
    """Give the acts of a day, in their order."""
    return [
        *(("intake", partial(register, path, slug)) for path in paths),
        ("seal", partial(sealing.seal_window, OPERATOR, LEAGUE, slug)),
        ("run", partial(running.run_batch, OPERATOR, LEAGUE, slug)),
        ("approve", partial(publishing.approve, APPROVER, LEAGUE, slug)),
    ]


def _is_done(name: str, slug: str, files: int) -> bool:
    """Tell whether a killed act had come through all the same."""
    batch = Batch.objects.filter(window__slug=slug).first()
    match name:
        case "seal":
            return batch is not None
        case "run":
            return batch is not None and batch.state == State.NETTED.value
        case "approve":
            return batch is not None and batch.state == State.PUBLISHED.value
    del files
    return False  # Bringing a file again changes nothing.


def race(seed: int, rounds: int) -> dict[str, Any]:
    """Bring files while two seal: each file is in exactly one batch, or in none yet."""
    random, late = Random(seed), 0
    outcomes: Counter[str] = Counter()
    for number in range(rounds):
        slug = (FIRST + timedelta(days=number)).isoformat()
        windows.open_window(OPERATOR, LEAGUE, WindowDraft(slug=slug, expected={}))
        paths = [card_file(f"{number}-{one}", slug, 1) for one in range(4)]
        # The first file is brought by both writers at once.
        brought = [[paths[0], paths[1]], [paths[0], paths[2], paths[3]]]
        delays = [random.random() * 0.05 for _ in range(2)]
        acts = [
            *(partial(_bringing, mine, slug) for mine in brought),
            *(partial(_sealing, after_s, slug, outcomes) for after_s in delays),
        ]
        faults: list[BaseException] = []
        threads = [threading.Thread(target=_done, args=(act, faults)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not faults, faults
        late += _in_one_batch(slug, len(paths))
    assert outcomes == {"sealed": rounds, "window-sealed": rounds}
    return {"rounds": rounds, "late": late}


def _done(act: Callable[[], object], faults: list[BaseException]) -> None:
    try:
        act()
    except BaseException as error:  # noqa: BLE001 -- told to the thread that started it
        faults.append(error)
    finally:
        connection.close()


def _bringing(paths: list[Path], slug: str) -> None:
    for path in paths:
        register(path, slug)


def _sealing(after_s: float, slug: str, outcomes: Counter[str]) -> None:
    time.sleep(after_s)
    try:
        sealing.seal_window(OPERATOR, LEAGUE, slug)
        outcomes["sealed"] += 1
    except Conflict as conflict:
        outcomes[conflict.code] += 1


def _in_one_batch(slug: str, files: int) -> int:
    """Seal the rest as a delta; count how many came late."""
    first = Batch.objects.get(window__slug=slug)
    rows = CardFile.objects.filter(window__slug=slug)
    assert rows.count() == files
    late = rows.filter(batch=None).count()
    assert {one["sha256"] for one in first.manifest["files"]} == set(
        rows.filter(batch=first).values_list("sha256", flat=True)
    )
    if late:
        # As if it were published: what is raced here is the seal, not the engine.
        Batch.objects.filter(pk=first.pk).update(state=State.PUBLISHED.value)
        sealing.make_delta(OPERATOR, LEAGUE, slug, Cause.LATE_FILE)
        Batch.objects.filter(pk=first.pk).update(state=State.SEALED.value)
    own = Counter(rows.values_list("batch__number", flat=True))
    assert own == Counter({0: files - late, 1: late})
    return late


def full() -> dict[str, Any]:
    """Let the disk be full for each act: nothing changes until there is room."""
    slug = FIRST.isoformat()
    windows.open_window(OPERATOR, LEAGUE, WindowDraft(slug=slug, expected={}))
    acts = _acts(slug, [card_file("full", slug, 500)])
    refused = []
    for name, act in acts:
        before = _everything()
        child_failed = not _with_room(act, 100)
        assert child_failed, name
        refused.append(name)
        assert _everything() == before, name
        proven()
        assert not list(places.scratch_of().iterdir()), name
        assert forked(act, None)
    return {"refused": refused}


def _with_room(act: Callable[[], object], size_bytes: int) -> bool:
    part_with_connections()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, size_bytes))
        try:
            act()
        except HansaError:
            os._exit(4)  # A full disk is no refusal of ours.
        except Exception:  # noqa: BLE001 -- whatever the disk or the engine says
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFEXITED(status)
    assert os.WEXITSTATUS(status) in {0, 3}
    return os.WEXITSTATUS(status) == 0


def _everything() -> Any:
    rows = [
        sorted(model.objects.values_list("pk", flat=True), key=str)
        for model in (CardFile, Batch, LedgerEntry, Posting)
    ]
    return rows, sorted(Batch.objects.values_list("state", flat=True)), journal.head()


if __name__ == "__main__":
    mode, *words = sys.argv[1:]
    numbers = [int(word) for word in words]
    if mode == "kill":
        names = ("intake", "seal", "run", "approve")
        answer = kill(numbers[0], dict(zip(names, numbers[1:], strict=True)))
    elif mode == "race":
        answer = race(*numbers)
    else:
        answer = full()
    print(json.dumps(answer))  # noqa: T201 -- its answer
