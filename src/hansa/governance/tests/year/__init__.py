"""A whole year of each league, through commands and pages alone."""
