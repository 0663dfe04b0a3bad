"""What every page of sessions is given: names, words, lights and the desk of its forms."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.chassis.language import render
from hansa.chassis.lists import Choice, Filter
from hansa.directory.reads import people
from hansa.directory.terms.offices import OFFICE_NAMES
from hansa.governance.forms.sessions import Desk
from hansa.governance.reads import records as record_reads
from hansa.governance.reads import session_desks as desks
from hansa.governance.reads import sessions as reads
from hansa.governance.reads.calendars import list_names
from hansa.governance.terms import LEVEL_NAMES
from hansa.governance.terms.dockets import (
    ITEM_ACT_NAMES,
    OUTCOME_NAMES,
    STANCE_NAMES,
    Item,
    Outcome,
    Stance,
)
from hansa.governance.terms.sessions import (
    PRESENCE_NAMES,
    PROGRESS_NAMES,
    SESSION_STATE_NAMES,
    STEP_NAMES,
    SessionLine,
    SessionSheet,
    SessionState,
    Step,
    Weighed,
)
from hansa.kernel.text import Text, text

ROOM = "calendar"
DAY = timedelta(days=1)

STATE_LIGHTS = {
    SessionState.CONVENED: "open",
    SessionState.OPEN: "near",
    SessionState.CLOSED: "done",
    SessionState.CANCELLED: "ended",
}
STANCE_LIGHTS = {
    Stance.CONSENT: "done",
    Stance.RESERVE: "near",
    Stance.OBJECT: "late",
}
UNSAID = text("has said nothing")


def versions_of(league: str) -> tuple[Version, ...]:
    """Give the versions of a league's charter.

    Raises:
        Missing: there is no such league.
    """
    return charter_reads.get_versions(league)


def framed(league: str) -> dict[str, Any]:
    """Give what the templates of sessions name things by.

    Raises:
        Missing: there is no such league.
    """
    versions = versions_of(league)
    version = versions[-1]
    return {
        "room": ROOM,
        "version": version,
        "agreement": version.charter.agreement,
        "names": list_names(versions),
        "bodies": record_reads.bodies_named(versions),
        "levels": LEVEL_NAMES,
        "offices": OFFICE_NAMES,
        "states": SESSION_STATE_NAMES,
        "state_lights": STATE_LIGHTS,
        "acts": ITEM_ACT_NAMES,
        "outcomes": OUTCOME_NAMES,
        "stances": STANCE_NAMES,
        "presences": PRESENCE_NAMES,
        "progresses": PROGRESS_NAMES,
    }


def desk_of(
    actor: Actor, sheet: SessionSheet, frame: dict[str, Any], item: Item | None = None
) -> Desk:
    """Give what the forms of a session, or of one item, are made from."""
    league, day = sheet.line.league, actor.at.astimezone(LEAGUE_ZONE).date()
    units = people.list_units(actor, league, day) if item else ()
    return Desk(
        actor=actor,
        sheet=sheet,
        names=frame["names"],
        bodies=frame["bodies"],
        units=units,
        puts=desks.puts_for(actor, sheet),
        speaks=desks.speaks_for(actor, sheet),
        cleared=reads.list_cleared(sheet),
        clerk=people.may_act_on_behalf(actor, league, actor.member),
        item=item,
    )


def today_of(actor: Actor) -> date:
    """Give the day of whoever asks, in the leagues' zone."""
    return actor.at.astimezone(LEAGUE_ZONE).date()


def offered(
    forms: Mapping[Any, Any], titles: Mapping[Any, tuple[Text, Text]]
) -> list[dict[str, Any]]:
    """Give forms as their page shows them; the first is the one that is expected."""
    return [
        {
            "act": str(act),
            "form": form,
            "title": titles[act][0],
            "verb": titles[act][1],
            "primary": place == 0,
        }
        for place, (act, form) in enumerate(forms.items())
    ]


def headline(sheet: SessionSheet) -> Text:
    """Say in one sentence how a session stands."""
    standing = [one for one in sheet.items if one.item.stands]
    open_ = sum(one.item.outcome is None for one in standing)
    match sheet.line.state:
        case SessionState.CONVENED:
            return text("Items on the docket: {count}.", count=len(standing))
        case SessionState.OPEN if not sheet.lacks:
            return text("Every item has ended; the session can be closed.")
        case SessionState.OPEN:
            return text(
                "Items still open: {open} of {count}. Missing before closing: {missing}.",
                open=open_,
                count=len(standing),
                missing=len(sheet.lacks),
            )
        case SessionState.CLOSED:
            return text(
                "Decisions that stand: {adopted}; without consensus: {without}.",
                adopted=sum(one.item.number is not None for one in standing),
                without=sum(one.adopted is False for one in standing),
            )
    return text("What was put to it waits for the next session.")


def last_day(line: SessionLine) -> str:
    """Give the last day of a session, as people write it."""
    return (line.days.end - DAY).isoformat()


def outcome_light(weighed: Weighed) -> str:
    """Give the light of an item: ended, open, or decided without consensus."""
    if not weighed.item.stands:
        return "ended"
    if weighed.item.outcome is None:
        return "open"
    if weighed.adopted is False:
        return "late"
    return "done" if weighed.item.outcome is Outcome.DECIDED else "ended"


def outcome_word(weighed: Weighed) -> Text:
    """Say how an item stands."""
    if not weighed.item.stands:
        return text("withdrawn from the docket")
    if weighed.item.outcome is None:
        return text("still open")
    if weighed.adopted is False:
        return text("no consensus")
    return OUTCOME_NAMES[weighed.item.outcome]


def positions_matrix(sheet: SessionSheet) -> list[dict[str, Any]]:
    """Give a row for each item that asks for consensus, with a cell for each city."""
    return [
        {
            "weighed": one,
            "cells": [(member, *_cell(one, member)) for member in sheet.parties],
        }
        for one in sheet.items
        if one.tally.asked and one.item.stands
    ]


def _cell(weighed: Weighed, member: str) -> tuple[str, Text]:
    tally = weighed.tally
    for members, stance in (
        (tally.consents, Stance.CONSENT),
        (tally.objections, Stance.OBJECT),
        (tally.reserves, Stance.RESERVE),
    ):
        if member in members:
            return STANCE_LIGHTS[stance], STANCE_NAMES[stance]
    return "open", UNSAID


def _note(step: Step, item: Item | None) -> str:
    """Give the words of a step; those that end an item in the reader's language."""
    if item is not None and step.words and step.words == item.outcome_words:
        return render(item.ended)
    return step.words


def moments(steps: Iterable[Step], items: Iterable[Weighed]) -> list[dict[str, Any]]:
    """Tell the life of a session as a timeline does, the latest first."""
    titles: dict[UUID, Item] = {one.item.id: one.item for one in items}
    found = []
    for step in reversed(tuple(steps)):
        item = titles.get(step.item) if step.item else None
        sentence: Text = STEP_NAMES[step.kind]
        if item is not None:
            sentence = text(
                "{what}: {place}, “{title}”",
                what=sentence,
                place=item.place,
                title=item.title,
            )
        found.append(
            {
                "at": step.at,
                "sentence": sentence,
                "by": step.authority,
                "note": _note(step, item),
                "behalf": step.evidence,
            }
        )
    return found


def filter_by(
    key: str, label: Text, names: Mapping[Any, Text], chosen: str | None
) -> Filter:
    """Offer the values of a vocabulary, one of which may be chosen."""
    return Filter(
        key=key,
        label=label,
        choices=tuple(
            Choice(value=value.value, label=name) for value, name in names.items()
        ),
        chosen=chosen or "",
    )


def filters_of(
    request: HttpRequest, frame: Mapping[str, Any], states: Mapping[Any, Text]
) -> tuple[Filter, ...]:
    """Offer body, state and year, by which lists of papers are narrowed."""
    asked = request.GET
    return (
        Filter(
            key="body",
            label=text("Body"),
            choices=tuple(
                Choice(value=id_, label=name) for id_, name in frame["bodies"].items()
            ),
            chosen=asked.get("body", ""),
        ),
        filter_by("state", text("State"), states, asked.get("state", "")),
        Filter(
            key="year", label=text("Year"), kind="words", chosen=asked.get("year", "")
        ),
    )
