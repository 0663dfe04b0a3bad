"""Forms of governance: what is typed, before any service judges it."""
