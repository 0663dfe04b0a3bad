"""API of casework: types, cases, and what is done in them."""

from hansa.casework.api.cases import router

__all__ = ["router"]
