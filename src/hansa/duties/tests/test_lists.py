"""Lists: the same questions for few and many rows, and to each what he may see."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansa.charter.terms import Modality
from hansa.chassis.actor import Actor, Role
from hansa.chassis.language import render
from hansa.chassis.paging import Paging
from hansa.directory.reads import places
from hansa.directory.services import people
from hansa.directory.terms.people import PostingDraft, PostingKind
from hansa.duties.models import Duty
from hansa.duties.reads import duties as reads
from hansa.duties.reads import inboxes
from hansa.duties.reads import requests as request_reads
from hansa.duties.reads.matters import list_matters
from hansa.duties.reads.rows import owed_of
from hansa.duties.reads.visibility import led_bodies, visible
from hansa.duties.rules.rights import may_rank, may_see
from hansa.duties.services import acts, handing, requests
from hansa.duties.services.acts import Done, Extension
from hansa.duties.terms.duties import (
    DutyLine,
    DutyState,
    Filters,
    Order,
    Reckoning,
    SortKey,
    Source,
)
from hansa.duties.tests.conftest import (
    CITIES,
    OFFICE,
    TODAY,
    City,
    House,
    Place,
    actor,
    draft,
    liaison,
    officer,
    opened,
)
from hansa.duties.tests.test_requests import MINUTES
from hansa.kernel.errors import Missing
from hansa.kernel.periods import Period
from hansa.kernel.text import Bilingual

WHOLE = slice(0, 100)


def keys(
    filters: Filters, order: Order | None = None, who: Actor = OFFICE
) -> list[str]:
    """The keys of a list, in its order."""
    order = order or Order()
    reckoning = reads.reckon("huaihai", TODAY)
    lines = reads.list_duties(who, "huaihai", reckoning, filters, order, WHOLE)
    assert reads.count_duties(who, "huaihai", reckoning, filters) == len(lines)
    told = reads.iter_duties(who, "huaihai", reckoning, filters, order)
    assert [line.id for line in told] == [line.id for line in lines]
    return [line.key for line in lines]


def month(year: int, number: int) -> Period:
    """A month."""
    return Period(date(year, number, 1), date(year, number + 1, 1))


def test_filters_narrow_and_add_up(league: None) -> None:
    """Each filter picks what it says; several must all hold."""
    opened(
        draft("a/1", title="第三季度台账", domain="transport"),
        draft("a/2", member="heze", window=month(2026, 9)),
        draft("b/3", modality=Modality.IN_PRINCIPLE, window=month(2026, 9)),
        draft("b/4", body="symposium", window=None, since=date(2018, 12, 9)),
    )
    assert len(keys(Filters())) == 4
    assert keys(Filters(states=frozenset({DutyState.OVERDUE}))) == ["a/2"]
    late = frozenset({DutyState.OVERDUE, DutyState.LAPSED})
    assert sorted(keys(Filters(states=late))) == ["a/2", "b/3"]
    assert keys(Filters(member="heze")) == ["a/2"]
    assert keys(Filters(body="symposium")) == ["b/4"]
    assert keys(Filters(domain="transport")) == ["a/1"]
    assert keys(Filters(modality=Modality.IN_PRINCIPLE)) == ["b/3"]
    assert keys(Filters(series="a", states=late)) == ["a/2"]
    assert keys(Filters(words="台账 第三")) == ["a/1"]
    assert keys(Filters(words="B/4")) == ["b/4"]
    assert keys(Filters(words="%")) == []
    assert keys(Filters(due_from=date(2026, 11, 1), due_to=date(2026, 11, 30))) == [
        "a/1"
    ]
    assert keys(Filters(source=Source.CALENDAR)) == []


def test_orders(league: None) -> None:
    """By due day with undated ones last, by city as in the charter, by state, by change."""
    opened(
        draft("a/1", member="heze", window=month(2026, 10)),
        draft("a/2", member="xuzhou", window=month(2026, 9)),
        draft("a/3", member=None, window=None),
    )
    assert keys(Filters()) == ["a/2", "a/1", "a/3"]
    assert keys(Filters(), Order(descending=True)) == ["a/3", "a/1", "a/2"]
    assert keys(Filters(), Order(key=SortKey.MEMBER)) == ["a/2", "a/1", "a/3"]
    assert keys(Filters(), Order(key=SortKey.STATE)) == ["a/2", "a/1", "a/3"]
    assert len(keys(Filters(), Order(key=SortKey.CHANGED, descending=True))) == 3


def test_counts_by_state(league: None) -> None:
    """One question; what was extended counts where it stands now."""
    opened(draft("a/1", window=month(2026, 9)), draft("a/2"), draft("a/3"))
    row = Duty.objects.get(key="a/1")
    later = Extension(until=date(2026, 12, 31), reason="x")
    acts.request_extension(liaison("xuzhou"), "huaihai", row.pk, 1, later)
    acts.grant_extension(OFFICE, "huaihai", row.pk, 2, later)
    reckoning = reads.reckon("huaihai", TODAY)
    counts = reads.count_states(OFFICE, "huaihai", reckoning, Filters())
    assert counts == {DutyState.OPEN: 1, DutyState.DUE_SOON: 2}
    assert reads.count_states(actor(Role.PUBLIC), "huaihai", reckoning, Filters()) == {}


def test_pages_of_the_api_follow_one_another(league: None) -> None:
    """Every duty comes once, whatever the size of a page."""
    opened(*(draft(f"a/{number}") for number in range(7)))
    reckoning, cursor, seen = reads.reckon("huaihai", TODAY), None, []
    while True:
        page = reads.page_duties(
            OFFICE, "huaihai", reckoning, Filters(), Paging(limit=3, cursor=cursor)
        )
        seen += [line.key for line in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert sorted(seen) == [f"a/{number}" for number in range(7)]


READS: dict[str, Callable[[Any], object]] = {
    "list": lambda r: reads.list_duties(
        OFFICE, "huaihai", r, Filters(), Order(), WHOLE
    ),
    "count": lambda r: reads.count_duties(OFFICE, "huaihai", r, Filters()),
    "states": lambda r: reads.count_states(OFFICE, "huaihai", r, Filters()),
    "page": lambda r: reads.page_duties(OFFICE, "huaihai", r, Filters(), Paging()),
    "inbox": lambda r: inboxes.inbox(OFFICE, "huaihai", r),
    "liaison": lambda r: inboxes.inbox(liaison("xuzhou"), "huaihai", r),
    "matrix": lambda r: inboxes.who_owes_what(OFFICE, "huaihai", r),
    "requests": lambda r: request_reads.list_requests(OFFICE, "huaihai", r),
}
QUESTIONS = {
    "list": 1, "count": 1, "states": 1, "page": 1, "inbox": 10, "liaison": 10,
    "matrix": 5, "requests": 3,
}  # fmt: skip


@pytest.mark.parametrize("name", READS)
def test_questions_do_not_grow(
    house: House, django_assert_max_num_queries: Any, name: str
) -> None:
    """The number of questions is the same for few and many rows."""
    for rounds in (1, 3):
        for _ in range(rounds):
            requests.dispatch(OFFICE, "huaihai", MINUTES)
        reckoning = reads.reckon("huaihai", TODAY)
        with django_assert_max_num_queries(QUESTIONS[name]):
            READS[name](reckoning)


def test_one_duty_takes_as_many_questions_with_many_events(
    house: House, place: Place, django_assert_num_queries: Any
) -> None:
    """A page of a duty asks the same whatever happened to it."""
    duty, reckoning = place(), reads.reckon("huaihai", TODAY)
    for _ in range(2):
        with django_assert_num_queries(4):
            reads.get_duty(OFFICE, "huaihai", duty, reckoning)
        for word in "一二三":
            acts.note(OFFICE, "huaihai", duty, word)


def strangers(city: City) -> tuple[Actor, ...]:
    """One of each kind of reader."""
    return (
        OFFICE,
        liaison("xuzhou"),
        liaison("heze"),
        officer("xuzhou", city.bureau),
        officer("xuzhou", city.other),
        actor(Role.LEADER, "xuzhou"),
        actor(Role.LEADER),
        actor(Role.GROUP_LEAD, "xuzhou", city.bureau),
        actor(Role.GROUP_LEAD, "xuzhou", city.other),
        actor(Role.AUDITOR),
        actor(Role.ADMINISTRATOR),
        actor(Role.RESIDENT),
        actor(Role.PUBLIC),
        Actor(
            person="elsewhere",
            authority="elsewhere",
            member="xuzhou",
            roles=frozenset(Role),
            at=OFFICE.at,
            league="changzhutan",
            unit=city.bureau,
        ),
    )


@dataclass(frozen=True)
class Led:
    """A body, as far as the directory knows it."""

    id: str
    name: Bilingual
    dissolved_on: date | None = None


@pytest.fixture
def bodies() -> Iterator[None]:
    """A body that a unit can lead, though governance is not at hand here."""
    before = list(places._bodies_of)
    transport = Led(id="group-transport", name=Bilingual("交通组", "Transport"))
    places.use_bodies(lambda _: (transport,))
    yield
    places._bodies_of[:] = before


def test_sees_the_same_in_lists_and_alone(house: House, bodies: None) -> None:
    """The rule and its twin in SQL agree on every kind of reader and of duty."""
    city = house.cities["xuzhou"]
    people.add_posting(
        OFFICE,
        "huaihai",
        PostingDraft(
            kind=PostingKind.LEAD,
            member="xuzhou",
            unit=city.other,
            body="group-transport",
            from_on=date(2025, 1, 1),
        ),
    )
    combinations = product(
        ("xuzhou", "heze", None),
        (None, city.bureau, city.other),
        ("office", "xuzhou", "group-transport"),
        (None, "group-transport"),
    )
    opened(
        *(
            draft(f"x/{n}", member=member, unit=unit, owed_to=owed_to, body=body)
            for n, (member, unit, owed_to, body) in enumerate(combinations)
        )
    )
    handed = Duty.objects.filter(member="xuzhou", unit_id=None).first()
    assert handed is not None
    asked = [handing.Handing(unit=city.other)]
    handing.hand_on(liaison("xuzhou"), "huaihai", handed.pk, 1, asked)
    rows = list(Duty.objects.prefetch_related("parts"))
    for who in strangers(city):
        leads = led_bodies(who, "huaihai")
        alone = {
            row.pk
            for row in rows
            if may_see(
                who, owed_of(row, (str(p.unit_id) for p in row.parts.all())), leads
            )
        }
        assert set(visible(who, "huaihai").values_list("pk", flat=True)) == alone
        reckoning = reads.reckon("huaihai", TODAY)
        for row in rows:
            assert can_open(who, row.pk, reckoning) is (row.pk in alone)
    assert not visible(actor(Role.PUBLIC), "huaihai").exists()
    assert visible(OFFICE, "huaihai").count() == len(rows)
    assert visible(liaison("heze"), "huaihai").filter(~Q(member="heze")).count() == 0


def can_open(who: Actor, duty: UUID, reckoning: Any) -> bool:
    """Tell whether the page of a duty opens for somebody."""
    try:
        reads.get_duty(who, "huaihai", duty, reckoning)
    except Missing:
        return False
    return True


def test_cities_are_ranked_only_where_the_charter_assesses() -> None:
    """And only for the office."""
    assert may_rank(OFFICE, "huaihai", has_assessment=True)
    assert not may_rank(OFFICE, "huaihai", has_assessment=False)
    assert not may_rank(liaison("xuzhou"), "huaihai", has_assessment=True)


def test_who_owes_what(house: House) -> None:
    """A row for each series, a cell for each city, a count that names its denominator."""
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    for row in Duty.objects.exclude(member__in=("linyi", "heze")):
        acts.record_evidence(
            liaison(row.member), "huaihai", row.pk, 1, Done(on=TODAY, note="无")
        )
    matrix = inboxes.who_owes_what(OFFICE, "huaihai", reads.reckon("huaihai", TODAY))
    assert matrix.members == CITIES
    (shown,) = matrix.rows
    assert (shown.done, shown.total, shown.missing) == (8, 10, ("linyi", "heze"))
    assert shown.title == MINUTES.title
    assert [cell.state for cell in shown.cells if cell] == [
        *[DutyState.DONE] * 8,
        *[DutyState.DUE_SOON] * 2,
    ]
    late = reads.reckon("huaihai", date(2026, 12, 1))
    own = inboxes.who_owes_what(liaison("linyi"), "huaihai", late)
    assert own.members == ("linyi",)
    assert own.rows[0].cells[0] is not None
    assert own.rows[0].cells[0].state is DutyState.OVERDUE
    assert inboxes.who_owes_what(actor(Role.PUBLIC), "huaihai", late).rows == ()


def test_several_of_a_series_count_in_one_cell(league: None) -> None:
    """Five of six decisions adopted: the city is not done, and the worst state shows."""
    for number in range(6):
        opened(draft(f"adoption/{number}", member="shangqiu"))
    row = Duty.objects.get(key="adoption/3")
    for other in Duty.objects.exclude(pk=row.pk):
        acts.record_evidence(
            liaison("shangqiu"), "huaihai", other.pk, 1, Done(on=TODAY, note="x")
        )
    reckoning = reads.reckon("huaihai", date(2026, 12, 24))
    (shown,) = inboxes.who_owes_what(OFFICE, "huaihai", reckoning).rows
    (cell,) = shown.cells
    assert cell is not None
    assert (cell.done, cell.total, cell.state) == (5, 6, DutyState.OVERDUE)
    assert (shown.done, shown.total) == (0, 1)


def test_the_morning_says_what_is_missing(house: House) -> None:
    """A sentence, then the series with gaps; without gaps it says so."""
    reckoning = reads.reckon("huaihai", TODAY)
    empty = inboxes.morning(OFFICE, "huaihai", reckoning)
    assert empty.rows == ()
    requests.dispatch(OFFICE, "huaihai", MINUTES)
    said = inboxes.morning(OFFICE, "huaihai", reckoning)
    assert MINUTES.title in render(said.sentence)
    assert said.rows[0].missing == CITIES


def test_the_inbox_of_each(house: House) -> None:
    """The office has what falls to itself, the liaison his city's, the unit its own."""
    city = house.cities["xuzhou"]
    opened(
        draft("a/own", member=None),
        draft("a/city", unit=city.body),
        draft("a/unit", unit=city.bureau),
        draft("a/owed", member="heze", owed_to="xuzhou"),
        draft("a/next", unit=city.bureau, window=month(2026, 12 - 1)),
    )
    reckoning = reads.reckon("huaihai", TODAY)

    def today(who: Actor) -> set[str]:
        return {line.key for line in inboxes.inbox(who, "huaihai", reckoning).today}

    assert today(OFFICE) == {"a/own", "a/owed"}
    office = inboxes.inbox(OFFICE, "huaihai", reckoning)
    assert [row.series for row in office.gaps] == ["a"]
    assert office.total == 3 == inboxes.count_waiting(OFFICE, "huaihai", reckoning)
    assert inboxes.count_waiting(liaison("xuzhou"), "huaihai", reckoning) == 3
    assert today(liaison("xuzhou")) == {"a/city", "a/unit", "a/next"}
    assert today(officer("xuzhou", city.bureau)) == {"a/unit", "a/next"}
    assert today(actor(Role.PUBLIC)) == set()


def test_what_comes_next(league: None) -> None:
    """What is not due yet stands below what is, for two months ahead."""
    soon = Period(date(2027, 4, 1), date(2027, 5, 1))
    opened(draft("a/next", window=soon), draft("a/far", window=month(2029, 1)))
    later = date(2026, 12, 31)
    reckoning = reads.reckon("huaihai", later)
    assert inboxes.inbox(liaison("xuzhou"), "huaihai", reckoning).next == ()
    early = reads.reckon("huaihai", date(2026, 11, 1))
    box = inboxes.inbox(liaison("xuzhou"), "huaihai", early)
    assert (box.today, box.next) == ((), ())


def test_the_office_sees_what_cities_owe_next(league: None) -> None:
    """What cities owe within two months and does not press yet comes next, once."""
    opened(
        draft("a/1", member="heze"), draft("a/2"), draft("b/1", window=month(2027, 3))
    )
    opened_early = datetime(2026, 10, 1, tzinfo=UTC)
    Duty.objects.update(opened_at=opened_early)
    reckoning = reads.reckon("huaihai", date(2026, 10, 20))
    box = inboxes.inbox(OFFICE, "huaihai", reckoning)
    assert box.gaps == ()
    assert [(row.series, row.missing) for row in box.next_gaps] == [
        ("a", ("xuzhou", "heze"))
    ]
    assert box.next == ()
    assert inboxes.inbox(liaison("heze"), "huaihai", reckoning).next_gaps == ()
    pressing = inboxes.inbox(OFFICE, "huaihai", reads.reckon("huaihai", TODAY))
    assert [row.series for row in pressing.gaps] == ["a"]
    assert pressing.next_gaps == ()


def test_what_was_not_there_yet_is_not_shown(house: House) -> None:
    """On a day before, a duty is in no list and no count, and its page says so."""
    request = requests.dispatch(OFFICE, "huaihai", MINUTES)
    opened(draft("huaihai/2026/symposium/1"), draft("huaihai/2028/symposium/1"))
    calendar = Duty.objects.filter(key__startswith="huaihai/")
    calendar.update(source=Source.CALENDAR.value)
    Duty.objects.filter(key="huaihai/2028/symposium/1").update(
        window_start=date(2028, 11, 1)
    )
    asked = Duty.objects.filter(request=request)[0]
    before, on = (reads.reckon("huaihai", TODAY - timedelta(days=n)) for n in (1, 0))
    listed = [line.key for line in _lines(before)]
    # The calendar of this year and the next was there, whenever it was entered.
    assert listed == ["huaihai/2026/symposium/1"]
    assert reads.count_duties(OFFICE, "huaihai", before, Filters()) == 1
    assert inboxes.inbox(OFFICE, "huaihai", before).gaps[0].total == 1
    assert request_reads.list_requests(OFFICE, "huaihai", before) == ()
    assert len(request_reads.list_requests(OFFICE, "huaihai", on)) == 1
    assert len(_lines(on)) == len(CITIES) + 2
    with pytest.raises(Missing, match="not exist yet"):
        reads.get_duty(OFFICE, "huaihai", asked.pk, before)
    assert reads.get_duty(OFFICE, "huaihai", asked.pk, on).line.key == asked.key
    unsigned = reads.reckon("huaihai", date(2018, 12, 8))
    assert _lines(unsigned) == ()


def _lines(reckoning: Reckoning) -> tuple[DutyLine, ...]:
    return reads.list_duties(OFFICE, "huaihai", reckoning, Filters(), Order(), WHOLE)


def test_what_waited_on_a_day(house: House, place: Place) -> None:
    """A matter put higher waits from its day until the day of its answer."""
    Duty.objects.filter(pk=(duty := place())).update(
        opened_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    acts.escalate(
        OFFICE, "huaihai", duty, 1, acts.Escalation(level="coordination", proposal="x")
    )
    before, on = (reads.reckon("huaihai", TODAY - timedelta(days=n)) for n in (1, 0))
    assert inboxes.inbox(OFFICE, "huaihai", before).to_answer == ()
    assert list_matters(OFFICE, "huaihai", before) == ()
    assert len(inboxes.inbox(OFFICE, "huaihai", on).to_answer) == 1
    assert len(list_matters(OFFICE, "huaihai", on)) == 1


def test_feeds_keep_what_was_superseded(house: House) -> None:
    """Dated duties of a city or unit, also those that the calendar must cancel."""
    city = house.cities["xuzhou"]
    opened(draft("a/1", unit=city.bureau), draft("a/2"), draft("a/3", window=None))
    opened(draft("a/1", unit=city.bureau), complete=("a",))
    of_city = reads.feed_lines(OFFICE, "huaihai", as_of=TODAY, member="xuzhou")
    assert {(line.key, line.state) for line in of_city} == {
        ("a/1", DutyState.DUE_SOON),
        ("a/2", DutyState.SUPERSEDED),
    }
    of_unit = reads.feed_lines(OFFICE, "huaihai", as_of=TODAY, unit=city.bureau)
    assert [line.key for line in of_unit] == ["a/1"]
    long_after = TODAY + timedelta(days=600)
    later = reads.feed_lines(OFFICE, "huaihai", as_of=long_after, member="xuzhou")
    assert [line.key for line in later] == ["a/1"]
    strange = reads.feed_lines(liaison("heze"), "huaihai", as_of=TODAY, member="xuzhou")
    assert strange == ()


def test_what_is_searched(house: House) -> None:
    """A city's duties reach that city; the league's own reach the office."""
    opened(draft("a/1"), draft("a/2", member=None))
    reach = {d.words[0]: d.reach for d in reads.search_documents("huaihai")}
    assert reach == {"a/1": "city:xuzhou", "a/2": "office"}


@settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(max_size=30))
def test_any_words_are_searched(league: None, words: str) -> None:
    """Whatever is typed gives a list; percent signs and quotes are letters."""
    typed = words.replace("\0", "").encode("utf-8", "ignore").decode()
    assert keys(Filters(words=typed)) == []
