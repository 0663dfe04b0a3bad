"""Opening a case, by somebody or by another context."""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from hansa.casework.models import Case, CaseParty
from hansa.casework.reads.cases import day_of, forbidden, frame_of
from hansa.casework.reads.types import type_at
from hansa.casework.rules import rights
from hansa.casework.rules.standing import standing_of
from hansa.casework.services import rows
from hansa.casework.services.rows import Held, Said
from hansa.casework.terms.cases import CaseDraft, CaseEvent, CaseEventKind, CaseState
from hansa.casework.terms.types import CaseType
from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import journal, workdays
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.chassis.language import CHINESE, ENGLISH, render
from hansa.chassis.lengths import refuse_long
from hansa.chassis.rights import Over, may
from hansa.duties.reads.visibility import led_bodies
from hansa.kernel.errors import Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import pack, text

SUBJECT_LONGEST = 200
OBJECTS_MOST = 100
PARTIES_MOST = 50
FEN_MOST = 2**63 - 1


def open_case(
    actor: Actor, league: str, draft: CaseDraft, upload: Upload | None = None
) -> UUID:
    """Open a case, number it, start its clocks, and give its id.

    A draft with a source that was opened before changes nothing and gives that case.

    Args:
        actor: the office, a party that may open, or who keeps what another context states.
        league: slug.
        draft: what it is about, and who is in it.
        upload: a file that comes with it.

    Raises:
        Missing: there is no such league or type.
        Forbidden: the actor may not open such a case.
        Refused: the parties do not fit the type, or something cannot be kept.
    """
    versions = charter_reads.get_versions(league)
    today = day_of(actor)
    kind = type_at(versions, draft.type, today, actor.at)
    _require(actor, league, kind, draft)
    version = charter_reads.governing(versions, today, actor.at)
    _refuse_unfit(version, kind, draft)
    with transaction.atomic():
        # Whoever opens next waits here, so that numbers have neither gaps nor twins.
        journal.lock()
        if draft.source:
            before = Case.objects.filter(league=league, source=draft.source).first()
            if before is not None:
                return before.pk
        row = _row(actor, league, draft)
        CaseParty.objects.bulk_create(
            CaseParty(
                case=row,
                place=place,
                role=party.role,
                member=party.member or "",
                name=party.name.strip(),
            )
            for place, party in enumerate(draft.parties, start=1)
        )
        held = _held(actor, row, versions)
        rows.add(held, CaseEventKind.OPENED, Said(upload=upload))
        rows.keep(held, "casework.open")
    return row.pk


def _require(actor: Actor, league: str, kind: CaseType, draft: CaseDraft) -> None:
    keeps = bool(draft.source) and may(actor, rights.KEEP, Over(league=league))
    if not keeps and not rights.may_open(actor, league, kind, draft.parties):
        raise forbidden(rights.OPEN, league)


def _held(actor: Actor, row: Case, versions: tuple[Version, ...]) -> Held:
    frame = frame_of(row, versions, workdays.table())
    first = CaseEvent(
        number=1,
        kind=CaseEventKind.OPENED,
        on=row.opened_on,
        recorded_at=row.opened_at,
    )
    standing = standing_of(frame, (first,), row.opened_on)
    seat = rights.Seat(
        league=row.league,
        kind=frame.kind,
        parties=frame.parties,
        body=standing.body,
        leads=led_bodies(actor, row.league),
    )
    return Held(actor=actor, row=row, frame=frame, seat=seat, standing=standing)


def _row(actor: Actor, league: str, draft: CaseDraft) -> Case:
    today = day_of(actor)
    before = Case.objects.filter(league=league, year=today.year)
    last = before.aggregate(last=Max("number"))["last"] or 0
    number = int(last) + 1
    return Case.objects.create(
        id=uuid4(),
        league=league,
        year=today.year,
        number=number,
        type=draft.type,
        source=draft.source,
        subject=pack(draft.subject),
        sought=_sought(draft, f"{today.year}-{number}"),
        words=draft.words.strip(),
        objects_named=list(draft.objects),
        amount_fen=draft.amount_fen,
        about_on=draft.about_on,
        opened_on=today,
        opened_at=actor.at,
        opened_by=actor.person,
        authority=actor.authority,
        state=CaseState.AWAITING.value,
        # Counted up to 1 when the opening is summed up.
        revision=0,
        changed_at=actor.at,
    )


def _sought(draft: CaseDraft, number: str) -> str:
    """Write under what words a list finds the case: subject in both languages, ids."""
    said = [number, *draft.objects]
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            said.append(render(draft.subject))
    return " ".join(dict.fromkeys(said)).casefold()


def _refuse_unfit(version: Version, kind: CaseType, draft: CaseDraft) -> None:
    _refuse_parties(version, kind, draft)
    for language in (CHINESE, ENGLISH):
        with translation.override(language):
            subject = render(draft.subject)
        if not subject.strip():
            raise Refused(
                "subject-missing",
                text("The case has no subject."),
                text("Write in one line what it is about."),
            )
        refuse_long("subject-unfit", subject, SUBJECT_LONGEST)
    refuse_long("words-unfit", draft.words, rows.NOTE_LONGEST)
    refuse_long("source-unfit", draft.source, rows.LINE_LONGEST)
    for named in (*draft.objects, *(party.name for party in draft.parties)):
        refuse_long("name-unfit", named, rows.LINE_LONGEST)
    if len(draft.objects) > OBJECTS_MOST:
        raise Refused(
            "objects-too-many",
            text("A case names at most {most} objects.", most=OBJECTS_MOST),
            text("Name what holds them, such as the window."),
        )
    if draft.amount_fen is not None and not 0 <= draft.amount_fen <= FEN_MOST:
        raise Refused(
            "amount-unfit",
            text("The amount is below zero, or larger than any that can be kept."),
            text("Give it as zero or more; the roles say who claims it from whom."),
        )


def _refuse_parties(version: Version, kind: CaseType, draft: CaseDraft) -> None:
    roles = {role.id: role.name for role in kind.roles}
    cities = charter_reads.names_of(version)
    for party in draft.parties:
        if party.role not in roles:
            raise Refused(
                "role-unknown",
                text(
                    "“{type}” knows no role “{role}”.",
                    type=kind.title,
                    role=party.role[:60],
                ),
                meant(party.role[:60], roles),
            )
        if party.member is not None and party.member not in cities:
            raise Refused(
                "member-unknown",
                text("There is no member city “{member}”.", member=party.member[:60]),
                text("Member cities: {known}.", known=tuple(cities)),
            )
    absent = [name for id_, name in roles.items() if not _has(draft, id_)]
    twice = len(set(draft.parties)) < len(draft.parties)
    if absent or twice or len(draft.parties) > PARTIES_MOST:
        raise Refused(
            "parties-unfit",
            text(
                "The parties do not fit “{type}”: every role has at least one, and "
                "nobody stands in one role twice.",
                type=kind.title,
            ),
            text("Roles: {roles}.", roles=tuple(roles.values())),
        )


def _has(draft: CaseDraft, role: str) -> bool:
    return any(party.role == role for party in draft.parties)
