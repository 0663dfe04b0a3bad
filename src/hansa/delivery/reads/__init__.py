"""Queries of delivery: the named works, and the stages recorded of them."""

from hansa.delivery.reads.works import (
    get_work,
    library_of,
    list_works,
    segment_count,
    wire_list,
    wire_work,
)

__all__ = [
    "get_work",
    "library_of",
    "list_works",
    "segment_count",
    "wire_list",
    "wire_work",
]
