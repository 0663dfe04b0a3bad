"""Writes of duties and notices."""
