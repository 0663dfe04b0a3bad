"""``hansa session invite|reply|…``: notices, replies, calendar files and meeting kits."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.chassis import terminal
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Document, Slug, Words
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance.commands.asked import SessionName, tell, the_session
from hansa.governance.commands.sessions import app
from hansa.governance.documents.kit import kit_of
from hansa.governance.documents.meetings import notice_docx
from hansa.governance.formats.invitation_ical import invitation_ics
from hansa.governance.reads import invitations as reads
from hansa.governance.reads.invitation_wire import wire_invitations
from hansa.governance.reads.meeting_papers import notice_paper
from hansa.governance.services import invitation_mails as mails
from hansa.governance.services import invitations as services
from hansa.governance.terms.invitations import (
    AWAITED,
    MAIL_NAMES,
    NOT_MAILED,
    OUTDATED,
    REPLY_NAMES,
    Invitation,
    InvitationSheet,
    ReplyDraft,
    ReplyStance,
    SessionNoticeDraft,
    SpokenWith,
)
from hansa.governance.terms.sessions import SessionSheet
from hansa.kernel.text import Text, text

To = Annotated[Path, typer.Argument(help=_("file to write"))]
Invited = Annotated[
    str, typer.Argument(help=_("city/office, city, or invitee as it is invited"))
]


@app.command(
    help=_("Issue the notice of a session, and invite its seats and invitees.")
)
def invite(
    league: Slug,
    session: SessionName,
    reply_by: Annotated[
        str | None, typer.Option(help=_("last day for replies"))
    ] = None,
    hour: Annotated[str, typer.Option(help=_("hour of the first day, as 09:00"))] = "",
    contact: Annotated[str, typer.Option(help=_("whom to ask"))] = "",
    rider: Annotated[str, typer.Option(help=_("what else is to be known"))] = "",
    invitee: Annotated[
        list[str] | None, typer.Option(help=_("invited beside the seats"))
    ] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Issue a notice."""
    draft = SessionNoticeDraft(
        reply_by=terminal.day_from(reply_by),
        begins_at=_hour(hour),
        contact=contact,
        rider=rider,
        invitees=tuple(invitee or ()),
    )

    def run() -> InvitationSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        services.issue(actor, league, line.id, line.revision, draft)
        return reads.get_invitations(actor, league, line.id)

    sheet = done(run, as_json)
    if as_json:
        terminal.print_json(wire_invitations(sheet))
        return
    terminal.say(text("Invited: {count}.", count=sheet.replies.invited))
    terminal.say(reads.short_words(sheet, reads.called_of(sheet.session)))


def _hour(written: str) -> time | None:
    try:
        return time.fromisoformat(written) if written else None
    except ValueError as error:
        message = _("“{written}” is no hour; write it as 09:00.")
        raise typer.BadParameter(message.format(written=written)) from error


@app.command(help=_("Who is invited to a session, and what they replied."))
def invitations(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """List invitations with their replies."""
    sheet = done(lambda: _sheet(league, session, as_), as_json)
    if as_json:
        terminal.print_json(wire_invitations(sheet))
        return
    called = reads.called_of(sheet.session)
    terminal.print_table(
        _("Replies to the notice"),
        [
            _("Invited"),
            _("Slip"),
            _("Who comes"),
            _("Number of the document"),
            _("Mail"),
        ],
        (
            (
                render(reads.invited_name(one, called)),
                render(_word(one)),
                (one.reply.alternate or one.reply.name) if one.reply else "",
                one.reply.document if one.reply else "",
                render(MAIL_NAMES[one.mail.state] if one.mail else NOT_MAILED),
            )
            for one in sheet.invitations
        ),
    )


@app.command("mail-again", help=_("Mail an invitation again, as it reads now."))
def mail_again(
    league: Slug,
    session: SessionName,
    invited: Invited,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Queue the mail of one invitation again."""

    def run() -> InvitationSheet:
        actor = acting(league, as_)
        sheet = _sheet(league, session, as_)
        one, id_ = reads.invited_as(sheet, invited), sheet.session.line.id
        mails.send_again(actor, league, id_, one.id)
        return reads.get_invitations(actor, league, id_)

    sheet = done(run, as_json)
    if as_json:
        terminal.print_json(wire_invitations(sheet))
        return
    terminal.say(text("Queued. It leaves with the next tick."))


def _sheet(league: str, session: str, account: str | None) -> InvitationSheet:
    actor = acting(league, account)
    id_ = the_session(actor, league, session).line.id
    return reads.get_invitations(actor, league, id_)


def _word(one: Invitation) -> Text:
    if one.reply is not None:
        return REPLY_NAMES[one.reply.stance]
    return OUTDATED if one.outdated else AWAITED


@app.command(help=_("Reply to an invitation, or record what was said by telephone."))
def reply(
    league: Slug,
    session: SessionName,
    invited: Invited,
    stance: Annotated[ReplyStance, typer.Argument(help=_("what is answered"))],
    alternate: Annotated[
        str, typer.Option(help=_("office of whoever comes instead"))
    ] = "",
    name: Annotated[str, typer.Option(help=_("name of whoever comes"))] = "",
    phone: Annotated[str, typer.Option(help=_("telephone of whoever comes"))] = "",
    document: Document = "",
    words: Words = "",
    spoke_to: Annotated[
        str, typer.Option(help=_("who said so on the telephone, by office"))
    ] = "",
    at: Annotated[
        str, typer.Option(help=_("when it was said, as 2026-11-24T09:00"))
    ] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Record one reply."""
    draft = ReplyDraft(
        stance=stance,
        name=name,
        phone=phone,
        alternate=alternate,
        document=document,
        words=words,
    )
    moment = _moment(at)

    def run() -> InvitationSheet:
        actor = acting(league, as_)
        sheet = _sheet(league, session, as_)
        one, id_ = reads.invited_as(sheet, invited), sheet.session.line.id
        if spoke_to or moment:
            call = SpokenWith(person=spoke_to, at=moment or actor.at)
            services.reply_by_telephone(actor, league, id_, one.id, draft, call)
        else:
            services.reply(actor, league, id_, one.id, draft)
        return reads.get_invitations(actor, league, id_)

    sheet = done(run, as_json)
    if as_json:
        terminal.print_json(wire_invitations(sheet))
        return
    counted = sheet.replies
    terminal.say(
        text(
            "The reply is recorded. Awaited: {awaited} of {invited}.",
            awaited=counted.awaited,
            invited=counted.invited,
        )
    )


def _moment(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written) if written else None
    except ValueError as error:
        message = _("“{written}” is no time; write it as 2026-11-24T09:00.")
        raise typer.BadParameter(message.format(written=written)) from error
    return at.replace(tzinfo=LEAGUE_ZONE) if at and at.tzinfo is None else at


@app.command("reply-link", help=_("Make a link to reply by, without an account."))
def reply_link(
    league: Slug,
    session: SessionName,
    invited: Invited,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Make one link."""

    def run() -> str:
        actor = acting(league, as_)
        sheet = _sheet(league, session, as_)
        one = reads.invited_as(sheet, invited)
        return services.make_link(actor, league, sheet.session.line.id, one.id)

    link = done(run, as_json)
    if as_json:
        terminal.print_json({"link": link})
    else:
        typer.echo(link)


@app.command(
    "attend-as-replied", help=_("Record the attendance that replies foretell.")
)
def attend_as_replied(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Record attendance from replies."""

    def run() -> SessionSheet:
        actor = acting(league, as_)
        line = the_session(actor, league, session).line
        services.attend_as_replied(actor, league, line.id, line.revision)
        return the_session(actor, league, str(line.id))

    tell(text("The attendance is recorded."), done(run, as_json), as_json)


@app.command(help=_("Write the notice of a session as docx, with its slip."))
def notice(
    league: Slug,
    session: SessionName,
    to: To,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a notice."""
    sheet = done(lambda: _sheet(league, session, as_), as_json)
    paper = notice_paper(sheet, reads.called_of(sheet.session))
    _write(to, notice_docx(paper))


@app.command(help=_("Write the invitation of a session as a file for calendars."))
def calendar(
    league: Slug,
    session: SessionName,
    to: To,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a calendar file."""
    sheet = done(lambda: _sheet(league, session, as_), as_json)
    _write(to, invitation_ics(sheet))


@app.command(help=_("Write every paper of a session into one folder (zip)."))
def kit(
    league: Slug,
    session: SessionName,
    to: To,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write a meeting kit."""

    def run() -> bytes:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        return kit_of(actor, league, id_).content

    _write(to, done(run, as_json))


def _write(to: Path, content: bytes) -> None:
    to.write_bytes(content)
    terminal.say(text("Written to {file}.", file=str(to)))
