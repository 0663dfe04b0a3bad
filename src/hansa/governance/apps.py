"""Makes the governance context a Django app."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Bodies, rotation and calendar."""

    name = "hansa.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"
