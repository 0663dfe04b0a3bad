"""Addresses of governance, under ``/<league>/governance/``."""

from django.urls import path

from hansa.governance import views

app_name = "governance"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("bodies/", views.bodies, name="bodies"),
]
