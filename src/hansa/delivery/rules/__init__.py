"""Pure rules of delivery: which works are asked for, and at what stage they stand."""

from hansa.delivery.rules.works import compare_libraries, outline_library

__all__ = ["compare_libraries", "outline_library"]
