"""Addresses of notices: ``/<league>/notices/``, and of receipts: ``/receipt/``."""

from django.urls import path

from hansa.duties.views import channels, notices, notifications, receipts

league_urls = (
    [
        path("", notices.list_page, name="list"),
        path("unanswered/", notices.unanswered, name="unanswered"),
        path("plan/", notices.plan, name="plan"),
        path("plan/issue/", notices.issue_for_duties, name="issue-for-duties"),
        path("new/", notices.new, name="new"),
        path("defaults/", notifications.defaults, name="defaults"),
        path("channels/", channels.list_page, name="channels"),
        path("channels/add/", channels.add, name="add-channel"),
        path("channels/<uuid:channel_id>/try/", channels.trial, name="try-channel"),
        path("channels/<uuid:channel_id>/close/", channels.close, name="close-channel"),
        path(
            "deliveries/<uuid:delivery_id>/again/",
            notices.send_again,
            name="send-again",
        ),
        path("<uuid:notice_id>/", notices.notice, name="notice"),
        path("<uuid:notice_id>/docx/", notices.document, name="document"),
        path("<uuid:notice_id>/sign/", receipts.sign, name="sign"),
        path("<uuid:notice_id>/telephone/", receipts.telephone, name="telephone"),
        path("<uuid:notice_id>/link/", receipts.link, name="link"),
    ],
    "notices",
)
"""To be included under ``<slug:league>/notices/``."""

own_urls = ([path("<slug:slug>/", notifications.own, name="own")], "notifications")
"""To be included under ``account/notifications/``."""

receipt_urls = ([path("<str:token>/", receipts.by_link, name="page")], "receipt")
"""To be included under ``receipt/``, before the addresses of leagues."""
