"""How notices reach people: by default, as they chose, gathered, and never unseen."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import Hansa, Mails, Run
from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.models import Account as AccountRow
from hansa.directory.reads import accounts as account_reads
from hansa.duties.models import Delivery
from hansa.duties.reads import notices as notice_reads
from hansa.duties.reads import notifications as reads
from hansa.duties.rules import notifications as rules
from hansa.duties.services import channels, handing, notices, sending, supervision
from hansa.duties.services import notifications as services
from hansa.duties.services.handing import Handing
from hansa.duties.terms.channels import ChannelDraft
from hansa.duties.terms.notices import Addressee, Draft, Matter, NoticeKind, NoticeLine
from hansa.duties.terms.notifications import (
    Choices,
    DefaultsDraft,
    Hour,
    Pace,
    Way,
)
from hansa.duties.terms.supervision import PaperDraft
from hansa.duties.tests.conftest import (
    AT,
    OFFICE,
    Account,
    Enter,
    House,
    Place,
    later,
    liaison,
    officer,
)
from hansa.kernel.errors import Conflict, Forbidden, Refused
from hansa.kernel.text import Bilingual

LEAGUE = "huaihai"
SYSTEM = Actor(
    person="system:test",
    authority="tick",
    member=None,
    roles=frozenset({Role.ADMINISTRATOR}),
    at=AT,
)
MAIL = (NoticeKind.REMINDER, Way.MAIL)


def mailed(
    account: Account, role: Role, member: str | None = None, unit: str = ""
) -> Actor:
    """Make an account with a mail address of its own, and give who it is."""
    id_ = account(role, member, unit or None)
    AccountRow.objects.filter(pk=id_).update(email=f"{role.value}@{member}.example")
    return account_reads.actor_of_account(id_, LEAGUE, AT)


def remind(
    title: str = "寒潮", member: str = "linyi", unit: str | None = None
) -> NoticeLine:
    """Remind a city or a unit of something."""
    draft = Draft(
        kind=NoticeKind.REMINDER,
        subject="notice",
        matter=Matter(
            title=Bilingual(title, title),
            is_document=False,
            asked=Bilingual("反馈", "reply"),
        ),
        to=(Addressee(member=member, unit=unit),),
    )
    return notices.issue(OFFICE, LEAGUE, draft)[0]


def choose(
    who: Actor, *cells: tuple[NoticeKind, Way, Pace | None], **hour: int
) -> None:
    """Choose as somebody."""
    seen = reads.own_matrix(who, LEAGUE).revision
    modes = {(kind, way): mode for kind, way, mode in cells}
    at = Hour(**hour) if hour else None
    services.choose(who, LEAGUE, seen, Choices(modes=modes, hour=at))


def addresses(line: NoticeLine) -> list[str]:
    """Where a notice is mailed."""
    rows = Delivery.objects.filter(notice=line.id).order_by("address")
    return list(rows.values_list("address", flat=True))


def test_what_somebody_switches_off_is_not_mailed(
    mails: Mails, league: None, account: Account
) -> None:
    """A liaison gets mails of the city at once, until it chooses otherwise."""
    who = mailed(account, Role.CITY_LIAISON, "linyi")
    assert addresses(remind()) == ["city-liaison@linyi.example"]
    assert addresses(remind(member="heze")) == []
    choose(who, (*MAIL, Pace.OFF))
    assert addresses(remind()) == []
    choose(who, (*MAIL, None))
    assert addresses(remind()) == ["city-liaison@linyi.example"]
    entry = next(
        one
        for one in journal.entries(LEAGUE, 5)
        if one.service == "notifications.choose"
    )
    assert entry.actor == who.person


def test_a_digest_gathers_what_came_since(
    mails: Mails, league: None, account: Account
) -> None:
    """Nothing leaves before the hour; then one mail has every notice, each signed apart."""
    who = mailed(account, Role.CITY_LIAISON, "linyi")
    choose(who, (*MAIL, Pace.DAILY), hour=17, weekday=0)
    first, second = remind("寒潮一"), remind("寒潮二")
    assert sending.send_due(SYSTEM) == 0
    before = datetime(2026, 11, 24, 8, 59, tzinfo=UTC)
    assert sending.send_due(later(SYSTEM, before)) == 0
    at_five = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert sending.send_due(later(SYSTEM, at_five)) == 2
    ((to, mail),) = mails
    assert to == ["city-liaison@linyi.example"]
    assert "通知摘要（2件）" in mail["Subject"]
    words = next(iter(mail.iter_parts())).get_content()
    assert first.words.zh in words
    assert second.words.zh in words
    assert words.count("/receipt/") == 4
    assert sending.send_due(later(SYSTEM, at_five)) == 0


def test_a_digest_that_fails_is_tried_again(
    mails: Mails, league: None, account: Account
) -> None:
    """The reason stands at each notice of it."""
    who = mailed(account, Role.CITY_LIAISON, "linyi")
    AccountRow.objects.filter(username=who.person).update(email="nobody@linyi.example")
    choose(who, (*MAIL, Pace.DAILY), hour=17, weekday=0)
    remind()
    assert sending.send_due(later(SYSTEM, datetime(2026, 11, 25, 1, tzinfo=UTC))) == 0
    (row,) = Delivery.objects.all()
    assert row.failure is not None
    assert row.tries == 1


@pytest.mark.parametrize(
    ("mode", "at", "next_"),
    [
        (Pace.DAILY, "2026-11-24T07:59:00+08:00", "2026-11-24T08:00:00+08:00"),
        (Pace.DAILY, "2026-11-24T08:00:00+08:00", "2026-11-25T08:00:00+08:00"),
        (Pace.WEEKLY, "2026-11-24T09:00:00+08:00", "2026-11-26T08:00:00+08:00"),
        (Pace.WEEKLY, "2026-11-26T08:00:00+08:00", "2026-12-03T08:00:00+08:00"),
        (Pace.WEEKLY, "2026-11-27T08:00:00+08:00", "2026-12-03T08:00:00+08:00"),
    ],
)
def test_when_the_next_digest_goes_out(mode: Pace, at: str, next_: str) -> None:
    """What comes at the very hour waits for the next one; Thursday is day 3."""
    hour = Hour(hour=8, weekday=3)
    found = rules.next_digest(mode, hour, datetime.fromisoformat(at))
    assert found == datetime.fromisoformat(next_)


@pytest.mark.parametrize("kind", sorted(rules.FIXED))
@pytest.mark.parametrize("mode", [Pace.OFF, Pace.DAILY])
@pytest.mark.parametrize("way", [Way.PAGE, Way.MAIL])
def test_supervision_cannot_be_switched_off(
    league: None, kind: NoticeKind, mode: Pace, way: Way
) -> None:
    """Neither by a person nor by the office, and the sentence says why."""
    who = liaison("linyi")
    with pytest.raises(Refused) as refused:
        choose(who, (kind, way, mode))
    assert refused.value.code == "supervision-fixed"
    assert "wants a receipt" in refused.value.message.msgid
    draft = DefaultsDraft(modes={Role.UNIT_OFFICER: {(kind, way): mode}}, hour=Hour())
    with pytest.raises(Refused) as by_office:
        services.keep_defaults(OFFICE, LEAGUE, 0, draft)
    assert by_office.value.code == "supervision-fixed"


def test_an_order_reaches_a_unit_that_switched_everything_off(
    mails: Mails, house: House, place: Place, account: Account
) -> None:
    """Everything else stays away; the order is mailed and stands on the to-do page."""
    city = house.cities["zaozhuang"]
    who = mailed(account, Role.UNIT_OFFICER, "zaozhuang", city.bureau)
    every = [kind for kind in NoticeKind if kind not in rules.FIXED]
    choose(
        who,
        *((kind, way, Pace.OFF) for kind in every for way in (Way.PAGE, Way.MAIL)),
    )
    head = liaison("zaozhuang")
    supervision.name_unit(head, LEAGUE, "zaozhuang", city.other, "three-steps")
    duty = place("series/zaozhuang", member="zaozhuang")
    (part,) = handing.hand_on(head, LEAGUE, duty, 1, [Handing(unit=city.bureau)])
    office = officer("zaozhuang", city.other)
    draft = PaperDraft(rung="order", reason="急")
    supervision.issue(office, LEAGUE, "zaozhuang", part, draft)
    assert sending.send_due(SYSTEM) == 1
    assert mails[0][0] == ["unit-officer@zaozhuang.example"]
    (line,) = notice_reads.list_to_sign(who, LEAGUE)
    assert line.kind is NoticeKind.ORDER


def test_the_to_do_page_leaves_out_what_somebody_does_not_want(
    league: None, account: Account
) -> None:
    """It stays in the list of notices."""
    who = mailed(account, Role.CITY_LIAISON, "linyi")
    line = remind()
    assert [one.id for one in notice_reads.list_to_sign(who, LEAGUE)] == [line.id]
    choose(who, (NoticeKind.REMINDER, Way.PAGE, Pace.OFF))
    assert notice_reads.list_to_sign(who, LEAGUE) == ()
    assert notice_reads.get_notice(who, LEAGUE, line.id).line.id == line.id


def test_defaults_hold_for_a_role_until_somebody_chooses(
    mails: Mails, league: None, account: Account
) -> None:
    """The office puts reminders into the weekly digest; one liaison wants them at once."""
    one = mailed(account, Role.CITY_LIAISON, "linyi")
    mailed(account, Role.CITY_LIAISON, "heze")
    draft = DefaultsDraft(
        modes={Role.CITY_LIAISON: {MAIL: Pace.WEEKLY}}, hour=Hour(hour=9, weekday=4)
    )
    services.keep_defaults(OFFICE, LEAGUE, 0, draft)
    choose(one, (*MAIL, Pace.AT_ONCE))
    remind(), remind(member="heze")
    digests = dict(Delivery.objects.values_list("address", "digest"))
    assert digests == {
        "city-liaison@linyi.example": "",
        "city-liaison@heze.example": "weekly",
    }
    weekly = Delivery.objects.get(digest="weekly")
    assert weekly.next_try_at == datetime(2026, 11, 27, 1, tzinfo=UTC)


def test_a_leader_reads_letters_in_a_weekly_digest(
    mails: Mails, league: None, account: Account
) -> None:
    """As shipped; reminders of the city are not mailed to its leader."""
    mailed(account, Role.LEADER, "linyi")
    assert addresses(remind()) == []


def test_webhooks_follow_the_default_of_their_owner(
    league: None, settings: Any
) -> None:
    """A city's robot falls silent for a kind that the office switched off there."""
    add = ChannelDraft(
        member="linyi",
        unit=None,
        kind="webhook",
        name="值班",
        address="https://hooks.example/1",
    )
    channels.add_channel(OFFICE, LEAGUE, add)
    assert len(addresses(remind())) == 1
    cell = (NoticeKind.REMINDER, Way.WEBHOOK)
    draft = DefaultsDraft(modes={Role.CITY_LIAISON: {cell: Pace.OFF}}, hour=Hour())
    services.keep_defaults(OFFICE, LEAGUE, 0, draft)
    assert addresses(remind()) == []


def test_what_is_refused(league: None) -> None:
    """A stale page, a webhook of one's own, a role nobody reaches, the office's table."""
    who = liaison("linyi")
    choose(who, (*MAIL, Pace.OFF))
    with pytest.raises(Conflict):
        services.choose(who, LEAGUE, 0, Choices(modes={MAIL: Pace.DAILY}))
    with pytest.raises(Refused) as way:
        choose(who, (NoticeKind.REMINDER, Way.WEBHOOK, Pace.OFF))
    assert way.value.code == "way-of-office"
    with pytest.raises(Refused) as gathered:
        choose(who, (NoticeKind.REMINDER, Way.PAGE, Pace.DAILY))
    assert gathered.value.code == "mode-of-mail"
    with pytest.raises(Refused) as hour:
        choose(who, hour=24, weekday=0)
    assert hour.value.code == "hour-unknown"
    with pytest.raises(Forbidden):
        services.keep_defaults(who, LEAGUE, 0, DefaultsDraft(modes={}, hour=Hour()))
    with pytest.raises(Forbidden):
        services.choose(account_reads.public(AT), LEAGUE, 0, Choices(modes={}))
    draft = DefaultsDraft(modes={Role.RESIDENT: {MAIL: Pace.OFF}}, hour=Hour())
    with pytest.raises(Refused) as role:
        services.keep_defaults(OFFICE, LEAGUE, 0, draft)
    assert role.value.code == "role-unreached"


def test_the_page_of_ones_own(league: None, enter: Enter) -> None:
    """Chosen on the page under one's account; supervision has no field to switch off."""
    browser = enter(Role.CITY_LIAISON, "linyi")
    at = f"/account/notifications/{LEAGUE}/"
    assert "cannot be switched off" in browser.get(at).content.decode()
    sent = {"revision": 0, "hour": "18", "weekday": "4", "reminder-mail": "daily"}
    assert browser.post(at, sent).status_code == 302
    page = browser.get(at).content.decode()
    assert '<option value="daily" selected>' in page
    stale = browser.post(at, sent)
    assert stale.status_code == 409
    forced = browser.post(at, {**sent, "revision": 1, "order-mail": "off"})
    assert forced.status_code == 422
    assert "wants a receipt" in forced.content.decode()


def test_the_page_of_defaults(league: None, enter: Enter) -> None:
    """The office sets what holds for a role; a liaison is refused."""
    at = f"/{LEAGUE}/notices/defaults/"
    browser = enter(Role.SECRETARIAT)
    page = browser.get(f"{at}?role=unit-officer").content.decode()
    assert "in the daily digest" in page
    sent = {"revision": 0, "hour": "8", "weekday": "0", "warning-mail": "off"}
    assert browser.post(f"{at}?role=unit-officer", sent).status_code == 302
    matrix = reads.get_defaults(OFFICE, LEAGUE)
    assert matrix.modes[Role.UNIT_OFFICER][NoticeKind.WARNING, Way.MAIL] is Pace.OFF
    assert enter(Role.CITY_LIAISON, "linyi").get(at).status_code == 403


def test_the_api(league: None, program: Enter) -> None:
    """Programs choose for their account, and set defaults for the office."""
    own = f"/api/v1/leagues/{LEAGUE}/notifications/own"
    client = program(Role.CITY_LIAISON, "linyi")
    cell = {"kind": "reminder", "way": "mail", "mode": "weekly"}
    sent = {"revision": 0, "cells": [cell], "hour": {"hour": 7, "weekday": 1}}
    answered = client.put(own, json.dumps(sent), "application/json")
    assert answered.status_code == 200, answered.content
    assert answered.json()["hour"] == {"hour": 7, "weekday": 1}
    assert cell["mode"] in {
        one["mode"]
        for one in client.get(own).json()["cells"]
        if one["kind"] == "reminder"
    }
    off = {**sent, "revision": 1, "cells": [{**cell, "kind": "demand", "mode": "off"}]}
    refused = client.put(own, json.dumps(off), "application/json")
    assert refused.status_code == 422
    assert refused.json()["code"] == "supervision-fixed"
    defaults = f"/api/v1/leagues/{LEAGUE}/notifications/defaults"
    assert client.get(defaults).status_code == 403
    office = program(Role.SECRETARIAT)
    given = {
        "revision": 0,
        "cells": [{**cell, "role": "leader", "mode": "off"}],
        "hour": {"hour": 8, "weekday": 0},
    }
    assert (
        office.put(defaults, json.dumps(given), "application/json").status_code == 200
    )


def test_the_commands(league: None, account: Account, run: Run, hansa: Hansa) -> None:
    """Choosing and setting in a shell; what is refused exits with the sentence."""
    account(Role.CITY_LIAISON, "linyi")
    name = "city-liaison-linyi-"
    found = run(
        "notices",
        "choose",
        LEAGUE,
        "reminder",
        "mail",
        "daily",
        "--hour",
        "7",
        "--as",
        name,
    )
    assert found["hour"] == 7
    assert {"kind": "reminder", "way": "mail", "mode": "daily"} in found["cells"]
    refused = hansa(
        "notices",
        "choose",
        LEAGUE,
        "order",
        "mail",
        "off",
        "--as",
        name,
        "--lang",
        "en",
    )
    assert refused.code == 1
    assert "cannot be switched off" in refused.err + refused.out
    table = run(
        "notices", "set-default", LEAGUE, "leader", "warning", "mail", "at-once"
    )
    assert {
        "role": "leader",
        "kind": "warning",
        "way": "mail",
        "mode": "at-once",
    } in table
    assert hansa("notices", "matrix", LEAGUE, "--as", name).code == 0
    assert hansa("notices", "defaults", LEAGUE).code == 0
