"""Agreements with their text, their signatures and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may
from hansa.governance.models import Session
from hansa.governance.models.agreements import (
    Agreement,
    AgreementSignature,
    AgreementVersion,
)
from hansa.governance.reads.agreement_text import wording_of
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.dockets import level_of
from hansa.governance.reads.sessions import find_session, require_reader, sheet_of
from hansa.governance.rules import agreement_lines as lines
from hansa.governance.rules import agreements as rules
from hansa.governance.rules.rights import READ_SESSIONS
from hansa.governance.terms.agreements import (
    AgreementLine,
    AgreementSheet,
    AgreementState,
    Signature,
)
from hansa.governance.terms.agreements import AgreementVersion as VersionTerm
from hansa.governance.terms.dockets import AgreementRule
from hansa.governance.terms.sessions import SessionSheet, SessionState
from hansa.kernel.errors import Missing
from hansa.kernel.text import Bilingual, text


def agreement_missing() -> Missing:
    """Say that there is no such agreement."""
    return Missing(
        "agreement-missing",
        text("There is no such agreement here."),
        text("The list of agreements shows every one; draft it from its session."),
    )


def agreement_rows(league: str) -> QuerySet[Agreement]:
    """Give the agreements of a league with their versions and signatures; three queries."""
    return Agreement.objects.filter(league=league).prefetch_related(
        "versions__signatures"
    )


def _versions(row: Agreement) -> tuple[AgreementVersion, ...]:
    return tuple(sorted(row.versions.all(), key=lambda one: one.number))


def version_of(row: AgreementVersion) -> VersionTerm:
    """Turn the row of a version into a term."""
    return VersionTerm(
        number=row.number,
        wording=wording_of(row.content),
        digest=row.digest,
        made_by=row.made_by,
        authority=row.authority,
        made_at=row.made_at,
        circulated_at=row.circulated_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        reason=row.reason,
    )


def signature_of(row: AgreementSignature, version: int) -> Signature:
    """Turn the row of a signature into a term."""
    return Signature(
        member=row.member,
        version=version,
        digest=row.digest,
        authority=row.authority,
        evidence=row.evidence or None,
        file=row.file_id,
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        signed_on=row.signed_at.astimezone(LEAGUE_ZONE).date(),
    )


def line_of(row: Agreement) -> AgreementLine:
    """Turn an agreement that ``agreement_rows`` gave into a term."""
    standing = next(one for one in _versions(row) if one.number == row.version)
    return AgreementLine(
        id=row.pk,
        league=row.league,
        session=row.session_id,
        body=row.body,
        level=level_of(row.level),
        year=row.year,
        title=standing.content["title"],
        title_en=standing.content["title_en"],
        state=AgreementState(row.state),
        version=row.version,
        digest=standing.digest,
        round=row.round,
        circulated_at=row.circulated_at,
        due_on=row.due_on,
        provisional=row.provisional,
        signed=len(standing.signatures.all()),
        asked=len(standing.content["parties"]),
        sealed_at=row.sealed_at,
        seal=row.seal,
        number=row.number,
        reference=row.reference,
        published_at=row.published_at,
        revision=row.revision,
    )


def list_agreements(
    actor: Actor,
    league: str,
    year: int | None = None,
    body: str | None = None,
    state: AgreementState | None = None,
) -> tuple[AgreementLine, ...]:
    """List agreements, the latest first; three queries.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    rows = agreement_rows(league)
    if year is not None:
        rows = rows.filter(year=year)
    if body is not None:
        rows = rows.filter(body=body)
    if state is not None:
        rows = rows.filter(state=state.value)
    ordered = rows.order_by("-year", "-session__start_on", "body", "pk")
    return tuple(line_of(row) for row in ordered)


def list_published(league: str) -> tuple[AgreementLine, ...]:
    """List what is published, for the search box."""
    rows = agreement_rows(league).filter(state=AgreementState.PUBLISHED.value)
    return tuple(line_of(row) for row in rows.order_by("year", "pk"))


def titles_of(actor: Actor, league: str, ids: Iterable[str]) -> Mapping[str, Bilingual]:
    """Give the titles of agreements by id; nothing for whoever may not see sessions."""
    wanted = sorted(set(ids))
    if not wanted or not may(actor, READ_SESSIONS, Over(league=league)):
        return {}
    rows = agreement_rows(league).filter(pk__in=wanted)
    return {str(line.id): line.name for line in map(line_of, rows)}


def find_agreement(actor: Actor, league: str, named: str) -> UUID:
    """Find an agreement by its id, or as its session: ``body/year`` or with the level.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such agreement.
    """
    require_reader(actor, league)
    rows = Agreement.objects.filter(league=league)
    if "/" in named:
        rows = rows.filter(session=find_session(actor, league, named))
    else:
        try:
            rows = rows.filter(pk=UUID(named))
        except ValueError as error:
            raise agreement_missing() from error
    row = rows.first()
    if row is None:
        raise agreement_missing()
    return row.pk


def get_agreement(actor: Actor, league: str, agreement_id: UUID) -> AgreementSheet:
    """Show an agreement with its text, its signatures and what is missing.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such agreement.
    """
    require_reader(actor, league)
    row = agreement_rows(league).filter(pk=agreement_id).first()
    if row is None:
        raise agreement_missing()
    return agreement_sheet(row)


def of_session(league: str, session_id: UUID) -> AgreementLine | None:
    """Give the agreement on the decisions of a session; None where none is drafted."""
    row = agreement_rows(league).filter(session=session_id).first()
    return line_of(row) if row is not None else None


def agreement_sheet(row: Agreement) -> AgreementSheet:
    """Sum up an agreement; the number of queries does not grow with it."""
    rows = _versions(row)
    versions = tuple(version_of(one) for one in rows)
    standing = next(one for one in versions if one.number == row.version)
    signatures = tuple(
        signature_of(signature, one.number)
        for one in rows
        for signature in one.signatures.all()
    )
    signed = signed_of(standing, signatures)
    unsigned = rules.missing(standing.wording.parties, signed)
    line, session = line_of(row), sheet_of(Session.objects.get(pk=row.session_id))
    return AgreementSheet(
        line=line,
        standing=standing,
        versions=versions,
        signatures=signatures,
        signed=signed,
        unsigned=unsigned,
        lacks=rules.lacks_of(
            line,
            standing.wording,
            unsigned,
            session.items,
            list_names(charter_reads.get_versions(row.league)),
            closed=session.line.state is SessionState.CLOSED,
        ),
        rule=rule_of(session),
        intact=is_intact(line, versions, signatures),
    )


def signed_of(
    version: VersionTerm, signatures: Iterable[Signature]
) -> Mapping[str, Signature]:
    """Give the signatures of one version by party, in charter order."""
    given = {one.member: one for one in signatures if one.version == version.number}
    parties = [party.member for party in version.wording.parties]
    return {member: given[member] for member in parties if member in given}


def is_intact(
    line: AgreementLine,
    versions: Sequence[VersionTerm],
    signatures: Sequence[Signature],
) -> bool:
    """Tell whether every text has the fingerprint it was kept and signed with."""
    digests = {one.number: lines.text_digest(one.wording) for one in versions}
    whole = all(one.digest == digests[one.number] for one in versions)
    bound = all(one.digest == digests[one.version] for one in signatures)
    if not line.seal:
        return whole and bound
    standing = next(one for one in versions if one.number == line.version)
    seal = lines.seal_of(standing.wording, signed_of(standing, signatures))
    return whole and bound and seal == line.seal


def version_at(sheet: AgreementSheet, number: int | None) -> VersionTerm:
    """Find a version of an agreement; None means the one that stands.

    Raises:
        Missing: it has no such version.
    """
    if number is None:
        return sheet.standing
    for one in sheet.versions:
        if one.number == number:
            return one
    raise Missing(
        "version-missing",
        text("This agreement has no version {number}.", number=number),
        text("Versions: {count}.", count=len(sheet.versions)),
    )


def rule_of(session: SessionSheet) -> AgreementRule | None:
    """Give how the charter words the agreement of a body; None where it does not."""
    docket = session.body.docket
    return docket.agreement if docket is not None else None
