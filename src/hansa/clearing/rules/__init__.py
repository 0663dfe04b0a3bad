"""Pure rules of the clearing house: no clock, no I/O, no Django."""
