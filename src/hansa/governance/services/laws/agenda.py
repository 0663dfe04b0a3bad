"""Keeps the joint agenda of legislation: what is entered, corrected, given up, studied."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter.reads import get_versions
from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.plain import plain
from hansa.governance.models.experts import Study
from hansa.governance.models.laws import LawDossier, LawStudy
from hansa.governance.reads.calendars import list_names
from hansa.governance.reads.laws import require_keeper
from hansa.governance.reads.records import bodies_named
from hansa.governance.reads.studies import study_missing
from hansa.governance.services.laws.rows import hold, keep, refuse_stale, tell
from hansa.governance.services.sessions.convening import demand_reason
from hansa.governance.services.sessions.rows import day_of, refuse_words
from hansa.governance.terms.laws import LawAct, LawAgenda
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

MEMBERS_LEAST = 2


def add_law(actor: Actor, league: str, agenda: LawAgenda) -> UUID:
    """Enter a rule in the joint agenda; its number is given once and never again.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: a city is no member, or the body is none of the league.
        Refused: no title, fewer than two cities, or the lead is not among them.

    Source: GOV-26 and CAS-10 of huaihai.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        journal.lock()
        written = _written(league, agenda)
        last = LawDossier.objects.filter(league=league).aggregate(last=Max("number"))
        row = LawDossier.objects.create(
            id=uuid4(),
            league=league,
            number=(last["last"] or 0) + 1,
            entered_by=actor.person,
            authority=actor.authority,
            entered_at=actor.at,
            **written,
        )
        tell(actor, row, "governance.add_law", plain(agenda))
    return row.pk


def amend_law(
    actor: Actor, league: str, law_id: UUID, revision: int, agenda: LawAgenda
) -> None:
    """Correct what the agenda says of a rule.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier, or as ``add_law``.
        Conflict: somebody changed it since, or it is harmonised or ended.
        Refused: as ``add_law``.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.AMEND)
        refuse_stale(held, revision)
        for name, value in _written(league, agenda).items():
            setattr(held.row, name, value)
        keep(held, "governance.amend_law", plain(agenda))


def give_up_law(
    actor: Actor, league: str, law_id: UUID, revision: int, on: date, reason: str
) -> None:
    """Record that a rule is not pursued together; its drafts stay.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier.
        Conflict: somebody changed it since, or it is harmonised or ended.
        Refused: no reason, or a day to come.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.GIVE_UP)
        refuse_stale(held, revision)
        refuse_words({"reason": reason})
        demand_reason(reason)
        refuse_ahead(actor, on)
        held.row.given_up_on, held.row.given_up_reason = on, reason.strip()
        told = {"on": on.isoformat(), "reason": reason.strip()}
        keep(held, "governance.give_up_law", told)


def refuse_ahead(actor: Actor, on: date) -> None:
    """Refuse a day that is still to come.

    Raises:
        Refused: naming the day.
    """
    if on > day_of(actor):
        raise Refused(
            "day-unlikely",
            text("{day} lies ahead.", day=on.isoformat()),
            text("Give the day on which it happened."),
        )


def link_study(actor: Actor, league: str, law_id: UUID, study_id: UUID) -> None:
    """Name a study of the register that feeds a dossier.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier or study.
        Conflict: it is named already, or the dossier is ended.

    Source: GOV-27 of huaihai: studies of the institute, once it is set up, feed GOV-26.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.LINK)
        study = Study.objects.filter(league=league, pk=study_id).first()
        if study is None:
            raise study_missing()
        _, made = LawStudy.objects.get_or_create(
            dossier=held.row,
            study=study,
            defaults={"linked_by": actor.person, "linked_at": actor.at},
        )
        if not made:
            raise Conflict(
                "law-study-linked",
                text("The study is named in this dossier already."),
                text("The page of the dossier lists every study."),
            )
        told = {"study": str(study_id)}
        keep(held, "governance.link_law_study", told, f"study:{study_id}")


def unlink_study(actor: Actor, league: str, law_id: UUID, study_id: UUID) -> None:
    """Take a study out of a dossier that was named in error.

    Raises:
        Forbidden: the actor does not keep the agenda.
        Missing: there is no such dossier, or the study is not named in it.
        Conflict: the dossier is ended.
    """
    require_keeper(actor, league)
    with transaction.atomic():
        held = hold(actor, league, law_id, LawAct.UNLINK)
        gone, _ = LawStudy.objects.filter(dossier=held.row, study=study_id).delete()
        if not gone:
            raise study_missing()
        told = {"study": str(study_id)}
        keep(held, "governance.unlink_law_study", told, f"study:{study_id}")


def _written(league: str, agenda: LawAgenda) -> dict[str, Any]:
    refuse_words(
        {"line": agenda.title, "line1": agenda.title_en, "reason": agenda.purpose}
    )
    if not agenda.title.strip():
        raise Refused(
            "title-missing",
            text("The rule has no title."),
            text("Write the title that the drafts have in common."),
        )
    versions = get_versions(league)
    names, bodies = list_names(versions), bodies_named(versions)
    for member in (agenda.lead, *agenda.members):
        if member not in names:
            raise Missing(
                "member-missing",
                text("“{member}” is no member.", member=member[:60]),
                meant(member[:60], names),
            )
    if agenda.body not in bodies:
        raise Missing(
            "body-missing",
            text("“{body}” is no body of this league.", body=agenda.body[:60]),
            meant(agenda.body[:60], bodies),
        )
    members = [member for member in names if member in agenda.members]
    if agenda.lead not in members or len(members) < MEMBERS_LEAST:
        raise Refused(
            "cities-too-few",
            text("At least two cities draft a rule together, the lead among them."),
            text("Name the cities that take part."),
        )
    return {
        "title": agenda.title.strip(),
        "title_en": agenda.title_en.strip(),
        "purpose": agenda.purpose.strip(),
        "body": agenda.body,
        "year": agenda.year,
        "lead": agenda.lead,
        "members": members,
    }
