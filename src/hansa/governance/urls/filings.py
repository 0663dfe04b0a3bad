"""Address behind the one-time link of an association: ``/filing/``."""

from django.urls import path

from hansa.governance.views import proposals

app_name = "filing"
urlpatterns = [path("<str:token>/", proposals.by_link, name="page")]
