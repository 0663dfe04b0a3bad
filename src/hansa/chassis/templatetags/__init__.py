"""Template filters of the chassis."""
