"""API of duties and notices."""
