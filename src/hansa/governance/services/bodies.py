"""Changes the bodies of a league as was decided: an amendment of its charter.

The decision is drafted into the text of the charter, shown as a plan, and applied by the
service that applies every version. What was open goes to whoever takes over.
"""

from uuid import UUID

from django.db import transaction

from hansa.charter import reads as charter_reads
from hansa.charter.services import Terms, apply_files, plan_files
from hansa.charter.terms import Plan, Version
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.directory.reads.people import list_units
from hansa.directory.services.people import add_posting
from hansa.directory.terms.people import PostingDraft, PostingKind, UnitLine
from hansa.governance.formats.statute_text import amend_statute
from hansa.governance.models import DocketItem, Session
from hansa.governance.reads.bodies import get_decision, ladders_of, open_rows
from hansa.governance.reads.calendars import list_bodies, statute_of
from hansa.governance.reads.dockets import terms_of
from hansa.governance.reads.records import body_of
from hansa.governance.rules import changes as rules
from hansa.governance.rules.rights import CHANGE_BODIES
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.changes import ChangeDraft, ChangePlan, NewGroup, Rehomed
from hansa.governance.terms.sessions import LIVE, Decision
from hansa.kernel.errors import Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

STATUTE = "governance.yaml"


def plan_change(actor: Actor, league: str, draft: ChangeDraft) -> ChangePlan:
    """Say what a change of bodies would do, without doing it.

    Raises:
        Forbidden: the actor may not change bodies.
        Missing: there is no such league, decision or unit.
        Refused: no decision carries it, it cannot be meant, or the charter that it
            would make has errors.

    Source: GOV-22 of huaihai, GOV-10 and GOV-26 of changzhutan; contracts, section 1.
    """
    require(actor, CHANGE_BODIES, Over(league=league))
    decision, files = _drafted(actor, league, draft)
    plan = plan_files(files, draft.from_on)
    return _planned(league, draft, decision, plan)


def apply_change(actor: Actor, league: str, draft: ChangeDraft) -> ChangePlan:
    """Change the bodies of a league as was decided.

    The next version of the charter cites the decision; units that lead are recorded, and
    open items go to whoever takes over. One transaction.

    Raises:
        As ``plan_change``.
    """
    require(actor, CHANGE_BODIES, Over(league=league))
    with transaction.atomic():
        journal.lock()
        decision, files = _drafted(actor, league, draft)
        stated = Terms(effective_from=draft.from_on, decision=rules.cite(decision))
        before = _rehomed(league, draft)
        plan = apply_files(actor, files, stated)
        found = _planned(league, draft, decision, plan, before)
        for group in draft.begins:
            _record_lead(actor, league, draft, group)
        _send_home(draft, found.rehomed)
        journal.record(
            actor,
            "governance.change_bodies",
            league,
            [
                f"charter:{league}/{plan.number}",
                f"item:{draft.decision}",
                *(f"item:{one.item.id}" for one in found.rehomed),
            ],
            plain({"kind": found.kind, **plain(draft)}),
        )
    return found


def _planned(
    league: str,
    draft: ChangeDraft,
    decision: Decision,
    plan: Plan,
    rehomed: tuple[Rehomed, ...] | None = None,
) -> ChangePlan:
    return ChangePlan(
        kind=rules.kind_of(draft),
        draft=draft,
        decision=decision,
        authority=rules.cite(decision),
        plan=plan,
        rehomed=_rehomed(league, draft) if rehomed is None else rehomed,
    )


def _drafted(
    actor: Actor, league: str, draft: ChangeDraft
) -> tuple[Decision, dict[str, str]]:
    """Draft the amendment: the text of the charter's files as it is to be."""
    versions = charter_reads.get_versions(league)
    version = versions[-1]
    rules.kind_of(draft)
    decision = get_decision(league, draft.decision)
    on = charter_reads.governing(versions, decision.on)
    rules.refuse_authority(decision.item, decision.on, body_of(on, decision.item.body))
    rules.refuse_change(draft, statute_of(version), decision.on)
    _refuse_names(actor, league, version, draft)
    _refuse_sessions(league, version, draft)
    _refuse_ladders(version, draft)
    _refuse_homes(league, draft)
    files = dict(version.charter.files)
    files[STATUTE] = amend_statute(files[STATUTE], draft)
    return decision, files


def _refuse_names(
    actor: Actor, league: str, version: Version, draft: ChangeDraft
) -> None:
    fields = {domain.id for domain in version.charter.agreement.domains}
    for group in draft.begins:
        refuse_words({"line": group.name.zh, "line1": group.name.en})
        if not group.name.zh.strip() or not group.id:
            raise Refused(
                "name-missing",
                text("A new group has no name, or no short one."),
                text("Write both; the short one in small letters, digits and hyphens."),
            )
        if group.domain is not None and group.domain not in fields:
            raise Refused(
                "domain-unknown",
                text("There is no field “{field}”.", field=group.domain[:60]),
                meant(group.domain[:60], fields),
            )
        if group.lead is not None:
            _unit(actor, league, group.lead)


def _unit(actor: Actor, league: str, wanted: str) -> UnitLine:
    for unit in list_units(actor, league, day_of(actor)):
        if unit.id == wanted:
            return unit
    raise Missing(
        "unit-missing",
        text("The directory has no unit “{unit}”.", unit=wanted[:60]),
        text("Choose a unit of the directory, or enter it there first."),
    )


def _refuse_sessions(league: str, version: Version, draft: ChangeDraft) -> None:
    """Refuse to end a body before a session that it is convened for."""
    row = (
        Session.objects.filter(
            league=league,
            body__in=draft.ends,
            state__in=[state.value for state in LIVE],
            end_on__gt=draft.from_on,
        )
        .order_by("start_on")
        .first()
    )
    if row is not None:
        names = {body.id: body.name for body in list_bodies(version)}
        raise Refused(
            "session-stands",
            text(
                "{body} is convened for {day}.",
                body=names[row.body],
                day=row.start_on.isoformat(),
            ),
            text("Hold the session before, or cancel it; its items are not lost."),
        )


def _refuse_ladders(version: Version, draft: ChangeDraft) -> None:
    ladders = ladders_of(version)
    for id_ in draft.ends:
        if id_ in ladders:
            raise Refused(
                "body-hears-cases",
                text("Cases of the type “{type}” stand before it.", type=ladders[id_]),
                text("Name another body in the ladder of casework.yaml first."),
            )


def _refuse_homes(league: str, draft: ChangeDraft) -> None:
    known = {row.pk for row in open_rows(league, draft.ends)}
    if set(draft.homes) - known:
        raise Missing(
            "item-missing",
            text(
                "An item is named that is not open on the docket of a body that ends."
            ),
            text("The plan lists those that are."),
        )


def _rehomed(league: str, draft: ChangeDraft) -> tuple[Rehomed, ...]:
    if not draft.followers:
        return ()
    return tuple(
        Rehomed(item=item, body=draft.homes.get(item.id, draft.followers[0]))
        for item in terms_of(open_rows(league, draft.ends))
    )


def _send_home(draft: ChangeDraft, rehomed: tuple[Rehomed, ...]) -> None:
    """Write down where items go by name; all others go by the charter itself."""
    for one in rehomed:
        if one.item.id not in draft.homes:
            continue
        row = DocketItem.objects.get(pk=one.item.id)
        if row.goes_to_body:
            row.goes_to_body = one.body
        else:
            row.body = one.body
        row.revision += 1
        row.save()


def _record_lead(
    actor: Actor, league: str, draft: ChangeDraft, group: NewGroup
) -> UUID | None:
    if group.lead is None:
        return None
    unit = _unit(actor, league, group.lead)
    posting = PostingDraft(
        kind=PostingKind.LEAD,
        member=unit.member,
        unit=unit.id,
        body=group.id,
        from_on=draft.from_on,
    )
    return UUID(add_posting(actor, league, posting))
