"""``hansa duties request|requests|…``: asking several cities at once, and who answered."""

from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, AsOf, Paper, Reason, Slug, Words
from hansa.chassis.terminal import done, upload_of
from hansa.duties.commands.asked import acting, day_asked, said, today_of, wire
from hansa.duties.reads import duties as reads
from hansa.duties.reads import requests as request_reads
from hansa.duties.services import notices
from hansa.duties.services import requests as services
from hansa.duties.terms.duties import STATE_NAMES
from hansa.duties.terms.requests import RequestDraft, RequestLine, RequestSheet, Vacancy
from hansa.kernel.text import text

app = typer.Typer()

RequestId = Annotated[UUID, typer.Argument(help=_("id of the request"))]


@app.command(help=_("Ask several cities at once; each then owes an answer."))
def request(
    league: Slug,
    title: Annotated[str, typer.Argument(help=_("the document or matter"))],
    due: Annotated[str, typer.Option(help=_("the last day to answer"))],
    title_en: Annotated[
        str, typer.Option(help=_("the document or matter, in English"))
    ] = "",
    words: Words = "",
    city: Annotated[
        list[str] | None, typer.Option(help=_("a city that is asked; else all"))
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help=_("field whose focal points are asked"))
    ] = None,
    clause: Annotated[
        str | None, typer.Option(help=_("the clause it rests on"))
    ] = None,
    vacancy: Annotated[
        Vacancy,
        typer.Option(help=_("what to do where a city has no focal point")),
    ] = Vacancy.REFUSE,
    file: Paper = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Dispatch one request."""

    def run() -> RequestLine:
        actor = acting(league, as_)
        draft = RequestDraft(
            title=title,
            title_en=title_en,
            words=words,
            members=tuple(city or request_reads.members_of(league, today_of(actor))),
            due_on=day_asked(due),
            domain=domain,
            clause=clause,
            vacancy=vacancy,
        )
        sent = services.dispatch(actor, league, draft, upload_of(file))
        reckoning = reads.reckon(league, today_of(actor))
        return request_reads.get_request(actor, league, sent, reckoning).line

    line = done(run, as_json)
    said(
        text(
            "Request {number} of {year} is sent. Cities asked: {count}. Its id: {id}",
            number=line.number,
            year=str(line.year),
            count=line.total,
            id=str(line.id),
        ),
        line,
        as_json,
    )


@app.command(help=_("List requests, or show one with every city's answer."))
def requests(
    league: Slug,
    request: Annotated[UUID | None, typer.Argument(help=_("id of one request"))] = None,
    as_of: AsOf = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print requests and who is missing."""
    if request is not None:
        _show(league, request, as_of, as_, as_json)
        return
    lines = done(
        lambda: request_reads.list_requests(
            acting(league, as_), league, reads.reckon(league, day_asked(as_of))
        ),
        as_json,
    )
    if as_json:
        terminal.print_json(wire(lines))
        return
    terminal.print_table(
        "",
        (_("No."), _("Due day"), _("Title"), _("Answers"), _("Id")),
        (
            (
                f"{line.year}/{line.number}",
                line.due_on.isoformat(),
                render(line.named),
                render(line.report),
                str(line.id),
            )
            for line in lines
        ),
    )


def _show(
    league: str, request: UUID, as_of: str | None, account: str | None, as_json: bool
) -> None:
    def ask() -> RequestSheet:
        reckoning = reads.reckon(league, day_asked(as_of))
        actor = acting(league, account)
        return request_reads.get_request(actor, league, request, reckoning)

    sheet = done(ask, as_json)
    if as_json:
        terminal.print_json(wire(sheet))
        return
    terminal.say(
        text("{title}: {report}", title=sheet.line.named, report=sheet.line.report)
    )
    terminal.print_table(
        "",
        (_("City"), _("State"), _("Answer"), _("Reminders")),
        (
            (
                reply.duty.member or "-",
                render(STATE_NAMES[reply.duty.state]),
                reply.answer.note if reply.answer else "-",
                str(reply.reminders),
            )
            for reply in sheet.replies
        ),
    )


@app.command("remind-missing", help=_("Remind the cities whose answer is missing."))
def remind_missing(
    league: Slug, request: RequestId, as_: As = None, as_json: AsJson = False
) -> None:
    """Send a reminder to each missing city."""

    def run() -> int:
        actor = acting(league, as_)
        reckoning = reads.reckon(league, today_of(actor))
        ids = request_reads.missing_duties(actor, league, request, reckoning)
        return len(notices.remind(actor, league, ids))

    count = done(run, as_json)
    said(
        text("Reminders written: {count}.", count=count), {"reminders": count}, as_json
    )


@app.command("close-request", help=_("Close a request; what is missing stays owed."))
def close_request(
    league: Slug, request: RequestId, as_: As = None, as_json: AsJson = False
) -> None:
    """Close one request."""

    def run() -> None:
        actor = acting(league, as_)
        reckoning = reads.reckon(league, today_of(actor))
        seen = request_reads.get_request(actor, league, request, reckoning).line
        services.close_request(actor, league, request, seen.revision)

    done(run, as_json)
    said(text("The request is closed."), {"request": request}, as_json)


@app.command(
    "withdraw-request",
    help=_("Withdraw a request; what is missing need not be answered any more."),
)
def withdraw_request(
    league: Slug,
    request: RequestId,
    reason: Reason,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw one request."""

    def run() -> int:
        actor = acting(league, as_)
        reckoning = reads.reckon(league, today_of(actor))
        seen = request_reads.get_request(actor, league, request, reckoning).line
        return services.withdraw_request(actor, league, request, seen.revision, reason)

    count = done(run, as_json)
    said(
        text(
            "The request is withdrawn. Cities that need not answer: {count}.",
            count=count,
        ),
        {"request": request, "called_off": count},
        as_json,
    )
