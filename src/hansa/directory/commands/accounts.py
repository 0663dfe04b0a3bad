"""``hansa account …``: the first accounts, and what only the shell may do.

Whoever has the shell has the database too. What is made here is made in the name of the
shell, and the journal says so.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import ROLE_NAMES, Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import AsJson
from hansa.chassis.plain import plain
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import grants, keeping, keys, passwords, sessions
from hansa.directory.terms.accounts import (
    ACCOUNT_STATE_NAMES,
    AccountDraft,
    AccountLine,
    GrantDraft,
    GrantLine,
    KeyDraft,
    Scope,
)
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Text, text

app = typer.Typer(
    help=_("Accounts: who may sign in, in which roles, with which keys."),
    no_args_is_help=True,
)

Name = Annotated[str, typer.Argument(help=_("name of the account"))]


@app.command(help=_("Make an account; it has no role and no password yet."))
def create(
    name: Name,
    mail: Annotated[str, typer.Option(help=_("where its mail goes"))] = "",
    person: Annotated[
        str | None, typer.Option(help=_("id of a person of the directory"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an account."""
    terminal.with_database()
    actor = terminal.operator()
    draft = AccountDraft(username=name, mail=mail, person=person)
    try:
        keeping.make_account(actor, draft)
        line = reads.find_account(actor, name)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(line))
        return
    terminal.say(text("The account “{name}” is made.", name=line.username))
    terminal.say(
        text("Next: hansa account grant {name} ROLE", name=line.username),
    )
    terminal.say(
        text("Then: hansa account password-link {name}", name=line.username),
    )


@app.command(help=_("Give an account a role."))
def grant(
    name: Name,
    role: Annotated[Role, typer.Argument(help=_("the role"))],
    league: Annotated[str | None, typer.Option(help=_("slug of the league"))] = None,
    member: Annotated[str | None, typer.Option(help=_("id of a member city"))] = None,
    unit: Annotated[str | None, typer.Option(help=_("id of a unit"))] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help=_("first day; else today"))
    ] = None,
    to: Annotated[str | None, typer.Option(help=_("first day without it"))] = None,
    as_json: AsJson = False,
) -> None:
    """Give a role."""
    terminal.with_database()
    draft = GrantDraft(
        role=role,
        league=league,
        member=member,
        unit=unit,
        from_on=terminal.day_from(from_),
        to_on=terminal.day_from(to),
    )
    _act(
        name,
        lambda actor, line: grants.give_role(actor, line.id, draft),
        text("“{name}” is {role} now.", name=name, role=ROLE_NAMES[role]),
        as_json,
    )


@app.command("end-role", help=_("End a role of an account."))
def end_role(
    name: Name,
    role: Annotated[int, typer.Argument(help=_("number of the role, as list says"))],
    as_json: AsJson = False,
) -> None:
    """End a role."""
    _act(
        name,
        lambda actor, line: grants.end_role(actor, line.id, role),
        text("The role has ended."),
        as_json,
    )


@app.command("list", help=_("List the accounts with their roles."))
def list_(
    role: Annotated[Role | None, typer.Option(help=_("only with this role"))] = None,
    as_json: AsJson = False,
) -> None:
    """List accounts."""
    terminal.with_database()
    found = reads.narrowed(reads.list_accounts(terminal.operator()), "", role, None)
    if as_json:
        terminal.print_json(plain(found))
        return
    if not found:
        terminal.say(
            text("There are no accounts yet. The command hansa account makes one.")
        )
        return
    terminal.print_table(
        "",
        (_("Account"), _("Person"), _("State"), _("Roles")),
        (
            (
                line.username,
                render(line.title) or "-",
                render(ACCOUNT_STATE_NAMES[line.state]),
                "\n".join(map(_written, line.grants)) or "-",
            )
            for line in found
        ),
    )


def _written(line: GrantLine) -> str:
    """Write a role with its number, its place and its end."""
    place = (line.league, line.member, render(line.unit_name))
    until = f"→ {line.to_on}" if line.to_on else ""
    words = (f"{line.id}:", render(line.name), *place, until)
    return " ".join(word for word in words if word)


@app.command(help=_("Put an account out: its sessions end and its keys stop."))
def deactivate(name: Name, as_json: AsJson = False) -> None:
    """Deactivate an account."""
    _act(
        name,
        lambda actor, line: keeping.deactivate(actor, line.id),
        text("The account is deactivated."),
        as_json,
    )


@app.command(help=_("Let a deactivated account in again."))
def reactivate(name: Name, as_json: AsJson = False) -> None:
    """Reactivate an account."""
    _act(
        name,
        lambda actor, line: keeping.reactivate(actor, line.id),
        text("The account is let in again."),
        as_json,
    )


@app.command(help=_("Unlock an account that wrong passwords have locked."))
def unlock(name: Name, as_json: AsJson = False) -> None:
    """Unlock an account."""
    _act(
        name,
        lambda actor, line: keeping.unlock(actor, line.id),
        text("The account is unlocked."),
        as_json,
    )


@app.command("password-link", help=_("Print a link that sets a password once."))
def password_link(name: Name, as_json: AsJson = False) -> None:
    """Print a link for a password."""
    terminal.with_database()
    actor = terminal.operator()
    try:
        link = passwords.make_link(actor, reads.find_account(actor, name).id)
    except HansaError as error:
        terminal.fail(error, as_json)
    page = reverse("accounts:reset-link", args=[link.secret])
    address = f"{settings.HANSA_ADDRESS}{page}"
    if as_json:
        terminal.print_json(plain({"address": address, "expires_at": link.expires_at}))
        return
    typer.echo(address)
    until = link.expires_at.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M")
    terminal.remark(text("It works once, until {until}.", until=until))


@app.command("sessions", help=_("List where an account is signed in."))
def sessions_(name: Name, as_json: AsJson = False) -> None:
    """List the sessions of an account."""
    terminal.with_database()
    actor = terminal.operator()
    try:
        account = reads.find_account(actor, name)
        found = reads.list_sign_ins(actor, account.username, None)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(found))
        return
    if not found:
        terminal.say(text("Nobody is signed in with this account."))
        return
    terminal.print_table(
        "",
        (_("Browser"), _("Network address"), _("Signed in"), _("Last seen")),
        (
            (
                render(line.browser),
                line.network_address,
                line.started_at.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M"),
                line.seen_at.astimezone(LEAGUE_ZONE).strftime("%Y-%m-%d %H:%M"),
            )
            for line in found
        ),
    )


@app.command("end-sessions", help=_("Sign every browser of an account out."))
def end_sessions(name: Name, as_json: AsJson = False) -> None:
    """End the sessions of an account."""
    _act(
        name,
        lambda actor, line: sessions.end_all_sessions(actor, line.id),
        text("Every browser of the account is signed out."),
        as_json,
    )


@app.command(help=_("Make a key for a program, and print it this once."))
def token(
    name: Name,
    purpose: Annotated[str, typer.Option("--for", help=_("what the key is for"))],
    scope: Annotated[
        list[Scope] | None, typer.Option(help=_("what it may do; else read"))
    ] = None,
    last_on: Annotated[
        str | None, typer.Option("--last-day", help=_("its last day; else no end"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key."""
    terminal.with_database()
    actor = terminal.operator()
    day = terminal.day_from(last_on)
    ends = (
        datetime.combine(day, time(), LEAGUE_ZONE) + timedelta(days=1) if day else None
    )
    draft = KeyDraft(
        name=purpose, scopes=frozenset(scope or [Scope.READ]), expires_at=ends
    )
    try:
        secret = keys.make_key_for(actor, reads.find_account(actor, name).id, draft)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"key": secret})
        return
    typer.echo(secret)
    terminal.remark(text("Keep it now: it is never shown again."))


def _act(
    name: str,
    act: Callable[[Actor, AccountLine], object],
    done: Text,
    as_json: bool,
) -> None:
    """Do an act on an account, and print the account or say what was done."""
    terminal.with_database()
    actor = terminal.operator()
    try:
        act(actor, reads.find_account(actor, name))
        line = reads.find_account(actor, name)
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json(plain(line))
    else:
        terminal.say(done)
