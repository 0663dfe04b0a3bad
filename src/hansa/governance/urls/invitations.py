"""Addresses behind the link of an invitation: ``/invitation/``."""

from django.urls import path

from hansa.governance.views import invitation_links

app_name = "invitation"
urlpatterns = [
    path("<str:token>/", invitation_links.by_link, name="page"),
    path("<str:token>/calendar.ics", invitation_links.calendar, name="calendar"),
]
