"""Addresses of casework, under ``/<league>/casework/``."""

from django.urls import path

from hansa.casework.views import cases, lists

app_name = "casework"
urlpatterns = [
    path("", lists.cases, name="cases"),
    path("new/", cases.new, name="new"),
    path("new/<slug:type_id>/", cases.open_page, name="open"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/files/<uuid:file_id>/", cases.file, name="file"),
    path("<uuid:case_id>/<slug:name>/", cases.act, name="act"),
]
