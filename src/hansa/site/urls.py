"""All addresses: pages under ``/<league>/<context>/…``, the API under ``/api/v1``."""

from django.urls import include, path

from hansa.charter.urls import routes as charter_routes
from hansa.site import views
from hansa.site.api import api
from hansa.site.wiring import realises

urlpatterns = [
    path("", views.home, name="home"),
    path("api/v1/", api.urls),
    path("language/", include("django.conf.urls.i18n")),
    path("<slug:league>/", views.league, name="league"),
    path("<slug:league>/charter/", include((charter_routes(realises), "charter"))),
    path("<slug:league>/governance/", include("hansa.governance.urls")),
    path("<slug:league>/delivery/", include("hansa.delivery.urls")),
]

handler404 = "hansa.site.pages.not_found"
handler500 = "hansa.site.pages.failed"
