"""Makes the chassis a Django app: journal, outbox and working days have tables."""

from django.apps import AppConfig


class ChassisConfig(AppConfig):
    """The shared machinery."""

    name = "hansa.chassis"
    label = "chassis"
    default_auto_field = "django.db.models.BigAutoField"
