"""Keeping channels: adding, trying and closing them, and sealing what is secret in them."""

import base64
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.encoding import force_bytes

from hansa.charter import reads as charter_reads
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over
from hansa.directory.reads import people
from hansa.duties import formats
from hansa.duties.models import Channel, Delivery
from hansa.duties.reads.channels import channel_row, owner_of
from hansa.duties.reads.notices import day_of
from hansa.duties.rules import channels as rules
from hansa.duties.rules.notice_words import one_line
from hansa.duties.terms.channels import (
    MAIL,
    Added,
    ChannelDraft,
    DeliveryState,
    Robot,
    SecretBy,
)
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.registry import discover
from hansa.kernel.text import Bilingual, pack, text

ROBOTS = discover(formats, "ROBOT", Robot)
"""What takes notices over the web, by kind of channel."""

_MAIL_NAME = Bilingual("电子邮件", "Mail")
_SEAL = b"hansa.duties.channels:"


def kinds() -> tuple[str, ...]:
    """List the kinds of channel: mail first, then the robots by slug."""
    return (MAIL, *sorted(ROBOTS))


def kind_names() -> Mapping[str, Bilingual]:
    """Name the kinds of channel, as ``kinds`` lists them."""
    return {MAIL: _MAIL_NAME, **{slug: ROBOTS[slug].name for slug in sorted(ROBOTS)}}


def add_channel(actor: Actor, league: str, draft: ChannelDraft) -> Added:
    """Add a channel for a city, a unit or copies to the office.

    Returns:
        Its id, and the secret that Hansa made for it; the secret is never shown again.

    Raises:
        Forbidden: the actor may not keep channels there.
        Missing: there is no such league, city or unit.
        Refused: the kind, the name, the address or the secret cannot be used.
    """
    over = Over(league=league, member=draft.member, unit=draft.unit)
    rules.require_keep(actor, over)
    _refuse_strangers(actor, league, draft)
    _refuse_unusable(draft)
    robot = ROBOTS.get(draft.kind)
    made = secrets.token_urlsafe(32) if robot and robot.secret is SecretBy.HANSA else ""
    row = Channel(
        id=uuid.uuid4(),
        league=league,
        member=draft.member or "",
        unit_id=draft.unit,
        kind=draft.kind,
        name=one_line(draft.name),
        address=rules.shown_address(draft.address) if robot else draft.address,
        sealed=seal(draft.address, made or draft.secret) if robot else "",
        created_by=actor.person,
        created_at=actor.at,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        journal.record(
            actor,
            "channels.add",
            league,
            [f"channel:{row.pk}"],
            {"kind": row.kind, "name": row.name, "address": row.address},
        )
    return Added(id=row.pk, secret=made)


def close_channel(actor: Actor, league: str, channel_id: UUID) -> None:
    """Close a channel: nothing more is sent on it, and what waits for it is given up.

    Raises:
        Missing: there is no such channel, or the actor may not see it.
        Forbidden: the actor may not keep it.
        Conflict: it is closed already.
    """
    with transaction.atomic():
        row = channel_row(actor, league, channel_id)
        rules.require_keep(actor, owner_of(row))
        open_still = Channel.objects.filter(pk=row.pk, closed_at=None)
        # What was secret in it is of no use any more, so it is not kept.
        if not open_still.update(closed_at=actor.at, sealed=""):
            raise Conflict(
                "channel-closed",
                text("This channel was closed already."),
                text("Add a new one where notices should go."),
            )
        waiting = Delivery.objects.filter(
            channel=row, state=DeliveryState.WAITING.value
        )
        waiting.update(
            state=DeliveryState.FAILED.value,
            next_try_at=None,
            failure=pack(text("The channel was closed.")),
        )
        journal.record(actor, "channels.close", league, [f"channel:{row.pk}"], {})


def _refuse_strangers(actor: Actor, league: str, draft: ChannelDraft) -> None:
    on = day_of(actor.at)
    version = charter_reads.governing(charter_reads.get_versions(league), on)
    known = draft.member is None or draft.member in charter_reads.names_of(version)
    if draft.unit is not None:
        unit = people.get_unit(actor, league, draft.unit, on)
        known = known and unit.member == draft.member
    if not known:
        raise Missing(
            "owner-missing",
            text("There is no such city or unit in this league."),
            text("Choose one from the directory."),
        )


def _refuse_unusable(draft: ChannelDraft) -> None:
    if draft.kind not in kinds():
        raise Refused(
            "kind-unknown",
            text("“{kind}” is no kind of channel.", kind=draft.kind[:40]),
            text("Known kinds: {kinds}.", kinds=kinds()),
        )
    if not draft.name.strip() or len(draft.name) > rules.NAME_LONGEST:
        raise Refused(
            "name-unusable",
            text(
                "A channel has a name of at most {most} characters.",
                most=rules.NAME_LONGEST,
            ),
            text("Say whose it is, such as “duty room, group chat”."),
        )
    if len(draft.address) > rules.ADDRESS_LONGEST:
        raise Refused(
            "address-too-long",
            text(
                "An address has at most {most} characters.", most=rules.ADDRESS_LONGEST
            ),
            text("Copy it again from where it was made."),
        )
    if draft.kind == MAIL:
        refuse_mail_address(draft.address)
    else:
        rules.refuse_web_address(draft.address)
        rules.refuse_inside(draft.address, settings.HANSA_WEBHOOK_NETS)
        _refuse_secret(ROBOTS[draft.kind], draft.secret)


def refuse_mail_address(address: str) -> None:
    """Refuse what is no plain mail address; a line break would write headers.

    Raises:
        Refused: it is none.
    """
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused(
            "mail-address-unusable",
            text("This is no mail address."),
            text("Give it as office@city.example, one address only."),
        ) from error


def _refuse_secret(robot: Robot, secret: str) -> None:
    if robot.secret is SecretBy.SERVICE and not secret.strip():
        raise Refused(
            "secret-needed",
            text("{service} signs with a secret that it gives.", service=robot.name),
            text("Copy it from the robot's safety settings."),
        )
    if robot.secret is not SecretBy.SERVICE and secret:
        raise Refused(
            "secret-not-taken",
            text("{service} takes no secret from outside.", service=robot.name),
            text("Leave it empty."),
        )
    if len(secret) > rules.SECRET_LONGEST or not secret.isprintable():
        raise Refused(
            "secret-unusable",
            text("This secret cannot be used."),
            text("Copy it again from the robot's safety settings."),
        )


def _sealer() -> MultiFernet:
    """Give what seals under the installation's key, and opens under former ones too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [hashlib.sha256(_SEAL + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in digests])


def seal(address: str, secret: str) -> str:
    """Seal a web address and its secret, so that a copy of the database shows neither."""
    content = json.dumps({"address": address, "secret": secret})
    return _sealer().encrypt(content.encode()).decode()


def unseal(sealed: str) -> tuple[str, str]:
    """Give the address and the secret that were sealed.

    Raises:
        Refused: they were sealed under another key.
    """
    try:
        content = json.loads(_sealer().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Refused(
            "channel-sealed",
            text("The channel was sealed under another key and cannot be opened."),
            text("Close it and add it again."),
        ) from error
    return content["address"], content["secret"]
