"""Joint legislation: the agenda, drafts, corrections of the table, rounds and results."""
