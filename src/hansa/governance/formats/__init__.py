"""Files that people bring to governance."""
