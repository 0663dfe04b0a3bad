"""Every public page answers, in both languages, for any day, within its budgets."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

PAGES = (
    "/",
    "/huaihai/",
    "/changzhutan/",
    "/huaihai/governance/calendar/",
    "/changzhutan/governance/calendar/?from=2018&to=2026",
    "/huaihai/governance/bodies/",
    "/changzhutan/governance/bodies/",
    "/huaihai/charter/clauses/",
    "/changzhutan/charter/clauses/",
    "/huaihai/charter/clauses/?q=轮值",
    "/huaihai/charter/clauses/GOV-11/",
    "/huaihai/charter/clauses/TXT-03/",
    "/changzhutan/charter/clauses/GOV-12/",
    "/changzhutan/charter/clauses/PRJ-05/",
    "/huaihai/delivery/works/",
    "/changzhutan/delivery/works/?programme=three-trunks",
    "/huaihai/delivery/works/PRJ-07/",
    "/changzhutan/delivery/works/PRJ-05/",
    "/huaihai/systems/",
    "/changzhutan/systems/",
    "/huaihai/nowhere/",
    "/huaihai/?as-of=tomorrow",
)
HTML_BYTES_MAX = 100_000


def page(client: Client, address: str, language: str) -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer["content-type"].startswith("text/html")
    return answer.content.decode()


def visible(html: str) -> str:
    """Give what a reader sees, without what is marked as quoted Chinese or English."""
    for tag in ("script", "style", "svg"):
        html = re.sub(rf"<{tag}\b.*?</{tag}>", " ", html, flags=re.DOTALL)
    html = re.sub(
        r'<(\w+)[^>]*\blang="(?:zh-Hans|en)"[^>]*>.*?</\1>',
        " ",
        re.split("<body[^>]*>", html)[1],
        flags=re.DOTALL,
    )
    return re.sub(r"<[^>]+>", " ", html)


def test_headings_of_a_list_sort_it(client: Client, leagues: None) -> None:
    """What has an order is a link; the one that sorts asks for the other way next."""
    html = page(client, "/huaihai/delivery/works/?sort=mode", "en")
    assert re.search(r'id="sort-mode" href="[^"]*sort=-mode', html)
    assert 'aria-sort="ascending"' in html
    assert 'id="sort-cities"' not in html, "it has no order"


@pytest.mark.parametrize("address", PAGES)
def test_chinese_pages_hold_no_english(
    address: str, client: Client, leagues: None
) -> None:
    """A page in Chinese has no two English words in a row."""
    seen = visible(page(client, address, "zh-CN"))
    assert not re.findall(
        r"[A-Za-z]{3,} [A-Za-z]{2,}", seen.replace("Chang-Zhu-Tan", "")
    )


@pytest.mark.parametrize("address", PAGES)
def test_english_pages_hold_no_chinese(
    address: str, client: Client, leagues: None
) -> None:
    """A page in English has Chinese only where it quotes the text."""
    seen = visible(page(client, address, "en-GB"))
    quoted = re.sub(r"conditional \([^)]+\)|“[^”]*”|\[[^]]*\]", "", seen)
    assert not re.findall(r"[\u4e00-\u9fff]+", quoted)


@pytest.mark.parametrize("address", PAGES)
def test_pages_keep_their_budget(address: str, client: Client, leagues: None) -> None:
    """No page is heavier than 100 kB, and none holds a style or a script within."""
    html = page(client, address, "en-GB")
    assert len(html.encode()) < HTML_BYTES_MAX
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "style=" not in html


@pytest.mark.row("H-GOV-10", part="page")
def test_league_page_says_whose_turn_it_is(client: Client, leagues: None) -> None:
    """The first sentence names the host of the year asked for, and the next one."""
    html = page(client, "/huaihai/?as-of=2026-11-24", "zh-CN")
    answer = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert answer is not None
    assert "2026" in answer[1]
    assert "宿州" in answer[1]
    assert "徐州" in answer[1]


def test_founding_year_is_explained(client: Client, leagues: None) -> None:
    """As of the founding session Xuzhou is in turn, outside the cycle, year inferred."""
    html = page(client, "/huaihai/?as-of=2018-12-09", "en-GB")
    assert "Xuzhou held the founding term, outside the cycle." in html
    assert "A-01" in html


def test_before_the_agreement_pages_say_so(client: Client, leagues: None) -> None:
    """Before the day it takes effect the charter answers, and pages say since when."""
    for room in ("", "governance/bodies/", "charter/clauses/"):
        early = page(client, f"/huaihai/{room}?as-of=2018-06-01", "en")
        assert "On 2018-06-01 the agreement was not in force yet" in early
        assert "it takes effect on 2018-12-09" in early
        signed = page(client, f"/huaihai/{room}?as-of=2018-12-09", "en")
        assert "not in force yet" not in signed


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "There is no league “nowhere” here."),
        ("/huaihai/charter/clauses/GOV-99/", 404, "Did you mean"),
        ("/huaihai/delivery/works/PRJ-99/", 404, "There is no work PRJ-99"),
        ("/huaihai/?as-of=2026-13-01", 422, "Write it as 2026-11-24."),
        ("/huaihai/governance/calendar/?from=2017", 422, "first conference"),
        ("/huaihai/governance/calendar/?from=abc", 422, "Write a year"),
        ("/huaihai/governance/calendar/?from=2030&to=2020", 422, "Years must rise"),
        ("/huaihai/delivery/works/?programme=none", 422, "There is no programme"),
        ("/huaihai/delivery/works/?stage=x", 422, "“Stage” cannot be “x”."),
        ("/huaihai/charter/clauses/?kind=x", 422, "“Kind” cannot be “x”."),
        ("/huaihai/directory/units/?kind=x", 422, "“Kind” cannot be “x”."),
    ],
)
def test_problems_say_what_to_do(
    address: str, status: int, words: str, client: Client, leagues: None
) -> None:
    """A wrong address or parameter answers with its status and a way on."""
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_search_finds_two_characters_and_escapes(client: Client, leagues: None) -> None:
    """Two Chinese characters are a word; what was typed comes back as text."""
    found = page(client, "/huaihai/charter/clauses/?q=轮值", "zh-CN")
    assert "GOV-10" in found
    nothing = page(
        client, "/huaihai/charter/clauses/?q=<script>alert(1)</script>", "en"
    )
    assert "<script>" not in nothing
    assert "No clause holds all these words." in nothing


def test_empty_installation_says_how_to_begin(client: Client, db: None) -> None:
    """Without any league the first page names the command that starts one."""
    assert "hansa charter apply" in page(client, "/", "en")


def test_language_is_switched_and_kept(client: Client, leagues: None) -> None:
    """The switch sets the language of later pages and returns to the same address."""
    answer = client.post("/language/setlang/", {"language": "en", "next": "/huaihai/"})
    assert answer.status_code == 302
    assert answer["location"] == "/huaihai/"
    assert '<html lang="en">' in client.get("/huaihai/").content.decode()


def test_language_switch_does_not_lead_away(client: Client, leagues: None) -> None:
    """The switch never redirects to another site."""
    away = {"language": "en", "next": "https://example.org/"}
    assert client.post("/language/setlang/", away)["location"] == "/"


@pytest.mark.parametrize("address", PAGES[:-2])
def test_pages_forbid_foreign_content(
    address: str, client: Client, leagues: None
) -> None:
    """Every page carries a strict content policy and may not be framed."""
    answer = client.get(address)
    assert "default-src 'self'" in answer["content-security-policy"]
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert answer["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_change_nothing(
    method: str, client: Client, leagues: None
) -> None:
    """Public addresses answer reads only."""
    for address in ("/huaihai/", "/api/v1/leagues"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 405


QUERIES = {
    "/": 2,
    "/huaihai/": 9,
    "/huaihai/governance/calendar/": 9,
    "/huaihai/governance/calendar/?from=2018&to=2040": 9,
    "/huaihai/governance/bodies/": 4,
    "/huaihai/governance/calendar/?recorded=coming&sort=-period": 9,
    "/huaihai/charter/clauses/": 3,
    "/huaihai/charter/clauses/GOV-11/": 4,
    "/huaihai/charter/clauses/?kind=rule&sort=-line": 3,
    "/huaihai/systems/": 5,
    "/huaihai/delivery/works/": 4,
    "/huaihai/delivery/works/PRJ-07/": 6,
}


@pytest.mark.parametrize(("address", "count"), QUERIES.items())
def test_query_counts_stay(
    address: str,
    count: int,
    client: Client,
    leagues: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """A page asks the database the same few questions however much it shows."""
    client.get(address)
    with django_assert_num_queries(count):
        client.get(address)


def test_a_form_without_token_gets_a_page_that_helps(leagues: None) -> None:
    """A form from elsewhere is refused in the reader's language, with what to do."""
    client = Client(enforce_csrf_checks=True)
    for language, words in (("en", "Open the page again"), ("zh-CN", "请重新打开页面")):
        answer = client.post(
            "/language/setlang/",
            {"language": "en"},
            headers={"accept-language": language},
        )
        assert answer.status_code == 403
        assert words in answer.content.decode()


def test_before_the_agreement_nobody_is_in_turn(client: Client, leagues: None) -> None:
    """A day before the first conference has no host, and the page says from when on."""
    answer = client.get("/huaihai/?as-of=2017-06-01", headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "Ask for 2018-01-01 or a later day." in answer.content.decode()


def test_the_inferred_year_is_marked(client: Client, leagues: None) -> None:
    """The founding session stands as recorded, with its year marked as inferred."""
    html = page(client, "/huaihai/governance/calendar/?from=2018&to=2018", "en")
    assert "2018-12-09 (year inferred) Xuzhou, Jiangsu" in " ".join(html.split())
