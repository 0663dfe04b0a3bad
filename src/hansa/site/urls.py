"""All addresses: pages under ``/<league>/<context>/…``, the API under ``/api/v1``."""

from django.urls import include, path, reverse

from hansa.charter.urls import routes as charter_routes
from hansa.directory.urls.accounts import routes as account_routes
from hansa.duties.urls import notices as notice_urls
from hansa.site import files, search
from hansa.site.access import DOORS
from hansa.site.api import api
from hansa.site.views import briefing, home, journal, resident, style, systems
from hansa.site.wiring import RIGHTS, realises


def _feed_address(secret: str) -> str:
    return reverse("feeds:secret", args=[secret])


urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("api/v1/", api.urls),
    path("style/", style.style, name="style"),
    path("language/", include("django.conf.urls.i18n")),
    path("", include((account_routes(RIGHTS, DOORS, _feed_address), "accounts"))),
    path("account/notifications/", include(notice_urls.own_urls)),
    path("receipt/", include(notice_urls.receipt_urls)),
    path("invitation/", include("hansa.governance.urls.invitations")),
    path("filing/", include("hansa.governance.urls.filings")),
    path("", include("hansa.governance.urls.feeds")),
    path("<slug:league>/", home.league, name="league"),
    path("<slug:league>/resident/", resident.resident, name="resident"),
    path("<slug:league>/briefing/", briefing.briefing, name="briefing"),
    path(
        "<slug:league>/briefing/<slug:member>/", briefing.briefing, name="briefing-of"
    ),
    path("<slug:league>/systems/", systems.systems, name="systems"),
    path("<slug:league>/journal/", journal.journal, name="journal"),
    path("<slug:league>/search/", search.results, name="search"),
    path("<slug:league>/files/<uuid:file_id>/", files.serve_file, name="file"),
    path("<slug:league>/charter/", include((charter_routes(realises), "charter"))),
    path("<slug:league>/directory/", include("hansa.directory.urls.people")),
    path("<slug:league>/duties/", include("hansa.duties.urls.duties")),
    path("<slug:league>/notices/", include(notice_urls.league_urls)),
    path("<slug:league>/casework/", include("hansa.casework.urls")),
    path("<slug:league>/clearing/", include("hansa.clearing.urls")),
    path("<slug:league>/governance/", include("hansa.governance.urls")),
    path("<slug:league>/delivery/", include("hansa.delivery.urls")),
]

handler400 = "hansa.site.pages.unreadable"
handler404 = "hansa.site.pages.not_found"
handler500 = "hansa.site.pages.failed"
