"""Who may do what: rights as values, before any page asks for them."""

from datetime import UTC, datetime

from hansa.chassis.actor import Actor, Role
from hansa.chassis.rights import Over, may
from hansa.site import access
from hansa.site.wiring import RIGHTS

LEAGUE, CITY = "huaihai", "suzhou"
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
BY_CODE = {right.code: right for right in RIGHTS}


def test_every_page_has_its_guard() -> None:
    """No page is missing from the table of guards, and none stands there in vain."""
    named = {name for name, _ in access.pages()}
    by_identity = {"accounts:identity", "accounts:identity-return"}
    assert named | by_identity == set(access.GUARDS)


def test_every_guard_is_a_right() -> None:
    """What guards a page is a declared right, and no two rights share a code."""
    assert len(BY_CODE) == len(RIGHTS)
    assert set(access.GUARDS.values()) - access.OPEN <= set(BY_CODE)


def test_rights_never_reach_another_league() -> None:
    """Whatever the role, a right of one league is none in another."""
    for right in RIGHTS:
        for role in Role:
            actor = _actor(role, CITY)
            assert not may(actor, right, Over(league="changzhutan", member=CITY))


def test_the_public_has_no_right() -> None:
    """Nothing that a right guards is open without sign-in."""
    for right in RIGHTS:
        assert Role.PUBLIC not in right.held
        assert Role.RESIDENT not in right.held


def test_the_three_persons_are_apart() -> None:
    """Accounts are kept by one, granted by another, and read by the third."""
    keeps, grants = BY_CODE["accounts.keep"].held, BY_CODE["accounts.grant"].held
    assert set(keeps) == {Role.ADMINISTRATOR}
    assert set(grants) == {Role.SECURITY_OFFICER}
    assert Role.AUDITOR in BY_CODE["accounts.read"].held
    business = [right for right in RIGHTS if right.code.startswith("duties.")]
    for right in business:
        assert right.code == "duties.keep" or Role.ADMINISTRATOR not in right.held


def _actor(role: Role, member: str | None) -> Actor:
    return Actor(
        person=f"test:{role.value}",
        authority=role.value,
        member=member,
        roles=frozenset({role}),
        at=NOW,
        league=LEAGUE,
    )
