"""Addresses of the directory, under ``/<league>/directory/``."""

from django.urls import path

from hansa.directory.views.people import (
    lists,
    pages,
    persons,
    postings,
    register,
    systems,
    units,
)

app_name = "directory"

urlpatterns = [
    path("", pages.directory, name="directory"),
    path("units/", lists.units, name="units"),
    path("units/new/", units.open_unit, name="open-unit"),
    path("units/<uuid:unit>/", pages.unit, name="unit"),
    path("units/<uuid:unit>/edit/", units.edit_unit, name="edit-unit"),
    path("units/<uuid:unit>/rename/", units.rename_unit, name="rename-unit"),
    path("units/<uuid:unit>/close/", units.close_unit, name="close-unit"),
    path("units/<uuid:unit>/reopen/", units.reopen_unit, name="reopen-unit"),
    path("people/", lists.people, name="people"),
    path("people/new/", persons.add_person, name="add-person"),
    path("people/<uuid:person>/", pages.person, name="person"),
    path("people/<uuid:person>/edit/", persons.edit_person, name="edit-person"),
    path("people/<uuid:person>/leave/", persons.record_leaving, name="leave"),
    path("postings/new/<slug:kind>/", postings.add_posting, name="add-posting"),
    path("postings/<uuid:posting>/end/", postings.end_posting, name="end-posting"),
    path(
        "postings/<uuid:posting>/withdraw/",
        postings.withdraw_posting,
        name="withdraw-posting",
    ),
    path("systems/<slug:system>/", systems.record_system, name="record-system"),
    path("register/", register.register, name="register"),
    path("register/export/", register.export, name="export"),
    path("register/template/", register.template, name="template"),
    path("register/<uuid:file>/", register.preview, name="register-preview"),
    path("register/<uuid:file>/take/", register.take, name="register-take"),
]
