"""Everybody's accounts: listed, made, put out, unlocked, and given roles."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hansa.chassis.actor import ROLE_NAMES, Actor, Role
from hansa.chassis.asked import actor_of, choice
from hansa.chassis.lists import Choice, Column, Filter, Given, Listing, answer
from hansa.chassis.toasts import say_done, warn
from hansa.directory.forms.accounts import AccountDetailsForm, AccountForm, GrantForm
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import grants, keeping, keys, passwords, sessions
from hansa.directory.terms.accounts import (
    ACCOUNT_STATE_NAMES,
    GRANTED,
    SCOPE_NAMES,
    AccountDetails,
    AccountDraft,
    AccountLine,
    AccountState,
)
from hansa.directory.views.accounts.attempts import SHOWN, attempt
from hansa.directory.views.accounts.choices import (
    cities,
    city_choices,
    league_choices,
    league_names,
    person_choices,
    unit_choices,
)
from hansa.kernel.text import Text, text

ONE = "directory/account_one.html"
COLUMNS: tuple[Column[AccountLine], ...] = (
    Column(
        key="account",
        label=text("Account"),
        value=lambda line: line.username,
        order=lambda line: line.username,
        template="directory/account_cell_name.html",
    ),
    Column(key="person", label=text("Person"), value=lambda line: line.title),
    Column(
        key="roles",
        label=text("Roles"),
        value=lambda line: tuple(grant.name for grant in line.grants),
    ),
    Column(
        key="state",
        label=text("State"),
        value=lambda line: ACCOUNT_STATE_NAMES[line.state],
        order=lambda line: line.state.value,
        template="directory/account_cell_state.html",
    ),
    Column(
        key="mail",
        label=text("Mail address"),
        value=lambda line: line.mail,
        order=lambda line: line.mail or None,
    ),
    Column(
        key="signed-in",
        label=text("Last sign-in"),
        value=lambda line: line.last_signed_in_at,
        order=lambda line: line.last_signed_in_at,
    ),
)


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts that match the filters."""
    actor = actor_of(request)
    everybody = reads.list_accounts(actor)
    role = choice(request, "role", ROLE_NAMES)
    state = choice(request, "state", ACCOUNT_STATE_NAMES)
    words = request.GET.get("q", "").strip()
    found = reads.narrowed(everybody, words, role, state)
    listing = Listing(
        slug="accounts",
        title=text("Accounts"),
        columns=COLUMNS,
        rows=Given(found, COLUMNS),
        filters=_filters(everybody, role, state, words),
        empty=text("There are no accounts yet. The command hansa account makes one."),
    )
    context = {"may_keep": reads.may_keep(actor), "total": len(everybody)}
    return answer(request, listing, "directory/account_list.html", context)


def _filters(
    everybody: tuple[AccountLine, ...],
    role: Role | None,
    state: AccountState | None,
    words: str,
) -> tuple[Filter, ...]:
    return (
        Filter(key="q", label=text("Words"), kind="words", chosen=words),
        Filter(
            key="role",
            label=text("Role"),
            chosen=role or "",
            choices=tuple(
                Choice(value=role.value, label=ROLE_NAMES[role]) for role in GRANTED
            ),
        ),
        Filter(
            key="state",
            label=text("State"),
            chosen=state or "",
            choices=tuple(
                Choice(
                    value=state.value,
                    label=ACCOUNT_STATE_NAMES[state],
                    count=sum(line.state is state for line in everybody),
                )
                for state in AccountState
            ),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an account, and show its page, where a link for its password is issued."""
    actor = actor_of(request)
    reads.refuse_keeping(actor)
    people = person_choices(actor, reads.day_in_league(actor.at))
    form = AccountForm(people, request.POST if request.method == "POST" else None)
    made: list[int] = []

    def act() -> None:
        given = form.cleaned_data
        draft = AccountDraft(
            username=given["username"],
            mail=given["mail"],
            person=given["person"] or None,
        )
        made.append(keeping.make_account(actor, draft))

    fields = {
        "account-name-unfit": "username",
        "account-taken": "username",
        "mail-unreadable": "mail",
    }
    status = attempt(form, act, fields) if form.is_bound else SHOWN
    if made:
        say_done(
            request, text("The account is made. It has no role and no password yet.")
        )
        return redirect("accounts:one", made[0])
    return render(request, "directory/account_new.html", {"form": form}, status=status)


@never_cache
@require_safe
def one(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show an account with its roles, sessions and keys."""
    return render(request, ONE, _context(request, account_id))


def _context(
    request: HttpRequest,
    account_id: int,
    details: AccountDetailsForm | None = None,
    grant: GrantForm | None = None,
) -> dict[str, Any]:
    actor = actor_of(request)
    line = reads.get_account(actor, account_id)
    may_keep, may_grant = reads.may_keep(actor), reads.may_grant(actor)
    return {
        "account": line,
        "grants": reads.list_grants(actor, account_id),
        "states": ACCOUNT_STATE_NAMES,
        "leagues_named": league_names(),
        "cities": cities(),
        "sign_ins": reads.list_sign_ins(actor, line.username, None),
        "keys": reads.list_keys(actor, line.username),
        "scopes": SCOPE_NAMES,
        "today": reads.day_in_league(actor.at),
        "may_keep": may_keep,
        "may_link": reads.may_link(actor, line),
        "may_grant": may_grant and line.username != actor.person,
        "details_form": (details or _details_form(actor, line)) if may_keep else None,
        "grant_form": (grant or _grant_form(actor, None)) if may_grant else None,
    }


def _details_form(actor: Actor, line: AccountLine) -> AccountDetailsForm:
    shown = {"mail": line.mail, "person": line.person, "revision": line.revision}
    people = person_choices(actor, reads.day_in_league(actor.at))
    return AccountDetailsForm(people, initial=shown, auto_id="details_%s")


def _grant_form(actor: Actor, typed: Any) -> GrantForm:
    units = unit_choices(actor, reads.day_in_league(actor.at))
    return GrantForm(league_choices(), city_choices(), units, typed, auto_id="grant_%s")


@require_POST
def change(request: HttpRequest, account_id: int) -> HttpResponse:
    """Change whose an account is, and where its mail goes."""
    actor = actor_of(request)
    reads.refuse_keeping(actor)
    people = person_choices(actor, reads.day_in_league(actor.at))
    form = AccountDetailsForm(people, request.POST, auto_id="details_%s")

    def act() -> None:
        given = form.cleaned_data
        details = AccountDetails(mail=given["mail"], person=given["person"] or None)
        keeping.change_account(actor, account_id, details, given["revision"])

    status = attempt(form, act, {"mail-unreadable": "mail"})
    if status == SHOWN:
        say_done(request, text("The account is changed."))
        return redirect("accounts:one", account_id)
    context = _context(request, account_id, details=form)
    return render(request, ONE, context, status=status)


@require_POST
def give_role(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account a role."""
    actor = actor_of(request)
    reads.refuse_granting(actor)
    form = _grant_form(actor, request.POST)
    fields = {
        "league-needed": "league",
        "role-everywhere": "league",
        "member-needed": "member",
        "member-unknown": "member",
        "unit-needed": "unit",
        "unit-unknown": "unit",
        "unit-elsewhere": "unit",
        "unit-closed": "unit",
        "grant-backdated": "from_on",
        "end-before-start": "to_on",
        "three-persons": "role",
        "role-held": "role",
    }
    status = attempt(
        form, lambda: grants.give_role(actor, account_id, form.draft()), fields
    )
    if status == SHOWN:
        say_done(request, text("The role is given."))
        if reads.voids_ways_in(actor, form.draft().role):
            warn(
                request,
                text(
                    "Password, mail address, links and keys of the account are void. "
                    "Its owner gets a new link on the server: hansa account."
                ),
            )
        return redirect("accounts:one", account_id)
    return render(
        request, ONE, _context(request, account_id, grant=form), status=status
    )


@require_POST
def end_role(request: HttpRequest, account_id: int, grant_id: int) -> HttpResponse:
    """End a role of an account."""
    grants.end_role(actor_of(request), account_id, grant_id)
    say_done(request, text("The role has ended."))
    return redirect("accounts:one", account_id)


@never_cache
@require_POST
def make_link(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make a link for a password, and show it this once."""
    actor = actor_of(request)
    link = passwords.make_link(actor, account_id)
    line = reads.get_account(actor, account_id)
    page = reverse("accounts:reset-link", args=[link.secret])
    return render(
        request,
        "directory/account_secret.html",
        {
            "heading": text("A link for the password of “{name}”", name=line.username),
            "secret": request.build_absolute_uri(page),
            "ends_at": link.expires_at,
            "back": reverse("accounts:one", args=[account_id]),
        },
    )


@require_POST
def revoke_key(request: HttpRequest, account_id: int, key_id: str) -> HttpResponse:
    """Revoke a key of an account."""
    keys.revoke_key_of(actor_of(request), account_id, str(key_id))
    say_done(request, text("The key is revoked; the program that has it is shut out."))
    return redirect("accounts:one", account_id)


def _act(
    act: Callable[[Actor, int], object], done: Text
) -> Callable[..., HttpResponse]:
    """Make the page of an act that needs no form: do it, say so, and go back."""

    @require_POST
    def view(request: HttpRequest, account_id: int) -> HttpResponse:
        act(actor_of(request), account_id)
        say_done(request, done)
        return redirect("accounts:one", account_id)

    return view


deactivate = _act(keeping.deactivate, text("The account is deactivated."))
reactivate = _act(keeping.reactivate, text("The account is let in again."))
unlock = _act(keeping.unlock, text("The account is unlocked."))
end_sessions = _act(
    sessions.end_all_sessions, text("Every browser of the account is signed out.")
)
