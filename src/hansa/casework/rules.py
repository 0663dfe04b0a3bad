"""Pure rules of casework: no clock, no I/O, no Django."""
