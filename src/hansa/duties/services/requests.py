"""The office asks several cities at once, and closes what was asked.

Source: GOV-15 of huaihai: day-to-day dispatching and coordination.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Modality, Version
from hansa.chassis import files, journal
from hansa.chassis.actor import Actor
from hansa.chassis.characters import says_nothing
from hansa.chassis.files import Upload
from hansa.chassis.rights import Over, require
from hansa.directory.reads import people
from hansa.duties.models import Duty, Request
from hansa.duties.reads import requests as request_reads
from hansa.duties.reads.visibility import day_of
from hansa.duties.rules.rights import DISPATCH
from hansa.duties.rules.written import (
    TITLE_LONGEST,
    WORDS_LONGEST,
    demand_words,
    refuse_unwritable,
)
from hansa.duties.services import keeping, rows
from hansa.duties.terms.duties import LEAGUE_OFFICE, DutyDraft, EventKind, Source
from hansa.duties.terms.requests import RequestDraft, Vacancy, title_in_both
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.periods import Period
from hansa.kernel.text import mark, text

DAY = timedelta(days=1)
YEARS_AHEAD = 10  # A slip of the keyboard must not ask for an answer in the year 2206.


def dispatch(
    actor: Actor, league: str, draft: RequestDraft, upload: Upload | None = None
) -> UUID:
    """Ask several cities at once: each then owes an answer by the same day.

    Each city's duty falls to the unit of its focal point for the field.

    Raises:
        Forbidden: the actor may not ask cities.
        Missing: there is no such league, city, clause or field.
        Refused: nothing is asked, the last day has passed, or a city has no focal point
            and its duty is not to fall to the office.
    """
    require(actor, DISPATCH, Over(league=league))
    version = charter_reads.get_version(league, day_of(actor))
    _refuse_unreadable(actor, draft)
    _refuse_unknown(version, draft)
    units = _route(actor, league, draft, version)
    with transaction.atomic():
        journal.lock()
        year = day_of(actor).year
        file = files.take(actor, league, None, upload) if upload else None
        request = Request.objects.create(
            id=uuid4(),
            league=league,
            year=year,
            number=_next_number(league, year),
            title=draft.title.strip(),
            title_en="" if says_nothing(draft.title_en) else draft.title_en.strip(),
            words=draft.words.strip(),
            clause=draft.clause or "",
            domain=draft.domain or "",
            due_on=draft.due_on,
            due_time=draft.due_time,
            file_id=file.id if file else None,
            issued_by=actor.person,
            authority=actor.authority,
            issued_at=actor.at,
        )
        drafts = [
            _duty(actor, request, member, units[member]) for member in draft.members
        ]
        changes, _ = keeping.write_drafts(actor, league, Source.REQUEST, drafts, ())
        named = [f"request:{request.pk}", *rows.named(*changes.opened)]
        journal.record(
            actor,
            "duties.dispatch",
            league,
            [*named, *([files.journal_name(file)] if file else [])],
            {
                "title": request.title,
                "members": list(draft.members),
                "due_on": draft.due_on.isoformat(),
            },
        )
    return request.pk


def _refuse_unreadable(actor: Actor, draft: RequestDraft) -> None:
    demand_words("title-missing", draft.title, mark("The request has no title."))
    refuse_unwritable("title-unfit", draft.title, TITLE_LONGEST)
    refuse_unwritable("title-en-unfit", draft.title_en, TITLE_LONGEST)
    refuse_unwritable("words-unfit", draft.words, WORDS_LONGEST)
    today = day_of(actor)
    if draft.due_on < today or draft.due_on.year > today.year + YEARS_AHEAD:
        raise Refused(
            "due-unlikely",
            text("{day} is no day to answer by.", day=draft.due_on.isoformat()),
            text("Give a day from today on."),
        )
    if not draft.members or len(set(draft.members)) != len(draft.members):
        raise Refused(
            "members-missing",
            text("No city is asked, or one is asked twice."),
            text("Choose the cities that are to answer."),
        )


def _refuse_unknown(version: Version, draft: RequestDraft) -> None:
    agreement = version.charter.agreement
    members = {member.id for member in agreement.members}
    domains = {domain.id for domain in agreement.domains}
    wrong = [member for member in draft.members if member not in members]
    if wrong:
        raise Missing(
            "member-missing",
            text("“{member}” is no member.", member=wrong[0][:60]),
            meant(wrong[0][:60], members),
        )
    if draft.domain and draft.domain not in domains:
        raise Missing(
            "domain-missing",
            text("The charter has no field “{id}”.", id=draft.domain[:60]),
            meant(draft.domain[:60], domains),
        )
    if draft.clause:
        charter_reads.get_clause(version, draft.clause)


def _route(
    actor: Actor, league: str, draft: RequestDraft, version: Version
) -> dict[str, str | None]:
    """Find the unit of each city's focal point; a vacancy is said loudly.

    Source: GOV-16 of huaihai.
    """
    on = day_of(actor)
    points = people.focal_points(league, draft.members, [draft.domain], on)
    found = {member: points[member, draft.domain] for member in draft.members}
    vacant = [member for member in draft.members if found[member] is None]
    if vacant and draft.vacancy is Vacancy.REFUSE:
        names = charter_reads.names_of(version)
        cities = tuple(names[member] for member in vacant)
        if draft.domain is None:
            raise Refused(
                "no-focal-point",
                text(
                    "The request names no field, and no focal point for all fields is "
                    "named in: {cities}. Nothing was sent.",
                    cities=cities,
                ),
                text(
                    "Name the field, have a focal point for all fields named in the "
                    "directory, or let these duties fall to the office."
                ),
            )
        raise Refused(
            "no-focal-point",
            text(
                "No focal point is named for this field in: {cities}. Nothing was sent.",
                cities=cities,
            ),
            text(
                "Have it named in the directory, or let these duties fall to the office."
            ),
        )
    return {
        member: point.unit if point is not None else None
        for member, point in found.items()
    }


def _next_number(league: str, year: int) -> int:
    before = Request.objects.filter(league=league, year=year)
    return int(before.aggregate(last=Max("number"))["last"] or 0) + 1


def _duty(actor: Actor, request: Request, member: str, unit: str | None) -> DutyDraft:
    return DutyDraft(
        key=f"request/{request.pk}/{member}",
        series=f"request/{request.pk}",
        request=request.pk,
        title=title_in_both(request.title, request.title_en),
        owed_to=LEAGUE_OFFICE,
        modality=Modality.MUST,
        clauses=(request.clause,) if request.clause else (),
        member=member,
        unit=unit,
        domain=request.domain or None,
        window=Period(day_of(actor), request.due_on + DAY),
        due_time=request.due_time,
    )


def close_request(actor: Actor, league: str, request_id: UUID, revision: int) -> None:
    """Close a request; what is still missing stays owed and stays on the lists.

    Raises:
        Missing: there is no such request.
        Forbidden: the actor may not close it.
        Conflict: somebody changed, closed or withdrew it meanwhile.
    """
    require(actor, DISPATCH, Over(league=league))
    with transaction.atomic():
        request = _held(league, request_id)
        rows.refuse_stale(request, revision)
        _refuse_withdrawn(request)
        if request.closed_at is not None:
            raise Conflict(
                "request-closed",
                text("This request was closed already."),
                text("Look at its answers."),
            )
        request.closed_at = actor.at
        request.revision += 1
        request.save(update_fields=["closed_at", "revision"])
        unanswered = Duty.objects.filter(request=request, done_on=None, waived_on=None)
        journal.record(
            actor,
            "duties.close_request",
            league,
            [f"request:{request.pk}"],
            {"unanswered": unanswered.count()},
        )


def _held(league: str, request_id: UUID) -> Request:
    held = Request.objects.select_for_update().filter(league=league, pk=request_id)
    request = held.first()
    if request is None:
        raise request_reads.request_missing()
    return request


def _refuse_withdrawn(request: Request) -> None:
    if request.withdrawn_at is not None:
        raise Conflict(
            "request-withdrawn",
            text("This request was withdrawn already."),
            text("Look at it; its reason stands there."),
        )


def withdraw_request(
    actor: Actor, league: str, request_id: UUID, revision: int, reason: str
) -> int:
    """Withdraw a request; what the cities still owe on it ends, answers stay.

    A request that was closed may be withdrawn too: its missing answers are still owed.

    Returns:
        How many duties ended with it.

    Raises:
        Missing: there is no such request.
        Forbidden: the actor may not withdraw it.
        Conflict: somebody changed or withdrew it meanwhile.
        Refused: no reason is given, or it cannot be kept.
    """
    require(actor, DISPATCH, Over(league=league))
    demand_words("reason-missing", reason, mark("A withdrawal needs its reason."))
    refuse_unwritable("reason-unfit", reason, WORDS_LONGEST)
    with transaction.atomic():
        request = _held(league, request_id)
        rows.refuse_stale(request, revision)
        _refuse_withdrawn(request)
        request.withdrawn_at, request.withdrawal_reason = actor.at, reason.strip()
        request.revision += 1
        request.save(update_fields=["withdrawn_at", "withdrawal_reason", "revision"])
        ended = _call_off(actor, request)
        journal.record(
            actor,
            "duties.withdraw_request",
            league,
            [f"request:{request.pk}", *rows.named(*ended)],
            {"reason": request.withdrawal_reason},
        )
    return len(ended)


def _call_off(actor: Actor, request: Request) -> list[Duty]:
    """End what is still owed; each city finds the reason on its duty."""
    owed = Duty.objects.filter(
        request=request, done_on=None, waived_on=None, superseded_on=None
    )
    ended = list(owed.select_for_update().order_by("pk"))
    for row in ended:
        rows.add_event(actor, row, EventKind.CALLED_OFF, note=request.withdrawal_reason)
        rows.keep(actor, row)
    return ended
