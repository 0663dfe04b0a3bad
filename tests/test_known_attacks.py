"""What an attacker tries, in tables: links again, ids of others, fields, forms, markup.

Guessed ids and reads across cities are walked over every page and operation in
``tests/test_matrix.py`` and ``tests/test_matrix_api.py``.
"""

import copy
import csv
import io
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from hansa.chassis.actor import Role
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keeping, keys, passwords
from hansa.directory.terms.accounts import Scope
from hansa.duties.services import sending
from hansa.site import access
from tests import matrix_api
from tests.matrix import GUARDS, RULES, Rule
from tests.test_matrix import OWN_PAGES, address_of, ask
from tests.test_matrix_api import address_of as operation_of
from tests.test_matrix_api import program
from tests.world import (
    AT,
    CITY,
    LEAGUE,
    OTHER,
    PASSWORD,
    SHELL,
    Things,
    World,
    browser_for,
    drain,
    key_for,
    sign_in,
)

KEEPERS: Mapping[str, Role] = {
    "accounts.keep": Role.ADMINISTRATOR,
    "accounts.grant": Role.SECURITY_OFFICER,
    "duties.hand-on": Role.CITY_LIAISON,
    "duties.return-part": Role.CITY_LIAISON,
    "notices.sign": Role.CITY_LIAISON,
}
"""Who has the right to an act, where the office of the league has not."""


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def keeper_of(rule: Rule) -> Role:
    """Give a role that may do what a rule is about."""
    needed = rule.needs[0][0] if rule.needs else ""
    return KEEPERS.get(needed, Role.SECRETARIAT)


# Links again


def _receipt(things: Things) -> tuple[int, int]:
    page, signed = (
        reverse("receipt:page", args=[things.receipt]),
        {
            "name": "王五",
            "office": "宿州市政府办公室",
        },
    )
    first = Client().post(page, signed)
    again = Client().post(page, {**signed, "name": "另一人"})
    assert "另一人" not in Client().get(page).content.decode()
    return first.status_code, again.status_code


def _reset(things: Things) -> tuple[int, int]:
    page = reverse("accounts:reset-link", args=[things.reset])
    first, second = (
        {"password": word, "again": word} for word in (PASSWORD, "other-words-1")
    )
    client = Client()
    used = client.post(page, first)
    return used.status_code, Client().post(page, second).status_code


def _invitation(things: Things) -> tuple[int, int]:
    """An invitation that was sent twice: the second ends the first."""
    page = reverse("accounts:reset-link", args=[things.reset])
    opened = Client().get(page).status_code
    passwords.make_link(SHELL, things.account)
    return opened, Client().get(page).status_code


def _feed(things: Things) -> tuple[int, int]:
    page = reverse("feeds:secret", args=[things.feed_secret])
    opened = Client().get(page).status_code
    someone = account_reads.actor_of_account(things.account, LEAGUE, AT)
    keys.revoke_feed(someone, str(things.feed))
    return opened, Client().get(page).status_code


def _feed_of_one_gone(things: Things) -> tuple[int, int]:
    page = reverse("feeds:secret", args=[things.feed_secret])
    opened = Client().get(page).status_code
    keeping.deactivate(SHELL, things.account)
    return opened, Client().get(page).status_code


def _feed_of_a_new_password(things: Things) -> tuple[int, int]:
    page = reverse("feeds:secret", args=[things.feed_secret])
    opened = Client().get(page).status_code
    passwords.use_link(account_reads.public(AT), things.reset, PASSWORD)
    return opened, Client().get(page).status_code


def _key(things: Things) -> tuple[int, int]:
    asked = program(things.secret)
    first = asked.get("/api/v1/me").status_code
    someone = account_reads.actor_of_account(things.account, LEAGUE, AT)
    keys.revoke_key(someone, str(things.key))
    return first, asked.get("/api/v1/me").status_code


def _session(things: Things) -> tuple[int, int]:
    """A cookie that was copied is worth nothing once its owner signed out."""
    owner, thief = Client(), Client()
    sign_in(owner, things.account)
    thief.cookies = copy.deepcopy(owner.cookies)
    first = thief.get(reverse("accounts:account")).status_code
    thief.cookies = copy.deepcopy(owner.cookies)
    owner.post(reverse("accounts:sign-out"))
    return first, thief.get(reverse("accounts:account")).status_code


LINKS: Mapping[str, tuple[Callable[[Things], tuple[int, int]], int, set[int]]] = {
    "receipt": (_receipt, 302, {200}),
    "reset": (_reset, 302, {404}),
    "invitation": (_invitation, 200, {404}),
    "feed, revoked": (_feed, 200, {404}),
    "feed of an account put out": (_feed_of_one_gone, 200, {404}),
    "feed of a new password": (_feed_of_a_new_password, 200, {404}),
    "key, revoked": (_key, 200, {401}),
    "session, signed out": (_session, 200, {302}),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_used_again_does_nothing(name: str, world: World) -> None:
    """What was used, replaced or revoked opens nothing to whoever kept it."""
    use, first, again = LINKS[name]
    used, replayed = use(world.cities[CITY])
    assert used == first
    assert replayed in again


def test_an_idempotency_key_of_another_account_gives_nothing(world: World) -> None:
    """Who guesses a key by which another wrote gets no answer of his, and does no act."""
    things = world.cities[CITY]
    operation = "POST /leagues/{league}/people"
    (rule,) = matrix_api.RULES[operation]
    address = operation_of(operation, rule, things)
    assert rule.body is not None
    body = {**rule.body(things), "namesake": True}

    def send(role: Role, member: str) -> Any:
        client = program(key_for(world.accounts[role, member], *Scope))
        headers = {"Idempotency-Key": "seen-on-a-screen"}
        return client.post(address, body, "application/json", headers=headers)

    mine, own = send(Role.SECRETARIAT, CITY), send(Role.SECRETARIAT, CITY)
    assert mine.json()["id"] == own.json()["id"]
    his = send(Role.CITY_LIAISON, OTHER)
    assert his.status_code == 403
    assert mine.json()["id"] not in his.content.decode()
    also = send(Role.CITY_LIAISON, CITY)
    assert also.status_code == 201
    assert also.json()["id"] != mine.json()["id"]


# Reads across cities

READS = (
    f"/api/v1/leagues/{LEAGUE}/duties?member={CITY}",
    f"/api/v1/leagues/{LEAGUE}/duties?words=派驻",
    f"/api/v1/leagues/{LEAGUE}/inbox",
    f"/api/v1/leagues/{LEAGUE}/matrix",
    f"/api/v1/leagues/{LEAGUE}/duty-states?member={CITY}",
    f"/api/v1/leagues/{LEAGUE}/requests",
    f"/api/v1/leagues/{LEAGUE}/notices?member={CITY}",
    f"/api/v1/leagues/{LEAGUE}/channels",
    f"/api/v1/leagues/{LEAGUE}/deliveries",
    f"/api/v1/leagues/{LEAGUE}/search?q=回执",
    "/api/v1/me/keys",
    "/api/v1/me/sessions",
)


@pytest.mark.parametrize("address", READS)
@pytest.mark.parametrize(
    "role", [Role.CITY_LIAISON, Role.UNIT_OFFICER, Role.LEADER, Role.GROUP_LEAD]
)
def test_no_filter_reads_another_city(address: str, role: Role, world: World) -> None:
    """Whatever a list is asked for, nothing of another city is in it."""
    client = program(key_for(world.accounts[role, OTHER], *Scope))
    answer = client.get(address)
    things = world.cities[CITY]
    private = (
        *(things.duty, things.open, things.asked, things.request, things.notice),
        *(things.channel, things.delivery, things.file, things.key, things.part),
    )
    shown = answer.content.decode()
    assert not [str(id_) for id_ in private if str(id_) in shown]


# Fields that nobody asked for

MARK = "mallory7f3"
FIELDS = (
    *("id", "pk", "league", "member", "unit", "unit_id", "role", "roles", "scopes"),
    *("actor", "person", "authority", "recorded_by", "issued_by", "granted_by"),
    *("created_by", "owed_to", "state", "is_active", "is_staff", "is_superuser"),
    *("password", "digest", "key", "number", "source", "series", "from_member"),
    *("recorded_at", "withdrawn_at", "revoked_at", "done_on", "waived_on", "sealed"),
    *("account", "account_id", "member_id", "league_id", "evidence_file", "sha256"),
)


def everything() -> str:
    """Write down every row that the program keeps."""
    return "\n".join(
        repr(row)
        for model in apps.get_models()
        if model.__module__.startswith("hansa.")
        for row in model._default_manager.values_list()
    )


def test_extra_fields_of_programs_reach_nothing(world: World) -> None:
    """A field that an operation does not take is refused, and nothing of it is kept."""
    things, sent, faults = world.cities[CITY], 0, []
    clients = {
        role: program(key_for(world.accounts[role, CITY], *Scope))
        for role in {Role.SECRETARIAT, *KEEPERS.values()}
    }
    for operation, rules in matrix_api.RULES.items():
        for rule in rules:
            if rule.verb == "get" or rule.body is None:
                continue
            body = dict(rule.body(things))
            extra = {name: MARK for name in FIELDS if name not in body}
            client = clients[keeper_of(rule)]
            address = operation_of(operation, rule, things)
            if MARK in kept_after(client, rule.verb, address, {**extra, **body}):
                faults.append(operation)
            sent += 1
    assert sent > 25
    assert not faults


def kept_after(client: Client, verb: str, address: str, sent: Mapping[str, Any]) -> str:
    """Do an act, give all that is kept then, and undo it."""
    with transaction.atomic():
        send: Any = getattr(client, verb)
        answer = send(address, sent, content_type="application/json")
        assert answer.status_code == 422, address
        kept = everything()
        transaction.set_rollback(True)
    return kept


def test_extra_fields_of_forms_reach_nothing(world: World) -> None:
    """A field that a form does not have is left out, whatever it is called."""
    things, sent, faults = world.cities[CITY], 0, []
    clients = {
        role: browser_for(world, role, CITY)
        for role in {Role.SECRETARIAT, *KEEPERS.values()}
    }
    for name, rules in RULES.items():
        for rule in rules:
            if rule.verb != "post":
                continue
            body = dict(rule.body(things)) if rule.body else {}
            named = rule.named or {}
            prefix = f"{named['name']}-" if "name" in named else ""
            forged = {f"{prefix}{field}": MARK for field in FIELDS}
            forged |= dict.fromkeys(FIELDS, MARK)
            with transaction.atomic():
                clients[keeper_of(rule)].post(
                    address_of(name, things, rule.named), {**forged, **body}
                )
                if MARK in everything():
                    faults.append((name, prefix))
                transaction.set_rollback(True)
            sent += 1
    assert sent > 40
    assert not faults


# Names of others

NAMES_OF_OTHERS = (
    ("淮海经济区协同发展办公室（{city}）", ""),
    ("淮海经济区协同发展办公室综合组·{city}", ""),
    ("协同办", ""),
    ("秘书处", ""),
    ("淮海協同發展辦公室", ""),
    ("江苏省人民政府（{city}）", ""),
    ("{city}市合作处", "Joint  Office Of The Huaihai Economic Zone."),
)


def test_no_unit_of_a_city_is_called_as_the_office(world: World) -> None:
    """What a city enters becomes the office that its acts name: 代录."""
    asked = program(key_for(world.accounts[Role.CITY_LIAISON, CITY], *Scope))
    codes = []
    for zh, en in NAMES_OF_OTHERS:
        answer = asked.post(
            f"/api/v1/leagues/{LEAGUE}/units",
            {
                "member": CITY,
                "name": {"zh": zh.format(city="宿州"), "en": en or "Suzhou Desk"},
                "kind": "office",
                "opened_on": "2026-01-01",
            },
            content_type="application/json",
        )
        codes.append([one["code"] for one in answer.json()["findings"]])
    assert codes == [["name-elsewhere"]] * len(NAMES_OF_OTHERS)


# Forms sent from elsewhere


def test_every_form_asks_for_its_token(world: World) -> None:
    """An act that another site makes a browser do is refused, on every page."""
    things = world.cities[CITY]
    forms = [
        (name, rule)
        for name, rules in RULES.items()
        for rule in rules
        if rule.verb == "post"
    ]
    forms += [
        (name, Rule(verb="post", needs=()))
        for name in (
            *(name for name, verb in OWN_PAGES.items() if verb == "post"),
            *("accounts:password", "accounts:sign-in", "accounts:sign-out"),
            *("accounts:reset", "accounts:reset-link", "receipt:page", "set_language"),
            "invitation:page",
        )
    ]
    strict: dict[Role, Client] = {}
    before = everything()
    for name, rule in forms:
        role = keeper_of(rule)
        if role not in strict:
            strict[role] = browser_for(world, role, CITY)
            strict[role].handler.enforce_csrf_checks = True
            before = everything()
        answer = ask(strict[role], rule, address_of(name, things, rule.named), things)
        assert answer.status_code == 403, name
    assert everything() == before
    assert {name for name, _ in forms} <= set(access.GUARDS)


# Markup that is kept

EVIL = '<script src=x id="mallory7f3">\'"&</script>'
RAW = ("<script src=x", 'id="mallory7f3"')


KEPT_AS_THEY_ARE = {
    *("kind", "member", "unit", "person", "body", "host", "stage", "level", "clause"),
    *("start", "from_on", "on", "due_on", "until", "at", "opened_on", "reached_on"),
    *("username", "role", "address", "seal", "subject", "revision", "reached_on"),
}


def _marked(name: str, value: Any) -> Any:
    if name in KEPT_AS_THEY_ARE:
        return value
    if isinstance(value, dict):
        return {part: _marked(part, one) for part, one in value.items()}
    return EVIL if isinstance(value, str) else value


WRITTEN = (
    "POST /leagues/{league}/units",
    "POST /leagues/{league}/people",
    "POST /leagues/{league}/postings",
    "PUT /leagues/{league}/systems/{system}",
    "POST /leagues/{league}/duties/{duty_id}/events",
    "POST /leagues/{league}/duties/{duty_id}/parts/{part_id}/returns",
    "POST /leagues/{league}/requests",
    "POST /leagues/{league}/notices",
    "POST /leagues/{league}/notices/{notice}/telephone-receipt",
    "POST /leagues/{league}/channels",
    "POST /leagues/{league}/records",
    "PUT /leagues/{league}/records/{record}",
    "POST /leagues/{league}/works/{work}/stages",
)
"""Operations by which somebody may write what others read."""
FREE_OF: Mapping[str, Mapping[str, Any]] = {
    "POST /leagues/{league}/duties/{duty_id}/events": {"document": "x", "note": "x"},
    "POST /leagues/{league}/works/{work}/stages": {"document": "x", "note": "x"},
    "PUT /leagues/{league}/records/{record}": {"document": "x", "reason": "x"},
    "POST /leagues/{league}/postings": {"document": "x"},
    "POST /leagues/{league}/requests": {"words": "x"},
    "POST /leagues/{league}/units": {"contact": {"phone": "1", "mail": ""}},
    "PUT /leagues/{league}/systems/{system}": {"service_level": "x", "revision": 0},
    "POST /leagues/{league}/notices": {
        "rider": {"zh": "x", "en": "x"},
        "contact": {"zh": "x", "en": "x"},
        "body": [{"zh": EVIL, "en": EVIL}],
        "occasion": {"on": "2026-12-01", "place": {"zh": "x", "en": "x"}},
    },
    "POST /leagues/{league}/records": {"place": {"zh": "x", "en": "x"}},
}


def poisoned(world: World) -> int:
    """Write markup wherever a program may write words, and count what was taken."""
    things, taken = world.cities[CITY], 0
    for operation in WRITTEN:
        for rule in matrix_api.RULES[operation]:
            assert rule.body is not None
            body = dict(rule.body(things)) | dict(FREE_OF.get(operation, {}))
            said = {name: _marked(name, value) for name, value in body.items()}
            role = keeper_of(rule)
            client = program(key_for(world.accounts[role, CITY], *Scope))
            send: Any = getattr(client, rule.verb)
            address = operation_of(operation, rule, things)
            answer = send(address, said, content_type="application/json")
            taken += answer.status_code in {200, 201, 204}
    return taken


def test_stored_markup_stays_words(world: World, settings: Any) -> None:
    """Markup in any text that people write is shown as text: in pages, files and mail."""
    settings.HANSA_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert poisoned(world) >= 10
    things, shown = world.cities[CITY], 0
    readers = (
        (Role.SECRETARIAT, CITY),
        (Role.CITY_LIAISON, CITY),
        (Role.ADMINISTRATOR, CITY),
        (Role.AUDITOR, CITY),
        (Role.PUBLIC, CITY),
    )
    for role, member in readers:
        client = browser_for(world, role, member)
        addresses = [*_everywhere(things)]
        if role is Role.SECRETARIAT:
            addresses += _details(client, things)
        for address in addresses:
            answer = client.get(address)
            kind = answer.get("Content-Type", "")
            if answer.streaming:
                drain(answer)
                continue
            if not kind.startswith(("text/", "application/json")):
                continue
            html = answer.content.decode("utf-8", "replace")
            if kind.startswith("text/html"):
                assert not [one for one in RAW if one in html], address
                shown += "&lt;script src=x" in html
            else:
                assert answer.get("Content-Disposition", "").startswith(
                    "attachment"
                ) or (not kind.startswith("text/html"))
    assert shown > 15
    _mail_and_papers_stay_words(world)


def _everywhere(things: Things) -> Iterator[str]:
    """Give every page that one can look at."""
    for name in GUARDS:
        if name.startswith("accounts:identity") or name == "accounts:sign-out":
            continue
        yield address_of(name, things)


def _details(client: Client, things: Things) -> Iterator[str]:
    """Give what lists lead to: what was written last stands there."""
    for name in ("duties:list", "notices:list", "governance:records", "search"):
        query = f"?q={MARK}" if name == "search" else ""
        listed = client.get(address_of(name, things) + query).content.decode()
        yield from sorted(set(_links(listed)))[:15]


def _links(html: str) -> Iterator[str]:
    for part in html.split('href="')[1:]:
        address = part.partition('"')[0]
        if address.startswith(f"/{LEAGUE}/") and "export" not in address:
            yield address.replace("&amp;", "&")


def _mail_and_papers_stay_words(world: World) -> None:
    sending.send_due(SHELL)
    assert mail.outbox
    for message in mail.outbox:
        assert "\n" not in message.subject
        html = "".join(str(one[0]) for one in getattr(message, "alternatives", ()))
        assert RAW[0] not in html
    client = browser_for(world, Role.SECRETARIAT, CITY)
    listed = client.get(f"/{LEAGUE}/notices/").content.decode()
    pages = [one for one in _links(listed) if one.count("/") == 4]
    papers = 0
    for page in pages:
        paper = client.get(f"{page}docx/")
        if paper.status_code != 200:
            continue
        papers += 1
        with ZipFile(io.BytesIO(paper.content)) as held:
            written = held.read("word/document.xml").decode()
        assert RAW[0] not in written
    assert papers


# Cells that compute

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u3000=")
LISTED = (
    "duties:list",
    "duties:requests",
    "notices:list",
    "directory:units",
    "directory:people",
    "governance:records",
    "delivery:works",
    "journal",
)


def test_no_cell_of_an_export_computes(world: World) -> None:
    """A title that begins like a formula is a text in every export, of either form."""
    things = world.cities[CITY]
    client = program(key_for(world.accounts[Role.SECRETARIAT, CITY], *Scope))
    written = 0
    for number, start in enumerate(STARTS):
        for operation, name in (
            ("POST /leagues/{league}/units", "name"),
            ("POST /leagues/{league}/people", "title"),
            ("POST /leagues/{league}/requests", "title"),
        ):
            (rule,) = matrix_api.RULES[operation]
            assert rule.body is not None
            words: Any = f"{start}HYPERLINK({number})"
            said = words if "requests" in operation else {"zh": words, "en": words}
            body = {**rule.body(things), name: said}
            address = operation_of(operation, rule, things)
            answer = client.post(address, body, "application/json")
            written += answer.status_code in {200, 201}
    assert written > 15
    reader, seen = browser_for(world, Role.SECRETARIAT, CITY), 0
    for name in LISTED:
        address = address_of(name, things)
        table = reader.get(address, {"format": "csv"}).content.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(table, newline="")):
            for cell in row:
                seen += "HYPERLINK" in cell
                assert not _computes(cell), (name, cell)
        book = reader.get(address, {"format": "xlsx"}).content
        _refuse_formulas(book, name)
    for name in ("directory:export", "governance:history-export"):
        _refuse_formulas(reader.get(address_of(name, things)).content, name)
    assert seen > 10


def _computes(cell: str) -> bool:
    bare = cell.lstrip(" \u3000\u00a0")
    if not bare.startswith(tuple("=+-@\t\r\n＝＋－＠")):
        return False
    # A number may begin with a minus; it computes nothing.
    return not bare.lstrip("-").isdigit()


def _refuse_formulas(content: bytes, name: str) -> None:
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (name, cell.value)
