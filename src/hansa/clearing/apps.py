"""Makes the clearing context a Django app."""

from django.apps import AppConfig


class ClearingConfig(AppConfig):
    """Clearing."""

    name = "hansa.clearing"
    label = "clearing"
    default_auto_field = "django.db.models.BigAutoField"
