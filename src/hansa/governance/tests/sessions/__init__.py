"""Tests of sessions, from convening to closing."""
