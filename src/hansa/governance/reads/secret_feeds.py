"""Calendar feeds behind a secret address: what its account may still see, and no more."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis.actor import Actor, Role
from hansa.chassis.clock import LEAGUE_ZONE
from hansa.directory.reads import people
from hansa.directory.terms.accounts import FeedLine as SecretFeed
from hansa.directory.terms.accounts import FeedScope
from hansa.directory.terms.people import PostingKind
from hansa.duties.reads import duties as duty_reads
from hansa.duties.terms.duties import DutyLine
from hansa.governance.reads.calendars import list_entries, list_names
from hansa.governance.reads.feeds import (
    body_content,
    city_content,
    league_content,
    list_lines,
    name_of,
    years_told,
)
from hansa.governance.rules import feeds as feed_rules
from hansa.governance.terms.feeds import FeedContent, KeptLine
from hansa.kernel.errors import Missing
from hansa.kernel.text import text

# Whoever speaks for a city owes what it owes; others owe what their unit does.
SPEAKS_FOR_CITY = frozenset({Role.CITY_LIAISON, Role.LEADER})


def content_for(actor: Actor, feed: SecretFeed) -> FeedContent:
    """Give what a secret address shows to the account that it belongs to.

    Rights are judged at each request, so an office that has passed on takes its duties
    out of the calendars of whoever held it.

    Raises:
        Missing: the account may no longer follow this.
    """
    if not feed_rules.may_follow(actor, feed.scope, feed.subject):
        raise unknown_feed()
    versions = charter_reads.get_versions(feed.league)
    match feed.scope:
        case FeedScope.LEAGUE:
            content = league_content(versions, actor.at)
            due = _due(actor, feed)
        case FeedScope.BODY:
            content = body_content(versions, feed.subject, actor.at)
            due = _due(actor, feed, body=feed.subject)
        case FeedScope.CITY:
            content = city_content(versions, feed.subject, actor.at)
            due = _due(actor, feed, member=feed.subject)
        case FeedScope.UNIT:
            content = _unit_content(actor, versions, feed.subject)
            due = _due(actor, feed, unit=feed.subject)
        case FeedScope.PERSON:
            content = _person_content(actor, versions, feed.subject)
            due = _due_of_person(actor, feed)
    return replace(content, duties=due, members=list_names(versions))


def unknown_feed() -> Missing:
    """Give the refusal of a secret address, whatever the reason."""
    return Missing(
        "feed-unknown",
        text("This calendar address is unknown, or was taken back."),
        text("Make a new one on the page of your account."),
    )


def _due(
    actor: Actor,
    feed: SecretFeed,
    *,
    member: str | None = None,
    unit: str | None = None,
    body: str | None = None,
) -> tuple[DutyLine, ...]:
    """List what the account may see of what is due; no narrower, all of the league."""
    return duty_reads.feed_lines(
        actor, feed.league, as_of=_day_of(actor), member=member, unit=unit, body=body
    )


def _due_of_person(actor: Actor, feed: SecretFeed) -> tuple[DutyLine, ...]:
    if actor.roles & SPEAKS_FOR_CITY:
        return _due(actor, feed, member=actor.member)
    if actor.unit is not None:
        return _due(actor, feed, unit=actor.unit)
    if not people.may_read_people(actor, feed.league):
        return ()
    person = people.get_person(actor, feed.league, feed.subject)
    if person.unit is not None:
        return _due(actor, feed, unit=person.unit)
    return _due(actor, feed, member=person.member)


def _day_of(actor: Actor) -> date:
    return actor.at.astimezone(LEAGUE_ZONE).date()


def _unit_content(actor: Actor, versions: Sequence[Version], unit: str) -> FeedContent:
    """Give the calendar of a unit: what it owes, and no meetings."""
    league = versions[0].league
    names = people.unit_names(league, _day_of(actor))
    if unit not in names:
        raise unknown_feed()
    return FeedContent(
        league=league,
        name=text("{unit}: duties", unit=names[unit]),
        lines=(),
        duties=(),
        members={},
    )


def _person_content(
    actor: Actor, versions: Sequence[Version], person: str
) -> FeedContent:
    """Give the calendar of a person: the meetings in which its offices have a seat."""
    league = versions[0].league
    posts = [
        post
        for post in people.list_postings(
            league, kind=PostingKind.OFFICE, as_of=_day_of(actor)
        )
        if post.person == person
    ]
    lines: tuple[KeptLine, ...] = ()
    if posts:
        entries = list_entries(versions, years_told(versions, actor.at))
        seated = {entry.id for entry in entries if feed_rules.sits(entry, posts)}
        cities = {post.member for post in posts if post.member}
        # What was called off stands in no calendar any more; its cities must hear of it.
        lines = tuple(
            kept
            for kept in list_lines(versions, actor.at)
            if kept.line.entry in seated
            or (kept.cancelled and cities & set(kept.line.members))
        )
    return FeedContent(
        league=league,
        name=text("{league}: my meetings and duties", league=name_of(versions)),
        lines=lines,
        duties=(),
        members={},
    )
