"""Addresses of the clearing house, under ``/<league>/clearing/``."""

from django.urls import path

from hansa.clearing.views import statements, windows

app_name = "clearing"
urlpatterns = [
    path("", windows.windows, name="windows"),
    path("statements/", statements.mine, name="mine"),
    path("statements/<slug:party>/", statements.statements, name="statements"),
    path(
        "statements/<slug:party>/<slug:slug>/<int:number>/",
        statements.statement,
        name="statement",
    ),
    path(
        "statements/<slug:party>/<slug:slug>/<int:number>/bundle/",
        statements.bundle,
        name="bundle",
    ),
    path("<slug:slug>/", windows.window, name="window"),
    path("<slug:slug>/files/", windows.bring, name="bring"),
    path("<slug:slug>/<slug:name>/", windows.act, name="act"),
]
