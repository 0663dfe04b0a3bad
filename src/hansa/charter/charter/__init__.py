"""The charter's own sections, one module for each file of the folder."""
