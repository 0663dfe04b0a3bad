"""What the clearing house does, one module for each concern."""
