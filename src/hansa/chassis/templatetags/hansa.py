"""Template filters that render kernel texts and names."""

from django import template

register = template.Library()
