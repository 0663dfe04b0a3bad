"""Forms of duties and notices."""
