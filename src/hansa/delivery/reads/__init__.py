"""Queries of delivery: the named works, and the stages recorded of them."""

from hansa.delivery.reads.works import (
    LINE,
    get_work,
    library_of,
    lines_of,
    list_works,
    segment_count,
    wire_list,
    wire_work,
)

__all__ = [
    "LINE",
    "get_work",
    "library_of",
    "lines_of",
    "list_works",
    "segment_count",
    "wire_list",
    "wire_work",
]
