"""The register of studies, with the decisions that cite them or are linked to them."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.rights import Over, may, require
from hansa.governance.models import DocketItem
from hansa.governance.models.experts import Study, StudyUse
from hansa.governance.reads.experts import require_reader
from hansa.governance.rules import studies as rules
from hansa.governance.rules.expert_rights import KEEP_STUDIES, READ_EXPERTS
from hansa.governance.terms.studies import StudyLine, StudyState, Use
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

NUMBERED = re.compile(r"(?:[Ss]-)?([0-9]{1,9})")
OVER = frozenset({StudyState.UNUSED, StudyState.LATE})


def may_read(actor: Actor, league: str) -> bool:
    """Tell whether an actor may see studies."""
    return may(actor, READ_EXPERTS, Over(league=league))


def may_keep(actor: Actor, league: str) -> bool:
    """Tell whether an actor keeps the register, for a button."""
    return may(actor, KEEP_STUDIES, Over(league=league))


def require_keeper(actor: Actor, league: str) -> None:
    """Refuse somebody who does not keep the register, before a form is shown.

    Raises:
        Forbidden: naming who may.
    """
    require(actor, KEEP_STUDIES, Over(league=league))


def study_missing() -> Missing:
    """Say that there is no such study."""
    return Missing(
        "study-missing",
        text("There is no such study in the register."),
        text("Open the study from the list of studies."),
    )


def decision_rows(league: str) -> Iterable[DocketItem]:
    """Give the decisions of a league that stand, of sessions that are closed."""
    rows = DocketItem.objects.filter(league=league, number__isnull=False)
    return rows.select_related("session").order_by("session__start_on", "number")


def list_studies(
    actor: Actor, league: str, state: StudyState | None = None
) -> tuple[StudyLine, ...]:
    """List the studies of a league, the latest first; three queries.

    Raises:
        Forbidden: the actor may not see studies.
    """
    require_reader(actor, league)
    rows = Study.objects.filter(league=league).order_by("-number")
    lines = _lines(league, list(rows), _day(actor))
    return tuple(line for line in lines if state is None or line.state is state)


def get_study(actor: Actor, league: str, study_id: UUID) -> StudyLine:
    """Show one study.

    Raises:
        Forbidden: the actor may not see studies.
        Missing: there is no such study.
    """
    require_reader(actor, league)
    rows = list(Study.objects.filter(league=league, pk=study_id))
    if not rows:
        raise study_missing()
    return _lines(league, rows, _day(actor))[0]


def find_study(actor: Actor, league: str, named: str) -> StudyLine:
    """Find a study by its number, such as S-1, or by id.

    Raises:
        Forbidden: the actor may not see studies.
        Missing: there is no such study.
    """
    require_reader(actor, league)
    numbered = NUMBERED.fullmatch(named)
    if numbered is None:
        try:
            return get_study(actor, league, UUID(named))
        except ValueError as error:
            raise study_missing() from error
    rows = list(Study.objects.filter(league=league, number=int(numbered[1])))
    if not rows:
        raise study_missing()
    return _lines(league, rows, _day(actor))[0]


def _day(actor: Actor) -> date:
    return actor.at.astimezone(LEAGUE_ZONE).date()


def _lines(league: str, rows: list[Study], day: date) -> list[StudyLine]:
    links = {
        (link.study_id, link.decision_id): link.words
        for link in StudyUse.objects.filter(study__in=rows, withdrawn_at=None)
    }
    decisions = list(decision_rows(league))
    cited = {
        one.pk: rules.cited_in(one.title, one.words, one.source, one.outcome_words)
        for one in decisions
    }
    found = []
    for row in rows:
        uses = tuple(
            _use(one, row.number in cited[one.pk], links.get((row.pk, one.pk)))
            for one in decisions
            if row.number in cited[one.pk] or (row.pk, one.pk) in links
        )
        found.append(_line(row, uses, day))
    return found


def _use(row: DocketItem, cited: bool, words: str | None) -> Use:
    assert row.session is not None  # Only a session numbers its decisions.
    assert row.number is not None
    return Use(
        decision=row.pk,
        session=row.session.pk,
        body=row.body,
        year=row.year,
        number=row.number,
        title=row.title,
        on=row.session.start_on,
        cited=cited,
        linked=words is not None,
        words=words or "",
    )


def _line(row: Study, uses: tuple[Use, ...], day: date) -> StudyLine:
    return StudyLine(
        id=row.pk,
        league=row.league,
        number=row.number,
        question=row.question,
        commissioner=row.commissioner,
        commissioner_member=row.commissioner_member or None,
        authors=row.authors,
        begun_on=row.begun_on,
        due_on=row.due_on,
        document=row.document,
        file=row.file_id,
        finished_on=row.finished_on,
        given_up_on=row.given_up_on,
        given_up_reason=row.given_up_reason,
        uses=uses,
        state=rules.state_of(
            finished_on=row.finished_on,
            given_up_on=row.given_up_on,
            due_on=row.due_on,
            used=bool(uses),
            day=day,
        ),
        authority=row.authority,
        entered_at=row.entered_at,
        revision=row.revision,
        work=row.work,
        owner=row.owner,
        gate=row.gate,
        gate_on=row.gate_on,
    )
