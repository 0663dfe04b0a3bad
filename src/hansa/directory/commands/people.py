"""``hansa directory …``: units, people, postings, vacancies and named systems."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import today
from hansa.chassis.language import render
from hansa.chassis.options import AsJson, AsOf, KnownAt
from hansa.chassis.plain import plain
from hansa.directory.commands import keeping, register
from hansa.directory.reads import people as reads
from hansa.directory.reads import systems as system_reads
from hansa.directory.reads.places import places, places_on
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.directory.terms.overview import before_service
from hansa.directory.terms.people import (
    SYSTEM_LACK_NAMES,
    SYSTEM_STATUS_NAMES,
    UNIT_KIND_NAMES,
    Lack,
    PostingKind,
    PostingLine,
)
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, text

app = typer.Typer(
    help=_("Units, people, who stands where, and who is reached for what."),
    no_args_is_help=True,
)
# Without a name of their own, these commands stand beside the ones here.
app.add_typer(keeping.app)
app.add_typer(register.app)

Answer = TypeVar("Answer")


def _asked(ask: Callable[[], Answer], as_json: bool) -> Answer:
    """Ask the records; an error ends the command."""
    terminal.with_database()
    try:
        return ask()
    except HansaError as error:
        terminal.fail(error, as_json)


def _city(names: Mapping[str, Bilingual], member: str | None) -> str:
    return render(names.get(member or "", "-"))


@app.command(help=_("List the units that stand on a day."))
def units(league: keeping.Slug, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print the units of a league."""
    day = terminal.day_from(as_of) or today()
    lines = _asked(lambda: reads.list_units(terminal.operator(), league, day), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    cities = places(league).members
    terminal.print_table(
        _("Units"),
        (_("City"), _("Name"), _("Kind"), _("Telephone"), _("Mail address"), _("Id")),
        (
            (
                _city(cities, unit.member),
                render(unit.name),
                render(UNIT_KIND_NAMES[unit.kind]),
                unit.contact.phone if unit.contact else "",
                unit.contact.mail if unit.contact else "",
                unit.id,
            )
            for unit in lines
        ),
    )


@app.command(help=_("List the people who are there on a day."))
def people(league: keeping.Slug, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Print the people of a league."""
    day = terminal.day_from(as_of) or today()
    lines = _asked(lambda: reads.list_people(terminal.operator(), league, day), as_json)
    if as_json:
        terminal.print_json(plain(lines))
        return
    cities, names = places(league).members, reads.unit_names(league, day)
    terminal.print_table(
        _("People"),
        (
            _("City"),
            _("Known as"),
            _("Unit"),
            _("Telephone"),
            _("Mail address"),
            _("Id"),
        ),
        (
            (
                _city(cities, person.member),
                render(person.title),
                render(names.get(person.unit or "", "-")),
                person.contact.phone if person.contact else "",
                person.contact.mail if person.contact else "",
                person.id,
            )
            for person in lines
        ),
    )


@app.command(
    help=_("List who stands where: offices, secondments, focal points, leads.")
)
def postings(
    league: keeping.Slug,
    kind: Annotated[
        PostingKind | None, typer.Option(help=_("only postings of this kind"))
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("past and future ones too"))
    ] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print the postings of a league."""
    day = None if every else terminal.day_from(as_of) or today()
    instant = terminal.instant_from(known_at)
    lines = _asked(
        lambda: reads.list_postings(league, kind=kind, as_of=day, known_at=instant),
        as_json,
    )
    if as_json:
        terminal.print_json(plain(lines))
        return
    _print_postings(league, lines)


def _print_postings(league: str, lines: Sequence[PostingLine]) -> None:
    there = places(league)
    terminal.print_table(
        _("Postings"),
        (
            _("Kind"),
            _("City"),
            _("Person or unit"),
            _("Office, body or field"),
            _("First day"),
            _("First day after"),
            _("Id"),
        ),
        (
            (
                render(there.posting_kinds[line.kind]),
                _city(there.members, line.member),
                render(line.title or line.unit_name or "-"),
                _stands(line, there.bodies, there.domains),
                line.from_on.isoformat(),
                line.to_on.isoformat() if line.to_on else "-",
                line.id,
            )
            for line in lines
        ),
    )


def _stands(
    line: PostingLine,
    bodies: Mapping[str, Bilingual],
    domains: Mapping[str, Bilingual],
) -> str:
    """Write where somebody stands: the office, the body, the field."""
    parts: list[Any] = []
    if line.office:
        parts.append(OFFICE_NAMES[line.office])
    if line.body:
        parts.append(bodies.get(line.body, line.body))
    if line.domain:
        parts.append(domains.get(line.domain, line.domain))
    return render(tuple(parts)) or "-"


@app.command(help=_("List the cities that cannot be reached, and for what."))
def vacancies(
    league: keeping.Slug, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Print what each city lacks to be reached."""
    day = terminal.day_from(as_of) or today()
    gaps = _asked(lambda: reads.list_vacancies(league, day), as_json)
    if as_json:
        terminal.print_json(plain(gaps))
        return
    there = places(league)
    for gap in gaps:
        city = there.members[gap.member]
        if gap.lack is Lack.LIAISON_BODY:
            terminal.say(text("{city}: no liaison body.", city=city))
        elif gap.domain:
            field = there.domains[gap.domain]
            terminal.say(text("{city}: nobody for {field}.", city=city, field=field))
    if (since := reads.service_ahead(league, day)) is not None:
        terminal.say(before_service(since))
        return
    cities = places_on(league, day).members
    lacking = len({gap.member for gap in gaps})
    terminal.say(
        text(
            "Reached in every field: {whole} of {all} cities.",
            whole=len(cities) - lacking,
            all=len(cities),
        )
    )


@app.command(help=_("List the systems that the agreement names, and what each lacks."))
def systems(
    league: keeping.Slug,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Print the named systems with owner, service level and status."""
    day = terminal.day_from(as_of) or today()
    instant = terminal.instant_from(known_at)
    lines = _asked(
        lambda: system_reads.list_systems(
            league, system_reads.named_systems(league, day), day, instant
        ),
        as_json,
    )
    if as_json:
        terminal.print_json(plain(lines))
        return
    terminal.print_table(
        _("Named systems"),
        (_("System"), _("Owner"), _("Service level"), _("Status"), _("Lacks")),
        (
            (
                render(line.name),
                render(line.record.owner_name if line.record else None) or "-",
                (line.record.service_level if line.record else "") or "-",
                render(SYSTEM_STATUS_NAMES[line.record.status])
                if line.record and line.record.status
                else "-",
                render(tuple(SYSTEM_LACK_NAMES[lack] for lack in line.lacks)) or "-",
            )
            for line in lines
        ),
    )
    terminal.say(
        text(
            "Systems: {count}. Fully described: {whole}.",
            count=len(lines),
            whole=sum(not line.lacks for line in lines),
        )
    )
