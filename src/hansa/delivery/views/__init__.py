"""Pages of delivery."""

from hansa.delivery.views.works import withdraw_stage, work, works

__all__ = ["withdraw_stage", "work", "works"]
