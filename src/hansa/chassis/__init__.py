"""What all contexts share and what is not pure: files, journal, outbox, language."""
