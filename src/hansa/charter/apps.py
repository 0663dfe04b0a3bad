"""Makes the charter context a Django app."""

from django.apps import AppConfig


class CharterConfig(AppConfig):
    """The agreement as data."""

    name = "hansa.charter"
    label = "charter"
    default_auto_field = "django.db.models.BigAutoField"
