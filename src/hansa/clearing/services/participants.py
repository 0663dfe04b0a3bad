"""Takes institutions into the clearing house: one person applies, another one activates."""

import re
from datetime import date

from django.db import transaction

from hansa.chassis import journal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.lengths import refuse_long
from hansa.chassis.plain import plain
from hansa.chassis.rights import Over, require
from hansa.clearing.models import CardFile, Institution, InstitutionCode
from hansa.clearing.reads import rulesets
from hansa.clearing.reads.participants import line_of
from hansa.clearing.rules.rights import APPROVE, PREPARE
from hansa.clearing.terms.house import (
    STANDING_NAMES,
    InstitutionDraft,
    InstitutionLine,
    InstitutionStanding,
)
from hansa.directory.reads.identity import is_own_act
from hansa.kernel.errors import Conflict, Missing, Refused
from hansa.kernel.findings import meant
from hansa.kernel.text import text

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
SLUG_LONGEST, NAME_LONGEST = 60, 200


def add_institution(
    actor: Actor, league: str, draft: InstitutionDraft
) -> InstitutionLine:
    """Record that an institution applies to take part; its taps are not taken yet.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such league.
        Refused: the slug is none, or party or category is not declared.
        Conflict: there is one with this slug.
    """
    require(actor, PREPARE, Over(league=league))
    _refuse_nonsense(actor, league, draft)
    with transaction.atomic():
        journal.lock()
        _refuse_code(league, draft.slug)
        if Institution.objects.filter(league=league, slug=draft.slug).exists():
            raise Conflict(
                "institution-there",
                text("There is an institution “{slug}” already.", slug=draft.slug),
                text("Choose another slug, or look at the one that is there."),
            )
        row = Institution.objects.create(
            league=league,
            slug=draft.slug,
            name_zh=draft.name.zh,
            name_en=draft.name.en,
            party=draft.party,
            categories=sorted(set(draft.categories)),
            standing=InstitutionStanding.APPLIED.value,
            applied_on=_day_of(actor),
            applied_by=actor.person,
        )
        _record(actor, "clearing.add_institution", row, plain(draft))
    return line_of(row)


def activate_institution(
    actor: Actor, league: str, slug: str, from_on: date | None = None
) -> InstitutionLine:
    """Let an institution take part from a day on; another person than the one who applied.

    Args:
        actor: an approver.
        league: slug.
        slug: of the institution.
        from_on: its first day; None for today.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such institution.
        Refused: it does not stand as applied, or the same person entered it.
    """
    require(actor, APPROVE, Over(league=league))
    with transaction.atomic():
        journal.lock()
        row = institution_row(league, slug)
        _require_standing(row, InstitutionStanding.APPLIED)
        refuse_same_person(actor, {row.applied_by})
        row.standing = InstitutionStanding.ACTIVE.value
        row.active_on, row.active_by = from_on or _day_of(actor), actor.person
        row.save()
        said = {"from": row.active_on.isoformat()}
        _record(actor, "clearing.activate_institution", row, said)
    return line_of(row)


def suspend_institution(
    actor: Actor, league: str, slug: str, from_on: date | None = None
) -> InstitutionLine:
    """Take an institution out, from the first window that begins on a day or later.

    Raises:
        Forbidden: the actor may not.
        Missing: there is no such institution.
        Refused: it is not active, or the day lies before its first.
    """
    require(actor, APPROVE, Over(league=league))
    with transaction.atomic():
        journal.lock()
        row = institution_row(league, slug)
        _require_standing(row, InstitutionStanding.ACTIVE)
        day = from_on or _day_of(actor)
        if row.active_on is not None and day < row.active_on:
            raise Refused(
                "suspended-before-active",
                text("It took part only from {day} on.", day=row.active_on.isoformat()),
                text("Give that day or a later one."),
            )
        row.standing = InstitutionStanding.SUSPENDED.value
        row.suspended_on, row.suspended_by = day, actor.person
        row.save()
        said = {"from": day.isoformat()}
        _record(actor, "clearing.suspend_institution", row, said)
    return line_of(row)


def refuse_same_person(actor: Actor, prepared_by: set[str]) -> None:
    """Refuse somebody who would approve the own work, by whatever account or way in.

    Whoever works in one shell is one person, whatever accounts it acts as.

    Raises:
        Refused: two persons are needed.
    """
    if is_own_act(actor.person, prepared_by):
        raise Refused(
            "second-person-needed",
            text("Who prepared it cannot approve it too."),
            text("Have another person look at it and approve it."),
        )


def _refuse_nonsense(actor: Actor, league: str, draft: InstitutionDraft) -> None:
    version, terms = rulesets.in_force(league, _day_of(actor))
    refuse_long("slug-too-long", draft.slug, SLUG_LONGEST)
    for name in (draft.name.zh, draft.name.en):
        refuse_long("name-too-long", name, NAME_LONGEST)
    if not SLUG.fullmatch(draft.slug) or not draft.name.zh or not draft.name.en:
        raise Refused(
            "institution-unnamed",
            text("An institution has a slug like “changsha-card” and both names."),
            text("Write the slug in small letters, digits and hyphens."),
        )
    parties = rulesets.parties_of(version, terms)
    if draft.party not in parties:
        raise Refused(
            "party-not-declared",
            text("“{party}” is no member and no account.", party=draft.party[:60]),
            meant(draft.party, parties),
        )
    known = {category.id for category in terms.categories}
    for category in draft.categories:
        if category not in known:
            raise Refused(
                "category-not-declared",
                text("There is no category “{category}”.", category=category[:60]),
                meant(category, known),
            )


def _refuse_code(league: str, slug: str) -> None:
    """Refuse a slug that files in real layouts would mistake for a code."""
    codes = InstitutionCode.objects.filter(league=league, code=slug)
    files = CardFile.objects.filter(league=league, refused="").exclude(preset="")
    named = files.exclude(sender__in=["", slug]).values_list("acquirers", flat=True)
    if codes.exists() or any(slug in acquirers for acquirers in named):
        raise Conflict(
            "institution-is-a-code",
            text("“{slug}” is a code of another institution.", slug=slug),
            text("Choose another slug, and give the institution its code after it."),
        )


def institution_row(league: str, slug: str) -> Institution:
    """Hold an institution until the transaction ends.

    Raises:
        Missing: there is none.
    """
    rows = Institution.objects.select_for_update()
    row = rows.filter(league=league, slug=slug).first()
    if row is None:
        raise Missing(
            "institution-missing",
            text("There is no institution “{slug}”.", slug=slug[:60]),
            text("hansa clearing participant list shows every one there is."),
        )
    return row


def _require_standing(row: Institution, wanted: InstitutionStanding) -> None:
    if row.standing != wanted.value:
        raise Refused(
            "institution-stands-otherwise",
            text(
                "“{slug}” is {standing}.",
                slug=row.slug,
                standing=STANDING_NAMES[InstitutionStanding(row.standing)],
            ),
            text(
                "Only one that is {wanted} can do this.", wanted=STANDING_NAMES[wanted]
            ),
        )


def _day_of(actor: Actor) -> date:
    return actor.at.astimezone(LEAGUE_ZONE).date()


def _record(actor: Actor, service: str, row: Institution, said: object) -> None:
    journal.record(actor, service, row.league, [f"institution:{row.slug}"], said)
