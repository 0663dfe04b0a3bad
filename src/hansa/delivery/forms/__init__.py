"""Forms of delivery: what is typed, before any service judges it."""
