"""What a city supervises is the city's: journal, notices and search tell nobody else."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.test import Client
from typer.testing import CliRunner

from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.directory.services.behalf import act_for
from hansa.duties.reads import notices as notice_reads
from hansa.duties.reads import supervision as reads
from hansa.duties.rules import notices as notice_rules
from hansa.duties.services import bulletins
from hansa.duties.services import supervision as services
from hansa.duties.terms.notices import NoticeKind, NoticeLine
from hansa.duties.terms.supervision import PaperDraft, PaperLine
from hansa.duties.tests.conftest import OFFICE, Enter, actor, later, liaison, officer
from hansa.duties.tests.test_supervision import (
    BEYOND,
    CITY,
    LEAGUE,
    ZAOZHUANG,
    Room,
    room,
    urged_then_ordered,
)
from hansa.site.commands import app
from hansa.site.wiring import SEARCHED

__all__ = ["room"]
AUDITOR = actor(Role.AUDITOR)
NUMBER = "枣政督〔2026〕88号"
JOURNAL = f"/{LEAGUE}/journal/"


def entered(room: Room) -> PaperLine:
    """Let the liaison enter an urging of the supervision unit, with its paper."""
    clerk = act_for(ZAOZHUANG, LEAGUE, CITY, "zaozhuang发展改革委", NUMBER)
    made = services.issue(clerk, LEAGUE, CITY, room.part, PaperDraft(rung="urging"))
    paper, _ = reads.get_paper(ZAOZHUANG, LEAGUE, made)
    services.sign(room.bureau, LEAGUE, paper.id)
    return paper


def read(client: Client, address: str, language: str) -> str:
    """Read a page in a language."""
    return client.get(address, headers={"accept-language": language}).content.decode()


@pytest.mark.parametrize(
    "role", [Role.SECRETARIAT, Role.AUDITOR, Role.SECURITY_OFFICER]
)
def test_the_journal_shows_that_a_city_supervised_and_not_what(
    room: Room, enter: Enter, role: Role
) -> None:
    """No unit, no matter, no number of a paper, no id: on the page and in its export."""
    paper = entered(room)
    client = enter(role)
    for service in ("issue", "sign", "name_unit"):
        asked = f"{JOURNAL}?service=supervision.{service}"
        for language, within in (("zh-hans", "市内事项"), ("en", "inside a city")):
            for page in (
                read(client, asked, language),
                read(client, f"{asked}&format=csv", language),
            ):
                assert within in page
                for kept in (
                    NUMBER,
                    paper.unit,
                    paper.unit_name.zh,
                    paper.title.zh,
                    paper.title.en,
                    str(paper.id),
                    str(paper.part),
                    str(paper.notice),
                    room.city.other,
                ):
                    assert kept not in page


def test_nobody_is_found_by_asking_who_supervised(room: Room, enter: Enter) -> None:
    """Acts that name nobody do not answer to a name."""
    paper = entered(room)
    client = enter(Role.SECRETARIAT)
    found = client.get(
        JOURNAL, {"service": "supervision.sign", "actor": paper.unit_name.zh}
    )
    assert "inside a city" not in found.content.decode()


def test_the_command_lists_acts_inside_a_city_without_their_matter(room: Room) -> None:
    """The shell prints that they happened."""
    paper = entered(room)
    for way in ([], ["--json"]):
        said = CliRunner().invoke(app, ["journal", "list", "--league", LEAGUE, *way])
        assert said.exit_code == 0, said.output
        assert "supervision.issue" in said.output
        assert NUMBER not in said.output
        assert str(paper.id) not in said.output


def notices_of(room: Room) -> dict[str, NoticeLine]:
    """Issue an order and a bulletin, and give their notices as the liaison sees them."""
    order = urged_then_ordered(room)
    bulletins.publish(later(room.supervisor, BEYOND), LEAGUE, CITY)
    head = later(ZAOZHUANG, BEYOND)
    lines = notice_reads.list_notices(head, LEAGUE, notice_reads.ALL, slice(None))
    bulletin = next(line for line in lines if line.kind is NoticeKind.BULLETIN)
    return {
        "order": next(line for line in lines if line.id == order.notice),
        "urging": next(line for line in lines if line.kind is NoticeKind.DEMAND),
        "bulletin": bulletin,
    }


def test_who_sees_a_notice_of_supervision_in_memory_and_in_the_database(
    room: Room,
) -> None:
    """Those who see its page: no auditor; a bulletin is for everybody of the city."""
    lines = notices_of(room)
    every, told = set(lines), {"bulletin"}
    nobody: set[str] = set()
    expected: list[tuple[Actor, set[str]]] = [
        (ZAOZHUANG, every),
        (actor(Role.LEADER, CITY), every),
        (room.supervisor, every),
        (room.bureau, every),
        (officer(CITY, room.city.body), told),
        (AUDITOR, nobody),
        (OFFICE, nobody),
        (actor(Role.ADMINISTRATOR), nobody),
        (liaison("xuzhou"), nobody),
        (actor(Role.LEADER, "xuzhou"), nobody),
        (officer("xuzhou", room.city.bureau), nobody),
        (replace(ZAOZHUANG, league="changzhutan"), nobody),
    ]
    for someone, names in expected:
        who = later(someone, BEYOND)
        seen = {
            line.id
            for line in notice_reads.list_notices(
                who, LEAGUE, notice_reads.ALL, slice(None)
            )
        }
        assert {name for name, line in lines.items() if line.id in seen} == names, who
        ruled = {
            name
            for name, line in lines.items()
            if notice_rules.may_read(who, line, room.city.other)
        }
        assert ruled == names, who


def test_pages_api_and_search_of_notices_follow(
    room: Room, enter: Enter, program: Enter
) -> None:
    """The auditor finds neither; the unit is led from the notice to its answer."""
    lines = notices_of(room)
    search.rebuild(LEAGUE, SEARCHED)
    auditor = enter(Role.AUDITOR)
    for line in lines.values():
        assert auditor.get(f"/{LEAGUE}/notices/{line.id}/").status_code == 404
        assert auditor.get(f"/{LEAGUE}/notices/{line.id}/docx/").status_code == 404
        assert not search.by_keys(AUDITOR, LEAGUE, [("notice", str(line.id))])
        assert search.by_keys(ZAOZHUANG, LEAGUE, [("notice", str(line.id))])
    bureau = enter(Role.UNIT_OFFICER, CITY, room.city.bureau)
    page = bureau.get(f"/{LEAGUE}/notices/{lines['order'].id}/").content.decode()
    about = UUID(lines["order"].subject.partition(":")[2])
    assert f'href="/{LEAGUE}/duties/supervision/papers/{about}/"' in page
