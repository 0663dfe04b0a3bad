"""The vocabulary of duties and notices."""
