"""API of the directory."""
