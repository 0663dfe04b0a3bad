"""Forms of casework: what is typed, before any service judges it."""
