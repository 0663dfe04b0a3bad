"""``hansa body …``: bodies that begin, split, merge and end by a decision."""

from collections.abc import Callable, Sequence
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE, today
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import unit_from
from hansa.governance.commands.calendars import app as governance_app
from hansa.governance.commands.panels import item_from
from hansa.governance.reads import bodies as reads
from hansa.governance.reads import counties as county_reads
from hansa.governance.reads.bodies_wire import wire_body, wire_change
from hansa.governance.services import bodies as services
from hansa.governance.terms.changes import (
    CHANGE_NAMES,
    BodyLife,
    ChangeDraft,
    ChangePlan,
    NewGroup,
)
from hansa.governance.terms.counties import Border, ChildLine
from hansa.kernel.text import Bilingual, Parameter, text

app = typer.Typer(
    help=_("Bodies of a league, and how they begin, split, merge and end."),
    no_args_is_help=True,
)

Decided = Annotated[
    str, typer.Argument(help=_("the decision: its id, or SESSION#PLACE"))
]
FromDay = Annotated[str, typer.Option("--from", help=_("the day from which it holds"))]
Ends = Annotated[list[str] | None, typer.Option("--end", help=_("a body that ends"))]
Begins = Annotated[
    list[str] | None,
    typer.Option("--begin", help=_("a new group: ID=NAME/ENGLISH NAME")),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", help=_("the field of a new group: ID=FIELD")),
]
Leads = Annotated[
    list[str] | None,
    typer.Option("--lead", help=_("the unit that leads a new group: ID=UNIT")),
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
    named: dict[str, Parameter] = {
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

    def read() -> BodyLife:
        actor = acting(league, as_)
        day = asked or actor.at.astimezone(LEAGUE_ZONE).date()
        versions = charter_reads.get_versions(league)
        return reads.get_life(actor, versions, body, day)

    life = done(read, as_json)
    if as_json:
        terminal.print_json(wire_body(life))
        return
    _show(life)


def _show(life: BodyLife) -> None:
    terminal.say(life.body.name)
    for event in life.history:
        terminal.say(f"  {event.on}  {render(event.message)}  {event.authority or ''}")
    next_ = life.before.next_
    if next_ is not None:
        terminal.say(text("Next meeting: {day}", day=next_.days.start.isoformat()))
    else:
        terminal.say(text("No meeting is convened."))
    for silent in life.silent:
        terminal.say(silent.sentence)
    for item in life.before.open_:
        terminal.say(f"  · {render(item.title)}")
    for line in life.portfolio or ():
        study = line.study
        terminal.say(
            text(
                "{work}: {study}, next gate {gate}",
                work=line.work.name,
                study=study.code if study else text("no study in the register"),
                gate=study.gate if study and study.gate else "-",
            )
        )


@governance_app.command(
    help=_("Bodies of neighbouring counties, and the borders that are declared.")
)
def counties(
    league: Slug,
    as_of: Annotated[str | None, typer.Option(help=_("the day asked"))] = None,
    as_json: AsJson = False,
) -> None:
    """List bodies of counties, and borders."""
    day = terminal.day_from(as_of) or today()

    def read() -> tuple[tuple[ChildLine, ...], tuple[Border, ...]]:
        version = charter_reads.governing(charter_reads.get_versions(league), day)
        children = county_reads.list_children(league, day)
        return children, county_reads.list_borders(version, children)

    children, borders = done(read, as_json)
    if as_json:
        terminal.print_json(
            {
                "children": [county_reads.wire_child(one) for one in children],
                "borders": [county_reads.wire_border(one) for one in borders],
            }
        )
        return
    terminal.print_table(
        _("Bodies of neighbouring counties"),
        (_("League"), _("Name"), _("Host"), _("Next meeting")),
        (
            (
                one.league,
                render(one.name),
                render(one.host or "-"),
                one.next_.window.start.isoformat() if one.next_ else "-",
            )
            for one in children
        ),
    )
    terminal.print_table(
        _("Counties that share a border"),
        (_("Code"), _("County"), _("Code"), _("County"), _("Bodies")),
        (
            (
                border.one.code,
                render(border.one.name),
                border.other.code,
                render(border.other.name),
                " ".join(border.children) or "-",
            )
            for border in borders
        ),
    )
