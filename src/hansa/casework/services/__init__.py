"""Acts of casework: opening cases, what is done in them, and what silence does."""
