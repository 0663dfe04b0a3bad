"""Pages of duties and notices."""
