"""Pages that several contexts share, or that belong to none."""
