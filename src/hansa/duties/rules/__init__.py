"""Pure rules of duties and notices."""
