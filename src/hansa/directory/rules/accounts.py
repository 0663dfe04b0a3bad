"""Who may make accounts and give roles, and what no account may ever hold.

Pure functions over terms. The administrator makes accounts and gives no role; the security
officer gives roles and makes no account; the auditor sees all of it and changes nothing.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from hansa.chassis.actor import AUTHORITIES, ROLE_NAMES, Actor, Role
from hansa.chassis.rights import Over, Reach, Right, may
from hansa.directory.terms.accounts import (
    EVERYWHERE,
    GRANTED,
    OF_A_CITY,
    OF_A_UNIT,
    SEPARATED,
    Browser,
    Door,
    GrantDraft,
    GrantLine,
    Matrix,
    RightGroup,
    RightLine,
)
from hansa.kernel.errors import Forbidden, Refused
from hansa.kernel.text import Bilingual, Text, text

KEEP = Right(
    code="accounts.keep",
    name=text("make and deactivate accounts, unlock them, issue links for passwords"),
    held={Role.ADMINISTRATOR: Reach.LEAGUE},
)
GRANT = Right(
    code="accounts.grant",
    name=text("give and end roles"),
    held={Role.SECURITY_OFFICER: Reach.LEAGUE},
)
READ = Right(
    code="accounts.read",
    name=text("see all accounts with their roles and sign-ins"),
    held=dict.fromkeys(
        (Role.ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR), Reach.LEAGUE
    ),
)
MATRIX = Right(
    code="accounts.matrix",
    name=text("see which role may do what"),
    held=dict.fromkeys(
        (Role.AUDITOR, Role.SECURITY_OFFICER, Role.ADMINISTRATOR), Reach.LEAGUE
    ),
)
RIGHTS = (KEEP, GRANT, READ, MATRIX)
INSTALLATION = Over(league=None)
"""What the rights of accounts are asked over: accounts belong to no one league."""

NAME_LONGEST = 60
MAIL_LONGEST = 254
WORDS_LONGEST = 60
KEY_NAME_LONGEST = 100
QUERY_LONGEST = 1000
KEYS_MOST = 50
VIEWS_MOST = 200

LINK_LASTS = timedelta(hours=24)
"""How long a link lasts that the administrator hands over."""
MAILED_LINK_LASTS = timedelta(hours=2)
MAILED_LINK_EVERY = timedelta(minutes=10)
"""How far apart two mails to one account are, so that nobody is flooded with them."""
SEEN_EVERY = timedelta(minutes=5)
USED_EVERY = timedelta(hours=1)

# Capitals are folded before a name is judged. A colon stands in the names of the shell and
# the system only, so that no account can be taken for them in the journal.
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")
_MAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_WIDE_SPACE = "\u3000"

_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def folded(name: str) -> str:
    """Write a name of an account in the one way in which it is kept and compared."""
    return name.strip().lower()


def refuse_name(name: str) -> None:
    """Refuse a name that an account cannot have.

    Raises:
        Refused: it holds other signs than small letters, digits and ``. _ @ -``.
    """
    if _NAME.fullmatch(name) and name not in AUTHORITIES:
        return
    raise Refused(
        "account-name-unfit",
        text("“{name}” cannot be the name of an account.", name=name[:NAME_LONGEST]),
        text(
            "Use 2 to {most} small letters, digits, dots, hyphens; name the office.",
            most=NAME_LONGEST,
        ),
    )


def as_words(name: str) -> str:
    """Read the name of an account as words: its signs stand where others write blanks."""
    return re.sub(r"[._@-]+", " ", name).strip()


def refuse_mail(mail: str) -> None:
    """Refuse what is no mail address; an account may have none.

    Raises:
        Refused: it is no address, or too long to keep.
    """
    if not mail or (_MAIL.fullmatch(mail) and len(mail) <= MAIL_LONGEST):
        return
    raise Refused(
        "mail-unreadable",
        text("“{written}” is no mail address.", written=mail[:60]),
        text("Write one address, such as liaison@example.org."),
    )


def refuse_words(code: str, words: str, longest: int) -> None:
    """Refuse a name that is empty, too long, or that holds what cannot be seen.

    Raises:
        Refused: with ``code``.
    """
    seen = all(sign.isprintable() or sign == _WIDE_SPACE for sign in words)
    if words.strip() and seen and len(words) <= longest:
        return
    raise Refused(
        code,
        text("“{words}” cannot be a name here.", words=words[:longest].strip()),
        text("Write 1 to {longest} characters on one line.", longest=longest),
    )


def is_slug(word: str) -> bool:
    """Tell whether a word could name a league or a list page."""
    return len(word) <= WORDS_LONGEST and bool(_SLUG.fullmatch(word))


def refuse_placeless(draft: GrantDraft) -> None:
    """Refuse a role without what it is nothing without, or with what it has no use for.

    Raises:
        Refused: the league, city or unit is missing, or is one too many.
    """
    role = draft.role
    if role not in GRANTED:
        raise Refused(
            "role-not-given",
            text(
                "“{role}” is no role that an account is given.", role=ROLE_NAMES[role]
            ),
            text("Choose another role."),
        )
    if role in EVERYWHERE and (draft.league or draft.member or draft.unit):
        raise Refused(
            "role-everywhere",
            text("The role “{role}” holds everywhere.", role=ROLE_NAMES[role]),
            text("Name no league, city or unit."),
        )
    if role not in EVERYWHERE and not draft.league:
        raise Refused(
            "league-needed",
            text("The role “{role}” is held in a league.", role=ROLE_NAMES[role]),
            text("Name the league."),
        )
    if role in OF_A_CITY and not draft.member:
        raise Refused(
            "member-needed",
            text("The role “{role}” is held for a city.", role=ROLE_NAMES[role]),
            text("Name a member city of the league."),
        )
    if role in OF_A_UNIT and not draft.unit:
        raise Refused(
            "unit-needed",
            text("The role “{role}” is held for a unit.", role=ROLE_NAMES[role]),
            text("Name a unit of the league's directory."),
        )


def refuse_past(start: date, end: date | None, today: date) -> None:
    """Refuse a role for days that are over: it could only change what was allowed then.

    Raises:
        Refused: it would begin before today, or end before it begins.
    """
    if start < today:
        raise Refused(
            "grant-backdated",
            text("A role cannot be given from {day}.", day=start.isoformat()),
            text("Give it from today or a later day."),
        )
    if end is not None and end <= start:
        raise Refused(
            "end-before-start",
            text("The role would end before it begins."),
            text("Give a later end, or none while it lasts."),
        )


def refuse_two_hats(
    role: Role, start: date, end: date | None, held: Iterable[GrantLine]
) -> None:
    """Refuse to whoever is administrator, security officer or auditor any other role.

    Args:
        role: the role that is to be held.
        start: its first day.
        end: the first day without it; None while it lasts.
        held: every grant of every account of the same person.

    Raises:
        Refused: two roles, one of them of the three, would be held on one day.

    Source: design, section 5: the three are three persons, and the auditor changes nothing.
    """
    for line in held:
        is_apart = line.role in SEPARATED or role in SEPARATED
        if line.role is not role and is_apart and line.overlaps(start, end):
            raise Refused(
                "three-persons",
                text(
                    "Whoever is {held} cannot be {role} too.",
                    held=_name(line),
                    role=ROLE_NAMES[role],
                ),
                text(
                    "Administrator, security officer and auditor are three persons who "
                    "hold no other role: choose another account, or end the other role "
                    "first."
                ),
            )


def refuse_second_place(
    draft: GrantDraft, start: date, held: Iterable[GrantLine]
) -> None:
    """Refuse to one account two cities, or two units, of one league at a time.

    An actor stands for one city and one unit, and a role of one must never reach into the
    other.

    Args:
        draft: with the city that its unit belongs to.
        start: its first day.
        held: every grant of the account.

    Raises:
        Refused: it would stand for two.
    """
    for line in held:
        if line.league != draft.league or not line.overlaps(start, draft.to_on):
            continue
        if _differ(line.member, draft.member) or _differ(line.unit, draft.unit):
            raise Refused(
                "two-places",
                text("This account already acts for another city or unit there."),
                text("Make an account of its own for the other one."),
            )


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def refuse_repeated(draft: GrantDraft, start: date, held: Iterable[GrantLine]) -> None:
    """Refuse a role that the account holds already in the same place.

    Raises:
        Refused: the periods overlap.
    """
    for line in held:
        same = (line.role, line.league, line.member, line.unit) == (
            draft.role,
            draft.league,
            draft.member,
            draft.unit,
        )
        if same and line.overlaps(start, draft.to_on):
            raise Refused(
                "role-held",
                text("This account holds the role “{role}” already.", role=_name(line)),
                text("End it first, or give it for a later period."),
            )


def _name(line: GrantLine) -> Text | Bilingual:
    return line.name


def refuse_oneself(is_own: bool) -> None:
    """Refuse to somebody to give or end a role of his own.

    Args:
        is_own: whether actor and account are one person.

    Raises:
        Forbidden: they are.
    """
    if is_own:
        raise Forbidden(
            "own-roles",
            text("Nobody gives or ends a role of his own."),
            text("Another security officer does it."),
        )


def refuse_own_person(*, is_own: bool) -> None:
    """Refuse to put another person, or nobody, behind one's own account.

    Raises:
        Forbidden: it is one's own.
    """
    if is_own:
        raise Forbidden(
            "own-person",
            text("Nobody changes who is behind his own account."),
            text("Another administrator does it."),
        )


def refuse_unbinding(grants: Iterable[GrantLine], today: date) -> None:
    """Refuse to take the person from an account that holds one of the three.

    Who holds one of them must stay known, or one person could hold two.

    Raises:
        Refused: the account holds one, today or later.
    """
    for line in grants:
        if line.role in SEPARATED and line.overlaps(today, None):
            raise Refused(
                "person-bound",
                text("This account is {role}; its person stays.", role=_name(line)),
                text("End the role first, and give it anew afterwards."),
            )


def refuse_unstaffed(role: Role, remaining: int) -> None:
    """Refuse what would leave nobody in a role without which nobody can be put in it.

    Args:
        role: a role that must be staffed.
        remaining: how many active accounts would still hold it.

    Raises:
        Refused: none would.
    """
    if remaining == 0:
        raise Refused(
            "last-of-role",
            text("Nobody else is {role}.", role=ROLE_NAMES[role]),
            text("Give the role to another account first."),
        )


def holds_both(actor: Actor) -> bool:
    """Tell whether somebody both keeps accounts and gives roles, as only the shell does."""
    return all(may(actor, right, INSTALLATION) for right in (KEEP, GRANT))


def voids_ways_in(actor: Actor, role: Role) -> bool:
    """Tell whether a role ends every way into the account that gets it.

    Whoever made the account may still hold a link, a key, a password or the mail address
    of it, and would act as one of the three beside being another.
    """
    return role in SEPARATED and not holds_both(actor)


def is_guarded(actor: Actor, grants: Iterable[GrantLine], today: date) -> bool:
    """Tell whether an account may not be taken over by somebody who keeps accounts."""
    return not holds_both(actor) and any(
        line.role in SEPARATED - {Role.ADMINISTRATOR} and line.overlaps(today, None)
        for line in grants
    )


def refuse_seizing(actor: Actor, grants: Iterable[GrantLine], today: date) -> None:
    """Refuse to take over the account of a security officer or auditor.

    Whoever sets the password or the mail of an account can act as its owner. If the
    administrator could, the three would be one; so it takes the rights of two of them,
    which no account has and only the shell does.

    Args:
        actor: who would set it.
        grants: those of the account.
        today: the day of the act.

    Raises:
        Forbidden: the account is guarded, and the actor lacks either right.
    """
    if is_guarded(actor, grants, today):
        raise Forbidden(
            "account-guarded",
            text("This account belongs to a security officer or an auditor."),
            text(
                "Its owner asks for a link by mail; else use the command "
                "hansa account on the server."
            ),
        )


def matrix(rights: Sequence[Right], doors: Sequence[Door]) -> Matrix:
    """Lay out which role may do what, grouped by context, with the endpoints guarded.

    A context's rights stand together in the order in which they were declared.
    """
    held = {role for right in rights for role in right.held}
    roles = tuple(role for role in Role if role in held)
    contexts = dict.fromkeys(_context(right) for right in rights)
    return Matrix(
        roles=roles,
        idle=tuple(role for role in Role if role not in held),
        groups=tuple(
            RightGroup(
                context=context,
                rights=tuple(
                    _line(right, roles, doors)
                    for right in rights
                    if _context(right) == context
                ),
            )
            for context in contexts
        ),
        open_doors=tuple(door for door in doors if door.right is None),
    )


def _context(right: Right) -> str:
    return right.code.split(".", 1)[0]


def _line(right: Right, roles: Sequence[Role], doors: Sequence[Door]) -> RightLine:
    return RightLine(
        code=right.code,
        name=right.name,
        reaches=tuple(right.held.get(role) for role in roles),
        doors=tuple(door for door in doors if door.right == right.code),
    )


def may_use_identity(grants: Sequence[GrantLine], today: date) -> bool:
    """Tell whether an account may sign in through an identity provider.

    Administrator, security officer and auditor keep passwords: else whoever runs the
    provider would hold all three.
    """
    return not any(
        line.role in SEPARATED and line.overlaps(today, None) for line in grants
    )


def browser_of(agent: str) -> Text:
    """Name a browser and its system from what it says of itself."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if browser and system:
        return text("{browser} on {system}", browser=browser, system=system)
    return text("an unknown browser")


def shortened(browser: Browser) -> Browser:
    """Cut what a browser says of itself to what is kept."""
    return Browser(
        session_key=browser.session_key,
        agent="".join(sign for sign in browser.agent if sign.isprintable())[:200],
        network_address=browser.network_address[:60],
    )
