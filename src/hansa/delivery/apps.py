"""Makes the delivery context a Django app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Named works."""

    name = "hansa.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
