"""The journal as a page: who did what, newest first, and whether the chain holds."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.charter import reads as charter_reads
from hansa.chassis import journal as chain
from hansa.chassis.actor import authority_name
from hansa.chassis.asked import actor_of, day_from, day_of
from hansa.chassis.lists import Choice, Column, Filter, Listing, answer
from hansa.chassis.rights import Over, require
from hansa.kernel.text import text
from hansa.site.acts import name_of
from hansa.site.rights import READ_JOURNAL

WORDS_LONGEST = 100


@require_safe
def journal(request: HttpRequest, league: str) -> HttpResponse:
    """List the acts of a league; verified from the first entry where that is asked."""
    require(actor_of(request), READ_JOURNAL, Over(league=league))
    version = charter_reads.governing(
        charter_reads.get_versions(league), day_of(request)
    )
    wanted = chain.Wanted(
        league=league,
        service=request.GET.get("service", "")[:WORDS_LONGEST],
        actor=request.GET.get("actor", "")[:WORDS_LONGEST],
        from_on=day_from(request, "from"),
        to_on=day_from(request, "to"),
    )
    verdict = chain.verify() if "verify" in request.GET else None
    return answer(
        request,
        _listing(wanted),
        "site/journal.html",
        {
            "room": "journal",
            "version": version,
            "agreement": version.charter.agreement,
            "verdict": verdict,
            "head": chain.head(),
        },
    )


def _listing(wanted: chain.Wanted) -> Listing[chain.Entry]:
    acts = chain.Acts(wanted)
    return Listing(
        slug="journal",
        title=text("Journal"),
        rows=acts,
        columns=(
            Column(
                key="number", label=text("No."), value=lambda e: e.number, number=True
            ),
            Column(key="at", label=text("When"), value=lambda e: e.recorded_at),
            Column(
                key="authority",
                label=text("In the name of"),
                value=lambda e: authority_name(e.authority),
            ),
            Column(
                key="actor",
                label=text("Entered by"),
                value=lambda e: e.actor,
                template="site/cell_actor.html",
            ),
            Column(key="act", label=text("Act"), value=lambda e: name_of(e.service)),
            Column(
                key="objects",
                label=text("Of what"),
                value=lambda e: e.objects,
                template="site/cell_objects.html",
            ),
            Column(
                key="hash",
                label=text("Hash"),
                value=lambda e: e.entry_hash,
                shown=False,
            ),
        ),
        filters=(
            Filter(
                key="service",
                label=text("Act"),
                choices=tuple(
                    Choice(value=name, label=name_of(name)) for name in acts.services()
                ),
                chosen=wanted.service,
            ),
            Filter(key="actor", label=text("Who"), kind="words", chosen=wanted.actor),
            Filter(
                key="from",
                label=text("From day"),
                kind="day",
                chosen=_written(wanted.from_on),
            ),
            Filter(
                key="to",
                label=text("To day"),
                kind="day",
                chosen=_written(wanted.to_on),
            ),
        ),
    )


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
