"""The table of working days is seeded, corrected by notice, and settles deadlines."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from conftest import Hansa
from hansa.chassis import journal, workdays
from hansa.chassis.actor import Actor, Role
from hansa.chassis.models import KeptDeadline, WorkYearNotice
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.workdays import Deadline, deadline

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NEW_YEAR_2027 = date(2027, 1, 1)  # a Friday
DECEMBER_31 = date(2026, 12, 31)
Publish = Callable[..., None]


def actor_with(*roles: Role) -> Actor:
    """Make an actor of some roles."""
    return Actor(
        person="test:somebody",
        authority="somebody",
        member=None,
        roles=frozenset(roles),
        at=AT,
    )


@pytest.fixture
def seeded(db: None) -> None:
    """Fill in the years that the library knows."""
    workdays.seed(AT)


@pytest.fixture
def publish(seeded: None, administrator: Actor) -> Publish:
    """Record notices as the administrator."""

    def record(year: int, off: list[date], on: list[date]) -> None:
        workdays.publish_year(administrator, year, off, on, f"notice {year}")

    return record


def test_seeding_twice_is_seeding_once(db: None) -> None:
    """The known years from 2018 on come once, without a gap, and with their source."""
    first = workdays.seed(AT)
    years = sorted(WorkYearNotice.objects.values_list("year", flat=True))
    assert years == list(range(2018, 2018 + first))
    assert 2026 in years
    assert workdays.seed(AT) == 0
    assert WorkYearNotice.objects.count() == first
    assert {line.source for line in workdays.list_years(2026)} == {
        WorkYearNotice.objects.get(year=2018).source
    }


def test_seeding_leaves_a_correction_alone(publish: Publish) -> None:
    """What was recorded by hand is not overwritten by the library."""
    publish(2026, [date(2026, 12, 31)], [])
    workdays.seed(AT)
    assert workdays.table().years[2026].days_off == frozenset({date(2026, 12, 31)})


def test_the_seed_holds_the_notice_of_2026(seeded: None) -> None:
    """Days off are weekdays, days on weekend days; 2026 has 248 working days."""
    notice = workdays.table().years[2026]
    assert date(2026, 2, 16) in notice.days_off
    assert date(2026, 2, 28) in notice.days_on
    assert all(day.weekday() < 5 for day in notice.days_off)
    assert all(day.weekday() >= 5 for day in notice.days_on)
    assert workdays.list_years(2026)[-1].working_days == 248
    assert deadline(workdays.table(), date(2026, 2, 10), 15) == Deadline(
        due_on=date(2026, 3, 9), provisional=False
    )


def test_years_without_notice_are_listed_as_such(seeded: None) -> None:
    """The list runs on past the known years and says which are not published."""
    lines = {line.year: line for line in workdays.list_years(2030)}
    assert list(lines) == list(range(2018, 2031))
    assert (lines[2026].published, lines[2030].published) == (True, False)
    assert lines[2030].source is None
    assert lines[2030].working_days == 261  # Monday to Friday


def test_an_empty_table_lists_from_the_first_year(db: None) -> None:
    """Without any notice every year is unpublished."""
    assert [line.published for line in workdays.list_years(2019)] == [False, False]


@pytest.mark.parametrize("role", Role)
def test_administrator_and_secretariat_keep_notices(seeded: None, role: Role) -> None:
    """Nobody else may, and a refusal leaves no trace."""
    before = journal.head()
    if role in {Role.ADMINISTRATOR, Role.SECRETARIAT}:
        workdays.publish_year(actor_with(role), 2027, [NEW_YEAR_2027], [], "notice")
        assert workdays.table().years[2027].days_off == {NEW_YEAR_2027}
        return
    with pytest.raises(Forbidden) as forbidden:
        workdays.publish_year(actor_with(role), 2027, [NEW_YEAR_2027], [], "notice")
    assert forbidden.value.code == "working-days-forbidden"
    assert 2027 not in workdays.table().years
    assert journal.head() == before


def test_somebody_without_a_role_keeps_nothing(db: None) -> None:
    """No role is no right; one right among others is enough."""
    with pytest.raises(Forbidden):
        workdays.publish_year(actor_with(), 2027, [date(2027, 1, 1)], [], "notice")
    both = actor_with(Role.PUBLIC, Role.SECRETARIAT)
    workdays.publish_year(both, 2027, [date(2027, 1, 1)], [], "notice")


@pytest.mark.parametrize(
    ("off", "on", "named"),
    [
        (["2027-01-02"], [], ("2027-01-02",)),  # a Saturday is off anyway
        ([], ["2027-01-04"], ("2027-01-04",)),  # a Monday is worked anyway
        (["2026-12-31"], [], ("2026-12-31",)),
        ([], ["2028-01-01"], ("2028-01-01",)),
        (["2027-01-01"], ["2027-01-02", "2027-01-05"], ("2027-01-05",)),
        (["2028-01-03"], ["2026-01-05"], ("2026-01-05", "2028-01-03")),
    ],
)
def test_days_that_say_nothing_are_refused(
    publish: Publish, off: list[str], on: list[str], named: tuple[str, ...]
) -> None:
    """Every wrong day is named, and the notice is not taken."""
    before = journal.head()
    days_off, days_on = ([date.fromisoformat(d) for d in days] for days in (off, on))
    with pytest.raises(Refused) as refused:
        publish(2027, days_off, days_on)
    assert refused.value.code == "notice-day-wrong"
    assert refused.value.message.parameters["days"] == named
    assert 2027 not in workdays.table().years
    assert journal.head() == before


@pytest.mark.parametrize("year", [-1, 0, 1, 207, 2017, 2200, 20270, 99999])
def test_a_year_that_is_a_slip_is_refused(publish: Publish, year: int) -> None:
    """A notice for a year outside the leagues' time would stay in every list."""
    with pytest.raises(Refused) as refused:
        publish(year, [date(2027, 1, 1)], [])
    assert refused.value.code == "notice-year-wrong"
    assert refused.value.message.parameters["year"] == str(year)


def test_a_notice_is_corrected_by_another(publish: Publish) -> None:
    """The later notice stands alone, and both are journalled."""
    publish(2027, [NEW_YEAR_2027], [date(2027, 2, 20)])
    publish(2027, [date(2027, 2, 8)], [])
    notice = workdays.table().years[2027]
    assert notice.days_off == {date(2027, 2, 8)}
    assert notice.days_on == frozenset()
    acts = list(journal.entries(None, 9))
    assert [(act.service, act.objects) for act in acts] == [
        ("workdays.publish_year", ("work-year:2027",))
    ] * 2
    assert journal.verify().fault is None


def kept(key: str) -> tuple[date, bool, datetime | None]:
    """Give what is kept of a deadline."""
    row = KeptDeadline.objects.get(key=key)
    return row.due_on, row.provisional, row.settled_at


def test_a_deadline_within_known_years_is_settled_at_once(
    seeded: None, administrator: Actor
) -> None:
    """Nothing is left to wait for."""
    counted = workdays.keep_deadline(administrator, "case:1", date(2026, 2, 10), 15)
    assert counted == Deadline(due_on=date(2026, 3, 9), provisional=False)
    assert kept("case:1") == (date(2026, 3, 9), False, AT)
    assert workdays.settle(administrator) == 0


def test_a_provisional_deadline_settles_when_its_year_is_published(
    publish: Publish, administrator: Actor
) -> None:
    """Until then it stays; then its day is counted anew, once."""
    counted = workdays.keep_deadline(administrator, "case:1", DECEMBER_31, 1)
    assert counted == Deadline(due_on=NEW_YEAR_2027, provisional=True)
    assert kept("case:1") == (NEW_YEAR_2027, True, None)
    assert workdays.settle(administrator) == 0
    publish(2027, [NEW_YEAR_2027], [])
    assert workdays.settle(administrator) == 1
    assert kept("case:1") == (date(2027, 1, 4), False, AT)
    after = journal.head()
    assert workdays.settle(administrator) == 0
    assert journal.head() == after
    settled = next(journal.entries(None, 1))
    assert (settled.service, settled.objects) == (
        "workdays.settle",
        ("deadline:case:1",),
    )
    assert journal.verify().fault is None


def test_a_deadline_waits_for_all_its_years(
    publish: Publish, administrator: Actor
) -> None:
    """One published year of two settles nothing; others settle beside it."""
    workdays.keep_deadline(administrator, "long", DECEMBER_31, 300)
    workdays.keep_deadline(administrator, "short", DECEMBER_31, 1)
    publish(2027, [date(2027, 12, 31)], [])
    assert workdays.settle(administrator) == 1
    assert kept("long")[1:] == (True, None)
    publish(2028, [date(2028, 12, 29)], [])
    assert workdays.settle(administrator) == 1
    assert not kept("long")[1]


def test_a_key_keeps_one_deadline(seeded: None, administrator: Actor) -> None:
    """Counting again under a key replaces what it kept."""
    workdays.keep_deadline(administrator, "case:1", DECEMBER_31, 1)
    workdays.keep_deadline(administrator, "case:1", date(2026, 2, 10), 15)
    assert KeptDeadline.objects.count() == 1
    assert kept("case:1") == (date(2026, 3, 9), False, AT)


def test_the_command_lists_the_years(hansa: Hansa, db: None) -> None:
    """The first command seeds; JSON and table tell published from provisional."""
    ran = hansa("workdays", "list", "--to", "2030", "--json")
    lines = {line["year"]: line for line in json.loads(ran.out)}
    assert (ran.code, set(lines)) == (0, set(range(2018, 2031)))
    assert (lines[2026]["published"], lines[2026]["working_days"]) == (True, 248)
    assert lines[2030] == {
        "year": 2030,
        "published": False,
        "working_days": 261,
        "source": None,
    }
    ran = hansa("workdays", "list", "--to", "2030", "--lang", "en")
    rows = {line.split()[1]: line for line in ran.out.splitlines() if " 20" in line}
    assert "248" in rows["2026"]
    assert "not published" in rows["2030"]
    assert "provisional" in rows["2030"]


def test_the_command_counts_a_deadline(hansa: Hansa, db: None) -> None:
    """The day is printed, and whether it may still move."""
    due = ("workdays", "due", "--from", "2026-02-10", "--days", "15")
    assert json.loads(hansa(*due, "--json").out) == {
        "due_on": "2026-03-09",
        "provisional": False,
    }
    assert hansa(*due, "--lang", "en").out == "Due on 2026-03-09.\n"
    assert "2026-03-09" in hansa(*due, "--lang", "zh").out
    ran = hansa(
        "workdays", "due", "--from", "2026-12-31", "--days", "1", "--lang", "en"
    )
    assert ran.out.startswith("Due on 2027-01-01.\nProvisional:")
    assert KeptDeadline.objects.count() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--from", "2026-02-30", "--days", "1"),
        ("due", "--from", "tomorrow", "--days", "1"),
        ("due", "--from", "9999-12-30", "--days", "5"),
        ("due", "--from", "2026-02-10", "--days", "0"),
        ("due", "--from", "2026-02-10", "--days", "5001"),
        ("due", "--from", "2026-02-10"),
        ("list", "--to", "10000"),
        ("publish", "2027"),
        ("publish", "soon", "--source", "x"),
        ("publish", "2027", "--source", "x", "--off", "2027-02-30"),
    ],
)
def test_a_slip_of_the_keyboard_is_usage(
    hansa: Hansa, db: None, words: tuple[str, ...]
) -> None:
    """What cannot be meant ends with 2 and changes nothing."""
    ran = hansa("workdays", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert journal.head() == "0:genesis"


def test_the_command_publishes_a_notice(hansa: Hansa, db: None) -> None:
    """A kept deadline settles once the notice of its year is recorded."""
    keep = ("due", "--from", "2026-12-31", "--days", "1", "--keep", "case:1", "--json")
    assert json.loads(hansa("workdays", *keep).out)["provisional"] is True
    notice = (
        "--source",
        "notice 1 of 2026",
        "--off",
        "2027-01-01",
        "--on",
        "2027-02-20",
    )
    ran = hansa("workdays", "publish", "2027", *notice, "--lang", "en")
    assert (ran.code, ran.out) == (0, "The notice of 2027 is recorded.\n")
    ran = hansa("workdays", "publish", "2027", *notice, "--json")
    assert json.loads(ran.out) == {"year": 2027}
    listed = json.loads(hansa("workdays", "list", "--json").out)
    assert [y["source"] for y in listed if y["year"] == 2027] == ["notice 1 of 2026"]
    assert workdays.settle(actor_with(Role.ADMINISTRATOR)) == 1
    assert kept("case:1")[:2] == (date(2027, 1, 4), False)
    assert {act.actor.partition(":")[0] for act in journal.entries(None, 9)} == {
        "shell",
        "test",
    }


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("year", "off", "code"),
    [
        ("2027", "2027-01-02", "notice-day-wrong"),
        ("2017", "2017-01-02", "notice-year-wrong"),
    ],
)
def test_the_command_refuses_a_wrong_notice(
    hansa: Hansa, db: None, year: str, off: str, code: str, language: str
) -> None:
    """A refusal ends with 1: in words on stderr, or as a problem for programs."""
    publish = ("workdays", "publish", year, "--source", "x", "--off", off)
    ran = hansa(*publish, "--lang", language)
    assert (ran.code, ran.out) == (1, "")
    assert year in ran.err
    ran = hansa(*publish, "--json", "--lang", language)
    problem = json.loads(ran.out)
    assert (ran.code, problem["code"]) == (1, code)
    assert set(problem) == {"code", "message", "remedy", "findings"}


def test_a_corrected_notice_moves_what_had_settled(
    db: None, administrator: Actor
) -> None:
    """A deadline settled by a notice is counted anew when the notice is corrected."""
    workdays.seed(administrator.at)
    kept = workdays.keep_deadline(administrator, "k", date(2026, 6, 1), 1)
    assert kept == Deadline(due_on=date(2026, 6, 2), provisional=False)
    workdays.publish_year(administrator, 2026, [date(2026, 6, 2)], [], "corrected")
    assert workdays.settle(administrator) == 1
    assert KeptDeadline.objects.get(key="k").due_on == date(2026, 6, 3)


def test_words_that_do_not_fit_are_refused(db: None, administrator: Actor) -> None:
    """A source or key longer than its column, or with a null in it, is refused."""
    for words in ("x" * 201, "a\0b"):
        with pytest.raises(Refused):
            workdays.publish_year(administrator, 2026, [], [], words)
        with pytest.raises(Refused):
            workdays.keep_deadline(administrator, words, date(2026, 6, 1), 1)
