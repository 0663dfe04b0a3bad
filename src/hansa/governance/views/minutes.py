"""The page of minutes: their text, the round of comments, approval and publication."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hansa.chassis.actor import Actor
from hansa.chassis.asked import actor_of
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.http import status_of
from hansa.chassis.language import render as in_language
from hansa.chassis.refusals import show_refusal
from hansa.chassis.toasts import say_done
from hansa.directory.reads import people
from hansa.governance import documents
from hansa.governance.forms.minutes import (
    MINUTES_FORMS,
    MINUTES_TITLES,
    MinutesDesk,
    MinutesForm,
    WordForm,
)
from hansa.governance.reads import minutes as reads
from hansa.governance.reads import minutes_desks as desks
from hansa.governance.reads import sessions as session_reads
from hansa.governance.reads.calendars import holder_text
from hansa.governance.terms.minutes import (
    COMMENT_STANCE_NAMES,
    MINUTES_STATE_NAMES,
    MinutesAct,
    MinutesSheet,
    MinutesState,
    Section,
)
from hansa.governance.terms.sessions import SessionSheet
from hansa.governance.views import session_frames as frames
from hansa.governance.views.sessions import INVALID, OK
from hansa.kernel.errors import Conflict, HansaError, Missing
from hansa.kernel.text import Text, text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATE_LIGHTS = {
    MinutesState.DRAFT: "open",
    MinutesState.CIRCULATED: "near",
    MinutesState.PUBLISHED: "done",
}
MINUTES_FIELDS: Mapping[str, str] = {
    "words-missing": "words",
    "evidence-needed": "evidence",
    "document-missing": "document",
    "comment-missing": "member",
}
"""Beside which field a refusal is shown."""

Sent = tuple[MinutesAct, MinutesForm] | None


@require_safe
def minutes(
    request: HttpRequest, league: str, session_id: UUID, edition: int | None = None
) -> HttpResponse:
    """Show the minutes of a session: an edition, or the last one."""
    actor = actor_of(request)
    session = session_reads.get_session(actor, league, session_id)
    sheet = reads.minutes_of(actor, league, session_id, edition)
    return _page(request, session, sheet, None, OK)


@require_safe
def minutes_docx(
    request: HttpRequest, league: str, session_id: UUID, edition: int
) -> HttpResponse:
    """Give an edition of minutes as docx: as it was published, or as it stands."""
    actor = actor_of(request)
    sheet = reads.minutes_of(actor, league, session_id, edition)
    content = documents.minutes_docx(reads.written(actor, sheet))
    answered = HttpResponse(content, content_type=DOCX)
    line = sheet.line
    name = f"minutes-{line.body}-{line.year}-{line.edition}.docx"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return answered


@require_POST
def minutes_act(
    request: HttpRequest, league: str, session_id: UUID, name: str
) -> HttpResponse:
    """Do one act on minutes; what is refused is shown again with what was typed."""
    actor, act = actor_of(request), _act(name)
    session = session_reads.get_session(actor, league, session_id)
    sheet = reads.minutes_of(actor, league, session_id)
    desks.require_act(actor, session, sheet, act)
    desk = _desk(actor, sheet, league)
    form = MINUTES_FORMS[act](desk, request.POST, request.FILES, prefix=name)
    return _done(request, session, sheet, (act, form))


@require_POST
def minutes_section(
    request: HttpRequest, league: str, session_id: UUID, place: int
) -> HttpResponse:
    """Word one section of minutes; what is refused is shown again with what was typed."""
    actor = actor_of(request)
    session = session_reads.get_session(actor, league, session_id)
    sheet = reads.minutes_of(actor, league, session_id)
    desks.require_act(actor, session, sheet, MinutesAct.WORD)
    desk = _desk(actor, sheet, league, _section(sheet, place))
    form = WordForm(desk, request.POST, prefix=f"word-{place}")
    return _done(request, session, sheet, (MinutesAct.WORD, form))


def _done(
    request: HttpRequest,
    session: SessionSheet,
    sheet: MinutesSheet,
    sent: tuple[MinutesAct, MinutesForm],
) -> HttpResponse:
    form, status, line = sent[1], INVALID, sheet.line
    try:
        if form.is_valid():
            say_done(request, form.keep())
            return redirect("governance:minutes", line.league, line.session)
    except HansaError as error:
        show_refusal(form, error, MINUTES_FIELDS)
        status = status_of(error)
        if isinstance(error, Conflict):
            form.refresh()
    return _page(request, session, sheet, sent, status)


def _act(name: str) -> MinutesAct:
    for act in MINUTES_FORMS:
        if act.value == name:
            return act
    raise Missing(
        "act-missing",
        text("There is no such act."),
        text("Open the minutes and choose one of its forms."),
    )


def _section(sheet: MinutesSheet, place: int) -> Section:
    for one in sheet.sections:
        if one.place == place:
            return one
    raise Missing(
        "section-missing",
        text("These minutes have no such section."),
        text("Name the place of an item on the docket, or 0 for the opening."),
    )


def _desk(
    actor: Actor, sheet: MinutesSheet, league: str, section: Section | None = None
) -> MinutesDesk:
    return MinutesDesk(
        actor=actor,
        sheet=sheet,
        names=frames.framed(league)["names"],
        speaks=desks.speaks_for(actor, sheet),
        approves=desks.approves_for(actor, sheet),
        clerk=people.may_act_on_behalf(actor, league, actor.member),
        section=section,
    )


def _page(
    request: HttpRequest,
    session: SessionSheet,
    sheet: MinutesSheet,
    sent: Sent,
    status: int,
) -> HttpResponse:
    actor, frame = actor_of(request), frames.framed(sheet.line.league)
    context = {
        **frame,
        **_shown(actor, session, sheet, frame),
        **_forms(actor, session, sheet, sent),
    }
    return render(request, "governance/minutes.html", context, status=status)


def _shown(
    actor: Actor, session: SessionSheet, sheet: MinutesSheet, frame: Mapping[str, Any]
) -> dict[str, Any]:
    line = sheet.line
    waiting = desks.awaited(sheet)
    rule = reads.rule_of(session)
    return {
        "sheet": sheet,
        "line": line,
        "session": session.line,
        "light": STATE_LIGHTS[line.state],
        "word": MINUTES_STATE_NAMES[line.state],
        "headline": headline(sheet),
        "late": line.is_overdue(actor.at.astimezone(LEAGUE_ZONE).date()),
        "cities": [_city(member, sheet) for member in sheet.parties],
        "approvers": [
            (holder_text(one, frame["names"]), one not in waiting)
            for one in sheet.approvers
        ],
        "stances_said": COMMENT_STANCE_NAMES,
        "earlier": [one for one in sheet.comments if one.replaced_at],
        "editions": reads.editions_of(line.league, line.session),
        "text": reads.written(actor, sheet),
        "rule": rule,
    }


def headline(sheet: MinutesSheet) -> Text:
    """Say in one sentence how minutes stand."""
    line = sheet.line
    match line.state:
        case MinutesState.DRAFT:
            return text("The minutes are drafted, and not circulated yet.")
        case MinutesState.PUBLISHED:
            return text("Published as {reference}.", reference=line.reference)
    said, asked = len(sheet.round.said) + len(sheet.round.silent), len(sheet.parties)
    if sheet.round.missing:
        return text(
            "Cities that have answered: {said}/{asked}.", said=said, asked=asked
        )
    if sheet.lacks:
        return text("Every city has answered; something is still missing.")
    return text("Nothing is missing; the minutes can be published.")


def _city(member: str, sheet: MinutesSheet) -> dict[str, Any]:
    said = sheet.round.said.get(member)
    if said is not None:
        light = (
            "done"
            if said.stance.value == "none" or said.adopted is not None
            else "near"
        )
        return {"member": member, "light": light, "said": said}
    silent = member in sheet.round.silent
    word = text("silent: no comment") if silent else text("has said nothing")
    return {"member": member, "light": "ended" if silent else "open", "word": word}


def _forms(
    actor: Actor, session: SessionSheet, sheet: MinutesSheet, sent: Sent
) -> dict[str, Any]:
    league, main = sheet.line.league, desks.expected(sheet)
    last = reads.editions_of(league, sheet.line.session)[-1]
    is_last = last.edition == sheet.line.edition
    offered = desks.offers(actor, session, sheet) if is_last else frozenset()
    desk = _desk(actor, sheet, league)
    forms = {
        act: MINUTES_FORMS[act](desk, prefix=act.value)
        for act in sorted(MINUTES_FORMS, key=lambda one: one is not main)
        if act in offered
    }
    if sent is not None and sent[0] in MINUTES_FORMS:
        forms[sent[0]] = sent[1]
    worded = _word_forms(desk, sent) if MinutesAct.WORD in offered else {}
    return {
        "forms": [
            {
                "act": act,
                "form": form,
                "title": MINUTES_TITLES[act][0],
                "verb": MINUTES_TITLES[act][1],
                "primary": act is main,
            }
            for act, form in forms.items()
        ],
        **_sections(session, sheet, worded),
    }


def _sections(
    session: SessionSheet, sheet: MinutesSheet, worded: Mapping[int, MinutesForm]
) -> dict[str, Any]:
    """Give every section in the reader's language, as far as its item has words in it.

    What was worded anew for the minutes, and what was published, stands as it is issued.
    """
    items = {one.item.id: one.item for one in session.items}
    shown = []
    for one in sheet.sections:
        item = items.get(one.item) if one.item else None
        heading, words = one.heading, one.words
        if item is not None and heading == item.title.zh:
            heading = in_language(item.title)
        if item is not None and words == item.outcome_words:
            words = in_language(item.ended)
        shown.append((one, worded.get(one.place), heading, words))
    translated = any((h, w) != (one.heading, one.words) for one, _form, h, w in shown)
    return {"sections": shown, "translated": translated}


def _word_forms(desk: MinutesDesk, sent: Sent) -> dict[int, MinutesForm]:
    """Give the form of every section; the one that was sent keeps what was typed."""
    forms: dict[int, MinutesForm] = {
        one.place: WordForm(replace(desk, section=one), prefix=f"word-{one.place}")
        for one in desk.sheet.sections
    }
    if sent is not None and isinstance(sent[1], WordForm):
        forms[sent[1].section.place] = sent[1]
    return forms
