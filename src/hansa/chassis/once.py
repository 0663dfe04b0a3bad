"""Forms of pages that can be sent twice safely: one token, done once.

A page that asks writes ``new_token()`` into its form as the field ``once``. The first
request with it claims it before it acts, as the keys of ``idempotency`` are claimed;
whoever presses the button again is led where the first press led, and nothing is done.
"""

import hashlib
import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hansa.chassis.actor import Actor, Role
from hansa.chassis.asked import actor_of
from hansa.chassis.models import IdempotentAnswer
from hansa.chassis.toasts import warn
from hansa.kernel.errors import Conflict
from hansa.kernel.text import text

FIELD = "once"
LED_ON = 302


def new_token() -> str:
    """Make the token of one form."""
    return secrets.token_urlsafe(16)


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do what a form asks for, or lead where doing it led before.

    What was refused, or led nowhere, may be sent again. A form without a token, and one
    of the public, who share one name, is done as often as it is sent.

    Args:
        request: with the token in the field ``once``.
        act: does it, and answers with a redirect.

    Raises:
        Conflict: the first request is still at work.
    """
    token, actor = request.POST.get(FIELD, ""), actor_of(request)
    if not token or Role.PUBLIC in actor.roles:
        return act()
    # Hashed, so that no key of the API can stand for the token of a form.
    key = hashlib.sha256(f"form:{token}".encode("utf-8", "replace")).hexdigest()
    claim = _claimed(actor, key, request.path)
    if claim.status is not None:
        warn(request, text("This was done already; nothing was done again."))
        return HttpResponseRedirect(claim.body or request.path)
    return _done(claim, act)


def _done(claim: IdempotentAnswer, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        answer = act()
    except BaseException:
        claim.delete()
        raise
    if answer.status_code == LED_ON:
        claim.status, claim.body = LED_ON, answer["Location"]
        claim.save()
    else:
        claim.delete()
    return answer


def _claimed(actor: Actor, key: str, path: str) -> IdempotentAnswer:
    fresh = IdempotentAnswer(
        actor=actor.person,
        key=key,
        request_hash=hashlib.sha256(path.encode()).hexdigest(),
        recorded_at=actor.at,
    )
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        row = IdempotentAnswer.objects.filter(actor=actor.person, key=key).first()
        if row is not None and row.status is not None:
            return row
        raise _at_work() from None
    return fresh


def _at_work() -> Conflict:
    return Conflict(
        "form-in-progress",
        text("This form was sent a moment ago and is being done."),
        text("Wait a moment, then look whether it was done before you send it again."),
    )
