"""Makes the duties context a Django app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties."""

    name = "hansa.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"
