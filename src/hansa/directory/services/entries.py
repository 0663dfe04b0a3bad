"""What writes one entry of the directory, in a transaction that its caller journals.

Shared by the acts of ``services.people`` and by the register, which writes many at once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID, uuid4

from hansa.chassis.actor import Actor
from hansa.chassis.rights import Over, may, require
from hansa.directory.models import (
    Account,
    Person,
    Posting,
    PostingEnd,
    Unit,
    UnitName,
)
from hansa.directory.reads import people as reads
from hansa.directory.reads import rows
from hansa.directory.reads.offices import elsewhere_of, labels_of_hansa
from hansa.directory.reads.places import places
from hansa.directory.rules import entries as rules
from hansa.directory.rules import offices as office_rules
from hansa.directory.rules import people as people_rules
from hansa.directory.rules.taken import Elsewhere
from hansa.directory.terms.people import (
    Closing,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    UnitDetails,
    UnitDraft,
    UnitNameLine,
)
from hansa.kernel.errors import Conflict, Forbidden, Refused
from hansa.kernel.findings import Finding
from hansa.kernel.text import Bilingual, text


def refuse_stale(standing: int, seen: int) -> None:
    """Refuse a change to an entry that somebody changed since it was opened.

    Raises:
        Conflict: the revision that stands is not the one that was seen.
    """
    if standing != seen:
        raise Conflict(
            "changed-meanwhile",
            text("Somebody else changed this entry since you opened it."),
            text("Compare the two, and save again what should stand."),
        )


def refuse_faults(found: Iterable[Finding]) -> None:
    """Refuse an entry that cannot be meant, with all its faults at once.

    Raises:
        Refused: there is a fault; the path of each finding is the field it stands in.
    """
    faults = tuple(found)
    if not faults:
        return
    raise Refused(
        "entry-faulty",
        faults[0].message
        if len(faults) == 1
        else text("The entry has faults: {count}.", count=len(faults)),
        faults[0].remedy
        if len(faults) == 1
        else text("Mend them and try again; nothing was changed."),
        faults,
    )


def require_keeper(actor: Actor, league: str, *members: str) -> None:
    """Demand the right to keep every city concerned; empty for the league's own.

    Raises:
        Forbidden: the actor may not.
    """
    for member in members:
        over = Over(league=league, member=member or None)
        require(actor, people_rules.KEEP_PEOPLE, over)


def require_posting_keeper(
    actor: Actor, league: str, kind: PostingKind, member: str | None
) -> None:
    """Demand the right to record a posting of a kind for a city.

    Raises:
        Forbidden: the actor may not.
    """
    require_keeper(actor, league, people_rules.kept_by(kind, member) or "")


def seen_person(actor: Actor, league: str, person_id: str) -> Person:
    """Find a person for who may see people; others learn of no id whether it exists."""
    require(actor, people_rules.READ_PEOPLE, Over(league=league))
    return rows.person_row(league, person_id)


def refuse_borrowed(
    actor: Actor, league: str, member: str, field: str, name: Bilingual
) -> None:
    """Refuse a name that would let a city's entry speak for somebody else.

    What is written in the directory becomes the authority of acts. Whoever writes one
    entry asks this; the register has judged all names before it holds anything, as the
    names of the whole league are read for each.

    Raises:
        Refused: the name is not the city's own.
    """
    refuse_faults(
        office_rules.borrowed_faults(
            field, name, not_its_own(actor, league, member), labels_of_hansa()
        )
    )


def not_its_own(actor: Actor, league: str, member: str) -> Elsewhere | None:
    """Give what a city may call nobody of its own; None where the actor may name all."""
    if not member or may(actor, people_rules.KEEP_PEOPLE, Over(league=league)):
        return None
    return elsewhere_of(league, member)


def write_unit(actor: Actor, league: str, draft: UnitDraft) -> Unit:
    """Write a new unit, in the caller's transaction and under its journal entry.

    Here and below the caller has judged whose the name is, by ``refuse_borrowed``.
    """
    details = draft.details
    refuse_faults(
        (
            *rules.name_faults(draft.name),
            *rules.details_faults(details),
            *rules.place_faults(
                places(league), draft.member, details.body, details.domain
            ),
        )
    )
    row = Unit(
        id=uuid4(), league=league, member=draft.member or "", **_named(draft.name)
    )
    _write_details(actor, row, details)
    row.save(force_insert=True)
    return row


def _named(name: Bilingual) -> dict[str, str]:
    """Give the columns of a name; an English one that only repeats is left out."""
    zh, en = name.zh.strip(), name.en.strip()
    return {"name_zh": zh, "name_en": "" if en == zh else en}


def _write_details(actor: Actor, row: Unit, details: UnitDetails) -> None:
    parent = _near_unit(actor, row.league, details.parent)
    if people_rules.would_circle(str(row.pk), details.parent, _onward("parent")):
        refuse_faults([rules.own_superior()])
    row.kind = details.kind.value
    row.parent = parent
    row.body = details.body or ""
    row.domain = details.domain or ""
    row.phone = details.contact.phone.strip()
    row.mail = details.contact.mail.strip()
    row.opened_on = details.opened_on


def _onward(column: str) -> Callable[[str], str | None]:
    """Give how one unit leads to the next by a column."""

    def onward(unit: str) -> str | None:
        keys = Unit.objects.filter(pk=unit).values_list(column, flat=True)
        return rows.id_of(keys.first())

    return onward


def _near_unit(actor: Actor, league: str, unit_id: str | None) -> Unit | None:
    """Find a unit that an entry points to: of a city that the actor keeps, or the league's.

    The league's own units take in people of every city, so only a city's are judged.
    """
    if unit_id is None:
        return None
    row = rows.unit_row(league, unit_id)
    if row.member:
        require_keeper(actor, league, row.member)
    return row


def write_edited_unit(actor: Actor, row: Unit, details: UnitDetails) -> None:
    """Write changed details of a unit, in the caller's transaction."""
    refuse_faults(
        (
            *rules.details_faults(details),
            *rules.place_faults(places(row.league), None, details.body, details.domain),
            *rules.order_faults("opened_on", details.opened_on, row.closed_on),
        )
    )
    _write_details(actor, row, details)
    _save(row)


def _save(row: Unit | Person) -> None:
    row.revision += 1
    row.save()


def write_name(row: Unit, named: UnitNameLine) -> None:
    """Write a name of a unit, in the caller's transaction."""
    refuse_faults(
        (
            *rules.name_faults(named.name),
            *rules.day_faults("from_on", named.from_on),
            *rules.too_early("from_on", named.from_on, row.opened_on),
        )
    )
    UnitName.objects.update_or_create(
        unit=row, from_on=named.from_on, defaults=_named(named.name)
    )
    _save(row)


def write_closing(actor: Actor, row: Unit, closing: Closing) -> None:
    """Write the end of a unit, in the caller's transaction."""
    refuse_faults(
        (
            *rules.day_faults("on", closing.on),
            *rules.order_faults("on", row.opened_on, closing.on),
        )
    )
    chosen = closing.successor
    row.successor = _near_unit(actor, row.league, chosen)
    keeps_all = may(actor, people_rules.KEEP_PEOPLE, Over(league=row.league))
    if row.successor and row.successor.member != row.member and not keeps_all:
        refuse_faults([rules.successor_elsewhere()])
    if people_rules.would_circle(str(row.pk), chosen, _onward("successor")):
        refuse_faults([rules.own_successor()])
    row.closed_on = closing.on
    _save(row)


def write_reopening(row: Unit) -> None:
    """Write that a unit stands after all, in the caller's transaction."""
    row.closed_on, row.successor = None, None
    _save(row)


def write_person(actor: Actor, league: str, draft: PersonDraft) -> Person:
    """Write a new person, in the caller's transaction."""
    refuse_faults(rules.place_faults(places(league), draft.member, None, None))
    row = Person(
        id=uuid4(),
        league=league,
        member=draft.member or "",
        recorded_by=actor.person,
        authority=actor.authority,
        recorded_at=actor.at,
    )
    _write_person_details(actor, row, draft.details)
    row.save(force_insert=True)
    return row


def _write_person_details(actor: Actor, row: Person, details: PersonDetails) -> None:
    refuse_faults(
        (*rules.title_faults(details.title), *rules.contact_faults(details.contact))
    )
    row.unit = _near_unit(actor, row.league, details.unit)
    named = _named(details.title)
    if is_retitled(row, details.title):
        _refuse_own_title(actor, row)
    row.title_zh, row.title_en = named["name_zh"], named["name_en"]
    row.phone = details.contact.phone.strip()
    row.mail = details.contact.mail.strip()


def is_retitled(row: Person, title: Bilingual) -> bool:
    """Tell whether a person would be called otherwise than now."""
    named = _named(title)
    return (row.title_zh, row.title_en) != (named["name_zh"], named["name_en"])


def _refuse_own_title(actor: Actor, row: Person) -> None:
    """Refuse to change the title under which one's own acts stand."""
    if Account.objects.filter(username=actor.person, person=row.pk).exists():
        raise Forbidden(
            "own-title",
            text("Nobody changes the title that his own acts bear."),
            text("Somebody else who keeps the directory does it."),
        )


def write_edited_person(actor: Actor, row: Person, details: PersonDetails) -> None:
    """Write changed details of a person, in the caller's transaction."""
    _write_person_details(actor, row, details)
    _save(row)


def write_leaving(actor: Actor, row: Person, on: date | None) -> None:
    """Write a leaving, in the caller's transaction."""
    refuse_faults(rules.day_faults("on", on))
    row.left_on = on
    _save(row)
    if on is None:
        return
    keeps_all = may(actor, people_rules.KEEP_PEOPLE, Over(league=row.league))
    for held in reads.posting_history(row.league, person=str(row.pk)):
        if held.withdrawn_at is not None or (held.to_on and held.to_on <= on):
            continue
        # Who leads a body is the league's, and stands until its office ends it.
        if held.kind is PostingKind.LEAD and not keeps_all:
            continue
        if held.from_on >= on:
            Posting.objects.filter(pk=held.id).update(withdrawn_at=actor.at)
        else:
            _add_end(actor, UUID(held.id), on)


def _add_end(actor: Actor, posting: UUID, to_on: date | None) -> None:
    PostingEnd.objects.create(
        posting_id=posting,
        to_on=to_on,
        recorded_by=actor.person,
        recorded_at=actor.at,
    )


def write_posting(actor: Actor, league: str, draft: PostingDraft) -> Posting:
    """Write a posting, in the caller's transaction."""
    require_posting_keeper(actor, league, draft.kind, draft.member)
    refuse_faults(
        (
            *rules.posting_faults(draft),
            *rules.place_faults(places(league), draft.member, draft.body, draft.domain),
        )
    )
    person, chief = (
        seen_person(actor, league, id_) if id_ else None
        for id_ in (draft.person, draft.delegated_by)
    )
    unit = _near_unit(actor, league, draft.unit)
    require_keeper(actor, league, *(row.member for row in (person, chief) if row))
    if person is not None:
        refuse_faults(rules.after_leaving(person.left_on, draft.from_on))
    return Posting.objects.create(
        id=uuid4(),
        league=league,
        kind=draft.kind.value,
        member=draft.member or "",
        person=person,
        unit=unit,
        office=draft.office.value if draft.office else "",
        body=draft.body or "",
        domain=draft.domain or "",
        full_time=draft.full_time,
        delegated_by=chief,
        from_on=draft.from_on,
        to_on=draft.to_on,
        document=draft.document.strip(),
        recorded_by=actor.person,
        authority=actor.authority,
        evidence=actor.evidence or "",
        recorded_at=actor.at,
    )


def write_end(actor: Actor, row: Posting, on: date | None) -> None:
    """Write the end of a posting, in the caller's transaction."""
    refuse_faults(
        (*rules.day_faults("on", on), *rules.order_faults("on", row.from_on, on))
    )
    _add_end(actor, row.pk, on)
