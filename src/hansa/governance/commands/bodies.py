"""``hansa body …``: bodies that begin, split, merge and end by a decision."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import AsJson
from hansa.chassis.plain import plain
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import unit_from
from hansa.governance.commands.panels import item_from
from hansa.governance.reads import bodies as reads
from hansa.governance.reads import calendars
from hansa.governance.reads.bodies_wire import wire_change, wire_life
from hansa.governance.reads.records import body_of
from hansa.governance.services import bodies as services
from hansa.governance.terms.changes import (
    CHANGE_NAMES,
    ChangeDraft,
    ChangePlan,
    NewGroup,
)
from hansa.kernel.errors import Missing
from hansa.kernel.findings import meant
from hansa.kernel.text import Bilingual, text

app = typer.Typer(
    help=_("Bodies of a league, and how they begin, split, merge and end."),
    no_args_is_help=True,
)

Slug = Annotated[str, typer.Argument(help=_("a league's slug"))]
Decided = Annotated[
    str, typer.Argument(help=_("the decision: its id, or SESSION#PLACE"))
]
FromDay = Annotated[str, typer.Option("--from", help=_("the day from which it holds"))]
Ends = Annotated[list[str] | None, typer.Option("--end", help=_("a body that ends"))]
Begins = Annotated[
    list[str] | None,
    typer.Option(
        "--begin", help=_("a new group: group-farming=农业工作组/Group on Farming")
    ),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", help=_("its field: group-farming=industry")),
]
Leads = Annotated[
    list[str] | None,
    typer.Option("--lead", help=_("the unit that leads it: group-farming=UNIT")),
]
SetsUp = Annotated[
    list[str] | None,
    typer.Option("--set-up", help=_("a body that waited for its condition")),
]
Heir = Annotated[
    str | None, typer.Option(help=_("who takes over, where nothing begins"))
]
Homes = Annotated[
    list[str] | None,
    typer.Option("--home", help=_("where one open item goes: ITEM=BODY")),
]
As = Annotated[str | None, typer.Option("--as", help=_("the account that acts"))]


@app.command(help=_("Preview a change of bodies that was decided; changes nothing."))
def plan(
    league: Slug,
    decision: Decided,
    from_: FromDay,
    end: Ends = None,
    begin: Begins = None,
    field: Fields = None,
    lead: Leads = None,
    set_up: SetsUp = None,
    heir: Heir = None,
    home: Homes = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Preview a change."""
    draft = _drafting(from_, end, begin, field, lead, set_up, heir, home)

    def run() -> ChangePlan:
        actor = acting(league, as_)
        return services.plan_change(actor, league, draft(actor, league, decision))

    _tell(done(run, as_json), as_json, applied=False)


@app.command(help=_("Change bodies as was decided: the charter's next version."))
def change(
    league: Slug,
    decision: Decided,
    from_: FromDay,
    end: Ends = None,
    begin: Begins = None,
    field: Fields = None,
    lead: Leads = None,
    set_up: SetsUp = None,
    heir: Heir = None,
    home: Homes = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Apply a change."""
    draft = _drafting(from_, end, begin, field, lead, set_up, heir, home)

    def run() -> ChangePlan:
        actor = acting(league, as_)
        return services.apply_change(actor, league, draft(actor, league, decision))

    _tell(done(run, as_json), as_json, applied=True)


def _drafting(
    from_: str,
    end: Sequence[str] | None,
    begin: Sequence[str] | None,
    field: Sequence[str] | None,
    lead: Sequence[str] | None,
    set_up: Sequence[str] | None,
    heir: str | None,
    home: Sequence[str] | None,
) -> Callable[[Actor, str, str], ChangeDraft]:
    """Read the options of a change, and give what makes the draft of an actor."""
    day = terminal.day_from(from_)
    assert day is not None  # Only an absent option gives None.
    names, fields, leads = _pairs(begin), _pairs(field), _pairs(lead)
    homes = {_id(item): body for item, body in _pairs(home).items()}
    unnamed = (fields.keys() | leads.keys()) - names.keys()
    if unnamed:
        message = _("“{group}” does not begin here; name it with --begin.")
        raise typer.BadParameter(message.format(group=min(unnamed)))

    def draft(actor: Actor, league: str, decision: str) -> ChangeDraft:
        groups = tuple(
            NewGroup(
                id=id_,
                name=_name(written),
                domain=fields.get(id_),
                lead=unit_from(actor, league, leads[id_]) if id_ in leads else None,
            )
            for id_, written in names.items()
        )
        return ChangeDraft(
            decision=item_from(actor, league, decision),
            from_on=day,
            ends=tuple(end or ()),
            begins=groups,
            sets_up=tuple(set_up or ()),
            heir=heir,
            homes=homes,
        )

    return draft


def _pairs(written: Sequence[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in written or ():
        key, sign, value = one.partition("=")
        if not (sign and key.strip() and value.strip()):
            message = _("“{written}” has no sign = between two words.")
            raise typer.BadParameter(message.format(written=one))
        found[key.strip()] = value.strip()
    return found


def _name(written: str) -> Bilingual:
    chinese, _slash, english = written.partition("/")
    return Bilingual(chinese.strip(), english.strip() or chinese.strip())


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        message = _("“{written}” is no id.").format(written=written)
        raise typer.BadParameter(message) from error


def _tell(planned: ChangePlan, as_json: bool, *, applied: bool) -> None:
    if as_json:
        terminal.print_json(wire_change(planned))
        return
    named = {
        "kind": CHANGE_NAMES[planned.kind],
        "number": planned.plan.number,
        "day": planned.plan.effective_from.isoformat(),
        "authority": planned.authority,
    }
    if applied:
        sentence = text(
            "{kind}: version {number} is in force from {day}, by decision {authority}.",
            **named,
        )
    else:
        sentence = text(
            "{kind}: it would make version {number}, in force from {day}, by decision "
            "{authority}.",
            **named,
        )
    terminal.say(sentence)
    for one in planned.plan.changes:
        terminal.say(f"  · {render(one.message)}")
    for item in planned.rehomed:
        terminal.say(
            text("{title} goes to {body}.", title=item.item.title, body=item.body)
        )


@app.command(help=_("One body: what it came from, when it meets next, what is open."))
def show(
    league: Slug,
    body: Annotated[str, typer.Argument(help=_("a body's id"))],
    as_of: Annotated[str | None, typer.Option(help=_("the day asked"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Show one body."""
    asked = terminal.day_from(as_of)
    found = done(lambda: _life(acting(league, as_), league, body, asked), as_json)
    if as_json:
        terminal.print_json(found)
        return
    terminal.say(Bilingual(found["name"]["zh"], found["name"]["en"]))
    for event in found["history"]:
        terminal.say(f"  {event['on']}  {event['message']}  {event['authority'] or ''}")
    next_ = found["next"]
    if next_ is not None:
        terminal.say(text("Next meeting: {day}", day=next_["days"]["start"]))
    else:
        terminal.say(text("No meeting is convened."))
    for silent in found["silent"]:
        terminal.say(
            text("No meeting in the half-year from {day}", day=silent["start"])
        )
    for item in found["open"] or ():
        terminal.say(f"  · {item['title']}")


def _life(actor: Actor, league: str, body_id: str, asked: date | None) -> Any:
    day = asked or actor.at.astimezone(LEAGUE_ZONE).date()
    versions = charter_reads.get_versions(league)
    version = charter_reads.governing(versions, day)
    body = body_of(version, body_id)
    if body is None:
        raise Missing(
            "body-missing",
            text("There is no body “{body}”.", body=body_id[:60]),
            meant(body_id, [one.id for one in calendars.list_bodies(version)]),
        )
    silent = reads.silent_of(versions, body.id, day)
    before = reads.docketed(actor, league, version, body, day)
    life = wire_life(reads.history(versions, body.id), before, silent)
    return {"id": body.id, "name": plain(body.name), **life}
