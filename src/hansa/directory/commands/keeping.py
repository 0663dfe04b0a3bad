"""``hansa directory open|rename|close|add|leave|post|end|withdraw|describe``: the acts."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import today
from hansa.chassis.options import AsJson, Paper
from hansa.chassis.terminal import upload_of
from hansa.directory.reads import people as reads
from hansa.directory.reads import systems as system_reads
from hansa.directory.reads.register import person_called, unit_called
from hansa.directory.reads.remarks import list_remarks
from hansa.directory.services import people as services
from hansa.directory.services import systems as system_services
from hansa.directory.services.behalf import act_for
from hansa.directory.terms.offices import Office
from hansa.directory.terms.people import (
    Closing,
    Contact,
    PersonDetails,
    PersonDraft,
    PostingDraft,
    PostingKind,
    SystemDraft,
    SystemStatus,
    UnitDetails,
    UnitDraft,
    UnitKind,
    UnitNameLine,
)
from hansa.kernel.errors import HansaError
from hansa.kernel.text import Bilingual, Text, text

app = typer.Typer()

Slug = Annotated[str, typer.Argument(help=_("slug of the league"))]
City = Annotated[
    str | None,
    typer.Option("--city", help=_("id of a member city; without it the league's own")),
]
UnitName = Annotated[str, typer.Argument(help=_("id of the unit, or its name"))]
PersonName = Annotated[str, typer.Argument(help=_("id of the person, or the title"))]
PostingId = Annotated[str, typer.Argument(help=_("id of the posting"))]
English = Annotated[str, typer.Option("--english", help=_("the same in English"))]
Phone = Annotated[str, typer.Option(help=_("telephone number"))]
Mail = Annotated[str, typer.Option(help=_("mail address"))]
UnitOption = Annotated[
    str | None, typer.Option("--unit", help=_("id of the unit, or its name"))
]
Body = Annotated[str | None, typer.Option(help=_("id of a body"))]
Domain = Annotated[str | None, typer.Option(help=_("id of a field of cooperation"))]

Answer = TypeVar("Answer")


def _done(act: Callable[[Actor], Answer], sentence: Text, as_json: bool) -> Answer:
    """Do an act as the operator of the shell and say so; an error ends the command."""
    terminal.with_database()
    try:
        answer = act(terminal.operator())
    except HansaError as error:
        terminal.fail(error, as_json)
    if as_json:
        terminal.print_json({"id": answer} if isinstance(answer, str) else {})
    else:
        terminal.say(sentence)
        if isinstance(answer, str):
            terminal.say(text("Its id: {id}", id=answer))
    return answer


@app.command("open", help=_("Record a unit."))
def open_(
    league: Slug,
    name: Annotated[str, typer.Argument(help=_("its Chinese name"))],
    kind: Annotated[UnitKind, typer.Option(help=_("what sort of unit it is"))],
    opened_on: Annotated[str, typer.Option("--on", help=_("its first day"))],
    city: City = None,
    english: English = "",
    body: Body = None,
    domain: Domain = None,
    phone: Phone = "",
    mail: Mail = "",
    as_json: AsJson = False,
) -> None:
    """Record a unit."""
    day = terminal.day_from(opened_on)
    assert day is not None  # The option is required.
    details = UnitDetails(
        kind=kind,
        body=body,
        domain=domain,
        contact=Contact(phone=phone, mail=mail),
        opened_on=day,
    )
    draft = UnitDraft(member=city, name=Bilingual(zh=name, en=english), details=details)
    _done(
        lambda actor: services.open_unit(actor, league, draft),
        text("Recorded: {name}.", name=name),
        as_json,
    )


@app.command(help=_("Call a unit otherwise from a day on; its id and duties stay."))
def rename(
    league: Slug,
    unit: UnitName,
    name: Annotated[str, typer.Argument(help=_("its new Chinese name"))],
    from_on: Annotated[str, typer.Option("--from", help=_("first day of the name"))],
    city: City = None,
    english: English = "",
    as_json: AsJson = False,
) -> None:
    """Rename a unit."""
    day = terminal.day_from(from_on)
    assert day is not None  # The option is required.
    named = UnitNameLine(name=Bilingual(zh=name, en=english), from_on=day)

    def act(actor: Actor) -> str:
        unit_id = unit_called(actor, league, unit, city, today())
        seen = reads.get_unit(actor, league, unit_id, today()).revision
        services.rename_unit(actor, league, unit_id, named, seen)
        return unit_id

    _done(act, text("From {day} it is called {name}.", day=from_on, name=name), as_json)


@app.command(help=_("Record that a unit is no more, and who took over."))
def close(
    league: Slug,
    unit: UnitName,
    on: Annotated[str, typer.Option(help=_("first day without it"))],
    successor: Annotated[
        str | None, typer.Option(help=_("the unit that takes over"))
    ] = None,
    city: City = None,
    as_json: AsJson = False,
) -> None:
    """Close a unit."""
    day = terminal.day_from(on)
    assert day is not None  # The option is required.

    def act(actor: Actor) -> str:
        unit_id = unit_called(actor, league, unit, city, today())
        heir = (
            unit_called(actor, league, successor, city, today()) if successor else None
        )
        seen = reads.get_unit(actor, league, unit_id, today()).revision
        closing = Closing(on=day, successor=heir)
        services.close_unit(actor, league, unit_id, closing, seen)
        return unit_id

    _done(act, text("Closed from {day}.", day=on), as_json)


@app.command(help=_("Record somebody reachable."))
def add(
    league: Slug,
    title: Annotated[str, typer.Argument(help=_("what the person is known by"))],
    city: City = None,
    english: English = "",
    unit: UnitOption = None,
    phone: Phone = "",
    mail: Mail = "",
    namesake: Annotated[
        bool,
        typer.Option("--namesake", help=_("the city has another person of this name")),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record a person."""

    def act(actor: Actor) -> str:
        unit_id = unit_called(actor, league, unit, city, today()) if unit else None
        details = PersonDetails(
            title=Bilingual(zh=title, en=english),
            unit=unit_id,
            contact=Contact(phone=phone, mail=mail),
            namesake=namesake,
        )
        draft = PersonDraft(member=city, details=details)
        return services.add_person(actor, league, draft)

    _done(act, text("Recorded: {name}.", name=title), as_json)


@app.command(help=_("Record that somebody left; what that person held ends."))
def leave(
    league: Slug,
    person: PersonName,
    on: Annotated[str, typer.Option(help=_("first day without that person"))],
    city: City = None,
    as_json: AsJson = False,
) -> None:
    """Record a leaving."""
    day = terminal.day_from(on)

    def act(actor: Actor) -> str:
        person_id = person_called(actor, league, person, city, today())
        seen = reads.get_person(actor, league, person_id).revision
        services.record_leaving(actor, league, person_id, day, seen)
        return person_id

    _done(act, text("Left on {day}.", day=on), as_json)


@app.command(help=_("Record who stands where from when to when."))
def post(
    league: Slug,
    kind: Annotated[PostingKind, typer.Argument(help=_("in which way"))],
    from_on: Annotated[
        str, typer.Option("--from", help=_("the day from which it holds"))
    ],
    to_on: Annotated[
        str | None, typer.Option("--to", help=_("first day after it"))
    ] = None,
    city: City = None,
    person: Annotated[
        str | None, typer.Option(help=_("id of the person, or the title"))
    ] = None,
    unit: UnitOption = None,
    office: Annotated[Office | None, typer.Option(help=_("the office held"))] = None,
    body: Body = None,
    domain: Domain = None,
    part_time: Annotated[
        bool, typer.Option("--part-time", help=_("beside other work"))
    ] = False,
    delegated_by: Annotated[
        str | None, typer.Option(help=_("the person whose place is taken"))
    ] = None,
    document: Annotated[str, typer.Option(help=_("number of the paper"))] = "",
    behalf_of: Annotated[
        str | None, typer.Option(help=_("the office whose act this is"))
    ] = None,
    file: Paper = None,
    as_json: AsJson = False,
) -> None:
    """Record a posting; with --behalf-of the paper shows the act of that office."""
    paper = upload_of(file)
    first, end = terminal.day_from(from_on), terminal.day_from(to_on)
    assert first is not None  # The option is required.

    def act(actor: Actor) -> str:
        def known(written: str | None) -> str | None:
            return (
                person_called(actor, league, written, city, today())
                if written
                else None
            )

        draft = PostingDraft(
            kind=kind,
            member=city,
            person=known(person),
            unit=unit_called(actor, league, unit, city, today()) if unit else None,
            office=office,
            body=body,
            domain=domain,
            full_time=not part_time,
            delegated_by=known(delegated_by),
            from_on=first,
            to_on=end,
            document=document,
        )
        clerk = actor
        if behalf_of:
            clerk = act_for(actor, league, city, behalf_of, document, paper)
        return services.add_posting(clerk, league, draft, paper)

    made = _done(act, text("Recorded from {day}.", day=from_on), as_json)
    for remark in list_remarks(league, reads.get_posting(league, made, today())):
        terminal.remark(remark)


@app.command(help=_("Record when a posting ends."))
def end(
    league: Slug,
    posting: PostingId,
    on: Annotated[
        str | None, typer.Option(help=_("first day after it; none: it lasts after all"))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """End a posting."""
    day = terminal.day_from(on)
    _done(
        lambda actor: services.end_posting(actor, league, posting, day),
        text("Ends before {day}.", day=on) if on else text("It lasts after all."),
        as_json,
    )


@app.command(help=_("Mark a posting as entered in error; it is kept."))
def withdraw(league: Slug, posting: PostingId, as_json: AsJson = False) -> None:
    """Withdraw a posting."""
    _done(
        lambda actor: services.withdraw_posting(actor, league, posting),
        text("Marked as entered in error."),
        as_json,
    )


@app.command(help=_("Record what is known of a named system."))
def describe(
    league: Slug,
    system: Annotated[str, typer.Argument(help=_("id of the system"))],
    owner: Annotated[
        str | None, typer.Option(help=_("the unit that answers for it"))
    ] = None,
    level: Annotated[str, typer.Option(help=_("what is promised"))] = "",
    status: Annotated[
        SystemStatus | None, typer.Option(help=_("how far it is"))
    ] = None,
    address: Annotated[str, typer.Option(help=_("where it is found"))] = "",
    as_json: AsJson = False,
) -> None:
    """Record a named system."""

    def act(actor: Actor) -> None:
        draft = SystemDraft(
            system=system,
            owner=unit_called(actor, league, owner, None, today()) if owner else None,
            service_level=level,
            status=status,
            address=address,
        )
        seen = system_reads.get_system(league, system).revision
        system_services.record_system(actor, league, draft, seen)

    _done(act, text("Recorded: {name}.", name=system), as_json)
