"""Channels and deliveries, as terms, and the routes on which a notice travels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from hansa.chassis.actor import Actor, Role
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Over, may, require
from hansa.directory.reads import people
from hansa.duties.models import Channel, Delivery
from hansa.duties.reads import notices as notice_reads
from hansa.duties.reads import notifications
from hansa.duties.rules import channels as rules
from hansa.duties.rules.notices import may_follow
from hansa.duties.terms.channels import (
    MAIL,
    ChannelLine,
    DeliveryLine,
    DeliveryState,
)
from hansa.duties.terms.notices import Addressee, NoticeKind, NoticeLine, Route
from hansa.duties.terms.notifications import Pace, Way
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, Text, text, unpack


def _visible(actor: Actor, league: str) -> QuerySet[Channel]:
    """Give the channels that an actor may see; none is the default."""
    rows = Channel.objects.filter(league=league)
    if may(actor, rules.READ, Over(league=league)):
        return rows
    if actor.member and may(
        actor, rules.READ, Over(league=league, member=actor.member)
    ):
        return rows.filter(member=actor.member)
    return rows.none()


def refuse_strangers(actor: Actor, league: str) -> None:
    """Refuse whoever has nothing to do with the channels of a league.

    Raises:
        Forbidden: naming who may see them.
    """
    require(actor, rules.READ, Over(league=league, member=actor.member))


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor may add channels in a league at all."""
    return may(actor, rules.KEEP, Over(league=league, member=actor.member))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse whoever may add no channel at all, before a form is read.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, rules.KEEP, Over(league=league, member=actor.member))


def unit_names(league: str, on: date) -> Mapping[str, Bilingual]:
    """Name the units whose channels a list shows, by id."""
    return people.unit_names(league, on)


def list_channels(actor: Actor, league: str) -> tuple[ChannelLine, ...]:
    """List the channels that an actor may see, those in use first."""
    rows = _visible(actor, league).annotate(
        failing=Count(
            "deliveries", filter=Q(deliveries__state=DeliveryState.FAILED.value)
        )
    )
    lines = map(_channel_line, rows.order_by("member", "name", "id"))
    return tuple(sorted(lines, key=lambda line: line.closed_at is not None))


def channel_row(actor: Actor, league: str, channel_id: UUID) -> Channel:
    """Find the row of a channel; for this context only.

    Raises:
        Missing: there is none, or the actor may not see it; which, is not said.
    """
    row = _visible(actor, league).filter(pk=channel_id).first()
    if row is None:
        raise Missing(
            "channel-missing",
            text("There is no such channel here."),
            text("Choose one from the list of channels."),
        )
    return row


def owner_of(row: Channel) -> Over:
    """Say over what whoever keeps a channel has a right."""
    return Over(
        league=row.league,
        member=row.member or None,
        unit=str(row.unit_id) if row.unit_id else None,
    )


def _channel_line(row: Any) -> ChannelLine:
    return ChannelLine(
        id=row.pk,
        league=row.league,
        member=row.member or None,
        unit=str(row.unit_id) if row.unit_id else None,
        kind=row.kind,
        name=row.name,
        address=row.address,
        created_by=row.created_by,
        created_at=row.created_at,
        closed_at=row.closed_at,
        failing=row.failing,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What is posted: its kind, which city issues it (None for the office), and when."""

    kind: NoticeKind
    from_member: str | None
    at: datetime


def routes_for(
    league: str,
    to: Sequence[Addressee],
    posted: Posted,
    domain: str | None,
    on: date,
) -> tuple[tuple[Route, ...], ...]:
    """Give the routes of each addressee: its channels, its mail, a copy for the office.

    A channel gets only what its owner may see: a city's what is addressed to the city, a
    unit's what is addressed to the unit, the office's what the office issues. The
    notification matrix then says what goes at once, with a digest, or not at all.
    """
    channels = list(
        Channel.objects.filter(league=league, closed_at=None).order_by("name", "id")
    )
    matrix = notifications.matrix_of(league, on)
    mails = _mails(league, to, domain, on) if settings.HANSA_MAIL else {}
    mailing = _Mailing(matrix=matrix, posted=posted)
    return tuple(
        _distinct(
            [
                *(
                    route
                    for row in channels
                    if _serves(row, one, posted.from_member)
                    and (route := mailing.of_channel(row)) is not None
                ),
                *(
                    route
                    for id_, address in mails.get(one, ())
                    if (route := mailing.of_entry(id_, address, one)) is not None
                ),
                *(mailing.of_accounts(one) if settings.HANSA_MAIL else ()),
            ]
        )
        for one in to
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mailing:
    """How the notification matrix lets one posting travel."""

    matrix: notifications.Matrix
    posted: Posted

    def of_channel(self, row: Channel) -> Route | None:
        """Give the route of a channel, by the default of the role whose it is."""
        role = Role.SECRETARIAT
        if row.unit_id:
            role = Role.UNIT_OFFICER
        elif row.member:
            role = Role.CITY_LIAISON
        # A channel is set up for what it carries: the mails of persons are no measure.
        mode = self.matrix.of_role(role, (self.posted.kind, Way.WEBHOOK))
        return None if mode is Pace.OFF else _route(row)

    def of_entry(self, id_: str, address: str, to: Addressee) -> Route | None:
        """Give the mail of a unit or person of the directory."""
        cell = (self.posted.kind, Way.MAIL)
        known = notifications.by_person(self.matrix).get(id_)
        if known is not None:
            return self._mail(
                address, known.username, self.matrix.of_account(known, cell)
            )
        role = Role.UNIT_OFFICER if to.unit else Role.CITY_LIAISON
        return self._mail(address, "", self.matrix.of_role(role, cell))

    def of_accounts(self, to: Addressee) -> Iterator[Route]:
        """Give the mails of the accounts that the notice concerns."""
        cell = (self.posted.kind, Way.MAIL)
        for one in notifications.concerned(self.matrix, to, self.posted.from_member):
            mode = self.matrix.of_account(one, cell)
            route = self._mail(one.mail, one.username, mode) if one.mail else None
            if route is not None:
                yield route

    def _mail(self, address: str, account: str, mode: Pace) -> Route | None:
        if mode is Pace.OFF:
            return None
        gathered = mode in {Pace.DAILY, Pace.WEEKLY}
        hour = self.matrix.hour_of(account)
        return Route(
            channel=None,
            kind=MAIL,
            name=address,
            address=address,
            digest=mode.value if gathered else "",
            send_at=notifications.digest_at(mode, hour, self.posted.at)
            if gathered
            else None,
        )


def _serves(row: Channel, to: Addressee, from_member: str | None) -> bool:
    if row.unit_id:
        return str(row.unit_id) == to.unit
    if row.member:
        return row.member == to.member and to.unit is None and to.person is None
    return from_member is None


def _route(row: Channel) -> Route:
    return Route(channel=row.pk, kind=row.kind, name=row.name, address=row.address)


def _mails(
    league: str, to: Sequence[Addressee], domain: str | None, on: date
) -> Mapping[Addressee, tuple[tuple[str, str], ...]]:
    """Find the mails of units and persons, and of cities through their focal points.

    Each stands with the id of its unit or person.
    """
    cities = sorted({one.member for one in to if one.member})
    points = people.focal_points(league, cities, (domain,), on)
    ids: dict[Addressee, str] = {}
    for one in to:
        point = points.get((one.member or "", domain))
        if one.person or one.unit:
            ids[one] = one.person or one.unit or ""
        elif point is not None:
            ids[one] = point.person
    mails = people.mail_addresses(league, list(ids.values()))
    return {one: ((id_, mails[id_]),) for one, id_ in ids.items() if id_ in mails}


def _distinct(routes: Sequence[Route]) -> tuple[Route, ...]:
    """Keep one route to each mail address; two channels may share a web address."""
    kept: dict[object, Route] = {}
    for route in routes:
        kept.setdefault(route.address if route.kind == MAIL else route.channel, route)
    return tuple(kept.values())


def page_deliveries(
    actor: Actor, league: str, state: DeliveryState | None, paging: Paging
) -> Slice[DeliveryLine]:
    """Give one page of the deliveries of what an actor's office issued, newest first."""
    rows = Delivery.objects.filter(
        notice__in=notice_reads.managed(actor, league)
    ).select_related("notice", "channel")
    if state is not None:
        rows = rows.filter(state=state.value)
    return rows_after(rows, paging, order=("-queued_at", "id"), to=_delivery_line)


def deliveries_of(actor: Actor, line: NoticeLine) -> tuple[DeliveryLine, ...]:
    """List the deliveries of one notice, for those who may follow them."""
    if not may_follow(actor, line):
        return ()
    rows = Delivery.objects.filter(notice=line.id).select_related("notice", "channel")
    return tuple(map(_delivery_line, rows.order_by("kind", "id")))


def _delivery_line(row: Delivery) -> DeliveryLine:
    return DeliveryLine(
        id=row.pk,
        notice=row.notice_id,
        reference=cast(Bilingual, unpack(row.notice.reference)),
        name=cast(Bilingual, unpack(row.notice.name)),
        channel=row.channel_id,
        channel_name=row.channel.name if row.channel else "",
        kind=row.kind,
        address=row.address,
        digest=row.digest,
        state=DeliveryState(row.state),
        queued_at=row.queued_at,
        tries=row.tries,
        next_try_at=row.next_try_at,
        failure=cast(Text, unpack(row.failure)) if row.failure else None,
        done_at=row.done_at,
    )
