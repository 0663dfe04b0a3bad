"""Calendar feeds for programs that follow them, and the page that explains how."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.charter.terms import Version
from hansa.chassis import ical
from hansa.chassis.asked import actor_of, day_of
from hansa.chassis.clock import now
from hansa.chassis.hashing import digest
from hansa.chassis.language import ENGLISH, language_from
from hansa.directory.reads import accounts as account_reads
from hansa.governance.formats import ical as feed_format
from hansa.governance.reads import feeds as reads
from hansa.governance.reads import list_bodies
from hansa.governance.services.secret_feeds import open_feed
from hansa.governance.terms.feeds import FeedContent, KeptLine

COMING_MOST = 12


@require_safe
def league(request: HttpRequest, league: str) -> HttpResponse:
    """Answer what a league holds and sends, for anybody."""
    content = reads.league_content(charter_reads.get_versions(league), now())
    return _public(request, content, league)


@require_safe
def body(request: HttpRequest, league: str, body: str) -> HttpResponse:
    """Answer what one body holds and sends, for anybody."""
    content = reads.body_content(charter_reads.get_versions(league), body, now())
    return _public(request, content, f"{league}-{body}")


@require_safe
def secret(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar with what is due, to whoever knows its secret address.

    Only its fingerprint says whether it changed: a duty that the account sees from today
    may have been opened long ago, so the time of the last change would hide it.
    """
    content = open_feed(secret, now())
    answer = _calendar(_in_language(request, content), "inline", content.league)
    answer["X-Robots-Tag"] = "noindex"
    return _unless_known(request, answer, None)


@require_safe
def entry(request: HttpRequest, league: str, entry: str) -> HttpResponse:
    """Answer one entry, to be put into a calendar by hand."""
    versions = charter_reads.get_versions(league)
    kept = reads.get_line(versions, f"{league}/{entry}", now())
    with override(_language(request)):
        written = ical.write_event(feed_format.line_event(kept, league))
    return _calendar(written, "attachment", f"{league}-{entry.replace('/', '-')}")


@require_safe
def subscribe(request: HttpRequest, league: str) -> HttpResponse:
    """Explain how a calendar program follows the feeds of a league."""
    versions = charter_reads.get_versions(league)
    day = day_of(request)
    version = charter_reads.governing(versions, day)
    lines = reads.list_lines(versions, now())
    contents = {
        "room": "meetings",
        "version": version,
        "agreement": version.charter.agreement,
        "feed": _address("feeds:league", league),
        "bodies": _bodies(version, lines),
        "coming": _coming(lines, day, league)[:COMING_MOST],
        "signed_in": not account_reads.is_public(actor_of(request)),
    }
    return render(request, "governance/feeds.html", contents)


def _bodies(version: Version, lines: Sequence[KeptLine]) -> list[dict[str, Any]]:
    """List the bodies that meet or send anything, each with its own address."""
    told = {kept.line.body for kept in lines}
    return [
        {"body": body, "feed": _address("feeds:body", version.league, body.id)}
        for body in list_bodies(version)
        if body.id in told
    ]


def _coming(lines: Sequence[KeptLine], day: date, league: str) -> list[dict[str, Any]]:
    """List what is still to come, the soonest end first, each with its own file."""
    coming = [k.line for k in lines if k.line.days.end > day and not k.cancelled]
    return [
        {"line": line, "file": _file_of(line.entry, league)}
        for line in sorted(coming, key=lambda line: (line.days.end, line.uid))
        if line.entry is not None
    ]


def _file_of(entry: str, league: str) -> str:
    path = reverse("feeds:entry", args=[league, entry.removeprefix(f"{league}/")])
    return f"{path}{_query()}"


def _address(name: str, *parts: str) -> dict[str, str]:
    """Write a whole address in two ways: to be copied, and to open the program with."""
    rest = f"{reverse(name, args=parts)}{_query()}"
    _, _, host = settings.HANSA_ADDRESS.partition("://")
    return {
        "written": f"{settings.HANSA_ADDRESS}{rest}",
        "opening": f"webcal://{host}{rest}",
    }


def _query() -> str:
    """Ask for the language that the page is read in."""
    return "?lang=en" if get_language() == ENGLISH else ""


def _language(request: HttpRequest) -> str:
    return language_from(request.GET.get("lang"))


def _in_language(request: HttpRequest, content: FeedContent) -> bytes:
    with override(_language(request)):
        return feed_format.write_content(content)


def _public(request: HttpRequest, content: FeedContent, file_name: str) -> HttpResponse:
    answer = _calendar(_in_language(request, content), "inline", file_name)
    return _unless_known(request, answer, feed_format.changed_at(content))


def _calendar(content: bytes, disposition: str, file_name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=f"{ical.MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = f'{disposition}; filename="{file_name}.ics"'
    # Programs ask again each time, and are mostly told that nothing changed.
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _unless_known(
    request: HttpRequest, answer: HttpResponse, changed_at: datetime | None
) -> HttpResponse:
    """Answer in full, or that nothing changed since the program last asked."""
    etag = quote_etag(digest(answer.content))
    answer["ETag"] = etag
    seconds = int(changed_at.timestamp()) if changed_at else None
    if seconds is not None:
        answer["Last-Modified"] = http_date(seconds)
    return get_conditional_response(request, etag, seconds, answer) or answer
