"""Forms that do an act: one that leaves the act open cannot be made."""

from abc import ABCMeta

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass


class _Meta(DeclarativeFieldsMetaclass, ABCMeta):
    """Collects the fields of a form, and what it leaves open."""


class AbstractForm(forms.Form, metaclass=_Meta):
    """A form whose ``abstractmethod`` each kind of it must define.

    Python refuses to make one that forgot it, and the type checker says so before.
    """
