"""Laws of the turn, over random histories of charter versions.

``told`` tells the turns a second time, day by event, straight from the wording of the
contract; the pointer of ``rules.rotation`` must agree with it over fifty years.
"""

import os
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from hansa.charter import reads as charter_reads
from hansa.directory.terms.offices import Office
from hansa.governance.reads import statute_of
from hansa.governance.rules.calendar import statutes_in_force
from hansa.governance.rules.rotation import in_turn, stints, turn_before, turn_years
from hansa.governance.terms import Rotation, Statute, StatuteInForce
from hansa.kernel.errors import Refused
from hansa.kernel.findings import Position
from hansa.kernel.text import Bilingual

CHAOS = os.environ.get("HANSA_CHAOS") == "1"
YEARS = 50
POOL = tuple("abcdefghijkl")
AT = Position(path="governance.yaml", line=1, column=1)

random = settings(
    max_examples=5_000 if CHAOS else 100,
    deadline=None,
    database=None,
    derandomize=not CHAOS,
)


def in_force(
    effective_from: date,
    order: Sequence[str],
    *,
    opens_on: date = date(2018, 1, 1),
    following: str | None = None,
    founding: str | None = None,
    turns: tuple[int, int] = (1, 1),
) -> StatuteInForce:
    """A statute in force with nothing in it but its rotation."""
    rotation = Rotation(
        name=Bilingual("承办城市", "host city"),
        office=Office.PARTY_SECRETARY,
        clauses=(),
        assumptions=(),
        opens_on=opens_on,
        founding=founding,
        order=tuple(order),
        next=following,
        turns_month=turns[0],
        turns_day=turns[1],
        claim=None,
        at=AT,
    )
    return StatuteInForce(
        effective_from=effective_from,
        number=None,
        members=tuple(sorted(order)),
        statute=Statute(
            rotation=rotation,
            founding_session=None,
            cadences_from=None,
            required_types=(),
            bodies=(),
            groups=None,
            secondment=None,
            focal_points=None,
            task_levels=(),
        ),
    )


def amended(
    before: StatuteInForce,
    effective_from: date,
    order: Sequence[str],
    following: str | None = None,
) -> StatuteInForce:
    """The next version, with another order."""
    former = before.statute.rotation
    return in_force(
        effective_from,
        order,
        opens_on=former.opens_on,
        following=following,
        founding=former.founding,
        turns=(former.turns_month, former.turns_day),
    )


Turns = list[tuple[date, str]]


def _from(host: str, order: tuple[str, ...]) -> tuple[str, ...]:
    """The members after a host, in their order; itself last."""
    at = order.index(host) + 1
    return order[at:] + order[:at]


def _after(host: str, order: tuple[str, ...], *, founding: bool) -> str:
    return order[0] if founding else _from(host, order)[0]


def told(history: Sequence[StatuteInForce], until: date) -> Turns:
    """Tell who serves from which day on. Source: contracts, section 5."""
    first = history[0].statute.rotation
    passes_on = {
        date(year, first.turns_month, first.turns_day)
        for year in range(first.opens_on.year, until.year + 1)
    }
    amendments = {s.effective_from: s.statute.rotation for s in history[1:]}
    order, stated = first.order, first.next
    begins = first.next
    founding, owed = first.founding is not None, False
    host = first.founding or begins or order[0]
    if not founding:
        begins = None
    turns = [(first.opens_on, host)]
    for day in sorted({*passes_on, *amendments}):
        if not first.opens_on < day < until:
            continue
        former, passes = host, day in passes_on
        new = amendments.get(day)
        if new is not None and (new.order, new.next) != (order, stated):
            successors = [m for m in _from(host, order) if m in new.order]
            order, stated, begins = new.order, new.next, new.next
            owed = owed and begins is None
            if host not in order:
                begins = begins or (order[0] if founding else successors[0])
                owed = False
                if not passes:
                    host, begins, owed, founding = begins, None, True, False
        if passes:
            host = begins or (host if owed else _after(host, order, founding=founding))
            begins, owed, founding = None, False, False
        if passes or host != former:
            turns.append((day, host))
    return turns


def laid(history: Sequence[StatuteInForce], until: date) -> Turns:
    return [
        (stint.period.start, stint.member)
        for stint in stints(history, until)
        if stint.period.start < until
    ]


def fifty_years(history: Sequence[StatuteInForce]) -> date:
    opens_on = history[0].statute.rotation.opens_on
    return opens_on.replace(year=opens_on.year + YEARS, day=min(opens_on.day, 28))


@st.composite
def first_versions(draw: st.DrawFn) -> StatuteInForce:
    order = draw(st.permutations(POOL[: draw(st.integers(1, 6))]))
    opens_on = draw(st.dates(date(2000, 1, 1), date(2004, 12, 31)))
    return in_force(
        opens_on + timedelta(days=draw(st.integers(0, 400))),
        order,
        opens_on=opens_on,
        following=draw(st.none() | st.sampled_from(order)),
        founding=draw(st.none() | st.sampled_from(order)),
        turns=draw(st.just((1, 1)) | st.tuples(st.integers(1, 12), st.integers(1, 28))),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[StatuteInForce]:
    """Versions in which members join, leave, are reordered, and nothing happens."""
    history = [draw(first_versions())]
    for _ in range(draw(st.integers(0, 8))):
        before = history[-1]
        former = before.statute.rotation
        day = before.effective_from + timedelta(days=draw(st.integers(1, 1200)))
        if draw(st.integers(0, 3)) == 0:
            # On the very day on which the turn passes on.
            day = date(day.year + 1, former.turns_month, former.turns_day)
        order = list(former.order)
        strangers = [member for member in POOL if member not in order]
        following = former.next if former.next in order else None
        match draw(st.sampled_from(["join", "leave", "host", "order", "next", "same"])):
            case "join" if strangers:
                place = draw(st.just(len(order)) | st.integers(0, len(order)))
                order.insert(place, draw(st.sampled_from(strangers)))
            case "leave" if len(order) > 1:
                order.remove(draw(st.sampled_from(order)))
            case "host" if len(order) > 1:
                order.remove(in_turn(history, day).member)
            case "order":
                order = draw(st.permutations(order))
            case "next":
                following = draw(st.sampled_from(order))
            case _:
                pass
        if tuple(order) != former.order:
            following = draw(st.none() | st.sampled_from(order))
        history.append(amended(before, day, order, following))
    return history


@pytest.mark.chaos
@random
@given(histories())
def test_turns_are_those_told(history: list[StatuteInForce]) -> None:
    """The pointer and the wording of the contract agree on every day of fifty years."""
    until = fifty_years(history)
    assert laid(history, until) == told(history, until)


@pytest.mark.chaos
@random
@given(histories())
def test_every_day_has_one_host(history: list[StatuteInForce]) -> None:
    """Turns leave no gap and no overlap, from the first day to fifty years on."""
    until = fifty_years(history)
    turns = stints(history, until)
    assert turns[0].period.start == history[0].statute.rotation.opens_on
    assert until <= turns[-1].period.end
    for one, other in pairwise(turns):
        assert one.period.end == other.period.start
    for stint in turns:
        assert stint.period.start < stint.period.end
    for stint in turns[:12]:
        assert in_turn(history, stint.period.start) == stint
        assert in_turn(history, stint.period.end - timedelta(days=1)) == stint


@pytest.mark.chaos
@random
@given(histories())
def test_only_members_serve(history: list[StatuteInForce]) -> None:
    """On every day the host is a member under the version then in force."""
    ends = [*(s.effective_from for s in history[1:]), date.max]
    opens_on = history[0].statute.rotation.opens_on
    begins = [opens_on, *(s.effective_from for s in history[1:])]
    for stint in stints(history, fifty_years(history)):
        for statute, start, end in zip(history, begins, ends, strict=True):
            if stint.period.start < end and start < stint.period.end:
                assert stint.member in statute.members


@pytest.mark.chaos
@random
@given(first_versions())
def test_formula_without_change(first: StatuteInForce) -> None:
    """Without change the pointer is order[(year − first year) mod members]."""
    rotation = first.statute.rotation
    order = rotation.order
    begins = order.index(rotation.next) if rotation.next else 0
    turns = stints([first], fifty_years([first]))
    for number, stint in enumerate(turns[rotation.founding is not None :]):
        assert stint.member == order[(begins + number) % len(order)]
        assert not stint.founding
    if rotation.founding:
        assert turns[0].founding
        assert turns[0].member == rotation.founding
    assert len(turns) in {YEARS, YEARS + 1}


@pytest.mark.chaos
@random
@given(histories(), st.integers(0, 7), st.integers(1, 1199))
def test_repeated_version_changes_nothing(
    history: list[StatuteInForce], place: int, days: int
) -> None:
    """A version that states the same again, on whatever day, moves no turn."""
    at = place % len(history)
    again = history[at].statute.rotation
    day = history[at].effective_from + timedelta(days=days)
    if at + 1 < len(history) and history[at + 1].effective_from <= day:
        return
    repeated = amended(history[at], day, again.order, again.next)
    with_it = [*history[: at + 1], repeated, *history[at + 1 :]]
    until = fifty_years(history)
    assert laid(with_it, until) == laid(history, until)


@pytest.mark.chaos
@random
@given(histories())
def test_later_versions_leave_the_past_alone(history: list[StatuteInForce]) -> None:
    """Up to the day a version takes effect, the turns are those of the versions before."""
    for count in range(1, len(history)):
        until = history[count].effective_from
        opens_on = history[0].statute.rotation.opens_on
        if opens_on < until:
            assert laid(history[:count], until) == laid(history, until)


@pytest.mark.chaos
@random
@given(histories())
def test_next_stated_is_next(history: list[StatuteInForce]) -> None:
    """Who a version says begins, begins the first turn that passes on under it."""
    turns = stints(history, fifty_years(history))
    for before, version, after in zip(
        history, history[1:], [*history[2:], None], strict=False
    ):
        former, stated = before.statute.rotation, version.statute.rotation
        begun = next(s for s in turns if version.effective_from <= s.period.start)
        superseded = after and after.effective_from <= begun.period.start
        repeated = (former.order, former.next) == (stated.order, stated.next)
        if stated.next and not repeated and not superseded:
            assert begun.member == stated.next


MEMBERS = st.integers(2, 9).map(lambda count: POOL[:count])
MID_YEAR = st.dates(date(2019, 1, 2), date(2044, 12, 31)).filter(
    lambda day: (day.month, day.day) != (1, 1)
)


def hosts(history: Sequence[StatuteInForce], first: int, last: int) -> list[str]:
    """Who is in turn at the end of each year."""
    return [turn.member for turn in turn_years(history, first, last)]


@pytest.mark.chaos
@random
@given(MEMBERS, MID_YEAR)
def test_new_member_goes_last(order: tuple[str, ...], day: date) -> None:
    """A member that joins comes after the last one of the order, and nobody is skipped."""
    first = in_force(date(2018, 1, 1), order)
    history = [first, amended(first, day, (*order, "new"))]
    now = in_turn(history, day).member
    turn = hosts(history, day.year, day.year + 3 * len(order))
    expected = (*order, "new")
    at = expected.index(now)
    for number, member in enumerate(turn):
        assert member == expected[(at + number) % len(expected)]
    assert turn[len(order) - at] == "new"


@pytest.mark.chaos
@random
@given(MEMBERS, MID_YEAR)
def test_host_that_leaves_in_its_year(order: tuple[str, ...], day: date) -> None:
    """The next one serves the rest of the year and its own; then the order goes on."""
    first = in_force(date(2018, 1, 1), order)
    leaver = in_turn([first], day).member
    left = tuple(member for member in order if member != leaver)
    history = [first, amended(first, day, left)]
    heir = order[(order.index(leaver) + 1) % len(order)]
    assert in_turn(history, day - timedelta(days=1)).member == leaver
    rest = in_turn(history, day)
    assert (rest.member, rest.period.start) == (heir, day)
    assert rest.period.end == date(day.year + 1, 1, 1)
    assert in_turn(history, rest.period.end).member == heir
    after = hosts(history, day.year + 1, day.year + YEARS)
    at = left.index(heir)
    assert after == [left[(at + number) % len(left)] for number in range(YEARS)]


@pytest.mark.chaos
@random
@given(MEMBERS, MID_YEAR, st.data())
def test_member_that_leaves_is_skipped(
    order: tuple[str, ...], day: date, data: st.DataObject
) -> None:
    """A member that leaves out of turn takes no turn from the others."""
    first = in_force(date(2018, 1, 1), order)
    host = in_turn([first], day).member
    leaver = data.draw(st.sampled_from([member for member in order if member != host]))
    left = tuple(member for member in order if member != leaver)
    history = [first, amended(first, day, left)]
    assert in_turn(history, day).member == host
    ahead = hosts([first], day.year, day.year + len(order) - 1)
    expected = [member for member in ahead if member != leaver]
    assert hosts(history, day.year, day.year + len(order) - 2) == expected


CASES: list[tuple[str, list[tuple[str, str, str | None]], str]] = [
    ("nothing changes", [], "a a b c a b c"),
    ("founding host leaves", [("2018-06-01", "bc", None)], "a/b b c b c b c"),
    (
        "founding host leaves and the order says who begins",
        [("2018-06-01", "bcd", "d")],
        "a/d d b c d b c",
    ),
    ("host leaves on New Year's Day", [("2020-01-01", "bc", None)], "a a b c b c b"),
    ("two leave in one year", [("2020-03-01", "ac", None), ("2020-07-01", "a", None)],
     "a a b/c/a a a a a"),
    (
        "one joins and the host leaves in the same year",
        [("2021-03-01", "abce", None), ("2021-07-01", "abe", None)],
        "a a b c/e e a b",
    ),
    (
        "the order is turned and the host leaves in the same year",
        [("2020-03-01", "cba", None), ("2020-07-01", "ca", None)],
        "a a b/a a c a c",
    ),
    ("a changed order says who begins", [("2020-07-01", "cab", "c")], "a a b c a b c"),
    ("a changed order says nothing", [("2020-07-01", "cab", None)], "a a b c a b c"),
    (
        "who began under an order does not begin again",
        [("2020-01-01", "abc", "c"), ("2023-01-01", "abc", "c")],
        "a a c a b c a",
    ),
    (
        "who took over yields to the one that a later version states",
        [("2020-03-01", "ac", None), ("2020-07-01", "acd", "d")],
        "a a b/c d a c d",
    ),
    (
        "who took over keeps its own year under a version that states nobody",
        [("2020-03-01", "ac", None), ("2020-07-01", "acd", None)],
        "a a b/c c d a c",
    ),
    (
        "a member that left comes back, last",
        [("2020-07-01", "bc", None), ("2021-07-01", "bca", None)],
        "a a b c a b c",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("versions", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_worked_cases(
    versions: list[tuple[str, str, str | None]], expected: str
) -> None:
    """Seven years from 2018; ``b/c`` is a year in which b leaves and c takes over."""
    history = [in_force(date(2018, 1, 1), "abc", founding="a")]
    for takes_effect, order, following in versions:
        history.append(
            amended(
                history[-1], date.fromisoformat(takes_effect), tuple(order), following
            )
        )
    told_years: dict[int, list[str]] = {}
    for day, member in laid(history, date(2025, 1, 1)):
        told_years.setdefault(day.year, []).append(member)
    assert " ".join("/".join(year) for year in told_years.values()) == expected
    assert laid(history, date(2025, 1, 1)) == told(history, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("league", "first", "founding"),
    [("huaihai", 2019, "xuzhou"), ("changzhutan", 2018, None)],
)
def test_shipped_leagues_for_fifty_years(
    league: str, first: int, founding: str | None
) -> None:
    """Every day of fifty years has the host of the printed formula, and only that one."""
    version = charter_reads.folder_version(ROOT / "charters" / league)
    order = statute_of(version).rotation.order
    timeline = statutes_in_force([version])
    turns = stints(timeline, date(2018 + YEARS, 1, 1))
    day, at = date(2018, 1, 1), 0
    while day < date(2018 + YEARS, 1, 1):
        if day not in turns[at].period:
            at += 1
        holders = [s for s in turns[max(0, at - 1) : at + 2] if day in s.period]
        assert holders == [turns[at]]
        formula = order[(day.year - first) % len(order)]
        assert turns[at].member == (founding if day.year < first else formula)
        day += timedelta(days=1)


def test_before_the_first_turn() -> None:
    """The first day has a host and nobody before it; the day earlier is refused."""
    history = [in_force(date(2018, 12, 9), "abc")]
    assert in_turn(history, date(2018, 1, 1)).member == "a"
    assert turn_before(history, date(2018, 12, 31)) is None
    before = turn_before(history, date(2019, 1, 1))
    assert before is not None
    assert before.member == "a"
    with pytest.raises(Refused) as refusal:
        in_turn(history, date(2017, 12, 31))
    assert refusal.value.code == "before-first-conference"


def test_term_from_conference_to_conference() -> None:
    """Under the other reading of A-27 the turn passes on in October: March 2019 is a's."""
    history = [in_force(date(2018, 10, 20), "abc", turns=(10, 20))]
    assert in_turn(history, date(2019, 3, 1)).member == "b"
    since_october = [
        in_force(date(2018, 10, 20), "abc", opens_on=date(2018, 10, 20), turns=(10, 20))
    ]
    assert in_turn(since_october, date(2019, 3, 1)).member == "a"
    assert in_turn(since_october, date(2019, 10, 20)).member == "b"
