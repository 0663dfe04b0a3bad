"""Every operation of the API over one record: with a key to read, to write, and none.

Compares each operation with what the rights say, for every role, of the city that the
record is of, of another city and of another league.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from hansa.chassis.actor import Role
from hansa.directory.terms.accounts import Scope
from hansa.site.api import api
from tests.matrix import Rule
from tests.matrix_api import OWN, PUBLIC, RULES
from tests.test_matrix import ALL, NOWHERE
from tests.world import AT, CITY, FAR, LEAGUE, Things, World, actor_for, drain, key_for

BOOK = b"PK\x03\x04"
DONE = frozenset({200, 201, 204, 409, 422})
OF_THE_DUTY = ("/parts/{part_id}", "/events/{number}", "/merges")
OPERATIONS = {
    f"{verb.upper()} {path.removeprefix('/api/v1')}"
    for path, verbs in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for verb in verbs
}


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def parts_of(operation: str, things: Things) -> dict[str, Any]:
    """Give what stands in the address of an operation, of one city."""
    on_duty = any(part in operation for part in OF_THE_DUTY)
    return {
        "league": things.league,
        "clause": "GOV-01",
        "unit": things.closed_unit if "reopening" in operation else things.unit,
        "person": things.person,
        "posting": things.posting,
        "system": things.system,
        "file": things.register,
        "duty_id": things.duty if on_duty else things.asked,
        "number": _number_of(operation, things),
        "part_id": things.part,
        "request_id": things.request,
        "member": things.member,
        "paper_id": things.supervised,
        "bulletin_id": things.bulletin,
        "notice": things.notice,
        "channel": things.channel,
        "delivery": things.delivery,
        "feed": things.feed,
        "record": things.stage if "/stages/" in operation else things.record,
        "work": things.work,
        "session": things.session,
        "agreement_id": things.paper_out,
        "version": 1,
        "session_id": _session_of(operation, things),
        "invitation": things.invitation,
        "circular_id": things.circular,
        # On this day the turn of Huaihai passed to the city of the tests.
        "on": "2026-01-01",
        "place": 0,
        "item_id": things.advised if _is_advised(operation) else things.item,
        "expert_id": things.expert,
        "draw_id": things.sealed if "revelations" in operation else things.draw,
        "opinion_id": things.opinion,
        "study_id": things.used if operation.startswith("DELETE") else things.study,
        "decision_id": things.decision,
        "law_id": things.law,
        "fix_id": things.law_fix,
        "consultation_id": things.consultation,
        "stakeholder_id": things.stakeholder,
        "proposal_id": things.proposal,
        "key": things.key,
        "account": things.account,
        "grant": things.grant,
        "case_id": things.doubted if "/splits" in operation else things.case,
        "window": things.window,
        "slug": things.institution,
        "scheme": "transit",
        "sender": things.institution,
        "kind": "denylist",
        "code": things.code,
        "party": things.member,
        "body": "group-transport",
    }


def _number_of(operation: str, things: Things) -> int:
    """Give the number of what an operation is about, within what it stands in."""
    if "/consultations/" in operation:
        return 1
    return 0 if "/clearing/" in operation else things.event


def _is_advised(operation: str) -> bool:
    """Tell whether an operation is about an item on which an expert has spoken."""
    return any(part in operation for part in ("/advice", "/opinions"))


OF_INVITATIONS = ("/invitations", "/as-replied", "/notice", "/calendar", "/kit")


def _session_of(operation: str, things: Things) -> UUID:
    """Give the session that an operation is about."""
    if any(part in operation for part in OF_INVITATIONS):
        return things.invited
    if "/excerpts" in operation:
        return things.sat
    return things.closed if "/minutes" in operation else things.meeting


def address_of(
    operation: str,
    rule: Rule,
    things: Things,
    named: Mapping[str, Any] | None = None,
) -> str:
    """Write the address of an operation over the things of a city."""
    parts = {**parts_of(operation, things), **(named or {})}
    path = operation.partition(" ")[2].format(**parts)
    asked = urlencode(rule.query(things)) if rule.query else ""
    return f"/api/v1{path}?{asked}".rstrip("?")


def ask(client: Client, rule: Rule, address: str, things: Things) -> Any:
    """Ask as a program does, and undo what that did."""
    with transaction.atomic():
        if rule.verb == "get":
            answer: Any = client.get(address)
        elif address.endswith("/registers"):
            brought = SimpleUploadedFile("名册.xlsx", BOOK)
            answer = client.post(address, {"file": brought})
        elif "/clearing/" in address and address.endswith("/files"):
            brought = SimpleUploadedFile("suzhou-card_2.csv", b"")
            answer = client.post(address, {"file": brought})
        elif "/clearing/lists/" in address and rule.verb == "post":
            brought = SimpleUploadedFile("stopped.csv", b"card,from,to\n")
            answer = client.post(address, {"file": brought})
        else:
            sent = rule.body(things) if rule.body else None
            send: Any = getattr(client, rule.verb)
            answer = (
                send(address, sent, content_type="application/json")
                if sent is not None
                else send(address)
            )
        drain(answer)
        transaction.set_rollback(True)
    return answer


def program(secret: str) -> Client:
    """Give a program that shows a key."""
    return Client(
        headers={"authorization": f"Bearer {secret}", "accept-language": "en"}
    )


def test_every_operation_stands_in_a_table() -> None:
    """An operation that is added without a rule fails here, by its name."""
    assert set(RULES) | PUBLIC | OWN == OPERATIONS
    assert not set(RULES) & (PUBLIC | OWN)


@pytest.mark.parametrize(
    ("role", "member"),
    [(role, member) for role, member in ALL if role is not Role.PUBLIC],
    ids=str,
)
def test_every_operation_over_one_record(role: Role, member: str, world: World) -> None:
    """An operation is done exactly where the right reaches, with a key that may write."""
    account, things = world.accounts[role, member], world.cities[CITY]
    writes = program(key_for(account, *Scope))
    reads = program(key_for(account, Scope.READ))
    actors = {
        league: actor_for(world, role, member, league) for league in (LEAGUE, None)
    }
    faults = []
    for operation, rules in RULES.items():
        actor = actors[LEAGUE if "{league}" in operation else None]
        for rule in rules:
            address = address_of(operation, rule, things)
            answer = ask(writes, rule, address, things)
            allowed = rule.allows(actor, things)
            wanted = DONE if allowed else {rule.refusal(actor, things)}
            if answer.status_code not in wanted:
                faults.append(f"{operation}: {answer.status_code}, {wanted}")
            if rule.verb != "get":
                refused = ask(reads, rule, address, things)
                if refused.status_code != 403:
                    faults.append(f"{operation}, read only: {refused.status_code}")
    assert not faults, "\n".join(faults)


def test_without_a_key(world: World) -> None:
    """Nothing that a right guards is given, and nothing at all is done, without a key."""
    things, nobody = world.cities[CITY], Client()
    for operation, rules in RULES.items():
        for rule in rules:
            answer = ask(nobody, rule, address_of(operation, rule, things), things)
            hidden = {401, 404} if rule.verb == "get" else {401}
            assert answer.status_code in hidden, operation
    for operation in OWN:
        rule = Rule(verb=operation.partition(" ")[0].lower(), needs=())
        answer = ask(nobody, rule, address_of(operation, rule, things), things)
        assert answer.status_code == 401, operation
    for wrong in ("", "x" * 43, things.secret[:-1]):
        for operation in PUBLIC:
            rule = Rule(verb="get", needs=())
            address = address_of(operation, rule, things)
            assert program(wrong).get(address).status_code == 401, operation


def test_what_is_public_needs_no_key(world: World) -> None:
    """What anybody may ask is answered without a key, and with one of another league."""
    things = world.cities[CITY]
    far = program(key_for(world.accounts[Role.CITY_LIAISON, FAR], *Scope))
    for operation in PUBLIC:
        query = {"/search": "?q=徐州", "/turn": "?on=2026-11-24"}
        rule = Rule(verb="get", needs=())
        address = address_of(operation, rule, things)
        address += query.get(address[address.rfind("/") :], "")
        for client in (Client(), far):
            assert client.get(address).status_code == 200, operation


def test_what_is_ones_own_is_nobody_elses(world: World) -> None:
    """Sessions, keys and calendar addresses of another account are not there."""
    things = world.cities[CITY]
    own = program(things.secret)
    stranger = program(key_for(world.accounts[Role.CITY_LIAISON, CITY], *Scope))
    for operation in OWN:
        rule = Rule(verb=operation.partition(" ")[0].lower(), needs=())
        address = address_of(operation, rule, things)
        if rule.verb == "delete":
            assert ask(stranger, rule, address, things).status_code == 404, operation
        if rule.verb == "post":
            rule = Rule(verb="post", needs=(), body=lambda _: {"scope": "league"})
        assert ask(own, rule, address, things).status_code in DONE, operation


DESCRIBED = api.get_openapi_schema(path_prefix="/api/v1/")
JSON = "application/json"
BODIES: Mapping[tuple[str, str], Any] = {
    (verb, path.removeprefix("/api/v1")): told["requestBody"]["content"][JSON]["schema"]
    for path, verbs in DESCRIBED["paths"].items()
    for verb, told in verbs.items()
    if JSON in told.get("requestBody", {}).get("content", {})
}
"""What each operation takes as its content, as it is described."""


def objects_in(schema: Any, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Give every object that a schema names, itself too, by name."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects_in(part, seen)
    if not isinstance(schema, dict):
        return
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        found = DESCRIBED["components"]["schemas"][name]
        if found.get("type") == "object":
            yield name, found
        yield from objects_in(found, seen)
    for part in schema.values():
        yield from objects_in(part, seen)


def test_a_field_that_nobody_declared_is_refused(world: World) -> None:
    """Every operation with content names the field, and nothing is done."""
    things = world.cities[CITY]
    client = program(key_for(world.accounts[Role.SECRETARIAT, CITY], *Scope))
    elsewhere = {"case_id": NOWHERE, "window": "2026-11-23", "slug": "x", "number": 1}
    faults = []
    for verb, path in BODIES:
        operation = f"{verb.upper()} {path}"
        rules = RULES.get(operation, ())
        parts = {**elsewhere, **parts_of(operation, things)}
        asked = [rule for rule in rules if rule.body]
        for rule in asked or [Rule(verb=verb, needs=())]:
            body = dict(rule.body(things)) if rule.body else {}
            query = urlencode(rule.query(things)) if rule.query else ""
            address = f"/api/v1{path.format(**parts)}?{query}"
            sent = {**body, "colour": "red"}
            with transaction.atomic():
                send: Any = getattr(client, verb)
                answer = send(address, sent, content_type=JSON)
                transaction.set_rollback(True)
            told = answer.json()
            named = answer.status_code == 422 and "colour" in told["message"]
            alone = "fit: colour is not known." in told["message"]
            if not named or (asked and not alone):
                faults.append(f"{operation}: {answer.status_code} {told}")
    assert len(BODIES) > 40
    assert not faults, "\n".join(faults)


def test_the_description_says_that_other_fields_are_refused() -> None:
    """Of what is sent and of each part of it, unless its names are the sender's own."""
    open_still = {
        name
        for body in BODIES.values()
        for name, schema in objects_in(body, set())
        if schema.get("additionalProperties") is not False
    }
    assert open_still == set()


def test_much_that_nobody_declared_is_named_in_short(world: World) -> None:
    """A name is cut, and of many the first are named."""
    client = program(key_for(world.accounts[Role.SECRETARIAT, CITY], *Scope))
    sent = {f"{number}{'x' * 9000}": 1 for number in range(100)}
    answer = client.post(f"/api/v1/leagues/{LEAGUE}/units", sent, content_type=JSON)
    assert answer.status_code == 422
    assert len(answer.content) < 3000


def test_unknown_ids_are_not_there(world: World) -> None:
    """Whoever has the right is told 404 of what is not there, whichever part it is."""
    things = world.cities[CITY]
    keepers = {
        "accounts.keep": Role.ADMINISTRATOR,
        "accounts.read": Role.ADMINISTRATOR,
        "accounts.grant": Role.SECURITY_OFFICER,
        "clearing.take-return": Role.CLEARING_OPERATOR,
        "duties.hand-on": Role.CITY_LIAISON,
        "duties.return-part": Role.CITY_LIAISON,
        "governance.speak-on-laws": Role.CITY_LIAISON,
        "notices.sign": Role.CITY_LIAISON,
        "clearing.prepare": Role.CLEARING_OPERATOR,
        "clearing.approve": Role.APPROVER,
    }
    clients = {
        role: program(key_for(world.accounts[role, CITY], *Scope))
        for role in {Role.SECRETARIAT, *keepers.values()}
    }
    rules: dict[str, Rule] = {
        operation: Rule(verb="get", needs=()) for operation in PUBLIC
    }
    rules |= {operation: found[-1] for operation, found in RULES.items()}
    faults = []
    for operation, rule in rules.items():
        needed = rule.needs[0][0] if rule.needs else ""
        client = clients[keepers.get(needed, Role.SECRETARIAT)]
        for part in re.findall(r"\{(\w+)\}", operation):
            if part == "league" and rule.needs:
                continue
            words = {"clause": "GOV-99", "work": "PRJ-99", "system": "nowhere"}
            numbers = {"number": 9999, "account": 9999, "grant": 9999, "place": 9999}
            numbers["version"] = 9999
            words["on"] = "2026-06-01"  # No day on which a turn passes.
            other = {"league": "nowhere", **words, **numbers}.get(part, NOWHERE)
            address = address_of(operation, rule, things, {part: other})
            address += "?q=徐州" if operation.endswith("/search") else ""
            got = ask(client, rule, address, things).status_code
            if got != 404:
                faults.append(f"{operation} ({part}): {got}")
    assert not faults, "\n".join(faults)
