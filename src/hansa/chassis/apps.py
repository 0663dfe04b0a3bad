"""Makes the chassis a Django app: journal, outbox and working days have tables."""

from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChassisConfig(AppConfig):
    """The shared machinery."""

    name = "hansa.chassis"
    label = "chassis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every form say how a day and an hour are written, where one is wrong."""
        day, hour = (
            _("This is no day; write it as 2026-11-24."),
            _("This is no hour; write it as 17:30."),
        )
        forms.DateField.default_error_messages["invalid"] = day
        forms.TimeField.default_error_messages["invalid"] = hour
