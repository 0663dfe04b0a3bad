"""A second, independent clearing, and random windows on which the two must agree."""
