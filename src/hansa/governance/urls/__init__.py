"""Addresses of governance, under ``/<league>/governance/``."""

from django.urls import path

from hansa.governance import views
from hansa.governance.urls import participation
from hansa.governance.views import invitations, meeting_papers, minutes_list, walls

app_name = "governance"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<slug:body>/", views.body, name="body"),
    path("body-changes/new/", views.body_change, name="body-change"),
    path("counties/", views.counties, name="counties"),
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
    path("sessions/<uuid:session_id>/wall/", walls.wall, name="wall"),
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
    path("minutes/", minutes_list.minutes_list, name="minutes-list"),
    path(
        "sessions/<uuid:session_id>/invitations/",
        invitations.invitations,
        name="invitations",
    ),
    path(
        "sessions/<uuid:session_id>/invitations/issue/",
        invitations.invite,
        name="invite",
    ),
    path(
        "sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/",
        invitations.invitation,
        name="invitation",
    ),
    path(
        "sessions/<uuid:session_id>/invitations/<uuid:invitation_id>/<slug:name>/",
        invitations.invitation_act,
        name="invitation-act",
    ),
    path("sessions/<uuid:session_id>/notice/", meeting_papers.notice, name="notice"),
    path(
        "sessions/<uuid:session_id>/notice/docx/",
        meeting_papers.notice_paper_docx,
        name="notice-docx",
    ),
    path(
        "sessions/<uuid:session_id>/calendar/",
        meeting_papers.session_calendar,
        name="session-calendar",
    ),
    path("sessions/<uuid:session_id>/kit/", meeting_papers.kit, name="kit"),
    path("sessions/<uuid:session_id>/roll/", meeting_papers.roll, name="roll"),
    path(
        "sessions/<uuid:session_id>/excerpts/",
        meeting_papers.excerpts,
        name="excerpts",
    ),
    path(
        "sessions/<uuid:session_id>/excerpts/<str:unit>/docx/",
        meeting_papers.excerpt_paper,
        name="excerpt-docx",
    ),
    path(
        "sessions/<uuid:session_id>/<slug:name>/",
        views.session_act,
        name="session-act",
    ),
    path("experts/", views.experts, name="experts"),
    path("experts/new/", views.expert_new, name="expert-new"),
    path("experts/<uuid:expert_id>/", views.expert, name="expert"),
    path("experts/<uuid:expert_id>/<slug:name>/", views.expert_act, name="expert-act"),
    path("draws/", views.draws, name="draws"),
    path("draws/<uuid:draw_id>/", views.draw, name="draw"),
    path(
        "draws/<uuid:draw_id>/certificate/",
        views.draw_certificate,
        name="draw-certificate",
    ),
    path("items/<uuid:item_id>/advice/", views.advice, name="advice"),
    path(
        "items/<uuid:item_id>/advice/<slug:name>/", views.advice_act, name="advice-act"
    ),
    *participation.urlpatterns,
    path("studies/", views.studies, name="studies"),
    path("studies/new/", views.study_new, name="study-new"),
    path("studies/<uuid:study_id>/", views.study, name="study"),
    path("studies/<uuid:study_id>/<slug:name>/", views.study_act, name="study-act"),
    path("laws/", views.laws, name="laws"),
    path("laws/new/", views.law_new, name="law-new"),
    path("laws/<uuid:law_id>/", views.law, name="law"),
    path("laws/<uuid:law_id>/docx/", views.law_docx, name="law-docx"),
    path("laws/<uuid:law_id>/xlsx/", views.law_xlsx, name="law-xlsx"),
    path("laws/<uuid:law_id>/acts/<slug:name>/", views.law_act, name="law-act"),
    path(
        "laws/<uuid:law_id>/drafts/<slug:member>/<int:number>/",
        views.law_draft,
        name="law-draft",
    ),
    path(
        "laws/<uuid:law_id>/rows/<slug:member>/<slug:key>/",
        views.law_row,
        name="law-row",
    ),
    path(
        "laws/<uuid:law_id>/rows/<slug:member>/<slug:key>/<slug:name>/",
        views.law_row_act,
        name="law-row-act",
    ),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.agreement_new, name="agreement-new"),
    path("agreements/<uuid:agreement_id>/", views.agreement, name="agreement"),
    path(
        "agreements/<uuid:agreement_id>/versions/<int:version>/",
        views.agreement,
        name="agreement-version",
    ),
    path(
        "agreements/<uuid:agreement_id>/versions/<int:version>/docx/",
        views.agreement_docx,
        name="agreement-docx",
    ),
    path(
        "agreements/<uuid:agreement_id>/versions/<int:version>/json/",
        views.agreement_json,
        name="agreement-json",
    ),
    path(
        "agreements/<uuid:agreement_id>/sign/",
        views.agreement_sign,
        name="agreement-sign",
    ),
    path(
        "agreements/<uuid:agreement_id>/verify/",
        views.agreement_verify,
        name="agreement-verify",
    ),
    path(
        "agreements/<uuid:agreement_id>/<slug:name>/",
        views.agreement_act,
        name="agreement-act",
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
