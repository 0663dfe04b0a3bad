"""Public consultations: what everybody sees of them, and what their keepers see."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.governance.models.consultations import CommentGroup as GroupRow
from hansa.governance.models.consultations import (
    ConsultationMoment,
    ConsultedItem,
    PublicComment,
    PublicConsultation,
)
from hansa.governance.reads.calendars import statute_of
from hansa.governance.rules import consultations as rules
from hansa.governance.rules.participation_rights import (
    KEEP_CONSULTATIONS,
    READ_COMMENTS,
)
from hansa.governance.terms.consultations import (
    Channel,
    CommentGroup,
    CommentLine,
    ConsultationLine,
    ConsultationSheet,
    ConsultationState,
    ConsultationStep,
    Counts,
    DecidedBy,
    MatterKind,
    Moment,
    Receipt,
)
from hansa.governance.terms.dockets import in_both
from hansa.governance.terms.experts import Note, Treatment
from hansa.governance.terms.participation import Participation
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

NUMBERED = re.compile(r"(?:[Pp][Cc]-)?([0-9]{1,9})")
WITHHELD = Q(withheld_at__isnull=False)
LATE = Q(received_on__gt=F("consultation__closes_on"))
OWED = ~WITHHELD & ~LATE
NOTHING = Counts()


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor holds consultations, for a button."""
    return may(actor, KEEP_CONSULTATIONS, Over(league=league))


def may_read_comments(actor: Actor, league: str) -> bool:
    """Tell whether an actor sees comments before the results are published."""
    return may(actor, READ_COMMENTS, Over(league=league))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse somebody who does not hold consultations, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, KEEP_CONSULTATIONS, Over(league=league))


def consultation_missing() -> Missing:
    """Say that there is no such consultation, or that it is not public."""
    return Missing(
        "consultation-unknown",
        text("There is no such public consultation here."),
        text("Open it from the list of public consultations."),
    )


def receipt_missing() -> Missing:
    """Say that a number is that of no receipt."""
    return Missing(
        "receipt-unknown",
        text("No comment has this receipt number."),
        text("Write it as it was shown: twelve digits and letters."),
    )


def day_of(actor: Actor) -> date:
    """Give the day of whoever asks."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def participation_on(versions: Iterable[Version], day: date) -> Participation:
    """Give the days that the charter in force on a day gives the public."""
    version = charter_reads.governing(tuple(versions), day)
    rule = statute_of(version).participation
    return rule or Participation(consultation=None, proposals=None)


def lines_of(rows: Iterable[PublicConsultation], day: date) -> list[ConsultationLine]:
    """Turn rows of one league into terms, as of a day; two queries for all of them."""
    found = list(rows)
    if not found:
        return []
    versions = charter_reads.get_versions(found[0].league)
    counts, silent = _counts(found), _silent(found)
    return [
        _line(row, versions, counts.get(row.pk, NOTHING), silent[row.pk], day)
        for row in found
    ]


def _counts(rows: Iterable[PublicConsultation]) -> Mapping[UUID, Counts]:
    answered = Q(group__isnull=False) & ~Q(group__treatment="")
    counted = (
        PublicComment.objects.filter(consultation__in=rows)
        .values_list("consultation")
        .annotate(
            Count("pk"),
            withheld=Count("pk", filter=WITHHELD),
            late=Count("pk", filter=LATE),
            owed=Count("pk", filter=OWED),
            grouped=Count("pk", filter=OWED & Q(group__isnull=False)),
            answered=Count("pk", filter=OWED & answered),
        )
    )
    return {
        id_: Counts(
            all=all_,
            withheld=withheld,
            late=late,
            owed=owed,
            grouped=grouped,
            answered=answered_,
        )
        for id_, all_, withheld, late, owed, grouped, answered_ in counted
    }


def _silent(rows: Iterable[PublicConsultation]) -> Mapping[UUID, list[int]]:
    """Give the groups without a reply of which some comment is owed one."""
    found: dict[UUID, list[int]] = defaultdict(list)
    silent = (
        PublicComment.objects.filter(OWED, consultation__in=rows, group__treatment="")
        .values_list("consultation", "group__number")
        .distinct()
    )
    for consultation, number in silent.order_by("group__number"):
        found[consultation].append(number)
    return found


def _line(
    row: PublicConsultation,
    versions: tuple[Version, ...],
    counts: Counts,
    silent: list[int],
    day: date,
) -> ConsultationLine:
    rule = participation_on(versions, row.opens_on).consultation
    state = rules.state_of(
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        results_at=row.results_at,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        complete=counts.is_complete,
        day=day,
    )
    return ConsultationLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        title=in_both(row.title, row.title_en),
        kind=MatterKind(row.kind),
        summary=row.summary,
        words=row.words,
        document=row.document,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        first_closes_on=row.first_closes_on,
        short_reason=row.short_reason,
        least_days=rule.days if rule else None,
        clauses=rule.clauses if rule else (),
        assumptions=rule.assumptions if rule else (),
        published_at=row.published_at,
        results_at=row.results_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
        counts=counts,
        state=state,
        gaps=tuple(rules.gaps_of(state, counts, row.closes_on, silent)),
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
    )


def list_consultations(
    actor: Actor, league: str, state: ConsultationState | None = None
) -> tuple[ConsultationLine, ...]:
    """List the consultations of a league, the latest first; drafts only to those inside.

    Raises:
        Missing: there is no such league.
    """
    charter_reads.get_versions(league)
    rows = PublicConsultation.objects.filter(league=league)
    if not may_read_comments(actor, league):
        rows = rows.filter(published_at__isnull=False)
    lines = lines_of(rows.order_by("-number"), day_of(actor))
    return tuple(line for line in lines if state is None or line.state is state)


def get_row(actor: Actor, league: str, consultation_id: UUID) -> PublicConsultation:
    """Find the row of a consultation that the actor may see.

    Raises:
        Missing: there is none, or it is a draft and the actor stands outside.
    """
    row = PublicConsultation.objects.filter(league=league, pk=consultation_id).first()
    hidden = row is not None and row.published_at is None
    if row is None or (hidden and not may_read_comments(actor, league)):
        raise consultation_missing()
    return row


def find_consultation(actor: Actor, league: str, named: str) -> UUID:
    """Find a consultation by its number, such as PC-1, or by id.

    Raises:
        Missing: there is no such consultation.
    """
    numbered = NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_row(actor, league, UUID(named)).pk
        except ValueError as error:
            raise consultation_missing() from error
    rows = PublicConsultation.objects.filter(league=league, number=int(numbered[1]))
    row = rows.first()
    if row is None:
        raise consultation_missing()
    return get_row(actor, league, row.pk).pk


def get_consultation(
    actor: Actor, league: str, consultation_id: UUID
) -> ConsultationSheet:
    """Show a consultation; groups and their replies outside only with the results.

    Raises:
        Missing: there is no such consultation.
    """
    row = get_row(actor, league, consultation_id)
    (line,) = lines_of([row], day_of(actor))
    inside = may_read_comments(actor, league)
    return ConsultationSheet(
        line=line,
        groups=groups_of(row) if inside or line.results_at else (),
        moments=tuple(map(_moment, row.moments.order_by("number"))),
        items=_items_of(row, inside),
    )


def groups_of(row: PublicConsultation) -> tuple[CommentGroup, ...]:
    """Give the groups of a consultation in their order; one query."""
    found = row.groups.annotate(
        count=Count("comments", filter=Q(comments__withheld_at__isnull=True))
    )
    return tuple(map(_group, found.order_by("number")))


def _group(row: GroupRow) -> CommentGroup:
    return CommentGroup(
        id=row.pk,
        number=row.number,
        title=row.title,
        count=row.count,  # type: ignore[attr-defined]  # annotated by ``groups_of``
        note=note_of(row),
        answered_at=row.answered_at,
        authority=row.answered_authority,
    )


def note_of(row: GroupRow | None) -> Note | None:
    """Give the reply of a group; None where there is none."""
    if row is None or not row.treatment:
        return None
    return Note(treatment=Treatment(row.treatment), reason=row.reason)


def _moment(row: ConsultationMoment) -> Moment:
    return Moment(
        kind=ConsultationStep(row.kind),
        at=row.at,
        authority=row.authority,
        words=row.words,
    )


def _items_of(row: PublicConsultation, inside: bool) -> tuple[DecidedBy, ...]:
    """Give what rests on a consultation; outside only what was decided."""
    found = ConsultedItem.objects.filter(consultation=row, withdrawn_at=None)
    items = [one.item for one in found.select_related("item").order_by("pk")]
    return tuple(
        DecidedBy(
            item=one.pk,
            session=one.session_id,
            body=one.body,
            year=one.year,
            number=one.number,
            title=in_both(one.title, one.title_en),
            ended=in_both(one.outcome_words, one.outcome_words_en),
        )
        for one in items
        if inside or one.number is not None
    )


def list_comments(
    actor: Actor, league: str, consultation_id: UUID, group: int | None = None
) -> tuple[CommentLine, ...]:
    """List comments in the order of their numbers; outside only with the results.

    Args:
        actor: sees names and contacts only where consultations are theirs to keep.
        league: slug.
        consultation_id: the consultation.
        group: number of a group; 0 for those that have none, None for all.

    Raises:
        Missing: there is no such consultation.
    """
    row = get_row(actor, league, consultation_id)
    inside = may_read_comments(actor, league)
    if not inside and row.results_at is None:
        return ()
    found = row.comments.select_related("group", "stakeholder").order_by("number")
    if group is not None:
        wanted = Q(group__number=group) if group else Q(group=None)
        found = found.filter(wanted)
    keeps = may_keep(actor, league)
    return tuple(comment_of(one, row, inside=inside, keeps=keeps) for one in found)


def comment_of(
    row: PublicComment, of: PublicConsultation, *, inside: bool, keeps: bool
) -> CommentLine:
    """Turn the row of a comment into what its reader may see of it."""
    shown = inside or of.results_at is not None
    hidden = row.withheld_at is not None and not inside
    return CommentLine(
        id=row.pk,
        number=row.number,
        words="" if hidden else row.words,
        name=row.name if keeps else "",
        contact=row.contact if keeps else "",
        member=row.member or None,
        stakeholder=row.stakeholder.name if row.stakeholder else "",
        channel=Channel(row.channel),
        reference=row.reference if inside else "",
        received_on=row.received_on,
        late=row.received_on > of.closes_on,
        group=row.group.number if row.group and shown else None,
        group_title=row.group.title if row.group and shown else "",
        note=note_of(row.group) if shown else None,
        withheld_at=row.withheld_at,
        withheld_reason=row.withheld_reason,
        authority=row.authority,
        entered_at=row.entered_at,
    )


def get_receipt(actor: Actor, league: str, written: str) -> Receipt:
    """Show whoever has the number of a receipt the comment and what came of it.

    Raises:
        Missing: no comment has it.
    """
    code = rules.receipt_of(written)
    if code is None:
        raise receipt_missing()
    row = (
        PublicComment.objects.filter(
            consultation__league=league, receipt=rules.receipt_digest(code)
        )
        .select_related("consultation", "group", "stakeholder")
        .first()
    )
    if row is None:
        raise receipt_missing()
    (line,) = lines_of([row.consultation], day_of(actor))
    # One's own words are shown whatever became of them.
    shown = comment_of(row, row.consultation, inside=False, keeps=False)
    return Receipt(code=code, line=line, comment=replace(shown, words=row.words))
