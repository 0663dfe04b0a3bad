"""Addresses of the charter context, under ``/<league>/charter/``."""

from functools import partial

from django.urls import URLPattern, path

from hansa.charter import views
from hansa.charter.views import Realises


def routes(realises: Realises) -> list[URLPattern]:
    """Give the routes; the composition root says which page realises a clause."""
    return [
        path("clauses/", views.clauses, name="clauses"),
        path(
            "clauses/<slug:clause>/",
            partial(views.clause, realises=realises),
            name="clause",
        ),
    ]
