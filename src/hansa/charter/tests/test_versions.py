"""Versions of a charter: applied, amended, corrected, compared, and never half written."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conftest import ROOT, Hansa
from hansa.charter import reads, services
from hansa.charter.formats.draft import write_charter
from hansa.charter.models import CharterFile, CharterVersion
from hansa.charter.services import Terms
from hansa.charter.terms import CharterApplied, Plan
from hansa.chassis import journal, outbox
from hansa.chassis.actor import Actor, Role
from hansa.kernel.errors import Forbidden, Missing, Refused

CopyCharter = Callable[..., Path]
HUAIHAI = ROOT / "charters" / "huaihai"
CHAOS = os.environ.get("HANSA_CHAOS") == "1"

NOVEMBER, OCTOBER, SEPTEMBER = (f"        month: {month}" for month in (11, 10, 9))
EFFECTIVE = ("effective_from: 2018-12-09", "effective_from: 2027-01-01")


@pytest.fixture
def october(charter_copy: CopyCharter) -> Path:
    """An amendment: from 2027 on the Symposium meets in October."""
    return charter_copy(
        "huaihai",
        {"charter.yaml": [EFFECTIVE], "governance.yaml": [(NOVEMBER, OCTOBER)]},
    )


@pytest.fixture
def september(charter_copy: CopyCharter) -> Path:
    """A correction of that amendment, in force from the same day."""
    return charter_copy(
        "huaihai",
        {"charter.yaml": [EFFECTIVE], "governance.yaml": [(NOVEMBER, SEPTEMBER)]},
    )


def apply(actor: Actor, folder: Path, decision: str = "") -> Plan:
    """Put a folder in force as it states itself."""
    return services.apply_version(actor, folder, Terms(decision=decision))


def later(actor: Actor, day: int) -> Actor:
    """Let the same actor act on another day of December 2026."""
    return replace(actor, at=datetime(2026, 12, day, 1, 0, tzinfo=UTC))


def records() -> tuple[str, int, list[Any]]:
    """Give the end of the journal, the events that wait, and every version."""
    lines = [
        reads.line_of(version)
        for league in reads.list_leagues()
        for version in reads.list_versions(league)
    ]
    return journal.head(), outbox.pending(), lines


def session_month(hansa: Hansa, year: int, *words: str) -> int:
    """Ask the calendar in which month the Symposium of a year meets."""
    years = ("--from", str(year), "--to", str(year))
    ran = hansa("calendar", "huaihai", *years, "--json", *words)
    assert ran.code == 0, ran.out
    entries = json.loads(ran.out)
    (session,) = [entry for entry in entries if entry["body"] == "symposium"]
    return date.fromisoformat(session["window"]["start"]).month


# --- Applying ---


def test_applying_writes_one_entry_and_one_event(
    db: None, administrator: Actor
) -> None:
    """A version is one journal entry and one event, which names it."""
    plan = apply(administrator, HUAIHAI, "first decision")
    assert (plan.league, plan.number, plan.unchanged) == ("huaihai", 1, False)
    assert plan.effective_from == date(2018, 12, 9)
    (version,) = reads.list_versions("huaihai")
    assert version.recorded_at == administrator.at
    assert version.decision == "first decision"
    assert version.charter.content_hash == reads.read_folder(HUAIHAI).content_hash
    (entry,) = journal.entries(None, 10)
    assert (entry.actor, entry.authority) == ("test:administrator", "administrator")
    assert (entry.service, entry.league) == ("charter.apply_version", "huaihai")
    assert entry.objects == ("charter:huaihai/1",)
    assert journal.verify().fault is None
    events: list[Mapping[str, Any]] = []

    def keep(actor: Actor, content: Mapping[str, Any]) -> None:
        events.append(content)

    assert outbox.pending() == 1
    assert outbox.deliver(administrator, {CharterApplied: (keep,)}) == 1
    assert events == [{"league": "huaihai", "number": 1}]


def test_applying_twice_is_applying_once(db: None, administrator: Actor) -> None:
    """The content that is in force already changes nothing, whoever applies it when."""
    apply(administrator, HUAIHAI)
    before = records()
    again = services.apply_version(
        later(administrator, 1), HUAIHAI, Terms(decision="again")
    )
    assert again.unchanged is True
    assert again.number == 1
    assert records() == before


def test_the_command_says_what_it_did(db: None, hansa: Hansa) -> None:
    """The first application and the second are told apart in words."""
    first = hansa("charter", "apply", HUAIHAI, "--lang", "en")
    assert first.code == 0
    assert "Version 1 of “huaihai” is in force from 2018-12-09." in first.out
    second = hansa("charter", "apply", HUAIHAI, "--lang", "en")
    assert second.code == 0
    assert "Nothing changes: this is version 1 of “huaihai” already." in second.out
    listed = json.loads(hansa("charter", "list", "--json").out)
    assert [(line["league"], line["number"]) for line in listed] == [("huaihai", 1)]


def test_a_resident_changes_nothing(
    db: None, administrator: Actor, resident: Actor, october: Path
) -> None:
    """Only secretariat and administrator apply or attach; the refusal says so."""
    apply(administrator, HUAIHAI)
    before = records()
    with pytest.raises(Forbidden) as refused:
        apply(resident, october)
    assert refused.value.code == "apply-forbidden"
    assert "secretariat or the administrator" in refused.value.message.msgid
    with pytest.raises(Forbidden) as refused:
        services.attach_text(resident, "huaihai", "report", b"")
    assert refused.value.code == "attach-forbidden"
    assert records() == before


def test_the_secretariat_may_apply(db: None, resident: Actor) -> None:
    """The secretariat runs the league, and so puts its charter in force."""
    secretariat = replace(resident, roles=frozenset({Role.SECRETARIAT}))
    assert apply(secretariat, HUAIHAI).number == 1


def test_a_decision_too_long_to_keep_is_refused(db: None, administrator: Actor) -> None:
    """Both databases keep 400 characters of a decision, and refuse one more alike."""
    before = records()
    with pytest.raises(Refused) as refused:
        apply(administrator, HUAIHAI, "决" * 401)
    assert refused.value.code == "decision-too-long"
    assert records() == before
    apply(administrator, HUAIHAI, "决" * 400)
    assert reads.list_versions("huaihai")[0].decision == "决" * 400


# --- Amending ---


@pytest.mark.row("H-GOV-30")
def test_an_amendment_is_the_next_version(
    db: None, hansa: Hansa, administrator: Actor, october: Path
) -> None:
    """The calendar of 2026 keeps November; that of 2027 has October."""
    apply(administrator, HUAIHAI)
    plan = apply(later(administrator, 1), october, "decision 2026-3")
    assert (plan.number, plan.effective_from) == (2, date(2027, 1, 1))
    versions = reads.list_versions("huaihai")
    assert [version.number for version in versions] == [1, 2]
    assert [version.decision for version in versions] == [None, "decision 2026-3"]
    assert session_month(hansa, 2026) == 11
    assert session_month(hansa, 2027) == 10
    assert outbox.pending() == 2
    assert journal.verify().entries == 2
    for day, number in (("2026-12-31", 1), ("2027-01-01", 2), ("2015-01-01", 1)):
        shown = hansa("charter", "show", "huaihai", "--as-of", day, "--json").out
        assert json.loads(shown)["number"] == number


def test_versions_are_numbered_by_league(
    db: None, administrator: Actor, october: Path, september: Path
) -> None:
    """Numbers count from 1 within each league, and an old content may come back."""
    changzhutan = ROOT / "charters" / "changzhutan"
    assert apply(administrator, HUAIHAI).number == 1
    assert apply(administrator, changzhutan).number == 1
    assert apply(administrator, october).number == 2
    assert apply(administrator, september).number == 3
    assert apply(administrator, october).number == 4
    assert [v.number for v in reads.list_versions("huaihai")] == [1, 2, 3, 4]
    assert [v.number for v in reads.list_versions("changzhutan")] == [1]


def test_a_correction_replaces_what_it_corrects(
    db: None, hansa: Hansa, administrator: Actor, october: Path, september: Path
) -> None:
    """Of two versions in force from one day the later counts; ``--known-at`` goes back."""
    apply(administrator, HUAIHAI)
    apply(later(administrator, 1), october)
    apply(later(administrator, 3), september)
    assert [v.number for v in reads.timeline(reads.list_versions("huaihai"))] == [1, 3]
    assert session_month(hansa, 2027) == 9
    assert session_month(hansa, 2027, "--known-at", "2026-12-02") == 10
    assert session_month(hansa, 2027, "--known-at", "2026-11-30") == 11
    assert session_month(hansa, 2026) == 11
    known = ("--as-of", "2027-06-01", "--known-at", "2026-12-02", "--json")
    assert json.loads(hansa("charter", "show", "huaihai", *known).out)["number"] == 2
    before = hansa("charter", "show", "huaihai", "--known-at", "2020-01-01", "--json")
    assert before.code == 1
    assert json.loads(before.out)["code"] == "nothing-known"


def test_an_instant_of_recording_is_known_at_once(
    db: None, hansa: Hansa, administrator: Actor, october: Path
) -> None:
    """What is recorded at an instant is known at it, and not a second before."""
    apply(administrator, HUAIHAI)
    apply(later(administrator, 1), october)
    assert session_month(hansa, 2027, "--known-at", "2026-12-01T09:00:00") == 10
    assert session_month(hansa, 2027, "--known-at", "2026-12-01T01:00:00+00:00") == 10
    assert session_month(hansa, 2027, "--known-at", "2026-12-01T08:59:59") == 11


def test_backdating_is_refused(
    db: None, hansa: Hansa, administrator: Actor, october: Path, september: Path
) -> None:
    """A version before the latest one is refused by preview and application alike."""
    apply(administrator, HUAIHAI)
    apply(administrator, october)
    before = records()
    early = Terms(effective_from=date(2026, 12, 31))
    with pytest.raises(Refused) as refused:
        services.apply_version(administrator, september, early)
    assert refused.value.code == "version-backdated"
    with pytest.raises(Refused):
        services.plan_version(september, date(2026, 12, 31))
    ran = hansa(
        "charter", "apply", september, "--effective", "2026-12-31", "--lang", "en"
    )
    assert ran.code == 1
    assert "version 2, effective 2027-01-01" in ran.err
    assert "on or after 2027-01-01" in ran.err
    assert records() == before


def test_the_command_states_an_effective_day(
    db: None, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """``--effective`` wins over the day that the folder states."""
    assert hansa("charter", "apply", HUAIHAI).code == 0
    folder = charter_copy("huaihai", {"governance.yaml": [(NOVEMBER, OCTOBER)]})
    ran = hansa("charter", "apply", folder, "--effective", "2028-01-01", "--json")
    assert json.loads(ran.out)["effective_from"] == "2028-01-01"
    assert session_month(hansa, 2027) == 11
    assert session_month(hansa, 2028) == 10
    assert hansa("charter", "apply", folder, "--effective", "tomorrow").code == 2


# --- The first day of service ---


def test_service_begins_on_the_day_of_the_first_application(
    db: None, administrator: Actor, october: Path
) -> None:
    """Where the folder states no day, it is the league's day of first application."""
    evening = replace(administrator, at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    apply(evening, HUAIHAI)
    apply(later(administrator, 5), october)
    since = {version.in_service_since for version in reads.list_versions("huaihai")}
    assert since == {date(2026, 11, 24)}


def test_a_stated_day_of_service_wins(
    db: None, administrator: Actor, charter_copy: CopyCharter
) -> None:
    """A day that the folder or the operator states stands, also when it comes later."""
    apply(administrator, HUAIHAI)
    stated = ("in_service_since: null", "in_service_since: 2024-01-01")
    apply(administrator, charter_copy("huaihai", {"charter.yaml": [stated]}))
    assert reads.list_versions("huaihai")[0].in_service_since == date(2024, 1, 1)
    told = Terms(in_service_since=date(2025, 1, 1))
    changzhutan = ROOT / "charters" / "changzhutan"
    services.apply_version(administrator, changzhutan, told)
    assert reads.list_versions("changzhutan")[0].in_service_since == date(2025, 1, 1)


# --- Previewing and comparing ---


def test_a_preview_says_what_moves_and_moves_nothing(
    db: None, hansa: Hansa, administrator: Actor, october: Path
) -> None:
    """The preview names each entry that an amendment moves, year by year."""
    apply(administrator, HUAIHAI)
    before = records()
    ran = hansa("charter", "plan", october, "--json", "--lang", "en")
    assert ran.code == 0
    plan = json.loads(ran.out)
    assert (plan["number"], plan["unchanged"]) == (2, False)
    assert plan["effective_from"] == "2027-01-01"
    said = [(change["code"], change["message"]) for change in plan["changes"]]
    assert said[0] == ("year-unchanged", "2026: the calendar stays as it is.")
    assert [code for code, _ in said[1:]] == ["entry-moved"] * 3
    for year, (_, message) in zip((2027, 2028, 2029), said[1:], strict=True):
        assert f"{year} Coordinated Development Symposium" in message
        assert f"{year}-11-01" in message
        assert f"{year}-10-01" in message
    spoken = hansa("charter", "plan", october, "--lang", "en").out
    assert "Applying it would make version 2 of “huaihai”" in spoken
    assert records() == before


def test_a_preview_of_the_first_and_of_the_same(
    db: None, hansa: Hansa, administrator: Actor
) -> None:
    """A first version has nothing to compare with; the same content has no number more."""
    first = json.loads(hansa("charter", "plan", HUAIHAI, "--json").out)
    assert (first["number"], first["changes"], first["unchanged"]) == (1, [], False)
    apply(administrator, HUAIHAI)
    same = json.loads(hansa("charter", "plan", HUAIHAI, "--json").out)
    assert (same["number"], same["changes"], same["unchanged"]) == (1, [], True)


def test_members_clauses_and_works_are_named_in_a_preview(
    db: None, hansa: Hansa, charter_copy: CopyCharter
) -> None:
    """A member that joins, a clause and a work that change are each named."""
    hansa("charter", "apply", ROOT / "charters" / "changzhutan")
    yueyang = (
        "  - {id: yueyang, name: {zh: 岳阳, en: Yueyang}, "
        'division_code: "430600", province: hunan}\n'
    )
    signed = "by: [changsha, zhuzhou, xiangtan"
    folder = charter_copy(
        "changzhutan",
        {
            "charter.yaml": [
                ("  members: 3", "  members: 4"),
                (
                    "# The three instruments are",
                    yueyang + "# The three instruments are",
                ),
                *[(f"{signed}]", f"{signed}, yueyang]")] * 3,
            ],
            "clauses.yaml": [("en: Three signed", "en: Four signed")],
            "governance.yaml": [
                (
                    "order: [changsha, zhuzhou, xiangtan]",
                    f"order: {signed[4:]}, yueyang]",
                )
            ],
            "projects.yaml": [("en: National regional", "en: A regional")],
            "geography.yaml": [
                (
                    "neighbours:\n",
                    "  - {member: yueyang, latitude: 29.36, longitude: 113.13}\n"
                    "neighbours:\n",
                )
            ],
        },
    )
    ran = hansa("charter", "plan", folder, "--effective", "2027-01-01", "--json")
    assert ran.code == 0, ran.out
    changes = {change["code"] for change in json.loads(ran.out)["changes"]}
    assert {"member-joins", "clause-changed", "work-changed"} <= changes


def test_versions_compare_by_number_and_by_day(
    db: None, hansa: Hansa, administrator: Actor, october: Path
) -> None:
    """Numbers and days name versions alike, and what cannot be named is refused."""
    apply(administrator, HUAIHAI)
    apply(administrator, october)

    def diff(one: str, other: str) -> tuple[int, Any]:
        ran = hansa("charter", "diff", "huaihai", one, other, "--json")
        return ran.code, json.loads(ran.out)

    code, by_number = diff("1", "2")
    assert code == 0
    assert "entry-moved" in {change["code"] for change in by_number}
    moved = [c["message"] for c in by_number if c["code"] == "entry-moved"]
    assert [message[:5] for message in moved] == ["2027年", "2028年", "2029年"]
    assert diff("2024-06-01", "2027-06-01") == (0, by_number)
    assert diff("1", "2027-01-01") == (0, by_number)
    for one, other in (("1", "3"), ("1", "0"), ("1", "²"), ("last", "1")):
        code, problem = diff(one, other)
        assert (code, problem["code"]) == (1, "version-missing")
    assert diff("2010-01-01", "1")[1]["code"] == "version-missing"
    equal = hansa("charter", "diff", "huaihai", "1", "1", "--lang", "en")
    assert (equal.code, equal.out) == (0, "The two versions are equal.\n")
    absent = hansa("charter", "diff", "hansa", "1", "2", "--json")
    assert json.loads(absent.out)["code"] == "league-missing"


# --- Attaching a text ---

TEXT = "联席会议每年召开一次。\n由各市轮流承办。\n各专项小组原则上每半年会商一次。\n"


@pytest.fixture
def league_with_text(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write a small charter that states the hash of a text, and give its folder."""

    def write(content: bytes) -> Path:
        name = f"demo{len(list(tmp_path.iterdir()))}"
        folder = write_charter(tmp_path, name, ["甲市", "乙市"], date(2026, 1, 1))
        stated = hashlib.sha256(content).hexdigest()
        with (folder / "charter.yaml").open("a", encoding="utf-8") as file:
            file.write(
                f"texts:\n  - {{document: agreement, sha256: {stated}, lines: 3}}\n"
            )
        return folder

    return write


def test_the_right_text_is_attached(
    db: None,
    hansa: Hansa,
    administrator: Actor,
    league_with_text: Callable[[bytes], Path],
    tmp_path: Path,
) -> None:
    """A text with the stated hash is kept, once, and journalled."""
    folder = league_with_text(TEXT.encode())
    apply(administrator, folder)
    file = tmp_path / "agreement.txt"
    file.write_text(TEXT, encoding="utf-8")
    words = ("charter", "attach-text", folder.name, file, "--document", "agreement")
    ran = hansa(*words, "--json")
    assert ran.code == 0, ran.out
    assert json.loads(ran.out)["clauses"] == 3
    kept = reads.find_text(folder.name, "agreement")
    assert kept is not None
    assert kept.lines == tuple(TEXT.splitlines())
    assert [e.service for e in journal.entries(folder.name, 1)] == [
        "charter.attach_text"
    ]
    assert hansa(*words, "--lang", "en").out == (
        "The text is attached; clauses found in it: 3.\n"
    )
    assert journal.verify().fault is None


@pytest.mark.parametrize(
    ("given", "stated", "document", "code"),
    [
        (TEXT + "。", TEXT, "agreement", "text-differs"),
        (TEXT, TEXT, "report", "text-unknown"),
        ("前言\n" + TEXT, "前言\n" + TEXT, "agreement", "phrases-absent"),
        (TEXT.splitlines()[0], TEXT.splitlines()[0], "agreement", "phrases-absent"),
    ],
)
def test_another_text_is_refused(
    given: str,
    stated: str,
    document: str,
    code: str,
    db: None,
    administrator: Actor,
    league_with_text: Callable[[bytes], Path],
) -> None:
    """A wrong hash, an unknown document or a phrase out of its line changes nothing."""
    folder = league_with_text(stated.encode())
    apply(administrator, folder)
    before = records()
    with pytest.raises(Refused) as refused:
        services.attach_text(administrator, folder.name, document, given.encode())
    assert refused.value.code == code
    assert reads.find_text(folder.name, document) is None
    assert records() == before


def test_a_text_that_is_not_utf8_is_refused(
    db: None, administrator: Actor, league_with_text: Callable[[bytes], Path]
) -> None:
    """A text in GBK is refused with the reason, even where the charter states its hash."""
    content = TEXT.encode("gbk")
    folder = league_with_text(content)
    apply(administrator, folder)
    with pytest.raises(Refused) as refused:
        services.attach_text(administrator, folder.name, "agreement", content)
    assert refused.value.code == "wrong-encoding"


def test_a_text_of_an_unknown_league_is_refused(db: None, administrator: Actor) -> None:
    """A text belongs to a league that is applied."""
    with pytest.raises(Missing) as missing:
        services.attach_text(administrator, "demo", "agreement", TEXT.encode())
    assert missing.value.code == "league-missing"


# --- Killed while applying ---

# Says what is recorded; then applies a folder and kills itself, as a power cut would, at
# the call that the second argument counts, from the function that the first one names.
VICTIM = """
import json, os, signal, sys
from hansa.site.command import main

def run(*words):
    try:
        main(list(words))
    except SystemExit as end:
        assert not end.code, words

run("charter", "list", "--json")
run("journal", "verify", "--json")
from hansa.chassis import outbox
print(json.dumps({"pending": outbox.pending()}), flush=True)

begins, left, calls = sys.argv[1], int(sys.argv[2]), 0

def count(frame, event, argument):
    global calls
    if calls or frame.f_code.co_name == begins:
        calls += 1
        if calls == left:
            os.kill(os.getpid(), signal.SIGKILL)

if len(sys.argv) > 3:
    sys.setprofile(count)
    run("charter", "apply", sys.argv[3], "--json")
    sys.setprofile(None)
    print(json.dumps({"calls": calls}))
"""


def live(database: Path, *words: str | Path) -> tuple[int, list[Any]]:
    """Run the victim on a database file; give its end and every value it printed."""
    environment = {**os.environ, "HANSA_DATABASE_URL": f"sqlite:///{database}"}
    ran = subprocess.run(
        [sys.executable, "-c", VICTIM, *(str(word) for word in words)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, -signal.SIGKILL), ran.stderr
    decoder, printed, values = json.JSONDecoder(), ran.stdout.strip(), []
    while printed.startswith(("[", "{")):
        value, end = decoder.raw_decode(printed)
        values.append(value)
        printed = printed[end:].lstrip()
    return ran.returncode, values


def survive(folder: Path, tries: int, seed: int) -> None:
    """Kill applications at random moments; each leaves the old state or the new one."""
    random, database = Random(seed), folder / "records.sqlite3"
    league = write_charter(folder, "demo3", ["甲市", "乙市"], date(2026, 1, 1))
    file = league / "governance.yaml"
    written, kept = file.read_text(encoding="utf-8"), 0
    calls = {}
    for begins in ("apply_version", "_save"):
        # Applied in peace, to learn how many calls an application takes.
        file.write_text(f"{written}# {begins}\n", encoding="utf-8")
        code, values = live(database, begins, "0", league)
        assert code == 0
        calls[begins] = values[-1]["calls"]
        kept += 1
        assert calls[begins] > 100
    ends = {0: 0, -signal.SIGKILL: 0}
    for number in range(tries + 1):
        file.write_text(f"{written}# {number}\n", encoding="utf-8")
        begins = random.choice(list(calls))
        left = str(random.randint(1, calls[begins] + 20))
        last = () if number == tries else (league,)
        code, (versions, verdict, waiting, *rest) = live(database, begins, left, *last)
        ends[code] += 1
        # What the process before this one left behind: all of it, or nothing.
        assert [v["number"] for v in versions] == list(range(1, len(versions) + 1))
        assert len(versions) in (kept, kept + 1)
        assert verdict["fault"] is None
        assert verdict["entries"] == waiting["pending"] == len(versions)
        assert all(v["content_hash"].startswith("sha256:") for v in versions)
        assert len({v["content_hash"] for v in versions}) == len(versions)
        kept = len(versions)
        if code == 0 and rest:
            # Not killed: the application came through, and the next process sees it.
            kept += 1
    assert ends[-signal.SIGKILL] >= tries // 2


def test_killed_while_applying(tmp_path: Path) -> None:
    """A process killed at any moment of applying leaves the old version or the new one."""
    survive(tmp_path, tries=8, seed=20181209)


@pytest.mark.chaos
@pytest.mark.skipif(not CHAOS, reason="HANSA_CHAOS is not 1")
def test_killed_while_applying_again_and_again(tmp_path: Path) -> None:
    """The same, many times."""
    survive(tmp_path, tries=150, seed=20181020)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda: CharterFile.objects.filter(name="governance.yaml").update(
                text="month: 10"
            ),
            "The files of charter version huaihai/1 were altered.",
        ),
        (
            lambda: CharterVersion.objects.update(effective_from=date(2017, 1, 1)),
            "Charter version huaihai/1 was altered.",
        ),
        (
            lambda: CharterVersion.objects.all().delete(),
            "Charter version huaihai/1 was removed.",
        ),
    ],
)
def test_what_the_journal_attests_is_compared(
    change: Callable[[], object],
    said: str,
    hansa: Hansa,
    administrator: Actor,
    db: None,
) -> None:
    """A stored charter that differs from the act that applied it is named."""
    apply(administrator, HUAIHAI)
    assert hansa("journal", "verify").code == 0
    change()
    ran = hansa("journal", "verify", "--lang", "en")
    assert ran.code == 1
    assert said in ran.err


def test_an_altered_charter_is_not_read(
    hansa: Hansa, administrator: Actor, db: None
) -> None:
    """Files that are not what was applied give a refusal, and no calendar."""
    apply(administrator, HUAIHAI)
    CharterFile.objects.filter(name="governance.yaml").update(text="a: [")
    reads.use_sections(reads.sections())  # Forget what was read before.
    ran = hansa("calendar", "huaihai", "--json", "--lang", "en")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "charter-altered"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1948-12-31"])
def test_an_unlikely_effective_date_is_refused(
    day: str, hansa: Hansa, db: None
) -> None:
    """A slip of the finger cannot lock a league out of its own amendments."""
    ran = hansa("charter", "apply", HUAIHAI, "--effective", day, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["code"] == "effective-date-unlikely"
