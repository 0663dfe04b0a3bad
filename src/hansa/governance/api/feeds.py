"""API of calendar feeds: one's own secret addresses, made, listed and taken back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from hansa.charter import reads as charter_reads
from hansa.chassis.asked import actor_of
from hansa.chassis.paging import Paging, paged
from hansa.chassis.plain import plain
from hansa.chassis.wire import PROBLEMS, SentIn
from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keys
from hansa.directory.terms.accounts import FeedScope

router = Router(tags=["feeds"])


class FeedOut(Schema):
    """A secret address; what it is nobody can read again."""

    id: UUID
    league: str
    scope: FeedScope
    subject: str
    created_at: datetime
    used_at: datetime | None


class FeedIn(SentIn):
    """A calendar to follow; ``subject`` names the body, city, unit or person."""

    scope: FeedScope
    subject: Annotated[str, Field(max_length=60, pattern="^[a-z0-9-]*$")] = ""


class MadeFeedOut(Schema):
    """The secret address, shown this once."""

    address: str


@router.get("/leagues/{league}/feeds", response={200: list[FeedOut], **PROBLEMS})
def feeds(
    request: HttpRequest, response: HttpResponse, league: str, paging: Query[Paging]
) -> Any:
    """List one's secret calendar addresses in a league, the latest first."""
    actor = actor_of(request)
    account_reads.refuse_public(actor)
    charter_reads.get_versions(league)
    lines = account_reads.list_feeds(actor, league)
    return plain(paged(request, response, lines, paging, key=lambda line: line.id))


@router.post("/leagues/{league}/feeds", response={201: MadeFeedOut, **PROBLEMS})
def make_feed(
    request: HttpRequest, response: HttpResponse, league: str, wanted: FeedIn
) -> Any:
    """Make a secret calendar address; it is shown this once and kept nowhere."""
    actor = actor_of(request)
    account = account_reads.own_account(actor)
    secret = keys.make_feed(actor, account.id, league, wanted.scope, wanted.subject)
    response["Cache-Control"] = "private, no-store"
    path = reverse("feeds:secret", args=[secret])
    return Status(201, {"address": f"{settings.HANSA_ADDRESS}{path}"})


@router.delete("/leagues/{league}/feeds/{feed}", response={204: None, **PROBLEMS})
def revoke_feed(request: HttpRequest, league: str, feed: UUID) -> Any:
    """Take a secret calendar address back; programs that follow it find nothing."""
    actor = actor_of(request)
    charter_reads.get_versions(league)
    keys.revoke_feed(actor, str(feed))
    return Status(204, None)
