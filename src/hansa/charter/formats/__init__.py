"""Writers of charter files."""
