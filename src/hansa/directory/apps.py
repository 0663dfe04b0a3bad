"""Makes the directory context a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Directory."""

    name = "hansa.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
