"""Clearing schemes: one module each, with the constant ``SCHEME``."""
