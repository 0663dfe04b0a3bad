"""What the search box finds, in which order, and for whom."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.models import SearchEntry
from hansa.chassis.search import SearchDocument
from hansa.kernel.text import Bilingual, Text, text

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LEAGUE = "huaihai"


def actor(
    *roles: Role, member: str | None = None, league: str | None = LEAGUE
) -> Actor:
    return Actor(
        person="test:somebody",
        authority="",
        member=member,
        roles=frozenset(roles),
        at=AT,
        league=league,
    )


PUBLIC = actor(Role.PUBLIC, league=None)
OFFICE = actor(Role.SECRETARIAT)


def document(
    key: str,
    title: Bilingual | Text | str,
    *words: str,
    kind: str = "clause",
    reach: str = search.PUBLIC,
) -> SearchDocument:
    return SearchDocument(
        kind=kind,
        key=key,
        reach=reach,
        title=title,
        under=Bilingual("合作机制", "Mechanism"),
        address=f"/{LEAGUE}/x/{key}/",
        words=words,
    )


CLAUSES = (
    document("GOV-11", Bilingual("轮值顺序", "Order of rotation"), "淮北、菏泽、济宁"),
    document("GOV-1", Bilingual("框架协议", "Framework agreement"), "轮值"),
    document("GOV-110", Bilingual("附则", "Final provisions"), "GOV-11"),
    document("ORG-1", Bilingual("淮海经济区座谈会", "Huaihai symposium")),
    document("ORG-2", Bilingual("徐州市发展改革委", "Xuzhou reform commission")),
    document("ORG-3", Bilingual("长沙市交通局", "Changsha transport bureau")),
    document("ORG-4", Bilingual("驻徐州联络处", "Liaison office in Xuzhou")),
    document(
        "DUTY-1", text("Minutes of {body}", body=Bilingual("座谈会", "symposium"))
    ),
)


@pytest.fixture
def filled(db: None) -> None:
    """Put the clauses above into the index."""
    search.put(LEAGUE, CLAUSES)


def keys(q: str, who: Actor = PUBLIC, most: int = 50) -> list[str]:
    return [hit.key for hit in search.find(who, LEAGUE, q, most)]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        # An id typed whole comes first, whatever else holds it.
        ("GOV-11", ["GOV-11", "GOV-110"]),
        ("gov-11", ["GOV-11", "GOV-110"]),
        ("ＧＯＶ－１１", ["GOV-11", "GOV-110"]),
        # Two characters, and one.
        ("徐州", ["ORG-2", "ORG-4"]),
        ("淮", ["ORG-1", "GOV-11"]),
        # A title that begins so comes before one that holds it, and words come last.
        ("轮值", ["GOV-11", "GOV-1"]),
        ("座谈会", ["ORG-1", "DUTY-1"]),
        # Pinyin initials, at the beginning of a title and within.
        ("xz", ["ORG-2", "ORG-4"]),
        ("hhjjq", ["ORG-1"]),
        ("HHJJQ", ["ORG-1"]),
        # A character of two readings is found by both.
        ("cs", ["ORG-3"]),
        ("zs", ["ORG-3", "GOV-11", "ORG-2"]),
        # Latin words by their beginning, in any case; all of them must be there.
        ("xuzh", ["ORG-2", "ORG-4"]),
        ("XUZHOU office", ["ORG-4"]),
        ("uzhou", []),
        # Sentences of the program are found in both languages.
        ("minutes symp", ["DUTY-1"]),
        # Characters that stand apart are no word of three.
        ("淮海市", []),
        ("经淮海", []),
        ("州徐", []),
        # Nothing that means anything.
        ("", []),
        ("  ，。%_*  ", []),
    ],
)
def test_what_is_found_and_in_which_order(
    q: str, expected: list[str], filled: None
) -> None:
    """Ids, then beginnings of titles, then what titles hold, then words."""
    assert keys(q) == expected


def test_a_hit_says_what_and_where(filled: None) -> None:
    """A hit carries its names in both languages and the address of its page."""
    (hit,) = search.find(PUBLIC, LEAGUE, "联络处", 5)
    assert hit == search.Hit(
        kind="clause",
        key="ORG-4",
        title=Bilingual("驻徐州联络处", "Liaison office in Xuzhou"),
        under=Bilingual("合作机制", "Mechanism"),
        address="/huaihai/x/ORG-4/",
    )


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (PUBLIC, {"p"}),
        (actor(Role.RESIDENT), {"p"}),
        (actor(), {"p"}),
        (actor(Role.LEADER), {"p", "l"}),
        (actor(Role.ADMINISTRATOR), {"p", "l"}),
        (actor(Role.CITY_LIAISON, member="xuzhou"), {"p", "l", "x"}),
        (actor(Role.UNIT_OFFICER, member="suzhou"), {"p", "l", "s"}),
        (OFFICE, {"p", "l", "o", "x", "s"}),
        (actor(Role.AUDITOR), {"p", "l", "o", "x", "s"}),
        (actor(Role.SECRETARIAT, league="changzhutan"), {"p"}),
        (actor(Role.CITY_LIAISON, member="office"), {"p", "l"}),
    ],
)
def test_nobody_finds_what_is_out_of_reach(
    who: Actor, seen: set[str], db: None
) -> None:
    """A city finds its own and the league's, the office all, the public what is public."""
    search.put(
        LEAGUE,
        [
            document("p", "台账", reach=search.PUBLIC),
            document("l", "台账", reach=search.LEAGUE),
            document("o", "台账", reach=search.OFFICE),
            document("x", "台账", reach=search.of_city("xuzhou")),
            document("s", "台账", reach=search.of_city("suzhou")),
        ],
    )
    assert set(keys("台账", who)) == seen
    assert keys("x", who) == (["x"] if "x" in seen else [])


def test_what_is_of_the_desk_or_inside_a_city(db: None) -> None:
    """What liaisons get is not for each clerk; what they send inside not for the office."""
    search.put(
        LEAGUE,
        [
            document("d", "台账", reach=search.of_desk("xuzhou")),
            document("i", "台账", reach=search.inside_city("xuzhou")),
        ],
    )
    found = [
        "".join(sorted(keys("台账", who)))
        for who in (
            actor(Role.SECRETARIAT),
            actor(Role.AUDITOR),
            actor(Role.CITY_LIAISON, member="xuzhou"),
            actor(Role.LEADER, member="xuzhou"),
            actor(Role.UNIT_OFFICER, member="xuzhou"),
            PUBLIC,
        )
    ]
    assert found == ["d", "di", "di", "di", "", ""]


def test_leagues_do_not_mix(filled: None) -> None:
    """What one league knows is not found in another."""
    search.put("changzhutan", [document("GOV-11", "徐州")])
    assert [h.key for h in search.find(OFFICE, "changzhutan", "徐州", 5)] == ["GOV-11"]
    assert [h.key for h in search.find(PUBLIC, "changzhutan", "徐州", 5)] == ["GOV-11"]
    assert keys("徐州") == ["ORG-2", "ORG-4"]


def test_at_most_so_many(filled: None) -> None:
    """The caller says how many hits it can show."""
    assert keys("徐州", most=1) == ["ORG-2"]


def test_put_again_takes_the_place_of_the_first(filled: None) -> None:
    """A document of the same kind and key is found by its new writing only."""
    search.put(LEAGUE, [document("ORG-2", "徐州市发展委")])
    assert keys("徐州市") == ["ORG-2"]
    assert keys("发展改革") == []
    assert SearchEntry.objects.count() == len(CLAUSES)


def test_dropped_is_not_found(filled: None) -> None:
    """What is dropped is gone, and dropping it twice is no fault."""
    search.drop(LEAGUE, "clause", ["ORG-2", "nowhere"])
    search.drop(LEAGUE, "clause", ["ORG-2"])
    assert keys("徐州") == ["ORG-4"]


def test_a_kind_is_replaced_as_a_whole(filled: None) -> None:
    """Replacing one kind leaves the others, and counts what changed."""
    search.put(LEAGUE, [document("W-1", "徐州—淮北 高速公路", kind="work")])
    assert search.replace_kind(LEAGUE, "clause", CLAUSES[3:5]) == len(CLAUSES) - 2
    assert keys("徐州") == ["W-1", "ORG-2"]
    assert keys("轮值") == []


def provider(league: str) -> Iterable[SearchDocument]:
    return CLAUSES if league == LEAGUE else ()


def one_more(league: str) -> Iterator[SearchDocument]:
    yield document("P-1", "徐州市联络员一", kind="person", reach=search.LEAGUE)


def test_a_second_rebuild_writes_nothing(db: None) -> None:
    """Rebuilding brings the index up to date, and again changes nothing."""
    assert search.rebuild(LEAGUE, [provider, one_more]) == len(CLAUSES) + 1
    before = list(SearchEntry.objects.order_by("pk").values())
    with CaptureQueriesContext(connection) as asked:
        assert search.rebuild(LEAGUE, [provider, one_more]) == 0
    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert not [q for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert search.rebuild(LEAGUE, [provider]) == 1
    assert keys("徐州", OFFICE) == ["ORG-2", "ORG-4"]


def test_a_lost_index_comes_back(filled: None) -> None:
    """Entries that the index lacks, as after a restored backup, are indexed again."""
    lose = {
        "sqlite": "DELETE FROM chassis_search_index",
        "postgresql": "UPDATE chassis_searchentry SET terms = NULL",
    }
    with connection.cursor() as cursor:
        cursor.execute(lose[connection.vendor])
    assert keys("徐州") == []
    search.rebuild(LEAGUE, [provider])
    assert keys("徐州") == ["ORG-2", "ORG-4"]


def test_one_question_is_one_query(filled: None) -> None:
    """However much is found, the database is asked once."""
    search.put(LEAGUE, [document(f"N-{n}", f"通知{n}", "徐州") for n in range(200)])
    with CaptureQueriesContext(connection) as asked:
        assert len(keys("徐州", most=100)) == 100
    assert len(asked) == 1


@pytest.mark.parametrize(
    "q",
    [
        '"',
        "'; DROP TABLE chassis_searchentry; --",
        '徐州" OR "淮海',
        "terms : 徐州",
        "NEAR(徐州 淮海)",
        "徐州 NOT 淮海",
        "^徐州*",
        "{terms} : *",
        "徐州\0淮海",
        "\ue000xz",
        "a" * 5000,
        "徐" * 5000,
        "徐州 " * 500,
        "\ud800徐州",
        "!&|():*<->'\\",
        "ﬀ ẞ İ ı 𠮷𠮷 ① ㈱ Ⅷ",
    ],
)
def test_a_question_is_never_a_command(q: str, filled: None) -> None:
    """Operators of query languages are letters like any other, or nothing."""
    search.find(PUBLIC, LEAGUE, q, 10)
    assert SearchEntry.objects.count() == len(CLAUSES)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(q=st.text(max_size=60))
def test_whatever_is_typed_is_a_question(q: str, filled: None) -> None:
    """No writing makes the search fail."""
    search.find(OFFICE, LEAGUE, q, 10)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(title=st.text("淮海徐州市长沙经济区会重庆", min_size=1, max_size=12))
def test_every_title_is_found_by_itself(title: str, db: None) -> None:
    """A Chinese title is found by the whole of it and by each of its pairs."""
    search.replace_kind(LEAGUE, "clause", [document("C-1", title)])
    assert keys(title) == ["C-1"]
    for start in range(len(title) - 1):
        assert keys(title[start : start + 2]) == ["C-1"]
