"""Pages of the directory: everybody, units, people, postings, and the register."""
