"""Measure the search box over 50,000 documents, beside a plain LIKE of the same run.

``python -m benchmarks.search`` makes a database of its own and removes it. With
HANSA_DATABASE_URL set, as by ``tools/with_postgres.py``, it takes that one instead.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

COUNT = 50_000
ROUNDS = 7
LEAGUE = "huaihai"
PLACES = (
    "徐州",
    "连云港",
    "宿迁",
    "淮北",
    "宿州",
    "商丘",
    "枣庄",
    "济宁",
    "临沂",
    "菏泽",
)
THINGS = (
    "交通",
    "产业",
    "生态",
    "环保",
    "医疗",
    "教育",
    "旅游",
    "水利",
    "电力",
    "港口",
    "铁路",
    "高速公路",
)
ACTS = ("协调会议纪要", "年度报告", "联合执法方案", "项目清单", "进展通报", "统计台账")
QUESTIONS = {
    "two characters, in 1 of 10": "徐州",
    "two characters, rare": "罕见",
    "one character, in 1 of 5": "州",
    "an id typed whole": "DUTY-31415",
    "three words": "徐州 铁路 2031",
    "pinyin initials": "xztl",
    "an English beginning": "harb",
    "nothing": "巴黎",
}


def seconds(work: Callable[[], object]) -> float:
    """Give the median time of several rounds."""
    taken = []
    for _ in range(ROUNDS):
        begins = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begins)
    return statistics.median(taken)


def main() -> None:
    """Make the documents, ask every question both ways, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "search.sqlite3"
        os.environ.setdefault("HANSA_DATABASE_URL", f"sqlite:///{file}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.site.settings")
        django.setup()
        from django.db import connection

        from hansa.chassis import database, search

        database.bring_up_to_date()
        print(f"{connection.vendor}, {COUNT} documents\n")
        print("| what | ms | ratio to its yardstick |")
        print("|---|---:|---:|")
        first = _once(lambda: search.rebuild(LEAGUE, [_documents]))
        again = _once(lambda: search.rebuild(LEAGUE, [_documents]))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _row("the whole index made (the yardstick)", first, first)
        _row("brought up to date, nothing changed", again, first)
        for name, q in QUESTIONS.items():
            _ask(name, q)
        connection.close()


def _ask(name: str, q: str) -> None:
    from django.db.models import Q
    from django.db.models.functions import Length

    from hansa.chassis import search
    from hansa.chassis.actor import Actor, Role
    from hansa.chassis.models import SearchEntry
    from hansa.chassis.search_words import plain_letters

    asker = Actor(
        person="bench",
        authority="",
        member=None,
        roles=frozenset({Role.SECRETARIAT}),
        at=datetime(2026, 11, 24, tzinfo=UTC),
    )

    def like() -> object:
        words = plain_letters(q)
        rows = SearchEntry.objects.filter(league=LEAGUE)
        for word in words.split():
            rows = rows.filter(Q(words__contains=word) | Q(initials__contains=word))
        nearness = search._nearness(words)
        ranked = rows.annotate(nearness=nearness, length=Length("titles"))
        return list(ranked.order_by("nearness", "length", "kind", "key")[:50])

    plain = seconds(like)
    _row(f"{name}: LIKE (the yardstick)", plain, plain)
    _row(
        f"{name}: the index, ranked",
        seconds(lambda: search.find(asker, LEAGUE, q, 50)),
        plain,
    )


def _documents(league: str) -> Iterator[Any]:
    from hansa.chassis.search import PUBLIC, SearchDocument
    from hansa.kernel.text import Bilingual

    chance = random.Random(20181209)
    for number in range(COUNT):
        place, thing = chance.choice(PLACES), chance.choice(THINGS)
        title = f"{place}{thing}{chance.choice(ACTS)}{2019 + number % 20}"
        yield SearchDocument(
            kind="duty",
            key=f"DUTY-{number}",
            reach=PUBLIC,
            title=Bilingual(title, f"Harbour report {number}"),
            under=Bilingual("应办事项", "Duty"),
            address=f"/{league}/duties/{number}/",
            words=("罕见",) if number % 1000 == 0 else (),
        )


def _once(work: Callable[[], object]) -> float:
    begins = time.perf_counter()
    work()
    return time.perf_counter() - begins


def _row(name: str, taken: float, yardstick: float) -> None:
    print(f"| {name} | {taken * 1000:.1f} | {taken / yardstick:.2f} |")


if __name__ == "__main__":
    main()
