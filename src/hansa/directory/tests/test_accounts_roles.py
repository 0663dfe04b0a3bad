"""Roles given and ended: three persons, places that exist, nobody for himself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hansa.chassis import journal
from hansa.chassis.actor import Actor, Role
from hansa.directory.reads import accounts as reads
from hansa.directory.rules import accounts as rules
from hansa.directory.services import people
from hansa.directory.services.accounts import grants, keeping, keys, passwords
from hansa.directory.terms.accounts import (
    SEPARATED,
    AccountDetails,
    AccountDraft,
    GrantDraft,
    GrantLine,
    KeyDraft,
    Scope,
)
from hansa.directory.terms.people import (
    Contact,
    PersonDetails,
    PersonDraft,
    UnitDetails,
    UnitDraft,
    UnitKind,
)
from hansa.kernel.errors import Conflict, Forbidden, Missing, Refused
from hansa.kernel.text import Bilingual

pytestmark = pytest.mark.usefixtures("clock", "db")

Staff = Callable[..., int]
Enter = Callable[..., Client]
PASSWORD = "three-plain-words"
TODAY = date(2026, 11, 24)


def actor(account: int, shell: Actor, league: str | None = None) -> Actor:
    """Give the actor of an account at the tests' instant."""
    return reads.actor_of_account(account, league, shell.at)


@pytest.fixture
def officer(staff: Staff, shell: Actor) -> Actor:
    """A security officer."""
    return actor(staff("officer", Role.SECURITY_OFFICER), shell)


def secretariat(shell: Actor) -> Actor:
    """Give somebody of the office, who keeps the directory."""
    return replace(
        shell, roles=frozenset({Role.SECRETARIAT}), league="huaihai", person="office"
    )


def make_person(shell: Actor, place: int = 0) -> str:
    """Enter a person of Xuzhou in the directory."""
    zh, en = ("徐州市联络员一", "徐州市联络员二")[place], f"Xuzhou liaison {place + 1}"
    title = Bilingual(zh=zh, en=en)
    draft = PersonDraft(member="xuzhou", details=PersonDetails(title=title))
    return people.add_person(secretariat(shell), "huaihai", draft)


def make_unit(shell: Actor, member: str = "xuzhou") -> str:
    """Open a unit of a city."""
    details = UnitDetails(kind=UnitKind.DEPARTMENT, opened_on=date(2020, 1, 1))
    name = Bilingual(zh="交通运输局", en="Transport bureau")
    draft = UnitDraft(member=member, name=name, details=details)
    return people.open_unit(secretariat(shell), "huaihai", draft)


def test_a_role_is_given_and_ended(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """From the day on the account acts for its city; ended, it does no more."""
    account = staff("xuzhou-1")
    draft = GrantDraft(role=Role.CITY_LIAISON, league=huaihai, member="xuzhou")
    grant = grants.give_role(officer, account, draft)
    inside = actor(account, shell, huaihai)
    assert inside.roles == {Role.CITY_LIAISON}
    assert (inside.league, inside.member) == ("huaihai", "xuzhou")
    assert actor(account, shell, "changzhutan").roles == frozenset()
    grants.end_role(officer, account, grant)
    assert actor(account, shell, huaihai).roles == frozenset()
    acts = list(journal.contents("accounts.give_role"))
    assert acts[-1][0] == ["account:xuzhou-1", f"grant:{grant}"]
    assert acts[-1][1]["member"] == "xuzhou"
    assert next(journal.contents("accounts.end_role"))[1] == {"role": "city-liaison"}


def test_a_role_to_come_holds_from_its_day_to_its_end(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """The day before it and the first day without it have it not."""
    account = staff("office-1")
    draft = GrantDraft(
        role=Role.SECRETARIAT,
        league=huaihai,
        from_on=TODAY + timedelta(days=10),
        to_on=TODAY + timedelta(days=20),
    )
    grants.give_role(officer, account, draft)
    for days, holds in ((0, False), (9, False), (10, True), (19, True), (20, False)):
        at = shell.at + timedelta(days=days)
        assert bool(reads.actor_of_account(account, huaihai, at).roles) is holds


@pytest.mark.parametrize(("one", "other"), list(permutations(sorted(SEPARATED), 2)))
def test_nobody_holds_two_of_the_three(
    one: Role, other: Role, staff: Staff, officer: Actor
) -> None:
    """Administrator, security officer and auditor are three persons."""
    account = staff("somebody", one)
    with pytest.raises(Refused) as refused:
        grants.give_role(officer, account, GrantDraft(role=other))
    assert refused.value.code == "three-persons"


@pytest.mark.parametrize("of_three", sorted(SEPARATED))
def test_whoever_is_one_of_the_three_is_nothing_else(
    of_three: Role, huaihai: str, staff: Staff, officer: Actor
) -> None:
    """The auditor sends no request as the office, whichever role came first."""
    office = GrantDraft(role=Role.SECRETARIAT, league=huaihai)
    for name, first, second in (
        ("one", GrantDraft(role=of_three), office),
        ("other", office, GrantDraft(role=of_three)),
    ):
        account = staff(name)
        grants.give_role(officer, account, first)
        with pytest.raises(Refused) as refused:
            grants.give_role(officer, account, second)
        assert refused.value.code == "three-persons"


def test_an_account_of_the_office_is_not_the_auditor_s_second_one(
    huaihai: str, staff: Staff, shell: Actor
) -> None:
    """Nor does one person get both through two accounts."""
    person = make_person(shell)
    auditor, office = staff("auditor-1", Role.AUDITOR), staff("office-1")
    grants.give_role(shell, office, GrantDraft(role=Role.SECRETARIAT, league=huaihai))
    details = AccountDetails(mail="", person=person)
    keeping.change_account(shell, auditor, details, 1)
    with pytest.raises(Refused) as refused:
        keeping.change_account(shell, office, details, 1)
    assert refused.value.code == "three-persons"


def test_two_of_the_three_may_follow_each_other(staff: Staff, officer: Actor) -> None:
    """Periods that touch are fine; periods that overlap by a day are not."""
    account = staff("somebody")
    change = TODAY + timedelta(days=30)
    first = GrantDraft(role=Role.ADMINISTRATOR, to_on=change)
    grants.give_role(officer, account, first)
    early = GrantDraft(role=Role.AUDITOR, from_on=change - timedelta(days=1))
    with pytest.raises(Refused):
        grants.give_role(officer, account, early)
    grants.give_role(officer, account, replace(early, from_on=change))
    again = GrantDraft(role=Role.SECURITY_OFFICER, from_on=change + timedelta(days=9))
    with pytest.raises(Refused):
        grants.give_role(officer, account, again)


def test_two_accounts_of_one_person_are_one_person(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """A second account makes no second person, whichever way the person gets there."""
    person = make_person(shell)
    for name in ("first", "second"):
        keeping.make_account(shell, AccountDraft(username=name, person=person))
    first = reads.find_account(shell, "first").id
    second = reads.find_account(shell, "second").id
    grants.give_role(officer, first, GrantDraft(role=Role.ADMINISTRATOR))
    with pytest.raises(Refused):
        grants.give_role(officer, second, GrantDraft(role=Role.AUDITOR))
    third = staff("third", Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        keeping.change_account(
            shell, third, AccountDetails(mail="", person=person), revision=1
        )
    assert refused.value.code == "three-persons"
    auditor = replace(officer, person="second")
    with pytest.raises(Forbidden):
        grants.give_role(
            auditor,
            first,
            GrantDraft(role=Role.LEADER, league=huaihai, member="xuzhou"),
        )


PERIODS = st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(1, 40))).map(
    lambda p: (p[0], None if p[1] is None else p[0] + p[1])
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*sorted(SEPARATED), Role.SECRETARIAT, Role.LEADER]),
            PERIODS,
        ),
        max_size=8,
    ),
)
def test_whatever_is_asked_for_in_whatever_order_nobody_wears_two_hats(
    asked: list[tuple[Role, tuple[int, int | None]]],
) -> None:
    """On no day does what was let through give one person one of the three and another."""

    def day(number: int | None) -> date | None:
        return None if number is None else TODAY + timedelta(days=number)

    held: list[GrantLine] = []
    for role, (start, end) in asked:
        begins = day(start)
        assert begins is not None
        try:
            rules.refuse_two_hats(role, begins, day(end), held)
        except Refused:
            continue
        held.append(
            GrantLine(
                id=len(held),
                league=None,
                role=role,
                member=None,
                unit=None,
                unit_name=None,
                from_on=begins,
                to_on=day(end),
                granted_by="test",
                granted_at=None,  # type: ignore[arg-type]  # not looked at
                ended_at=None,
            )
        )
    for number in range(85):
        on = day(number)
        assert on is not None
        worn = {line.role for line in held if line.runs_on(on)}
        assert len(worn) <= 1 or not worn & SEPARATED


def test_nobody_gives_or_ends_a_role_of_his_own(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """Not even the security officer; another one does it."""
    own = reads.find_account(shell, "officer")
    with pytest.raises(Forbidden) as refused:
        grants.give_role(
            officer, own.id, GrantDraft(role=Role.SECRETARIAT, league=huaihai)
        )
    assert refused.value.code == "own-roles"
    second = staff("officer-2", Role.SECURITY_OFFICER)
    with pytest.raises(Forbidden):
        grants.end_role(officer, own.id, own.grants[0].id)
    grants.end_role(actor(second, shell), own.id, own.grants[0].id)


@pytest.mark.parametrize("role", sorted(SEPARATED))
def test_the_last_one_stays(role: Role, staff: Staff, shell: Actor) -> None:
    """Neither deactivating nor ending leaves one of the three without anybody."""
    last = staff("last", role)
    with pytest.raises(Refused) as refused:
        keeping.deactivate(shell, last)
    assert refused.value.code == "last-of-role"
    grant = reads.get_account(shell, last).grants[0].id
    with pytest.raises(Refused):
        grants.end_role(shell, last, grant)
    second = staff("second", role)
    keeping.deactivate(shell, second)
    with pytest.raises(Refused):
        keeping.deactivate(shell, last)
    keeping.reactivate(shell, second)
    keeping.deactivate(shell, last)


def test_two_do_not_rid_themselves_of_the_third(
    staff: Staff, officer: Actor, shell: Actor
) -> None:
    """The administrator does not put the only auditor out, nor the officer end the role."""
    administrator = actor(staff("admin", Role.ADMINISTRATOR), shell)
    auditor = staff("auditor", Role.AUDITOR)
    grant = reads.get_account(shell, auditor).grants[0].id
    with pytest.raises(Refused, match="last-of-role"):
        keeping.deactivate(administrator, auditor)
    with pytest.raises(Refused, match="last-of-role"):
        grants.end_role(officer, auditor, grant)
    staff("auditor-2", Role.AUDITOR)
    keeping.deactivate(administrator, auditor)


WRONG = [
    (GrantDraft(role=Role.PUBLIC, league="huaihai"), "role-not-given"),
    (GrantDraft(role=Role.ADMINISTRATOR, league="huaihai"), "role-everywhere"),
    (GrantDraft(role=Role.AUDITOR, member="xuzhou"), "role-everywhere"),
    (GrantDraft(role=Role.SECRETARIAT), "league-needed"),
    (GrantDraft(role=Role.CITY_LIAISON, league="huaihai"), "member-needed"),
    (GrantDraft(role=Role.LEADER, league="huaihai"), "member-needed"),
    (GrantDraft(role=Role.UNIT_OFFICER, league="huaihai"), "unit-needed"),
    (
        GrantDraft(role=Role.CITY_LIAISON, league="huaihai", member="changsha"),
        "member-unknown",
    ),
    (
        GrantDraft(role=Role.UNIT_OFFICER, league="huaihai", unit=str(uuid4())),
        "unit-unknown",
    ),
    (
        GrantDraft(role=Role.UNIT_OFFICER, league="huaihai", unit="not-an-id"),
        "unit-unknown",
    ),
    (
        GrantDraft(role=Role.AUDITOR, from_on=TODAY - timedelta(days=1)),
        "grant-backdated",
    ),
    (GrantDraft(role=Role.AUDITOR, from_on=TODAY, to_on=TODAY), "end-before-start"),
]


@pytest.mark.parametrize(("draft", "code"), WRONG)
def test_a_role_without_its_place_is_refused(
    draft: GrantDraft, code: str, huaihai: str, staff: Staff, officer: Actor
) -> None:
    """Each refusal names what is missing, wrong or one too many."""
    account = staff("somebody")
    with pytest.raises(Refused) as refused:
        grants.give_role(officer, account, draft)
    assert refused.value.code == code


def test_a_league_that_is_not_there_has_no_roles(staff: Staff, officer: Actor) -> None:
    """An unknown slug is missing, not made."""
    account = staff("somebody")
    with pytest.raises(Missing):
        grants.give_role(
            officer, account, GrantDraft(role=Role.SECRETARIAT, league="x")
        )


def test_a_unit_brings_its_city(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """A unit officer acts for the unit and its city; another city is refused."""
    unit, account = make_unit(shell), staff("bureau-1")
    draft = GrantDraft(role=Role.UNIT_OFFICER, league=huaihai, unit=unit)
    with pytest.raises(Refused) as refused:
        grants.give_role(officer, account, replace(draft, member="suqian"))
    assert refused.value.code == "unit-elsewhere"
    grants.give_role(officer, account, draft)
    inside = actor(account, shell, huaihai)
    assert (inside.member, inside.unit) == ("xuzhou", unit)


def test_one_account_stands_for_one_city(
    huaihai: str, staff: Staff, officer: Actor, shell: Actor
) -> None:
    """A role of one city never reaches into another by a second role."""
    account = staff("xuzhou-1", Role.CITY_LIAISON, huaihai, "xuzhou")
    with pytest.raises(Refused) as refused:
        grants.give_role(
            officer,
            account,
            GrantDraft(role=Role.WATCH_OFFICER, league=huaihai, member="suqian"),
        )
    assert refused.value.code == "two-places"
    with pytest.raises(Refused) as refused:
        grants.give_role(
            officer,
            account,
            GrantDraft(role=Role.CITY_LIAISON, league=huaihai, member="xuzhou"),
        )
    assert refused.value.code == "role-held"
    unit = make_unit(shell)
    grants.give_role(
        officer, account, GrantDraft(role=Role.UNIT_OFFICER, league=huaihai, unit=unit)
    )


def test_a_deactivated_account_is_given_nothing(
    staff: Staff, officer: Actor, shell: Actor
) -> None:
    """First it is let in again."""
    account = staff("somebody")
    keeping.deactivate(shell, account)
    with pytest.raises(Refused) as refused:
        grants.give_role(officer, account, GrantDraft(role=Role.AUDITOR))
    assert refused.value.code == "account-inactive"


NOT_OFFICERS = [role for role in Role if role is not Role.SECURITY_OFFICER]


@pytest.mark.parametrize("role", sorted(SEPARATED))
def test_a_role_of_the_three_ends_every_way_in(
    role: Role, staff: Staff, enter: Enter, officer: Actor, shell: Actor
) -> None:
    """Whoever prepared the account gets in by nothing that was there before."""
    keeper = actor(staff("keeper", Role.ADMINISTRATOR), shell)
    details = AccountDraft(username="prepared", mail="keeper@example.org")
    prepared = keeping.make_account(keeper, details)
    public = reads.public(shell.at)
    link = passwords.make_link(keeper, prepared)
    passwords.use_link(public, link.secret, PASSWORD)
    link = passwords.make_link(keeper, prepared)
    draft = KeyDraft(name="x", scopes=frozenset(Scope))
    secret = keys.make_key_for(keeper, prepared, draft)
    browser = enter(prepared)
    grants.give_role(officer, prepared, GrantDraft(role=role))
    assert not get_user_model().objects.get(pk=prepared).check_password(PASSWORD)
    with pytest.raises(Missing):
        passwords.use_link(public, link.secret, PASSWORD)
    with pytest.raises(Forbidden):
        keys.use_key(secret, None, shell.at, Scope.READ)
    assert browser.get("/account/").status_code == 302
    assert passwords.mail_links(public, "keeper@example.org", str) == 0


NOT_KEEPERS = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", NOT_OFFICERS)
def test_only_the_security_officer_gives_roles(
    role: Role, staff: Staff, shell: Actor
) -> None:
    """Every other role is refused, to give and to end."""
    account = staff("somebody", Role.AUDITOR)
    grant = reads.get_account(shell, account).grants[0].id
    other = replace(shell, person="other", roles=frozenset({role}))
    with pytest.raises(Forbidden):
        grants.give_role(other, account, GrantDraft(role=Role.AUDITOR))
    with pytest.raises(Forbidden):
        grants.end_role(other, account, grant)


@pytest.mark.parametrize("role", NOT_KEEPERS)
def test_only_the_administrator_keeps_accounts(
    role: Role, staff: Staff, shell: Actor
) -> None:
    """Every other role is refused, for each of the acts."""
    account = staff("somebody")
    other = replace(shell, person="other", roles=frozenset({role}))
    for act in (
        lambda: keeping.make_account(other, AccountDraft(username="another")),
        lambda: keeping.change_account(
            other, account, AccountDetails(mail="", person=None), 1
        ),
        lambda: keeping.deactivate(other, account),
        lambda: keeping.reactivate(other, account),
        lambda: keeping.unlock(other, account),
    ):
        with pytest.raises(Forbidden):
            act()


def test_an_administrator_of_a_league_is_none(staff: Staff, shell: Actor) -> None:
    """Rights over accounts are asked outside of every league."""
    inside = replace(shell, person="other", league="huaihai")
    with pytest.raises(Forbidden):
        keeping.deactivate(inside, staff("somebody"))


@pytest.mark.parametrize(
    "name",
    ["", "x", "public", "shell:root", "a b", "徐州", "-a", "a" * 61, "a\0b", "a/b"],
)
def test_names_that_could_deceive_are_refused(name: str, shell: Actor) -> None:
    """No account is called as the shell, the public or something unreadable."""
    with pytest.raises(Refused) as refused:
        keeping.make_account(shell, AccountDraft(username=name))
    assert refused.value.code == "account-name-unfit"


def test_a_name_is_taken_once(staff: Staff, shell: Actor) -> None:
    """Capitals make no other name."""
    staff("office-1")
    with pytest.raises(Conflict):
        keeping.make_account(shell, AccountDraft(username=" Office-1 "))


def test_two_people_editing_an_account_lose_no_words(
    staff: Staff, shell: Actor
) -> None:
    """The second is told, and overwrites nothing."""
    account = staff("office-1")
    keeping.change_account(shell, account, AccountDetails(mail="a@x", person=None), 1)
    with pytest.raises(Conflict):
        keeping.change_account(
            shell, account, AccountDetails(mail="b@x", person=None), 1
        )
    assert reads.get_account(shell, account).mail == "a@x"


def test_the_auditor_reads_everything_and_changes_nothing(
    staff: Staff, enter: Enter
) -> None:
    """Pages of accounts open to the auditor; no act on them does."""
    target = staff("somebody", Role.ADMINISTRATOR)
    auditor = enter(staff("auditor", Role.AUDITOR))
    for page in ("/accounts/", f"/accounts/{target}/", "/rights/"):
        answer = auditor.get(page)
        assert answer.status_code == 200
        main = answer.content.decode().split("<main")[1].split("</main")[0]
        assert f'action="/accounts/{target}/' not in main
    one = f"/accounts/{target}/"
    for act in (
        "change/",
        "deactivate/",
        "reactivate/",
        "unlock/",
        "link/",
        "sessions/end/",
        "roles/",
        "roles/1/end/",
    ):
        assert auditor.post(one + act, {"role": "auditor"}).status_code == 403, act
    assert auditor.get("/accounts/new/").status_code == 403


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in SEPARATED and r is not Role.PUBLIC]
)
def test_nobody_else_sees_accounts(
    role: Role, huaihai: str, staff: Staff, enter: Enter, shell: Actor
) -> None:
    """Who has an account, and which roles, is for the three."""
    other = staff("somebody")
    unit = make_unit(shell) if role is Role.UNIT_OFFICER else None
    draft = GrantDraft(role=role, league=huaihai, member="xuzhou", unit=unit)
    grants.give_role(shell, other, draft)
    client = enter(other)
    for page in ("/accounts/", f"/accounts/{other}/", "/accounts/new/", "/rights/"):
        assert client.get(page).status_code == 403, page


def test_nobody_changes_the_title_that_his_own_acts_bear(
    huaihai: str, shell: Actor, staff: Staff
) -> None:
    """A liaison changes his telephone, and another liaison his title."""
    person = make_person(shell)
    account = staff("liaison-1", Role.CITY_LIAISON, huaihai, "xuzhou")
    keeping.change_account(shell, account, AccountDetails(mail="", person=person), 1)
    one = actor(account, shell, huaihai)
    other = actor(
        staff("liaison-2", Role.CITY_LIAISON, huaihai, "xuzhou"), shell, huaihai
    )
    title = Bilingual(zh="徐州市联络员一", en="Xuzhou liaison 1")
    people.edit_person(
        one,
        huaihai,
        person,
        PersonDetails(title=title, contact=Contact(phone="8", mail="")),
        1,
    )
    new = PersonDetails(title=Bilingual(zh="徐州市市长", en=""))
    with pytest.raises(Forbidden) as refused:
        people.edit_person(one, huaihai, person, new, 2)
    assert refused.value.code == "own-title"
    people.edit_person(other, huaihai, person, new, 2)


@pytest.mark.parametrize("name", ["tick", "Administrator", "public"])
def test_no_account_is_called_as_hansa_itself(shell: Actor, name: str) -> None:
    """An account without a person acts under its name, which must be nobody else's."""
    with pytest.raises(Refused) as refused:
        keeping.make_account(shell, AccountDraft(username=name))
    assert refused.value.code == "account-name-unfit"


def test_nobody_leaves_an_account_to_wear_a_second_hat(
    huaihai: str, shell: Actor, staff: Staff
) -> None:
    """One's own person stays, and so does the person of whoever holds one of the three."""
    one, other = make_person(shell), make_person(shell, 1)
    mine = staff("keeper-1", Role.ADMINISTRATOR)
    theirs = staff("keeper-2", Role.ADMINISTRATOR)
    for account in (mine, theirs):
        person = one if account == mine else other
        keeping.change_account(
            shell, account, AccountDetails(mail="", person=person), 1
        )
    keeper = actor(mine, shell)
    for nobody in (None, other):
        with pytest.raises(Forbidden) as own:
            keeping.change_account(
                keeper, mine, AccountDetails(mail="", person=nobody), 2
            )
        assert own.value.code == "own-person"
    for nobody in (None, one):
        with pytest.raises(Refused) as bound:
            keeping.change_account(
                keeper, theirs, AccountDetails(mail="", person=nobody), 2
            )
        assert bound.value.code == "person-bound"
    keeping.change_account(keeper, mine, AccountDetails(mail="a@x", person=one), 2)


BORROWED = (
    "joint-office",
    "the.joint.office",
    "secretariat-xuzhou",
    "jining-government",
    "state-council",
)


@pytest.mark.parametrize("name", BORROWED)
def test_no_account_of_a_city_is_called_as_another_office(
    name: str, officer: Actor, shell: Actor, huaihai: str
) -> None:
    """The name stands beside every act, so it is judged like the names of a directory."""
    account = keeping.make_account(shell, AccountDraft(username=name))
    draft = GrantDraft(role=Role.CITY_LIAISON, league="huaihai", member="xuzhou")
    with pytest.raises(Refused) as refused:
        grants.give_role(officer, account, draft)
    (finding,) = refused.value.findings
    assert (finding.at.path, finding.code) == ("username", "name-elsewhere")
    office = GrantDraft(role=Role.SECRETARIAT, league="huaihai")
    assert grants.give_role(officer, account, office)


@pytest.mark.parametrize("name", BORROWED)
def test_no_person_of_a_city_has_an_account_called_as_another_office(
    name: str, shell: Actor, huaihai: str
) -> None:
    """Neither when the account is made nor when it is given to that person later."""
    person = make_person(shell)
    with pytest.raises(Refused) as refused:
        keeping.make_account(shell, AccountDraft(username=name, person=person))
    assert refused.value.findings[0].code == "name-elsewhere"
    account = keeping.make_account(shell, AccountDraft(username=name))
    details = AccountDetails(mail="", person=person)
    with pytest.raises(Refused) as refused:
        keeping.change_account(shell, account, details, 1)
    assert refused.value.findings[0].code == "name-elsewhere"
    own = AccountDraft(username="xuzhou-joint-office", person=person)
    assert keeping.make_account(shell, own)
