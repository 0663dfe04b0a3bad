"""``hansa duties report|waive|extend|…``: what people do with a duty."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.options import (
    As,
    AsJson,
    Document,
    Evidence,
    Office,
    Paper,
    Slug,
    Words,
)
from hansa.chassis.terminal import done, upload_of
from hansa.directory.reads.register import unit_called
from hansa.duties.commands.asked import (
    DutyName,
    On,
    Who,
    acting,
    day_asked,
    on_behalf,
    said,
    the_duty,
    today_of,
)
from hansa.duties.reads import duties as reads
from hansa.duties.services import acts, handing, notices
from hansa.duties.services.acts import (
    Decision,
    Done,
    Escalation,
    Extension,
    Recorded,
)
from hansa.duties.services.handing import Handing, Return
from hansa.duties.terms.duties import STATE_NAMES, DutyLine, Part
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

app = typer.Typer()

Until = Annotated[str, typer.Option("--until", help=_("the later day"))]
Number = Annotated[int, typer.Argument(help=_("number of the event"), min=1)]
PartId = Annotated[UUID, typer.Argument(help=_("id of the part"))]
Units = Annotated[
    list[str], typer.Option("--unit", help=_("id of a unit, or its name"))
]

Act = Callable[[Actor, DutyLine], Recorded]


def _do(league: str, duty: str, who: Who, act: Act, as_json: bool) -> None:
    """Find the duty, do one act to it as it stands, and say how it stands then."""

    def run() -> tuple[DutyLine, Recorded]:
        finder = acting(league, who.account)
        line = the_duty(finder, league, duty)
        recorded = act(on_behalf(finder, league, line.member, who), line)
        return the_duty(finder, league, str(line.id)), recorded

    line, recorded = done(run, as_json)
    for finding in recorded.findings:
        terminal.remark(finding.message)
    said(
        text(
            "Recorded as event {number}. The duty is now: {state}.",
            number=recorded.number,
            state=STATE_NAMES[line.state],
        ),
        {"event": recorded.number, "findings": recorded.findings, "duty": line},
        as_json,
    )


@app.command(help=_("Report a duty as done, with what shows it."))
def report(
    league: Slug,
    duty: DutyName,
    on: On = None,
    words: Words = "",
    document: Document = "",
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record evidence, for oneself or on behalf of an office."""
    shown = Done(on=day_asked(on), note=words, document=document, file=upload_of(file))
    _do(
        league,
        duty,
        Who(account=as_, office=office, evidence=evidence, scan=shown.file),
        lambda actor, line: acts.record_evidence(
            actor, league, line.id, line.revision, shown
        ),
        as_json,
    )


@app.command("send-back", help=_("Return evidence for completion, with the reason."))
def send_back(
    league: Slug,
    duty: DutyName,
    number: Number,
    words: Words,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Return one piece of evidence."""
    _do(
        league,
        duty,
        Who(account=as_),
        lambda actor, line: acts.return_evidence(
            actor, league, line.id, line.revision, number, words
        ),
        as_json,
    )


@app.command(help=_("Take back an event that was entered in error."))
def undo(
    league: Slug,
    duty: DutyName,
    number: Number,
    words: Words = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one event."""

    def withdraw(actor: Actor, line: DutyLine) -> Recorded:
        acts.withdraw_event(actor, league, line.id, number, words)
        return Recorded(number=number)

    _do(league, duty, Who(account=as_), withdraw, as_json)


@app.command(help=_("Record that a decision waives a duty."))
def waive(
    league: Slug,
    duty: DutyName,
    on: On = None,
    document: Document = "",
    words: Words = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Waive a duty by its deciding document."""
    decision = Decision(
        on=day_asked(on), document=document, note=words, file=upload_of(file)
    )
    _do(
        league,
        duty,
        Who(account=as_),
        lambda actor, line: acts.waive(actor, league, line.id, line.revision, decision),
        as_json,
    )


@app.command(help=_("Record that the condition of a duty is met."))
def trigger(
    league: Slug,
    duty: DutyName,
    on: On = None,
    document: Document = "",
    words: Words = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Wake a dormant duty."""
    decision = Decision(
        on=day_asked(on), document=document, note=words, file=upload_of(file)
    )
    _do(
        league,
        duty,
        Who(account=as_),
        lambda actor, line: acts.trigger(
            actor, league, line.id, line.revision, decision
        ),
        as_json,
    )


@app.command(help=_("Ask for an extension; the original day stays and is shown."))
def extend(
    league: Slug,
    duty: DutyName,
    until: Until,
    words: Words,
    document: Document = "",
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Ask for a later day."""
    wanted = Extension(
        until=day_asked(until),
        reason=words,
        document=document,
        file=upload_of(file),
    )
    _do(
        league,
        duty,
        Who(account=as_, office=office, evidence=evidence, scan=wanted.file),
        lambda actor, line: acts.request_extension(
            actor, league, line.id, line.revision, wanted
        ),
        as_json,
    )


@app.command(help=_("Answer a request for an extension: --until grants, else refused."))
def answer(
    league: Slug,
    duty: DutyName,
    words: Words,
    until: Annotated[
        str | None, typer.Option(help=_("grant it up to this day"))
    ] = None,
    document: Document = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Grant or refuse what was asked for."""

    def decide(actor: Actor, line: DutyLine) -> Recorded:
        if until is None:
            return acts.refuse_extension(actor, league, line.id, line.revision, words)
        granted = Extension(until=day_asked(until), reason=words, document=document)
        return acts.grant_extension(actor, league, line.id, line.revision, granted)

    _do(league, duty, Who(account=as_), decide, as_json)


@app.command(help=_("Put a duty to a layer of the charter, with a proposal."))
def escalate(
    league: Slug,
    duty: DutyName,
    level: Annotated[str, typer.Option(help=_("id of the layer"))],
    words: Words,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Put a matter to the next level."""
    raised = Escalation(level=level, proposal=words)
    _do(
        league,
        duty,
        Who(account=as_),
        lambda actor, line: acts.escalate(
            actor, league, line.id, line.revision, raised
        ),
        as_json,
    )


@app.command(help=_("Record the reply to a matter put higher, a letter or a reminder."))
def reply(
    league: Slug,
    duty: DutyName,
    number: Number,
    words: Words,
    on: On = None,
    document: Document = "",
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record an answer to one event, for oneself or on behalf of an office."""
    given = Done(on=day_asked(on), note=words, document=document, file=upload_of(file))
    _do(
        league,
        duty,
        Who(account=as_, office=office, evidence=evidence, scan=given.file),
        lambda actor, line: acts.answer(
            actor, league, line.id, line.revision, number, given
        ),
        as_json,
    )


@app.command(help=_("Write a remark on a duty."))
def note(
    league: Slug,
    duty: DutyName,
    words: Words,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a remark."""
    _do(
        league,
        duty,
        Who(account=as_),
        lambda actor, line: acts.note(actor, league, line.id, words),
        as_json,
    )


@app.command("hand-on", help=_("Hand a city's duty on to its units."))
def hand_on(
    league: Slug,
    duty: DutyName,
    unit: Units,
    words: Words = "",
    until: Annotated[
        str | None, typer.Option(help=_("the day by which the units return it"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give parts of a duty to units."""

    def run() -> tuple[UUID, ...]:
        actor = acting(league, as_)
        line, today = the_duty(actor, league, duty), today_of(actor)
        handings = [
            Handing(
                unit=unit_called(actor, league, name, line.member, today),
                words=words,
                due_on=terminal.day_from(until),
            )
            for name in unit
        ]
        return handing.hand_on(actor, league, line.id, line.revision, handings)

    parts = done(run, as_json)
    said(
        text("Handed on. Units asked: {count}.", count=len(parts)),
        {"parts": parts},
        as_json,
    )


def _part(actor: Actor, league: str, duty: str, part: UUID) -> Part:
    reckoning = reads.reckon(league, today_of(actor))
    line = the_duty(actor, league, duty)
    found = reads.get_duty(actor, league, line.id, reckoning)
    for one in found.parts:
        if one.id == part:
            return one
    raise Missing(
        "part-missing",
        text("There is no such part here."),
        text("hansa duties show lists the parts of a duty with --json."),
    )


@app.command("return", help=_("Return a part that was handed on to a unit."))
def return_part(
    league: Slug,
    duty: DutyName,
    part: PartId,
    words: Words = "",
    file: Paper = None,
    office: Office = "",
    evidence: Evidence = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Give a part back to the liaison; for a unit that did so on paper, name the paper."""

    def run() -> None:
        actor = acting(league, as_)
        seen = _part(actor, league, duty, part).revision
        given = Return(words=words, file=upload_of(file))
        member = the_duty(actor, league, duty).member
        who = Who(account=as_, office=office, evidence=evidence, scan=given.file)
        actor = on_behalf(actor, league, member, who)
        handing.return_part(actor, league, part, seen, given)

    done(run, as_json)
    said(text("Returned to the city's liaison."), {"part": part}, as_json)


@app.command(
    "send-part-back",
    help=_("Send a unit's return back for completion, with the reason."),
)
def send_part_back(
    league: Slug,
    duty: DutyName,
    part: PartId,
    words: Words,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Open one part again."""

    def run() -> None:
        actor = acting(league, as_)
        seen = _part(actor, league, duty, part).revision
        handing.send_part_back(actor, league, part, seen, words)

    done(run, as_json)
    said(text("Sent back to the unit for completion."), {"part": part}, as_json)


@app.command("take-back", help=_("Take a part back from a unit."))
def take_back(
    league: Slug,
    duty: DutyName,
    part: PartId,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Take one part back."""

    def run() -> None:
        actor = acting(league, as_)
        seen = _part(actor, league, duty, part).revision
        handing.take_back(actor, league, part, seen)

    done(run, as_json)
    said(text("Taken back from the unit."), {"part": part}, as_json)


@app.command(help=_("Make one report of the city out of its units' returns."))
def merge(
    league: Slug,
    duty: DutyName,
    words: Words,
    on: On = None,
    document: Document = "",
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Merge every return that is there, and report."""
    given = Done(on=day_asked(on), note=words, document=document, file=upload_of(file))

    def run(actor: Actor, line: DutyLine) -> Recorded:
        reckoning = reads.reckon(league, today_of(actor))
        found = reads.get_duty(actor, league, line.id, reckoning)
        parts = [
            part.id
            for part in found.parts
            if part.returned_at is not None and part.taken_back_at is None
        ]
        return handing.merge(actor, league, line.id, line.revision, parts, given)

    _do(league, duty, Who(account=as_), run, as_json)


@app.command(help=_("Remind whoever owes some duties, or all that a request misses."))
def remind(
    league: Slug,
    duty: Annotated[list[str], typer.Argument(help=_("ids of duties, or their keys"))],
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Send a reminder and put it on each duty's timeline."""

    def run() -> int:
        actor = acting(league, as_)
        ids = [the_duty(actor, league, named).id for named in duty]
        return len(notices.remind(actor, league, ids))

    count = done(run, as_json)
    said(
        text("Reminders written: {count}.", count=count), {"reminders": count}, as_json
    )
