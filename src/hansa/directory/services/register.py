"""Taking the register from a workbook: previewed, then whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.files import (
    WORKBOOKS,
    FileLine,
    Upload,
    journal_name,
    read_bytes,
    readable_file,
    take,
)
from hansa.chassis.hashing import canonical, digest
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, may, require
from hansa.directory.formats.register import read_register
from hansa.directory.reads import rows
from hansa.directory.reads.places import places
from hansa.directory.reads.register import present_on
from hansa.directory.rules import offices as office_rules
from hansa.directory.rules import people as rules
from hansa.directory.rules.register.plan import plan
from hansa.directory.rules.register.review import NameFaults
from hansa.directory.services import entries
from hansa.directory.terms.people import Closing, PersonDraft, UnitDraft
from hansa.directory.terms.register import (
    PersonStep,
    PostingStep,
    RegisterPlan,
    UnitStep,
)
from hansa.kernel.errors import Conflict, Refused
from hansa.kernel.findings import Finding, errors_in
from hansa.kernel.shapes import Log
from hansa.kernel.text import Bilingual, text

Ids = dict[str, str]
"""What the stand-ins of new entries became."""


def preview_register(actor: Actor, league: str, upload: Upload) -> RegisterPlan:
    """Say what taking a workbook would do, with every fault at its cell; change nothing.

    Raises:
        Forbidden: the actor keeps nothing here.
        Missing: there is no such league.
    """
    require(actor, rules.KEEP_PEOPLE, Over(league=league, member=actor.member))
    log = Log()
    read = read_register(upload.content, upload.name, places(league), log)
    today = actor.at.astimezone(LEAGUE_ZONE).date()

    def may_keep(member: str | None) -> bool:
        return may(actor, rules.KEEP_PEOPLE, Over(league=league, member=member))

    return plan(
        present_on(actor, league, today),
        read,
        today,
        may_keep,
        _name_faults(actor, league),
        log,
    )


def _name_faults(actor: Actor, league: str) -> NameFaults:
    """Give what judges the names of a workbook, as those entered one by one are."""
    not_its_own = cache(partial(entries.not_its_own, actor, league))

    def found(field: str, member: str | None, name: Bilingual) -> Sequence[Finding]:
        return office_rules.borrowed_faults(field, name, not_its_own(member or ""))

    return found


def seal_of(planned: RegisterPlan) -> str:
    """Give the fingerprint of what a preview promises."""
    steps = (planned.units, planned.people, planned.postings)
    return digest(canonical(plain(steps)).encode())


def bring_register(actor: Actor, league: str, upload: Upload) -> FileLine:
    """File a workbook, so that it can be looked over before it is taken.

    Raises:
        Forbidden: the actor keeps nothing here.
        Refused: the file is of no kind that is taken.
    """
    require(actor, rules.KEEP_PEOPLE, Over(league=league, member=actor.member))
    with transaction.atomic():
        file = take(actor, league, actor.member, upload, WORKBOOKS)
        journal.record(
            actor,
            "directory.bring_register",
            league,
            [journal_name(file)],
            {"name": file.name},
        )
    return file


def preview_brought(
    actor: Actor, league: str, file_id: UUID
) -> tuple[FileLine, RegisterPlan]:
    """Say what taking a workbook that was filed would do.

    Raises:
        Forbidden: the actor keeps nothing here.
        Missing: there is no such file, or the actor may not know of it.
    """
    require(actor, rules.KEEP_PEOPLE, Over(league=league, member=actor.member))
    file = readable_file(actor, league, file_id)
    upload = Upload(name=file.name, content=read_bytes(file))
    return file, preview_register(actor, league, upload)


def take_register(actor: Actor, league: str, upload: Upload) -> RegisterPlan:
    """Take a workbook whole, in one act; with one fault nothing is taken.

    Raises:
        Forbidden: the actor keeps nothing here.
        Missing: there is no such league.
        Refused: the workbook has faults; each comes with its cell.
    """
    with transaction.atomic():
        journal.lock()
        planned = preview_register(actor, league, upload)
        _refuse_faulty(planned)
        file = take(actor, league, actor.member, upload, WORKBOOKS)
        _take(actor, league, planned, file)
    return planned


def take_brought(actor: Actor, league: str, file_id: UUID, seen: str) -> RegisterPlan:
    """Take a workbook that was filed, exactly as its preview said.

    Args:
        actor: who takes it.
        league: slug.
        file_id: the filed workbook.
        seen: ``seal_of`` the preview that the actor saw.

    Raises:
        Forbidden: the actor keeps nothing here.
        Missing: there is no such file, or the actor may not know of it.
        Conflict: the directory changed since that preview.
        Refused: the workbook has faults; each comes with its cell.
    """
    with transaction.atomic():
        journal.lock()
        file, planned = preview_brought(actor, league, file_id)
        _refuse_faulty(planned)
        if seal_of(planned) != seen:
            raise Conflict(
                "register-moved",
                text("The directory changed since you looked this workbook over."),
                text("Look at what it would do now, and take it then."),
            )
        _take(actor, league, planned, file)
    return planned


def _refuse_faulty(planned: RegisterPlan) -> None:
    errors = errors_in(planned.findings)
    if errors:
        raise Refused(
            "register-faulty",
            text("The workbook has faults: {count}.", count=len(errors)),
            text("Mend them at their cells and bring it again; nothing was taken."),
            planned.findings,
        )


def _take(actor: Actor, league: str, planned: RegisterPlan, file: FileLine) -> None:
    ids: Ids = {}
    for unit in planned.units:
        _open_unit(actor, league, unit, ids)
    for unit in planned.units:
        _settle_unit(actor, league, unit, ids)
    for person in planned.people:
        _take_person(actor, league, person, ids)
    for posting in planned.postings:
        _take_posting(actor, league, posting, ids)
    # After the postings, which a leaving ends only where the workbook did not.
    for person in planned.people:
        if person.leaves:
            row = rows.person_row(league, ids.get(person.id, person.id))
            entries.write_leaving(actor, row, person.left_on)
    journal.record(
        actor,
        "directory.take_register",
        league,
        [journal_name(file)],
        {"changes": plain(planned.changes), "unchanged": planned.unchanged},
    )


def _resolved(steps: Mapping[str, str | None], ids: Ids) -> dict[str, Any]:
    """Give the ids that fields point to, stand-ins exchanged for what they became."""
    return {name: ids.get(id_, id_) if id_ else None for name, id_ in steps.items()}


def _open_unit(actor: Actor, league: str, step: UnitStep, ids: Ids) -> None:
    """Open a new unit by itself; what it points to may not be there yet."""
    if not step.is_new:
        return
    assert step.details is not None  # A new unit comes with its details.
    alone = replace(step.details, parent=None)
    draft = UnitDraft(member=step.member, name=step.name, details=alone)
    ids[step.id] = str(entries.write_unit(actor, league, draft).pk)


def _settle_unit(actor: Actor, league: str, step: UnitStep, ids: Ids) -> None:
    row = rows.unit_row(league, ids.get(step.id, step.id))
    details, closing = step.details, step.closing
    if details is not None and (details.parent or not step.is_new):
        above = _resolved({"parent": details.parent}, ids)
        entries.write_edited_unit(actor, row, replace(details, **above))
    if step.named is not None:
        entries.write_name(actor, row, step.named)
    if closing is not None:
        heir = _resolved({"successor": closing.successor}, ids)
        entries.write_closing(actor, row, Closing(on=closing.on, **heir))
    if step.reopens:
        entries.write_reopening(row)


def _take_person(actor: Actor, league: str, step: PersonStep, ids: Ids) -> None:
    if step.details is None:
        return
    unit = _resolved({"unit": step.details.unit}, ids)
    details = replace(step.details, **unit)
    if step.is_new:
        draft = PersonDraft(member=step.member, details=details)
        ids[step.id] = str(entries.write_person(actor, league, draft).pk)
    else:
        row = rows.person_row(league, step.id)
        entries.write_edited_person(actor, row, details)


def _take_posting(actor: Actor, league: str, step: PostingStep, ids: Ids) -> None:
    draft = step.draft
    if step.is_new:
        pointed = {
            "person": draft.person,
            "unit": draft.unit,
            "delegated_by": draft.delegated_by,
        }
        entries.write_posting(actor, league, replace(draft, **_resolved(pointed, ids)))
    else:
        row = rows.posting_row(league, step.id)
        entries.write_end(actor, row, draft.to_on)
