"""Addresses of the clearing house, under ``/<league>/clearing/``."""

from django.urls import path

from hansa.clearing.views import (
    cases,
    disputes,
    exceptions,
    ledger,
    lists,
    participants,
    returns,
    rules,
    screening,
    shortfalls,
    statements,
    windows,
)

app_name = "clearing"
ONE = "windows/<slug:slug>/"
urlpatterns = [
    path("", lists.windows, name="windows"),
    path("open/", lists.open_window, name="open"),
    path(ONE, windows.window, name="window"),
    path(f"{ONE}files/", windows.bring, name="bring"),
    path(f"{ONE}exceptions/", exceptions.exceptions, name="exceptions"),
    path(f"{ONE}why/", exceptions.why, name="why"),
    path(f"{ONE}what-if/", rules.what_if, name="what-if"),
    path(f"{ONE}unpaid/", shortfalls.unpaid, name="unpaid"),
    path(f"{ONE}returns/<slug:sender>/", returns.return_file, name="return"),
    path(f"{ONE}approve/", windows.act, {"name": "approve"}, name="approve"),
    path(f"{ONE}acts/<slug:name>/", windows.act, name="act"),
    path(f"{ONE}statements/<slug:party>/", statements.statement, name="statement"),
    path(f"{ONE}statements/<slug:party>/bundle/", statements.bundle, name="bundle"),
    path(f"{ONE}statements/<slug:party>/dispute/", disputes.dispute, name="dispute"),
    path(f"{ONE}adjustment/", disputes.adjust, name="adjust"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/split/", cases.split, name="split"),
    path("statements/", statements.statements, name="statements"),
    path("schemes/", rules.schemes, name="schemes"),
    path("schemes/<slug:slug>/", rules.scheme, name="scheme"),
    path("participants/", participants.participants, name="participants"),
    path("participants/new/", participants.add, name="add-participant"),
    path("participants/<slug:slug>/", participants.participant, name="participant"),
    path("participants/<slug:slug>/activate/", participants.activate, name="activate"),
    path("participants/<slug:slug>/suspend/", participants.suspend, name="suspend"),
    path("lists/", screening.screening, name="screening"),
    path("lists/<slug:kind>/lift/", screening.lift, name="lift-list"),
    path("ledger/", ledger.ledger, name="ledger"),
]
