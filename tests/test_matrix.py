"""Every page over one record: who of which city gets it, and who is refused.

Compares each page and act with what the rights say, for every role, of the city that the
record is of, of another city and of another league. What a right does not guard stands in
``OPEN_PAGES`` or ``OWN_PAGES``; a page in none of the tables fails by its name.
"""

import copy
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hansa.chassis.actor import Role
from hansa.site import access
from tests.matrix import GUARDS, RULES, Rule
from tests.world import (
    AT,
    CITY,
    FAR,
    LEAGUE,
    OTHER,
    Things,
    World,
    browser_for,
    drain,
    sign_in,
)
from tests.world import actor_for as actor_of

GIVEN = frozenset({200, 302, 409, 422})
DOOR = "/account/sign-in/"
NOWHERE = "00000000-0000-4000-8000-000000000000"
OF_THE_LEAGUE = frozenset({Role.SECRETARIAT, Role.CLEARING_OPERATOR, Role.APPROVER})
ALL = [
    (role, member)
    for role in Role
    for member in (CITY, OTHER, FAR)
    if (
        member == CITY
        or role
        in {
            Role.CITY_LIAISON,
            Role.UNIT_OFFICER,
            Role.GROUP_LEAD,
            Role.LEADER,
            *OF_THE_LEAGUE,
        }
    )
    and not (role in OF_THE_LEAGUE and member == OTHER)
]
"""Every role of the own city; those that hold rights also of another city and league.

The office of a league and its clearing house belong to no city of it, and whoever holds
rights everywhere to none at all.
"""
OPEN_PAGES = frozenset(
    name
    for name, guard in GUARDS.items()
    if guard == access.PUBLIC and not name.startswith("accounts:")
)
THE_DOOR = frozenset(
    {
        *("accounts:sign-in", "accounts:sign-out", "accounts:reset"),
        *("accounts:identity", "accounts:identity-return"),
    }
)
"""The way in itself: tried in the tests of accounts."""
OWN_PAGES: Mapping[str, str] = {
    "start": "get",
    "accounts:account": "get",
    "accounts:password": "get",
    "notifications:own": "get",
    "accounts:keys": "post",
    "accounts:feeds": "post",
    "accounts:keep-view": "post",
    "accounts:end-others": "post",
    "accounts:end-session": "post",
    "accounts:revoke-key": "post",
    "accounts:revoke-feed": "post",
    "accounts:drop-view": "post",
}
OF_ANOTHER = ("end-session", "revoke-key", "revoke-feed", "drop-view")
SECRET_PAGES = frozenset(
    {
        *("receipt:page", "feeds:secret", "accounts:reset-link"),
        *("invitation:page", "invitation:calendar"),
        *("filing:page", "governance:receipt"),
    }
)


@pytest.fixture(autouse=True)
def quiet(world: World, db: None, settings: Any) -> Iterator[None]:
    """Stand in the house, at its hour, without a line of log for each refusal."""
    settings.HANSA_CLOCK, settings.HANSA_FILES = AT, world.folder
    settings.HANSA_CLEARING = world.folder / "clearing"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


OF_THE_DUTY = {
    *("duties:sign-part", "duties:return-part", "duties:take-back", "duties:withdraw"),
    "duties:send-part-back",
    *("PART", "EVENTS"),
}


def parts_of(name: str, things: Things) -> dict[str, Any]:
    """Give what stands in the address of a page, of one city."""
    body = "group-transport" if things.league == LEAGUE else "drc-directors"
    return {
        "league": things.league,
        "member": things.member,
        "unit": things.closed_unit if name.endswith("reopen-unit") else things.unit,
        "person": things.person,
        "posting": things.posting,
        "system": things.system,
        "kind": "focal-point",
        "file": things.register,
        "file_id": things.paper if name.startswith("casework:") else things.file,
        "case_id": things.doubted if name == "clearing:split" else things.case,
        "type_id": "dispute",
        "slug": _slug_of(name, things),
        "party": things.member,
        "sender": things.institution,
        "code": things.comment_receipt
        if name.startswith("governance:")
        else things.code,
        "duty_id": things.duty if name in OF_THE_DUTY else things.asked,
        "part_id": things.part,
        "number": 1 if name == "governance:law-draft" else things.event,
        "law_id": things.law,
        "key": things.article,
        "name": _act_of(name),
        "request_id": things.request,
        "paper_id": things.supervised,
        "bulletin_id": things.bulletin,
        "notice_id": things.notice,
        "delivery_id": things.delivery,
        "channel_id": things.channel,
        "token": _token_of(name, things),
        "record": things.stage if "stage" in name else things.record,
        "agreement_id": things.paper_out,
        "version": 1,
        "session_id": _session_of(name, things),
        "invitation_id": things.invitation,
        "circular_id": things.circular,
        # On this day the turn of Huaihai passed to the city of the tests.
        "on": "2026-01-01",
        "edition": 1,
        "place": 0,
        "item_id": things.advised if "advice" in name else things.item,
        "expert_id": things.expert,
        "draw_id": things.draw,
        "study_id": things.study,
        "consultation_id": things.consultation,
        "stakeholder_id": things.stakeholder,
        "proposal_id": things.proposal,
        "work": things.work,
        "clause": "GOV-01",
        "body": body,
        "entry": f"{LEAGUE}/2026/group-transport/meeting/1",
        "account_id": things.account,
        "grant_id": things.grant,
        "key_id": things.key,
        "sign_in_id": things.session,
        "feed_id": things.feed,
        "view_id": things.view,
        "secret": things.reset if "reset" in name else things.feed_secret,
    }


OF_INVITATIONS = frozenset(
    f"governance:{word}"
    for word in (
        *("invitations", "invite", "invitation", "invitation-act", "notice"),
        *("notice-docx", "session-calendar", "kit", "roll"),
    )
)


def _token_of(name: str, things: Things) -> str:
    """Give the secret part of a link."""
    links = {"invitation": things.reply_link, "filing": things.filing_link}
    return links.get(name.partition(":")[0], things.receipt)


def _session_of(name: str, things: Things) -> UUID:
    """Give the session that a page is about: one that invites, sat, closed, or waits."""
    if name in OF_INVITATIONS:
        return things.invited
    if "excerpt" in name:
        return things.sat
    return things.closed if "minutes" in name else things.meeting


def _act_of(name: str) -> str:
    """Give an act that there is on what a page shows."""
    return {"casework:act": "document", "clearing:act": "hold"}.get(name, "note")


def _slug_of(name: str, things: Things) -> str:
    """Give what a page of the clearing house is about: an institution, scheme, window."""
    if name == "notifications:own":
        return things.league
    about = ("participant", "activate", "suspend", "give-code", "take-code")
    if name in {f"clearing:{word}" for word in about}:
        return things.institution
    return "transit" if name == "clearing:scheme" else things.window


ADDRESSES = dict(access.pages())


def address_of(
    name: str, things: Things, named: Mapping[str, Any] | None = None
) -> str:
    """Write the address of a page over the things of a city."""
    parts = {**parts_of(name, things), **(named or {})}
    wanted = re.findall(r"<\w+:(\w+)>", ADDRESSES[name])
    return reverse(name, kwargs={part: parts[part] for part in wanted})


def ask(client: Client, rule: Rule, address: str, things: Things) -> Any:
    """Ask as a browser does, and undo what that did."""
    cookies = copy.deepcopy(client.cookies)
    sent = rule.query(things) if rule.query else rule.body(things) if rule.body else {}
    with transaction.atomic():
        answer = getattr(client, rule.verb)(address, sent)
        drain(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def is_door(answer: Any) -> bool:
    """Tell whether an answer leads to the sign-in."""
    return answer.status_code == 302 and str(answer["location"]).startswith(DOOR)


def test_every_page_stands_in_a_table() -> None:
    """A page that is added without a rule fails here, by its name."""
    guarded = {name for name, guard in GUARDS.items() if guard not in access.OPEN}
    assert guarded == set(RULES) - OPEN_PAGES
    others = {name for name in GUARDS if name not in guarded}
    assert others == OPEN_PAGES | THE_DOOR | set(OWN_PAGES) | SECRET_PAGES


@pytest.mark.parametrize(
    ("role", "member"), ALL, ids=[f"{role.value}-{member}" for role, member in ALL]
)
def test_pages_open_as_the_matrix_says(role: Role, member: str, world: World) -> None:
    """A page opens and an act is done exactly where the right reaches."""
    client = browser_for(world, role, member)
    things = world.cities[CITY]
    nobody = role is Role.PUBLIC
    actors = {
        league: actor_of(world, role, member, league) for league in (LEAGUE, None)
    }
    faults = []
    for name, rules in RULES.items():
        for rule in rules:
            address = address_of(name, things, rule.named)
            answer = ask(client, rule, address, things)
            got = answer.status_code
            actor = actors[LEAGUE if LEAGUE in address else None]
            if nobody:
                fits, wanted = is_door(answer) or got == 404, "the door"
            elif rule.allows(actor, things):
                fits, wanted = got in GIVEN, "given"
            else:
                refusal = rule.refusal(actor, things)
                fits, wanted = got == refusal, str(refusal)
            if not fits:
                faults.append(f"{rule.verb} {name} {rule.named or ''}: {got}, {wanted}")
    assert not faults, "\n".join(faults)


LISTS = (
    "duties:list",
    "duties:todo",
    "duties:requests",
    "notices:list",
    "notices:unanswered",
    "notices:channels",
    "governance:compliance",
    "casework:cases",
    "clearing:statements",
    "search",
    "home",
    "league",
    "briefing",
)
"""Pages that list what their reader may see, and open for readers of nothing too."""


@pytest.mark.parametrize(
    ("role", "member"),
    [
        (Role.PUBLIC, CITY),
        (Role.CLINICIAN, CITY),
        (Role.CITY_LIAISON, OTHER),
        (Role.UNIT_OFFICER, OTHER),
        (Role.LEADER, OTHER),
        (Role.SECRETARIAT, FAR),
        (Role.CITY_LIAISON, FAR),
    ],
)
def test_lists_name_nothing_of_another_city(
    role: Role, member: str, world: World
) -> None:
    """Whoever may not see a city's things finds none of them in a list or an export."""
    client, things = browser_for(world, role, member), world.cities[CITY]
    unseen = {
        str(id_)
        for id_ in (
            things.duty,
            things.asked,
            things.request,
            things.notice,
            things.channel,
            things.file,
            things.case,
            things.doubted,
        )
    }
    for name in LISTS:
        address = address_of(name, things)
        for query in ({}, {"q": "派驻人员"}, {"format": "csv"}, {"city": CITY}):
            answer = client.get(address, query)
            shown = answer.content.decode("utf-8", "replace")
            found = {id_ for id_ in unseen if id_ in shown}
            assert not found, (name, query)
            if "format" in query and answer.get("Content-Disposition"):
                assert "Suzhou" not in shown, name


def test_public_pages_open_to_everybody(world: World) -> None:
    """What no right guards opens without sign-in, and to people of another league."""
    things = world.cities[CITY]
    for client in (Client(), browser_for(world, Role.CITY_LIAISON, FAR)):
        for name in sorted(OPEN_PAGES - {"set_language", "feeds:entry"}):
            assert client.get(address_of(name, things)).status_code == 200, name


def test_ones_own_pages(world: World) -> None:
    """What is one's own opens to whoever signed in, and to nobody else."""
    things = world.cities[CITY]
    keeper, stranger = Client(), browser_for(world, Role.CITY_LIAISON, CITY)
    sign_in(keeper, things.account)
    for name, verb in OWN_PAGES.items():
        rule = Rule(verb=verb, needs=(), body=lambda _: {"page": "duties", "name": "x"})
        address = address_of(name, things)
        assert ask(keeper, rule, address, things).status_code in GIVEN, name
        if name != "start":
            assert is_door(ask(Client(), rule, address, things)), name
        if name.partition(":")[2] in OF_ANOTHER:
            assert ask(stranger, rule, address, things).status_code == 404, name


def _unknown(name: str, things: Things) -> Iterator[str]:
    """Write the address of a page, with each id in it replaced by one of nothing."""
    for kind, part in re.findall(r"<(\w+):(\w+)>", ADDRESSES[name]):
        other: Mapping[str, Any] = {
            "uuid": UUID(NOWHERE),
            "int": 2**31 - 1,
            "str": "x" * 43,
            "slug": "nowhere",
            "path": "huaihai/2026/nowhere/meeting/1",
        }
        if (name, part) not in NOT_IDS and not (part == "league" and is_guarded(name)):
            yield address_of(name, things, {part: other[kind]})


def is_guarded(name: str) -> bool:
    """Tell whether a right guards a page: in a league of none it is refused as such."""
    return GUARDS[name] not in access.OPEN


NOT_IDS = {
    # These two are looked up by their number within what is already known.
    ("duties:act", "name"),
    ("directory:add-posting", "kind"),
}


def test_unknown_ids_are_not_there(world: World) -> None:
    """Whoever has every right is told 404 of what is not there, whichever part it is."""
    things = world.cities[CITY]
    readers = {
        access.PUBLIC: Client(),
        access.SECRET: Client(),
        access.OWN: browser_for(world, Role.CITY_LIAISON, CITY),
    }
    keepers = {
        "accounts.keep": Role.ADMINISTRATOR,
        "accounts.read": Role.ADMINISTRATOR,
        "accounts.grant": Role.SECURITY_OFFICER,
        "clearing.take-return": Role.CLEARING_OPERATOR,
        "duties.hand-on": Role.CITY_LIAISON,
        "duties.return-part": Role.CITY_LIAISON,
        "notices.sign": Role.CITY_LIAISON,
        "clearing.prepare": Role.CLEARING_OPERATOR,
        "clearing.approve": Role.APPROVER,
    }
    clients: dict[Role, Client] = {}
    faults = []
    for name, guard in GUARDS.items():
        if name.startswith("accounts:identity"):
            continue
        role = keepers.get(guard, Role.SECRETARIAT)
        client = readers.get(guard) or clients.setdefault(
            role, browser_for(world, role, CITY)
        )
        verb = RULES[name][-1].verb if name in RULES else OWN_PAGES.get(name, "get")
        body = RULES[name][-1].body if name in RULES else None
        rule = Rule(verb=verb, needs=(), body=body)
        for address in _unknown(name, things):
            got = ask(client, rule, address, things).status_code
            if got != 404:
                faults.append(f"{verb} {address} ({name}): {got}")
    assert not faults, "\n".join(faults)


def test_a_league_of_none_gives_nothing(world: World) -> None:
    """A page of a league that is not there is refused, whoever asks."""
    things = world.cities[CITY]
    client = browser_for(world, Role.SECRETARIAT, CITY)
    for name, rules in RULES.items():
        address = address_of(
            name, things, {"league": "nowhere", **(rules[0].named or {})}
        )
        if name.startswith(("accounts:", "duties:bulk-")):
            continue
        for rule in rules:
            assert ask(client, rule, address, things).status_code in {403, 404, 422}, (
                name
            )
