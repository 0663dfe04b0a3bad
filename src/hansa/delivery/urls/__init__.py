"""Addresses of delivery, under ``/<league>/delivery/``."""

from django.urls import path

from hansa.delivery import views

app_name = "delivery"
urlpatterns = [
    path("works/", views.works, name="works"),
    path("works/<slug:work>/", views.work, name="work"),
    path("stages/<uuid:record>/withdraw/", views.withdraw_stage, name="withdraw-stage"),
]
