"""Addresses of duties and notices."""
