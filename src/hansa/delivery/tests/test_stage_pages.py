"""The pages of works: printed and recorded stages, and the form to record one."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from hansa.chassis.actor import Actor, Role
from hansa.chassis.terminal import OPERATOR_ROLES
from hansa.delivery import services
from hansa.delivery.reads.stages import list_stages
from hansa.delivery.terms import Stage
from hansa.delivery.terms.stages import StageFacts
from hansa.directory.reads import accounts
from hansa.directory.services.accounts import grants, keeping, sessions
from hansa.directory.terms.accounts import AccountDraft, Browser, GrantDraft

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SHELL = Actor(
    person="shell:test",
    authority="administrator",
    member=None,
    roles=OPERATOR_ROLES,
    at=AT,
)
PAGE = "/huaihai/delivery/works/PRJ-22/"
TYPED: dict[str, Any] = {
    "stage": "approved",
    "reached_on": "2022-05-01",
    "segment": "0",
    "document": "皖发改〔2022〕3号",
}


@pytest.fixture(autouse=True)
def _clock(settings: Settings) -> None:
    settings.HANSA_CLOCK = AT


def browser(role: Role, member: str | None = None) -> Client:
    """Give a browser in which somebody of Huaihai is signed in, reading English."""
    name = f"{role.value}-{member or 'league'}"
    id_ = keeping.make_account(SHELL, AccountDraft(username=name))
    draft = GrantDraft(role=role, league="huaihai", member=member)
    grants.give_role(SHELL, id_, draft)
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        get_user_model().objects.get(pk=id_),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    key = client.session.session_key
    assert key is not None
    sessions.begin_session(
        accounts.actor_of_account(id_, None, AT),
        Browser(session_key=key, agent="test", network_address=""),
    )
    return client


def shown(client: Client, address: str = PAGE) -> str:
    got = client.get(address)
    assert got.status_code == 200
    return got.content.decode()


def test_a_city_records_a_stage_of_its_work(leagues: None) -> None:
    """The liaison of Suzhou records PRJ-22, sees it, and takes it back."""
    suzhou = browser(Role.CITY_LIAISON, "suzhou")
    assert "No stage is recorded yet" in shown(suzhou)
    assert "95 months since signing" in shown(suzhou)
    sent = suzhou.post(PAGE, TYPED)
    assert (sent.status_code, sent["Location"]) == (302, PAGE)
    page = shown(suzhou)
    assert "reached approved on 2022-05-01." in page
    assert "approved · since 2022-05-01 · 皖发改〔2022〕3号" in page
    undo = re.search(r'action="(/huaihai/delivery/stages/[^"]+/withdraw/)"', page)
    assert undo is not None
    taken = suzhou.post(undo[1], {"next": PAGE})
    assert (taken.status_code, taken["Location"]) == (302, PAGE)
    assert list_stages("huaihai") == ()
    away = suzhou.post(undo[1], {"next": "https://elsewhere.example/"})
    assert away.status_code == 409


def test_who_has_no_part_sees_no_form(leagues: None) -> None:
    """A city beside the work, and the public, see the stage and cannot record."""
    facts = StageFacts(
        work="PRJ-22",
        stage=Stage.APPROVED,
        reached_on=date(2022, 5, 1),
        note="<b>内部</b>",
    )
    services.record_stage(SHELL, "huaihai", facts, None)
    heze, public = browser(Role.CITY_LIAISON, "heze"), Client()
    assert "Record a stage" not in shown(heze)
    assert "&lt;b&gt;内部" in shown(heze)
    assert heze.post(PAGE, TYPED).status_code == 403
    page = shown(public)
    assert "2022-05-01" in page
    assert "内部" not in page
    led = public.post(PAGE, TYPED)
    assert led.status_code == 302
    assert led["location"].startswith("/account/sign-in/")
    assert len(list_stages("huaihai")) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"reached_on": "2027-01-01"}, "still to come"),
        ({"reached_on": ""}, "This field is required"),
        ({"stage": "dreamt-of"}, "Select a valid choice"),
        ({"segment": "7"}, "Select a valid choice"),
        ({"office": "宿州市发展改革委"}, "needs its paper"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    leagues: None, changed: dict[str, str], fault: str
) -> None:
    """The message stands on the page, and nothing typed is lost."""
    office = browser(Role.SECRETARIAT)
    sent = office.post(PAGE, {**TYPED, **changed})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert fault in page
    assert "皖发改〔2022〕3号" in page
    assert list_stages("huaihai") == ()


def test_on_behalf_with_a_scan(leagues: None) -> None:
    """The file that comes with a stage is the paper of the office it is entered for."""
    office = browser(Role.SECRETARIAT)
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.7", "application/pdf")
    typed = {**TYPED, "office": "宿州市发展改革委", "paper": paper}
    assert office.post(PAGE, typed).status_code == 302
    (kept,) = list_stages("huaihai")
    assert kept.authority == "宿州市发展改革委"
    assert kept.evidence == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert kept.file is not None


def test_the_list_sorts_filters_and_exports(leagues: None) -> None:
    """Works with stage, day and age; filtered by stage, sorted, as a table."""
    services.record_stage(
        SHELL,
        "huaihai",
        StageFacts(work="PRJ-22", stage=Stage.OPERATING, reached_on=date(2024, 1, 1)),
        None,
    )
    public = Client(headers={"accept-language": "en"})
    page = shown(public, "/huaihai/delivery/works/")
    assert "A stage is recorded for 1 of 60" in page
    assert "PRJ-22" in shown(public, "/huaihai/delivery/works/?sort=-recorded")
    assert "PRJ-22" not in shown(public, "/huaihai/delivery/works/?stage=approval")
    written = public.get("/huaihai/delivery/works/?format=csv").content
    assert "2024-01-01" in written.decode("utf-8-sig")
    assert public.get("/huaihai/delivery/works/?format=xlsx").status_code == 200


def test_pages_ask_a_constant_number_of_questions(
    leagues: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    """One stage recorded or many: the same questions."""
    office = browser(Role.SECRETARIAT)

    def ask() -> list[int]:
        asked = []
        for page in (PAGE, "/huaihai/delivery/works/"):
            with django_assert_max_num_queries(40) as counted:
                shown(office, page)
            asked.append(len(counted))
        return asked

    ask()
    few = ask()
    services.record_stages(
        SHELL,
        "huaihai",
        [
            StageFacts(work="PRJ-22", stage=stage, reached_on=date(2022, month, 1))
            for stage in Stage
            for month in range(1, 6)
        ],
    )
    assert ask() == few
