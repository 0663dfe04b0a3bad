"""The vocabulary of the clearing house, one module for each concern."""
