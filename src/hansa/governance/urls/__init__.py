"""Addresses of governance, under ``/<league>/governance/``."""

from django.urls import path

from hansa.governance import views

app_name = "governance"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<slug:body>/", views.body, name="body"),
    path("records/", views.records, name="records"),
    path("records/new/", views.record_new, name="record-new"),
    path("records/<uuid:record>/", views.record, name="record"),
    path("records/<uuid:record>/correct/", views.record_correct, name="record-correct"),
    path(
        "records/<uuid:record>/withdraw/", views.record_withdraw, name="record-withdraw"
    ),
    path("records/<uuid:record>/confirm/", views.record_confirm, name="record-confirm"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/new/", views.session_new, name="session-new"),
    path("sessions/<uuid:session_id>/", views.session, name="session"),
    path("sessions/<uuid:session_id>/items/<uuid:item_id>/", views.item, name="item"),
    path(
        "sessions/<uuid:session_id>/items/<uuid:item_id>/<slug:name>/",
        views.item_act,
        name="item-act",
    ),
    path("sessions/<uuid:session_id>/minutes/", views.minutes, name="minutes"),
    path(
        "sessions/<uuid:session_id>/minutes/editions/<int:edition>/",
        views.minutes,
        name="minutes-edition",
    ),
    path(
        "sessions/<uuid:session_id>/minutes/editions/<int:edition>/docx/",
        views.minutes_docx,
        name="minutes-docx",
    ),
    path(
        "sessions/<uuid:session_id>/minutes/sections/<int:place>/",
        views.minutes_section,
        name="minutes-section",
    ),
    path(
        "sessions/<uuid:session_id>/minutes/compare/",
        views.minutes_compare,
        name="minutes-compare",
    ),
    path(
        "sessions/<uuid:session_id>/minutes/<slug:name>/",
        views.minutes_act,
        name="minutes-act",
    ),
    path(
        "sessions/<uuid:session_id>/<slug:name>/",
        views.session_act,
        name="session-act",
    ),
    path("circulars/", views.circulars, name="circulars"),
    path("circulars/new/", views.circular_new, name="circular-new"),
    path("circulars/draft/", views.circular_draft, name="circular-draft"),
    path("circulars/<uuid:circular_id>/", views.circular, name="circular"),
    path(
        "circulars/<uuid:circular_id>/docx/", views.circular_docx, name="circular-docx"
    ),
    path(
        "circulars/<uuid:circular_id>/<slug:name>/",
        views.circular_act,
        name="circular-act",
    ),
    path("handovers/", views.handovers, name="handovers"),
    path("handovers/<slug:on>/", views.handover, name="handover"),
    path("handovers/<slug:on>/docx/", views.handover_docx, name="handover-docx"),
    path("handovers/<slug:on>/<slug:name>/", views.handover_sign, name="handover-sign"),
    path("compliance/", views.compliance, name="compliance"),
    path("roster/", views.roster, name="roster"),
    path("history/", views.history, name="history"),
    path("history/template/", views.history_template, name="history-template"),
    path("history/export/", views.history_export, name="history-export"),
]
