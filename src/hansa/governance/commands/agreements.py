"""``hansa agreement …``: drafting, signing, sealing, publishing and verifying."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _

from hansa.charter import reads as charter_reads
from hansa.chassis import terminal
from hansa.chassis.actor import Actor
from hansa.chassis.files import Upload
from hansa.chassis.language import render
from hansa.chassis.options import As, AsJson, Evidence, Office, Reason, Slug
from hansa.chassis.terminal import done
from hansa.directory.reads.shell import acting
from hansa.governance import documents
from hansa.governance.commands.asked import SessionName, speaking, the_session
from hansa.governance.formats import agreement_files
from hansa.governance.reads import agreements as reads
from hansa.governance.reads.agreement_wire import (
    export_of,
    paper_of,
    verdict,
    wire_agreement,
    wire_agreement_line,
    wire_verified,
)
from hansa.governance.reads.calendars import list_names
from hansa.governance.services.agreements import drafting, publishing, rounds, signing
from hansa.governance.terms.agreements import (
    AGREEMENT_STATE_NAMES,
    AgreementLine,
    AgreementSheet,
    Part,
    Rewording,
    Verified,
)
from hansa.kernel.errors import Refused
from hansa.kernel.text import Text, text

app = typer.Typer(
    help=_("Agreements: from decisions to a text that every city signs."),
    no_args_is_help=True,
)

Name = Annotated[
    str, typer.Argument(help=_("session, such as symposium/2025, or the id"))
]
City = Annotated[str, typer.Argument(help=_("slug of the city"))]
Version = Annotated[
    int | None, typer.Option("--text", help=_("version of the text; else the last"))
]
Change = Callable[[Actor, AgreementSheet], object]


@app.command("list", help=_("List agreements and who has signed."))
def list_(
    league: Slug,
    year: Annotated[int | None, typer.Option(help=_("only of this year"))] = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """List agreements."""

    def ask() -> tuple[AgreementLine, ...]:
        return reads.list_agreements(acting(league, as_), league, year)

    found = done(ask, as_json)
    if as_json:
        terminal.print_json([wire_agreement_line(line) for line in found])
        return
    for line in found:
        state = render(AGREEMENT_STATE_NAMES[line.state])
        signed = f"{line.signed}/{line.asked}"
        typer.echo(f"{line.year} {line.title} {state} {signed} {line.reference}")


@app.command(help=_("Draft an agreement from the decisions of a session that stand."))
def draft(
    league: Slug, session: SessionName, as_: As = None, as_json: AsJson = False
) -> None:
    """Draft an agreement."""

    def act() -> AgreementSheet:
        actor = acting(league, as_)
        id_ = the_session(actor, league, session).line.id
        made = drafting.draft_agreement(actor, league, id_)
        return reads.get_agreement(actor, league, made)

    _told(done(act, as_json), as_json, text("The agreement is drafted."))


@app.command(help=_("Show an agreement, who has signed and who has not."))
def show(league: Slug, name: Name, as_: As = None, as_json: AsJson = False) -> None:
    """Show an agreement."""

    def ask() -> AgreementSheet:
        actor = acting(league, as_)
        return reads.get_agreement(
            actor, league, reads.find_agreement(actor, league, name)
        )

    sheet = done(ask, as_json)
    if as_json:
        terminal.print_json(wire_agreement(sheet))
        return
    terminal.say(AGREEMENT_STATE_NAMES[sheet.line.state])
    for line in paper_of(sheet, sheet.standing):
        typer.echo(line.words)
    for lack in sheet.lacks:
        typer.echo(f"- {render(lack.message)}")


@app.command(help=_("Word a part of the text anew; the former version is kept."))
def word(
    league: Slug,
    name: Name,
    part: Annotated[Part, typer.Argument(help=_("title, preamble, article …"))],
    words: Annotated[str, typer.Argument(help=_("as it is to read"))],
    article: Annotated[int, typer.Option(help=_("number of the article"))] = 0,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Word a part anew."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        rewording = _rewording(part, words, article)
        line = sheet.line
        drafting.reword(actor, league, line.id, line.revision, rewording)

    _change(league, name, as_, as_json, change, text("The words are kept."))


def _rewording(part: Part, words: str, article: int) -> Rewording:
    match part:
        case Part.TITLE:
            return Rewording(title=words)
        case Part.TITLE_EN:
            return Rewording(title_en=words)
        case Part.PREAMBLE:
            return Rewording(preamble=words)
        case Part.CLOSING:
            return Rewording(closing=words)
        case Part.ARTICLE:
            return Rewording(articles={article: words})
    raise Refused(
        "part-unknown",
        text("“{part}” is not worded by anybody.", part=part.value),
        text(
            "Parts: {known}.",
            known=("title", "title-en", "preamble", "article", "closing"),
        ),
    )


@app.command(help=_("Take the articles anew from the decisions that stand."))
def assemble(league: Slug, name: Name, as_: As = None, as_json: AsJson = False) -> None:
    """Take the articles anew."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        drafting.assemble(actor, league, sheet.line.id, sheet.line.revision)

    sentence = text("The articles are those decisions that stand.")
    _change(league, name, as_, as_json, change, sentence)


@app.command(help=_("Send the text to every party for signature."))
def circulate(
    league: Slug, name: Name, as_: As = None, as_json: AsJson = False
) -> None:
    """Send the text out."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        rounds.circulate(actor, league, sheet.line.id, sheet.line.revision)

    sentence = text("The agreement is out for signature.")
    _change(league, name, as_, as_json, change, sentence)


@app.command(help=_("Sign for a city; on behalf with the office and the signed paper."))
def sign(
    league: Slug,
    name: Name,
    city: City,
    office: Office = "",
    evidence: Evidence = "",
    paper: Annotated[
        Path | None,
        typer.Option(help=_("scan of the signed paper, to be filed"), exists=True),
    ] = None,
    digest: Annotated[
        str, typer.Option(help=_("fingerprint of the text that was read"))
    ] = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Sign for a city."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        upload = Upload(name=paper.name, content=paper.read_bytes()) if paper else None
        signer = speaking(actor, league, city, office, evidence, upload)
        line = sheet.line
        seen = digest or line.digest
        signing.sign(signer, league, line.id, seen, city, upload)

    _change(league, name, as_, as_json, change, text("The signature is recorded."))


@app.command(help=_("Withdraw what is out for signature, with the reason."))
def withdraw(
    league: Slug,
    name: Name,
    reason: Reason = "",
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw what is out."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        rounds.withdraw(actor, league, sheet.line.id, sheet.line.revision, reason)

    sentence = text("The text is withdrawn; a new draft has begun.")
    _change(league, name, as_, as_json, change, sentence)


@app.command(help=_("Number and publish what every party has signed."))
def publish(league: Slug, name: Name, as_: As = None, as_json: AsJson = False) -> None:
    """Publish an agreement."""

    def change(actor: Actor, sheet: AgreementSheet) -> None:
        publishing.publish(actor, league, sheet.line.id, sheet.line.revision)

    _change(league, name, as_, as_json, change, text("The agreement is published."))


@app.command(help=_("Write an agreement as docx, or as JSON by the ending .json."))
def export(
    league: Slug,
    name: Name,
    to: Annotated[Path, typer.Argument(help=_("file to write"))],
    version: Version = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Write an agreement to a file."""

    def ask() -> bytes:
        actor = acting(league, as_)
        id_ = reads.find_agreement(actor, league, name)
        sheet = reads.get_agreement(actor, league, id_)
        chosen = reads.version_at(sheet, version)
        if to.suffix.lower() == ".json":
            written = json.dumps(export_of(sheet, chosen), ensure_ascii=False, indent=2)
            return f"{written}\n".encode()
        return documents.agreement_docx(paper_of(sheet, chosen), chosen.authority)

    to.write_bytes(done(ask, as_json))
    terminal.say(text("Written to {file}.", file=str(to)))


@app.command(
    help=_("Check a file against the record; fails where a character differs.")
)
def verify(
    league: Slug,
    name: Name,
    file: Annotated[Path, typer.Argument(help=_("file to check"), exists=True)],
    version: Version = None,
    as_: As = None,
    as_json: AsJson = False,
) -> None:
    """Check a file against the record."""

    def ask() -> Verified:
        actor = acting(league, as_)
        id_ = reads.find_agreement(actor, league, name)
        sheet = reads.get_agreement(actor, league, id_)
        names = list_names(charter_reads.get_versions(league))
        return agreement_files.verify(sheet, file.read_bytes(), names, version)

    found = done(ask, as_json)
    if as_json:
        terminal.print_json(wire_verified(found))
    else:
        _say_verified(found)
    if not found.holds:
        raise typer.Exit(1)


def _say_verified(found: Verified) -> None:
    terminal.say(verdict(found))
    typer.echo(f"{found.computed}\n{found.recorded}")
    for one in found.differences:
        terminal.say(
            text(
                "{place}, character {at}: “{recorded}” there, “{written}” here",
                place=one.place,
                at=one.at,
                recorded=one.recorded,
                written=one.written,
            )
        )


def _change(
    league: str,
    name: str,
    account: str | None,
    as_json: bool,
    change: Change,
    sentence: Text,
) -> None:
    """Do an act on an agreement, and tell how it stands after it."""

    def act() -> AgreementSheet:
        actor = acting(league, account)
        id_ = reads.find_agreement(actor, league, name)
        change(actor, reads.get_agreement(actor, league, id_))
        return reads.get_agreement(actor, league, id_)

    _told(done(act, as_json), as_json, sentence)


def _told(sheet: AgreementSheet, as_json: bool, sentence: Text) -> None:
    if as_json:
        terminal.print_json(wire_agreement(sheet))
    else:
        terminal.say(sentence)
