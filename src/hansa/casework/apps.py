"""Makes the casework context a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "hansa.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
