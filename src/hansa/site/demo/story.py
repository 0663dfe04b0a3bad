"""Builds the demonstration and tells its first scene. Safe to run again."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.charter import services as charter_services
from hansa.chassis import terminal
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE, today
from hansa.chassis.language import render
from hansa.directory.reads import accounts as account_reads
from hansa.governance import reads as governance_reads
from hansa.governance.commands import kind_of, period_of
from hansa.governance.services.obligations import open_calendar_duties
from hansa.kernel.text import text
from hansa.site.demo import (
    accounts,
    agreements,
    bodies,
    circulars,
    clearing,
    clearing_month,
    consultations,
    dispatch,
    experts,
    laws,
    meetings,
    people,
    sessions,
    supervision,
)
from hansa.site.tasks import run_tick

LEAGUES = ("huaihai", "changzhutan")
IN_SERVICE_SINCE = date(2025, 1, 1)
BEGUN_AT = datetime(2025, 1, 2, 1, 0, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 2018, 2028
NEXT_MOST = 6
DAYS_AHEAD = 366
TOLD_EVERY = 50  # Some seconds of work; whoever waits sees that it goes on.


def build() -> None:
    """Put both leagues in force with their records; what is there already stays."""
    terminal.with_database()
    operator = replace(terminal.operator(), at=BEGUN_AT)
    stated = charter_services.Terms(in_service_since=IN_SERVICE_SINCE)
    clearing.make_key()
    # What was applied stays: a decision may have amended it since.
    known = charter_reads.list_leagues()
    for league in LEAGUES:
        if league not in known:
            folder = settings.HANSA_CHARTERS / league
            charter_services.apply_version(operator, folder, stated)
    if not account_reads.list_accounts(operator):
        terminal.remark(
            text("Building the demonstration: a month of two leagues, a minute or two.")
        )
        _record(operator)
    terminal.remark(text("What falls due is being opened, and the search box filled."))
    run_tick()
    clearing.write_late_files()


def _record(operator: Actor) -> None:
    """Record who is who, then what happened, in the order of time; all or nothing."""
    casts, happened = {}, []
    with transaction.atomic():
        for casting, held, asked in (
            (people.HUAIHAI, meetings.HUAIHAI, dispatch.HUAIHAI),
            (people.CHANGZHUTAN, meetings.CHANGZHUTAN, dispatch.CHANGZHUTAN),
        ):
            league = casting.league
            version = charter_reads.get_versions(league)[-1]
            cities = charter_reads.names_of(version)
            domains = [domain.id for domain in version.charter.agreement.domains]
            casts[league] = people.cast(operator, casting, cities, domains)
            section = casts[league].units[None, "section"]
            office = replace(_office(operator, casting), unit=section)
            happened += meetings.acts(office, league, held, cities)
            happened += dispatch.acts(office, league, asked, cities)
            happened += clearing_month.acts(operator, league)
            happened += experts.acts(office, league)
            happened += consultations.acts(office, league)
            if league == people.HUAIHAI.league:
                happened += dispatch.chase(office, cities)
                happened += dispatch.raise_matters(office)
                happened += supervision.acts(office, cities["zaozhuang"], casts[league])
                happened += sessions.acts(office, cities, casts[league])
                happened += agreements.huaihai_acts(office, cities)
                happened += circulars.hand_over(office, cities)
                happened += laws.acts(office, cities)
                happened += bodies.huaihai_acts(office, operator)
            else:
                happened += agreements.changzhutan_acts(office, cities)
                happened += circulars.acts(office, cities)
                happened += bodies.changzhutan_acts(office)
        accounts.open_accounts(operator, casts)
        happened += _openings(operator)
        ordered = sorted(happened, key=lambda one: one[0])
        for number, (at, act) in enumerate(ordered):
            if number % TOLD_EVERY == 0:
                terminal.remark(
                    text(
                        "{done} of {all} acts, up to {day}",
                        done=number,
                        all=len(ordered),
                        day=at.astimezone(LEAGUE_ZONE).date().isoformat(),
                    )
                )
            act()


def _openings(operator: Actor) -> list[meetings.Act]:
    """Give how the duties of the calendar are opened, as each year of service begins.

    Before anything is done about them, as a tick of that day would have opened them.
    """
    ticks = [
        replace(operator, at=at)
        for at in (BEGUN_AT, BEGUN_AT.replace(year=BEGUN_AT.year + 1))
    ]
    return [
        (tick.at, partial(open_calendar_duties, tick, league))
        for tick in ticks
        for league in LEAGUES
    ]


def _office(operator: Actor, casting: people.Casting) -> Actor:
    return replace(
        operator,
        person="demo:office",
        authority=f"{casting.office_name.zh}{casting.section.zh}",
        roles=frozenset({Role.SECRETARIAT}),
        league=casting.league,
    )


def tell() -> None:
    """Print whose turn each year is, what comes next, and what the check found."""
    leagues = {league: charter_reads.get_versions(league) for league in LEAGUES}
    columns = []
    for versions in leagues.values():
        names = charter_reads.names_of(versions[-1])
        turns = governance_reads.list_turns(versions, FIRST_YEAR, LAST_YEAR)
        columns.append([render(names[turn.member]) for turn in turns])
    years = map(str, range(FIRST_YEAR, LAST_YEAR + 1))
    headings = [
        f"{render(versions[-1].charter.agreement.name)}: "
        f"{render(governance_reads.statute_of(versions[-1]).rotation.name)}"
        for versions in leagues.values()
    ]
    terminal.print_table(
        _("Whose turn is it?"),
        [_("Year"), *headings],
        zip(years, *columns, strict=True),
    )
    for versions in leagues.values():
        version = versions[-1]
        bodies = {b.id: b.name for b in governance_reads.list_bodies(version)}
        names = charter_reads.names_of(version)
        coming = governance_reads.list_coming(versions, today(), DAYS_AHEAD)
        terminal.print_table(
            render(version.charter.agreement.name),
            [_("Next"), _("Body"), _("Kind"), _("Host")],
            (
                (
                    period_of(entry),
                    render(bodies[entry.body]),
                    kind_of(entry),
                    render(names[entry.host]) if entry.host else "-",
                )
                for entry in coming[:NEXT_MOST]
            ),
        )
        counted = Counter(f.severity.value for f in version.charter.findings)
        terminal.say(
            text(
                "Findings of the check: errors {errors}, warnings {warnings}, notes "
                "{notes}. See: hansa charter check {folder}",
                errors=counted["error"],
                warnings=counted["warning"],
                notes=counted["note"],
                folder=f"charters/{version.league}",
            )
        )
    terminal.say(
        text(
            "Card files that come too late, to bring on the page of 2026-11-23: {folder}",
            folder=str(clearing.late_folder()),
        )
    )
    key = clearing.public_key()
    if key:
        terminal.say(
            text(
                "Statement bundles are signed; check one with: hansa clearing verify "
                "BUNDLE --key {key}",
                key=key,
            )
        )
    terminal.print_table(
        _("Sign-ins of the demonstration, all with the password {password}").format(
            password=accounts.PASSWORD
        ),
        [_("Name"), _("Who it is")],
        ((one.username, render(one.shows)) for one in accounts.SIGN_INS),
    )
