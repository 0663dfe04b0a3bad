"""Forms of the directory: what is typed, before any service judges it."""
