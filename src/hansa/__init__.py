"""Hansa runs a league of cities from its agreement."""
