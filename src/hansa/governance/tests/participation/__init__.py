"""Tests of public consultations and of associations that take part."""
