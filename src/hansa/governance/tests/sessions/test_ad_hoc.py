"""A session beside the calendar, called by a member, through the commands."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from conftest import Hansa, Run
from hansa.chassis.actor import Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.governance.tests.people import account

pytestmark = pytest.mark.usefixtures("leagues")

LEAGUE = "changzhutan"
SUNDAY_NIGHT = datetime(2027, 3, 7, 3, 0, tzinfo=LEAGUE_ZONE)
AD_HOC = ("conference", "--on", "2027-03-07", "--level", "mayor", "--ad-hoc")


def _liaison(member: str, league: str = LEAGUE) -> tuple[str, str]:
    account(Role.CITY_LIAISON, member, league=league)
    return ("--as", f"city-liaison-{member}")


@pytest.mark.row("C-CAS-01")
def test_a_member_calls_a_session_on_a_sunday_at_three(settings: Any, run: Run) -> None:
    """It is accepted, noted with attendance and minutes, and no plenary is used up."""
    settings.HANSA_CLOCK = SUNDAY_NIGHT.astimezone(UTC)
    zhuzhou = _liaison("zhuzhou")

    def session(*words: str) -> Any:
        return run("session", *words, *zhuzhou)

    called = session("convene", LEAGUE, *AD_HOC, "--host", "zhuzhou")
    assert called["year"] == 2027
    assert datetime.fromisoformat(called["steps"][0]["at"]) == SUNDAY_NIGHT
    id_ = called["id"]
    session("put", LEAGUE, id_, "湘江突发水污染处置", "--class", "major")
    session("attend", LEAGUE, id_, "--everybody")
    session("open", LEAGUE, id_, "--document", "委托书1号")
    for item in session("show", LEAGUE, id_)["items"]:
        words = ("noted", "--words", "已通报。")
        session("dispose", LEAGUE, id_, str(item["place"]), *words)
    assert session("close", LEAGUE, id_)["state"] == "closed"
    assert run("minutes", "show", LEAGUE, id_)["session"] == id_
    asked = ("governance", "compliance", LEAGUE, "--year", "2027", "--as-of")
    lines = run(*asked, "2027-03-08")["lines"]
    (conference,) = (
        line
        for line in lines
        if (line["body"], line["kind"]) == ("conference", "meeting")
    )
    assert (conference["held"], conference["asked"]) == (0, 2)
    assert conference["surplus"] == 1


def test_a_member_calls_none_in_the_name_of_another(
    settings: Any, hansa: Hansa
) -> None:
    """Who hosts another city's session is that city, or the office."""
    settings.HANSA_CLOCK = SUNDAY_NIGHT.astimezone(UTC)
    words = (*AD_HOC, "--host", "xiangtan", *_liaison("zhuzhou"), "--json")
    refused = hansa("session", "convene", LEAGUE, *words)
    assert refused.code == 1
    assert json.loads(refused.out)["code"] == "right-missing"
