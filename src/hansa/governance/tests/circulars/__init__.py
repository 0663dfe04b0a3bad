"""Tests of circulars and of handovers."""
