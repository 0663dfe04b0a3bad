"""Files of clearing: the rules folder, taps as they are brought, and what is returned."""
