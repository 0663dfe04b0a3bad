"""Tests of bodies that begin, split, merge and end, and of bodies of counties."""
