"""Pure values that every context shares; no framework, no database, no clock, no I/O."""
