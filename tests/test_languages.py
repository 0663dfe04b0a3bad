"""Not one untranslated sentence: every page of every reader, in both languages.

What people typed is shown as they typed it, and stands in ``TYPED``; what is the same in
every language stands in ``SAME``. Everything else that is read on a Chinese page is
Chinese, and on an English page English.
"""

import copy
import logging
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hansa.chassis.actor import Role
from tests.matrix import GUARDS, RULES, Rule
from tests.test_matrix import OWN_PAGES, address_of
from tests.world import AT, CITY, FAR, Things, World, browser_for, drain
from tools import messages

SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-confirm", "label")
SILENT = frozenset({"script", "style", "template", "code"})
"""What is not read as words; in ``code`` stand keys, hashes and lines of files."""
CHINESE = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
SAME = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(
        (
            r"https?://\S+",
            r"[\w.+-]+@[\w.-]+",
            r"/[\w<>:/.-]*",
            r"[A-Z]{1,3}-\d+",
            # Names of acts' objects in the journal, and codes of rights.
            r"[a-z0-9]+:[\w:/.-]+",
            r"[a-z]+\.[a-z-]+",
            r"[0-9a-f]{8}-[0-9a-f-]{27}",
            r"[0-9a-f]{12,}",
            r"[A-Za-z0-9_-]{40,}",
            r"(?<=…)[\w-]{4}",
            r"(?:huaihai|changzhutan)/\d{4}[\w/-]*",
            r"[a-z-]+-(?:suzhou|xuzhou|changsha)",
            r"(?:Hansa|HANSA|API|CSV|iCalendar|JSON|OpenAPI|Webhook|ID|EN|English|Esc)",
            r"(?:xlsx|docx|csv|pdf|ics|SHA|MB|kB|SMTP|OIDC|HMAC|URL|HTTP|Excel|PDF)",
            r"(?:Windows|Outlook|Internet|iPhone|iPad|Mac|Web)",
            # Serials, ids of institutions, codes of rows and shortened hashes.
            r"(?:suzhou|xuzhou|linyi|changsha|zhuzhou|xiangtan)-[\w.]+",
            r"[A-Z]{3,}_[A-Z]{3,}",
            r"[0-9a-f]{4}…[0-9a-f]{3}|[0-9a-f]{8}",
            # Ids of lists, schemes, services and rules, as files and charters write them.
            r"(?:denylist|terminals)",
            r"(?:transit|parking|bus|metro|street)(?:、(?:metro|street))?",
            r"(?:example-\d|YAML|Parquet|JSONL|gz|CL|AD|FB|LD)",
            r"hansa account password-link",
            r"hansa clearing [a-z -]+",
            # Whose turn it is as a sum, and the initials that the order follows.
            r"mod",
            r"[A-Z]{2,3}(?: · [A-Z]{2,3})+",
        )
    )
    + ")(?![A-Za-z0-9])"
)
"""Names, codes and addresses, which no language changes."""
TYPED = (
    *("纪要征求意见", "请反馈意见。", "派驻人员名单", "正在汇总。", "人员调整。"),
    *("无意见。", "已报送。", "寒潮天气", "做好防范", "值班邮箱", "名册.xlsx"),
    *("回执.pdf", "淮海座谈〔2026〕1号", "本市", "weather:2026-11-24", "接口"),
    *("协同发展办公室", "不同意。", "请协调。", "请补充。", "值班员", "值班"),
    *("断头路", "收费站", "改期。", "另议。", "省交通运输厅"),
    # Drafts of rules: titles, numbers of articles, figures and words.
    *("停放条例", "应当在15日内登记。", "应当在30日内登记。", "第一条", "第二条"),
    *("15日", "30日"),
    *("更正。", "签批件", "请知悉。", "知悉。", "规划专家", "某大学"),
    # Circulars are cited as they are numbered; so are those of the world.
    *("交通同城化建设联合工作组通报〔2026〕1号", "交通专项小组通报〔2026〕1号"),
    "交通同城化建设联合工作组通报〔2026〕2号",
    # Minutes are a paper of the cities and have one language.
    "2026年11月20日，产业协同发展联合工作组召开。现纪要如下。",
    "2026年11月20日，产业专项小组召开。现纪要如下。",
    "以上为原则性意见。",
    *("对账明细.pdf", "请核对。", "苏办〔2026〕1号", "少计"),
    *("宿州市政府办公室", "宿办函〔2026〕1号", "纪要〔2026〕1号"),
    # The office that an account acts for, as the journal keeps it.
    "宿州市",
)
"""What the people of the house typed, and what their forms quote of it."""
QUOTED = re.compile(r"“[^”]*”|conditional \([^)]*\)|such as [^.]*\.")
"""On an English page the words of the agreement, and examples of what is typed."""
ALIKE = frozenset(
    {
        *("iPhone, iPad, Mac", "{member} in {league}", "IPv4", "IPv6"),
        "{sender} ({received} of {expected})",
    }
)
"""Texts whose translation holds no Chinese, because it is a name or a sign."""


class Reader(HTMLParser):
    """Reads a page as a person does, with eyes or a screen reader."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.heard: list[str] = []
        self._open: list[tuple[str, bool]] = []

    @property
    def _is_silent(self) -> bool:
        return any(silent for _, silent in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quoted = given.get("lang") not in {None, self.language}
        silent = tag in SILENT or quoted
        if not silent and not self._is_silent:
            self._hear_attributes(tag, given)
        if tag not in VOID:
            self._open.append((tag, silent))

    def _hear_attributes(self, tag: str, given: dict[str, str | None]) -> None:
        self.heard += [given[name] or "" for name in SPOKEN if name in given]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"}:
            self.heard.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, _ = self._open.pop()
            if opened == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._is_silent and data.strip():
            self.heard.append(" ".join(data.split()))


VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link"),
        *("meta", "source", "track", "wbr"),
    }
)


def foreign(html: str, language: str) -> list[str]:
    """Give what a page says in the other language."""
    reader = Reader(language)
    reader.feed(html)
    wrong = ENGLISH if language == "zh-Hans" else CHINESE
    found = []
    for said in reader.heard:
        left = said
        for typed in TYPED:
            left = left.replace(typed, " ")
        if language == "en":
            left = QUOTED.sub(" ", left)
        if wrong.search(SAME.sub(" ", left)):
            found.append(said)
    return found


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


READERS = (
    (Role.SECRETARIAT, CITY, ""),
    (Role.CITY_LIAISON, CITY, ""),
    (Role.CLEARING_OPERATOR, CITY, "clearing:"),
    (Role.APPROVER, CITY, "clearing:"),
    (Role.ADMINISTRATOR, CITY, "accounts:"),
    (Role.SECURITY_OFFICER, CITY, "accounts:"),
)
"""Who does what: each fills in the forms of its work, and sends them empty too."""
ONLOOKERS = (
    (Role.UNIT_OFFICER, CITY),
    (Role.LEADER, CITY),
    (Role.AUDITOR, CITY),
    (Role.SECRETARIAT, FAR),
    (Role.PUBLIC, CITY),
)
LANGUAGES = ("zh-Hans", "en")
NOT_READ = frozenset(
    {"accounts:identity", "accounts:identity-return", "set_language", "feeds:entry"}
)
"""What is no page: it leads elsewhere, or gives a file."""


def rules_of(name: str) -> tuple[Rule, ...]:
    """Give how a page is asked for: as it is, by its act, and by its act left empty."""
    looked = (Rule(verb="get", needs=()),)
    acts = tuple(rule for rule in RULES.get(name, ()) if rule.verb == "post")
    looks = tuple(rule for rule in RULES.get(name, ()) if rule.query)
    bare = tuple(Rule(verb="post", needs=(), named=rule.named) for rule in acts)
    own = (Rule(verb="post", needs=()),) if OWN_PAGES.get(name) == "post" else ()
    return (*looked, *looks, *acts, *bare, *own)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "member", "room"), READERS, ids=[role.value for role, _, _ in READERS]
)
def test_every_page_and_message_speaks_its_readers_language(
    role: Role, member: str, room: str, language: str, world: World
) -> None:
    """No page, no form sent back and no message holds a word of the other language."""
    client = browser_for(world, role, member, language)
    asked = [
        (name, rule)
        for name in GUARDS
        if name not in NOT_READ and name.startswith(room)
        for rule in rules_of(name)
    ]
    _refuse_foreign(client, asked, world.cities[member], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("role", "member"), ONLOOKERS, ids=[f"{r.value}-{m}" for r, m in ONLOOKERS]
)
def test_every_page_speaks_its_readers_language(
    role: Role, member: str, language: str, world: World
) -> None:
    """Whoever only looks reads one language too, also where a page is refused."""
    client = browser_for(world, role, member, language)
    asked = [
        (name, Rule(verb="get", needs=())) for name in GUARDS if name not in NOT_READ
    ]
    _refuse_foreign(client, asked, world.cities[member], language)


def _refuse_foreign(
    client: Client, asked: Iterable[tuple[str, Rule]], things: Things, language: str
) -> None:
    faults: dict[str, set[str]] = {}
    for name, rule in asked:
        html = page_of(client, rule, address_of(name, things, rule.named), things)
        if found := foreign(html, language):
            faults.setdefault(name, set()).update(found)
    told = "\n".join(f"{name}: {sorted(found)}" for name, found in faults.items())
    assert not faults, told


def page_of(client: Client, rule: Rule, address: str, things: Things) -> str:
    """Give the page of an answer, or the one it leads to, with its message."""
    cookies = copy.deepcopy(client.cookies)
    asked = rule.query or rule.body
    with transaction.atomic():
        send: Any = getattr(client, rule.verb)
        answer = send(address, asked(things) if asked else {}, follow=True)
        drain(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return str(answer.content.decode()) if is_page else ""


def test_every_text_is_translated(capsys: pytest.CaptureFixture[str]) -> None:
    """Texts, refusals, findings and help: all are in the catalogue, none stale or vague."""
    assert messages.check() == 0, capsys.readouterr().out
    assert not [one.id for one in messages.stored() if one.id and one.fuzzy]
    both = [one for one in messages.stored() if one.id]
    alike = {
        str(one.id)
        for one in both
        if ENGLISH.search(re.sub(r"[{(]\w+[})]", "", str(one.id)))
        and not CHINESE.search(str(one.string))
    }
    assert alike <= ALIKE


def test_no_text_calls_a_league_an_alliance() -> None:
    """A league is a 合作区域 or a 都市圈; 联盟 is no word of the agreements."""
    assert not [one.id for one in messages.stored() if "联盟" in str(one.string)]


def test_what_is_done_has_one_word() -> None:
    """A duty that is done is 已办结, as a case that is closed."""
    said = {str(one.id): str(one.string) for one in messages.stored() if one.id}
    assert said["done"] == said["closed"] == "已办结"
