"""Exchange formats of governance."""
