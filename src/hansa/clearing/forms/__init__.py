"""What people type in the clearing house, one module a subject."""
