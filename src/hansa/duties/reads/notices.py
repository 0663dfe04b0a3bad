"""Notices, as terms: lists, one by its id, one by the secret in its receipt link."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Q, QuerySet

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import search
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE, end_of
from hansa.chassis.paging import Paging, Slice, rows_after
from hansa.chassis.rights import Over, Reach, may, require
from hansa.chassis.search import SearchDocument
from hansa.duties.models import Notice as NoticeRow
from hansa.duties.models import SupervisionUnit
from hansa.duties.reads.notifications import off_the_page
from hansa.duties.rules import notices as rules
from hansa.duties.rules import supervision as rules_inside
from hansa.duties.rules.notice_words import letterhead, long_day, unit_letterhead
from hansa.duties.terms.channels import DeliveryState
from hansa.duties.terms.notices import (
    NOTICE_NAMES,
    Letterhead,
    Notice,
    NoticeFilters,
    NoticeKind,
    NoticeLine,
    NoticeOrder,
    NoticeRights,
    Paper,
    Receipt,
    ReceiptHow,
)
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, pack, text, unpack

ALL = NoticeFilters()
TO_SIGN_MOST = 20  # The list of notices has the rest.
OfficeOf = Callable[[Version], Bilingual | None]
_office_of: list[OfficeOf] = []


def use_office(office_of: OfficeOf) -> None:
    """Receive at start-up how a version names the league's office, from ``hansa.site``.

    The bodies stand in a section of the charter that this context does not know.
    """
    _office_of[:] = [office_of]


def letterhead_of(
    league: str, city: str | None, unit: Bilingual | None, day: date
) -> Letterhead:
    """Give how the league's office signs, or the liaison of a city.

    Args:
        league: slug.
        city: whose liaison signs; None for the league's office.
        unit: the unit that signs for a city; None where it is not known.
        day: the charter that governs it names the office.

    Raises:
        Missing: there is no such league.
    """
    version = charter_reads.governing(charter_reads.get_versions(league), day)
    if city is not None:
        names = charter_reads.names_of(version)
        return unit_letterhead(names.get(city, Bilingual(city, city)), unit)
    agreement = version.charter.agreement
    office = next((find(version) for find in _office_of), None)
    return letterhead(agreement.name, agreement.noun, office)


def day_of(at: datetime) -> date:
    """Give the day of an instant in the leagues' zone."""
    return at.astimezone(LEAGUE_ZONE).date()


def visible(actor: Actor, league: str) -> QuerySet[NoticeRow]:
    """Give the notices of a league that an actor may see; none is the default.

    Twin of ``rules.notices.may_read``.
    """
    rows = NoticeRow.objects.filter(league=league)
    if actor.league not in (None, league):
        return rows.none()
    supervised = Q(subject__startswith=rules.SUPERVISED)
    inside = supervised & _of_supervision(actor, league)
    if Role.AUDITOR in actor.roles:
        return rows.filter(~supervised | inside)
    seen = Q(pk__in=())
    for role, reach in rules.READ.held.items():
        if role not in actor.roles:
            continue
        match reach:
            case Reach.LEAGUE:
                seen |= Q(from_member="")
            case Reach.CITY if actor.member:
                seen |= Q(member=actor.member)
            case Reach.UNIT if actor.unit:
                seen |= Q(unit_id=actor.unit)
    return rows.filter(seen & ~supervised | inside)


def _of_supervision(actor: Actor, league: str) -> Q:
    """Give what an actor sees of the notices of supervision: as much as of its pages."""
    if not rules_inside.may_see_bulletin(actor, league, actor.member or ""):
        return Q(pk__in=())
    own = Q(member=actor.member)
    if actor.roles & rules_inside.WIDE:
        return own
    mine = Q(kind=NoticeKind.BULLETIN.value)
    if actor.unit is not None:
        named = SupervisionUnit.objects.filter(
            league=league, member=actor.member, unit_id=actor.unit, ended_at=None
        )
        mine |= Q(unit_id=actor.unit) | Q(Exists(named))
    return own & mine


def managed(actor: Actor, league: str) -> QuerySet[NoticeRow]:
    """Give the notices whose delivery an actor follows: its own office's, or all.

    Twin of ``rules.notices.may_follow``.
    """
    rows = visible(actor, league)
    if Role.AUDITOR in actor.roles:
        return rows
    if not may(actor, rules.ISSUE, Over(league=league, member=actor.member)):
        return rows.none()
    return rows.filter(from_member=rules.issuer(actor) or "")


def _narrowed(rows: QuerySet[NoticeRow], filters: NoticeFilters) -> QuerySet[NoticeRow]:
    wanted = {
        "kind": filters.kind.value if filters.kind else None,
        "member": filters.member,
        "subject": filters.subject or None,
        "duty": filters.duty,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    rows, open_ = rows.filter(**given), Q(receipted_at=None)
    if filters.until is not None:
        end = end_of(filters.until)
        rows, open_ = rows.filter(issued_at__lt=end), open_ | Q(receipted_at__gte=end)
    return rows.filter(open_) if filters.unanswered else rows


def _filtered(rows: QuerySet[NoticeRow], filters: NoticeFilters) -> QuerySet[NoticeRow]:
    return _narrowed(rows, filters).annotate(
        failing=Count(
            "deliveries", filter=Q(deliveries__state=DeliveryState.FAILED.value)
        )
    )


def require_follower(actor: Actor, league: str) -> None:
    """Refuse whoever follows no deliveries in a league.

    Raises:
        Forbidden: naming who does.
    """
    if Role.AUDITOR in actor.roles:
        refuse_strangers(actor, league)
    else:
        require(actor, rules.ISSUE, Over(league=league, member=actor.member))


_ORDERS = {
    NoticeOrder.NEWEST: F("issued_at").desc(),
    NoticeOrder.OLDEST: F("issued_at").asc(),
    NoticeOrder.DUE_FIRST: F("due_on").asc(nulls_last=True),
    NoticeOrder.DUE_LAST: F("due_on").desc(nulls_last=True),
}


def refuse_strangers(actor: Actor, league: str) -> None:
    """Refuse whoever has nothing to do with the notices of a league at all.

    Raises:
        Forbidden: naming who may read them.
    """
    require(
        actor, rules.READ, Over(league=league, member=actor.member, unit=actor.unit)
    )


def list_notices(
    actor: Actor,
    league: str,
    filters: NoticeFilters,
    part: slice,
    order: NoticeOrder = NoticeOrder.NEWEST,
) -> tuple[NoticeLine, ...]:
    """List notices that an actor may see, the newest first where no order is asked."""
    rows = _filtered(visible(actor, league), filters)
    found = rows.order_by(_ORDERS[order], "id")[part]
    return tuple(_as_of(_shown(actor, row), filters.until) for row in found)


def count_notices(actor: Actor, league: str, filters: NoticeFilters) -> int:
    """Count the notices that an actor may see."""
    return _narrowed(visible(actor, league), filters).count()


def page_notices(
    actor: Actor, league: str, filters: NoticeFilters, paging: Paging
) -> Slice[NoticeLine]:
    """Give one page of the notices that an actor may see, the newest first."""
    rows = _filtered(visible(actor, league), filters)
    return rows_after(
        rows, paging, order=("-issued_at", "id"), to=partial(_shown, actor)
    )


def list_unanswered(
    actor: Actor, league: str, until: date | None = None
) -> tuple[NoticeLine, ...]:
    """List the notices of the actor's office that nobody signed for, the oldest first."""
    wanted = NoticeFilters(unanswered=True, until=until)
    rows = _filtered(managed(actor, league), wanted).order_by("issued_at", "id")
    return tuple(_as_of(_shown(actor, row), until) for row in rows)


def count_unanswered(actor: Actor, league: str, until: date | None = None) -> int:
    """Count the notices of the actor's office that nobody signed for."""
    wanted = NoticeFilters(unanswered=True, until=until)
    return _narrowed(managed(actor, league), wanted).count()


def list_to_sign(
    actor: Actor, league: str, until: date | None = None
) -> tuple[NoticeLine, ...]:
    """List the notices that wait for the actor to sign, the oldest first.

    Kinds that the actor does not want on the to-do page stay in the list of notices.
    """
    wanted = NoticeFilters(unanswered=True, until=until)
    rows = _filtered(visible(actor, league), wanted)
    own = Q(from_member=rules.issuer(actor) or "")
    if actor.unit:
        own &= ~Q(unit_id=actor.unit)
    hidden = [kind.value for kind in off_the_page(actor, league)]
    rows = rows.exclude(own).exclude(kind__in=hidden).order_by("issued_at", "id")
    lines = tuple(_as_of(_shown(actor, row), until) for row in rows[:TO_SIGN_MOST])
    return tuple(line for line in lines if rules.may_sign(actor, line))


def notices_of(
    actor: Actor, league: str, duties: Collection[UUID]
) -> Mapping[UUID, tuple[NoticeLine, ...]]:
    """List the notices about some duties, by duty, the newest first; one question."""
    rows = _filtered(visible(actor, league), ALL).filter(duty__in=duties)
    found: dict[UUID, tuple[NoticeLine, ...]] = {}
    for row in rows.order_by("-issued_at", "id"):
        assert row.duty_id is not None  # Only rows of these duties were asked for.
        found[row.duty_id] = (*found.get(row.duty_id, ()), _shown(actor, row))
    return found


def search_documents(league: str) -> Iterator[SearchDocument]:
    """Give what the search box finds: notices, by number, matter and addressee."""
    for row in NoticeRow.objects.filter(league=league).order_by("pk").iterator():
        reference, name = _name(row.reference), _name(row.name)
        reach = search.of_desk(row.member) if row.member else search.OFFICE
        if row.from_member:
            sealed = row.subject.startswith(rules.SUPERVISED)
            within = search.sealed_in if sealed else search.inside_city
            reach = within(row.from_member)
        yield SearchDocument(
            kind="notice",
            key=str(row.pk),
            reach=reach,
            title=_name(row.title),
            under=Bilingual(
                f"{reference.zh} · {name.zh}", f"{reference.en} · {name.en}"
            ),
            address=f"/{league}/notices/{row.pk}/",
            words=(
                *(reference.zh, reference.en, name.zh, name.en),
                NOTICE_NAMES[NoticeKind(row.kind)],
            ),
        )


def list_by_ids(ids: Sequence[UUID]) -> tuple[NoticeLine, ...]:
    """List notices in the order asked, for services; no right is judged."""
    rows = {row.pk: row for row in _filtered(NoticeRow.objects.filter(pk__in=ids), ALL)}
    return tuple(_line(rows[id_]) for id_ in ids)


def get_notice(actor: Actor, league: str, notice_id: UUID) -> Notice:
    """Find one notice.

    Raises:
        Missing: there is none, or the actor may not see it; which, is not said.
    """
    row = _filtered(visible(actor, league), ALL).filter(pk=notice_id).first()
    if row is None:
        raise Missing(
            "notice-missing",
            text("There is no such notice here."),
            text("Open it from the list of notices."),
        )
    return Notice(line=_shown(actor, row), paper=_paper(row.body))


def issued_notice(notice_id: UUID) -> Notice:
    """Give one notice with its paper form, for those to whom it was shown otherwise."""
    row = _filtered(NoticeRow.objects.filter(pk=notice_id), ALL).get()
    return Notice(line=_alone(_line(row)), paper=_paper(row.body))


def titles_of(actor: Actor, league: str, ids: Iterable[str]) -> Mapping[str, Bilingual]:
    """Give what notices that the actor may see are about, by id."""
    rows = visible(actor, league).filter(pk__in=sorted(set(ids)))
    return {str(id_): _name(title) for id_, title in rows.values_list("pk", "title")}


def issued_day(line: NoticeLine) -> Bilingual:
    """Write the day on which a notice was issued, as its paper does."""
    return long_day(day_of(line.issued_at))


def rights_over(actor: Actor, line: NoticeLine) -> NoticeRights:
    """Say what an actor may do with a notice, so that pages offer just that."""
    return NoticeRights(
        manage=rules.may_manage(actor, line), sign=rules.may_sign(actor, line)
    )


def find_by_link(token: str, at: datetime) -> Notice:
    """Find the notice of a receipt link; whoever has the link may read it.

    Raises:
        Missing: the link is unknown or has ended.
    """
    row = (
        NoticeRow.objects.filter(
            links__digest=rules.digest_of(token), links__ends_at__gt=at
        )
        .annotate(failing=Count("id", filter=Q(pk__in=())))
        .first()
    )
    if row is None:
        raise Missing(
            "link-unknown",
            text("This link is unknown or has ended."),
            text("Ask the office that sent it for a new one, or confirm by telephone."),
        )
    return Notice(line=_alone(_line(row)), paper=_paper(row.body))


def _name(stored: Any) -> Bilingual:
    name = unpack(stored)
    assert isinstance(name, Bilingual)  # Nothing else is packed into these columns.
    return name


def _paper(stored: Mapping[str, Any]) -> Paper:
    return Paper(
        heading=_name(stored["heading"]),
        addressee=_name(stored["addressee"]),
        body=tuple(_name(paragraph) for paragraph in stored["body"]),
        signature=_name(stored["signature"]),
        contact=_name(stored["contact"]) if stored["contact"] else None,
    )


def packed_paper(paper: Paper) -> dict[str, Any]:
    """Write a paper form as it is kept."""
    return {
        "heading": pack(paper.heading),
        "addressee": pack(paper.addressee),
        "body": [pack(paragraph) for paragraph in paper.body],
        "signature": pack(paper.signature),
        "contact": pack(paper.contact) if paper.contact else None,
    }


def _shown(actor: Actor, row: Any) -> NoticeLine:
    """Give a notice as an actor sees it."""
    line = _line(row)
    return line if rules.may_follow(actor, line) else _alone(line)


def _alone(line: NoticeLine) -> NoticeLine:
    """Give a notice as its addressee sees it: who else was addressed is not theirs."""
    return replace(line, joint=None)


def _line(row: Any) -> NoticeLine:
    return NoticeLine(
        id=row.pk,
        league=row.league,
        kind=NoticeKind(row.kind),
        year=row.year,
        number=row.number,
        reference=_name(row.reference),
        subject=row.subject,
        duty=row.duty_id,
        from_member=row.from_member or None,
        member=row.member or None,
        unit=str(row.unit_id) if row.unit_id else None,
        person=str(row.person_id) if row.person_id else None,
        name=_name(row.name),
        title=_name(row.title),
        words=_name(row.words),
        joint=_name(row.joint) if row.joint else None,
        due_on=row.due_on,
        due_time=row.due_time,
        issued_by=row.issued_by,
        authority=row.authority,
        issued_at=row.issued_at,
        receipt=_receipt(row),
        failing=row.failing,
    )


def _as_of(line: NoticeLine, until: date | None) -> NoticeLine:
    """Give a notice as it stood at the end of a day: what was signed later was not yet."""
    later = until is not None and line.receipt and line.receipt.at >= end_of(until)
    return replace(line, receipt=None) if later else line


def _receipt(row: NoticeRow) -> Receipt | None:
    if row.receipted_at is None:
        return None
    return Receipt(
        at=row.receipted_at,
        by=row.receipt_by,
        office=row.receipt_office,
        how=ReceiptHow(row.receipt_how),
        recorded_by=row.receipt_recorded_by,
        recorded_at=row.receipt_recorded_at or row.receipted_at,
    )
