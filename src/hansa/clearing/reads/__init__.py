"""Queries of clearing: rows become terms here and nowhere else, one module a concern."""
