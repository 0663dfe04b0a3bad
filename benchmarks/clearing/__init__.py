"""The clearing house beside others that do the same task."""
