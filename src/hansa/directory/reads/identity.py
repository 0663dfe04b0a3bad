"""Whose acts are whose: the person behind the names that steps and the journal keep.

One person may come in by the page, by a key and by the shell, and may hold several
accounts; two acts are of two persons only where the persons behind them differ.
"""

from collections.abc import Iterable

from hansa.directory.models import Account

_SHELL = "shell:"


def account_in(name: str) -> str:
    """Give the account that a name stands for; the name itself where there is none.

    A shell that acts with the rights of an account names both, as ``shell:root:office``.
    """
    if not name.startswith(_SHELL):
        return name
    _, _, account = name.removeprefix(_SHELL).partition(":")
    return account or name


def is_same_person(name: str, earlier: Iterable[str]) -> bool:
    """Tell whether one of some earlier acts is of the person who acts now.

    It is where the account is the same, whatever way in was used, and where two accounts
    belong to one person of the directory.

    Args:
        name: of who acts, as an actor carries it.
        earlier: names of those who acted before.
    """
    own, others = account_in(name), {account_in(one) for one in earlier}
    if own in others:
        return True
    rows = Account.objects.filter(username__in={own, *others}, person__isnull=False)
    people = dict(rows.values_list("username", "person"))
    return own in people and people[own] in {people.get(other) for other in others}


def is_own_act(name: str, earlier: Iterable[str]) -> bool:
    """Tell whether who acts now may not be the second person after some earlier acts.

    Beside what ``is_same_person`` knows, whoever works in one shell is one person there,
    whatever accounts it acts as.

    Args:
        name: of who acts, as an actor carries it.
        earlier: names of those who acted before.
    """
    before = tuple(earlier)
    in_shell = any(is_same_shell(name, one) for one in before)
    return in_shell or is_same_person(name, before)


def is_same_shell(one: str, other: str) -> bool:
    """Tell whether two names are of one user of a shell, whatever accounts they act as."""
    shells = {tuple(name.split(":")[:2]) for name in (one, other)}
    return one.startswith(_SHELL) and len(shells) == 1
