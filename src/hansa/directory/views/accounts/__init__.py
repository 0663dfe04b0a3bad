"""Pages of accounts: the door, one's own account, and the administrator's list."""
