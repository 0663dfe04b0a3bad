"""The journal keeps every act, and betrays every change made to it afterwards."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from conftest import Hansa
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.hashing import digest
from hansa.chassis.models import JournalEntry, JournalHead, JournalPayload
from hansa.kernel.errors import Refused
from hansa.kernel.text import text

LENGTH = 5
ALTERED = "Entry {number} was altered."
CONTENT_ALTERED = "The content of entry {number} was altered."
MISSING = "Entry {number} is missing."
UNCHAINED = "Entry {number} does not follow the entry before it."
CUT = "The journal ends at entry {count}; entries up to {number} are missing."
SURPLUS = "Entry {number} was added past the end of the chain."
OTHER_END = "Entry {number} differs from the end that was kept."


def act(actor: Actor, name: str = "act", league: str = "huaihai") -> int:
    """Do one act in a transaction of its own."""
    with transaction.atomic():
        return journal.record(
            actor, f"test.{name}", league, [f"{name}:1", "徐州"], {"内容": name, "n": 1}
        )


@pytest.fixture
def chain(db: None, administrator: Actor) -> str:
    """Record five acts and give the end of the chain."""
    for number in range(1, LENGTH + 1):
        act(administrator, f"act-{number}")
    return journal.head()


def entry(number: int) -> JournalEntry:
    """Fetch one entry to tamper with."""
    return JournalEntry.objects.get(number=number)


def fault_of(verdict: journal.Verdict) -> tuple[str, int | None, int]:
    """Give what was found wrong, at which entry, and how many entries were sound."""
    assert verdict.fault is not None
    return verdict.fault.msgid, verdict.number, verdict.entries


def seal(forged: JournalEntry) -> JournalEntry:
    """Give an entry the hash that belongs to what it now says."""
    forged.entry_hash = digest(journal._content_of(forged))
    return forged


def test_each_act_is_one_entry(db: None, administrator: Actor) -> None:
    """An entry names actor, authority, service, league and objects, at the act's time."""
    assert act(administrator, "first") == 1
    assert act(administrator, "second", league="") == 2
    second, first = journal.entries(None, 10)
    assert (first.number, first.service, first.league) == (1, "test.first", "huaihai")
    assert (first.actor, first.authority) == ("test:administrator", "administrator")
    assert first.objects == ("first:1", "徐州")
    assert first.recorded_at == administrator.at
    assert (second.number, second.league) == (2, "")
    assert journal.head() == f"2:{second.entry_hash}"


def test_the_latest_acts_are_listed_first(chain: str, administrator: Actor) -> None:
    """A list may be kept to one league, and to so many."""
    act(administrator, "elsewhere", league="changzhutan")
    assert [e.number for e in journal.entries(None, 3)] == [6, 5, 4]
    assert [e.number for e in journal.entries("huaihai", 2)] == [5, 4]
    assert [e.number for e in journal.entries("changzhutan", 9)] == [6]
    assert list(journal.entries("nowhere", 9)) == []


def test_the_last_change_is_the_latest_in_time(db: None, administrator: Actor) -> None:
    """What is brought in later from an earlier day does not hide what came after it."""
    early = administrator.at - timedelta(days=40)
    for at in (administrator.at, early):
        act(replace(administrator, at=at))
    assert journal.last_change("huaihai", None) == administrator.at
    assert journal.last_change("huaihai", administrator.at.date()) == administrator.at
    until = early.date() + timedelta(days=1)
    assert journal.last_change("huaihai", until) == early


def test_an_empty_journal_is_sound(db: None) -> None:
    """Before the first act the chain has its beginning only."""
    assert journal.head() == "0:genesis"
    verdict = journal.verify("0:genesis")
    assert (verdict.entries, verdict.fault, verdict.head) == (0, None, "0:genesis")


def test_an_untouched_chain_verifies(chain: str) -> None:
    """All entries are read, and the end is the one to keep."""
    verdict = journal.verify()
    assert verdict == journal.Verdict(
        entries=LENGTH, erased=0, fault=None, number=None, head=chain
    )


def test_verifying_asks_the_database_a_few_times(
    chain: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Entries come with their payloads, the end before and after, then what they attest."""
    with django_assert_num_queries(9):
        journal.verify(chain)


def test_a_kept_end_stays_valid_while_the_chain_grows(
    chain: str, administrator: Actor
) -> None:
    """Later acts do not spoil an end that was kept, nor does space around it."""
    act(administrator, "later")
    for kept in (chain, f" {chain}\n", "0:genesis", None, ""):
        assert journal.verify(kept).fault is None


def test_instants_are_compared_whatever_their_zone(
    db: None, administrator: Actor
) -> None:
    """An act recorded with another offset hashes the same instant."""
    east = timezone(timedelta(hours=8))
    act(
        Actor(
            person="test:east",
            authority="administrator",
            member=None,
            roles=frozenset({Role.ADMINISTRATOR}),
            at=datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=east),
        )
    )
    assert journal.verify().fault is None


@pytest.mark.parametrize("name", ["sha256", "sha512", "sm3"])
def test_the_hash_may_change_on_the_way(
    chain: str, administrator: Actor, settings: Settings, name: str
) -> None:
    """Each entry says how it was hashed, so an operator may choose another algorithm."""
    settings.HANSA_HASH = name
    act(administrator, "later")
    assert journal.head().startswith(f"6:{name}:")
    assert journal.verify(chain).fault is None


def test_equal_payloads_cannot_be_recognised(chain: str, administrator: Actor) -> None:
    """A salt hides that two acts had the same content."""
    act(administrator, "same")
    act(administrator, "same")
    assert entry(6).payload_hash != entry(7).payload_hash


# What tampering each field with each value betrays; the number has tests of its own.
FLIPS: list[tuple[str, object, str]] = [
    ("recorded_at", datetime(2026, 11, 24, 1, 0, 0, 1, tzinfo=UTC), ALTERED),
    ("actor", "test:somebody", ALTERED),
    ("authority", "secretariat", ALTERED),
    ("service", "test.other", ALTERED),
    ("league", "changzhutan", ALTERED),
    ("objects_named", ["act:2"], ALTERED),
    ("objects_named", [], ALTERED),
    ("payload_hash", "sha256:" + 64 * "0", ALTERED),
    ("payload_hash", "", ALTERED),
    ("previous_hash", "sha256:" + 64 * "0", UNCHAINED),
    ("previous_hash", "", UNCHAINED),
    ("entry_hash", "sha256:" + 64 * "0", ALTERED),
    ("entry_hash", "", ALTERED),
    ("entry_hash", "none:" + 64 * "0", ALTERED),
    ("entry_hash", "md5:" + 32 * "0", ALTERED),
    ("entry_hash", "shake_128:" + 32 * "0", ALTERED),
]


def test_every_field_is_tried() -> None:
    """No field of an entry is left out of these tests."""
    tried = {field for field, _, _ in FLIPS} | {"number"}
    assert tried == {field.name for field in JournalEntry._meta.concrete_fields}


@pytest.mark.parametrize("number", [1, 3, LENGTH])
@pytest.mark.parametrize(("field", "value", "fault"), FLIPS)
def test_a_flipped_field_is_found_at_its_entry(
    chain: str, number: int, field: str, value: object, fault: str
) -> None:
    """Whatever is changed in whichever entry, verification stops right there."""
    JournalEntry.objects.filter(number=number).update(**{field: value})
    assert fault_of(journal.verify()) == (fault, number, number - 1)


@pytest.mark.parametrize("number", [1, 3])
def test_a_flipped_number_leaves_a_gap(chain: str, number: int) -> None:
    """An entry that carries another number is missing where it was."""
    JournalEntry.objects.filter(number=number).update(number=99)
    JournalPayload.objects.filter(entry_id=number).update(entry_id=99)
    assert fault_of(journal.verify()) == (MISSING, number, number - 1)


@pytest.mark.parametrize(("number", "fault"), [(1, MISSING), (3, MISSING), (5, CUT)])
def test_a_removed_entry_is_missed(chain: str, number: int, fault: str) -> None:
    """A gap is found at its place, and a missing end against the stored one."""
    entry(number).delete()
    assert fault_of(journal.verify()) == (fault, number, number - 1)


def test_a_closed_gap_is_found(chain: str) -> None:
    """Numbering the others anew does not mend the chain."""
    entry(3).delete()
    for number in (4, 5):
        JournalEntry.objects.filter(number=number).update(number=number - 1)
        JournalPayload.objects.filter(entry_id=number).update(entry_id=number - 1)
    assert fault_of(journal.verify()) == (UNCHAINED, 3, 2)


def test_two_swapped_entries_are_found(chain: str) -> None:
    """Reordering breaks the chain at the first entry out of place."""
    second, third = entry(2), entry(3)
    for at, other in ((2, third), (3, second)):
        payload = other.payload
        other.number = at
        other.save()
        JournalPayload.objects.filter(entry_id=at).update(
            salt=payload.salt, content=payload.content
        )
    assert fault_of(journal.verify()) == (UNCHAINED, 2, 1)


@pytest.mark.parametrize(
    ("at", "found"),
    [(1, (UNCHAINED, 2, 1)), (3, (UNCHAINED, 4, 3)), (5, (OTHER_END, 5, 4))],
)
def test_an_inserted_entry_is_found(
    chain: str, at: int, found: tuple[str, int, int]
) -> None:
    """An entry put in, well hashed itself, breaks the one after it or is no stored end."""
    for number in range(LENGTH, at - 1, -1):
        JournalEntry.objects.filter(number=number).update(number=number + 1)
        JournalPayload.objects.filter(entry_id=number).update(entry_id=number + 1)
    forged = entry(at + 1)
    forged.number = at
    forged.service = "test.forged"
    seal(forged).save(force_insert=True)
    assert fault_of(journal.verify()) == found


def test_an_appended_entry_is_found(chain: str) -> None:
    """An entry that follows the last one without moving the end was not recorded here."""
    forged = entry(LENGTH)
    forged.previous_hash, forged.number = forged.entry_hash, LENGTH + 1
    seal(forged).save(force_insert=True)
    assert fault_of(journal.verify()) == (SURPLUS, LENGTH + 1, LENGTH + 1)


def test_a_rewritten_last_entry_differs_from_the_stored_end(chain: str) -> None:
    """A last entry forged with its own right hash is not the one that was stored."""
    forged = entry(LENGTH)
    forged.actor = "test:somebody"
    seal(forged).save()
    assert fault_of(journal.verify()) == (OTHER_END, LENGTH, LENGTH - 1)


def move_end(number: int) -> None:
    """Let the stored end say that the chain ends at an entry."""
    JournalHead.objects.update(number=number, entry_hash=entry(number).entry_hash)


def test_a_chain_cut_short_with_its_end_is_found_by_a_kept_end(chain: str) -> None:
    """Whoever can rewrite all rows can hide a cut, but not from an end kept elsewhere."""
    JournalEntry.objects.filter(number__gt=3).delete()
    assert fault_of(journal.verify()) == (CUT, 4, 3)
    move_end(3)
    assert journal.verify().fault is None
    assert fault_of(journal.verify(chain)) == (CUT, 4, 3)


def test_a_chain_that_was_emptied_is_found_by_a_kept_end(chain: str) -> None:
    """Nothing left at all looks like a fresh journal, except to a kept end."""
    JournalEntry.objects.all().delete()
    assert fault_of(journal.verify()) == (CUT, 1, 0)
    JournalHead.objects.all().delete()
    assert journal.verify().fault is None
    assert fault_of(journal.verify(chain)) == (CUT, 1, 0)


def test_a_lost_end_is_found(chain: str) -> None:
    """Entries without a stored end are surplus."""
    JournalHead.objects.all().delete()
    assert fault_of(journal.verify()) == (SURPLUS, 1, LENGTH)


def test_a_chain_rewritten_with_its_end_is_found_by_a_kept_end(chain: str) -> None:
    """A forger who hashes everything anew is betrayed by the kept end."""
    previous = entry(2).entry_hash
    for number in range(3, LENGTH + 1):
        forged = entry(number)
        forged.actor, forged.previous_hash = "test:somebody", previous
        seal(forged).save()
        previous = forged.entry_hash
    move_end(LENGTH)
    assert journal.verify().fault is None
    assert fault_of(journal.verify(chain)) == (OTHER_END, LENGTH, LENGTH - 1)


@pytest.mark.parametrize(
    "kept", ["5", "abc", "abc:def", ":x", "5:", "5: x", "-1:genesis", "x5:y", "1:a b"]
)
def test_what_is_no_end_is_refused(chain: str, kept: str) -> None:
    """A kept end that cannot be read is never taken for a match."""
    with pytest.raises(Refused) as refusal:
        journal.verify(kept)
    assert refusal.value.code == "journal-end-unreadable"
    assert refusal.value.message == text(
        "“{written}” is no end of a journal.", written=kept
    )


def test_a_kept_end_is_compared_by_number(chain: str) -> None:
    """Zeros in front of the number do not let another hash pass."""
    assert fault_of(journal.verify("03:sha256:0")) == (OTHER_END, 3, 2)


@pytest.mark.parametrize("number", [1, 3, LENGTH])
@pytest.mark.parametrize("change", [{"content": "{}"}, {"salt": 32 * "0"}])
def test_an_altered_payload_is_found(
    chain: str, number: int, change: dict[str, str]
) -> None:
    """The content beside the chain is held by its salted hash."""
    JournalPayload.objects.filter(entry_id=number).update(**change)
    assert fault_of(journal.verify()) == (CONTENT_ALTERED, number, number - 1)


def test_an_erased_payload_leaves_the_chain_sound(chain: str) -> None:
    """Personal data may go; the entry stays, and what was erased is counted."""
    JournalPayload.objects.filter(entry_id__in=(1, 4)).delete()
    verdict = journal.verify(chain)
    assert (verdict.fault, verdict.entries, verdict.erased) == (None, LENGTH, 2)


def test_an_invented_payload_is_found(chain: str) -> None:
    """What was erased cannot be replaced by something else."""
    JournalPayload.objects.filter(entry_id=4).delete()
    JournalPayload.objects.create(entry_id=4, salt="", content="{}")
    assert fault_of(journal.verify()) == (CONTENT_ALTERED, 4, 3)


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_acts_recorded_meanwhile_are_no_fault(
    chain: str, administrator: Actor, moment: int
) -> None:
    """An act that lands before any of the three questions does not disturb the answer."""
    asked = 0

    def act_before(
        execute: Callable[..., Any], sql: str, *rest: object
    ) -> Any:  # A database wrapper passes on what the database gives.
        nonlocal asked
        asked += sql.startswith(("SELECT", "DECLARE"))
        if asked == moment and sql.startswith(("SELECT", "DECLARE")):
            asked = 99
            act(administrator, "meanwhile")
        return execute(sql, *rest)

    with connection.execute_wrapper(act_before):
        verdict = journal.verify(chain)
    assert asked >= 99
    assert verdict.fault is None
    assert verdict.entries in {LENGTH, LENGTH + 1}
    assert journal.verify(verdict.head).fault is None


def test_an_act_is_recorded_in_a_transaction_only(
    transactional_db: None, administrator: Actor
) -> None:
    """Outside a transaction an act could stand without its entry, or the reverse."""
    with pytest.raises(RuntimeError, match="in the transaction that does it"):
        journal.record(administrator, "test.act", "", [], {})
    assert journal.head() == "0:genesis"


def test_an_act_that_fails_leaves_no_entry(
    transactional_db: None, administrator: Actor
) -> None:
    """Entry and end go back together, and the number is used again."""
    act(administrator)
    before = journal.head()
    with transaction.atomic():
        journal.record(administrator, "test.act", "", [], {})
        transaction.set_rollback(True)
    assert journal.head() == before
    assert act(administrator) == 2
    assert journal.verify().fault is None


WRITERS, THREADS, ACTS = 2, 2, 15
# Starts when told to, so that all writers write at once.
WRITER = """
import sys, threading
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection, transaction
from hansa.chassis import journal
from hansa.chassis.actor import Actor

def write(name):
    actor = Actor(person=name, authority="test", member=None, roles=frozenset(),
                  at=datetime(2026, 11, 24, tzinfo=UTC))
    for n in range(int(sys.argv[3])):
        with transaction.atomic():
            journal.record(actor, "test.act", "huaihai", [f"{name}:{n}"], {"n": n})
    connection.close()

threads = [threading.Thread(target=write, args=(f"{sys.argv[1]}-{t}",))
           for t in range(int(sys.argv[2]))]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def shared_database(folder: Path) -> str:
    """Give the address of a database with our tables that other processes can open.

    On PostgreSQL it is the one of these tests; on SQLite that one is in memory, and a
    copy in a file takes its place.
    """
    if connection.vendor == "postgresql":
        parts = urlsplit(os.environ["HANSA_DATABASE_URL"])
        return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    connection.ensure_connection()
    file = folder / "shared.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        # Whoever made the file has switched it; switching needs it alone.
        copy.execute("PRAGMA journal_mode=WAL")
    return f"sqlite:///{file}"


def test_writers_at_once_leave_one_unbroken_chain(
    transactional_db: None, tmp_path: Path
) -> None:
    """Two processes of two threads each, from an empty journal on: no act is lost."""
    environment = {
        **os.environ,
        "HANSA_DATABASE_URL": shared_database(tmp_path),
        "DJANGO_SETTINGS_MODULE": "hansa.site.settings",
    }
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(number), str(THREADS), str(ACTS)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, faults = writer.communicate(timeout=300)
        assert (writer.returncode, faults) == (0, "")
    verified = subprocess.run(
        [sys.executable, "-m", "hansa.site.command", "journal", "verify", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    verdict = json.loads(verified.stdout)
    assert verdict["entries"] == WRITERS * THREADS * ACTS
    assert verdict["fault"] is None


def test_the_command_says_that_a_chain_is_sound(hansa: Hansa, chain: str) -> None:
    """Verification ends with 0 and prints the end to keep."""
    JournalPayload.objects.filter(entry_id=2).delete()
    ran = hansa("journal", "verify", "--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    assert "The journal is sound. Entries: 5; contents erased: 1." in ran.out
    assert chain in ran.out.replace("\n", "")


def test_the_command_prints_the_verdict_for_programs(hansa: Hansa, chain: str) -> None:
    """JSON carries the fields of the verdict."""
    ran = hansa("journal", "verify", "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == {
        "entries": 5,
        "erased": 0,
        "fault": None,
        "number": None,
        "head": chain,
    }


def test_the_command_names_the_first_fault(hansa: Hansa, chain: str) -> None:
    """A fault ends with 1, in words on stderr or as JSON."""
    JournalEntry.objects.filter(number=3).update(actor="test:somebody")
    ran = hansa("journal", "verify", "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Entry 3 was altered.\n→ Stop writing")
    ran = hansa("journal", "verify", "--json", "--lang", "en")
    verdict = json.loads(ran.out)
    assert (ran.code, verdict["number"]) == (1, 3)
    assert verdict["fault"] == "Entry 3 was altered."


def test_the_command_says_a_fault_in_chinese(hansa: Hansa, chain: str) -> None:
    """The number of the entry stands in the sentence of either language."""
    JournalEntry.objects.filter(number=3).update(actor="test:somebody")
    ran = hansa("journal", "verify", "--lang", "zh")
    assert (ran.code, ran.out) == (1, "")
    assert "3" in ran.err


def test_a_kept_end_goes_through_the_command(hansa: Hansa, chain: str) -> None:
    """What ``journal head`` printed finds a chain that was cut short with its end."""
    kept = hansa("journal", "head").out.strip()
    assert kept == chain
    assert hansa("journal", "verify", "--head", kept).code == 0
    JournalEntry.objects.filter(number__gt=3).delete()
    move_end(3)
    assert hansa("journal", "verify").code == 0
    ran = hansa("journal", "verify", "--head", kept, "--lang", "en")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(
        "The journal ends at entry 3; entries up to 5 are missing.\n"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unreadable_end_is_refused_by_the_command(
    hansa: Hansa, chain: str, language: str
) -> None:
    """A slip in the kept end ends with 1 and says what to give."""
    ran = hansa("journal", "verify", "--head", "abc", "--lang", language)
    assert (ran.code, ran.out) == (1, "")
    assert "abc" in ran.err
    assert "journal head" in ran.err
    ran = hansa("journal", "verify", "--head", "abc", "--json", "--lang", language)
    assert (ran.code, json.loads(ran.out)["code"]) == (1, "journal-end-unreadable")


def test_the_command_lists_acts(hansa: Hansa, chain: str, administrator: Actor) -> None:
    """Acts are printed newest first, in the leagues' time, or as JSON."""
    act(administrator, "elsewhere", league="changzhutan")
    ran = hansa("journal", "list", "--league", "huaihai", "--most", "2", "--json")
    assert [entry["number"] for entry in json.loads(ran.out)] == [5, 4]
    ran = hansa("journal", "list", "--lang", "en")
    assert ran.code == 0
    assert "2026-11-24 09:00" in ran.out
    assert ran.out.index("test.elsewhere") < ran.out.index("test.act-5")
    assert hansa("journal", "list", "--most", "0").code == 2


def test_the_command_says_that_nothing_was_done(hansa: Hansa, db: None) -> None:
    """An empty journal is an answer, not a fault."""
    ran = hansa("journal", "list", "--lang", "en")
    assert (ran.code, ran.out) == (0, "Nothing has been done yet.\n")
    assert json.loads(hansa("journal", "list", "--json").out) == []
    assert hansa("journal", "head").out == "0:genesis\n"
