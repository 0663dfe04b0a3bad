"""Acts of delivery: recording the stages that works reached."""

from hansa.delivery.services.stages import (
    find_work,
    record_stage,
    record_stages,
    refuse_day,
    refuse_segment,
    withdraw_stage,
    works_named,
)

__all__ = [
    "find_work",
    "record_stage",
    "record_stages",
    "refuse_day",
    "refuse_segment",
    "withdraw_stage",
    "works_named",
]
