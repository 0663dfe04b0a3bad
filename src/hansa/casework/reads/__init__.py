"""Queries of casework: cases as terms, each on a day, and what a charter says of them."""
