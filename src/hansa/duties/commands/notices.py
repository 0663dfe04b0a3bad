"""``hansa notices …``: texts to copy, reminders and letters, receipts, channels."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.language import language_from, render
from hansa.chassis.options import As, AsJson, Slug
from hansa.chassis.templatetags.hansa import shown, without
from hansa.chassis.terminal import done
from hansa.duties import documents
from hansa.duties.commands import notifications
from hansa.duties.commands.asked import acting, said, the_duty, wire
from hansa.duties.reads import channels as channel_reads
from hansa.duties.reads import notice_plans
from hansa.duties.reads import notices as reads
from hansa.duties.services import channels as channel_services
from hansa.duties.services import notices as services
from hansa.duties.services import receipts, sending
from hansa.duties.terms.channels import Added, ChannelDraft, ChannelLine
from hansa.duties.terms.notices import (
    HOW_NAMES,
    Call,
    Notice,
    NoticeFilters,
    NoticeKind,
    NoticeLine,
    Plan,
)
from hansa.kernel.text import text

app = typer.Typer(
    help=_("Notices: texts to copy, reminders, letters, receipts and channels."),
    no_args_is_help=True,
)

# Without a name of their own, these commands stand beside the ones here.
app.add_typer(notifications.app)

NoticeId = Annotated[UUID, typer.Argument(help=_("id of a notice, as list prints it"))]
Duties = Annotated[list[str], typer.Argument(help=_("ids of duties, or their keys"))]
Kind = Annotated[NoticeKind, typer.Option(help=_("which kind of notice"))]
LINES = slice(0, 1000)


@app.command("list", help=_("List notices, the newest first."))
def list_notices(
    league: Slug,
    kind: Annotated[
        NoticeKind | None, typer.Option(help=_("only of this kind"))
    ] = None,
    city: Annotated[str | None, typer.Option(help=_("only to this city"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List notices."""

    def run() -> tuple[NoticeLine, ...]:
        actor = acting(league, as_)
        reads.refuse_strangers(actor, league)
        filters = NoticeFilters(kind=kind, member=city)
        return reads.list_notices(actor, league, filters, LINES)

    _print_lines(done(run, as_json), as_json)


@app.command(
    "receipts", help=_("List notices that nobody signed for, the oldest first.")
)
def list_receipts(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """List what waits for its receipt."""

    def run() -> tuple[NoticeLine, ...]:
        return reads.list_unanswered(acting(league, as_), league)

    _print_lines(done(run, as_json), as_json)


def _print_lines(lines: tuple[NoticeLine, ...], as_json: bool) -> None:
    if as_json:
        terminal.print_json(wire(lines))
        return
    if not lines:
        terminal.say(text("There are no such notices."))
        return
    terminal.print_table(
        "",
        (_("Number"), _("Addressee"), _("Matter"), _("Issued"), _("Receipt"), _("Id")),
        (
            (
                render(line.reference),
                render(line.name),
                render(line.title),
                shown(line.issued_at),
                f"{line.receipt.by} · {line.receipt.office}" if line.receipt else "-",
                str(line.id),
            )
            for line in lines
        ),
    )


@app.command(help=_("Show one notice with its paper form and its receipt."))
def show(
    league: Slug, notice: NoticeId, as_: As = None, as_json: AsJson = False
) -> None:
    """Show a notice."""
    found = _find(league, notice, as_, as_json)
    if as_json:
        terminal.print_json(wire(found))
        return
    line, paper = found.line, found.paper
    for words in (line.reference, paper.heading, *paper.body):
        terminal.say(words)
    if paper.contact is not None:
        terminal.say(text("Contact: {contact}.", contact=paper.contact))
    terminal.say(paper.signature)
    if line.receipt is None:
        terminal.say(text("Nobody signed for it yet."))
        return
    terminal.say(
        text(
            "Signed for by {by} ({office}), {how}.",
            by=without(line.receipt.by, line.receipt.office),
            office=line.receipt.office,
            how=HOW_NAMES[line.receipt.how],
        )
    )


def _find(league: str, notice: UUID, as_: str | None, as_json: bool) -> Notice:
    return done(lambda: reads.get_notice(acting(league, as_), league, notice), as_json)


@app.command("text", help=_("Print the text to copy for some duties; nothing is sent."))
def print_text(
    league: Slug,
    duties: Duties,
    kind: Kind = NoticeKind.REMINDER,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Print texts to copy."""

    def run() -> tuple[Plan, ...]:
        actor = acting(league, as_)
        ids = _ids(actor, league, duties)
        return notice_plans.plan_for_duties(actor, league, kind, ids)

    plans = done(run, as_json)
    if as_json:
        terminal.print_json(wire(plans))
        return
    for one in plans:
        # Wrapped lines would be copied with their breaks.
        typer.echo(render(one.joint))


def _ids(actor: Actor, league: str, named: list[str]) -> list[UUID]:
    return [the_duty(actor, league, one).id for one in named]


@app.command(help=_("Remind whoever owes some duties; what is settled is left out."))
def remind(
    league: Slug,
    duties: Duties,
    kind: Kind = NoticeKind.REMINDER,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Follow up duties."""
    _follow_up(league, duties, kind, as_, as_json)


@app.command(help=_("Write letters of reminder to the cities that owe some duties."))
def letter(
    league: Slug, duties: Duties, as_: As = None, as_json: AsJson = False
) -> None:
    """Write letters."""
    _follow_up(league, duties, NoticeKind.LETTER, as_, as_json)


def _follow_up(
    league: str, duties: list[str], kind: NoticeKind, as_: str | None, as_json: bool
) -> None:
    def run() -> tuple[NoticeLine, ...]:
        actor = acting(league, as_)
        ids = _ids(actor, league, duties)
        return services.follow_up(actor, league, kind, ids)

    issued = done(run, as_json)
    if as_json:
        terminal.print_json(wire(issued))
        return
    for line in issued:
        terminal.say(
            text("{reference}, to {name}:", reference=line.reference, name=line.name)
        )
        typer.echo(render(line.words))


@app.command(help=_("Write a notice as docx."))
def docx(
    league: Slug,
    notice: NoticeId,
    to: Annotated[Path, typer.Argument(help=_("the file to write"))],
    language: Annotated[str, typer.Option(help=_("zh or en"))] = "zh",
    as_: As = None,
) -> None:
    """Write a document."""
    found = _find(league, notice, as_, as_json=False)
    to.write_bytes(documents.notice_docx(found, language_from(language)))
    terminal.say(text("Written to {file}.", file=str(to)))


@app.command(help=_("Record that somebody confirmed a notice on the telephone."))
def confirm(
    league: Slug,
    notice: NoticeId,
    by: Annotated[str, typer.Option(help=_("who confirmed"))],
    office: Annotated[str, typer.Option(help=_("of which office"))],
    at: Annotated[str | None, typer.Option(help=_("when; else now"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record a call."""
    called_at = terminal.instant_from(at)

    def run() -> NoticeLine:
        actor = acting(league, as_)
        call = Call(spoke_to=by, office=office, at=called_at or actor.at)
        receipts.confirm_by_telephone(actor, league, notice, call)
        return reads.get_notice(actor, league, notice).line

    confirmed = done(run, as_json)
    said(text("The call is recorded; the notice is signed for."), confirmed, as_json)


@app.command(help=_("List the channels that notices are sent on."))
def channels(league: Slug, as_: As = None, as_json: AsJson = False) -> None:
    """List channels."""

    def run() -> tuple[ChannelLine, ...]:
        return channel_reads.list_channels(acting(league, as_), league)

    lines = done(run, as_json)
    if as_json:
        terminal.print_json(wire(lines))
        return
    if not lines:
        terminal.say(text("No channel was added yet; texts are copied by hand."))
        return
    terminal.print_table(
        "",
        (
            _("Whose notices"),
            _("Name"),
            _("Kind"),
            _("Where to"),
            _("Given up"),
            _("Id"),
        ),
        (
            (
                line.unit or line.member or "-",
                line.name,
                line.kind,
                line.address,
                str(line.failing),
                str(line.id),
            )
            for line in lines
        ),
    )


@app.command(
    "add-channel", help=_("Add a channel; the secret it prints is shown once.")
)
def add_channel(
    league: Slug,
    kind: Annotated[str, typer.Argument(help=_("mail, webhook, or a chat robot"))],
    name: Annotated[str, typer.Argument(help=_("what it is called"))],
    address: Annotated[str, typer.Argument(help=_("mail address or web address"))],
    city: Annotated[str | None, typer.Option(help=_("for this city"))] = None,
    unit: Annotated[str | None, typer.Option(help=_("for this unit of it"))] = None,
    secret_file: Annotated[
        typer.FileText | None,
        typer.Option(help=_("file with the secret that the chat service gave")),
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Add a channel."""
    secret = secret_file.read().strip() if secret_file else ""
    draft = ChannelDraft(
        member=city, unit=unit, kind=kind, name=name, address=address, secret=secret
    )

    def run() -> Added:
        return channel_services.add_channel(acting(league, as_), league, draft)

    added = done(run, as_json)
    said(text("The channel is added: {id}", id=str(added.id)), added, as_json)
    if added.secret and not as_json:
        terminal.say(text("Its secret, shown this once: {secret}", secret=added.secret))


@app.command(help=_("Send what waits, now; hansa tick does it too."))
def send(as_json: AsJson = False) -> None:
    """Send what is due."""
    sent = done(lambda: sending.send_due(terminal.operator()), as_json)
    waiting = sending.count_waiting()
    said(
        text("Sent: {sent}; waiting: {waiting}.", sent=sent, waiting=waiting),
        {"sent": sent, "waiting": waiting},
        as_json,
    )
