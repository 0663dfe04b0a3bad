"""Who acts by a command: whoever has the shell, or with the rights of an account."""

from dataclasses import replace

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.directory.reads import accounts


def acting(league: str, account: str | None) -> Actor:
    """Give who acts in a league.

    The journal names the shell and the account, and its office as the authority: two
    persons are needed for what nobody may do alone.

    Raises:
        Missing: there is no such account.
    """
    operator = terminal.operator()
    if account is None:
        return operator
    line = accounts.find_account(operator, account)
    actor = accounts.actor_of_account(line.id, league, operator.at)
    return replace(actor, person=f"{operator.person}:{actor.person}")
