"""Accounts as actors and lines: who a session or a token stands for, and what it may."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, Sum

from hansa.chassis.actor import Actor, Role, person_name
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Right, may, require
from hansa.directory.models import (
    Account,
    ApiToken,
    FeedToken,
    Grant,
    PasswordLink,
    SavedView,
    SignIn,
)
from hansa.directory.reads.places import offices_called
from hansa.directory.reads.rows import title_of as titled
from hansa.directory.rules import accounts as rules
from hansa.directory.terms.accounts import (
    AccountLine,
    AccountState,
    Door,
    FeedLine,
    FeedScope,
    GrantLine,
    KeyLine,
    Matrix,
    Reached,
    Scope,
    SignInLine,
    ViewLine,
)
from hansa.kernel.errors import Forbidden, Missing
from hansa.kernel.text import Bilingual, Text, text

PUBLIC = "public"


def public(at: datetime) -> Actor:
    """Give the actor of a request without sign-in."""
    return Actor(
        person=PUBLIC,
        authority=PUBLIC,
        member=None,
        roles=frozenset({Role.PUBLIC}),
        at=at,
    )


def is_public(actor: Actor) -> bool:
    """Tell whether nobody signed in."""
    return actor.person == PUBLIC


def refuse_public(actor: Actor) -> None:
    """Refuse what everybody does for himself to whoever is nobody here.

    Raises:
        Forbidden: nobody signed in.
    """
    if is_public(actor):
        raise Forbidden(
            "sign-in-needed",
            text("This is for whoever is signed in."),
            text("Sign in first."),
        )


def digest_of(secret: str) -> str:
    """Give the hash under which a random secret of 256 bits is kept.

    Such a secret cannot be guessed, so a fast hash is enough; passwords go elsewhere. What
    is looked up is the hash, so the time it takes says nothing of the secret.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def day_in_league(at: datetime) -> date:
    """Give the day of an instant where the leagues are."""
    return at.astimezone(LEAGUE_ZONE).date()


def session_starts_after(at: datetime) -> datetime:
    """Give the instant before which no session that still lasts was started."""
    return at - timedelta(seconds=settings.SESSION_COOKIE_AGE)


def actor_of_account(account_id: int | None, league: str | None, at: datetime) -> Actor:
    """Give the actor of an account in a league; the public for an unknown or ended one."""
    if account_id is None:
        return public(at)
    rows = Account.objects.select_related("person")
    account = rows.filter(pk=account_id, is_active=True).first()
    return actor_from(account, league, at) if account else public(at)


def actor_in(actor: Actor, league: str) -> Actor:
    """Give the reader of a page outside all leagues with its roles in one of them."""
    account = Account.objects.select_related("person").filter(
        username=actor.person, is_active=True
    )
    found = account.first()
    return actor_from(found, league, actor.at) if found else actor


def actor_from(account: Account, league: str | None, at: datetime) -> Actor:
    """Give the actor that an account's row stands for, in a league or in none."""
    on = day_in_league(at)
    grants = list(
        Grant.objects.filter(
            Q(league=league or "") | Q(league=""),
            Q(to_on=None) | Q(to_on__gt=on),
            account=account,
            ended_at=None,
            from_on__lte=on,
        ).order_by("pk")
    )
    local = [grant for grant in grants if grant.league]
    unit = next((grant.unit_id for grant in local if grant.unit_id), None)
    return Actor(
        person=account.username,
        authority=account.person.title_zh if account.person else account.username,
        member=next((grant.member for grant in local if grant.member), None),
        roles=frozenset(Role(grant.role) for grant in grants),
        at=at,
        league=league,
        unit=str(unit) if unit else None,
    )


def may_keep(actor: Actor) -> bool:
    """Tell whether an actor makes and deactivates accounts."""
    return may(actor, rules.KEEP, rules.INSTALLATION)


def may_link(actor: Actor, line: AccountLine) -> bool:
    """Tell whether an actor may issue a link for the password of an account."""
    guarded = rules.is_guarded(actor, line.grants, day_in_league(actor.at))
    return line.is_active and may_keep(actor) and not guarded


def refuse_keeping(actor: Actor) -> None:
    """Refuse a page of the administrator to everybody else.

    Raises:
        Forbidden: the actor keeps no accounts.
    """
    require(actor, rules.KEEP, rules.INSTALLATION)


def refuse_granting(actor: Actor) -> None:
    """Refuse a page of the security officer to everybody else.

    Raises:
        Forbidden: the actor gives no roles.
    """
    require(actor, rules.GRANT, rules.INSTALLATION)


def voids_ways_in(actor: Actor, role: Role) -> bool:
    """Tell whether giving a role ends the ways into the account, for a page to say so."""
    return rules.voids_ways_in(actor, role)


def may_grant(actor: Actor) -> bool:
    """Tell whether an actor gives and ends roles."""
    return may(actor, rules.GRANT, rules.INSTALLATION)


def may_read(actor: Actor) -> bool:
    """Tell whether an actor sees every account."""
    return may(actor, rules.READ, rules.INSTALLATION)


def matrix(actor: Actor, rights: Sequence[Right], doors: Sequence[Door]) -> Matrix:
    """Lay out which role may do what.

    Raises:
        Forbidden: the actor may not see it.
    """
    require(actor, rules.MATRIX, rules.INSTALLATION)
    return rules.matrix(rights, doors)


def list_accounts(actor: Actor) -> tuple[AccountLine, ...]:
    """List every account by its name.

    Raises:
        Forbidden: the actor may not see them.
    """
    require(actor, rules.READ, rules.INSTALLATION)
    rows = _rows(actor.at).order_by("username")
    locked = _locked(actor.at)
    offices = offices_called()
    return tuple(_account(row, locked, offices) for row in rows)


def page_accounts(actor: Actor, paging: Paging) -> Slice[AccountLine]:
    """List one page of accounts by name.

    Raises:
        Forbidden: the actor may not see them.
    """
    require(actor, rules.READ, rules.INSTALLATION)
    locked = _locked(actor.at)
    offices = offices_called()
    return rows_after(
        _rows(actor.at),
        paging,
        order=("username",),
        to=lambda row: _account(row, locked, offices),
    )


def narrowed(
    lines: Iterable[AccountLine],
    words: str,
    role: Role | None,
    state: AccountState | None,
) -> tuple[AccountLine, ...]:
    """Keep the accounts that hold all words, a role and a state; None keeps all."""
    wanted = words.lower().split()
    return tuple(
        line
        for line in lines
        if (role is None or any(grant.role is role for grant in line.grants))
        and (state is None or line.state is state)
        and all(word in _searched(line) for word in wanted)
    )


def _searched(line: AccountLine) -> str:
    title = f"{line.title.zh} {line.title.en}" if line.title else ""
    return f"{line.username} {line.mail} {title}".lower()


def get_account(actor: Actor, account_id: int) -> AccountLine:
    """Find one account.

    Raises:
        Forbidden: the actor may not see accounts.
        Missing: there is none of that id.
    """
    require(actor, rules.READ, rules.INSTALLATION)
    row = _rows(actor.at).filter(pk=account_id).first()
    if row is None:
        raise account_missing(str(account_id))
    return _account(row, _locked(actor.at), offices_called())


def find_account(actor: Actor, username: str) -> AccountLine:
    """Find an account by its name.

    Raises:
        Forbidden: the actor may not see accounts.
        Missing: there is none of that name.
    """
    require(actor, rules.READ, rules.INSTALLATION)
    row = _rows(actor.at).filter(username=rules.folded(username)).first()
    if row is None:
        raise account_missing(username)
    return _account(row, _locked(actor.at), offices_called())


def own_account(actor: Actor) -> AccountLine:
    """Give the account of whoever asks.

    Raises:
        Forbidden: nobody signed in.
    """
    refuse_public(actor)
    row = _rows(actor.at).filter(username=actor.person).first()
    if row is None:
        # The shell and the system act without an account.
        raise account_missing(actor.person)
    return _account(row, frozenset(), offices_called())


def account_id_of(actor: Actor) -> int | None:
    """Give the id of the actor's own account; None for the public and the shell."""
    row = Account.objects.filter(username=actor.person, is_active=True).first()
    return row.pk if row else None


def clerks_named(persons: Iterable[str]) -> Mapping[str, Bilingual | Text | str]:
    """Name who entered acts: by office and number where the directory knows them."""
    wanted = set(persons)
    rows = Account.objects.select_related("person").filter(
        username__in=wanted, person__isnull=False
    )
    titles = {row.username: titled(row.person) for row in rows if row.person}
    return {one: titles.get(one, person_name(one)) for one in wanted}


def account_missing(named: str) -> Missing:
    """Say that there is no such account."""
    return Missing(
        "account-missing",
        text("There is no account “{named}”.", named=named[: rules.NAME_LONGEST]),
        text("The list of accounts shows every one there is."),
    )


def title_of(actor: Actor) -> Bilingual | str:
    """Give the post of whoever is signed in, else the name of the account."""
    row = Account.objects.select_related("person").filter(username=actor.person).first()
    if row is None or row.person is None:
        return actor.person
    return Bilingual(row.person.title_zh, row.person.title_en)


def list_reached(league: str, on: date) -> tuple[Reached, ...]:
    """List the accounts with a role in a league on a day, with their mail addresses.

    For sending notices; pages ask ``list_accounts``, which judges who asks.
    """
    grants = Grant.objects.filter(
        Q(to_on=None) | Q(to_on__gt=on),
        league=league,
        ended_at=None,
        from_on__lte=on,
        account__is_active=True,
    ).select_related("account__person")
    places: dict[Account, list[tuple[Role, str | None, str | None]]] = {}
    for grant in grants.order_by("account__username", "pk"):
        unit = str(grant.unit_id) if grant.unit_id else None
        place = (Role(grant.role), grant.member or None, unit)
        places.setdefault(grant.account, []).append(place)
    return tuple(
        Reached(
            username=account.username,
            mail=account.email or (account.person.mail if account.person else ""),
            person=str(account.person_id) if account.person_id else None,
            places=tuple(held),
        )
        for account, held in places.items()
    )


def unit_behind(username: str) -> str | None:
    """Give the unit of the person behind an account; None where nobody stands behind it."""
    found = Account.objects.filter(username=username).values_list("person__unit")
    unit = next((unit for (unit,) in found if unit), None)
    return str(unit) if unit else None


def _rows(at: datetime) -> QuerySet[Account]:
    lasting = Grant.objects.filter(
        Q(to_on=None) | Q(to_on__gt=day_in_league(at)), ended_at=None
    )
    grants = lasting.select_related("unit").order_by("league", "from_on", "pk")
    return Account.objects.select_related("person").prefetch_related(
        Prefetch("grants", queryset=grants)
    )


def _locked(at: datetime) -> frozenset[str]:
    """Name the accounts that wrong passwords have locked at some address."""
    attempts = AccessAttempt.objects.filter(
        attempt_time__gt=at - settings.AXES_COOLOFF_TIME
    )
    counted = attempts.values("username", "ip_address").annotate(
        failures=Sum("failures_since_start")
    )
    locked = counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT).order_by()
    return frozenset(row["username"] for row in locked)


def _account(
    row: Account, locked: frozenset[str], offices: Mapping[str, Bilingual]
) -> AccountLine:
    person = row.person
    return AccountLine(
        id=row.pk,
        username=row.username,
        mail=row.email,
        person=str(person.pk) if person else None,
        title=Bilingual(person.title_zh, person.title_en) if person else None,
        is_active=row.is_active,
        is_locked=row.username in locked,
        has_password=row.has_usable_password(),
        created_at=row.created_at,
        created_by=row.created_by,
        last_signed_in_at=row.last_login,
        grants=tuple(grant_line(grant, offices) for grant in row.grants.all()),
        revision=row.revision,
    )


def grant_line(row: Grant, offices: Mapping[str, Bilingual]) -> GrantLine:
    """Turn a grant's row into its line.

    Args:
        row: the grant.
        offices: what each league calls its office, whose people hold that role.
    """
    return GrantLine(
        id=row.pk,
        league=row.league or None,
        role=Role(row.role),
        member=row.member or None,
        unit=str(row.unit_id) if row.unit_id else None,
        unit_name=Bilingual(row.unit.name_zh, row.unit.name_en) if row.unit else None,
        from_on=row.from_on,
        to_on=row.to_on,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        ended_at=row.ended_at,
        called=offices.get(row.league) if row.role == Role.SECRETARIAT else None,
    )


def grants_of(rows: Iterable[Grant]) -> tuple[GrantLine, ...]:
    """Turn rows of grants into lines."""
    offices = offices_called()
    return tuple(grant_line(row, offices) for row in rows)


def list_grants(actor: Actor, account_id: int) -> tuple[GrantLine, ...]:
    """List every grant of an account, past and to come, the latest first.

    Raises:
        Forbidden: the actor may not see them.
        Missing: there is no such account.
    """
    require(actor, rules.READ, rules.INSTALLATION)
    if not Account.objects.filter(pk=account_id).exists():
        raise account_missing(str(account_id))
    rows = Grant.objects.filter(account=account_id).select_related("unit")
    return grants_of(rows.order_by("-granted_at", "-pk"))


def list_sign_ins(
    actor: Actor, username: str, session_key: str | None
) -> tuple[SignInLine, ...]:
    """List where an account is signed in, the latest seen first.

    Args:
        actor: the account itself, or who may see every account.
        username: whose.
        session_key: the reader's own session; None where he reads by a key or command.

    Raises:
        Forbidden: the account is another's.
    """
    _refuse_others(actor, username)
    rows = SignIn.objects.filter(
        account__username=username, started_at__gt=session_starts_after(actor.at)
    )
    return tuple(
        SignInLine(
            id=row.pk,
            agent=row.agent,
            browser=rules.browser_of(row.agent),
            network_address=row.network_address,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this_one=row.session_key == session_key,
        )
        for row in rows.order_by("-seen_at", "-pk")
    )


def list_keys(actor: Actor, username: str) -> tuple[KeyLine, ...]:
    """List the keys of an account that were not revoked, the latest first.

    Raises:
        Forbidden: the account is another's.
    """
    _refuse_others(actor, username)
    rows = ApiToken.objects.filter(account__username=username, revoked_at=None)
    return tuple(
        KeyLine(
            id=str(row.pk),
            name=row.name,
            last_four=row.last_four,
            scopes=tuple(Scope(scope) for scope in row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            used_at=row.used_at,
            has_ended=row.expires_at is not None and row.expires_at <= actor.at,
        )
        for row in rows.order_by("-created_at", "pk")
    )


def list_feeds(actor: Actor, league: str | None = None) -> tuple[FeedLine, ...]:
    """List one's own calendar addresses that were not revoked, the latest first.

    Args:
        actor: whose; the public has none.
        league: only those of this league; None for all.
    """
    rows = FeedToken.objects.filter(account__username=actor.person, revoked_at=None)
    if league is not None:
        rows = rows.filter(league=league)
    return tuple(feed_line(row) for row in rows.order_by("-created_at", "pk"))


def feed_line(row: FeedToken) -> FeedLine:
    """Turn the row of a calendar's address into its line."""
    return FeedLine(
        id=str(row.pk),
        account_id=row.account_id,
        league=row.league,
        scope=FeedScope(row.scope),
        subject=row.subject,
        created_at=row.created_at,
        used_at=row.used_at,
    )


def _refuse_others(actor: Actor, username: str) -> None:
    refuse_public(actor)
    if actor.person != username:
        require(actor, rules.READ, rules.INSTALLATION)


def list_views(
    actor: Actor, league: str | None = None, page: str | None = None
) -> tuple[ViewLine, ...]:
    """List the views that somebody keeps, by name; none for the public.

    Args:
        actor: whose.
        league: only those of this league; None for all.
        page: only those of this list; None for all.
    """
    rows = SavedView.objects.filter(account__username=actor.person)
    if league is not None:
        rows = rows.filter(league=league)
    if page is not None:
        rows = rows.filter(page=page)
    return tuple(
        ViewLine(
            id=row.pk,
            league=row.league,
            page=row.page,
            name=row.name,
            query=row.query,
        )
        for row in rows.order_by("league", "page", "name")
    )


def get_link(secret: str, at: datetime) -> str:
    """Name the account whose password a link sets.

    Raises:
        Missing: the link is unknown, was used or has ended.
    """
    link = find_link(secret, at)
    if link is None:
        raise link_missing()
    return link.account.username


def find_link(secret: str, at: datetime) -> PasswordLink | None:
    """Find a link that may still be used."""
    rows = PasswordLink.objects.select_related("account__person")
    return rows.filter(
        digest=digest_of(secret), expires_at__gt=at, account__is_active=True
    ).first()


def link_missing() -> Missing:
    """Say that a link sets no password, without saying which of the reasons it is."""
    return Missing(
        "link-spent",
        text("This link is unknown, was used already or has ended."),
        text("Ask for a new one; each works once and only for some hours."),
    )
