"""Addresses of duties, under ``/<league>/duties/``."""

from django.urls import path

from hansa.duties.views import (
    acts,
    duties,
    handing,
    requests,
    supervision,
    supervision_papers,
    todo,
)

PAPER = "supervision/papers/<uuid:paper_id>"
BULLETIN = "supervision/bulletins/<uuid:bulletin_id>"
PART = "<uuid:duty_id>/parts/<uuid:part_id>"

app_name = "duties"
urlpatterns = [
    path("", duties.list_page, name="list"),
    path("todo/", todo.todo, name="todo"),
    path("remind/", duties.bulk_remind, name="bulk-remind"),
    path("hand-on/", duties.bulk_hand_on, name="bulk-hand-on"),
    path("hand-on/many/", handing.hand_on_many, name="hand-on-many"),
    path("requests/", requests.list_page, name="requests"),
    path("requests/new/", requests.new, name="new-request"),
    path("requests/<uuid:request_id>/", requests.one, name="request"),
    path("requests/<uuid:request_id>/close/", requests.close, name="close-request"),
    path(
        "requests/<uuid:request_id>/withdraw/",
        requests.withdraw,
        name="withdraw-request",
    ),
    path("supervision/", supervision.desk, name="supervision"),
    path("supervision/unit/", supervision.name_unit, name="supervision-unit"),
    path("supervision/issue/", supervision.issue, name="supervision-issue"),
    path("supervision/publish/", supervision.publish, name="supervision-publish"),
    path(f"{BULLETIN}/", supervision.bulletin, name="supervision-bulletin"),
    path(
        f"{BULLETIN}/docx/",
        supervision.bulletin_docx,
        name="supervision-bulletin-docx",
    ),
    path(f"{PAPER}/", supervision_papers.paper, name="supervision-paper"),
    path(f"{PAPER}/docx/", supervision_papers.paper_docx, name="supervision-docx"),
    path(f"{PAPER}/do/<slug:name>/", supervision_papers.act, name="supervision-act"),
    path("<uuid:duty_id>/", acts.duty, name="duty"),
    path("<uuid:duty_id>/do/<slug:name>/", acts.act, name="act"),
    path(
        "<uuid:duty_id>/events/<int:number>/withdraw/", acts.withdraw, name="withdraw"
    ),
    path(f"{PART}/sign/", acts.part, {"name": "sign"}, name="sign-part"),
    path(f"{PART}/return/", acts.part, {"name": "return"}, name="return-part"),
    path(f"{PART}/send-back/", acts.part, {"name": "send-back"}, name="send-part-back"),
    path(f"{PART}/take-back/", acts.part, {"name": "take-back"}, name="take-back"),
]
