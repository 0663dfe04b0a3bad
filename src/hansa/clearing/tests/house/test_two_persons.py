"""Two persons are two persons, whatever accounts and ways in one of them uses."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from conftest import Hansa
from hansa.chassis.actor import Role
from hansa.clearing.models import Batch, Institution
from hansa.clearing.reads import batches, desks, windows
from hansa.clearing.services import participants, publishing, running, sealing, signing
from hansa.clearing.terms.desk import Act
from hansa.clearing.terms.house import InstitutionDraft
from hansa.clearing.tests.house.conftest import (
    APPROVER,
    DAY,
    LEAGUE,
    OFFICE,
    OPERATOR,
    SHELL,
    Account,
    Bring,
    Enter,
    open_window,
    tap,
)
from hansa.directory.reads.identity import account_in, is_same_person, is_same_shell
from hansa.directory.services import people
from hansa.directory.services.accounts import keeping
from hansa.directory.terms.accounts import AccountDraft
from hansa.directory.terms.people import PersonDetails, PersonDraft
from hansa.kernel.errors import Refused
from hansa.kernel.text import Bilingual

TITLE = Bilingual("清算中心主任", "head of the clearing centre")
NEW = InstitutionDraft(
    slug="metro-card",
    name=Bilingual("地铁卡", "metro card"),
    party="changsha",
    categories=(),
)


@pytest.fixture
def of_one_person(house: None) -> None:
    """Two accounts of one person of the directory, and one of another person."""
    for names in (("prepares", "approves"), ("another",)):
        draft = PersonDraft(
            member=None, details=PersonDetails(title=TITLE, namesake=True)
        )
        person = people.add_person(OFFICE, LEAGUE, draft)
        for name in names:
            keeping.make_account(SHELL, AccountDraft(username=name, person=person))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("prepares", "prepares", True),
        ("prepares", "shell:root:prepares", True),
        ("shell:root:prepares", "shell:guest:prepares", True),
        ("prepares", "approves", True),
        ("shell:root:prepares", "approves", True),
        ("shell:root:prepares", "shell:root:approves", True),
        ("prepares", "another", False),
        ("shell:root:prepares", "shell:root:another", False),
        ("shell:root", "shell:guest", False),
        ("unknown", "stranger", False),
    ],
)
def test_who_is_one_person(
    first: str, second: str, same: bool, of_one_person: None
) -> None:
    """The account decides, and the person behind it; both ways round."""
    assert is_same_person(first, ["stranger:2", second]) is same
    assert is_same_person(second, [first]) is same


def test_names_of_a_shell() -> None:
    """A bare shell is no account; one shell is one whatever it acts as."""
    assert account_in("shell:root") == "shell:root"
    assert account_in("shell:root:office") == account_in("office") == "office"
    assert is_same_shell("shell:root", "shell:root:office")
    assert not is_same_shell("shell:root", "shell:guest")
    assert not is_same_shell("office", "office")


@pytest.mark.parametrize("who", ["approves", "shell:root:prepares"])
def test_nobody_activates_what_they_entered(who: str, of_one_person: None) -> None:
    """By a second account or by the shell it is the same person."""
    operator = replace(OPERATOR, person="prepares")
    participants.add_institution(operator, LEAGUE, NEW)
    with pytest.raises(Refused) as refused:
        participants.activate_institution(
            replace(APPROVER, person=who), LEAGUE, NEW.slug
        )
    assert refused.value.code == "second-person-needed"
    assert Institution.objects.get(slug=NEW.slug).standing == "applied"
    other = replace(APPROVER, person="another")
    participants.activate_institution(other, LEAGUE, NEW.slug)


def test_nobody_publishes_what_they_ran(of_one_person: None, bring: Bring) -> None:
    """Neither is it offered; another person's word publishes it."""
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    operator = replace(OPERATOR, person="prepares")
    sealing.seal_window(operator, LEAGUE, DAY, "no file is missed")
    running.run_batch(operator, LEAGUE, DAY)
    for name in ("approves", "shell:root:prepares", "shell:root:approves"):
        who = replace(APPROVER, person=name)
        with pytest.raises(Refused) as refused:
            publishing.approve(who, LEAGUE, DAY)
        assert refused.value.code == "second-person-needed"
        detail = batches.get_batch(who, LEAGUE, DAY)
        window = windows.get_window(who, LEAGUE, DAY)
        assert Act.APPROVE not in desks.offered(who, LEAGUE, window.line, detail)
    publishing.approve(replace(APPROVER, person="shell:root:another"), LEAGUE, DAY)
    assert Batch.objects.get().state == "published"


@pytest.mark.parametrize("who", ["shell:root:another", "shell:root"])
def test_one_shell_is_one_person(who: str, of_one_person: None, bring: Bring) -> None:
    """Whatever accounts it acts as, for an institution and for a batch."""
    operator = replace(OPERATOR, person="shell:root:prepares")
    approver = replace(APPROVER, person=who)
    participants.add_institution(operator, LEAGUE, NEW)
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(operator, LEAGUE, DAY, "no file is missed")
    running.run_batch(operator, LEAGUE, DAY)
    for act in (
        partial(participants.activate_institution, approver, LEAGUE, NEW.slug),
        partial(publishing.approve, approver, LEAGUE, DAY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "second-person-needed"
    detail = batches.get_batch(approver, LEAGUE, DAY)
    window = windows.get_window(approver, LEAGUE, DAY)
    assert Act.APPROVE not in desks.offered(approver, LEAGUE, window.line, detail)
    other = replace(APPROVER, person="shell:guest:another")
    participants.activate_institution(other, LEAGUE, NEW.slug)
    publishing.approve(other, LEAGUE, DAY)
    assert Batch.objects.get().state == "published"


@pytest.mark.parametrize("is_signed", [True, False])
def test_an_unsigned_head_is_told(
    house: None,
    account: Account,
    bring: Bring,
    enter: Enter,
    hansa: Hansa,
    settings: Settings,
    tmp_path: Path,
    *,
    is_signed: bool,
) -> None:
    """Before anybody approves it, by command and page, as nothing mends it later."""
    if is_signed:
        settings.HANSA_CLEARING_KEY = tmp_path / "key.pem"
        signing.new_key(tmp_path / "key.pem")
    name = account(Role.APPROVER)
    open_window()
    bring("changsha-card_1.csv", tap("A1"))
    sealing.seal_window(OPERATOR, LEAGUE, DAY, "no file is missed")
    told = "the head goes out unsigned and stays so"
    operator, guest = account(Role.CLEARING_OPERATOR), account(Role.SECRETARIAT)
    words = (LEAGUE, DAY, "--lang", "en", "--as")
    running.run_batch(OPERATOR, LEAGUE, DAY)
    ran = hansa("clearing", "batch", "show", *words, operator)
    assert (told in " ".join(ran.err.split())) is not is_signed
    page = enter(Role.APPROVER).get(f"/{LEAGUE}/clearing/windows/{DAY}/")
    assert (told in " ".join(page.content.decode().split())) is not is_signed
    refused = hansa("clearing", "approve", *words, guest)
    assert refused.code == 1
    assert (told in " ".join(refused.err.split())) is not is_signed
    ran = hansa("clearing", "approve", *words, name)
    assert ran.code == 0, ran.err
    assert "Published. Head " in ran.out
    assert (told in " ".join(ran.err.split())) is not is_signed
    ran = hansa("clearing", "batch", "show", *words, operator)
    assert told not in " ".join(ran.err.split())


def test_the_page_and_then_the_shell(
    house: None, account: Account, hansa: Hansa
) -> None:
    """Whoever entered an institution on the page does not activate it by command."""
    name = account(Role.APPROVER)
    participants.add_institution(replace(OPERATOR, person=name), LEAGUE, NEW)
    words = ("clearing", "participant", "activate", LEAGUE, NEW.slug, "--as", name)
    refused = hansa(*words, "--json")
    assert refused.code == 1
    assert json.loads(refused.out)["code"] == "second-person-needed"
