"""Casework: its purpose, Words:, Invariants:, its limits."""
