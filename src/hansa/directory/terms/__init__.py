"""The vocabulary of the directory."""
