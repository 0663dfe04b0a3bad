"""Ibis expressions from taps to legs, for DuckDB; no Django."""
