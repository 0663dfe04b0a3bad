"""API of accounts: oneself, everybody's accounts and roles, and the permission matrix."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema, Status

from hansa.chassis.actor import Role
from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged, paged_rows
from hansa.chassis.plain import plain
from hansa.chassis.rights import Reach, Right
from hansa.chassis.wire import PROBLEMS, Day, NameOut, SentIn
from hansa.directory.reads import accounts as reads
from hansa.directory.services.accounts import grants, keeping, keys, sessions
from hansa.directory.terms.accounts import (
    AccountDraft,
    Door,
    DoorKind,
    GrantDraft,
    Scope,
)

# What every database holds as a number; a longer one is no id of ours.
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
SEEN = r"^[^\x00-\x1f\x7f]*$"

router = Router(tags=["accounts"])


class GrantOut(Schema):
    """A role; ``league`` null holds everywhere, ``to_on`` null lasts."""

    id: int
    league: str | None
    role: Role
    member: str | None
    unit: str | None
    unit_name: NameOut | None
    from_on: date
    to_on: date | None
    granted_by: str
    granted_at: datetime
    ended_at: datetime | None


class AccountOut(Schema):
    """An account; ``person`` null is a program's."""

    id: int
    username: str
    mail: str
    person: str | None
    title: NameOut | None
    is_active: bool
    is_locked: bool
    has_password: bool
    created_at: datetime
    created_by: str
    last_signed_in_at: datetime | None
    grants: list[GrantOut]
    revision: int


class NewAccountIn(SentIn):
    """An account to be made, without roles and without a password."""

    username: str = Field(max_length=60, pattern=SEEN)
    mail: str = Field("", max_length=254, pattern=SEEN)
    person: UUID | None = None


class GrantIn(SentIn):
    """A role to be given."""

    role: Role
    league: str | None = Field(None, max_length=60, pattern=SEEN)
    member: str | None = Field(None, max_length=60, pattern=SEEN)
    unit: UUID | None = None
    from_on: Day | None = None
    to_on: Day | None = None


class SignInOut(Schema):
    """A browser that is signed in."""

    id: int
    browser: str
    network_address: str
    started_at: datetime
    seen_at: datetime


class KeyOut(Schema):
    """A program's key, without its secret."""

    id: UUID
    name: str
    last_four: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    has_ended: bool


class DoorOut(Schema):
    """An endpoint."""

    kind: DoorKind
    address: str


class RightOut(Schema):
    """A right: who has it, how far it reaches, and what it guards."""

    code: str
    name: str
    held: dict[Role, Reach]
    doors: list[DoorOut]


@router.get("/me", response={200: AccountOut, **PROBLEMS})
def me(request: HttpRequest) -> Any:
    """Say who asks, with the roles in every league."""
    return plain(reads.own_account(actor_of(request)))


@router.get("/me/sessions", response={200: list[SignInOut], **PROBLEMS})
def my_sessions(
    request: HttpRequest, response: HttpResponse, paging: Query[Paging]
) -> Any:
    """List where one is signed in, the latest seen first."""
    actor = actor_of(request)
    lines = reads.list_sign_ins(actor, actor.person, request.session.session_key)
    return plain(paged(request, response, lines, paging, key=lambda x: str(x.id)))


@router.delete("/me/sessions/{session}", response={204: None, **PROBLEMS})
def end_session(request: HttpRequest, session: Number) -> Any:
    """End one of one's sessions."""
    sessions.end_session(actor_of(request), session)
    return Status(204, None)


@router.get("/me/keys", response={200: list[KeyOut], **PROBLEMS})
def my_keys(request: HttpRequest, response: HttpResponse, paging: Query[Paging]) -> Any:
    """List one's keys, the latest first; they are made on the page of one's account."""
    actor = actor_of(request)
    lines = reads.list_keys(actor, actor.person)
    return plain(paged(request, response, lines, paging, key=lambda x: x.id))


@router.delete("/me/keys/{key}", response={204: None, **PROBLEMS})
def revoke_key(request: HttpRequest, key: UUID) -> Any:
    """Revoke one of one's keys."""
    keys.revoke_key(actor_of(request), str(key))
    return Status(204, None)


@router.get("/accounts", response={200: list[AccountOut], **PROBLEMS})
def accounts(
    request: HttpRequest, response: HttpResponse, paging: Query[Paging]
) -> Any:
    """List every account by its name."""
    found = reads.page_accounts(actor_of(request), paging)
    return plain(paged_rows(request, response, found))


@router.post("/accounts", response={201: AccountOut, **PROBLEMS})
def make_account(request: HttpRequest, given: NewAccountIn) -> Any:
    """Make an account, without roles and without a password."""
    actor = actor_of(request)
    draft = AccountDraft(
        username=given.username,
        mail=given.mail,
        person=str(given.person) if given.person else None,
    )
    made = keeping.make_account(actor, draft)
    return Status(201, plain(reads.get_account(actor, made)))


@router.get("/accounts/{account}", response={200: AccountOut, **PROBLEMS})
def account(request: HttpRequest, account: Number) -> Any:
    """Show an account."""
    return plain(reads.get_account(actor_of(request), account))


@router.post("/accounts/{account}/deactivation", response={200: AccountOut, **PROBLEMS})
def deactivate(request: HttpRequest, account: Number) -> Any:
    """Put an account out: its sessions end and its keys stop."""
    actor = actor_of(request)
    keeping.deactivate(actor, account)
    return plain(reads.get_account(actor, account))


@router.get("/accounts/{account}/grants", response={200: list[GrantOut], **PROBLEMS})
def account_grants(
    request: HttpRequest, response: HttpResponse, account: Number, paging: Query[Paging]
) -> Any:
    """List the roles of an account, past and to come, the latest first."""
    lines = reads.list_grants(actor_of(request), account)
    return plain(paged(request, response, lines, paging, key=lambda x: str(x.id)))


@router.post("/accounts/{account}/grants", response={201: GrantOut, **PROBLEMS})
def give_role(request: HttpRequest, account: Number, given: GrantIn) -> Any:
    """Give an account a role."""
    actor = actor_of(request)
    draft = GrantDraft(
        role=given.role,
        league=given.league,
        member=given.member,
        unit=str(given.unit) if given.unit else None,
        from_on=given.from_on,
        to_on=given.to_on,
    )
    made = grants.give_role(actor, account, draft)
    lines = reads.list_grants(actor, account)
    return Status(201, plain(next(line for line in lines if line.id == made)))


@router.delete("/accounts/{account}/grants/{grant}", response={204: None, **PROBLEMS})
def end_role(request: HttpRequest, account: Number, grant: Number) -> Any:
    """End a role of an account."""
    grants.end_role(actor_of(request), account, grant)
    return Status(204, None)


def rights_router(declared: Sequence[Right], doors: Sequence[Door]) -> Router:
    """Make the router of the permission matrix.

    Args:
        declared: every right of every context.
        doors: every endpoint with the right that guards it.
    """
    matrix = Router(tags=["accounts"])

    @matrix.get("/rights", response={200: list[RightOut], **PROBLEMS})
    def rights(
        request: HttpRequest, response: HttpResponse, paging: Query[Paging]
    ) -> Any:
        """List every right with the roles that have it and the endpoints it guards."""
        laid_out = reads.matrix(actor_of(request), declared, doors)
        lines = [line for group in laid_out.groups for line in group.rights]
        page = paged(request, response, lines, paging, key=lambda x: x.code)
        return [
            {
                **plain(line),
                "held": {
                    role: reach
                    for role, reach in zip(laid_out.roles, line.reaches, strict=True)
                    if reach is not None
                },
            }
            for line in page
        ]

    return matrix
