"""Addresses of calendar feeds; they are typed by hand, so they stand high and short."""

from django.urls import path

from hansa.governance.views import feeds

app_name = "feeds"
urlpatterns = [
    path("feeds/<str:secret>.ics", feeds.secret, name="secret"),
    path("<slug:league>/calendar.ics", feeds.league, name="league"),
    path("<slug:league>/bodies/<slug:body>.ics", feeds.body, name="body"),
    path("<slug:league>/calendar/<path:entry>.ics", feeds.entry, name="entry"),
    path("<slug:league>/feeds/", feeds.subscribe, name="subscribe"),
]
