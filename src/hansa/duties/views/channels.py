"""Pages of channels: where notices go, adding one, trying it, closing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.http import status_of
from hansa.chassis.language import render as say
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done, warn
from hansa.duties.forms.notices import ChannelForm, written_addressee
from hansa.duties.reads import channels as reads
from hansa.duties.reads import notice_plans
from hansa.duties.services import channels as services
from hansa.duties.services import sending
from hansa.duties.terms.notices import Addressee
from hansa.duties.views.notices import ROOM
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.text import text

FIELDS = {
    "kind-unknown": "kind",
    "name-unusable": "name",
    "address-too-long": "address",
    "address-unusable": "address",
    "mail-address-unusable": "address",
    "secret-needed": "secret",
    "secret-not-taken": "secret",
    "secret-unusable": "secret",
    "owner-missing": "owner",
}


@require_safe
def list_page(request: HttpRequest, league: str) -> HttpResponse:
    """Show the channels that the reader may see, and how to add one."""
    return _page(request, league)


def _page(
    request: HttpRequest,
    league: str,
    form: ChannelForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    reads.refuse_strangers(actor, league)
    keeps = reads.may_keep(actor, league)
    channels = reads.list_channels(actor, league)
    shown = {
        "room": ROOM,
        "channels": channels,
        "open_count": sum(channel.closed_at is None for channel in channels),
        "cities": notice_plans.list_cities(league, day_of(request)),
        "units": reads.unit_names(league, day_of(request)),
        "kinds": services.kind_names(),
        "form": (form or _form(actor, league)) if keeps else None,
        "secret": secret,
    }
    return render(request, "duties/channel_list.html", shown, status=status)


def _form(
    actor: Actor, league: str, typed: Mapping[str, Any] | None = None
) -> ChannelForm:
    owners = [
        (written_addressee(to), say(name))
        for to, name in notice_plans.list_addressees(actor, league)
    ]
    if actor.member is None:
        copies = written_addressee(Addressee(member=None))
        owners.insert(0, (copies, _("copies to the office")))
    else:
        own = Addressee(member=actor.member)
        owners.insert(0, (written_addressee(own), _("the city")))
    kinds = [(slug, say(name)) for slug, name in services.kind_names().items()]
    return ChannelForm(owners, kinds, typed)


@never_cache
@sensitive_post_parameters("secret", "address")
@require_POST
def add(request: HttpRequest, league: str) -> HttpResponse:
    """Add a channel; a secret that Hansa made is shown this once."""
    actor = actor_of(request)
    reads.require_keeper(actor, league)
    form = _form(actor, league, request.POST)
    if not form.is_valid():
        return _page(request, league, form, status=422)
    try:
        added = services.add_channel(actor, league, form.draft())
    except (Refused, Missing) as error:
        show_refusal(form, error, FIELDS)
        return _page(request, league, form, status=status_of(error))
    if added.secret:
        # A redirect would have to keep the secret somewhere; this page is its only place.
        return _page(request, league, secret=added.secret)
    say_done(request, text("The channel is added. Send a trial message on it."))
    return redirect("notices:channels", league)


@require_POST
def trial(request: HttpRequest, league: str, channel_id: UUID) -> HttpResponse:
    """Send a trial message and say how that went."""
    outcome = sending.try_channel(actor_of(request), league, channel_id)
    if outcome.failure is None:
        say_done(request, text("The trial message was taken."))
    else:
        warn(request, text("The trial failed. {reason}", reason=outcome.failure))
    return redirect("notices:channels", league)


@require_POST
def close(request: HttpRequest, league: str, channel_id: UUID) -> HttpResponse:
    """Close a channel; nothing more is sent on it."""
    try:
        services.close_channel(actor_of(request), league, channel_id)
        say_done(request, text("The channel is closed; nothing more is sent on it."))
    except Conflict as error:
        warn(request, error.message)
    return redirect("notices:channels", league)
