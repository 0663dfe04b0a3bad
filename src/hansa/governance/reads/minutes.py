"""Reads minutes: one with its round and what is missing, those of a body, their text."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from hansa.charter import reads as charter_reads
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.hashing import agrees, canonical
from hansa.directory.reads import people
from hansa.directory.terms.offices import Office
from hansa.governance.models import (
    Minutes,
    MinutesApproval,
    MinutesComment,
    MinutesSection,
)
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.minutes_text import Spoken, content_of
from hansa.governance.reads.records import bodies_named
from hansa.governance.reads.sessions import ground_of_row, require_reader, sheet_of
from hansa.governance.rules import minutes as rules
from hansa.governance.terms import Holder
from hansa.governance.terms.dockets import MinutesRule
from hansa.governance.terms.minutes import (
    Approval,
    Comment,
    CommentStance,
    MinutesLine,
    MinutesSheet,
    MinutesState,
    Section,
)
from hansa.governance.terms.sessions import SessionSheet
from hansa.kernel.errors import Missing
from hansa.kernel.text import text


def minutes_missing() -> Missing:
    """Say that there are no such minutes."""
    return Missing(
        "minutes-missing",
        text("There are no such minutes here."),
        text("They are drafted when a session is closed; open them from its page."),
    )


def line_of(row: Minutes) -> MinutesLine:
    """Turn the row of minutes into a term."""
    return MinutesLine(
        id=row.pk,
        league=row.league,
        session=row.session_id,
        body=row.body,
        year=row.year,
        edition=row.edition,
        corrects=row.corrects_id,
        reason=row.reason,
        state=MinutesState(row.state),
        due_on=row.due_on,
        round=row.round,
        circulated_at=row.circulated_at,
        comments_due_on=row.comments_due_on,
        provisional=row.provisional,
        wording=row.wording,
        number=row.number,
        reference=row.reference,
        published_at=row.published_at,
        digest=row.digest,
        revision=row.revision,
    )


def section_of(row: MinutesSection) -> Section:
    """Turn the row of a section into a term."""
    return Section(
        place=row.place,
        item=row.item_id,
        heading=row.heading,
        words=row.words,
        revision=row.revision,
    )


def comment_of(row: MinutesComment) -> Comment:
    """Turn the row of a comment into a term."""
    return Comment(
        member=row.member,
        round=row.round,
        stance=CommentStance(row.stance),
        words=row.words,
        place=row.place,
        given_by=row.given_by,
        authority=row.authority,
        evidence=row.evidence or None,
        given_at=row.given_at,
        replaced_at=row.replaced_at,
        answer=row.answer,
        adopted=row.adopted,
    )


def _approval_of(row: MinutesApproval) -> Approval:
    return Approval(
        holder=Holder(member=row.member, office=Office(row.office)),
        document=row.document,
        wording=row.wording,
        authority=row.authority,
        given_at=row.given_at,
    )


def list_minutes(
    actor: Actor, league: str, year: int | None = None, body: str | None = None
) -> tuple[MinutesLine, ...]:
    """List minutes, the latest session first.

    Raises:
        Forbidden: the actor may not see sessions.
    """
    require_reader(actor, league)
    rows = Minutes.objects.filter(league=league)
    if year is not None:
        rows = rows.filter(year=year)
    if body is not None:
        rows = rows.filter(body=body)
    ordered = rows.order_by("-session__start_on", "body", "-edition")
    return tuple(line_of(row) for row in ordered)


def list_unpublished(league: str, body: str) -> tuple[MinutesLine, ...]:
    """List the minutes of a body that are not published, the longest due first."""
    rows = Minutes.objects.filter(league=league, body=body, published_at=None)
    return tuple(line_of(row) for row in rows.order_by("due_on", "pk"))


def minutes_of(
    actor: Actor, league: str, session_id: UUID, edition: int | None = None
) -> MinutesSheet:
    """Show the minutes of a session: an edition, or the last one.

    Raises:
        Forbidden: the actor may not see sessions.
        Missing: there is no such session, or it is not closed.
    """
    require_reader(actor, league)
    rows = Minutes.objects.filter(league=league, session=session_id)
    if edition is not None:
        rows = rows.filter(edition=edition)
    row = rows.select_related("session").order_by("-edition").first()
    if row is None:
        raise minutes_missing()
    return minutes_sheet(row, actor.at.astimezone(LEAGUE_ZONE).date())


def editions_of(league: str, session_id: UUID) -> tuple[MinutesLine, ...]:
    """List every edition of the minutes of a session, the first one first."""
    rows = Minutes.objects.filter(league=league, session=session_id)
    return tuple(line_of(row) for row in rows.order_by("edition"))


def minutes_sheet(row: Minutes, today: date) -> MinutesSheet:
    """Sum minutes up from their rows, as a day sees the clock of their round."""
    ground, line = ground_of_row(row.session), line_of(row)
    session = sheet_of(row.session)
    rule = rule_of(session)
    comments = tuple(comment_of(one) for one in row.comments.order_by("pk"))
    sections = tuple(section_of(one) for one in row.sections.order_by("place"))
    approvals = tuple(_approval_of(one) for one in row.approvals.order_by("pk"))
    asked = rules.approvers(
        rule, session.line.opened_by or session.line.chair, ground.parties
    )
    done = rules.given(asked, approvals, line.wording)
    round_ = rules.round_of(rule, ground.parties, comments, line, today)
    published = line.state is MinutesState.PUBLISHED
    return MinutesSheet(
        line=line,
        parties=ground.parties,
        sections=sections,
        comments=comments,
        round=round_,
        approvers=asked,
        approvals=approvals,
        lacks=()
        if published
        else rules.lacks_of(
            line,
            round_,
            tuple(one for one in asked if one not in done),
            sections,
            tuple(one.item for one in session.items if one.item.number is not None),
            list_names(ground.versions),
        ),
        content=row.content,
        intact=is_intact(row.content, row.digest) if published else None,
    )


def rule_of(session: SessionSheet) -> MinutesRule | None:
    """Give how the body of a session comes to its minutes; None where nothing says so."""
    docket = session.body.docket
    return docket.minutes if docket is not None else None


def is_intact(content: Any, digest: str) -> bool:
    """Tell whether a published text still has the fingerprint it was published with."""
    return agrees(canonical(content).encode(), digest)


def spoken_on(league: str, day: date) -> Spoken:
    """Give what a paper of a day calls cities, bodies and units by."""
    versions = charter_reads.get_versions(league)
    return Spoken(
        names=list_names(versions),
        bodies=bodies_named(versions),
        units=people.unit_names(league, day),
    )


def written(actor: Actor, sheet: MinutesSheet) -> Mapping[str, Any]:
    """Give the text of minutes: what was published, or the draft as it stands now."""
    if sheet.content is not None:
        return sheet.content
    row = Minutes.objects.select_related("session").get(pk=sheet.line.id)
    session = sheet_of(row.session)
    day = actor.at.astimezone(LEAGUE_ZONE).date()
    return content_of(sheet, session, spoken_on(sheet.line.league, day), {})
