"""Addresses of consultations, associations and proposals, under those of governance."""

from django.urls import path

from hansa.governance.views import comments, consultations, proposals, stakeholders

ONE = "consultations/<uuid:consultation_id>/"
urlpatterns = [
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/new/", consultations.consultation_new, name="consultation-new"),
    path(
        "consultations/template/", comments.comments_template, name="comments-template"
    ),
    path("consultations/receipts/", comments.receipts, name="receipts"),
    path("consultations/receipts/<str:code>/", comments.receipt, name="receipt"),
    path(ONE, consultations.consultation, name="consultation"),
    path(f"{ONE}comments/", comments.comments, name="comments"),
    path(f"{ONE}comments/tick/", comments.comments_tick, name="comments-tick"),
    path(f"{ONE}groups/", comments.comments_group, name="comments-group"),
    path(f"{ONE}<slug:name>/", consultations.consultation_act, name="consultation-act"),
    path("stakeholders/", stakeholders.stakeholders, name="stakeholders"),
    path("stakeholders/new/", stakeholders.stakeholder_new, name="stakeholder-new"),
    path(
        "stakeholders/<uuid:stakeholder_id>/",
        stakeholders.stakeholder,
        name="stakeholder",
    ),
    path(
        "stakeholders/<uuid:stakeholder_id>/<slug:name>/",
        stakeholders.stakeholder_act,
        name="stakeholder-act",
    ),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.proposal_new, name="proposal-new"),
    path("proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path(
        "proposals/<uuid:proposal_id>/<slug:name>/",
        proposals.proposal_act,
        name="proposal-act",
    ),
]
