"""Sign-ins of the demonstration: one for each kind of reader, all with one password."""

from collections.abc import Mapping
from dataclasses import dataclass

from hansa.chassis.actor import Actor, Role
from hansa.directory.services.accounts import grants, keeping, passwords
from hansa.directory.terms.accounts import AccountDraft, GrantDraft
from hansa.kernel.text import Text, text
from hansa.site.demo.people import Cast

PASSWORD = "hansa-demo-2026"  # noqa: S105 -- printed by the demonstration for everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """An account of the demonstration; ``person`` names one of the cast."""

    username: str
    shows: Text
    role: Role
    league: str | None = None
    member: str | None = None
    person: str | None = None
    unit: str | None = None


SIGN_INS: tuple[SignIn, ...] = (
    SignIn(
        username="office",
        shows=text("Huaihai: joint office, general section"),
        role=Role.SECRETARIAT,
        league="huaihai",
        person="desk",
    ),
    SignIn(
        username="shangqiu",
        shows=text("Huaihai: liaison of Shangqiu"),
        role=Role.CITY_LIAISON,
        league="huaihai",
        member="shangqiu",
        person="liaison",
    ),
    SignIn(
        username="zaozhuang-transport",
        shows=text("Huaihai: unit officer, Zaozhuang Transport Bureau"),
        role=Role.UNIT_OFFICER,
        league="huaihai",
        member="zaozhuang",
        person="transport",
        unit="transport",
    ),
    SignIn(
        username="clearing",
        shows=text("Chang-Zhu-Tan: clearing operator"),
        role=Role.CLEARING_OPERATOR,
        league="changzhutan",
        person="clearing",
    ),
    SignIn(
        username="clearing-second",
        shows=text("Chang-Zhu-Tan: second person, who approves clearing"),
        role=Role.APPROVER,
        league="changzhutan",
        person="clearing-second",
    ),
    SignIn(
        username="clearing-huaihai",
        shows=text("Huaihai: clearing operator"),
        role=Role.CLEARING_OPERATOR,
        league="huaihai",
        person="clearing",
    ),
    SignIn(
        username="clearing-huaihai-second",
        shows=text("Huaihai: second person, who approves clearing"),
        role=Role.APPROVER,
        league="huaihai",
        person="clearing-second",
    ),
    SignIn(
        username="zaozhuang",
        shows=text("Huaihai: liaison of Zaozhuang"),
        role=Role.CITY_LIAISON,
        league="huaihai",
        member="zaozhuang",
        person="liaison",
    ),
    SignIn(
        username="leader-suzhou",
        shows=text("Huaihai: leader of Suzhou"),
        role=Role.LEADER,
        league="huaihai",
        member="suzhou",
        person="executive-vice-mayor",
    ),
    SignIn(
        username="secretariat",
        shows=text("Chang-Zhu-Tan: secretariat"),
        role=Role.SECRETARIAT,
        league="changzhutan",
        person="desk",
    ),
    SignIn(
        username="zhuzhou",
        shows=text("Chang-Zhu-Tan: liaison of Zhuzhou"),
        role=Role.CITY_LIAISON,
        league="changzhutan",
        member="zhuzhou",
        person="liaison",
    ),
    SignIn(
        username="admin",
        shows=text("installation: administrator"),
        role=Role.ADMINISTRATOR,
    ),
    SignIn(
        username="security",
        shows=text("installation: security officer"),
        role=Role.SECURITY_OFFICER,
    ),
    SignIn(username="auditor", shows=text("installation: auditor"), role=Role.AUDITOR),
)


def open_accounts(actor: Actor, casts: Mapping[str, Cast]) -> None:
    """Make the accounts with their roles and their password."""
    for sign_in in SIGN_INS:
        cast = casts[sign_in.league] if sign_in.league else None
        person = (
            cast.people[sign_in.member, sign_in.person]
            if cast and sign_in.person
            else None
        )
        account = keeping.make_account(
            actor,
            AccountDraft(
                username=sign_in.username,
                mail=f"{sign_in.username}@hansa.example",
                person=person,
            ),
        )
        grants.give_role(
            actor,
            account,
            GrantDraft(
                role=sign_in.role,
                league=sign_in.league,
                member=sign_in.member,
                unit=cast.units[sign_in.member, sign_in.unit]
                if cast and sign_in.unit
                else None,
            ),
        )
        link = passwords.make_link(actor, account)
        passwords.use_link(actor, link.secret, PASSWORD)
